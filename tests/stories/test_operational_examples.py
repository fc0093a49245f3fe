"""The operational examples of the seeds, told as days with clocks. Each ends by reading the evidence back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.refusal import Refused
from tests.domain.telling import CHECK, RISK_PLAN, moment
from tests.stories.telling import Service

REVIEW = {"kind": "exception", "decisions": "a letter with a photo of the worker", "next_review_on": "2026-03-17"}


def test_a_structured_response_to_repeated_missed_contact_without_punitive_practice(tmp_path: Path) -> None:
    """S0, example 1: weekly brief contact, twice weekly when early indicators appear; call or text the same day, a
    second attempt within 24 hours, then an in-person welfare attempt, and a decision note on why or why not."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows(early_warning_signs=["sleep inversion", "withdrawal", "missed medication prompts"])
    service.books("2026-03-02 10:00")
    service.books("2026-03-05 10:00")
    assert service.owed("cadence", days=9) == {"cadence": "upcoming Mon 17:00"}

    # Early indicators appear: from weekly, which would be Thursday, to twice weekly.
    service.at("2026-02-26 11:00")
    seen = [{"sign": "sleep inversion", "seen": "yes"}]
    service.keeps("call", signs_seen=seen, plan_72h="Tom calls on Friday and Monday")
    assert service.owed("cadence", days=9) == {"cadence": "upcoming Fri 17:00"}, "three days on nobody is here"
    service.says("zone.set", {"zone": "amber", "reason": "sleeping by day", "review_on": "2026-03-06"})

    # Monday, 10:00: nobody answers the door.
    service.at("2026-03-02 10:20")
    booked = service.person["next_contacts"][0]["planned"]
    episode = service.misses(booked, expected_at=moment("2026-03-02 10:00"))
    assert service.owed("same_day_attempt", "risk_check") == {
        "same_day_attempt": "due Mon 17:00", "risk_check": "due Mon 17:00",
    }  # fmt: skip
    service.at("2026-03-02 10:50")
    service.tries(episode, "same_day_attempt", "sent", "text")
    assert service.waiting[0]["next"]["detail"]["step"] == "next_day_follow_up"
    service.at("2026-03-02 14:00")
    service.says("risk_check.completed", CHECK | {"episode": episode, "relapse_indicators": ["sleep inversion"]})

    # Tuesday: the second attempt within 24 hours, by another worker, on the same ladder.
    service.at("2026-03-03 09:40")
    assert service.owed("next_day_follow_up") == {"next_day_follow_up": "due Tue 10:00"}
    service.tries(episode, "next_day_follow_up", "no_answer", by="w-ann")
    assert service.owed("decision") == {"decision": "due Tue 17:00"}
    note = {"rationale": "Signs are there, no new risk: a welfare visit tomorrow, not an escalation."}
    with pytest.raises(Refused, match="needs a review date"):
        service.decides("do_not_escalate", episode, **note)
    service.decides("do_not_escalate", episode, "2026-03-04 16:00", by="w-ann", **note)
    assert service.owed("decision") == {}

    # Wednesday: the welfare visit finds her, low and in bed. Nobody has discharged anybody.
    service.at("2026-03-04 09:55")
    assert service.owed("in_person_check") == {"in_person_check": "due Wed 10:00"}
    service.tries(episode, "in_person_check", "seen", "visit", how_are_they="worse", why_missed="slept by day")
    assert service.waiting == []
    assert service.owed("same_day_response") == {"same_day_response": "due Wed 11:55"}
    service.at("2026-03-04 11:00")
    plan = "Depressive episode beginning: the CMHT is asked to see her this week."
    service.decides("escalate", None, about="clinical_review", rationale=plan)
    decided = service.told[-1]
    asked = {"decision": decided, "route": "cmht", "to": "Dr Ash", "owner": "w-tom"}
    service.says("escalation.raised", asked | {"respond_by": moment("2026-03-05 12:00")})
    service.says("risk_plan.updated", RISK_PLAN | {"because_of": episode})

    # How effectiveness is evidenced: timely outreach, updated risk plans, the same ladder whoever was on shift.
    service.at("2026-03-06 09:00")
    told = service.evidence("contact.missed", "outreach.attempted", "decision.recorded")
    assert [line[:23] for line in told[:5]] == [
        "Mon 02 Mar 10:20 w-tom:", "Mon 02 Mar 10:50 w-tom:", "Tue 03 Mar 09:40 w-ann:", "Tue 03 Mar 09:40 w-ann:",
        "Wed 04 Mar 09:55 w-tom:",
    ]  # fmt: skip
    assert told[3].endswith(note["rationale"])
    assert service.person["on_caseload"]
    assert service.evidence("risk_plan.updated")[-1].startswith("Wed 04 Mar 11:00")
    service.closes()


