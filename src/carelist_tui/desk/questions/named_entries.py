"""Which earlier entry a record is about, where it must name one and nothing says which yet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.erased import is_erased, may_be_erased
from carelist_tui.domain.words import moment_in_full
from carelist_tui.domain.worklist import Item

Told = Mapping[str, Any]
"""One entry as a story tells it."""
MEANT = {
    "planned": ("contact.planned",),
    "episode": ("contact.missed",),
    "decision": ("decision.recorded",),
    "escalation": ("escalation.raised",),
    "action": ("action.opened",),
    "handover": ("handover.opened",),
    "crisis": ("crisis.recorded",),
    "request": ("request.received",),
    "indicator": ("indicator.agreed",),
    "improvement": ("improvement.opened",),
    "entry": tuple(kind for kind in TYPES if may_be_erased(kind)),
    "about": ("person.died", "person.admitted", "outreach.attempted", "consent.recorded", "request.received"),
}
"""Which types a field of that name can mean."""
ENDS = {"planned": ("contact.cancelled", "contact.completed", "contact.missed"), "episode": ("episode.closed",)}
"""What ends them, where it is not `subject.closed`."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An entry that could be meant: its id, and its words with when it happened."""

    id: str
    words: str


def unnamed(kind: str, item: Item | None, card: Card | None) -> list[str]:
    """The fields of this kind that must name an entry, where neither what is due nor the person's card says which."""
    said = set(item.detail) if item is not None else set()
    said |= {"episode"} if card is not None and card.episode else set()
    names = [ask.name for ask in asks_of(TYPES[kind]) if ask.kind == "id" and ask.needed and ask.name in MEANT]
    if item is not None and kind in item.resolved_by and len(names) == 1:
        return []
    return [name for name in names if name not in said]


def could_be(name: str, story: Iterable[Told], zone: ZoneInfo) -> list[Meant]:
    """The entries that a field of this name can mean: newest first, without what was struck out or has ended."""
    told = [each for each in story if not each.get("struck") and not is_erased(each)]
    ends = ENDS.get(name, (f"{name}.closed",))
    ended = {each["body"].get(name) for each in told if each["type"] in ends and not each["body"].get("occurrence")}
    found = [each for each in told if each["type"] in MEANT[name] and each["id"] not in ended]
    return [Meant(each["id"], entry_words(each, zone)) for each in sorted(found, key=lambda e: e["occurred_at"])][::-1]


def entry_words(told: Told, zone: ZoneInfo) -> str:
    """When it was, and what it says."""
    return f"{moment_in_full(datetime.fromisoformat(told['occurred_at']), zone)}  {told['in_words']}"
