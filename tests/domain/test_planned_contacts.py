"""A worker's diary: their own planned contacts, what was theirs once as cancelled, and no name."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import PersonDetailsUpdated
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.views.planned_contacts import DiaryContact, diary_of, initials_of
from tests.domain.generating import PERSON, STANDARDS, tell_story
from tests.domain.telling import Story, london, moment
from tests.profiles import every_story

DAY = "2026-03-10 10:00"
VISIT: dict[str, Any] = {"at": moment(DAY), "method": "visit", "purpose": "routine", "worker": "w-tom"}
WEEKLY = {**VISIT, "repeat": "FREQ=WEEKLY;BYDAY=TU", "until": moment("2026-03-10 10:45")}


def accepted() -> Story:
    story = Story()
    story.accept("2026-03-01 09:00")
    return story


def diary(story: Story, worker: str = "w-tom") -> list[DiaryContact]:
    return list(diary_of(worker, story.ground, story.entries))


def test_a_booking_is_in_the_diary_of_its_worker_by_initials_and_method_only() -> None:
    story = accepted()
    planned = story.tell("2026-03-02 09:00", "contact.planned", {**VISIT, "place": "12 Elm Road"})
    (contact,) = diary(story)
    assert (contact.planned, contact.initials, contact.method, contact.begins) == (
        planned,
        "A.Y.",
        "visit",
        london(DAY),
    )
    assert (contact.ends, contact.left_out, contact.is_cancelled, contact.changes) == (None, (), False, 1)
    assert diary(story, "w-maya") == []


def _cancel(story: Story, planned: str) -> None:
    told = {"planned": planned, "by": "service", "reason": "leave", "told_person": "yes"}
    story.tell("2026-03-03 09:00", "contact.cancelled", told)


def _strike(story: Story, planned: str) -> None:
    story.tell(
        "2026-03-03 09:00",
        "entry.corrected",
        {"entry": planned, "reason": "typed for somebody else", "replacement": None},
    )


def _pass_on(story: Story, planned: str) -> None:
    told = {"entry": planned, "reason": "Maya goes", "replacement": {**WEEKLY, "worker": "w-maya"}}
    story.tell("2026-03-03 09:00", "entry.corrected", told)


def _die(story: Story, planned: str) -> None:
    told = {"reported_by": "her sister", "confirmed": True}
    story.tell("2026-03-03 09:00", "person.died", told)


@pytest.mark.parametrize("body", [VISIT, WEEKLY], ids=["once", "series"])
@pytest.mark.parametrize("end", [_cancel, _strike, _pass_on, _die])
def test_what_is_theirs_no_longer_comes_as_cancelled_and_as_changed(end: Any, body: dict[str, Any]) -> None:
    story = accepted()
    planned = story.tell("2026-03-02 09:00", "contact.planned", body)
    (before,) = diary(story)
    end(story, planned)
    (after,) = diary(story)
    assert after.is_cancelled
    assert (after.planned, after.changes > before.changes, after.changed_at) == (
        planned,
        True,
        london("2026-03-03 09:00"),
    )


def test_whoever_it_was_passed_on_to_has_it_under_the_same_id() -> None:
    story = accepted()
    planned = story.tell("2026-03-02 09:00", "contact.planned", WEEKLY)
    _pass_on(story, planned)
    (contact,) = diary(story, "w-maya")
    assert (contact.planned, contact.is_cancelled) == (planned, False)


def test_one_of_a_series_that_is_cancelled_is_left_out_and_the_others_stay() -> None:
    story = accepted()
    planned = story.tell("2026-03-02 09:00", "contact.planned", WEEKLY)
    told = {"planned": planned, "by": "person", "reason": "a wedding", "told_person": "yes",
            "occurrence": moment("2026-03-31 10:00")}  # fmt: skip
    cancelled = story.tell("2026-03-03 09:00", "contact.cancelled", told)
    (contact,) = diary(story)
    assert (contact.left_out, contact.is_cancelled) == ((london("2026-03-31 10:00"),), False)
    changes = contact.changes
    story.tell(
        "2026-03-04 09:00",
        "entry.corrected",
        {"entry": cancelled, "reason": "it was another week", "replacement": None},
    )
    (contact,) = diary(story)
    assert (contact.left_out, contact.changes > changes) == ((), True)


def test_what_lies_before_a_death_stays_in_the_diary() -> None:
    story = accepted()
    story.tell("2026-03-02 09:00", "contact.planned", {**VISIT, "at": moment("2026-03-02 15:00")})
    _die(story, "")
    assert [each.is_cancelled for each in diary(story)] == [False]


def test_a_series_that_begins_on_another_day_stands_from_its_first_start() -> None:
    story = accepted()
    story.tell("2026-03-02 09:00", "contact.planned", {**WEEKLY, "repeat": "FREQ=WEEKLY;BYDAY=TH"})
    (contact,) = diary(story)
    assert (contact.begins, contact.ends) == (london("2026-03-12 10:00"), london("2026-03-12 10:45"))


def test_a_series_without_a_single_start_is_left_out() -> None:
    story = accepted()
    story.tell("2026-03-02 09:00", "contact.planned", {**WEEKLY, "repeat": "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260310"})
    assert diary(story) == []


@pytest.mark.parametrize(
    ("given", "family", "initials"),
    [
        ("Amina", "Yusuf", "A.Y."),
        ("mary ann", "o'neill", "M.A.O."),
        ("Jean-Luc", None, "J."),
        ("É", "D", "É.D."),
        ("明", "李小", "李."),
        ("\u202e(4)", "\u0301", ""),
        (None, None, ""),
    ],
)
def test_initials_are_no_name(given: str | None, family: str | None, initials: str) -> None:
    assert initials_of(PersonDetailsUpdated(given=given, family=family)) == initials


@given(st.integers(0, 2**48))
@every_story
def test_changes_never_fall_and_rise_with_the_diary_in_any_order(seed: int) -> None:
    told = tell_story(Random(seed))
    workers = {str(each.raw["body"].get("worker")) for each in told if each.type == "contact.planned"}
    shuffled = [*told, *told[::3]]
    Random(seed).shuffle(shuffled)
    known: dict[tuple[str, str], DiaryContact] = {}
    for length in range(1, len(told) + 1, 3):
        for worker in sorted(workers):
            for contact in _diary(worker, told[:length]):
                before = known.get((worker, contact.planned))
                assert before is None or before.changes <= contact.changes
                assert before is None or before.changes < contact.changes or before == contact
                known[worker, contact.planned] = contact
    for worker in sorted(workers):
        assert _diary(worker, shuffled) == _diary(worker, told)


def _diary(worker: str, told: list[Entry]) -> list[DiaryContact]:
    return list(diary_of(worker, stand_on(fold(PERSON, told), STANDARDS), told))
