"""Standards at the bounds of what may be adopted, on the demonstration: contact comes later, and never much later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.domain.calendar import Calendar, Interval, ServiceHours
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.standards import Standards, adoptable_standards
from carelist_tui.domain.standards.adoptable import LEAST_HOURS, MOST_CLOSED_DAYS, hours_a_week, longest_closure
from carelist_tui.journal.projection.people import stories

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 20)
"""A Friday."""
CLOSED = timedelta(days=MOST_CLOSED_DAYS)


@pytest.fixture(scope="module")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Entry]]]:
    """Every story of the demonstration."""
    store: Path = tmp_path_factory.mktemp("bounds") / "store"
    fill(store, tell_caseload(DAY, people=60, seed=1, calendar=Calendar(ServiceHours())), worker=WORKER)
    door = Carelist.open(store)
    with door.journal.store.reading() as connection:
        yield dict(stories(connection))
    door.close()


def at_the_bounds(friday: date) -> Standards:
    """Open as little as may be, and closed as long: from that Friday, on which it never opens, to a Wednesday; with the
    Thursday it would go on to the next week."""
    closed = ", ".join((friday + timedelta(days=n)).isoformat() for n in range(MOST_CLOSED_DAYS - 1))
    text = f'[service]\ndays = ["Mon", "Tue", "Wed", "Thu"]\nopens = "09:00"\ncloses = "14:00"\nclosed = [{closed}]\n'
    standards = adoptable_standards(text)
    hours = standards.calendar.service
    assert hours_a_week(hours) == LEAST_HOURS
    assert longest_closure(hours) is None
    return standards


def contact_by(ground: Ground) -> datetime | None:
    """When the first Due that brings contact falls due."""
    dues = owed(ground.state, ground.standards)
    return min((due.due_at for due in dues if KINDS[due.kind].brings == "contact"), default=None)


@pytest.mark.parametrize("weeks", [-2, -1, 0, 1, 2, 5])
def test_nobodys_contact_lies_later_than_their_interval_and_the_longest_closure_and_a_service_day(
    weeks: int, caseload: dict[str, list[Entry]]
) -> None:
    standards = at_the_bounds(DAY + timedelta(weeks=weeks))
    asked = 0
    for person, story in caseload.items():
        ground = stand_on(fold(person, story), standards)
        since = ground.met_or_accepted
        if since is None or not ground.state.on_caseload or ground.is_withheld or ground.paused_until() is not None:
            continue
        asked += 1
        calendar = standards.calendar
        latest = calendar.after(
            calendar.after(since.clock, interval_in_force(ground)) + CLOSED, Interval(service_days=1)
        )
        first = contact_by(ground)
        assert first is not None, person
        assert first <= latest, (person, since.at, interval_in_force(ground))
    assert asked > 30
