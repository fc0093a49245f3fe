"""Every key of every screen, pressed: what records, or opens what records, declares it; read only, it says so."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.read_only import NOTHING, ReadingDesk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import bindings_in, described, writes
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.two_versions import SettlingScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.settings.bound_keys import holders
from carelist_tui.vault.connection import connect
from tests.profiles import IS_FULL
from tests.tui.driving import settled, text_of, until
from tests.tui.telling import ME, NOW, plan, tell
from tests.tui.test_sections import action

pytestmark = pytest.mark.slow

SIZE = (120, 40)
MISSED = ("H", *["left"] * 3, "space", "space")
"""The step of the huddle about missed contact, wherever the huddle stood."""
CLOSE = ("H", *["space"] * 8, "ctrl+s")
PLACES: dict[str, tuple[str, ...]] = {
    "today": ("f2", "g"), "person": ("f2", "g", "full_stop"), "huddle": MISSED,
    "form": ("f2", "g", "z"), "settling": ("f2", "G", "p", "1"), "syncing": ("S",), "settings": ("comma",),
    "finding": ("f", "y", "u"), "reading": ("f2", "v"), "choosing": ("f2", "g", "o"), "asking": ("S", "f"),
    "dayend": ("E",), "sheet": CLOSE, "listing": ("L", "1"), "supervision": ("V", "2"),
    "measures": ("M",), "cases": ("M", "enter"), "audit": ("K",), "auditing": ("K", "enter"),
    "looking": ("f2", "X", "b", "enter", "a", "enter"), "app": ("f2", "g"),
}  # fmt: skip
"""The keys that lead from the list to where the keys of these ids can be pressed."""
WALKED = [*PLACES] if IS_FULL else ["today", "person", "huddle", "settling", "listing", "auditing"]
READ_ONLY = [*PLACES] if IS_FULL else ["today", "person", "huddle", "form", "measures"]
"""Where most of what records is pressed: these in every build, all by night."""
LEADS: dict[str, tuple[str, ...]] = {
    "today.record-outcome": ("f2", "g", "space", "2"), "today.call-person": ("f2", "g", "space", "2"),
    "today.note-attempt": ("f2", "g", "e", "a", "enter", "2"),
    "today.list-mdt": ("f2", "g", "x", "b"), "today.give-due": ("f2", "g", "x", "t"),
    "today.defer-due": ("f5", "g", "x", "l"),
    "audit.score-cases": ("K", "enter", "m", "ctrl+s"),
    "audit.draw-sample": ("K", "d", "1", "1", "enter", "7", "enter"),
    "auditing.record-score": ("K", "enter", "m", "ctrl+s"),
    "person.take-back": ("f2", "g", "space", "2", "u"), "person.put-back": ("f2", "g", "space", "2", "u", "U"),
    "huddle.close-huddle": CLOSE, "huddle.note-person": (*MISSED, "e", "a", "enter", *CLOSE[1:]),
    "form.save-entry": ("f2", "g", "z", "3", "a", "ctrl+s"),
    "settling.record-version": ("f2", "G", "p", "1", "1", "ctrl+s", "ctrl+s"),
    "settling.write-anew": ("f2", "G", "p", "1", "w"),
}  # fmt: skip
"""The whole way to what a key records, where it takes more than the key."""
WHO = {"audit": "w-leah", "auditing": "w-leah"}
"""Who presses them, where it is not the coordinator."""
OPENS = ("K", "H", "E", "p", "z", "S", "o", "l", "L", "M", "V", "f")
"""Keys after which the next one is meant for another screen, where they are not typed into a field."""
WHERE_NOTHING_IS_RECORDED = {"form": ("f2", "g", "o", "1", "1"), "settling": ("f2", "G", "o", "1")}
"""The way there where what usually leads there is a key that records."""
BELOW = {"huddle": MISSED[1:], "today": ("f2", "g"), "app": ("f2", "g")}
"""What leads there from the same screen, in another state."""
SEEN_ELSEWHERE = {
    "audit.open-improvement": "opens its form from what was not met in a sample: test_audit",
    "settling.record-mistake": "strikes out what stands in the way of somebody's leaving: another kind of two versions",
    "syncing.settle-versions": "opens the screen of two versions, where something of the team's is in conflict",
    "today.bring-caseload": "asks for a file, and records once it was tried: caseload/test_caseload.py",
    "today.cover-closure": "records for whom cover is due, as nobody's is on this Tuesday: test_closure_rows",
    "today.hear-closure": "records of whom a closure is asked about: test_closure_rows",
    "today.allocate-people": "names who coordinates those who have nobody: test_acts_on_several",
    "huddle.cover-closure": "records for whom cover is due: test_several_in_the_huddle",
    "huddle.hear-closure": "records of whom a closure is asked about: test_several_in_the_huddle",
    "huddle.defer-due": "puts off what may be; what a missed contact asks may not: test_several_in_the_huddle",
    "syncing.revoke-laptop": "revokes a lost laptop of an encrypted team: meeting/test_second_laptop.py",
    "syncing.admit-entries": "admits what one wrote that was revoked: meeting/test_second_laptop.py",
    "syncing.take-file": "asks for a file, and who sealed it: meeting/test_handover_files.py",
    "syncing.sync-now": "records nothing of ours: it takes in what others did, which the door refuses too",
}  # fmt: skip
"""Keys that record, and have no way here."""
LEAVES_ALL = ("app.quit-carelist", "app.lock-screen")
LAST = "settling.record-version"
"""After it there are no two versions any more."""
ONLY_SHOWS = {
    "today.open-dues": "shows all that is due; the form of one of them can't be saved where nothing may be recorded",
    "choosing.take-line": "what asked declares it", "asking.take-answer": "what asked declares it",
}  # fmt: skip
"""Keys that a form may follow, and that yet may be pressed where nothing may be recorded."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tom's morning, with an action to do; of Col, the last in the queue, stand two versions of his plan."""
    store = tmp_path_factory.mktemp("records") / "store"
    tell(store)
    other = plan("P-0045", avoid=["text"], avoid_note="said at the door", methods=["call"]) | {"replaces": []}
    with Carelist.open(store, ME) as door:
        door.record([other, action("P-0044", "Blood test", "2026-03-03T12:00", ME)], NOW)
    with Carelist.open(store, "w-ada") as door:
        door.audits.draw(Wanted("record", 3, 7), NOW)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told, tmp_path / "store"))


