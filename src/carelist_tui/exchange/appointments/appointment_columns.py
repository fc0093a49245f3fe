"""The columns of a file of appointments, and the words that diaries have for what became of one."""

from __future__ import annotations

from functools import cache
from typing import get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import ContactPlanned
from carelist_tui.domain.entries.choices import Method, Purpose
from carelist_tui.exchange.caseload.columns import Column, Columns, OfRow, plain_heading, titles_of

BOOKED, ATTENDED, MISSED = "booked", "attended", "did_not_attend"
BY_US, BY_THEM, CANCELLED = "cancelled_by_us", "cancelled_by_them", "cancelled"
TOO_LATE = "arrived_late_not_seen"
STATUSES = (BOOKED, ATTENDED, MISSED, TOO_LATE, BY_US, BY_THEM, CANCELLED)

_COLUMNS = (
    Column("ref", tr("Identifier"), OfRow, "ref", "text"),
    Column("at", tr("At"), ContactPlanned, "at", "moment"),
    Column("method", tr("How"), ContactPlanned, "appointment_method", "choice", get_args(Method)),
    Column("purpose", tr("Purpose"), ContactPlanned, "purpose", "choice", get_args(Purpose)),
    Column("worker", tr("Worker"), ContactPlanned, "worker", "text"),
    Column("status", tr("Status"), OfRow, "appointment_status", "choice", STATUSES),
    Column("source_id", tr("The source's own id"), OfRow, "source_id", "text"),
)
_ALSO_HEADED = {"id": "source_id", "appointment_id": "source_id", "source_own_id": "source_id",
                "attendance": "status", "attendance_code": "status"}  # fmt: skip


@cache
def appointment_columns() -> Columns:
    """Those that a file of appointments may have."""
    named = {column.name: column for column in _COLUMNS}
    headed = {plain_heading(words): column for column in _COLUMNS for words in (*titles_of(column), column.name)}
    also = {heading: named[name] for heading, name in _ALSO_HEADED.items()}
    return Columns(tr("appointments"), named, {**also, **headed}, ("ref", "at", "status", "source_id"))
