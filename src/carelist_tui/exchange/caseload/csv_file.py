"""A caseload from the bytes of a file: each row read, checked, and turned into drafts; nothing is recorded here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from carelist_tui.domain.entries import TYPES, ContactCompleted, Partner, Phone, check_draft
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.cells import is_month_first, read_cell
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import columns_of, named_columns, needed_columns
from carelist_tui.exchange.caseload.row_drafts import Clock, Draft, drafts_of
from carelist_tui.exchange.caseload.sheet import Row, Sheet, read_sheet

MOST_ROWS = 100_000
DATES_PAST = ("accepted_on", "last_contact_on", "last_seen_on")


@dataclass(slots=True)
class RowRead:
    """One row: the line it begins on, the identifier as typed, its drafts, and what speaks against it."""

    line: int
    ref: str = ""
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Caseload:
    """The rows of a file, in order, each read when it is asked for; how many there are, and what to say about the file
    itself."""

    rows: Iterator[RowRead]
    count: int
    remarks: list[str]


def read_caseload(content: bytes, mapped: Mapped, clock: Clock) -> Caseload:
    """Reads a file. Refuses one that is no caseload, or larger than any; a faulty row is one with faults, and the
    others stand."""
    sheet = read_sheet(content, mapped)
    dated = [name for name in sheet.names if name and named_columns()[name].kind == "date"]
    count, mixed = 0, False
    for row in sheet.rows():
        count += 1
        mixed = mixed or any(is_month_first(row.cells.get(name, "")) for name in dated)
        if count > MOST_ROWS:
            raise Refused(f"the file has more than {MOST_ROWS:,} rows: no caseload has; give it in parts")
    return Caseload(_rows_read(sheet, clock, mixed=mixed), count, sheet.remarks)


def _rows_read(sheet: Sheet, clock: Clock, *, mixed: bool) -> Iterator[RowRead]:
    lines_of: dict[str, int] = {}
    for row in sheet.rows():
        read = _read_row(row, clock, mixed=mixed)
        if read.ref in lines_of:
            read.faults.append(Fault("ref", f"is on line {lines_of[read.ref]} of this file already"))
        elif read.ref:
            lines_of[read.ref] = row.line
        yield read


def _read_row(row: Row, clock: Clock, *, mixed: bool) -> RowRead:
    if row.fault:
        return RowRead(row.line, faults=[Fault("", row.fault)])
    read = RowRead(row.line, row.cells.get("ref", "").strip())
    values: dict[str, Any] = {}
    for name, text in row.cells.items():
        try:
            values[name] = read_cell(named_columns()[name], text, mixed=mixed)
        except ValueError as sentence:
            read.faults.append(Fault(name, str(sentence)))
    values = _without_unknown_zone(values)
    known_faulty = {fault.path for fault in read.faults}
    read.faults += [Fault(name, "is needed") for name in needed_columns() if name not in values.keys() | known_faulty]
    read.faults += [*_faults_in_dates(values, clock), *_faults_in_pairs(values, known_faulty)]
    if "ref" in values and "accepted_on" in values and not any(each.path in DATES_PAST for each in read.faults):
        read.drafts = drafts_of(values, clock)
        told = {fault.path for fault in read.faults}
        read.faults += [each for each in _faults_in(read.drafts, clock) if each.path not in told]
    return read


def _without_unknown_zone(values: dict[str, Any]) -> dict[str, Any]:
    """Unknown is what a zone is until it is set: such a row sets none."""
    return {name: value for name, value in values.items() if (name, value) != ("zone", "unknown")}


def _faults_in_dates(values: dict[str, Any], clock: Clock) -> Iterator[Fault]:
    accepted_on = values.get("accepted_on")
    for name in DATES_PAST:
        day = values.get(name)
        if day and day > clock.today.isoformat():
            yield Fault(name, "can't be in the future")
        elif day and accepted_on and day < accepted_on:
            yield Fault(name, "is before accepted_on: leave it empty when nobody has spoken to them since")


def _faults_in_pairs(values: dict[str, Any], faulty: set[str]) -> Iterator[Fault]:
    """What says nothing without another column."""
    goes_with = {
        "zone_reason": "zone", "zone_review_on": "zone", "last_contact_method": "last_contact_on",
        "last_contact_note": "last_contact_on", "clinical_oversight": "coordinator",
    }  # fmt: skip
    for name, other in goes_with.items():
        if name in values and other not in values.keys() | faulty:
            yield Fault(other, f"is needed with {name}")


def _faults_in(drafts: list[Draft], clock: Clock) -> Iterator[Fault]:
    told: set[str] = set()
    for draft in drafts:
        for fault in check_draft(draft, now=clock.now):
            named = Fault(column_named(draft["type"], fault.path), fault.sentence)
            if named.path not in told:
                told.add(named.path)
                yield named


def column_named(kind: str, path: str) -> str:
    """The column that a fault is about, from the type of the entry and the path in it."""
    head = path.removeprefix("body.").partition("[")[0].partition(".")[0]
    parts: dict[str, type[BaseModel]] = {"phones": Phone, "partners": Partner}
    within = parts.get(head)
    models: list[type[BaseModel]] = [within or TYPES[kind]]
    part = path.rpartition(".")[2] if within else head
    if part == "occurred_at":
        return "last_contact_on" if TYPES[kind] is ContactCompleted else "accepted_on"
    return next((each.name for model in models for each in columns_of(model) if each.field == part), head)
