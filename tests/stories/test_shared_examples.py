"""The seeds' operational examples in which others take part: housing, crisis teams, the team that takes over. Each is
told in days, and ends with its evidence read back from the journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.refusal import Refused
from tests.domain.telling import CHECK, RISK_PLAN, moment
from tests.stories.telling import Service

pytestmark = pytest.mark.slow

SEVEN: dict[str, str] = {
    "risk": "eviction is what frightens him",
    "medication": "depot on time",
    "safeguarding": "self-neglect, watched",
    "social": "neighbours complain, his brother rings",
    "protective": "his brother",
    "next_steps": "rent plan, then the visit indoors",
    "contingency": "no surprises: he is told before anybody else is",
}
SUMMARY: dict[str, str] = {
    "current_risks": "goes quiet before it gets worse",
    "medication": "lithium, level due on Friday",
    "safeguarding_status": "nothing open",
    "recent_incidents": "one night in A&E in February",
    "agreed_goals": "back to her class",
    "contingency_plan": "her sister first, then the crisis line",
}
TRANSITION: dict[str, str] = {
    "medication_actions": "the GP prescribes from Monday",
    "immediate_safety": "her sister stays until Sunday",
    "contacts_next_14_days": "a call every second day, a visit a week",
    "red_flags": "talks of the bridge: the same day, whoever is on duty",
}
ALL = ("summary_written", "risk_plan_current", "medication_list_sent", "open_actions_listed", "person_told",
       "carer_informed_where_agreed")  # fmt: skip
BETWEEN_TEAMS = ("appointments_booked", "support_hours_adjusted", "transition_plan_given_to_person",
                 "receiving_contact_number_given")  # fmt: skip


def hands_over(service: Service, kind: str, by: str, **more: Any) -> str:
    body = {"kind": kind, "to_team": "North", "higher_risk": True, "summary": SUMMARY, "complete_by": "2026-03-06"}
    return service.says("handover.opened", body | more, by)


def ticks(service: Service, handover: str, *items: str, by: str) -> None:
    for item in items:
        service.says("handover.item_done", {"handover": handover, "item": item}, by)


def test_multi_agency_re_engagement_when_housing_instability_drives_avoidance(tmp_path: Path) -> None:
    """S0, example 2: a re-engagement attempt with a trusted contact, a practical housing plan, short steps (doorstep,
    then indoors), one action log for housing, wellbeing and clinical liaison, and the MDT to see it through."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts(partners=[{"name": "Jo Hill", "agency": "Housing"}])
    service.knows(if_missed="no surprises: we tell you before we tell the landlord")
    service.says("zone.set", {"zone": "amber", "reason": "rent arrears", "review_on": "2026-03-06"})
    service.at("2026-03-02 10:20")
    episode = service.misses()
    service.at("2026-03-02 14:00")
    service.tries(episode, "same_day_attempt", "no_answer")
    found = {"environmental_concerns": "arrears letter in the hall", "self_neglect": {"nutrition": "concern"}}
    service.says("risk_check.completed", CHECK | {"episode": episode, "overall": "concern"} | found)

    # One action log: housing, wellbeing and clinical actions beside each other, each with its owner and its day.
    arrears = service.acts("Arrears triage with Jo Hill", "housing", "2026-03-04 16:00", about=episode)
    food = service.acts("Food parcel, with his brother", "wellbeing", "2026-03-03 16:00")
    liaison = service.acts("Ask Dr Ash about the depot", "clinical", "2026-03-05 12:00", owner="w-ann")
    assert service.open_actions() == [
        "Arrears triage with Jo Hill (w-tom, upcoming 2026-03-04)",
        "Ask Dr Ash about the depot (w-ann, upcoming 2026-03-05)",
        "Food parcel, with his brother (w-tom, upcoming 2026-03-03)",
    ]
    service.says("mdt.listed", {"reason": "high-risk disengagement over housing", "by": "2026-03-06"})
    assert service.owed("mdt_review", days=7) == {"mdt_review": "upcoming Fri 17:00"}

    # His brother comes along: a nod on the doorstep, partial contact, and said to be partial.
    service.at("2026-03-03 11:00")
    reached = {"to": "trusted_contact", "name": "Noor", "last_seen_at": moment("2026-03-02 19:00")}
    service.tries(episode, "partner_notification", "says_well", **reached)
    service.keeps(partial=True, purpose="re_engagement", what_we_did="Doorstep, two minutes, with his brother.")
    assert service.waiting == []
    service.says("action.closed", {"action": food, "outcome": "done", "note": "In the fridge."})
    service.books("2026-03-05 10:00", place="indoors, as he chose")
    service.at("2026-03-05 10:40")
    assert service.open_actions()[0] == "Arrears triage with Jo Hill (w-tom, overdue 2026-03-04)"
    planned = service.person["next_contacts"][0]["planned"]
    service.keeps(planned=planned, what_we_did="Sat indoors; signed the rent plan together.")
    service.says("action.closed", {"action": arrears, "outcome": "done", "note": "Ten pounds a week; notice stayed."})
    later = {"action": liaison, "due_at": moment("2026-03-09 12:00"), "reason": "Dr Ash is away until Monday"}
    service.says("action.changed", later)

    # The MDT sees the case, with its actions; what it decided is dated.
    service.at("2026-03-06 14:00")
    assert service.owed("mdt_review") == {"mdt_review": "due Fri 17:00"}
    service.reviews("mdt", "2026-04-03", "Housing and clinic go on together; the landlord hears it from him first.")
    assert service.owed("mdt_review", days=60) == {}
    service.at("2026-03-09 11:00")
    service.says("action.closed", {"action": liaison, "outcome": "done", "note": "Depot moved to Tuesdays."}, "w-ann")

    # How effectiveness is evidenced: steadier contact, dated decisions, actions tracked to completion.
    assert service.open_actions() == []
    assert [line[:16] for line in service.evidence("action.closed")] == [
        "Tue 03 Mar 11:00", "Thu 05 Mar 10:40", "Mon 09 Mar 11:00",
    ]  # fmt: skip
    assert [line[:16] for line in service.evidence("contact.completed")[1:]] == ["Tue 03 Mar 11:00", "Thu 05 Mar 10:40"]
    assert len(service.evidence("review.completed")) == 1
    service.closes()


