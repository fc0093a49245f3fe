"""What keeps the service safe: huddles, supervision, audits, cover over closures (measures.md, assurance)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.measure import Tally
from carelist_tui.domain.measures.subjects.assurance import closures, of_teams, what_was_done
from carelist_tui.domain.roster import fold_roster
from tests.domain.measures.told_figures import ON_A_WARD, cases, course_of, figure, window
from tests.domain.telling import Story, moment, settled

MARCH = ("2026-03-02", "2026-03-09")
"""Monday 2 to Sunday 8 March 2026: five service days."""


def team(*told: tuple[str, str, dict[str, Any]]) -> Story:
    """A team since Monday 23 February: w-max, a manager, and w-tom."""
    story = Story()
    for worker, role in (("w-max", "manager"), ("w-tom", "coordinator")):
        body = {"worker": worker, "name": worker, "role": role, "team": "North"}
        story.tell("2026-02-23 09:00", "worker.added", body, about_nobody=True, author="w-max")
    for at, type, body in told:
        story.tell(at, type, body, about_nobody=True, author="w-max")
    return story


def done(story: Story, begins: str = MARCH[0], ends: str = MARCH[1], at: str | None = None) -> Tally:
    found = list(of_teams(story.entries, fold_roster(story.entries), story.standards))
    return what_was_done(found, [], window(begins, ends, at, story))


def huddle(day: str, at: str = "09:10") -> tuple[str, str, dict[str, Any]]:
    begun, ended = moment(f"{day} {at}"), moment(f"{day} {at[:3]}25")
    return f"{day} 09:30", "huddle.held", {"team": "North", "from": begun, "to": ended, "present": ["w-max"]}


def test_huddles_held_of_the_service_days_each_day_once() -> None:
    story = team(huddle("2026-03-02"), huddle("2026-03-02", "09:12"), huddle("2026-03-04"), huddle("2026-03-07"))
    tally = done(story)
    assert (tally.n, tally.d) == (2, 5)  # Saturday is no service day


def test_today_is_not_over_and_a_team_owes_none_before_it_was_there() -> None:
    assert (done(team(huddle("2026-03-02")), at="2026-03-02 12:00").n) == 0
    assert (done(team(huddle("2026-03-02")), at="2026-03-03 00:00").n) == 1
    assert done(team(), "2026-02-16", "2026-03-02").d == 5


def test_a_huddle_that_was_struck_is_none() -> None:
    story = team(huddle("2026-03-02"))
    body = {"entry": story.entries[-1].id, "reason": "typed in error", "replacement": None}
    story.tell("2026-03-02 10:00", "entry.corrected", body, about_nobody=True, author="w-max")
    assert done(story).n == 0


def supervised(at: str, by: str = "w-max", next_on: str = "2026-04-20") -> tuple[str, str, dict[str, Any]]:
    said = {"worker": "w-tom", "supervisor": by, "persons": ["00000000-0000-7000-8000-000000000001"]}
    return at, "supervision.held", {**said, "themes": "drift", "next_on": next_on}


@pytest.mark.parametrize(
    ("held", "on_time"),
    [
        (supervised("2026-03-23 17:00"), 1),
        (supervised("2026-03-23 17:01"), 0),
        (supervised("2026-03-20 10:00", by="w-tom"), 0),
        (None, 0),
    ],
)
def test_supervision_is_on_time_by_when_it_was_owed_and_by_whom_it_may_be_held(held: Any, on_time: int) -> None:
    """Four weeks after Monday 23 February; of the manager's own nobody says anything."""
    more = done(team(*([held] if held else [])), "2026-02-23", "2026-03-02").more
    assert (more["supervision on time"], more["supervision owed"]) == (on_time, 2)


def test_the_next_is_owed_by_its_date_and_no_later_than_eight_weeks() -> None:
    story = team(supervised("2026-03-20 10:00", next_on="2026-04-03"), supervised("2026-04-08 10:00"))
    more = done(story, "2026-03-20", "2026-03-21").more  # 3 April is Good Friday: by Tuesday the 7th
    assert (more["supervision on time"], more["supervision owed"]) == (0, 1)
    assert more["people read about in supervision"] == 1


def test_a_next_one_further_off_than_eight_weeks_is_owed_by_then() -> None:
    for held, on_time in (("2026-05-15 17:00", 1), ("2026-05-15 17:01", 0)):
        story = team(supervised("2026-03-20 10:00", next_on="2026-06-30"), supervised(held, next_on="2026-06-30"))
        assert done(story, "2026-03-20", "2026-03-21").more["supervision on time"] == on_time


def test_who_has_left_was_not_owed_it_any_more() -> None:
    story = team(("2026-03-10 10:00", "worker.changed", {
        "worker": "w-tom", "name": "Tom", "role": "coordinator", "team": "North", "active": False}))  # fmt: skip
    assert done(story, "2026-02-23", "2026-03-02").more["supervision owed"] == 1


def test_an_audit_says_how_many_criteria_were_met() -> None:
    subject = "00000000-0000-7000-8000-000000000001"
    score = {"sample": "march", "subject": subject, "answers": {"plan_kept": "met", "review_kept": "not_met"}}
    more = done(team(("2026-03-03 10:00", "audit.scored", score), ("2026-03-03 11:00", "audit.scored", score))).more
    assert (more["audits done"], more["criteria met"], more["criteria not met"]) == (1, 2, 2)


