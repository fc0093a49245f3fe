"""The months told before a demonstration: the same for the same seed, a planted change, and enough of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.teller import Teller
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import check_draft
from carelist_tui.domain.worklist import Item
from tests.cli.surface import carelist
from tests.made_once import made_once
from tests.profiles import IS_FULL, members

pytestmark = [pytest.mark.slow, pytest.mark.long]

DAY = date(2026, 11, 27)
BEGAN, CHANGED = "2025-11", "2026-06"
"""The first of thirteen months, and the eighth."""
FIRST_STEPS = ("same_day_attempt", "second_attempt", "immediate_attempt")
LEFT = "after_leaving"
NOES = ("do_not_escalate", "pause")
COUNTED = {
    "first_response": {"contact.missed": 200, "outreach.attempted": 400},
    "missed_rate": {"contact.completed": 1500, "contact.cancelled": 80},
    "decisions_made": {"decision.recorded": 150, "risk_check.completed": 150},
    "reviews": {"review.completed": 300},
    "crises": {"crisis.recorded": 15, "crisis.summary": 25},
    "access": {"person.accepted": 80, "referral.received": 15, "contact.planned": 2000},
    "escalations": {"escalation.raised": 30, "escalation.acknowledged": 30, "escalation.closed": 25},
    "handovers": {"handover.opened": 15, "handover.accepted": 12, "handover.closed": 12, "handover.item_done": 120},
    "moves": {"coordinator.named": 60, "tier.set": 10, "person.discharged": 15, "person.died": 2},
    "wards": {"person.admitted": 10, "person.returned": 10},
    "cadence": {"zone.set": 120, "cover.arranged": 60},
    "tenancy": {"tenancy.noted": 8, "appointment.noted": 50, "partner.contacted": 40},
    "plans": {"engagement_plan.agreed": 100, "risk_plan.updated": 100},
    "indicators": {"indicator.agreed": 50, "indicator.rated": 600, "indicator.ended": 10, "outcome.noted": 15},
    "instruments": {"instrument.scored": 200},
    "left out": {"episode.closed": 1, "outreach.stopped": 1, "consent.recorded": 70},
    "learning": {"incident.recorded": 5, "action.opened": 40, "action.closed": 40, "due.deferred": 5},
    "assurance": {"huddle.held": 500, "supervision.held": 120, "worker.away": 15, "duty.set": 150, "audit.scored": 40},
}
"""Of each row of the measures' table, at least so many entries that it counts."""


@cache
def told(day: date = DAY, people: int = 60, seed: int = 1, months: int = 13) -> Teller:
    """What is told of so many people; nobody changes it."""
    return told_anew(day, people, seed, months)


def told_anew(day: date = DAY, people: int = 60, seed: int = 1, months: int = 13) -> Teller:
    return tell_caseload(day, people=people, seed=seed, calendar=Calendar(ServiceHours()), months=months)


@pytest.fixture(scope="module")
def teller() -> Teller:
    return told()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carelist]:
    """The months recorded through the door, every entry one that it takes; in each build but some of them."""
    lived = told(months=13 if IS_FULL else 3)
    door = Carelist.open(made_once(tmp_path_factory, "months", lambda store: fill(store, lived, worker=WORKER)))
    yield door
    door.close()


@pytest.fixture(scope="module")
def today(door: Carelist, teller: Teller) -> list[Item]:
    return door.people.today(teller.moment, days=400)


def in_time(teller: Teller, attempt: dict[str, str], t: datetime) -> bool:
    """Whether a first attempt came by the moment that the shipped Standards say."""
    calendar, at = teller.calendar, datetime.fromisoformat(attempt["at"])
    if attempt["step"] == "same_day_attempt":
        return at <= calendar.same_day(t, high=False)
    high = attempt["step"] == "immediate_attempt"
    return at <= calendar.hours(t, 2 if high else 24, high=high)


