"""Writing people's rows: what stayed as it was is not touched, and those who share an identifier are told of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, insert, select

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.person import load_state
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.projection.people import Projected, Values, rows_of
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.tables import DUE, IDENTIFIER, PERSON

# Built once: building a statement costs more than running it.
_STATE = select(PERSON.c.state).where(PERSON.c.id == bindparam("person"))
_REFS_OF = select(PERSON.c.id, PERSON.c.ref).where(PERSON.c.id.in_(bindparam("people", expanding=True)))
_WITH_REFS = select(PERSON.c.id, PERSON.c.ref).where(PERSON.c.ref.in_(bindparam("refs", expanding=True)))
_DUES_OF = select(DUE).where(DUE.c.person.in_(bindparam("people", expanding=True)))
_PUT_PERSON = insert(PERSON).prefix_with("OR REPLACE")
_PUT_REF = insert(IDENTIFIER).prefix_with("OR IGNORE")
_PUT_DUE = insert(DUE)
_TAKE_DUE = delete(DUE).where(DUE.c.person == bindparam("whose"), DUE.c.key == bindparam("which"))
_AT_ONCE = 200
"""People whose rows are written together: bounds the memory of a rebuild."""


def write_people(
    connection: Connection, people: Iterable[Projected], standards: Standards, left: frozenset[str]
) -> None:
    """Puts these people's rows in place of those they had. `left` are the workers who no longer work here."""
    remaining = iter(people)
    written: set[str] = set()
    to_tell: set[str] = set()
    while part := list(islice(remaining, _AT_ONCE)):
        written |= {each.state.person for each in part}
        to_tell |= _write_part(connection, part, standards, left)
    others = [load_projected(connection, person) for person in sorted(to_tell - written)]
    if others:
        write_people(connection, [each for each in others if each], standards, left)


def load_projected(connection: Connection, person: str) -> Projected | None:
    """The person as they are projected, or None."""
    text = connection.execute(_STATE, {"person": person}).scalar()
    with reading_stored():
        if text is None:
            return None
        state = load_state(text)
    return Projected(state, set(), False, state.identity.ref or "")


def _write_part(connection: Connection, part: list[Projected], standards: Standards, left: frozenset[str]) -> set[str]:
    """Writes them; gives those whose namesakes changed by it: they share an identifier that came, or went."""
    sharing, moved = _sharing(connection, part)
    made = []
    for each in part:
        namesakes = tuple(sorted(sharing.get(each.ref, set()) - {each.state.person}))
        made.append(rows_of(stand_on(each.state, standards, left, namesakes)))
    connection.execute(_PUT_PERSON, [person for person, _ in made])
    _write_dues(connection, [person["id"] for person, _ in made], [row for _, dues in made for row in dues])
    _write_refs(connection, part)
    return {person for ref in moved for person in sharing.get(ref, ())}


def _sharing(connection: Connection, part: list[Projected]) -> tuple[dict[str, set[str]], set[str]]:
    """(who has each identifier, once these are written; the identifiers that change hands)."""
    now = {each.state.person: each.ref for each in part}
    unsure = [each.state.person for each in part if each.ref_before is None]
    before = {each.state.person: each.ref_before for each in part if each.ref_before is not None}
    if unsure:
        before |= {row.id: row.ref for row in connection.execute(_REFS_OF, {"people": unsure})}
    refs = sorted({*now.values(), *before.values()} - {""})
    holders = {row.id: row.ref for row in connection.execute(_WITH_REFS, {"refs": refs})} | now
    sharing: dict[str, set[str]] = {}
    for person, ref in holders.items():
        if ref:
            sharing.setdefault(ref, set()).add(person)
    changed = [person for person, ref in now.items() if before.get(person) != ref]
    return sharing, {ref for person in changed for ref in (now[person], before.get(person)) if ref}


def _write_dues(connection: Connection, people: list[str], dues: list[Values]) -> None:
    stored = connection.execute(_DUES_OF, {"people": people}).mappings()
    before = {(row["person"], row["key"]): dict(row) for row in stored}
    after = {(row["person"], row["key"]): row for row in dues}
    if gone := [{"whose": place[0], "which": place[1]} for place, row in before.items() if after.get(place) != row]:
        connection.execute(_TAKE_DUE, gone)
    if come := [row for place, row in after.items() if before.get(place) != row]:
        connection.execute(_PUT_DUE, come)


def _write_refs(connection: Connection, people: list[Projected]) -> None:
    afresh = [each.state.person for each in people if each.afresh]
    if afresh:
        connection.execute(delete(IDENTIFIER).where(IDENTIFIER.c.person.in_(afresh)))
    rows = [{"ref": ref, "person": each.state.person} for each in people for ref in sorted(each.refs)]
    if rows:
        connection.execute(_PUT_REF, rows)


def namesakes_of(connection: Connection, person: str, ref: str) -> tuple[str, ...]:
    """The other people who have this identifier now."""
    asked = select(PERSON.c.id).where(PERSON.c.ref == ref, PERSON.c.id != person).order_by(PERSON.c.id)
    return tuple(connection.execute(asked).scalars()) if ref else ()
