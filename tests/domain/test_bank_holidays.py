"""The days off that the whole country keeps, against lists of days.

England and Wales 2017 to 2027 and Scotland 2017 to 2022 (without 2018) were compared with gov.uk's own files; the other
years, and Northern Ireland, were written from the rules and proclamations by hand.
"""

from __future__ import annotations

from datetime import date

import pytest

from carelist_tui.domain.calendar import REGIONS, Region, bank_holidays

ENGLAND_AND_WALES = {
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
SCOTLAND = {
    2017: "01-02 01-03 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
    2019: "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26",
    2020: "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",
    2021: "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",
    2022: "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
    2023: "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
    2026: "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
}
NORTHERN_IRELAND = {
    2019: "01-01 03-18 04-19 04-22 05-06 05-27 07-12 08-26 12-25 12-26",
    2020: "01-01 03-17 04-10 04-13 05-08 05-25 07-13 08-31 12-25 12-28",
    2025: "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
}
PUBLISHED = [
    (region, year, days)
    for region, years in zip(REGIONS, (ENGLAND_AND_WALES, SCOTLAND, NORTHERN_IRELAND), strict=True)
    for year, days in years.items()
]


@pytest.mark.parametrize(("region", "year", "days"), PUBLISHED)
def test_bank_holidays_are_the_published_ones(region: Region, year: int, days: str) -> None:
    assert bank_holidays(region, year) == {date.fromisoformat(f"{year}-{day}") for day in days.split()}


@pytest.mark.parametrize("region", REGIONS)
def test_a_bank_holiday_never_falls_on_a_weekend(region: Region) -> None:
    assert all(day.weekday() < 5 for year in range(2000, 2100) for day in bank_holidays(region, year))


@pytest.mark.parametrize(("region", "least"), [("england-and-wales", 8), ("scotland", 9), ("northern-ireland", 10)])
def test_no_year_loses_a_bank_holiday_to_another_one(region: Region, least: int) -> None:
    assert all(len(bank_holidays(region, year)) >= least for year in range(2000, 2100))
