"""The missed-contact steps and their clocks (standards.md, Ladders)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.telling import KEPT, PLAN, Story, london, moment


def missed_on_monday() -> tuple[Story, str]:
    """A settled person, green; a call missed on Monday 2 March 2026 at 10:30, recorded at once."""
    story = Story()
    story.settle("2026-02-20 09:00")
    return story, story.miss("2026-03-02 10:30")


def test_standard_steps_are_due_same_day_then_24_48_and_72_hours_after() -> None:
    story, _ = missed_on_monday()
    assert [story.due_at("ladder_step", step) for step in STANDARD] == [
        "Mon 2026-03-02 17:00",
        "Tue 2026-03-03 10:30",
        "Wed 2026-03-04 10:30",
        "Thu 2026-03-05 10:30",
    ]


STANDARD = ("same_day_attempt", "next_day_follow_up", "in_person_check", "partner_notification")


def test_attempt_does_its_step_and_only_that_one() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 10:55", episode, "same_day_attempt")
    assert story.due("ladder_step", "same_day_attempt") is None
    assert story.due_at("ladder_step", "next_day_follow_up") == "Tue 2026-03-03 10:30"


def test_live_contact_ends_every_step_at_once() -> None:
    story, _ = missed_on_monday()
    story.tell("2026-03-02 12:00", "contact.completed", KEPT)
    assert "ladder_step" not in story.kinds


def test_second_failed_attempt_owes_a_decision_the_same_day() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 10:55", episode, "same_day_attempt")
    assert story.due("decision") is None
    story.attempt("2026-03-03 10:20", episode, "next_day_follow_up")
    assert story.due_at("decision") == "Tue 2026-03-03 17:00"


def test_red_person_who_misses_gets_the_high_risk_steps() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-02-27 09:00", "zone.set", {"zone": "red", "reason": "not eating", "review_on": "2026-03-06"})
    story.miss("2026-03-02 10:30")
    assert story.due_at("ladder_step", "immediate_attempt") == "Mon 2026-03-02 12:30"
    assert story.due_at("ladder_step", "welfare_visit") == "Mon 2026-03-02 17:00"
    assert {due.band for due in story.dues if due.kind == "ladder_step"} == {1}


def test_becoming_red_while_steps_run_brings_them_forward() -> None:
    story, _ = missed_on_monday()
    story.tell("2026-03-02 11:00", "zone.set", {"zone": "red", "reason": "not eating", "review_on": "2026-03-06"})
    assert story.due_at("ladder_step", "next_day_follow_up") == "Mon 2026-03-02 13:00"
    assert story.due_at("ladder_step", "in_person_check") == "Mon 2026-03-02 17:00"


HIGH = ("immediate_attempt", "welfare_visit", "partner_notification")
FIRST = ("second_attempt", "third_attempt")


def dues_of(story: Story, steps: tuple[str, ...] = STANDARD) -> list[str | None]:
    return [story.due_at("ladder_step", step) for step in steps]


@pytest.mark.parametrize(
    ("missed", "due"),
    [
        # With less than an hour of service left the first attempt moves to 10:00 on the next service day.
        ("2026-03-02 16:00", ["Mon 2026-03-02 17:00", "Tue 2026-03-03 16:00", "Wed 2026-03-04 16:00",
                              "Thu 2026-03-05 16:00"]),
        ("2026-03-02 16:01", ["Tue 2026-03-03 10:00", "Tue 2026-03-03 16:01", "Wed 2026-03-04 16:01",
                              "Thu 2026-03-05 16:01"]),
        # Friday: 24 hours on is Saturday, 48 is Sunday; a visit moves to noon. No step is due later than the next.
        ("2026-03-06 10:30", ["Fri 2026-03-06 17:00", "Mon 2026-03-09 10:00", "Mon 2026-03-09 10:30",
                              "Mon 2026-03-09 10:30"]),
        ("2026-03-06 18:00", ["Mon 2026-03-09 10:00", "Mon 2026-03-09 10:00", "Mon 2026-03-09 12:00",
                              "Tue 2026-03-10 10:00"]),
        # Thursday before Good Friday 2026: the service is next open on Tuesday 7 April.
        ("2026-04-02 10:30", ["Thu 2026-04-02 17:00", "Tue 2026-04-07 10:00", "Tue 2026-04-07 10:00",
                              "Tue 2026-04-07 10:00"]),
        # Clocks go forward on Sunday 29 March: 72 clock hours after Friday 10:30 is Monday 11:30.
        ("2026-03-27 10:30", ["Fri 2026-03-27 17:00", "Mon 2026-03-30 10:00", "Mon 2026-03-30 11:30",
                              "Mon 2026-03-30 11:30"]),
        # And back on Sunday 25 October: 72 hours after Friday 10:30 is Monday 09:30.
        ("2026-10-23 10:30", ["Fri 2026-10-23 17:00", "Mon 2026-10-26 09:30", "Mon 2026-10-26 09:30",
                              "Mon 2026-10-26 09:30"]),
    ],
)  # fmt: skip
def test_standard_steps_keep_to_service_hours_and_to_real_hours(missed: str, due: list[str]) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.miss(missed)
    assert dues_of(story) == due


@pytest.mark.parametrize(
    ("missed", "due"),
    [
        ("2026-03-02 10:30", ["Mon 2026-03-02 12:30", "Mon 2026-03-02 17:00", "Mon 2026-03-02 17:00"]),
        # With less than an hour of service left, two hours on, by the out-of-hours route.
        ("2026-03-05 16:30", ["Thu 2026-03-05 18:30", "Thu 2026-03-05 18:30", "Thu 2026-03-05 18:30"]),
        # Before a weekend a quarter of an hour is enough: nobody is here on Saturday.
        ("2026-03-06 16:30", ["Fri 2026-03-06 17:00", "Fri 2026-03-06 17:00", "Fri 2026-03-06 17:00"]),
        ("2026-03-06 16:46", ["Fri 2026-03-06 18:46", "Fri 2026-03-06 18:46", "Fri 2026-03-06 18:46"]),
        # Across the clock change a high person's hours are real hours.
        ("2026-03-29 00:30", ["Sun 2026-03-29 03:30", "Sun 2026-03-29 03:30", "Sun 2026-03-29 03:30"]),
        ("2026-10-25 00:30", ["Sun 2026-10-25 01:30", "Sun 2026-10-25 01:30", "Sun 2026-10-25 01:30"]),
    ],
)
def test_high_risk_steps_never_wait_for_opening_hours(missed: str, due: list[str]) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.check("2026-02-27 09:00", "high")
    story.miss(missed)
    assert dues_of(story, HIGH) == due


def test_steps_before_first_contact_are_two_more_within_a_day() -> None:
    story = Story()
    story.accept("2026-03-02 09:00")
    story.miss("2026-03-03 10:00")
    assert dues_of(story, FIRST) == ["Wed 2026-03-04 10:00", "Wed 2026-03-04 10:00"]


def test_high_goes_before_first_contact_in_choosing_the_steps() -> None:
    story = Story()
    story.accept("2026-03-02 09:00")
    story.zone("2026-03-02 10:00", "red")
    story.miss("2026-03-03 10:00")
    assert story.due_at("ladder_step", "immediate_attempt") == "Tue 2026-03-03 12:00"


def test_steps_are_chosen_by_the_state_at_the_time_of_the_miss() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.zone("2026-03-02 11:00", "red")
    story.miss("2026-03-02 14:00", expected="2026-03-02 10:30")
    assert story.due("ladder_step", "same_day_attempt") is not None
    story.zone("2026-03-03 09:00", "green")
    story.keep("2026-03-03 10:00")
    story.miss("2026-03-03 16:00", expected="2026-03-03 15:00")
    assert story.due("ladder_step", "immediate_attempt") is None


def test_clocks_start_when_the_service_learned_of_the_miss() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    body = {"expected_at": moment("2026-03-02 10:30"), "method": "visit", "how": "no_access"}
    learned: dict[str, Any] = {"learned_at": moment("2026-03-04 11:00"), "recorded": "2026-03-04 11:00"}
    story.tell("2026-03-02 10:30", "contact.missed", body, **learned)
    assert dues_of(story)[:2] == ["Wed 2026-03-04 17:00", "Thu 2026-03-05 11:00"]


@pytest.mark.parametrize("how", ["zone", "check", "trigger", "crisis", "red flag"])
def test_becoming_high_brings_every_undone_step_forward(how: str) -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 11:00", episode, "same_day_attempt")
    match how:
        case "zone":
            story.zone("2026-03-03 09:30", "red")
        case "check":
            story.check("2026-03-03 09:30", "high")
        case "trigger":
            story.check("2026-03-03 09:30", triggers=["suicidal_plan"])
        case "crisis":
            story.tell("2026-03-03 09:30", "crisis.recorded", {"kind": "ae", "source": "A&E"})
        case _:
            story.check("2026-03-03 09:30", triggers=["personal_red_flag"])
    assert dues_of(story) == [None, "Tue 2026-03-03 10:30", "Tue 2026-03-03 17:00", "Tue 2026-03-03 17:00"]


def test_a_step_already_due_sooner_is_not_put_off_by_becoming_high() -> None:
    story, _ = missed_on_monday()
    story.zone("2026-03-03 10:00", "red")
    assert story.due_at("ladder_step", "next_day_follow_up") == "Tue 2026-03-03 10:30"
    assert story.due_at("ladder_step", "same_day_attempt") == "Mon 2026-03-02 17:00"


NOT_DOING = ("invalid_number", "wrong_person")
DOING = ("no_answer", "left_message", "engaged_tone", "declined", "could_not_talk")


@pytest.mark.parametrize("outcome", [*NOT_DOING, *DOING])
def test_a_wrong_number_does_no_step_and_a_refusal_does(outcome: str) -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 11:00", episode, "same_day_attempt", outcome)
    assert (story.due("ladder_step", "same_day_attempt") is None) == (outcome in DOING)
    assert (story.due("fix_details") is not None) == (outcome in NOT_DOING)
    assert (story.due("decision") is not None) == (outcome in ("declined", "could_not_talk"))


def test_a_later_step_done_first_leaves_the_earlier_one_due() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 11:00", episode, "in_person_check", "no_access", method="visit")
    assert dues_of(story)[0] == "Mon 2026-03-02 17:00"
    assert dues_of(story)[2] is None


def test_an_attempt_by_another_method_does_not_do_the_step() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 11:00", episode, "in_person_check", "no_answer", method="call")
    assert story.due("ladder_step", "in_person_check") is not None


def test_partners_are_told_by_telling_somebody_else_never_by_calling_the_person() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 11:00", episode, "partner_notification", "no_answer")
    assert story.due("ladder_step", "partner_notification") is not None
    said = {"to": "partner", "name": "GP"}
    story.attempt("2026-03-02 11:30", episode, "partner_notification", "no_news", **said)
    assert story.due("ladder_step", "partner_notification") is None


@pytest.mark.parametrize("may_be_told", [True, False])
def test_where_nobody_may_be_told_a_decision_about_sharing_does_that_step(may_be_told: bool) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    noor = [{"name": "Noor", "relation": "sister", "consent": may_be_told}]
    story.tell("2026-02-21 09:00", "engagement_plan.agreed", PLAN | {"may_contact": noor})
    story.miss("2026-03-02 10:30")
    story.decide("2026-03-02 11:00", "agree", about="information_sharing")
    assert (story.due("ladder_step", "partner_notification") is not None) == may_be_told


def test_an_extra_try_does_no_step() -> None:
    story, _ = missed_on_monday()
    story.attempt("2026-03-02 11:00", None, None)
    assert story.due("ladder_step", "same_day_attempt") is not None


def test_a_miss_while_one_is_open_joins_it_and_starts_no_second_ladder() -> None:
    story, first = missed_on_monday()
    second = story.miss("2026-03-03 14:00")
    assert [due.detail["episode"] for due in story.dues if due.kind == "ladder_step"] == [first] * 4
    assert story.due_at("ladder_step", "next_day_follow_up") == "Tue 2026-03-03 10:30"
    story.attempt("2026-03-03 15:00", second, "same_day_attempt")
    assert story.due("ladder_step", "same_day_attempt") is None


def test_a_late_typed_contact_ends_what_was_open_since_before_it() -> None:
    story, _ = missed_on_monday()
    story.tell("2026-03-02 10:45", "contact.completed", KEPT, recorded="2026-03-04 09:00")
    assert story.due("ladder_step", "same_day_attempt") is None


def test_contact_before_the_missed_one_ends_nothing() -> None:
    story, _ = missed_on_monday()
    story.tell("2026-03-02 10:15", "contact.completed", KEPT, recorded="2026-03-04 09:00")
    assert story.due("ladder_step", "same_day_attempt") is not None


def test_striking_the_contact_that_ended_it_opens_it_again() -> None:
    story, episode = missed_on_monday()
    kept = story.keep("2026-03-02 12:00")
    assert "ladder_step" not in story.kinds
    story.correct("2026-03-02 13:00", kept, replacement=None)
    assert story.due_at("ladder_step", "same_day_attempt") == "Mon 2026-03-02 17:00"
    assert {due.detail["episode"] for due in story.dues if due.kind == "ladder_step"} == {episode}


def test_striking_the_closure_opens_it_again() -> None:
    story, episode = missed_on_monday()
    decision = story.decide("2026-03-02 11:00", "continue", episode, "2026-03-05 10:00", authorised_by="w-sue")
    body = {"episode": episode, "outcome": "handed_over", "decision": decision}
    closed = story.tell("2026-03-02 12:00", "episode.closed", body)
    assert story.ground.episode is None
    story.correct("2026-03-02 13:00", closed, replacement=None)
    assert story.ground.episode is not None


@pytest.mark.parametrize(("days", "repeat"), [(13, True), (14, True), (15, False)])
def test_missed_again_within_14_days_a_decision_is_owed_after_the_first_failed_attempt(days: int, repeat: bool) -> None:
    story, _ = missed_on_monday()
    story.check("2026-03-02 11:00")
    story.keep("2026-03-02 12:00")
    again = story.miss(f"2026-03-{2 + days:02} 12:00")
    story.attempt(f"2026-03-{2 + days:02} 14:00", again, "same_day_attempt")
    assert (story.due("decision") is not None) == repeat


SAFE: dict[str, Any] = {"days": ["wed"], "from": "10:00", "to": "12:00"}


def test_without_a_safe_time_before_its_deadline_a_step_is_a_decision_instead() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-02-21 09:00", "engagement_plan.agreed", PLAN | {"safe_times": [SAFE]})
    episode = story.miss("2026-03-02 10:30")
    assert dues_of(story) == [None, None, "Wed 2026-03-04 10:30", "Thu 2026-03-05 10:30"]
    assert story.due_at("decision") == "Mon 2026-03-02 17:00"
    story.decide("2026-03-02 12:00", "continue", episode, "2026-03-05 10:00")
    assert story.due("decision") is None
    due = story.due("ladder_step", "same_day_attempt")
    assert due is not None
    assert "no safe time before it is due" in due.because


def stopped(story: Story, episode: str, at: str, review: str) -> None:
    body = {"episode": episode, "reason": "calls frighten him", "safety_plan": "his sister", "authorised_by": "w-sue"}
    stop = story.tell(at, "outreach.stopped", body | {"review_at": moment(review)})
    story.tell(at, "report.confirmed", {"about": stop, "true": True}, author="w-sue")


def test_stopped_steps_wait_for_their_review_and_come_back_by_themselves() -> None:
    story, episode = missed_on_monday()
    stopped(story, episode, "2026-03-02 12:00", "2026-03-05 12:00")
    assert story.reading("ladder_step", "2026-03-05 11:00", "same_day_attempt") == "upcoming"
    assert story.reading("ladder_step", "2026-03-05 12:01", "same_day_attempt") == "overdue"
    assert story.due_at("decision_review") == "Thu 2026-03-05 12:00"


@pytest.mark.parametrize(
    ("decision", "back"), [("continue", True), ("do_not_escalate", True), ("escalate", True), ("pause", False)]
)
def test_any_later_decision_but_a_pause_brings_stopped_steps_back(decision: str, back: bool) -> None:
    story, episode = missed_on_monday()
    stopped(story, episode, "2026-03-02 12:00", "2026-03-05 12:00")
    review = None if decision == "escalate" else "2026-03-04 12:00"
    story.decide("2026-03-02 14:00", decision, episode, review)
    due = "Mon 2026-03-02 17:00" if back else "Wed 2026-03-04 12:00"
    assert story.due_at("ladder_step", "same_day_attempt") == due


def test_a_pause_puts_contact_off_to_its_review_and_first_contact_not_at_all() -> None:
    story = Story()
    story.accept("2026-02-23 10:00")
    episode = story.miss("2026-02-24 10:00")
    story.decide("2026-02-24 11:00", "pause", episode, "2026-03-03 10:00", authorised_by="w-sue")
    assert story.due_at("ladder_step", "second_attempt") == "Tue 2026-03-03 10:00"
    assert story.due_at("first_contact") == "Mon 2026-03-02 17:00"
    assert story.due_at("decision_review") == "Tue 2026-03-03 10:00"


def test_the_end_of_an_episode_ends_its_pause() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-02-20 10:00", "tier.set", {"tier": "intensive", "reason": "leaving hospital"})
    episode = story.miss("2026-03-02 10:00")
    story.decide("2026-03-02 11:00", "pause", episode, "2026-03-09 10:00", authorised_by="w-sue")
    assert story.due_at("cadence") == "Mon 2026-03-09 10:00"
    story.keep("2026-03-02 15:00")
    assert story.due_at("cadence") == "Thu 2026-03-05 17:00"


@pytest.mark.parametrize("decision", ["escalate", "do_not_escalate", "continue"])
def test_steps_go_on_whatever_was_decided_about_escalating(decision: str) -> None:
    story, episode = missed_on_monday()
    before = dues_of(story)
    story.decide("2026-03-02 11:00", decision, episode, None if decision == "escalate" else "2026-03-04 11:00")
    assert dues_of(story) == before


def test_a_skipped_step_is_done_and_the_others_stand() -> None:
    story, episode = missed_on_monday()
    story.decide("2026-03-02 11:00", "skip_step", episode, "2026-03-04 11:00", step="same_day_attempt")
    assert [due is None for due in dues_of(story)] == [True, False, False, False]


@pytest.mark.parametrize(
    ("zone", "signs", "first", "ends"),
    [("green", False, False, True), ("amber", False, False, False), ("green", True, False, False),
     ("green", False, True, False)],
)  # fmt: skip
def test_an_answer_in_writing_is_enough_only_for_the_calm_on_the_standard_steps(
    zone: str, signs: bool, first: bool, ends: bool
) -> None:
    story = Story()
    if first:
        story.accept("2026-02-27 09:00")
    else:
        story.settle("2026-02-20 09:00")
    if signs:
        seen = [{"sign": "sleeping by day", "seen": "yes"}]
        story.keep("2026-02-24 09:00", signs_seen=seen, plan_72h="call on Monday")
    story.zone("2026-02-27 10:00", zone)
    episode = story.miss("2026-03-02 10:30")
    story.attempt("2026-03-02 11:00", episode, None, "replied", method="text")
    assert (story.ground.episode is None) == ends
    assert (story.due_at("speak_to") == "Tue 2026-03-03 12:00") == (not ends)


def test_steps_are_band_1_while_the_person_is_high_whichever_the_ladder() -> None:
    story, _ = missed_on_monday()
    assert {due.band_when_high for due in story.dues if due.kind == "ladder_step"} == {1}


def test_what_a_struck_miss_owed_is_gone_but_a_raised_escalation_goes_on() -> None:
    story, episode = missed_on_monday()
    to_raise = story.decide("2026-03-02 11:00", "escalate", episode)
    assert story.due("raise_escalation") is not None
    story.correct("2026-03-02 11:30", episode, replacement=None)
    assert {"raise_escalation", "ladder_step", "decision_review"}.isdisjoint(story.kinds)
    story.escalate("2026-03-02 12:00", to_raise, "2026-03-02 14:00")
    assert story.due("escalation_reply") is not None


@pytest.mark.parametrize(
    ("safe", "is_left"),
    [(("16:00", "20:00"), True), (("18:00", "20:00"), False), (("08:00", "10:00"), False), (("08:00", "11:00"), True)],
)
def test_a_safe_time_counts_from_when_it_begins_until_it_ends(safe: tuple[str, str], is_left: bool) -> None:
    times = {"days": ["mon"], "from": safe[0], "to": safe[1]}
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-02-21 09:00", "engagement_plan.agreed", PLAN | {"safe_times": [times]})
    story.miss("2026-03-02 10:30")
    assert (story.due("ladder_step", "same_day_attempt") is not None) == is_left


@pytest.mark.parametrize(
    ("missed", "from_"), [("2026-03-02 20:30", "2026-03-03 09:00"), ("2026-03-03 04:30", "2026-03-03 09:00")]
)
def test_an_attempt_that_falls_due_at_night_says_when_attempts_are_made(missed: str, from_: str) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.zone("2026-02-27 09:00", "red")
    story.miss(missed)
    story.zone(f"{missed[:-2]}45", "green")
    due = story.due("ladder_step", "immediate_attempt")
    assert due is not None
    assert due.because[-2:] == ("attempts are made from ", london(from_))


def test_a_pause_after_a_stop_was_taken_back_stops_no_steps() -> None:
    story, episode = missed_on_monday()
    stopped(story, episode, "2026-03-02 12:00", "2026-03-05 12:00")
    story.decide("2026-03-02 13:00", "continue", episode, "2026-03-05 10:00")
    story.decide("2026-03-02 14:00", "pause", episode, "2026-03-06 10:00", authorised_by="w-sue")
    due = story.due("ladder_step", "same_day_attempt")
    assert due is not None
    assert due.from_at is None, "it was taken up again, and is only put off"


def test_a_skipped_step_that_a_senior_has_not_agreed_is_owed_again_at_the_decisions_review() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.zone("2026-02-27 09:00", "red")
    episode = story.miss("2026-03-02 10:30")
    waits: dict[str, Any] = {"authorised_by": "w-sue", "told": {"author": "w-tom"}}
    story.decide("2026-03-02 11:00", "skip_step", episode, "2026-03-03 10:00", step="immediate_attempt", **waits)
    due = story.due("ladder_step", "immediate_attempt")
    assert due is not None
    assert due.from_at == london("2026-03-03 10:00")


@pytest.mark.parametrize(("kept", "is_open"), [("2026-03-02 10:29", True), ("2026-03-02 10:30", False)])
def test_contact_at_the_very_minute_of_the_missed_one_ends_it(kept: str, is_open: bool) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.keep(kept, "call")
    story.miss("2026-03-02 10:45", "2026-03-02 10:30")
    assert (story.ground.episode is not None) == is_open


def test_what_was_missed_at_the_very_minute_at_which_another_ended_is_one_with_it() -> None:
    story, episode = missed_on_monday()
    story.keep("2026-03-03 10:00", "call")
    also = story.miss("2026-03-03 11:00", "2026-03-03 10:00")
    later = story.miss("2026-03-03 12:00", "2026-03-03 10:01")
    assert [each.ids for each in story.ground.episodes] == [[episode, also], [later]]


def test_an_attempt_that_was_learned_of_late_puts_off_no_decision_that_two_others_owe() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 10:55", episode, "same_day_attempt")
    story.attempt("2026-03-02 12:00", episode, "next_day_follow_up", "sent", method="text")
    assert story.due_at("decision") == "Mon 2026-03-02 17:00"
    tried = {"episode": episode, "method": "call", "to": "person", "outcome": "no_answer"}
    learned: dict[str, Any] = {"learned_at": moment("2026-03-04 11:00"), "recorded": "2026-03-04 11:00"}
    story.tell("2026-03-02 11:30", "outreach.attempted", tried, **learned)
    assert story.due_at("decision") == "Mon 2026-03-02 17:00"


def test_who_was_met_before_a_contact_that_was_known_to_be_missed_ahead_has_the_steps_of_somebody_met() -> None:
    story = Story()
    story.accept("2026-03-02 09:00")
    story.miss("2026-03-03 09:00", "2026-03-03 15:00")
    assert story.due("ladder_step", "second_attempt") is not None
    story.keep("2026-03-03 12:00")
    assert story.due("ladder_step", "second_attempt") is None
    assert story.due_at("ladder_step", "same_day_attempt") == "Tue 2026-03-03 17:00"
