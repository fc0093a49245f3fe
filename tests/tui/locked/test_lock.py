"""The lock: after it nobody's words are left, on the screen or behind it; who signs in goes on where they were."""

from __future__ import annotations

import asyncio
import gc
from time import perf_counter

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.sign_in.lock import LockScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from carelist_tui.tui.widgets.form.controls import SafeTextArea
from tests.profiles import members
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.locked.conftest import ADAS, TOMS, Sealed
from tests.tui.locked.walls import WORDS, clear_words_in, held, shown
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow

SIZE = (100, 32)


def desk_of(sealed: Sealed) -> Desk:
    return Desk(sealed.store, ME, NOW, runs=False, key=sealed.key)


async def locked(pilot: Pilot[None]) -> None:
    """Wait until the lock stands alone, and the store is closed behind it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen) and len(pilot.app.screen_stack) == 1)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def sign_in(pilot: Pilot[None], passphrase: str) -> None:
    """Type it as somebody would, and go on."""
    await pilot.press(*passphrase.replace(" ", "\0").replace("\0", " "))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))


async def test_a_lock_leaves_no_word_of_anybody_and_who_signs_in_again_goes_on(sealed: Sealed) -> None:
    """From a form over a person's page, with something typed and something copied."""
    app = CarelistApp(desk_of(sealed))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        person = app.first.shown.person
        app.copy_to_clipboard("Amina Yusuf, 12 Mill Lane")
        await pilot.press("full_stop")
        await shows(pilot, "Story")
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("2", "tab", *"Canary")
        await shows(pilot, "Canary")
        desk, form = app.desk, app.screen
        assert {"Canary", "YUSUF"} <= {word for word in WORDS if word in shown(app)}, "the walk finds what is there"
        await pilot.press("ctrl+l")
        await locked(pilot)
        assert text_of(app).split()[:6] == ["Carelist", "Locked", "Tom", "Price", "(w-tom)", "Passphrase"]
        assert not [word for word in WORDS if word in shown(app)]
        assert desk._key is None
        assert desk._door is None
        assert not form.is_attached
        del desk, form
        gc.collect()
        texts = list(held(app))
        assert not {word for word in WORDS for text in texts if word in text}
        assert sealed.key.decode("latin-1") not in texts
        assert not clear_words_in(sealed.store)
        await sign_in(pilot, TOMS)
        await shows(pilot, "unfinished (i opens): zone")
        await shows(pilot, "[Missed 3]")
        assert app.first.shown.row is not None
        assert app.first.shown.row.person == person
        await pilot.press("i")
        await shows(pilot, "Canary")


async def test_a_lock_leaves_no_word_of_what_was_shown_and_typed_on_pages_that_were_left_before(sealed: Sealed) -> None:
    app = CarelistApp(desk_of(sealed))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("j", "full_stop")
        await shows(pilot, "Story")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        app.screen.query(SafeTextArea).first().focus()
        await pilot.press(*"Canary")
        await shows(pilot, "Canary")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is app.first)
        assert {"Canary", "Yusuf"} <= {word for word in WORDS for text in held(app) if word in text}, "it is there"
        await pilot.press("ctrl+l")
        await locked(pilot)
        gc.collect()
        assert not {word for word in WORDS for text in held(app) if word in text}


async def test_another_worker_signs_in_within_three_seconds_and_has_none_of_the_others_drafts(sealed: Sealed) -> None:
    """Leah's first passphrase was made for her: she chooses her own at once."""
    app = CarelistApp(desk_of(sealed))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "e", *"Canary", "enter", "ctrl+l")
        await locked(pilot)
        await pilot.press("up")
        await shows(pilot, "> w-leah")
        await pilot.press(*sealed.leahs_first, "enter")
        await shows(pilot, "made for you")
        await pilot.press(*"short", "enter")
        await shows(pilot, "at least 12 characters")
        await pilot.press(*" and then long", "enter")
        await shows(pilot, "Type it once more")
        await pilot.press(*"short and then wrong", "enter")
        await shows(pilot, "not the same")
        await pilot.press(*"short and then long", "enter")
        await shows(pilot, "Leah, senior")
        assert "unfinished" not in text_of(app)
        await pilot.press("ctrl+l")
        await locked(pilot)
        await pilot.press("up", *ADAS)
        began = perf_counter()
        await sign_in(pilot, "")
        await shows(pilot, "Ada, manager")
        assert perf_counter() - began < 3


