"""Days on which somebody drifts away, told as days: what stands on whose list at nine, and that nobody is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.refusal import Refused
from tests.domain.telling import CHECK, moment
from tests.stories.telling import Service

TOLD_ELSEWHERE = ("gap_cover", "gap_return", "cadence", "book_contact")
"""Who holds nights and weekends, and what is booked next, has its own stories."""
TOUCHED = ("contact.completed", "outreach.attempted", "consent.recorded", "decision.recorded", "person.died")
EVERY_WEEK = timedelta(days=8)
"""Enhanced: spoken to, tried or decided on within a week and a day, or somebody has her on their list."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Amina, known to the team since Monday 23 February, green, with a support worker, Kim, in the team."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    kim = {"worker": "w-kim", "name": "Kim Hale", "role": "support_worker", "team": "North"}
    service.says("worker.added", kim, by="w-mgr")
    service.accepts()
    yield service
    service.closes()


def at_nine(service: Service, day: str) -> dict[str, list[str]]:
    """Whose list she stands on at nine on that day, and for what: due or overdue, the worst first."""
    service.at(f"{day} 09:00")
    found: dict[str, list[str]] = {}
    items = [each for each in service.carelist.people.today_json(service.now)["items"] if each["ref"] == service.ref]
    touched = [each["occurred_at"] for each in service.person["story"] if each["type"] in TOUCHED]
    newest = max(map(datetime.fromisoformat, touched))
    assert items or service.now - newest < EVERY_WEEK, "nobody is silent"
    for each in items:
        if each["kind"] not in TOLD_ELSEWHERE:
            found.setdefault(each["owner"], []).append(each["detail"].get("step") or each["kind"])
    return found


def test_no_voicemail_a_partner_refused_and_a_sign_noted(service: Service) -> None:
    """A sign seen brings a senior within the week, each act says what is not to be done, and nobody may be told: that
    is decided, and not let go by."""
    service.knows(avoid=["voicemail"], may_contact=[])
    refused = {"scope": "share", "with": "Housing", "given": False, "basis": "consent", "rationale": "owes them rent"}
    service.says("consent.recorded", refused)
    planned = service.books("2026-03-02 10:00")
    assert [at_nine(service, f"2026-02-{day}") for day in (24, 25, 26, 27)] == [{}] * 4
    assert at_nine(service, "2026-03-02") == {"w-tom": ["contact"]}
    service.at("2026-03-02 10:30")
    seen = [{"sign": "sleeping by day", "seen": "yes"}]
    service.keeps(planned=planned, signs_seen=seen, plan_72h="rings on Wednesday")
    planned = service.books("2026-03-05 10:00", method="call")
    assert [at_nine(service, f"2026-03-0{day}") for day in (3, 4)] == [{}, {}]
    assert at_nine(service, "2026-03-05") == {"w-tom": ["contact"]}

    service.at("2026-03-05 10:10")
    episode = service.misses(planned, method="call", how="no_reply", expected_at=moment("2026-03-05 10:00"))
    assert service.items()["same_day_attempt"]["warnings"] == ["Do not tell Housing: refused 23 Feb", "No voicemail"]
    asked = service.items(days=9)["partner_notification"]
    assert (asked["kind"], asked["resolved_by"]) == ("decision", ["decision.recorded"]), "nobody may be told: decide"
    assert service.owed("risk_check") == {"risk_check": "due Thu 17:00"}, "a sign counts as amber"
    service.tries(episode, "same_day_attempt", "no_answer")
    assert at_nine(service, "2026-03-06") == {"w-tom": ["risk_check", "next_day_follow_up"]}
    service.at("2026-03-06 10:00")
    service.tries(episode, "next_day_follow_up", "no_answer")
    service.says("risk_check.completed", CHECK | {"episode": episode})
    service.decides("do_not_escalate", episode, "2026-03-09 10:00")
    assert at_nine(service, "2026-03-09") == {
        "w-tom": ["decision_review", "in_person_check", "partner_notification"], "w-sue": ["senior_review"],
    }  # fmt: skip
    service.at("2026-03-09 11:00")
    service.tries(episode, "in_person_check", "seen", "visit", how_are_they="as_usual")
    assert at_nine(service, "2026-03-10") == {"w-sue": ["senior_review"]}, "the sign stands until two saw none"
    service.reviews("senior", "2026-03-13", "seen twice this week", next_steps="two visits")
    assert at_nine(service, "2026-03-13") == {"w-sue": ["senior_review"]}, "sooner than a week, as she said"


