"""An act on several, by its keys: it settles just what it is about of just those who are marked, and is taken back as
one; whom it is not for is named first, and nothing is half recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.read_only import ReadingDesk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import ME, NOW, accepted, entry, spoke, zone

pytestmark = pytest.mark.slow

SIZE = (120, 40)
FRIDAY = datetime(2026, 3, 6, 13, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
EVERYBODY = ("P-0042", "P-0043", "P-0044", "P-0045", "P-0046", "P-0060", "P-0061")
HELD = {"route": "crisis_line", "back_at": "2026-03-09T09:00:00+00:00"}


@dataclass(frozen=True)
class Act:
    """An act on several: when, in which section, its keys, the kind of Due that it is about, what it records."""

    name: str
    at: datetime
    section: str
    keys: tuple[str, ...]
    kind: str
    type: str
    refs: tuple[str, ...]


ACTS = (
    Act("cover", FRIDAY, "f1", ("C", "1"), "gap_cover", "cover.arranged", ("P-0042", "P-0044")),
    Act("hear", MONDAY, "f1", ("N", "enter", "enter"), "gap_return", "partner.contacted", ("P-0042", "P-0044")),
    Act("allocate", NOW, "f1", ("A", "1", "1"), "allocate_coordinator", "coordinator.named", ("P-0046", "P-0060")),
    Act("give", NOW, "f1", ("t", "2"), "", "due.reassigned", ("P-0042", "P-0043")),
    Act("mdt", NOW, "f3", ("b", "enter", *"why", "enter"), "mdt_review", "mdt.listed", ("P-0042", "P-0044")),
    Act("defer", NOW, "f5", ("l", *"+5d", "enter", *"why", "enter"), "action", "due.deferred", ("P-0042", "P-0044")),
)


def tell_more(store: Path) -> None:
    """Two more whom nobody coordinates, an action for each of three, and cover over the weekend for all who need it."""
    ring = {"title": "Ring housing", "owner": ME, "area": "housing", "due_at": "2026-03-05T12:00:00+00:00"}
    nobody = {"ref": "", "given": "Ned", "family": "Hall", "source": "gp", "team": "North", "tier": "standard"}
    with closing(Carelist.open(store, "w-ada")) as door:
        new = [entry("person.accepted", "2026-03-02T09:00", {**nobody, "ref": ref}) for ref in ("P-0060", "P-0061")]
        actions = [entry("action.opened", "2026-03-02T12:00", ring, ref=f"P-00{n}") for n in (42, 43, 44)]
        door.record([*new, *actions], NOW)


@pytest.fixture
def told_more(store: Path) -> Path:
    tell_more(store)
    return store


@contextmanager
def desk_at(store: Path, now: datetime, worker: str = ME) -> Iterator[Desk]:
    with closing(Desk(store, worker, now, runs=False)) as desk:
        yield desk


def owed(store: Path, at: datetime) -> dict[str, dict[str, tuple[str, str, str]]]:
    """By person and key what is owed to everybody: when, whose, as it reads."""
    with closing(Carelist.open(store, ME)) as door:
        return {
            ref: {each["key"]: (each["due_at"], each["owner"], each["status"]) for each in items}
            for ref in EVERYBODY
            for items in [door.people.person(ref, at)["items"]]
        }


async def mark(pilot: Pilot[Any], *refs: str) -> None:
    """Mark the rows of these people, going down the list by its keys."""
    app = pilot.app
    assert isinstance(app, CarelistApp)
    await pilot.press("g")
    rows = [row.item.person.ref if row.item.person else "" for row in app.first.shown.rows]
    last = max(n for n, ref in enumerate(rows) if ref in refs)
    await pilot.press(*("x" if ref in refs else "j" for ref in rows[: last + 1]))
    await shows(pilot, f"{len(refs)} marked")


async def done(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: "marked" not in text_of(pilot.app) and "Before it is" not in text_of(pilot.app))


@pytest.mark.turns(2)
@pytest.mark.parametrize("act", ACTS, ids=[each.name for each in ACTS])
async def test_it_settles_just_its_own_due_of_just_those_marked_and_is_taken_back_as_one(
    told_more: Path, act: Act
) -> None:
    if act.name == "hear":
        with closing(Carelist.open(told_more, ME)) as door:
            refs = ("P-0042", "P-0043", "P-0044")
            door.record([entry("cover.arranged", "2026-03-06T13:00", HELD, ref=ref) for ref in refs], FRIDAY)
    before = owed(told_more, act.at)
    with desk_at(told_more, act.at) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press(act.section)
            await mark(pilot, *act.refs)
            shown = {row.item.person.ref: row.item.key for row in app.first.shown.chosen if row.item.person is not None}
            await pilot.press(*act.keys)
            await shows(pilot, "Before it is recorded")
            assert act.name == "give" or "or 2 people: " in text_of(app)
            assert all(not recorded(desk, act.type, ref) for ref in act.refs), "nothing before it"
            await pilot.press("ctrl+s")
            await done(pilot)
            after = owed(told_more, act.at)
            assert [len(recorded(desk, act.type, ref)) for ref in EVERYBODY] == [ref in act.refs for ref in EVERYBODY]
            check(act, before, after, shown)
            deed = desk.undo.newest()
            assert deed is not None
            assert len(deed.ids) == 2
            await pilot.press("u")
            await shows(pilot, "Taken back: ")
            await shows(pilot, " and 1 more")
    assert owed(told_more, act.at) == before


def check(act: Act, before: dict[str, Any], after: dict[str, Any], shown: dict[str, str]) -> None:
    """Of everybody else all is owed as it was; of those marked all but what the act is about."""
    for ref in EVERYBODY:
        was, now = before[ref], after[ref]
        if ref not in act.refs:
            assert now == was, f"{ref} was not marked"
            continue
        changed = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
        if act.name == "allocate":  # whoever coordinates owns what nobody is named for
            assert was.keys() - now.keys() == {key for key in was if key.startswith(act.kind)}
            assert {now[key][1] for key in now.keys() & changed} <= {"w-ada"}
            continue
        about = {shown[ref]} if act.name == "give" else {key for key in (*was, *now) if key.startswith(f"{act.kind}:")}
        assert changed == about, f"{ref}: {changed}"


async def test_whom_the_door_refuses_is_named_first_and_all_others_are_recorded(store: Path) -> None:
    """Nobody of Zed's family may be told: of him nothing is recorded, and he stands on the list as he did."""
    zed = [accepted("P-0060", "Zed", "Newman"), spoke("P-0060", method="visit"), zone("P-0060", "red", "cut himself")]
    with closing(Carelist.open(store, ME)) as door:
        door.record(zed, NOW)
    with desk_at(store, FRIDAY) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("X", "C", "4")
            await shows(pilot, "For 3 people: KHAN Bilal, OBI Grace, YUSUF Amina")
            await shows(pilot, "Not for 1 person: NEWMAN Zed: ")
            assert "cover is not due" in text_of(app), "whom it is not about is named too"
            await pilot.press("ctrl+s")
            await shows(pilot, "cover: family until Mon 09:00. Not for ")
        assert [len(recorded(desk, "cover.arranged", ref)) for ref in ("P-0042", "P-0043", "P-0044")] == [1, 1, 1]
        assert not recorded(desk, "cover.arranged", "P-0060")


