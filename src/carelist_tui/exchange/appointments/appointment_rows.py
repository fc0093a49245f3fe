"""Appointments from a file, row by row: each read and checked; nothing is recorded here, and no row is
kept. The file is read as a caseload is (`exchange/caseload/sheet.py`).

What can't be read never makes of a contact that did not happen one that did: a method that nobody can tell is another
way, which stands for no contact that is owed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.identity import E_FORM, is_in_e_form, is_month_first, read_instant
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.refusal import Fault
from carelist_tui.exchange.appointments.appointment_columns import (
    ATTENDED,
    BOOKED,
    BY_THEM,
    CANCELLED,
    MISSED,
    TOO_LATE,
    appointment_columns,
)
from carelist_tui.exchange.caseload.cells import read_cell
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.row_drafts import Clock, Draft
from carelist_tui.exchange.caseload.sheet import Row, Sheet, Source, read_sheet
from carelist_tui.exchange.caseload.staff_names import why_nobody, worker_named

_NAMESPACE = b"carelist appointment 1\0"
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment in every id: an appointment that is moved keeps its own."""
_FROM_DIARY = "In the list of appointments that was brought in."
_ELSEWHERE = f"{_FROM_DIARY} What was done stands in the record kept before."
PLANNED, COMPLETED, NOT_KEPT, CALLED_OFF = (
    "contact.planned",
    "contact.completed",
    "contact.missed",
    "contact.cancelled",
)
OUTCOME = {BOOKED: PLANNED, ATTENDED: COMPLETED, MISSED: NOT_KEPT, TOO_LATE: NOT_KEPT}
"""The type of entry that a status becomes; any other is called off."""


@dataclass(slots=True)
class Appointment:
    """One row: the line it begins on, its cells as they were read, and what speaks against it."""

    line: int
    ref: str = ""
    source_id: str = ""
    status: str = ""
    at: datetime | None = None
    method: str = ""
    purpose: str = "routine"
    worker: str | None = None
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    kept_out: bool = False
    """Whether a cell could not be taken."""
    happened_at: datetime | None = None
    """When it was kept, where that is known and was another moment than it was booked for."""

    @property
    def outcome(self) -> str:
        """The type of entry that its status becomes."""
        return OUTCOME.get(self.status, CALLED_OFF)

    def id_of(self, kind: str) -> str:
        """The id of its entry of one type: of the same source's id always the same."""
        noise = hashlib.sha256(_NAMESPACE + f"{kind}\0{self.source_id}".encode()).digest()
        return uuid7(_SINCE, noise[:10])


@dataclass(frozen=True, slots=True)
class Appointments:
    """A file of appointments, and what to say about it. Its rows are read afresh whenever they are asked for."""

    sheet: Sheet

    @property
    def remarks(self) -> list[str]:
        return self.sheet.remarks

    def rows(self, clock: Clock) -> Iterator[Appointment]:
        """Every row, in order, none of them kept."""
        mixed = any(is_month_first(row.cells.get("at", "")) for row in self.sheet.rows())
        return (read_row(row, clock, mixed=mixed) for row in self.sheet.rows())


def read_appointments(content: bytes | Source, mapped: Mapped, sheet: str | None = None) -> Appointments:
    """Reads a file, a line of it at a time where it is text. Refuses what is no table, or has no heading for what every
    row needs."""
    return Appointments(read_sheet(content, mapped, sheet))


def read_row(row: Row, clock: Clock, *, mixed: bool) -> Appointment:
    """One row, checked. `mixed`: the file has dates with the month first too."""
    if row.fault:
        return Appointment(row.line, faults=[Fault("", row.fault)])
    cells = row.cells
    read = Appointment(row.line, cells.get("ref", "").strip(), cells.get("source_id", "").strip())
    ours = appointment_columns()
    read.faults += [Fault(name, tr("is needed")) for name in ours.needed if not cells.get(name)]
    for name in ("ref", "source_id"):
        if is_in_e_form(cells.get(name, "")):
            read.faults.append(Fault(name, E_FORM))
    if cells.get("at"):
        _read_at(read, cells["at"], clock, mixed=mixed)
    if cells.get("status"):
        try:
            read.status = read_cell(ours.named["status"], cells["status"])
        except ValueError as sentence:
            read.faults.append(Fault("status", str(sentence)))
    _read_how(read, cells)
    _read_worker(read, cells.get("worker", ""), clock)
    if not read.faults:
        _check(read, clock.now)
    return read


