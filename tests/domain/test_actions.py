"""One action log; requests, indicators, authority that waits for its word, what a death leaves to do (S0:25, S2)."""

from __future__ import annotations

import pytest

from tests.domain.telling import Story
from tests.domain.undertaking import INDICATOR, act, agree, answer, ask, authorise, change, end, end_indicator, rate


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 10:00")
    return story


def owners(story: Story, kind: str) -> dict[str, str | None]:
    return {due.source: due.named_owner for due in story.dues if due.kind == kind}


def test_actions_of_every_area_and_owner_stand_in_one_log() -> None:
    story = settled()
    one = act(story, "2026-03-02 10:00", "2026-03-05 12:00", owner="w-ann")
    other = act(story, "2026-03-02 10:10", "2026-03-03 12:00", area="clinical", owner="Elm Housing")
    assert owners(story, "action") == {one: "w-ann", other: "Elm Housing"}
    end(story, "2026-03-02 11:00", one, "passed_on")
    assert owners(story, "action") == {other: "Elm Housing"}


def test_a_changed_action_keeps_its_key_and_moves() -> None:
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-05 12:00")
    change(story, "2026-03-02 11:00", action, owner="w-sue")
    change(story, "2026-03-02 12:00", action, due_at="2026-03-09T15:00:00+00:00")
    assert owners(story, "action") == {action: "w-sue"}
    assert (story.key("action"), story.due_at("action")) == (f"action:{action}", "Mon 2026-03-09 15:00")


def test_closing_struck_out_the_action_is_open_again() -> None:
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-05 12:00")
    closed = end(story, "2026-03-02 11:00", action)
    assert "action" not in story.kinds
    story.correct("2026-03-02 12:00", closed, replacement=None)
    assert "action" in story.kinds


def dead() -> tuple[Story, str]:
    story = settled()
    return story, story.tell("2026-03-02 10:00", "person.died", {"reported_by": "the coroner", "confirmed": True})


def test_closing_an_action_about_the_death_ends_what_it_left_to_do() -> None:
    story, death = dead()
    action = act(story, "2026-03-02 11:00", "2026-03-04 12:00", about=death)
    assert "death_actions" in story.kinds
    end(story, "2026-03-03 10:00", action)
    assert not story.state.on_caseload
    assert story.dues == []


def test_closing_an_action_about_anything_else_leaves_them_on_the_caseload() -> None:
    story, _ = dead()
    action = act(story, "2026-03-02 11:00", "2026-03-04 12:00")
    end(story, "2026-03-03 10:00", action)
    assert "death_actions" in story.kinds


def test_a_request_waits_a_month_and_each_for_its_own_answer() -> None:
    story = settled()
    first, second = ask(story, "2026-01-31 10:00"), ask(story, "2026-03-02 11:00")
    by = {due.source: f"{due.due_at:%Y-%m-%d %H:%M}" for due in story.dues if due.kind == "request_reply"}
    assert by == {first: "2026-03-02 17:00", second: "2026-04-02 17:00"}
    answer(story, "2026-03-02 12:00", first)
    assert story.key("request_reply") == f"request_reply:{second}"


def test_each_indicator_is_rated_as_often_as_agreed_from_its_last_rating() -> None:
    story = settled()
    weekly = agree(story, "2026-03-02 10:00")
    monthly = agree(story, "2026-03-02 10:30", every="month", name="goes out alone")
    rate(story, "2026-03-10 10:00", weekly)
    by = {due.detail["about"]: f"{due.due_at:%Y-%m-%d}" for due in story.dues if due.kind == "indicator"}
    assert by == {weekly: "2026-03-17", monthly: "2026-04-02"}


def test_an_indicator_that_was_ended_is_owed_no_more_and_the_others_go_on() -> None:
    story = settled()
    first, second = agree(story, "2026-03-02 10:00"), agree(story, "2026-03-02 10:05")
    end_indicator(story, "2026-03-30 10:00", first)
    assert {due.detail["about"] for due in story.dues if due.kind == "indicator"} == {second}
    rate(story, "2026-03-31 10:00", first)
    assert {due.detail["about"] for due in story.dues if due.kind == "indicator"} == {second}


def test_an_end_struck_out_the_indicator_is_owed_again_from_its_last_rating() -> None:
    story = settled()
    indicator = agree(story, "2026-03-02 10:00")
    rate(story, "2026-03-05 10:00", indicator)
    ended = end_indicator(story, "2026-03-06 10:00", indicator)
    assert "indicator" not in story.kinds
    story.correct("2026-03-06 11:00", ended, replacement=None)
    assert story.due_at("indicator") == "Thu 2026-03-12 17:00"