def test_a_step_down_interface_that_does_not_drop_responsibility(tmp_path: Path) -> None:
    """S1, example 2: a named lead until the receiving service accepts, a handover call, what the next 14 days need, a
    checklist, and red flags that mean the same day."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts(team="Crisis link", coordinator="w-sue", tier="intensive", source="crisis_team")
    service.knows()
    service.at("2026-03-02 10:00")
    service.keeps("call")
    with pytest.raises(Refused, match="transition: is needed"):
        hands_over(service, "step_down", "w-sue")
    handover = hands_over(service, "step_down", "w-sue", to_worker="w-tom", transition=TRANSITION)
    assert service.owed("handover_acceptance", "handover_call", "handover_checklist", days=7) == {
        "handover_acceptance": "upcoming Wed 17:00", "handover_call": "upcoming Fri 17:00",
        "handover_checklist": "due Fri 17:00",
    }  # fmt: skip

    # The one who hands over can't accept; nothing moves before acceptance and a first contact.
    accepted = {"handover": handover, "receiving_worker": "w-tom", "first_contact_at": moment("2026-03-05 11:00")}
    with pytest.raises(Refused, match="hands this person over"):
        service.says("handover.accepted", accepted, "w-sue")
    service.at("2026-03-03 15:00")
    call = {"handover": handover, "with": "Tom Reed and the crisis team's shift lead", "points": "who rings when"}
    service.says("handover.call_held", call, "w-sue")
    service.says("handover.accepted", accepted, "w-tom")
    assert service.owner("cadence") == "w-sue"
    assert service.owed("handover_first_contact", days=7) == {"handover_first_contact": "upcoming Thu 17:00"}
    ticks(service, handover, *ALL, *BETWEEN_TEAMS, by="w-sue")
    with pytest.raises(Refused, match="live call booked; first contact"):
        service.says("handover.closed", {"handover": handover, "outcome": "completed"}, "w-sue")
    ticks(service, handover, "live_call_booked", by="w-sue")

    service.at("2026-03-05 11:00")
    service.keeps(handover=handover, purpose="first")
    assert service.owner("cadence") == "w-tom"
    service.says("handover.closed", {"handover": handover, "outcome": "completed"}, "w-sue")
    assert service.person["coordinator"] == "w-tom"

    # Fourteen days of looking in, every second service day; a red flag means the same day.
    assert service.owed("transition_check", days=7) == {"transition_check": "upcoming Mon 17:00"}
    service.at("2026-03-09 10:30")
    assert service.owed("transition_check") == {"transition_check": "due Mon 17:00"}
    service.keeps("call", triggers=["personal_red_flag"], how_are_they="worse", plan_72h="Sue rings tonight")
    assert service.owed("same_day_response", "transition_check", days=7)["same_day_response"].startswith("due Mon")

    # How effectiveness is evidenced: the checklist, the call, the times; the record says who held what when.
    told = service.evidence("handover.opened", "handover.call_held", "handover.accepted", "handover.closed")
    assert [line[:23] for line in told] == [
        "Mon 02 Mar 10:00 w-sue:", "Tue 03 Mar 15:00 w-sue:", "Tue 03 Mar 15:00 w-tom:", "Thu 05 Mar 11:00 w-sue:",
    ]  # fmt: skip
    assert len(service.evidence("handover.item_done")) == 11
    service.closes()


def test_self_neglect_and_housing_instability_as_pathway_risks(tmp_path: Path) -> None:
    """S1, example 3: environmental checks at home visits, a structured self-neglect tool, a stepwise plan, a
    safeguarding concern with capacity considered when it gets worse, and a multi-agency meeting."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts(partners=[{"name": "Jo Hill", "agency": "Housing"}])
    service.knows()
    share = {"scope": "share", "with": "Jo Hill, housing", "given": True, "basis": "consent", "review_on": "2026-05-01"}
    service.says("consent.recorded", share)
    assert service.owed("review", days=29)["review"].startswith("upcoming")
    service.at("2026-03-02 10:00")
    home = [{"concern": "hall blocked by boxes"}, {"concern": "no hot water", "note": "since January"}]
    service.keeps(environment=home)
    service.acts("One bag a week, together", "wellbeing", "2026-03-09 12:00")
    benefits = service.acts("Council tax support form", "benefits", "2026-03-06 12:00")

    # It gets worse: the tool says serious, and capacity is in doubt: to be assessed, and said.
    service.at("2026-03-05 14:00")
    found: dict[str, Any] = {
        "environmental_concerns": "cannot reach the bed",
        "safeguarding_indicators": ["self_neglect"],
        "self_neglect": {"home": "serious", "hygiene": "concern", "nutrition": "serious"},
        "capacity": "doubt",
        "overall": "concern",
    }
    service.says("risk_check.completed", CHECK | found)
    assert service.owed("capacity_assessment", days=7)["capacity_assessment"].startswith("upcoming")
    service.at("2026-03-06 10:00")
    weighed = "Understands and weighs it, wants help with the bed, not with the hall."
    decision = service.decides(
        "escalate", None, about="safeguarding", risk_of_harm="fire, and she has stopped eating",
        capacity_considered=weighed, rationale="The home is now a danger to her: a concern is raised with her knowing.",
    )  # fmt: skip
    assert service.owed("capacity_assessment", days=30) == {}
    raised = {"decision": decision, "route": "safeguarding", "to": "the council's desk", "owner": "w-sue"}
    escalation = service.says("escalation.raised", raised | {"respond_by": moment("2026-03-09 12:00")})
    service.says("escalation.acknowledged", {"escalation": escalation, "by": "the desk", "reference": "SG-80"}, "w-sue")
    protect = service.acts("Fire service: alarm and a path to the door", "safeguarding", "2026-03-09 16:00")
    service.at("2026-03-09 16:30")
    late = service.carelist.people.today_json(service.now)["items"]
    assert [each["band"] for each in late if each["source"] == protect] == [2]

    # The multi-agency meeting decides; its decisions, the actions and the outcome are dated.
    service.at("2026-03-11 13:00")
    service.reviews("multi_agency", "2026-04-08", "Deep clean with her there.", **SEVEN, present=["Jo Hill", "Dr Ash"])
    service.says("escalation.closed", {"escalation": escalation, "outcome": "a plan", "persons_wishes": "to stay"})

    # She asks to end; with the safeguarding action open nobody may let her go.
    agreed = service.decides("agree", None, about="discharge", authorised_by="w-mgr", by="w-mgr")
    leave = {"destination": "GP", "reason": "own_wish", "note": "asks to end", "decision": agreed}
    with pytest.raises(Refused, match="has an open safeguarding action"):
        service.says("person.discharged", leave, "w-mgr")
    for action in (benefits, protect):
        service.says("action.closed", {"action": action, "outcome": "done", "note": "Done with her."})

    # How effectiveness is evidenced: dated multi-agency decisions, capacity considered, actions to completion.
    assert service.open_actions() == ["One bag a week, together (w-tom, overdue 2026-03-09)"]
    (review,) = service.evidence("review.completed")
    assert review.startswith("Wed 11 Mar 13:00 w-sue")
    said = [line["body"] for line in service.person["story"] if line["type"] == "decision.recorded"]
    assert said[0]["capacity_considered"] == weighed
    service.closes()


