"""Who holds somebody changes: another coordinator, another team, another tier; each told to the end."""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import partial
from typing import Any

from carelist_tui.demo import notes
from carelist_tui.demo.history import paperwork
from carelist_tui.demo.history.lives import Life
from carelist_tui.demo.team import COORDINATE

ITEMS = ("summary_written", "risk_plan_current", "medication_list_sent", "open_actions_listed", "person_told",
         "carer_informed_where_agreed")  # fmt: skip
BETWEEN_TEAMS = ("appointments_booked", "support_hours_adjusted", "transition_plan_given_to_person",
                 "receiving_contact_number_given")  # fmt: skip
CHANGE = ("introduced_to_person", "diary_moved", "engagement_plan_read")
HIGHER_RISK = ("live_call_booked",)
SOON = ("crisis_team", "ae_liaison", "ward", "step_down")
"""Come from there, they are met within 72 hours of a handover."""
LATEST = timedelta(hours=72)
_OTHERS = ("Primary care mental health desk", "Rehabilitation team", "Community rehabilitation, next county")


def may_move(life: Life) -> bool:
    """Whether nothing stands open that would keep them where they are."""
    return life.missed is None and not life.is_high() and not life.away and not life.signs and life.is_met


def change_coordinator(to: str, life: Life) -> None:
    """Another worker coordinates: told in one line, or handed over with a checklist."""
    if life.is_near:
        return
    if not may_move(life):
        life.plan(life.day + 4, 700, partial(change_coordinator, to))
    elif life.chance(0.5):
        paperwork.name_coordinator(life, to, "Caseloads evened out between us.")
    else:
        hand_over(life, "staff_change", life.who.team, to)


def change_team(kind: str, team: str, to: str, life: Life) -> None:
    """Another team takes them on."""
    if life.is_near:
        return
    if not may_move(life):
        life.plan(life.day + 4, 700, partial(change_team, kind, team, to))
    else:
        hand_over(life, kind, team, to)


def hand_over(life: Life, kind: str, team: str, to: str) -> None:
    """A handover within the service, from its opening to its close."""
    higher = life.who.zone != "green" or life.chance(0.25)
    days = life.between(7, 10)
    body: dict[str, Any] = {
        "kind": kind,
        "to_team": team,
        "from_team": life.who.team,
        "to_worker": to,
        "higher_risk": higher,
        "summary": notes.HANDOVER,
        "complete_by": life.teller.day(life.day + days).isoformat(),
    }
    if kind in ("step_up", "step_down"):
        body["transition"] = notes.TRANSITION
    handover = life.say("handover.opened", body, author=life.who.coordinator)
    items = [*ITEMS, *(CHANGE if kind == "staff_change" else BETWEEN_TEAMS), *(HIGHER_RISK if higher else ())]
    if life.chance(0.07):
        life.plan(life.day + 2, 720, partial(_decline, handover, to))
        return
    if kind != "staff_change":
        paperwork.talk_about(life)
    half = len(items) // 2
    life.plan(life.day + 1, 690, partial(_tick, handover, items[:half]))
    accepted = life.day + (life.between(1, 2) if life.chance(0.8) else life.between(3, 4))
    life.plan(accepted, 600, partial(_accept, handover, to, higher))
    if higher:
        life.plan(life.day + life.between(2, 3), 860, partial(_call, handover))
    late = life.chance(0.15)
    life.plan(life.day + days - (0 if not late else -2), 930, partial(_close, handover, team, to, items[half:], kind))


def _tick(handover: str, items: list[str], life: Life) -> None:
    for item in items:
        life.say("handover.item_done", {"handover": handover, "item": item})


def _decline(handover: str, to: str, life: Life) -> None:
    body = {"handover": handover, "reason": "Two coordinators away; cannot see anybody new this month."}
    life.say("handover.declined", body, author=to)
    life.say(
        "handover.closed", {"handover": handover, "outcome": "withdrawn", "reason": "They said no; stays with us."}
    )


def _call(handover: str, life: Life) -> None:
    body = {"handover": handover, "with": "The receiving worker", "points": "Goes quiet first; ring, then the door."}
    life.say("handover.call_held", body)


