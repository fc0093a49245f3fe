"""What was known then: everything recorded later is left out, whenever it happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.person import shown
from tests.journal.telling import (
    MONDAY,
    accepted,
    completed,
    coordinator,
    corrected,
    hours,
    missed,
    store_at,
    worker,
    zone,
)

pytestmark = pytest.mark.slow

LATER = 24 * 400


@pytest.fixture
def told(carelist: Carelist) -> Carelist:
    """A story that was told late, corrected, and by Standards adopted later."""
    carelist.record([worker("added", MONDAY, "w-tom"), accepted("P-1"), accepted("P-2")], hours(1))
    (red,) = carelist.record([zone("P-1", hours(2), "red")], hours(2))
    carelist.record([missed("P-1", hours(3)), coordinator("P-1", hours(3), "w-tom")], hours(3))
    carelist.record([completed("P-1", hours(4))], hours(80))
    carelist.record([corrected(red.id, hours(81), replacement=None)], hours(81))
    carelist.record([accepted("P-9", hours(5))], hours(90))
    carelist.record.adopt('[dues]\nrisk_plan = "3 days"\n', hours(95))
    return carelist


def test_what_is_known_now_is_the_same_as_a_reading_without_it(told: Carelist) -> None:
    for at in (hours(2.5), hours(50), hours(100), hours(LATER)):
        assert told.people.today(at, days=30, known_at=hours(96)) == told.people.today(at, days=30), at
        assert told.people.queue(at, hours(96)) == told.people.queue(at)
        for ref in ("P-1", "P-2", "P-9"):
            assert told.people.person(ref, at, hours(96)) == told.people.person(ref, at)


def test_what_was_recorded_later_is_left_out(told: Carelist) -> None:
    then = told.people.person("P-1", hours(85), hours(50))
    assert (then["zone"], then["last_contact"]) == ("red", None)
    assert then["episode"] is not None
    assert [entry["type"] for entry in then["story"]][-1] == "coordinator.named"
    now = told.people.person("P-1", hours(85))
    assert (now["zone"], now["episode"]) == ("unknown", None)
    assert [each["ref"] for each in told.people.queue(hours(85), hours(50))] == ["P-1"]
    assert told.people.queue(hours(85)) == []


def test_somebody_not_known_then_is_not_on_the_caseload(told: Carelist) -> None:
    then = told.people.person("P-9", hours(85), hours(50))
    assert (then["on_caseload"], then["items"], then["story"]) == (False, [], [])
    assert "P-9" not in {
        item.person.ref for item in told.people.today(hours(85), days=90, known_at=hours(50)) if item.person
    }
    with pytest.raises(Refused, match="nobody"):
        told.people.person("P-77", hours(85), hours(50))


def test_the_standards_and_the_workers_are_those_known_then(told: Carelist) -> None:
    before, after = (
        told.people.today_json(hours(85), known_at=hours(94)),
        told.people.today_json(hours(85), known_at=hours(96)),
    )
    assert before["standards"] != after["standards"] == told.people.today_json(hours(85))["standards"]
    people = {item.owner for item in told.people.today(hours(85), days=60, known_at=MONDAY)}
    assert people == {"w-ann"}


def test_asking_what_was_known_writes_nothing(told: Carelist) -> None:
    before = told.verify().as_json()
    told.people.today(hours(85), known_at=hours(3))
    told.people.queue(hours(85), hours(3))
    assert told.verify().as_json() == before


def test_everybody_as_at_a_moment_is_what_each_of_them_is_shown_as(told: Carelist, tmp_path: Path) -> None:
    """One who has the identifier of another included, whom another laptop brought."""
    with store_at(tmp_path / "other") as other:
        other.record([accepted("P-1", hours(6))], hours(91))
        told.record.take_in([json.loads(line) for line in other.people.stored_lines()])
    for at in (hours(0.5), hours(2.5), hours(85), hours(LATER)):
        for known in (None, MONDAY, hours(3), hours(94), hours(100)):
            everybody = list(told.people.as_at(at, known))
            assert everybody == sorted(everybody, key=lambda each: each[0].state.person)
            for ground, items, story in everybody:
                assert shown(ground, items, story, at) == told.people.person(ground.state.person, at, known)
                others = ground.state.identity.ref == "P-1" and at > hours(6) and known not in (MONDAY, hours(3))
                assert not others or ground.namesakes
            here = {ground.state.person for ground, *_ in everybody}
            for person in {found.person for found in told.people.find("")} - here:
                assert not told.people.person(person, at, known)["on_caseload"]
