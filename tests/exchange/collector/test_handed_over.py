"""Somebody whom one collected team hands over to another: once in each figure, and at no moment in none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.carelist.collected.service_figures import ServiceFigures
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.views.lists.service_lists import standing
from tests.exchange.collector.test_let_in import let_in
from tests.exchange.enrolment.team import Laptop, all_sync, asking
from tests.exchange.test_handover_across import MET, Two, original, two

__all__ = ["original", "two"]
pytestmark = [pytest.mark.slow, pytest.mark.long]
CRISIS = {"kind": "ae", "source": "A&E liaison nurse", "summary": "Came in with Hodan, safe."}


class Counted:
    """Both teams' folders, and what a service holds of them."""

    def __init__(self, two: Two) -> None:
        self.two, self.sides = two, (two.south, two.north)
        self.address = f"sqlite:///{two.root / 'service.db'}"
        self.collector, paper = asking(two.root, "svc")
        self.folders = [two.root / f"folder {number}" for number in range(2)]
        for side, folder in zip(self.sides, self.folders, strict=True):
            folder.mkdir()
            let_in(side, self.collector, paper, side.store.name)

    def cases(self, measure: str) -> list[Case]:
        """Those of a measure once both have synced and were collected."""
        for side, folder in zip(self.sides, self.folders, strict=True):
            all_sync(folder, side)
        with self.collector.door() as door:
            told = list(door.collector(self.folders, self.address, datetime.now(UTC)))
        assert all(each.is_sound for each in told), told
        with ServiceFigures(self.address) as service:
            return list(service.cases(measure))

    def people(self) -> int:
        """How many stand on a caseload of either."""
        return len({case.person for case in standing(self.cases(ON_CASELOAD), datetime.now(UTC))})


def crisis(two: Two, side: Laptop) -> None:
    two.record(side, "crisis.recorded", CRISIS)


@pytest.fixture
def counted(two: Two, tmp_path: Path) -> Counted:
    return Counted(two)


def test_whoever_is_handed_over_is_held_by_one_team_or_both_and_what_happened_counts_where_it_did(
    counted: Counted,
) -> None:
    two = counted.two
    crisis(two, two.south)
    assert counted.people() == 1
    handover = two.hand_over()
    assert counted.people() == 2, "whoever was referred stands in the team that was asked, as on its own list"
    two.accept()
    assert counted.people() == 2, "both owe until the receipt is there"
    two.record(two.north, "contact.completed", MET)
    assert two.receipt().status == 0
    two.finish(handover)
    two.discharge()
    assert counted.people() == 1
    crisis(two, two.north)
    assert len(counted.cases("crisis_rate")) == 2
    assert len(counted.cases("handover_safe")) == 1
    assert len(counted.cases("access")) == 2, "each team took them on once"
    assert len(counted.cases("same_worker")) == 1
    stretches = counted.cases(ON_CASELOAD)
    assert len({case.person for case in stretches}) == 2
    assert [case.stops_at is None for case in stretches].count(True) == 1