async def test_where_the_last_look_is_left_nothing_is_recorded_and_the_marks_stay(told_more: Path) -> None:
    with desk_at(told_more, FRIDAY) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await settled(pilot)
            await mark(pilot, "P-0042", "P-0043")
            await pilot.press("C", "2")
            await shows(pilot, "Before it is recorded")
            await pilot.press("escape")
            await shows(pilot, "Nothing was recorded; the marks stay.")
            await shows(pilot, "2 marked")
        assert desk.undo.newest() is None
        assert not recorded(desk, "cover.arranged", "P-0042")


async def test_a_mark_that_falls_away_as_the_list_changes_is_said_and_what_follows_is_not_for_them(store: Path) -> None:
    """Leah reached Grace meanwhile: she has left the row that was marked."""
    app = CarelistApp(desk := Desk(store, ME, NOW, runs=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await mark(pilot, "P-0042", "P-0044")
        with closing(Carelist.open(store, "w-leah")) as door:
            door.record([spoke("P-0044", "2026-03-03T09:02")], NOW)
        await app.first.read_again()
        await shows(pilot, "1 marked; no longer marked: OBI Grace")
        await pilot.press("b", "enter", *"why", "enter")
        await shows(pilot, "YUSUF Amina: listed for the MDT")
        assert "no longer marked" not in text_of(app)
    assert [len(recorded(desk, "mdt.listed", ref)) for ref in ("P-0042", "P-0044")] == [1, 0]
    desk.close()


async def test_on_a_friday_morning_it_is_not_said_that_nobody_needs_cover(told_more: Path) -> None:
    """Of somebody red "cover is not due" would read as if nobody need hold them over the weekend."""
    for hour, why in ((9, "cover is asked for from 12:00 on."), (13, "cover is not due.")):
        with desk_at(told_more, FRIDAY.replace(hour=hour)) as desk:
            async with CarelistApp(desk).run_test(size=SIZE) as pilot:
                await settled(pilot)
                await pilot.press("slash", *("khan" if hour == 9 else "hall"), "enter", "C")
                await shows(pilot, why)


async def test_where_every_mark_fell_away_an_act_is_for_nobody_not_for_the_row_at_hand(store: Path) -> None:
    """Grace alone was marked, and the cursor went on to somebody who is not meant."""
    app = CarelistApp(desk := Desk(store, ME, NOW, runs=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await mark(pilot, "P-0044")
        with closing(Carelist.open(store, "w-leah")) as door:
            door.record([spoke("P-0044", "2026-03-03T09:02")], NOW)
        await app.first.read_again()
        await shows(pilot, "no longer marked: OBI Grace")
        for key in ("t", "b", "A", "l"):
            await pilot.press(key)
            await shows(pilot, "Nothing was recorded: nobody is marked.")
            await pilot.press("escape")
            await pilot.pause()
            assert "Nothing was recorded" not in text_of(app)
        await pilot.press("escape", "t")
        await shows(pilot, "give what is due to whom?")
    desk.close()


async def test_of_one_alone_it_is_said_whose_due_is_given_before_it_is(desk: Desk) -> None:
    async with CarelistApp(desk).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await shows(pilot, "KHAN Bilal: give what is due to whom?")


async def test_who_coordinates_is_named_for_those_alone_who_have_nobody(told_more: Path) -> None:
    """Everybody on Today is marked; those who have a coordinator are said, and theirs stays."""
    with desk_at(told_more, NOW) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("X", "A")
            await shows(pilot, "3 people: who coordinates from now on?")
            await shows(pilot, "Leah Obi, North: senior; holds ")
            await pilot.press("3")
            await shows(pilot, "Clinical advice about 3 people: from whom?")
            await pilot.press("3")
            await shows(pilot, "From whom?")
            await pilot.press(*"Dr Shah", "enter")
            await shows(pilot, "For 3 people: HALL Ines, HALL Ned (P-006")
            assert {"HALL Ned (P-0060)", "HALL Ned (P-0061)"} <= set(re.findall(r"HALL Ned \(.*?\)", text_of(app)))
            await shows(pilot, "no coordinator is to be named: there is one")
            await pilot.press("ctrl+s")
            await done(pilot)
        for ref in ("P-0046", "P-0060", "P-0061"):
            (named,) = recorded(desk, "coordinator.named", ref)
            assert named["body"] == {"coordinator": ME, "clinical_oversight": "Dr Shah"}
        assert not recorded(desk, "coordinator.named", "P-0043")


async def test_one_alone_needs_no_last_look_and_is_named_over_each_question(store: Path) -> None:
    with desk_at(store, FRIDAY) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("slash", *"khan", "enter", "C")
            await shows(pilot, "Cover for KHAN Bilal: who holds them?")
            await pilot.press("2")
            await shows(pilot, "KHAN Bilal: cover: crisis line until Mon 09:00.")
        assert len(recorded(desk, "cover.arranged", "P-0043")) == 1


async def test_an_auditor_is_refused_and_nothing_is_recorded(store: Path) -> None:
    audit = {"worker": "w-aud", "name": "Aud Itor", "role": "auditor", "team": "North"}
    with closing(Carelist.open(store, "w-ada")) as door:
        door.record([entry("worker.added", "2026-03-01T09:00", audit)], NOW)
    with desk_at(store, FRIDAY, "w-aud") as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("X", "C", "1")
            await shows(pilot, "NOT RECORDED: ")
        assert not recorded(desk, "cover.arranged", "P-0043")


async def test_read_only_no_act_on_several_begins(store: Path) -> None:
    with closing(ReadingDesk(store, ME, FRIDAY, runs=False)) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            for key in ("C", "N", "A", "t", "l", "b"):
                await pilot.press("X", key)
                await shows(pilot, "Carelist is open to read only")
                assert app.screen is app.first
                await pilot.press("escape", "escape")
        assert not recorded(desk, "cover.arranged", "P-0043")
