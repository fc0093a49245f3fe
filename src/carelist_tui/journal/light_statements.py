"""The statements of the light reading, built from the tables; the light reading itself imports no SQLAlchemy.

`python -m carelist_tui.journal.light_statements` (in `just docs`) writes them out into `light_sql.py`, which the light
reading runs through the driver; a test fails when the two differ.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.sql.expression import FromClause

from carelist_tui.domain.dues.kinds import STANDS_OUT
from carelist_tui.domain.entries import EntryCorrected
from carelist_tui.domain.roster.laptops import LAPTOP_TYPES
from carelist_tui.domain.standards.adopted import ADOPTED as ADOPTED_TYPE
from carelist_tui.domain.worklist import WORKER_BACK
from carelist_tui.journal.rows import DUE_COLUMNS, PERSON_COLUMNS
from carelist_tui.journal.statements import Statement, each_of, given, put_in_place, put_new
from carelist_tui.journal.tables import (
    ACCESS,
    AS_STORED,
    COPIED,
    DUE,
    ENTRY,
    IDENTIFIER,
    JOINED,
    LIKENESS,
    META,
    PERSON,
    SEEN,
    SENT,
    STORY_ORDER,
)

WRITTEN_OUT = Path(__file__).with_name("light_sql.py")
ON_PERSON = tuple(PERSON.c[name] for name in PERSON_COLUMNS)
OF_DUE = (DUE.c.person, *(DUE.c[name] for name in DUE_COLUMNS))

_ASKED = or_(
    and_(DUE.c.gated, DUE.c.begins_at <= given("at")),
    and_(not_(DUE.c.gated), DUE.c.begins_at < given("opens")),
    DUE.c.due_at <= given("until"),
)
_NEWEST_AT = func.coalesce(PERSON.c.newest_at, "")
"""People are found by id, and not by the index of that column."""
_IS_HIGH = or_(PERSON.c.high, PERSON.c.high_until > given("at"))
_ON_BOARD = and_(PERSON.c.on_caseload, or_(PERSON.c.zone.in_(("red", "amber")), _IS_HIGH))
_STANDS_OUT = DUE.c.kind.in_(sorted(STANDS_OUT))


def of_adoptions() -> ColumnElement[bool]:
    """Which entries say what Standards are in force."""
    return and_(ENTRY.c.person.is_(None), ENTRY.c.type.in_((ADOPTED_TYPE, EntryCorrected.TYPE)))


def of_laptops() -> ColumnElement[bool]:
    """Which entries say which laptops belong here."""
    return and_(ENTRY.c.person.is_(None), ENTRY.c.type.in_((*LAPTOP_TYPES, EntryCorrected.TYPE)))


def _of_card(name: str) -> ColumnElement[Any]:
    return func.json_extract(PERSON.c.card, f"$.{name}")


def each_device() -> CTE:
    """Every device that an entry comes from, by the index of devices and numbers alone: a journal may be long."""
    first = select(func.min(ENTRY.c.device).label("device")).cte("one_device", recursive=True)
    later = select(func.min(ENTRY.c.device)).where(ENTRY.c.device > first.c.device).scalar_subquery()
    return first.union_all(select(later).where(first.c.device.is_not(None)))


def newest_of(device: ColumnElement[str]) -> ColumnElement[int]:
    """The greatest number of a device's entries."""
    newest = ENTRY.alias("newest")
    return select(func.max(newest.c.seq)).where(newest.c.device == device).scalar_subquery()


def of_handovers() -> Select[tuple[str, ...]]:
    """Every handover that is not closed, with whose it is."""
    one = func.json_each(PERSON.c.state, "$.handovers").table_valued("value", name="one")

    def part(name: str) -> ColumnElement[str]:
        return func.json_extract(one.c.value, f"$.{name}")

    said = [part(name) for name in ("id", "direction", "kind", "to_team", "complete_by", "sender", "there")]
    said.append(func.coalesce(part("sent_again.order[0]"), part("sent.order[0]")))
    open_ones = (part("closed").is_(None), PERSON.c.on_caseload)
    return select(PERSON.c.id, *said).select_from(PERSON, one).where(*open_ones)


