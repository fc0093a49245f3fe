"""What stands open with a person, as `show --json` answers it: handovers, actions, indicators; and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries import OutcomeNoted
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import standing
from carelist_tui.domain.views.whole.indicators import Measured, measured_of
from carelist_tui.domain.views.whole.instruments import scored_of


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
            "sent_at": moment(ground, each.sent.at if each.sent else None),
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


def indicators(ground: Ground, story: Iterable[Entry]) -> dict[str, Any]:
    """Each indicator agreed with the person that runs, where it stands and the help it took over time; and apart those
    that have ended, with how."""
    measured = {each.id: each for each in measured_of(ground.state.person, story)}
    running = [each for each in ground.state.indicators if each.id in measured]
    ended = [each for each in measured.values() if each.ended is not None]
    return {
        "indicators": [
            {
                "indicator": each.id,
                "name": each.name,
                "every": each.every,
                "rated_at": moment(ground, each.rated.at if each.rated else None),
                **_measured(ground, measured[each.id]),
                "highest": each.highest,
            }
            for each in running
        ],
        "indicators_ended": [
            {
                "indicator": each.id,
                "name": each.agreed.name,
                **_measured(ground, each),
                "ended_at": moment(ground, each.ended[0] if each.ended else None),
                "outcome": each.ended[1] if each.ended else None,
            }
            for each in ended
        ],
    }


def _measured(ground: Ground, each: Measured) -> dict[str, Any]:
    agreed = each.agreed
    return {
        "area": agreed.area,
        "kind": agreed.kind,
        "steps": list(agreed.steps),
        "agreed_at": moment(ground, each.agreed_at),
        "baseline": agreed.baseline,
        "aim": agreed.aim,
        "value": each.value,
        "ratings": [{"at": moment(ground, at), "value": value} for at, value in each.ratings],
        "support_level": each.support_level,
        "support": [{"at": moment(ground, at), "level": level} for at, level in each.helped],
    }


def changes(ground: Ground, story: Iterable[Entry]) -> dict[str, Any]:
    """What was noted to have changed, with what shows it and still stands; and the scores of each instrument."""
    entries = list(story)
    told, _ = standing(ground.state.person, entries)
    stands = {entry.id for entry in told}
    return {
        "outcomes": [
            {
                "entry": entry.id,
                "at": moment(ground, entry.occurred_at),
                **entry.body.model_dump(mode="json", exclude_unset=True),
                "evidence": [id for id in entry.body.evidence if id in stands],
            }
            for entry in told
            if isinstance(entry.body, OutcomeNoted)
        ],
        "instruments": [
            {
                "instrument": each.key,
                "title": each.title,
                "by": each.by,
                "stands": each.stands,
                "in_words": each.stands_words,
                "scores": [
                    {"at": moment(ground, at), "items": dict(body.items), "total": body.total}
                    for at, body in each.scores
                ],
            }
            for each in scored_of(ground.state.person, entries, ground.standards)
        ],
    }
