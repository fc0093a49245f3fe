"""Pictures of a laptop that joins, and of the Sync screen that lets it in. Each docstring says what to look for when
one has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from textual.pilot import Pilot

from carelist_tui.carelist.joined_laptop import AskingLaptop
from carelist_tui.desk.desk import Desk
from carelist_tui.exchange.enrolment.folder_papers import put_invitation, put_request
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.settings.first_run import SetUpApp
from carelist_tui.tui.screens.sign_in.let_in import LetInScreen
from carelist_tui.tui.screens.sync.enrolment import code_strips
from carelist_tui.tui.screens.sync.sync import SyncScreen
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.vault.device import read_device
from carelist_tui.vault.team.fingerprint import fingerprint_words
from carelist_tui.vault.team.papers import read_request, write_request
from tests.tui.driving import settled, shows, until
from tests.tui.locked.conftest import Sealed
from tests.tui.pictures.test_meeting import after, standing
from tests.tui.telling import NOW

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any
WORDS = ("feather", "grape", "pencil", "thunder", "volcano", "otter")
LEAHS, NEW = SigningKey(b"1" * 32), SigningKey(b"2" * 32)


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that laptops meet in, whose path is the same in every run."""
    monkeypatch.chdir(tmp_path)
    (made := Path("shared")).mkdir()
    return made


@pytest.fixture
def adas(sealed: Sealed) -> Iterator[Desk]:
    """The desk of a manager, in an encrypted store."""
    desk = Desk(sealed.store, "w-ada", NOW, runs=False, key=sealed.key)
    yield desk
    desk.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_first_question(snap_compare: Snap, size: tuple[int, int]) -> None:
    """A new team or to join one, each with what is needed for it; their keys at the foot."""

    async def drive(pilot: Pilot[Any]) -> None:
        await shows(pilot, "Which is it?")

    assert snap_compare(SetUpApp(Path("a/place"), None), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", [2, 3])
def test_the_pages_that_ask_who_joins(snap_compare: Snap, page: int, size: tuple[int, int]) -> None:
    """The second: a worker id and a name of the laptop are proposed. The third: the folder that was typed is not there,
    in a sentence under it."""

    async def drive(pilot: Pilot[Any]) -> None:
        await shows(pilot, "Which is it?")
        await pilot.press("2")
        await shows(pilot, "1 of 6")
        await pilot.press(*"Leah Obi", "ctrl+s")
        await shows(pilot, "Leah's laptop")
        if page == 3:
            await pilot.press("ctrl+s")
            await shows(pilot, "3 of 6")
            await pilot.press(*"/no/where", "ctrl+s")
            await shows(pilot, "is the drive connected?")

    assert snap_compare(SetUpApp(Path("a/place"), None), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["waits", "has come", "stopping", "no folder"])
def test_a_laptop_waits_to_be_let_in(
    snap_compare: Snap, sealed: Sealed, shared: Path, state: str, size: tuple[int, int]
) -> None:
    """Three steps, the six words whole in one line, a field for the code. Below: where it asks, and that no laptop has
    synced there yet; or that the invitation has come; or what stopping means, by 1 and 2, the field asleep; or that the
    folder can't be reached."""
    laptop = AskingLaptop(sealed.store, sealed.key, "w-leah", "Leah's laptop", shared)
    if state != "waits":
        (shared / "carelist" / "North").mkdir(parents=True)
    if state == "has come":
        put_invitation(shared, read_device(sealed.store), b"x")
    if state == "no folder":
        laptop.folder = Path("gone")
    screen = LetInScreen(laptop, "Joining, 6 of 6: Let in by your manager", lambda: NOW, new=True)

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Passphrase")
        pilot.app.push_screen(screen)
        await until(pilot, lambda: bool(screen.words))
        screen.words = WORDS
        screen.draw()
        says = {
            "waits": "No laptop has synced there yet",
            "has come": "The invitation has come",
            "stopping": "No invitation has come yet",
            "no folder": "Not asked yet,",
        }
        await shows(pilot, says[state])
        if state == "stopping":
            await pilot.press("escape")
            await shows(pilot, "Stop joining?")

    assert snap_compare(CarelistApp(sealed.shut), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["asks", "let in", "revoke", "revoked"])
def test_a_laptop_is_let_in_and_a_lost_one_revoked(
    snap_compare: Snap, adas: Desk, shared: Path, state: str, size: tuple[int, int]
) -> None:
    """Who asks, for whom and since when; of one that nobody knows that it is so; of one that was let in that its code
    was told; the cursor on the first. Then what a manager is asked, with six words that are right in green; what a
    revocation does and does not; the cursor on a revoked one, `a` at the foot."""
    for key, name, worker in ((LEAHS, "Leah's laptop", "w-leah"), (NEW, "Sam's laptop", "w-sam")):
        put_request(shared, write_request(key, name, worker), NOW)
    asked = {read_request(write_request(key, "", "")).device: key for key in (LEAHS, NEW)}
    put_invitation(shared, max(asked), b"x")

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        screen = SyncScreen(adas, after(problems=False), lambda folder, dry, new: None, lambda item: None)
        screen.folder = shared
        screen.hearing, screen.silent = standing(silent=False, to_send=0)
        await pilot.app.push_screen(screen)
        await shows(pilot, "Asking to be let in: 2")
        if state == "let in":
            here = next(n for n, each in enumerate(screen.stops) if getattr(each, "name", "") == "Leah's laptop")
            await pilot.press(*["j"] * (here - screen.cursor), "enter")
            await shows(pilot, "Have them read out the six words")
            await pilot.press(*" ".join(fingerprint_words(bytes(LEAHS.verify_key).hex())))
            await shows(pilot, "enter: let it in")
        elif state != "asks":
            await pilot.press(*["j"] * (len(screen.stops) - (2 if state == "revoke" else 1)))
            if state == "revoke":
                await pilot.press("R")
                await shows(pilot, "It can't be undone")
            await until(pilot, lambda: state == "revoke" or screen.cursor == len(screen.stops) - 1)

    assert snap_compare(CarelistApp(adas), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_code_to_tell(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """The code in a line of its own, to whom it is told, and what to do where the laptop is not in."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        app = pilot.app
        assert isinstance(app, CarelistApp)
        look = app.first.look
        page = ReadingScreen(desk, "Tell this code by voice", lambda width: code_strips(
            "7K2M-Q9TD-4HZW-0B3N-R8VA", "Leah Obi", width, look))  # fmt: skip
        await pilot.app.push_screen(page)
        await shows(pilot, "7K2M")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_next_in_a_new_store(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Who works here, a spreadsheet, another laptop, the list: each with the key that does it later."""
    app = CarelistApp(desk)
    app.begins_new = True

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "What comes next?")

    assert snap_compare(app, terminal_size=size, run_before=drive)