def _newest_of_devices() -> Select[tuple[str, int, str, str]]:
    each = each_device()
    is_ours = func.json_extract(ENTRY.c.envelope, "$.origin").is_(None)
    by = case((is_ours, func.json_extract(ENTRY.c.envelope, "$.author")), else_="")
    here = and_(ENTRY.c.device == each.c.device, ENTRY.c.seq == newest_of(each.c.device))
    return select(ENTRY.c.device, ENTRY.c.seq, ENTRY.c.recorded_at, by).select_from(each.join(ENTRY, here))


def _recorded_since() -> Select[tuple[str]]:
    """About whom anything was recorded since a moment: back from each device's newest entry, whose numbers go up as it
    records, so that a long journal is not read through. Not those of whom all there is came in one act: an import."""
    each = each_device()
    here = and_(ENTRY.c.device == each.c.device, ENTRY.c.seq == newest_of(each.c.device))
    newest = select(ENTRY.c.device, ENTRY.c.seq, ENTRY.c.person, ENTRY.c.recorded_at).select_from(
        each.join(ENTRY, here)
    )
    back = newest.where(ENTRY.c.recorded_at >= given("since")).cte("back", recursive=True)
    older, one = ENTRY.alias("older"), ENTRY.alias("one")
    number = select(func.max(older.c.seq)).where(older.c.device == back.c.device, older.c.seq < back.c.seq)
    there = and_(one.c.device == back.c.device, one.c.seq == number.scalar_subquery())
    before = select(one.c.device, one.c.seq, one.c.person, one.c.recorded_at).select_from(back.join(one, there))
    back = back.union_all(before.where(one.c.recorded_at >= given("since")))
    whole = select(func.count()).where(ENTRY.c.person == back.c.person).scalar_subquery()
    in_one_act = and_(func.count() == whole, func.min(back.c.recorded_at) == func.max(back.c.recorded_at))
    stays = select(JOINED.c.person).where(JOINED.c.record == back.c.person).scalar_subquery()
    told = select(func.coalesce(stays, back.c.person)).where(back.c.person.is_not(None))
    return told.group_by(back.c.person).having(not_(in_one_act))


def _alike() -> Select[tuple[str, str, str, str]]:
    """Who is known by what somebody is known by: the other, the key, and the NHS numbers of both."""
    own, other = LIKENESS.alias("own"), LIKENESS.alias("other")
    here = and_(other.c.key == own.c.key, other.c.person != own.c.person)
    asked = select(other.c.person, own.c.key, own.c.number, other.c.number).select_from(own.join(other, here))
    return asked.where(own.c.person == given("person")).order_by(own.c.key.desc(), other.c.person)


