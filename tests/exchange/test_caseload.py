"""A row of a caseload becomes ordinary entries."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.domain.entries import check_draft
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.column_map import Mapped, read_mapping
from carelist_tui.exchange.caseload.csv_file import RowRead, read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.template import template

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
CLOCK = Clock(ZoneInfo("Europe/London"), NOW)
HEADINGS = "ref,given,family,accepted_on,source,team,tier"
SOUND = "P-1,Ann,Lee,12/01/2026,gp,North,standard"


def read(headings: str, *rows: str) -> list[RowRead]:
    return list(read_caseload("\n".join([headings, *rows]).encode(), Mapped(), CLOCK).rows)


def test_a_bare_row_is_one_acceptance_at_nine_local_time_on_its_day() -> None:
    (row,) = read(HEADINGS, SOUND.replace("12/01", "12/06").replace("2026", "2025"))
    (draft,) = row.drafts
    assert row.faults == []
    assert (draft["type"], draft["occurred_at"]) == ("person.accepted", "2025-06-12T09:00:00+01:00")


def test_a_full_row_tells_what_is_known_in_the_order_it_happened() -> None:
    (row,) = read_caseload(template(CLOCK.today).encode(), Mapped(), CLOCK).rows
    assert row.faults == []
    kinds = [draft["type"] for draft in row.drafts]
    assert kinds == ["person.accepted", "coordinator.named", "consent.recorded", "contact.completed",
                     "contact.completed", "zone.set", "engagement_plan.agreed"]  # fmt: skip
    assert all(not check_draft(draft, now=NOW) for draft in row.drafts)
    assert {draft.get("arose_from") for draft in row.drafts[1:]} == {row.drafts[0]["id"]}
    seen, spoke = row.drafts[3:5]
    assert (seen["body"]["method"], spoke["body"]["method"]) == ("visit", "call")
    assert seen["occurred_at"] < spoke["occurred_at"]


def test_the_same_row_has_the_same_ids_at_any_time_and_another_row_has_others() -> None:
    later = Clock(CLOCK.zone, datetime(2026, 3, 5, 14, tzinfo=UTC))
    text = f"{HEADINGS},zone\n{SOUND},green\n".encode()
    (now,), (then,) = (read_caseload(text, Mapped(), clock).rows for clock in (CLOCK, later))
    (other,) = read(f"{HEADINGS},zone", f"{SOUND.replace('Ann', 'Anne')},green")
    assert [draft["id"] for draft in now.drafts] == [draft["id"] for draft in then.drafts]
    assert not {draft["id"] for draft in now.drafts} & {draft["id"] for draft in other.drafts}


def test_nothing_of_a_row_happens_after_now_even_on_the_day_itself() -> None:
    early = Clock(CLOCK.zone, datetime(2026, 3, 3, 7, 10, tzinfo=UTC))
    text = f"{HEADINGS},last_contact_on\n{SOUND.replace('12/01/2026', '03/03/2026')},03/03/2026\n".encode()
    (row,) = read_caseload(text, Mapped(), early).rows
    assert row.faults == []
    assert {draft["occurred_at"] for draft in row.drafts} == {"2026-03-03T07:10:00+00:00"}


def test_a_person_seen_when_they_were_last_spoken_to_has_one_contact() -> None:
    headings = f"{HEADINGS},last_contact_on,last_contact_method,last_seen_on"
    (one,) = read(headings, f"{SOUND},02/03/2026,visit,02/03/2026")
    (two,) = read(headings, f"{SOUND},02/03/2026,call,20/02/2026")
    assert [draft["body"]["method"] for draft in one.drafts[1:]] == ["visit"]
    assert [draft["body"]["method"] for draft in two.drafts[1:]] == ["visit", "call"]


def test_half_a_contact_plan_is_refused_by_the_columns_that_are_missing() -> None:
    (row,) = read(f"{HEADINGS},early_warning_signs", f"{SOUND},sleeping by day")
    assert {"contact_methods", "safe_places", "if_missed", "plan_review_on"} <= {fault.path for fault in row.faults}


def test_a_cell_too_many_and_what_says_nothing_alone_are_refused() -> None:
    (many,) = read(HEADINGS, f"{SOUND},more")
    assert "needs quotes" in many.faults[0].sentence
    (alone,) = read(f"{HEADINGS},zone_reason", f"{SOUND},sleeping by day")
    assert [str(fault) for fault in alone.faults] == ["zone: is needed with zone_reason"]


def test_headings_are_known_whatever_their_case_spaces_and_delimiter() -> None:
    headings = "\ufeffIdentifier ; GIVEN NAME;Family-Name;Accepted on;source;Team;Tier;NHS number"
    text = f"{headings}\n{SOUND.replace(',', ';')};999 000 4226\n"
    (row,) = read_caseload(text.encode(), Mapped(), CLOCK).rows
    assert row.faults == []
    assert row.drafts[0]["body"]["given"] == "Ann"
    assert row.drafts[0]["body"]["nhs_number"] == "9990004226"


@pytest.mark.parametrize("text", ["[columns]\nx = 3", "[tables]\n", "oops", '[values]\ntier = "x"'])
def test_a_map_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_mapping(text, is_toml=True)


def test_a_map_of_two_columns_names_theirs_and_ours() -> None:
    mapped = read_mapping("theirs,ours\nSurname,family\nShoe size,\n", is_toml=False)
    assert (mapped.column_of(" surname"), mapped.column_of("SHOE SIZE"), mapped.column_of("x")) == ("family", "", None)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_read_or_refused_and_never_a_crash(content: bytes, headed: bool) -> None:
    begin = f"{HEADINGS},zone,zone_review_on,born,phone,text_ok,avoid\n".encode() if headed else b""
    with suppress(Refused):
        rows = list(read_caseload(begin + content, Mapped(), CLOCK).rows)
        assert all(row.faults or all(not check_draft(draft, now=NOW) for draft in row.drafts) for row in rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=7, max_size=10))
def test_any_cells_are_taken_or_refused_by_column(cells: list[str]) -> None:
    quoted = ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)
    text = f"{HEADINGS},born,avoid,zone\n{quoted}\n".encode(errors="replace")
    with suppress(Refused):
        rows = list(read_caseload(text, Mapped(), CLOCK).rows)
        assert all(row.faults or all(not check_draft(draft, now=NOW) for draft in row.drafts) for row in rows)


def test_where_one_date_of_a_file_has_the_month_first_no_row_is_taken_by_guessing() -> None:
    unclear = SOUND.replace("12/01/2026", "02/03/2026")
    (alone,) = read(HEADINGS, unclear)
    among, month_first = read(HEADINGS, unclear, SOUND.replace("P-1", "P-2").replace("12/01", "02/23"))
    assert (alone.faults, among.drafts, month_first.drafts) == ([], [], [])
    assert "could be either" in str(among.faults[0])


@pytest.mark.parametrize(
    ("headings", "rows", "said"),
    [
        (HEADINGS, [SOUND, SOUND.replace("Ann", "Bea")], "ref: is on line 2 of this file already"),
        (f"{HEADINGS},last_contact_on", [f"{SOUND},11/01/2026"], "last_contact_on: is before accepted_on: leave it"),
        (f"{HEADINGS},last_seen_on", [f"{SOUND},04/03/2026"], "last_seen_on: can't be in the future"),
        (f"{HEADINGS},email", [f"{SOUND},{'x' * 5000}"], "email: is longer than 4,000 characters"),
        (f"{HEADINGS},partner,partner_agency,partner_phone", [f"{SOUND},Jo,Housing,{'0' * 5000}"], "partner_phone: "),
    ],
)
def test_what_is_wrong_with_a_row_is_said_by_its_column_in_a_sentence(
    headings: str, rows: list[str], said: str
) -> None:
    *_, last = read(headings, *rows)
    (fault,) = last.faults
    assert str(fault).startswith(said)


def test_a_file_that_is_no_text_and_a_map_of_three_columns_are_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="the file is not text"):
        read_caseload(b"\xff\xfe\x00", Mapped(), CLOCK)
    with pytest.raises(Refused, match="must be two columns: their column, ours") as refused:
        read_mapping("Surname,family\nTown,address,more\n", is_toml=False)
    assert refused.value.faults[0].line == 2
