"""What comes in: every laptop's segments in number order, each checked whole before any of it counts, and merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import WorkerRecovered
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import NO_ENTRY
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.checked_segment import Checked, open_segment, read_payload
from carelist_tui.exchange.segments.pack import Sealing
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.plan import beyond, doubled, gap_before, rolled_back, shown_upto
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import ONE_NAME, Recovered, Report, Trouble, Waiting, run_words, trouble_with
from carelist_tui.journal.book import Journal
from carelist_tui.journal.queries.contradictions import contradict
from carelist_tui.journal.sync.heads import copies_are_here, hash_at
from carelist_tui.journal.take_in.runs import Incoming
from carelist_tui.vault.garbage import put_off_meanwhile
from carelist_tui.vault.witness import NO_HEAD, Head

AT_ONCE = 50_000
"""Entries merged together: a long journal comes in with bounded memory, and everybody they are about is folded once.
Whoever records meanwhile waits for a part of them (journal/book.py)."""
Progress = Callable[[str, int], None]
"""Told what is being done, and with how many entries more."""
_MOST_DOUBLED = 8
"""Segments looked at again in one sync because they hold the same numbers as others; the newest of them."""


class Inbox:
    """Takes in what a folder holds. `party_now` reads who belongs here, anew after something came: a laptop may be
    enrolled by an entry that has just come."""

    def __init__(
        self,
        journal: Journal,
        folder: SharedFolder,
        party: Party,
        party_now: Callable[[], Party],
        report: Report,
    ) -> None:
        self._journal, self._folder, self._report = journal, folder, report
        self._party: Party | None = party
        self._party_now = party_now
        self._done: set[str] = set()
        self._held: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self.would_be_back: AbstractSet[Place] = frozenset()
        """Segments of ours whose entries are gone here, and come back only where this is no dry run."""

    @property
    def party(self) -> Party:
        """Who belongs here, after everything that has come so far."""
        if self._party is None:
            self._party = self._party_now()
        return self._party

    def take_in(
        self, found: Found, held: Mapping[str, int], seen: Mapping[str, tuple[int, str]], progress: Progress
    ) -> None:
        """Merges every segment that can be merged now; says what is waited for, and what is wrong. `held`: up to which
        entry of each device all are here; `seen`: up to which this folder showed one before."""
        self._held, self._named = dict(held), shown_upto(found.segments)
        self._bring_back(found, progress)
        while (device := self._next(found)) is not None:
            self._done.add(device)
            self._take_device(device, found, self.party, progress)
        party = self.party
        for device in sorted(set(found.segments) - self._done - {party.device}):
            first, last = self._held.get(device, 0) + 1, self._named[device]
            if last >= first:
                self._report.waiting.append(Waiting(device, party.name_of(device), first, last, "not_enrolled"))
        if found.unreadable:
            return  # what can't be seen has not vanished
        for older in rolled_back(self._named, {device: last for device, (last, _) in seen.items()}):
            self._report.problems.append(_rolled_back(party.name_of(older.device), older.last, older.seen))

    def bring_back(self, found: Found, held: Mapping[str, int], devices: Iterable[str], progress: Progress) -> None:
        """Takes in what these devices left in the folder, of which entries were lost here; nothing of others."""
        self._held, self._named = dict(held), shown_upto(found.segments)
        party = self.party
        for device in sorted(set(devices) & found.segments.keys()):
            if device == party.device:
                self._bring_back(found, progress)
            elif party.belongs(device):
                self._take_device(device, found, party, progress)

    def _bring_back(self, found: Found, progress: Progress) -> None:
        """Our own entries that are gone here, as far as they stand in the folder. What goes further than was ever
        recorded here is a copy's of this laptop: nothing of that is ours."""
        party = self.party
        device, held = party.device, self._held.get(party.device, 0)
        recorded = self._journal.witness.seen(device).seq
        if held >= recorded or self._named.get(device, 0) <= held:
            return
        ours = [each for each in found.segments[device] if each.last <= recorded]
        self._tell(self._take(device, ours, party, progress))
        if self._report.dry_run:
            self.would_be_back = {each for each in ours if each.last > held}

    def shown(self, found: Found) -> dict[str, int]:
        """The last number that the folder shows of each device, as far as it is known to be true: the name of a file
        says nothing until its entries are here."""
        return {
            device: last if last <= self._held.get(device, 0) else self._last_held(device, found.segments[device])
            for device, last in self._named.items()
        }

    def _last_held(self, device: str, places: list[Place]) -> int:
        return max((place.last for place in places if place.last <= self._held.get(device, 0)), default=0)

    def _next(self, found: Found) -> str | None:
        """The device that is read next: it belongs here and was not looked at yet."""
        party = self.party
        return party.first_of(set(found.segments) - self._done - {party.device})

    def _take_device(self, device: str, found: Found, party: Party, progress: Progress) -> None:
        places = self._counting(device, found.segments[device], party)
        ground = self._take(device, places, party, progress)
        _tell_doubled(self._folder, device, places, ground)
        self._tell(ground)

    def _tell(self, ground: Ground) -> None:
        self._report.problems += ground.troubles
        self._report.waiting += ground.waiting

    def _take(self, device: str, places: list[Place], party: Party, progress: Progress) -> Ground:
        """Merges these segments of a device, as far as they can be; gives what was found on the way."""
        witnessed = self._journal.witness.seen(device)
        ground = Ground(party.sealing, self._held, self._hash_at, self._copies_here, party.name_of, witnessed)
        batch, size, is_whole = list[Checked](), 0, True
        with put_off_meanwhile():
            for checked in _checked_segments(self._folder, device, places, ground):
                batch.append(checked)
                size += len(checked.run)
                progress(tr("taking in"), len(checked.run))
                if size >= AT_ONCE:
                    is_whole = self._merge(device, batch, party)
                    batch, size = [], 0
                    if not is_whole:
                        break
            if is_whole:
                self._merge(device, batch, party)
        return ground

    def _counting(self, device: str, places: list[Place], party: Party) -> list[Place]:
        """What counts of a device; of a revoked one only as far as was said."""
        held = self._held.get(device, 0)
        through = party.counts_upto(device, held)
        if through is None:
            return places
        later = [place for place in places if place.last > max(through, held)]
        if later:
            told = _by_a_collector if party.reads_only(device) else _revoked
            self._report.problems.append(told(party.name_of(device), later[0].first, later[-1].last))
        return [place for place in places if place.last <= through]

    def _merge(self, device: str, batch: list[Checked], party: Party) -> bool:
        """Appends these segments in one transaction. Gives whether all of them were taken."""
        if not batch or self._report.dry_run:
            held = self._held.get(device, 0)
            self._report.taken += sum(each.place.last - max(each.place.first - 1, held) for each in batch)
            return True
        merged = self._journal.merge([Incoming(device, each.run) for each in batch])
        for number, faults in merged.refused.items():
            refused = Refused(faults)
            self._report.problems.append(trouble_with(batch[number].place, refused, party.name_of(device)))
        taken = [batch[number] for number in sorted(merged.new)]
        held = self._held.get(device, 0)
        self._report.recovered += _recovered_in(taken, held, party)
        self._report.newer += sum(entry.is_of_newer and entry.seq > held for each in taken for entry in each.entries)
        new = sum(merged.new.values())
        self._report.taken += new
        if new:
            self._party = None
            self._report.came[device] = self._report.came.get(device, 0) + new
            self._weigh_clocks(taken, party.name_of(device))
        if taken:
            self._held[device] = max(self._held.get(device, 0), taken[-1].place.last)
        return not merged.refused

    def _weigh_clocks(self, taken: list[Checked], name: str) -> None:
        """What came may contradict the clock of this laptop, or of the one that it came from."""
        entries = (sound.entry for each in taken for sound in each.run)
        with self._journal.store.reading() as connection:
            if contradict(connection, entries, self._journal.device):
                trouble = _clocks_differ(name)
                self._report.problems += [trouble] if trouble not in self._report.problems else []

    def _copies_here(self, entries: Iterable[Entry]) -> bool:
        with self._journal.store.reading() as connection:
            return copies_are_here(connection, entries)

    def _hash_at(self, device: str, seq: int) -> str | None:
        with self._journal.store.reading() as connection:
            return hash_at(connection, device, seq)