def test_disengagement_with_safeguarding_indicators_and_clear_escalation_decisions(tmp_path: Path) -> None:
    """S0, example 3: after missed contact a structured risk check; if thresholds are met a safeguarding concern with a
    clear narrative; where not, the rationale and a time-bound review, never an open-ended "keep trying"."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts(partners=[{"name": "Dr Ash", "agency": "GP"}])
    service.knows()
    service.says("zone.set", {"zone": "amber", "reason": "drinking again", "review_on": "2026-03-06"})

    # First time: no threshold met. The reason is written down, and it comes back by itself.
    service.at("2026-03-02 11:00")
    episode = service.misses()
    service.at("2026-03-02 12:00")
    service.says("risk_check.completed", CHECK | {"episode": episode})
    service.decides("do_not_escalate", episode, "2026-03-03 12:00")
    service.at("2026-03-03 09:00")
    assert service.owed("decision_review") == {"decision_review": "due Tue 12:00"}
    service.at("2026-03-03 12:01")
    assert service.owed("decision_review") == {"decision_review": "overdue Tue 12:00"}

    # The review finds more: self-neglect, and a lodger who takes the money.
    found: dict[str, Any] = {
        "safeguarding_indicators": ["self_neglect", "exploitation"],
        "third_party_information": "the neighbour sees a man who collects her benefits",
        "self_neglect": {"nutrition": "serious", "money": "serious"},
        "capacity": "doubt",
        "overall": "high",
    }
    service.says("risk_check.completed", CHECK | {"episode": episode} | found)
    assert service.owed("same_day_response", "decision") == {
        "same_day_response": "due Tue 14:01", "decision": "due Tue 17:00",
    }  # fmt: skip
    assert service.owed("in_person_check", days=3) == {"in_person_check": "due Tue 17:00"}
    service.at("2026-03-03 12:30")
    concern = {"about": "safeguarding", "what_changed": "a man collects her benefits; she has not eaten"}
    with pytest.raises(Refused, match="why do we believe there is a risk of harm"):
        service.decides("escalate", episode, **concern)
    decision = service.decides("escalate", episode, **concern, risk_of_harm="exploited, and starving")
    assert service.owed("raise_escalation") == {"raise_escalation": "due Tue 14:30"}
    # An escalation about an open missed contact comes back too, of somebody high the next service day.
    assert service.owed("decision_review", days=9) == {"decision_review": "upcoming Wed 17:00"}
    service.at("2026-03-03 13:00")
    narrative = {"what_changed": "see note", "attempts_made": "a visit on Monday", "why_risk": "exploited"}
    raised = {"decision": decision, "route": "safeguarding", "to": "the council's desk", "owner": "w-sue"}
    escalation = service.says(
        "escalation.raised", raised | {"respond_by": moment("2026-03-04 12:00"), "narrative": narrative}
    )
    service.at("2026-03-04 12:01")
    assert service.owed("escalation_reply") == {"escalation_reply": "overdue Wed 12:00"}
    assert service.owner("escalation_reply") == "w-sue"
    service.says("escalation.acknowledged", {"escalation": escalation, "by": "the desk", "reference": "SG-77"}, "w-sue")
    assert service.owed("escalation_outcome", days=9) == {"escalation_outcome": "upcoming Thu 17:00"}

    # Contact does not close the loop; the outcome does.
    service.at("2026-03-05 10:00")
    service.tries(episode, "in_person_check", "seen", "visit", how_are_they="could_not_tell")
    assert "escalation_outcome" in service.owed(days=9)
    service.at("2026-03-10 15:00")
    wishes = "wants the lodger gone and to stay in her flat"
    service.says(
        "escalation.closed", {"escalation": escalation, "outcome": "a protection plan", "persons_wishes": wishes}
    )
    assert "escalation_outcome" not in service.owed(days=9)

    # How effectiveness is evidenced: timeliness, the quality of the narrative, consistent decisions.
    assert [line.split(": ")[0] for line in service.evidence("risk_check.completed", "escalation.raised")[1:]] == [
        "Mon 02 Mar 12:00 w-tom", "Tue 03 Mar 12:01 w-tom", "Tue 03 Mar 13:00 w-tom",
    ]  # fmt: skip
    assert [each["closed_at"] for each in service.person["escalations"]] == [moment("2026-03-10 15:00")]
    service.closes()


def test_preventing_drift_for_a_person_with_repeated_relapse_cycles(tmp_path: Path) -> None:
    """S1, example 1: weekly contact; same-day call, next-day home visit, partner contact where appropriate, then
    escalation if risk indicators are present, each with its time."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows(methods=["call", "visit"], early_warning_signs=["sleep disruption", "withdrawal"])
    service.at("2026-03-02 14:00")
    assert service.owed("cadence") == {"cadence": "due Mon 17:00"}
    episode = service.misses(method="call", how="no_reply")
    service.at("2026-03-02 15:00")
    service.tries(episode, "same_day_attempt", "left_message")
    steps = {each["step"]: each["due_at"] for each in service.waiting[0]["steps"]}
    assert steps["next_day_follow_up"] == moment("2026-03-03 14:00")
    service.at("2026-03-03 11:00")
    service.tries(episode, "next_day_follow_up", "no_access", "visit")
    service.says("risk_check.completed", CHECK | {"episode": episode, "overall": "concern"})
    service.decides("continue", episode, "2026-03-05 12:00")

    # Her sister is asked, as the plan allows. She is worried: that owes a response within two hours.
    service.at("2026-03-04 10:00")
    service.tries(episode, "partner_notification", "says_worried", to="trusted_contact", name="Noor")
    assert service.owed("same_day_response", "in_person_check") == {
        "same_day_response": "due Wed 12:00", "in_person_check": "due Wed 14:00",
    }  # fmt: skip
    service.at("2026-03-04 10:30")
    decision = service.decides("escalate", episode, rationale="Her sister has not heard from her since Sunday.")
    raised = {"decision": decision, "route": "cmht", "to": "the duty desk", "owner": "w-tom"}
    service.says("escalation.raised", raised | {"respond_by": moment("2026-03-04 12:30")})
    assert "same_day_response" not in service.owed()

    # How effectiveness is evidenced: contact attempts, risk-plan updates, time-stamped escalation decisions.
    queued = service.waiting[0]
    assert (queued["attempts"], queued["responded_after"], queued["risk_check"]) == (3, 3600, "concern")
    assert queued["decision"]["decision"] == "escalate"
    assert [line[:16] for line in service.evidence("decision.recorded", "escalation.raised")] == [
        "Tue 03 Mar 11:00", "Wed 04 Mar 10:30", "Wed 04 Mar 10:30",
    ]  # fmt: skip
    service.closes()


