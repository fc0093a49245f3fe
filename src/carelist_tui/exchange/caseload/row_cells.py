"""The cells of one row, read: what it says by our columns, what stays out of it and why, whether they died or left.

What keeps somebody safe fails to the safe side: an unreadable zone is red, an unreadable consent a refusal, whatever
says in an unreadable way what must not be done forbids it, a number that may be unsafe is (interchange.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import Avoid
from carelist_tui.domain.identity import EITHER_ORDER, MONTH_FIRST, has_short_year, read_name, read_phones, says_nothing
from carelist_tui.domain.moments import day_in_words, parse_day
from carelist_tui.domain.names import fold_name
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Standards
from carelist_tui.exchange.caseload.cells import parts_of, read_cell, read_flag, without_mark
from carelist_tui.exchange.caseload.columns import (
    DIED_ON,
    DISCHARGED_ON,
    GROUPS,
    MUST,
    NAME,
    named_columns,
    needed_columns,
    plain_heading,
)
from carelist_tui.exchange.caseload.row_drafts import NEEDED_OF_PLAN, OF_PLAN, Clock, phones_of
from carelist_tui.exchange.caseload.sheet import Row

DATES_PAST = ("accepted_on", "last_contact_on", "last_seen_on")
DATES_BESIDES = ("last_risk_check_on", "last_review_on")
EVERYTHING: list[str] = list(get_args(Avoid))
_SAFE: dict[str, tuple[Any, str]] = {
    "zone": ("red", tr("counts as red until somebody has looked")),
    "consent_to_contact": ("no", tr("counts as a no until they were asked")),
    "do_not": (EVERYTHING, tr("nothing of it is to be done until somebody has looked")),
    "avoid": (EVERYTHING, tr("nothing of it is to be done until somebody has looked")),
    "phone_unsafe": (True, tr("counts as unsafe")),
    "text_ok": (False, tr("counts as no")),
    "voicemail": ("no", tr("counts as no")),
    "source": ("other", tr("counts as other")),
}
"""What a cell counts as that can't be read, and how that is said."""
_OF_PHONES = ("text_ok", "voicemail", "phone_unsafe", "phone_label")
_OF_PARTNERS = ("partner", "partner_agency", "partner_phone")
_GOES_WITH = {
    "zone_reason": "zone", "zone_review_on": "zone", "last_contact_method": "last_contact_on",
    "last_contact_note": "last_contact_on", "clinical_oversight": "coordinator",
    "next_contact_method": "next_contact_at", "next_contact_worker": "next_contact_at",
    "last_risk_check_overall": "last_risk_check_on", "consent_rationale": "consent_to_contact",
    "consent_review_on": "consent_to_contact", "partner": "partner_agency", "partner_agency": "partner",
    "partner_phone": "partner", "text_ok": "phone", "voicemail": "phone", "phone_unsafe": "phone",
    "phone_label": "phone",
}  # fmt: skip
"""What says nothing without another column."""
_WHOLE = (
    {"next_contact_at", "next_contact_method", "next_contact_worker"},
    {"last_risk_check_on", "last_risk_check_overall"},
)
"""Columns of which none is taken where one can't be: what is left could say what nobody knows."""


@dataclass(slots=True)
class RowCells:
    """What one row says: `values` by column, `faults` that refuse it, `remarks`, the columns that stay `out`."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    out: set[str] = field(default_factory=set)
    kept_out: bool = False
    left: str = ""
    died: dict[str, Any] | None = None

    def keep_out(self, name: str, sentence: str) -> None:
        """A cell can't be taken: it refuses the row, or stays out alone."""
        if name in MUST:
            self.faults.append(Fault(name, sentence))
        else:
            self.remarks.append(Fault(name, sentence))
            self.out |= {name}
            self.kept_out = True


def read_cells(row: Row, clock: Clock, *, mixed: bool) -> RowCells:
    """What a row says, as of the clock's today. `mixed`: the file has dates with the month first too."""
    cells = RowCells()
    if not _has_left(row, cells, clock, mixed=mixed):
        _read_each(row, cells, clock, mixed=mixed)
        _read_flags(row, cells)
        _read_whole_name(row, cells)
        _complete(cells)
        _check_dates(cells, clock)
        _check_pairs(cells)
    return cells