@dataclass(slots=True)
class Ground:
    """What is here of each device before anything comes in; kept up as it does.

    `held`: entries without a gap; `hash_at(device, seq)`: of what the store holds; `copies_here(entries)`: whether the
    same entries are here, under whatever name; `witnessed`: how far the device's entries once went here.
    """

    sealing: Sealing
    held: dict[str, int]
    hash_at: Callable[[str, int], str | None]
    copies_here: Callable[[Iterable[Entry]], bool]
    name_of: Callable[[str], str]
    witnessed: Head = NO_HEAD
    troubles: list[Trouble] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)

    def tell(self, place: Place, refused: Refused) -> None:
        """A segment was refused: that is reported."""
        self.troubles.append(trouble_with(place, refused, self.name_of(place.device)))


def _checked_segments(folder: SharedFolder, device: str, places: list[Place], ground: Ground) -> Iterator[Checked]:
    """A device's segments that can be taken in now, in order. Whoever takes one in says so by going on; what is wrong
    with one is reported and holds up only what can't be understood without it."""
    upto = ground.held.get(device, 0)
    todo = beyond(places, upto)
    before = ground.hash_at(device, upto) if todo and upto else NO_ENTRY
    for place in todo:
        if place.last <= upto:
            continue
        gap = gap_before(place, upto)
        if gap is not None:
            ground.waiting.append(Waiting(device, ground.name_of(device), gap.first, gap.last))
            return
        checked = _checked_or_told(folder, place, ground)
        if checked is None:
            continue
        if not _follows(checked, upto, before) or not _is_witnessed(checked, ground.witnessed):
            _tell_clone(checked, ground)
            continue
        yield checked
        upto, before = place.last, checked.header.head


