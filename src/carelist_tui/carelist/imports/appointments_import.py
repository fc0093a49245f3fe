"""Appointments at the door: each row taken, known already, brought up to what became of it, or refused.

An entry's id is drawn from the source's own id: the same file twice changes nothing, on any laptop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carelist_tui.carelist.imports.caseload_import import AT_ONCE, Outcome, Steps, recorded
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

_BECAME = (COMPLETED, NOT_KEPT, CALLED_OFF)
_SAID_AS = {COMPLETED: "attended", NOT_KEPT: "not attended", CALLED_OFF: "cancelled"}


@dataclass(slots=True)
class _Act:
    row: Appointment
    what: str
    drafts: list[dict[str, Any]]
    said: list[str] = field(default_factory=list)


def take_appointments(
    door: Carelist, rows: Iterable[Appointment], now: datetime, *, dry_run: bool, progress: Steps
) -> Iterator[Outcome]:
    """Takes in every row that nothing speaks against; gives what became of each, in order, as it is done: none is kept.
    The rows of a part are recorded together, or each without those that are refused."""
    for part in _parts(rows):
        outcomes = _take_part(door, part, now, keep=not dry_run)
        progress.step(len(part))
        yield from sorted(outcomes, key=lambda each: each.line)


def _parts(rows: Iterable[Appointment]) -> Iterator[list[Appointment]]:
    """So many rows at once that no appointment stands twice among them: what a row says counts for those after it."""
    part, ids = list[Appointment](), set[str]()
    for row in rows:
        if part and (len(part) == AT_ONCE or row.source_id in ids):
            yield part
            part, ids = [], set()
        part.append(row)
        ids.add(row.source_id)
    if part:
        yield part


def _take_part(door: Carelist, part: list[Appointment], now: datetime, *, keep: bool) -> list[Outcome]:
    acts, done = list[_Act](), list[Outcome]()
    for row in part:
        act = _meant(door, row, now)
        if isinstance(act, _Act):
            acts.append(act)
        else:
            done.append(act)
    while acts and (faults := _try(door, acts, now, keep=keep)):
        for act in [each for each in acts if each.row.line in faults]:
            done.append(_refused(act.row, *faults[act.row.line]))
            acts.remove(act)
    return [*done, *(_outcome(each.row, each.what, each.said, len(each.drafts)) for each in acts)]


def _outcome(row: Appointment, what: str, said: Iterable[str] = (), entries: int = 0) -> Outcome:
    told = dict.fromkeys([*said, *map(str, row.remarks)])
    return Outcome(row.line, row.ref, what, tuple(told), entries, row.kept_out and what != "skipped")


def _refused(row: Appointment, *faults: Fault) -> Outcome:
    return Outcome(row.line, row.ref, "refused", tuple(dict.fromkeys(map(str, faults))))


def _meant(door: Carelist, row: Appointment, now: datetime) -> Outcome | _Act:
    """What a row asks for, beside what is here of its appointment and its person."""
    if row.faults or row.at is None:
        return _refused(row, *row.faults)
    try:
        ground, _, story = door.people.grounded(row.ref, now)
    except Refused as refused:
        return _refused(row, *refused.faults)
    here = {entry["type"]: entry for entry in door.people.entries(map(row.id_of, (PLANNED, *_BECAME)))}
    if any(entry["person"] not in {each.person for each in story} for entry in here.values()):
        return _refused(row, Fault("source_id", "is the id of an appointment of somebody else"))
    zone = ground.calendar.zone
    open_here = next((each for each in ground.state.bookings if each.id == row.id_of(PLANNED)), None)
    if here and open_here is None:
        named = (each for each in story if getattr(each.body, "planned", None) == row.id_of(PLANNED))
        return _closed(row, {*here, *(each.type for each in named)} - {PLANNED})
    if row.outcome == PLANNED and open_here is not None:
        return _booked_already(row, open_here.begins, now, zone)
    if not ground.state.on_caseload:
        return _refused(row, Fault("ref", "is not on the caseload"))
    if row.outcome == PLANNED and row.at <= now:
        return _refused(row, Fault("at", "is past, and nothing says what became of it"))
    coordinator = ground.state.coordinator.value if ground.state.coordinator is not None else None
    worker = row.worker or coordinator
    if open_here is None and worker is None and row.outcome in (PLANNED, CALLED_OFF):
        return _refused(row, *row.remarks, Fault("worker", "nobody who works here is named for it"))
    moved = open_here is not None and open_here.begins != row.at
    said = (
        [f"at: was booked here for {moment_in_full(open_here.begins, zone)}"] if open_here is not None and moved else []
    )
    drafts = drafts_of(row, now, is_booked=open_here is not None, worker=worker)
    return _Act(row, "taken" if open_here is None else "updated", drafts, said)


def _booked_already(row: Appointment, begins: datetime, now: datetime, zone: ZoneInfo) -> Outcome:
    if row.at != begins:
        moved = f"is booked here for {moment_in_full(begins, zone)}: move it here, or give it an id of its own"
        return _refused(row, Fault("at", moved))
    past = ("is past, and nothing says what became of it",) if begins <= now else ()
    return _outcome(row, "skipped", ("is booked here already, as this row says", *past))


def _closed(row: Appointment, became: set[str]) -> Outcome:
    """An appointment of which it is known here what became of it: the record of a worker stands."""
    if row.outcome in became:
        return _outcome(row, "skipped", ("is here already, as this row says",))
    if row.outcome == PLANNED and CALLED_OFF not in became:
        return _outcome(row, "skipped", ("was booked here, and what became of it is known",))
    what = " and ".join(sorted(_SAID_AS[kind] for kind in became if kind in _SAID_AS)) or "no longer booked"
    return _refused(row, Fault("status", f"differs: it stands here as {what}, and stays so; correct it here"))


def _try(door: Carelist, acts: list[_Act], now: datetime, *, keep: bool) -> dict[int, list[Fault]]:
    """Records these rows in one batch; gives what is in the way, by row, and then nothing was recorded. What had better
    be looked at is said with its row."""
    said = [(act, draft) for act in acts for draft in act.drafts]
    faults, receipts = recorded(door, [draft for _, draft in said], now, keep=keep, is_import=False)
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
