"""One stored Due read at a moment: nothing that is stored is lost on the way to a screen or to `today --json`."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.domain.worklist import Item, OnPerson, StoredDue, as_json, by_when, in_order, looks_ahead, read_due

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 7, 3, 9, tzinfo=UTC)
DUE_AT = datetime(2026, 7, 3, 15, 30, tzinfo=UTC)
FROM_AT = datetime(2026, 7, 3, 8, tzinfo=UTC)
OPENS_NEXT = datetime(2026, 7, 6, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

STORED = StoredDue("k", "ladder_step", "e-1", "Call again", DUE_AT, FROM_AT, 2, 1, "w-leah", ("missed ", FROM_AT),
                   ("outreach.attempted",), {"number": 2})  # fmt: skip
MAY = OnPerson("p-1", "P-1", "May", "Moss", "red", "not at home", "intensive", 0, "North", "w-tom", None, ("a dog",))


def read(stored: StoredDue = STORED, person: OnPerson | None = MAY, at: datetime = AT) -> Item:
    return read_due(stored, person, "w-tom", at, LONDON, OPENS_NEXT)


def test_what_is_stored_is_read_as_it_stands() -> None:
    assert read() == Item(
        key="k", kind="ladder_step", band=2, person=MAY, due_at=DUE_AT, from_at=FROM_AT, status="due", owner="w-tom",
        title="Call again", because="missed 09:00", why="Call again due 16:30: missed 09:00; red: not at home",
        resolved_by=("outreach.attempted",), source="e-1", detail={"number": 2},
    )  # fmt: skip


def test_a_reason_asked_for_late_is_what_it_would_have_been_at_once() -> None:
    late = read()
    assert late.why == "Call again due 16:30: missed 09:00; red: not at home"
    assert (late.because, late.why) == (read().because, read().why)
    for taken in (copy.copy(read()), pickle.loads(pickle.dumps(read())), replace(read(), owner="w-tom")):
        assert taken == read()
    assert repr(read()) == repr(late)
    assert replace(read(), why="as they say").why == "as they say"
    assert len({read().because, *(item.because for item in [read()] * 2)}) == 1
    with pytest.raises(AttributeError):
        getattr(read(), "reason")  # noqa: B009 - there is none


@pytest.mark.parametrize(
    ("zone", "reason", "ends"),
    [
        ("red", "not at home", "; red: not at home"),
        ("amber", "low", "; amber: low"),
        ("red", "", "; red"),
        ("green", "well", ""),
        ("unknown", "new", ""),
    ],
)
def test_why_ends_with_the_zone_of_somebody_red_or_amber_only(zone: str, reason: str, ends: str) -> None:
    assert read(person=replace(MAY, zone=zone, zone_reason=reason)).why == f"Call again due 16:30: missed 09:00{ends}"


def test_why_says_overdue_since_only_of_what_is_overdue() -> None:
    assert read(person=None).why == "Call again due 16:30: missed 09:00"
    assert read(person=None, at=DUE_AT + MINUTE).why == "Call again overdue since 16:30: missed 09:00"
    assert read(person=None, at=DUE_AT).why == "Call again due 16:30: missed 09:00"


def test_what_begins_later_is_to_come_however_soon_it_is_due() -> None:
    later = replace(STORED, from_at=AT + MINUTE)
    assert read(later).status == "upcoming"
    assert read(later, at=AT + MINUTE).status == "due"


def test_somebody_is_high_without_an_end_or_until_it_and_not_from_it_on() -> None:
    assert not MAY.is_high(AT)
    assert replace(MAY, high=True).is_high(AT)
    assert replace(MAY, high=True, high_until=AT).is_high(AT)
    until = replace(MAY, high_until=AT)
    assert until.is_high(AT - MINUTE)
    assert not until.is_high(AT)
    assert read(person=replace(MAY, high=True)).band == 1
    assert read(replace(STORED, band_when_high=None), replace(MAY, high=True)).band == 2


@pytest.mark.parametrize(
    ("given", "family", "name"), [("May", "Moss", "May Moss"), ("", "Moss", "Moss"), ("May", "", "May")]
)
def test_a_name_has_no_space_where_half_of_it_is_not_known(given: str, family: str, name: str) -> None:
    assert replace(MAY, given=given, family=family).name == name


def test_looking_ahead_reaches_to_the_end_of_the_local_day() -> None:
    assert looks_ahead(AT, None, LONDON) == AT
    assert looks_ahead(AT, 0, LONDON) == datetime(2026, 7, 3, 23, 59, 59, 999999, tzinfo=LONDON)
    late = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    assert looks_ahead(late, 2, LONDON) == datetime(2026, 7, 6, 23, 59, 59, 999999, tzinfo=LONDON)


def test_what_falls_due_at_the_very_end_of_what_is_looked_at_is_shown() -> None:
    coming = replace(read(), status="upcoming")
    assert in_order([coming], DUE_AT) == [coming]
    assert in_order([coming], DUE_AT - MINUTE) == []
    assert in_order([replace(coming, status="due")], DUE_AT - MINUTE) == [replace(coming, status="due")]


def test_of_what_falls_due_at_one_moment_the_worst_stands_first() -> None:
    first, worse, sooner = read(), replace(read(), band=1), replace(read(), band=4, due_at=DUE_AT - MINUTE)
    assert by_when([first, worse, sooner]) == [sooner, worse, first]


ANSWER = {
    "key": "k", "kind": "ladder_step", "band": 2, "person": "p-1", "ref": "P-1", "name": "May Moss", "zone": "red",
    "tier": "intensive", "due_at": "2026-07-03T16:30:00+01:00", "status": "due", "owner": "w-tom",
    "title": "Call again",
    "from_at": "2026-07-03T09:00:00+01:00", "why": "Call again due 16:30: missed 09:00; red: not at home",
    "resolved_by": ["outreach.attempted"], "source": "e-1", "warnings": ["a dog"], "detail": {"number": 2},
}  # fmt: skip
OF_NOBODY: dict[str, Any] = {"person": None, "ref": None, "name": None, "zone": None, "tier": None, "warnings": [],
             "why": "Call again due 16:30: missed 09:00"}  # fmt: skip


def test_an_answer_says_everything_of_an_item_by_the_clock_of_the_service() -> None:
    assert as_json(read(), LONDON) == ANSWER
    assert json.loads(json.dumps(as_json(read(), LONDON))) == ANSWER


def test_an_answer_about_nobody_has_every_key() -> None:
    assert as_json(read(person=None), LONDON) == ANSWER | OF_NOBODY
    assert as_json(read(replace(STORED, from_at=None)), LONDON) == ANSWER | {"from_at": None}


def test_who_else_has_it_on_their_list_is_said_where_there_is_somebody() -> None:
    assert as_json(replace(read(), also=("w-sue", "duty")), LONDON) == ANSWER | {"also": ["w-sue", "duty"]}


def test_whose_it_is_is_told_apart_from_what_it_is_about() -> None:
    stored = replace(STORED, detail={"number": 2, "also": ["manager"], "owner_team": "South"})
    assert (stored.also, stored.owner_team) == (("manager",), "South")
    assert (STORED.also, STORED.owner_team) == ((), None)
    assert read(stored).detail == {"number": 2}


def test_somebody_of_whom_nobody_is_warned_has_an_empty_list_of_warnings() -> None:
    plain = OnPerson("p-1", "P-1", "May", "Moss", "red", "", None, 0, None, None, None)
    assert as_json(read(person=plain), LONDON)["warnings"] == []
    assert not plain.is_high(AT)


def test_an_item_that_has_no_more_to_say_has_its_place() -> None:
    bare, other = (
        Item(key, "cadence", 3, None, DUE_AT, None, "due", "w-tom", "Contact", "", "", (), "e-1") for key in "ab"
    )
    assert bare.detail == {}
    assert bare.order < other.order
