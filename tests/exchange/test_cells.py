"""One cell of a caseload: dates as people in the UK write them, yes and no, choices, lists."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from carelist_tui.exchange.appointments.appointment_columns import appointment_columns
from carelist_tui.exchange.caseload.cells import (
    _AS_WRITTEN,
    is_month_first,
    read_cell,
    read_day,
    read_flag,
    read_moment,
)
from carelist_tui.exchange.caseload.columns import columns, named_columns, needed_columns


@pytest.mark.parametrize(
    "text",
    ["2026-04-03", "03/04/2026", "3/4/2026", "3.4.2026", "03-04-2026", "3 April 2026", "3rd Apr 2026", "3-Apr-2026",
     "2026-04-03 00:00:00", " 03/04/2026 00:00 "],
)  # fmt: skip
def test_a_date_is_read_day_first_as_people_in_the_uk_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2026", "is not a date that exists"),
        ("04/23/2026", "has the month first"),
        ("3/4/26", "needs its year in four digits"),
        ("3 Apr 26", "needs its year in four digits"),
        ("46115", "is a number"),
        ("next week", "must be a date"),
        ("3/4/0202", "must lie between the years"),
        ("٣/٤/٢٠٢٦", "must be a date"),
    ],
)
def test_a_date_that_is_impossible_or_unclear_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_day(text)


def test_where_a_file_has_dates_with_the_month_first_those_that_could_be_either_are_refused() -> None:
    assert is_month_first("04/23/2026")
    assert not is_month_first("23/04/2026")
    with pytest.raises(ValueError, match="could be either"):
        read_day("03/04/2026", mixed=True)
    assert read_day("03/03/2026", mixed=True) == date(2026, 3, 3)
    assert read_day("23/04/2026", mixed=True) == date(2026, 4, 23)


@pytest.mark.parametrize(("text", "meant"), [("Yes", True), (" y ", True), ("NO", False), ("0", False)])
def test_yes_and_no_are_read_however_they_are_typed(text: str, meant: bool) -> None:
    assert read_flag(text) is meant


def test_what_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ValueError, match="must be yes or no"):
        read_flag("maybe")


@pytest.mark.parametrize(
    ("column", "text", "meant"),
    [
        ("source", "A&E liaison", "ae_liaison"),
        ("source", "GP", "gp"),
        ("tier", "Standard", "standard"),
        ("nhs_number", "999 000 4226", "9990004226"),
        ("avoid", "Voicemail; unannounced visit", ["voicemail", "unannounced_visit"]),
        ("early_warning_signs", "sleeping by day; \n not eating ;", ["sleeping by day", "not eating"]),
        ("zone_review_on", "03/04/2026", "2026-04-03"),
        ("given", "  Ann ", "Ann"),
    ],
)
def test_a_cell_is_read_by_what_its_field_holds(column: str, text: str, meant: object) -> None:
    assert read_cell(named_columns()[column], text) == meant


def test_every_column_has_its_own_name_and_those_that_are_needed_are_there() -> None:
    names = [column.name for column in columns()]
    assert len(set(names)) == len(names)
    assert set(needed_columns()) == {"ref", "given", "family", "accepted_on", "source", "team", "tier"}
    assert set(needed_columns()) <= set(names)


def test_every_column_holds_one_of_the_kinds_that_a_cell_is_read_by() -> None:
    assert {column.kind for column in columns()} == {"text", "date", "moment", "flag", "choice", "list"}
    assert {column.each for column in columns() if column.kind == "list"} == {"text", "choice"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-03 14:30", (2026, 3, 3, 14, 30)),
        ("2026-03-03T14:30:00", (2026, 3, 3, 14, 30)),
        ("03/03/2026 2:30pm", (2026, 3, 3, 14, 30)),
        ("3 March 2026 at 12.05 am", (2026, 3, 3, 0, 5)),
        ("03/03/2026", (2026, 3, 3, 12, 0)),
        ("2026-03-03 00:00:00", (2026, 3, 3, 12, 0)),
    ],
)
def test_a_date_with_a_time_is_read_as_people_write_it_and_a_date_alone_is_its_noon(
    text: str, read: tuple[int, int, int, int, int]
) -> None:
    year, month, day, hour, minute = read
    assert read_moment(text) == datetime(year, month, day, hour, minute)


@pytest.mark.parametrize("text", ["10:00", "2026-03-03 24:30", "2026-03-03 13:00pm", "2026-03-03 10:00 or so", ""])
def test_what_is_no_date_with_a_time_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be a date|has a time that is none"):
        read_moment(text)


def test_every_word_of_other_programs_stands_for_a_choice_that_its_field_has() -> None:
    named = [*named_columns().values(), *appointment_columns().named.values()]
    choices = {each.field: set(each.choices) for each in named if each.choices}
    choices["zone"].add("unknown")  # of whom nobody knows it none is told
    wrong = {
        (field, word, ours) for field, words in _AS_WRITTEN.items() for word, ours in words.items()
        if ours not in choices[field]
    }  # fmt: skip
    assert wrong == set()
