"""When the service is open, and lengths of time as the Standards say them. Standard library only."""

from dataclasses import fields
from datetime import date, time, timedelta
from functools import lru_cache

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.calendar.bank_holidays import Region
from carelist_tui.domain.slotted import dataclass


@dataclass(frozen=True, slots=True)
class OutOfHours:
    """The team that holds the gap while the service is closed: its name, number and hours, as people say them."""

    name: str = ""
    number: str = ""
    hours: str = ""

    @property
    def words(self) -> str:
        """Who holds the gap and how to reach them, in words."""
        return " ".join(filter(None, (self.name, self.number)))


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The Standards' [service] table, plain. Weekdays count from Monday as 0; clock times are local to `zone`.

    `other_hours` gives (weekday, opens, closes) for weekdays that differ; `bank_holidays` None: open on them.
    `closed` are the service's own dates.
    """

    zone: str = "Europe/London"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(17)
    bank_holidays: Region | None = "england-and-wales"
    closed: frozenset[date] = frozenset()
    other_hours: tuple[tuple[int, time, time], ...] = ()
    out_of_hours: OutOfHours = OutOfHours()


@dataclass(frozen=True, slots=True)
class Interval:
    """A length of time in one unit: `Interval(days=3)`. Refuses none or two units, and anything below one."""

    hours: int = 0
    days: int = 0
    weeks: int = 0
    months: int = 0
    service_days: int = 0

    def __post_init__(self) -> None:
        counts = [getattr(self, unit.name) for unit in fields(self)]
        if min(counts) < 0 or sum(count > 0 for count in counts) != 1:
            raise ValueError(tr("An interval has one unit, and at least one of it."))

    @property
    def about(self) -> timedelta:
        """Roughly how long it is: for putting intervals in order, never for a deadline."""
        return _about(self.hours, self.days + 7 * self.weeks, self.months, self.service_days)

    def __str__(self) -> str:
        unit, n = next((f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name))
        return {
            "hours": ntr("{n} hour", "{n} hours", n, n=n),
            "days": ntr("{n} day", "{n} days", n, n=n),
            "weeks": ntr("{n} week", "{n} weeks", n, n=n),
            "months": ntr("{n} month", "{n} months", n, n=n),
            "service_days": ntr("{n} service day", "{n} service days", n, n=n),
        }[unit]


@lru_cache(maxsize=256)
def _about(hours: int, days: int, months: int, service_days: int) -> timedelta:
    return timedelta(hours=hours, days=days + 30.4 * months + 1.4 * service_days)