def _has_left(row: Row, cells: RowCells, clock: Clock, *, mixed: bool) -> bool:
    """Whether the row says that they died, or left: then nothing else of it is asked."""
    if (died := row.cells.get(DIED_ON.name)) and not _is_no(died):
        day = _day_or_yes(DIED_ON.name, died, clock, mixed=mixed)
        if day is None:
            cells.faults.append(Fault(DIED_ON.name, tr("can't be read: whether they are alive must be known")))
            return False
        cells.left, cells.died = f"died{_on(day)}", {"on": day} if day else {}
    elif (gone := row.cells.get(DISCHARGED_ON.name)) and not _is_no(gone):
        day = _day_or_yes(DISCHARGED_ON.name, gone, clock, mixed=mixed)
        if day is None:
            cells.keep_out(DISCHARGED_ON.name, tr("can't be read as a date: look whether they have left"))
        elif day > clock.today.isoformat():
            cells.remarks.append(
                Fault(DISCHARGED_ON.name, tr("lies ahead: they come in, and are to be discharged here"))
            )
        else:
            cells.left = f"discharged{_on(day)}"
    return bool(cells.left)


def _is_no(text: str) -> bool:
    return says_nothing(text) or text.strip().casefold() in ("no", "n", "false", "0", "alive", "open", "active")


def _day_or_yes(name: str, text: str, clock: Clock, *, mixed: bool) -> str | None:
    """The day; empty for a yes, or for a date of which day and month may be either; None for what is neither."""
    try:
        return str(read_cell(named_columns()[name], text, mixed=mixed, zone=clock.zone))
    except ValueError as trouble:
        if EITHER_ORDER in str(trouble) or MONTH_FIRST in str(trouble):
            return ""
    try:
        return "" if read_flag(text) else None
    except ValueError:
        return "" if text.strip().casefold() in ("died", "dead", "deceased", "discharged", "closed") else None


def _on(day: str) -> str:
    return tr(" on {day_in_words}", day_in_words=day_in_words(parse_day(day))) if day else ""


def _read_each(row: Row, cells: RowCells, clock: Clock, *, mixed: bool) -> None:
    for name, text in row.cells.items():
        column = named_columns()[name]
        if name in (NAME.name, DIED_ON.name, DISCHARGED_ON.name):
            continue
        if name == "phone":
            _read_phones(cells, text)
            continue
        try:
            if name in (*_OF_PHONES, *_OF_PARTNERS):
                parts = [read_cell(column, part) if part else "" for part in parts_of(text, blanks=True)]
                cells.values[name] = parts if len(parts) > 1 else parts[0]
            else:
                cells.values[name] = read_cell(column, text, mixed=mixed, today=clock.today, zone=clock.zone)
        except ValueError as sentence:
            _fail_safe(cells, name, str(sentence))
            continue
        if name == GROUPS:
            cells.values[name] = _as_listed(cells.values[name], clock.standards)
        if name == "born" and has_short_year(text):
            said = day_in_words(parse_day(cells.values[name]))
            cells.remarks.append(Fault(name, tr("says two digits of the year: read as {said}", said=said)))


def _as_listed(said: dict[str, str], standards: Standards) -> dict[str, str]:
    """Groups by the keys and in the words of the Standards, where they list them in whatever case; others as they
    are, for the record to judge."""
    listed = {plain_heading(words): key for key, group in standards.groups.items() for words in (group.title, key)}
    found = dict[str, str]()
    for named, answer in said.items():
        key = listed.get(named, named)
        values = standards.groups[key].values if key in standards.groups else ()
        found[key] = next((each for each in values if fold_name(each) == fold_name(answer)), answer)
    return found


def _fail_safe(cells: RowCells, name: str, sentence: str) -> None:
    if name not in _SAFE:
        cells.keep_out(name, sentence)
        return
    value, words = _SAFE[name]
    cells.values["do_not" if name == "avoid" else name] = value
    cells.remarks.append(Fault(name, f"{sentence}: {words}"))
    cells.kept_out = True


def _read_phones(cells: RowCells, text: str) -> None:
    try:
        found = read_phones(without_mark(text))
    except ValueError as sentence:
        cells.keep_out("phone", str(sentence))
        return
    cells.remarks += [Fault("phone", each.remark) for each in found if each.remark]
    if len(found) == 1 and not found[0].label:
        cells.values["phone"] = found[0].number
    elif found:
        cells.values["phone"] = [{"number": each.number, "label": each.label} for each in found]
        if len(found) > 1:
            cells.remarks.append(Fault("phone", tr("holds {n} numbers: each is taken", n=len(found))))


