"""One exchange with a shared folder, both ways: what came is merged first, then what is ours goes out.

A device writes only its own entries, once, into write-once files: nothing is ever overwritten, nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.plan import rolled_back, shown_upto
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.inbox import Checked, Ground, coming_from, tell_doubled, trouble_with
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.recovered import recovered_in
from carelist_tui.exchange.sync.report import Report, Trouble, Waiting, run_words
from carelist_tui.journal.book import Journal
from carelist_tui.journal.queries.contradictions import contradict
from carelist_tui.journal.sync.heads import copies_are_here, hash_at
from carelist_tui.journal.take_in.runs import Incoming
from carelist_tui.vault.garbage import put_off_meanwhile

AT_ONCE = 50_000
"""Entries merged in one transaction: a long journal comes in with bounded memory. Whoever records meanwhile waits for
it (about three seconds with 600 people); each one writes everybody it touches once more, so that few are quicker."""
Progress = Callable[[str, int], None]
"""Told what is being done, and with how many entries more."""


class Coming:
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
        tell_doubled(self._folder, device, places, ground)
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
            for checked in coming_from(self._folder, device, places, ground):
                batch.append(checked)
                size += len(checked.run)
                progress("taking in", len(checked.run))
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
            self._report.problems.append(_revoked(party.name_of(device), later[0].first, later[-1].last))
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
        self._report.recovered += recovered_in(taken, self._held.get(device, 0), party)
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


def _clocks_differ(name: str) -> Trouble:
    what = "it names entries of this laptop that were recorded more than a day after its own: one clock ran ahead here"
    return Trouble("clock", name, what, "set both clocks by the network; `carelist verify` names the entries")


def _rolled_back(name: str, last: int, seen: int) -> Trouble:
    what = f"the folder shows entries up to {last}, and showed {seen} before: an older copy was put in its place"
    return Trouble("rolled_back", name, what, "nothing is lost here; ask who looks after the folder, and sync again")


def _revoked(name: str, first: int, last: int) -> Trouble:
    what = f"a laptop that was revoked wrote {run_words(first, last)}"
    return Trouble("revoked", name, what, "a manager looks at them, and takes them in with `carelist device admit`")
