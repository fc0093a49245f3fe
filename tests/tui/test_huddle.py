"""The huddle on screen: decided, recorded and closed without leaving it; left midway, nothing is lost."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.huddle.huddle_so_far import ALL_OF, HERE, Sitting, merged
from carelist_tui.desk.huddle.lent_desk import Decided
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import bindings_in, clashes
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.huddle import huddle
from carelist_tui.tui.screens.huddle.huddle import HuddleScreen
from carelist_tui.tui.screens.huddle.huddle_lines import clock_words
from carelist_tui.tui.screens.huddle.huddle_sheet import SheetScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import ME, NOW, accepted, entry, missed, phones, plan, tell, zone

pytestmark = pytest.mark.slow

STEPS = ("Who is here", "Act now: 0", "Missed contact: 3", "New referrals, handovers in and out: 1", "Red and high: 1",
         "Amber that changed", "Today's contacts that nobody holds: 0", "The counts", "Close the huddle")  # fmt: skip
RED = 4


async def begin(pilot: Pilot[Any]) -> HuddleScreen:
    await settled(pilot)
    await pilot.press("H")
    await shows(pilot, "since Mon 2 Mar")
    screen = pilot.app.screen
    assert isinstance(screen, HuddleScreen)
    return screen


async def go_to(pilot: Pilot[Any], title: str) -> None:
    await pilot.press(*["left"] * 9, *["space"] * STEPS.index(title))
    await shows(pilot, title)


def team_entries(store: Path, kind: str) -> list[dict[str, Any]]:
    door = Carelist.open(store)
    try:
        return [found for line in door.people.stored_lines() if (found := json.loads(line))["type"] == kind]
    finally:
        door.close()


def stays_open(desk: Desk) -> bool:
    return desk.no_lock


async def test_a_decision_is_recorded_for_whoever_decided_and_the_huddle_closes_with_it(desk: Desk) -> None:
    """Tom chairs; Leah decides that the MDT talks about Bilal. 1 key to list, 1 for who decided, and the form."""
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(pilot)
        assert stays_open(desk)
        await pilot.press("w")
        await shows(pilot, "[x] Leah Obi")
        await go_to(pilot, "Red and high: 1")
        await pilot.press("e", *"Sister worried", "enter")
        await shows(pilot, "note: Sister worried")
        await pilot.press("t")
        await shows(pilot, "who decided?")
        await pilot.pause(0.6)  # a line is not chosen by the key that led there
        await pilot.press("2")
        await shows(pilot, "Listed for the MDT")
        await pilot.press(*"Needs a plan", "tab", *"fri", "ctrl+s")
        await shows(pilot, "Decided by Leah Obi")
        await shows(pilot, "decided: Listed for the MDT by 6 Mar 2026: Needs a plan; decided by Leah Obi")
        listed = recorded(desk, "mdt.listed", "P-0043")[0]
        assert (listed["author"], listed["on_behalf_of"]) == (ME, "w-leah")
        await go_to(pilot, "Close the huddle")
        await shows(pilot, "KHAN Bilal: Listed for the MDT")
        await shows(pilot, "Not talked about yet: Missed contact 3 of 3. left goes back")
        await pilot.press("ctrl+s")
        await shows(pilot, "CONFIDENTIAL")
        body = team_entries(desk.store, "huddle.held")[0]["body"]
        assert body["team"] == "North"
        assert body["present"] == ["w-ada", "w-leah", "w-tom"]
        assert body["discussed"] == [
            {"person": listed["person"], "note": "Sister worried", "entries": [listed["id"]]}
        ]  # fmt: skip
        await pilot.press("p")
        await shows(pilot, "Written: huddle-2026-03-03-0904.txt and huddle-2026-03-03-0904.html, in")
        for path in (desk.store / "sheets").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert "Needs a plan" in path.read_text("utf-8")
        await pilot.press("y")
        await until(pilot, lambda: "opied" in text_of(app) or "no clipboard" in text_of(app))
        await pilot.press("escape")
        await shows(pilot, "Huddle, recorded.")
        assert not stays_open(desk)
        assert screen not in app.screen_stack


async def test_a_huddle_left_midway_goes_on_where_it_was(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await pilot.press("j", "x")
        await go_to(pilot, "Red and high: 1")
        await pilot.press("x", "e", *"half a word", "enter")
        await pilot.press("escape")
        await shows(pilot, "The huddle is kept as it is: H goes on with it.")
        assert not stays_open(desk)
        await pilot.press("H")
        await shows(pilot, "goes on where you left it")
        await shows(pilot, "note: half a word")
        await go_to(pilot, "Who is here")
        assert text_of(app).count("[x]") == 2


@pytest.mark.parametrize("poll", [3600.0, 0.2])
async def test_what_comes_in_while_it_goes_on_is_looked_at_before_it_closes(
    desk: Desk, tmp_path: Path, poll: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would stand before this huddle in the order of arrival, and the next one would pass over it."""
    monkeypatch.setattr(huddle, "POLL_SECONDS", poll)
    here = Carelist.open(desk.store)
    other = Carelist.init(tmp_path / "other", worker="w-leah", name="Leah Obi", role="senior", team="North",
                          now=NOW - timedelta(days=30), encrypted=False)  # fmt: skip
    other.record.take_in([json.loads(line) for line in here.people.stored_lines()])
    seen = zone("P-0045", "red", "seen by the river") | {"occurred_at": "2026-03-03T08:00:00+00:00"}
    other.record([seen], NOW)
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot)
        await go_to(pilot, "Close the huddle")
        here.record.take_in([json.loads(line) for line in other.people.stored_lines()])
        await pilot.pause(3 * poll if poll < 1 else 0)
        await pilot.press("ctrl+s")
        await shows(pilot, "More came in while we talked: Act now, Red and high.")
        assert not team_entries(desk.store, "huddle.held")
        await pilot.press(*["left"] * 4)
        await shows(pilot, "Red and high: 2")
        await shows(pilot, "REED Col")
        await pilot.press(*["right"] * 4, "ctrl+s")
        await shows(pilot, "CONFIDENTIAL")
        assert team_entries(desk.store, "huddle.held")
    here.close()
    other.close()


