"""What months sum up to is kept, and never shown where it is not what the cases say: whatever came, in whatever order,
and whenever it was asked in between."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.journal.projection import cases
from carelist_tui.journal.projection.month_marks import marks_of
from carelist_tui.journal.tables import CASE
from tests.domain.telling import LONDON
from tests.journal.reading_rows import lines, rows
from tests.journal.telling import accepted, attempted, completed, corrected, draft, hours, missed
from tests.journal.test_cases_in_any_order import any_story, chained, merge, stores
from tests.journal.test_joined import CHECKED
from tests.journal.test_verifying import found, tamper

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)


def answered(carelist: Carelist, at: datetime, *, keys: tuple[str, ...] = (), **asked: Any) -> str:
    """Every figure, by the sums that are kept and those that are made for it, which are kept then."""
    inquiry = Inquiry.asked(at, LONDON, **asked)
    return json.dumps(carelist.measures.answer_and_keep(keys, inquiry))


def afresh(carelist: Carelist, at: datetime, *, keys: tuple[str, ...] = (), **asked: Any) -> str:
    """The same of all cases, without a sum that is kept: whose cases are shown is summed of them."""
    answer = carelist.measures.answer(keys, Inquiry.asked(at, LONDON, **asked), with_cases=True)
    bare: dict[str, Any] = {"cases": [], "notes_to_read": None}
    return json.dumps(answer | {"measures": [each | bare for each in answer["measures"]]})


def shown(carelist: Carelist, at: datetime, **asked: Any) -> str:
    """The same as a screen asks for them again and again, beside the digest that an answer says."""
    inquiry = Inquiry.asked(at, LONDON, **asked)
    digest = carelist.measures.answer(["overdue_now"], inquiry)["digest"]
    answer = json.dumps(carelist.measures.shown(inquiry) | {"digest": digest})
    carelist.measures.keep_made()
    return answer


def kept(carelist: Carelist, measure: str = "") -> list[tuple[Any, ...]]:
    every = rows(carelist.store, "SELECT * FROM month_sum ORDER BY measure, begins_at")
    return [row for row in every if measure in ("", row[0])]


@pytest.fixture
def full(carelist: Carelist) -> Carelist:
    carelist.record([accepted("P-1"), completed("P-1", hours(0.5)), accepted("P-2"), missed("P-1", hours(1))], hours(1))
    carelist.measures.count()
    return carelist


@given(st.integers(0, 2**48))
@any_story
def test_an_answer_by_sums_that_are_kept_is_that_of_all_cases(seed: int) -> None:
    """Of any story, whose entries come by turns and again from several laptops, late, corrected, struck and joined;
    asked now and then, at moments as they come."""
    runs, random = chained(seed), Random(seed)
    moments = sorted(datetime.fromisoformat(raw["recorded_at"]) for run in runs.values() for raw in run)
    at = random.choice((moments[0], moments[-1]))  # asked while it is told, or all of it comes late
    with stores("one") as (one,):
        left = dict.fromkeys(runs, 0)
        while left:
            device = random.choice(sorted(left))
            until = left[device] + random.randint(1, 3)
            merge(one, runs[device][random.randint(0, left[device]) : until])
            left[device] = until
            if until >= len(runs[device]):
                del left[device]
            if random.random() < 0.4:
                one.measures.count()
            if random.random() < 0.4:
                at += random.choice((timedelta(0), timedelta(minutes=random.randrange(60 * 24)), 30 * DAY))
                assert random.choice((answered, shown))(one, at) == afresh(one, at), at
        one.measures.count()
        for then in (at, moments[-1], moments[-1] + timedelta(hours=1), moments[-1] + 40 * DAY, moments[0] + DAY):
            assert shown(one, then) == answered(one, then) == afresh(one, then) == shown(one, then), then
        assert found(one) == []
        before = answered(one, moments[-1] + 40 * DAY)
        one.rebuild()
        assert kept(one) == []
        one.measures.count()
        assert answered(one, moments[-1] + 40 * DAY) == before


def test_who_writes_takes_away_the_sums_that_it_changes_and_no_other(full: Carelist) -> None:
    at = hours(24 * 200)
    answered(full, at)
    before = kept(full)
    assert {row[0] for row in before} > {"first_response", "same_worker", "cadence_kept", "assurance"}
    full.record([completed("P-2", hours(24 * 150))], hours(24 * 150))
    assert kept(full) == before, "who is still to be counted stands in none"
    full.measures.count()
    after = kept(full)
    assert set(after) < set(before)
    gone = [row for row in before if row not in after]
    assert {row[0] for row in gone} >= {"same_worker", "late_entries"}
    assert {row[2][:7] for row in gone if row[0] == "same_worker"} == {"2026-07"}, "the month in which it was, alone"
    assert kept(full, "first_response") == [row for row in before if row[0] == "first_response"]
    assert answered(full, at) == afresh(full, at)
    assert len(kept(full)) == len(before)


def test_a_contact_that_is_struck_or_moved_leaves_the_sums_of_its_month(full: Carelist) -> None:
    at = hours(24 * 100)
    answered(full, at)
    (contact,) = [each["id"] for each in lines(full.store) if each["type"] == "contact.completed"]
    full.record([corrected(contact, hours(24 * 60), replacement=None)], hours(24 * 60))
    full.measures.count()
    assert answered(full, at) == afresh(full, at)
    (miss,) = [each["id"] for each in lines(full.store) if each["type"] == "contact.missed"]
    full.record([attempted("P-1", hours(2), miss, "second_attempt")], hours(24 * 99))
    full.measures.count()
    assert answered(full, at) == afresh(full, at)


def test_two_records_that_become_one_and_part_again_leave_no_sum_of_before(full: Carelist) -> None:
    at = hours(24 * 60)
    answered(full, at)
    body = {"into": full.people.whom("P-1"), **CHECKED}
    (joined,) = full.record([draft("persons.joined", hours(30), body, ref="P-2")], hours(30))
    full.measures.count()
    assert answered(full, at) == afresh(full, at)
    full.record([corrected(joined.id, hours(40), replacement=None)], hours(40))
    full.measures.count()
    assert answered(full, at) == afresh(full, at)


@pytest.mark.parametrize("days", [(), (70,)], ids=["late", "late, and then corrected to another day"])
def test_a_leaving_that_is_heard_of_late_changes_every_month_since_and_so_does_its_correction(
    full: Carelist, days: tuple[int, ...]
) -> None:
    at = hours(24 * 150)
    answered(full, at)
    (died,) = full.record(
        [draft("person.died", hours(24 * 20), {"reported_by": "the coroner", "confirmed": True}, ref="P-2")], at
    )
    full.measures.count()
    assert answered(full, at) == afresh(full, at)
    for day in days:
        full.record([corrected(died.id, at, moved_to=hours(24 * day).isoformat())], at)
        full.measures.count()
        assert answered(full, at) == afresh(full, at)


def test_whoever_leaves_after_a_month_was_summed_leaves_a_store_that_is_sound(full: Carelist) -> None:
    """What they count in the months before is as it was; the moment at which they left was not known then."""
    answered(full, hours(24 * 100))
    before = kept(full)
    left = {"reported_by": "the coroner", "confirmed": True}
    full.record([draft("person.died", hours(24 * 120), left, ref="P-2")], hours(24 * 120))
    full.measures.count()
    assert len(kept(full)) > len(before) / 2
    assert found(full) == []
    assert answered(full, hours(24 * 125)) == afresh(full, hours(24 * 125))
    assert found(full) == []


@pytest.mark.parametrize(
    ("was", "will_be", "since", "until"),
    [
        ("2026-03-22", "2026-05-11", "2026-03-22", "2026-05-11"),
        ("2026-05-11", "2026-03-22", "2026-03-22", "2026-05-11"),
        (None, "2026-05-11", "2026-05-11", "~"),
    ],
)
def test_a_stretch_that_ends_at_another_moment_marks_every_month_between(
    was: str | None, will_be: str, since: str, until: str
) -> None:
    """A discharge that is heard of late, after which nothing follows that would mark them."""
    told = dict.fromkeys(CASE.columns.keys()) | {"measure": ON_CASELOAD, "starts_at": "2026-03-02"}
    marks = marks_of([tuple({**told, "stops_at": was}.values())], [{**told, "stops_at": will_be}])
    assert {(mark["since"], mark["until"]) for mark in marks} == {(since, until)}


def test_what_is_said_of_no_person_is_in_the_sums_at_once(full: Carelist) -> None:
    at = hours(24 * 10)
    answered(full, at)
    held = {"team": "north", "from": hours(24).isoformat(), "to": hours(24.5).isoformat(), "present": ["w-ann"]}
    before = afresh(full, at)
    full.record([draft("huddle.held", hours(24.5), held)], hours(24.5))
    assert full.measures.waiting() == 0
    assert answered(full, at) == afresh(full, at) != before


@pytest.mark.parametrize("asked", [{"by": "tier"}, {"worker": "w-ann"}, {"since": datetime(2026, 2, 10).date()},
                                   {"until": datetime(2026, 3, 20).date()}])  # fmt: skip
def test_what_the_sums_of_months_do_not_say_is_asked_of_the_cases(full: Carelist, asked: dict[str, Any]) -> None:
    at = hours(24 * 30)
    answered(full, at)
    before = kept(full)
    assert answered(full, at, **asked) == afresh(full, at, **asked)
    assert kept(full) == before


def test_an_earlier_moment_takes_no_sum_of_later(full: Carelist) -> None:
    late, early = hours(24 * 90), hours(24 * 20)
    answered(full, late)
    before = kept(full)
    asked = Inquiry.asked(early, LONDON)
    assert json.dumps(full.measures.answer((), asked)) == afresh(full, early)
    assert kept(full) == before
    assert answered(full, late) == afresh(full, late)


def test_sums_of_a_clock_ahead_keep_nobody_from_keeping_those_of_now(full: Carelist) -> None:
    """A laptop whose clock was a year ahead for a minute: until then each figure would be summed of all cases."""
    ahead, now = hours(24 * 400), hours(24 * 35)
    answered(full, ahead)
    assert answered(full, now) == afresh(full, now)
    assert {row[4][:10] for row in kept(full, "same_worker") if row[1] < "2026-04"} == {"2026-04-06"}
    assert shown(full, now) == afresh(full, now)
    assert found(full) == []
    assert answered(full, ahead) == afresh(full, ahead)


def test_what_came_while_figures_were_asked_for_keeps_no_sum_of_before(
    full: Carelist, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, said = hours(24 * 30), [completed("P-2", hours(3))]
    change = full.journal.change

    def change_after_somebody_recorded(write: Any, **how: Any) -> Any:
        if said:
            with Carelist.open(full.store, "w-ann") as other:
                other.record([said.pop()], hours(3))
        return change(write, **how)

    monkeypatch.setattr(full.journal, "change", change_after_somebody_recorded)
    answered(full, at)
    assert not said
    assert kept(full) == []
    full.measures.count()
    assert answered(full, at) == afresh(full, at)


def test_a_sum_that_its_cases_do_not_give_is_found_and_a_rebuild_takes_it_away(full: Carelist) -> None:
    answered(full, hours(24 * 30))
    assert found(full) == []
    tamper(full, "UPDATE month_sum SET says = replace(says, '\"d\":1', '\"d\":2') WHERE measure = 'same_worker'")
    assert found(full) == [("projection", "same_worker")]
    full.rebuild()
    assert found(full) == []


def test_a_sum_whose_mark_was_left_out_is_found(full: Carelist, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(full, hours(24 * 30))
    monkeypatch.setattr(cases, "take_sums", lambda *_: None)
    full.record([completed("P-2", hours(50))], hours(50))
    full.measures.count()
    assert {where for _, where in found(full)} >= {"same_worker", "late_entries"}
    assert answered(full, hours(24 * 30)) != afresh(full, hours(24 * 30))


def test_what_another_release_or_other_standards_summed_is_asked_no_more(full: Carelist) -> None:
    at = hours(24 * 30)
    answered(full, at)
    tamper(full, "UPDATE month_sum SET made_by = 'another', says = '{}'")
    assert found(full) == []
    assert answered(full, at) == afresh(full, at)
    assert not [row for row in kept(full) if row[3] == "another"]