def test_contact_withdrawn_a_pause_and_then_red(service: Service) -> None:
    """What was put off while she was green comes back the service day after she is red, before any of it was due."""
    service.knows()
    service.at("2026-03-02 10:00")
    said = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks us to stop for now"}
    service.says("consent.recorded", said | {"review_on": "2026-03-30"})
    assert [at_nine(service, f"2026-03-0{day}") for day in (3, 4)] == [{}, {}]
    assert service.owed("refusal_review", days=9) == {"refusal_review": "upcoming Mon 17:00"}
    service.at("2026-03-04 10:00")
    why = "Her sister looks in daily and rings us; we ask again on Wednesday."
    pause: dict[str, Any] = {"about": "pause", "capacity_considered": "she understands what she refuses"}
    service.decides("pause", None, "2026-03-11 10:00", by="w-sue", authorised_by="w-sue", rationale=why, **pause)
    assert [at_nine(service, f"2026-03-0{day}") for day in (5, 6)] == [{}, {}]
    assert service.owed("decision_review", days=9) == {"decision_review": "upcoming Wed 10:00"}

    service.at("2026-03-06 11:00")
    service.says("zone.set", {"zone": "red", "reason": "screaming at night", "review_on": "2026-03-13"})
    assert service.owed("decision_review", "refusal_review", "mdt_review", "senior_review", days=9) == {
        "decision_review": "upcoming Mon 17:00", "refusal_review": "upcoming Mon 17:00",
        "mdt_review": "upcoming Fri 17:00", "senior_review": "upcoming Fri 17:00",
    }  # fmt: skip
    assert at_nine(service, "2026-03-09") == {"w-tom": ["decision_review", "refusal_review"]}
    assert at_nine(service, "2026-03-10") == {"w-tom": ["decision_review", "refusal_review"]}, "late, and still there"
    service.at("2026-03-10 09:30")
    service.decides("escalate", None, by="w-sue", **(pause | {"rationale": "She is not safe: the pause ends."}))
    service.reviews("refusal", "2026-03-11", "we knock today")
    assert "raise_escalation" in service.owed()
    assert at_nine(service, "2026-03-11") == {"w-tom": ["raise_escalation", "decision_review", "refusal_review"]}
    assert at_nine(service, "2026-03-13")["w-sue"] == ["mdt_review", "senior_review"]


