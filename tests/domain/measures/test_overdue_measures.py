"""What stood open or overdue at one moment, and who held how much (measures.md): told for one rule each."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.case import Case
from tests.domain.measures.test_access_measures import accepted, left_and_back
from tests.domain.measures.test_cadence_measures import spoken_to
from tests.domain.measures.told_figures import ON_A_WARD, cases, figure
from tests.domain.telling import Story, london, moment, settled

MARCH = ("2026-03-01", "2026-04-01")
COUNTED = ("contacts overdue", "reviews overdue", "people with any")


def still_open(story: Story, begins: str, ends: str, at: str | None = None) -> tuple[int, int]:
    tally = figure("open_28", begins, ends, story, at=at)
    return tally.n, tally.d


def missed(at: str = "2026-02-23 10:00") -> Story:
    story = settled()
    story.miss(at)
    return story


@pytest.mark.parametrize(
    ("begins", "ends", "at", "counted"),
    [
        ("2026-02-01", "2026-03-01", None, (0, 1)),
        ("2026-03-01", "2026-04-01", None, (1, 1)),
        ("2026-03-01", "2026-04-01", "2026-03-31 23:59", (0, 0)),  # its end has not come
        ("2026-02-01", "2026-04-01", "2026-03-31 23:59", (0, 1)),  # the end of February is the newest
        ("2026-02-01", "2026-04-15", None, (1, 1)),
    ],
)
def test_open_at_the_newest_months_end_that_has_come_and_for_more_than_28_days(
    begins: str, ends: str, at: str | None, counted: tuple[int, int]
) -> None:
    assert still_open(missed(), begins, ends, at) == counted


@pytest.mark.parametrize(("expected", "beyond"), [("2026-03-03 23:00", 0), ("2026-03-03 22:59", 1)])
def test_28_days_are_elapsed_time_across_the_clock_change(expected: str, beyond: int) -> None:
    """The end of March is an hour nearer than it looks."""
    assert still_open(missed(expected), *MARCH) == (beyond, 1)


def test_28_days_count_from_when_it_was_learned_of() -> None:
    story = settled()
    told = {"expected_at": moment("2026-03-01 10:00"), "method": "call", "how": "no_reply"}
    story.tell("2026-03-01 10:00", "contact.missed", told, learned_at=moment("2026-03-06 10:00"),
               recorded="2026-03-06 10:00")  # fmt: skip
    assert still_open(story, *MARCH) == (0, 1)


def test_what_ended_in_the_month_is_not_open_at_its_end_and_was_at_the_end_of_the_one_before() -> None:
    story = missed()
    story.keep("2026-04-01 00:00")
    assert still_open(story, *MARCH) == (0, 0)
    assert still_open(story, "2026-02-01", "2026-03-01") == (0, 1)


def test_a_joined_or_struck_miss_is_none_of_its_own() -> None:
    story = missed()
    story.miss("2026-02-25 10:00")
    assert still_open(story, *MARCH) == (1, 1)
    for each in [entry.id for entry in story.entries if entry.type == "contact.missed"]:
        story.correct("2026-02-26 10:00", each, replacement=None)
    assert still_open(story, *MARCH) == (0, 0)


def test_who_is_away_at_the_months_end_is_left_out_then_and_not_before_or_after() -> None:
    story = missed()
    story.tell("2026-03-20 10:00", "person.admitted", ON_A_WARD)
    story.tell("2026-04-10 10:00", "person.returned", {})
    assert still_open(story, "2026-02-01", "2026-03-01") == (0, 1)
    assert figure("open_28", *MARCH, story).left_out == {"away": 1}
    assert still_open(story, "2026-04-01", "2026-05-01") == (1, 1)


def counted(story: Story, begins: str, ends: str, at: str | None = None) -> tuple[float | None, int, int]:
    tally = figure("overdue_now", begins, ends, story, at=at)
    return tally.value, tally.n, tally.d


def test_what_is_overdue_is_counted_at_nine_on_the_first_service_day_of_the_week() -> None:
    """Cadence fell due on Monday 16 March at five: on the 16th at nine nothing is overdue of contact, on the 23rd it
    is."""
    story = settled()
    story.keep("2026-03-02 10:00")
    kinds = {case.facts["kind"]: case for case in cases(story, "overdue_now")}
    assert kinds["cadence"].facts["due_at"] == "2026-03-16T17:00:00+00:00"
    before = figure("overdue_now", "2026-03-16", "2026-03-23", story).more["contacts overdue"]
    after = figure("overdue_now", "2026-03-23", "2026-03-30", story).more["contacts overdue"]
    assert after == before + 1


def test_contact_at_nine_on_the_dot_has_come_and_a_minute_later_it_was_overdue() -> None:
    def overdue(at: str) -> list[Case]:
        story = settled()
        story.keep("2026-03-02 10:00")
        story.keep(at)
        found = [case for case in cases(story, "overdue_now") if case.facts["kind"] == "cadence"]
        return [case for case in found if case.starts_at <= london("2026-03-23 09:00") and (
            case.stops_at is None or case.stops_at > london("2026-03-23 09:00"))]  # fmt: skip

    assert overdue("2026-03-23 09:00") == []
    assert len(overdue("2026-03-23 09:01")) == 1


def test_what_falls_due_at_nine_is_not_overdue_then_and_what_came_at_nine_has_come() -> None:
    def contacts_overdue(booked: str | None = None, kept: str | None = None) -> float:
        story = settled()
        story.keep("2026-03-02 10:00")
        if booked:
            story.book("2026-03-10 10:00", booked)  # a contact lasts an hour
        if kept:
            story.keep(kept)
        return figure("overdue_now", "2026-03-23", "2026-03-24", story).more["contacts overdue"]

    assert contacts_overdue(booked="2026-03-23 08:00") == contacts_overdue(booked="2026-03-23 07:59") - 1
    assert contacts_overdue(kept="2026-03-23 09:00") < contacts_overdue(kept="2026-03-23 09:01")


def test_after_the_newest_entry_it_goes_on_up_to_the_moment_that_is_asked_of() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    assert counted(story, "2026-06-01", "2026-07-01", at="2026-06-01 08:59")[0] is None
    now = figure("overdue_now", "2026-06-01", "2026-07-01", story, at="2026-06-01 09:00")
    assert (now.n, now.d) == (1, 1)
    assert now.more["days that the oldest is overdue"] == 97  # two contacts were to be booked by 23 February at ten


def test_of_a_month_the_last_count_says_how_much_was_overdue() -> None:
    story = spoken_to("2026-03-09 10:00")  # the next is owed by the 23rd
    first, last = (figure("overdue_now", f"2026-03-{day}", f"2026-03-{day + 1}", story).value for day in (16, 30))
    assert first != last
    assert figure("overdue_now", *MARCH, story).value == last


def test_the_first_service_day_of_a_week_is_tuesday_where_monday_is_a_bank_holiday() -> None:
    """Monday 6 April 2026 is Easter Monday: the week is counted on the 7th."""
    story = settled()
    story.keep("2026-03-20 10:00")  # owed by Friday 3 April, Good Friday: Tuesday 7 April at the close
    story.keep("2026-04-07 08:59")
    assert counted(story, "2026-04-06", "2026-04-07")[2] == 0
    assert counted(story, "2026-04-06", "2026-04-08")[2] == 1


def test_who_is_away_owes_no_contact_and_nobody_who_has_left_or_not_come_is_of_those_counted() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    story.tell("2026-03-10 10:00", "person.admitted", ON_A_WARD)
    kinds = {case.facts["kind"] for case in cases(story, "overdue_now")}
    assert "away_review" in kinds
    assert "cadence" not in kinds
    assert counted(settled(), "2026-01-01", "2026-02-01") == (0.0, 0, 0)


def test_a_contact_within_72_hours_is_a_contact_though_no_absence_withholds_it() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "person.admitted", ON_A_WARD)
    story.tell("2026-03-04 10:00", "person.returned", {})
    assert "follow_up" in {case.facts["kind"] for case in cases(story, "overdue_now")}


def test_what_was_put_off_twice_is_counted_whether_or_not_it_is_overdue() -> None:
    story = settled()
    story.keep("2026-02-20 10:00")
    key = story.key("book_contact")
    for at, until in (("2026-02-20 11:00", "2026-02-24 10:00"), ("2026-02-20 12:00", "2026-02-24 12:00")):
        story.tell(at, "due.deferred", {"due": key, "until": moment(until), "reason": "the clinic is shut"})
    story.check("2026-02-23 10:00")  # before it is due, and after the count
    more = figure("overdue_now", "2026-02-23", "2026-02-24", story).more
    assert more["put off twice or more"] == 1
    assert more["contacts overdue"] == 0


def test_the_same_due_is_one_case_over_quiet_weeks_and_another_once_it_had_not_stood_in_between() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    for day in ("2026-03-25", "2026-04-01"):
        due_at = moment("2026-04-10 10:00")
        body = {"title": "Ring the landlord", "owner": "w-ann", "area": "housing", "due_at": due_at}
        story.tell(f"{day} 10:00", "action.opened", body)
    assert len([case for case in cases(story, "overdue_now") if case.facts["kind"] == "cadence"]) == 1
    story.tell("2026-04-02 10:00", "person.admitted", ON_A_WARD)
    story.tell("2026-04-20 10:00", "person.returned", {})
    assert len([case for case in cases(story, "overdue_now") if case.facts["kind"] == "cadence"]) == 2


def test_what_was_overdue_at_no_weekly_count_is_no_case() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    story.keep("2026-03-20 10:00")  # overdue since Monday at five, and on no Monday at nine
    assert not [case for case in cases(story, "overdue_now") if case.facts["due_at"] == "2026-03-16T17:00:00+00:00"]


def held(*stories: Story, at: str, ends: str = "2026-04-01") -> dict[str, Any]:
    tally = figure("caseload_balance", "2026-03-01", ends, *stories, at=at)
    return {"weight": tally.value, "n": tally.n, **tally.more}


def test_who_holds_how_much_is_people_weight_zones_and_what_is_overdue_now() -> None:
    one, other = spoken_to("2026-03-03 10:00"), spoken_to("2026-03-03 10:00", tier="enhanced")
    other.person = "00000000-0000-7000-8000-000000000002"
    other.entries = []
    other.accept("2026-03-02 10:00", ref="P-0002", tier="enhanced")
    other.zone("2026-03-02 10:00", "amber")
    now = held(one, other, at="2026-03-03 10:00")
    assert (now["people"], now["weight"], now["amber"], now["red"], now["n"]) == (2, 1.5, 1, 0, 0)
    later = held(one, other, at="2026-03-20 12:00")
    assert later["n"] == 2
    assert later["overdue"] > 2


def test_of_a_month_that_is_over_it_says_nothing() -> None:
    story = accepted()
    story.zone("2026-03-30 10:00", "red")
    assert held(story, at="2026-03-31 10:00")["red"] == 1
    assert held(story, at="2026-04-01 00:00") == {"weight": None, "n": 0}


def test_it_is_of_whoever_coordinates_now_and_of_nobody_who_has_left() -> None:
    story = accepted()
    story.tell("2026-03-10 10:00", "coordinator.named", {"coordinator": "w-ann", "clinical_oversight": "Dr Osei"})
    assert {case.place.worker for case in cases(story, "caseload_balance")} == {"w-ann"}
    gone = left_and_back()
    gone.entries = gone.entries[:3]
    assert cases(gone, "caseload_balance") == []
