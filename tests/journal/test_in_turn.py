"""What several workers recorded one after the other, in one transaction: each at their own moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.append.batch import Sitting
from carelist_tui.vault.keys.derivation import FLOOR
from tests.journal.reading_rows import lines
from tests.journal.telling import MONDAY, accepted, completed, coordinator, draft, hours, missed, store_at, worker, zone

ID = "019caaaa-0000-7000-8000-000000000001"
SITTINGS = [
    Sitting("w-ann", hours(1), [worker("added", MONDAY, "w-tom"), worker("added", MONDAY, "w-sue")]),
    Sitting("w-tom", hours(2), [accepted("P-1", hours(1), ID), coordinator("P-1", hours(1), "w-tom")]),
    Sitting("w-ann", hours(3), [accepted("P-2", hours(2)), zone("P-1", hours(2), "amber")]),
    Sitting("w-tom", hours(6), [completed("P-1", hours(5)), missed("P-2", hours(5))]),
]


def told(carelist: Carelist) -> list[tuple[str, str, int, str]]:
    return [(each["type"], each["author"], each["seq"], each["recorded_at"]) for each in lines(carelist.store)]


def owed(carelist: Carelist) -> list[tuple[str, str, str, str]]:
    items = carelist.people.today(hours(30), days=400)
    return sorted((each.kind, each.person.ref if each.person else "", each.owner, f"{each.due_at}") for each in items)


def test_each_is_recorded_by_their_own_hand_at_their_own_moment_as_if_one_after_the_other(
    carelist: Carelist, tmp_path: Path
) -> None:
    assert carelist.record.in_turn(SITTINGS) == 8
    with store_at(tmp_path / "one by one") as other:
        for sitting in SITTINGS:
            other.worker = sitting.author
            other.record(sitting.drafts, sitting.now)
        assert told(carelist) == told(other)
        assert owed(carelist) == owed(other)
    assert carelist.verify().ok


def test_who_has_left_by_then_records_nothing_and_nor_does_anybody_else_with_them(carelist: Carelist) -> None:
    leaves = Sitting("w-ann", hours(7), [worker("changed", hours(7), "w-sue", active=False)])
    late = Sitting("w-sue", hours(8), [draft("huddle.held", hours(8), {"team": "north"})])
    with pytest.raises(Refused, match="nobody works here under the id w-sue"):
        carelist.record.in_turn([*SITTINGS, leaves, late])
    assert len(told(carelist)) == 1


def test_a_fault_in_the_last_sitting_refuses_all_of_them(carelist: Carelist) -> None:
    with pytest.raises(Refused, match="is on the caseload already"):
        carelist.record.in_turn([*SITTINGS, Sitting("w-sue", hours(9), [accepted("P-1", hours(9))])])
    assert len(told(carelist)) == 1


def test_time_goes_on_from_one_sitting_to_the_next(carelist: Carelist) -> None:
    with pytest.raises(Refused, match="in the order of time"):
        carelist.record.in_turn([*SITTINGS, Sitting("w-sue", hours(5), [zone("P-2", hours(5))])])
    assert len(told(carelist)) == 1


def test_nobody_sits_down_at_an_encrypted_store_without_signing_in(tmp_path: Path) -> None:
    made = Carelist.init(
        tmp_path / "closed", worker="w-ann", name="Ann Able", role="manager", team="north", now=MONDAY,
        encrypted=FLOOR, passphrase="gravel lantern ochre whistle",
    )  # fmt: skip
    with made, pytest.raises(Refused, match="encrypted"):
        made.record.in_turn(SITTINGS)
