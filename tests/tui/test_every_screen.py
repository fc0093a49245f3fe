"""A walk through every place of the app: hostile words, every look, every size; nothing crashes, acts or is faint."""

from __future__ import annotations

import gc
import random
import re
import shutil
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from difflib import ndiff
from itertools import cycle
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.pilot import Pilot
from textual.widget import Widget

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.which_form import LAYOUTS
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.settings.bound_keys import kinds_of_screens
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.themes import LEAST, PALETTES
from carelist_tui.tui.widgets.form.controls import SafeTextArea
from tests.profiles import turn
from tests.tui.driving import text_of, until
from tests.tui.telling import ME, NOW
from tests.tui.test_themes import cells, too_faint
from tests.tui.walking import ELSEWHERE, ESCAPES, HOSTILE, ON_THE_LIST, PEOPLE, STANDS_FOR_ESCAPES, tell_hostile

pytestmark = pytest.mark.slow

PLACES = (*ON_THE_LIST, *ELSEWHERE)
FEWER = tuple(place for place in PLACES if not place[0][-1].isdigit())
"""Without the tabs of a person and the steps of the huddle: what is drawn there is drawn elsewhere too."""
ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
JOINERS = {"\u200c", "\u200d"}
UNSEEN_KINDS = {"SheetScreen", "ClockScreen", "CaseScreen", "CaseloadScreen", "TourScreen"}
"""The sheet is reached by closing the huddle (below), the question about a clock by one that is wrong
(test_clock.py), a case of an audit by whoever may score one (test_audit.py), a caseload by a file (caseload/), the
tour by an app of its own (test_tour.py)."""
WHOLE = (120, 40)
SENT = re.compile(
    r"\x1b\]22;(?:default|pointer|text)\x07|\x1b\[[0-9;:?<=>$]*[A-Za-z~]|\x1b[=>]|\x1bP\+q[0-9a-f]*\x1b\\"
)
"""What Textual itself sends: moves, colours, modes, the shape of the mouse. No title, no clipboard, no bell."""


@pytest.fixture(scope="module")
def told_hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("every") / "store"
    tell_hostile(store)
    return store


@pytest.fixture
def hostile(told_hostile: Path, tmp_path: Path) -> Iterator[Desk]:
    store = tmp_path / "store"
    shutil.copytree(told_hostile, store)
    opened = Desk(store, ME, NOW, runs=False)
    yield opened
    opened.close()


@asynccontextmanager
async def walk(desk: Desk, size: tuple[int, int]) -> AsyncIterator[tuple[CarelistApp, Pilot[None]]]:
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: f"Missed {PEOPLE}" in text_of(app) and f"Board {PEOPLE}" in text_of(app))
        await desk.wake()
        yield app, pilot
    assert app.return_code in (0, None), "nothing crashed"


def kind_of(screen: Any) -> str:
    """What kind of screen it is; of a form, which questions it asks."""
    return type(screen.questions if isinstance(screen, FormScreen) else screen).__name__


async def go(pilot: Pilot[None], what: str, keys: list[str], kind: str) -> None:
    """Be at this place, at rest; fails where the keys lead elsewhere."""
    home, (first, *others) = pilot.app.screen, keys
    await pilot.press(first)
    if first == "H" and others:
        await until(pilot, lambda: pilot.app.screen is not home)
    if others:
        await pilot.press(*others)
    await until(pilot, lambda: kind_of(pilot.app.screen) == kind)
    for _ in range(60):
        before = text_of(pilot.app)
        await pilot.pause(0.02)
        if text_of(pilot.app) == before:
            return
    raise AssertionError(f"{what} does not come to rest")


async def back(app: CarelistApp, pilot: Pilot[None]) -> None:
    """The list again, nothing marked, no call begun, nothing kept of a form."""
    for _ in range(4):
        await pilot.press("escape")
        if app.screen is app.first and not (app.first.shown.typing or app.first.shown.marked or app.first.call.attempt):
            break
    assert app.screen is app.first
    for begun in app.desk.kept.begun():
        app.desk.kept.drop(begun.key)


