"""Counts of what keeps a service safe, from its entries without a person: huddles, supervision, what was scored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.planted.hours import CLOSES, at_time, day_of, is_service_day, midnight_after, or_next_service_day
from tests.planted.story import Entry, Raw, corrected, moment_of

EIGHT_WEEKS, FOUR_WEEKS = timedelta(weeks=8), timedelta(weeks=4)


@dataclass
class Team:
    """What a service wrote down of itself, as known at a moment, in order."""

    entries: list[Entry]
    at: datetime

    @classmethod
    def of(cls, raws: list[Raw], at: datetime, known_at: datetime | None) -> Team:
        known = [raw for raw in raws if known_at is None or moment_of(raw["recorded_at"]) <= known_at]
        standing = corrected([raw for raw in known if raw.get("body") is not None])
        return cls(sorted((entry for entry in standing if entry.at <= at), key=lambda entry: entry.place), at)

    def said(self, *types: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.type in types]

    def role_at(self, worker: str, moment: datetime) -> str | None:
        found = None
        for entry in self.said("worker.added", "worker.changed"):
            if entry.at <= moment and entry.get("worker") == worker:
                found = entry.get("role")
        return found


def huddles(team: Team, since: date, until: date) -> tuple[int, int]:
    """Huddles held of the service days that are over, team by team from the day on which a team is first known."""
    first: dict[str, date] = {}
    for entry in team.said("worker.added", "worker.changed"):
        first.setdefault(str(entry.get("team")), day_of(entry.at))
    held = {(str(e.get("team")), day_of(moment_of(str(e.get("from"))))) for e in team.said("huddle.held")}
    n = d = 0
    for name, begun in first.items():
        day = max(since, begun)
        while day < until and midnight_after(day) <= team.at:
            if is_service_day(day):
                d += 1
                n += (name, day) in held
            day += timedelta(days=1)
    return n, d


def supervision(team: Team, since: date, until: date) -> tuple[int, int]:
    """Supervision held by when it was owed, of each time that it was: by its date, eight weeks on at the latest, or
    four weeks after they came. Whoever left before is owed none. A supervisor is a senior or a manager, and another."""
    on_time = owed = 0
    workers = {str(entry.get("worker")) for entry in team.said("worker.added")}
    for worker in workers:
        added = next(entry for entry in team.said("worker.added") if entry.get("worker") == worker)
        held = [
            entry
            for entry in team.said("supervision.held")
            if entry.get("worker") == worker
            and entry.get("supervisor") != worker
            and team.role_at(str(entry.get("supervisor")), entry.at) in {"senior", "manager"}
        ]
        left = [
            entry.at
            for entry in team.said("worker.changed")
            if entry.get("worker") == worker and entry.get("active") is False
        ]
        begun = [(added.at, close(day_of(added.at) + FOUR_WEEKS))]
        for entry in held:
            by = date.fromisoformat(str(entry.get("next_on")))
            begun.append((entry.at, close(min(by, day_of(entry.at) + EIGHT_WEEKS))))
        for index, (start, due) in enumerate(begun):
            if not since <= day_of(start) < until or due > team.at or any(moment <= due for moment in left):
                continue
            owed += 1
            on_time += index < len(held) and held[index].at <= due
    return on_time, owed


def close(day: date) -> datetime:
    return at_time(or_next_service_day(day), CLOSES)


def in_words(raws: list[Raw], since: date, until: date, at: datetime, known_at: datetime | None) -> dict[str, int]:
    """What is shown of a service."""
    team = Team.of(raws, at, known_at)
    held, days = huddles(team, since, until)
    on_time, owed = supervision(team, since, until)
    found: Counter[str] = Counter()
    begins, ends = at_time(since, time(0)), at_time(until, time(0))
    for entry in team.said("supervision.held"):
        if begins <= entry.at < ends:
            found["people read about in supervision"] += len(set(entry.get("persons") or []))
    return {
        "huddles held": held, "service days": days, "supervision on time": on_time, "supervision owed": owed, **found,
    }  # fmt: skip
