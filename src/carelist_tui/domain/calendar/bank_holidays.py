"""Bank holidays of the United Kingdom: the rule, and the days that were proclaimed or moved.

Tested against lists of days: England and Wales 2012 to 2028, the others in single years. What is proclaimed later goes
into the two tables.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

Region = Literal["england-and-wales", "scotland", "northern-ireland"]
REGIONS: tuple[Region, ...] = get_args(Region)

_SATURDAY, _SUNDAY = 5, 6
_EVERYWHERE: frozenset[Region] = frozenset(REGIONS)

# Days by which a year differs from the rule: jubilees, Victory in Europe Day, a funeral, a coronation, a World Cup.
_PROCLAIMED: dict[date, frozenset[Region]] = {
    date(2002, 6, 3): _EVERYWHERE,
    date(2011, 4, 29): _EVERYWHERE,
    date(2012, 6, 5): _EVERYWHERE,
    date(2022, 6, 3): _EVERYWHERE,
    date(2022, 9, 19): _EVERYWHERE,
    date(2023, 5, 8): _EVERYWHERE,
    date(2026, 6, 15): frozenset({"scotland"}),
}
_MOVED: dict[date, date] = {
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _off_weekends(days: list[date]) -> list[date]:
    """Each day, or the next weekday that is not one of the others: the substitute day."""
    taken = [day for day in days if day.weekday() < _SATURDAY]
    for day in days:
        if day.weekday() >= _SATURDAY:
            while day.weekday() >= _SATURDAY or day in taken:
                day += timedelta(days=1)
            taken.append(day)
    return taken


@lru_cache(maxsize=256)
def bank_holidays(region: Region, year: int) -> frozenset[date]:
    """The bank holidays of a region in a year, substitute days in place of those at a weekend."""
    # On the path to the first frame, and needed only once a year is asked for.
    from dateutil.easter import easter

    easter_day = easter(year)
    days = [
        easter_day - timedelta(days=2),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _first_monday(year, 8) if region == "scotland" else _last_monday(year, 8),
        *_off_weekends([date(year, 12, 25), date(year, 12, 26)]),
    ]
    if region == "scotland":
        days += _off_weekends([date(year, 1, 1), date(year, 1, 2)]) + _off_weekends([date(year, 11, 30)])
    else:
        days += [*_off_weekends([date(year, 1, 1)]), easter_day + timedelta(days=1)]
    if region == "northern-ireland":
        days += _off_weekends([date(year, 3, 17)]) + _off_weekends([date(year, 7, 12)])
    proclaimed = {day for day, where in _PROCLAIMED.items() if day.year == year and region in where}
    return frozenset({_MOVED.get(day, day) for day in days} | proclaimed)
