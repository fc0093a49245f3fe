"""A handover between two teams' folders by the keys: sent from a person's page, taken in on the Sync screen, accepted
there, its receipt sent back and taken in; at every moment one side shows the person (service.md, S4:94)."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.questions.sealed_files import key_typed
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.sync.sync import SyncScreen
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.vault.keys import unlock
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, first_laptop
from tests.exchange.test_handover_across import MET, Two, owed, shown
from tests.exchange.test_sealed import key_of
from tests.tui.driving import shows, text_of, until

pytestmark = [pytest.mark.slow, pytest.mark.long]
SIZES = [(80, 24), (120, 40)]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("files")
    south = first_laptop(root, "south")
    south.accept("P-1")
    first_laptop(root, "north")
    return root


@pytest.fixture
def two(original: Path, tmp_path: Path) -> Two:
    root = Path(shutil.copytree(original, tmp_path / "two"))
    return Two(root, Laptop(root / "south", "w-south"), Laptop(root / "north", "w-north"))


@asynccontextmanager
async def app_of(side: Laptop, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    key = unlock(side.store, side.worker, PASSPHRASE, datetime.now(UTC))
    desk = Desk(side.store, side.worker, key=key)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=size) as pilot:
            await desk.wake()
            await until(pilot, lambda: "Plans & reviews -" not in text_of(app) and "Today" in text_of(app))
            yield pilot
    finally:
        desk.close()


async def typed(pilot: Pilot[None], words: str) -> None:
    """Into the question in sight, which then goes on."""
    await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen) and pilot.app.focused is not None)
    asked = pilot.app.screen
    assert isinstance(asked, AskScreen)
    asked.query_one("#answer", Input).value = words
    await pilot.pause()
    await pilot.press("enter")


async def page_of(pilot: Pilot[None]) -> None:
    """The page of whom South has."""
    await pilot.press("f", *"of")
    await until(pilot, lambda: "Of w-south" in text_of(pilot.app) or "OF W-SOUTH" in text_of(pilot.app))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PersonScreen))


async def sent(pilot: Pilot[None], side: Laptop, file: Path, line: str, key: str = "") -> str:
    """From the person's page by `h`; gives what the page then says."""
    await pilot.press("h")
    await shows(pilot, "Handover: what?")
    await shows(pilot, line)
    await pilot.press("1")
    if key:
        await shows(pilot, "public key")
        await typed(pilot, key)
    else:
        await shows(pilot, "For whom?")
        await pilot.press("1")
    await shows(pilot, "Which file?")
    await typed(pilot, str(file))
    await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
    said = " ".join(text_of(pilot.app).split())
    await pilot.press("escape")
    return said


async def taken(pilot: Pilot[None], file: Path, signer: str) -> str:
    """On the Sync screen by `i`; gives what the page then says."""
    await pilot.press("S")
    await until(pilot, lambda: isinstance(pilot.app.screen, SyncScreen))
    await pilot.press("i")
    await shows(pilot, "Where is the file?")
    await typed(pilot, str(file))
    await shows(pilot, "Ring ")
    await typed(pilot, signer)
    await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
    said = " ".join(text_of(pilot.app).split())
    await pilot.press("escape", "escape")
    return said


@pytest.mark.parametrize("size", SIZES)
async def test_from_one_folder_to_another_and_back_by_the_keys(two: Two, tmp_path: Path, size: tuple[int, int]) -> None:
    handover = two.open()
    out, back = tmp_path / "out.carelist", tmp_path / "back.carelist"
    (keys := tmp_path / "north.txt").write_text(f"{key_of(two.north)}\n")
    async with app_of(two.south, size) as pilot:
        await page_of(pilot)
        said = await sent(pilot, two.south, out, "Send it sealed to North", str(keys))
        assert "by telephone which laptop sealed it" in said
        assert two.south.device()[:4] in said
        await pilot.press("escape", "f4")
        await shows(pilot, "nothing heard")
    assert owed(two.south)["handover_acceptance"].endswith("nothing heard")
    async with app_of(two.north, size) as pilot:
        with two.south.door() as door:
            words = " ".join(door.exports.sealer()[1])
        said = await taken(pilot, out, words)
        assert stat.S_IMODE(os.stat(out).st_mode) == 0o600  # noqa: PTH116
        assert "a referral waits for triage" in said
        assert "as written" in said, "the sender's summary"
        await page_of(pilot)
        await pilot.press("h", "1")
        await shows(pilot, "For whom?")
        await pilot.press("1")
        await typed(pilot, str(back))
        await shows(pilot, "NOT SENT: nothing has become of it yet")
        assert not back.exists()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    assert "handover_acceptance" in owed(two.south)
    async with app_of(two.north, size) as pilot:
        await page_of(pilot)
        said = await sent(pilot, two.north, back, "the receipt: what became of")
        assert "They owe until it is there" in said
    async with app_of(two.south, size) as pilot:
        said = await taken(pilot, back, two.north.device())
        assert "has met OF W-SOUTH" in said
    assert set(owed(two.south)) == {"handover_checklist"}
    two.finish(handover)
    assert shown(two.south)["on_caseload"] is True
    assert shown(two.north)["on_caseload"] is True
    two.discharge()
    assert shown(two.north)["on_caseload"] is True


