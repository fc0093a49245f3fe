"""People who are not where they were: in hospital, back since yesterday, dead, or asking for no contact."""

from __future__ import annotations

from carelist_tui.demo.settled import book, settle
from carelist_tui.demo.team import EWA
from carelist_tui.demo.teller import Somebody, Teller


def in_hospital(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """On a general ward, confirmed; somebody asks today how they are."""
    settle(teller, who, nhs_number=nhs_number, last=-8)
    body = {
        "kind": "general_ward",
        "where": "Northtown Infirmary, ward 7",
        "confirmed_with": "Ward sister",
        "expected_until": teller.in_days(0),
    }
    teller.say("person.admitted", teller.at(-4, "11:20"), body, who)


def back_from_the_ward(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Home from a mental health ward since yesterday: spoken to within 72 hours."""
    who.tier = "enhanced"
    settle(teller, who, nhs_number=nhs_number, last=-16)
    body = {"kind": "mental_health_ward", "where": "Beck ward", "confirmed_with": "Ward manager"}
    teller.say("person.admitted", teller.at(-14, "16:00"), body, who)
    note = "Home with a week of tablets; ward asks for a visit before the weekend."
    teller.say("person.returned", teller.at(-1, "14:30"), {"note": note}, who)
    book(teller, who, -1, 1, "10:30", purpose="follow_up")
    book(teller, who, -1, 4, "10:30")


def said_to_have_died(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """A neighbour rang; nobody knows whether it is so."""
    settle(teller, who, nhs_number=nhs_number, last=-4)
    body = {"reported_by": "A neighbour, by telephone", "confirmed": False}
    teller.say("person.died", teller.at(-1, "15:50"), body, who, author=EWA)


def died(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Died, confirmed by the GP; what must be told and learned is still to do."""
    settle(teller, who, nhs_number=nhs_number, last=-6)
    body = {"reported_by": "GP", "confirmed": True, "on": teller.day(-3).isoformat()}
    teller.say("person.died", teller.at(-2, "10:00"), body, who)


def asks_for_no_contact(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Refused contact a week ago: respected, and looked at again today."""
    settle(teller, who, nhs_number=nhs_number, last=-6)
    body = {
        "scope": "contact",
        "given": False,
        "basis": "consent",
        "rationale": "Has had enough of services for now; capacity not in doubt; may ring us.",
        "review_on": teller.in_days(0),
    }
    teller.say("consent.recorded", teller.at(-5, "12:15"), body, who)
