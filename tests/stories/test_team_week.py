"""A week of the simulated team over Easter, held to the laws of load.md (not to its aims): nobody is silent, nobody
invisible, and what a booking stands for comes back when nobody says what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from carelist_tui.domain.worklist import Item
from tests.team.figures import Figures
from tests.team.season import Season, begin, live
from tests.team.team import Team

pytestmark = pytest.mark.slow

OVER_EASTER = Season(date(2026, 3, 30), weeks=1, people=36, seed=3)
ASKED_AT = time(10)
"""By then it is asked what became of a booking of the service day before."""
STANDS_BESIDE = ("cadence", "too_long_unseen")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, Figures]]:
    team = begin(OVER_EASTER, tmp_path_factory.mktemp("team") / "store")
    figures = Figures(OVER_EASTER.first)
    team.office.watches.append(lambda saved: figures.saved(team, saved))
    live(team, OVER_EASTER, figures.at_nine, figures.at_five)
    yield team, figures
    team.office.door.close()


def after_it(team: Team, days: int) -> Iterator[date]:
    """The service days after the week, on which nobody records anything."""
    day = OVER_EASTER.days()[-1]
    for _ in range(days):
        yield (day := team.office.calendar.service_day_after(day))


def test_a_team_that_works_finds_everybody_on_a_list(week: tuple[Team, Figures]) -> None:
    team, figures = week
    assert not figures.silent
    assert not figures.invisible
    assert sum(count for count, _, _ in figures.spells().values()) > OVER_EASTER.people, "the law was asked of somebody"
    assert not team.left_alone, "every kind that stood on a list is one that somebody knows what to do about"


def test_a_team_that_stops_recording_finds_everybody_on_a_list(week: tuple[Team, Figures]) -> None:
    team, _ = week
    figures = Figures(OVER_EASTER.first)
    for day in after_it(team, 30):
        team.office.now = team.office.calendar.opens(day)
        figures.at_nine(team, day)
    assert not figures.silent
    assert not figures.invisible
    late = sum(late for _, late, _ in figures.spells().values())
    assert late > OVER_EASTER.people / 2, "most of them have waited for longer than they should"


def waits_for(booked: list[Item], team: Team) -> bool:
    """Whether some booking still stands: nobody is asked yet what became of it."""
    calendar = team.office.calendar
    asked = [calendar.next_service_day_at(datetime.fromisoformat(each.detail["at"]), ASKED_AT) for each in booked]
    return any(at > team.office.now for at in asked)


def test_what_a_booking_stands_for_comes_back_when_nobody_says_what_became_of_it(week: tuple[Team, Figures]) -> None:
    team, _ = week
    stood, back = set[str](), set[str]()
    for day in after_it(team, 25):
        team.office.now = team.office.calendar.at(day, ASKED_AT) + timedelta(minutes=1)
        for person in team.lives:
            owed = team.office.owed_to(person)
            booked = [item for item in owed if item.kind == "contact"]
            said = [item for item in owed if item.kind == "unrecorded_contact" and item.status != "upcoming"]
            for item in (item for item in owed if item.kind in STANDS_BESIDE and item.from_at is not None):
                (stood if item.status == "upcoming" else back).add(item.key)
                late = item.status == "upcoming" and item.due_at < team.office.now
                assert not late or waits_for(booked, team), f"{item.key} does not come back"
            begun = [datetime.fromisoformat(item.detail["at"]) for item in booked]
            past = {at.isoformat() for at in begun if at.date() < day}
            assert past <= {item.detail["at"] for item in said}, (
                "what became of each booking is asked on the service day after it"
            )
    assert stood & back, "a booking stood for some of them, and they came back"


def test_the_same_seed_is_the_same_season(tmp_path: Path) -> None:
    season = Season(date(2026, 2, 2), weeks=1, people=6, seed=5)

    def told(name: str) -> list[str]:
        found: list[str] = []
        team = begin(season, tmp_path / name)
        team.office.watches.append(lambda saved: found.extend(saved.ids))
        live(team, season, lambda *_: None, lambda *_: None)
        team.office.door.close()
        return found

    assert len(once := told("once")) > 30
    assert once == told("again")
