"""Missed contacts, each with its steps at another place."""

from __future__ import annotations

from typing import Any

from carelist_tui.demo.settled import book, calm_check, set_zone, settle
from carelist_tui.demo.team import EWA, SENIOR
from carelist_tui.demo.teller import Somebody, Teller


def miss(teller: Teller, who: Somebody, day: int, clock: str, method: str = "call", how: str = "no_reply") -> str:
    """A booked contact did not happen, others stand booked; gives the missed contact's id."""
    planned = book(teller, who, day - 2, day, clock, method=method)
    for later in (3,) if who.zone == "green" else (3, 6):
        book(teller, who, day - 2, later, "11:15", method=method)
    body = {"planned": planned, "expected_at": teller.text(day, clock), "method": method, "how": how}
    late = f"{clock[:3]}{min(int(clock[3:]) + 15, 59):02}"
    return teller.say("contact.missed", teller.at(day, late), body, who)


def attempt(
    teller: Teller,
    who: Somebody,
    episode: str,
    step: str | None,
    when: tuple[int, str],
    method: str,
    outcome: str,
    **more: Any,
) -> str:
    """One try to reach them."""
    body = {"episode": episode, "method": method, "to": "person", "outcome": outcome, **more}
    if step:
        body["step"] = step
    return teller.say("outreach.attempted", teller.at(*when), body, who)


def check(teller: Teller, who: Somebody, episode: str, when: tuple[int, str], overall: str = "no_new_concern") -> str:
    """A risk check after a missed contact."""
    body: dict[str, Any] = {**calm_check(), "episode": episode, "overall": overall}
    if overall != "no_new_concern":
        body |= {
            "third_party_information": f"{who.tags['relative']} has not heard from them for two days.",
            "relapse_indicators": [who.tags["sign"]],
        }
    return teller.say("risk_check.completed", teller.at(*when), body, who)


def _decision(episode: str, decision: str, changed: str, rationale: str, **more: Any) -> dict[str, Any]:
    return {
        "about": "missed_contact",
        "episode": episode,
        "decision": decision,
        "what_changed": changed,
        "rationale": rationale,
        **more,
    }