def first_responses(teller: Teller) -> list[tuple[str, str, bool]]:
    """Of each missed contact that was answered by a step: the month, the team of whoever told of it, and whether it
    came in time."""
    teams = {each.draft["body"]["worker"]: each.draft["body"]["team"] for each in teller.said_of("worker.added")}
    missed = {each.draft["id"]: each for each in teller.said_of("contact.missed")}
    first: dict[str, dict[str, str]] = {}
    for each in teller.said_of("outreach.attempted"):
        body = each.draft["body"]
        if body.get("step") in FIRST_STEPS:
            first.setdefault(body["episode"], {"step": body["step"], "at": each.draft["occurred_at"]})
    found = []
    for id, attempt in first.items():
        t = datetime.fromisoformat(missed[id].draft["body"]["expected_at"])
        found.append((f"{t:%Y-%m}", teams.get(missed[id].author, "North"), in_time(teller, attempt, t)))
    return found


def share(found: list[bool]) -> float:
    assert len(found) >= 30
    return sum(found) / len(found)


def test_the_same_seed_tells_the_same_months() -> None:
    once = told(people=12).digest()
    assert told_anew(people=12).digest() == once
    assert told(people=12, seed=2).digest() != once
    assert told(people=12, months=12).digest() != once


@pytest.mark.parametrize("seed", members((1, 2, 3), 2))
def test_first_responses_come_in_time_more_often_from_the_eighth_month_on(seed: int) -> None:
    found = first_responses(told(seed=seed))
    before = share([ok for month, _, ok in found if BEGAN <= month < CHANGED])
    after = share([ok for month, _, ok in found if month >= CHANGED])
    assert 0.58 <= before <= 0.78
    assert 0.84 <= after <= 0.97


@pytest.mark.parametrize("seed", members((1, 2, 3), 2))
def test_one_team_of_three_comes_later_than_the_others(seed: int) -> None:
    found = first_responses(told(seed=seed))
    shares = {team: share([ok for _, of, ok in found if of == team]) for team in ("North", "South", "East")}
    assert shares["South"] + 0.1 < min(shares["North"], shares["East"])


def test_there_is_enough_of_every_measure(teller: Teller) -> None:
    counted = Counter(each.draft["type"] for each in teller.said)
    for measure, least in COUNTED.items():
        for kind, number in least.items():
            assert counted[kind] >= number, (measure, kind, counted[kind])


def test_every_way_of_it_is_told(teller: Teller) -> None:
    def said(kind: str, field: str) -> set[object]:
        return {each.draft["body"].get(field) for each in teller.said_of(kind)}

    assert {"mental_health_ward", "general_ward", "holiday"} <= said("person.admitted", "kind")
    assert {"monthly", "mdt", "learning", "senior", "exception", "away", "refusal"} <= said("review.completed", "kind")
    assert {"escalate", "do_not_escalate", "skip_step", "pause", "agree"} <= said("decision.recorded", "decision")
    assert {"rating_0_10", "count", "graded_step", "routine"} == said("indicator.agreed", "kind")
    assert {"staff_change", "team_transfer", "step_down"} <= said("handover.opened", "kind")
    assert {"person", "service", "partner"} == said("contact.cancelled", "by")
    assert {"call", "visit", "clinic"} <= said("contact.missed", "method")
    assert len(said("crisis.recorded", "kind")) >= 5
    assert len(said("escalation.raised", "route")) >= 5
    assert {"no", "yes", "learning"} <= said("escalation.closed", "avoidable")
    assert len(said("person.accepted", "source")) >= 6
    assert {"goals_met", "transferred", "moved_away"} <= said("person.discharged", "reason")
    assert {None} < said("engagement_plan.agreed", "own_words")
    assert any("promise" in each.draft["body"] for each in teller.said_of("outreach.attempted"))
    assert sum("late_reason" in each.draft for each in teller.said) >= 10


def test_there_is_something_of_every_month(teller: Teller) -> None:
    kinds = ("contact.missed", "contact.completed", "person.accepted", "decision.recorded", "review.completed")
    for kind in kinds:
        months = {each.draft["occurred_at"][:7] for each in teller.said_of(kind)}
        assert len([month for month in months if month >= BEGAN]) == 13, kind


def test_the_months_verify(door: Carelist) -> None:
    assert door.verify().ok


def test_todays_list_is_as_believable_as_without_them(today: list[Item]) -> None:
    assert KINDS.keys() - {"invisible", "unread"} == {item.kind for item in today}
    now = [item for item in today if item.status != "upcoming"]
    assert len(now) <= 150
    assert sum(item.status == "overdue" for item in now) <= 80
    assert {item.band for item in now} == {1, 2, 3, 4}


