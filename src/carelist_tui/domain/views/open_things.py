"""What stands open with a person, as `show --json` answers it: handovers, actions, indicators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carelist_tui.domain.dues.ground import Ground


def moment(ground: Ground, at: datetime | None) -> str | None:
    """A moment in the service's local time, RFC 3339."""
    return at.astimezone(ground.calendar.zone).isoformat() if at else None


def handovers(ground: Ground) -> list[dict[str, Any]]:
    """Each handover: what is done of its checklist, who accepted it, whether first contact was achieved."""
    return [
        {
            "handover": each.id,
            "kind": each.kind,
            "direction": each.direction,
            "to_team": each.to_team,
            "higher_risk": each.higher_risk,
            "complete_by": each.complete_by.isoformat(),
            "done": list(each.done),
            "accepted_at": moment(ground, each.accepted.at if each.accepted else None),
            "declined_at": moment(ground, each.declined.at if each.declined else None),
            "receiving_worker": each.receiving or None,
            "first_contact_at": moment(ground, each.first_contact_at),
            "first_contact_achieved": each.met,
            "closed_at": moment(ground, each.closed.at if each.closed else None),
            "outcome": each.outcome or None,
        }
        for each in ground.state.handovers
    ]


def actions(ground: Ground) -> list[dict[str, Any]]:
    """Each open action, its owner and date."""
    return [
        {
            "action": each.id,
            "title": each.title,
            "owner": each.owner,
            "due_at": moment(ground, each.due_at),
            "area": each.area,
            "about": each.about,
        }
        for each in ground.state.actions
    ]


def indicators(ground: Ground) -> list[dict[str, Any]]:
    """Each indicator agreed with the person, and when it was rated last."""
    return [
        {
            "indicator": each.id,
            "name": each.name,
            "every": each.every,
            "rated_at": moment(ground, each.rated.at if each.rated else None),
        }
        for each in ground.state.indicators
    ]
