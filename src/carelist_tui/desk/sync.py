"""One exchange with a shared folder in a thread beside the screen: it goes on, whichever screen is in sight."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.exchange.sync.report import Report

SOON = 1.0
"""Seconds after which it is said how far it is."""


class Exchange:
    """What is being exchanged, and what came of the last time. Kept by the list, shown by the Sync screen."""

    def __init__(self) -> None:
        self.runs = False
        self.report: Report | None = None
        self.at: datetime | None = None
        """When the last one began."""
        self.trouble = ""
        """Why it could not be, in a sentence."""
        self.asking = 0
        """How many laptops asked in the folder to be let in."""
        self._doing, self._entries, self._began = "", 0, 0.0

    async def run(
        self, door: Carelist, folder: Path, now: datetime, *, dry_run: bool, new_folder: bool = False
    ) -> None:
        """Exchange once; what was refused is kept as a sentence, and nothing is lost. A second one waits for nothing:
        it is not begun."""
        if self.runs:
            return
        self.runs, self.trouble, self.report, self.at = True, "", None, now
        self._doing, self._entries, self._began = "", 0, monotonic()
        try:
            self.report = await asyncio.to_thread(
                door.sync, folder, now, dry_run=dry_run, new_folder=new_folder, progress=self.note
            )
            self.asking = len(await asyncio.to_thread(door.laptops.asking, folder))
        except Refused as refused:
            self.trouble = "; ".join(fault.sentence for fault in refused.faults)
        except OSError:
            self.trouble = tr("the folder went away, or can't be read or written: check the drive, and sync again")
        finally:
            self.runs = False

    def note(self, doing: str, entries: int) -> None:
        """Told by the thread: what it does, and with how many entries more."""
        if doing != self._doing:
            self._doing, self._entries = doing, 0
        self._entries += entries

    @property
    def progress_words(self) -> str:
        """`Syncing: taking in, 12,400 entries (8 s)`; the count only once it takes more than a second."""
        passed = monotonic() - self._began
        if passed < SOON or not self._doing:
            return "Syncing..."
        return tr(
            "Syncing: {doing}, {entries:,} entries ({passed:.0f} s)",
            doing=self._doing,
            entries=self._entries,
            passed=passed,
        )

    @property
    def outcome_words(self) -> str:
        """What came of it, for whoever is elsewhere by now."""
        report = self.report
        if report is None:
            return tr("Not synced: {trouble}.", trouble=self.trouble) if self.trouble else ""
        if report.is_another_folder:
            return tr("Not synced: the shared folder that was met before is gone, S says more.")
        taken = count(report.taken, "entry", "entries")
        if report.dry_run:
            return tr("Dry run: {taken} would come, {sent:,} would be sent.", taken=taken, sent=report.sent)
        said = [tr("{taken} came, {sent:,} sent", taken=taken, sent=report.sent)]
        if report.problems:
            said.append(tr("{count}, S shows them", count=count(len(report.problems), "problem", "problems")))
        if report.recovered:
            anew = count(len(report.recovered), "passphrase", "passphrases")
            said.append(tr("{anew} made anew, S shows whose", anew=anew))
        if report.newer:
            said.append(tr("{count} of a newer Carelist, S says more", count=count(report.newer, "entry", "entries")))
        if report.conflicts:
            said.append(tr("{count} in two versions", count=count(report.conflicts, "thing", "things")))
        if self.asking:
            said.append(
                tr("{count} to be let in, S shows which", count=count(self.asking, "laptop asks", "laptops ask"))
            )
        return tr("Synced: {said}.", said="; ".join(said))


def count(n: int, one: str, several: str) -> str:
    """`1 entry`, `2,000 entries`."""
    return f"{n:,} {ntr(one, several, n)}"


def folder_meant(typed: str) -> Path:
    """The folder that was typed, absolute. Refuses (ValueError, a sentence) what is no folder here now."""
    try:
        meant = Path(typed.strip()).expanduser().absolute()
        is_folder = meant.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise ValueError(tr("this is no folder")) from None
    if not is_folder:
        raise ValueError(tr("there is no such folder now: is the drive connected?"))
    return meant
