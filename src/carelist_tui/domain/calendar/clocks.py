"""The clocks of standards.md: what "same day", "24 hours" and "the next service day" mean for one service."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar.bank_holidays import bank_holidays
from carelist_tui.domain.calendar.hours import Interval, ServiceHours

_DAY = timedelta(days=1)
_LONG_CLOSURE = timedelta(hours=24)
_LOOK_AHEAD = 400
"""Days within which a closure of more than 24 hours comes, or never does (every bank holiday lies within a year)."""

NEXT_DAY = time(10)
NEXT_DAY_VISIT = time(12)
SAME_DAY_NEEDS = timedelta(hours=1)
SAME_DAY_NEEDS_BEFORE_CLOSURE = timedelta(minutes=15)
"""The same before a closure of more than 24 hours: the next service day is too far off to wait for."""
SAME_DAY_WHEN_HIGH = timedelta(hours=2)


class Calendar:
    """One service's days and hours. Cheap to ask: days are reckoned once."""

    def __init__(self, service: ServiceHours) -> None:
        """Refuses (ValueError) a service that never opens, or closes before it opens."""
        self.service = service
        self.zone = ZoneInfo(service.zone)
        self._hours = dict.fromkeys(service.weekdays, (service.opens, service.closes))
        self._hours.update({day: (opens, closes) for day, opens, closes in service.other_hours if day in self._hours})
        if not self._hours or any(opens >= closes for opens, closes in self._hours.values()):
            raise ValueError(tr("A service opens on at least one weekday, and opens before it closes."))
        self.is_service_day = lru_cache(maxsize=4096)(self._is_service_day)
        self._closure_from = lru_cache(maxsize=512)(self._find_closure)
        self.close_of = lru_cache(maxsize=4096)(self._close_of)
        self._in_months = lru_cache(maxsize=4096)(self._find_in_months)
        # One reading asks these of one moment for each person.
        self.closure_after = lru_cache(maxsize=64)(self._closure_after)
        self.closure_at = lru_cache(maxsize=64)(self._closure_at)
        self._last_closure = lru_cache(maxsize=64)(self._find_last_closure)

    def _is_service_day(self, day: date) -> bool:
        region = self.service.bank_holidays
        return (
            day.weekday() in self._hours
            and day not in self.service.closed
            and (region is None or day not in bank_holidays(region, day.year))
        )

    def day_of(self, t: datetime) -> date:
        """The local day of a moment."""
        return t.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """A clock time on a day, aware and local."""
        return datetime.combine(day, clock, tzinfo=self.zone)

    def opens(self, day: date) -> datetime:
        """When the service opens on a service day; on any other day, when it would."""
        return self.at(day, self._hours_on(day)[0])

    def closes(self, day: date) -> datetime:
        """When the service closes on a service day; on any other day, when it would."""
        return self.at(day, self._hours_on(day)[1])

    def _hours_on(self, day: date) -> tuple[time, time]:
        return self._hours.get(day.weekday(), (self.service.opens, self.service.closes))

    def is_open(self, t: datetime) -> bool:
        """Whether `t` lies in service hours; the moment of opening and that of closing do."""
        day = self.day_of(t)
        return self.is_service_day(day) and self.opens(day) <= t.astimezone(UTC) <= self.closes(day)

    def service_day_from(self, day: date) -> date:
        """`day` itself when it is a service day, else the next one."""
        while not self.is_service_day(day):
            day += _DAY
        return day

    def service_day_after(self, day: date, n: int = 1) -> date:
        """The n-th service day after `day` (n at least 1)."""
        for _ in range(n):
            day = self.service_day_from(day + _DAY)
        return day

    def next_service_day_at(self, t: datetime, clock: time) -> datetime:
        """A clock time on the first service day after `t`'s day, kept within that day's hours."""
        return self._within_hours(self.service_day_after(self.day_of(t)), clock)

    def _within_hours(self, day: date, clock: time) -> datetime:
        opens, closes = self._hours_on(day)
        return self.at(day, min(max(clock, opens), closes))

    def _close_of(self, day: date) -> datetime:
        """When a date falls due: the close of service that day, or of the next service day."""
        return self.closes(self.service_day_from(day))

    def opens_next(self, at: datetime) -> datetime:
        """When the service next opens after `at`'s local day."""
        return self.opens(self.service_day_after(self.day_of(at)))

    def same_day(self, t: datetime, *, high: bool) -> datetime:
        """The close of service on `t`'s day when at least an hour of service remains (15 minutes before a closure of
        more than 24 hours); otherwise 10:00 on the next service day, and for a high person `t` + 2 h, by the
        out-of-hours route."""
        day, utc = self.day_of(t), t.astimezone(UTC)
        # Aware times of one zone subtract by the wall clock: so through UTC.
        if self.is_service_day(day) and self.closes(day).astimezone(UTC) - utc >= self._same_day_needs(day):
            return self.closes(day)
        return utc + SAME_DAY_WHEN_HIGH if high else self.next_service_day_at(t, NEXT_DAY)

    def _same_day_needs(self, day: date) -> timedelta:
        """How much of a service day must remain for something to be done on it."""
        closure = self._closure_from(day)
        is_eve = closure is not None and self.day_of(closure[0]) == day
        return SAME_DAY_NEEDS_BEFORE_CLOSURE if is_eve else SAME_DAY_NEEDS

    def hours(self, t: datetime, n: int, *, high: bool, visit: bool = False) -> datetime:
        """`n` clock hours after `t`. Outside service hours it stays for a high person (the out-of-hours route), and
        else moves to 10:00 (a visit: 12:00) on the next service day; before opening that is the day itself."""
        moment = t.astimezone(UTC) + timedelta(hours=n)
        if high or self.is_open(moment):
            return moment
        day = self.day_of(moment)
        if not self.is_service_day(day) or moment > self.closes(day):
            day = self.service_day_after(day)
        return self._within_hours(day, NEXT_DAY_VISIT if visit else NEXT_DAY)

    def service_days(self, t: datetime, n: int) -> datetime:
        """The close of the n-th service day after `t`'s day."""
        return self.closes(self.service_day_after(self.day_of(t), n))

    def days(self, t: datetime, n: int) -> datetime:
        """The close of service `n` calendar days after `t`'s day, moved to the next service day."""
        return self.close_of(self.day_of(t) + n * _DAY)

    def months(self, t: datetime, n: int) -> datetime:
        """The same for months, which clamp: 31 January + 1 month is the last of February."""
        return self.close_of(self._in_months(self.day_of(t), n))

    def _find_in_months(self, day: date, n: int) -> date:
        # On the path to the first frame, where no month is counted.
        from dateutil.relativedelta import relativedelta

        return day + relativedelta(months=n)

    def after(self, t: datetime, interval: Interval) -> datetime:
        """`interval` after `t`: hours as they are, through UTC; anything longer at the close of a service day."""
        if interval.hours:
            return t.astimezone(UTC) + timedelta(hours=interval.hours)
        if interval.months:
            return self.months(t, interval.months)
        if interval.service_days:
            return self.service_days(t, interval.service_days)
        return self.days(t, interval.days + 7 * interval.weeks)

    def deadline(self, t: datetime, interval: Interval, *, high: bool) -> datetime:
        """As `after`, but hours are `hours(n)`: moved into service hours unless the person is high."""
        if interval.hours:
            return self.hours(t, interval.hours, high=high)
        return self.after(t, interval)

    def begins_before(self, t: datetime, interval: Interval) -> datetime:
        """The beginning of the day `interval` before `t`: of service days that many back, `t`'s own not counted."""
        if interval.hours:
            return t.astimezone(UTC) - timedelta(hours=interval.hours)
        day = self.day_of(t) - (interval.days + 7 * interval.weeks) * _DAY
        if interval.months:
            day = self._in_months(day, -interval.months)
        for _ in range(interval.service_days):
            day -= _DAY
            while not self.is_service_day(day):
                day -= _DAY
        return self.at(day, time(0))

    def before_closure(self, t: datetime, interval: Interval) -> datetime:
        """`interval` after `t`, where a moment inside a closure of more than 24 hours is brought forward: to the close
        of the last service day before it, where that day is later than `t`'s; else 12:00 on opening."""
        due = self.after(t, interval)
        if interval.days or interval.weeks:
            due = self.closes(self.day_of(t) + (interval.days + 7 * interval.weeks) * _DAY)
        closure = self.closure_around(due)
        if closure is None:
            return self.after(t, interval)
        begins, ends = closure
        return begins if self.day_of(begins) > self.day_of(t) else self._within_hours(self.day_of(ends), NEXT_DAY_VISIT)

    def last_day(self, t: datetime, interval: Interval) -> date:
        """The last day that a limit on a date allows, `t`'s local day included."""
        if interval.service_days:
            return self.service_day_after(self.day_of(t), interval.service_days)
        if interval.hours:
            return self.day_of(self.after(t, interval))
        day = self.day_of(t)
        if interval.months:
            day = self._in_months(day, interval.months)
        return day + (interval.days + 7 * interval.weeks) * _DAY

    def _closure_after(self, t: datetime) -> tuple[datetime, datetime] | None:
        """The first closure of more than 24 hours that begins after `t`: (close of service, next opening).

        None for a service that has none within a year.
        """
        day, utc = self.day_of(t), t.astimezone(UTC)
        closure = self._closure_from(day)
        return self._closure_from(day + _DAY) if closure and closure[0] <= utc else closure

    def _closure_at(self, t: datetime) -> tuple[datetime, datetime]:
        """The closure of any length that is not over at `t`, a night as well: (close of service, next opening)."""
        utc, day = t.astimezone(UTC), self.day_of(t)
        while not self.is_service_day(day) or utc < self.opens(day).astimezone(UTC):
            day -= _DAY
        return self.closes(day), self.opens(self.service_day_after(day))

    def is_long(self, closure: tuple[datetime, datetime]) -> bool:
        """Whether a closure lasts more than 24 hours: a weekend or bank holidays, no ordinary night."""
        begins, ends = closure
        return ends.astimezone(UTC) - begins.astimezone(UTC) > _LONG_CLOSURE

    def closure_around(self, t: datetime) -> tuple[datetime, datetime] | None:
        """The closure of more than 24 hours that a moment lies in: (close of service, next opening)."""
        found = self._last_closure(t)
        return found if found is not None and t.astimezone(UTC) < found[1].astimezone(UTC) else None

    def closure_before(self, t: datetime) -> tuple[datetime, datetime] | None:
        """The newest closure of more than 24 hours that is over at a moment."""
        found = self._last_closure(t)
        if found is None or found[1].astimezone(UTC) <= t.astimezone(UTC):
            return found
        return self._last_closure(found[0] - timedelta(seconds=1))

    def _find_last_closure(self, t: datetime) -> tuple[datetime, datetime] | None:
        """The newest closure of more than 24 hours that had begun by a moment."""
        day, utc = self.day_of(t), t.astimezone(UTC)
        for _ in range(_LOOK_AHEAD):
            if self.is_service_day(day) and self.closes(day).astimezone(UTC) <= utc:
                found = self._closure_from(day)
                if found is not None and self.day_of(found[0]) == day:
                    return found
            day -= _DAY
        return None

    def _find_closure(self, day: date) -> tuple[datetime, datetime] | None:
        for _ in range(_LOOK_AHEAD):
            if self.is_service_day(day):
                closure = self.closes(day), self.opens(self.service_day_after(day))
                if self.is_long(closure):
                    return closure
            day += _DAY
        return None
