"""What a batch would become is said line by line, and nothing of it is written; what may be put off in one act."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.checks.deferrals import ONE_BY_ONE
from carelist_tui.domain.refusal import Refused
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import MONDAY, accepted, coordinator, draft, hours, missed, zone

BOTH = ("P-1", "P-2")


@pytest.fixture
def two(carelist: Carelist) -> Carelist:
    carelist.record([accepted(ref) for ref in BOTH], MONDAY)
    return carelist


def owed(carelist: Carelist, ref: str, kind: str) -> dict[str, Any]:
    items = carelist.people.person(ref, hours(1))["items"]
    return next(item for item in items if item["kind"] == kind)


def put_off(carelist: Carelist, ref: str, kind: str, reason: str = "on leave", more: int = 4) -> dict[str, Any]:
    body = {"due": owed(carelist, ref, kind)["key"], "until": hours(24 * more).isoformat(), "reason": reason}
    return draft("due.deferred", hours(1), body, ref=ref)


def test_each_line_is_foreseen_as_it_would_be_recorded_and_nothing_is_written(two: Carelist) -> None:
    told = [zone("P-1", hours(1), "red"), missed("P-9", hours(1)), missed("P-2", hours(1))]
    before, tables = lines(two.store), projections(two.store)
    foreseen = two.record.foresee(told, hours(1))
    assert [receipt is not None for receipt in foreseen.receipts] == [True, False, True]
    assert [(fault.line, fault.path) for fault in foreseen.faults] == [(2, "ref")]
    assert (lines(two.store), projections(two.store)) == (before, tables)
    with pytest.raises(Refused) as refused:
        two.record(told, hours(1), lines=[1, 2, 3])
    assert refused.value.faults == foreseen.faults
    assert [each.type for each in two.record([told[0], told[2]], hours(1))] == ["zone.set", "contact.missed"]


def test_what_a_line_would_take_away_is_foreseen_with_it(two: Carelist) -> None:
    two.record([coordinator("P-1", hours(0.5), "w-ann")], hours(0.5))
    anew = draft("coordinator.named", hours(1), {"coordinator": "w-ann", "clinical_oversight": "Dr New"}, ref="P-1")
    (first, second) = two.record.foresee([anew, zone("P-2", hours(1), "red")], hours(1)).receipts
    (recorded,) = two.record([anew], hours(1))
    assert first is not None
    assert first.takes_away == recorded.takes_away != ()
    assert second is not None
    assert second.takes_away == ()


def test_nobody_foresees_without_being_signed_in(two: Carelist) -> None:
    two.worker = None
    with pytest.raises(Refused, match="nobody is signed in"):
        two.record.foresee([], hours(1))


def test_plans_of_several_are_put_off_in_one_act(two: Carelist) -> None:
    """Band 4: a month ahead there is time to do it."""
    assert len(two.record([put_off(two, ref, "engagement_plan", more=14) for ref in BOTH], hours(1))) == 2


def test_what_is_of_band_3_is_put_off_by_itself(two: Carelist) -> None:
    """Two baseline screens for one reason until one moment are an act on several: refused, also mixed with band 4."""
    several = [put_off(two, ref, "baseline_risk_screen") for ref in BOTH]
    mixed = [put_off(two, "P-1", "engagement_plan"), put_off(two, "P-2", "baseline_risk_screen")]
    for batch in (several, mixed, mixed[::-1]):
        foreseen = two.record.foresee(batch, hours(1))
        assert ("body.due", ONE_BY_ONE) in [(fault.path, fault.sentence) for fault in foreseen.faults]
    before = lines(two.store)
    with pytest.raises(Refused, match="of band 4"):
        two.record(several, hours(1))
    assert lines(two.store) == before


def test_a_day_of_separate_reasons_in_one_file_is_several_acts(two: Carelist) -> None:
    apart = [put_off(two, ref, "baseline_risk_screen", f"her own reason {ref}", more=8) for ref in BOTH]
    assert len(two.record(apart, hours(1))) == 2