def acting_in(app: CarelistApp) -> set[str]:
    """What acts on a terminal, or hides, of all that is on screen."""
    written = "".join(s.text for strip in app.screen._compositor.render_strips(app.size) for s in strip)
    return {c for c in written if unicodedata.category(c) in ACTING} - JOINERS


async def storm(app: CarelistApp, pilot: Pilot[None], dice: random.Random) -> None:
    """Some sizes one after the other, the last as at the start; a window too small says so."""
    for _ in range(2):
        width, height = dice.randint(40, 200), dice.randint(10, 60)
        await pilot.resize_terminal(width, height)
        await pilot.pause()
        assert not acting_in(app)
        if isinstance(app.screen, Page):
            says_so = "at least 80 columns" in " ".join(text_of(app).split())
            assert says_so == (width < 80 or height < 24), (width, height)
    await pilot.resize_terminal(*WHOLE)
    await pilot.pause()


def test_every_kind_of_screen_is_on_the_way() -> None:
    screens = {kind.__name__ for kind in kinds_of_screens() if not kind.__subclasses__()} - {"FormScreen"}
    opened = screens | {Questionnaire.__name__, *(kind.__name__ for kind in LAYOUTS)}
    assert opened - {kind for _, _, kind in PLACES} <= UNSEEN_KINDS


@pytest.mark.long
async def test_no_place_is_harmed_by_words_sizes_or_looks(hostile: Desk) -> None:
    """Each place: nothing acts; no glyph is faint in any look; after a storm of sizes all is there as it was."""
    dice, looks, wrong = random.Random(4), cycle(PALETTES), []
    async with walk(hostile, WHOLE) as (app, pilot):
        for what, keys, kind in turn(PLACES, 0, 3):
            app.theme = theme = next(looks)
            await go(pilot, what, keys, kind)
            before = text_of(app)
            wrong += [f"{what}: {found!r} acts" for found in acting_in(app)]
            if dice.random() < 0.5:
                await storm(app, pilot, dice)
            if text_of(app) != before:
                changes = ndiff(before.splitlines(), text_of(app).splitlines())
                lost = [line for line in changes if line[0] in "+-"]
                wrong += [f"{what}, after the storm: {line}" for line in lost if "unfinished" not in "".join(lost)]
            wrong += [f"{what}, {theme}: {faint}" for faint in too_faint(app, LEAST[theme])]
            await back(app, pilot)
    assert not wrong, "\n".join(wrong)


OPENED_AGAIN = ("Questionnaire", "PersonScreen", "ChooseScreen", "AskScreen", "HelpScreen", "FindScreen")


async def test_a_page_that_was_left_is_freed_however_often_it_is_opened(hostile: Desk) -> None:
    """Without a change of look between, which would free some of them. One page may stay, with what is typed into on
    it: what was begun on it and lives on, such as a timer, holds the page it was begun on, and no other."""
    places = {kind: place for place in reversed(PLACES) if (kind := place[2]) in OPENED_AGAIN}
    assert set(places) == set(OPENED_AGAIN)
    left: WeakSet[Any] = WeakSet()
    typed_into: WeakSet[Any] = WeakSet()
    most = 0
    kept: list[str] = []
    async with walk(hostile, WHOLE) as (app, pilot):
        for place in (*places.values(), *places.values(), *places.values()):
            await go(pilot, *place)
            left.add(app.screen)
            fields = list(app.screen.query(SafeTextArea))
            typed_into.update(fields)
            most = max(most, len(fields))
            del fields
            await back(app, pilot)
        for _ in range(50):
            gc.collect()
            kept = [str(page) for page in left if page is not app.screen]
            if len(kept) <= 1 and len(typed_into) <= most:
                break
            await pilot.pause(0.1)
        assert len(kept) <= 1, kept
        assert 0 < len(typed_into) <= most
        living = gc.get_objects()
        drawn, widgets = (sum(isinstance(each, kind) for each in living) for kind in (StylesCache, Widget))
        assert drawn <= widgets, "nor are its lines, as they were drawn"