async def test_every_decision_of_the_huddle_has_its_key_and_comes_back_to_it(desk: Desk) -> None:
    """Decide, allocate, an action, the MDT, the zone, what is due: the form opens about the person at hand, and leaving
    it leads back to the same step. With the chair alone nobody is asked who decided."""
    app = CarelistApp(desk)
    forms = {"d": "Decision", "l": "Coordinator named", "a": "Action", "t": "Listed for the MDT", "z": "Zone set"}
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot)
        await go_to(pilot, "Red and high: 1")
        for key, title in forms.items():
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, FormScreen))
            await shows(pilot, title)
            assert "KHAN Bilal" in text_of(app)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, HuddleScreen))
        await shows(pilot, "Red and high: 1")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, HuddleScreen) or "Nothing is due" in text_of(app))


def test_no_key_of_the_huddle_leads_to_two_things() -> None:
    for screen in (HuddleScreen, SheetScreen):
        assert clashes(bindings_in(screen, CarelistApp)) == []


async def test_nothing_is_recorded_twice_or_by_the_wrong_key(desk: Desk) -> None:
    """Keys about a person do nothing where nobody stands; the close key only closes on the last step."""
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await pilot.press("ctrl+s", "d", "t", "enter", "e")
        await go_to(pilot, "Today's contacts that nobody holds: 0")
        await pilot.press("d", "t", "a", "l", "enter", "ctrl+s", "x")
        await pilot.pause()
        assert isinstance(app.screen, HuddleScreen)
    assert not team_entries(desk.store, "huddle.held")


# -- any size, any words --------------------------------------------------------------------------------------------