def test_coordinating_across_housing_substance_misuse_and_mental_health(tmp_path: Path) -> None:
    """S4, example 2: one named coordinator, a multi-agency review every four weeks, partner contacts in the log, a
    factual summary of each crisis asked for within 48 hours, and a risk plan that changed because of it."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts(partners=[{"name": "Jo Hill", "agency": "Housing"}, {"name": "Ray", "agency": "Substance misuse"}])
    service.knows()
    share = {"scope": "share", "with": "Jo Hill and Ray", "given": True, "basis": "consent", "review_on": "2026-06-01"}
    service.says("consent.recorded", share)
    service.at("2026-03-03 10:00")
    sharing = {"with": "Jo Hill", "basis": "consent", "rationale": "the tenancy is at risk, and he asked us to"}
    partner = {"direction": "out", "who": "Jo Hill", "agency": "Housing", "summary": "notice served"}
    service.says("partner.contacted", partner | {"sharing": sharing})
    service.keeps()

    # A crisis by night, known in the morning: contact is owed from the night itself, its summary from when it is known.
    service.at("2026-03-05 09:00")
    crisis = {"kind": "ae", "source": "A&E liaison", "summary": "Drunk and frightened, home at four."}
    night = service.says(
        "crisis.recorded", crisis, occurred_at=moment("2026-03-04 23:30"), learned_at=moment("2026-03-05 09:00")
    )
    assert service.owed("crisis_summary", "after_crisis_contact", days=7) == {
        "crisis_summary": "upcoming Sat 09:00", "after_crisis_contact": "due Thu 12:00",
    }  # fmt: skip
    service.at("2026-03-05 15:00")
    service.says("crisis.summary", {"crisis": night, "state": "requested"})
    assert service.owed("crisis_summary", days=9) == {"crisis_summary": "upcoming Thu 17:00"}
    service.at("2026-03-06 10:00")
    service.keeps(purpose="follow_up")
    service.at("2026-03-09 10:00")
    text = "Seen 23:50, alcohol, no plan to harm himself, left with a friend at 04:00."
    service.says("crisis.summary", {"crisis": night, "state": "received", "text": text})
    service.says("risk_plan.updated", RISK_PLAN | {"red_flags": ["drinks alone after a letter"], "because_of": night})
    assert {"crisis_summary", "after_crisis_contact"}.isdisjoint(service.owed(days=30))

    # Every four weeks the agencies meet; its decisions become actions with owners and deadlines.
    service.at("2026-03-23 09:30")
    assert service.owed("review")["review"] == "due Mon 17:00"
    with pytest.raises(Refused, match="a multi-agency review asks for this"):
        service.reviews("multi_agency", "2026-04-20", "Go on.", by="w-tom")
    service.reviews("multi_agency", "2026-04-20", "Letters are read together.", by="w-tom", **SEVEN)
    service.acts("Ray sees him on Tuesdays", "other", "2026-03-31 12:00", owner="Ray, substance misuse")
    assert service.open_actions()[0].startswith("Ray sees him on Tuesdays")

    # How effectiveness is evidenced: dated notes, owners and deadlines, and how the crisis changed the plan.
    plans = [line["body"] for line in service.person["story"] if line["type"] == "risk_plan.updated"]
    assert [plan.get("because_of") for plan in plans] == [None, night]
    assert [line[:16] for line in service.evidence("crisis.recorded", "crisis.summary")] == [
        "Wed 04 Mar 23:30", "Thu 05 Mar 15:00", "Mon 09 Mar 10:00",
    ]  # fmt: skip
    assert service.evidence("partner.contacted")[0].startswith("Tue 03 Mar 10:00 w-tom")
    service.closes()


def test_safe_transfers_and_handovers_between_teams(tmp_path: Path) -> None:
    """S4, example 3: a one-page summary, a live call at higher risk, a named receiver and a booked date; when they
    can't reach the person it comes back, and nothing is closed before acceptance and first contact."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    service.accepts()
    service.knows()
    service.at("2026-03-02 10:00")
    service.keeps()
    handover = hands_over(service, "team_transfer", "w-tom", to_team="South")
    service.at("2026-03-04 17:01")
    assert service.owed("handover_acceptance") == {"handover_acceptance": "overdue Wed 17:00"}
    assert service.items()["handover_acceptance"]["band"] == 2
    accepted = {"handover": handover, "receiving_worker": "w-ann", "first_contact_at": moment("2026-03-05 11:00")}
    service.says("handover.accepted", accepted, "w-ann")
    call = {"handover": handover, "with": "Ann Able", "points": "risks, medication, who rings first"}
    service.says("handover.call_held", call)
    ticks(service, handover, *ALL, *BETWEEN_TEAMS, "live_call_booked", by="w-tom")

    # They can't reach her: it is back with the old team at once, while the new one runs the ladder.
    service.at("2026-03-05 11:10")
    missed = {"expected_at": moment("2026-03-05 11:00"), "handover": handover}
    episode = service.misses(by="w-ann", **missed)
    assert service.owed("handover_reverted") == {"handover_reverted": "due Thu 17:00"}
    assert (service.owner("handover_reverted"), service.owner("same_day_attempt")) == ("w-tom", "w-ann")
    assert service.items()["handover_reverted"]["band"] == 1
    with pytest.raises(Refused, match="first contact"):
        service.says("handover.closed", {"handover": handover, "outcome": "completed"})
    service.at("2026-03-05 16:00")
    service.tries(episode, "same_day_attempt", "reached", how_are_they="as_usual", by="w-ann")
    service.at("2026-03-06 10:00")
    service.keeps(handover=handover, purpose="first")
    assert "handover_reverted" not in service.owed()
    service.says("handover.closed", {"handover": handover, "outcome": "completed"})
    assert service.person["coordinator"] == "w-ann"
    service.at("2026-03-13 10:00")
    teams = {
        each.person.team for each in service.carelist.people.today(service.now, team="South", days=9) if each.person
    }
    assert teams == {"South"}

    # The sample of the month, and what supervision makes of it.
    service.at("2026-03-31 14:00")
    answers = {"summary": "met", "acceptance": "partly", "first_contact": "met", "incidents_after": "na"}
    service.says("audit.scored", {"sample": "handover 2026-03", "subject": handover, "answers": answers}, "w-sue")
    talk = {"worker": "w-tom", "supervisor": "w-sue", "themes": "Acceptance took two days.", "next_on": "2026-04-28"}
    service.says("supervision.held", talk, "w-sue")

    # How effectiveness is evidenced: the summary, the confirmation, the first contact, each with its time.
    told = service.evidence("handover.opened", "handover.accepted", "handover.call_held", "handover.closed")
    assert [line[:23] for line in told] == [
        "Mon 02 Mar 10:00 w-tom:", "Wed 04 Mar 17:01 w-ann:", "Wed 04 Mar 17:01 w-tom:", "Fri 06 Mar 10:00 w-tom:",
    ]  # fmt: skip
    opened = next(line for line in service.person["story"] if line["type"] == "handover.opened")
    assert set(opened["body"]["summary"]) == set(SUMMARY)
    service.closes()
