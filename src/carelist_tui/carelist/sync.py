"""Sync at the door: exchange with a shared folder; and what a copy of a store does to have a name of its own again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.carelist.laptops import Laptops
from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.record import Record
from carelist_tui.carelist.team_keys import TeamKeys
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.exchange.enrolment.key_papers import KeyPaper
    from carelist_tui.exchange.sync.party import Party
    from carelist_tui.exchange.sync.report import Report

Progress = Callable[[str, int], None]


class Sync:
    """How an open store meets the others of its service."""

    def __init__(self, store: OpenStore, record: Record, laptops: Laptops, team: TeamKeys) -> None:
        self._store, self._record, self._laptops, self._team = store, record, laptops, team

    def __call__(
        self,
        folder: Path,
        now: datetime,
        *,
        dry_run: bool = False,
        new_folder: bool = False,
        progress: Progress = lambda words, entries: None,
    ) -> Report:
        """Exchanges with a shared folder, both ways; gives what came, what went, what is waited for and what is wrong.
        Where the folder that was met at this path is gone, that alone is told and nothing is written, unless a
        `new_folder` is to be begun there.

        Refuses (status 2) a folder that is not there, can't be written, lies in the store, or belongs to another team.
        """
        from carelist_tui.exchange.segments.shared_folder import SharedFolder
        from carelist_tui.exchange.sync.acquaintance import meet_again, remember_met
        from carelist_tui.exchange.sync.chosen_folder import remember_folder, synced_folder
        from carelist_tui.exchange.sync.report import NOT_ENROLLED, Report
        from carelist_tui.exchange.sync.sync import meet

        if self._store.folder == folder.absolute() or self._store.folder in folder.absolute().parents:
            raise Refused(tr("the shared folder may not lie inside the store"))

        with self._alone():
            shared, was_synced = SharedFolder(folder), synced_folder(self._store.folder) == folder.absolute()
            if not new_folder and (
                gone := meet_again(self._store.journal, shared, was_synced=was_synced, write=not dry_run)
            ):
                return Report(problems=[gone], dry_run=dry_run)
            papers = self._papers(folder, now)
            report = meet(
                self._store.journal, folder, lambda: self.party(now, papers), now, dry_run=dry_run, progress=progress,
                before_sending=lambda: self._settle_keys(folder, papers, now),
            )  # fmt: skip
            if not self._laptops.is_known:
                report.problems.append(NOT_ENROLLED)
            if not (dry_run or was_synced):
                remember_folder(self._store.folder, folder.absolute(), synced=True)
            if not dry_run:
                remember_met(self._store.journal, shared)
            return report

    def bring_back(self, devices: Iterable[str], now: datetime) -> int:
        """Takes in again what was lost here of these devices, from the folder this store was last synced with, as far
        as it stands there; gives how many entries. Nothing is sent.

        Refuses (status 2) a folder that is not there, or where none was ever synced with.
        """
        from carelist_tui.exchange.sync.chosen_folder import remembered_folder
        from carelist_tui.exchange.sync.sync import bring_back

        if (folder := remembered_folder(self._store.folder)) is None:
            raise Refused(tr("this store was never synced with a folder"))
        with self._alone():
            papers = self._papers(folder, now)
            return bring_back(self._store.journal, folder, lambda: self.party(now, papers), devices).taken

    @contextmanager
    def _alone(self) -> Iterator[None]:
        from carelist_tui.vault.disk import refusal_of
        from carelist_tui.vault.keys.files import held

        busy = tr("another sync of this store is running: wait until it is done")
        with held(self._store.folder / "sync.lock", busy, refusal_of):
            yield

    def _papers(self, folder: Path, now: datetime) -> list[KeyPaper]:
        """Every paper with team keys in it that a shared folder holds for this laptop."""
        from carelist_tui.exchange.enrolment.key_papers import read_papers

        team = self._team.kept(now)
        return read_papers(folder, team.name, self._store.signing_key()) if team is not None else []

    def _settle_keys(self, folder: Path, papers: Sequence[KeyPaper], now: datetime) -> bool:
        """Once entries have come in: takes the keys that this laptop has heard of, renews what somebody revoked may
        have, and passes on what it has. Gives whether its own are others now."""
        from carelist_tui.exchange.enrolment.custody import boxes_to_pass_to, with_taken
        from carelist_tui.exchange.enrolment.key_papers import put_paper

        if (before := self._team.kept(now)) is None:
            return False
        if (team := with_taken(before, papers, self._team.heard(before))) != before:
            self._team.keep(team)
        team = self._team.clean(now, papers) or team
        if boxes := boxes_to_pass_to(team, papers, self._team.heard(team)):
            put_paper(folder, team, self._store.signing_key(), boxes)
        return team != before

    def admit(self, device: str, folder: Path, now: datetime) -> int:
        """Lets what a revoked laptop wrote count as far as this shared folder holds it; gives up to which entry. The
        next sync takes it in, here and everywhere. Refuses (status 2) one that was not revoked, nothing more found,
        and who may not admit."""
        from carelist_tui.exchange.enrolment.laptop_entries import admission
        from carelist_tui.exchange.sync.inbox import found_upto

        found = found_upto(folder, device, self.party(now, self._papers(folder, now)), self._laptops.held_of(device))
        self._record([admission(device, self._laptops(), found, now)], now)
        return found

    def renew(self) -> int:
        """Gives this laptop a name of its own again, where a sync noticed that another one writes under it too; gives
        how many entries, not sent or not the same there, are written again under it, with the same ids.

        Killed at any point it never happened, or is finished by whoever opens the store next. An encrypted store then
        asks again to be enrolled (`Laptops.ask_again`).
        """
        from carelist_tui.journal.backup.renewal import renew
        from carelist_tui.vault.team.age_keys import trust_too

        with self._alone():
            if self._store.key is not None:
                trust_too(self._store.folder, self._store.key, self._store.journal.device)
            return renew(self._store.journal, self._store.key)

    def party(self, now: datetime, papers: Sequence[KeyPaper] = ()) -> Party:
        """As whom this laptop meets the others: what it seals by, what it can open, and whom it believes."""
        from carelist_tui.exchange.enrolment.custody import keys_to_open_with
        from carelist_tui.exchange.segments.pack import Sealing
        from carelist_tui.exchange.sync.party import Party

        device, key = self._store.journal.device, self._store.signing_key()
        if (team := self._team.kept(now)) is None:
            return Party(self._team.name(), device, key, Sealing(), laptops=self._laptops())
        heard = self._team.heard(team)
        given = sorted(keys_to_open_with(papers, heard) - {*team.keys})
        sealing = Sealing(team.public, (*team.secret, *(each.secret for each in given)))
        return Party(team.name, device, key, sealing, heard.laptops, heard.roots)
