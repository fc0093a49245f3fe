"""Appointments at the door: each row taken, known already, brought up to what became of it, or refused.

An entry's id is drawn from the source's own id: the same file twice changes nothing, on any laptop. So many rows are
looked at together, and of those each person's: what is here of somebody is read, and their story folded, once for all
of theirs (benchmarks/appointments.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from carelist_tui.carelist.imports.caseload_import import Outcome, Steps, recorded
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.words import moment_in_full
from carelist_tui.exchange.appointments.appointment_rows import (
    CALLED_OFF,
    COMPLETED,
    NOT_KEPT,
    PLANNED,
    Appointment,
    drafts_of,
)

if TYPE_CHECKING:
    from carelist_tui.carelist.carelist import Carelist
    from carelist_tui.domain.dues.ground import Ground

AT_ONCE = 200
"""Rows in one transaction: others may write in between."""
TOGETHER = 10_000
"""Rows in memory, sorted by whom they are about: about 10 MB, however long the file is."""
_BECAME = (COMPLETED, NOT_KEPT, CALLED_OFF)
_NEVER = datetime.max.replace(tzinfo=UTC)
_SAID_AS = {COMPLETED: tr("attended"), NOT_KEPT: tr("not attended"), CALLED_OFF: tr("cancelled")}


@dataclass(slots=True)
class _Act:
    row: Appointment
    person: str
    what: str
    drafts: list[dict[str, Any]]
    said: list[str] = field(default_factory=list)


class _Standing(NamedTuple):
    """What is here of one appointment: of whose records its entries are, of which types, and for when it is booked
    where nobody has said what became of it."""

    people: frozenset[str]
    kinds: frozenset[str]
    begins: datetime | None


def take_appointments(
    door: Carelist, rows: Iterable[Appointment], now: datetime, *, dry_run: bool, progress: Steps
) -> Iterator[Outcome]:
    """Takes in every row that nothing speaks against; gives what became of each, in order, as it is done: none is kept.
    The rows of a part are recorded together, or each without those that are refused."""
    diary, remaining = _Diary(door, now, keep=not dry_run), iter(rows)
    while together := list(islice(remaining, TOGETHER)):
        sound = [each for each in together if not each.faults]
        outcomes = [_refused(each, *each.faults) for each in together if each.faults]
        progress.step(len(outcomes))
        for part in _parts(sound):
            outcomes += diary.take(part)
            progress.step(len(part))
        yield from sorted(outcomes, key=lambda each: each.line)


def _parts(rows: Iterable[Appointment]) -> Iterator[list[Appointment]]:
    """So many rows at once that no appointment stands twice among them: what a row says counts for those after it of
    the same appointment. Of each person what was comes before what is booked, so that a booking is asked of them as
    they stand by then."""
    rounds, times = dict[int, list[Appointment]](), Counter[str]()
    for row in rows:
        rounds.setdefault(times[row.source_id], []).append(row)
        times[row.source_id] += 1
    for each in rounds.values():
        in_turn = iter(sorted(each, key=_by_person))
        while part := list(islice(in_turn, AT_ONCE)):
            yield part


def _by_person(row: Appointment) -> tuple[str, bool, datetime, int]:
    return row.ref.strip().casefold(), row.outcome == PLANNED, row.at or _NEVER, row.line


class _Diary:
    """A file of appointments as it is taken in, or tried: then what a row would bring is remembered for those after
    it."""

    def __init__(self, door: Carelist, now: datetime, *, keep: bool) -> None:
        self._door, self._now, self._keep = door, now, keep
        self._foreseen: dict[str, _Standing] = {}

    def take(self, part: list[Appointment]) -> list[Outcome]:
        """What became of each row of a part, in no order."""
        acts, done = list[_Act](), list[Outcome]()
        kinds = self._door.people.kinds_of(row.id_of(kind) for row in part for kind in (PLANNED, *_BECAME))
        grounds: dict[str, Ground | Refused] = {}
        for row in part:
            act = self._meant(row, kinds, grounds)
            if isinstance(act, _Act):
                acts.append(act)
            else:
                done.append(act)
        while acts and (faults := self._try(acts)):
            done += [_refused(each.row, *faults[each.row.line]) for each in acts if each.row.line in faults]
            acts = [each for each in acts if each.row.line not in faults]
        if not self._keep:
            self._foreseen |= {each.row.source_id: self._foresee(each) for each in acts}
        return [*done, *(_outcome(each.row, each.what, each.said, len(each.drafts)) for each in acts)]

    def _foresee(self, act: _Act) -> _Standing:
        before, row = self._foreseen.get(act.row.source_id), act.row
        kinds = frozenset(each["type"] for each in act.drafts) | (before.kinds if before else frozenset())
        return _Standing(frozenset({act.person}), kinds, row.at if row.outcome == PLANNED else None)

    def _meant(
        self, row: Appointment, kinds: dict[str, tuple[str, str | None]], grounds: dict[str, Ground | Refused]
    ) -> Outcome | _Act:
        """What a row asks for, beside what is here of its appointment and its person."""
        if row.ref not in grounds:
            try:
                grounds[row.ref] = self._door.people.ground(row.ref, self._now)
            except Refused as refused:
                grounds[row.ref] = refused
        ground = grounds[row.ref]
        if isinstance(ground, Refused):
            return _refused(row, *ground.faults)
        standing = self._foreseen.get(row.source_id) or _standing(row, kinds, ground)
        if not standing.people <= {ground.state.person, *ground.state.records}:
            return _refused(row, Fault("source_id", tr("is the id of an appointment of somebody else")))
        if standing.kinds and standing.begins is None:
            return self._closed(row, standing.kinds - {PLANNED})
        if row.outcome == PLANNED and standing.begins is not None:
            return _booked_already(row, standing.begins, self._now, ground.calendar.zone)
        return self._brought(row, ground, standing)

    def _brought(self, row: Appointment, ground: Ground, standing: _Standing) -> Outcome | _Act:
        """What is new of an appointment of which nothing is here, or its booking alone."""
        begins, at = standing.begins, row.at
        if not ground.state.on_caseload:
            return _refused(row, Fault("ref", tr("is not on the caseload")))
        if row.outcome == PLANNED and at is not None and at <= self._now:
            return _refused(row, Fault("at", tr("is past, and nothing says what became of it")))
        coordinator = ground.state.coordinator.value if ground.state.coordinator is not None else None
        worker = row.worker or coordinator
        if begins is None and worker is None and row.outcome in (PLANNED, CALLED_OFF):
            return _refused(row, *row.remarks, Fault("worker", tr("nobody who works here is named for it")))
        if begins is not None and row.source_id in self._foreseen:  # booked by this file, and not in the store
            booked = drafts_of(replace(row, status="booked", at=begins), self._now, is_booked=False, worker=worker)
        else:
            booked = []
        drafts = [*booked, *drafts_of(row, self._now, is_booked=begins is not None, worker=worker)]
        moved = begins is not None and begins != at
        said = (
            [tr("at: was booked here for {moment}", moment=moment_in_full(begins, ground.calendar.zone))]
            if begins and moved
            else []
        )
        return _Act(row, ground.state.person, "taken" if begins is None else "updated", drafts, said)

    def _closed(self, row: Appointment, became: frozenset[str]) -> Outcome:
        """An appointment of which it is known here what became of it: the record of a worker stands."""
        if row.outcome not in became and row.source_id not in self._foreseen:
            planned = row.id_of(PLANNED)
            story = self._door.people.grounded(row.ref, self._now)[2]
            became |= {each.type for each in story if getattr(each.body, "planned", None) == planned}
        if row.outcome in became:
            return _outcome(row, "skipped", (tr("is here already, as this row says"),))
        if row.outcome == PLANNED and CALLED_OFF not in became:
            return _outcome(row, "skipped", (tr("was booked here, and what became of it is known"),))
        what = tr(" and ").join(sorted(_SAID_AS[kind] for kind in became if kind in _SAID_AS)) or tr("no longer booked")
        return _refused(
            row, Fault("status", tr("differs: it stands here as {what}, and stays so; correct it here", what=what))
        )

    def _try(self, acts: list[_Act]) -> dict[int, list[Fault]]:
        """Records these rows in one batch; gives what is in the way, by row, and then nothing was recorded. What had
        better be looked at is said with its row."""
        said = [(act, draft) for act in acts for draft in act.drafts]
        drafts = [draft for _, draft in said]
        faults, receipts = recorded(self._door, drafts, self._now, keep=self._keep, is_import=False, apart=True)
        found: dict[int, list[Fault]] = {}
        for fault in faults:
            if fault.line is None:
                raise Refused([fault])
            named = Fault(fault.path.removeprefix("body."), fault.sentence)
            found.setdefault(said[fault.line][0].row.line, []).append(named)
        if not found:
            for (act, _), receipt in zip(said, receipts, strict=True):
                act.said += (*receipt.remarks, *receipt.takes_away) if receipt is not None else ()
        return found


def _standing(row: Appointment, kinds: dict[str, tuple[str, str | None]], ground: Ground) -> _Standing:
    """What the store has of it."""
    planned = row.id_of(PLANNED)
    here = [kinds[id] for id in (planned, *map(row.id_of, _BECAME)) if id in kinds]
    begins = next((each.begins for each in ground.state.bookings if each.id == planned), None)
    people = frozenset(person or "" for _, person in here)
    return _Standing(people, frozenset(kind for kind, _ in here), begins)


def _outcome(row: Appointment, what: str, said: Iterable[str] = (), entries: int = 0) -> Outcome:
    told = dict.fromkeys([*said, *map(str, row.remarks)])
    return Outcome(row.line, row.ref, what, tuple(told), entries, row.kept_out and what != "skipped")


def _refused(row: Appointment, *faults: Fault) -> Outcome:
    return Outcome(row.line, row.ref, "refused", tuple(dict.fromkeys(map(str, faults))))


def _booked_already(row: Appointment, begins: datetime, now: datetime, zone: ZoneInfo) -> Outcome:
    if row.at != begins:
        moved = tr(
            "is booked here for {moment}: move it here, or give it an id of its own",
            moment=moment_in_full(begins, zone),
        )
        return _refused(row, Fault("at", moved))
    past = (tr("is past, and nothing says what became of it"),) if begins <= now else ()
    return _outcome(row, "skipped", (tr("is booked here already, as this row says"), *past))
