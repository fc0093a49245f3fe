"""Writing people's rows: what stayed as it was is not touched, and those who share an identifier are told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.namesake import Namesake, alike_among, of_identifier
from carelist_tui.domain.person import load_state
from carelist_tui.domain.person.duplicates import likeness_of
from carelist_tui.domain.roster import Staff
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.projection.behind import read_behind
from carelist_tui.journal.projection.people import Projected, Values, rows_of
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.person_sql import (
    ALIKE,
    DUE_NAMES,
    DUE_ROWS,
    LIKE,
    LIKENESS_OF,
    NAMESAKES,
    PERSON_NAMES,
    PERSON_ROW,
    PUT_DUE,
    PUT_IDENTIFIER,
    PUT_LIKENESS,
    PUT_PERSON,
    PUT_UNCOUNTED,
    SET_PERSON,
    STATE_OF,
    TAKE_DUE,
    TAKE_IDENTIFIERS,
    TAKE_LIKENESS,
    WITH_REF,
)
from carelist_tui.journal.sql_text import named
from carelist_tui.vault.connection import Connection

_OWNER = DUE_NAMES.index("named_owner")
_AT_ONCE = 200
"""People whose rows are written together: bounds the memory of a rebuild."""


def write_people(connection: Connection, people: Iterable[Projected], standards: Standards, staff: Staff) -> set[str]:
    """Puts these people's rows in place of those they had. `staff` says who works here.

    Gives the workers who may hold more, or fewer, people by it.
    """
    remaining = iter(people)
    written, to_tell, workers = set[str](), set[str](), set[str]()
    while part := list(islice(remaining, _AT_ONCE)):
        ids = {each.state.person for each in part}
        written |= ids
        # who was written in an earlier part does not say yet what came with this one
        to_tell = (to_tell | _write_part(connection, part, standards, staff, workers)) - ids
    if to_tell:
        to_tell -= read_behind(connection).keys() - written
        others = (load_projected(connection, person) for person in sorted(to_tell))
        workers |= write_people(connection, (each for each in others if each), standards, staff)
    return workers


def load_projected(connection: Connection, person: str) -> Projected | None:
    """The person as they are projected, or None."""
    text = STATE_OF.value(connection, person=person)
    with reading_stored():
        if text is None:
            return None
        state = load_state(text)
    return Projected(state, set(), False)


def _write_part(
    connection: Connection, part: list[Projected], standards: Standards, staff: Staff, workers: set[str]
) -> set[str]:
    """Writes them; gives those whose namesakes changed by it: they share an identifier that came, or went."""
    ids = [each.state.person for each in part]
    rows = [row for person in ids for row in PERSON_ROW.rows(connection, person=person)]
    before = {row["id"]: row for row in (named(PERSON_NAMES, each) for each in rows)}
    sharing, moved = _sharing(connection, part, {person: str(row["ref"]) for person, row in before.items()})
    alike = _write_likeness(connection, part)
    made = []
    for each in part:
        namesakes = namesakes_among(connection, each, sharing)
        made.append(rows_of(stand_on(each.state, standards, staff, namesakes)))
    workers |= _write_rows(connection, before, [person for person, _ in made])
    workers |= write_dues(connection, ids, [row for _, dues in made for row in dues])
    _write_refs(connection, part)
    PUT_UNCOUNTED.run(connection, [{"person": person} for person in ids])
    return alike | {person for ref in moved for person in sharing.get(ref, ())}


def _write_likeness(connection: Connection, part: list[Projected]) -> set[str]:
    """Puts what these people are known by in place of what they were; gives everybody who was, or is, known by the
    same."""
    to_tell = set[str]()
    for each in part:
        person = each.state.person
        before = set(LIKENESS_OF.rows(connection, person=person))
        after = set(likeness_of(each.state.identity))
        if before == after:
            continue
        TAKE_LIKENESS.run(connection, [{"person": person}])
        if after:
            PUT_LIKENESS.run(connection, [{"key": key, "person": person, "number": n} for key, n in sorted(after)])
        for key in {key for key, _ in before | after}:
            to_tell.update(LIKE.values(connection, key=key))
    return to_tell


def namesakes_among(
    connection: Connection, projected: Projected, sharing: Mapping[str, set[str]]
) -> tuple[Namesake, ...]:
    """Who else has their identifier, of these, or may be the same person."""
    person = projected.state.person
    same = sorted(sharing.get(projected.ref, set()) - {person})
    return (*of_identifier(same), *_alike(connection, person))


def _alike(connection: Connection, person: str) -> tuple[Namesake, ...]:
    return alike_among(ALIKE.rows(connection, person=person))


def _sharing(
    connection: Connection, part: list[Projected], before: dict[str, str]
) -> tuple[dict[str, set[str]], set[str]]:
    """(who has each identifier, once these are written; the identifiers that change hands)."""
    now = {each.state.person: each.ref for each in part}
    sharing = who_has(connection, {*now.values(), *before.values()}, now)
    changed = [person for person, ref in now.items() if before.get(person) != ref]
    return sharing, {ref for person in changed for ref in (now[person], before.get(person)) if ref}


def who_has(connection: Connection, refs: set[str], besides: Mapping[str, str] | None = None) -> dict[str, set[str]]:
    """The people who have each of these identifiers now; `besides` are rows (person, identifier) not yet written."""
    stored = {person: ref for ref in sorted(refs - {""}) for (person,) in WITH_REF.rows(connection, ref=ref)}
    sharing: dict[str, set[str]] = {}
    for person, ref in (stored | dict(besides or {})).items():
        if ref:
            sharing.setdefault(ref, set()).add(person)
    return sharing


def _write_rows(connection: Connection, before: dict[str, Values], people: list[Values]) -> set[str]:
    """Only the columns that changed: an index that does not stays as it is. Gives the coordinators who hold more, or
    fewer, people."""
    workers = set[str]()
    if come := [row for row in people if row["id"] not in before]:
        PUT_PERSON.run(connection, come)
    for row in people:
        stored = before.get(row["id"], row)
        if changed := {name: value for name, value in row.items() if stored[name] != value}:
            SET_PERSON.some(connection, str(row["id"]), changed)
        if row["id"] not in before or "coordinator" in changed or "on_caseload" in changed:
            workers |= {each["coordinator"] for each in (stored, row) if each["coordinator"]}
    return workers


def write_dues(connection: Connection, people: list[str], dues: list[Values]) -> set[str]:
    """Puts these rows in place of those that stand for these people; gives the workers whom any of them names."""
    before = {row[:2]: row for person in people for row in DUE_ROWS.rows(connection, person=person)}
    after = {(row["person"], row["key"]): row for row in dues}
    same = {place for place, row in after.items() if before.get(place) == tuple([row[name] for name in DUE_NAMES])}
    if gone := [{"whose": place[0], "which": place[1]} for place in before if place not in same]:
        TAKE_DUE.run(connection, gone)
    if come := [row for place, row in after.items() if place not in same]:
        PUT_DUE.run(connection, come)
    named = {before[place][_OWNER] for place in before if place not in same}
    return {worker for worker in (*named, *(row["named_owner"] for row in come)) if worker}


def _write_refs(connection: Connection, people: list[Projected]) -> None:
    afresh = [each.state.person for each in people if each.afresh]
    if afresh:
        TAKE_IDENTIFIERS.run(connection, [{"person": person} for person in afresh])
    rows = [{"ref": ref, "person": each.state.person} for each in people for ref in sorted(each.refs)]
    if rows:
        PUT_IDENTIFIER.run(connection, rows)


def namesakes_of(connection: Connection, person: str, ref: str) -> tuple[Namesake, ...]:
    """The other people who have this identifier now, and who may be the same person."""
    same = NAMESAKES.values(connection, ref=ref, person=person) if ref else ()
    return (*of_identifier(same), *_alike(connection, person))
