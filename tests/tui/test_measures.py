"""Measures by the keys: what each says, whose it is, who stands behind it, and what is noted on it."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.at_hand.case_rows import case_rows
from carelist_tui.desk.at_hand.measures_asked import MeasuresAsked
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui import guard
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.measures.figure_panel import FigurePanel, views_of
from carelist_tui.tui.screens.measures.figure_reader import FigureReader
from carelist_tui.tui.screens.measures.measure_cases import MeasureCasesScreen
from carelist_tui.tui.screens.measures.measures_screen import MeasuresScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.row import Look
from tests.tui.driving import shows, text_of, until
from tests.tui.measuring import AT, FOUND, measured, noted
from tests.tui.telling import ME, missed

pytestmark = pytest.mark.slow

SIZE, WIDE = (80, 24), (120, 40)
FIRST = "First response to a missed contact"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("measured") / "store"
    measured(store)
    return store


@pytest.fixture(scope="module")
def counted(months: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, counted once: who opens a copy of it reads its cases."""
    store = tmp_path_factory.mktemp("counted") / "store"
    shutil.copytree(months, store)
    with Carelist.open(store) as door:
        door.measures.count()
    return store


@pytest.fixture
def store(counted: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(counted, copy)
    return copy


@pytest.fixture
def nobody_counted(months: Path, store: Path) -> None:
    """Nobody's cases are known yet."""
    shutil.rmtree(store)
    shutil.copytree(months, store)


@pytest.fixture
def manager(store: Path) -> Iterator[Desk]:
    opened = Desk(store, "w-ada", AT, runs=False)
    yield opened
    opened.close()


@pytest.fixture
def mine(store: Path) -> Iterator[Desk]:
    opened = Desk(store, ME, AT, runs=False)
    yield opened
    opened.close()


async def measures(pilot: Pilot[Any], measure: str = "first_response") -> MeasuresScreen:
    """The screen with its figures, that measure at hand."""
    await pilot.pause()
    await pilot.press("M")
    await until(pilot, lambda: isinstance(pilot.app.screen, MeasuresScreen) and bool(pilot.app.screen.figures))
    screen = pilot.app.screen
    assert isinstance(screen, MeasuresScreen)
    place = [each["key"] for each in screen.figures].index(measure)
    await pilot.press(*["j"] * place)
    await pilot.pause()
    return screen


async def read_again(pilot: Pilot[Any], screen: MeasuresScreen, *keys: str) -> None:
    """After these keys, which ask for other figures."""
    before = screen.figures
    await pilot.press(*keys)
    await until(pilot, lambda: screen.figures is not before and not screen.under_way)


@pytest.mark.turns(2)
@pytest.mark.parametrize("size", [SIZE, WIDE])
async def test_words_and_a_chart_of_eight_lines_stand_below_the_rows(manager: Desk, size: tuple[int, int]) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=size) as pilot:
        await measures(pilot)
        said = text_of(app)
        assert f"{FIRST}: 80 of 120," in said
        assert "Half within" in said
        assert sum("┤" in line or "│" in line for line in said.splitlines()[-14:]) >= 5
        assert "WHEN CONTACT IS MISSED" in said


async def test_titles_are_whole_where_there_is_room_and_no_row_says_a_code(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        screen = await measures(pilot)
        seen = ""
        for _ in screen.figures:
            seen += text_of(app)
            await pilot.press("k")
        for _ in screen.figures:
            seen += text_of(app)
            await pilot.press("j")
        assert all(figure["title"] in seen for figure in screen.figures)
        assert " pm" not in seen
        assert "a month per 100" in seen
        assert "_" not in seen


async def test_all_of_a_measure_is_behind_v_with_its_guards_months_and_notes(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        await measures(pilot, "cadence_kept")
        assert "Contacts missed: 120 of" in text_of(app), "what guards it stands on the same panel"
        await pilot.press("v")
        for words in ("What it counts", "Read it together with", "Month by month", "May 2025: "):
            await shows(pilot, words)
        await pilot.press("G")
        await shows(pilot, "Notes on it")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, MeasuresScreen))