def _read_at(read: Appointment, text: str, clock: Clock, *, mixed: bool) -> None:
    try:
        read.at, remark = read_instant(text, clock.zone, mixed=mixed)
    except ValueError as sentence:
        read.faults.append(Fault("at", str(sentence)))
        return
    if remark:
        read.remarks.append(Fault("at", remark))


def _read_how(read: Appointment, cells: dict[str, str]) -> None:
    """Its method and purpose; one that can't be read is another, and said."""
    for name in ("method", "purpose"):
        if text := cells.get(name):
            try:
                setattr(read, name, read_cell(appointment_columns().named[name], text))
            except ValueError as sentence:
                setattr(read, name, "other")
                read.remarks.append(Fault(name, tr("{sentence}: taken as another", sentence=sentence)))
                read.kept_out = True
    if not read.method:
        read.method = "other"
        read.remarks.append(Fault("method", tr("is not said: taken as another way")))


def _read_worker(read: Appointment, text: str, clock: Clock) -> None:
    if not text:
        return
    read.worker = text if clock.workers is None else worker_named(text, clock.workers)
    if read.worker is None:
        read.remarks.append(Fault("worker", why_nobody(text, clock.workers or ())))
        read.kept_out = True


def _check(read: Appointment, now: datetime) -> None:
    """What a row can't say of its moment."""
    if read.at is not None and read.at > now and read.outcome in (COMPLETED, NOT_KEPT):
        read.faults.append(Fault("status", tr("says what became of it, and its time has not come")))
    if read.status == CANCELLED:
        read.remarks.append(Fault("status", tr("does not say by whom: counts as by them")))


def drafts_of(read: Appointment, now: datetime, *, is_booked: bool, worker: str | None) -> list[Draft]:
    """The entries of a row that nothing speaks against. `is_booked`: its booking is here already, and what became of it
    names that; without one it stands alone, but what is called off was booked."""
    if read.at is None:
        return []
    happened = min(read.happened_at or read.at, now)
    drafts = []
    if not is_booked and read.outcome in (PLANNED, CALLED_OFF):
        body = {"at": _written(read.at), "method": read.method, "purpose": read.purpose, "worker": worker}
        drafts.append(_draft(read, PLANNED, happened, body))
        is_booked = True
    names = {"planned": read.id_of(PLANNED)} if is_booked else {}
    if read.outcome == COMPLETED:
        done = {"how_are_they": "could_not_tell", "what_we_did": _ELSEWHERE}
        drafts.append(_draft(read, COMPLETED, happened, names | _how(read) | done))
    elif read.outcome == NOT_KEPT:
        how = {"how": "other", "circumstances": "Arrived too late to be seen."}
        body = {"expected_at": _written(read.at), "method": read.method}
        missed = how if read.status == TOO_LATE else {"how": "did_not_attend"}
        drafts.append(_draft(read, NOT_KEPT, happened, names | body | missed))
    elif read.outcome == CALLED_OFF:
        by = "person" if read.status in (BY_THEM, CANCELLED) else "service"
        told = "yes" if by == "person" else "no"
        body = {"by": by, "reason": _FROM_DIARY, "told_person": told}
        drafts.append(_draft(read, CALLED_OFF, happened, names | body))
    return drafts


def _how(read: Appointment) -> dict[str, Any]:
    return {"method": read.method, "purpose": read.purpose}


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _draft(read: Appointment, kind: str, at: datetime, body: dict[str, Any]) -> Draft:
    return {"id": read.id_of(kind), "type": kind, "occurred_at": _written(at), "ref": read.ref, "body": body}
