"""What bears on a decision: one view, made of the state alone; what each face says of it stands in the faces' tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from carelist_tui.desk.forms.handover_record import summary_from
from carelist_tui.domain.card import Bearing, Card
from carelist_tui.domain.person import dump_state, load_state
from carelist_tui.domain.person.facts.decisions import MOST_KEPT, kept
from carelist_tui.domain.stored_json import read_text, stored_text
from carelist_tui.domain.views.bearings import bearings_of, red_flags_of, signs_to_look_for
from carelist_tui.domain.views.cards import card_of
from tests.domain.telling import LONDON, PLAN, RISK_PLAN, Story, london

SAID = "says he has saved up tablets"
SUMMARY = dict.fromkeys(
    ("current_risks", "medication", "safeguarding_status", "recent_incidents", "agreed_goals", "contingency_plan"), "x"
)
TRANSITION = {"medication_actions": "none", "immediate_safety": "none", "contacts_next_14_days": "weekly"}


def told() -> Story:
    story = Story()
    story.accept("2026-03-02 10:00")
    story.keep("2026-03-02 12:00")
    return story


def words(story: Story, at: str) -> list[str]:
    card = card_of(story.state, story.standards)
    return [each.said_at(london(at), LONDON, str) for each in card.bearings_at(london(at))]


def loud(story: Story, at: str) -> list[str]:
    card = card_of(story.state, story.standards)
    return [each.said_at(london(at), LONDON, str) for each in card.loud_at(london(at))]


def disclosed(story: Story, at: str, **more: Any) -> str:
    return story.check(at, "high", recent_disclosures=SAID, triggers=["suicidal_plan"], **more)


def test_a_high_check_bears_in_its_words_with_triggers_who_made_it_and_is_loud() -> None:
    story = told()
    disclosed(story, "2026-03-03 09:00", capacity="doubt", relapse_indicators=["sleeping by day"])
    (found,) = loud(story, "2026-03-03 10:30")
    assert found == (
        f"risk check: HIGH 09:00: {SAID}; triggers: suicidal plan; signs: sleeping by day; capacity: in doubt, by w-tom"
    )


def test_a_later_check_that_is_not_high_quiets_it_and_both_stand() -> None:
    story = told()
    disclosed(story, "2026-03-03 09:00")
    story.check("2026-03-03 15:00", recent_disclosures="tablets handed in")
    assert loud(story, "2026-03-03 16:00") == []
    assert [each.partition(":")[2][:20] for each in words(story, "2026-03-03 16:00")[:2]] == [
        " no new concern 15:0", " HIGH 09:00: says he",
    ]  # fmt: skip


def test_of_many_checks_the_three_newest_bear() -> None:
    story = told()
    for hour in range(9, 16):
        story.check(f"2026-03-03 {hour:02}:00", "concern", recent_disclosures=f"at {hour}")
    assert [each for each in words(story, "2026-03-03 16:00") if "risk check" in each] == [
        f"risk check: concern {hour}:00: at {hour}, by w-tom" for hour in (15, 14, 13)
    ]


@pytest.mark.parametrize("said", ["None.", "no", "Nothing", "nil", "N/A", "none known", "Nothing new."])
def test_none_is_an_answer_and_no_disclosure(said: str) -> None:
    story = told()
    story.check("2026-03-03 09:00", "concern", recent_disclosures=said)
    assert words(story, "2026-03-03 10:00")[0] == "risk check: concern 09:00, by w-tom"


def test_a_trigger_seen_at_a_contact_bears_until_a_check_without_it() -> None:
    story = told()
    story.keep("2026-03-03 09:00", triggers=["acute_psychosis"])
    assert "acute psychosis 09:00" in loud(story, "2026-03-03 10:00")
    story.check("2026-03-03 11:00")
    assert loud(story, "2026-03-03 12:00") == []


def test_a_crisis_bears_for_as_long_as_the_standards_make_it_high_and_the_reading_decides() -> None:
    story = told()
    story.tell("2026-03-03 09:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E", "summary": "cut her arm"})
    assert loud(story, "2026-03-10 09:00") == ["crisis: self-harm 3 Mar: cut her arm"]
    assert [each.kind for each in bearings_of(story.ground) if each.is_loud] == ["crisis"]
    assert loud(story, "2026-03-17 08:59") != []
    assert loud(story, "2026-03-17 09:00") == []


def test_a_decision_bears_with_its_review_and_who_decided_until_it_is_over() -> None:
    story = told()
    disclosed(story, "2026-03-03 09:00")
    story.decide("2026-03-03 09:30", "escalate", about="clinical_review")
    assert "decided about clinical review: to escalate 09:30, by w-tom" in words(story, "2026-03-03 10:00")
    story.decide("2026-03-03 11:00", "do_not_escalate", review="2026-03-04 10:00", about="clinical_review")
    decided = [each for each in words(story, "2026-03-03 12:00") if each.startswith("decided")]
    assert [each[: each.index(" 11:00")] for each in decided] == ["decided about clinical review: not to escalate"]
    assert ", review tomorrow 10:00" in decided[0]


def test_who_is_worried_signs_and_open_escalations_bear() -> None:
    story = told()
    story.tell("2026-03-03 09:00", "partner.contacted",
               {"direction": "in", "who": "Jean", "summary": "not herself", "worried": True})  # fmt: skip
    story.check("2026-03-03 08:00", "concern", relapse_indicators=["curtains shut"])
    decision = story.decide("2026-03-03 09:30", "escalate", about="clinical_review")
    story.escalate("2026-03-03 09:35", decision, "2026-03-03 11:30")
    found = words(story, "2026-03-03 10:00")
    assert any("Jean" in each for each in found)
    assert "early warning: curtains shut, since 08:00" in found
    assert "escalated to crisis team 09:35, no answer yet; reply by 11:30" in found


def test_red_flags_are_those_of_the_plan_and_of_an_open_handover() -> None:
    story = told()
    story.settle("2026-03-03 09:00")
    before = red_flags_of(story.ground)
    body = {"kind": "step_down", "direction": "out", "to_team": "GP", "higher_risk": False, "summary": SUMMARY,
            "transition": TRANSITION | {"red_flags": "stops the tablets"}, "complete_by": "2026-03-20"}  # fmt: skip
    opened = story.tell("2026-03-03 10:00", "handover.opened", body)
    assert red_flags_of(story.ground) == (*before, "stops the tablets")
    assert card_of(story.state, story.standards).red_flags == (*before, "stops the tablets")
    story.tell(
        "2026-03-03 11:00", "handover.closed", {"handover": opened, "outcome": "withdrawn", "reason": "she stays"}
    )
    assert red_flags_of(story.ground) == before


def test_signs_to_look_for_are_those_of_both_plans() -> None:
    story = told()
    story.settle("2026-03-03 09:00")
    plan, risk_plan = story.state.plan, story.state.risk_plan
    assert plan is not None
    assert risk_plan is not None
    assert signs_to_look_for(story.ground) == tuple(
        dict.fromkeys([*plan.early_warning_signs, *risk_plan.relapse_signature])
    )


def test_what_is_kept_is_bounded_marked_and_the_same_after_the_projection() -> None:
    story = told()
    for n in range(40):
        at = f"2026-03-{3 + n // 10:02} {9 + n % 10:02}:00"
        story.check(at, "high", recent_disclosures="x" * 3000, relapse_indicators=["y" * 190] * 20)
    assert len(kept("word " * 500)) <= MOST_KEPT
    assert kept("word " * 500).endswith("\N{HORIZONTAL ELLIPSIS}")
    state = load_state(dump_state(story.state))
    assert state == story.state
    card = card_of(story.state, story.standards)
    assert read_text(Card, stored_text(card)) == card
    assert sum(len("".join(map(str, each.words))) for each in card.bearings) < 6000
    assert bearings_of(story.ground) == card.bearings


def test_what_a_high_check_owes_says_what_was_disclosed() -> None:
    story = told()
    disclosed(story, "2026-03-03 09:00")
    for kind in ("same_day_response", "decision"):
        assert SAID in (story.reading(kind, "2026-03-03 09:30") or "") or SAID in str(story.due(kind)), kind


def test_stopped_steps_are_withdrawn_until_their_review_and_the_reading_decides() -> None:
    story = told()
    miss = story.miss("2026-03-03 10:00")
    body = {"episode": miss, "reason": "calls frighten her", "safety_plan": "GP sees her", "authorised_by": "w-sam",
            "review_at": london("2026-03-05 10:00").isoformat()}  # fmt: skip
    story.tell("2026-03-03 12:00", "outreach.stopped", body, author="w-sam")
    card = card_of(story.state, story.standards)
    before, after = london("2026-03-05 09:59"), london("2026-03-05 10:00")
    assert {step.state_at(before) for step in card.steps} == {"withdrawn"}
    assert card.next_step_at(before) is None
    assert [step.state_at(after) for step in card.steps][:2] == ["next", "later"]
    step = card.next_step_at(after)
    assert step is not None
    assert step.due_at >= after, "as the Due says"
    assert story.due_at("ladder_step", step.key) == step.due_at.astimezone(LONDON).strftime("%a %Y-%m-%d %H:%M")


def test_a_handovers_summary_begins_with_what_was_found_newest_not_with_the_old_plan() -> None:
    shown = {
        "bearings": [
            {"kind": "check", "in_words": f"risk check: HIGH: {SAID}"},
            {"kind": "decision", "in_words": "no"},
        ],
        "risk_plan": {"risks": [{"domain": "self_harm", "level": "low"}], "red_flags": []},
        "red_flags": ["stops the tablets"],
    }
    summary = summary_from(shown, london("2026-03-03 10:00"))
    assert summary["current_risks"].splitlines() == [f"risk check: HIGH: {SAID}", "self-harm: low"]
    assert "Same day if: stops the tablets" in summary["contingency_plan"]


def test_what_bears_no_longer_at_a_moment_is_left_out_at_it() -> None:
    at = datetime(2026, 3, 3, 9, tzinfo=LONDON)
    bearing = Bearing("crisis", ("crisis",), at, until=at + timedelta(days=14))
    assert bearing.stands_at(at)
    assert not bearing.stands_at(at + timedelta(days=14))


@pytest.mark.parametrize("overall", ["no_new_concern", "concern", "high"])
def test_a_trigger_that_holds_is_always_loud(overall: str) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.check("2026-03-02 10:00", "high", triggers=["suicidal_plan"])
    story.check("2026-03-02 11:00", overall, triggers=["suicidal_plan"])
    loud = [each for each in bearings_of(story.ground) if each.is_loud]
    assert any("suicidal plan" in "".join(map(str, each.words)) for each in loud)


def test_a_decision_that_nobody_has_authorised_yet_bears_on_though_its_missed_contact_has_ended() -> None:
    story = told()
    episode = story.miss("2026-03-03 09:00")
    typed = {"author": "w-new"}
    story.decide("2026-03-03 10:00", "escalate", episode, authorised_by="w-sue", told=typed)
    story.attempt("2026-03-03 11:00", episode, None, "seen", method="visit", how_are_they="worse")
    assert any("to escalate" in each and "not authorised yet" in each for each in words(story, "2026-03-03 11:30"))
    story.tell("2026-03-03 12:00", "report.confirmed", {"about": story.entries[-2].id, "true": True}, author="w-sue")
    assert not any("to escalate" in each for each in words(story, "2026-03-03 12:30"))


@pytest.mark.parametrize("where", ["their number", "the plan"])
def test_the_ways_that_a_card_names_are_none_that_are_avoided(where: str) -> None:
    story = told()
    plan = {"methods": ["text", "call"], "avoid": ["letter"]}
    story.tell("2026-03-02 13:00", "engagement_plan.agreed", PLAN | plan)
    assert card_of(story.state, story.standards).methods == ("text", "call")
    if where == "the plan":
        story.tell("2026-03-02 14:00", "engagement_plan.agreed", PLAN | plan | {"avoid": ["text"]})
    else:
        phones = [{"number": "07700 900123", "voicemail": "yes", "text_ok": False}]
        story.tell("2026-03-02 14:00", "person.details_updated", {"phones": phones})
    card = card_of(story.state, story.standards)
    assert (card.methods, "No texts" in card.warnings) == (("call",), True)


def test_a_crisis_of_which_nothing_more_is_known_bears_by_its_kind_alone() -> None:
    story = told()
    story.tell("2026-03-03 09:00", "crisis.recorded", {"kind": "ae", "source": "the ward"})
    (found,) = loud(story, "2026-03-03 10:30")
    assert found.startswith("crisis: ")
    assert found.endswith(" 09:00")


def test_a_red_flag_of_their_own_that_a_contact_saw_bears_until_a_check_without_it() -> None:
    story = told()
    story.tell("2026-03-02 13:00", "risk_plan.updated", RISK_PLAN)
    seen = [{"sign": "talks of the bridge", "seen": "yes"}]
    story.keep("2026-03-03 09:00", signs_seen=seen, plan_72h="her sister stays")
    assert loud(story, "2026-03-03 10:30") == ["one of their own red flags 09:00"]
    story.check("2026-03-03 12:00")
    assert loud(story, "2026-03-03 12:30") == []