def sampled(scored_at: str | None) -> Story:
    """A sample of one record, drawn on 3 March; scored by then, and again by a second reader."""
    case = "00000000-0000-7000-8000-000000000001"
    body = {"kind": "record", "n": 1, "seed": 7, "from": "2026-02-01", "to": "2026-03-01", "frame": 1, "ids": [case],
            "known_at": moment("2026-03-03 10:00"), "digest": "0" * 64}  # fmt: skip
    story = team()
    sample = story.tell("2026-03-03 10:00", "sample.drawn", body, about_nobody=True, author="w-max")
    score = {"sample": sample, "subject": case, "answers": {"plan_in_date": "met", "loops_closed": "partly"}}
    if scored_at is not None:
        story.tell(scored_at, "audit.scored", score, about_nobody=True, author="w-max")
        again = score | {"second": True, "answers": {"plan_in_date": "not_met"}}
        story.tell("2026-03-31 18:00", "audit.scored", again, about_nobody=True, author="w-tom")
    return story


@pytest.mark.parametrize(
    ("scored_at", "found"), [(None, (0, 0, 5)), ("2026-03-31 17:00", (1, 1, 5)), ("2026-03-31 17:01", (1, 0, 5))]
)
def test_an_audit_is_done_once_each_case_is_scored_and_on_time_by_when_it_was_owed(
    scored_at: str | None, found: tuple[int, int, int]
) -> None:
    """Of each of the five kinds one is owed from 23 February by the end of March; one of records is scored."""
    more = done(sampled(scored_at), "2026-02-23", "2026-03-31", at="2026-04-02 09:00").more
    assert (more["audits done"], more["audits on time"], more["audits owed"]) == found


def test_of_a_case_that_two_readers_scored_the_first_ones_answers_count() -> None:
    more = done(sampled("2026-03-30 10:00"), "2026-02-23", "2026-04-01", at="2026-04-02 09:00").more
    assert (more["criteria met"], more["criteria partly met"], more["criteria not met"]) == (1, 1, 0)


def red(*covers: str, at: str = "2026-03-05 10:00") -> Story:
    """Red since Thursday morning; the service is closed over the night, and from Friday at five."""
    story = settled()
    story.zone(at, "red")
    for cover in covers:
        body = {"route": "crisis_line", "back_at": moment("2026-03-10 09:00")}
        story.tell(cover, "cover.arranged", body)
    return story


def without_cover(story: Story, at: str | None = None) -> tuple[float, float]:
    more = figure("assurance", *MARCH, story, at=at).more
    return more["closures without cover"], more["closures that needed cover"]


@pytest.mark.parametrize(
    ("covers", "counted"),
    [
        ((), (2, 2)),
        (("2026-03-05 16:00",), (1, 2)),
        (("2026-03-05 16:00", "2026-03-06 15:00"), (0, 2)),
        (("2026-03-05 16:00", "2026-03-09 08:59"), (0, 2)),
        (("2026-03-05 16:00", "2026-03-09 09:00"), (1, 2)),  # open again: too late
    ],
)
def test_a_closure_without_cover_is_one_over_which_somebody_had_to_hold_them(
    covers: tuple[str, ...], counted: tuple[int, int]
) -> None:
    assert without_cover(red(*covers)) == counted


def test_it_counts_once_the_service_has_opened_again_and_goes_on_after_the_newest_entry() -> None:
    assert without_cover(red(), at="2026-03-06 08:59") == (0, 0)
    assert without_cover(red(), at="2026-03-06 09:00") == (1, 1)
    later = figure("assurance", "2026-03-09", "2026-03-23", red()).more
    assert later["closures without cover"] == 2  # the two weekends; nobody became red in those weeks


def test_a_closure_in_which_something_was_recorded_counts_once_the_service_has_opened_again_too() -> None:
    story = red()
    story.keep("2026-03-07 12:00", partial=True)  # a Saturday
    assert without_cover(story, at="2026-03-07 13:00") == (1, 1)
    assert without_cover(story, at="2026-03-09 09:00") == (2, 2)


def test_nobody_green_and_nobody_on_a_ward_needs_cover_and_whole_contact_after_noon_settles_it() -> None:
    assert without_cover(settled()) == (0, 0)
    away = red()
    away.tell("2026-03-05 12:00", "person.admitted", ON_A_WARD)
    assert without_cover(away) == (0, 0)
    met = red("2026-03-05 16:00")
    met.keep("2026-03-06 12:00")
    assert without_cover(met) == (0, 1)


def test_each_closure_is_one_case_whatever_was_recorded_between() -> None:
    story = red()
    for hour in range(11, 16):
        story.check(f"2026-03-05 {hour}:00", "high")
    assert without_cover(story) == (2, 2)
    (course,) = course_of(story)
    assert len([case for case in closures(course) if case.facts["of"] == "closure"]) == 0
    story.keep("2026-03-06 10:00", partial=True)
    assert len([case for case in cases(story, "assurance") if case.facts["of"] == "closure"]) == 1
    assert without_cover(story) == (2, 2)
