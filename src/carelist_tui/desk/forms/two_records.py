"""Two records that may be of one person: which they are, what each says, what would be one after, and whose word it is
to join them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.versions import CONFLICT, JOINS, Version, entries_of, thing_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.person.story import MAKES_A_PERSON
from carelist_tui.domain.roster import MANAGER, SENIOR, Roster
from carelist_tui.domain.views.entry_fields import Telling
from carelist_tui.domain.views.one_record import record_fields
from carelist_tui.domain.words import listed_name
from carelist_tui.domain.worklist import Item

JOINED, DETAILS = "persons.joined", "person.details_updated"
SENIORS_JOIN = tr("A senior or a manager joins two records: ask one of them.")
PERSON = "person"
"""The thing of a conflict: somebody may be there twice."""


def asks_if_one(item: Item | None) -> bool:
    """Whether what is due asks if two records are of one person."""
    return item is not None and item.kind == CONFLICT and thing_of(item) == PERSON


def records_of(item: Item | None, card: Card | None) -> list[str]:
    """The ids of the records that may be of one person, this one first; without what is due this one alone."""
    if item is not None and asks_if_one(item):
        return entries_of(item)
    return [card.person] if card is not None else []


def settles_records(kind: str, item: Item | None) -> bool:
    """Whether this is how two records are settled: that somebody may be there twice, was joined in two ways, or that
    two whom nothing holds alike are one person."""
    return kind == JOINED and (item is None or item.kind != CONFLICT or thing_of(item) in (PERSON, JOINS))


def decides_joins(roster: Roster, who: str | None) -> bool:
    """Whether they may join two records: a senior or a manager."""
    worker = roster.workers.get(who or "")
    return worker is not None and worker.role in (SENIOR, MANAGER)


def each_record(shown: Mapping[str, Any], telling: Telling) -> Version:
    """One record as it stands; `shown` is as `show --json` answers it."""
    return Version(
        _name(shown), tr("identifier {ref}", ref=shown["ref"] or tr("none")), tuple(record_fields(shown, telling))
    )


def one_record(shown: Mapping[str, Any], ended: str, telling: Telling) -> Version:
    """What would be one after; `ended` is how the record that ends is said: `identifier P-0107`."""
    told = tr("identifier {ref}; {ended} finds it too", ref=shown["ref"] or tr("none"), ended=ended)
    return Version(_name(shown), told, tuple(record_fields(shown, telling)))


def _name(shown: Mapping[str, Any]) -> str:
    identity = shown["identity"]
    return listed_name(str(identity.get("given") or ""), str(identity.get("family") or "")) or str(shown["ref"])


def record_words(record: str, story: Iterable[Mapping[str, Any]]) -> str:
    """Which record it is, by how it began: `YUSUF Amina, P-0042`; one of which nothing is here by its id."""
    begun = next((each for each in story if each["person"] == record and each["type"] in MAKES_A_PERSON), None)
    said = (begun["body"] or {}) if begun is not None else {}
    name = listed_name(str(said.get("given") or ""), str(said.get("family") or ""))
    return ", ".join(filter(None, (name, said.get("ref")))) or record
