"""What is owed beside contact: one action log, indicators, summaries, capacity, medication, a senior's eye."""

from __future__ import annotations

from typing import Any

from carelist_tui.demo.settled import book, calm_check, meet, set_zone, settle
from carelist_tui.demo.team import EWA, SENIOR
from carelist_tui.demo.teller import Somebody, Teller


def _act(teller: Teller, who: Somebody, day: int, by: str, title: str, area: str, owner: str) -> str:
    body = {"title": title, "owner": owner, "due_at": by, "area": area}
    return teller.say("action.opened", teller.at(day, "14:00"), body, who)


def neglected_flat(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Arrears and a flat that fills up: one action log, capacity in doubt, housing at the table."""
    who.zone = "amber"
    last = settle(teller, who, nhs_number=nhs_number, last=-3)
    set_zone(teller, who, -5, 4)
    share = {"scope": "share", "with": "Northtown Homes", "given": True, "basis": "consent",
             "review_on": teller.in_days(0)}  # fmt: skip
    teller.say("consent.recorded", teller.at(-12, "11:30"), share, who)
    clearing = _act(teller, who, -6, teller.text(-1, "16:00"), "Find a date to clear the hall", "housing", EWA)
    later = {"due": f"action:{clearing}", "until": teller.text(3, "16:00"), "reason": "The skip comes on Thursday."}
    teller.say("due.deferred", teller.at(-2, "10:00"), later, who)
    _act(teller, who, -5, teller.text(0, "16:00"), "Rent plan with Northtown Homes", "housing", who.coordinator)
    _act(teller, who, -3, teller.text(1, "12:00"), "Safeguarding: who holds the bank card", "safeguarding", SENIOR)
    blood = _act(teller, who, -5, teller.text(4, "12:00"), "Blood test", "physical_health", who.coordinator)
    passed = {"due": f"action:{blood}", "owner": EWA, "reason": "Ewa goes along, they know each other."}
    teller.say("due.reassigned", teller.at(-3, "15:30"), passed, who)
    found: dict[str, Any] = {
        "environmental_concerns": "Gas off, food gone bad, the door does not lock.",
        "self_neglect": {"nutrition": "concern", "home": "serious", "money": "concern"},
        "safeguarding_indicators": ["self_neglect"],
        "capacity": "doubt",
        "overall": "concern",
    }
    teller.say("risk_check.completed", teller.at(-1, "15:00"), {**calm_check(), **found}, who)
    listed = {"reason": "Home and capacity together.", "by": teller.day(3).isoformat()}
    teller.say("mdt.listed", teller.at(-1, "15:30"), listed, who)
    book(teller, who, last, 1, "10:00")
    book(teller, who, last, 4, "10:00")


def counting_steps(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Gets out by steps that are counted each week; not rated since last week. Asked to see what is kept."""
    last = settle(teller, who, nhs_number=nhs_number)
    bus = {
        "area": "connection",
        "name": "Rides the bus to the college",
        "frequency": "Three times a week",
        "quality": "Gets off where planned, and says how it was.",
        "support_level": "accompanied",
        "kind": "graded_step",
        "steps": ["To the stop", "One stop", "To the college with somebody", "Alone"],
        "baseline": 1,
        "aim": 4,
        "every": "week",
    }
    indicator = teller.say("indicator.agreed", teller.at(-12, "14:30"), bus, who)
    rated = {"indicator": indicator, "value": 2, "support_level": "prompted", "barrier": "School children at four.",
             "what_next": "Go at two.", "own_words": "Better when it is empty."}  # fmt: skip
    rated |= {"parts": {"To the stop": "alone", "One stop": "prompted"}, "attempted": True, "minutes": 25,
              "coping_used": "Music in one ear."}  # fmt: skip
    newest = teller.say("indicator.rated", teller.at(-7, "14:30"), rated, who)
    _works_on(teller, who, newest)
    asks = {"kind": "access", "by": "Themselves", "details": "All that was written down this year."}
    teller.say("request.received", teller.at(-10, "12:00"), asks, who)
    book(teller, who, last, 2, "14:30")


def _works_on(teller: Teller, who: Somebody, newest: str) -> None:
    """A routine that was made simpler, and so agreed anew; a number that was reached; what changed; two scores."""
    morning = {"area": "self_management", "name": "The morning routine", "frequency": "Daily", "kind": "routine",
               "quality": "In their own order.", "support_level": "prompted", "baseline": 1, "aim": 4, "every": "week",
               "steps": ["Up by ten", "Washed", "Breakfast", "Tablets"]}  # fmt: skip
    first = teller.say("indicator.agreed", teller.at(-11, "15:00"), morning, who)
    simpler = morning | {"steps": ["Up by ten", "Tablets"], "baseline": 1, "aim": 2}
    again = teller.say("indicator.agreed", teller.at(-8, "15:00"), simpler, who, replaces=[first])
    rated = {"indicator": again, "value": 2, "support_level": "prompted", "by": "worker", "barrier": "fatigue",
             "parts": {"Up by ten": "prompted", "Tablets": "alone"}}  # fmt: skip
    teller.say("indicator.rated", teller.at(-4, "15:00"), rated, who)
    sleep = {
        "area": "daily_living",
        "name": "How the night was",
        "frequency": "Asked once a week",
        "kind": "rating_0_10",
        "quality": "Their own number.",
        "support_level": "independent",
        "baseline": 3,
        "aim": 6,
        "every": "week",
    }
    nights = teller.say("indicator.agreed", teller.at(-11, "15:30"), sleep, who)
    own = {"indicator": nights, "value": 7, "support_level": "independent", "by": "person"}
    shown = teller.say("indicator.rated", teller.at(-6, "15:30"), own, who)
    teller.say("indicator.ended", teller.at(-5, "15:30"), {"indicator": nights, "outcome": "achieved"}, who)
    noted = {"area": "connection", "what_changed": "Gets on the bus by themselves.", "why": "It is empty at two.",
             "our_part": "Sat two rows behind.", "own_words": "I forgot that you were there.",
             "evidence": [newest, shown], "consent_to_tell": True}  # fmt: skip
    teller.say("outcome.noted", teller.at(-5, "16:00"), noted, who)
    for day, scores in ((-10, (3, 4, 4)), (-3, (6, 7, 6))):
        items = dict(zip(("help_wanted", "working_on_what_matters", "satisfied"), scores, strict=True))
        scored = {"instrument": "own_view", "items": items, "total": sum(scores), "by": "person"}
        teller.say("instrument.scored", teller.at(day, "16:30"), scored, who)


def summary_asked(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Taken in for a night three days ago: seen since, the summary asked for and not had yet."""
    who.tier = "enhanced"
    settle(teller, who, nhs_number=nhs_number, last=-4)
    body = {"kind": "mha_assessment", "source": "Crisis team", "summary": "Not detained, home at four with a friend."}
    learned = teller.text(-2, "09:10")
    crisis = teller.say("crisis.recorded", teller.at(-3, "23:40"), body, who, typed=-2, learned_at=learned)
    meet(teller, who, -2, clock="13:00", purpose="follow_up")
    teller.say("crisis.summary", teller.at(-2, "14:00"), {"crisis": crisis, "state": "requested"}, who)
    changed = {
        "relapse_signature": [who.tags["sign"]],
        "red_flags": [who.tags["red_flag"], "goes out at night without a coat"],
        "risks": [{"domain": "self_harm", "level": "medium"}],
        "crisis_plan": {"contacts": "The crisis team knows the friend's number now", "coping": "Rings the friend"},
        "because_of": crisis,
        "review_on": teller.in_days(80),
    }
    teller.say("risk_plan.updated", teller.at(-1, "11:00"), changed, who)
    book(teller, who, -2, 1, "09:30")
    book(teller, who, -2, 4, "09:30")


def injection_missed(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Came for the depot yesterday and would not have it: nobody who can act has been told."""
    settle(teller, who, nhs_number=nhs_number, last=-6)
    said = "Would not roll up the sleeve; wants to talk to the doctor first. Sat together, walked home."
    meet(teller, who, -1, clock="16:00", method="clinic", purpose="medication", medication="missed", what_we_did=said)
    book(teller, who, -1, 2, "11:00")


def red_with_signs(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """In red with early warning signs for a week: a senior looks every week."""
    who.zone, who.tier = "red", "intensive"
    settle(teller, who, nhs_number=nhs_number, last=-6)
    seen = [{"sign": who.tags["sign"], "seen": "yes"}]
    plan = "Call tomorrow at ten, visit the day after, sister told with consent."
    meet(teller, who, -5, clock="14:00", signs_seen=seen, plan_72h=plan)
    set_zone(teller, who, -5, 1, clock="15:00")
    meet(teller, who, -1, clock="12:30", signs_seen=seen, plan_72h=plan)
    book(teller, who, -1, 0, "12:30")
    book(teller, who, -1, 1, "12:30")
