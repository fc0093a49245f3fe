"""No "…" hides a fact: where a text is cut, the whole is read by one key from there, at 80x24 and at 120x40."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets import plain
from carelist_tui.tui.widgets.person.story_lines import SIGNS
from tests.profiles import IS_FULL
from tests.tui.driving import text_of, until
from tests.tui.telling import ME, NOW
from tests.tui.test_every_screen import back, go
from tests.tui.walking import ELSEWHERE, ON_THE_LIST, laptop, other_version, story

pytestmark = pytest.mark.slow

CUT = "\N{HORIZONTAL ELLIPSIS}"
LONG = "Alpha{n} sits by the window of the old library and says nobody has rung since the second week of May omega{n}"
FAMILY, GIVEN = "Featherstonehaugh-Mallory", "Anneliese Wilhelmina"
MYSELF = "Tomasina Featherstonehaugh-Price"
SIZES = ((80, 24), (120, 40))
READS: dict[str, tuple[tuple[str, ...], ...]] = {
    "TodayScreen": (("v",), ("o",)), "MeasuresScreen": (("v",),), "ChooseScreen": (("down",),) * 80,
    "PaletteScreen": (), "FindScreen": (("enter",),), "HuddleScreen": (("full_stop",),),
}  # fmt: skip
"""The keys that show the whole of what is cut, by the kind of screen; a choice shows it of the line that one stands on.
Of the list `v` shows all that is known of whoever is at hand, and `o` all that is due, each line whole; in a call, in
which no form is opened, `v` shows both. What is being typed takes every letter: enter ends it first."""
READING = tr("Reading").rstrip(".")
"""Until what is read has come."""
ITS_OWN = ("Search for commands", "Type to find")
"""What no fact stands in."""


@pytest.fixture(scope="module")
def told_long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people of the same long name, of whom everything is said at length; a worker of a long name."""
    store = tmp_path_factory.mktemp("long") / "store"
    door = Carelist.init(store, worker=ME, name=MYSELF, role="coordinator", team="North of the river",
                         now=NOW.replace(month=2, day=1), encrypted=False)  # fmt: skip
    for n in range(3):
        text, ref = LONG.format(n=n), f"P-00{n}"
        accepted, *rest = story(ref, text)
        accepted["body"] |= {"given": GIVEN, "family": FAMILY, "known_as": "Annie"}
        door.record([accepted, *rest, other_version(ref, text), laptop(n, text)], NOW)
    door.close()
    return store


@pytest.fixture
def long(told_long: Path) -> Iterator[Desk]:
    desk = Desk(told_long, ME, NOW, runs=False)
    yield desk
    desk.close()