def test_agreed_anew_the_old_indicator_ends_also_through_one_that_was_struck() -> None:
    story = settled()
    first = agree(story, "2026-03-02 10:00")
    second = story.tell("2026-03-03 10:00", "indicator.agreed", INDICATOR, replaces=(first,))
    assert story.key("indicator") == f"indicator:{second}"
    third = story.tell("2026-03-04 10:00", "indicator.agreed", INDICATOR, replaces=(second,))
    story.correct("2026-03-04 11:00", second, replacement=None)
    assert story.key("indicator") == f"indicator:{third}"
    story.correct("2026-03-04 12:00", third, replacement=None)
    assert story.key("indicator") == f"indicator:{first}", "nothing takes its place any more"


def test_agreed_anew_beside_it_the_old_indicator_goes_on() -> None:
    story = settled()
    both = {agree(story, "2026-03-02 10:00"), agree(story, "2026-03-03 10:00")}
    assert {due.source for due in story.dues if due.kind == "indicator"} == both


def test_who_is_named_as_authoriser_is_asked_and_who_recorded_it_is_not() -> None:
    story = settled()
    authorise(story, "2026-03-02 10:00", "w-sue", author="w-sue")
    assert "confirm_authority" not in story.kinds
    authorise(story, "2026-03-02 11:00", "w-sue", author="w-tom", on_behalf_of="w-sue")
    assert "confirm_authority" not in story.kinds
    authorise(story, "2026-03-02 12:00", "w-sue", author="w-tom")
    assert set(owners(story, "confirm_authority").values()) == {"w-sue"}


def test_every_entry_that_names_an_authoriser_asks_them() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    body = {"episode": episode, "reason": "calls frighten him", "safety_plan": "his sister looks in"}
    body |= {"authorised_by": "w-sue", "review_at": "2026-03-04T10:00:00+00:00"}
    stopped = story.tell("2026-03-02 11:00", "outreach.stopped", body)
    said = {"tier": "light", "reason": "doing well", "authorised_by": "w-mgr"}
    lighter = story.tell("2026-03-02 12:00", "tier.set", said)
    assert owners(story, "confirm_authority") == {stopped: "w-sue", lighter: "w-mgr"}


def test_denied_by_whom_it_names_a_pause_puts_nothing_off_and_is_looked_at_at_once() -> None:
    story = settled()
    pause = story.decide("2026-03-02 10:00", "pause", None, "2026-03-09 10:00", about="pause", authorised_by="w-sue",
                         told={"author": "w-tom"})  # fmt: skip
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"
    story.tell("2026-03-02 11:00", "report.confirmed", {"about": pause, "true": False}, author="w-sue")
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"
    assert story.due_at("decision_review") == "Mon 2026-03-02 11:00"
    assert "confirm_authority" not in story.kinds


def test_a_second_dose_missed_does_not_put_off_what_the_first_one_owes() -> None:
    story = settled()
    for at in ("2026-03-02 10:00", "2026-03-03 10:00"):
        story.keep(at, purpose="medication", medication="missed")
    assert story.due_at("medication_missed") == "Mon 2026-03-02 17:00"


@pytest.mark.parametrize(
    ("direction", "worried", "settles"),
    [("out", False, True), ("out", True, True), ("in", False, False), ("in", True, False)],
)
def test_who_rings_us_has_been_told_of_no_missed_medication(direction: str, worried: bool, settles: bool) -> None:
    story = settled()
    story.keep("2026-03-03 12:00", purpose="medication", medication="missed")
    said = {"direction": direction, "who": "Noor", "summary": "has not seen her eat", "worried": worried}
    story.tell("2026-03-03 13:00", "partner.contacted", said)
    assert ("medication_missed" not in story.kinds) is settles


def test_medication_missed_at_another_contact_or_taken_owes_nothing() -> None:
    story = settled()
    story.keep("2026-03-02 10:00", purpose="routine", medication="missed")
    story.keep("2026-03-02 11:00", purpose="medication", medication="taken")
    assert "medication_missed" not in story.kinds


def test_a_later_doubt_about_capacity_is_assessed_anew() -> None:
    story = settled()
    story.check("2026-03-02 10:00", capacity="doubt")
    story.decide("2026-03-02 11:00", "agree", None, about="tier", capacity_considered="she weighs it up")
    assert "capacity_assessment" not in story.kinds
    story.check("2026-03-03 10:00", capacity="assessment_needed")
    assert story.due_at("capacity_assessment") == "Wed 2026-03-04 17:00"
    story.decide("2026-03-03 11:00", "agree", None, about="tier")
    assert "capacity_assessment" in story.kinds
