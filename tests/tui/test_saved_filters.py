"""A list is sorted where that harms nobody, says its order, is left and found again, and is kept under a name."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.at_hand.list_order import ListOrder
from carelist_tui.desk.at_hand.list_order import in_order as in_list_order
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.orders import MAY_BE_SORTED, NAME, ORDERS, OWN_ORDER, OWNER, in_order, order_after
from carelist_tui.desk.sections.saved_filters import (
    FOLDER,
    LONGEST,
    MOST,
    OF_A_LIST,
    SavedFilter,
    SavedFilters,
    name_of_filter,
    saved_words,
)
from carelist_tui.desk.sections.snapshot import ACTIONS, BOARD, MISSED, PLACES, SECTIONS, TODAY
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.lists.every_list import LISTS
from carelist_tui.domain.views.lists.list_columns import Saying
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.lists import ListScreen
from carelist_tui.vault.seal import Sealer
from tests.pseudo import ROOT, make_catalogue
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, accepted
from tests.tui.test_every_screen import acting_in
from tests.tui.test_sections import action

pytestmark = pytest.mark.slow

SIZE = (80, 24)
KEY = bytes(range(32))
MONDAYS = SavedFilter("Mondays", "Actions", "khan blood", only_mine=True, order=OWNER)


@pytest.fixture
def with_actions(store: Path) -> Desk:
    """Three actions: by date Amina's, Bilal's, Col's; by name Bilal, Col, Amina; by whose Leah's, then Tom's."""
    with Carelist.open(store, ME) as door:
        door.record([action("P-0042", "Letter", "2026-03-03T12:00"), action("P-0043", "Blood test", "2026-03-04T12:00"),
                     action("P-0045", "Rent plan", "2026-03-05T12:00", "w-leah")], NOW)  # fmt: skip
    return Desk(store, ME, NOW, runs=False)


def order_on_screen(app: CarelistApp, *names: str) -> list[str]:
    rows = "\n".join(text_of(app).splitlines()[2:14])
    return sorted((name for name in names if name in rows), key=rows.index)


# -- saved, pure ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, KEY], ids=["in clear", "encrypted"])
def test_a_filter_is_there_the_next_day_and_is_each_workers_own(tmp_path: Path, key: bytes | None) -> None:
    SavedFilters(tmp_path, ME, Sealer(key, "filters")).save(MONDAYS)
    SavedFilters(tmp_path, "w-leah", Sealer(key, "filters")).save(SavedFilter("Hers", "Board"))
    again = SavedFilters(tmp_path, ME, Sealer(key, "filters"))
    assert again.all() == [MONDAYS]
    again.save(SavedFilter("mondays", "Missed"))
    assert [each.place for each in again.all()] == ["Missed"], "one of its name is replaced"
    again.remove("mondays")
    assert again.all() == []


def test_in_an_encrypted_store_no_word_of_a_filter_can_be_read_without_its_key(tmp_path: Path) -> None:
    SavedFilters(tmp_path, ME, Sealer(KEY, "filters")).save(MONDAYS)
    (file,) = (tmp_path / FOLDER).iterdir()
    assert b"khan" not in file.read_bytes().lower()
    assert b"mondays" not in file.read_bytes().lower()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Refused):
        SavedFilters(tmp_path, ME, Sealer(bytes(32), "filters")).all()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"[" * 9000, b'{"filters": 3}', b"\xff", b"x" * 300_000])
def test_a_damaged_file_is_said_or_passed_over_and_the_next_takes_its_place(tmp_path: Path, content: bytes) -> None:
    saved = SavedFilters(tmp_path, ME, Sealer(None))
    saved.save(MONDAYS)
    (file,) = (tmp_path / FOLDER).iterdir()
    file.write_bytes(content)
    with suppress(Refused):
        assert saved.all() == []
    saved.save(MONDAYS)
    assert saved.all() == [MONDAYS]