async def test_enter_leads_to_the_people_and_a_full_stop_to_the_person(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        await measures(pilot)
        await pilot.press("enter")
        await shows(pilot, "120 cases")
        screen = app.screen
        assert isinstance(screen, MeasureCasesScreen)
        await pilot.press("j", "full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.reader.person == screen.rows[1].person
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_enter_on_a_group_shows_that_group_alone_and_escape_everybody_again(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        screen = await measures(pilot)
        await read_again(pilot, screen, "b")
        said = text_of(app)
        assert said.index("North: ") < said.index("South: ")
        await pilot.press("tab", "j")
        await read_again(pilot, screen, "enter")
        assert "team South" in text_of(app)
        assert screen.at_hand is not None
        assert screen.at_hand["d"] == 60
        await pilot.press("enter")
        await shows(pilot, "60 cases")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await read_again(pilot, screen, "escape")
        assert screen.at_hand["d"] == 120


async def test_a_key_leads_through_the_ways_to_see_a_measure_and_the_table_stays_for_the_next(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        screen = await measures(pilot, "missed_rate")
        seen = []
        for _ in range(5):
            seen.append(text_of(app))
            await pilot.press("t")
            await pilot.pause()
        assert "Why they were missed:" in seen[1]
        assert "not asked: 120, 100 % so far" in seen[1]
        assert "By kind of contact:" in seen[2], "nothing was called off, so that is not shown"
        assert "Jun 2025: 12 of 12, 100 %" in seen[3], "the months as a table, last"
        assert "\u2524" in seen[4]
        assert "Why they were missed:" not in seen[4].replace("t shows: Why", "")
        await pilot.press("t", "t")
        await pilot.press("j", "j", "j")
        await pilot.pause()
        assert screen.view == -1, "whoever reads tables reads the next one too"
        assert "\u2524" not in text_of(app)


@pytest.mark.turns(2)
@pytest.mark.parametrize("size", [SIZE, WIDE])
async def test_every_way_to_see_every_measure_is_drawn_and_fits(manager: Desk, size: tuple[int, int]) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=size) as pilot:
        screen = await measures(pilot, "cadence_kept")
        for figure in screen.figures:
            for view in views_of(figure):
                await pilot.pause()
                if not isinstance(view, str):
                    assert f"{view['title']}:" in text_of(app)
                await pilot.press("t")
            screen.view = 0
            await pilot.press("j")


def test_where_a_table_has_no_room_its_last_line_says_where_it_stands(manager: Desk) -> None:
    rows = [{"label": f"a reason that takes half of a line {n}", "n": 1} for n in range(40)]
    told = {"kind": "bars", "title": "Why", "parts_of": None, "rows": rows}
    figure: dict[str, Any] = {
        "key": "missed_rate", "title": "Missed", "definition": "So many.", "chart": "bars", "breakdowns": [told],
        "unit": "share", "n": 1, "d": 1, "share": None, "value": None, "median": None, "p90": None, "not_ripe": 0,
        "left_out": {}, "more": {}, "late_share": None, "notes": [], "signal": {"words": "", "kind": "none"},
    }  # fmt: skip
    panel = FigurePanel(figure, Look(ink_of("carelist-dark"), AT, manager.zone, {}))
    lines = [strip.text.rstrip() for strip in panel.strips(80, 13)]
    assert len(lines) == 13
    assert lines[-1] == " ... v: all of it"


async def test_five_notes_behind_a_figure_are_read_whole_and_it_is_kept_whose_they_are(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        await measures(pilot)
        await pilot.press("enter")
        await shows(pilot, "120 cases")
        await pilot.press("r")
        await shows(pilot, "5 notes to read, drawn by seed 1 of 240:")
        assert "Contact" in text_of(app)
        await pilot.press("escape")
        await shows(pilot, "120 cases")
        manager.looks.finish()
        door = await manager.door()
        assert "opened" in {each["kind"] for each in door.people.access()}


def test_the_same_entries_and_seed_give_the_same_five_and_another_seed_others(store: Path) -> None:
    with Carelist.open(store, "w-ada") as door:
        asked = Inquiry.asked(AT, door.glance.calendar.zone)

        def drawn(seed: int | None = None) -> list[str]:
            (figure,) = door.measures.answer(("first_response",), asked, with_cases=True, seed=seed)["measures"]
            ids = {id for case in figure["cases"] for id in case["entries"]}
            told = figure["notes_to_read"]
            by_hash = sorted(ids, key=lambda id: sha256(f"{told['seed']}:{id}".encode()).hexdigest())
            assert (told["of"], told["entries"]) == (len(ids), by_hash[:5])
            return list(told["entries"])

        assert drawn() == drawn(1)
        assert drawn(2) != drawn(1)
        (figure,) = door.measures.answer(("first_response",), asked)["measures"]
        assert figure["notes_to_read"] is None, "only with its cases"


def test_within_one_worker_is_refused_to_all_but_who_supervises(store: Path) -> None:
    for worker, is_given in ((ME, False), ("w-leah", True), ("w-ada", True)):
        with Carelist.open(store, worker) as door:
            asked = replace(Inquiry.asked(AT, door.glance.calendar.zone), within=("worker", "w-leah"))
            if is_given:
                assert door.measures.answer(("first_response",), asked)["measures"][0]["d"]
            else:
                with pytest.raises(Refused, match="senior or a manager"):
                    door.measures.answer(("first_response",), asked)


@pytest.mark.parametrize(
    ("at", "last"), [("2026-11-15", "2026-10-31"), ("2026-11-30", "2026-10-31"), ("2026-12-01", "2026-11-30")]
)
def test_a_month_earlier_is_the_month_before_that_of_the_day_its_last_one_too(at: str, last: str) -> None:
    moment = datetime.fromisoformat(f"{at}T12:00:00+00:00")
    asked = MeasuresAsked(months_back=1).inquiry(moment, ZoneInfo("Europe/London"), None)
    assert (asked.last.isoformat(), asked.since.day, len([*asked.months()])) == (last, 1, 13)


def test_a_row_of_days_says_one_day_as_one() -> None:
    days = [("2026-03-01", "2026-03-03", True, None), ("2026-03-03", "2026-03-04", False, None),
            ("2026-03-04", "2026-03-05", False, "away")]  # fmt: skip
    cases = [{"person": "p", "ref": "P-1", "counted": kept, "left_out": why, "starts_at": f"{first}T00:00:00+00:00",
              "stops_at": f"{until}T00:00:00+00:00"} for first, until, kept, why in days]  # fmt: skip
    at = datetime.fromisoformat("2026-04-01T09:00:00+01:00")
    (row,) = case_rows({"key": "cadence_kept", "cases": cases}, Inquiry.asked(at, ZoneInfo("Europe/London")))
    assert row.words == "in contact as owed on 2 of 3 days; not on 3 Mar 2026; left out, away: 1 day"


def test_the_groups_of_the_standards_follow_those_that_every_service_has() -> None:
    asked = MeasuresAsked(own_groups={"ethnicity": "Ethnicity", "first_language": "First language"})
    ways = []
    for _ in range(9):
        asked.turn()
        ways.append(asked.by)
    assert ways == ["team", "tier", "source", "zone", "locality", "ethnicity", "first_language", None, "team"]
    asked.by = "first_language"
    assert asked.whose({}) == "everybody by First language"
    asked.narrow("first_language", "Welsh")
    assert asked.whose({}) == "First language Welsh"


async def test_by_worker_is_for_who_supervises_by_name_with_one_sentence_about_all(manager: Desk, mine: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        screen = await measures(pilot)
        await read_again(pilot, screen, "W")
        said = text_of(app)
        assert said.index("Leah Obi: ") < said.index("Tom Price: ")
        assert "Too few workers with 10 cases or more to say." in said
        assert "limits" not in said[said.index("Leah Obi") : said.index("Tom Price") + 40]
    app = CarelistApp(mine)
    async with app.run_test(size=WIDE) as pilot:
        screen = await measures(pilot)
        await pilot.press("W")
        await pilot.pause()
        assert screen.asked.by is None
        await read_again(pilot, screen, "w")
        assert screen.at_hand is not None
        assert screen.at_hand["d"] == 60
        assert "The team: " in text_of(app)


async def test_the_period_moves_by_a_month_and_is_said(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        screen = await measures(pilot)
        assert "1 Mar 2025 to 3 Mar 2026" in text_of(app), "no more than has come of the month that runs"
        await read_again(pilot, screen, "less_than_sign")
        assert "1 Feb 2025 to 28 Feb 2026" in text_of(app)
        await read_again(pilot, screen, "greater_than_sign")
        assert "1 Mar 2025 to 3 Mar 2026" in text_of(app)


@pytest.mark.usefixtures("nobody_counted")
async def test_until_it_is_counted_nothing_stands_there_that_answers_another_question(manager: Desk) -> None:
    """Groups are gone at once when others are asked for, rows when the period or whose they are is another; the heading
    names what stands there, and no key acts on anything else."""
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        screen = await measures(pilot, "missed_rate")
        await read_again(pilot, screen, "b")
        assert "North: " in text_of(app)
        with manager.case_counts.at_work:
            await pilot.press("b")
            await shows(pilot, "Counting: ")
            assert "North: " not in text_of(app)
            assert "Contacts missed: 120 of" in text_of(app), "of everybody it is the same, however it is grouped"
            assert screen.heading == "Measures, 1 Mar 2025 to 3 Mar 2026, everybody"
            await pilot.press("tab", "enter")
            await until(pilot, lambda: isinstance(app.screen, MeasureCasesScreen))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
            assert (screen.at_group, screen.asked.narrowed) == (None, None)
            await pilot.press("less_than_sign")
            await shows(pilot, "Counting: 1 Feb 2025 to 28 Feb 2026")
            assert screen.heading == "Measures, 1 Feb 2025 to 28 Feb 2026, everybody by tier"
            for key in ("enter", "v", "n", "j"):
                await pilot.press(key)
                assert app.screen is screen
                assert "Contacts missed" not in text_of(app)
                assert "It is still counted: 1 Feb 2025 to 28 Feb 2026" in " ".join(text_of(app).split()), key
                screen.say("")
        await until(pilot, lambda: bool(screen.figures) and not screen.under_way)
        assert screen.at_hand is not None
        assert screen.at_hand["key"] == "missed_rate", "the measure at hand stays so"
        assert screen.asked.by == "tier"


async def test_who_stands_behind_a_figure_is_told_of_when_and_the_newest_first(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        await measures(pilot, "missed_rate")
        await pilot.press("enter")
        await shows(pilot, "120 cases that began from 1 Mar 2025 to 3 Mar 2026, everybody, the newest first.")
        rows = [line for line in text_of(app).splitlines() if "counted: " in line]
        assert "counted: Thu 19 Feb 2026 10:33;" in rows[0], "what begins and ends at once is one moment"


async def test_days_in_contact_are_a_row_a_person_and_add_up_to_the_figure(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        screen = await measures(pilot, "cadence_kept")
        figure = screen.at_hand
        assert figure is not None
        await pilot.press("enter")
        await shows(pilot, "4 people, their days from 1 Mar 2025 to 3 Mar 2026, everybody.")
        listed = app.screen
        assert isinstance(listed, MeasureCasesScreen)
        told = [re.search(r"on (\d+) of (\d+) days", row.words) for row in listed.rows]
        counts = [(int(each[1]), int(each[2])) for each in told if each is not None]
        assert (sum(n for n, _ in counts), sum(d for _, d in counts)) == (figure["n"], figure["d"])


async def test_a_note_is_begun_with_measure_month_and_team_and_stands_on_the_chart(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=WIDE) as pilot:
        screen = await measures(pilot)
        await read_again(pilot, screen, "b")
        await pilot.press("tab")
        await read_again(pilot, screen, "enter")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        form = app.screen
        assert isinstance(form, FormScreen)
        typed = form.questions.typed
        assert (typed["body.measure"], typed["body.team"]) == ("first_response", "North")
        assert typed["body.month"].startswith("2025-") or typed["body.month"].startswith("2026-")


async def test_what_was_noted_is_said_and_a_step_change_begins_the_limits_anew(store: Path) -> None:
    door = Carelist.open(store, "w-ada")
    door.record([noted(step_change=True)], AT)
    door.close()
    desk = Desk(store, "w-ada", AT, runs=False)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=WIDE) as pilot:
            screen = await measures(pilot)
            said = " ".join(text_of(app).split())
            assert "step change" in said
            assert screen.at_hand is not None
            assert screen.at_hand["limits"]["state"] == "none"
            chart = [line.partition("\u2502")[2] for line in text_of(app).splitlines()]
            assert any("a" in line for line in chart if "\u2524" in line or "\u2502" in line), (
                "a letter stands at the month of the note"
            )
            await pilot.press("v", "G")
            await shows(pilot, FOUND)
    finally:
        desk.close()


async def test_the_page_is_written_once_why_and_where_are_said_and_stands_in_the_access_log(
    manager: Desk, tmp_path: Path
) -> None:
    app, file = CarelistApp(manager), tmp_path / "figures.html"
    async with app.run_test(size=WIDE) as pilot:
        await measures(pilot)
        await pilot.press("p")
        await shows(pilot, "The figures of the whole service as a page: why?")
        await pilot.press("1")
        await shows(pilot, "Which file?")
        await pilot.press(*str(file), "enter")
        await until(pilot, file.exists)
        screen = app.screen
        assert isinstance(screen, MeasuresScreen)
        await until(pilot, lambda: screen.said == f"Written: {file}. It is NOT ENCRYPTED: destroy it after use.")
        assert "Tom Price" not in file.read_text()
        manager.looks.finish()
        door = await manager.door()
        assert "exported" in {each["kind"] for each in door.people.access()}


async def test_an_earlier_moment_is_read_as_it_was_known_then(store: Path) -> None:
    present = Desk(store, "w-ada", AT, runs=False)
    app = CarelistApp(present)
    app.begins_at = Earlier(AT - timedelta(days=61), None)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: app.earlier is not None and app.screen is not app.first)
            screen = await measures(pilot)
            assert screen.at_hand is not None
            assert screen.at_hand["d"] == 96
            assert "1 Jan 2025 to 1 Jan 2026" in text_of(app)
    finally:
        present.close()


@pytest.mark.usefixtures("nobody_counted")
async def test_how_far_the_counting_is_is_said_and_no_figure_misses_anybody(manager: Desk) -> None:
    told: list[str] = []
    answer = await FigureReader(manager).read(Inquiry.asked(AT, manager.zone), told.append)
    await asyncio.sleep(0)
    assert told[-1] == "Counting 4 of 4 people"
    assert answer is not None
    assert {each["key"]: each["d"] for each in answer["measures"]}["first_response"] == 120


@pytest.mark.usefixtures("nobody_counted")
async def test_while_it_is_counted_keys_are_taken_and_leaving_stops_it_without_harm(manager: Desk) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        door = await manager.door()
        with manager.case_counts.at_work:
            await pilot.press("M")
            await shows(pilot, "Counting...")
            await pilot.press("question_mark")
            await shows(pilot, "Help: the keys here")
            await pilot.press("escape", "escape")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await until(pilot, lambda: not manager.case_counts.at_work.locked())
        assert door.measures.waiting() == 4
        screen = await measures(pilot)
        assert screen.at_hand is not None
        assert screen.at_hand["d"] == 120


@pytest.mark.usefixtures("nobody_counted")
async def test_while_nobody_touches_anything_cases_are_counted_and_a_key_stops_it(
    manager: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = CarelistApp(manager)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        door = await manager.door()
        assert door.measures.waiting() == 4
        app.look_idle()
        await pilot.pause(0.2)
        assert door.measures.waiting() == 4, "somebody is at the keys"
        monkeypatch.setattr(guard, "COUNTS_AFTER", 0.0)
        app.look_idle()
        await until(pilot, lambda: door.measures.waiting() == 0)
        await until(pilot, lambda: manager.case_counts.kept is not None)
        with manager.case_counts.at_work:
            await pilot.press("M")
            await shows(pilot, "everybody, as at 09:04")
            assert "Counting..." in text_of(app)
            assert isinstance(app.screen, MeasuresScreen)
            assert app.screen.figures, "what is known stands at once, as at when it was read"
        await until(pilot, lambda: "as at 09:04" not in text_of(app))


@pytest.mark.usefixtures("nobody_counted")
async def test_what_is_kept_for_the_next_opening_is_answered_anew_once_somebody_was_written_or_on_another_day(
    manager: Desk,
) -> None:
    """Who opens the measures finds what was answered when nobody was at the keys last, not when they first were not."""
    door = await manager.door()
    counts, measures = manager.case_counts, door.measures
    asked = MeasuresAsked().inquiry(AT, manager.zone, manager.worker)

    def kept_while_idle(at: Inquiry) -> object:
        counts.while_idle(measures, lambda: True, at)
        return counts.kept

    first = kept_while_idle(asked)
    assert kept_while_idle(asked) is first, "nobody was written since"
    door.record([missed("P-0", "2026-03-03T09:00")], AT)
    second = kept_while_idle(replace(asked, at=AT + timedelta(minutes=5)))
    assert second is not first
    assert counts.kept_of(asked) is second
    after = MeasuresAsked().inquiry(AT + timedelta(days=1), manager.zone, manager.worker)
    assert counts.kept_of(after) is None
    assert kept_while_idle(after) is counts.kept_of(after)