async def test_a_wrong_passphrase_is_said_and_after_five_the_wait_is_shown_and_held(sealed: Sealed) -> None:
    app = CarelistApp(sealed.shut)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Sign in")
        for n in range(5):
            await pilot.press(*f"wrong {n}", "enter")
            await until(pilot, lambda: not app.screen.opening if isinstance(app.screen, LockScreen) else False)
            await shows(pilot, "The passphrase is wrong.")
            assert "wrong 0" not in text_of(app)
        await shows(pilot, "The next try is in 2")
        await shows(pilot, "carelist recover")
        await pilot.press(*TOMS, "enter")
        await pilot.pause(0.5)
        assert app.locked


async def test_nothing_of_the_app_can_be_reached_from_the_lock(sealed: Sealed) -> None:
    app = CarelistApp(sealed.shut)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Passphrase")
        for key in ("ctrl+p", "f9", "ctrl+l", "escape", "f2", "tab", "comma", "q"):
            await pilot.press(key)
            assert isinstance(app.screen, LockScreen)
            assert len(app.screen_stack) == 1
        app.screen.set_focus(None)
        await pilot.press("comma", "ctrl+p", "ctrl+l")
        assert isinstance(app.screen, LockScreen)
        for width, height in ((40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(width, height)


async def test_it_locks_when_nobody_touches_it_and_never_while_a_huddle_goes_on(desk: Desk) -> None:
    """Also a store that is not encrypted: that is said, and enter comes back."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.idle._ran -= 4.9 * 60
        app.look_idle()
        assert not app.locked
        await pilot.press("H")
        await shows(pilot, "Who is here")
        app.idle._ran -= 5 * 60
        app.look_idle()
        assert not app.locked
        await pilot.press("ctrl+l")
        await shows(pilot, "the huddle goes on")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.first and not app.desk.no_lock)
        app.idle._stood -= 5 * 60
        app.look_idle()
        await locked(pilot)
        assert "not encrypted" in text_of(app)
        assert not [word for word in WORDS if word in shown(app)]
        await pilot.press("x", "comma")
        assert isinstance(app.screen, LockScreen)
        await pilot.press("enter")
        await shows(pilot, "KHAN Bilal")
        app.desk.close()


async def test_what_a_screen_begins_while_the_lock_takes_it_down_does_not_go_on(desk: Desk) -> None:
    """A list that has just been read begins to look for news at that moment: it would look without a desk."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        first, looked = app.first, []

        async def look() -> None:
            looked.append(app.locked)
            await first.read_again()

        app.lock()
        for _ in range(1000):
            await asyncio.sleep(0)
            if first._closing:
                break
        first.set_interval(0.02, lambda: first.run_worker(look()))
        await locked(pilot)
        await until(pilot, lambda: not hasattr(first, "desk"))
        before = len(looked)
        await pilot.pause(0.2)
        assert len(looked) == before
        await pilot.press("enter")
        await shows(pilot, "Tom, coordinator")
    app.close_store()


PLACES = members(
    (["ctrl+p", *"note"], ["comma"], ["question_mark"], ["plus"], ["f", *"yus"], ["f2", "space"], ["f2", "c"], ["f4"],
     ["f1", "slash", *"kha"], ["f5", "v"], ["f2", "full_stop", "4"], ["f1", "r", "ctrl+p"]),
    4,
)  # fmt: skip


async def test_from_every_kind_of_place_the_lock_stands_alone(desk: Desk) -> None:
    """The palette, settings, help, a choice, finding, a call, a page with everything, a palette over a form."""
    app, wrong = CarelistApp(desk), []
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for place in PLACES:
            for key in place:
                await pilot.press(key)
            await pilot.pause(0.2)
            await pilot.press("ctrl+l")
            await locked(pilot)
            wrong += [f"{place}: {word}" for word in WORDS if word in shown(app)]
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))
            await shows(pilot, "Tom, coordinator")
    app.close_store()
    assert not wrong
