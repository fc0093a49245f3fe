"""A contact on one page: few keys, signs ticked, and what comes out of it stored with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact import ContactQuestions
from carelist_tui.desk.questions.signs import signs_of
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import asks, recorded, settled, shows, text_of, until
from tests.tui.telling import NOW, entry

pytestmark = pytest.mark.slow

SIZE = (80, 24)
COL = "P-0045"
AT_MOST_KEYS = 8
BOOKED = {"at": "2026-03-03T10:00:00+00:00", "method": "visit", "purpose": "review", "worker": "w-tom"}
AGREED: dict[str, Any] = {
    "area": "connection", "name": "Goes out for bread", "frequency": "daily", "quality": "alone",
    "support_level": "prompted", "kind": "rating_0_10", "baseline": 2, "aim": 7, "every": "week",
}  # fmt: skip
DID = "Walked to the shop and back."


@pytest.fixture
def booked(store: Path) -> str:
    """A visit to Col this morning, and an indicator agreed with him; gives the booking's id."""
    door = Carelist.open(store, "w-tom")
    receipts = door.record(
        [entry("contact.planned", "2026-02-24T10:00", BOOKED, ref=COL),
         entry("indicator.agreed", "2026-02-24T10:00", AGREED, ref=COL)], NOW)  # fmt: skip
    door.close()
    return receipts[0].id


async def test_a_planned_contact_kept_with_nothing_seen_takes_at_most_eight_keys_and_its_text(
    booked: str, desk: Desk
) -> None:
    app = CarelistApp(desk)
    keys = 0
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        item = next(i for i in desk.glance.today(desk.now()) if i.kind == "contact" and i.source == booked)
        home: Any = app.screen
        home.acts.open_item(item)
        keys += len(["enter"])
        await shows(pilot, "record what?")
        for pressed in (["1"], ["1"], list(DID), ["ctrl+s"]):
            await pilot.press(*pressed)
            keys += len(pressed) if pressed != list(DID) else 0
            await until(pilot, lambda: pressed == ["ctrl+s"] or asks(app.screen, ContactQuestions))  # noqa: B023
        await shows(pilot, "REED Col: 2 settled: contact, risk check.")
    assert keys <= AT_MOST_KEYS
    (made,) = [e for e in recorded(desk, "contact.completed", COL) if e["body"].get("planned") == booked]
    assert made["body"] == {"planned": booked, "method": "visit", "purpose": "review", "how_are_they": "as_usual",
                            "what_we_did": DID, "signs_seen": made["body"]["signs_seen"]}  # fmt: skip
    assert {sign["seen"] for sign in made["body"]["signs_seen"]} == {"not_asked"}


async def test_a_sign_that_is_ticked_asks_for_the_next_72_hours_and_ratings_and_bookings_are_stored_with_it(
    booked: str, desk: Desk
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await desk.wake()
        from carelist_tui.tui.screens.forms.which_form import form_screen

        card = desk.card(next(i.person.id for i in desk.glance.today(desk.now()) if i.person and i.person.ref == COL))
        form = form_screen(desk, "contact.completed", None, card, {})
        await app.push_screen(form)
        await shows(pilot, "f4 Ratings")
        await shows(pilot, "Planned: visit")
        assert "Goes out for bread" not in text_of(app), "each part is opened by its key"
        assert "Plan for 72 hours" not in text_of(app)
        await pilot.press("2", *DID, "tab", "1")
        await shows(pilot, "Plan for 72 hours *")
        await pilot.press("tab", "tab", *"Call daily", "f4")
        await shows(pilot, "Goes out for bread")
        await pilot.press("6")
        await shows(pilot, "Help it took")
        await pilot.press("f6")
        await shows(pilot, "Next contact")
        await pilot.press(*"fri 11:00", "tab", "tab", *"+9d")
        await shows(pilot, "The one after")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not form)
    made = recorded(desk, "contact.completed", COL)[-1]
    assert made["body"]["planned"] == booked, "the one booked for today is what it fulfils"
    assert made["body"]["plan_72h"] == "Call daily"
    assert [s["seen"] for s in made["body"]["signs_seen"]] == ["yes", "not_asked"]
    (rated,) = recorded(desk, "indicator.rated", COL)
    assert (rated["body"]["value"], rated["body"]["support_level"]) == (6, "prompted")
    later = [e for e in recorded(desk, "contact.planned", COL) if e["id"] != booked]
    assert [e["body"]["at"] for e in later] == ["2026-03-06T11:00:00+00:00", "2026-03-12T10:00:00+00:00"]
    assert {e["body"]["method"] for e in later} == {"visit"}
    assert {e["arose_from"] for e in (rated, *later)} == {made["id"]}
    deed = desk.undo.newest()
    assert deed is not None
    assert deed.ids == (made["id"], rated["id"], *(e["id"] for e in later)), "one step to take back"


def test_what_is_not_ticked_was_not_asked_unless_none_was_seen() -> None:
    assert signs_of(["a", "b"], ["sign1"], []) == [{"sign": "a", "seen": "not_asked"}, {"sign": "b", "seen": "yes"}]
    assert {s["seen"] for s in signs_of(["a", "b"], ["none"], [])} == {"no"}
    assert signs_of([], [], ["new one"]) == [{"sign": "new one", "seen": "yes"}]
