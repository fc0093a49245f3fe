"""Dates as people type them, on Tuesday 3 March 2026 at 09:04 in London."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.tui.forms.human_dates import moment_said, understood_day, understood_moment

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 3, 9, 4, tzinfo=UTC)


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
    ],
)
def test_what_is_meant(typed: str, meant: str) -> None:
    assert moment_said(understood_moment(typed, NOW, LONDON)) == meant


@pytest.mark.parametrize("typed", ["", "foo", "31 feb 2026", "25:00", "10:99", "+2x", "13/13/2026", "last", "sunny"])
def test_what_is_not_understood_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        understood_moment(typed, NOW, LONDON)


def test_a_time_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        understood_moment("29 mar 01:30", NOW, LONDON)


def test_after_the_change_the_offset_is_summer_time() -> None:
    assert understood_moment("30 mar 10:00", NOW, LONDON).isoformat() == "2026-03-30T10:00:00+01:00"


def test_a_day_alone_is_a_date() -> None:
    assert understood_day("in 2 weeks", NOW, LONDON) == date(2026, 3, 17)


@given(st.text(max_size=20))
def test_anything_typed_gives_a_moment_or_a_sentence(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert understood_moment(typed, NOW, LONDON).tzinfo is LONDON