def test_as_many_people_are_on_the_caseload_as_were_asked_for(today: list[Item]) -> None:
    assert len({item.person.id for item in today if item.person and item.kind != LEFT}) == 60
    assert 6 <= len({item.person.id for item in today if item.person and item.owner == WORKER}) <= 20


def test_nobody_is_called_after_they_died_or_left(teller: Teller) -> None:
    ended = {
        each.draft["person"]: each.draft["occurred_at"]
        for kind in ("person.discharged", "person.died")
        for each in teller.said_of(kind)
        if each.draft["body"].get("confirmed", True)
    }
    called = ("contact.completed", "contact.missed", "contact.planned", "outreach.attempted")
    for each in teller.said:
        person = each.draft.get("person")
        if each.draft["type"] in called and person in ended:
            at, end = datetime.fromisoformat(each.draft["occurred_at"]), datetime.fromisoformat(ended[person])
            assert at < end, (each.draft, end)


@pytest.mark.parametrize(
    "day", members((date(2026, 3, 3), date(2026, 1, 2), date(2027, 1, 4), date(2026, 4, 7)), 2), ids=str
)
def test_every_draft_of_the_months_is_sound_and_happened_before_it_was_typed(day: date) -> None:
    teller = told(day, people=30)
    for each in teller.said:
        assert check_draft(each.draft, now=each.typed_at) == []
        assert each.typed_at < teller.moment


@pytest.mark.parametrize(("people", "seed", "months"), members(((5, 10, 1), (12, 7, 13), (8, 9, 3), (20, 8, 24)), 1))
def test_the_door_takes_every_entry_of_any_seed_and_of_more_or_fewer_months(
    people: int, seed: int, months: int, tmp_path: Path
) -> None:
    fill(tmp_path / "store", told(people=people, seed=seed, months=months), worker=WORKER)


def test_among_many_people_what_the_door_asks_of_a_handover_and_of_a_third_no_is_told() -> None:
    """Both are rare: a store of 600 people was refused for one of each. What closes a handover finds its first contact
    written down, and a step set aside at high risk counts as a no."""
    noes = Counter[str]()
    for each in told(people=600 if IS_FULL else 150).said:
        body, kind = each.draft["body"], each.draft["type"]
        if kind == "contact.completed" and "handover" in body:
            assert each.typed_at.date().isoformat() == each.draft["occurred_at"][:10]
        if kind == "outreach.stopped" or (
            kind == "decision.recorded" and body["decision"] in NOES and "episode" in body
        ):
            noes[body["episode"]] += 1
            assert noes[body["episode"]] < 3 or "authorised_by" in body
        elif kind == "decision.recorded" and body["decision"] == "skip_step":
            noes[body["episode"]] += "authorised_by" in body
    assert max(noes.values()) >= 3


def test_demo_tells_months_when_it_is_asked_and_signs_in_whoever_is_asked_for(tmp_path: Path) -> None:
    said = ("demo", "--people", "3", "--date", "2026-03-06", "--history", "3", "--keep", tmp_path / "kept")
    assert carelist(*said, "--as", "w-helen").status == 0
    at = ("--at", "2025-12-31T12:00", "--store", tmp_path / "kept")
    assert carelist("today", "--json", *at).json["items"]
    assert carelist("verify", "--store", tmp_path / "kept").status == 0


def test_demo_signs_in_nobody_who_does_not_work_there(tmp_path: Path) -> None:
    answer = carelist("demo", "--people", "3", "--keep", tmp_path / "kept", "--as", "w-nobody")
    assert answer.status == 2
    assert "w-leah" in answer.err
    assert not (tmp_path / "kept").exists()


def test_changes_are_noted_in_most_areas_of_life_and_indicators_take_the_place_of_others(teller: Teller) -> None:
    told = [said.draft for said in teller.said]
    areas = {draft["body"]["area"] for draft in told if draft["type"] == "outcome.noted"}
    assert len(areas) >= 7, areas
    assert [draft for draft in told if draft["type"] == "indicator.agreed" and draft.get("replaces")]
    assert [draft for draft in told if draft["type"] == "indicator.rated" and draft["body"].get("parts")]
