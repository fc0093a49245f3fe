"""What is asked of cases, and written there."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import ClauseElement, case, delete, insert, literal_column, select

from carelist_tui.domain.measures.case import Place
from carelist_tui.domain.measures.nameless import COUNTED_BY_ENTRY
from carelist_tui.journal.statements import Statement, each_of, given
from carelist_tui.journal.tables import CASE, UNCOUNTED

_of_person, _of_some = CASE.c.person == given("person"), CASE.c.measure.in_(each_of("measures"))
_columns = tuple(column for column in CASE.columns if column.name != "number")
_entries = case((CASE.c.measure.in_(sorted(COUNTED_BY_ENTRY)), CASE.c.entries), else_=literal_column("'[]'"))
_summed = select(
    *(CASE.c.measure, CASE.c.person, CASE.c.starts_at, CASE.c.stops_at, CASE.c.due_at, CASE.c.counted),
    *(CASE.c.excluded, CASE.c.facts, _entries, CASE.c.is_late, *(CASE.c[part.name] for part in fields(Place))),
)
"""What a sum and its breakdowns read, and nothing else: every other column costs a tenth more."""

ASKED: dict[str, ClauseElement | Statement] = {
    "UNCOUNTED": select(UNCOUNTED.c.person).order_by(UNCOUNTED.c.person),
    "IS_COUNTED": delete(UNCOUNTED).where(UNCOUNTED.c.person == given("person")),
    "PUT_CASE": insert(CASE),
    "CASES_OF": select(CASE).where(_of_person).order_by(CASE.c.measure, CASE.c.number),
    "CASES": select(*_columns).where(_of_some).order_by(CASE.c.measure, CASE.c.starts_at, CASE.c.person, CASE.c.number),
    "SUMMED_OF_SOME": _summed.where(_of_some),
    "SUMMED": _summed,
}
"""By the name that they have in `case_sql.py`."""
