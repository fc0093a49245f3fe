"""What is asked of the projections, and written there."""

from __future__ import annotations

from sqlalchemy import ClauseElement, delete, exists, func, insert, or_, select, update

from carelist_tui.domain.dues.kinds import OWN_WORDS
from carelist_tui.journal.light_statements import STATEMENTS
from carelist_tui.journal.rows import DUE_COLUMNS, PERSON_COLUMNS
from carelist_tui.journal.statements import Statement, each_of, given, put_in_place, put_once
from carelist_tui.journal.tables import (
    CASE,
    DUE,
    IDENTIFIER,
    JOINED,
    LIKENESS,
    META,
    MONTH_SUM,
    PERSON,
    PROJECTED,
    UNCOUNTED,
)

_of_person = PERSON.c.id == given("person")
_workers = each_of("workers")
_named = func.json_each(given("named")).table_valued("value", name="named")
"""Words as they stand in what was folded, in their quotes."""
_hers = (PERSON.c.coordinator == given("worker"), PERSON.c.on_caseload)
_passed_on = (DUE.c.named_owner == given("worker"), DUE.c.kind.not_in(sorted(OWN_WORDS)), DUE.c.person != "")
_others = [name for name in list(PERSON.columns.keys()) if name != "id"]
_kept = META.c.name == given("name")

ASKED: dict[str, ClauseElement | Statement] = {
    "IS_PERSON": select(PERSON.c.id).where(_of_person),
    "EVERYBODY": select(PERSON.c.id).order_by(PERSON.c.id),
    "PERSON_ROW": select(PERSON).where(_of_person),
    "STATE_OF": select(PERSON.c.state).where(_of_person),
    "STATE_AT": select(PERSON.c.state, PERSON.c.newest_at).where(_of_person),
    "STANDING": select(PERSON.c.card, PERSON.c.state, *(PERSON.c[name] for name in PERSON_COLUMNS)),
    "MAY_BE_MISSED": select(PERSON.c.id).where(or_(PERSON.c.episode.is_not(None), PERSON.c.newest_at > given("at"))),
    "WITH_REF": select(PERSON.c.id).where(PERSON.c.ref == given("ref")),
    "NAMESAKES": STATEMENTS["NAMESAKES"],
    "COORDINATED": select(PERSON.c.coordinator, PERSON.c.id).where(
        PERSON.c.coordinator.in_(_workers), PERSON.c.on_caseload
    ),
    "COORDINATED_BESIDES": select(func.count()).where(*_hers, PERSON.c.id.not_in(each_of("touched"))),
    "PUT_PERSON": insert(PERSON),
    "SET_PERSON": update(PERSON).where(PERSON.c.id == given("key_")).values({name: given(name) for name in _others}),
    "DUES": select(*(DUE.c[name] for name in DUE_COLUMNS)),
    "DUE_ROWS": select(DUE).where(DUE.c.person == given("person")),
    "DUE_KINDS": select(DUE.c.kind).distinct(),
    "NAMING": select(PERSON.c.id).where(exists().where(func.instr(PERSON.c.state, _named.c.value) > 0)),
    "NAMED_OWNERS": select(DUE.c.named_owner, DUE.c.person).where(DUE.c.named_owner.in_(_workers)).distinct(),
    "PASSED_ON_BESIDES": select(func.count()).where(*_passed_on, DUE.c.person.not_in(each_of("touched"))),
    "CONFLICTS": select(func.count()).where(DUE.c.kind == "conflict"),
    "PUT_DUE": insert(DUE),
    "TAKE_DUE": delete(DUE).where(DUE.c.person == given("whose"), DUE.c.key == given("which")),
    "WITH_IDENTIFIER": select(IDENTIFIER.c.person).where(IDENTIFIER.c.ref == given("ref")),
    "LIKE_IDENTIFIER": select(IDENTIFIER.c.person).where(func.lower(func.trim(IDENTIFIER.c.ref)) == given("ref")),
    "IDENTIFIERS": select(IDENTIFIER.c.ref, IDENTIFIER.c.person),
    "PUT_IDENTIFIER": put_once(IDENTIFIER),
    "TAKE_IDENTIFIERS": delete(IDENTIFIER).where(IDENTIFIER.c.person == given("person")),
    "ALIKE": STATEMENTS["ALIKE"],
    "LIKENESS_OF": select(LIKENESS.c.key, LIKENESS.c.number).where(LIKENESS.c.person == given("person")),
    "LIKE": select(LIKENESS.c.person).where(LIKENESS.c.key == given("key")),
    "LIKE_WITH_REF": select(LIKENESS.c.person, PERSON.c.ref)
    .join_from(LIKENESS, PERSON, PERSON.c.id == LIKENESS.c.person)
    .where(LIKENESS.c.key == given("key"))
    .order_by(LIKENESS.c.person),
    "PUT_LIKENESS": insert(LIKENESS),
    "TAKE_LIKENESS": delete(LIKENESS).where(LIKENESS.c.person == given("person")),
    "RECORDS_OF": select(JOINED.c.record).where(JOINED.c.person == given("person")).order_by(JOINED.c.record),
    "STAYS": select(JOINED.c.person).where(JOINED.c.record == given("record")),
    "RECORDS_INTO": select(JOINED.c.record, JOINED.c.person),
    "PUT_JOINED": insert(JOINED),
    "TAKE_JOINED": delete(JOINED),
    "PUT_UNCOUNTED": put_once(UNCOUNTED),
    "TAKE_CASES": delete(CASE).where(CASE.c.person == given("person")),
    "TAKE_EVERY_SUM": delete(MONTH_SUM),
    "META": STATEMENTS["META"],
    "KEPT": select(META.c.value).where(_kept),
    "KEPT_TWO": select(META.c.name, META.c.value).where(
        or_(META.c.name == given("one"), META.c.name == given("other"))
    ),
    "KEEP": put_in_place(META),
    "TAKE_KEPT": delete(META).where(_kept),
    "TAKE_KEPT_AS": delete(META).where(_kept, META.c.value == given("value")),
}
"""By the name that they have in `person_sql.py`."""

ROWS_OF_PERSON = tuple(
    Statement(delete(column.table).where(column == given("person")))
    for column in (
        *(PERSON.c.id, DUE.c.person, IDENTIFIER.c.person, LIKENESS.c.person),
        *(CASE.c.person, UNCOUNTED.c.person),
    )
)
PROJECTIONS = tuple(Statement(delete(table)) for table in PROJECTED)
PERSON_NAMES, DUE_NAMES = tuple(PERSON.columns.keys()), tuple(DUE.columns.keys())
