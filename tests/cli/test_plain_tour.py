"""The tour in plain lines: walked by what is asked, and in a store of its own whatever store is named."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.guided_conversation import GuidedConversation
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.desk.guide.tour_steps import PLAIN_STEPS
from carelist_tui.domain.calendar import Calendar, ServiceHours
from tests.cli.surface import carelist, make_store

pytestmark = pytest.mark.slow

ON_THE_LIST = {
    "A person": "1", "You spoke": "9", "Nobody came": "2", "The missed contacts": "m", "Two keys a call": "1",
    "With a note": "2", "Take it back": "u", "Find somebody": "f", "The end of the day": "e", "That was it": "q",
}  # fmt: skip
"""What is typed at the list, by the step at hand."""
OF_A_PERSON = {"You spoke": "r", "Nobody came": "r", "Two keys a call": "a", "With a note": "a"}
ANSWERS = {
    "What may be said besides": "", "Name, identifier or phone": "parry", "y or n": "y",
    "| and (": "", "What we did": "a walk", "Expected at": "09:00", "A note": "quiet",
    "Its signs": "0", "Its sign": "1",
}  # fmt: skip
MOST = 200


class Newcomer(io.StringIO):
    """Answers what was asked last, as the step at hand says."""

    conversation: GuidedConversation

    def __init__(self, says: io.StringIO) -> None:
        super().__init__()
        self.says, self.asked, self.opened_for = says, 0, ""

    def readline(self, *_: Any) -> Any:
        self.asked += 1
        return f"{self._answer()}\n" if self.asked < MOST else ""

    def _answer(self) -> str:
        lines = [line for line in self.says.getvalue().splitlines() if line]
        prompt = lines[-1]
        step = self.conversation.tour.step
        title = step.title if step else ""
        if "A number for a person" in prompt:
            self.opened_for = title
            return ON_THE_LIST[title]
        if "enter to go back" in prompt:
            return OF_A_PERSON.get(title, "") if title == self.opened_for else ""
        if "What is it?" in prompt:
            return "missed contact" if title == "Nobody came" else "contact"
        heading = next(line for line in reversed(lines[:-1]) if not line.startswith("  "))
        return next((said for asked, said in ANSWERS.items() if asked in f"{heading} | {prompt}"), "")


def walked(store: Path, moment: datetime) -> tuple[str, GuidedConversation]:
    says = io.StringIO()
    newcomer = Newcomer(says)
    with Carelist.open(store, WORKER) as door:
        newcomer.conversation = conversation = GuidedConversation(
            door, Voice(newcomer, says), lambda: moment, records=True
        )
        conversation.run()
    return says.getvalue(), conversation


def test_the_whole_tour_is_walked_in_lines(tmp_path: Path) -> None:
    teller = tell_caseload(date(2026, 3, 3), people=12, seed=1, calendar=Calendar(ServiceHours()))
    fill(tmp_path / "store", teller, worker=WORKER)
    said, conversation = walked(tmp_path / "store", teller.moment)
    for n, step in enumerate(PLAIN_STEPS, start=1):
        assert f"Tour, {n}/{len(PLAIN_STEPS)}, {step.title}." in said, said[-3000:]
    assert conversation.tour.step is PLAIN_STEPS[-1]
    assert said.endswith("Left Carelist.\n")
    assert said.count("Done.") == len(PLAIN_STEPS) - 1


def test_the_tour_never_touches_the_store_that_is_named(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    answer = carelist("tour", "--plain", store=store, stdin=b"1\n\nn\nq\n")
    assert answer.status == 0
    assert "Tour, 1/10" in answer.out
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


def test_the_tour_may_be_left_at_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    answer = carelist("tour", "--plain", stdin=b"q\n", TMPDIR=str(tmp_path))
    assert (answer.status, list(tmp_path.iterdir())) == (0, [])


def test_the_tour_says_what_it_needs() -> None:
    assert "needs a terminal" in carelist("tour").err
    assert carelist("tour", "--plain", "--read-only").status == 2
    assert "nobody of that id" in carelist("tour", "--plain", "--as", "w-nobody").err
