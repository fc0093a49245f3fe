"""How somebody comes to be settled: accepted, met, planned with, seen, booked again. Every other story begins so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from carelist_tui.demo import notes
from carelist_tui.demo.people import STREETS, SURGERIES, phone_number
from carelist_tui.demo.team import INTAKE, OVERSIGHT, SUPPORTS
from carelist_tui.demo.teller import Somebody, Teller

SOURCES = ("gp", "gp", "talking_therapies", "step_down", "self", "other")
DAYS = ("MO", "TU", "WE", "TH", "FR")
LAST_CONTACT = {"intensive": (1, 1), "enhanced": (1, 3), "standard": (2, 6), "light": (3, 12)}
"""Service days since the last contact, in which nobody of that tier is overdue."""
PLAN_HOLDS_DAYS = 150
ZONE_REVIEW_DAYS = {"red": 7, "amber": 14}


def accept(teller: Teller, who: Somebody, day: int, *, nhs_number: str, source: str = "gp", **more: Any) -> None:
    """Takes somebody on, with details that belong to nobody."""
    body = details(teller, who, nhs_number=nhs_number, source=source, **more)
    teller.say("person.accepted", teller.at(day, "10:00"), body, who, author=INTAKE[who.team])


def details(teller: Teller, who: Somebody, *, nhs_number: str, source: str, **more: Any) -> dict[str, Any]:
    """What is known of somebody who is taken on."""
    phone = {
        "number": phone_number(teller.random),
        "label": "mobile",
        "text_ok": teller.between(1, 4) > 1,
        "voicemail": teller.pick(("yes", "yes", "no", "unknown")),
    }
    return {
        "ref": who.ref,
        "given": who.given,
        "family": who.family,
        "source": source,
        "team": who.team,
        "tier": who.tier,
        "born": f"{teller.between(1948, 2004)}-{teller.between(1, 12):02}-{teller.between(1, 28):02}",
        "nhs_number": nhs_number,
        "phones": [phone],
        "address": f"{teller.between(1, 90)} {teller.pick(STREETS)}, {who.team}town",
        "gp": teller.pick(SURGERIES),
        **more,
    }


def name_coordinator(teller: Teller, who: Somebody, day: int) -> None:
    """Somebody's coordinator, and who has clinical oversight."""
    body = {"coordinator": who.coordinator, "clinical_oversight": OVERSIGHT}
    teller.say("coordinator.named", teller.at(day, "10:30"), body, who)


def plan_with(teller: Teller, who: Somebody, day: int) -> None:
    """Consent, the baseline risk check and both plans, a few days after acceptance."""
    signs, flags = teller.pick(notes.SIGNS), teller.pick(notes.RED_FLAGS)
    review_on = teller.day(day).toordinal() + PLAN_HOLDS_DAYS + teller.between(0, 25)
    review = teller.day(day).fromordinal(review_on).isoformat()
    at = teller.at(day, "14:00")
    teller.say("consent.recorded", at, {"scope": "contact", "given": True, "basis": "consent"}, who)
    teller.say("risk_check.completed", at, calm_check(), who)
    relation, name = teller.pick(notes.RELATIONS)
    agreed = contact_plan(teller, signs, who.tags.get("plan_review", review), relation, name)
    teller.say("engagement_plan.agreed", at, agreed, who)
    who.tags["sign"], who.tags["red_flag"], who.tags["relative"] = signs[0], flags[0], name
    teller.say("risk_plan.updated", at, risk_plan(teller, signs, flags, review), who)


def risk_plan(teller: Teller, signs: Sequence[str], flags: Sequence[str], review: str) -> dict[str, Any]:
    """A risk plan with these signs and red flags, to be looked at again on that date."""
    return {
        "relapse_signature": list(signs),
        "red_flags": list(flags),
        "risks": [{"domain": teller.pick(("self_neglect", "housing", "self_harm", "medication")), "level": "low"}],
        "protective_factors": teller.pick(notes.PROTECTIVE),
        "crisis_plan": {"contacts": "Crisis line by night; the team by day", "coping": teller.pick(notes.COPING)},
        "lone_working": {"two_workers": teller.between(1, 9) == 1},
        "review_on": review,
    }


def contact_plan(teller: Teller, signs: Sequence[str], review: str, relation: str, name: str) -> dict[str, Any]:
    """A contact plan with these signs, and this one to ask where they agreed."""
    plan: dict[str, Any] = {
        "methods": list(
            teller.pick((("call", "text", "visit"), ("text", "call"), ("call", "visit"), ("text", "visit")))
        ),
        "safe_times": teller.pick(([], [{"days": [], "from": "09:00", "to": "19:00"}])),
        "safe_places": teller.pick(notes.SAFE_PLACES),
        "avoid": list(teller.pick(((), (), ("voicemail",), ("unannounced_visit",), ("letter",)))),
        "may_contact": [
            {
                "name": name,
                "relation": relation,
                "phone": phone_number(teller.random),
                "consent": teller.between(1, 5) > 1,
            }
        ],
        "early_warning_signs": list(signs),
        "if_missed": teller.pick(notes.IF_MISSED),
        "agreed_with_person": teller.pick(("yes", "yes", "yes", "in_part")),
        "review_on": review,
    }
    if said := teller.pick(notes.OWN_WORDS):
        plan["own_words"] = said
    return plan


