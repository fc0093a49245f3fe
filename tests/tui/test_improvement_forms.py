"""What the service learns, by key: an improvement is opened from the menu, stands with the actions, and is closed from
there; a measure is noted on by its words and a month as people say it."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.measures.keys import MEASURES
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from tests.tui.driving import settled, shows, text_of, until

pytestmark = pytest.mark.slow

SIZE = (100, 40)


def told_of_the_team(desk: Desk, kind: str) -> list[dict[str, Any]]:
    """The entries of a type about no person, as the journal holds them."""
    from carelist_tui.journal.queries.lists import team_story

    door = Carelist.open(desk.store)
    try:
        with door.journal.store.reading() as connection:
            return [dict(entry.raw) for entry in team_story(connection, None) if entry.type == kind]
    finally:
        door.close()


async def test_an_improvement_is_opened_by_key_stands_with_the_actions_and_is_closed_from_there(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        home = app.screen
        await pilot.press("plus", *"how we work", "enter")
        await shows(pilot, "ctrl+s Save")
        await pilot.press(*"Read numbers back", "enter", *"leah")
        await shows(pilot, "1 Leah Obi")
        await pilot.press("1", *"in 2 weeks", "ctrl+s")
        await until(pilot, lambda: app.screen is home)
        await pilot.press("f5")
        await shows(pilot, "Read numbers back (improvement)")
        assert "The team" in text_of(app)
        await pilot.press("enter")
        await shows(pilot, "What changed *")
        assert "Which improvement" not in text_of(app), "the row says which"
        await pilot.press("1", *"We do now", "ctrl+s")
        await until(pilot, lambda: app.screen is home)
        await until(pilot, lambda: "Read numbers back" not in text_of(app))
    [opened], [closed] = told_of_the_team(desk, "improvement.opened"), told_of_the_team(desk, "improvement.closed")
    assert (opened["body"]["title"], opened["body"]["owner"]) == ("Read numbers back", "w-leah")
    assert closed["body"] == {"improvement": opened["id"], "outcome": "done", "what_changed": "We do now"}


async def test_one_that_is_closed_from_the_menu_is_picked_by_its_title(desk: Desk) -> None:
    door = Carelist.open(desk.store, "w-leah")
    body = {"title": "Read numbers back", "owner": "w-leah", "due_at": "2026-04-01T10:00:00+01:00"}
    door.record([{"type": "improvement.opened", "occurred_at": desk.moment(), "body": body}], desk.now())
    door.close()
    desk.roster = desk.glance.read_roster()
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        home = app.screen
        await pilot.press("plus", *"improvement closed", "enter")
        await shows(pilot, "1 Read numbers back")
        assert "Leah Obi, due" in text_of(app)
        await pilot.press("1", "2", *"It was done before", "ctrl+s")
        await until(pilot, lambda: app.screen is home)
    [closed] = told_of_the_team(desk, "improvement.closed")
    assert closed["body"]["outcome"] == "no_longer_needed"


async def test_a_measure_is_noted_on_by_its_words_and_a_month_as_people_say_it(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        home = app.screen
        await pilot.press("plus", *"note on a signal", "enter")
        await shows(pilot, "1 first response")
        form = app.screen
        assert isinstance(form, FormScreen)
        [ask] = [field.ask for field in form.form.fields if field.ask.kind == "measure"]
        assert [offer.code for offer in form.questions.offered(ask, "")] == list(MEASURES)
        assert "_" not in "".join(offer.words for offer in form.questions.offered(ask, ""))
        await pilot.press(*"back in")
        await shows(pilot, "2 back in touch within 14 days")
        await pilot.press("down", "down", "enter")
        form.form.put("body.month", "last month")
        await shows(pilot, "= Feb 2026")
        form.form.put("body.what_we_found", "The bank holiday.")
        form.form.put("body.step_change", "yes")
        await pilot.press("ctrl+s")
        await shows(pilot, "by the word of a senior or a manager")
        form.form.put("body.step_change", "no")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is home)
    [noted] = told_of_the_team(desk, "signal.noted")
    assert noted["body"] == {
        "measure": "re_engaged_14", "month": "2026-02", "what_we_found": "The bank holiday.", "step_change": False,
    }  # fmt: skip