def test_what_is_no_filter_in_the_file_is_passed_over(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path, ME, Sealer(None))
    saved.save(MONDAYS)
    (file,) = (tmp_path / FOLDER).iterdir()
    odd = [3, {}, {"name": 3, "place": "Today"}, {"name": "x" * 99, "place": "Today"}, {"name": " ", "place": "Today"},
           {"name": "a", "place": "Today", "only_mine": "yes"}, {"name": "a", "place": "Today", "text": "w" * 999},
           {"name": "b", "place": "Today", "later": 1}]  # fmt: skip
    file.write_text(json.dumps({"filters": odd}), encoding="utf-8")
    assert saved.all() == [SavedFilter("b", "Today")]


def test_a_name_is_one_line_that_acts_nowhere_and_there_are_not_too_many(tmp_path: Path) -> None:
    assert name_of_filter("  my \x1b[2J people ") == "my \u241b[2J people"
    for wrong in ("", "  ", "x" * (LONGEST + 1)):
        with pytest.raises(ValueError, match="name"):
            name_of_filter(wrong)
    saved = SavedFilters(tmp_path, ME, Sealer(None))
    for n in range(MOST):
        saved.save(SavedFilter(f"n{n}", "Today"))
    saved.save(SavedFilter("N3", "Board"))
    with pytest.raises(Refused, match="take one away"):
        saved.save(SavedFilter("one more", "Today"))


def test_what_takes_the_place_of_another_is_said_whatever_list_it_was_of(tmp_path: Path) -> None:
    saved, later = SavedFilters(tmp_path, ME, Sealer(None)), SavedFilter("mondays", "list decisions", "rent")
    assert saved.save(MONDAYS) is None
    assert saved_words(later, saved.save(later)) == (
        'Saved: mondays: decisions, "rent", in place of Mondays: Actions, only mine, "khan blood", sorted by owner. '
        "F shows it again."
    )
    assert saved_words(later, saved.save(later)) == 'Saved: mondays: decisions, "rent". F shows it again.'


def test_what_is_kept_is_the_same_in_every_language(tmp_path: Path) -> None:
    """A filter that was saved in English is there in Welsh, and of the same list."""
    assert PLACES == ("Today", "Missed", "Board", "Handovers", "Actions", "Plans & reviews")
    assert OF_A_LIST == "list "
    env = make_catalogue(tmp_path / "catalogues")
    said = "from carelist_tui.desk.sections.saved_filters import *; from carelist_tui.desk.sections.snapshot import *;"
    said += "print(PLACES, repr(OF_A_LIST), SavedFilter('Mondays', 'Actions').words())"
    told = subprocess.run([sys.executable, "-c", said], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    assert str(PLACES) in told.stdout
    assert "'list '" in told.stdout
    assert "Actions" not in told.stdout.partition("'list '")[2], "what is shown is in that language"


# -- how many are left out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 120])
async def test_how_many_a_filter_hides_is_never_cut_however_much_is_typed(desk: Desk, width: int) -> None:
    app, long = CarelistApp(desk), "nobody is called so " * 8
    async with app.run_test(size=(width, 24)) as pilot:
        await settled(pilot)
        many = len(app.first.shown.rows)
        await pilot.press("slash", *("space" if letter == " " else letter for letter in long))
        await shows(pilot, f"{many} hidden")
        await pilot.press("enter")
        await shows(pilot, f"{many} hidden")
        await pilot.press("slash", "escape", "L", "1")
        await shows(pilot, "Everybody on the caseload")
        await until(pilot, lambda: isinstance(app.screen, ListScreen) and bool(app.screen.items))
        assert isinstance(app.screen, ListScreen)
        many = len(app.screen.items)
        await pilot.press("slash", *("space" if letter == " " else letter for letter in long))
        await shows(pilot, f"{many} hidden")
        await pilot.press("enter")
        await shows(pilot, f"{many} hidden")


async def test_a_filter_without_accents_finds_who_is_written_with_them(store: Path) -> None:
    with Carelist.open(store, ME) as door:
        door.record([accepted("P-0090", "Agnieszka", "Wójcik", born="1980-01-01")], NOW)
    app = CarelistApp(opened := Desk(store, ME, NOW, runs=False))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("L", "1")
        await until(pilot, lambda: isinstance(app.screen, ListScreen) and bool(app.screen.items))
        for typed in ("wojcik", "wójcik", "WOJCIK"):
            await pilot.press("slash", "escape", "slash", *typed, "enter")
            await shows(pilot, "1 of 1")
            await shows(pilot, "5 hidden")
    opened.close()


async def test_a_filter_of_what_is_no_longer_there_says_nothing_untrue_and_can_be_taken_away(desk: Desk) -> None:
    """Sorted by a column of before: its own order, and so it is said. Of a list of before: it is not offered to be
    shown, but to be taken away."""
    saved = SavedFilters(desk.store, ME, desk.sealer("filters"))
    saved.save(SavedFilter("Old column", "list people", order="shoe_size"))
    saved.save(SavedFilter("Old list", "list shoes"))
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("F")
        await shows(pilot, "Old column")
        assert "Old list" not in text_of(app)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, ListScreen) and bool(app.screen.items))
        await shows(pilot, "by family name")
        assert "shoe_size" not in text_of(app)
        await pilot.press("escape", "F", "3")
        await shows(pilot, "Take which filter away?")
        await shows(pilot, "Old list: shoes")


