"""A second laptop by keys alone: it asks in the shared folder, is let in by its words, comes in by a code; one is
revoked; whoever may not is told so. Real stores, a real folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.joined_laptop import AskingLaptop, ask_to_join
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.first_run import joining_walk
from carelist_tui.desk.read_only import ReadingDesk
from carelist_tui.exchange.enrolment.folder_papers import requests_in
from carelist_tui.exchange.sync.chosen_folder import remember_folder, remembered_folder
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.settings.first_run import SetUpApp
from carelist_tui.tui.themes import LEAST, PALETTES
from carelist_tui.vault.device import read_device
from carelist_tui.vault.folder import waits_to_join
from carelist_tui.vault.keys import FLOOR, unlock
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, all_sync, first_laptop, joined
from tests.tui.driving import shows, text_of, until
from tests.tui.telling import NOW
from tests.tui.test_every_screen import acting_in
from tests.tui.test_setup import written_down
from tests.tui.test_terminal import Terminal
from tests.tui.test_themes import too_faint
from tests.tui.walking import HOSTILE

pytestmark = pytest.mark.slow

STARTS = "import sys; from carelist_tui.cli.entrance import enter; sys.exit(enter(['--store', sys.argv[1]]))"
SIX = re.compile(r"(?m)^ +[a-z]+(?: {3}[a-z]+){5}$")
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Laptop]:
    """Maya's laptop (a manager), and Tom's, who is a coordinator."""
    root = tmp_path_factory.mktemp("made")
    maya = first_laptop(root)
    laptops = {"maya": maya, "tom": joined(root, maya, "tom")}
    for laptop in laptops.values():
        with laptop.door():
            pass
    return laptops


@pytest.fixture
def team(made: dict[str, Laptop], tmp_path: Path) -> dict[str, Laptop]:
    copied = {}
    for name, laptop in made.items():
        copied[name] = replace(laptop, store=Path(shutil.copytree(laptop.store, tmp_path / name)))
        remember_folder(copied[name].store, tmp_path / "shared")
    (tmp_path / "shared").mkdir()
    return copied


@contextmanager
def desk_of(laptop: Laptop) -> Iterator[Desk]:
    desk = Desk(laptop.store, laptop.worker, key=laptop._key)
    try:
        yield desk
    finally:
        desk.close()


@asynccontextmanager
async def syncing(laptop: Laptop, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    """At the Sync screen of a laptop."""
    with desk_of(laptop) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=size) as pilot:
            await shows(pilot, "Today 0")
            await pilot.press("S")
            await shows(pilot, "Laptops")
            yield pilot


def asking(root: Path, name: str = "leah", *, called: str = "Leah's laptop", worker: str = "w-leah") -> AskingLaptop:
    """A laptop with an empty store that asks in the folder."""
    store = root / name
    ask_to_join(store, worker=worker, name=called, passphrase=PASSPHRASE, factor=FLOOR, folder=root / "shared")
    laptop = AskingLaptop.new(store, unlock(store, worker, PASSPHRASE, now()), worker)
    laptop.ask(now())
    return laptop


def types_of(laptop: Laptop) -> list[str]:
    """Every entry's type, as the journal holds them."""
    with laptop.door() as door, door.journal.store.reading() as connection:
        return [str(row[0]) for row in connection.execute("SELECT type FROM entry ORDER BY device, seq")]


