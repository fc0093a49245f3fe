"""People who are being passed on: half done, not answered yet, handed back, and just arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from carelist_tui.demo import notes
from carelist_tui.demo.settled import book, meet, set_zone, settle
from carelist_tui.demo.team import LEWIS, PRIYA, SECOND_SENIOR, SOUTH, SOUTH_MANAGER, TEAM
from carelist_tui.demo.teller import Somebody, Teller

_ALL = ("summary_written", "risk_plan_current", "medication_list_sent", "open_actions_listed", "person_told",
        "carer_informed_where_agreed")  # fmt: skip
_BETWEEN_TEAMS = ("appointments_booked", "support_hours_adjusted", "transition_plan_given_to_person",
                  "receiving_contact_number_given")  # fmt: skip


def _open(teller: Teller, who: Somebody, day: int, kind: str, to_team: str, by: int, **more: Any) -> str:
    body = {
        "kind": kind,
        "to_team": to_team,
        "from_team": who.team,
        "higher_risk": False,
        "summary": notes.HANDOVER,
        "complete_by": teller.day(by).isoformat(),
        **more,
    }
    return teller.say("handover.opened", teller.at(day, "15:00"), body, who)


def _tick(teller: Teller, who: Somebody, handover: str, day: int, *items: str) -> None:
    at = teller.at(day, "11:30")
    for item in items:
        at += timedelta(minutes=2)
        teller.say("handover.item_done", at, {"handover": handover, "item": item}, who)


def half_handed_over(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """To South: accepted this morning, the first contact is tomorrow; the call and half the list are owed."""
    who.zone = "amber"
    settle(teller, who, nhs_number=nhs_number, last=-4)
    set_zone(teller, who, -5, 4)
    handover = _open(teller, who, -4, "team_transfer", SOUTH, 1, higher_risk=True, to_worker=LEWIS)
    _tick(teller, who, handover, -3, *_ALL[:4])
    accepted = {"handover": handover, "receiving_worker": LEWIS, "first_contact_at": teller.text(1, "10:00")}
    teller.say("handover.accepted", teller.at(0, "08:40"), accepted, who, author=LEWIS)
    book(teller, who, -4, 2, "10:30")
    book(teller, who, -4, 5, "10:30")


def waits_for_acceptance(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Down to the GP's own team, out of the service: nobody there has answered yet."""
    last = settle(teller, who, nhs_number=nhs_number)
    other = {"name": "Primary care mental health desk", "phone": "01632 960200"}
    more = {"direction": "out", "other_party": other, "transition": notes.TRANSITION}
    _open(teller, who, -1, "step_down", "Primary care", 4, **more)
    book(teller, who, last, 2, "13:30")


def handed_back(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """South said no yesterday, after the person had been told: back with us, and to be learned from."""
    last = settle(teller, who, nhs_number=nhs_number, last=-4)
    handover = _open(teller, who, -3, "team_transfer", SOUTH, 3)
    _tick(teller, who, handover, -2, *_ALL[:2], "person_told")
    declined = {"handover": handover, "reason": "Two coordinators away; cannot see anybody new before next month."}
    teller.say("handover.declined", teller.at(-1, "14:00"), declined, who, author=SOUTH_MANAGER)
    incident = {"kind": "transition_breakdown", "what": "Told of the move, packed for it, and then it did not happen."}
    teller.say("incident.recorded", teller.at(-1, "15:00"), incident, who, author=SECOND_SENIOR)
    book(teller, who, last, 1, "12:00")


def stepped_down(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """From South since the day before yesterday, everything done and met: looked in on every second day."""
    who.team, who.coordinator, who.tier = SOUTH, LEWIS, "enhanced"
    settle(teller, who, nhs_number=nhs_number, last=-8)
    handover = _open(teller, who, -7, "step_down", TEAM, -3, to_worker=PRIYA, transition=notes.TRANSITION)
    _tick(teller, who, handover, -6, *_ALL, *_BETWEEN_TEAMS)
    accepted = {"handover": handover, "receiving_worker": PRIYA, "first_contact_at": teller.text(-4, "10:00")}
    teller.say("handover.accepted", teller.at(-5, "10:00"), accepted, who, author=PRIYA)
    who.coordinator = PRIYA
    meet(teller, who, -4, clock="10:00", purpose="first", handover=handover)
    closed = {"handover": handover, "outcome": "completed"}
    teller.say("handover.closed", teller.at(-2, "16:00"), closed, who, author=LEWIS)
    book(teller, who, -2, 1, "10:00")
    book(teller, who, -2, 3, "10:00")
