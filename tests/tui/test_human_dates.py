"""Dates as people type them, on Tuesday 3 March 2026 at 09:04 in London, and how a form says what it understood."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.questions.human_dates import (
    day_said,
    moment_said,
    nearest_day,
    understood_day,
    understood_moment,
    understood_month,
)
from carelist_tui.domain.entries.entry import Looks
from carelist_tui.domain.words import moment_in_full

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 3, 9, 4, 37, 250_000, tzinfo=UTC)
BACK, AHEAD, EITHER = Looks("back"), Looks("ahead"), Looks("either")
MISSED, BORN = Looks("back", all_day=True, months=12), Looks("back", a_life=True)


def meant_by(typed: str, looks: Looks = EITHER, now: datetime = NOW) -> str:
    return moment_in_full(understood_moment(typed, now, LONDON, looks), LONDON)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", "Tue 3 Mar 2026 09:04"),
        ("today 14:30", "Tue 3 Mar 2026 14:30"),
        ("14:30", "Tue 3 Mar 2026 14:30"),
        ("Tomorrow", "Wed 4 Mar 2026 10:00"),
        ("fri", "Fri 6 Mar 2026 10:00"),
        ("next friday 9.15", "Fri 6 Mar 2026 09:15"),
        ("tue", "Tue 10 Mar 2026 10:00"),
        ("last fri", "Fri 27 Feb 2026 10:00"),
        ("+2d", "Thu 5 Mar 2026 10:00"),
        ("+2h", "Tue 3 Mar 2026 11:04"),
        ("in 2 weeks", "Tue 17 Mar 2026 10:00"),
        ("in 1 month", "Fri 3 Apr 2026 10:00"),
        ("yesterday 16:00", "Mon 2 Mar 2026 16:00"),
        ("2 days ago", "Sun 1 Mar 2026 10:00"),
        ("3 mar 10:00", "Tue 3 Mar 2026 10:00"),
        ("2 mar", "Tue 2 Mar 2027 10:00"),
        ("03/04/2026", "Fri 3 Apr 2026 10:00"),
        ("2026-03-05 11:00", "Thu 5 Mar 2026 11:00"),
        ("12am", "Tue 3 Mar 2026 00:00"),
        ("29 feb", "Tue 29 Feb 2028 10:00"),
        ("today 12", "Tue 3 Mar 2026 12:00"),
        ("fri 9", "Fri 6 Mar 2026 09:00"),
        ("noon", "Tue 3 Mar 2026 12:00"),
        ("tomorrow midday", "Wed 4 Mar 2026 12:00"),
        ("1430", "Tue 3 Mar 2026 14:30"),
        ("fri 0915", "Fri 6 Mar 2026 09:15"),
        ("5 mar 1430", "Thu 5 Mar 2026 14:30"),
        ("5 mar 2026", "Thu 5 Mar 2026 10:00"),
        ("tonight", "Tue 3 Mar 2026 20:00"),
        ("tonight 9", "Tue 3 Mar 2026 21:00"),
        ("tonight 18:30", "Tue 3 Mar 2026 18:30"),
        ("2026-03-05 11:00:07", "Thu 5 Mar 2026 11:00"),
    ],
)
def test_what_is_meant(typed: str, meant: str) -> None:
    assert meant_by(typed) == meant


SATURDAY = datetime(2026, 11, 28, 17, 52, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "back", "ahead"),
    [
        ("thu 14:00", "Thu 26 Nov 2026 14:00", "Thu 3 Dec 2026 14:00"),
        ("26/11 14:00", "Thu 26 Nov 2026 14:00", "Fri 26 Nov 2027 14:00"),
        ("26 nov", "Thu 26 Nov 2026 10:00", "Fri 26 Nov 2027 10:00"),
        ("3 dec", "Wed 3 Dec 2025 10:00", "Thu 3 Dec 2026 10:00"),
        ("29 feb", "Thu 29 Feb 2024 10:00", "Tue 29 Feb 2028 10:00"),
        ("sat 14:00", "Sat 28 Nov 2026 14:00", "Sat 5 Dec 2026 14:00"),
        ("sat 18:00", "Sat 21 Nov 2026 18:00", "Sat 5 Dec 2026 18:00"),
        ("26/11/26 14:00", "Thu 26 Nov 2026 14:00", None),
        ("14:00", "Sat 28 Nov 2026 14:00", None),
        ("tonight", None, "Sat 28 Nov 2026 20:00"),
        ("today 20:00", None, "Sat 28 Nov 2026 20:00"),
        ("next thu", None, "Thu 3 Dec 2026 10:00"),
        ("last thu", "Thu 26 Nov 2026 10:00", None),
        ("2 days ago", "Thu 26 Nov 2026 10:00", None),
        ("+2d", None, "Mon 30 Nov 2026 10:00"),
        ("2027-11-26", None, "Fri 26 Nov 2027 10:00"),
        ("2026-12-04T14:00:00+00:00", None, "Fri 4 Dec 2026 14:00"),
        ("2026-11-20T14:00:00+00:00", "Fri 20 Nov 2026 14:00", None),
    ],
)
def test_a_day_is_read_the_way_that_its_field_looks(typed: str, back: str | None, ahead: str | None) -> None:
    """What can't lie on the field's side is refused, and it is said how it was understood."""
    for looks, meant, why in ((BACK, back, "still to come"), (AHEAD, ahead, "past already")):
        if meant is not None:
            assert meant_by(typed, looks, SATURDAY) == meant
        else:
            with pytest.raises(ValueError, match=rf"^[A-Z].* 20\d\d [\d:]+, that is {why}; say it like: today"):
                understood_moment(typed, SATURDAY, LONDON, looks)


def test_what_was_missed_may_have_been_expected_later_on_the_same_day() -> None:
    assert meant_by("today 20:00", MISSED, SATURDAY) == "Sat 28 Nov 2026 20:00"
    with pytest.raises(ValueError, match="still to come"):
        understood_moment("tomorrow 00:00", SATURDAY, LONDON, MISSED)


def test_what_looks_ahead_looks_on_from_when_the_entry_happened() -> None:
    since = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    meant = understood_moment("yesterday 18:00", SATURDAY, LONDON, AHEAD, since=since)
    assert moment_in_full(meant, LONDON) == "Fri 27 Nov 2026 18:00"
    assert understood_day("yesterday", SATURDAY, LONDON, AHEAD, since=since) == date(2026, 11, 27)
    with pytest.raises(ValueError, match="past already"):
        understood_moment("yesterday 15:00", SATURDAY, LONDON, AHEAD, since=since)


@pytest.mark.parametrize(
    ("typed", "looks", "day"),
    [
        ("17/05/84", BORN, date(1984, 5, 17)),
        ("17/05/26", BORN, date(1926, 5, 17)),
        ("1 mar 26", BORN, date(2026, 3, 1)),
        ("17/05/84", AHEAD, date(2084, 5, 17)),
        ("tue", BACK, date(2026, 3, 3)),
        ("tue", AHEAD, date(2026, 3, 10)),
        ("wed", BACK, date(2026, 2, 25)),
    ],
)
def test_a_birth_of_two_digits_lies_in_the_past(typed: str, looks: Looks, day: date) -> None:
    assert understood_day(typed, NOW, LONDON, looks) == day


def test_a_year_of_two_digits_is_of_this_century_where_no_birth_is_asked() -> None:
    with pytest.raises(ValueError, match=r"^Sun 2 May 2027, that is still to come"):
        understood_day("02/05/27", NOW, LONDON, BACK)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("today 3", "3 is by day or by night? say today 03:00, or today 15:00"),
        ("5 mar 10", "10: an hour, or a year? say 10:00, or the year in full"),
        ("5 mar 1930", "1930: a time, or a year? say 19:30, or write the date as 3/3/1930"),
        ("tonight 3pm", "tonight is from 17:00 to midnight: say today or tomorrow, with its time"),
        ("2575", "2575 is not a time of day"),
    ],
)
def test_what_could_be_two_things_is_refused_with_both(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as refused:
        understood_moment(typed, NOW, LONDON)
    assert str(refused.value) == said


@pytest.mark.parametrize("typed", ["", "foo", "31 feb 2026", "25:00", "10:99", "+2x", "13/13/2026", "last", "sunny"])
def test_what_is_not_understood_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        understood_moment(typed, NOW, LONDON)


def test_now_has_its_seconds_and_nothing_finer() -> None:
    assert understood_moment("now", NOW, LONDON).isoformat() == "2026-03-03T09:04:37+00:00"


def test_a_time_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        understood_moment("29 mar 01:30", NOW, LONDON)


def test_after_the_change_the_offset_is_summer_time() -> None:
    assert understood_moment("30 mar 10:00", NOW, LONDON).isoformat() == "2026-03-30T10:00:00+01:00"


def test_a_day_alone_is_a_date() -> None:
    assert understood_day("in 2 weeks", NOW, LONDON) == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("thu 14:00", "Thu 26 Nov 2026 14:00, 2 days ago"),
        ("yesterday 9:00", "Fri 27 Nov 2026 09:00, yesterday"),
        ("14:00", "Sat 28 Nov 2026 14:00, 3 hours ago"),
        ("20 minutes ago", "Sat 28 Nov 2026 17:32, 20 minutes ago"),
        ("now", "Sat 28 Nov 2026 17:52, now"),
        ("26/11/2025", "Wed 26 Nov 2025 10:00, 12 months ago"),
        ("26/11/2020", "Thu 26 Nov 2020 10:00, 6 years ago"),
    ],
)
def test_what_was_understood_is_said_with_how_long_ago_it_was(typed: str, said: str) -> None:
    assert moment_said(understood_moment(typed, SATURDAY, LONDON, BACK), SATURDAY, LONDON) == said


def test_what_is_to_come_is_said_with_how_far_off_it_is() -> None:
    ahead = understood_moment("thu 14:00", SATURDAY, LONDON, AHEAD)
    assert moment_said(ahead, SATURDAY, LONDON) == "Thu 3 Dec 2026 14:00, in 5 days"
    assert day_said(date(2026, 11, 28), SATURDAY, LONDON) == "Sat 28 Nov 2026, today"
    assert day_said(date(2026, 11, 29), SATURDAY, LONDON) == "Sun 29 Nov 2026, tomorrow"


CLOCKS = ("", " 14:00", " 9", " 1430", " noon", " 23:59", " at 08:15", " 11pm")
SAID_DAYS = (
    "today", "tomorrow", "yesterday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "last fri", "next mon",
    "tonight", "26/11", "1 jan", "31 dec", "29 feb", "5/3/27", "1/2/2026", "2026-07-01", "3 days ago", "in 2 weeks",
    "+2h", "+3d", "now", "1 month ago", "",
)  # fmt: skip
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))
said_or_any = st.one_of(
    st.tuples(st.sampled_from(SAID_DAYS), st.sampled_from(CLOCKS)).map(lambda said: "".join(said).strip()),
    st.text(max_size=20),
)


@given(said_or_any, moments, st.sampled_from([BACK, MISSED, BORN, AHEAD]))
def test_a_field_that_looks_back_never_gives_a_moment_to_come_and_one_that_looks_ahead_none_that_is_past(
    typed: str, now: datetime, looks: Looks
) -> None:
    today, second = now.astimezone(LONDON).date(), now.replace(microsecond=0)
    with contextlib.suppress(ValueError):
        meant = understood_moment(typed, now, LONDON, looks)
        if looks.way == "ahead":
            assert meant.astimezone(UTC) >= second
        elif looks.all_day:
            assert meant.date() <= today
        else:
            assert meant.astimezone(UTC) <= now
    with contextlib.suppress(ValueError):
        day = understood_day(typed, now, LONDON, looks)
        assert day >= today if looks.way == "ahead" else day <= today


@given(st.integers(0, 6), st.integers(1, 6), moments)
def test_a_weekday_is_within_the_week_on_either_side(weekday: int, days: int, now: datetime) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    back, ahead = (understood_day(name, now, LONDON, looks) for looks in (BACK, AHEAD))
    today = now.astimezone(LONDON).date()
    assert (today - back).days in range(7)
    assert (ahead - today).days in range(1, 8)
    assert back.weekday() == ahead.weekday() == weekday
    assert (ahead - back) in (timedelta(days=7), timedelta(days=14))


@given(st.text(max_size=20))
def test_anything_typed_gives_a_moment_or_a_sentence(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert understood_moment(typed, NOW, LONDON).tzinfo is LONDON


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("28 feb", "Sat 28 Feb 2026"), ("2 mar", "Mon 2 Mar 2026"), ("today", "Tue 3 Mar 2026"),
        ("4 mar", "Wed 4 Mar 2026"), ("1 sep", "Tue 1 Sep 2026"), ("3 oct", "Fri 3 Oct 2025"),
        ("thu", "Thu 5 Mar 2026"), ("last thu", "Thu 26 Feb 2026"), ("28 feb 2027", "Sun 28 Feb 2027"),
        ("yesterday", "Mon 2 Mar 2026"), ("in 10 months", "Sun 3 Jan 2027"),
    ],
)  # fmt: skip
def test_a_day_that_may_lie_either_way_without_a_year_is_the_nearest(typed: str, meant: str) -> None:
    assert day_said(nearest_day(typed, NOW, LONDON), NOW, LONDON).startswith(meant)


def test_what_is_no_day_is_refused_either_way() -> None:
    with pytest.raises(ValueError, match="not understood"):
        nearest_day("fortnight", NOW, LONDON)


@pytest.mark.parametrize(("typed", "meant"), [
    ("2026-02", "2026-02"), ("this month", "2026-03"), ("Last  Month", "2026-02"), ("feb", "2026-02"),
    ("march", "2026-03"), ("dec", "2025-12"), ("apr", "2025-04"), ("feb 2025", "2025-02"), ("december 2024", "2024-12"),
])  # fmt: skip
def test_a_month_is_the_last_of_its_name(typed: str, meant: str) -> None:
    assert understood_month(typed, NOW, LONDON) == meant


@pytest.mark.parametrize(("typed", "why"), [
    ("2026-04", "Apr 2026, that is still to come"), ("april 2026", "Apr 2026, that is still to come"),
    ("2026-13", "not understood"), ("3", "not understood"), ("next month", "not understood"),
    ("feb 26", "not understood"),
])  # fmt: skip
def test_a_month_to_come_or_none_at_all_is_refused(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        understood_month(typed, NOW, LONDON)


def test_last_month_in_january_is_in_the_year_before() -> None:
    january = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
    assert [understood_month(each, january, LONDON) for each in ("last month", "jan", "feb")] == [
        "2025-12", "2026-01", "2025-02",
    ]  # fmt: skip
