"""Whoever picks a worker sees whether they can take something on now, and how much they hold."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.domain.roster import AUDITOR, Absence, Roster, Worker, availability, known_of_worker

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 9, 4, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


def roster(worker: Worker, *absences: Absence) -> Roster:
    return Roster(workers={worker.id: worker}, absences={worker.id: absences})


@pytest.mark.parametrize(
    ("worker", "absences", "said"),
    [
        (Worker("w-a", "Ann", "coordinator", "North"), (), ""),
        (Worker("w-a", "Ann", "coordinator", "North", days=("Tue", "Wed")), (), ""),
        (Worker("w-a", "Ann", "coordinator", "North", days=("mon", "wed")), (), "off today"),
        (Worker("w-a", "Ann", "coordinator", "North", active=False), (), "has left"),
        (Worker("w-a", "Ann", "coordinator", "North"), (Absence(TUESDAY, FRIDAY, "leave"),), "away until Fri 09:00"),
        (Worker("w-a", "Ann", "coordinator", "North"), (Absence(TUESDAY, None, "sickness"),), "away"),
        (Worker("w-a", "Ann", "coordinator", "North"), (Absence(FRIDAY, None, "leave"),), ""),
        (Worker("w-a", "Ann", "coordinator", "North"), (Absence(datetime(2026, 3, 1, tzinfo=UTC), TUESDAY, "leave"),),
         ""),
    ],
)  # fmt: skip
def test_who_is_away_off_that_day_or_gone_says_so(worker: Worker, absences: tuple[Absence, ...], said: str) -> None:
    assert availability(roster(worker, *absences), worker, TUESDAY, LONDON) == said


def test_a_day_off_is_the_day_of_the_service_and_not_of_utc() -> None:
    ann = Worker("w-a", "Ann", "coordinator", "North", days=("tue",))
    nearly_tuesday = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    assert availability(roster(ann), ann, nearly_tuesday, LONDON) == ""
    assert availability(roster(ann), ann, nearly_tuesday, ZoneInfo("UTC")) == "off today"


@pytest.mark.parametrize(
    ("role", "holds", "said"),
    [("coordinator", {"w-a": 12}, "coordinator; away; holds 12"), ("senior", {}, "senior; away; holds 0"),
     (AUDITOR, {}, "auditor: holds nobody; away")],
)  # fmt: skip
def test_how_many_people_somebody_holds_stands_beside_them(role: str, holds: dict[str, int], said: str) -> None:
    ann = Worker("w-a", "Ann", role, "North")
    assert known_of_worker(roster(ann, Absence(TUESDAY, None, "leave")), ann, TUESDAY, LONDON, holds) == said
