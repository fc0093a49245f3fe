"""What people wrote never acts from a form either: hand-made pages, pickers, the line above the list."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.app import CarelistApp
from tests.profiles import IS_FULL
from tests.tui.driving import until
from tests.tui.telling import ME, NOW, entry
from tests.tui.test_contact_form import AGREED, BOOKED
from tests.tui.test_handover_form import OPENED
from tests.tui.test_hostile_text import HOSTILE, hostile_store, written

pytestmark = pytest.mark.slow

__all__ = ["hostile_store"]
SIZE = (100, 40)
FORMS = ("contact.completed", "handover.opened", "handover.item_done", "decision.recorded", "action.changed",
         "indicator.rated", "supervision.held")  # fmt: skip
ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.mark.parametrize("which", range(len(HOSTILE)), ids=list(HOSTILE))
async def test_every_form_shows_hostile_text_as_plain_signs(hostile_store: Path, tmp_path: Path, which: int) -> None:
    store, text = tmp_path / "store", list(HOSTILE.values())[which]
    shutil.copytree(hostile_store, store)
    ref = f"P-{which}"
    door = Carelist.open(store, ME)
    line = text[:900]
    action = {"title": line, "owner": line, "due_at": "2026-03-09T10:00:00+00:00", "area": "other"}
    try:
        door.record(
            [entry("indicator.agreed", "2026-03-02T12:00", AGREED | {"name": line}, ref=ref),
             entry("contact.planned", "2026-03-02T12:00", BOOKED | {"place": line}, ref=ref),
             entry("action.opened", "2026-03-02T12:00", action, ref=ref),
             entry("handover.opened", "2026-03-02T12:00",
                   OPENED | {"to_team": line, "summary": dict.fromkeys(OPENED["summary"], text)}, ref=ref)],
            NOW)  # fmt: skip
    except Refused as refused:
        raise AssertionError(f"{text[:20]!r} was refused: {refused}") from None
    person = door.people.person(ref, NOW)["person"]
    door.close()
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "[Today" in written(app))
        await desk.wake()
        from carelist_tui.tui.screens.forms.form_screen import FormScreen
        from carelist_tui.tui.screens.forms.which_form import form_screen

        for kind in FORMS if IS_FULL else (FORMS[2 * which % len(FORMS)], FORMS[(2 * which + 1) % len(FORMS)]):
            form = form_screen(desk, kind, None, desk.card(person), {})
            assert isinstance(form, FormScreen)
            await app.push_screen(form)
            await until(pilot, lambda: bool(form.questions.shown))  # noqa: B023
            await pilot.press("1", "x", "y", "tab", "down", "tab", "2")
            await pilot.pause(0.1)
            bad = {c for c in written(app) if unicodedata.category(c) in ACTING} - {"\u200d"}
            assert not bad, f"{kind}: {bad!r}"
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is not form)  # noqa: B023
        await until(pilot, lambda: "unfinished" in written(app))
        assert not {c for c in written(app) if unicodedata.category(c) in ACTING} - {"\u200d"}
    assert app.return_code in (0, None), "nothing crashed"
    desk.close()
