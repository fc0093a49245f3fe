"""The rows of a section: one a person, with their worst Due; and what a filter leaves of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from carelist_tui.domain.worklist import Item

MISSED_KINDS = frozenset({"ladder_step"})


@dataclass(frozen=True, slots=True)
class Row:
    """A person's row: the item shown, and all of theirs in this section, worst first."""

    item: Item
    items: tuple[Item, ...]

    @property
    def person(self) -> str | None:
        return self.item.person.id if self.item.person else None

    @property
    def more(self) -> int:
        return len(self.items) - 1


def rows_of(items: Iterable[Item]) -> list[Row]:
    """One row a person, in the order of their worst item; an item about nobody is a row of its own."""
    by_person: dict[str, list[Item]] = {}
    for item in items:
        by_person.setdefault(item.person.id if item.person else item.key, []).append(item)
    return [_row(found, found[0]) for found in by_person.values()]


def _row(found: Sequence[Item], worst: Item) -> Row:
    """The row that shows `worst`; of steps that fall due together the first, since steps are prompted in order."""
    together = [
        item
        for item in found
        if item.kind in MISSED_KINDS
        and worst.kind in MISSED_KINDS
        and (item.band, item.due_at) == (worst.band, worst.due_at)
    ]
    shown = min(together, key=lambda item: item.detail["number"], default=worst)
    return Row(shown, (shown, *(item for item in found if item is not shown)))


def missed_rows(items: Iterable[Item]) -> list[Row]:
    """The queue: people with a missed contact, by what it asks next; a step is shown before what waits for it."""
    everything = list(items)
    theirs = {row.person: row for row in rows_of(item for item in everything if item.status != "upcoming")}
    found = []
    for row in rows_of(item for item in everything if _is_missed(item)):
        steps = [i for i in row.items if i.kind in MISSED_KINDS and i.band <= row.item.band]
        rest = theirs[row.person].items if row.person in theirs else ()
        shown = _row(row.items, steps[0] if steps else row.item).item
        found.append(Row(shown, (shown, *(item for item in rest if item is not shown))))
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What a store said at a moment: every item kept, the rows of each section, and when something reads otherwise."""

    at: datetime
    items: tuple[Item, ...]
    today: list[Row]
    missed: list[Row]
    turns_at: datetime | None


def reading_of(at: datetime, items: Iterable[Item]) -> Reading:
    """Sort what was read into sections. Of what is only coming no more is kept than the queue shows."""
    kept = tuple(item for item in items if item.status != "upcoming" or _is_missed(item))
    turns = (m for item in kept for m in (item.due_at, item.from_at) if m is not None and m >= at)
    due = [item for item in kept if item.status != "upcoming"]
    return Reading(at, kept, rows_of(due), missed_rows(kept), min(turns, default=None))


def _is_missed(item: Item) -> bool:
    return item.person is not None and (item.kind in MISSED_KINDS or bool(item.detail.get("episode")))


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left out of a section, and how that is said."""

    text: str = ""
    only: str | None = None
    """A worker's id: only what they own."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Workers' names, so that an owner is found by name."""

    def lets_through(self, row: Row) -> bool:
        if self.only is not None and all(item.owner != self.only for item in row.items):
            return False
        words = self.text.casefold().split()
        return not words or all(word in self._searched(row) for word in words)

    def _searched(self, row: Row) -> str:
        who = row.item.person
        parts = [f"{who.family} {who.given} {who.family} {who.ref} {who.zone}"] if who else []
        parts += [f"{i.title} {i.owner} {self.names.get(i.owner, '')}" for i in row.items]
        return " ".join(parts).casefold()

    def says(self, hidden: int) -> str:
        """`12 hidden: only mine, "khan"`; empty when nothing can be hidden."""
        why = [*(["only mine"] if self.only is not None else []), *([f'"{self.text}"'] if self.text else [])]
        return f"{hidden} hidden: {', '.join(why)}" if why else ""


def filtered(rows: Sequence[Row], by: Filter) -> list[Row]:
    """The rows that a filter lets through, in their order."""
    if not by.text and by.only is None:
        return list(rows)
    return [row for row in rows if by.lets_through(row)]


def edited(text: str, key: str, character: str | None) -> str:
    """A line of text after one more key: a letter is added, backspace takes one away, all else changes nothing."""
    if key == "backspace":
        return text[:-1]
    return text + character if character is not None and character.isprintable() else text
