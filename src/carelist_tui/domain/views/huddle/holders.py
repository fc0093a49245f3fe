"""Whether anybody holds a contact that is due: named, at work, or covered for by somebody who is named."""

from __future__ import annotations

from datetime import datetime

from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.views.huddle.huddle import Told
from carelist_tui.domain.worklist import Item

DUTY = "duty"


def nobody_holds(told: Told, item: Item) -> bool:
    """Whether this is a contact of today that no worker was named for, or whose worker is away without cover: it has
    fallen to whoever is on duty, or to nobody at all."""
    if KINDS[item.kind].brings != "contact" or item.person is None:
        return False
    named = _named(told, item)
    if item.owner.partition(":")[0] == DUTY or not named or named == DUTY:
        return True
    booked = item.detail.get("at")
    moment = max(told.at, datetime.fromisoformat(booked)) if isinstance(booked, str) else told.at
    return any(told.roster.is_away(named, at) and not _is_covered(told, named, item, at) for at in (told.at, moment))


def why_unheld(told: Told, item: Item) -> str:
    """Why nobody holds it: nobody was named, or whoever was is away."""
    named = _named(told, item)
    return f"{told.roster.name(named)} is away, no cover" if named and named != DUTY else "nobody is named"


def _named(told: Told, item: Item) -> str | None:
    return told.named.get(item.key) or (item.person.coordinator if item.person else None)


def _is_covered(told: Told, worker: str, item: Item, at: datetime) -> bool:
    found = [each for each in told.roster.absences.get(worker, ()) if each.holds_at(at)]
    return bool(found) and item.person is not None and found[-1].covers(item.person.id)
