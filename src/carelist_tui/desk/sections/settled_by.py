"""What is due that a record settles. Pure, standard library only: this is on the way to the first frame."""

from __future__ import annotations

from collections.abc import Sequence

from carelist_tui.domain.worklist import Item


def is_about_a_contact(item: Item) -> bool:
    """Whether it is two versions of what became of one contact: another contact is no answer to that."""
    return item.kind == "conflict" and str(item.detail.get("thing", "")).startswith("planned:")


def is_about_two_records(item: Item, kind: str) -> bool:
    """Whether it asks if somebody is there twice: who they are may be put right without answering that."""
    return item.kind == "conflict" and item.detail.get("thing") == "person" and kind != "persons.joined"


def settled_by(kind: str, owed: Sequence[Item]) -> Item | None:
    """What is due that an entry of this kind settles: a booked contact first, else the first in order; or nothing."""
    found = [item for item in owed if kind in item.resolved_by and not is_about_a_contact(item)]
    found = [item for item in found if not is_about_two_records(item, kind)]
    booked = [item for item in found if item.detail.get("planned")]
    return next(iter([*booked, *found]), None)
