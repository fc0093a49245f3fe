"""Days on which a person could be lost: a Friday before the clocks change, an answer that is not contact, a red flag at
an ordinary visit, a coordinator who falls ill, a death that is only said."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from tests.domain.telling import CHECK, moment
from tests.stories.telling import Service


def test_a_friday_miss_before_the_clocks_change(tmp_path: Path) -> None:
    """Friday 27 March 2026; the clocks go forward on Sunday. No hour is lost, and nobody is left over a weekend."""
    service = Service.opens(tmp_path / "store", "2026-03-16 09:00")
    service.accepts()
    service.knows()
    service.at("2026-03-23 10:00")
    service.keeps()
    service.says("zone.set", {"zone": "amber", "reason": "not sleeping", "review_on": "2026-04-03"})
    service.at("2026-03-27 14:30")
    episode = service.misses(method="call", how="no_reply")
    assert service.owed("same_day_attempt", "gap_cover") == {
        "same_day_attempt": "due Fri 17:00", "gap_cover": "due Fri 16:00",
    }  # fmt: skip
    assert service.items()["gap_cover"]["band"] == 1
    service.at("2026-03-27 15:30")
    service.tries(episode, "same_day_attempt", "left_message")
    back = {"route": "out_of_hours_team", "told_person": False, "back_at": moment("2026-03-30 09:00")}
    service.says("cover.arranged", back | {"note": "told the team what she looks like when unwell"})
    assert "gap_cover" not in service.owed()

    # On Monday the second attempt comes first; 72 real hours after Friday 14:30 is Monday 15:30 by the new clock.
    service.at("2026-03-30 09:00")
    assert service.owed("next_day_follow_up", "in_person_check", "partner_notification") == {
        "next_day_follow_up": "due Mon 10:00",
        "in_person_check": "due Mon 12:00",
        "partner_notification": "due Mon 15:30",
    }
    assert [each["step"] for each in service.waiting[0]["steps"] if each["done_by"]] == ["same_day_attempt"]
    service.at("2026-03-30 09:40")
    service.tries(episode, "next_day_follow_up", "reached", how_are_they="as_usual")
    assert service.waiting == []
    (cover,) = service.evidence("cover.arranged")
    assert cover.startswith("Fri 27 Mar 15:30 w-tom: Cover over the gap: out of hours team")
    assert cover.endswith("told the team what she looks like when unwell")
    service.closes()


def test_a_text_answered_by_someone_at_risk(tmp_path: Path) -> None:
    """A text that says "im fine" is no contact: for somebody amber the steps go on, and a call is owed as well."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows()
    service.says("zone.set", {"zone": "amber", "reason": "stopped her tablets", "review_on": "2026-03-06"})
    service.at("2026-03-02 10:30")
    episode = service.misses()
    service.at("2026-03-02 11:00")
    service.tries(episode, "same_day_attempt", "replied", "text", note="im fine, leave me")
    assert [each["episode"] for each in service.waiting] == [episode]
    assert service.owed("speak_to", days=2) == {"speak_to": "upcoming Tue 12:00"}
    assert "next_day_follow_up" in service.owed(days=1)
    assert service.person["last_contact"]["at"] == moment("2026-02-23 09:00")
    service.at("2026-03-03 12:10")
    assert service.owed("speak_to") == {"speak_to": "overdue Tue 12:00"}
    service.tries(episode, "next_day_follow_up", "reached", how_are_they="could_not_tell")
    assert {"speak_to", "next_day_follow_up"}.isdisjoint(service.owed(days=9))
    assert service.owed("risk_check") == {"risk_check": "overdue Mon 17:00"}
    assert service.evidence("outreach.attempted") == [
        "Mon 02 Mar 11:00 w-tom: Text: replied. im fine, leave me",
        "Tue 03 Mar 12:10 w-tom: Call: spoke to them, could not tell",
    ]
    service.closes()


