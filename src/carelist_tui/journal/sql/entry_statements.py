"""What is asked of the journal itself, and written to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ClauseElement, and_, delete, exists, func, literal_column, not_, null, select, update

from carelist_tui.domain.entries import EntryCorrected, EntryErased, PersonsJoined, WorkerAdded
from carelist_tui.journal.light_statements import STATEMENTS, each_device, newest_of, of_laptops
from carelist_tui.journal.statements import Statement, each_of, given, put_new
from carelist_tui.journal.tables import AS_STORED, ENTRY, STORY_ORDER

OF_COPIES: tuple[Any, ...] = (literal_column("json_extract(entry.envelope, '$.origin') IS NOT NULL"), *STORY_ORDER)
"""Of copies of one entry ours goes before the one that another team had, as in the fold (`person/story.each_once`)."""

_whole = select(*AS_STORED)
_in_order = _whole.order_by(*STORY_ORDER)
_of_device, _at = ENTRY.c.device == given("device"), ENTRY.c.seq == given("seq")
_of_person, _of_team = ENTRY.c.person == given("person"), ENTRY.c.person.is_(None)
_among = ENTRY.c.id.in_(each_of("ids"))
_numbers = select(ENTRY.c.seq, ENTRY.c.hash).where(_of_device)
_beyond = (_of_device, ENTRY.c.seq > given("upto"))
_own, _one, _next = (ENTRY.alias(name) for name in ("own", "one", "next_one"))
_arrived = select(_own.c.arrival).where(_own.c.device == given("device"), _own.c.seq == given("seq")).scalar_subquery()
_before = _whole.where(ENTRY.c.arrival < _arrived)
_joins = select(ENTRY.c.person).where(ENTRY.c.type == PersonsJoined.TYPE)
_author, _origin = (func.json_extract(ENTRY.c.envelope, f"$.{name}") for name in ("author", "origin"))
_said_by = select(_author, func.max(ENTRY.c.recorded_at)).where(_origin.is_(None))
_of_worker = (_author == given("worker"), _origin.is_(None), ENTRY.c.recorded_at > given("after"))
_each, _counted = each_device(), ENTRY.alias("counted")
_count = select(func.count()).where(_counted.c.device == _each.c.device).scalar_subquery()
_newest = and_(ENTRY.c.device == _each.c.device, ENTRY.c.seq == newest_of(_each.c.device))
_no_next = not_(exists().where(_next.c.device == _one.c.device, _next.c.seq == _one.c.seq + 1))

ASKED: dict[str, ClauseElement | Statement] = {
    "STORY_OF": _in_order.where(_of_person),
    "STORY_OF_TEAM": _in_order.where(_of_team),
    "STORIES": select(ENTRY.c.person, *AS_STORED)
    .where(ENTRY.c.person.is_not(None))
    .order_by(ENTRY.c.person, *STORY_ORDER),
    "TOLD_OF": select(ENTRY.c.person).where(ENTRY.c.person.is_not(None)).distinct(),
    "ENTRIES_OF": select(func.count()).where(_of_person),
    "ENTRIES": select(func.count()).select_from(ENTRY),
    "NEWEST_ARRIVAL": select(func.max(ENTRY.c.arrival)),
    "NEWEST_ENTRY": select(ENTRY.c.arrival, ENTRY.c.hash).order_by(ENTRY.c.arrival.desc()).limit(1),
    "NEWEST_RECORDED": select(func.max(ENTRY.c.recorded_at)),
    "NEWEST_BY_AUTHOR": _said_by.where(ENTRY.c.recorded_at <= given("known_at")).group_by(_author),
    "RECORDED_AFTER": select(ENTRY.c.recorded_at)
    .where(*_of_worker, ENTRY.c.recorded_at <= given("known_at"), ENTRY.c.recorded_at.not_in(each_of("besides")))
    .distinct()
    .order_by(ENTRY.c.recorded_at),
    "STANDARDS_ENTRIES": STATEMENTS["ADOPTED"],
    "HOLDS": STATEMENTS["HOLDS"],
    "TEXTS_OF": _whole.where(ENTRY.c.id == given("entry")).order_by(*OF_COPIES),
    "ENVELOPES_OF": select(ENTRY.c.envelope).where(ENTRY.c.id == given("id")),
    "KINDS_OF": select(ENTRY.c.id, ENTRY.c.type, ENTRY.c.person).where(_among).order_by(*OF_COPIES),
    "MEANT": select(ENTRY.c.id, ENTRY.c.type, ENTRY.c.occurred_at, ENTRY.c.person, ENTRY.c.body.is_(None))
    .where(_among)
    .order_by(*OF_COPIES),
    "SEVERAL_TIMES": select(ENTRY.c.id).where(_among).group_by(ENTRY.c.id).having(func.count() > 1),
    "BEFORE_ABOUT_PERSON": _before.where(_of_person),
    "BEFORE_ABOUT_TEAM": _before.where(_of_team),
    "JOINS": _joins.distinct(),
    "JOIN_OF": _joins.where(ENTRY.c.person == given("record")),
    "IDS_OF_RECORD": select(ENTRY.c.id).where(ENTRY.c.person == given("record")),
    "PUT_ENTRY": put_new(ENTRY, *(name for name in list(ENTRY.columns.keys()) if name != "arrival")),
    "ERASURES": _whole.where(ENTRY.c.type == EntryErased.TYPE),
    "TEAM_CORRECTIONS": _whole.where(ENTRY.c.person.is_(given("person")), ENTRY.c.type == EntryCorrected.TYPE),
    "CORRECTIONS_OF": _whole.where(
        func.coalesce(ENTRY.c.person, "") == given("person"), ENTRY.c.type == EntryCorrected.TYPE
    ),
    "ENTRIES_NAMED": select(ENTRY.c.arrival, ENTRY.c.id, ENTRY.c.type, ENTRY.c.body.is_(None)).where(
        _among, func.coalesce(ENTRY.c.person, "") == given("person")
    ),
    "WORDLESS": select(ENTRY.c.id, ENTRY.c.type, ENTRY.c.person).where(ENTRY.c.body.is_(None)),
    "TAKE_WORDS": update(ENTRY).where(ENTRY.c.arrival == given("arrival")).values(body=null(), salt=null()),
    "DEVICES": select(ENTRY.c.device).distinct(),
    "HEADS": select(ENTRY.c.device, _count, ENTRY.c.seq, ENTRY.c.recorded_at).select_from(_each.join(ENTRY, _newest)),
    "HEAD_OF": _numbers.order_by(ENTRY.c.seq.desc()),
    "COUNT_OF_DEVICE": select(func.count()).where(_of_device),
    "HASH_AT": select(ENTRY.c.hash).where(_of_device, _at),
    "HASHES_AT": _numbers.where(ENTRY.c.seq.in_(each_of("numbers"))),
    "TEXTS_AT": _whole.where(_of_device, _at),
    "FIRST_MISSING": select(func.min(_one.c.seq)).where(_one.c.device == given("device"), _no_next),
    "RUN": select(ENTRY.c.seq, *AS_STORED)
    .where(_of_device, ENTRY.c.seq.between(given("first"), given("last")))
    .order_by(ENTRY.c.seq),
    "TEXTS_BEYOND": _whole.where(*_beyond).order_by(ENTRY.c.seq),
    "TAKE_BEYOND": delete(ENTRY).where(*_beyond),
    "LAPTOPS": _whole.where(of_laptops()),
    "FIRST_WORKERS": _whole.where(_of_team, ENTRY.c.type == WorkerAdded.TYPE).order_by(
        ENTRY.c.device != given("device"), ENTRY.c.recorded_at, ENTRY.c.device, ENTRY.c.seq
    ),
}
"""By the name that they have in `entry_sql.py`."""
