"""How a fold rule is registered: one small function per entry type, found by the body's class."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.person.facts import Fact, Mark
from carelist_tui.domain.person.state import PersonState

F = TypeVar("F", bound=Callable[..., None])
RULES: dict[str, Callable[[PersonState, Entry, Any], None]] = {}


def folds(*kinds: type[Body]) -> Callable[[F], F]:
    """Registers the rule by which entries of these types change a person's state."""

    def register(rule: F) -> F:
        for kind in kinds:
            RULES[kind.TYPE] = rule
        return rule

    return register


def fact(entry: Entry) -> Fact:
    """The bare fact that this entry is there."""
    return Fact(entry.id, entry.order, entry.clock_at)


def set_thing(state: PersonState, entry: Entry, value: str) -> bool:
    """Notes that this entry sets a thing, and says whether that leaves two versions of it (records.md, Conflict).

    Entries that this one had seen, or that had seen this one, are settled by it.
    """
    thing = entry.body.thing() if entry.body else None
    if thing is None:
        return False
    known = state.marks.get(thing, [])
    kept = [mark for mark in known if mark.id not in entry.replaces and entry.id not in mark.replaces]
    inherited = [other for mark in known if entry.id in mark.replaces for other in mark.replaces if other != entry.id]
    replaces = [*entry.replaces, *inherited]
    state.marks[thing] = [*kept, Mark(entry.id, entry.order, entry.clock_at, entry.type, value, replaces)]
    return state.thing_is_disputed(thing)


def reached(through: Mapping[str, Iterable[str]], replaces: Iterable[str]) -> tuple[str, ...]:
    """What an entry replaces, and through a struck one what that had replaced: A<-B<-C with B struck is A<-C.
    `through` says of each that was struck what it had replaced."""
    found: dict[str, None] = {}
    asked = list(replaces)
    while asked:
        id = asked.pop(0)
        if id not in found:
            found[id] = None
            asked += through.get(id, ())
    return tuple(found)


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two dates, where there are two."""
    return min(one, other) if one and other else one or other


def whole(body: Body) -> str:
    """All that a body says, as one value: two plans are the same only where nothing differs."""
    return hashlib.sha256(body.model_dump_json(by_alias=True, exclude_unset=True).encode()).hexdigest()
