"""A caseload from the bytes of a file: each row read, checked, and turned into drafts; nothing is recorded here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import BaseModel

from carelist_tui.domain.checks.late_bookings import remarks_on_booking
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import NO_ENTRY, TYPES, ContactPlanned, Partner, Phone, check_draft, read_entry, stamp
from carelist_tui.domain.person import fold
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.cells import is_month_first, read_cell
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import (
    DATED,
    KNOWN_BESIDES,
    NEXT_CONTACT_AT,
    columns_of,
    named_columns,
    needed_columns,
)
from carelist_tui.exchange.caseload.row_drafts import Clock, Draft, drafts_of, ids_of, places_of
from carelist_tui.exchange.caseload.sheet import Row, Sheet, read_sheet

MOST_ROWS = 100_000
DATES_PAST = ("accepted_on", "last_contact_on", "last_seen_on")
DATES_BESIDES = ("last_risk_check_on", "last_review_on")


@dataclass(slots=True)
class RowRead:
    """One row: the line it begins on, the identifier as typed, its drafts, and what speaks against it."""

    line: int
    ref: str = ""
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    """What of a row stays out, though the person comes in; and what had better be looked at."""


@dataclass(frozen=True, slots=True)
class Caseload:
    """The rows of a file, in order, each read when it is asked for; how many there are, and what to say about the file
    itself."""

    rows: Iterator[RowRead]
    count: int
    remarks: list[str]
    read_by: Callable[[Clock], Iterator[RowRead]]
    """The rows once more, read by another clock and its Standards."""


def read_caseload(content: bytes, mapped: Mapped, clock: Clock) -> Caseload:
    """Reads a file. Refuses one that is no caseload, or larger than any; a faulty row is one with faults, and the
    others stand."""
    sheet = read_sheet(content, mapped)
    dated = [name for name in sheet.names if name and named_columns()[name].kind in ("date", "moment")]
    count, mixed, whole = 0, False, False
    for row in sheet.rows():
        count += 1
        mixed = mixed or any(is_month_first(row.cells.get(name, "")) for name in dated)
        whole = whole or _may_come_in(row)
        if count > MOST_ROWS:
            raise Refused(f"the file has more than {MOST_ROWS:,} rows: no caseload has; give it in parts")
    read_by = partial(_rows_read, sheet, mixed=mixed, whole=whole)
    return Caseload(read_by(clock), count, sheet.remarks, read_by)


def _rows_read(sheet: Sheet, clock: Clock, *, mixed: bool, whole: bool) -> Iterator[RowRead]:
    """Each row; `whole`: some may come in, and each of those has a place among them."""
    rows = (row for row in sheet.rows() if _may_come_in(row)) if whole else ()
    places = places_of((_read_cells(row, clock, mixed=mixed)[0] for row in rows), clock)
    lines_of: dict[str, int] = {}
    for row in sheet.rows():
        read = _read_row(row, clock, places, mixed=mixed)
        if read.ref in lines_of:
            read.faults.append(Fault("ref", f"is on line {lines_of[read.ref]} of this file already"))
        elif read.ref:
            lines_of[read.ref] = read.line
        yield read


def _may_come_in(row: Row) -> bool:
    """Whether it says what every row must; one that does not is refused, and has no place among the others."""
    return not row.fault and all(name in row.cells for name in needed_columns())


def _read_row(row: Row, clock: Clock, places: dict[str, int], *, mixed: bool) -> RowRead:
    if row.fault:
        return RowRead(row.line, faults=[Fault("", row.fault)])
    read = RowRead(row.line, row.cells.get("ref", "").strip())
    values, read.faults, read.remarks = _read_cells(row, clock, mixed=mixed)
    out = _without(read.remarks)
    if "ref" in values and "accepted_on" in values and not any(each.path in DATES_PAST for each in read.faults):
        read.drafts = drafts_of(values, clock, places.get(next(ids_of(values, clock))), out)
        told = {fault.path for fault in read.faults}
        keep_out(read, (each for each in _faults_in(read.drafts, clock) if each[1].path not in told))
        read.remarks += [] if read.faults else _booked_late(read.drafts, clock)
    return read


def _without(remarks: list[Fault]) -> set[str]:
    """The columns that stay out: with one of an entry all of it, since what is left could say what nobody knows."""
    out = {each.path for each in remarks}
    together = [{name, other} for name, other in _GOES_WITH.items() if is_besides(name)]
    for _ in together:
        out |= {name for names in together if names & out for name in names}
    return out


def _booked_late(drafts: list[Draft], clock: Clock) -> Iterator[Fault]:
    """What had better be known of the next contact, as they stand without it: that contact is owed as well."""
    booking = next((each for each in drafts if each["type"] == ContactPlanned.TYPE), None)
    if booking is None:
        return
    person = drafts[0]["id"]
    read = {
        each["id"]: read_entry(
            stamp(each, id=each["id"], person=person, author="", device="", seq=number, prev=NO_ENTRY,
                  recorded_at=clock.now, replaces=(), salt=bytes(16))
        )
        for number, each in enumerate(drafts, 1)
    }  # fmt: skip
    body = read.pop(booking["id"]).body
    if isinstance(body, ContactPlanned):
        ground = stand_on(fold(person, list(read.values())), clock.standards)
        yield from (Fault(NEXT_CONTACT_AT.name, words) for words in remarks_on_booking(ground, body, clock.now))


def _read_cells(row: Row, clock: Clock, *, mixed: bool) -> tuple[dict[str, Any], list[Fault], list[Fault]]:
    """(values by column, what speaks against the row, what stays out of it)."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in row.cells.items():
        try:
            values[name] = read_cell(named_columns()[name], text, mixed=mixed)
        except ValueError as sentence:
            faults.append(Fault(name, str(sentence)))
    values = _without_unknown_zone(values)
    faulty = {fault.path for fault in faults}
    faults += [Fault(name, "is needed") for name in needed_columns() if name not in values.keys() | faulty]
    faults += [*_faults_in_dates(values, clock), *_faults_in_pairs(values, faulty)]
    besides = [is_besides(each.path) for each in faults]
    remarks = [each for each, beside in zip(faults, besides, strict=True) if beside]
    return values, [each for each, beside in zip(faults, besides, strict=True) if not beside], remarks


