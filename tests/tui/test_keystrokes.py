"""How many keys the frequent acts take, counted as they are pressed: one more is a rule broken."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.screens.person.page import PersonScreen
from tests.tui.driving import recorded, settled, shows, until

SIZE = (80, 24)


class Counted:
    """Presses keys, and counts those that are not letters of a text."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot, self.keys = pilot, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)


async def test_an_attempt_takes_two_keys(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        hand = Counted(pilot)
        await hand.press("space", "2")
        await shows(pilot, "AMINA YUSUF: no answer, recorded.")
        assert recorded(desk, "outreach.attempted", "P-0042")[-1]["body"]["outcome"] == "no_answer"
        assert hand.keys <= 2


async def test_an_attempt_with_a_note_takes_three_keys_and_the_text(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        hand = Counted(pilot)
        await hand.press("e")
        await hand.type("dog barked 2x")
        await hand.press("enter", "2")
        await shows(pilot, "AMINA YUSUF: no answer, recorded.")
        assert recorded(desk, "outreach.attempted", "P-0042")[-1]["body"]["note"] == "dog barked 2x"
        assert hand.keys <= 3


async def test_finding_anyone_takes_two_keys_and_the_letters(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        hand = Counted(pilot)
        await hand.press("f")
        await hand.type("ree")
        await hand.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await shows(pilot, "REED Col")
        assert hand.keys <= 2
