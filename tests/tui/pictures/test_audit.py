"""Pictures of the audits. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.auditing import AT, AUDITOR, MANAGER, audited, drawn, scored
from tests.tui.driving import shows
from tests.tui.test_audit import KEPT, audits

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
THEMES = ["carelist-dark", "carelist-light", "carelist-high-contrast", "NO_COLOR"]
Snap = Any


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of five of which three are scored, one of these not met in two ways."""
    store = tmp_path_factory.mktemp("pictured") / "store"
    audited(store)
    sample = drawn(store)
    wrong = {"first_attempt_in_time": "not_met", "another_way_tried": "partly", "plan_kept": "met", "review_kept": "na"}
    scored(
        store, sample, AUDITOR, wrong, KEPT, KEPT, note="first attempt in time: four days later, and nobody says why"
    )
    return store


def looks_as_it_did(
    snap_compare: Snap, told: Path, tmp_path: Path, size: tuple[int, int], *keys: str, seen: str, worker: str = AUDITOR,
    theme: str = "carelist-dark",
) -> bool:  # fmt: skip
    store = Path(shutil.copytree(told, tmp_path / "store"))
    desk = Desk(store, worker, AT, runs=False)

    async def drive(pilot: Pilot[None]) -> None:
        await audits(pilot)
        for key in keys:
            await pilot.press(key)
            await shows(pilot, seen if key == keys[0] else "")
        await pilot.pause()

    try:
        app = CarelistApp(desk, theme=theme if theme != "NO_COLOR" else None)
        return bool(snap_compare(app, terminal_size=size, run_before=drive))
    finally:
        desk.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_samples_and_what_came_of_the_one_at_hand(
    snap_compare: Snap, told: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    """A row a sample: of what, how many of how many, of when, how far it is scored. Under it who drew it by which seed,
    then a line a criterion with its counts, `- not met, case 1` with its words under the first, and that no second
    reader has read. The footer of a manager has Improvement."""
    assert looks_as_it_did(snap_compare, told, tmp_path, size, seen="", worker=MANAGER)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_a_case_that_is_scored(
    snap_compare: Snap, told: Path, tmp_path: Path, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the left what the record shows: what it is, the clocks (due, not done, how late), what was done, how they
    stood; workers are letters, also in the note. At the right nine criteria in their words, each with its sign
    before it: m, N and ?, and `>` at the one at hand, which is whole where the others are cut (80 columns); under them
    the keys, and how many are answered."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    assert looks_as_it_did(
        snap_compare, told, tmp_path, size, "enter", "m", "n", seen="Case 4 of 5", theme=theme
    )  # fmt: skip
