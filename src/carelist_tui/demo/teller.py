"""Telling a caseload: entries are said relative to the demonstration's day, and kept with who says them and when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.ids import uuid7

OPENS_AT = time(9, 3)
"""When the demonstration opens: the morning's list, and nobody rung yet."""
_TYPED_AT = time(17, 45)
BEGAN = -100
"""Service days before the demonstration's on which the team began with Carelist, where no months before are told."""


def last_opened(local: datetime) -> date:
    """The day whose morning has come: today from then on, before it yesterday. `local` is local time."""
    return local.date() if local.time() >= OPENS_AT else local.date() - timedelta(days=1)


@dataclass(slots=True)
class Somebody:
    """Somebody on the caseload who does not exist."""

    ref: str
    given: str
    family: str
    coordinator: str
    tier: str = "standard"
    zone: str = "green"
    team: str = "North"
    id: str = ""
    """The id of their first entry."""
    tags: dict[str, str] = field(default_factory=dict)
    """Ids of entries that a story names again."""


@dataclass(frozen=True, slots=True)
class Said:
    """One draft, by whom and on which day it is typed."""

    typed_at: datetime
    author: str
    draft: dict[str, Any]


class Teller:
    """Says entries. Days are service days from the demonstration's own, 0; clock times are local."""

    def __init__(self, day: date, calendar: Calendar, random: Random) -> None:
        self.calendar, self.random = calendar, random
        while not calendar.is_service_day(day):
            day -= timedelta(days=1)
        self.moment = calendar.at(day, OPENS_AT)
        self.said: list[Said] = []
        self.stands_in: Callable[[str, datetime], str] = lambda worker, _: worker
        self.began = BEGAN
        """The service day on which the team began with Carelist."""
        self.past: Callable[[Somebody, str, int], None] | None = None
        """Tells somebody's months, by their NHS number, up to their last contact; None where no months are told."""
        self._days = {0: day}
        self._first = self._last = 0

    def day(self, number: int) -> date:
        """The service day so many before (below 0) or after the demonstration's."""
        known = self._days
        while number not in known:
            step = 1 if number > 0 else -1
            last = self._last if step > 0 else self._first
            day = known[last] + timedelta(days=step)
            while not self.calendar.is_service_day(day):
                day += timedelta(days=step)
            known[last + step] = day
            self._first, self._last = min(self._first, last + step), max(self._last, last + step)
        return known[number]

    def at(self, number: int, clock: str) -> datetime:
        """A local clock time on that service day."""
        return self.calendar.at(self.day(number), time.fromisoformat(clock))

    def text(self, number: int, clock: str) -> str:
        """The same as it is written in an entry."""
        return self.at(number, clock).isoformat()

    def in_days(self, number: int) -> str:
        """A date so many calendar days from the demonstration's."""
        return (self.day(0) + timedelta(days=number)).isoformat()

    def pick(self, choices: Any) -> Any:
        """One of them."""
        return choices[int(self.random.random() * len(choices))]

    def between(self, lowest: int, highest: int) -> int:
        """A number, both ends included."""
        return lowest + int(self.random.random() * (highest - lowest + 1))

    def say(
        self,
        kind: str,
        at: datetime,
        body: Mapping[str, Any],
        who: Somebody | None = None,
        *,
        author: str | None = None,
        typed: int | None = None,
        **envelope: Any,
    ) -> str:
        """Says one entry; gives its id. `typed`: the service day it is recorded on, where that is a later one."""
        id = uuid7(at, self.random.getrandbits(80).to_bytes(10))
        draft = {"id": id, "type": kind, "occurred_at": at.isoformat(), "body": dict(body), **envelope}
        if who is not None and who.id:
            draft["person"] = who.id
        elif who is not None:
            who.id = id
        by = author or (who.coordinator if who else "")
        typed_at = self._typed_at(at if typed is None else self.at(typed, "12:00"))
        self.said.append(Said(typed_at, by if author else self.stands_in(by, at), draft))
        return id

    def _typed_at(self, at: datetime) -> datetime:
        day = at.astimezone(self.calendar.zone).date()
        return min(self.calendar.at(day, _TYPED_AT), self.moment - timedelta(minutes=1))

    def said_of(self, kind: str) -> list[Said]:
        """What was said of one type."""
        return [each for each in self.said if each.draft["type"] == kind]

    def digest(self) -> str:
        """SHA-256 over every draft, its author and its day: the same wherever the same is told."""
        hasher = hashlib.sha256()
        for each in self.said:
            hasher.update(f"{each.typed_at.isoformat()} {each.author} {canonical_json(each.draft)}\n".encode())
        return hasher.hexdigest()