def _read_flags(row: Row, cells: RowCells) -> None:
    """What must not be done, by a column that says yes below a heading."""
    codes = list(cells.values.get("do_not", ()))
    for heading, (forbids, text) in row.flags.items():
        try:
            is_so = not says_nothing(text) and read_flag(text)
        except ValueError:
            is_so, cells.kept_out = True, True
            cells.remarks.append(Fault(heading[:80], tr("must be yes or no: counts as yes")))
        codes += forbids if is_so else ()
    if codes:
        cells.values["do_not"] = list(dict.fromkeys(codes))


def _read_whole_name(row: Row, cells: RowCells) -> None:
    """A name in one cell, where its parts have no cells of their own."""
    text = row.cells.get(NAME.name)
    if not text or {"given", "family"} <= cells.values.keys():
        return
    try:
        given, family = read_name(text)
    except ValueError as sentence:
        cells.keep_out(NAME.name, str(sentence))
        return
    cells.values = {"given": given, "family": family, **cells.values}


def _complete(cells: RowCells) -> None:
    """Unknown is what a zone is until it is set; and what every row must say."""
    if cells.values.get("zone") == "unknown":
        del cells.values["zone"]
    if "source" not in cells.values:
        cells.values["source"] = "other"
        cells.remarks.append(Fault("source", tr("is not said: counts as other")))
    told = {fault.path for fault in cells.faults}
    missing = [name for name in needed_columns() if name not in cells.values.keys() | told]
    if NAME.name in told:
        missing = [name for name in missing if name not in ("given", "family")]
    cells.faults += [Fault(name, tr("is needed")) for name in missing]


def _check_dates(cells: RowCells, clock: Clock) -> None:
    values = cells.values
    accepted_on = values.get("accepted_on")
    for name in (*DATES_PAST, *DATES_BESIDES):
        day = values.get(name)
        if day and day > clock.today.isoformat():
            cells.keep_out(name, tr("can't be in the future"))
        elif day and accepted_on and day < accepted_on:
            why = tr(": leave it empty when nobody has spoken to them since") if name in DATES_PAST else ""
            cells.keep_out(name, tr("is before accepted_on{why}", why=why))
    if (day := values.get("plan_review_on")) and day < clock.today.isoformat():
        cells.remarks.append(Fault("plan_review_on", tr("has passed: the plan comes in, and is to be looked at today")))
    if (at := values.get("next_contact_at")) and not ({"next_contact_worker", "coordinator"} & values.keys()):
        cells.keep_out("next_contact_at", tr("needs next_contact_worker or coordinator: who is it with?"))
    elif at and datetime.fromisoformat(at).replace(tzinfo=clock.zone) <= clock.now:
        cells.keep_out("next_contact_at", tr("has passed: what came of it is not known"))


def _check_pairs(cells: RowCells) -> None:
    """What can't be taken with what is left."""
    values = cells.values
    for name, other in _GOES_WITH.items():
        if name in values.keys() - cells.out and other not in values:
            if other not in {each.path for each in cells.remarks}:
                cells.keep_out(other, tr("is needed with {name}", name=name))
            cells.out |= {name}
    _check_ways(cells)
    plan = set(OF_PLAN) & values.keys()
    if plan and (missing := [name for name in NEEDED_OF_PLAN if name not in values.keys() - cells.out]):
        cells.keep_out("contact_methods", tr("no contact plan without {missing}", missing=", ".join(missing)))
        cells.out |= plan
    for together in _WHOLE:
        cells.out |= together if together & cells.out else set()


def _check_ways(cells: RowCells) -> None:
    """What had better be known of how they may be reached."""
    values = cells.values
    forbidden = {*values.get("do_not", ()), *values.get("avoid", ())}
    if both := [each for each in values.get("contact_methods", ()) if each in forbidden]:
        cells.remarks.append(
            Fault("contact_methods", tr("{both} left out: it is not to be done", both=", ".join(both)))
        )
        if len(both) == len(values["contact_methods"]):
            cells.out |= {"contact_methods"}
    numbers = phones_of(values)
    for name, allows in (("text_ok", True), ("voicemail", "yes")):
        field_name = named_columns()[name].field
        if values.get(name) == allows and len(numbers) > 1 and not any(field_name in each for each in numbers):
            cells.remarks.append(Fault(name, tr("which of the numbers is meant is not said: counts as no")))
