"""Pictures of the measures. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import shows
from tests.tui.measuring import AT, measured, noted
from tests.tui.test_measures import measures, read_again

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
THEMES = ["carelist-dark", "carelist-light", "carelist-high-contrast", "NO_COLOR"]
Snap = Any


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("pictured") / "store"
    measured(store)
    with Carelist.open(store, "w-ada") as door:
        door.record([noted(what_we_do="Go on, and look again in May.", step_change=True)], AT)
        door.measures.count()
    return store


@pytest.fixture
def store(months: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(months, tmp_path / "store"))


def drawn(
    snap_compare: Snap, store: Path, size: tuple[int, int], measure: str, *keys: str, theme: str = "carelist-dark",
    seen: str = "", again: bool = False,
) -> bool:  # fmt: skip
    """Whether the screen, with this measure at hand and after these keys, looks as it did."""
    desk = Desk(store, "w-ada", AT, runs=False)

    async def drive(pilot: Pilot[None]) -> None:
        screen = await measures(pilot, measure)
        if again:
            await read_again(pilot, screen, *keys)
        else:
            await pilot.press(*keys)
        if seen:
            await shows(pilot, seen)
        await pilot.pause()

    try:
        app = CarelistApp(desk, theme=theme if theme != "NO_COLOR" else None)
        return bool(snap_compare(app, terminal_size=size, run_before=drive))
    finally:
        desk.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_a_measure_with_its_chart(
    snap_compare: Snap, store: Path, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows under headings in capitals: title, n of d and share, thirteen marks, `!` and a word at a signal. Below,
    of first response: 80 of 120, half within 2 h; too few months to say since the step change; the note on it; a chart
    of five months at 33 %, then five at 100 %, the letter a where these begin, the median of each stretch dashed. At
    80 columns the words go above the chart and `v` leads on; at 120 they stand beside it and every title is whole."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    assert drawn(snap_compare, store, size, "first_response", theme=theme)


@pytest.mark.parametrize("size", SIZES)
def test_rare_events_are_drawn_by_the_days_between_them(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """Crises: so many a month per 100 people; a chart of days from one to the next, some 7 and some 55."""
    assert drawn(snap_compare, store, size, "crisis_rate")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["carelist-dark", "NO_COLOR"])
@pytest.mark.parametrize(("measure", "keys"), [("missed_rate", "tt"), ("re_engaged_28", "t"), ("caseload_balance", "")])
def test_how_a_figure_breaks_down(
    snap_compare: Snap, store: Path, size: tuple[int, int], theme: str, measure: str, keys: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Contacts missed by kind: one bar, all of them calls, 120 of 120. Still out of contact: a curve from a third of
    them on the day itself to nobody from the third day on. Who holds how much: a dot on a line without a name, where
    two workers hold as much; below it Leah, then Tom, each with their people and contacts a week. Each under its title,
    its numbers beside it."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    assert drawn(snap_compare, store, size, measure, *keys, theme=theme)


@pytest.mark.parametrize("size", SIZES)
def test_what_guards_a_measure_stands_on_its_panel(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """Days in contact as often as owed, and beside it contacts missed, what was called off and kept in part."""
    assert drawn(snap_compare, store, size, "cadence_kept")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["b", "W"])
def test_groups_by_name(snap_compare: Snap, store: Path, size: tuple[int, int], key: str) -> None:
    """By team: North, then South. By worker: Leah, then Tom, without limit or colour, and one sentence on all."""
    assert drawn(snap_compare, store, size, "first_response", key, again=True)


@pytest.mark.parametrize("size", SIZES)
def test_all_of_a_measure(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """What it counts, what is beside it, its limits by stretch with the reason, the months, the note with who wrote it;
    how many lines more are below."""
    assert drawn(snap_compare, store, size, "first_response", "v", seen="What it counts")


@pytest.mark.parametrize("size", SIZES)
def test_who_stands_behind_a_figure(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """A row a case: FAMILY Given, counted or not counted, from when to when, by when; 1 of 120."""
    assert drawn(snap_compare, store, size, "first_response", "enter", seen="120 cases")
