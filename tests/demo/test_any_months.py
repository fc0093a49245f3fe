"""Any number of months before any day: everybody works there before they write, and the journal takes all of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.cli.demo import MOST_MONTHS
from carelist_tui.demo.batches import evenings, fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.team import MANAGER
from carelist_tui.demo.teller import Teller
from carelist_tui.domain.calendar import Calendar, ServiceHours
from tests.profiles import IS_FULL, members

pytestmark = pytest.mark.slow

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def told(day: date, months: int, people: int = 60 if IS_FULL else 20, seed: int = 1) -> Teller:
    return tell_caseload(day, people=people, seed=seed, calendar=Calendar(ServiceHours()), months=months)


@settings(max_examples=6 if IS_FULL else 2)
@example(date(2026, 3, 3), 4, 1)
@example(date(2026, 9, 19), 1, 1)
@given(DAYS, st.integers(1, MOST_MONTHS), st.integers(0, 3))
def test_everybody_works_there_before_they_write(day: date, months: int, seed: int) -> None:
    work_there, known = {MANAGER}, set()
    for evening in evenings(told(day, months, seed=seed).said):
        assert evening.author in work_there, (evening.author, evening.typed_at)
        for draft in evening.drafts:
            if draft["type"] == "worker.added":
                work_there.add(draft["body"]["worker"])
            known.add(draft["id"])
            assert draft.get("person", draft["id"]) in known, (draft["type"], draft["occurred_at"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "months"), members(((date(2026, 9, 19), 1), (date(2026, 6, 1), 2), (date(2026, 3, 3), 4)), 2)
)
def test_few_months_are_recorded_through_the_door(day: date, months: int, tmp_path: Path) -> None:
    teller = told(day, months)
    fill(tmp_path / "store", teller, worker=WORKER)
    with Carelist.open(tmp_path / "store") as door:
        assert door.people.today(teller.moment)
