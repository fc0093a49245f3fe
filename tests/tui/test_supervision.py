"""The pack for a supervision on screen: two keys lead to it, its form opens with what was read, its page is written; to
whoever it is not for the screen says so and nothing more."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.supervision import SupervisionScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import NOW, entry

pytestmark = pytest.mark.slow

SIZE = (80, 24)
NO = {"about": "clinical_review", "decision": "do_not_escalate", "what_changed": "Noor rang: she slept.",
      "rationale": "Seen by her sister this morning, who says that she is well.",
      "review_at": "2026-03-03T17:00:00+00:00"}  # fmt: skip


def say_no(store: Path, author: str = "w-tom") -> None:
    with Carelist.open(store, author) as door:
        door.record([entry("decision.recorded", "2026-03-02T16:00", NO, ref="P-0042")], NOW)


async def pack_of_tom(pilot: Pilot[None], app: CarelistApp) -> SupervisionScreen:
    await settled(pilot)
    await pilot.press("V")
    await shows(pilot, "Whose supervision?")
    await pilot.press("3")
    await shows(pilot, "Supervision pack: Tom Price")
    await shows(pilot, "Whom they hold")
    screen = app.screen
    assert isinstance(screen, SupervisionScreen)
    return screen


def everything(screen: SupervisionScreen) -> str:
    return "\n".join(line.words for line in screen.told)


async def test_two_keys_lead_to_the_pack_and_it_is_read_to_its_end(store: Path) -> None:
    say_no(store)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        screen = await pack_of_tom(pilot, app)
        seen = text_of(app)
        while "more lines below" in text_of(app):
            await pilot.press("space")
            await pilot.pause()
            seen += text_of(app)
        for words in ("Drift", "Since last time", "Plans and aims", "Decisions to read together: 1 of 1", "Rationale"):
            assert words in seen
        assert "YUSUF Amina" in seen
        assert "Noor" not in everything(screen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    desk.close()


async def test_its_form_opens_with_who_was_there_and_what_was_read_and_settles_the_supervision(store: Path) -> None:
    say_no(store)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        screen = await pack_of_tom(pilot, app)
        assert screen.pack is not None
        (read,) = screen.pack.read
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        form = app.screen
        assert isinstance(form, FormScreen)
        typed = form.questions.typed
        assert typed["body.worker"] == "w-tom"
        assert typed["body.supervisor"] == "w-ada"
        assert typed["body.decisions"] == read.entry
        assert typed["body.persons"] == read.point.person
        await shows(pilot, "not to escalate")
        for path, text in (("body.themes", "Drift."), ("body.agreed", "Ring Amina first."), ("body.next_on", "+4w")):
            form.answers.typed[path] = text
        drafts, faults = form.questions.drafts()
        assert not faults
        (draft,) = drafts
        assert draft["body"]["decisions"] == [read.entry]
        assert draft["body"]["persons"] == [read.point.person]
        assert draft["body"]["agreed"] == ["Ring Amina first."]
    desk.close()


async def test_a_supervision_is_recorded_by_keys_and_it_is_said_whose(store: Path) -> None:
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pack_of_tom(pilot, app)
        await pilot.press("r")
        await shows(pilot, "Next on *")
        await pilot.press(*"Drift", "tab", "tab", *"Ring Amina first", "tab", *"in 3 weeks")
        await shows(pilot, "= Tue 24 Mar 2026")
        await pilot.press("ctrl+s")
        await shows(pilot, "Tom Price: supervision, recorded.")
    with Carelist.open(store) as door:
        lines = [json.loads(line) for line in door.people.stored_lines()]
    (held,) = (each["body"] for each in lines if each["type"] == "supervision.held" and each["author"] == "w-ada"
               and each["body"]["worker"] == "w-tom" and each["body"]["themes"] == "Drift")  # fmt: skip
    assert (held["agreed"], held["next_on"]) == (["Ring Amina first"], "2026-03-24")
    desk.close()


@pytest.mark.parametrize(("reader", "role"), [("w-bea", "coordinator"), ("w-aud", "auditor")])
async def test_who_supervises_nobody_gets_their_own_and_no_way_to_another(store: Path, reader: str, role: str) -> None:
    say_no(store)
    with Carelist.open(store, "w-ada") as door:
        added = {"worker": reader, "name": f"Name of {reader}", "role": role, "team": "North"}
        door.record([entry("worker.added", "2026-03-03T08:00", added)], NOW)
    desk = Desk(store, reader, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("V")
        await shows(pilot, f"Supervision pack: Name of {reader}")
        await shows(pilot, "Whom they hold")
        assert not [name for name in ("Amina", "YUSUF") if name in text_of(app)]
        await pilot.press("escape")
        app.push_screen(SupervisionScreen(desk, "w-tom"))
        await shows(pilot, "can't be read")
        await pilot.press("r", "p")
        await pilot.pause()
        assert isinstance(app.screen, SupervisionScreen)
        assert not [name for name in ("Amina", "YUSUF") if name in text_of(app)]
    desk.close()


async def test_the_page_is_written_for_a_reason_that_is_kept(store: Path, tmp_path: Path) -> None:
    say_no(store)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    file = tmp_path / "pack.html"
    async with app.run_test(size=(120, 40)) as pilot:
        await pack_of_tom(pilot, app)
        await pilot.press("p")
        await shows(pilot, "why?")
        await pilot.press("1")
        await shows(pilot, "NOT be encrypted")
        await pilot.press(*str(file).replace("/", "/"), "enter")
        await shows(pilot, "Written")
    desk.close()
    assert "Amina Yusuf" in file.read_text(encoding="utf-8")
    with Carelist.open(store, "w-ada") as door:
        assert any(look["kind"] == "exported" and look["reason"] for look in door.people.access())


async def test_at_an_earlier_moment_it_is_of_then_and_nothing_can_be_recorded(store: Path) -> None:
    say_no(store)
    app = CarelistApp(Desk(store, "w-ada", NOW, runs=False))
    then = NOW - timedelta(days=1)
    app.begins_at = Earlier(then, None)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.earlier is not None and app.screen is not app.first)
        await pilot.press("V")
        await shows(pilot, "Whose supervision?")
        await pilot.press("3")
        await shows(pilot, "Whom they hold")
        screen = app.screen
        assert isinstance(screen, SupervisionScreen)
        assert "Decisions to read together: 0 of 0" in everything(screen)
        await pilot.press("r")
        await pilot.pause()
        assert app.screen is screen
    app.close_store()
