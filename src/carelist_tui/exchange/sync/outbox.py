"""What goes out: our own entries that a folder does not hold yet, in segments that are written once."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.checked_segment import Checked, open_segment
from carelist_tui.exchange.segments.header import MOST_ENTRIES
from carelist_tui.exchange.segments.pack import Run, Sealing, pack
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.plan import unsent
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import CLONE_REPAIR, ONE_NAME, Report, Trouble, run_words, trouble_with
from carelist_tui.journal.book import Journal
from carelist_tui.journal.sync.folders import Sent, forget_sent, read_sent, write_sent
from carelist_tui.journal.sync.heads import run_of
from carelist_tui.journal.take_in.new_name import remember_agreed

if TYPE_CHECKING:
    from nacl.signing import SigningKey

CUT_AT = 2 * 1024 * 1024
"""Bytes of NDJSON after which a segment is closed: small enough for a slow drive, and to be read whole."""
Stored = tuple[int, str, str]
"""Number, hash, line of an entry."""


@dataclass(frozen=True, slots=True)
class Published:
    """A segment of ours that stands in a folder: where, bytes of its file, hash of its header."""

    place: Place
    size: int
    hash: str


def cut(
    entries: Iterable[Stored],
    *,
    most: int = MOST_ENTRIES,
    bytes_at: int = CUT_AT,
    taken: Collection[tuple[int, int]] = (),
) -> Iterator[Run]:
    """Runs of entries that follow each other, none longer than a segment may be; and where it can be helped none under
    a name that is `taken` by a file which is not what it should be: what is in it is sent all the same."""
    lot, size = list[Stored](), 0
    for entry in entries:
        if lot and (size >= bytes_at or len(lot) >= most):
            lot = yield from _closed(lot, taken)
            size = sum(len(line.encode()) + 1 for _, _, line in lot)
        lot.append(entry)
        size += len(entry[2].encode()) + 1
    while lot:
        lot = yield from _closed(lot, taken)


def _closed(lot: list[Stored], taken: Collection[tuple[int, int]]) -> Generator[Run, None, list[Stored]]:
    """A run of these; what is left for the next one."""
    until = len(lot)
    while until > 1 and (lot[0][0], lot[until - 1][0]) in taken:
        until -= 1
    yield Run(lot[0][0], lot[until - 1][0], lot[until - 1][1], tuple(line for _, _, line in lot[:until]))
    return lot[until:]


def publish_run(
    folder: SharedFolder, run: Run, *, team: str, device: str, follows: str, key: SigningKey, sealing: Sealing
) -> Published:
    """Writes one run as a segment. Refuses a folder that can't be written, and a place that is taken."""
    place = Place(device, run.first, run.last, team)
    header, raw = pack(run, team=team, follows=follows, key=key, sealing=sealing)
    folder.publish(place, raw)
    return Published(place, len(raw), header.hash)


NOTHING_BEFORE = "0" * 64


