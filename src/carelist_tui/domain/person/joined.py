"""Two records of one person (records.md, persons.joined): which of them stays, and how what both say is put together.

A record is the story that begins with its own acceptance; each entry keeps the record it was written in. Until the
join itself, in story order, they are told apart: a leaving of one of them ends nothing of the other, and a yes in one
answers no refusal in the other. What stands of both then is united, the safer of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import PersonDetailsUpdated, PersonsJoined, Phone
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Join, Mark
from carelist_tui.domain.person.fold_rules import folds
from carelist_tui.domain.person.state import PersonState

THING = "joined"


def joins_in(story: Iterable[Entry]) -> list[Entry]:
    """Of the entries of a story as they stand, the joins that count: none of another team, and none that a later one
    replaces."""
    joins = [each for each in story if isinstance(each.body, PersonsJoined) and each.origin is None and each.person]
    replaced = {id for each in joins for id in each.replaces}
    return [each for each in joins if each.id not in replaced]


def records_joined(joins: Iterable[Entry]) -> dict[str, str]:
    """By the record that ends, the one that stays, through every join between them.

    Of joins that contradict each other the first in story order counts: a record ends once, and none of two ends in the
    other where that ends in it.
    """
    into: dict[str, str] = {}
    for join in sorted(joins, key=lambda each: each.order):
        if isinstance(join.body, PersonsJoined) and join.person and join.person not in into:
            if stays(into, join.body.into) != join.person:
                into[join.person] = join.body.into
    return {record: stays(into, record) for record in into}


def stays(into: Mapping[str, str], record: str) -> str:
    """The record that stays of the one this was joined into, and so on; itself where it was joined into none."""
    while record in into:
        record = into[record]
    return record


def record_of(state: PersonState, entry: Entry) -> str:
    """In which record an entry counts, now that some are joined."""
    return stays({ended: join.into for ended, join in state.joins.items()}, entry.person or state.person)


def learn(state: PersonState, entry: Entry, said: Mapping[str, Any]) -> PersonDetailsUpdated:
    """Who they are once an entry says this of one of their records."""
    if not state.records:
        return state.identity.model_copy(update=said)
    record = record_of(state, entry)
    known = state.told_apart.get(record, PersonDetailsUpdated())
    state.told_apart[record] = known.model_copy(update=said)
    return _united(state)


def _united(state: PersonState) -> PersonDetailsUpdated:
    """What all records say: of the one that stays first, filled from the others in the order of their ids."""
    of_others = sorted((record, told) for record, told in state.told_apart.items() if record != state.person)
    united = state.told_apart.get(state.person, PersonDetailsUpdated())
    for _, told in of_others:
        united = filled(united, told)
    return united


def filled(own: PersonDetailsUpdated, other: PersonDetailsUpdated) -> PersonDetailsUpdated:
    """What one record says, with what only the other says; lists of both; of two warnings the one that forbids more."""
    update: dict[str, Any] = {}
    for name in type(own).model_fields:
        said, more = getattr(own, name), getattr(other, name)
        if more is None or more == said:
            continue
        if said is None:
            update[name] = more
        elif name == "phones":
            update[name] = _phones(said, more)
        elif isinstance(said, tuple):
            update[name] = (*said, *(each for each in more if each not in said))
        elif isinstance(said, dict):
            update[name] = {**more, **said}
        elif isinstance(said, bool):
            update[name] = said or more
    return own.model_copy(update=update)


_VOICEMAIL = {"no": 0, "unknown": 1, "yes": 2}


def _phones(own: Iterable[Phone], others: Iterable[Phone]) -> tuple[Phone, ...]:
    known = {each.number: each for each in own}
    for each in others:
        same = known.get(each.number)
        known[each.number] = each if same is None else same.model_copy(update={
            "unsafe": same.unsafe or each.unsafe,
            "text_ok": same.text_ok and each.text_ok,
            "voicemail": min(same.voicemail, each.voicemail, key=_VOICEMAIL.__getitem__),
            "label": same.label or each.label,
        })  # fmt: skip
    return tuple(known.values())


def begin(state: PersonState, entry: Entry) -> None:
    """A record of theirs begins, or begins anew: they are on the caseload by it."""
    if state.records:
        record = record_of(state, entry)
        state.open_records = [*(each for each in state.open_records if each != record), record]


def end(state: PersonState, entry: Entry) -> bool:
    """A record of theirs ends, as they leave by it; gives whether they leave by that: no other record is open."""
    if not state.records:
        return True
    record = record_of(state, entry)
    state.open_records = [each for each in state.open_records if each != record]
    return not state.open_records


@folds(PersonsJoined)
def persons_joined(state: PersonState, entry: Entry, body: PersonsJoined) -> None:
    """From here on both are one. Joined both ways, or into two others: a conflict, and the first counts."""
    record, into = str(entry.person), {ended: join.into for ended, join in state.joins.items()}
    before = state.joins.get(record) or (state.joins.get(body.into) if stays(into, body.into) == record else None)
    if before is not None:
        if (before.ended, before.into) != (record, body.into):
            _dispute(state, before, entry, body)
        return
    if record not in state.records and record != state.person:
        return
    state.joins[record] = Join(entry.id, entry.order, entry.clock_at, record, body.into)
    whole = record_of(state, entry)
    if record in state.told_apart:
        other = state.told_apart.pop(record)
        state.told_apart[whole] = filled(state.told_apart.get(whole, PersonDetailsUpdated()), other)
    state.open_records = list(dict.fromkeys(whole if each == record else each for each in state.open_records))
    for consent in state.sharing:
        consent.record = whole if consent.record == record else consent.record


def _dispute(state: PersonState, before: Join, entry: Entry, body: PersonsJoined) -> None:
    first = Mark(
        before.id,
        before.order,
        before.clock,
        entry.type,
        tr("{ended} into {into}", ended=before.ended, into=before.into),
        [],
    )
    second = Mark(
        entry.id,
        entry.order,
        entry.clock_at,
        entry.type,
        tr("{person} into {into}", person=entry.person, into=body.into),
        [],
    )
    state.marks[THING] = [*(state.marks.get(THING) or [first]), second]