def test_high_at_ten_to_five_escalated_by_a_support_worker(service: Service) -> None:
    """Ten minutes before the close: no day is lost, she may escalate and not say no, and the loop is closed by her."""
    service.knows()
    service.at("2026-03-03 16:50")
    high = {"overall": "high", "triggers": ["suicidal_plan"], "recent_disclosures": "has kept her tablets"}
    service.says("risk_check.completed", CHECK | high, "w-kim")
    assert service.owed("same_day_response", "decision") == {
        "same_day_response": "due Tue 18:50", "decision": "due Tue 18:50",
    }  # fmt: skip
    with pytest.raises(Refused, match="authorised by a senior or a manager"):
        service.decides("do_not_escalate", None, "2026-03-04 16:00", about="clinical_review", by="w-kim")
    weighed = {"about": "clinical_review", "what_changed": "a plan, and the means",
               "rationale": "She has kept her tablets and is alone."}  # fmt: skip
    decision = service.decides("escalate", None, by="w-kim", **weighed)
    assert service.owed("raise_escalation", "same_day_response") == {"raise_escalation": "due Tue 18:50"}
    service.at("2026-03-03 17:00")
    raised = {"decision": decision, "route": "crisis_team", "to": "the crisis desk", "owner": "w-kim"}
    escalation = service.says("escalation.raised", raised | {"respond_by": moment("2026-03-03 18:00")}, "w-kim")
    assert service.person["story"][-1]["body"]["narrative"] == {
        "what_changed": "a plan, and the means",
        "why_risk": "She has kept her tablets and is alone.; "
        "risk check: HIGH Tue 3 Mar 2026 16:50: has kept her tablets; triggers: suicidal plan",
    }
    assert service.owed("escalation_reply") == {"escalation_reply": "due Tue 18:00"}
    service.at("2026-03-03 17:20")
    service.says("escalation.acknowledged", {"escalation": escalation, "by": "Nurse Ode"}, "w-kim")
    assert service.owed("escalation_outcome") == {"escalation_outcome": "due Tue 19:20"}

    assert at_nine(service, "2026-03-04") == {"w-kim": ["escalation_outcome"], "w-tom": ["decision_review"]}
    service.at("2026-03-04 09:20")
    service.says("escalation.closed", {"escalation": escalation, "outcome": "seen at home at 20:00, safe"}, "w-kim")
    assert service.owed("decision", "decision_review") == {
        "decision": "due Wed 17:00", "decision_review": "due Wed 17:00",
    }  # fmt: skip
    service.at("2026-03-04 11:00")
    service.keeps()
    assert at_nine(service, "2026-03-05") == {"w-tom": ["decision_review"]}
    assert service.owed("cadence", days=2) == {"cadence": "upcoming Fri 17:00"}, "high: every three days"
    assert service.owed("mdt_review", days=9) == {"mdt_review": "upcoming Tue 17:00"}
    assert at_nine(service, "2026-03-10")["w-sue"] == ["mdt_review"]


def test_a_death_reported_then_confirmed_then_denied(service: Service) -> None:
    """Nobody knocks while it is asked, nothing is owed of contact once it is confirmed, and when it was another of that
    name everything comes back as late as it is."""
    service.knows()
    service.at("2026-03-02 10:00")
    episode = service.misses(method="call", how="no_reply")
    service.at("2026-03-02 11:00")
    sister = {"method": "call", "to": "trusted_contact", "name": "Noor"}
    service.says("outreach.attempted", {"episode": episode, "outcome": "says_died", **sister})
    assert service.owed("confirm_report", "same_day_attempt") == {
        "confirm_report": "due Mon 17:00", "same_day_attempt": "due Mon 17:00",
    }  # fmt: skip
    steps = ["same_day_attempt", "risk_check", "next_day_follow_up"]
    assert at_nine(service, "2026-03-03") == {"w-tom": ["confirm_report", *steps]}
    service.at("2026-03-03 09:30")
    died = service.says("person.died", {"reported_by": "the sister", "confirmed": False})
    assert at_nine(service, "2026-03-04") == {"w-tom": ["risk_check", "confirm_report"]}
    service.at("2026-03-04 10:00")
    service.says("report.confirmed", {"about": died, "true": True, "with": "the ward clerk"}, "w-ann")
    assert service.owed(days=9) == {"death_actions": "upcoming Fri 17:00"}
    assert service.owner("death_actions") == "w-mgr"
    assert at_nine(service, "2026-03-05") == {}

    service.at("2026-03-05 14:00")
    service.says("report.confirmed", {"about": died, "true": False, "with": "Elm ward: another of that name"}, "w-sue")
    assert service.person["died"] is None
    assert at_nine(service, "2026-03-06") == {"w-tom": [*steps, "in_person_check"]}
    assert service.owner("mdt_review") == "w-sue", "and it is open, as if nothing had been said"
    service.tries(episode, "same_day_attempt", "reached", how_are_they="as_usual")
    assert at_nine(service, "2026-03-09") == {}