def calm_check() -> dict[str, Any]:
    """A risk check that found nothing new."""
    return {
        "recent_disclosures": "None.",
        "environmental_concerns": "None.",
        "third_party_information": "None.",
        "relapse_indicators": [],
        "safeguarding_indicators": ["none"],
        "capacity": "no_concern",
        "overall": "no_new_concern",
    }


def set_zone(teller: Teller, who: Somebody, day: int, review_in: int | None = None, clock: str = "15:00") -> str:
    """Puts somebody where they stand; red and amber with a review so many days from the demonstration's, or as late
    after this as the Standards let it be."""
    body: dict[str, Any] = {"zone": who.zone, "reason": teller.pick(notes.ZONE_REASONS[who.zone])}
    if review_in is not None:
        latest = teller.day(day) + timedelta(days=ZONE_REVIEW_DAYS[who.zone])
        body["review_on"] = min(teller.in_days(review_in), latest.isoformat())
    return teller.say("zone.set", teller.at(day, clock), body, who)


def book(teller: Teller, who: Somebody, said_on: int, day: int, clock: str, method: str = "visit", **more: Any) -> str:
    """Books a contact, said at the end of that day."""
    body = {"at": teller.text(day, clock), "method": method, "purpose": "routine", "worker": who.coordinator, **more}
    return teller.say("contact.planned", teller.at(said_on, "16:30"), body, who)


def meet(teller: Teller, who: Somebody, day: int, clock: str = "11:00", method: str = "visit", **more: Any) -> str:
    """Contact with somebody, as usual unless said."""
    body = {
        "method": method,
        "purpose": "routine",
        "minutes": teller.pick((20, 30, 45, 50)),
        "how_are_they": "as_usual",
        "what_we_did": teller.pick(notes.WHAT_WE_DID),
        **more,
    }
    author = SUPPORTS[who.team] if method == "visit" and teller.between(1, 6) == 1 and day < -1 else None
    return teller.say("contact.completed", teller.at(day, clock), body, who, author=author)


def settle(teller: Teller, who: Somebody, *, nhs_number: str, last: int | None = None, begin: int | None = None) -> int:
    """Accepted, planned with, in their zone and met: settled up to the last contact, whose day it gives. Where the
    months before are told too, those lead up to that contact."""
    if teller.past is not None:
        last = last if last is not None else -teller.between(*LAST_CONTACT[who.tier])
        teller.past(who, nhs_number, last)
        return last
    day = begin or -teller.between(32, 70)
    accept(teller, who, day, nhs_number=nhs_number, source=teller.pick(SOURCES))
    name_coordinator(teller, who, day)
    plan_with(teller, who, day + 2)
    meet(teller, who, day + 3, method="visit", purpose="first")
    last = last if last is not None else -teller.between(*LAST_CONTACT[who.tier])
    if who.zone == "green":
        set_zone(teller, who, day + 4)
    middle = min(last - 2, -8 if who.tier in ("standard", "light") else last - 2)
    meet(teller, who, middle, clock="14:15", method="visit")
    look_again(teller, who, middle)
    meet(teller, who, last, clock=teller.pick(("09:45", "11:00", "13:30", "15:15")), method=_method(who))
    return last


def look_again(teller: Teller, who: Somebody, day: int) -> None:
    """The structured review of a month."""
    body = {**notes.REVIEW, "kind": "monthly", "next_review_on": (teller.day(day) + timedelta(days=60)).isoformat()}
    teller.say("review.completed", teller.at(day, "15:30"), body, who)


def _method(who: Somebody) -> str:
    return "visit" if who.tier in ("intensive", "enhanced") else "call" if len(who.family) % 2 else "clinic"


def quiet(teller: Teller, who: Somebody, nhs_number: str, number: int) -> None:
    """Somebody for whom nothing is owed today, or only today's contact."""
    who.tags["quiet"] = "yes"
    last = settle(teller, who, nhs_number=nhs_number)
    if who.zone != "green":
        set_zone(teller, who, max(last, -3), teller.between(2, 4), clock="15:45")
    if who.tier == "intensive" or number % 9 == 4:
        start = teller.at(2, "10:00")
        rule = f"FREQ=WEEKLY;BYDAY={DAYS[start.weekday()]}"
        book(teller, who, max(last, -3), 2, "10:00", repeat=rule)
        if who.tier == "intensive":
            book(teller, who, max(last, -3), 1, "14:00")
        return
    first = 0 if number % 5 == 2 else teller.between(1, 4)
    clock = teller.pick(("09:30", "10:15", "11:30", "13:00", "14:30", "15:45"))
    book(teller, who, last, first, clock, method=_method(who))
    if who.zone != "green":
        book(teller, who, last, first + 3, "11:00")