def is_besides(column: str) -> bool:
    """Whether a cell of this column stays out where it can't be taken, and the person comes in."""
    return column in named_columns() and named_columns()[column].model in KNOWN_BESIDES


def keep_out(read: RowRead, faults: Iterable[tuple[Draft, Fault]]) -> None:
    """What speaks against an entry of a row: against the whole row, or against what is known besides alone."""
    for draft, fault in faults:
        if TYPES[draft["type"]] in KNOWN_BESIDES:
            read.remarks = [*(each for each in read.remarks if each.path != fault.path), fault]
            read.drafts = [each for each in read.drafts if each is not draft]
        else:
            read.faults.append(fault)


def _without_unknown_zone(values: dict[str, Any]) -> dict[str, Any]:
    """Unknown is what a zone is until it is set: such a row sets none."""
    return {name: value for name, value in values.items() if (name, value) != ("zone", "unknown")}


def _faults_in_dates(values: dict[str, Any], clock: Clock) -> Iterator[Fault]:
    accepted_on = values.get("accepted_on")
    for name in (*DATES_PAST, *DATES_BESIDES):
        day = values.get(name)
        if day and day > clock.today.isoformat():
            yield Fault(name, "can't be in the future")
        elif day and accepted_on and day < accepted_on:
            why = ": leave it empty when nobody has spoken to them since" if name in DATES_PAST else ""
            yield Fault(name, f"is before accepted_on{why}")
    if (at := values.get("next_contact_at")) and not ({"next_contact_worker", "coordinator"} & values.keys()):
        yield Fault("next_contact_at", "needs next_contact_worker or coordinator: who is it with?")
    elif at and datetime.fromisoformat(at).replace(tzinfo=clock.zone) <= clock.now:
        yield Fault("next_contact_at", "has passed: what came of it is not known")


_GOES_WITH = {
    "zone_reason": "zone", "zone_review_on": "zone", "last_contact_method": "last_contact_on",
    "last_contact_note": "last_contact_on", "clinical_oversight": "coordinator",
    "next_contact_method": "next_contact_at", "next_contact_worker": "next_contact_at",
    "last_risk_check_overall": "last_risk_check_on",
}  # fmt: skip
"""What says nothing without another column."""


def _faults_in_pairs(values: dict[str, Any], faulty: set[str]) -> Iterator[Fault]:
    for name, other in _GOES_WITH.items():
        if name in values and other not in values.keys() | faulty:
            yield Fault(other, f"is needed with {name}")


def _faults_in(drafts: list[Draft], clock: Clock) -> Iterator[tuple[Draft, Fault]]:
    told: set[str] = set()
    for draft in drafts:
        for fault in check_draft(draft, now=clock.now):
            named = Fault(column_named(draft["type"], fault.path), fault.sentence)
            if named.path not in told:
                told.add(named.path)
                yield draft, named


def column_named(kind: str, path: str) -> str:
    """The column that a fault is about, from the type of the entry and the path in it."""
    head = path.removeprefix("body.").partition("[")[0].partition(".")[0]
    parts: dict[str, type[BaseModel]] = {"phones": Phone, "partners": Partner}
    within = parts.get(head)
    models: list[type[BaseModel]] = [within or TYPES[kind]]
    part = path.rpartition(".")[2] if within else head
    if part == "occurred_at":
        return next((each.name for each in DATED if each.model is TYPES[kind]), "accepted_on")
    return next((each.name for model in models for each in columns_of(model) if each.field == part), head)
