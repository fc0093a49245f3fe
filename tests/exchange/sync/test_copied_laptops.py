"""Two laptops that write under one name are noticed, from either side and by others; and once each has a name of its
own, everything that anybody wrote is everywhere."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.exchange.sync.folders import NOW, Office, kinds, write
from tests.exchange.sync.world import Laptop

pytestmark = pytest.mark.slow


def ids(*laptops: Laptop) -> set[str]:
    return {id for laptop in laptops for id in laptop.entries()}


def people(laptop: Laptop) -> list[Any]:
    return [item["key"] for item in laptop.door.people.today_json(NOW)["items"]]


def agree_in_the_end(*laptops: Laptop) -> None:
    for laptop in laptops * 2:
        laptop.sync(NOW)
    assert [kinds(laptop.sync(NOW)) for laptop in laptops] == [[] for _ in laptops]
    assert all(ids(laptop) == ids(*laptops) for laptop in laptops)
    assert len({str(people(laptop)) for laptop in laptops}) == 1
    assert [laptop.door.verify().as_json()["problems"] for laptop in laptops] == [[] for _ in laptops]


def test_the_second_to_sync_is_told_and_takes_a_name_of_its_own(office: Office) -> None:
    one = office.laptop("a", 3)
    one.sync(NOW)
    two, other = office.copy_of(one), office.laptop("b", 1)
    write(one, 2)
    one.sync(NOW)
    write(two, 1)
    report = two.sync(NOW)
    assert kinds(report) == ["clone", "not_sent"]
    assert "`carelist device renew`" in next(each.repair for each in report.problems if each.kind == "clone")
    assert other.sync(NOW).is_sound
    two.door.sync.renew()
    agree_in_the_end(one, two, other)


def test_a_copy_that_wrote_nothing_and_sees_what_the_other_wrote_is_told(office: Office) -> None:
    one = office.laptop("a", 3)
    one.sync(NOW)
    two = office.copy_of(one)
    write(one, 2)
    one.sync(NOW)
    report = two.sync(NOW)
    assert kinds(report) == ["clone"]
    two.door.sync.renew()
    agree_in_the_end(one, two)


def test_two_that_met_different_copies_of_the_folder_are_told_apart_by_everybody(office: Office) -> None:
    """Both had sent, and others had taken in one or the other: nothing is lost all the same."""
    one = office.laptop("a", 3)
    one.sync(NOW)
    two = office.copy_of(one)
    elsewhere = office.root / "elsewhere"
    shutil.copytree(office.folder, elsewhere)
    two.folder = elsewhere
    here, there = office.laptop("b", 1), office.laptop("c", 1)
    there.folder = elsewhere
    write(one, 2)
    write(two, 3)
    for laptop in (one, two, here, there):
        laptop.sync(NOW)
    everything = ids(one, two)
    for path in elsewhere.rglob("*.seg"):
        target = office.folder / path.relative_to(elsewhere)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            shutil.copyfile(path, target)
    for laptop in (two, there):
        laptop.folder = office.folder
    assert kinds(here.sync(NOW)) == ["clone"]
    assert kinds(there.sync(NOW)) == ["clone"]
    for laptop in (one, two):
        assert "clone" in kinds(laptop.sync(NOW))
        laptop.door.sync.renew()
    agree_in_the_end(one, two, here, there)
    assert ids(here) >= everything


def test_a_store_put_back_by_hand_is_told_that_it_wrote_more(office: Office) -> None:
    """A copy of the store's folder from last week in its place: the folder holds more of it than it does itself."""
    one = office.laptop("a", 3)
    last_week = office.copy_of(one)
    write(one, 2)
    one.sync(NOW)
    everything = ids(one)
    one.door.close()
    assert kinds(last_week.sync(NOW)) == ["clone"]
    last_week.door.sync.renew()
    agree_in_the_end(last_week, office.laptop("b"))
    assert ids(last_week) >= everything
