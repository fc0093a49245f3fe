"""Entries about no person as their corrections leave them. Standard library only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from carelist_tui.domain.slotted import dataclass

CORRECTED = "entry.corrected"
StoryOrder = tuple[datetime, datetime, str, int]
Body = Mapping[str, Any]


class Recorded(Protocol):
    """What the fold needs of an Entry."""

    @property
    def id(self) -> str:
        """The entry's own id."""

    @property
    def type(self) -> str:
        """The public name of its type."""

    @property
    def order(self) -> StoryOrder:
        """Its place in the story."""

    @property
    def raw(self) -> Mapping[str, Any]:
        """The entry as written."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as it stands: its own id and type, its body and its place after corrections, and whose word it is."""

    id: str
    type: str
    body: Body
    at: datetime
    by: str = ""


def as_corrected(entries: Iterable[Recorded], types: Collection[str]) -> list[Told]:
    """The entries of these types in story order, each correction as if it had stood in its entry's place; what was
    struck out is left out. Whatever order they come in, duplicates harmless."""
    first: dict[str, Recorded] = {}
    for entry in sorted(entries, key=lambda entry: (entry.order, entry.id)):
        first.setdefault(entry.id, entry)
    story = list(first.values())
    corrections: dict[str, list[Recorded]] = {}
    for entry in story:
        if entry.type == CORRECTED:
            corrections.setdefault(str(_body_of(entry).get("entry")), []).append(entry)
    placed: list[tuple[StoryOrder, str, str, Body, str]] = []
    for entry in story:
        if entry.type in types:
            body, order = _standing(entry, corrections, frozenset())
            if body is not None:
                placed.append((order, entry.id, entry.type, body, _whose(entry)))
    return [Told(id, kind, body, order[0], by) for order, id, kind, body, by in sorted(placed, key=lambda row: row[:2])]


def _standing(
    entry: Recorded, corrections: Mapping[str, list[Recorded]], seen: frozenset[str]
) -> tuple[Body | None, StoryOrder]:
    """The body that stands for an entry, None when it is struck out, and its place in the story."""
    for correction in reversed(corrections.get(entry.id, [])):
        if correction.id in seen:
            continue
        says, _ = _standing(correction, corrections, seen | {entry.id, correction.id})
        if says is not None:
            replacement, moved = says.get("replacement"), moment_in(says.get("moved_to"))
            order = (moved, *entry.order[1:]) if moved else entry.order
            if isinstance(replacement, Mapping) and "body" in entry.raw:  # nothing brings back what was erased
                return replacement, order
            return (None if "replacement" in says else _body_of(entry)), order
    return _body_of(entry), entry.order


def _whose(entry: Recorded) -> str:
    """Whose word an entry is: whoever it was typed for, or who recorded it."""
    return str(entry.raw.get("on_behalf_of") or entry.raw.get("author") or "")


def _body_of(entry: Recorded) -> Body:
    body = entry.raw.get("body")
    return body if isinstance(body, Mapping) else {}


def moment_in(text: Any) -> datetime | None:
    """The moment a body gives, in UTC; None for what is none."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