async def says(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words are on screen, wherever their lines end."""
    await until(pilot, lambda: words in " ".join(text_of(pilot.app).split()))


async def words_on(pilot: Pilot[Any]) -> list[str]:
    """The six words on the screen, as soon as they are there."""
    await until(pilot, lambda: bool(SIX.findall(text_of(pilot.app))))
    return list(SIX.findall(text_of(pilot.app))[0].split())


@pytest.mark.long
async def test_two_laptops_of_a_new_team_by_keys_alone(tmp_path: Path) -> None:
    (folder := tmp_path / "shared").mkdir()
    first, second = tmp_path / "a" / "carelist", tmp_path / "b" / "carelist"
    app = SetUpApp(first, None, FLOOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Which is it?")
        await pilot.press("1")
        for step, typed in (("1 of 5", "North"), ("2 of 5", "Maya Okafor"), ("3 of 5", "")):
            await shows(pilot, step)
            await pilot.press(*typed, "ctrl+s")
        await shows(pilot, "4 of 5")
        await pilot.press(*PASSPHRASE, "enter", *PASSPHRASE, "enter")
        await shows(pilot, "5 of 5")
        await written_down(app, pilot)
        await until(pilot, lambda: app.return_value is not None)
    maya = app.return_value
    assert maya is not None
    assert maya.is_new
    app = SetUpApp(second, None, FLOOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Which is it?")
        await pilot.press("2")
        await shows(pilot, "Joining, 1 of 6: You")
        await pilot.press(*"Leah Obi", "ctrl+s")
        await shows(pilot, "Leah's laptop")
        assert "w-leah" in text_of(app)
        await pilot.press("ctrl+s")
        await shows(pilot, "3 of 6")
        await pilot.press(*"/no/where", "ctrl+s")
        await shows(pilot, "there is no such folder now")
        await pilot.press("ctrl+u", *str(folder), "ctrl+s")
        await shows(pilot, "4 of 6")
        await pilot.press("escape")
        await shows(pilot, "3 of 6")
        assert not second.parent.exists()
        await pilot.press("ctrl+s")
        await shows(pilot, "4 of 6")
        await pilot.press(*PASSPHRASE, "enter", *PASSPHRASE, "enter")
        await shows(pilot, "5 of 6")
        await written_down(app, pilot)
        await shows(pilot, "6 of 6: Let in by your manager")
        await says(pilot, "No laptop has synced there yet")
        words = await words_on(pilot)
        await pilot.press("enter")
        await shows(pilot, "Type the code first")
        await pilot.press("escape")
        await shows(pilot, "Stop joining?")
        await pilot.press("1")
        await pilot.pause(0.2)
    assert app.return_value is None
    assert waits_to_join(second)
    manager = Laptop(first, "w-maya", maya.key)
    async with syncing(manager) as pilot:
        await shows(pilot, "none chosen yet: S asks for one")
        await pilot.press("S")
        await shows(pilot, "Where is the shared folder?")
        await pilot.press(*str(folder), "enter")
        await says(pilot, "> Leah's laptop, for w-leah, who does not work here yet, since")
        await pilot.press("enter")
        await shows(pilot, "Nobody works here under the id w-leah.")
        await pilot.press("1")
        await shows(pilot, "Worker added")
        await pilot.press(*"Leah Obi", "tab", "2", "ctrl+s")
        await says(pilot, "> Leah's laptop, for Leah Obi (w-leah), since")
        await pilot.press("enter")
        await shows(pilot, "Have them read out the six words")
        await pilot.press(*" ".join(words[:5]), "enter")
        await shows(pilot, "5 of 6 words")
        await pilot.press(*" zebras", "enter")
        await shows(pilot, "these are not the words")
        await pilot.press(*["backspace"] * 7, "space", *words[5], "enter")
        await shows(pilot, "Tell this code by voice")
        code = CODE.findall(text_of(pilot.app))[0]
        await pilot.press("escape")
        await says(pilot, "its code was told, it has")
        assert code not in text_of(pilot.app)
    app = SetUpApp(second, None, FLOOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "This laptop waits to be let in")
        await pilot.press(*"not the one", "enter")
        await says(pilot, "remove its folder")
        await until(pilot, lambda: "The next try is in" not in text_of(app))
        await pilot.press(*PASSPHRASE, "enter")
        await shows(pilot, "The invitation has come")
        assert await words_on(pilot) == words
        await pilot.press(*code[:-1].lower(), "enter")
        await shows(pilot, "This is no code")
        await pilot.press(code[-1], "enter")
        await until(pilot, lambda: app.return_value is not None)
    leah = app.return_value
    assert leah is not None
    assert "came from the others" in leah.said
    assert not waits_to_join(second)
    assert remembered_folder(second) == folder
    laptop = Laptop(second, "w-leah", leah.key)
    all_sync(folder, manager, laptop)
    assert laptop.digest() == manager.digest()
    async with syncing(manager) as pilot:
        await shows(pilot, "Leah's laptop, last heard from")
        assert "Asking to be let in" not in text_of(pilot.app)
    told = types_of(manager)
    assert (told.count("device.enrolled"), told.count("worker.recovered"), told.count("worker.added")) == (2, 1, 2)


async def test_given_up_nothing_is_left_and_the_first_question_is_asked_again(
    team: dict[str, Laptop], tmp_path: Path
) -> None:
    laptop = asking(tmp_path)
    (other := tmp_path / "other").mkdir()
    app = SetUpApp(laptop.store, "w-leah", FLOOR, key=laptop._key)
    async with app.run_test(size=(80, 24)) as pilot:
        await says(pilot, "No laptop has synced there yet")
        await pilot.press("ctrl+f")
        await shows(pilot, "Where is the shared folder?")
        await pilot.press("ctrl+u", *"/no/where", "enter")
        await shows(pilot, "There is no such folder")
        await pilot.press("ctrl+u", *str(other), "enter")
        await until(pilot, lambda: len(requests_in(other)) == 1)
        assert requests_in(tmp_path / "shared") == []
        await shows(pilot, "asks for w-leah")
        other.rename(tmp_path / "gone")
        await says(pilot, "the shared folder can't be reached")
        (tmp_path / "gone").rename(other)
        await says(pilot, "No laptop has synced there yet")
        await pilot.press("escape")
        await shows(pilot, "Give it up")
        await pilot.press("escape")
        await says(pilot, "No laptop has synced there yet")
        await pilot.press("escape", "2")
        await shows(pilot, "Which is it?")
        assert not laptop.store.exists()
        assert requests_in(other) == []
        await pilot.press("escape")
    assert app.return_value is None


def test_killed_while_it_waits_the_next_start_goes_on_and_it_comes_in(team: dict[str, Laptop], tmp_path: Path) -> None:
    """The program itself, in a terminal of its own, killed by the system."""
    laptop = asking(tmp_path)
    with team["maya"].door() as door:
        door.record([_worker("w-leah", "Leah Obi")], now())
    with Terminal(laptop.store, STARTS) as killed:
        wait_in(killed, laptop)  # its end is that it is killed
    assert waits_to_join(laptop.store)
    with Terminal(laptop.store, STARTS) as terminal:
        wait_in(terminal, laptop)
        with team["maya"].door() as door:
            code = door.laptops.let_in(door.laptops.asking(tmp_path / "shared")[0], " ".join(laptop.words()),
                                       tmp_path / "shared", now())  # fmt: skip
            door.sync(tmp_path / "shared", now())
        terminal.until("The invitation has come")
        terminal.type(f"{code}\r".encode())
        terminal.until("This laptop is let in.", 60)
        terminal.type(b"q")
        assert terminal.ended() == 0
    with Carelist.open(laptop.store, "w-leah", key=laptop._key) as door:
        assert {each.id for each in door.people.workers()} == {"w-maya", "w-tom", "w-leah"}


def wait_in(terminal: Terminal, laptop: AskingLaptop) -> None:
    """The program itself, begun again on a store that waits; its passphrase typed."""
    terminal.until("This laptop waits to be let in")
    terminal.type(f"{PASSPHRASE}\r".encode())
    terminal.until(laptop.words()[0])


def _worker(id: str, name: str) -> dict[str, Any]:
    body = {"worker": id, "name": name, "role": "coordinator", "team": "North"}
    return {"type": "worker.added", "occurred_at": now().isoformat(timespec="seconds"), "body": body}


async def test_who_may_not_is_told_so_and_asked_nothing(team: dict[str, Laptop], tmp_path: Path) -> None:
    all_sync(tmp_path / "shared", *team.values())
    asking(tmp_path)
    before = types_of(team["tom"])
    async with syncing(team["tom"]) as pilot:
        await says(pilot, "> Leah's laptop, for w-leah")
        await pilot.press("enter")
        await shows(pilot, "NOT LET IN: enrolling and revoking laptops is a manager's act")
        await pilot.press("j", "j", "R")
        await shows(pilot, "NOT REVOKED: enrolling and revoking laptops is a manager's act")
        assert "Type revoke" not in text_of(pilot.app)
    assert types_of(team["tom"]) == before
    assert not requests_in(tmp_path / "shared")[0].is_invited


async def test_a_lost_laptop_is_revoked_by_its_word_and_what_it_wrote_is_admitted(
    team: dict[str, Laptop], tmp_path: Path
) -> None:
    maya, tom, folder = team["maya"], team["tom"], tmp_path / "shared"
    all_sync(folder, maya, tom)
    toms = read_device(tom.store)
    tom.accept("P-9")
    tom.sync(folder)
    async with syncing(maya) as pilot:
        await pilot.press("R")
        await shows(pilot, "> the first laptop, this one")
        assert "Revoke" not in text_of(pilot.app).splitlines()[-1], "not this one"
        await pilot.press("j", "R")
        await shows(pilot, "Revoke tom's laptop?")
        for words in ("what is here of it stays (1 entry)", "It does not: erase anything there", "It can't be undone"):
            await shows(pilot, words)
        await pilot.press(*"yes", "enter")
        await shows(pilot, "type the word revoke, or press esc")
        await pilot.press("escape")
        await shows(pilot, "tom's laptop, last heard from")
        assert "device.revoked" not in types_of(maya)
        await pilot.press("R", *"revoke", "enter")
        await shows(pilot, "Revoked tom's laptop. It syncs now, so that the others hear of it.")
        await shows(pilot, "no longer belongs here")
        with maya.door() as door:
            assert door.laptops()[toms].is_revoked
            assert door.people.find("Of w-tom") == []
        await pilot.press("a")
        await shows(pilot, "nobody else wrote them")
        await pilot.press(*"admit", "enter")
        await shows(pilot, "count now. It syncs now")
    with maya.door() as door:
        door.sync(folder, now())
        assert [each.ref for each in door.people.find("Of w-tom")] == ["P-9"]


async def test_a_laptop_under_another_name_asks_to_be_let_in_again_from_its_sync_screen(
    team: dict[str, Laptop], tmp_path: Path
) -> None:
    maya, tom, folder = team["maya"], team["tom"], tmp_path / "shared"
    all_sync(folder, maya, tom)
    tom.done("device", "renew")
    async with syncing(tom) as pilot:
        await shows(pilot, "not let in under its name of now")
        await pilot.press("enter")
        await shows(pilot, "Read them")
        await says(pilot, "No invitation has come yet")
        words = await words_on(pilot)
        with maya.door() as door:
            code = door.laptops.let_in(door.laptops.asking(folder)[0], " ".join(words), folder, now())
            door.sync(folder, now())
        await pilot.press(*code, "enter")
        await shows(pilot, "This laptop is let in.")
        await until(pilot, lambda: "not let in under" not in text_of(pilot.app))
    all_sync(folder, maya, tom)
    assert tom.digest() == maya.digest()


async def test_hostile_names_are_shown_as_what_they_are_and_let_nobody_in(
    team: dict[str, Laptop], tmp_path: Path
) -> None:
    """In every look; where a name may be none, that is a sentence."""
    all_sync(tmp_path / "shared", *team.values())
    for n, text in enumerate(HOSTILE.values()):
        asking(tmp_path, f"h{n}", called=f"{text}\x1b[2J\n\x07"[:2000], worker=f"w-{text[:20]}" if n % 2 else "w-tom")
    async with syncing(team["maya"], (120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, CarelistApp)
        await shows(pilot, f"Asking to be let in: {len(HOSTILE)}")
        for _, theme in zip(HOSTILE, cycle(PALETTES), strict=False):
            pilot.app.theme = theme
            await pilot.pause()
            assert not acting_in(app)
            assert not too_faint(pilot.app, LEAST[theme])
            await pilot.press("enter")
            await until(pilot, lambda: "Asking to be let in" not in text_of(pilot.app))
            await pilot.pause()
            assert not acting_in(app)
            await pilot.press("escape")
            await shows(pilot, "Asking to be let in")
            await pilot.press("j")
    assert types_of(team["maya"]).count("device.enrolled") == 2


async def test_after_a_sync_the_list_says_that_a_laptop_asks(team: dict[str, Laptop], tmp_path: Path) -> None:
    all_sync(tmp_path / "shared", *team.values())
    asking(tmp_path)
    async with syncing(team["maya"]) as pilot:
        await pilot.press("S", "escape")
        await says(pilot, "1 laptop asks to be let in, S shows which")


async def test_where_nothing_may_be_recorded_nobody_is_let_in(team: dict[str, Laptop], tmp_path: Path) -> None:
    asking(tmp_path)
    maya = team["maya"]
    desk = ReadingDesk(maya.store, maya.worker, key=maya._key)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Today 0")
        await pilot.press("S")
        await shows(pilot, "Asking to be let in")
        await pilot.press("enter")
        await shows(pilot, "NOT RECORDED")
    desk.close()


async def test_after_a_new_store_who_works_here_a_spreadsheet_and_other_laptops_are_offered(
    team: dict[str, Laptop],
) -> None:
    with desk_of(team["maya"]) as desk:
        app = CarelistApp(desk)
        app.begins_new = True
        async with app.run_test(size=(80, 24)) as pilot:
            await shows(pilot, "What comes next?")
            await pilot.press("1")
            await shows(pilot, "Worker added")
            assert "North" in text_of(app)
            await pilot.press("ctrl+x")
            await until(pilot, lambda: "What comes next?" in text_of(app) or "y" in text_of(app).splitlines()[-1])
            if "What comes next?" not in text_of(app):
                await pilot.press("y")
            await shows(pilot, "What comes next?")
            await pilot.press("2")
            await shows(pilot, "Where is the file?")
            await pilot.press("escape")
            await shows(pilot, "What comes next?")
            await pilot.press("3")
            await shows(pilot, "Another laptop: start Carelist on it")
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.first)


@pytest.mark.parametrize(
    ("step", "body", "paths"),
    [
        (0, {}, ["body.name"]),
        (1, {"worker": "", "laptop": ""}, ["body.worker", "body.laptop"]),
        (1, {"worker": "w-leah", "laptop": "a\nb"}, ["body.laptop"]),
        (1, {"worker": "w-leah", "laptop": "Leah's laptop", "folder": "x", "name": "L"}, []),
        (2, {"folder": ""}, ["body.folder"]),
        (2, {"folder": "/no/where"}, ["body.folder"]),
        (2, {"folder": "."}, ["body.folder"]),
    ],
)
def test_a_page_of_joining_says_its_own_faults(step: int, body: dict[str, str], paths: list[str]) -> None:
    walk = joining_walk(Path("store"))
    assert [fault.path for fault in walk.faults(walk.steps[step], body, NOW)] == paths
    assert all(ask.help for each in walk.asking for ask in each.asks)
