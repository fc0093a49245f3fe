"""Anyone can be found by two keys and the letters, also who left long ago."""

from __future__ import annotations

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.journal.queries.search import everyone, found_among, nearest_among
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.search import FindScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import NOW, entry

pytestmark = pytest.mark.slow

SIZE = (80, 24)


def test_what_is_typed_finds_the_same_as_asking_the_store(desk: Desk) -> None:
    people = desk.everyone()
    for typed in ("", "yusuf", "MINA", "p-0043", "07700 900444", "o", "nobody at all"):
        assert found_among(people, typed) == desk.glance.find(typed)
    assert everyone([], []) == []


def test_who_is_called_so_comes_before_whose_name_only_holds_it(desk: Desk) -> None:
    """`a`: Amina before Ines Hall, who comes first by family name; enter opens whom somebody meant."""
    people = desk.everyone()
    assert found_among(people, "a")[0].name == "Ines Hall"
    assert nearest_among(people, "a")[0].name == "Amina Yusuf"
    assert nearest_among(people, "min")[0].name == "Amina Yusuf", "Mina to her friends"
    for typed in ("", "i", "07700", "khan b"):
        assert {each.ref for each in nearest_among(people, typed)} == {each.ref for each in found_among(people, typed)}


async def test_anyone_is_found_by_two_keys_and_the_letters(desk: Desk) -> None:
    """Ines left this morning; she is found all the same. The keys are typed at once, before anybody is read."""
    door = Carelist.open(desk.store, "w-ada")
    found = {each.ref: each.person for each in door.people.find("")}
    agreed = entry("decision.recorded", "2026-03-03T09:01", {"about": "discharge", "decision": "agree",
                   "what_changed": "well", "rationale": "Has what he needs, by his own account.",
                   "authorised_by": "w-ada"}, ref="P-0046", id="01956789-0000-7000-8000-000000000001")  # fmt: skip
    left = entry("person.discharged", "2026-03-03T09:02", {"destination": "GP", "reason": "goals_met",
                 "note": "Goals met.", "decision": agreed["id"]}, ref="P-0046")  # fmt: skip
    door.record([agreed, left], NOW)
    door.close()
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f", *"ines", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await shows(pilot, "HALL Ines")
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.reader.person == found["P-0046"]
        await pilot.press("escape")
        await shows(pilot, "KHAN Bilal")
        await pilot.press("f")
        await shows(pilot, "5 of 5")
        assert "left the caseload" in text_of(app)
        assert "b. 4 May 1991 (34)" in text_of(app), "namesakes are told apart"
        await pilot.press(*"qqq")
        await shows(pilot, "Nobody is called that")
        assert isinstance(app.screen, FindScreen), "a letter is a letter here"
        await pilot.press("backspace", "backspace", "backspace", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))


async def test_no_size_of_the_window_does_any_harm_while_somebody_is_looked_for(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for key in ("f", "plus"):
            await pilot.press(key, "a")
            for size in ((1, 1), (40, 10), (79, 24), (200, 60), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.press("down", "o", "backspace", "pagedown", "up")
            await shows(pilot, "a_")
            await pilot.press("escape")
