"""The rows of a section: one a person, with their worst Due, or one an undertaking. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.names import sayings_of
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import Item

NOT_A_DUE = "-"
"""Begins the key of what is shown and not owed: a zone without a review, a handover that is ready to close."""

UNDATED = "zone"
"""The kind of what is shown and has no date: a zone that nobody said when to look at again."""


@dataclass(frozen=True)
class Row:
    """A row: the item shown, and all of the person's in this section, worst first. Where a section has something
    better to say than the item's title and reason, `says` is said in their place, and `why` in the panel."""

    item: Item
    items: tuple[Item, ...]
    says: str = ""
    why: str = ""

    @property
    def person(self) -> str | None:
        return self.item.person.id if self.item.person else None

    @property
    def more(self) -> int:
        """How many Dues there are besides what the row shows."""
        return sum(1 for item in self.items if item is not self.item)

    @property
    def is_owed(self) -> bool:
        """Whether what the row shows is a Due, which can be put off or given to somebody else."""
        return not self.item.key.startswith(NOT_A_DUE)

    @property
    def whose(self) -> str:
        """Whom it is about, by name; the team where it is about nobody."""
        return self.item.person.listed if self.item.person else TEAM

    @cached_property
    def owners(self) -> frozenset[str]:
        """On whose lists it stands."""
        return frozenset(worker for item in self.items for worker in (item.owner, *item.also))

    @cached_property
    def searched(self) -> str:
        """What a filter's words are looked for in: name, identifier, zone, what is due, whose it is; the name however
        it is written."""
        who = self.item.person
        parts = [f"{who.family} {who.given} {who.family} {who.ref} {who.zone}"] if who else []
        parts += [self.says, *(item.title for item in self.items), *self.owners]
        names = [sayings_of(who.family, who.given, f"{who.family} {who.given}")] if who else []
        return " ".join([*parts, *names]).casefold()


def rows_of(items: Iterable[Item]) -> list[Row]:
    """One row a person, in the order of their worst item; an item about nobody is a row of its own."""
    by_person: dict[str, list[Item]] = {}
    for item in items:
        by_person.setdefault(item.person.id if item.person else item.key, []).append(item)
    return [Row(found[0], tuple(found)) for found in by_person.values()]


def missed_rows(items: Iterable[Item]) -> list[Row]:
    """The queue: people with a missed contact, by what it asks next; a step is shown before what waits for it."""
    everything = list(items)
    theirs = {row.person: row for row in rows_of(item for item in everything if item.status != "upcoming")}
    found = []
    for row in rows_of(item for item in everything if is_missed(item)):
        steps = (item for item in row.items if is_step(item) and item.band <= row.item.band)
        rest = theirs[row.person].items if row.person in theirs else ()
        shown = next(steps, row.item)
        found.append(Row(shown, (shown, *(item for item in rest if item is not shown))))
    return found


def is_step(item: Item) -> bool:
    """Whether it is a step of a missed contact."""
    return KINDS[item.kind].section == "missed"


def is_missed(item: Item) -> bool:
    """Whether it is owed for a missed contact."""
    return item.person is not None and (is_step(item) or bool(item.detail.get("episode")))
