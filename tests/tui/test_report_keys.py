"""P on the page of a person writes a page to print: it asks which, for whom, why and where, and writes nothing else."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.person_text import REASONS
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.exchange.documents import Document
from tests.tui.driving import settled, shows, until

pytestmark = pytest.mark.slow
SIZE = (110, 30)
PLAN, SHARE, HANDOVER = "2", "3", "4"
NO, YES = "1", "2"


async def test_a_page_is_written_where_the_worker_says_once_every_question_is_answered(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await pilot.press("P")
        await shows(pilot, "A page about YUSUF Amina: which?")
        await pilot.press(PLAN)
        await shows(pilot, "Is paper safe where they live")
        await pilot.press(NO)
        await shows(pilot, "NOT WRITTEN: paper is not safe there")
        await pilot.press("P")
        await shows(pilot, "which?")
        await pilot.press(PLAN, YES)
        await shows(pilot, "A page about YUSUF Amina: why?")
        await pilot.press("1")
        await shows(pilot, "Which file?")
        await pilot.press(*"plan", "full_stop", *"txt")
        await shows(pilot, "its name ends in .html")
        await pilot.press("backspace", "backspace", "backspace", *"html", "enter")
        await shows(pilot, "NOT ENCRYPTED")
        file = tmp_path / "plan.html"
        assert "Noor, sister" in file.read_text(encoding="utf-8")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        await pilot.press("P")
        await shows(pilot, "which?")
        await pilot.press(SHARE)
        await shows(pilot, "For whom?")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        desk.looks.finish()
        looks = (await desk.door()).people.access("P-0042")
        assert [each["reason"] for each in looks if each["kind"] == "exported"] == [REASONS[0]]


async def test_a_pdf_is_written_where_its_extra_is_there_and_else_is_refused_in_words(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        for has_extra in (False, True):
            if not has_extra:
                monkeypatch.setitem(sys.modules, "typst", None)
            await pilot.press("P")
            await shows(pilot, "which?")
            await pilot.press(HANDOVER)
            await shows(pilot, "why?")
            await pilot.press("1")
            await shows(pilot, "for a page to print, or .pdf." if has_extra else "for a page to print.")
            await pilot.press(*"pack", "full_stop", *"pdf")
            if not has_extra:
                await shows(pilot, "a PDF needs the extra carelist-tui[pdf]")
                await pilot.press("enter", "escape")
                monkeypatch.undo()
                monkeypatch.chdir(tmp_path)
        file = tmp_path / "pack.pdf"
        assert not file.exists()
        await pilot.press("enter")
        await shows(pilot, "NOT ENCRYPTED")
        assert "YUSUF" in Document(file.read_bytes()).words.upper()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        desk.looks.finish()
        looks = (await desk.door()).people.access("P-0042")
        assert [each["reason"] for each in looks if each["kind"] == "exported"] == [REASONS[0]]
