"""Corrections: the state is folded as if the replacement had stood in its place (records.md, entry.corrected)."""

from __future__ import annotations

import dataclasses

from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.person import fold
from carelist_tui.domain.person.story import corrections_in_force
from tests.domain.telling import KEPT, Story, london, moment


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    return story


def zone(zone: str, review_on: str = "2026-03-08") -> dict[str, str]:
    return {"zone": zone, "reason": "seen at home"} | ({} if zone == "green" else {"review_on": review_on})


def test_a_replacement_stands_in_the_place_of_what_it_corrects() -> None:
    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    story.zone("2026-03-03 10:00", "green")
    story.correct("2026-03-04 10:00", red, replacement=zone("amber"))
    assert story.state.zone_now == "green"
    assert not story.ground.is_high_at(story.entries[-3].occurred_at)


def test_a_moved_entry_counts_where_it_was_moved_to() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    kept = story.keep("2026-03-02 12:00")
    assert "ladder_step" not in story.kinds
    story.correct("2026-03-02 13:00", kept, moved_to=moment("2026-03-02 09:00"))
    assert "ladder_step" in story.kinds
    assert story.due_at("cadence") == "Mon 2026-03-16 17:00"


def test_a_replacement_and_a_move_come_together() -> None:
    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    story.correct("2026-03-03 10:00", red, replacement=zone("amber"), moved_to=moment("2026-03-01 10:00"))
    assert story.state.zone is not None
    assert (story.state.zone.value, story.state.zone.at) == ("amber", london("2026-03-01 10:00"))


def test_of_several_corrections_the_newest_in_story_order_counts() -> None:
    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    story.correct("2026-03-05 10:00", red, replacement=zone("green"))
    story.correct("2026-03-04 10:00", red, replacement=zone("amber"))
    assert story.state.zone_now == "green"


def test_a_struck_correction_leaves_the_one_before_it_or_the_entry_itself() -> None:
    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    first = story.correct("2026-03-03 10:00", red, replacement=zone("amber"))
    second = story.correct("2026-03-04 10:00", red, replacement=None)
    assert story.state.zone_now == "green"
    strike = story.correct("2026-03-05 10:00", second, replacement=None)
    assert story.state.zone_now == "amber"
    story.correct("2026-03-05 11:00", first, replacement=None)
    assert story.state.zone_now == "red"
    story.correct("2026-03-05 12:00", strike, replacement=None)
    assert story.state.zone_now == "green"


def test_a_corrected_correction_says_what_it_was_corrected_to() -> None:
    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    first = story.correct("2026-03-03 10:00", red, replacement=zone("green"))
    told = {"entry": red, "reason": "the other box", "replacement": zone("amber")}
    story.correct("2026-03-04 10:00", first, replacement=told)
    assert story.state.zone_now == "amber"
    assert {correction.id for correction, _ in corrections_in_force(story.entries).values()} >= {first}


def test_a_correction_may_arrive_before_its_entry_and_the_state_then_waits() -> None:
    from carelist_tui.domain.person import follows

    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    story.correct("2026-03-03 10:00", red, replacement=None)
    entry = next(each for each in story.entries if each.id == red)
    without = fold(story.person, [each for each in story.entries if each.id != red])
    assert not follows(without, entry)
    assert story.state.zone_now == "green"


def test_an_unreadable_replacement_changes_nothing() -> None:
    story = settled()
    red = story.zone("2026-03-02 10:00", "red")
    story.correct("2026-03-03 10:00", red, replacement={"zone": "ultraviolet", "from": "a newer release"})
    assert story.state.zone_now == "red"


def test_an_acceptance_cannot_be_struck_once_anything_else_names_them() -> None:
    story = Story()
    story.person = story.accept("2026-03-02 10:00")
    strike = story.correct("2026-03-02 10:30", story.person, replacement=None)
    assert owed(story.state, story.standards) == []
    story.keep("2026-03-02 11:00")
    assert story.state.on_caseload
    due = story.due("conflict")
    assert due is not None
    assert set(due.detail["entries"]) == {strike, story.person}


def test_one_id_is_one_entry_the_copy_first_in_story_order() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    copy = dataclasses.replace(story.entries[-1], device="f" * 32, occurred_at=london("2026-03-01 10:00"))
    last = fold(story.person, [*story.entries, copy]).last_contact
    assert last is not None
    assert last.at == london("2026-03-01 10:00")


def test_an_erased_entry_folds_as_nothing_and_still_has_its_place() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "red")
    story.entries[-1] = dataclasses.replace(story.entries[-1], body=None)
    assert story.state.zone_now == "green"
    assert story.state.last == story.entries[-1].order


def test_what_is_recorded_later_for_a_time_before_is_folded_in_its_place() -> None:
    story = settled()
    story.zone("2026-03-03 10:00", "green")
    story.zone("2026-03-02 10:00", "red", device="b" * 32, recorded="2026-03-04 10:00", replaces=())
    assert "conflict" in story.kinds
    story.tell("2026-03-04 11:00", "contact.completed", KEPT)
    assert story.state.zone_now == "red"
