"""Appointments from the bytes of a file: what each row says, whatever clock and words it says it in."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.appointments.appointment_columns import appointment_columns
from carelist_tui.exchange.appointments.appointment_rows import (
    CALLED_OFF,
    COMPLETED,
    NOT_KEPT,
    PLANNED,
    Appointment,
    drafts_of,
    read_appointments,
)
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import plain_heading
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.sheet import read_sheet
from carelist_tui.vault.given import GivenFile

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HEADINGS = "ref,at,method,purpose,worker,status,id"


def rows(*lines: str, headings: str = HEADINGS) -> list[Appointment]:
    content = "\n".join([headings, *lines]).encode()
    return list(read_appointments(content, Mapped(known=appointment_columns())).rows(Clock(LONDON, NOW)))


def one(at: str, status: str = "3", method: str = "clinic") -> Appointment:
    (read,) = rows(f"P-1,{at},{method},,,{status},S-1")
    return read


@pytest.mark.parametrize(
    ("text", "moment", "remark"),
    [
        ("2026-10-25 01:30", "2026-10-25T00:30:00+00:00", "twice"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00", ""),
        ("2026-10-25T01:30:00+01:00", "2026-10-25T00:30:00+00:00", ""),
        ("01/07/2026 2:30pm", "2026-07-01T13:30:00+00:00", ""),
        ("2026-11-02T10:00:00Z", "2026-11-02T10:00:00+00:00", ""),
        ("2026-11-02", "2026-11-02T12:00:00+00:00", "noon"),
        ("2026-11-02 12:00", "2026-11-02T12:00:00+00:00", ""),
    ],
)
def test_a_moment_is_by_its_offset_or_by_the_clocks_here(text: str, moment: str, remark: str) -> None:
    read = one(text)
    assert not read.faults
    assert read.at == datetime.fromisoformat(moment)
    said = "; ".join(map(str, read.remarks))
    assert (remark in said) if remark else not said


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    assert "clocks skip" in str(one("2026-03-29 01:30").faults[0])


def test_an_id_is_of_the_source_alone() -> None:
    here, moved = one("2026-11-02 10:00"), one("2026-11-03 10:00")
    assert here.id_of(PLANNED) == moved.id_of(PLANNED)
    ids = {here.id_of(kind) for kind in (PLANNED, COMPLETED, NOT_KEPT, CALLED_OFF)}
    assert len(ids) == 4
    assert all(map(is_uuid, ids))
    assert here.id_of(PLANNED) == "00dc6acf-ac00-7cc7-b76e-4679ca696090", "frozen: another id doubles every import"


def test_a_file_without_the_sources_id_is_refused() -> None:
    with pytest.raises(Refused, match="source_id"):
        rows("P-1,2026-11-02,clinic,,,booked", headings="ref,at,method,purpose,worker,status")


def test_a_number_that_lost_its_digits_is_no_id() -> None:
    (read,) = rows("P-1,2026-11-02 10:00,clinic,,,3,1.2E+11")
    assert "source_id" in str(read.faults[0])


@pytest.mark.parametrize(
    ("status", "kinds"),
    [("5", [COMPLETED]), ("6", [COMPLETED]), ("3", [NOT_KEPT]), ("7", [NOT_KEPT]), ("2", [PLANNED, CALLED_OFF]),
     ("4", [PLANNED, CALLED_OFF]), ("Did not attend", [NOT_KEPT]), ("attended", [COMPLETED]),
     ("cancelled by us", [PLANNED, CALLED_OFF]), ("cancelled by them", [PLANNED, CALLED_OFF])],
)  # fmt: skip
def test_what_each_word_and_code_becomes(status: str, kinds: list[str]) -> None:
    read = one("2026-11-02 10:00", status)
    drafts = drafts_of(read, NOW, is_booked=False, worker="w-tom")
    assert [each["type"] for each in drafts] == kinds
    by = {"2": "person", "cancelled by them": "person", "4": "service", "cancelled by us": "service"}.get(status)
    assert drafts[-1]["body"].get("by") == by


def test_what_became_of_it_that_nobody_here_knows_is_refused_by_its_column() -> None:
    assert [each.path for each in one("2026-11-02 10:00", "went well").faults] == ["status"]


WORDS = st.sampled_from(["0", "2", "3", "4", "5", "6", "7", "booked", "Did not attend", "DNA", "Attended", "Cancelled"])
TYPED = st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters='",;|'), min_size=1, max_size=20)


@given(WORDS | TYPED, st.integers(-60, 60))
def test_nobody_counts_as_seen_who_was_not(status: str, days: int) -> None:
    """Contact comes of nothing but a row that says so of a time that has been; a miss is never another thing."""
    read = one((NOW + timedelta(days=days, minutes=1)).isoformat(), status)
    drafts = [] if read.faults else drafts_of(read, NOW, is_booked=False, worker="w-tom")
    kinds = {each["type"] for each in drafts}
    kept = {"5", "6", "attended", "kept", "fulfilled"}
    assert (COMPLETED in kinds) <= (plain_heading(status) in kept and days < 0)
    if status in ("3", "7", "DNA", "Did not attend") and days < 0:
        assert kinds == {NOT_KEPT}
    assert (PLANNED in kinds) <= (read.outcome in (PLANNED, CALLED_OFF))


@pytest.mark.slow
def test_a_long_file_is_read_a_line_at_a_time(tmp_path: Path) -> None:
    file, count = tmp_path / "diary.csv", 8_000
    line = f"P-1,2026-11-02 10:00,clinic,,,3,S-{{n}},{'words ' * 150}\n"
    file.write_text(f"{HEADINGS},notes\n" + "".join(line.format(n=n) for n in range(count)), encoding="utf-8")
    assert file.stat().st_size > 6_000_000
    read_sheet(GivenFile.of(file), Mapped(known=appointment_columns()))  # what it imports is no part of it
    tracemalloc.start()
    try:
        appointments = read_appointments(GivenFile.of(file), Mapped(known=appointment_columns()))
        assert sum(not each.faults for each in appointments.rows(Clock(LONDON, NOW))) == count
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "diary.csv"
    file.write_text(f"{HEADINGS}\n" + "P-1,2026-11-02 10:00,clinic,,,3,S-1\n" * 2_000, encoding="utf-8")
    mapped = Mapped(known=appointment_columns())
    read = read_appointments(GivenFile.of(file), mapped)
    reading = read.rows(Clock(LONDON, NOW))
    assert next(reading).source_id == "S-1"
    with file.open("a", encoding="utf-8") as other:
        other.write("P-1,2026-11-02 10:00,clinic,,,5,S-2\n")
    with pytest.raises(Refused, match="changed while it was read"):
        list(reading)
    with pytest.raises(Refused, match="changed while it was read"):
        list(read.rows(Clock(LONDON, NOW)))
