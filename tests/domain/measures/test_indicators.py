"""Indicators agreed with the person: towards their aim, held, away, or not known (S2:31, S2:41-42)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.measure import Tally
from tests.domain.measures.figures import after, die, go_away, tally_of
from tests.domain.telling import Story
from tests.domain.undertaking import INDICATOR, agree, end_indicator

COUNT = {"kind": "count", "baseline": 10, "aim": 20}
STEPS = {"kind": "graded_step", "baseline": 1, "aim": 4, "steps": ["door", "gate", "shop", "town"]}


def rate(story: Story, at: str, indicator: str, value: int, support: str = "prompted") -> str:
    body = {"indicator": indicator, "value": value, "support_level": support}
    return story.tell(at, "indicator.rated", body)


def rated(values: list[int], support: str = "prompted", **more: Any) -> tuple[Story, str]:
    """Agreed on 2 February, with prompts, from 3 to 7 of 10 unless said; rated each Monday after."""
    story = Story()
    story.accept("2026-02-02 09:00")
    indicator = agree(story, "2026-02-02 10:00", **more)
    for number, value in enumerate(values, 1):
        rate(story, after("2026-02-02 10:00", days=7 * number), indicator, value, support)
    return story, indicator


def at(story: Story, moment: str = "2026-03-20 10:00", begins: str = "2026-01-01") -> Tally:
    return tally_of(story, "indicators", begins, "2027-01-01", moment)


def stands(tally: Tally) -> str:
    found = [words for words in ("held", "away", "not known") if tally.more[words]]
    return "towards" if tally.n else (found or ["nowhere"])[0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([6, 6, 6], "towards"),
        ([5, 5, 5], "held"),
        ([9, 5, 5], "held"),
        ([3, 6, 9], "towards"),
        ([0, 0, 0], "away"),
        ([1, 1, 1], "held"),
        ([9, 9], "not known"),
        ([0, 0, 0, 6, 6, 6], "towards"),
        ([], "not known"),
    ],
)
def test_the_middle_of_the_last_three_says_where_it_stands(values: list[int], expected: str) -> None:
    assert stands(at(rated(values)[0])) == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (COUNT, 14, "held"),
        (COUNT, 15, "towards"),
        (COUNT, 5, "away"),
        (COUNT | {"kind": "routine", "steps": ["up", "washed"]}, 15, "towards"),
        (COUNT | {"baseline": 20, "aim": 10}, 16, "held"),
        (COUNT | {"baseline": 20, "aim": 10}, 15, "towards"),
        (STEPS, 2, "held"),
        (STEPS, 3, "towards"),
        ({"baseline": 5, "aim": 5}, 8, "away"),
    ],
)
def test_how_far_is_enough_is_said_by_its_kind(kind: dict[str, Any], value: int, expected: str) -> None:
    assert stands(at(rated([value] * 3, **kind)[0])) == expected


def test_it_is_known_for_8_weeks_from_the_first_of_its_last_three() -> None:
    story, _ = rated([6, 6, 6])
    assert stands(at(story, "2026-02-23 09:59")) == "not known"
    assert stands(at(story, "2026-02-23 10:00")) == "towards"
    assert stands(at(story, "2026-04-06 11:00")) == "towards"  # 56 days after 9 February, through the clock change
    assert stands(at(story, "2026-04-06 11:01")) == "not known"


def test_three_ratings_over_more_than_8_weeks_say_nothing() -> None:
    story, indicator = rated([6])
    rate(story, "2026-03-10 10:00", indicator, 6)
    rate(story, "2026-04-06 11:01", indicator, 6)
    assert stands(at(story, "2026-04-07 10:00")) == "not known"


def test_what_is_not_known_is_in_no_share_and_shown() -> None:
    tally = at(rated([9, 9])[0])
    assert (tally.n, tally.d, tally.more["not known"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        ("independent", "less help than before"),
        ("prompted", "as much help"),
        ("accompanied", "more help"),
        ("done_for", "more help"),
    ],
)
def test_the_help_it_takes_against_when_it_was_agreed(support: str, expected: str) -> None:
    more = at(rated([6, 6, 6], support)[0]).more
    assert [words for words in ("less help than before", "as much help", "more help") if more[words]] == [expected]


def test_ended_it_stands_nowhere_and_is_shown_by_outcome_in_its_period() -> None:
    story, indicator = rated([6, 6, 6])
    end_indicator(story, "2026-03-02 10:00", indicator)
    tally = at(story)
    assert (tally.n, tally.d, tally.more["not known"], tally.more["ended: achieved"]) == (0, 0, 0, 1)
    assert "ended: achieved" not in at(story, begins="2026-03-03").more
    assert stands(at(story, "2026-03-02 09:59")) == "towards"


def test_one_that_another_took_the_place_of_was_changed() -> None:
    story, indicator = rated([6, 6, 6])
    body = {
        "area": "daily_living", "name": "cooks a meal", "frequency": "daily", "quality": "alone",
        "support_level": "independent", "kind": "rating_0_10", "baseline": 6, "aim": 9, "every": "week",
    }  # fmt: skip
    story.tell("2026-03-02 10:00", "indicator.agreed", body, replaces=(indicator,))
    tally = at(story)
    assert (tally.d, tally.more["not known"], tally.more["ended: changed"]) == (0, 1, 1)


def test_a_rating_struck_out_or_corrected_counts_as_it_stands() -> None:
    story, _ = rated([6, 6, 6])
    last = story.entries[-1]
    story.correct("2026-03-01 10:00", last.id, replacement=last.raw["body"] | {"value": 0})
    assert at(story).n == 1, "the middle one is still 6"
    story.correct("2026-03-01 10:01", last.id, replacement=None)
    assert stands(at(story)) == "not known"


def test_of_who_left_it_is_not_asked_and_who_is_away_or_died_is_left_out() -> None:
    left, away, died = (rated([6, 6, 6])[0] for _ in range(3))
    agreed = left.decide("2026-03-03 09:00", "agree", None, about="discharge", authorised_by="w-meg")
    left.tell("2026-03-03 10:00", "person.discharged",
              {"destination": "GP", "reason": "moved_away", "note": "to Leeds", "decision": agreed})  # fmt: skip
    go_away(away, "2026-03-03 10:00")
    die(died, "2026-03-03 10:00")
    tallies = [at(story) for story in (left, away, died)]
    assert [(tally.d, dict(tally.left_out)) for tally in tallies] == [(0, {}), (0, {"away": 1}), (0, {"died": 1})]


def test_the_help_it_takes_is_the_middle_one_of_the_last_three() -> None:
    story, indicator = rated([6, 6], support="done_for")
    rate(story, after("2026-02-02 10:00", days=21), indicator, 6, "independent")
    assert at(story).more["more help"] == 1


def test_an_indicator_that_another_took_the_place_of_ended_then_whatever_was_said_later() -> None:
    story, indicator = rated([6, 6, 6])
    story.tell("2026-03-03 10:00", "indicator.agreed", INDICATOR, replaces=(indicator,))
    end_indicator(story, "2026-03-05 10:00", indicator)
    more = at(story).more
    assert (more.get("ended: changed"), more.get("ended: achieved")) == (1, None)
    assert (
        tally_of(story, "indicators", "2026-03-04", "2027-01-01", "2026-03-20 10:00").more.get("ended: changed") is None
    )
