"""What a service does day by day beside its people: who works there, duty, leave, huddles, supervision."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from carelist_tui.demo.team import (
    AGREED,
    COORDINATE,
    EAST,
    EAST_MANAGER,
    IDRIS,
    JOSH,
    MANAGER,
    MANAGERS,
    MARIA,
    SENIORS,
    SOUTH,
    SUPERVISED,
    SUPPORTS,
    TEAM,
)
from carelist_tui.demo.teller import Teller

_EASTERN = ((EAST_MANAGER, "Helen Boyd", "manager"), (IDRIS, "Idris Khan", "coordinator"),
            (MARIA, "Maria Silva", "coordinator"), (JOSH, "Josh Lane", "support_worker"))  # fmt: skip
_SUPERVISED_EAST = ((EAST_MANAGER, MANAGER), (IDRIS, EAST_MANAGER), (MARIA, EAST_MANAGER), (JOSH, EAST_MANAGER))
_SUPERVISED_EVERY = 20
"""Service days between two sessions, kept most of the time."""
_THEMES = ("Missed contacts, drift on the caseload, and one decision looked at closely.",
           "Who has not been seen, and why; a plan without own words.", "Load, leave, and a hard week.")  # fmt: skip


def tell_office(teller: Teller, last: int = -3) -> None:
    """From the first day of the service up to that one."""
    for worker, name, role in _EASTERN:
        body = {"worker": worker, "name": name, "role": role, "team": EAST}
        teller.say("worker.added", teller.at(teller.began, "09:40"), body, author=MANAGER)
    _tell_leave(teller)
    _tell_duty(teller, last)
    for day in range(teller.began + 1, last):
        for team, share in ((TEAM, 0.95), (SOUTH, 0.8), (EAST, 0.9)):
            if teller.random.random() < share:
                _tell_huddle(teller, day, team)
    _tell_supervision(teller)


def _tell_leave(teller: Teller) -> None:
    """A week each, three times a year, covered by a colleague of the team; told before."""
    away: list[tuple[str, datetime, datetime, str]] = []
    for team, workers in COORDINATE.items():
        for number, worker in enumerate(workers):
            by = workers[(number + 1) % len(workers)]
            for first in range(teller.began + 25 + 17 * number, -40, 80):
                begins, ends = teller.at(first, "09:00"), teller.at(first + 5, "09:00")
                body = {"worker": worker, "from": begins.isoformat(), "until": ends.isoformat(), "reason": "leave",
                        "cover": [{"persons": "all", "by": by}], "people_told": "yes"}  # fmt: skip
                teller.say("worker.away", teller.at(first - 6, "12:00"), body, author=MANAGERS[team])
                away.append((worker, begins, ends, by))
    later = teller.stands_in

    def stands_in(worker: str, at: datetime) -> str:
        return next((by for who, begins, ends, by in away if who == worker and begins <= at < ends), later(worker, at))

    teller.stands_in = stands_in


def _tell_duty(teller: Teller, last: int) -> None:
    turns = COORDINATE[TEAM]
    for day in range(teller.began + 2, last):
        worker = turns[day % len(turns)]
        body = {"date": teller.day(day).isoformat(), "worker": worker}
        teller.say("duty.set", teller.at(max(day - 5, teller.began), "15:00"), body, author=MANAGER)


def _tell_huddle(teller: Teller, day: int, team: str) -> None:
    present = [SENIORS[team], *COORDINATE[team], SUPPORTS[team]]
    present = [each for each in present if each == SENIORS[team] or teller.random.random() < 0.8]
    body = {"team": team, "from": teller.text(day, "09:15"), "to": teller.text(day, "09:30"), "present": present,
            "discussed": [{"note": "Who is red, who holds them, and what is missed since yesterday."}]}  # fmt: skip
    teller.say("huddle.held", teller.at(day, "09:30"), body, author=SENIORS[team])


def _tell_supervision(teller: Teller) -> None:
    """Each worker about every four weeks: most in time, some late."""
    for number, (worker, supervisor) in enumerate((*SUPERVISED, *_SUPERVISED_EAST)):
        days = [teller.began + 12 + number % 5]
        until = -1 if EAST_MANAGER in (supervisor, worker) else -30
        while days[-1] + _SUPERVISED_EVERY < until:
            late = teller.between(0, 6) if teller.random.random() < 0.2 else 0
            days.append(min(days[-1] + _SUPERVISED_EVERY - 1 + late, until))
        for day, then in pairwise([*days, days[-1] + _SUPERVISED_EVERY]):
            body = {"worker": worker, "supervisor": supervisor, "themes": teller.pick(_THEMES),
                    "decision_quality": "Reasons are written down; reviews are kept.", "agreed": AGREED,
                    "next_on": teller.day(min(then, day + _SUPERVISED_EVERY)).isoformat()}  # fmt: skip
            teller.say("supervision.held", teller.at(day, "14:30"), body, author=supervisor)
