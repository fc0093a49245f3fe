"""One counted happening, as the independent count has it, and a sum over them as `measures --json` answers it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from tests.planted.hours import day_of
from tests.planted.standing import accepted_before, coordinator_at, identity, tier_at, zone_at
from tests.planted.story import Entry, Told


@dataclass
class Case:
    """A happening: when it began and ended, by when it was owed, and whether it counts."""

    told: Told
    start: datetime
    counted: bool
    stop: datetime | None = None
    due: datetime | None = None
    ripe_at: datetime | None = None
    left_out: str | None = None
    entries: list[str] = field(default_factory=list)
    late: bool = False
    worker: str | None = None
    measures_time: bool = False

    def verdict(self, at: datetime) -> str:
        """In one word what became of it."""
        if self.left_out:
            return f"left out: {self.left_out}"
        if self.ripe_at is not None and self.ripe_at > at:
            return "not ripe"
        return "counted" if self.counted else "not"


def is_late_entry(entry: Entry) -> bool:
    """Recorded more than a day after it was learned of, or else happened."""
    return entry.recorded - entry.learned > timedelta(hours=24)


def group_of(case: Case, by: str) -> str | None:
    """The group a case belongs to: as at its start; the worker, as at its due moment."""
    told, start = case.told, case.start
    if by == "worker":
        return case.worker or coordinator_at(told, case.due or start) or manager(told)
    if by == "tier":
        return tier_at(told, start) if accepted_before(told, start) else None
    if by == "zone":
        return zone_at(told, start)
    if by in {"team", "locality", "source"}:
        value = identity(told, by, start)
    else:
        value = (identity(told, "groups", start) or {}).get(by)
    return None if value is None else str(value)


def manager(told: Told) -> str | None:
    """Whose they are while nobody coordinates, and nobody has duty: a manager of the team."""
    return min((worker for worker, role in told.roles.items() if role == "manager"), default=None)


def in_period(case: Case, since: date, until: date) -> bool:
    return since <= day_of(case.start) < until


def told_as_answer(cases: list[Case], since: date, until: date, at: datetime, by: str | None) -> dict[str, Any]:
    """The sum over the cases of a period."""
    chosen = [case for case in cases if in_period(case, since, until) and case.start <= at]
    answer = summed(chosen, at)
    answer["cases"] = [row(case, at) for case in sorted(chosen, key=lambda case: (case.start, case.told.person))]
    if by is not None:
        groups: dict[str | None, list[Case]] = {}
        for case in chosen:
            groups.setdefault(group_of(case, by), []).append(case)
        answer["groups"] = {key: summed(of_group, at) for key, of_group in groups.items()}
    return answer


def summed(cases: list[Case], at: datetime) -> dict[str, Any]:
    verdicts = Counter(case.verdict(at) for case in cases)
    shared = [case for case in cases if case.verdict(at) in {"counted", "not"}]
    left = {text.removeprefix("left out: "): n for text, n in verdicts.items() if text.startswith("left out")}
    times = sorted(
        (case.stop - case.start).total_seconds() if case.stop is not None else float("inf")
        for case in shared
        if case.measures_time
    )
    return {
        "n": verdicts["counted"],
        "d": len(shared),
        "not_ripe": verdicts["not ripe"],
        "left_out": left,
        "median": finite(median(times)),
        "p90": finite(times[ceil(0.9 * len(times)) - 1]) if times else None,
    }


def median(times: list[float]) -> float | None:
    if not times:
        return None
    middle = len(times) // 2
    return times[middle] if len(times) % 2 else (times[middle - 1] + times[middle]) / 2


def finite(seconds: float | None) -> float | None:
    return None if seconds is None or seconds == float("inf") else seconds


def row(case: Case, at: datetime) -> dict[str, Any]:
    return {
        "person": case.told.person,
        "ref": case.told.ref,
        "starts_at": case.start,
        "stops_at": case.stop,
        "due_at": case.due,
        "counted": case.verdict(at) == "counted",
        "left_out": case.left_out,
        "verdict": case.verdict(at),
        "late": case.late,
        "entries": case.entries,
    }
