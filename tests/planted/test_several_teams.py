"""A service of three teams that adopts other Standards: every measure by team, locality and group; what stood overdue,
who held how much, and what keeps the service safe."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.cli.surface import carelist
from tests.made_once import made_once
from tests.planted.assured import in_words
from tests.planted.compared import Reading, differences
from tests.planted.count import KEYS, count
from tests.planted.owed_work import caseload_balance, overdue_now, owed
from tests.planted.service import BY, Service
from tests.planted.several_teams import ALL_STORIES, OWING, UNCOVERED, wrote_down
from tests.planted.story import tales
from tests.planted.telling import READ, Planted, london, record, written
from tests.profiles import members

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(900)]

EVER = ("2025-06-02", "2026-10-01")
READINGS = (
    Reading(*EVER, READ),
    Reading("2026-03-01", "2026-04-01", "2026-04-01 09:00"),
    Reading(*EVER, "2026-03-19 12:00", "2026-03-10 11:00"),
    *(Reading(*EVER, READ, by=by) for by in members(("team", "locality", "housing", "tier", "source", "worker"), 2)),
)
CONTACTS = {
    "first_contact", "first_look", "contact", "unrecorded_contact", "rebook", "book_contact", "cadence",
    "too_long_unseen", "ladder_step", "speak_to", "promise", "transition_check", "follow_up", "after_crisis_contact",
    "handover_first_contact",
}  # fmt: skip
REVIEWS = {
    "no_contact_exception", "baseline_risk_screen", "risk_check", "away_review", "learning_review", "death_actions",
    "refusal_review", "capacity_assessment", "mdt_review", "senior_review", "review", "zone_review", "consent_review",
}  # fmt: skip
"""The Dues of standards.md that bring contact, and those by which somebody is looked at again."""


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> Service:
    stories = [*ALL_STORIES, *(story for story, _ in OWING), *(story for story, _, _ in UNCOVERED)]
    return Service.read(made_once(tmp_path_factory, "teams", lambda to: record(stories, to, wrote_down()).close()))


def test_each_story_counts_as_it_was_planted(teams: Service) -> None:
    for story in ALL_STORIES:
        for key, expected in story.expects.items():
            period = (date(2020, 1, 1), date(2030, 1, 1))
            found = count(teams.of_person(story), teams.team, key, *period, london(story.at))
            assert [case["verdict"] for case in found["cases"]] == expected, (story.name, key)


def test_every_measure_by_team_locality_and_group_is_the_independent_count(teams: Service) -> None:
    found = []
    for reading in READINGS:
        answers = teams.measures(reading.since, reading.until, reading.at, reading.known_at, reading.by)
        for key in KEYS:
            found += differences(teams, reading, key, answers[key])
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("story", "by_hand"), OWING, ids=lambda value: getattr(value, "name", ""))
def test_what_stood_overdue_is_what_was_planted(
    story: Planted, by_hand: dict[str, tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = Service.of([story], tmp_path_factory.mktemp("overdue") / "store")
    for day, expected in by_hand.items():
        moment = london(f"{day} 09:00")
        (told,) = tales(alone.people, alone.team, moment, None)
        assert owed(told, moment).overdue(moment) == expected, (story.name, day)
        after = str(date.fromisoformat(day) + timedelta(days=1))
        period = (date.fromisoformat(day), date.fromisoformat(after))
        said = alone.measures(day, after, READ)["overdue_now"]
        told_late = tales(alone.people, alone.team, london(READ), None)
        assert +Counter(said["more"]) == +Counter(overdue_now(told_late, *period, london(READ))), (story.name, day)
        assert (said["value"], said["n"]) == (sum(expected), int(sum(expected) > 0)), (story.name, day)


@pytest.mark.parametrize("day", ["2026-03-16", "2026-03-30", "2026-04-07"])
def test_what_stood_overdue_is_what_today_says_was_overdue(teams: Service, day: str) -> None:
    """Of a service, each of its Dues; on Tuesday 7 April, the first service day of that week."""
    moment = written(london(f"{day} 09:00"))
    answer = carelist("today", "--at", moment, *BY, "--json", store=teams.store)
    late = [item for item in answer.json["items"] if item["status"] == "overdue" and item["person"]]
    contacts = sum(item["kind"] in CONTACTS for item in late)
    reviews = sum(item["kind"] in REVIEWS for item in late)
    after = str(date.fromisoformat(day) + timedelta(days=1))
    more = teams.measures(day, after, READ)["overdue_now"]["more"]
    assert (more["contacts overdue"], more["reviews overdue"]) == (contacts, reviews)
    people = {item["person"] for item in late if item["kind"] in CONTACTS | REVIEWS}
    assert more["people with any"] == len(people)


def test_who_holds_how_much_is_as_it_was_then(tmp_path_factory: pytest.TempPathFactory) -> None:
    """By name: of four tiers and three zones, two workers, some overdue."""
    stories = [story for story, _ in OWING]
    for tier, zone, worker in (("light", "amber", "w-ann"), ("intensive", "red", "w-ann"), ("light", "green", "w-tom")):
        story = Planted(f"{tier}, {zone}, of {worker}")
        story.accepts("2026-03-05 10:00", tier=tier, zone=zone, coordinator=worker)
        stories.append(story)
    service = Service.of(stories, tmp_path_factory.mktemp("balance") / "store")
    at = "2026-03-06 09:00"
    held = caseload_balance(tales(service.people, service.team, london(at), None), london(at))
    said = service.measures(*EVER, at, by="worker")["caseload_balance"]
    assert {group["key"]: (group["n"], group["d"]) for group in said["groups"]} == {
        worker: (each.behind, each.people) for worker, each in held.items()
    }
    every = list(held.values())
    assert said["value"] == pytest.approx(sum(each.weight for each in every), abs=0.05)
    more = {name: said["more"][name] for name in ("people", "red", "amber", "overdue")}
    assert more == {name: sum(getattr(each, name) for each in every) for name in more}


@pytest.mark.parametrize(
    ("since", "until", "at"),
    [
        (*EVER, READ),
        ("2026-03-01", "2026-04-01", "2026-03-31 12:00"),
        ("2026-03-02", "2026-03-10", READ),
        ("2025-06-02", "2025-07-02", READ),
        ("2025-08-01", "2025-11-01", "2025-12-01 17:00"),
        ("2025-08-01", "2025-11-01", "2025-12-01 16:59"),
    ],
)
def test_huddles_and_supervision_are_the_independent_count(teams: Service, since: str, until: str, at: str) -> None:
    period = date.fromisoformat(since), date.fromisoformat(until)
    counted = in_words(teams.team, *period, london(at), None)
    said = teams.measures(since, until, at)["assurance"]
    assert {name: said["more"][name] for name in counted} == counted
    assert (said["n"], said["d"]) == (counted["huddles held"], counted["service days"])


def test_huddles_and_supervision_are_those_planted(teams: Service) -> None:
    """North has 22 service days in March, South and East too; four huddles, one on a Saturday. Tom's first two
    supervisions were in time, the third a second late; Sam's first in time; Eve's a second late, and nothing after she
    had left. Of the others nobody says anything."""
    march = teams.measures("2026-03-01", "2026-04-01", READ)["assurance"]
    assert (march["n"], march["d"]) == (5, 66)
    more = teams.measures("2025-06-01", "2025-12-01", READ)["assurance"]["more"]
    assert more["supervision on time"] == 3


@pytest.mark.parametrize(("story", "without", "needed"), UNCOVERED, ids=lambda value: getattr(value, "name", ""))
def test_closures_without_cover_are_those_planted(
    story: Planted, without: int, needed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = Service.of([story], tmp_path_factory.mktemp("cover") / "store")
    more = alone.measures("2026-03-05", "2026-03-23", READ)["assurance"]["more"]
    assert (more["closures without cover"], more["closures that needed cover"]) == (without, needed)
