"""Putting off and passing on: by key, within the limit of its band, and only while it is owed for the same entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.deferral import longest_deferral, may_wait
from tests.domain.telling import Story
from tests.domain.test_checks import paths
from tests.domain.undertaking import act, agree, change, defer, give, rate

TWO_SERVICE_DAYS = Interval(service_days=2)


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 10:00")
    return story


def put_off(kind: str, until: str, story: Story | None = None) -> str | None:
    """When a Due of this kind is due, put off on Monday 2 March."""
    story = story or settled()
    defer(story, "2026-03-02 10:00", story.key(kind), until)
    return story.due_at(kind)


@pytest.mark.parametrize(
    ("kind", "until", "due"),
    [
        ("cadence", "2026-03-09 17:00", "Mon 2026-03-09 17:00"),
        ("cadence", "2026-03-30 12:00", "Mon 2026-03-09 17:00"),
        ("review", "2026-05-29 15:00", "Fri 2026-05-29 15:00"),
        ("review", "2026-09-01 12:00", "Fri 2026-05-29 15:12"),
        ("engagement_plan", "2026-09-01 12:00", "Thu 2026-06-11 20:00"),
    ],
)
def test_each_waits_as_long_as_it_may_and_no_longer(kind: str, until: str, due: str) -> None:
    """Contact to a service day past the interval in force, booking it two, a review a tenth of its interval."""
    assert put_off(kind, until) == due


def test_booking_a_contact_waits_two_service_days_at_the_longest() -> None:
    story = settled()
    defer(story, "2026-02-20 11:00", story.key("book_contact"), "2026-03-30 10:00")
    assert story.due_at("book_contact") == "Wed 2026-02-25 17:00"


def test_band_3_waits_two_service_days_at_the_longest_and_band_4_28_days() -> None:
    story = settled()
    story.tell("2026-03-02 09:00", "request.received", {"kind": "access", "by": "Amina"})
    owed = story.due("request_reply")
    assert owed is not None
    assert longest_deferral(story.standards, owed) == story.standards.calendar.after(owed.due_at, TWO_SERVICE_DAYS)
    action = act(story, "2026-03-02 10:00", "2026-03-10 12:00")
    defer(story, "2026-03-03 10:00", f"action:{action}", "2026-06-30 12:00")
    assert story.due_at("action") == "Tue 2026-04-07 17:00"


WATCHED: dict[str, Callable[[Story], object]] = {
    "red": lambda story: story.zone("2026-02-27 10:00", "red"),
    "a high check": lambda story: story.check("2026-02-27 10:00", "high"),
    "a crisis": lambda story: story.tell("2026-02-27 10:00", "crisis.recorded", {"kind": "ae", "source": "the ward"}),
    "intensive": lambda story: story.tell("2026-02-27 10:00", "tier.set", {"tier": "intensive", "reason": "worse"}),
    "a sign": lambda story: story.keep(
        "2026-02-27 10:00", "call", signs_seen=[{"sign": "sleeping by day", "seen": "yes"}], plan_72h="call"
    ),
}


@pytest.mark.parametrize("watched", WATCHED)
@pytest.mark.parametrize("kind", ["cadence", "book_contact"])
def test_contact_of_whoever_is_watched_closely_waits_for_nobody(watched: str, kind: str) -> None:
    story = settled()
    WATCHED[watched](story)
    before = story.due_at(kind)
    assert put_off(kind, "2026-03-30 12:00", story) == before
    assert paths(story) == ["body.due"]


def test_what_was_put_off_is_due_within_a_service_day_once_they_are_high() -> None:
    story = settled()
    defer(story, "2026-03-02 10:00", story.key("review"), "2026-05-22 12:00")
    defer(story, "2026-03-02 10:00", story.key("cadence"), "2026-03-09 12:00")
    assert (story.due_at("review"), story.due_at("cadence")) == ("Fri 2026-05-22 12:00", "Mon 2026-03-09 12:00")
    story.zone("2026-03-03 10:00", "red")
    assert story.due_at("cadence") == "Tue 2026-03-03 17:00", "by the shorter interval, as if it had not been put off"
    action = act(story, "2026-03-02 10:00", "2026-03-02 12:00")
    defer(story, "2026-03-02 11:00", f"action:{action}", "2026-03-20 12:00")
    assert story.due_at("action") == "Wed 2026-03-04 17:00", "a service day after they became high"


def test_put_off_twice_the_limit_still_counts_from_its_own_date() -> None:
    story = settled()
    for at, until in (("2026-03-02 10:00", "2026-03-09 12:00"), ("2026-03-09 10:00", "2026-03-12 12:00")):
        defer(story, at, story.key("cadence"), until)
    assert story.due_at("cadence") == "Mon 2026-03-09 17:00"


def test_putting_off_never_brings_forward() -> None:
    story = settled()
    defer(story, "2026-03-02 10:00", story.key("cadence"), "2026-03-03 12:00")
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"


def test_bands_1_and_2_wait_for_nobody() -> None:
    story = settled()
    story.zone("2026-03-02 09:00", "amber")
    episode = story.miss("2026-03-02 10:00")
    story.attempt("2026-03-02 10:30", episode, "same_day_attempt", "declined")
    story.tell("2026-03-02 11:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    before = {due.key: due.due_at for due in story.dues}
    urgent = [due.key for due in story.dues if not may_wait(due)]
    assert len(urgent) > 5
    for number, key in enumerate(urgent):
        defer(story, f"2026-03-02 12:{number:02}", key, "2026-03-30 12:00")
    after = {due.key: due.due_at for due in story.dues}
    assert {key: after[key] for key in urgent} == {key: before[key] for key in urgent}


def test_it_falls_away_when_something_newer_makes_it_owed() -> None:
    story = settled()
    defer(story, "2026-03-02 10:00", story.key("cadence"), "2026-03-10 12:00")
    story.keep("2026-03-03 10:00")
    assert story.due_at("cadence") == "Tue 2026-03-17 17:00"


def test_a_rating_ends_the_deferral_of_the_one_before() -> None:
    story = settled()
    indicator = agree(story, "2026-03-02 10:00")
    defer(story, "2026-03-03 10:00", story.key("indicator"), "2026-04-03 12:00")
    assert story.due_at("indicator") == "Fri 2026-04-03 12:00"
    rate(story, "2026-03-04 10:00", indicator)
    assert story.due_at("indicator") == "Wed 2026-03-11 17:00"


def test_an_action_put_to_another_date_is_due_then_whatever_was_put_off_before() -> None:
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-10 12:00")
    defer(story, "2026-03-03 10:00", f"action:{action}", "2026-03-30 12:00")
    change(story, "2026-03-04 10:00", action, due_at="2026-03-12T12:00:00+00:00")
    assert story.due_at("action") == "Thu 2026-03-12 12:00"
    give(story, "2026-03-04 11:00", f"action:{action}", "w-sue")
    due = story.due("action")
    assert due is not None
    assert due.named_owner == "w-sue"
    change(story, "2026-03-04 12:00", action, owner="w-mgr")
    due = story.due("action")
    assert due is not None
    assert due.named_owner == "w-mgr"


@pytest.mark.parametrize("kind", ["cadence", "review", "too_long_unseen", "engagement_plan"])
def test_passed_on_it_is_the_other_workers_until_it_is_resolved(kind: str) -> None:
    story = settled()
    key = story.key(kind)
    give(story, "2026-03-02 10:00", key, "w-ann")
    owners = {due.key: due.named_owner for due in story.dues}
    assert owners[key] == "w-ann"
    assert {owner for other, owner in owners.items() if other != key} == {None}
    give(story, "2026-03-02 11:00", key, "w-sue")
    assert {due.key: due.named_owner for due in story.dues}[key] == "w-sue"


def test_a_correction_takes_the_deferral_back() -> None:
    story = settled()
    entry = defer(story, "2026-03-02 10:00", story.key("cadence"), "2026-03-09 12:00")
    story.correct("2026-03-02 11:00", entry, replacement=None)
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"


def test_a_key_that_is_not_owed_changes_nothing() -> None:
    story = settled()
    before = {due.key: due.due_at for due in story.dues}
    defer(story, "2026-03-02 10:00", f"cadence:{story.entries[1].id}", "2026-03-09 12:00")
    after = {due.key: due.due_at for due in story.dues if due.kind != "gap_cover"}
    assert after == {key: at for key, at in before.items() if not key.startswith("gap_cover")}


def test_the_limit_of_a_band_is_the_standards() -> None:
    story = settled()
    due = story.due("cadence")
    assert due is not None
    assert may_wait(due)
    assert f"{longest_deferral(story.standards, due):%Y-%m-%d %H:%M}" == "2026-03-10 17:00"


def test_what_was_given_to_another_stays_theirs_for_as_long_as_it_is_owed() -> None:
    story = settled()
    act(story, "2026-03-02 10:00", "2027-03-01 12:00")
    give(story, "2026-03-02 11:00", story.key("action"), "w-ewa")
    story.keep("2027-01-11 10:00")
    due = story.due("action")
    assert due is not None
    assert due.named_owner == "w-ewa"
