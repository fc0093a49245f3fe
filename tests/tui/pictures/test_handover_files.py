"""Pictures of a handover between two teams' folders. Each docstring says what to look for when one has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.exports import Arrived, Brought
from carelist_tui.carelist.handovers import Across, Recipient, Referred
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.questions.sealed_files import (
    OTHER_KEY,
    WHO_SEALED,
    about_signer,
    lines_of_arrived,
    lines_of_sent,
    signer_typed,
    words_of_recipient,
)
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.handover_files import KEYS, TAKE_IN, show_lines
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.question import AskScreen
from tests.domain.undertaking import SUMMARY
from tests.tui.driving import settled, shows, until
from tests.tui.telling import NOW, entry
from tests.tui.walking import HOSTILE

pytestmark = pytest.mark.slow

SIZES = [(80, 24), (120, 40)]
Snap = Any
DEVICE, WORDS = "3f9a0142aa5be0c7d1f2a3b4c5d6e7f8", ("acorn", "violin", "bamboo", "teapot", "meadow", "zebra")
KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
WEST = Across("019c1d94-8a80-7e25-a34d-7b6e2bfb3ad9", "West", came=False, sent=True, is_open=True)
OPENED: dict[str, Any] = {"kind": "team_transfer", "direction": "out", "to_team": "West", "higher_risk": False,
                          "summary": SUMMARY, "complete_by": "2026-03-13"}  # fmt: skip


def opened_out(desk: Desk, *, sent: bool) -> None:
    """Amina goes to West, out of the service; or went there sealed this morning."""
    door = Carelist.open(desk.store, "w-tom")
    handover = door.record([entry("handover.opened", "2026-03-02T16:30", OPENED, ref="P-0042")], NOW)[0].id
    if sent:
        body = {"handover": handover, "to": [KEY]}
        door.record([entry("handover.sent", "2026-03-02T17:10", body, ref="P-0042")], NOW)
    door.close()


def first_of(pilot: Pilot[None]) -> Page:
    page = pilot.app.screen
    assert isinstance(page, Page)
    return page


async def page_of_amina(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("f", *"yusuf", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PersonScreen))
    await shows(pilot, "Second attempt")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sent", [False, True], ids=["opened", "sent"])
def test_what_h_offers_of_an_open_handover(snap_compare: Snap, desk: Desk, size: tuple[int, int], sent: bool) -> None:
    """The file for the other team first; once it was sent also a line that takes theirs in; then what is recorded
    here, among which nothing says that the other team accepted: of what was sent their receipt says it."""
    opened_out(desk, sent=sent)

    async def drive(pilot: Pilot[None]) -> None:
        await page_of_amina(pilot)
        await pilot.press("h")
        await shows(pilot, "Handover: what?")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_list_of_handovers_says_that_nothing_was_heard(
    snap_compare: Snap, desk: Desk, size: tuple[int, int]
) -> None:
    """The row: out to West, when it was sent, that nothing was heard; at 80 columns too."""
    opened_out(desk, sent=True)

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f4", "g")
        await shows(pilot, "nothing heard")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_into_which_file_it_goes(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Whom it is about and for whom; what it takes along; whose the person is until the receipt; that this store is not
    encrypted; the question, and under what was typed why it can't be."""
    opened_out(desk, sent=False)

    async def drive(pilot: Pilot[None]) -> None:
        await page_of_amina(pilot)
        await pilot.press("h", "1")
        await shows(pilot, "Which file?")
        await pilot.press(*"amina", "full_stop", *"pdf")
        await shows(pilot, "its name ends in .carelist")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_for_whom_it_is_sealed(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Each team whose key is known, since when, its key shortened; last another key."""
    known = [Recipient("West", (KEY,), NOW, ""), Recipient(HOSTILE["markup"], (KEY,), NOW, "")]

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        words = [*(words_of_recipient(each, first_of(pilot).look.when) for each in known), OTHER_KEY]
        await pilot.app.push_screen(ChooseScreen(desk, "To West, sealed: YUSUF Amina. For whom?", words))
        await shows(pilot, "another key")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_told_by_telephone_once_it_is_written(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Where the file is; the six words of this laptop and its number, loud, each on a line; what the list says until
    the receipt is here, and the keys that take it in."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        told = lines_of_sent(WEST, Path("/media/stick/amina.carelist"), (DEVICE, WORDS), KEYS, encrypted=True)
        await pilot.app.push_screen(show_lines(first_of(pilot), "Sealed for West", told))
        await shows(pilot, "acorn")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_who_sealed_a_file_that_came(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """What it says that it is, and of which team, whatever letters its name has; whom to ring; the question, and how
    many of the six words are there."""
    brought = Brought(HOSTILE["markup"] + HOSTILE["bidi"], DEVICE, "", False, 34, handover=WEST.handover)

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        ask = AskScreen(desk, TAKE_IN, about_signer(brought), WHO_SEALED,
                        lambda text: signer_typed(text, brought, WORDS))  # fmt: skip
        await pilot.app.push_screen(ask)
        await pilot.press(*"acorn", "space", *"zebra")
        await shows(pilot, "2 of 6 words")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_what_came_of_it(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """How many entries came; that a referral waits for triage today; who has them until the receipt; the sender's
    summary line by line, however hostile; whose word counts."""
    reason = "Handed over by South: Team transfer, higher risk\nCurrent risks: " + HOSTILE["markup"]
    line = {"type": "referral.received", "body": {"reason": reason + "\nMedication: none\nAgreed goals: to walk"}}
    arrived = Arrived("South", 34, 0, 2, False, Referred("P-0042", True, True, False))

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        told = lines_of_arrived(arrived, "YUSUF Amina", {"story": [line]}, KEYS)
        await pilot.app.push_screen(show_lines(first_of(pilot), "From South", list(told)))
        await shows(pilot, "Agreed goals")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_what_a_receipt_says(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Each thing that the other team says, with its name; then whose the person is, and what is left to do."""
    said = ("Handover accepted; first contact Thu 10:00", "Handover: first contact achieved. visit")
    story = [{"in_words": words, "origin": {"team": "West"}, "body": {"handover": WEST.handover}} for words in said]
    row = {"handover": WEST.handover, "declined_at": None, "first_contact_achieved": True}
    arrived = Arrived("West", 2, 0, 0, False, receipt=WEST.handover)

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        told = lines_of_arrived(arrived, "YUSUF Amina", {"story": story, "handovers": [row]}, KEYS)
        await pilot.app.push_screen(show_lines(first_of(pilot), "From West", list(told)))
        await shows(pilot, "has met YUSUF Amina")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)
