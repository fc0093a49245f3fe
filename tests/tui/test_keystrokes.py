"""How many keys the frequent acts take, counted as they are pressed: one more is a rule broken."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.huddle.huddle import HuddleScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.tui.driving import recorded, settled, shows, until

pytestmark = pytest.mark.slow

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
        await shows(pilot, "YUSUF Amina: no answer, recorded.")
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
        await shows(pilot, "YUSUF Amina: no answer, recorded.")
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


async def test_a_decision_takes_twelve_keys_at_most_and_its_text(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        hand = Counted(pilot)
        await hand.press("d")
        await shows(pilot, "What changed *")
        await hand.press("2")
        await hand.type("Quiet on the phone")
        await hand.press("tab")
        await hand.type("Her sister saw her on Sunday and she was well.")
        await hand.press("tab")
        await hand.type("tomorrow")
        await hand.press("ctrl+s")
        await shows(pilot, "YUSUF Amina: decision, recorded.")
        assert recorded(desk, "decision.recorded", "P-0042")[-1]["body"]["decision"] == "do_not_escalate"
        assert hand.keys <= 12


FIVE = (
    (
        "d",
        ["4", "2", *"Settled", "tab", *"Seen at the shop and as usual.", "tab", *"tomorrow", "tab", *"w-leah", "enter"],
        "decision.recorded",
    ),
    ("l", [*"w-leah", "enter", *"Dr Shah"], "coordinator.named"),
    ("a", [*"Ring the GP", "tab", *"w-tom", "enter", *"fri", "enter", "3"], "action.opened"),
    ("t", [*"Needs a plan", "tab", *"fri"], "mdt.listed"),
    ("z", ["2", *"less low today", "tab", *"fri"], "zone.set"),
)
"""The huddle's decisions: the key, what is answered, and what is in the journal after it."""


async def test_the_five_decisions_of_a_huddle_are_recorded_without_leaving_it(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("H")
        await shows(pilot, "since Mon 2 Mar")
        await pilot.press(*["space"] * 4)
        await shows(pilot, "Red and high: 1")
        for key, answers, kind in FIVE:
            before = len(recorded(desk, kind, "P-0043"))
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, FormScreen))
            await pilot.pause(0.2)
            await pilot.press(*answers, "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, HuddleScreen))
            assert len(recorded(desk, kind, "P-0043")) == before + 1, kind