def half_way(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Missed a call yesterday; a text the same day, nothing heard; the second try is due this morning."""
    settle(teller, who, nhs_number=nhs_number, last=-5)
    episode = miss(teller, who, -1, "10:30")
    attempt(teller, who, episode, "same_day_attempt", (-1, "11:20"), "text", "sent")


def to_be_decided(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Two tries without an answer, and the risk check found concern."""
    who.zone = "amber"
    settle(teller, who, nhs_number=nhs_number, last=-6)
    set_zone(teller, who, -4, 5)
    episode = miss(teller, who, -2, "11:00", "visit", "no_access")
    attempt(teller, who, episode, "same_day_attempt", (-2, "14:10"), "call", "no_answer")
    check(teller, who, episode, (-2, "15:00"), "concern")
    attempt(teller, who, episode, "next_day_follow_up", (-1, "10:15"), "text", "sent", note="No answer by the evening.")


def not_escalated(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Not escalated two days ago; looked at again today."""
    settle(teller, who, nhs_number=nhs_number, last=-7)
    episode = miss(teller, who, -3, "13:30")
    attempt(teller, who, episode, "same_day_attempt", (-3, "15:10"), "call", "no_answer")
    check(teller, who, episode, (-3, "15:30"))
    attempt(teller, who, episode, "next_day_follow_up", (-2, "11:45"), "text", "sent")
    changed = "Two tries without an answer; the neighbour saw them with shopping."
    why = "Known to switch the phone off at month end; no sign from the plan; steps go on."
    body = _decision(episode, "do_not_escalate", changed, why, review_at=teller.text(0, "12:00"))
    teller.say("decision.recorded", teller.at(-2, "16:00"), body, who)
    attempt(teller, who, episode, "in_person_check", (-1, "14:40"), "visit", "no_access", note="Card left.")


def stopped(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Each knock made it worse: the steps are stopped, with a safety plan, by a senior."""
    who.zone = "amber"
    settle(teller, who, nhs_number=nhs_number, last=-8)
    set_zone(teller, who, -5, 3)
    episode = miss(teller, who, -4, "10:00", "visit", "declined")
    attempt(teller, who, episode, "same_day_attempt", (-4, "15:00"), "call", "declined")
    check(teller, who, episode, (-4, "15:30"))
    at = teller.at(-2, "11:00")
    # Three days are the longest in amber: over a weekend they have passed by now, and the review is overdue.
    review_at = min(teller.at(0, "15:00"), teller.calendar.days(at, 3))
    body = {
        "episode": episode,
        "reason": "Says each knock makes the voices worse; asks for a week's peace.",
        "safety_plan": f"{who.tags['relative']} rings every evening and rings us; crisis line card at the door.",
        "authorised_by": SENIOR,
        "review_at": review_at.isoformat(),
    }
    teller.say("outreach.stopped", at, body, who)


def answered_by_text(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """At risk, and answered a text: nobody has spoken to them yet."""
    who.zone = "amber"
    settle(teller, who, nhs_number=nhs_number, last=-6)
    set_zone(teller, who, -4, 6)
    episode = miss(teller, who, -1, "09:30", "visit", "no_access")
    attempt(teller, who, episode, "same_day_attempt", (-1, "10:10"), "text", "replied", note='"im ok leave me"')
    check(teller, who, episode, (-1, "11:30"))


def promised_to_call(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Could not talk just then, and said they would ring yesterday."""
    settle(teller, who, nhs_number=nhs_number, last=-6)
    episode = miss(teller, who, -2, "12:00")
    promise = teller.day(-1).isoformat()
    attempt(teller, who, episode, "same_day_attempt", (-2, "13:00"), "call", "could_not_talk", promise=promise)
    check(teller, who, episode, (-2, "13:30"))
    why = "Sounded as usual and on the bus; said they would ring tomorrow; steps go on meanwhile."
    body = _decision(episode, "continue", "Reached on a bus.", why, review_at=teller.text(1, "10:00"))
    teller.say("decision.recorded", teller.at(-2, "14:00"), body, who)


def wrong_number(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """The number does not work any more."""
    settle(teller, who, nhs_number=nhs_number, last=-5)
    episode = miss(teller, who, -1, "14:00")
    attempt(teller, who, episode, None, (-1, "14:30"), "call", "invalid_number")


def high_and_escalated(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """In red, missed yesterday's visit: the crisis team has not answered yet, the door is still to be knocked at."""
    who.zone, who.tier = "red", "intensive"
    settle(teller, who, nhs_number=nhs_number, last=-3)
    set_zone(teller, who, -2, 2)
    episode = miss(teller, who, -1, "13:30", "visit", "no_access")
    attempt(teller, who, episode, "immediate_attempt", (-1, "14:05"), "call", "no_answer")
    check(teller, who, episode, (-1, "14:30"), "high")
    changed = "Not at the door, phone off; said last time there was no point."
    why = "High risk, a red flag from the plan, and nobody has seen them since."
    body = _decision(episode, "escalate", changed, why, authorised_by=SENIOR, consulted=["Joan Whitfield"])
    decision = teller.say("decision.recorded", teller.at(-1, "15:00"), body, who)
    raised = {
        "decision": decision,
        "route": "crisis_team",
        "to": "Crisis team shift lead",
        "owner": who.coordinator,
        "respond_by": teller.text(0, "09:30"),
    }
    teller.say("escalation.raised", teller.at(-1, "15:20"), raised, who)


def to_be_raised(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Decided to escalate late yesterday; nobody has raised it."""
    who.zone = "amber"
    settle(teller, who, nhs_number=nhs_number, last=-7)
    set_zone(teller, who, -5, 4)
    episode = miss(teller, who, -3, "10:00", "visit", "no_access")
    attempt(teller, who, episode, "same_day_attempt", (-3, "11:00"), "call", "no_answer")
    check(teller, who, episode, (-3, "15:00"), "concern")
    attempt(teller, who, episode, "next_day_follow_up", (-2, "11:15"), "call", "no_answer")
    attempt(teller, who, episode, "in_person_check", (-1, "15:00"), "visit", "no_access", note="Post behind the door.")
    why = "Three days without a sign of life, post behind the door, sister worried: GP and welfare check."
    body = _decision(episode, "escalate", "No answer at the door for the second time.", why)
    teller.say("decision.recorded", teller.at(-1, "16:50"), body, who)


def waits_for_outcome(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """The community team took it on two days ago; what came of it nobody has said."""
    settle(teller, who, nhs_number=nhs_number, last=-9)
    episode = miss(teller, who, -5, "11:00", "clinic", "did_not_attend")
    attempt(teller, who, episode, "same_day_attempt", (-5, "12:30"), "call", "no_answer")
    attempt(teller, who, episode, "next_day_follow_up", (-4, "11:00"), "text", "sent")
    check(teller, who, episode, (-4, "11:30"), "concern")
    why = "Missed clinic and depot; past relapses began like this; ask for a clinical review."
    body = _decision(episode, "escalate", "Depot three days late.", why)
    decision = teller.say("decision.recorded", teller.at(-4, "14:00"), body, who)
    raised = {
        "decision": decision,
        "route": "crisis_team",
        "to": "Crisis team",
        "owner": who.coordinator,
        "respond_by": teller.text(-3, "12:00"),
    }
    escalation = teller.say("escalation.raised", teller.at(-4, "14:30"), raised, who)
    answer = {"escalation": escalation, "by": "Crisis team shift lead", "reference": "CT-1180"}
    teller.say("escalation.acknowledged", teller.at(-3, "10:15"), answer, who, author=EWA)
    attempt(teller, who, episode, "in_person_check", (-3, "16:00"), "visit", "spoke_not_seen", note="Through the door.")