async def test_without_colour_no_place_has_any_and_every_place_fits_80_by_24(
    hostile: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    wrong = []
    async with walk(hostile, (80, 24)) as (app, pilot):
        for what, keys, kind in turn(FEWER, 1, 3):
            await go(pilot, what, keys, kind)
            for segment in cells(app):
                style = segment.style or Style()
                if not all(c is None or c.is_default for c in (style.color, style.bgcolor)):
                    wrong.append(f"{what}: {segment}")
            wrong += [f"{what}: {found!r} acts" for found in acting_in(app)]
            if isinstance(app.screen, Page) and not text_of(app).splitlines()[-1].strip():
                wrong.append(f"{what}: no keys in the footer")
            await back(app, pilot)
    assert not wrong, "\n".join(wrong)


async def test_what_is_shown_whole_is_whole(hostile: Desk) -> None:
    """On the page of all that is known, every printable character of every field stands."""
    seen: Any = ""
    async with walk(hostile, WHOLE) as (app, pilot):
        await pilot.press("f2", "g")
        for _ in range(PEOPLE):
            await pilot.press("v")
            await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
            page: Any = app.screen
            seen += "".join(strip.text for strip in page.make(WHOLE[0]))
            await pilot.press("escape", "j")
    squeezed = "".join(seen.split())
    for what, text in HOSTILE.items():
        said = ESCAPES if text == STANDS_FOR_ESCAPES else text[:2000]
        kept = unicodedata.normalize("NFC", said)
        assert "".join(shown_text(kept).split()) in squeezed, f"{what} is not whole"


@pytest.mark.long
def test_no_byte_of_anybody_reaches_a_terminal_as_more_than_words(hostile: Desk) -> None:
    """Through every place in a real terminal: what is sent is words, and what Textual itself sends."""
    from tests.tui.test_terminal import Terminal  # not on Windows

    with Terminal(hostile.store) as terminal:
        terminal.until(f"Missed {PEOPLE}")
        for what, keys, _ in turn(FEWER, 2, 3):
            for typed in (b"".join(BYTES.get(key, key.encode()) for key in keys), b"\x1b", b"\x1b", b"\x1b"):
                terminal.type(typed)
                terminal.quiet(0.06)
            assert not terminal.ended_already(), f"{what}: it ended"
        sent = terminal.raw.decode("utf-8")
        left = SENT.sub("", sent)
        foreign = {c for c in left if unicodedata.category(c) == "Cc"} - {"\r", "\n"}
        assert not foreign, [left[max(0, left.index(c) - 40) : left.index(c) + 40] for c in foreign]
        terminal.type(b"q")
        assert terminal.ended() == 0


async def test_no_name_reaches_the_palette_as_more_than_words_or_keeps_it_waiting(hostile: Desk) -> None:
    async with walk(hostile, WHOLE) as (app, pilot):
        for _ in HOSTILE:
            await pilot.press("ctrl+p", *"record crisis")
            await until(pilot, lambda: "Record: Crisis, " in text_of(app))
            assert not {c for c in text_of(app) if unicodedata.category(c) == "Cc"} - {"\n"}
            await pilot.press("escape", "escape", "down")


BYTES = {
    "escape": b"\x1b", "space": b" ", "slash": b"/", "full_stop": b".", "plus": b"+", "comma": b",", "ctrl+p": b"\x10",
    "question_mark": b"?", "enter": b"\r", "ctrl+s": b"\x13", "ctrl+x": b"\x18",
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~", "f6": b"\x1b[17~",
}  # fmt: skip
