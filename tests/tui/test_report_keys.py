"""P writes a page to print, about the person at hand or for an MDT: it asks which, for whom, why and where, and writes
nothing else."""

from __future__ import annotations

import stat
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.desk.person_text import REASONS
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.huddle.huddle import HuddleScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.domain.telling import CHECK
from tests.exchange.documents import Document
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, entry

pytestmark = pytest.mark.slow
SIZE = (110, 30)
PERSON, PLAN, SHARE, HANDOVER, MDT = "1", "2", "3", "4", "6"
NO, YES = "1", "2"
LISTED = entry("mdt.listed", "2026-03-03T08:00", {"reason": "rent arrears", "by": "2026-03-05"}, ref="P-0044")


def told(store: Path, *drafts: dict[str, Any], now: Any = NOW) -> None:
    with Carelist.open(store, ME) as door:
        door.record(drafts, now)


async def type_words(pilot: Pilot[Any], words: str) -> None:
    """A line in the place of what stands there, and enter."""
    named = {" ": "space", ".": "full_stop", "-": "minus"}
    await pilot.press("ctrl+u", *(named.get(letter, letter) for letter in words), "enter")


def pages(folder: Path) -> list[Path]:
    return list(folder.glob("*.html"))


async def says(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words are on screen, wherever their lines break."""
    await until(pilot, lambda: words in " ".join(text_of(pilot.app).split()))


def left(store: Path, ref: str) -> list[dict[str, Any]]:
    with Carelist.open(store) as door:
        return [each for each in door.people.access(ref) if each["kind"] == "exported"]


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
        await shows(pilot, "Plan, for the person themselves: YUSUF Amina")
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


async def test_the_paper_of_an_mdt_is_asked_for_by_its_day_from_the_list_a_page_and_the_huddle(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told(desk.store, LISTED)
    app = CarelistApp(desk)

    async def asked(file: str, day: str, understood: str) -> str:
        await shows(pilot, "On which day is the MDT?")
        await shows(pilot, "Tue 3 Mar 2026, today")
        await type_words(pilot, day)
        await shows(pilot, "The paper of an MDT: why?")
        await pilot.press("1")
        await shows(pilot, f"MDT, {understood}")
        await shows(pilot, "Which file?")
        await type_words(pilot, file)
        await says(pilot, "NOT ENCRYPTED: destroy it after use")
        page = (tmp_path / file).read_text(encoding="utf-8")
        assert f"MDT, {understood}: agenda" in page
        return page

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("P")
        await shows(pilot, "MDT: agenda or minutes")
        await pilot.press(MDT)
        page = await asked("list.html", "thu", "Thu 5 Mar 2026")
        assert "Grace Obi" in page
        assert "rent arrears" in page
        assert "Amina" not in page, "nobody who is not to be talked about"
        await says(pilot, ".html, 1 person. It is NOT ENCRYPTED")
        await pilot.press("escape", "full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await pilot.press("P", MDT)
        await asked("page.html", "wed", "Wed 4 Mar 2026")
        await says(pilot, "nobody is listed by that day")
        await pilot.press("escape", "escape", "H")
        await until(pilot, lambda: isinstance(app.screen, HuddleScreen) and "Ada Manager" in text_of(app))
        await pilot.press("P")
        assert "Grace Obi" in await asked("huddle.html", "+2d", "Thu 5 Mar 2026")
    desk.looks.finish()
    assert [each["reason"] for each in left(desk.store, "P-0044")] == ["for the MDT"] * 2
    assert left(desk.store, "P-0042") == []


async def test_with_nobody_at_hand_the_day_is_asked_for_at_once_and_what_is_left_writes_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"nobody here", "enter", "P")
        await shows(pilot, "On which day is the MDT?")
        await pilot.press("ctrl+u", *"fortnight")
        await shows(pilot, "not understood")
        await pilot.press("enter")
        await shows(pilot, "On which day is the MDT?")
        await pilot.press("escape")
        await until(pilot, lambda: "Today" in text_of(app) and "On which day" not in text_of(app))
    assert pages(tmp_path) == []


@pytest.mark.turns(2)
@pytest.mark.parametrize("kind", [PERSON, HANDOVER])
async def test_others_words_stand_in_a_page_only_where_somebody_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    check = CHECK | {"third_party_information": "a neighbour heard shouting"}
    avoid = {"must_not_contact": ["her father Dean"]}
    told(desk.store, entry("risk_check.completed", "2026-03-03T08:30", check, ref="P-0042"),
         entry("person.details_updated", "2026-03-03T08:30", avoid, ref="P-0042"))  # fmt: skip
    app, theirs = CarelistApp(desk), "a neighbour heard shouting" if kind == PERSON else "her father Dean"

    async def asked(answer: str, about: str) -> str:
        await pilot.press("P", kind)
        await shows(pilot, "A page about YUSUF Amina: what others said in confidence?")
        await shows(pilot, " > 1  leave it out")
        await pilot.press(answer)
        await shows(pilot, "why?")
        await pilot.press("1")
        await shows(pilot, about)
        await type_words(pilot, f"with{answer}.html" if answer != "enter" else "without.html")
        await says(pilot, "NOT ENCRYPTED: destroy it after use")
        await pilot.press("escape")
        (file,) = pages(tmp_path)
        page = file.read_text(encoding="utf-8")
        file.unlink()
        return page

    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        assert theirs not in await asked("enter", "is left out")
        assert theirs in await asked(YES, "STANDS IN IT")
        await pilot.press("P", kind)
        await shows(pilot, "A page about YUSUF Amina: what others said in confidence?")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        assert pages(tmp_path) == []


async def test_a_page_of_an_earlier_moment_says_as_known_when_and_tells_nobody_who_was_refused_since(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    later = NOW + timedelta(days=2)
    no = {"scope": "share", "with": "Noor", "given": False, "basis": "consent", "rationale": "She said so."}
    told(store, entry("consent.recorded", "2026-03-05T09:00", no, ref="P-0042"), now=later)
    app = CarelistApp(Desk(store, ME, later, runs=False))
    app.begins_at = Earlier(NOW, NOW)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: app.earlier is not None and app.screen is not app.first)
            await settled(pilot)
            await pilot.press("slash", *"yusuf", "enter", "P", SHARE)
            await shows(pilot, "NOT WRITTEN: nobody may be told of them now")
            await pilot.press("P", PLAN, YES, "1")
            await shows(pilot, "Which file?")
            await type_words(pilot, "plan.html")
            await says(pilot, "NOT ENCRYPTED: destroy it after use")
    finally:
        app.close_store()
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "Noor" not in page
    made = "on Thu 5 Mar 2026 09:04. As at Tue 3 Mar 2026 09:04, as known Tue 3 Mar 2026 09:04."
    assert f"Made by Tom Price {made}" in page
    (look,) = left(store, "P-0042")
    assert look["at"][:10] == "2026-03-05"


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
            await shows(pilot, "what others said in confidence?")
            await pilot.press(NO)
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