def _accept(handover: str, to: str, higher: bool, life: Life) -> None:
    """Accepted by the receiving worker, and met on the day agreed, most of them."""
    soon = higher or life.who.tags.get("source") in SOON
    day = life.day + (1 if soon else life.between(1, 3))
    # Over a weekend on which the clocks go back, ten on Friday to ten on Monday are more than 72 hours.
    at = min(life.moment(day, 590), life.now.astimezone(UTC) + LATEST) if soon else life.moment(day, 590)
    accepted = {"handover": handover, "receiving_worker": to, "first_contact_at": at.isoformat()}
    life.say("handover.accepted", accepted, author=to)
    life.plan(day if life.chance(0.85) else day + 1, 590, partial(_meet_first, handover, to))


def _meet_first(handover: str, to: str, life: Life) -> None:
    life.handed.add(handover)
    before, life.who.coordinator = life.who.coordinator, to
    life.meet_for(life, "visit", "first", handover)
    life.who.coordinator = before


def _close(handover: str, team: str, to: str, items: list[str], kind: str, life: Life) -> None:
    """What was left of the checklist is done, and the receiving worker holds them from now on; once they have met."""
    if handover not in life.handed:
        life.plan(life.day + 1, 930, partial(_close, handover, team, to, items, kind))
        return
    _tick(handover, items, life)
    life.say("handover.closed", {"handover": handover, "outcome": "completed"})
    life.who.coordinator, life.who.team = to, team
    if kind != "staff_change":
        life.watched_until = life.day + 10


def hand_out(life: Life) -> None:
    """Out of the service to another one, which accepts and meets them; the coordinator stays until then."""
    other = life.teller.pick(_OTHERS)
    kind = life.teller.pick(("step_down", "team_transfer"))
    body = {"kind": kind, "direction": "out", "to_team": other, "other_party": {"name": other, "phone": "01632 960200"},
            "higher_risk": False, "summary": notes.HANDOVER, "transition": notes.TRANSITION,
            "complete_by": life.teller.day(life.day + 6).isoformat()}  # fmt: skip
    handover = life.say("handover.opened", body)
    life.plan(life.day + 1, 690, partial(_tick, handover, [*ITEMS, *BETWEEN_TEAMS]))
    accepted = life.day + (life.between(1, 2) if life.chance(0.8) else 4)
    life.plan(accepted, 700, partial(_accept_there, handover))


def _accept_there(handover: str, life: Life) -> None:
    body = {"handover": handover, "accepted_by_name": "Dr Lindqvist", "how_confirmed": "email",
            "first_contact_at": life.moment(life.day + 1, 690).isoformat()}  # fmt: skip
    life.say("handover.accepted", body)
    met = {"handover": handover, "achieved": True, "note": "They rang to say they met."}
    life.plan(life.day + 1, 800, lambda life: life.say("handover.first_contact", met))
    life.plan(
        life.day + 2, 800, lambda life: life.say("handover.closed", {"handover": handover, "outcome": "completed"})
    )


def change_tier(tier: str, life: Life) -> None:
    """Another tier; a lighter one is a senior's word."""
    if not may_move(life) and not life.is_near:
        life.plan(life.day + 4, 700, partial(change_tier, tier))
        return
    order = ("intensive", "enhanced", "standard", "light")
    lighter = order.index(tier) > order.index(life.who.tier)
    body = {"tier": tier, "reason": "Steady for three months." if lighter else "More than one call a week is needed."}
    if lighter:
        body["authorised_by"] = life.senior
        life.plan(life.day + 4, 650, lambda life: life.meet(life, "call", "follow_up") if not life.away else None)
    life.who.tier = tier
    life.say("tier.set", body, author=life.senior if lighter else None)


def plan_moves(life: Life, days: int) -> None:
    """What of this comes to somebody in so many days. They end where the demonstration's own story has them, so they
    begin elsewhere."""
    who, last = life.who, life.last - 45
    if days < 90 or last - life.day < 30:
        return
    team, to, tier = who.team, who.coordinator, who.tier
    others = [each for each in COORDINATE[team] if each != to]
    if life.chance(0.14):
        who.team = life.teller.pick([each for each in COORDINATE if each != team])
        who.coordinator = life.teller.pick(COORDINATE[who.team])
        kind = life.teller.pick(("team_transfer", "team_transfer", "step_up", "step_down"))
        life.plan(life.between(life.day + 25, last), 700, partial(change_team, kind, team, to))
    elif others and life.chance(0.5):
        who.coordinator = life.teller.pick(others)
        life.plan(life.between(life.day + 25, last), 700, partial(change_coordinator, to))
    if life.chance(0.3):
        who.tier = {"intensive": "enhanced", "enhanced": "intensive", "standard": "enhanced", "light": "standard"}[tier]
        life.plan(life.between(life.day + 25, last), 720, partial(change_tier, tier))
