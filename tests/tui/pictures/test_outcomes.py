"""Pictures of what somebody works on: the tab of their indicators, a contact with its ratings, a rating by itself.
Each test's docstring says what to look for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.tui.driving import shows, text_of, until
from tests.tui.pictures.test_forms import open_form
from tests.tui.telling import ME, NOW, accepted, entry, plan, spoke, zone

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
THEMES = ["carelist-dark", "carelist-light", "carelist-high-contrast", "NO_COLOR"]
HOPE = "P-0052"
BUS = "019c6e00-0000-7000-8000-000000000001"
MORNING = "019c6e00-0000-7000-8000-000000000002"
SIMPLER = "019c6e00-0000-7000-8000-000000000003"
NIGHTS = "019c6e00-0000-7000-8000-000000000004"
VISIT = "019c6e00-0000-7000-8000-000000000005"
Snap = Any
AGREED: dict[str, Any] = {
    "area": "connection", "name": "Rides the bus", "frequency": "three times a week", "quality": "gets off as planned",
    "support_level": "accompanied", "kind": "graded_step", "baseline": 1, "aim": 4, "every": "week",
    "steps": ["To the stop", "One stop", "To the café with somebody", "Alone"],
}  # fmt: skip
ROUTINE = AGREED | {"area": "self_management", "name": "The morning", "kind": "routine", "support_level": "prompted",
                    "steps": ["Up by ten", "Washed", "Breakfast"], "aim": 3}  # fmt: skip
SLEPT = AGREED | {"area": "daily_living", "name": "How the night was", "kind": "rating_0_10", "steps": [],
                  "support_level": "independent", "baseline": 3, "aim": 6}  # fmt: skip


async def stands(pilot: Pilot[None]) -> None:
    """Wait until nothing moves: what is answered comes in sight once it is laid out."""
    before = ""
    while (now := text_of(pilot.app)) != before:
        before = now
        await pilot.pause(0.3)


def rated(at: str, indicator: str, value: int, support: str, **more: Any) -> dict[str, Any]:
    body = {"indicator": indicator, "value": value, "support_level": support} | more
    return entry("indicator.rated", at, body, ref=HOPE)


def scored(at: str, *scores: int) -> dict[str, Any]:
    items = dict(zip(("help_wanted", "working_on_what_matters", "satisfied"), scores, strict=True))
    return entry("instrument.scored", at, {"instrument": "own_view", "items": items, "by": "person"}, ref=HOPE)


def live(store: Path) -> str:
    """Hope, amber: a ladder that goes up with less help, a routine made simpler, nights that were reached, what
    changed, and two scores. Gives her id."""
    came = accepted(HOPE, "Hope", "Mensah", born="1988-04-04") | {"occurred_at": "2026-01-05T10:00:00+00:00"}
    simpler = ROUTINE | {"steps": ["Up by ten", "Breakfast"], "aim": 2}
    changed = {
        "area": "daily_living", "what_changed": "Sleeps through most nights.", "why": "The flat above is quiet.",
        "our_part": "Wrote to the landlord.", "own_words": "I dream again.", "evidence": [VISIT],
    }  # fmt: skip
    with Carelist.open(store, ME) as door:
        door.record(
            [
                came, plan(HOPE), zone(HOPE, "amber", "sleeping by day"),
                spoke(HOPE, "2026-02-26T11:00", "visit") | {"id": VISIT},
                entry("indicator.agreed", "2026-01-12T11:00", AGREED, ref=HOPE, id=BUS),
                entry("indicator.agreed", "2026-01-12T11:10", ROUTINE, ref=HOPE, id=MORNING),
                entry("indicator.agreed", "2026-01-12T11:20", SLEPT, ref=HOPE, id=NIGHTS),
                rated("2026-01-20T11:00", BUS, 1, "accompanied"), rated("2026-01-27T11:00", BUS, 2, "accompanied"),
                rated("2026-02-03T11:00", MORNING, 1, "prompted", barrier="fatigue"),
                rated("2026-02-10T11:00", NIGHTS, 7, "independent", by="person"),
                rated("2026-02-10T11:10", BUS, 3, "prompted", attempted=True, minutes=25, coping_used="Music.",
                      parts={"To the stop": "alone", "3": "prompted"}),
                entry("indicator.agreed", "2026-02-12T11:00", simpler, ref=HOPE, id=SIMPLER) | {"replaces": [MORNING]},
                entry("indicator.ended", "2026-02-17T11:00", {"indicator": NIGHTS, "outcome": "achieved"}, ref=HOPE),
                entry("outcome.noted", "2026-02-27T11:00", changed, ref=HOPE),
                scored("2026-01-12T12:00", 3, 4, 4), scored("2026-02-26T12:00", 6, 7, 6),
            ], NOW)  # fmt: skip
        return next(found.person for found in door.people.find("") if found.ref == HOPE)


def tab_drawn(snap: Snap, store: Path, size: tuple[int, int], *keys: str, theme: str | None = None) -> bool:
    person = live(store)
    with closing(Desk(store, ME, NOW, runs=False)) as desk:

        async def drive(pilot: Pilot[None]) -> None:
            await shows(pilot, "[Today")
            page = PersonScreen(desk, person)
            await pilot.app.push_screen(page)
            await shows(pilot, "newest first")
            await until(pilot, lambda: page.reader.told is not None and page.reader.told.past is not None)
            await pilot.press("7", *keys)
            await pilot.pause(0.2)

        app = CarelistApp(desk, theme=theme if theme != "NO_COLOR" else None)
        return bool(snap(app, terminal_size=size, run_before=drive))


@pytest.mark.parametrize("size", SIZES)
def test_what_somebody_works_on(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """Under the name of each what runs: now, from and aim in the words of the steps; the help it took over time with an
    arrow at each change; the chart with its aim dashed and its baseline dotted; its newest rating."""
    assert tab_drawn(snap_compare, store, size)


@pytest.mark.parametrize("size", SIZES)
def test_the_foot_of_it(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """At the foot what has ended, apart: the morning changed (another took its place), the nights achieved. Above it on
    the large one the instrument, better than at first, each item with its first and newest score; and what changed."""
    assert tab_drawn(snap_compare, store, size, "G")


@pytest.mark.parametrize("theme", THEMES)
def test_what_somebody_works_on_in_every_theme(
    snap_compare: Snap, store: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    """The same in each theme, and without colour: what is said by colour is said in words too."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    assert tab_drawn(snap_compare, store, (80, 24), theme=theme)


