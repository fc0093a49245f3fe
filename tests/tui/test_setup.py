"""The first run: a short set-up where there is no store; nothing is made until the last step."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.setting_up.first_run import SetUpApp
from carelist_tui.tui.screens.setting_up.steps import faults_on, make_store, proposed_id, steps_of
from carelist_tui.tui.themes import LEAST, PALETTES
from tests.tui.driving import shows, text_of
from tests.tui.telling import NOW
from tests.tui.test_themes import too_faint

PLACE = "place/of/its/own"


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
    assert all(ask.needed and ask.help for step in steps_of(Path("x")) for ask in step.asks)


def test_it_says_that_the_store_is_not_encrypted_and_for_made_up_people_only() -> None:
    words = " ".join(step.words for step in steps_of(Path("x"), encrypted=False))
    assert "not be encrypted" in words
    assert "made-up people only" in words
    assert "made-up" not in " ".join(step.words for step in steps_of(Path("x"), encrypted=True))


def test_a_step_says_only_its_own_faults() -> None:
    team, you, last = steps_of(Path("x"))
    assert [fault.path for fault in faults_on(team, {}, NOW)] == ["body.team"]
    assert [fault.path for fault in faults_on(you, {"role": "boss"}, NOW)] == ["body.name", "body.role"]
    assert not faults_on(last, {"worker": "w-me"}, NOW)


def test_where_something_is_already_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(Refused):
        make_store(tmp_path, {"worker": "w-a", "name": "A", "role": "manager", "team": "T"}, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


async def test_a_few_answers_make_a_store_with_its_first_worker(tmp_path: Path) -> None:
    store = tmp_path / PLACE
    app = SetUpApp(store, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Setting up, 1 of 3: Your team")
        await pilot.press("ctrl+s")
        await shows(pilot, "Not yet: see below.")
        await pilot.press(*"North", "ctrl+s")
        await shows(pilot, "Setting up, 2 of 3: You")
        await pilot.press(*"Maya", "space", *"Okafor", "ctrl+s")
        await shows(pilot, "Setting up, 3 of 3: Make the store")
        await shows(pilot, "not be encrypted")
        assert "w-maya" in text_of(app)
        await pilot.press("escape")
        await shows(pilot, "Maya Okafor")
        assert not store.exists()
        await pilot.press("ctrl+s")
        await shows(pilot, "3 of 3")
        await pilot.press("ctrl+s")
        for _ in range(100):
            await pilot.pause(0.05)
            if app.return_value is not None:
                break
    assert app.return_value == "w-maya"
    with Carelist.open(store, "w-maya") as door:
        made = [(worker.id, worker.name, worker.role, worker.team) for worker in door.workers()]
    assert made == [("w-maya", "Maya Okafor", "manager", "North")]


async def test_to_leave_makes_nothing_and_hostile_words_do_no_harm(tmp_path: Path) -> None:
    store = tmp_path / "[/nope]\x1b[2J"
    app = SetUpApp(store, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "1 of 3")
        await pilot.press(*"[red][@click=app.quit]x", "ctrl+s")
        await shows(pilot, "2 of 3")
        await pilot.press(*"[/nope]", "ctrl+s")
        await shows(pilot, "[/nope]\u241b[2J")
        for theme in PALETTES:
            app.theme = theme
            await pilot.pause()
            assert not too_faint(app, LEAST[theme])
        for width, height in ((40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(width, height)
        await pilot.press("escape", "escape", "escape")
        await pilot.pause(0.2)
    assert app.return_value is None
    assert not store.exists()
