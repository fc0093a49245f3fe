"""Every kind of Due: when it comes, whose it is, and that exactly what its row says resolves it (standards.md, Dues).

Each row tells a story that owes one Due. Then everything that a worker might record next is told, one thing at a
time: the Due is resolved if, and only if, its row says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.domain.telling import LONDON, PLAN, RISK_PLAN, Story, moment

pytestmark = pytest.mark.slow

NOW = "2026-03-04 11:00"
"""A Wednesday: when the next thing is recorded."""
Told = dict[str, str]
"""Ids of what the story told, by name: episode, decision, escalation, planned, source."""


Teller = Callable[[Story, Told], object]


@dataclass
class Row:
    """What a kind of Due is: `tell` begins the story; the rest is what must hold."""

    kind: str
    tell: Callable[[Story], Told]
    due: str
    resolved_by: frozenset[str]
    band: int
    high: int | None = None
    from_at: str | None = None
    owner: str | None = None
    part: str | None = None
    name: str = ""


LIVE = frozenset({"a call kept", "a visit kept", "a video call kept", "reached", "seen"})
BOOKED = frozenset({"a visit booked"})
DECIDED = frozenset({"a decision on the missed contact", "a step skipped"})
ABOUT_ANYONE = frozenset({"a decision about clinical review", "a decision about safeguarding"})
CHECKED = frozenset({"a risk check without concern", "a risk check of concern"})


def _told(told: Told, *names: str) -> bool:
    return all(name in told for name in names)


def _attempt(outcome: str, method: str = "call", **more: Any) -> Callable[[Story, Told], object]:
    return lambda story, told: story.attempt(NOW, None, None, outcome, method=method, **more)


def _review(kind: str) -> Callable[[Story, Told], object]:
    def tell(story: Story, told: Told) -> None:
        about = {"about": told.get("source", story.person)} if kind == "learning" else {}
        more = dict.fromkeys(
            ("risk", "medication", "safeguarding", "social", "protective", "next_steps", "contingency"), "as before"
        )
        story.review(NOW, kind, "2026-04-01", **about, **(more if kind in ("monthly", "multi_agency") else {}))

    return tell


def _booking(type: str, **body: Any) -> Callable[[Story, Told], object]:
    return lambda story, told: story.tell(NOW, type, {"planned": told["planned"]} | body)


KEPT = {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "talked"}
MISSED = {"expected_at": moment(NOW), "method": "visit", "how": "no_access"}
CANCELLED = {"by": "service", "reason": "ill", "told_person": "yes"}
SAFEGUARDING: dict[str, Any] = {"about": "safeguarding", "risk_of_harm": "not eating"}

NEXT: dict[str, tuple[tuple[str, ...], Callable[[Story, Told], object]]] = {
    "a call kept": ((), lambda s, _: (s.keep(NOW, "call"))),
    "a visit kept": ((), lambda s, _: (s.keep(NOW))),
    "a video call kept": ((), lambda s, _: (s.keep(NOW, "video"))),
    "reached": ((), _attempt("reached")),
    "seen": ((), _attempt("seen", "visit")),
    "no answer": ((), _attempt("no_answer")),
    "a message left": ((), _attempt("left_message")),
    "a text sent": ((), _attempt("sent", "text")),
    "a text answered": ((), _attempt("replied", "text")),
    "spoke, not seen": ((), _attempt("spoke_not_seen", "visit")),
    "their sister says she is well": (
        (), _attempt("says_well", to="trusted_contact", name="Noor", last_seen_at=moment("2026-03-04 09:00"))
    ),
    "the step attempted": (
        ("episode", "step"), lambda s, t: (s.attempt(NOW, t["episode"], t["step"], "no_answer"))
    ),
    "the kept booking": (("planned",), _booking("contact.completed", **KEPT)),
    "the missed booking": (("planned",), _booking("contact.missed", **MISSED)),
    "the cancelled booking": (("planned",), _booking("contact.cancelled", **CANCELLED)),
    "a partner spoken to": (
        (), lambda s, _: (s.tell(NOW, "partner.contacted", {"direction": "out", "who": "GP", "summary": "told"}))
    ),
    "a risk check without concern": ((), lambda s, _: (s.check(NOW))),
    "a risk check of concern": ((), lambda s, _: (s.check(NOW, "concern"))),
    "a decision on the missed contact": (
        ("episode",), lambda s, t: (s.decide(NOW, "continue", t["episode"], "2026-03-06 11:00"))
    ),
    "a step skipped": (
        ("episode", "step"),
        lambda s, t: (s.decide(NOW, "skip_step", t["episode"], "2026-03-06 11:00", step=t["step"])),
    ),
    "the steps stopped": (
        ("episode",),
        lambda s, t: (
            s.tell(
                NOW,
                "outreach.stopped",
                {
                    "episode": t["episode"], "reason": "calls frighten him", "safety_plan": "his sister looks in",
                    "authorised_by": "w-sue", "review_at": moment("2026-03-06 11:00"),
                },
            )
        ),
    ),
    "the missed contact closed": (
        ("episode", "decision"),
        lambda s, t: (
            s.tell(
                NOW,
                "episode.closed",
                {"episode": t["episode"], "outcome": "handed_over", "decision": t["decision"]},
            )
        ),
    ),
    "a decision about clinical review": ((), lambda s, _: (s.decide(NOW, "continue", None, "2026-03-06 11:00"))),
    "a decision about safeguarding": ((), lambda s, _: (s.decide(NOW, "escalate", None, **SAFEGUARDING))),
    "a decision about the tier": ((), lambda s, _: (s.decide(NOW, "agree", None, about="tier"))),
    "an escalation raised": (
        ("decision",), lambda s, t: (s.escalate(NOW, t["decision"], "2026-03-04 13:00"))
    ),
    "the escalation accepted": (("escalation",), lambda s, t: (s.answer(NOW, t["escalation"]))),
    "the escalation declined": (("escalation",), lambda s, t: (s.answer(NOW, t["escalation"], "declined"))),
    "the escalation closed": (
        ("escalation",),
        lambda s, t: (s.tell(NOW, "escalation.closed", {"escalation": t["escalation"], "outcome": "met"})),
    ),
    "amber set": ((), lambda s, _: (s.zone(NOW, "amber"))),
    "the tier set": ((), lambda s, _: (s.tell(NOW, "tier.set", {"tier": "standard", "reason": "as before"}))),
    "a coordinator named": (
        (),
        lambda s, _: (
            s.tell(NOW, "coordinator.named", {"coordinator": "w-ann", "clinical_oversight": "the CMHT duty line"})
        ),
    ),
    "consent given": (
        (),
        lambda s, _: (
            s.tell(NOW, "consent.recorded", {"scope": "contact", "given": True, "basis": "consent"})
        ),
    ),
    "consent to share": (
        (),
        lambda s, _: (
            s.tell(NOW, "consent.recorded", {"scope": "share", "with": "GP", "given": True, "basis": "consent"})
        ),
    ),
    "a contact plan agreed": ((), lambda s, _: (s.tell(NOW, "engagement_plan.agreed", PLAN))),
    "a risk plan": ((), lambda s, _: (s.tell(NOW, "risk_plan.updated", RISK_PLAN))),
    "a risk plan because of it": (
        ("crisis",), lambda s, t: (s.tell(NOW, "risk_plan.updated", RISK_PLAN | {"because_of": t["crisis"]}))
    ),
    "a visit booked": ((), lambda s, _: (s.book(NOW, "2026-03-20 10:00"))),
    "details checked": ((), lambda s, _: (s.tell(NOW, "details.checked", {"found": False}))),
    "details updated": ((), lambda s, _: (s.tell(NOW, "person.details_updated", {"email": "a@example.org"}))),
    "an address updated": ((), lambda s, _: (s.tell(NOW, "person.details_updated", {"address": "2 Low Row"}))),
    "cover arranged": (
        (),
        lambda s, _: (
            s.tell(NOW, "cover.arranged", {"route": "family", "back_at": moment("2026-03-05 09:00")})
        ),
    ),
    "the report is not true": (
        ("source",), lambda s, t: (s.tell(NOW, "report.confirmed", {"about": t["source"], "true": False}))
    ),
    "the report is true": (
        ("source",), lambda s, t: (s.tell(NOW, "report.confirmed", {"about": t["source"], "true": True}))
    ),
    "back again": (("away",), lambda s, _: (s.tell(NOW, "person.returned", {}))),
    "accepted": (("referral",), lambda s, _: (s.accept(NOW))),
    "the referral declined": (
        ("referral",), lambda s, _: (s.tell(NOW, "referral.declined", {"reason": "out of area", "told": "the GP"}))
    ),
    **{
        f"a review ({kind})": ((), _review(kind))
        for kind in ("monthly", "mdt", "senior", "learning", "plan", "exception", "away", "refusal")
    },
}  # fmt: skip
"""Everything that may be recorded next, what must have been told for it, and how it is told."""


def referred(story: Story, **more: Any) -> Told:
    body = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low mood"} | more
    return {"referral": story.tell("2026-03-03 09:30", "referral.received", body)}


def accepted(story: Story, **more: Any) -> Told:
    return {"source": story.accept("2026-03-02 10:00", **more)}


def accepted_alone(story: Story) -> Told:
    body = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North", "tier": "standard"}
    return {"source": story.tell("2026-03-02 10:00", "person.accepted", body)}


def brought_over(**more: Any) -> Callable[[Story], Told]:
    """A running case that an import brought over on Monday 2 March, without any history."""
    said = {"zone": "green", "brought_over_on": "2026-03-02"} | more
    return lambda story: {"source": story.accept("2025-06-02 10:00", **said)}


def settled(story: Story) -> Told:
    story.settle("2026-02-20 10:00")
    return {}


def amber_and_missed(story: Story) -> Told:
    """Amber, seen on Friday 20 February; a call missed on Tuesday 3 March at 10:30."""
    settled(story)
    story.zone("2026-02-27 10:00", "amber")
    return {"episode": story.miss("2026-03-03 10:30"), "step": "same_day_attempt"}


def twice_tried(story: Story) -> Told:
    told = amber_and_missed(story)
    story.check("2026-03-03 10:40")
    agreed: dict[str, Any] = {"authorised_by": "w-sue"}
    told["decision"] = story.decide("2026-03-03 10:50", "continue", told["episode"], "2026-03-06 10:00", **agreed)
    story.attempt("2026-03-03 11:00", told["episode"], "same_day_attempt")
    story.attempt("2026-03-03 15:00", told["episode"], "next_day_follow_up")
    return told | {"step": "in_person_check"}


def decided(decision: str, review: str | None) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        told = amber_and_missed(story)
        made = story.decide("2026-03-03 12:00", decision, told["episode"], review, authorised_by="w-sue")
        return told | {"decision": made}

    return tell


def escalated(story: Story) -> Told:
    told = decided("escalate", None)(story)
    return told | {"escalation": story.escalate("2026-03-03 12:30", told["decision"], "2026-03-03 14:30")}


def accepted_escalation(story: Story) -> Told:
    told = escalated(story)
    story.answer("2026-03-03 14:00", told["escalation"])
    return told


def accepted_by(route: str, *, high: bool = False) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        told = decided("escalate", None)(story)
        if high:
            story.check("2026-03-03 12:10", "high")
        told["escalation"] = story.escalate("2026-03-03 12:30", told["decision"], "2026-03-03 14:30", route)
        story.answer("2026-03-03 14:00", told["escalation"])
        return told

    return tell


OUTCOME = frozenset({"the escalation declined", "the escalation closed"})


def cancels(story: Story, at: str, when: str, by: str = "person") -> str:
    """A visit that was booked for `when`, called off."""
    planned = story.book(at, when)
    body = {"planned": planned, "by": by, "reason": "not today", "told_person": "yes"}
    return story.tell(at, "contact.cancelled", body)


def cancelled_twice(story: Story) -> Told:
    """Twice in 28 days, with a visit kept between."""
    settled(story)
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    story.keep("2026-02-26 10:00")
    cancels(story, "2026-03-03 10:00", "2026-03-05 10:00")
    return {}


def cancelled_running(story: Story) -> Told:
    """Twice with nothing between, five weeks apart."""
    story.settle("2026-01-15 10:00")
    cancels(story, "2026-01-20 10:00", "2026-01-22 10:00")
    cancels(story, "2026-03-03 10:00", "2026-03-05 10:00")
    return {}


def declined_escalation(story: Story) -> Told:
    told = escalated(story)
    story.answer("2026-03-03 14:00", told["escalation"], "declined")
    return told


def booked(story: Story) -> Told:
    settled(story)
    return {"planned": story.book("2026-02-27 10:00", "2026-03-03 14:00", worker="w-ann")}


def cancelled(story: Story) -> Told:
    told = booked(story)
    story.tell("2026-03-03 10:00", "contact.cancelled", told | CANCELLED)
    return {}


def one_booked(story: Story) -> Told:
    settled(story)
    story.book("2026-02-20 10:00", "2026-03-20 10:00")
    return {}


def away(story: Story) -> Told:
    settled(story)
    body = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
    return {"away": story.tell("2026-03-02 10:00", "person.admitted", body)}


def said_to_be_away(story: Story) -> Told:
    settled(story)
    body = {"kind": "general_ward", "where": "St Mary"}
    return {"source": story.tell("2026-03-03 10:00", "person.admitted", body), "away": "yes"}


def back(story: Story) -> Told:
    away(story)
    story.tell("2026-03-03 10:00", "person.returned", {})
    return {}


def back_after_harm(story: Story) -> Told:
    settled(story)
    story.tell("2026-02-27 22:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    body = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
    story.tell("2026-02-28 10:00", "person.admitted", body)
    story.keep("2026-03-01 10:00", "call")
    story.tell("2026-03-03 10:00", "person.returned", {})
    return {}


def could_not_talk(story: Story, **more: Any) -> Told:
    settled(story)
    story.attempt("2026-03-03 11:00", None, None, "could_not_talk", **more)
    return {}


def through_the_door(story: Story) -> Told:
    settled(story)
    story.zone("2026-02-27 10:00", "amber")
    story.keep("2026-03-03 11:00", partial=True)
    return {}


def answered_by_text(story: Story) -> Told:
    told = amber_and_missed(story)
    story.attempt("2026-03-03 11:00", told["episode"], "same_day_attempt", "replied", method="text")
    return {}


def promised(story: Story) -> Told:
    settled(story)
    story.attempt("2026-03-03 11:00", None, None, "could_not_talk", promise="2026-03-06")
    return {}


def said(outcome: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        return {"source": story.attempt("2026-03-03 11:00", None, None, outcome, to="trusted_contact", name="Noor")}

    return tell


def wrong_number(story: Story) -> Told:
    settled(story)
    return {"source": story.attempt("2026-03-03 11:00", None, None, "invalid_number")}


def refusing(story: Story) -> Told:
    settled(story)
    body = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks us to stop"}
    return {"source": story.tell("2026-03-03 10:00", "consent.recorded", body | {"review_on": "2026-04-01"})}


def dead(story: Story) -> Told:
    settled(story)
    return {"source": story.tell("2026-03-03 10:00", "person.died", {"reported_by": "the coroner", "confirmed": True})}


def in_crisis(kind: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        crisis = story.tell("2026-03-03 10:00", "crisis.recorded", {"kind": kind, "source": "A&E"})
        return {"source": crisis, "crisis": crisis}

    return tell


def red_flag(story: Story) -> Told:
    told = decided("continue", "2026-03-06 10:00")(story)
    sign = [{"sign": "Talks of the bridge ", "seen": "yes"}]
    story.keep("2026-03-03 14:00", signs_seen=sign, plan_72h="her sister stays")
    return told


def in_zone(zone: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        story.zone("2026-03-02 10:00", zone)
        return {}

    return tell


def checked_with_concern(story: Story) -> Told:
    told = amber_and_missed(story)
    story.check("2026-03-03 12:00", "concern")
    return told


def worried_sister(story: Story) -> Told:
    settled(story)
    body = {"direction": "in", "who": "Noor", "summary": "not heard for days", "worried": True}
    story.tell("2026-03-03 12:00", "partner.contacted", body)
    return {}


def hasty_check(story: Story) -> Told:
    settled(story)
    story.miss("2026-03-03 10:30")
    return {}


ROWS = [
    Row("triage", referred, "Wed 2026-03-04 10:00", frozenset({"accepted", "the referral declined"}), 2),
    Row("triage", lambda s: referred(s, urgent=True), "Tue 2026-03-03 17:00",
        frozenset({"accepted", "the referral declined"}), 2, name="urgent"),
    Row("allocate_coordinator", accepted_alone, "Tue 2026-03-03 10:00", frozenset({"a coordinator named"}), 2),
    Row("first_contact", accepted, "Mon 2026-03-09 17:00", LIVE, 2),
    Row(
        "first_contact", lambda s: accepted(s, source="crisis_team"), "Wed 2026-03-04 12:00", LIVE, 1,
        from_at="Mon 2026-03-02 10:00", name="crisis",
    ),
    Row(
        "first_contact", lambda s: accepted(s, source="step_down"), "Thu 2026-03-05 10:00", LIVE, 2, name="step down",
    ),
    Row("first_look", brought_over(), "Mon 2026-03-09 17:00", LIVE | BOOKED, 2),
    Row("first_look", brought_over(tier="enhanced"), "Wed 2026-03-04 17:00", LIVE | BOOKED, 2, name="enhanced"),
    Row("first_look", brought_over(zone="amber"), "Wed 2026-03-04 17:00", LIVE | BOOKED, 2, name="amber"),
    Row("first_look", brought_over(tier="intensive"), "Tue 2026-03-03 17:00", LIVE | BOOKED, 2, name="intensive"),
    Row("first_look", brought_over(zone="red"), "Tue 2026-03-03 17:00", LIVE | BOOKED, 2, name="red"),
    Row("no_contact_exception", accepted, "Mon 2026-03-16 17:00", LIVE | {"a review (exception)"}, 2,
        from_at="Mon 2026-03-09 10:00", owner="senior"),
    Row("confirm_consent", accepted, "Mon 2026-03-09 17:00", frozenset({"consent given"}), 3),
    Row("baseline_risk_screen", accepted, "Mon 2026-03-09 17:00", CHECKED, 3),
    Row("engagement_plan", accepted, "Mon 2026-03-16 17:00", frozenset({"a contact plan agreed"}), 4),
    Row("engagement_plan", settled, "Mon 2026-06-01 17:00", frozenset({"a contact plan agreed"}), 4, name="review"),
    Row("risk_plan", accepted, "Mon 2026-03-16 17:00", frozenset({"a risk plan"}), 4),
    Row("risk_plan", in_crisis("ae"), "Fri 2026-03-06 10:00", frozenset({"a risk plan because of it"}), 2,
        name="after a crisis"),
    Row("contact", booked, "Tue 2026-03-03 15:00",
        frozenset({"the kept booking", "the missed booking", "the cancelled booking"}), 3, high=2,
        from_at="Tue 2026-03-03 00:00", owner="w-ann"),
    Row("unrecorded_contact", booked, "Wed 2026-03-04 10:00",
        frozenset({"the kept booking", "the missed booking", "the cancelled booking"}), 2,
        from_at="Wed 2026-03-04 10:00", owner="w-ann"),
    Row("rebook", cancelled, "Tue 2026-03-03 17:00", LIVE | {"a visit booked"}, 2),
    Row("book_contact", one_booked, "Mon 2026-02-23 10:00", frozenset({"a visit booked"}), 4),
    Row("cadence", settled, "Fri 2026-03-06 17:00", LIVE, 3),
    Row("too_long_unseen", settled, "Fri 2026-05-15 17:00",
        frozenset({"a visit kept", "a video call kept", "seen"}), 2),
    Row("away_review", away, "Mon 2026-03-09 17:00", LIVE | {"back again", "a review (away)"}, 3),
    Row("follow_up", back, "Fri 2026-03-06 10:00", LIVE, 1, from_at="Tue 2026-03-03 10:00"),
    Row("follow_up", back_after_harm, "Thu 2026-03-05 10:00", LIVE, 1, from_at="Tue 2026-03-03 10:00",
        name="after self-harm"),
    Row("speak_to", answered_by_text, "Wed 2026-03-04 12:00", LIVE, 2, high=1),
    Row("speak_to", could_not_talk, "Wed 2026-03-04 12:00", LIVE, 2, high=1, name="could not talk"),
    Row("speak_to", lambda s: could_not_talk(s, call_back_at=moment("2026-03-05 15:30")), "Thu 2026-03-05 15:30", LIVE,
        2, high=1, name="said when"),
    Row("speak_to", through_the_door, "Wed 2026-03-04 12:00", LIVE, 2, high=1, name="partial"),
    Row("ladder_step", amber_and_missed, "Tue 2026-03-03 17:00",
        LIVE | {"the step attempted", "a step skipped", "the missed contact closed"}, 2, high=1,
        part="same_day_attempt"),
    Row("risk_check", amber_and_missed, "Tue 2026-03-03 17:00", CHECKED, 2, high=1, name="amber"),
    Row("risk_check", hasty_check, "Wed 2026-03-04 10:30", CHECKED | LIVE, 2, high=1, name="green"),
    Row("risk_check", worried_sister, "Tue 2026-03-03 17:00", CHECKED | LIVE, 2, high=1, name="a worried sister"),
    Row("decision", twice_tried, "Tue 2026-03-03 17:00",
        LIVE | DECIDED | ABOUT_ANYONE | {"the missed contact closed"}, 2, high=1, name="two attempts failed"),
    Row("decision", checked_with_concern, "Tue 2026-03-03 17:00", DECIDED | ABOUT_ANYONE, 2, high=1, name="concern"),
    Row("decision", declined_escalation, "Tue 2026-03-03 15:00",
        LIVE | DECIDED | ABOUT_ANYONE | {"the missed contact closed", "the escalation accepted"}, 2, high=1,
        name="an escalation declined"),
    Row("decision_review", decided("do_not_escalate", "2026-03-05 12:00"), "Thu 2026-03-05 12:00",
        LIVE | DECIDED | {"the steps stopped", "the missed contact closed"}, 2, high=1),
    Row("same_day_response", red_flag, "Tue 2026-03-03 16:00",
        DECIDED | ABOUT_ANYONE | {"an escalation raised"}, 1),
    Row("raise_escalation", decided("escalate", None), "Tue 2026-03-03 14:00",
        DECIDED | {"an escalation raised", "the steps stopped"}, 1),
    Row("escalation_reply", escalated, "Tue 2026-03-03 14:30",
        frozenset({"the escalation accepted", "the escalation declined", "the escalation closed"}), 1, owner="w-sue"),
    Row("escalation_outcome", accepted_escalation, "Tue 2026-03-03 17:00",
        frozenset({"the escalation declined", "the escalation closed"}), 2, high=1, owner="w-sue"),
    Row("after_crisis_contact", in_crisis("ae"), "Wed 2026-03-04 12:00", LIVE, 1, from_at="Tue 2026-03-03 10:00"),
    Row("confirm_report", said_to_be_away, "Tue 2026-03-03 17:00",
        frozenset({"the report is not true", "the report is true", "back again"}), 2, high=1, name="an admission"),
    Row("confirm_report", said("says_moved"), "Tue 2026-03-03 17:00",
        frozenset({"the report is not true", "an address updated"}), 2, high=1, name="a move"),
    Row("confirm_report", said("says_died"), "Tue 2026-03-03 17:00", LIVE | {"the report is not true"}, 2,
        high=1, name="a death"),
    Row("death_actions", dead, "Thu 2026-03-05 17:00",
        frozenset({"a review (learning)", "the report is not true"}), 2, owner="manager"),
    Row("fix_details", wrong_number, "Tue 2026-03-03 17:00",
        frozenset({"details checked", "details updated", "an address updated"}), 2),
    Row("refusal_review", refusing, "Tue 2026-03-10 17:00",
        frozenset({"a review (refusal)", "consent given"}), 2),
    Row("promise", promised, "Mon 2026-03-09 10:00",
        LIVE | {"no answer", "a message left", "a text sent", "a text answered", "spoke, not seen",
                "their sister says she is well"}, 2, from_at="Fri 2026-03-06 00:00"),
    Row("zone_review", in_zone("red"), "Mon 2026-03-09 17:00", frozenset({"amber set"}), 3, name="red"),
    Row("zone_review", lambda s: accepted(s, source="ae_liaison"), "Mon 2026-03-16 17:00",
        frozenset({"amber set"}), 3, name="amber from acceptance"),
    Row("zone_review", accepted, "Mon 2026-03-16 17:00", frozenset({"amber set"}), 3, name="nobody has set one"),
    Row("risk_check", cancelled_twice, "Wed 2026-03-04 17:00", CHECKED | LIVE, 2, high=1, name="cancelled again"),
    Row("risk_check", cancelled_running, "Wed 2026-03-04 17:00", CHECKED | LIVE, 2, high=1, name="cancelled running"),
    Row("escalation_outcome", accepted_by("clinical_review"), "Tue 2026-03-03 17:00", OUTCOME, 2, high=1,
        owner="w-sue", name="clinical review"),
    Row("escalation_outcome", accepted_by("duty_manager"), "Tue 2026-03-03 17:00", OUTCOME, 2, high=1,
        owner="w-sue", name="duty manager"),
    Row("escalation_outcome", accepted_by("gp"), "Tue 2026-03-10 17:00", OUTCOME, 2, high=1, owner="w-sue", name="GP"),
    Row("escalation_outcome", accepted_by("gp", high=True), "Wed 2026-03-04 17:00", OUTCOME, 2, high=1,
        owner="w-sue", name="GP, of somebody high"),
]  # fmt: skip


def _in_words(row: Row) -> str:
    return f"{row.kind}, {row.name}" if row.name else row.kind


@pytest.mark.parametrize("row", ROWS, ids=_in_words)
def test_it_comes_when_the_standards_say_with_its_band_and_owner(row: Row) -> None:
    story = Story()
    row.tell(story)
    due = story.due(row.kind, row.part)
    assert due is not None
    from_at = f"{due.from_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" if due.from_at else None
    assert story.due_at(row.kind, row.part) == row.due
    assert (from_at, due.band, due.band_when_high, due.named_owner) == (row.from_at, row.band, row.high, row.owner)
    assert due.because
    assert due.title


def resolvers(row: Row, things: dict[str, tuple[tuple[str, ...], Teller]]) -> tuple[set[str], set[str]]:
    """What of these things resolves the row's Due; and which could be told at all."""
    resolved, offered = set(), set()
    begun = Story()
    told = row.tell(begun)
    due = begun.due(row.kind, row.part)
    assert due is not None
    for name, (needs, tell) in things.items():
        if not _told(told, *needs):
            continue
        story = begun.again()
        offered.add(name)
        tell(story, dict(told))
        if due.key not in story.keys:
            resolved.add(name)
    return resolved, offered


@pytest.mark.parametrize("row", ROWS, ids=_in_words)
def test_it_is_resolved_by_exactly_what_its_row_says(row: Row) -> None:
    resolved, offered = resolvers(row, NEXT)
    assert resolved == row.resolved_by & offered