async def test_what_is_due_of_it_leads_to_the_file_and_not_to_a_form_that_is_refused(two: Two, tmp_path: Path) -> None:
    two.hand_over()
    for side, line in ((two.south, "Send it sealed again to North"), (two.north, "the receipt: what became of")):
        async with app_of(side, SIZES[0]) as pilot:
            await pilot.press("f4", "g", "enter")
            await shows(pilot, "Handover: what?")
            await shows(pilot, line)
            assert "Handover accepted" not in text_of(pilot.app), "nobody here says it"


async def test_a_file_is_taken_in_only_from_the_laptop_that_was_named(two: Two, tmp_path: Path) -> None:
    two.open()
    file = two.sealed(two.south, "handover")
    async with app_of(two.north, SIZES[0]) as pilot:
        await pilot.press("S", "i")
        await typed(pilot, str(file))
        await shows(pilot, "Ring ")
        for wrong, words in (("0" * 32, "not the laptop that sealed"), ("acorn album", "2 of 6 words"),
                             ("acorn album almond anchor apple apron", "not the laptop that sealed"),
                             (two.south.device()[:20], "20 of 32")):  # fmt: skip
            await typed(pilot, wrong)
            await shows(pilot, words)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SyncScreen))
        (broken := tmp_path / "broken.carelist").write_bytes(file.read_bytes()[:-40])
        await pilot.press("i")
        await typed(pilot, str(broken))
        await shows(pilot, "NOT TAKEN IN")
    assert two.north("show", "P-1").status == 2


async def test_what_can_not_be_written_is_sent_again(two: Two, tmp_path: Path) -> None:
    """It is recorded as sent first: a file that is not there is sent again."""
    two.open()
    (folder := tmp_path / "stick").mkdir()
    async with app_of(two.south, SIZES[0]) as pilot:
        await page_of(pilot)
        await pilot.press("h", "1")
        await typed(pilot, key_of(two.south))
        await shows(pilot, "your own team's key")
        await typed(pilot, "age1nothing")
        await shows(pilot, "no key")
        await typed(pilot, key_of(two.north))
        await shows(pilot, "Which file?")
        asked = pilot.app.screen
        assert isinstance(asked, AskScreen)
        for wrong, words in ((two.south.store / "x.carelist", "not inside the store"), (folder / "x.pdf", ".carelist"),
                             (folder / "none" / "x.carelist", "no such folder")):  # fmt: skip
            await typed(pilot, str(wrong))
            await shows(pilot, words)
        assert "handover_acceptance" in owed(two.south)
        assert "sent" not in owed(two.south)["handover_acceptance"], "nothing was recorded while it was asked"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonScreen))
    assert "sent" not in owed(two.south)["handover_acceptance"]


def test_a_key_that_is_none_records_nothing_as_sent(two: Two, tmp_path: Path) -> None:
    two.open()
    answer = two.south("export", tmp_path / "x.carelist", "--handover", "P-1", "--to", "age1nothing")
    assert answer.status == 2
    assert "nothing heard" not in owed(two.south)["handover_acceptance"]
    with two.south.door() as door, pytest.raises(Refused):
        door.exports.seal_receipt("P-1", ["age1nothing"], datetime.now(UTC) + timedelta(minutes=1))


async def test_our_key_lies_in_a_file_that_another_team_can_choose(two: Two, tmp_path: Path) -> None:
    file = tmp_path / "north.txt"
    async with app_of(two.north, SIZES[0]) as pilot:
        await pilot.press("S", "K")
        await typed(pilot, str(two.north.store / "key.txt"))
        await shows(pilot, "not inside the store")
        await typed(pilot, str(file))
        await shows(pilot, "Written: ")
    assert key_typed(str(file), None) == key_of(two.north)
    with pytest.raises(ValueError, match="your own team"):
        key_typed(str(file), key_of(two.north))
