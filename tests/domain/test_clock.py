"""The machine's own clock: when it can't be right, at which moment lists are read then, and what is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.clock import Evidence, Said, is_contradicted, judge_clock
from tests.house.tree import ROOT

LONDON = ZoneInfo("Europe/London")
NEWEST = datetime(2026, 12, 10, 14, 3, tzinfo=UTC)
RELEASED = date(2026, 11, 29)
BEGINS = datetime(2026, 11, 29, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KNOWN = Evidence(newest=NEWEST, released=RELEASED)
YEAR_AHEAD = NEWEST + 365 * DAY
SAID = Said(at=NEWEST, newest=YEAR_AHEAD)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("now", "evidence", "reads_at"),
    [
        (NEWEST + HOUR, KNOWN, None),
        (NEWEST + 900 * DAY, KNOWN, None),
        (NEWEST - HOUR, KNOWN, None),
        (NEWEST - HOUR - timedelta(seconds=1), KNOWN, NEWEST),
        (datetime(2020, 1, 1, tzinfo=UTC), KNOWN, NEWEST),
        (datetime(1970, 1, 1, tzinfo=UTC), KNOWN, NEWEST),
        (NEWEST, Evidence(newest=NEWEST, witnessed=NEWEST + DAY), NEWEST + DAY),
        (datetime(2020, 1, 1, tzinfo=UTC), Evidence(released=RELEASED), BEGINS),
        (BEGINS - timedelta(seconds=1), Evidence(newest=BEGINS - DAY, released=RELEASED), BEGINS),
        (BEGINS, Evidence(newest=BEGINS - DAY, released=RELEASED), None),
        (datetime(2020, 1, 1, tzinfo=UTC), Evidence(), None),
        (NEWEST + HOUR, Evidence(newest=NEWEST, released=RELEASED, said=SAID), None),
        (NEWEST - 2 * HOUR, Evidence(newest=NEWEST - DAY, said=SAID), NEWEST),
        (NEWEST, Evidence(newest=YEAR_AHEAD, said=SAID), YEAR_AHEAD),
        (BEGINS - 9 * DAY, Evidence(released=RELEASED, said=Said(BEGINS - 10 * DAY, BEGINS - 10 * DAY)), None),
        (datetime(2020, 1, 1, tzinfo=UTC), Evidence(released=RELEASED, said=Said(BEGINS, BEGINS)), BEGINS),
    ],
)
def test_a_clock_is_judged_by_what_was_recorded_and_by_the_day_of_the_release(
    now: datetime, evidence: Evidence, reads_at: datetime | None
) -> None:
    clock = judge_clock(now, evidence)
    assert clock.can_be_right is (reads_at is None)
    assert clock.at == (reads_at or now)
    assert bool(clock.words(LONDON)) is not (clock.can_be_right and clock.doubted is None)


def test_the_sentence_says_clock_what_contradicts_it_and_what_is_read() -> None:
    words = judge_clock(datetime(2020, 1, 1, 10, tzinfo=UTC), KNOWN).words(LONDON)
    assert words == (
        "The clock of this laptop can't be right: it says Wed 1 Jan 2020 10:00, but the newest entry was recorded "
        "Thu 10 Dec 2026 14:03 and this release was made on Sun 29 Nov 2026. What follows is read as at "
        "Thu 10 Dec 2026 14:03. Set the clock."
    )


@given(now=moments, newest=moments, witnessed=st.none() | moments, released=st.none() | st.just(RELEASED))
def test_nothing_is_ever_read_earlier_than_what_was_recorded_or_than_the_clock_says(
    now: datetime, newest: datetime, witnessed: datetime | None, released: date | None
) -> None:
    clock = judge_clock(now, Evidence(newest, witnessed, released))
    assert clock.at >= now
    assert clock.at >= max(newest, witnessed or newest) - HOUR
    assert clock.can_be_right is (clock.at == now)


@given(now=st.datetimes(datetime(2026, 11, 29), datetime(2030, 1, 1), timezones=st.just(UTC)),
       ago=st.timedeltas(-HOUR, timedelta(days=4000)), also=st.timedeltas(-HOUR, HOUR))  # fmt: skip
def test_a_right_clock_is_never_called_wrong_by_an_entry_of_the_last_hour(
    now: datetime, ago: timedelta, also: timedelta
) -> None:
    clock = judge_clock(now, Evidence(now - ago, now - also, RELEASED))
    assert clock.can_be_right
    assert clock.at == now
    assert clock.words(LONDON) == ""


@given(said_at=moments, ahead=st.timedeltas(HOUR, timedelta(days=900)), later=st.timedeltas(-HOUR, 900 * DAY))
def test_once_somebody_said_that_it_is_right_it_counts_from_then_on(
    said_at: datetime, ahead: timedelta, later: timedelta
) -> None:
    """What was recorded ahead of it contradicts it no longer: the store's newest moment is then that of the saying."""
    said = Said(said_at, said_at + ahead)
    released = RELEASED if said_at < BEGINS or said_at + later >= BEGINS else None
    assert judge_clock(said_at + later, Evidence(said_at, said_at, released, said)).can_be_right


def test_two_clocks_contradict_each_other_by_more_than_a_day_between_an_entry_and_what_it_names() -> None:
    assert not is_contradicted(NEWEST, NEWEST + DAY)
    assert is_contradicted(NEWEST, NEWEST + DAY + timedelta(seconds=1))
    assert not is_contradicted(NEWEST, NEWEST - 400 * DAY)


def test_the_release_is_not_made_later_than_the_changelog_says() -> None:
    """A clock that is right is never called wrong by a day that was typed ahead."""
    import re

    from carelist_tui import __released__, __version__

    heading = next(
        line for line in (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8").splitlines() if line[:3] == "## "
    )
    told = re.match(r"## (\S+) \((\d{4}-\d{2}-\d{2})\)", heading)
    assert told is not None
    assert told[1] == __version__
    assert date.fromisoformat(__released__) <= date.fromisoformat(told[2])


def test_a_clock_before_the_release_is_never_silent_though_somebody_said_it_is_right() -> None:
    before, released = datetime(2020, 1, 1, 10, tzinfo=UTC), date(2026, 11, 28)
    clock = judge_clock(before, Evidence(None, None, released, Said(before, NEWEST)))
    assert (clock.can_be_right, clock.at) == (True, before)
    words = clock.words(LONDON)
    assert "before this release was made on Sat 28 Nov 2026" in words
    assert "is not shown" in words
