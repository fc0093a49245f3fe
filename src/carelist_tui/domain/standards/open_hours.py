"""When the service is open: the Standards' [service] table."""

from datetime import date
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, OutOfHours, ServiceHours
from carelist_tui.domain.standards.lengths import Clock
from carelist_tui.domain.standards.table import Table, Title

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class DayHours(Table):
    """The hours of one weekday that differs from the others."""

    day: Weekday
    opens: Clock
    closes: Clock


class OutOfHoursRoute(Table):
    """The team, number and hours that hold the gap while the service is closed."""

    name: Title
    number: Title
    hours: Title


class Service(Table):
    """When the service is open."""

    zone: str = Field(description=tr("The time zone, as in Europe/London."))
    days: tuple[Weekday, ...] = Field(min_length=1, description=tr("The weekdays on which the service is open."))
    opens: Clock
    closes: Clock
    bank_holidays: Literal["england-and-wales", "scotland", "northern-ireland", "none"]
    closed: frozenset[date] = Field(description=tr("The service's own dates."))
    other_hours: tuple[DayHours, ...] = Field(description=tr("Days that differ."))
    out_of_hours: OutOfHoursRoute

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (KeyError, ValueError, OSError):
            raise ValueError(tr('a time zone is written like "Europe/London"')) from None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "Service":
        Calendar(self.hours)
        return self

    @property
    def hours(self) -> ServiceHours:
        """The same, plain: what a Calendar is made from without this model."""
        return ServiceHours(
            zone=self.zone,
            weekdays=tuple(sorted({_WEEKDAYS.index(day) for day in self.days})),
            opens=self.opens,
            closes=self.closes,
            bank_holidays=None if self.bank_holidays == "none" else self.bank_holidays,
            closed=self.closed,
            other_hours=tuple((_WEEKDAYS.index(row.day), row.opens, row.closes) for row in self.other_hours),
            out_of_hours=OutOfHours(self.out_of_hours.name, self.out_of_hours.number, self.out_of_hours.hours),
        )
