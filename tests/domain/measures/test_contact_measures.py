"""Contacts missed, with whom, promises, late entries (measures.md): small stories, each told for one rule."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.measure_table import MEASURES
from tests.domain.measures.told_figures import DIED, NO_CONTACT, ON_A_WARD, case, cases, figure
from tests.domain.telling import ANOTHER_LAPTOP, KEPT, Story, london, moment, settled
from tests.domain.test_origin import theirs

MARCH = ("2026-03-01", "2026-04-01")


def missed(story: Story) -> tuple[int, int]:
    tally = figure("missed_rate", *MARCH, story)
    return tally.n, tally.d


def kept(story: Story, at: str, **more: Any) -> str:
    """A contact that was booked and took place."""
    return story.keep(at, planned=story.book(at, f"{at[:-2]}59"), **more)


def test_missed_of_kept_and_missed() -> None:
    story = settled()
    kept(story, "2026-03-02 10:00")
    story.miss("2026-03-05 10:00")
    kept(story, "2026-03-06 10:00", method="call")
    story.keep("2026-03-09 10:00")  # nobody had booked it, so nobody could have missed it
    assert missed(story) == (1, 3)


def test_a_miss_that_joined_another_is_a_contact_missed_all_the_same() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    story.miss("2026-03-03 10:00")
    assert missed(story) == (2, 2)


def test_what_was_struck_does_not_count_and_what_was_corrected_counts_as_corrected() -> None:
    story = settled()
    struck, moved = story.miss("2026-03-02 10:00"), story.miss("2026-03-05 10:00")
    story.correct("2026-03-06 10:00", struck, replacement=None)
    assert missed(story) == (1, 1)
    body = {"expected_at": moment("2026-02-27 10:00"), "method": "visit", "how": "no_access"}
    story.correct("2026-03-06 11:00", moved, replacement=body)
    (found,) = [each for each in cases(story, "missed_rate") if each.counted]
    assert (found.starts_at, found.facts["kind"]) == (london("2026-02-27 10:00"), "visit")
    assert missed(story) == (0, 0)


def test_an_attempt_that_reached_them_is_no_contact_that_was_kept() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    story.attempt("2026-03-02 11:00", episode, "same_day_attempt", "reached")
    assert missed(story) == (1, 1)


def of_one_booking(*became: str, settles: bool = False) -> Story:
    """What two laptops say of one booked contact, the last of them having seen the others where it settles it."""
    story = settled()
    booked = story.book("2026-03-02 09:00", "2026-03-04 10:00")
    bodies: dict[str, dict[str, Any]] = {
        "completed": {**KEPT, "planned": booked},
        "missed": {"planned": booked, "expected_at": moment("2026-03-04 10:00"), "method": "visit", "how": "no_access"},
        "cancelled": {"planned": booked, "by": "service", "reason": "ill", "told_person": "no"},
    }
    for number, each in enumerate(became):
        device = ANOTHER_LAPTOP if number % 2 else "a" * 32
        seen = None if settles and number == len(became) - 1 else ()
        story.tell(f"2026-03-04 1{number}:30", f"contact.{each}", bodies[each], device=device, replaces=seen)
    return story


@pytest.mark.parametrize(
    ("story", "counted", "excluded", "disputed"),
    [
        (of_one_booking("completed"), False, None, False),
        (of_one_booking("completed", "missed"), True, None, True),
        (of_one_booking("completed", "cancelled"), False, "cancelled", True),
        (of_one_booking("missed", "missed"), True, None, False),
        (of_one_booking("completed", "completed"), False, None, False),
        (of_one_booking("missed", "completed", settles=True), True, None, False),
        (of_one_booking("completed", "missed", "completed", settles=True), True, None, False),
        (of_one_booking("cancelled", "completed", settles=True), False, None, False),
    ],
)
def test_of_one_booking_there_is_one_case_by_the_safer_reading_and_what_was_missed_was_missed(
    story: Story, counted: bool, excluded: str | None, disputed: bool
) -> None:
    found = case(story, "missed_rate")
    assert (found.counted, found.excluded, found.is_disputed) == (counted, excluded, disputed)


@pytest.mark.parametrize("by", ["person", "service", "partner"])
def test_what_was_called_off_stands_beside_by_whom(by: str) -> None:
    story = settled()
    booked = story.book("2026-03-02 09:00", "2026-03-10 10:00")
    body = {"planned": booked, "by": by, "reason": "ill", "told_person": "yes"}
    story.tell("2026-03-09 10:00", "contact.cancelled", body)
    kept(story, "2026-03-12 10:00")
    tally = figure("missed_rate", *MARCH, story)
    assert (tally.n, tally.d, tally.more[f"cancelled by the {by}"]) == (0, 1, 1)


def test_why_is_the_newest_word_of_those_who_were_reached_twice() -> None:
    story = settled()
    first = story.miss("2026-03-02 10:00", method="visit")
    for at, why in (("2026-03-02 11:00", "afraid"), ("2026-03-02 12:00", "money")):
        story.attempt(at, first, "same_day_attempt", "declined", why_missed_kind=why)
    more = figure("missed_rate", *MARCH, story).more
    assert (more.get("reason: afraid"), more["reason: money"]) == (None, 1)


def test_of_each_kind_and_why_as_they_said_it_when_they_were_reached() -> None:
    story = settled()
    first = story.miss("2026-03-02 10:00", method="visit")
    story.attempt("2026-03-02 11:00", first, "same_day_attempt", "reached", why_missed_kind="afraid")
    story.miss("2026-03-09 10:00")
    kept(story, "2026-03-10 10:00", partial=True)
    more = figure("missed_rate", *MARCH, story).more
    assert (more["visit: missed"], more["visit: kept or missed"], more["call: missed"]) == (1, 2, 1)
    assert (more["reason: afraid"], more["reason: not asked"]) == (1, 1)
    assert more["kept, in part only"] == 1


@pytest.mark.parametrize(
    ("type", "body", "reason"),
    [
        ("person.died", DIED, "died"),
        ("person.admitted", ON_A_WARD, "away"),
        ("consent.recorded", NO_CONTACT, "refused"),
    ],
)
def test_from_that_moment_on_a_contact_is_left_out_and_what_was_missed_before_it_stays(
    type: str, body: dict[str, Any], reason: str
) -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    kept(story, "2026-03-02 15:00")
    story.check("2026-03-03 08:00")
    story.tell("2026-03-03 10:00", type, body)
    if reason == "refused":
        kept(story, "2026-03-04 10:00")  # a miss would have somebody ask for them again
    else:
        story.miss("2026-03-04 10:00")
    tally = figure("missed_rate", *MARCH, story)
    assert (tally.n, tally.d, tally.left_out[reason]) == (1, 2, 1)


def test_who_came_to_them_before_carelist_knew_them_nobody_wrote_down() -> None:
    story = Story()
    accepted = story.accept("2025-06-02 10:00", brought_over_on="2026-03-02")
    story.tell(
        "2026-02-20 10:00", "contact.completed",
        {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Rang."},
        recorded="2026-03-02 08:00", arose_from=accepted,
    )  # fmt: skip
    assert case(story, "same_worker").excluded == "before Carelist"


def test_a_miss_belongs_to_the_day_on_which_it_was_learned_of() -> None:
    story = settled()
    told = {"expected_at": moment("2026-03-31 23:30"), "method": "call", "how": "no_reply"}
    story.tell("2026-03-31 23:30", "contact.missed", told, learned_at=moment("2026-04-01 09:00"),
               recorded="2026-04-01 09:00")  # fmt: skip
    assert missed(story) == (0, 0)
    assert figure("missed_rate", "2026-04-01", "2026-05-01", story).n == 1


def test_a_miss_of_who_had_refused_until_then_is_left_out_and_one_before_it_or_after_it_is_not() -> None:
    story = settled()
    story.check("2026-03-03 08:00")
    story.tell("2026-03-03 10:00", "consent.recorded", NO_CONTACT)
    story.miss("2026-03-04 10:00")
    story.miss("2026-03-05 10:00")  # they are asked for again
    story.miss("2026-03-05 11:00", "2026-03-02 10:00")
    tally = figure("missed_rate", *MARCH, story)
    assert (tally.n, tally.d, tally.left_out) == (2, 2, {"refused": 1})


def test_that_steps_were_stopped_withholds_no_contact_and_leaves_out_none_that_was_missed() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    body = {"episode": episode, "reason": "it frightens them", "safety_plan": "the GP asks on Friday",
            "authorised_by": "w-max", "review_at": moment("2026-03-06 10:00")}  # fmt: skip
    story.tell("2026-03-03 10:00", "outreach.stopped", body, author="w-max")
    story.miss("2026-03-04 10:00")
    assert missed(story) == (2, 2)


def together(story: Story) -> tuple[int, int]:
    tally = figure("same_worker", *MARCH, story)
    return tally.n, tally.d


def test_whole_contacts_with_the_coordinator_of_then() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    story.tell("2026-03-03 10:00", "coordinator.named", {"coordinator": "w-ann", "clinical_oversight": "Dr Osei"})
    story.keep("2026-03-04 10:00")
    assert together(story) == (1, 2)


def test_a_nod_through_the_door_is_no_contact_with_anybody() -> None:
    story = settled()
    story.keep("2026-03-02 10:00", partial=True)
    assert together(story) == (0, 0)


def test_whoever_decided_is_who_was_there_and_so_is_whom_they_name_beside_them() -> None:
    story = settled()
    body = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Walked."}
    story.tell("2026-03-02 10:00", "contact.completed", body, author="w-ann", on_behalf_of="w-tom")
    story.tell("2026-03-03 10:00", "contact.completed", body, author="w-tom", on_behalf_of="w-ann")
    story.tell("2026-03-04 10:00", "contact.completed", {**body, "present": ["w-tom"]}, author="w-ann")
    assert together(story) == (2, 3)
    assert [each.counted for each in cases(story, "same_worker")][-3:] == [True, False, True]


def test_nobody_coordinates_them_so_nobody_was_with_their_coordinator() -> None:
    story, body = Story(), {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North"}
    story.tell("2026-03-02 09:00", "person.accepted", {**body, "tier": "standard"})
    story.keep("2026-03-03 10:00")
    assert together(story) == (0, 1)


@pytest.mark.parametrize(("at", "workers"), [("2026-03-31 11:00", 3), ("2026-03-31 11:01", 2)])
def test_different_workers_are_those_of_ninety_days_through_the_clock_change(at: str, workers: int) -> None:
    """2025-12-31 10:00 is 90 days before 2026-03-31 11:00: an hour was lost on 29 March."""
    story = Story()
    story.accept("2025-12-30 09:00")
    for when, by in (("2025-12-31 10:00", "w-ann"), ("2026-02-02 10:00", "w-bea"), (at, "w-tom")):
        body = {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Rang."}
        story.tell(when, "contact.completed", body, author=by)
    assert cases(story, "same_worker")[-1].facts["workers"] == workers
    more = figure("same_worker", *MARCH, story).more
    assert more[f"people who met {'3 or more' if workers == 3 else workers} workers in 90 days"] == 1


def promised(*, until: str | None, on: str = "2026-03-06") -> Story:
    """Said on Tuesday 3 March that they would ring on Friday; looked at on Monday 9 March at ten."""
    story = settled()
    story.attempt("2026-03-03 10:00", None, None, "declined", promise=on)
    if until:
        story.keep(until, method="call")
    return story


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        ("2026-03-03 10:00", True),
        ("2026-03-05 10:00", True),
        ("2026-03-09 10:00", True),
        ("2026-03-09 10:01", False),
        (None, False),
    ],
)
def test_a_promise_is_kept_where_they_were_spoken_to_by_when_we_look(until: str | None, kept: bool) -> None:
    tally = figure("promises_kept", *MARCH, promised(until=until))
    assert (tally.n, tally.d) == (int(kept), 1)
    assert case(promised(until=until), "promises_kept").due_at == london("2026-03-09 10:00")


def test_a_newer_attempt_makes_no_promise_kept_and_no_promise_undone() -> None:
    story = promised(until=None)
    story.attempt("2026-03-05 10:00", None, None)
    assert figure("promises_kept", *MARCH, story).d == 1


def test_that_they_promised_while_they_were_spoken_to_keeps_no_promise() -> None:
    story = settled()
    story.attempt("2026-03-03 10:00", None, None, "reached", promise="2026-03-06")
    tally = figure("promises_kept", *MARCH, story)
    assert (tally.n, tally.d) == (0, 1)


def test_before_we_look_a_promise_is_not_ripe_and_whoever_went_away_is_left_out() -> None:
    story = promised(until=None)
    tally = figure("promises_kept", *MARCH, story, at="2026-03-09 09:59")
    assert (tally.d, tally.not_ripe) == (0, 1)
    assert figure("promises_kept", *MARCH, story, at="2026-03-09 10:00").d == 1
    story.tell("2026-03-05 10:00", "person.admitted", ON_A_WARD)
    assert figure("promises_kept", *MARCH, story).left_out == {"away": 1}


def test_an_entry_is_late_from_a_moment_past_the_day_that_it_may_take_and_counts_by_its_author() -> None:
    story = Story()
    story.accept("2026-02-20 09:00")
    for at, recorded in (("2026-03-02 10:00", "2026-03-03 10:00"), ("2026-03-04 10:00", "2026-03-05 10:01")):
        story.tell(at, "zone.set", {"zone": "green", "reason": "well"}, recorded=recorded)
    story.tell("2026-03-04 11:00", "zone.set", {"zone": "green", "reason": "well"}, author="w-ann")
    tally = figure("late_entries", *MARCH, story)
    assert (tally.n, tally.d) == (1, 3)
    assert {each.place.worker for each in cases(story, "late_entries") if each.counted} == {"w-tom"}


def test_what_another_team_recorded_late_is_none_of_our_late_entries() -> None:
    story = Story()
    story.accept("2026-02-20 09:00")
    said = {"zone": "green", "reason": "well"}
    theirs(story, story.tell("2026-03-02 10:00", "zone.set", said, recorded="2026-03-05 10:00"))
    story.tell("2026-03-03 10:00", "zone.set", said, recorded="2026-03-05 10:00")
    tally = figure("late_entries", *MARCH, story)
    assert (tally.n, tally.d) == (1, 1)


def test_across_the_clock_change_a_day_is_24_hours() -> None:
    story = Story()
    story.accept("2026-03-20 09:00")
    story.tell("2026-03-28 10:00", "zone.set", {"zone": "green", "reason": "well"}, recorded="2026-03-29 11:00")
    assert figure("late_entries", "2026-03-28", "2026-03-29", story).n == 0
    story.tell("2026-03-28 10:30", "zone.set", {"zone": "green", "reason": "well"}, recorded="2026-03-29 11:31")
    assert figure("late_entries", "2026-03-28", "2026-03-29", story).n == 1


def test_lateness_counts_from_when_the_service_learned_of_it_and_an_import_is_not_late() -> None:
    story = Story()
    story.accept("2025-06-02 10:00", brought_over_on="2026-03-02")
    story.tell("2026-03-03 10:00", "crisis.recorded", {"kind": "ae", "source": "the hospital"},
               learned_at=moment("2026-03-09 09:00"), recorded="2026-03-09 10:00")  # fmt: skip
    tally = figure("late_entries", "2025-06-01", "2026-04-01", story)
    assert (tally.n, tally.d, tally.left_out) == (0, 1, {"before Carelist": 1})
    assert [each.facts["days"] for each in cases(story, "late_entries")][-1] == {"2026-03-09": [1, 0, 0]}


def test_every_row_of_the_table_is_said_in_sentences() -> None:
    for measure in MEASURES.values():
        assert measure.definition.endswith("."), measure.key
        assert set(measure.guards) <= set(MEASURES), measure.key
