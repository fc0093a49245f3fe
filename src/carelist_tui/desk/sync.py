"""One exchange with a shared folder in a thread beside the screen: it goes on, whichever screen is in sight."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from carelist_tui.catalogue import ntr
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
            self.trouble = "the folder went away, or can't be read or written: check the drive, and sync again"
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
        return f"Syncing: {self._doing}, {self._entries:,} entries ({passed:.0f} s)"

    @property
    def outcome_words(self) -> str:
        """What came of it, for whoever is elsewhere by now."""
        report = self.report
        if report is None:
            return f"Not synced: {self.trouble}." if self.trouble else ""
        if report.is_another_folder:
            return "Not synced: the shared folder that was met before is gone, S says more."
        taken = count(report.taken, "entry", "entries")
        if report.dry_run:
            return f"Dry run: {taken} would come, {report.sent:,} would be sent."
        said = [f"{taken} came, {report.sent:,} sent"]
        if report.problems:
            said.append(f"{count(len(report.problems), 'problem', 'problems')}, S shows them")
        if report.recovered:
            anew = count(len(report.recovered), "passphrase", "passphrases")
            said.append(f"{anew} made anew, S shows whose")
        if report.newer:
            said.append(f"{count(report.newer, 'entry', 'entries')} of a newer Carelist, S says more")
        if report.conflicts:
            said.append(f"{count(report.conflicts, 'thing', 'things')} in two versions")
        if self.asking:
            said.append(f"{count(self.asking, 'laptop asks', 'laptops ask')} to be let in, S shows which")
        return f"Synced: {'; '.join(said)}."


def count(n: int, one: str, several: str) -> str:
    """`1 entry`, `2,000 entries`."""
    return f"{n:,} {ntr(one, several, n)}"


def folder_meant(typed: str) -> Path:
    """The folder that was typed, absolute. Refuses (ValueError, a sentence) what is no folder here now."""
    try:
        meant = Path(typed.strip()).expanduser().absolute()
        is_folder = meant.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise ValueError("this is no folder") from None
    if not is_folder:
        raise ValueError("there is no such folder now: is the drive connected?")
    return meant
