"""What is asked of cases, and written there."""

from __future__ import annotations

from sqlalchemy import ClauseElement, delete, func, insert, select

from carelist_tui.journal.statements import Statement, each_of, given
from carelist_tui.journal.tables import CASE, UNCOUNTED

_of_person, _of_some = CASE.c.person == given("person"), CASE.c.measure.in_(each_of("measures"))
_columns = tuple(column for column in CASE.columns if column.name != "number")
_summed = select(
    *(CASE.c.measure, CASE.c.person, CASE.c.starts_at, CASE.c.stops_at, CASE.c.due_at, CASE.c.counted),
    *(CASE.c.excluded, CASE.c.zone, CASE.c.facts, CASE.c.is_late),
)
"""The columns that a sum over everybody reads, and nothing else: every other one costs a tenth more."""

ASKED: dict[str, ClauseElement | Statement] = {
    "UNCOUNTED": select(UNCOUNTED.c.person).order_by(UNCOUNTED.c.person),
    "STILL_TO_COUNT": select(func.count()).select_from(UNCOUNTED),
    "IS_COUNTED": delete(UNCOUNTED).where(UNCOUNTED.c.person == given("person")),
    "PUT_CASE": insert(CASE),
    "TAKE_CASES_OF": delete(CASE).where(_of_person),
    "CASES_OF": select(CASE).where(_of_person).order_by(CASE.c.measure, CASE.c.number),
    "CASES": select(*_columns).where(_of_some).order_by(CASE.c.measure, CASE.c.starts_at, CASE.c.person, CASE.c.number),
    "SUMMED_OF_SOME": _summed.where(_of_some),
    "SUMMED": _summed,
}
"""By the name that they have in `case_sql.py`."""