def _tell_doubled(folder: SharedFolder, device: str, places: list[Place], ground: Ground) -> None:
    """Segments that hold the same numbers as others and were passed over, since those numbers are here: are they the
    same entries? Two laptops that write under one name are noticed by it."""
    held = ground.held.get(device, 0)
    for place in [each for each in doubled(places) if each.last <= held][-_MOST_DOUBLED:]:
        try:
            header, _ = read_payload(folder, place, ground.sealing)
        except Refused as refused:
            ground.tell(place, refused)
            continue
        if header.head != ground.hash_at(device, place.last) and (checked := _checked_or_told(folder, place, ground)):
            _tell_clone(checked, ground)


def _checked_or_told(folder: SharedFolder, place: Place, ground: Ground) -> Checked | None:
    """The segment; None where it is refused, and that is told."""
    try:
        return open_segment(folder, place, ground.sealing)
    except Refused as refused:
        ground.tell(place, refused)
        return None


def _tell_clone(checked: Checked, ground: Ground) -> None:
    """Another history than the one that is here. Once both laptops have names of their own, and have sent everything
    again under these, there is nothing to tell any more."""
    if not ground.copies_here(checked.entries):
        ground.tell(
            checked.place,
            Refused(tr("it continues another history than the one that is here: {one_name}", one_name=ONE_NAME)),
        )


def _follows(checked: Checked, upto: int, before: str | None) -> bool:
    """Whether the first new entry of a segment follows the last one that is here. Which segment it names before it is
    not asked: a device whose segments vanished sends their entries again, in other runs maybe."""
    first = checked.place.first
    named = checked.run[upto - first].entry.hash if first <= upto else checked.run[0].entry.raw["prev"]
    return bool(named == before)


def _is_witnessed(checked: Checked, head: Head) -> bool:
    """Whether a segment that reaches to the last entry that was ever here of its device has that one, and no other."""
    place = checked.place
    return not place.first <= head.seq <= place.last or checked.run[head.seq - place.first].entry.hash == head.hash


def found_upto(path: Path, device: str, party: Party, held: int) -> int:
    """The last entry that follows those held here without a gap, in segments that hold. Refuses (status 2) a folder
    that is not there."""
    folder, upto = SharedFolder(path), held
    for place in sorted(folder.look().segments.get(device, ())):
        if place.first <= upto + 1 and place.last > upto and _holds(folder, place, party):
            upto = place.last
    return upto


def _holds(folder: SharedFolder, place: Place, party: Party) -> bool:
    try:
        open_segment(folder, place, party.sealing)
    except Refused:
        return False
    return True


def _recovered_in(taken: Iterable[Checked], held: int, party: Party) -> list[Recovered]:
    """Word of passphrases that were made anew, in what has just come in beyond the entry that was held already."""
    return [
        Recovered(body.worker, body.device, party.name_of(body.device), body.by, entry.occurred_at.isoformat())
        for each in taken
        for entry in each.entries
        if isinstance(body := entry.body, WorkerRecovered) and entry.raw["seq"] > held
    ]


def _clocks_differ(name: str) -> Trouble:
    what = tr(
        "it names entries of this laptop that were recorded more than a day after its own: one clock ran ahead here"
    )
    return Trouble("clock", name, what, tr("set both clocks by the network; `carelist verify` names the entries"))


def _rolled_back(name: str, last: int, seen: int) -> Trouble:
    what = tr(
        "the folder shows entries up to {last}, and showed {seen} before: an older copy was put in its place",
        last=last,
        seen=seen,
    )
    return Trouble(
        "rolled_back", name, what, tr("nothing is lost here; ask who looks after the folder, and sync again")
    )


def _revoked(name: str, first: int, last: int) -> Trouble:
    what = tr("a laptop that was revoked wrote {run_words}", run_words=run_words(first, last))
    remedy = tr("a manager looks at them, and takes them in (`a` on the Sync screen, or `carelist device admit`)")
    return Trouble("revoked", name, what, remedy)


def _by_a_collector(name: str, first: int, last: int) -> Trouble:
    what = tr(
        "a collector, which may read and nothing else, wrote {run_words}: none of it was taken in",
        run_words=run_words(first, last),
    )
    return Trouble("reads_only", name, what, tr("revoke it with `carelist device revoke`, and ask whose it is"))
