"""Which form settles what is due, and what it knows when it opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.forms.answers import typed_of
from carelist_tui.tui.forms.asks import Ask, asks_of
from carelist_tui.tui.screens.forms.decision import DecisionScreen
from carelist_tui.tui.screens.forms.form import FormScreen

DECISION = "decision.recorded"
WITHOUT_FORM = frozenset({"standards.adopted", "device.enrolled", "device.revoked", "entry.corrected"})
"""Types that come from a file, a key or another entry, and are never typed into fields."""


def form_types(item: Item) -> list[tuple[str, str]]:
    """(type, its words) of each entry that settles this item and has a form; of a team's, those about nobody."""
    known = [TYPES[kind] for kind in item.resolved_by if kind in TYPES and kind not in WITHOUT_FORM]
    if item.person is None:
        known = [each for each in known if each.PERSON_MAY_BE_ABSENT or not each.ABOUT_PERSON]
    return [(each.TYPE, each.LABEL) for each in known]


def form_screen(desk: Desk, kind: str, item: Item, card: Card | None, known: Mapping[str, Any]) -> FormScreen:
    """The form for an entry of this kind: a decision note has its own layout, all others come from their model."""
    asks = asks_of(TYPES[kind])
    typed = typed_of(asks, {**known_of(kind, asks, item, card, desk.worker), **known})
    if kind == DECISION and card is not None:
        return DecisionScreen(desk, kind, item, card, typed)
    return FormScreen(desk, kind, item, card, typed)


def known_of(kind: str, asks: list[Ask], item: Item, card: Card | None, worker: str | None) -> dict[str, Any]:
    """What the record knows already of what the form asks: ids from the item, what the plan says, who is asking."""
    names = {ask.name: ask for ask in asks}
    known: dict[str, Any] = {name: item.detail[name] for name, ask in names.items() if ask.is_answered_by(item.detail)}
    open_episode = card.episode if card is not None else None
    methods = item.detail.get("methods")
    facts = {
        "episode": item.detail.get("episode") or open_episode,
        "method": item.detail.get("method") or (methods[0] if methods else None),
        "to": "person",
        "worker": worker,
        "supervisor": worker,
        "due": item.key,
        "about": "missed_contact" if kind == DECISION and (item.detail.get("episode") or open_episode) else None,
    }
    named = [name for name, ask in names.items() if ask.kind == "id" and ask.needed and name not in known]
    facts |= {name: item.detail.get("about", item.source) for name in named if len(named) == 1}
    if "signs_seen" in names and card is not None and card.signs:
        facts["signs_seen"] = [{"sign": sign, "seen": "not_asked"} for sign in card.signs]
    return {name: value for name, value in facts.items() if value and name in names} | known
