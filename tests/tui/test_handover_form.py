"""A handover on screen: who did what of its checklist, what stands between it and closing, and its summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.handover import HandoverQuestions
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import NOW, entry

pytestmark = pytest.mark.slow

SIZE = (120, 40)
AMINA = "P-0042"
OPENED: dict[str, Any] = {
    "kind": "staff_change", "to_team": "North", "to_worker": "w-leah", "higher_risk": True, "complete_by": "2026-03-10",
    "summary": dict.fromkeys(("current_risks", "medication", "safeguarding_status", "recent_incidents", "agreed_goals",
                              "contingency_plan"), "none"),
}  # fmt: skip


@pytest.fixture
def handover(store: Path) -> str:
    """Amina is to be passed on to Leah; one item is done. Gives the handover's id."""
    door = Carelist.open(store, "w-tom")
    (opened,) = door.record([entry("handover.opened", "2026-03-02T12:00", OPENED, ref=AMINA)], NOW)
    done = {"handover": opened.id, "item": "risk_plan_current"}
    door.record([entry("handover.item_done", "2026-03-02T16:00", done, ref=AMINA)], NOW)
    door.close()
    return opened.id


def screen_of(desk: Desk, kind: str) -> FormScreen:
    from carelist_tui.tui.screens.forms.which_form import form_screen

    item = next(i for i in desk.glance.today(desk.now()) if i.person is not None and i.person.ref == AMINA)
    assert item.person is not None
    form = form_screen(desk, kind, None, desk.card(item.person.id), {})
    assert isinstance(form, FormScreen)
    assert isinstance(form.questions, HandoverQuestions)
    return form


async def test_several_items_of_the_checklist_are_ticked_in_one_save_and_say_who_and_when(
    handover: str, desk: Desk
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await desk.wake()
        form = screen_of(desk, "handover.item_done")
        await app.push_screen(form)
        await until(pilot, lambda: "x Risk plan is current: Tom Price, yesterday 16:00" in said_beside(app))
        for words in ("9 of the checklist not done", "handover call not yet held", "not yet accepted"):
            assert words in said_beside(app), words
        await pilot.press("1", "3", "tab", *"by post", "ctrl+s")
        await until(pilot, lambda: app.screen is not form)
    done = [e["body"] for e in recorded(desk, "handover.item_done", AMINA)[1:]]
    items = ["summary_written", "open_actions_listed"]
    assert done == [{"handover": handover, "item": item, "note": "by post"} for item in items]


async def test_what_stands_between_it_and_closing_names_who_accepted_and_the_first_contact(
    handover: str, desk: Desk, store: Path
) -> None:
    door = Carelist.open(store, "w-leah")
    accepted = {"handover": handover, "receiving_worker": "w-leah", "first_contact_at": "2026-03-05T10:00:00+00:00"}
    door.record([entry("handover.accepted", "2026-03-03T09:00", accepted, ref=AMINA)], NOW)
    door.close()
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await desk.wake()
        await app.push_screen(screen_of(desk, "handover.first_contact"))
        await shows(pilot, "accepted by Leah Obi")
        assert "accepted by Leah Obi; first contact Thu 10:00 not yet held" in said_beside(app)


def said_beside(app: Any) -> str:
    """The left side of the screen in one line."""
    return " ".join(" ".join(line[:48] for line in text_of(app).splitlines()).split())


async def test_the_summary_is_filled_from_the_record_and_what_was_not_touched_leaves_no_draft(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await desk.wake()
        form = screen_of(desk, "handover.opened")
        await app.push_screen(form)
        await until(pilot, lambda: bool(form.typed["body.summary.contingency_plan"]))
        assert form.typed["body.summary.contingency_plan"].startswith("Same day if: talk of dying")
        assert "Missed contact" in form.typed["body.summary.recent_incidents"]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not form)
    assert desk.unfinished() == []


@pytest.mark.usefixtures("handover")
@pytest.mark.parametrize("keys", [("f2", "j"), ("f2", "j", "full_stop")])
async def test_h_goes_on_with_the_handover_that_is_open_wherever_it_is_pressed(
    keys: tuple[str, ...], desk: Desk
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*keys, "h")
        await shows(pilot, "Handover: record what?")
        assert "Handover opened" not in text_of(app), "a second one beside it is nobody's wish"
        assert "Handover closed" in text_of(app)
