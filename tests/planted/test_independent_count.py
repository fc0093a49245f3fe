"""The independent count says of each planted story what was planted: it is checked before the program is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.planted.count import KEYS, RATES, count
from tests.planted.service import Service
from tests.planted.situations import STORIES
from tests.planted.telling import Planted, london

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

EVER = (date(2020, 1, 1), date(2030, 1, 1))


def verdicts(service: Service, story: Planted, key: str) -> list[str]:
    known_at = london(story.known_at) if story.known_at else None
    answer = count(service.of_person(story), service.team, key, *EVER, london(story.at), known_at)
    return [case["verdict"] for case in answer["cases"]]


@pytest.mark.long
def test_each_planted_story_counts_as_it_was_planted(service: Service) -> None:
    for story in STORIES:
        for key, expected in story.expects.items():
            assert verdicts(service, story, key) == expected, (story.name, key)


def test_no_two_planted_stories_are_one_person() -> None:
    assert len({story.number for story in STORIES}) == len({story.name for story in STORIES}) == len(STORIES)


def test_every_measure_is_planted_counted_and_not_counted() -> None:
    """Of a rate nothing is *not* counted: it is counted, or left out."""
    planted = {(key, verdict) for story in STORIES for key, found in story.expects.items() for verdict in found}
    wanted = [(key, "left out: away" if key in RATES else "not") for key in KEYS]
    lacking = [each for each in (*wanted, *((key, "counted") for key in KEYS)) if each not in planted]
    assert not lacking
