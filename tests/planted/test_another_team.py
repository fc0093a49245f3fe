"""What came by another team's sealed file is counted apart from the program too; no figure of ours takes their work for
ours, and none of theirs moves a figure of one of our teams."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carelist_tui.domain.measures.caseload_time import on_caseload
from carelist_tui.domain.measures.figure import Counted, figure_as_json, figure_of
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure_table import MEASURES
from tests.domain.measures.told_figures import course_of
from tests.domain.telling import LONDON, Story, london, settled
from tests.domain.test_origin import theirs
from tests.planted.another_team import Sent, stories
from tests.planted.count import OF_A_STORY, all_cases

READ = london("2026-10-01 09:00")
EVER = date(2020, 1, 1), date(2030, 1, 1)
STORIES = list(stories())
PER_ENTRY = ("late_entries",)
"""Counted entry by entry there, and by month and author here: compared by how many."""


def counted_apart(story: Story, key: str) -> list[str]:
    """What the independent count makes of it, in the order of the starts."""
    raws: list[dict[str, Any]] = [dict(entry.raw) for entry in story.entries]
    cases = sorted(all_cases(raws, [], key, *EVER, READ, None), key=lambda case: case.start)
    return [case.verdict(READ) for case in cases]


def figure(key: str, *told: Story, team: str | None = None) -> dict[str, Any]:
    """The program's figure of these people, of one team."""
    courses = course_of(*told)
    cases = [case for course in courses for case in MEASURES[key].cases(course)]
    stretches = [each for course in courses for each in on_caseload(course)]
    asked = Inquiry.asked(READ, LONDON, date(2025, 1, 1), date(2026, 10, 1), team=team)
    counted = Counted({key: cases}, stretches)
    return figure_as_json(figure_of(MEASURES[key], counted, asked), counted, asked, with_cases=True)


@pytest.mark.parametrize("sent", STORIES, ids=lambda sent: sent.name)
def test_what_they_sent_counts_as_it_was_planted_and_as_it_is_counted_apart(sent: Sent) -> None:
    for key, expected in sent.expects.items():
        for story, verdicts in zip((sent.story, sent.as_theirs()), expected, strict=True):
            found = counted_apart(story, key)
            if key in PER_ENTRY:
                found = [verdict for verdict in found if verdict == "counted"]
            assert found == verdicts, (sent.name, key)


@pytest.mark.parametrize("sent", STORIES, ids=lambda sent: sent.name)
def test_every_measure_of_it_is_the_independent_count(sent: Sent) -> None:
    story = sent.as_theirs()
    for key in OF_A_STORY:
        found, answer = counted_apart(story, key), figure(key, story)
        n = found.count("counted")
        assert answer["n"] == n, (sent.name, key)
        if answer["unit"] == "share":
            assert answer["d"] == n + found.count("not"), (sent.name, key)


@pytest.mark.parametrize("key", list(MEASURES))
def test_whom_only_another_team_has_moves_no_figure_of_one_of_ours(key: str) -> None:
    ours, other = settled(), Story(person="00000000-0000-7000-8000-000000000099")
    ours.miss("2026-03-05 10:00")
    other.accept("2026-02-20 09:00", team="South", ref="P-9")
    other.miss("2026-03-05 10:00")
    other.keep("2026-03-09 10:00")
    other.tell("2026-03-10 10:00", "crisis.recorded", {"kind": "ae", "source": "the hospital"})
    for entry in list(other.entries):
        theirs(other, entry.id)
    alone, beside = figure(key, ours, team="North"), figure(key, ours, other, team="North")
    assert beside == alone