def _of_records(person: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether an entry is told of a person: in their own record, or in one that was joined into it."""
    others = select(JOINED.c.record).where(JOINED.c.person == person)
    return or_(ENTRY.c.person == person, ENTRY.c.person.in_(others))


def _grown() -> Select[tuple[str, int]]:
    """Somebody's identifier, and a number that is another once their story has another entry."""
    newest = select(func.max(ENTRY.c.arrival)).where(_of_records(PERSON.c.id)).scalar_subquery()
    return select(PERSON.c.ref, newest).where(PERSON.c.id == given("person"))


def _were_folders_used() -> Select[tuple[bool]]:
    def any_in(table: Table | FromClause) -> ColumnElement[bool]:
        return exists(select(literal(1)).select_from(table))

    return select(or_(any_in(SEEN), any_in(SENT)))


def _looks(*about: str) -> Statement:
    asked = select(ACCESS).where(*(ACCESS.c[name] == given(name) for name in about))
    return Statement(asked.order_by(ACCESS.c.number.desc()))


_people = select(PERSON.c.id, PERSON.c.ref, PERSON.c.on_caseload, PERSON.c.zone, PERSON.c.tier, PERSON.c.team)
_caseloads = select(PERSON.c.coordinator, func.count()).where(PERSON.c.on_caseload, PERSON.c.coordinator.is_not(None))
_same_entry = (ENTRY.c.device == given("device"), ENTRY.c.seq == given("seq"), ENTRY.c.hash == given("hash"))

STATEMENTS: Mapping[str, Statement] = {
    "OWED": Statement(select(*OF_DUE).where(_ASKED)),
    "OUT": Statement(select(*OF_DUE).where(DUE.c.person == "", DUE.c.kind == WORKER_BACK)),
    "CONCERNED": Statement(
        select(*ON_PERSON).where(PERSON.c.id.in_(select(DUE.c.person).where(_ASKED)), given("at") >= _NEWEST_AT)
    ),
    "AHEAD": Statement(select(PERSON.c.id, PERSON.c.ref).where(PERSON.c.newest_at > given("at"))),
    "CARD": Statement(select(PERSON.c.card, PERSON.c.newest_at, PERSON.c.ref).where(PERSON.c.id == given("person"))),
    "NAMESAKES": Statement(
        select(PERSON.c.id).where(PERSON.c.ref == given("ref"), PERSON.c.id != given("person")).order_by(PERSON.c.id)
    ),
    "ALIKE": Statement(_alike()),
    "STORY": Statement(select(*AS_STORED).where(_of_records(given("person"))).order_by(*STORY_ORDER)),
    "ADOPTED": Statement(select(*AS_STORED).where(of_adoptions())),
    "META": Statement(select(META.c.name, META.c.value)),
    "NEWEST": Statement(select(func.max(ENTRY.c.recorded_at))),
    "HOLDS": Statement(select(literal(1)).where(ENTRY.c.id == given("id"))),
    "HOLDS_AS_WRITTEN": Statement(select(literal(1)).where(*_same_entry)),
    "STANDS_OUT": Statement(select(*OF_DUE).where(_STANDS_OUT)),
    "ON_BOARD": Statement(
        select(*ON_PERSON, _ON_BOARD, _of_card("zone_since"), _of_card("bearings")).where(
            or_(
                _ON_BOARD,
                PERSON.c.id.in_(select(DUE.c.person).where(_STANDS_OUT)),
                PERSON.c.id.in_(each_of("people")),
            )
        )
    ),
    "HANDOVERS": Statement(of_handovers()),
    "PEOPLE": Statement(
        _people.add_columns(PERSON.c.coordinator, PERSON.c.state).order_by(
            PERSON.c.family_key, PERSON.c.given_key, PERSON.c.id
        )
    ),
    "REFS": Statement(select(IDENTIFIER.c.person, IDENTIFIER.c.ref)),
    "CASELOADS": Statement(_caseloads.group_by(PERSON.c.coordinator)),
    "NEWEST_OF_DEVICES": Statement(_newest_of_devices()),
    "OF_LAPTOPS": Statement(select(ENTRY.c.id, ENTRY.c.type, *AS_STORED).where(of_laptops())),
    "RECORDED_SINCE": Statement(_recorded_since()),
    "GROWN": Statement(_grown()),
    "WERE_FOLDERS_USED": Statement(_were_folders_used()),
    "SENT_UPTO": Statement(select(func.max(SENT.c.last)).where(SENT.c.device == given("device"))),
    "LAST_LOOK": Statement(select(ACCESS.c.number, ACCESS.c.hash).order_by(ACCESS.c.number.desc()).limit(1)),
    "KEEP_LOOK": put_new(ACCESS, *ACCESS.columns.keys()),
    "LOOKS": _looks(),
    "LOOKS_ABOUT": _looks("person"),
    "LOOKS_BY": _looks("worker"),
    "LOOKS_ABOUT_BY": _looks("person", "worker"),
    "COPIES": Statement(select(COPIED.c.entry, COPIED.c.at).where(COPIED.c.worker == given("worker"))),
    "KEEP_COPY": put_in_place(COPIED),
}
"""By the name that they have in `light_sql.py`."""

_HEAD = '"""What the light reading asks, as the driver takes it: written from `light_statements.py`."""\n'


def written_out() -> str:
    """The text of `light_sql.py`."""
    parts = (f'{name} = """\n{_folded(each.sql)}\n"""\n' for name, each in sorted(STATEMENTS.items()))
    return "\n".join([_HEAD, *parts])


def _folded(sql: str) -> str:
    return textwrap.fill(sql, 118, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def main() -> None:
    """Writes `light_sql.py` anew."""
    WRITTEN_OUT.write_text(written_out(), encoding="utf-8")


if __name__ == "__main__":
    main()