HOSTILE = ("[/nope] [@click=app.quit]quit[/] [red", "\u202edef\u2066\u200f<script>", "e" + "\u0301" * 60, "long " * 400)


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A red person for every kind of hostile text, with it in their names, reasons and missed contacts."""
    store = tmp_path_factory.mktemp("hostile") / "store"
    tell(store)
    door = Carelist.open(store, ME)
    for n, text in enumerate(HOSTILE):
        ref = f"P-X{n}"
        door.record([accepted(ref, text[:200], "Mallory", address=text, phones=phones("07700 900999")), plan(ref),
                     zone(ref, "red", text), missed(ref),
                     entry("action.opened", "2026-03-02T12:00", {"title": text[:200], "owner": text[:60].strip(),
                           "due_at": "2026-03-03T12:00:00+00:00", "area": "other"}, ref=ref)], NOW)  # fmt: skip
    door.close()
    return store


@pytest.fixture
def hostile_desk(hostile_store: Path, tmp_path: Path) -> Iterator[Desk]:
    store = tmp_path / "hostile"
    shutil.copytree(hostile_store, store)
    opened = Desk(store, ME, NOW, runs=False)
    yield opened
    opened.close()


async def test_any_size_and_any_words_are_drawn_on_every_step(hostile_desk: Desk) -> None:
    app = CarelistApp(hostile_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Mallory" in text_of(app) or "MALLORY" in text_of(app))
        await pilot.press("H")
        await shows(pilot, "since Mon 2 Mar")
        for size in ((40, 10), (80, 24), (200, 60), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.press(*["left"] * 9)
            for _ in STEPS:
                await pilot.press("j", "x", "space")
                text = text_of(app)
                assert not {c for c in text if not c.isprintable() and c != "\n"}
                assert all(len(line) <= size[0] for line in text.splitlines() if line.isascii())
            if size[0] >= 80:
                await shows(pilot, "Close the huddle")
        await pilot.press("ctrl+s")
        await shows(pilot, "CONFIDENTIAL")
        await pilot.press("p", "G")
        await pilot.pause()
    pages = {path.suffix: path.read_text("utf-8") for path in (hostile_desk.store / "sheets").iterdir()}
    assert "<script" not in pages[".html"]
    assert shown_text(HOSTILE[3]).strip() in pages[".txt"]


# -- the sitting ----------------------------------------------------------------------------------------------------


def test_who_stood_in_a_step_stays_in_it_when_what_was_asked_is_settled(store: Path) -> None:
    door = Carelist.open(store, ME)
    first = door.huddle(NOW, "North")
    body = {"coordinator": "w-leah", "clinical_oversight": "Dr Shah"}
    door.record([entry("coordinator.named", "2026-03-03T09:04", body, ref="P-0046")], NOW)
    later = door.huddle(NOW, "North")
    step = merged(first, later).step("arriving")
    door.close()
    assert step is not None
    assert step.talks[0].ref == "P-0046"
    assert [talk.ref for talk in step.talks].count("P-0046") == 1


def test_a_person_decided_about_is_discussed_without_being_marked(store: Path) -> None:
    door = Carelist.open(store, ME)
    huddle = door.huddle(NOW, "North")
    door.close()
    person = huddle.steps[1].talks[0].person
    sitting = Sitting("id", "North", NOW, {ME}, huddle=huddle)
    sitting.decided.append(Decided("entry", person, "Listed for the MDT"))
    body = sitting.draft(NOW, door.glance.calendar.zone)["body"]
    assert body["discussed"] == [{"person": person, "entries": ["entry"]}]
    assert body["from"] < body["to"]


def test_who_was_passed_over_in_a_step_that_leaves_nobody_out_is_said_before_it_closes(store: Path) -> None:
    """The key for the next step, taken for that of the next person, leaves everybody behind."""
    door = Carelist.open(store, ME)
    huddle = door.huddle(NOW, "North")
    door.close()
    sitting = Sitting("id", "North", NOW, {ME}, huddle=huddle)
    steps = [step for step in huddle.steps if step.key in ALL_OF]
    assert [step.key for step in steps] == list(ALL_OF)
    people = {step.title: {talk.person for talk in step.talks} for step in steps if step.talks}
    assert sitting.passed_over() == [(title, len(found), len(found)) for title, found in people.items()]
    (first, *_) = next(found for found in people.values() if found)
    assert first is not None
    sitting.talked.add(first)
    left = {title: len(found - {first}) for title, found in people.items()}
    assert sitting.passed_over() == [(title, many, len(people[title])) for title, many in left.items() if many]
    sitting.talked |= {each for found in people.values() for each in found if each is not None}
    assert sitting.passed_over() == []


def test_keys_that_come_before_it_was_read_pass_nobody_over_and_lose_nobody(store: Path) -> None:
    door = Carelist.open(store, ME)
    huddle = door.huddle(NOW, "North")
    door.close()
    sitting = Sitting("id", "North", NOW, {ME})
    sitting.mark_all()
    sitting.go(1)
    sitting.go(1)
    assert (sitting.key, sitting.present) == (HERE, {ME})
    sitting.take(huddle, 1)
    assert sitting.key == HERE
    assert sitting.present == {each.worker.id for each in huddle.here if each.absence is None and each.works_today}
    assert len(sitting.present) > 1
    sitting.toggle_mark(ME)
    left = set(sitting.present)
    sitting.take(huddle, 2)
    assert sitting.present == left, "it was said once"


def test_where_a_sitting_stands_and_what_is_said_in_it_needs_no_terminal(store: Path) -> None:
    door = Carelist.open(store, ME)
    huddle = door.huddle(NOW, "North")
    door.close()
    sitting = Sitting("id", "North", NOW, {ME}, huddle=huddle)
    sitting.go(-1)
    assert (sitting.key, sitting.many, sitting.person) == ("here", len(huddle.here), None)
    sitting.move(-1)
    sitting.move(1_000)
    assert sitting.cursor == sitting.many - 1
    worker = sitting.everyone[sitting.cursor].worker.id
    sitting.toggle_mark(ME)
    assert sitting.present == {ME, worker} - ({worker} if worker == ME else set()) | {ME}
    sitting.go(sitting.keys().index(huddle.steps[1].key))
    person = huddle.steps[1].talks[0].person
    assert sitting.person == person
    assert person is not None
    sitting.toggle_mark(ME)
    sitting.keep_note(person, "said so")
    assert (sitting.talked, sitting.notes, sitting.discussed()) == ({person}, {person: "said so"}, [person])
    sitting.toggle_mark(ME)
    sitting.keep_note(person, "")
    assert sitting.is_silent
    sitting.go(1_000)
    assert sitting.key == "close"


@pytest.mark.parametrize(
    ("passed", "says"),
    [(0, ("00:00", False)), (252, ("04:12", False)), (901, ("15:01", True)), (6000, ("100:00", True))],
)
def test_the_clock_says_how_long_of_the_agreed_minutes(passed: int, says: tuple[str, bool]) -> None:
    words, over = clock_words(NOW, NOW + timedelta(seconds=passed))
    assert (words, over) == (f"{says[0]} of 15 min", says[1])


async def test_a_key_that_means_nothing_on_a_step_says_why_and_records_nothing(store: Path, desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        for step in range(len(STEPS)):
            while screen.sitting.step != step:
                await pilot.pause()
            for binding in bindings_in(HuddleScreen):
                action, key = binding.action.partition("(")[0], binding.key.split(",")[0]
                if not screen.check_action(action, ()):
                    screen.said = ""
                    await pilot.press(key)
                    await until(pilot, lambda: bool(screen.said))
                    assert screen.said == huddle.ASLEEP.get(action, huddle.NOBODY_HERE), (step, key)
            await pilot.press("space")
        assert app.screen is screen
    assert not team_entries(store, "huddle.held")


async def test_the_clock_in_the_top_line_goes_on_in_a_huddle_that_nobody_writes_in_and_behind_what_lies_over_it(
    desk: Desk,
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        desk._began = NOW + timedelta(minutes=3)
        await shows(pilot, "Tue 3 Mar 2026 09:07")
        await pilot.press("?")
        await shows(pilot, "Help: the keys here")
        desk._began = NOW + timedelta(minutes=5)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert "Tue 3 Mar 2026 09:09" in text_of(app), "at once, not a while after"
        await pilot.press("escape")
        await shows(pilot, "[Today")
        assert "Tue 3 Mar 2026 09:09" in text_of(app)