def test_a_long_list_is_sorted_in_time_that_grows_as_the_list_does() -> None:
    """Ten times the rows, half of which say nothing there: not a hundred times the work."""

    def work(n: int) -> float:
        items = [{"name": f"N{i}", "zone": "red" if i % 2 else None} for i in range(n)]
        begun = process_time()
        in_list_order(range(n), items, ListOrder("zone"), LISTS["people"], Saying({}, ZoneInfo("UTC")), lambda item: "")
        return process_time() - begun

    assert work(20_000) < 40 * max(work(2_000), 0.001)


# -- sorted -----------------------------------------------------------------------------------------------------------


def test_an_order_of_safety_is_never_changed_and_every_section_says_its_own() -> None:
    assert {TODAY, MISSED, BOARD}.isdisjoint(MAY_BE_SORTED)
    assert set(OWN_ORDER) == set(range(len(SECTIONS)))
    assert all("stays" in OWN_ORDER[section] for section in (TODAY, MISSED, BOARD))
    assert [order_after(each) for each in ORDERS] == [*ORDERS[1:], ORDERS[0]]
    assert order_after("nonsense") == ""


def test_sorting_leaves_no_row_out_and_keeps_those_alike_in_their_own_order(with_actions: Desk) -> None:
    rows = with_actions.ahead(NOW).rows[ACTIONS] or []
    for order in (*ORDERS, "nonsense"):
        assert sorted(map(id, in_order(rows, order, with_actions.names))) == sorted(map(id, rows))
    assert [row.whose for row in in_order(rows, NAME, {})] == sorted(row.whose for row in rows)
    with_actions.close()


async def test_actions_are_sorted_by_a_key_which_says_how_and_whoever_is_at_hand_stays(with_actions: Desk) -> None:
    app = CarelistApp(with_actions)
    names = ("YUSUF", "KHAN", "REED")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f5")
        await shows(pilot, "[Actions 3]")
        assert order_on_screen(app, *names) == ["YUSUF", "KHAN", "REED"]
        await pilot.press("s")
        await shows(pilot, "sorted by name")
        assert order_on_screen(app, *names) == ["KHAN", "REED", "YUSUF"]
        assert app.first.shown.card is not None
        assert app.first.shown.card.listed == "YUSUF Amina", "whoever was at hand"
        await pilot.press("s")
        await shows(pilot, "sorted by whose it is")
        assert order_on_screen(app, *names)[0] == "REED"
        await pilot.press("s")
        await until(pilot, lambda: "sorted by" not in text_of(app))
        assert order_on_screen(app, *names) == ["YUSUF", "KHAN", "REED"]
        for section in ("f1", "f2", "f3"):
            await pilot.press(section)
            before = [row.item.key for row in app.first.shown.rows]
            await pilot.press("s")
            await shows(pilot, "in the order of safety")
            assert [row.item.key for row in app.first.shown.rows] == before
    with_actions.close()


