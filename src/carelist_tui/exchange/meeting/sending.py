"""Sends our own entries into a folder: what it holds of them is looked at first, the rest is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.meeting.coming import KEEP, open_segment, trouble_with
from carelist_tui.exchange.meeting.going import Published, cut, publish_run
from carelist_tui.exchange.meeting.party import Party
from carelist_tui.exchange.meeting.telling import Report, Trouble
from carelist_tui.exchange.segments.folder import Found, SharedFolder
from carelist_tui.exchange.segments.places import Place
from carelist_tui.exchange.segments.planning import unsent
from carelist_tui.journal.book import Journal
from carelist_tui.journal.meeting.heads import run_of
from carelist_tui.journal.meeting.remembering import Sent, forget_sent, read_sent, write_sent

NOTHING_BEFORE = "0" * 64


class Sending:
    """What of our own entries a folder holds, and what it is given."""

    def __init__(self, journal: Journal, folder: SharedFolder, folder_id: str, party: Party, report: Report) -> None:
        self._journal, self._folder, self._folder_id = journal, folder, folder_id
        self._party, self._report = party, report

    def send(self, found: Found, last: int) -> None:
        """Writes every own entry up to `last` that the folder does not hold yet; a place that is taken is reported."""
        standing = self._standing(found, last)
        missing = unsent((each.place for each in standing), last)
        if self._report.dry_run:
            self._report.sent = sum(until - first + 1 for first, until in missing)
            return
        if missing:
            self._folder.sweep(Place(self._party.device, 1, 1, self._party.team))
        hashes = {each.place.last: each.hash for each in standing}
        for first, until in missing:
            for published in self._publish(first, until, hashes):
                hashes[published.place.last] = published.hash
                self._remember([published])
                self._report.segments += 1
                self._report.sent += published.place.last - published.place.first + 1

    def _publish(self, first: int, until: int, hashes: dict[int, str]) -> Iterator[Published]:
        party = self._party
        with self._journal.store.reading() as connection:
            for run in cut(run_of(connection, party.device, first, until)):
                follows = hashes.get(run.first - 1, NOTHING_BEFORE)
                try:
                    yield publish_run(
                        self._folder, run, team=party.team, device=party.device, follows=follows, key=party.key,
                        sealing=party.sealing,
                    )  # fmt: skip
                except Refused as refused:
                    where = f"entries {run.first}-{run.last} of this laptop"
                    repair = "they are not lost: put the folder right, and sync again"
                    self._report.problems.append(Trouble("not_sent", where, refused.faults[0].sentence, repair))
                    return

    def _standing(self, found: Found, last: int) -> list[Published]:
        """Our segments in the folder that are as we wrote them. One we do not remember is looked into first."""
        with self._journal.store.reading() as connection:
            known = {(row[0], row[1]): row for row in read_sent(connection, self._folder_id, self._party.device)}
        own = [place for place in found.segments.get(self._party.device, ()) if place.last <= last]
        standing, strange = list[Published](), list[Place]()
        for place in own:
            row = known.pop((place.first, place.last), None)
            if row is not None and row[2] == found.sizes[place]:
                standing.append(Published(place, row[2], row[3]))
            else:
                strange.append(place)
        if known and not self._report.dry_run:
            self._forget(known.values())
        adopted = [each for each in map(self._looked_into, strange) if each is not None]
        if not self._report.dry_run:
            self._remember(adopted)
        return sorted([*standing, *adopted], key=lambda each: each.place)

    def _looked_into(self, place: Place) -> Published | None:
        """A segment under our name that we do not remember: ours after all, or reported and left where it is."""
        name = self._party.name_of(self._party.device)
        try:
            checked = open_segment(self._folder, place, self._party.sealing)
        except Refused as refused:
            self._report.problems.append(trouble_with(place, refused, name))
            return None
        with self._journal.store.reading() as connection:
            ours = [hash_ for _, hash_, _ in run_of(connection, place.device, place.first, place.last)]
        if ours != [raw["hash"] for raw in checked.raws]:
            what = "it holds other entries under the numbers of ours: two laptops write under one name"
            self._report.problems.append(Trouble("clone", f"{name}: {place.path.name}", what, KEEP))
            return None
        return Published(place, len(self._folder.read(place)), checked.header.hash)

    def _remember(self, published: Iterable[Published]) -> None:
        rows = [(each.place.first, each.place.last, each.size, each.hash) for each in published]
        if rows:
            with self._journal.store.writing() as connection:
                write_sent(connection, self._folder_id, self._party.device, rows)

    def _forget(self, gone: Iterable[Sent]) -> None:
        with self._journal.store.writing() as connection:
            forget_sent(connection, self._folder_id, self._party.device, gone)