class Cuts:
    """What a screen cuts while it is drawn: as it is shown, and whole."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: dict[str, str] = {}
        add, cuts = plain.Line.add, self.found

        def adding(line: plain.Line, text: str, style: Any = None, width: int | None = None) -> plain.Line:
            shown = shown_text(text)
            room = line.room if width is None else min(line.room, width)
            if plain.width_of(shown) > room > 1:
                cuts[plain.fit(shown, room).rstrip()] = shown
            return add(line, text, style, width)

        monkeypatch.setattr(plain.Line, "add", adding)

    def on(self, app: CarelistApp) -> dict[str, str]:
        """Those of the screen that stands, drawn afresh, that are in sight."""
        self.found.clear()
        if isinstance(app.screen, Page):
            app.screen.draw()
        text = text_of(app)
        return {shown: whole for shown, whole in self.found.items() if shown in text and CUT in shown}


def squeezed(text: str) -> str:
    return "".join(text.split())


async def all_of(app: CarelistApp, pilot: Pilot[None]) -> str:
    """What the page at hand says, from its first line to its last."""
    said = ""
    for _ in range(30):
        now = text_of(app)
        if now in said:
            break
        said += now
        await pilot.press("pagedown")
        await pilot.pause()
    return said


async def read_by_a_key(app: CarelistApp, pilot: Pilot[None], kind: str) -> str:
    """All that the keys of this screen show which say it whole; then the screen stands as before."""
    home, said = app.screen, text_of(app)
    if app.screen is app.first and (app.first.call.writing or app.first.shown.typing):
        await pilot.press("enter")
    for keys in (("v",),) if app.screen is app.first and app.first.call.attempt else READS.get(kind, ()):
        await pilot.press(*keys)
        if keys == ("down",):
            await pilot.pause()
            said += text_of(app)
            continue
        await until(pilot, lambda: app.screen is not home)
        await until(pilot, lambda: READING not in text_of(app).splitlines()[1])
        said += await all_of(app, pilot)
        for _ in range(3):
            if app.screen is not home:
                await pilot.press("escape")
                await until(pilot, lambda: isinstance(app.screen, Screen))
    return squeezed("".join(line.strip("│ ") for line in said.splitlines()))


def is_said(whole: str, said: str, kind: str) -> bool:
    """Whether all of it stands there, however its lines are broken: of a line of several facts each of them. A choice
    at hand stands in two columns, whose lines alternate: each word of it. What signs mean is no fact of this page."""
    parts = [part for part in re.split(r"  +|[()]", whole.replace(SIGNS, "  ")) if part.strip()]
    if SIGNS in whole:
        parts = parts[:-1]  # how many lines there are besides is said before what is cut
    if kind == "ChooseScreen":
        parts = [word for part in parts for word in part.split()]
    return all(squeezed(part) in said for part in parts)


PLACES = (*ON_THE_LIST, *ELSEWHERE)
WALKED = PLACES if IS_FULL else tuple(
    place for place in PLACES
    if place[0] in ("Today", "Board", "Handovers", "Actions", "a contact", "a risk check", "something else",
                    "everything due", "finding anybody", "the huddle", "the huddle, step 3", "measures",
                    "how laptops stand", "settings", "a list", "a person")
)  # fmt: skip
"""Where something was ever cut, in every build; everywhere by night."""


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_what_is_cut_is_read_whole_by_one_key_from_there(
    long: Desk, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts, app, wrong = Cuts(monkeypatch), CarelistApp(long), []
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: f"{tr('Missed')} 3" in text_of(app) and f"{tr('Board')} 3" in text_of(app))
        await long.wake()
        for what, keys, kind in WALKED:
            await go(pilot, what, keys, kind)
            found = cuts.on(app)
            if found:
                said = await read_by_a_key(app, pilot, kind)
                at_hand = {shown: whole for shown, whole in found.items() if is_at_hand(app, shown, kind)}
                wrong += [f"{what}: {shown}" for shown, whole in at_hand.items() if not is_said(whole, said, kind)]
            await back(app, pilot)
    assert not wrong, "\n".join(wrong)


def is_at_hand(app: CarelistApp, shown: str, kind: str) -> bool:
    """Whether what is cut is of the row that is stood on, or of no row: of another row its own key says it."""
    if kind not in ("TodayScreen", "FindScreen", "HuddleScreen", "MeasuresScreen"):
        return True
    lines = [line for line in text_of(app).splitlines() if shown in line]
    rows = [line for line in lines if line.startswith(("   ", "x  ")) and not line.startswith("    ")]
    return any(line not in rows for line in lines)


async def test_who_is_signed_in_is_whole_in_the_top_line_at_the_least_size(long: Desk) -> None:
    app = CarelistApp(long)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Missed 3" in text_of(app))
        head = text_of(app).splitlines()[0]
        assert "Tomasina, coordinator" in head
        assert "3 Mar 2026 09:04" in head
        assert CUT not in head


async def test_what_is_typed_to_find_a_record_stands_there_however_long_a_name_is(long: Desk) -> None:
    app = CarelistApp(long)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Missed 3" in text_of(app))
        await long.wake()
        await pilot.press("f2", "plus")
        await until(pilot, lambda: "Record what about" in text_of(app))
        await pilot.press(*"crisis")
        await until(pilot, lambda: "Type to find it: crisis_" in " ".join(text_of(app).split()))
