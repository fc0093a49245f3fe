"""One exchange with a shared folder, both ways: what came is merged first, then what is ours goes out.

A device writes only its own entries, once, into write-once files: nothing is ever overwritten, nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.meeting.coming import CLONE_REPAIR, ONE_NAME, Checked, Ground, coming_from, trouble_with
from carelist_tui.exchange.meeting.party import Party
from carelist_tui.exchange.meeting.telling import Report, Trouble, Waiting
from carelist_tui.exchange.segments.folder import Found, SharedFolder
from carelist_tui.exchange.segments.planning import rolled_back, shown_upto
from carelist_tui.journal.appending.merging import Incoming
from carelist_tui.journal.book import Journal
from carelist_tui.journal.meeting.heads import Head, hash_at, read_heads
from carelist_tui.journal.meeting.remembering import read_seen, write_seen

AT_ONCE = 20_000
"""Entries merged in one transaction: a long journal comes in without much memory."""
ASTRAY = timedelta(minutes=5)
Progress = Callable[[str, int], None]
"""Told what is being done, and with how many entries more."""


class Coming:
    """Takes in what a folder holds. `party_now` reads who belongs here, anew after each merge: a laptop may be enrolled
    by an entry that has just come."""

    def __init__(
        self, journal: Journal, folder: SharedFolder, folder_id: str, party_now: Callable[[], Party], report: Report
    ) -> None:
        self._journal, self._folder, self._folder_id = journal, folder, folder_id
        self._party_now, self._report = party_now, report
        self._done: set[str] = set()

    def take_in(self, found: Found, progress: Progress) -> None:
        """Merges every segment that can be merged now; says what is waited for, and what is wrong."""
        with self._journal.store.reading() as connection:
            heads = read_heads(connection)
            self.seen = read_seen(connection, self._folder_id)
        self._held = {device: head.held for device, head in heads.items()}
        shown = shown_upto(found.segments)
        while self._round(found, progress):
            pass
        party = self._party_now()
        for device in sorted(set(found.segments) - self._done - {party.device}):
            first, last = self._held.get(device, 0) + 1, shown[device]
            if last >= first:
                self._report.waiting.append(Waiting(device, party.name_of(device), first, last, "not_enrolled"))
        for older in rolled_back(shown, {device: last for device, (last, _) in self.seen.items()}):
            self._report.problems.append(_rolled_back(party.name_of(older.device), older.last, older.seen))

    def _round(self, found: Found, progress: Progress) -> bool:
        """Every device that belongs here and was not looked at yet. Gives whether there was one."""
        party = self._party_now()
        todo = [device for device in sorted(found.segments) if device not in self._done and device != party.device]
        todo = [device for device in todo if party.belongs(device)]
        for device in todo:
            self._done.add(device)
            self._take_device(device, found, party, progress)
        return bool(todo)

    def _take_device(self, device: str, found: Found, party: Party, progress: Progress) -> None:
        ground = Ground(party.sealing, self._held, self._hash_at, self.seen, party.name_of)
        batch, size = list[Checked](), 0
        for checked in self._counted(device, found, party, ground):
            batch.append(checked)
            size += len(checked.raws)
            if size >= AT_ONCE:
                if not self._merge(device, batch, party):
                    return
                batch, size = [], 0
            progress("taking in", len(checked.raws))
        self._merge(device, batch, party)
        self._report.problems += ground.troubles
        self._report.waiting += ground.waiting

    def _counted(self, device: str, found: Found, party: Party, ground: Ground) -> Iterator[Checked]:
        """What comes of a device; of a revoked one only as far as it counts."""
        through = party.counts_upto(device, self._held.get(device, 0))
        places = found.segments[device]
        if through is not None:
            beyond = [place for place in places if place.last > max(through, self._held.get(device, 0))]
            if beyond:
                self._report.problems.append(_revoked(party.name_of(device), beyond[0].first, beyond[-1].last))
            places = [place for place in places if place.last <= through]
        return coming_from(self._folder, device, places, ground)

    def _merge(self, device: str, batch: list[Checked], party: Party) -> bool:
        """Appends these segments in one transaction. Gives whether all of them were taken."""
        if not batch or self._report.dry_run:
            self._report.taken += sum(len(each.raws) for each in batch)
            return True
        merged = self._journal.merge([Incoming(device, each.raws) for each in batch])
        for number, faults in merged.refused.items():
            refused = Refused(faults)
            self._report.problems.append(trouble_with(batch[number].place, refused, party.name_of(device)))
        taken = [batch[number] for number in sorted(merged.new)]
        new = sum(merged.new.values())
        self._report.taken += new
        if new:
            self._report.came[device] = self._report.came.get(device, 0) + new
        if taken:
            last = taken[-1]
            self._held[device] = max(self._held.get(device, 0), last.place.last)
            self.seen[device] = (last.place.last, last.header.hash)
            with self._journal.store.writing() as connection:
                write_seen(connection, self._folder_id, {device: self.seen[device]})
        return not merged.refused

    def _hash_at(self, device: str, seq: int) -> str | None:
        with self._journal.store.reading() as connection:
            return hash_at(connection, device, seq)


def clocks_astray(heads: dict[str, Head], party: Party, now: datetime) -> Iterator[Trouble]:
    """Laptops whose newest entry was recorded later than now: their clock, or ours, runs wrong."""
    for device, head in heads.items():
        if datetime.fromisoformat(head.newest_at) > now + ASTRAY:
            yield Trouble(
                "clock", party.name_of(device),
                "its newest entry was recorded at a time that is still to come: its clock or this one's runs wrong",
                "set both clocks by the network; entries keep their place by when they happened",
            )  # fmt: skip


def clone_of_us(found: Found, party: Party, last: int) -> Iterator[Trouble]:
    """Segments under our own name that hold more than we ever wrote: another laptop has our name."""
    for place in found.segments.get(party.device, ()):
        if place.last > last:
            what = f"it holds entries under this laptop's own name that were not written here: {ONE_NAME}"
            yield Trouble("clone", f"{party.name_of(party.device)}: {place.path.name}", what, CLONE_REPAIR)


def _rolled_back(name: str, last: int, seen: int) -> Trouble:
    what = f"the folder shows entries up to {last}, and showed {seen} before: an older copy was put in its place"
    return Trouble("rolled_back", name, what, "nothing is lost here; ask who looks after the folder, and sync again")


def _revoked(name: str, first: int, last: int) -> Trouble:
    what = f"entries {first}-{last} were written by a laptop that was revoked"
    return Trouble("revoked", name, what, "a manager looks at them, and takes them in with `carelist device admit`")
