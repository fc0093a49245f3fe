"""People who have just come: waiting for triage, without a coordinator, not reached yet."""

from __future__ import annotations

from carelist_tui.demo import notes
from carelist_tui.demo.people import phone_number
from carelist_tui.demo.settled import accept, book, name_coordinator, plan_with
from carelist_tui.demo.team import EWA, MANAGER, TEAM, TOM
from carelist_tui.demo.teller import Somebody, Teller


def _referral(teller: Teller, who: Somebody, nhs_number: str) -> dict[str, object]:
    return {
        "ref": who.ref,
        "given": who.given,
        "family": who.family,
        "nhs_number": nhs_number,
        "phones": [{"number": phone_number(teller.random), "label": "mobile"}],
        "source": "gp",
        "team": TEAM,
        "reason": teller.pick(notes.REASONS_REFERRED),
    }


def waits_for_triage(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Referred yesterday."""
    body = _referral(teller, who, nhs_number)
    teller.say("referral.received", teller.at(-1, "14:10"), body, who, author=TOM)


def urgently_referred(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Referred this morning, urgent."""
    body = {**_referral(teller, who, nhs_number), "urgent": True, "source": "ae_liaison"}
    teller.say("referral.received", teller.at(0, "08:50"), body, who, author=EWA)


def nobody_allocated(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Accepted two days ago; nobody coordinates, nobody has spoken to them."""
    accept(teller, who, -2, nhs_number=nhs_number, source="talking_therapies")


def first_contact_today(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """From the crisis team the day before yesterday; the first visit is this morning."""
    accept(teller, who, -2, nhs_number=nhs_number, source="crisis_team", children_at_home=True)
    name_coordinator(teller, who, -2)
    book(teller, who, -1, 0, "11:00", purpose="first", place="home")


def never_reached(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Accepted more than a week ago, the first contact missed, one try without an answer."""
    accept(teller, who, -8, nhs_number=nhs_number, source="gp")
    name_coordinator(teller, who, -7)
    planned = book(teller, who, -6, -2, "14:00", method="call", purpose="first")
    missed = {"planned": planned, "expected_at": teller.text(-2, "14:00"), "method": "call", "how": "no_reply"}
    episode = teller.say("contact.missed", teller.at(-2, "14:20"), missed, who)
    attempt = {
        "episode": episode,
        "step": "second_attempt",
        "method": "call",
        "to": "person",
        "outcome": "left_message",
    }
    teller.say("outreach.attempted", teller.at(-1, "10:40"), attempt, who)


def brought_over(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Supported for long, and brought over yesterday from the spreadsheet before: nobody wrote down when they spoke."""
    body = {
        "ref": who.ref,
        "given": who.given,
        "family": who.family,
        "nhs_number": nhs_number,
        "phones": [{"number": phone_number(teller.random), "label": "mobile"}],
        "source": "gp",
        "team": TEAM,
        "tier": who.tier,
        "coordinator": who.coordinator,
        "brought_over_on": teller.day(-1).isoformat(),
    }
    teller.say("person.accepted", teller.at(-90, "10:00"), body, who, typed=-1)


def declined_at_triage(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Referred and not taken on: told, with somewhere else to go. Not on the caseload."""
    teller.say("referral.received", teller.at(-6, "11:00"), _referral(teller, who, nhs_number), who, author=TOM)
    body = {"reason": "Talking therapies fit better at present.", "told": "Wrote to them and the GP; can come back."}
    teller.say("referral.declined", teller.at(-5, "10:00"), body, who, author=MANAGER)


def settled_and_left(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Goals met, agreed with a manager, discharged to the GP soon after two nights in hospital: asked about once more.
    Not on the caseload."""
    accept(teller, who, -60, nhs_number=nhs_number)
    name_coordinator(teller, who, -60)
    plan_with(teller, who, -58)
    stay = {"kind": "general_ward", "where": "St Anne's, a broken wrist", "confirmed_with": "the ward clerk"}
    teller.say("person.admitted", teller.at(-9, "10:00"), stay, who)
    teller.say("person.returned", teller.at(-7, "11:00"), {"note": "Home, the wrist in plaster."}, who)
    agreed = {
        "about": "discharge",
        "decision": "agree",
        "what_changed": "Back at work since the summer, no contact missed in six months.",
        "rationale": "Goals met; knows the signs and how to come back; the GP has the plan.",
        "persons_view": "Ready, and glad of it.",
        "authorised_by": MANAGER,
    }
    decision = teller.say("decision.recorded", teller.at(-4, "15:00"), agreed, who, author=MANAGER)
    body = {
        "destination": "GP",
        "reason": "goals_met",
        "note": "Agreed together; can ring the team for six months.",
        "decision": decision,
    }
    teller.say("person.discharged", teller.at(-3, "15:30"), body, who)
