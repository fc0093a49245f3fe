"""Two records of one person: both side by side, what will be one after, joined by a senior, told apart by anyone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.read_only import NOTHING, ReadingDesk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.two_records import TwoRecordsScreen
from carelist_tui.tui.screens.forms.two_versions import SettlingScreen
from carelist_tui.tui.screens.search import FindScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.meeting.laptops import leahs_laptop, sync_as
from tests.tui.telling import ME, NOW, accepted, entry, phones

pytestmark = pytest.mark.slow
SENIOR = "w-leah"


def there_twice(store: Path, **more: Any) -> None:
    """Bilal Khan is there a second time, as an import began him; of that record the phone is not safe."""
    again: dict[str, Any] = {"born": "1980-01-09", "phones": [{"number": "07700 900222", "unsafe": True}]} | more
    with Carelist.open(store, "w-ada") as door:
        door.record([accepted("P-0107", "Bilal", "Khan", **again)], NOW)


def of(store: Path, ref: str) -> dict[str, Any]:
    with Carelist.open(store) as door:
        return door.people.person(ref, NOW)


def things(store: Path) -> list[str]:
    with Carelist.open(store) as door:
        return [str(each.detail["thing"]) for each in door.people.today(NOW, kind="conflict", days=30)]


async def open_first(pilot: Any, kind: type) -> None:
    """The first thing to settle, from the screen of sync."""
    await settled(pilot)
    await pilot.press("S")
    await shows(pilot, "to settle")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_senior_sees_both_records_and_what_will_be_one_and_joins_them(
    store: Path, size: tuple[int, int]
) -> None:
    there_twice(store)
    assert things(store) == ["person", "person"]
    desk = Desk(store, SENIOR, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await open_first(pilot, TwoRecordsScreen)
        await shows(pilot, "One person? Choose the record that stays")
        await shows(pilot, "identifier P-0")
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, TwoRecordsScreen), "nothing is chosen yet"
        screen = app.screen
        await until(pilot, lambda: len(screen.sides) == 2)
        stays = next(n for n, id in enumerate(screen.pair, 1) if screen.sides[id].said == "identifier P-0043")
        await pilot.press(str(stays))
        await shows(pilot, "identifier P-0107 finds it too")
        await until(pilot, lambda: bool(screen.foreseen))
        one = dict(next(iter(screen.foreseen.values())).fields)
        assert "unsafe" in one["Phones"].casefold()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and bool(app.screen.questions.shown))
        assert "KHAN Bilal" in text_of(app)
        form: Any = app.screen
        form.form.put("body.reason", "imported twice")
        form.form.put("body.checked", "birth date; asked him")
        await pilot.press("ctrl+s")
        await shows(pilot, "Laptops")
    assert of(store, "P-0107")["ref"] == "P-0043"
    assert of(store, "P-0043")["identity"]["phones"][0]["unsafe"]
    assert things(store) == []
    desk.close()


async def test_whoever_is_neither_senior_nor_manager_is_told_so_and_may_tell_them_apart(store: Path) -> None:
    there_twice(store)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_first(pilot, TwoRecordsScreen)
        await shows(pilot, "A senior or a manager joins two records")
        screen: Any = app.screen
        await until(pilot, lambda: len(screen.sides) == 2)
        await pilot.press("1")
        await until(pilot, lambda: bool(screen.foreseen))
        await pilot.press("ctrl+s")
        await shows(pilot, "NOT RECORDED: A senior or a manager")
        await pilot.press("w")
        await shows(pilot, "whose NHS number or birth date")
        await pilot.press(str(1 + [screen.sides[id].said for id in screen.pair].index("identifier P-0107")))
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and bool(app.screen.questions.shown))
        form: Any = app.screen
        form.form.put("body.born", "9 Jan 1981")
        await pilot.press("ctrl+s")
        await shows(pilot, "Laptops")
    assert things(store) == []
    assert of(store, "P-0107")["identity"]["born"] == "1981-01-09"
    desk.close()


async def test_two_records_that_nobody_found_alike_are_joined_from_the_menu(store: Path) -> None:
    """The menu finds it as "there twice"; the other record is looked for, and the same one again is refused."""
    with Carelist.open(store, "w-ada") as door:
        door.record([accepted("P-0107", "Billy", "Kahn", phones=phones("07700 900999"))], NOW)
    assert things(store) == []
    desk = Desk(store, SENIOR, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"khan", "enter", "plus", *"twice", "enter")
        await until(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*"P-0043", "enter")
        await shows(pilot, "o finds the other one")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*"P-0107", "enter")
        await shows(pilot, "One person? Choose the record that stays")
        screen: Any = app.screen
        await until(pilot, lambda: len(screen.sides) == 2)
        assert screen.sides[screen.pair[1]].title == "KAHN Billy"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.first)
    desk.close()


async def test_a_phone_is_put_right_without_being_asked_if_there_are_two(store: Path) -> None:
    there_twice(store)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"khan", "enter", "plus", *"phone", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("escape")
    desk.close()


async def test_records_joined_both_ways_are_settled_by_striking_one_join(store: Path, tmp_path: Path) -> None:
    (shared := tmp_path / "shared").mkdir()
    there_twice(store)
    sync_as(store, shared)
    leah = leahs_laptop(tmp_path / "leah", shared)
    bilal, again = (of(store, ref)["person"] for ref in ("P-0043", "P-0107"))
    said = {"reason": "imported twice", "checked": "birth date"}

    def joined(ended: str, into: str, at: str) -> dict[str, Any]:
        return {**entry("persons.joined", f"2026-03-03T{at}", {"into": into, **said}), "person": ended}

    leah.record([joined(again, bilal, "08:40")], NOW)
    with Carelist.open(store, SENIOR) as door:
        door.record([joined(bilal, again, "08:50")], NOW)
    leah.sync(shared, NOW)
    leah.close()
    sync_as(store, shared)
    assert things(store) == ["joined"]
    desk = Desk(store, SENIOR, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_first(pilot, SettlingScreen)
        await shows(pilot, "These records were joined in two ways")
        both = text_of(app)
        assert "Ends: KHAN Bilal, P-0107" in both
        assert "Ends: KHAN Bilal, P-0043" in both
        await pilot.press("2")
        await shows(pilot, "Version 2 holds")
        await pilot.press("ctrl+s")
        await shows(pilot, "Laptops")
    assert things(store) == []
    assert of(store, "P-0107")["person"] == of(store, "P-0043")["person"]
    desk.close()


async def test_where_nothing_may_be_recorded_both_records_are_read_and_nothing_is_joined(store: Path) -> None:
    there_twice(store)
    desk = ReadingDesk(store, SENIOR, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        item = next(each for each in desk.glance.today(NOW) if each.kind == "conflict")
        app.first.acts.open_item(item)
        await until(pilot, lambda: isinstance(app.screen, TwoRecordsScreen))
        screen: Any = app.screen
        await until(pilot, lambda: len(screen.sides) == 2)
        await pilot.press("1")
        await until(pilot, lambda: bool(screen.foreseen))
        for key in ("ctrl+s", "w"):
            screen.say("")
            await pilot.press(key)
            await until(pilot, lambda: NOTHING[:40] in " ".join(text_of(app).split()))
            assert app.screen is screen
        await pilot.press("escape")
    desk.close()