def test_preventing_people_becoming_lost_after_referral_acceptance(tmp_path: Path) -> None:
    """S4, example 1: first contact and consent, a baseline risk screen, the first two contacts booked, a named
    coordinator; if the first call fails two further attempts within 24 hours and a decision; no contact within 7 days
    is an exception with its root cause."""
    service = Service.opens(tmp_path / "store", "2026-03-02 09:00")
    referral = {"ref": "P-0042", "given": "Amina", "family": "Yusuf", "source": "talking_therapies", "reason": "stuck"}
    service.says("referral.received", referral)
    service.at("2026-03-03 09:10")
    assert service.owed() == {"triage": "due Tue 10:00"}

    # The daily referral huddle accepts her; nobody is named yet.
    body = {"ref": "P-0042", "given": "Amina", "family": "Yusuf", "source": "talking_therapies", "team": "North"}
    service.says("person.accepted", body | {"tier": "standard"}, "w-mgr")
    assert service.owed(days=8).keys() >= {
        "first_contact", "allocate_coordinator", "confirm_consent", "baseline_risk_screen", "book_contact",
    }  # fmt: skip
    assert service.owner("allocate_coordinator") == "w-mgr"
    service.at("2026-03-04 09:30")
    assert service.owed("allocate_coordinator") == {"allocate_coordinator": "due Wed 10:00"}
    service.says("coordinator.named", {"coordinator": "w-tom", "clinical_oversight": "Dr Ash"}, "w-mgr")
    service.books("2026-03-05 10:00", method="call", purpose="first")
    assert "book_contact" in service.owed(days=8)
    service.books("2026-03-12 10:00")
    assert "book_contact" not in service.owed(days=8)

    # The first call fails: two further attempts within 24 hours.
    service.at("2026-03-05 10:10")
    first = service.person["next_contacts"][0]["planned"]
    episode = service.misses(first, expected_at=moment("2026-03-05 10:00"), method="call", how="no_reply")
    assert service.owed("second_attempt", "third_attempt", days=2) == {
        "second_attempt": "upcoming Fri 10:00", "third_attempt": "upcoming Fri 10:00",
    }  # fmt: skip
    service.at("2026-03-05 16:00")
    service.tries(episode, "second_attempt", "no_answer")
    service.at("2026-03-06 09:30")
    service.tries(episode, "third_attempt", "wrong_person")
    assert service.owed("fix_details", "decision") == {"fix_details": "due Fri 17:00", "decision": "due Fri 17:00"}
    service.says("risk_check.completed", CHECK | {"episode": episode})
    service.decides("continue", episode, "2026-03-09 12:00", rationale="The number is wrong: the GP is asked for hers.")

    # A week on, nobody has spoken to her: an exception, reviewed with its root cause.
    service.at("2026-03-10 09:11")
    assert service.owed("no_contact_exception", "first_contact") == {
        "no_contact_exception": "due Tue 17:00", "first_contact": "due Tue 17:00",
    }  # fmt: skip
    with pytest.raises(Refused, match="an exception review needs one of"):
        service.says("review.completed", REVIEW, "w-sue")
    service.says("review.completed", REVIEW | {"root_cause": "incorrect_details"}, "w-sue")
    assert service.owed("no_contact_exception", days=6) == {}, "within 7 days it is looked at again"
    assert service.owed("no_contact_exception", days=8) == {"no_contact_exception": "upcoming Tue 17:00"}
    service.says("person.details_updated", {"phones": [{"number": "01632 960 001", "text_ok": True}]})
    service.at("2026-03-11 11:00")
    service.tries(episode, None, "reached", how_are_they="as_usual")
    assert {"first_contact", "no_contact_exception", "third_attempt"}.isdisjoint(service.owed(days=30))

    # How effectiveness is evidenced: time to first contact, two contacts booked, exceptions by root cause.
    assert service.person["last_contact"]["at"] == moment("2026-03-11 11:00")
    assert [line["body"]["root_cause"] for line in service.person["story"] if line["type"] == "review.completed"] == [
        "incorrect_details"
    ]
    assert len(service.evidence("contact.planned")) == 2
    service.closes()
