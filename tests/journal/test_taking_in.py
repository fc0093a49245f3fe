"""Taking in whole entries: any order, any number of times, all or nothing; the same entries give the same store."""

from __future__ import annotations

import copy
import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.team import SENIOR
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.entries import stamp
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Staff
from carelist_tui.journal.projection.rebuild import named_by
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import (
    MONDAY,
    accepted,
    draft,
    hours,
    store_at,
    zone,
)
from tests.profiles import IS_FULL


def test_shuffled_and_repeated_entries_give_the_same_store_as_those_in_order(
    tmp_path: Path, told: list[dict[str, Any]]
) -> None:
    with store_at(tmp_path / "in order", hours(4)) as one:
        own = lines(one.store)
        for each in told:
            one.record.take_in([each])
        wanted, digest = projections(one.store), one.verify().digest
    for seed in range(6):
        shuffled = [*told, *told]
        random.Random(seed).shuffle(shuffled)
        with store_at(tmp_path / f"shuffled {seed}", hours(4)) as two:
            for start in range(0, len(shuffled), 5):
                two.record.take_in(shuffled[start : start + 5])
            mine = lines(two.store)[0]
            assert projections(two.store) == wanted
            assert two.verify().as_json()["problems"] == []
            two.rebuild()
            assert projections(two.store) == wanted
            assert own[0]["hash"] != mine["hash"]
    assert len(digest) == 64


def test_two_stores_with_the_same_entries_answer_the_same_digest(tmp_path: Path) -> None:
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        one.record([accepted("P-1"), zone("P-1", MONDAY)], hours(1))
        two.record([accepted("P-2")], hours(1))
        one.record.take_in(reversed(lines(two.store)))
        two.record.take_in(lines(one.store))
        assert one.verify().as_json() == two.verify().as_json()
        assert one.verify().ok


def test_what_is_here_already_is_passed_over(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    first = carelist.record.take_in(told)
    again = carelist.record.take_in(told)
    assert (first.new, first.known) == (len(told), 0)
    assert (again.new, again.known) == (0, len(told))


def test_one_changed_entry_refuses_all_of_a_file(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    before = projections(carelist.store)
    changed = copy.deepcopy(told)
    changed[3]["body"]["family"] = "Somebody else"
    changed[5]["occurred_at"] = "2026-03-02"
    with pytest.raises(Refused) as refused:
        carelist.record.take_in(changed, range(1, len(changed) + 1))
    assert [(fault.line, fault.path) for fault in refused.value.faults] == [(4, "hash"), (6, "occurred_at")]
    assert (len(lines(carelist.store)), projections(carelist.store)) == (1, before)


def test_another_entry_with_a_number_that_is_taken_is_refused(tmp_path: Path, told: list[dict[str, Any]]) -> None:
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        shutil.copytree(one.store, tmp_path / "clone")
        one.record([accepted("P-1")], hours(1))
        with Carelist.open(tmp_path / "clone", "w-ann") as clone:
            clone.record([accepted("P-2")], hours(1))
            two.record.take_in(lines(one.store))
            with pytest.raises(Refused, match="two laptops write under one name") as refused:
                two.record.take_in(lines(clone.store), range(1, 3))
    assert [(fault.line, fault.path) for fault in refused.value.faults] == [(2, "seq")]


def test_entries_of_a_newer_release_are_kept_and_do_not_disturb(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    newer = stamp(
        {"type": "mood.drawn", "occurred_at": MONDAY.isoformat(), "body": {"colour": "blué", "n": 9007199254740991}},
        id="00000000-0000-7000-8000-00000000000a",
        person=told[2]["person"],
        author="w-ann",
        device="ab" * 16,
        seq=1,
        prev="0" * 64,
        recorded_at=parse_moment("2026-03-02T10:00:00Z"),
        replaces=[],
        salt=bytes(16),
    )
    carelist.record.take_in([newer, *told])
    assert newer in lines(carelist.store)
    assert carelist.verify().ok


def test_entries_about_somebody_whose_acceptance_has_not_arrived_wait_for_it(
    carelist: Carelist, told: list[dict[str, Any]]
) -> None:
    acceptance = next(each for each in told if each["type"] == "person.accepted")
    carelist.record.take_in([each for each in told if each is not acceptance])
    assert [item.kind for item in carelist.people.today(hours(30), kind="unread")] == ["unread"]
    problems = carelist.verify().as_json()["problems"]
    assert {problem["kind"] for problem in problems} == {"gap", "reference"}
    carelist.record.take_in([acceptance])
    assert carelist.people.today(hours(30), kind="unread") == []
    assert carelist.verify().ok


def test_two_people_with_one_identifier_are_both_kept_and_both_told(tmp_path: Path) -> None:
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        (first,) = one.record([accepted("P-1")], hours(1))
        (second,) = two.record([accepted("P-1", family="Other")], hours(1))
        one.record.take_in(lines(two.store))
        people = {item.person.id for item in one.people.today(hours(1), kind="conflict") if item.person}
        assert people == {first.id, second.id}
        with pytest.raises(Refused) as refused:
            one.record([zone("P-1", hours(1))], hours(1))
        assert all(id in str(refused.value) for id in (first.id, second.id))
        with pytest.raises(Refused, match=first.id):
            one.people.person("P-1", hours(1))
        renamed = draft("person.details_updated", hours(1), {"ref": "P-2"}, person=second.id)
        one.record([renamed], hours(1))
        assert one.people.today(hours(1), kind="conflict") == []
        assert one.verify().ok


def test_what_names_somebody_who_is_known_only_later_is_owed_as_if_they_had_been_known(tmp_path: Path) -> None:
    """Their laptop's entries may come before the entry that says that they work here, whatever names them."""
    teller = tell_caseload(date(2026, 3, 3), people=60, seed=1, calendar=Calendar(ServiceHours()))
    fill(tmp_path / "told", teller, worker=WORKER)
    told = lines(tmp_path / "told")
    workers = sorted({each["body"]["worker"] for each in told if each["type"] == "worker.added"})
    for later in workers if IS_FULL else (SENIOR,):
        with store_at(tmp_path / later, teller.moment) as here:
            is_theirs = {True: list[Any](), False: list[Any]()}
            for each in told:
                is_theirs[each["type"] == "worker.added" and each["body"]["worker"] == later].append(each)
            here.record.take_in(is_theirs[False])
            here.record.take_in(is_theirs[True])
            assert here.verify().as_json()["problems"] == [], later


def test_where_nobody_was_known_to_work_here_who_comes_touches_everybody(tmp_path: Path) -> None:
    """Until then everybody was taken to work here, whoever is named."""
    with store_at(tmp_path / "here") as here:
        here.record([accepted("P-1"), accepted("P-2")], hours(1))
        nobody, zoe = Staff(), Staff(frozenset({"w-zoe"}))
        with here.journal.store.reading() as connection:
            assert len(named_by(connection, nobody, zoe)) == len(named_by(connection, zoe, nobody)) == 2
            assert named_by(connection, zoe, zoe) == set()