class Outbox:
    """What of our own entries a folder holds, and what it is given."""

    def __init__(self, journal: Journal, folder: SharedFolder, folder_id: str, party: Party, report: Report) -> None:
        self._journal, self._folder, self._folder_id = journal, folder, folder_id
        self._party, self._report = party, report
        self._fork: int | None = None
        """The first of our numbers under which another laptop wrote something else."""

    def send(self, found: Found, last: int, passed_over: AbstractSet[Place] = frozenset()) -> int:
        """Writes every own entry up to `last` that the folder does not hold yet; a place that is taken is reported.
        `passed_over` are segments known to be ours: they are not looked into.

        Gives up to which number the folder holds our entries, without a gap.
        """
        standing = self._standing(found, last, passed_over)
        missing = unsent((*(each.place for each in standing), *passed_over), self._upto(last))
        if self._report.dry_run:
            self._report.sent = sum(until - first + 1 for first, until in missing)
            return 0
        self._folder.sweep(found)
        hashes = {each.place.last: each.hash for each in standing}
        taken = {(place.first, place.last) for place in found.segments.get(self._party.device, ())}
        for first, until in missing:
            for published in self._publish(first, until, hashes, taken):
                hashes[published.place.last] = published.hash
                standing.append(published)
                self._remember([published])
                self._report.segments += 1
                self._report.sent += published.place.last - published.place.first + 1
        if self._fork is not None:
            self._tell_apart(self._fork)
        gaps = unsent((each.place for each in standing), last)
        upto = gaps[0][0] - 1 if gaps else last
        return upto if self._fork is None else min(upto, self._fork - 1)

    def _upto(self, last: int) -> int:
        """What another laptop wrote differently under our name is held back, and what follows it: nobody who has taken
        in the one can take in the other."""
        if self._fork is None:
            return last
        where = tr("{run_words} of this laptop", run_words=run_words(self._fork, last))
        what = tr("other laptops may hold other entries under these numbers")
        repair = tr(
            "`carelist device renew` gives this laptop a name of its own, and the next sync sends them under it"
        )
        self._report.problems.append(Trouble("not_sent", where, what, repair))
        return self._fork - 1

    def _publish(
        self, first: int, until: int, hashes: dict[int, str], taken: set[tuple[int, int]]
    ) -> Iterator[Published]:
        party = self._party
        with self._journal.store.reading() as connection:
            for run in cut(run_of(connection, party.device, first, until), taken=taken):
                follows = hashes.get(run.first - 1, NOTHING_BEFORE)
                try:
                    yield publish_run(
                        self._folder, run, team=party.team, device=party.device, follows=follows, key=party.key,
                        sealing=party.sealing,
                    )  # fmt: skip
                except Refused as refused:
                    where = tr("{run_words} of this laptop", run_words=run_words(run.first, run.last))
                    repair = tr("they are not lost: put the folder right, and sync again")
                    self._report.problems.append(Trouble("not_sent", where, refused.faults[0].sentence, repair))
                    return

    def _standing(self, found: Found, last: int, passed_over: AbstractSet[Place]) -> list[Published]:
        """Our segments in the folder that are as we wrote them. One we do not remember is looked into first."""
        with self._journal.store.reading() as connection:
            known = {(row[0], row[1]): row for row in read_sent(connection, self._folder_id, self._party.device)}
        standing, strange = list[Published](), list[Place]()
        for place in found.segments.get(self._party.device, ()):
            row = known.pop((place.first, place.last), None)
            if row is not None and row[2] == found.sizes[place]:
                standing.append(Published(place, row[2], row[3]))
            elif place not in passed_over:
                strange.append(place)
        if found.unreadable:  # what can't be seen has not vanished
            standing += [Published(self._place(row), row[2], row[3]) for row in known.values()]
        elif known and not self._report.dry_run:
            self._forget(known.values())
        adopted = [each for each in (self._looked_into(place, last) for place in strange) if each is not None]
        if not self._report.dry_run:
            self._remember(adopted)
        return sorted([*standing, *adopted], key=lambda each: each.place)

    def _place(self, row: Sent) -> Place:
        return Place(self._party.device, row[0], row[1], self._party.team)

    def _looked_into(self, place: Place, last: int) -> Published | None:
        """A segment under our name that we do not remember: ours after all, or reported and left where it is."""
        name = self._party.name_of(self._party.device)
        try:
            checked = open_segment(self._folder, place, self._party.sealing)
            size = len(self._folder.read(place))
        except Refused as refused:
            self._report.problems.append(trouble_with(place, refused, name))
            return None
        differs = self._first_not_ours(checked)
        if differs is None:
            return Published(place, size, checked.header.hash)
        what = tr("holds entries under this laptop's own name that were not written here")
        self._report.problems.append(
            Trouble(
                "clone",
                f"{name}: {place.path.name}",
                tr("it {what}: {one_name}", what=what, one_name=ONE_NAME),
                CLONE_REPAIR,
            )
        )
        if differs <= last:
            self._fork = differs if self._fork is None else min(self._fork, differs)
        return None

    def _first_not_ours(self, checked: Checked) -> int | None:
        """The first number under which a segment holds another entry than we do; None where all are ours."""
        place = checked.place
        with self._journal.store.reading() as connection:
            ours = {seq: hash_ for seq, hash_, _ in run_of(connection, place.device, place.first, place.last)}
        return next((entry.seq for entry in checked.entries if ours.get(entry.seq) != entry.hash), None)

    def _remember(self, published: Iterable[Published]) -> None:
        rows = [(each.place.first, each.place.last, each.size, each.hash) for each in published]
        if rows and self._folder_id:
            with self._journal.store.writing() as connection:
                write_sent(connection, self._folder_id, self._party.device, rows)

    def _forget(self, gone: Iterable[Sent]) -> None:
        with self._journal.store.writing() as connection:
            forget_sent(connection, self._folder_id, self._party.device, gone)

    def _tell_apart(self, fork: int) -> None:
        """Whoever took in the other laptop's entries never takes in ours from there on: `device renew` sends them
        again, under the name it gives."""
        with self._journal.store.writing() as connection:
            remember_agreed(connection, self._party.device, fork - 1)
