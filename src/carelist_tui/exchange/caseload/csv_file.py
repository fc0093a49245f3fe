"""A caseload from the bytes of a file: each row read, checked, and turned into drafts; nothing is recorded here.

A cell that can't be read stays out and is said, and the person comes in; of what keeps somebody safe it counts as the
prohibition (`row_cells.py`). A row is refused for who somebody is and where they stand alone (MUST). Whoever died, or
left, does not come in, and is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from pydantic import BaseModel

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.late_bookings import remarks_on_booking
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import (
    NO_ENTRY,
    TYPES,
    ContactPlanned,
    Partner,
    PersonAccepted,
    Phone,
    ZoneSet,
    check_draft,
    read_entry,
    stamp,
)
from carelist_tui.domain.person import fold
from carelist_tui.domain.person.duplicates import keys_of, same_as
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.cells import is_month_first
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import (
    DATED,
    MUST,
    NEXT_CONTACT_AT,
    columns_of,
    named_columns,
    needed_columns,
)
from carelist_tui.exchange.caseload.row_cells import RowCells, read_cells
from carelist_tui.exchange.caseload.row_drafts import Clock, Draft, drafts_of, ids_of, places_of
from carelist_tui.exchange.caseload.sheet import Row, read_sheet
from carelist_tui.exchange.caseload.staff_names import placed

MOST_ROWS = 100_000


@dataclass(slots=True)
class RowRead:
    """One row: the line it begins on, the identifier as typed, its drafts, and what speaks against it."""

    line: int
    ref: str = ""
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    """What of a row stays out, though the person comes in; and what had better be looked at."""
    left: str = ""
    """Why whoever it is about does not come in: they died, or left."""
    died: dict[str, Any] | None = None
    """Of somebody who died: what is known of it."""
    kept_out: bool = False
    """Whether a cell could not be taken."""
    values: dict[str, Any] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    make: Callable[[set[str]], list[Draft]] = lambda _: []

    def settle(self, faults: Iterable[tuple[Draft, Fault]]) -> None:
        """What speaks against its entries: against the row, or against a cell alone, which stays out. The drafts are
        made anew without it."""
        further = set[str]()
        for draft, fault in faults:
            known = self.values.keys() - self.out - further
            out = {fault.path} if fault.path in known else _all_of(draft, known)
            if fault.path in MUST or fault.path not in named_columns() or not out:
                self.faults.append(fault)
                continue
            self.remarks = [*(each for each in self.remarks if each.path != fault.path), fault]
            self.kept_out = True
            further |= out
        if not self.faults:
            self.out |= further
            self.drafts = self.make(self.out)


def _all_of(draft: Draft, known: Collection[str]) -> set[str]:
    """Those of the columns of an entry that can't be taken as it is; none of an acceptance, without which nothing is.
    A zone stays: without its words and its date it begins with them."""
    model = TYPES[draft["type"]]
    if model is ZoneSet:
        return {"zone_reason", "zone_review_on"} & {*known}
    return {name for name in known if named_columns()[name].model is model and model is not PersonAccepted}


@dataclass(frozen=True, slots=True)
class Caseload:
    """The rows of a file, in order, each read when it is asked for; how many there are, and what to say about the file
    itself."""

    rows: Iterator[RowRead]
    count: int
    remarks: list[str]
    read_by: Callable[[Clock], Iterator[RowRead]]
    """The rows once more, read by another clock, its Standards and its workers."""


def read_caseload(content: bytes, mapped: Mapped, clock: Clock, sheet: str | None = None) -> Caseload:
    """Reads a file. Refuses one that is no caseload, or larger than any; a faulty row is one with faults, and the
    others stand."""
    read = read_sheet(content, mapped, sheet)
    dated = [name for name in read.names if named_columns()[name].kind in ("date", "moment")]
    count, mixed, whole = 0, False, False
    for row in read.rows():
        count += 1
        mixed = mixed or any(is_month_first(row.cells.get(name, "")) for name in dated)
        whole = whole or _may_come_in(row)
        if count > MOST_ROWS:
            raise Refused(
                tr("the file has more than {most_rows:,} rows: no caseload has; give it in parts", most_rows=MOST_ROWS)
            )
    read_by = partial(read_rows, read.rows, mixed=mixed, whole=whole)
    return Caseload(read_by(clock), count, read.remarks, read_by)


def read_rows(
    rows_of: Callable[[], Iterator[Row]], clock: Clock, *, mixed: bool = False, whole: bool = True
) -> Iterator[RowRead]:
    """Each row, which `rows_of` gives afresh; `whole`: some may come in, and each of those has a place among them."""
    rows = (read_cells(row, clock, mixed=mixed) for row in rows_of() if _may_come_in(row)) if whole else ()
    places = places_of((cells.values for cells in rows if not cells.left), clock)
    lines_of, refs_of = dict[str, int](), dict[str, str]()
    for row in rows_of():
        read = _read_row(row, clock, places, mixed=mixed)
        known = read.ref.casefold()
        if known in lines_of:
            read.faults.append(Fault("ref", tr("is on line {lines_of} of this file already", lines_of=lines_of[known])))
        elif read.ref:
            lines_of[known] = read.line
            if read.drafts and not read.faults:
                read.remarks += _alike(read, refs_of)
        yield read


def _alike(read: RowRead, refs_of: dict[str, str]) -> Iterator[Fault]:
    """Who on an earlier line of the file may be the same person."""
    body = read.drafts[0]["body"]
    for key, what in keys_of(body.get("nhs_number"), body["given"], body["family"], body.get("born")).items():
        if key in refs_of:
            yield Fault("", same_as(refs_of[key], what))
        else:
            refs_of[key] = read.ref


def _may_come_in(row: Row) -> bool:
    """Whether it says what every row must; one that does not is refused, and has no place among the others."""
    named = "name" in row.cells
    needed = [name for name in needed_columns() if name in MUST and not (named and name in ("given", "family"))]
    return not row.fault and all(name in row.cells for name in needed)


def _read_row(row: Row, clock: Clock, places: dict[str, int], *, mixed: bool) -> RowRead:
    if row.fault:
        return RowRead(row.line, faults=[Fault("", row.fault)])
    cells = read_cells(row, clock, mixed=mixed)
    read = RowRead(row.line, row.cells.get("ref", "").strip(), values=cells.values)
    read.left, read.died, read.faults = cells.left, cells.died, [] if cells.left else cells.faults
    read.remarks, read.kept_out, read.out = cells.remarks, cells.kept_out, cells.out
    if read.left or read.faults:
        return read
    said, remarks = placed(cells.values, clock)
    read.remarks += remarks
    place = places.get(next(ids_of(cells.values, clock)))
    read.make = partial(_made, cells, said, place, clock, read.remarks)
    read.drafts = read.make(read.out)
    for _ in named_columns():  # each time a column more stays out
        if read.faults or not (found := list(_faults_in(read.drafts, clock))):
            break
        read.settle(found)
    read.remarks += [] if read.faults else _booked_late(read.drafts, clock)
    return read


def _made(
    cells: RowCells, said: Mapping[str, Any], place: int | None, clock: Clock, remarks: list[Fault], out: set[str]
) -> list[Draft]:
    """The drafts of a row, without the columns that stay `out`; those that went with them stay out too."""
    without = out | {name for name, value in said.items() if value is None}
    besides = {name: value for name, value in said.items() if value is not None and name not in out}
    if "plan_review_on" in cells.values:
        besides["plan_review_on"] = max(cells.values["plan_review_on"], clock.today.isoformat())
    values = {**cells.values, **besides}
    drafts = drafts_of(cells.values, clock, place, without, besides)
    if values.get("zone") in ("amber", "red") and "zone" not in without and "zone_reason" in values.keys() - without:
        if "zone_review_on" not in values.keys() - without:
            besides["zone_review_on"] = _paper_day(drafts, clock)
            drafts = drafts_of(cells.values, clock, place, without - {"zone_review_on"}, besides)
    return drafts


def _paper_day(drafts: list[Draft], clock: Clock) -> str:
    """The day on which their zone is looked at again where nothing says so: as paper of a running case."""
    found = [
        each.due_at for each in owed(_standing(drafts, clock).state, clock.standards) if each.kind == "zone_review"
    ]
    last = max(found, default=clock.now + timedelta(days=1))
    return max(last.astimezone(clock.zone).date(), clock.today).isoformat()


def _standing(drafts: list[Draft], clock: Clock) -> Ground:
    """How somebody stands once these are recorded."""
    person = drafts[0]["id"]
    read = [
        read_entry(
            stamp(each, id=each["id"], person=person, author="", device="", seq=number, prev=NO_ENTRY,
                  recorded_at=clock.now, replaces=(), salt=bytes(16))
        )
        for number, each in enumerate(drafts, 1)
    ]  # fmt: skip
    return stand_on(fold(person, read), clock.standards)


def _booked_late(drafts: list[Draft], clock: Clock) -> Iterator[Fault]:
    """What had better be known of the next contact, as they stand without it: that contact is owed as well."""
    booking = next((each for each in drafts if each["type"] == ContactPlanned.TYPE), None)
    if booking is None:
        return
    ground = _standing([each for each in drafts if each is not booking], clock)
    body = ContactPlanned.model_validate(booking["body"], by_alias=True, by_name=False)
    yield from (Fault(NEXT_CONTACT_AT.name, words) for words in remarks_on_booking(ground, body, clock.now))


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
