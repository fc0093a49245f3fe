"""Moments, dates and ids: one strict way to write each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.ids import is_uuid, uuid7
from carelist_tui.domain.moments import (
    moment_text,
    parse_day,
    parse_moment,
    sortable,
    utc,
)

OFFSETS = st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-14 * 60, 14 * 60))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2198, 1, 1), timezones=OFFSETS)


@given(MOMENTS)
def test_a_moment_keeps_the_offset_it_was_written_with(moment):
    read = parse_moment(moment.isoformat())
    assert (read, read.utcoffset()) == (moment, moment.utcoffset())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2026-03-03T10:30", "needs seconds and an offset"),
        ("2026-03-03T10:30:00", "needs seconds and an offset"),
        ("2026-03-03 10:30:00Z", "must be a date and time with offset"),
        ("2026-03-03T10:30:00+0000", "must be a date and time with offset"),
        ("2026-03-03T24:00:00Z", "must be a date and time with offset"),
        ("2026-03-03T10:30:60Z", "must be a date and time with offset"),
        ("\u0662\u0660\u0662\u0666-03-03T10:30:00Z", "must be a date and time with offset"),
        ("2026-03-03T10:30:00Z\n", "must be a date and time with offset"),
        ("2026-02-29T10:30:00Z", "is not a date that exists"),
        ("0001-01-01T00:00:00+14:00", "must lie between"),
        ("9999-12-31T23:59:59-14:00", "must lie between"),
        ("tomorrow", "must be a date and time with offset"),
    ],
)
def test_a_moment_that_is_not_rfc_3339_gets_a_sentence(text, word):
    with pytest.raises(ValueError, match=word):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("03/04/2026", "must be a date"),
        ("2026-3-4", "must be a date"),
        ("20260304", "must be a date"),
        ("2026-W10-2", "must be a date"),
        ("2026-02-30", "is not a date that exists"),
        ("1066-10-14", "must lie between"),
    ],
)
def test_a_date_that_is_not_iso_gets_a_sentence(text, word):
    with pytest.raises(ValueError, match=word):
        parse_day(text)


def test_recorded_at_is_utc_with_milliseconds():
    assert moment_text(parse_moment("2026-06-03T10:00:00.123456+01:00")) == "2026-06-03T09:00:00.123Z"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        utc(datetime(2026, 1, 1))


@given(MOMENTS, MOMENTS)
def test_the_order_of_sortable_text_is_the_order_in_time(one, other):
    assert (sortable(one) < sortable(other)) == (one < other)
    assert len(sortable(one)) == len(sortable(other))


@given(MOMENTS.filter(lambda moment: moment.year > 1970), st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_7_that_tells_its_moment(moment, randomness):
    made = UUID(uuid7(moment, randomness))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert is_uuid(str(made))
    assert not is_uuid(str(made).replace("-", ""))


def test_ids_of_one_moment_differ_by_their_randomness():
    now = datetime(2026, 3, 3, tzinfo=UTC)
    assert uuid7(now, bytes(10)) != uuid7(now, bytes(9) + b"\1")
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(now, b"")
