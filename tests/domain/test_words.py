"""Moments in words: what is past never has the words of what is to come, and all are told in the service's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.entries import check_draft, read_body
from carelist_tui.domain.words import by_in_words, inside, moment_in_full, moment_in_story, moment_in_words
from carelist_tui.domain.worklist import StoredDue, read_due
from carelist_tui.exchange.schemas import example_entries
from tests.domain.telling import LONDON, london

FRIDAY = london("2026-11-27 18:02")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-27 10:30", "10:30"),
        ("2026-11-26 14:00", "yesterday 14:00"),
        ("2026-11-28 09:00", "tomorrow 09:00"),
        ("2026-11-23 17:00", "Mon 23 Nov 17:00"),
        ("2026-11-21 17:00", "Sat 21 Nov 17:00"),
        ("2026-11-30 17:00", "Mon 17:00"),
        ("2026-12-03 17:00", "Thu 17:00"),
        ("2026-11-20 17:00", "20 Nov"),
        ("2026-12-04 17:00", "4 Dec"),
        ("2026-08-28 17:00", "28 Aug"),
        ("2027-01-04 17:00", "4 Jan 2027"),
        ("2025-11-26 14:00", "26 Nov 2025"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: str, words: str) -> None:
    assert moment_in_words(london(moment), FRIDAY, LONDON) == words


def test_what_is_late_is_never_said_to_be_owed_by_then() -> None:
    assert by_in_words(london("2026-11-23 17:00"), FRIDAY, LONDON) == "overdue since Mon 23 Nov 17:00"
    assert by_in_words(london("2026-08-28 17:00"), FRIDAY, LONDON) == "overdue since 28 Aug"
    assert by_in_words(london("2026-11-30 17:00"), FRIDAY, LONDON) == "by Mon 17:00"
    assert by_in_words(FRIDAY, FRIDAY, LONDON) == "by 18:02"


@pytest.mark.parametrize(("due_at", "said"), [("2026-11-23 17:00", "Decide overdue since Mon 23 Nov 17:00: missed "),
                                              ("2026-11-27 18:02", "Decide due 18:02: missed "),
                                              ("2026-11-30 17:00", "Decide due Mon 17:00: missed ")])  # fmt: skip
def test_the_reason_of_a_due_says_since_when_it_is_overdue(due_at: str, said: str) -> None:
    due = StoredDue("decision:x", "decision", "x", "Decide", london(due_at), None, 2, None, None,
                    ("missed ", london("2026-11-19 10:00")), (), {})  # fmt: skip
    item = read_due(due, None, "duty", FRIDAY, LONDON, london("2026-11-30 09:00"))
    assert item.why == f"{said}19 Nov"
    assert (item.status == "overdue") == ("overdue since" in item.why)


minutes = st.integers(-800 * 24 * 60, 800 * 24 * 60).map(lambda n: timedelta(minutes=n))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))
near = st.integers(1, 8 * 24 * 60).map(lambda n: timedelta(minutes=n))


@given(moments, st.one_of(near, minutes.map(abs).filter(bool)), st.one_of(near, minutes.map(abs).filter(bool)))
def test_what_is_past_never_has_the_words_of_what_is_to_come(at: datetime, ago: timedelta, ahead: timedelta) -> None:
    at = at.replace(second=0, microsecond=0)
    assert moment_in_words(at - ago, at, LONDON) != moment_in_words(at + ahead, at, LONDON)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    at = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    past, to_come = at - timedelta(minutes=15), at + timedelta(minutes=45)
    assert moment_in_words(past, at, LONDON) == "01:30 BST"
    assert moment_in_words(to_come, at, LONDON) == "01:30 GMT"
    assert moment_in_words(at + timedelta(minutes=90), at, LONDON) == "02:15"


# ---- always in the service's zone (a visit at 09:00 in UTC is at 10:00 in London, all summer)


def test_a_moment_written_in_utc_is_told_in_the_services_zone() -> None:
    summer = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
    assert moment_in_full(summer, LONDON) == "Tue 16 Jun 2026 10:00"
    assert moment_in_story(summer, summer, LONDON) == "16 Jun 10:00"
    assert moment_in_story(summer, london("2025-12-30 10:00"), LONDON) == "16 Jun 2026 10:00"


def _with_offset(value: Any, offset: str) -> Any:
    """A body whose every moment is written in another offset."""
    if isinstance(value, dict):
        return {name: _with_offset(part, offset) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_offset(part, offset) for part in value]
    if isinstance(value, str) and len(value) > 18 and value[10:11] == "T":
        return datetime.fromisoformat(value).astimezone(ZoneInfo(offset)).isoformat()
    return value


@pytest.mark.parametrize("raw", example_entries(), ids=lambda raw: raw["type"])
def test_an_entry_is_told_in_the_same_words_whichever_offset_its_moments_were_written_in(raw: dict[str, Any]) -> None:
    happened_at = datetime.fromisoformat(raw["occurred_at"])
    told = set()
    for offset in ("UTC", "Europe/London", "Asia/Kolkata"):
        body = read_body(raw["type"], 1, _with_offset(raw["body"], offset))
        assert body is not None
        told.add(body.in_words(LONDON, happened_at))
    assert len(told) == 1


def test_words_of_a_moment_in_another_year_say_the_year() -> None:
    body = {"expected_at": "2027-11-26T14:00:00+00:00", "method": "call", "how": "no_reply"}
    draft = {"type": "contact.missed", "occurred_at": "2026-11-28T10:00:00+00:00", "body": body, "ref": "P-1"}
    assert check_draft(draft, now=FRIDAY + timedelta(days=3)) == []
    read = read_body("contact.missed", 1, body)
    assert read is not None
    assert read.in_words(LONDON, london("2026-11-28 10:00")) == (
        "Missed contact: no reply, call expected 26 Nov 2027 14:00"
    )


@pytest.mark.parametrize(("title", "words"), [("Book again", "book again"), ("MDT review", "MDT review"), ("", "")])
def test_a_title_within_a_sentence_begins_small_unless_it_is_an_abbreviation(title: str, words: str) -> None:
    assert inside(title) == words
