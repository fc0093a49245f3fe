"""The same acts in a huddle: on those marked in the step at hand, by whoever decided, and noted for its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.huddle.huddle import HuddleScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import ME, entry

pytestmark = pytest.mark.slow

SIZE = (120, 40)
FRIDAY = datetime(2026, 3, 6, 9, 4, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
HELD = ("P-0042", "P-0043", "P-0044")


@contextmanager
def chair(store: Path, now: datetime) -> Iterator[Desk]:
    with closing(Desk(store, ME, now, runs=False)) as desk:
        yield desk


async def step(pilot: Pilot[Any], title: str) -> HuddleScreen:
    """In the huddle, at the step of this title."""
    if not isinstance(pilot.app.screen, HuddleScreen):
        await settled(pilot)
        await pilot.press("H")
        await shows(pilot, "of 15 min")
    for _ in range(10):
        if title in text_of(pilot.app):
            break
        await pilot.press("space")
    await shows(pilot, title)
    screen = pilot.app.screen
    assert isinstance(screen, HuddleScreen)
    return screen


async def test_the_weekend_is_covered_for_all_in_the_step_in_one_act_by_whoever_decided(store: Path) -> None:
    with chair(store, FRIDAY) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("H")
            await shows(pilot, "[ ] Leah Obi")
            await pilot.press("w")
            screen = await step(pilot, "Before we close: 3")
            await pilot.press("M")
            await shows(pilot, "3 marked (*)")
            await pilot.press("C", "1")
            await shows(pilot, "3 people: cover: out of hours team until Mon 09:00: who decided?")
            await pilot.press("2")
            await shows(pilot, "For 3 people: KHAN Bilal, OBI Grace, YUSUF Amina")
            await shows(pilot, "decided by Leah Obi")
            await pilot.press("ctrl+s")
            await shows(pilot, "decided: Cover over the gap: out of hours team")
            assert not screen.sitting.marked
            for ref in HELD:
                (told,) = recorded(desk, "cover.arranged", ref)
                assert (told["author"], told["on_behalf_of"]) == (ME, "w-leah")
                assert told["body"]["back_at"] == "2026-03-09T09:00:00+00:00"
            assert {each.id for each in screen.sitting.decided} >= {
                told["id"] for ref in HELD for told in recorded(desk, "cover.arranged", ref)
            }
            await pilot.press("escape")
            await shows(pilot, "The huddle is kept")
            await pilot.press("u")
            await shows(pilot, "Taken back: ")
        assert all(told["struck"] for ref in HELD for told in recorded(desk, "cover.arranged", ref))


async def test_with_marks_t_lists_all_of_them_and_without_the_one_at_hand_by_its_form(store: Path) -> None:
    with chair(store, FRIDAY) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            screen = await step(pilot, "Missed contact: 3")
            await pilot.press("t")
            await until(pilot, lambda: isinstance(app.screen, FormScreen))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
            marked = [talk.ref for talk in screen.sitting.talks[:2]]
            await pilot.press("g", "m", "m")
            await shows(pilot, "2 marked (*)")
            await pilot.press("t", "enter", *"why", "enter")
            await shows(pilot, "For 2 people: ")
            await pilot.press("ctrl+s")
            await shows(pilot, "listed for the MDT by Fri 13 Mar 2026.")
        assert {ref for ref in (*HELD, "P-0045") if recorded(desk, "mdt.listed", ref)} == set(marked)


async def test_a_mark_counts_in_its_own_step_and_is_no_word_that_somebody_was_talked_about(store: Path) -> None:
    with chair(store, FRIDAY) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            screen = await step(pilot, "Missed contact: 3")
            await pilot.press("x", "g", "m")
            assert len(screen.sitting.marked) == len(screen.sitting.talked) == 1
            await pilot.press("m", "space", "left")
            assert (screen.sitting.marked, len(screen.sitting.talked)) == (set(), 1)


async def test_what_is_due_is_given_in_one_to_somebody_who_is_known(store: Path) -> None:
    with chair(store, FRIDAY) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            screen = await step(pilot, "Missed contact: 3")
            keys = {talk.ref: talk.items[0].key for talk in screen.sitting.talks}
            await pilot.press("M", "T")
            await shows(pilot, "Leah Obi, North: senior; holds ")
            await pilot.press("2")
            await shows(pilot, "Before it is recorded")
            await pilot.press("ctrl+s")
            await shows(pilot, "given to Leah Obi.")
            await pilot.press("M", "L")
            await shows(pilot, "NOT RECORDED: ")
            await shows(pilot, "too urgent to put off")
        for ref, key in keys.items():
            assert [told["body"] for told in recorded(desk, "due.reassigned", ref)] == [{"due": key, "owner": "w-leah"}]
            assert not recorded(desk, "due.deferred", ref)


async def test_what_came_back_from_the_weekend_is_written_for_all_of_whom_nothing_was_heard(store: Path) -> None:
    cover = {"route": "crisis_line", "back_at": "2026-03-09T09:00:00+00:00"}
    with closing(Carelist.open(store, ME)) as door:
        door.record(
            [entry("cover.arranged", "2026-03-06T13:00", cover, ref=ref) for ref in HELD], FRIDAY.replace(hour=14)
        )
    with chair(store, MONDAY) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await step(pilot, "Missed contact: 3")
            await pilot.press("M", "N", "enter", "enter")
            await shows(pilot, "Out-of-hours crisis team asked")
            await shows(pilot, "Not for 1 person: REED Col: nothing is asked about a closure")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, HuddleScreen))
            await shows(pilot, "crisis team asked. Not for REED Col.")
        assert [ref for ref in (*HELD, "P-0045") if recorded(desk, "partner.contacted", ref)] == ["P-0042", "P-0044"]
