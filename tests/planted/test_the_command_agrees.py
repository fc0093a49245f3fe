"""`carelist measures` says what the independent count says, of every measure, period, grouping and moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.planted.compared import TIMED, Reading, differences, median_of
from tests.planted.count import DAY_BY_DAY, KEYS
from tests.planted.daily_work import days_kept
from tests.planted.service import Service
from tests.planted.situations import STORIES
from tests.planted.telling import READ, Planted, in_memory
from tests.profiles import PROFILE, members

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(900)]

EVER = ("2025-06-02", "2026-10-01")
READINGS = (
    Reading(*EVER, READ),
    Reading("2026-03-01", "2026-04-01", READ),
    Reading("2025-10-26", "2025-10-27", "2026-03-10 10:00"),
    Reading(*EVER, "2026-03-29 03:30"),
    Reading(*EVER, "2026-03-06 12:00", "2026-03-05 12:00"),
)
GROUPS = tuple(Reading(*EVER, READ, by=by) for by in ("tier", "source", "zone", "worker"))
READ_EARLY = [story for story in STORIES if story.at != READ or story.known_at is not None]
"""Stories that are about the very moment at which they are read."""


def person(story: Planted) -> str:
    return str(story.lines[0].draft["id"])


def named(texts: list[str]) -> str:
    """The sentences with the stories' names in place of their people."""
    text = "\n".join(texts)
    for story in STORIES:
        text = text.replace(person(story), f"'{story.name}'")
    return text


def unlike(service: Service, reading: Reading) -> list[str]:
    """All differences of one reading."""
    answers = service.measures(reading.since, reading.until, reading.at, reading.known_at, reading.by)
    found = []
    for key in KEYS:
        found += differences(service, reading, key, answers[key])
    return found


def test_every_case_and_sum_is_the_independent_count(service: Service) -> None:
    found = [text for reading in members(READINGS, 2) for text in unlike(service, reading)]
    assert not found, named(found)


def test_every_group_is_the_independent_count(service: Service) -> None:
    found = [text for reading in members(GROUPS, 1) for text in unlike(service, reading)]
    assert not found, named(found)


def test_a_figure_without_its_cases_is_the_one_with_them(service: Service) -> None:
    """Of many cases no more is read than a sum and its breakdowns ask for: what one of them asks for is there."""
    for by in (None, "tier", "worker"):
        bare = service.measures(*EVER, READ, by=by, with_cases=False)
        for key, whole in service.measures(*EVER, READ, by=by).items():
            assert bare[key] == whole | {"cases": [], "notes_to_read": None}, (key, by)
    tiers = {
        row["label"] for told in service.measures(*EVER, READ)["crisis_rate"]["breakdowns"] for row in told["rows"]
    }
    assert len(tiers) > 2, "else nothing here says in which tier a crisis was"


def test_a_median_is_that_of_its_own_cases(service: Service) -> None:
    answers = service.measures(*EVER, READ)
    for key in TIMED & answers.keys():
        assert answers[key]["median"] == median_of(answers[key]), key


def test_a_case_is_ripe_left_out_or_known_at_its_very_moment(tmp_path: Path) -> None:
    service = Service.of(READ_EARLY, tmp_path / "store")
    found = []
    for at, known_at in sorted({(story.at, story.known_at or "") for story in READ_EARLY}):
        found += unlike(service, Reading(*EVER, at, known_at or None))
    assert not found, named(found)


EXAMPLES = {"quick": 2, "check": 3, "nightly": 200}[PROFILE]


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(STORIES), min_size=2, max_size=6, unique_by=lambda story: story.name),
    st.sampled_from(READINGS + GROUPS),
)
def test_any_few_people_are_summed_as_the_count_sums_them(stories: list[Planted], reading: Reading) -> None:
    with in_memory() as folder:
        found = unlike(Service.of(stories, folder / "store"), reading)
    assert not found, named(found)


def test_days_in_cadence_are_those_planted(tmp_path: Path) -> None:
    planted = days_kept()
    service = Service.of([story for story, _, _ in planted], tmp_path / "store")
    reading = Reading("2026-03-02", "2026-03-21", READ)
    counted = reading.count(service, DAY_BY_DAY)
    for story, n, d in planted:
        own = [case["counted"] for case in counted["cases"] if case["person"] == person(story)]
        assert (sum(own), len(own)) == (n, d), story.name
    said = service.measures(reading.since, reading.until, reading.at)[DAY_BY_DAY]
    assert (said["n"], said["d"]) == (counted["n"], counted["d"])
