"""What a pack for a supervision is told of: from the last one that counts, of whom a worker holds, what drifts and what
stands still."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.person import fold
from carelist_tui.domain.views.supervision.held_person import HeldPerson, Point
from carelist_tui.domain.views.supervision.supervision_pack import Pack, last_time, pack_of
from carelist_tui.domain.worklist import worst_first
from carelist_tui.journal.projection.earlier import owed_on
from carelist_tui.journal.rows import read_owed
from tests.domain.telling import PLAN, RISK_PLAN, Story, london, moment
from tests.domain.test_checks import paths
from tests.domain.test_governance import becomes, roster_of, service, sits_down
from tests.domain.undertaking import agree, rate

AT = "2026-03-30 10:00"


def last(story: Story, at: str, worker: str = "w-tom") -> str | None:
    found = last_time(worker, story.entries, roster_of(story), london(at))
    return found.at.date().isoformat() if found is not None else None


def test_the_last_time_is_the_newest_by_then_of_that_worker() -> None:
    story = service()
    for at, worker in (("2026-03-09 10:00", "w-tom"), ("2026-03-02 10:00", "w-tom"), ("2026-03-16 10:00", "w-ann")):
        sits_down(story, at, worker, "w-sue")
    assert last(story, "2026-03-30 10:00") == "2026-03-09"
    assert last(story, "2026-03-09 09:59") == "2026-03-02"
    assert last(story, "2026-03-09 10:00") == "2026-03-09"
    assert last(story, "2026-03-01 10:00") is None


@pytest.mark.parametrize(("by", "counts"), [("w-sue", True), ("w-mgr", True), ("w-ann", False), ("w-tom", False)])
def test_it_is_by_a_senior_or_a_manager_who_is_not_the_worker(by: str, counts: bool) -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", by)
    assert (last(story, "2026-03-30 10:00") is not None) is counts


def test_the_role_that_they_had_then_counts() -> None:
    story = service()
    becomes(story, "2026-03-03 10:00", "w-ann", "senior")
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-ann")
    assert last(story, "2026-03-30 10:00") is None
    sits_down(story, "2026-03-04 10:00", "w-tom", "w-ann")
    assert last(story, "2026-03-30 10:00") == "2026-03-04"


def test_one_that_was_struck_out_was_none() -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue")
    struck = {"entry": story.entries[-1].id, "reason": "another day", "replacement": None}
    story.tell("2026-03-02 11:00", "entry.corrected", struck, author="w-sue", about_nobody=True)
    assert last(story, "2026-03-30 10:00") is None


def test_the_first_is_owed_4_weeks_after_they_came_and_the_next_8_after_the_last_at_the_longest() -> None:
    story = service()

    def due() -> str:
        owed = team_owed(roster_of(story), {}, story.standards)
        (found,) = (each for each in owed if each.kind == "supervision" and each.detail["worker"] == "w-tom")
        return found.due_at.date().isoformat()

    assert due() == "2026-03-02"
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", next_on="2026-03-20")
    assert due() == "2026-03-20"


@pytest.mark.parametrize(("by", "refused"), [("w-tom", True), ("w-sue", False)])
def test_whoever_was_supervised_does_not_correct_what_stands_of_it(by: str, refused: bool) -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", author="w-tom")
    struck = {"entry": story.entries[-1].id, "reason": "not so", "replacement": None}
    story.tell("2026-03-02 11:00", "entry.corrected", struck, author=by, about_nobody=True)
    assert (paths(story) == ["body.entry"]) is refused


# -- whom they hold ---------------------------------------------------------------------------------------------------


def held(story: Story, at: str = AT) -> HeldPerson:
    told = [each for each in story.entries if each.person and each.occurred_at <= london(at)]
    roster = roster_of(story)
    ground = stand_on(fold(story.person, told), story.standards, roster.staff)
    items = worst_first(read_owed(owed_on(ground), london(at), roster, ground.calendar))
    return HeldPerson(Course.of(story.person, told, story.standards, roster.staff), ground, items, london(at))


def pack(story: Story, worker: str = "w-tom", at: str = AT, *more: HeldPerson) -> Pack:
    roster = roster_of(story)
    return pack_of(worker, [held(story, at), *more], None, roster, story.standards, london(at))


def at_work(accepted: str = "2026-02-20 09:00") -> Story:
    story = Story()
    story.settle(accepted)
    return service(story)


def words(points: Iterable[Point]) -> str:
    return "; ".join(point.words for point in points)


def test_of_whom_a_worker_does_not_hold_nothing_drifts_in_their_pack() -> None:
    story = at_work()
    assert (pack(story).load.people, pack(story, "w-ann").load.people) == (1, 0)
    assert pack(story).overdue_a_week
    nobody = pack(story, "w-ann")
    assert not [*nobody.overdue_a_week, *nobody.longest, *nobody.plans, *nobody.support, *nobody.put_off_twice]


def test_who_has_left_or_died_is_held_by_nobody() -> None:
    story = at_work()
    story.tell("2026-03-10 10:00", "person.died", {"reported_by": "the coroner", "confirmed": True, "source": "x"})
    assert pack(story).load.people == 0
    assert not pack(story).points


def test_overdue_for_a_week_is_what_of_contact_and_reviews_fell_due_a_week_ago() -> None:
    story = at_work()
    story.tell("2026-03-02 10:00", "action.opened", {"title": "Ring the landlord", "owner": "w-tom", "area": "housing",
                                                     "due_at": moment("2026-03-03 10:00")})  # fmt: skip
    due = story.due("cadence")
    assert due is not None
    last = due.due_at.astimezone(london(AT).tzinfo)
    before, after = (f"{last.replace(day=last.day + days):%Y-%m-%d %H:%M}" for days in (6, 7))
    assert "be in contact" not in words(pack(story, at=before).overdue_a_week)
    assert "be in contact" in words(pack(story, at=after).overdue_a_week)
    assert "landlord" not in words(pack(story).overdue_a_week), "what is done for them is no contact"


def test_put_off_twice_is_what_was_put_off_more_than_once() -> None:
    story = at_work()
    key = story.key("book_contact")
    for number, expected in ((3, ""), (4, "put off 2 times")):
        off = {"due": key, "until": moment(f"2026-02-2{number + 3} 10:00"), "reason": "away"}
        story.tell(f"2026-02-2{number} 11:00", "due.deferred", off)
        said = words(pack(story, at="2026-03-02 10:00").put_off_twice)
        assert (expected in said) if expected else not said


def test_longest_without_contact_are_three_beyond_their_interval_and_nobody_who_is_away() -> None:
    story = at_work()
    assert not pack(story, at="2026-03-02 10:00").longest, "within what is owed"
    assert "last spoke Fri 20 Feb 2026, 38 days ago" in words(pack(story).longest)
    assert len(pack(story, "w-tom", AT, *[held(story)] * 4).longest) == 3
    story.tell("2026-03-10 10:00", "person.admitted", {"kind": "mental_health_ward", "where": "Oak ward",
                                                      "confirmed_with": "the ward"})  # fmt: skip
    assert not pack(story).longest


def test_plans_are_named_where_they_are_not_theirs_out_of_date_or_as_before_a_crisis() -> None:
    story = at_work()
    story.tell(
        "2026-03-02 10:00", "engagement_plan.agreed", PLAN | {"own_words": "Text me.", "review_on": "2026-03-30"}
    )
    assert not pack(story).plans, "on its day it is in date"
    assert "contact plan past its review, Mon 30 Mar 2026" in words(pack(story, at="2026-03-31 09:00").plans)
    story.tell("2026-03-10 10:00", "engagement_plan.agreed", PLAN | {"own_words": " "})
    assert words(pack(story).plans) == "contact plan without their own words"
    story.tell("2026-03-11 10:00", "crisis.recorded", {"kind": "ae", "source": "the ward"})
    assert "risk plan unchanged after the crisis of Wed 11 Mar 2026" in words(pack(story).plans)
    story.tell("2026-03-12 10:00", "risk_plan.updated", RISK_PLAN)
    assert "crisis" not in words(pack(story).plans)


def test_that_there_is_no_plan_is_said_after_14_days() -> None:
    story = Story()
    story.accept("2026-03-02 09:00")
    service(story)
    assert not pack(story, at="2026-03-16 09:00").plans
    assert words(pack(story, at="2026-03-16 09:01").plans) == "no contact plan agreed"


@pytest.mark.parametrize(
    ("agreed", "rated", "said"),
    [("prompted", "prompted", "as much help as"), ("prompted", "done_for", "more help than"),
     ("prompted", "independent", ""), ("independent", "independent", "")],
)  # fmt: skip
def test_support_that_does_not_fall_is_named_and_who_needs_none_is_not(agreed: str, rated: str, said: str) -> None:
    story = at_work()
    aim = agree(story, "2026-03-01 10:00", support_level=agreed)
    for day in ("08", "15", "22"):
        body = {"indicator": aim, "value": 4, "support_level": rated}
        story.tell(f"2026-03-{day} 10:00", "indicator.rated", body)
    assert words(pack(story).support).partition("cooks a meal: ")[2].startswith(said)
    assert bool(pack(story).support) is bool(said)
    story.tell("2026-03-29 10:00", "indicator.ended", {"indicator": aim, "outcome": "changed"})
    assert not pack(story).support, "what has ended is not looked at"


def test_with_two_ratings_nobody_says_that_support_does_not_fall() -> None:
    story = at_work()
    aim = agree(story, "2026-03-01 10:00")
    for day in ("08", "15"):
        rate(story, f"2026-03-{day} 10:00", aim)
    assert not pack(story).support


def test_an_absence_that_is_over_is_not_said_and_who_is_covered_for_is_not_counted() -> None:
    story = at_work()
    for since, until, cover in (("02-23", "02-27", []), ("03-30", "04-10", [{"persons": "all", "by": "w-ann"}])):
        away = {"worker": "w-tom", "from": moment(f"2026-{since} 09:00"), "until": moment(f"2026-{until} 17:00"),
                "reason": "sickness", "cover": cover}  # fmt: skip
        story.tell(f"2026-{since} 08:00", "worker.away", away, about_nobody=True)
    (leave,) = pack(story).away
    assert (leave.begins, leave.uncovered) == (london("2026-03-30 09:00"), 0)
