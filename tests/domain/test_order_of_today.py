"""The order of the worklist (standards.md, Order): each criterion alone decides once; and whose a row is."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.desk.sections.filters import Filter, filtered
from carelist_tui.desk.sections.rows import rows_of
from carelist_tui.domain.worklist import (
    Item,
    OnPerson,
    StoredDue,
    due_first,
    in_order,
    read_due,
    status_at,
    worst_first,
)

DUE_AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
SOONER, LATER = DUE_AT - timedelta(minutes=1), DUE_AT + timedelta(minutes=1)
LAST = DUE_AT + timedelta(days=1)


def item(
    band: int = 2,
    zone: str | None = "amber",
    status: str = "due",
    tier_rank: int = 1,
    due_at: datetime = DUE_AT,
    family: str = "Moss",
    given: str = "May",
    number: int | None = 2,
    key: str = "m",
    *,
    owner: str = "w-tom",
    person: str = "p",
) -> Item:
    """An item that differs from any other in what is said. `zone` None: it is about nobody."""
    who = OnPerson(person, "P-1", given, family, zone, "", "x", tier_rank, "North", None, None) if zone else None
    detail: dict[str, Any] = {} if number is None else {"number": number}
    return Item(key, "ladder_step", band, who, due_at, None, status, owner, key, "", "", (), "e", detail)


# Each pair differs in one criterion, the first comes first; in every criterion after it the second would.
PAIRS: dict[str, tuple[Item, Item]] = {
    "band": (
        item(1, "green", "due", 9, LATER, "Z", "Z", 9, "z"),
        item(2, "red", "overdue", 0, SOONER, "A", "A", 1, "a"),
    ),
    "red first, also before what is overdue": (
        item(2, "red", "due", 9, LATER, "Z", "Z", 9, "z"),
        item(2, "amber", "overdue", 0, SOONER, "A", "A", 1, "a"),
    ),
    "overdue, also before a worse zone": (
        item(2, "green", "overdue", 9, LATER, "Z", "Z", 9, "z"),
        item(2, "amber", "due", 0, SOONER, "A", "A", 1, "a"),
    ),
    "zone: amber before green": (
        item(2, "amber", "due", 9, LATER, "Z", "Z", 9, "z"),
        item(2, "green", "due", 0, SOONER, "A", "A", 1, "a"),
    ),
    "zone: unknown, which counts as amber, before green": (
        item(2, "unknown", "due", 9, LATER, "Z", "Z", 9, "z"),
        item(2, "green", "due", 0, SOONER, "A", "A", 1, "a"),
    ),
    "zone: green before what is about nobody": (
        item(2, "green", "due", 9, LATER, "Z", "Z", 9, "z"),
        item(2, None, "due", 0, SOONER, "A", "A", 1, "a"),
    ),
    "tier": (
        item(2, "amber", "due", 0, LATER, "Z", "Z", 9, "z"),
        item(2, "amber", "due", 1, SOONER, "A", "A", 1, "a"),
    ),
    "tier: amber and unknown are one zone": (
        item(2, "unknown", "due", 0, LATER, "Z", "Z", 9, "z"),
        item(2, "amber", "due", 1, SOONER, "A", "A", 1, "a"),
    ),
    "due_at": (item(due_at=SOONER, family="Z", given="Z", number=9, key="z"), item(family="A", given="A", number=1)),
    "family name": (item(family="A", given="Z", number=9, key="z"), item(family="B", given="A", number=1, key="a")),
    "family name, casefolded": (item(family="aa", key="z"), item(family="B", key="a")),
    "family name, by code point": (item(family="Zed", key="z"), item(family="\u00c1bel", key="a")),
    "given name": (item(given="A", number=9, key="z"), item(given="B", number=1, key="a")),
    "given name, casefolded": (item(given="a", key="z"), item(given="B", key="a")),
    "the step's place in its ladder": (item(number=2, key="welfare_visit"), item(number=3, key="partner_notification")),
    "no step of a ladder before its first step": (item(number=None, key="z"), item(number=1, key="a")),
    "key": (item(key="a"), item(key="b")),
    "key, casefolded": (item(key="a"), item(key="B")),
    "key, by code point": (item(key="z"), item(key="\u00e9")),
}  # fmt: skip


@pytest.mark.parametrize("criterion", PAIRS)
def test_each_criterion_alone_decides_and_in_its_place(criterion: str) -> None:
    first, second = PAIRS[criterion]
    for given in ([first, second], [second, first]):
        assert worst_first(given) == [first, second]
        assert in_order(given, LAST) == [first, second]
        assert due_first(given) == [first, second]


EXPECTED = [
    item(1, "red", "overdue", 2, LATER, "Z", key="a1"),
    item(1, "red", "due", 0, SOONER, "A", key="a2"),
    item(1, "green", "overdue", 0, key="a3"),
    item(1, "amber", "due", 0, key="a4"),
    item(2, "red", "due", 3, LATER, "Z", key="b1"),
    item(2, "amber", "overdue", 0, LATER, key="b2"),
    item(2, "amber", "overdue", 1, SOONER, key="b3"),
    item(2, "green", "overdue", 0, SOONER, key="b4"),
    item(2, "unknown", "due", 1, LATER, "Zed", key="b5"),
    item(2, "amber", "due", 2, SOONER, "Adams", "Zoe", key="b6"),
    item(2, "amber", "due", 2, SOONER, "adams", "zora", key="b7"),
    item(2, "amber", "due", 2, DUE_AT, "Adams", "Ann", 1, "z"),
    item(2, "amber", "due", 2, DUE_AT, "Adams", "Ann", 2, "y"),
    item(2, "amber", "due", 2, DUE_AT, "Adams", "Ann", 3, "x"),
    item(2, "green", "due", 0, SOONER, key="b8"),
    item(2, None, "due", key="b9"),
    item(3, "green", "due", key="c1"),
    item(4, "red", "overdue", key="d1"),
]


@pytest.mark.parametrize("seed", range(20))
def test_a_whole_list_stands_in_one_order_however_it_came(seed: int) -> None:
    shuffled = list(EXPECTED)
    random.Random(seed).shuffle(shuffled)
    assert worst_first(shuffled) == EXPECTED


def test_what_only_comes_stands_after_what_is_due_by_when_it_comes() -> None:
    soon, later = item(4, status="upcoming", due_at=SOONER), item(1, "red", "upcoming", due_at=LATER)
    due = item(4, "green", due_at=LATER)
    assert due_first([later, soon, due]) == [due, soon, later]


ROWS = (
    ("only another's", ["w-leah"], False),
    ("the worst is mine", ["w-tom", "w-leah"], True),
    ("only the last of three is mine", ["w-leah", "duty:North", "w-tom"], True),
    ("all mine", ["w-tom", "w-tom"], True),
    ("whoever is on duty", ["duty:North"], False),
    ("a worker whose id begins as mine does", ["w-tomas"], False),
)


@pytest.mark.parametrize(("what", "owners", "is_mine"), ROWS, ids=[what for what, *_ in ROWS])
def test_a_row_is_mine_where_any_of_its_dues_is_mine(what: str, owners: list[str], is_mine: bool) -> None:
    rows = rows_of(item(key=f"{n}", owner=owner) for n, owner in enumerate(owners))
    assert len(rows) == 1
    assert rows[0].owners == set(owners)
    assert (filtered(rows, Filter(only="w-tom")) == rows) is is_mine


def test_a_row_of_one_person_says_nothing_of_whose_another_is() -> None:
    rows = rows_of([item(key="a", owner="w-leah", person="p"), item(key="b", owner="w-tom", person="q")])
    assert [row.person for row in filtered(rows, Filter(only="w-tom"))] == ["q"]


SECOND = timedelta(seconds=1)
OPENS_NEXT = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize("from_at", [None, DUE_AT - timedelta(hours=1), DUE_AT])
def test_exactly_at_its_moment_it_is_due_and_a_moment_later_overdue(from_at: datetime | None) -> None:
    assert status_at(DUE_AT, from_at, DUE_AT, OPENS_NEXT) == "due"
    assert status_at(DUE_AT, from_at, DUE_AT + timedelta(microseconds=1), OPENS_NEXT) == "overdue"
    stored = StoredDue("k", "cadence", "e", "Contact", DUE_AT, from_at, 3, None, None, (), (), {})
    zone = ZoneInfo("Europe/London")
    assert read_due(stored, None, "w-tom", DUE_AT, zone, OPENS_NEXT).status == "due"
    assert read_due(stored, None, "w-tom", DUE_AT + SECOND, zone, OPENS_NEXT).status == "overdue"


def test_exactly_at_its_beginning_it_is_due_and_before_it_upcoming() -> None:
    begins = DUE_AT - timedelta(hours=1)
    assert status_at(DUE_AT, begins, begins, OPENS_NEXT) == "due"
    assert status_at(DUE_AT, begins, begins - SECOND, OPENS_NEXT) == "upcoming"


def test_what_falls_due_exactly_when_the_service_next_opens_is_still_to_come() -> None:
    assert status_at(OPENS_NEXT, None, DUE_AT, OPENS_NEXT) == "upcoming"
    assert status_at(OPENS_NEXT - SECOND, None, DUE_AT, OPENS_NEXT) == "due"


def test_only_the_band_of_somebody_high_changes_the_place_of_what_they_are_owed() -> None:
    stored = StoredDue("k", "contact", "e", "Contact", DUE_AT, None, 3, 2, None, (), (), {})
    who = OnPerson("p", "P-1", "May", "Moss", "green", "", "x", 1, "North", None, DUE_AT + SECOND)
    zone = ZoneInfo("Europe/London")
    bands = [read_due(stored, each, "w-tom", DUE_AT, zone, OPENS_NEXT).band for each in (None, who)]
    assert bands == [3, 2]
    assert read_due(stored, replace(who, high_until=DUE_AT), "w-tom", DUE_AT, zone, OPENS_NEXT).band == 3