def test_a_red_flag_at_an_ordinary_visit(tmp_path: Path) -> None:
    """S1:14, S4:54: her own red flag, seen late on a Friday, means a response the same day, out of hours too."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows()
    service.at("2026-03-06 16:40")
    flag = [{"sign": "Talks of the bridge", "seen": "yes", "note": "twice, calmly"}]
    with pytest.raises(Refused, match="needed when an early warning sign is seen"):
        service.keeps(signs_seen=flag)
    service.keeps(signs_seen=flag, plan_72h="her sister stays tonight")
    response = service.items()["same_day_response"]
    assert service.owed("same_day_response") == {"same_day_response": "due Fri 18:40"}
    assert response["band"] == 1
    assert "111" in response["why"]
    assert service.person["high"]
    service.at("2026-03-06 17:05")
    decision = service.decides("escalate", None, about="clinical_review", rationale="A plan, and calm about it.")
    assert service.owed("raise_escalation", "same_day_response") == {"raise_escalation": "due Fri 19:05"}
    raised = {"decision": decision, "route": "crisis_team", "to": "the crisis line", "owner": "w-tom"}
    escalation = service.says("escalation.raised", raised | {"respond_by": moment("2026-03-06 18:00")})
    service.at("2026-03-06 18:01")
    assert service.owed("escalation_reply") == {"escalation_reply": "overdue Fri 18:00"}
    service.says("escalation.acknowledged", {"escalation": escalation, "by": "Nurse Hale", "answer": "declined"})
    assert service.owed("decision") == {"decision": "due Fri 19:01"}
    again = service.decides("escalate", None, about="clinical_review", rationale="Declined there: the ambulance then.")
    ambulance = {"decision": again, "route": "ambulance", "to": "999", "owner": "w-tom"}
    second = service.says("escalation.raised", ambulance | {"respond_by": moment("2026-03-06 18:20")})
    service.says("escalation.acknowledged", {"escalation": second, "by": "control"})
    assert service.owed("escalation_outcome") == {"escalation_outcome": "due Fri 19:01"}
    service.at("2026-03-06 18:55")
    service.says("escalation.closed", {"escalation": second, "outcome": "seen at home, assessed on Monday"})

    # High until a later check without it; the evidence is a closed loop in two hours and a quarter.
    service.at("2026-03-09 10:00")
    service.says("risk_check.completed", CHECK)
    assert not service.person["high"]
    assert [line[:16] for line in service.evidence("contact.completed", "escalation.closed")[-2:]] == [
        "Fri 06 Mar 16:40", "Fri 06 Mar 18:55",
    ]  # fmt: skip
    service.closes()


def test_a_coordinator_who_falls_ill(tmp_path: Path) -> None:
    """S1:16, S4:37: what was theirs is their cover's while they are away, and comes back by itself."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows()
    service.at("2026-03-02 09:00")
    assert service.owner("cadence") == "w-tom"
    ill = {"worker": "w-tom", "from": moment("2026-03-02 09:00"), "reason": "sickness"}
    service.says("worker.away", ill | {"cover": [{"persons": "all", "by": "w-ann"}]}, "w-mgr")
    assert service.owner("cadence") == "w-ann"
    service.at("2026-03-02 11:00")
    episode = service.misses(by="w-ann")
    assert {each["owner"] for each in service.items(days=4).values()} == {"w-ann"}
    service.tries(episode, "same_day_attempt", "no_answer", by="w-ann")

    # Ann falls ill as well, and nobody covers her: it is duty's, never nobody's.
    service.at("2026-03-03 09:00")
    service.says("duty.set", {"date": "2026-03-03", "worker": "w-sue"}, "w-mgr")
    service.says("worker.away", ill | {"worker": "w-ann", "from": moment("2026-03-03 09:00")}, "w-mgr")
    assert service.owner("next_day_follow_up") == "w-sue"

    # Tom is back on Wednesday. The coordinator was he all along.
    service.at("2026-03-04 09:00")
    back = ill | {"until": moment("2026-03-04 08:00")}
    service.says("worker.away", back, "w-mgr")
    assert service.owner("next_day_follow_up") == "w-tom"
    assert service.person["coordinator"] == "w-tom"
    assert [line.split(" ")[4] for line in service.evidence("contact.missed", "outreach.attempted")] == [
        "w-ann:", "w-ann:",
    ]  # fmt: skip
    service.closes()


def test_a_person_said_to_have_died(tmp_path: Path) -> None:
    """A neighbour says so: nobody calls from that moment, somebody finds out the same day, and she is alive."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows()
    service.at("2026-03-02 10:30")
    episode = service.misses()
    service.at("2026-03-02 11:00")
    service.tries(episode, None, "says_died", to="trusted_contact", name="the neighbour")
    assert service.owed("confirm_report") == {"confirm_report": "due Mon 17:00"}
    assert "same_day_attempt" in service.owed()
    service.says("person.died", {"reported_by": "the neighbour", "confirmed": False})
    assert {"same_day_attempt", "cadence", "too_long_unseen"}.isdisjoint(service.owed(days=120))
    assert service.owed("confirm_report") == {"confirm_report": "due Mon 17:00"}
    assert service.person["died"] == {"confirmed": False, "id": service.told[-1]}
    assert any("Died" in warning for warning in service.items()["confirm_report"]["warnings"])

    # She rings: alive and cross. The steps end, and contact is owed as for anybody.
    service.at("2026-03-02 15:00")
    service.keeps("call", what_we_did="She rang. We said sorry.")
    assert service.person["died"] is None
    assert "confirm_report" not in service.owed()
    assert service.waiting == []
    assert service.owed("cadence", days=9) == {"cadence": "upcoming Mon 17:00"}

    # In another story it was true; then it is learned from, and only then does she leave the list.
    service.at("2026-06-01 10:00")
    died = service.says("person.died", {"reported_by": "the GP", "confirmed": False})
    service.at("2026-06-02 10:00")
    service.says("report.confirmed", {"about": died, "true": True, "with": "the coroner"})
    assert service.owed("death_actions", days=3) == {"death_actions": "upcoming Thu 17:00"}
    assert service.owner("death_actions") == "w-mgr"
    learned = {"kind": "learning", "decisions": "write to her sister", "next_review_on": "2026-06-30", "about": died}
    learned |= {"root_cause": "physical health", "what_changes": "the GP is asked each quarter"}
    service.says("review.completed", learned, "w-mgr")
    assert not service.person["on_caseload"]
    assert service.items(days=365) == {}
    assert service.evidence("person.died", "report.confirmed")[-1].endswith("Checked with the coroner: true")
    service.closes()
