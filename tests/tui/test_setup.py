"""The first run: a short set-up where there is no store; nothing is made until the last step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.first_run import faults_on, make_store, steps_of
from carelist_tui.desk.questions.worker_names import proposed_id
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.settings.first_run import SetUpApp
from carelist_tui.tui.screens.sign_in.recovery_key import ORDINALS
from carelist_tui.tui.themes import LEAST, PALETTES
from carelist_tui.vault.keys import FLOOR, unlock, unlock_by_recovery
from tests.tui.driving import shows, text_of, until
from tests.tui.telling import NOW
from tests.tui.test_themes import too_faint

pytestmark = pytest.mark.slow

PLACE = "place/of/its/own"
PASSPHRASE = "four words of mine"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Maya Okafor", "w-maya"),
        ("Élodie Roux", "w-elodie"),
        ("  ", "w-me"),
        ("\u6f22", "w-me"),
        ("O'Shea S", "w-oshea"),
    ],
)
def test_a_worker_id_is_proposed_from_the_first_name(name: str, id: str) -> None:
    assert proposed_id(name) == id


def test_each_thing_that_a_store_needs_is_asked_on_one_step() -> None:
    asked = [path for step in steps_of(Path("x")) for path in step.paths]
    assert sorted(asked) == ["body.name", "body.role", "body.team", "body.worker"]
    assert [step.title for step in steps_of(Path("x"))][-2:] == ["Your passphrase", "The recovery key"]
    assert all(ask.needed and ask.help for step in steps_of(Path("x")) for ask in step.asks)


def test_it_says_that_the_store_is_not_encrypted_and_for_made_up_people_only() -> None:
    words = " ".join(step.words for step in steps_of(Path("x"), encrypted=False))
    assert "not be encrypted" in words
    assert "made-up people only" in words
    assert "made-up" not in " ".join(step.words for step in steps_of(Path("x"), encrypted=True))


def test_a_step_says_only_its_own_faults() -> None:
    team, you, last = steps_of(Path("x"), encrypted=False)
    assert [fault.path for fault in faults_on(team, {}, NOW)] == ["body.team"]
    assert [fault.path for fault in faults_on(you, {"role": "boss"}, NOW)] == ["body.name", "body.role"]
    assert not faults_on(last, {"worker": "w-me"}, NOW)


def test_where_something_is_already_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(Refused):
        make_store(tmp_path, {"worker": "w-a", "name": "A", "role": "manager", "team": "T"}, NOW, PASSPHRASE, FLOOR)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


async def test_a_few_answers_make_an_encrypted_store_with_its_first_worker(tmp_path: Path) -> None:
    """The passphrase is chosen before anything is made; the recovery key goes when a group of it was typed."""
    store = tmp_path / PLACE
    app = SetUpApp(store, None, FLOOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Which is it?")
        await pilot.press("1")
        await shows(pilot, "Setting up, 1 of 5: Your team")
        await pilot.press("ctrl+s")
        await shows(pilot, "Not yet: see below.")
        await pilot.press(*"North", "ctrl+s")
        await shows(pilot, "Setting up, 2 of 5: You")
        await pilot.press(*"Maya", "space", *"Okafor", "ctrl+s")
        await shows(pilot, "Setting up, 3 of 5: The store")
        await shows(pilot, "It will be encrypted")
        assert "w-maya" in text_of(app)
        await pilot.press("escape")
        await shows(pilot, "Maya Okafor")
        await pilot.press("ctrl+s")
        await shows(pilot, "3 of 5")
        await pilot.press("ctrl+s")
        await shows(pilot, "Setting up, 4 of 5: Your passphrase")
        await pilot.press(*"passwordpassword", "enter")
        await shows(pilot, "among the first that are tried")
        assert "passwordpassword" not in text_of(app)
        await pilot.press("escape")
        await shows(pilot, "3 of 5")
        assert not store.exists()
        await pilot.press("ctrl+s")
        await shows(pilot, "4 of 5")
        await pilot.press(*PASSPHRASE, "enter", *PASSPHRASE, "enter")
        await shows(pilot, "Setting up, 5 of 5: The recovery key")
        recovery = await written_down(app, pilot)
        for _ in range(100):
            await pilot.pause(0.05)
            if app.return_value is not None:
                break
    made = app.return_value
    assert made is not None
    assert made.worker == "w-maya"
    assert unlock_by_recovery(store, recovery, NOW) == made.key == unlock(store, "w-maya", PASSPHRASE, NOW)
    with Carelist.open(store, "w-maya", key=made.key) as door:
        workers = [(worker.id, worker.name, worker.role, worker.team) for worker in door.people.workers()]
    assert workers == [("w-maya", "Maya Okafor", "manager", "North")]


async def test_enter_in_the_last_line_of_a_step_goes_on_as_it_does_in_the_field_before(tmp_path: Path) -> None:
    """As a newcomer types; a step whose last question is a choice is never left by choosing."""
    app = SetUpApp(tmp_path / PLACE, None, FLOOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Which is it?")
        await pilot.press("2")
        await shows(pilot, "Joining, 1 of 6: You")
        await pilot.press("enter")
        await shows(pilot, "Not yet: see below.")
        await pilot.press(*"Tom", "space", *"Reid", "enter")
        await shows(pilot, "Joining, 2 of 6")
        await shows(pilot, "w-tom")
        await pilot.press(*"w-tomas", "enter")
        await pilot.pause()
        assert "  w-tomas" in text_of(app).splitlines(), "what is proposed is replaced by what is typed"
        await pilot.press("escape")
        await shows(pilot, "Tom Reid")


async def test_enter_goes_on_from_a_step_that_ends_with_a_choice_once_it_is_chosen(tmp_path: Path) -> None:
    app = SetUpApp(tmp_path / PLACE, None, FLOOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Which is it?")
        await pilot.press("1", *"North", "enter")
        await shows(pilot, "Setting up, 2 of 5")
        await pilot.press(*"Ann", "enter", "4")
        await shows(pilot, ">4 manager<")
        assert "2 of 5" in text_of(app), "by choosing alone it is not left"
        await pilot.press("enter")
        await shows(pilot, "Setting up, 3 of 5")


async def written_down(app: SetUpApp, pilot: Pilot[Any]) -> str:
    """Write the recovery key down, type a wrong group and then the one that is asked for; gives the key."""
    groups = re.findall(r"\b[0-9A-Z]{4}\b", text_of(app))
    assert len(groups) == 8
    await pilot.press("enter")
    await shows(pilot, "group of the eight")
    assert not [group for group in groups if group in text_of(app)]
    await pilot.press(*"AAAA", "enter")
    await shows(pilot, "That is not this group")
    await pilot.press("escape")
    await shows(pilot, groups[0])
    await pilot.press("enter")
    await shows(pilot, "group of the eight")
    asked = next(n for n, word in enumerate(ORDINALS) if f"The {word} group" in text_of(app))
    await pilot.press(*groups[asked].lower(), "enter")
    return "-".join(groups)


async def test_to_leave_makes_nothing_and_hostile_words_do_no_harm(tmp_path: Path) -> None:
    store = tmp_path / "[/nope]\x1b[2J"
    app = SetUpApp(store, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Which is it?")
        await pilot.press("1")
        await shows(pilot, "1 of 5")
        await pilot.press(*"[red][@click=app.quit]x", "ctrl+s")
        await shows(pilot, "2 of 5")
        await pilot.press(*"[/nope]", "ctrl+s")
        await until(pilot, lambda: "[/nope]\u241b[2J" in "".join(text_of(app).split()))
        for theme in PALETTES:
            app.theme = theme
            await pilot.pause()
            assert not too_faint(app, LEAST[theme])
        for width, height in ((40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(width, height)
        for step in ("2 of 5", "1 of 5", "Which is it?"):
            await pilot.press("escape")
            await shows(pilot, step)
        await pilot.press("1")
        await shows(pilot, "[red][@click=app.quit]x")
        await pilot.press("escape")
        await shows(pilot, "Which is it?")
        await pilot.press("escape")
        await pilot.pause(0.2)
    assert app.return_value is None
    assert not store.exists()