@pytest.mark.parametrize("size", SIZES)
def test_a_contact_of_somebody_amber_with_its_ratings(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """Each warning sign is answered: `none else seen` is chosen, below it what was not asked; the plan for 72 hours is
    offered without a star. f4 has opened the ratings: the ladder in the words of its steps, the third chosen; then each
    step, the help it took, what was in the way, whether it was tried."""
    live(store)
    with closing(Desk(store, ME, NOW, runs=False)) as desk:

        async def drive(pilot: Pilot[None]) -> None:
            form = await open_form(pilot, "contact.completed", HOPE)
            for path, words in (("body.method", "visit"), ("body.purpose", "activity"),
                                ("body.how_are_they", "as_usual"), ("body.what_we_did", "Rode two stops."),
                                ("body.signs_ticked", "none")):  # fmt: skip
                form.form.put(path, words)
            await pilot.press("f4")
            await until(pilot, lambda: form.form.at_hand == f"rating-{BUS}.value")
            await pilot.press("3")
            await until(pilot, lambda: form.form.at_hand == f"rating-{BUS}.step0")
            await pilot.press("1")
            await stands(pilot)

        assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_rating_by_itself(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """The form of a rating: which indicator, both that run by their names; none of what has ended."""
    live(store)
    with closing(Desk(store, ME, NOW, runs=False)) as desk:

        async def drive(pilot: Pilot[None]) -> None:
            await open_form(pilot, "indicator.rated", HOPE)
            await stands(pilot)

        assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)
