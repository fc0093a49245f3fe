"""Scores of instruments in pairs: better, the same, worse by the declared range (S3:28-30)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.measure import Tally
from carelist_tui.domain.standards import parse_standards
from tests.domain.measures.figures import cases_of, die, go_away, tally_of
from tests.domain.telling import Story

TWO_WAYS = parse_standards(
    '[instruments.mixed]\ntitle = "Mixed"\n[instruments.mixed.items.well]\ntitle = "Well"\nrange = [0, 4]\n'
    '[instruments.mixed.items.worry]\ntitle = "Worry"\nrange = [0, 4]\ndirection = "lower"\n'
)
WHOLE = ("help_wanted", "working_on_what_matters", "satisfied")


def score(story: Story, at: str, items: dict[str, int], by: str = "person", **more: Any) -> str:
    body = {"instrument": "own_view", "items": items, "by": by} | more
    return story.tell(at, "instrument.scored", body)


def scored(*scores: dict[str, int], **more: Any) -> Story:
    """Accepted on 2 February; scored each month from then on."""
    story = Story()
    story.accept("2026-02-02 09:00")
    for month, items in enumerate(scores, 2):
        score(story, f"2026-{month:02}-10 10:00", items, **more)
    return story


def at(story: Story, moment: str = "2026-06-20 10:00", ends: str = "2027-01-01") -> Tally:
    return tally_of(story, "instruments", "2026-01-01", ends, moment)


def stands(tally: Tally) -> str:
    return "better" if tally.n else next((words for words, count in tally.more.items() if count), "nothing")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(5, 8, "better"), (5, 7, "the same"), (5, 3, "the same"), (5, 2, "worse"), (5, 5, "the same")],
)
def test_better_or_worse_is_beyond_a_fifth_of_the_range(before: int, now: int, expected: str) -> None:
    tally = at(scored(*(dict.fromkeys(WHOLE, value) for value in (before, now))))
    assert (stands(tally), tally.d) == (expected, 1)


def test_the_newest_is_held_against_the_first() -> None:
    assert stands(at(scored({"satisfied": 5}, {"satisfied": 1}, {"satisfied": 8}))) == "better"


def test_each_item_counts_the_way_that_is_better_for_it() -> None:
    story = scored({"well": 1, "worry": 4}, {"well": 2, "worry": 1}, instrument="mixed")
    story.standards = TWO_WAYS
    assert stands(at(story)) == "better"


def test_only_the_items_that_both_have_are_held_against_each_other() -> None:
    assert stands(at(scored({"satisfied": 5, "help_wanted": 0}, {"satisfied": 5}))) == "the same"


def test_a_total_alone_counts_where_all_items_go_one_way() -> None:
    story = scored()
    score(story, "2026-03-10 10:00", dict.fromkeys(WHOLE, 2))
    score(story, "2026-04-10 10:00", {}, total=20)
    assert stands(at(story)) == "better"


def test_what_can_not_be_compared_and_who_has_one_score_only_are_in_no_share() -> None:
    unlike = at(scored({"satisfied": 5}, {"help_wanted": 9}))
    assert (unlike.d, unlike.more["two that can't be compared"]) == (0, 1)
    single = at(scored({"satisfied": 5}))
    assert (single.d, single.more["one score only"]) == (0, 1)


def test_what_another_hand_scored_is_another_pair() -> None:
    story = scored({"satisfied": 5})
    score(story, "2026-03-10 10:00", {"satisfied": 9}, by="worker")
    assert at(story).d == 0
    score(story, "2026-04-10 10:00", {"satisfied": 9})
    assert (at(story).n, at(story).d) == (1, 1)


def test_it_is_read_as_at_the_end_of_a_period() -> None:
    story = scored({"satisfied": 2}, {"satisfied": 9}, {"satisfied": 2})
    assert at(story, ends="2026-04-01").n == 1
    assert at(story, ends="2026-05-01").n == 0


def test_what_the_standards_declare_no_more_is_no_case() -> None:
    assert cases_of(scored({"x": 2}, {"x": 9}, instrument="gone"), "instruments") == []


def test_a_score_struck_out_or_corrected_counts_as_it_stands() -> None:
    story = scored({"satisfied": 2}, {"satisfied": 9})
    last = story.entries[-1]
    story.correct("2026-04-01 10:00", last.id, replacement=last.raw["body"] | {"items": {"satisfied": 2}})
    assert stands(at(story)) == "the same"
    story.correct("2026-04-02 10:00", last.id, replacement=None)
    assert stands(at(story)) == "one score only"


def test_who_died_or_is_away_is_left_out() -> None:
    for leave, why in ((die, "died"), (go_away, "away")):
        story = scored({"satisfied": 2}, {"satisfied": 9})
        leave(story, "2026-05-03 10:00")
        assert (at(story).d, dict(at(story).left_out)) == (0, {why: 1})
