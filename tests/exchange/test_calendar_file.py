"""A calendar file is read by others as it was meant: on its day and at its hour, through both clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from carelist_tui.domain.dues.bookings import starts_of
from carelist_tui.domain.repeats import until_in_utc
from carelist_tui.domain.views.planned_contacts import DiaryContact
from carelist_tui.exchange.calendar import calendar_lines
from tests.exchange.libical import libical, starts_by_libical
from tests.profiles import every_story

LONDON = ZoneInfo("Europe/London")
ZONES = ("Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
         "Africa/Casablanca", "America/Sao_Paulo")  # fmt: skip
RULES = (None, "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY;BYDAY=TU,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
         "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=WEEKLY;UNTIL=20261101",
         "FREQ=DAILY;INTERVAL=3;UNTIL=20261025T010000Z", "FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270310T100000")  # fmt: skip


def contact(begins: datetime, **more: Any) -> DiaryContact:
    plain = DiaryContact(
        planned="00000000-0000-7000-8000-000000000001", initials="A.Y.", method="visit", begins=begins, ends=None,
        repeat=None, left_out=(), is_cancelled=False, changes=0, changed_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    return replace(plain, **more)


def written(*contacts: DiaryContact, zone: ZoneInfo = LONDON) -> str:
    return "".join(calendar_lines(contacts, zone))


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_contact_reads_as_it_was_meant() -> None:
    begins = datetime(2026, 3, 31, 10, tzinfo=LONDON)
    left_out = begins + timedelta(days=7)
    text = written(
        contact(begins, ends=begins + timedelta(minutes=45), repeat="FREQ=WEEKLY", left_out=(left_out,), changes=3),
        contact(begins, planned="00000000-0000-7000-8000-000000000002", method="phone", is_cancelled=True),
    )
    series, single = events(text)
    assert (series["UID"], series["SEQUENCE"]) == ("00000000-0000-7000-8000-000000000001@carelist", 3)
    assert (series["SUMMARY"], series["STATUS"], series["CLASS"]) == ("A.Y. visit", "CONFIRMED", "PRIVATE")
    assert (series.start, series.end) == (begins, begins + timedelta(minutes=45))
    assert series["DTSTART"].params["TZID"] == "Europe/London"
    assert [each.dt for each in series["EXDATE"].dts] == [left_out]
    assert series["DTSTAMP"].dt == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert (single["STATUS"], "RRULE" in single, "DTEND" in single) == ("CANCELLED", False, False)
    assert not [each.errors for each in (series, single) if each.errors]


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
def test_of_an_hour_that_comes_twice_each_is_told_as_its_own(name: str) -> None:
    """Both read alike on the wall: by the zone's name a diary takes the first, an hour early."""
    zone = ZoneInfo(name)
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(48 * 365)]
    (twice, *_) = [each for each in hours if each.astimezone(zone).fold]
    for begins in (twice - timedelta(days=1), twice - timedelta(hours=1), twice, twice + timedelta(days=1)):
        (event,) = events(written(contact(begins.astimezone(zone), ends=begins + timedelta(minutes=20)), zone=zone))
        assert event.start.astimezone(UTC) == begins
        assert event.end.astimezone(UTC) == begins + timedelta(minutes=20)


def test_nothing_but_initials_and_method_is_said() -> None:
    begins = datetime(2026, 3, 31, 10, tzinfo=LONDON)
    (event,) = events(written(contact(begins)))
    assert sorted(event) == ["CLASS", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "UID"]


def test_london_is_told_by_its_two_rules() -> None:
    text = written(contact(datetime(2026, 3, 31, 10, tzinfo=LONDON)))
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in zone
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n" in zone
    assert (zone.count("BEGIN:STANDARD"), zone.count("BEGIN:DAYLIGHT"), "RDATE" in zone) == (1, 1, False)


def test_an_empty_diary_is_a_calendar_all_the_same() -> None:
    text = written()
    assert text.splitlines()[0] == "BEGIN:VCALENDAR"
    assert events(text) == []


def test_a_long_line_goes_on_and_hostile_initials_begin_none() -> None:
    begins = datetime(2026, 3, 31, 10, tzinfo=LONDON)
    said = "É.;,\\" * 30
    text = written(contact(begins, initials=said + "\r\nATTENDEE:x"))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    (event,) = events(text)
    assert event["SUMMARY"] == f"{said}ATTENDEE:x visit"
    assert "ATTENDEE" not in event


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;UNTIL=20260731;BYDAY=TU", "FREQ=WEEKLY;UNTIL=20260731T225959Z;BYDAY=TU"),
        ("FREQ=WEEKLY;UNTIL=20261231T100000", "FREQ=WEEKLY;UNTIL=20261231T100000Z"),
        ("FREQ=WEEKLY;UNTIL=20260731T090000Z", "FREQ=WEEKLY;UNTIL=20260731T090000Z"),
        ("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=3"),
    ],
)
def test_a_series_ends_at_a_moment_in_utc(rule: str, said: str) -> None:
    assert until_in_utc(rule, LONDON) == said


@pytest.mark.slow
@pytest.mark.libical
@given(
    st.sampled_from(ZONES), st.sampled_from(RULES), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.sets(st.integers(0, 8)),
)  # fmt: skip
@every_story
def test_libical_finds_each_contact_at_its_moment_through_both_clock_changes(
    name: str, rule: str | None, local: datetime, which: set[int]
) -> None:
    assert libical() is not None
    zone = ZoneInfo(name)
    begins = local.replace(second=0, microsecond=0, tzinfo=zone)
    until = begins + timedelta(days=800)
    starts = [begins] if rule is None else [each for each in starts_of(rule, begins, zone) if each < until]
    left_out = tuple(each for number, each in enumerate(starts) if number in which) if rule else ()
    if not starts:
        return
    text = written(contact(starts[0], repeat=rule, left_out=left_out), zone=zone)
    found = starts_by_libical(text, begins - timedelta(days=1), until)
    assert found == sorted({each.astimezone(UTC) for each in starts} - {each.astimezone(UTC) for each in left_out})
