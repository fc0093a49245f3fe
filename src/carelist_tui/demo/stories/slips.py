"""What slips in ordinary weeks: a visit nobody wrote down, nothing booked, calls only, a zone to look at again."""

from __future__ import annotations

from carelist_tui.demo.settled import book, calm_check, meet, set_zone, settle
from carelist_tui.demo.team import SENIOR
from carelist_tui.demo.teller import Somebody, Teller


def not_written_down(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """A visit was booked for the day before yesterday: what happened?"""
    last = settle(teller, who, nhs_number=nhs_number, last=-6)
    book(teller, who, last, -2, "10:00")
    book(teller, who, last, 3, "10:00")


def cancelled_by_us(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """We called yesterday's visit off, and nothing else is booked."""
    last = settle(teller, who, nhs_number=nhs_number, last=-5)
    planned = book(teller, who, last, -1, "15:00")
    body = {"planned": planned, "by": "service", "reason": "Worker ill", "told_person": "yes"}
    teller.say("contact.cancelled", teller.at(-1, "12:00"), body, who)


def only_rung(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Rung, not seen, for months; and not even rung for too long. Their contact plan is to be looked at again today."""
    who.tags["plan_review"] = teller.in_days(0)
    settle(teller, who, nhs_number=nhs_number, begin=-84, last=-76)
    for day in (-66, -50, -38, -24, -14):
        meet(teller, who, day, clock="11:40", method="call")


def zone_to_review(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Amber for ten days, to be looked at again today."""
    who.zone = "amber"
    last = settle(teller, who, nhs_number=nhs_number, last=-2)
    set_zone(teller, who, -7, 0)
    book(teller, who, last, 2, "14:00")
    book(teller, who, last, 6, "14:00")


def written_late(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """A visit in a valley without signal, typed two days later."""
    settle(teller, who, nhs_number=nhs_number, last=-6)
    body = {
        "method": "visit",
        "purpose": "routine",
        "how_are_they": "as_usual",
        "what_we_did": "Out to the farm. Walked the dogs, talked about the winter and the diesel money.",
    }
    teller.say("contact.completed", teller.at(-3, "11:00"), body, who, typed=-1, late_reason="no_signal")
    book(teller, who, -1, 4, "11:00")


def written_in_error(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """A contact was written under the wrong name, and struck out."""
    last = settle(teller, who, nhs_number=nhs_number, last=-4)
    wrong = meet(teller, who, -2, clock="13:45", method="call")
    body = {"entry": wrong, "reason": "Written under the wrong name.", "replacement": None}
    teller.say("entry.corrected", teller.at(-2, "14:05"), body, who, author=SENIOR)
    book(teller, who, last, 3, "13:30")


def paused(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Asked for two quiet days; a senior agreed, with a date."""
    settle(teller, who, nhs_number=nhs_number, last=-5)
    teller.say("risk_check.completed", teller.at(-2, "10:00"), calm_check(), who)
    body = {
        "about": "pause",
        "decision": "pause",
        "what_changed": "Funeral this week, family with them.",
        "rationale": "Asked for a few quiet days with family; knows how to reach us; no sign from the plan.",
        "persons_view": "Asked for it.",
        "review_at": teller.text(2, "12:00"),
        "authorised_by": SENIOR,
    }
    teller.say("decision.recorded", teller.at(-1, "10:30"), body, who)
