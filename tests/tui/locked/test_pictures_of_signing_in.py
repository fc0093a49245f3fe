"""Pictures of signing in, the lock, and the secret steps of the first run. Every test's docstring says what to look for
when one has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.first_run import OWN_WORDS
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.sign_in.lock import LockScreen
from carelist_tui.tui.screens.sign_in.passphrase import PassphraseScreen
from carelist_tui.tui.screens.sign_in.recovery_key import RecoveryScreen
from carelist_tui.tui.themes import LEAST, PALETTES
from tests.tui.driving import settled, shows, until
from tests.tui.locked.conftest import Sealed
from tests.tui.telling import ME, NOW
from tests.tui.test_themes import too_faint

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any
KEY = "7K2M-Q9TD-AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"


def shown(make: Callable[[], Screen[Any]], sealed: Sealed) -> tuple[CarelistApp, Callable[[Pilot[None]], Any]]:
    """The app, and what puts this screen over its sign-in."""
    app = CarelistApp(sealed.shut)

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Passphrase")
        app.push_screen(make())
        await until(pilot, lambda: not isinstance(app.screen, LockScreen))

    return app, drive


@pytest.mark.parametrize("size", SIZES)
def test_who_signs_in_is_asked_and_a_wrong_passphrase_said(
    snap_compare: Snap, sealed: Sealed, size: tuple[int, int]
) -> None:
    """Three workers by their ids, Leah at hand; some dots typed; that the one before was wrong, and what opens the
    store when it is lost."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Who are you?")
        await pilot.press("down", *"not the one", "enter")
        await shows(pilot, "The passphrase is wrong.")
        await pilot.press(*"another")

    assert snap_compare(CarelistApp(replace(sealed.shut, worker=None)), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_lock_shows_the_name_and_nothing_else(snap_compare: Snap, sealed: Sealed, size: tuple[int, int]) -> None:
    """Carelist, Locked, Tom Price, an empty field. No other word."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        await shows(pilot, "Tom Price")

    app = CarelistApp(Desk(sealed.store, ME, NOW, runs=False, key=sealed.key))
    assert snap_compare(app, terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_passphrase_is_chosen(snap_compare: Snap, sealed: Sealed, size: tuple[int, int]) -> None:
    """The fourth step of setting up: the rules above two empty fields, the first with the focus."""
    title = "Setting up, 4 of 5: Your passphrase"
    app, drive = shown(lambda: PassphraseScreen("w-maya", OWN_WORDS, title), sealed)
    assert snap_compare(app, terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_recovery_key_is_shown_once(snap_compare: Snap, sealed: Sealed, size: tuple[int, int]) -> None:
    """The last step of setting up: what the key is, eight groups in two lines, to write it on paper."""
    app, drive = shown(lambda: RecoveryScreen(KEY, "Setting up, 5 of 5: The recovery key"), sealed)
    assert snap_compare(app, terminal_size=size, run_before=drive)


async def test_nothing_is_faint_on_the_way_in_in_any_look(sealed: Sealed) -> None:
    """Nor is any key without its word in the footer."""
    app, drive = shown(lambda: RecoveryScreen(KEY), sealed)
    async with app.run_test(size=(80, 24)) as pilot:
        wrong = []
        await drive(pilot)
        for screen in (app.screen, PassphraseScreen("w-maya", OWN_WORDS)):
            if screen is not app.screen:
                app.push_screen(screen)
            for theme in PALETTES:
                app.theme = theme
                await pilot.pause()
                wrong += [f"{type(screen).__name__}, {theme}: {faint}" for faint in too_faint(app, LEAST[theme])]
        assert not wrong


def test_the_apps_own_keys_are_no_letters_of_a_passphrase(sealed: Sealed) -> None:
    """Whatever somebody types on the way in is a letter, but for the keys that the footer names."""
    kinds: tuple[type[App[Any] | Screen[Any]], ...] = (LockScreen, PassphraseScreen, RecoveryScreen)
    keys = {key for kind in kinds for binding in vars(kind)["BINDINGS"] for key in binding.key.split(",")}
    assert not [key for key in keys if len(key) == 1]