def entries_in(store: Path) -> int:
    with closing(connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def bindings_at(place: str) -> dict[str, Binding]:
    """The bindings that can be pressed at a place, by id."""
    found = (b for kind in holders(CarelistApp) for b in described(vars(kind)["BINDINGS"]))
    return {str(b.id): b for b in found if str(b.id).startswith(f"{place}.")}


def key_of(binding: Binding) -> str:
    return binding.key.split(",")[0].strip()


async def at_rest(pilot: Pilot[Any]) -> None:
    """Nothing moves on screen any more."""
    before = ""
    for _ in range(20):
        await pilot.pause(0.03)
        if (now := f"{type(pilot.app.screen).__name__}{text_of(pilot.app)}") == before:
            return
        before = now


def _has_left(pilot: Pilot[Any], screen: Any) -> bool:
    return pilot.app.screen is not screen


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key, following in zip_longest(keys, keys[1:]):
        screen = pilot.app.screen
        is_typed = isinstance(pilot.app.focused, Input | TextArea) or types_into(pilot.app, screen)
        await pilot.press(key)
        if following is not None and key in OPENS and not is_typed:
            with suppress(AssertionError):
                await until(pilot, partial(_has_left, pilot, screen), 2)
    await at_rest(pilot)


async def stand(app: CarelistApp, pilot: Pilot[Any], place: str, keys: tuple[str, ...]) -> Any:
    """Be at this place, from the list or from where the last key left things; gives the screen."""
    if app.screen is app.first or place in BELOW:
        await press(pilot, *(keys if app.screen is app.first else BELOW[place]))
    return app.screen


def types_into(app: Any, screen: Any) -> bool:
    """Whether what is pressed on this screen goes into a filter."""
    if isinstance(screen, PersonScreen):
        return screen.sifting.typing
    return bool(app.first.shown.typing if screen is app.first else getattr(screen, "typing", False))


async def go_back(app: CarelistApp, pilot: Pilot[Any]) -> None:
    """The list again, nothing kept of what was typed."""
    for _ in range(6):
        if app.screen is app.first and not (app.first.shown.typing or app.first.shown.marked or app.first.call.attempt):
            break
        await pilot.press("escape")
        await pilot.pause(0.05)
    assert app.screen is app.first
    for begun in app.desk.kept.begun():
        app.desk.kept.drop(begun.key)


async def leads_to_a_record(app: CarelistApp, pilot: Pilot[Any], before: int, *, answers: bool) -> bool:
    """Whether what was pressed recorded something or opened a form; the first of what is offered on the way is taken,
    and what is to be typed is typed where it `answers`."""
    for _ in range(4 if answers else 2):
        if entries_in(app.desk.store) > before or isinstance(app.screen, FormScreen | SettlingScreen):
            return True
        if isinstance(app.screen, ChooseScreen):
            await press(pilot, "enter")
        elif isinstance(app.screen, AskScreen) and answers:
            await press(pilot, *"fri", "enter")
    return entries_in(app.desk.store) > before


@asynccontextmanager
async def opened(
    store: Path, worker: str = ME, *, read_only: bool = False
) -> AsyncIterator[tuple[CarelistApp, Pilot[None]]]:
    desk = (ReadingDesk if read_only else Desk)(store, worker, NOW, runs=False)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            yield app, pilot
    finally:
        desk.close()


@pytest.mark.parametrize("place", WALKED)
async def test_what_records_or_opens_a_form_declares_it_and_nothing_else_does(store: Path, place: str) -> None:
    wrong = []
    async with opened(store, WHO.get(place, ME)) as (app, pilot):
        for id, binding in sorted(bindings_at(place).items(), key=lambda each: each[0] == LAST):
            if id in SEEN_ELSEWHERE or id in LEAVES_ALL:
                continue
            if (lead := LEADS.get(id)) is not None:
                await go_back(app, pilot)
                await press(pilot, *lead[:-1])
            stood = app.screen if lead else await stand(app, pilot, place, PLACES[place])
            before = entries_in(store)
            await press(pilot, lead[-1] if lead else key_of(binding))
            found = app.screen is not stood or entries_in(store) > before
            found = found and await leads_to_a_record(app, pilot, before, answers=writes(binding))
            if found != writes(binding) and not (found and id in ONLY_SHOWS):
                wrong.append(f"{id} {'records' if found else 'records nothing'}:\n{text_of(app)}")
            if lead is not None or app.screen is not stood or types_into(app, stood):
                await go_back(app, pilot)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("place", READ_ONLY)
async def test_read_only_every_key_that_records_says_so_and_no_key_records(store: Path, place: str) -> None:
    wrong, before = [], entries_in(store)
    if place in ("sheet", "looking", "auditing"):
        return  # behind the closing of a huddle, an act on several, the scoring of a sample, which are of these keys
    async with opened(store, WHO.get(place, ME), read_only=True) as (app, pilot):
        for id, binding in bindings_at(place).items():
            if id in LEAVES_ALL:
                continue
            stood = await stand(app, pilot, place, WHERE_NOTHING_IS_RECORDED.get(place, PLACES[place]))
            assert id in {each.id for each in bindings_in(type(stood), type(app))}, f"{place} was not reached"
            acts = app.screen.check_action(binding.action.partition("(")[0], ())
            await press(pilot, key_of(binding))
            says = NOTHING[:40] in " ".join(text_of(app).split())
            if writes(binding) and acts and not says:
                wrong.append(f"{id} says nothing:\n{text_of(app)}")
            if writes(binding) and app.screen is not stood:
                wrong.append(f"{id} opens {app.screen}")
            if not writes(binding) and says and app.screen is stood:
                wrong.append(f"{id} records nothing, and says that it may not")
            stood.said = ""
            if app.screen is not stood or types_into(app, stood):
                await go_back(app, pilot)
    assert entries_in(store) == before
    assert not wrong, "\n".join(wrong)


def test_every_key_has_a_place_where_it_was_pressed() -> None:
    every = {b.id for kind in holders(CarelistApp) for b in described(vars(kind)["BINDINGS"])}
    pressed = {id for place in PLACES for id in bindings_at(place)}
    assert (
        every - {id for id in every if str(id).startswith(("clock.", "joining.", "bringing.", "tour.", "help."))}
        == pressed
    ), (
        "a clock is asked about in test_clock.py, two records of one person in meeting/test_two_records.py, "
        "a caseload is brought in in caseload/test_caseload.py, a tour is taken in test_tour.py, help in test_help.py"
    )
    assert set(LEADS) | set(SEEN_ELSEWHERE) | set(ONLY_SHOWS) <= pressed
