"""What is asked of cases, and written there."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import ClauseElement, case, delete, func, insert, literal_column, or_, select

from carelist_tui.domain.measures.case import Place
from carelist_tui.domain.measures.nameless import COUNTED_BY_ENTRY
from carelist_tui.journal.statements import Statement, each_of, given, put_in_place
from carelist_tui.journal.tables import CASE, ENTRY, MONTH_SUM, UNCOUNTED

_of_person, _of_some = CASE.c.person == given("person"), CASE.c.measure.in_(each_of("measures"))
_columns = tuple(column for column in CASE.columns if column.name != "number")
_entries = case((CASE.c.measure.in_(sorted(COUNTED_BY_ENTRY)), CASE.c.entries), else_=literal_column("'[]'"))
_summed = select(
    *(CASE.c.measure, CASE.c.person, CASE.c.starts_at, CASE.c.stops_at, CASE.c.due_at, CASE.c.counted),
    *(CASE.c.excluded, CASE.c.facts, _entries, CASE.c.is_late, *(CASE.c[part.name] for part in fields(Place))),
)
"""What a sum and its breakdowns read, and nothing else: every other column costs a tenth more."""
_of_one, _is_begun = CASE.c.measure == given("measure"), CASE.c.starts_at < given("until")
_of_us = MONTH_SUM.c.made_by.in_(each_of("by"))

ASKED: dict[str, ClauseElement | Statement] = {
    "UNCOUNTED": select(UNCOUNTED.c.person).order_by(UNCOUNTED.c.person),
    "IS_COUNTED": delete(UNCOUNTED).where(UNCOUNTED.c.person == given("person")),
    "PUT_CASE": insert(CASE),
    "CASES_OF": select(CASE).where(_of_person).order_by(CASE.c.measure, CASE.c.number),
    "CASES": select(*_columns).where(_of_some).order_by(CASE.c.measure, CASE.c.starts_at, CASE.c.person, CASE.c.number),
    "SUMMED_OF_SOME": _summed.where(_of_some),
    "SUMMED": _summed,
    "STARTING": _summed.where(_of_one, CASE.c.starts_at >= given("since"), _is_begun),
    "REACHING": _summed.where(
        *(_of_one, CASE.c.starts_at >= given("first"), _is_begun),
        or_(CASE.c.stops_at.is_(None), CASE.c.stops_at > given("since")),
    ),
    "FIRST_CASE": select(func.min(CASE.c.starts_at)).where(_of_one),
    "COUNTED_STARTS": select(CASE.c.starts_at).where(_of_one, CASE.c.counted, CASE.c.excluded.is_(None)),
    "MONTH_SUMS": select(
        *(MONTH_SUM.c.measure, MONTH_SUM.c.begins_at, MONTH_SUM.c.ends_at, MONTH_SUM.c.says, MONTH_SUM.c.holds_until)
    ).where(
        _of_us,
        MONTH_SUM.c.made_at <= given("at"),
        or_(MONTH_SUM.c.holds_until.is_(None), MONTH_SUM.c.holds_until > given("at")),
    ),
    "EVERY_SUM": select(
        *(MONTH_SUM.c.measure, MONTH_SUM.c.begins_at, MONTH_SUM.c.ends_at, MONTH_SUM.c.made_at),
        *(MONTH_SUM.c.holds_until, MONTH_SUM.c.says),
    ).where(_of_us),
    "NEWEST_OF_NOBODY": select(func.max(ENTRY.c.arrival)).where(ENTRY.c.person.is_(None)),
    "PUT_MONTH_SUM": put_in_place(MONTH_SUM),
    "TAKE_MONTH_SUMS": delete(MONTH_SUM).where(
        MONTH_SUM.c.measure.in_(each_of("measures")),
        MONTH_SUM.c.begins_at <= given("until"),
        MONTH_SUM.c.ends_at >= given("since"),
    ),
}
"""By the name that they have in `case_sql.py`."""
