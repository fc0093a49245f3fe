"""In which order the rows of a section stand, how that is said, and which may be changed. Pure.

Today, the queue and the board stand in the order of safety, which nobody changes: whoever is sorted below the first
screen is not seen (load.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carelist_tui.catalogue import tr
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.sections.snapshot import ACTIONS, BOARD, HANDOVERS, MISSED, PLANS, TODAY

OWN, NAME, OWNER = "", "name", "owner"
ORDERS = (OWN, NAME, OWNER)
"""The orders that a key goes through: the section's own, by whom it is about, by whose it is."""
SORTED = {NAME: tr("sorted by name"), OWNER: tr("sorted by whose it is")}
OWN_ORDER: Mapping[int, str] = {
    TODAY: tr(
        "Today stands in the order of safety, which stays: what to act on now first, in each band what is latest. "
        "o says why a row stands where it does."
    ),
    MISSED: tr(
        "The queue stands in the order of safety, which stays: what is asked for next first, and whoever can be "
        "called now before whoever is not safe to call yet."
    ),
    BOARD: tr(
        "The board stands in the order of safety, which stays: red and high first, then whose review is due first."
    ),
    HANDOVERS: tr("in their own order: what is latest first"),
    ACTIONS: tr("in their own order: what is due first"),
    PLANS: tr("in their own order: what is due first"),
}
MAY_BE_SORTED = (HANDOVERS, ACTIONS, PLANS)


def in_order(rows: Sequence[Row], order: str, names: Mapping[str, str]) -> list[Row]:
    """The rows in this order; those that are alike in it stay in their own."""
    if order == NAME:
        return sorted(rows, key=lambda row: (row.item.person is None, row.whose.casefold()))
    if order == OWNER:
        return sorted(rows, key=lambda row: names.get(row.item.owner, row.item.owner).casefold())
    return list(rows)


def order_after(order: str) -> str:
    """The order that the key goes to next; after the last the section's own."""
    return ORDERS[(ORDERS.index(order) + 1) % len(ORDERS)] if order in ORDERS else OWN