async def test_coming_back_to_a_section_one_stands_on_the_same_thing_wherever_it_is_now(with_actions: Desk) -> None:
    app = CarelistApp(with_actions)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f5", "j", "f2")
        await shows(pilot, "[Missed")
        with Carelist.open(with_actions.store, ME) as door:
            door.record([action("P-0046", "First of all", "2026-03-03T10:00")], NOW)
        await app.first.read_again()
        await pilot.press("f5")
        await shows(pilot, "[Actions 4]")
        assert app.first.shown.row is not None
        assert app.first.shown.row.item.title.endswith("Blood test")
        assert app.first.shown.cursor == 2
        await pilot.press("f5")
        await until(pilot, lambda: app.first.shown.cursor == 0)
    with_actions.close()


# -- saved, by keys ---------------------------------------------------------------------------------------------------


async def test_what_is_shown_is_saved_under_a_name_and_shown_again_the_next_day(with_actions: Desk) -> None:
    app = CarelistApp(with_actions)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f5", "s", "slash", *"blood", "enter")
        await shows(pilot, '"blood"')
        await pilot.press("F")
        await shows(pilot, "Save what is shown now, under a name")
        await pilot.press("enter")
        await shows(pilot, "Its name?")
        await pilot.press(*"Mondays", "enter")
        await shows(pilot, 'Saved: Mondays: Actions, "blood"')
        assert with_actions.recordings == 0
    store = with_actions.store
    with_actions.close()
    tomorrow = Desk(store, ME, NOW + timedelta(days=1), runs=False)
    again = CarelistApp(tomorrow)
    async with again.run_test(size=SIZE) as pilot:
        await shows(pilot, "Tue 3 Mar" if "Tue 3 Mar" in text_of(again) else "Wed 4 Mar")
        await until(pilot, lambda: "Actions -" not in text_of(again))
        await pilot.press("F")
        await shows(pilot, "Mondays: Actions")
        await pilot.press("enter")
        await shows(pilot, "Shown: Mondays")
        assert again.first.shown.section == ACTIONS
        assert [row.whose for row in again.first.shown.rows] == ["KHAN Bilal"]
        await shows(pilot, "sorted by name")
        await pilot.press("F", "3")
        await shows(pilot, "Take which filter away?")
        await pilot.press("1")
        await shows(pilot, "Taken away: Mondays")
    tomorrow.close()


async def test_a_list_is_sorted_by_a_column_filtered_saved_and_found_as_it_was_left(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("L", "1")
        await shows(pilot, "Everybody on the caseload: 5 people")
        screen = app.screen
        assert isinstance(screen, ListScreen)
        assert "by family name" in text_of(app)
        own = [screen.items[n]["person"] for n in screen.shown]
        await pilot.press("j", "s")
        await shows(pilot, "Sort by what?")
        stood = screen.at_hand
        zone = text_of(app).splitlines()
        key = next(line.split()[0] for line in zone if line.strip("> ").endswith("By zone"))
        await pilot.press(key)
        await shows(pilot, "sorted by zone")
        assert screen.at_hand == stood
        zones = [screen.items[n]["zone"] for n in screen.shown]
        assert zones == sorted(zones)
        assert sorted(screen.items[n]["person"] for n in screen.shown) == sorted(own), "nobody is left out"
        await pilot.press("slash", *"amber", "enter", "F", "enter")
        await shows(pilot, "Its name?")
        await pilot.press(*"Ambers", "enter")
        await shows(pilot, 'Saved: Ambers: people, "amber", sorted by zone')
        await pilot.press("G")
        last = screen.at_hand
        await pilot.press("escape", "L", "1")
        await until(pilot, lambda: isinstance(app.screen, ListScreen) and bool(app.screen.items))
        left = app.screen
        assert isinstance(left, ListScreen)
        assert left.at_hand == last
        assert left.sifting.text == "amber"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.first)
        await pilot.press("F", "1")
        await until(pilot, lambda: isinstance(app.screen, ListScreen) and "sorted by zone" in text_of(app))
        assert not acting_in(app)
