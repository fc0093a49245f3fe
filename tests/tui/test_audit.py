"""Audit by the keys: a sample is drawn, its cases scored blind, what came of it read, and a change opened from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.audit.case_screen import CaseScreen
from carelist_tui.tui.screens.audit.samples_screen import SamplesScreen
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from tests.tui.auditing import AT, AUDITOR, MANAGER, audited, drawn, scored
from tests.tui.driving import shows, text_of, until
from tests.tui.telling import ME, entry

pytestmark = pytest.mark.slow

SIZE, WIDE = (80, 24), (120, 40)
KEPT = dict.fromkeys(("first_attempt_in_time", "plan_kept"), "met")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("audited") / "store"
    audited(store)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told, tmp_path / "store"))


@contextmanager
def desk_of(store: Path, worker: str) -> Iterator[Desk]:
    desk = Desk(store, worker, AT, runs=False)
    try:
        yield desk
    finally:
        desk.close()


async def audits(pilot: Pilot[None]) -> None:
    """On the screen of audits, which has read."""
    await shows(pilot, "Today")
    await pilot.press("K")
    await until(pilot, lambda: isinstance(pilot.app.screen, SamplesScreen))
    await until(pilot, lambda: "Reading..." not in text_of(pilot.app))


async def test_a_sample_is_drawn_by_the_keys(store: Path) -> None:
    with desk_of(store, AUDITOR) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            assert "No sample has been drawn yet." in text_of(pilot.app)
            await pilot.press("d")
            await shows(pilot, "Draw a sample: of what?")
            await pilot.press("1")
            await shows(pilot, "Draw a sample: of when?")
            await pilot.press("1")
            await shows(pilot, "How many?")
            await pilot.press("backspace", "backspace", "4", "enter")
            await shows(pilot, "By which seed?")
            await pilot.press("7", "enter")
            await shows(pilot, "Drawn: 4 of 6. enter scores them.")
            assert "Missed contacts, 4 of 6" in text_of(pilot.app)
    with Carelist.open(store, AUDITOR) as door:
        (sample,) = door.audits.samples()
        assert (sample.kind, sample.body["n"], sample.body["seed"], sample.by) == ("ladder", 4, 7, AUDITOR)


async def test_a_case_is_scored_with_a_key_an_answer_and_no_worker_is_named(store: Path) -> None:
    sample = drawn(store, 2)
    with desk_of(store, AUDITOR) as desk:
        async with CarelistApp(desk).run_test(size=WIDE) as pilot:
            await audits(pilot)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, CaseScreen))
            await shows(pilot, "Case 1 of 2")
            body = text_of(pilot.app).split("\n", 1)[1]
            left = " ".join(line.partition("\u2502")[0].strip() for line in body.splitlines())
            assert "worker A left word with worker B." in left
            assert not any(name in body for name in ("Tom", "Price", "Ada", "Mann", ME))
            await pilot.press("m", "p", "j", "a", "n")
            await pilot.press("e")
            await shows(pilot, "What did you see?")
            await pilot.press(*"no reason", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, CaseScreen))
            screen = pilot.app.screen
            assert isinstance(screen, CaseScreen)
            assert screen.answers.in_words() == "1 met, 1 partly met, 1 not met, 1 does not apply; 5 unanswered"
            await pilot.press("ctrl+s")
            await shows(pilot, "Case 2 of 2")
            await pilot.press("escape")
            await shows(pilot, "1 of 2 scored")
    with Carelist.open(store, AUDITOR) as door:
        found = door.audits.sample(sample)
        (score,) = found.first.values()
        assert score.answers == {"first_attempt_in_time": "met", "another_way_tried": "partly", "plan_kept": "na",
                                 "risk_check_same_day": "not_met"}  # fmt: skip
        assert score.note == "risk check same day: no reason"


async def test_what_was_answered_and_not_recorded_stands_again_when_one_comes_back(store: Path) -> None:
    sample = drawn(store, 2)
    with desk_of(store, AUDITOR) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            await pilot.press("enter")
            await shows(pilot, "Case 1 of 2")
            await pilot.press("ctrl+s")
            await shows(pilot, "Nothing is answered yet")
            await pilot.press("m", "o", "escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, SamplesScreen))
            await shows(pilot, "is kept and not recorded")
            await pilot.press("enter")
            await shows(pilot, "Case 1 of 2")
            assert "m  The first attempt to reach" in text_of(pilot.app)
            await pilot.press("ctrl+s")
            await shows(pilot, "Case 2 of 2")
    with Carelist.open(store, AUDITOR) as door:
        (score,) = door.audits.sample(sample).first.values()
        assert score.answers == {"first_attempt_in_time": "met"}


async def test_what_was_answered_outlives_the_lock_and_what_is_typed_while_it_comes_scores_nothing(store: Path) -> None:
    """Whoever reads a long case for five minutes is locked out of it, and finds what they answered again; also from
    the line of what is unfinished."""
    sample = drawn(store, 2)
    desk = Desk(store, AUDITOR, AT, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await audits(pilot)
        await pilot.press("enter")
        await shows(pilot, "Case 1 of 2")
        await pilot.press("m", "n", "e")
        await shows(pilot, "What did you see?")
        await pilot.press(*"late", "enter")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await pilot.press("ctrl+l", "p", "n", "a", "ctrl+s")
        await until(pilot, lambda: app.locked)
        await pilot.press("m", "enter")
        await shows(pilot, "unfinished (i opens): audit of missed contacts, case 1 of 2")
        await pilot.press("i")
        await shows(pilot, "enter goes on scoring")
        await pilot.press("enter")
        await shows(pilot, "Case 1 of 2")
        screen = app.screen
        assert isinstance(screen, CaseScreen)
        assert screen.answers.given == {"first_attempt_in_time": "met", "another_way_tried": "not_met"}
        assert screen.answers.lines == {"another_way_tried": "late"}
        assert screen.answers.at == "plan_kept"
        await pilot.press("ctrl+s")
        await shows(pilot, "Case 2 of 2")
        await pilot.press("m", "k", "o", "escape", "escape")
        await shows(pilot, "Today")
        assert "unfinished" not in text_of(app), "recorded, or left open again"
    app.close_store()
    with Carelist.open(store, AUDITOR) as door:
        (score,) = door.audits.sample(sample).first.values()
        assert score.answers == {"first_attempt_in_time": "met", "another_way_tried": "not_met"}


async def test_where_nothing_can_be_scored_no_key_says_that_it_can(store: Path) -> None:
    """A sample that one has scored oneself waits for somebody else, one of nothing for nobody."""
    scored(store, drawn(store, 5), AUDITOR, *[KEPT] * 5)
    for worker, footer in ((AUDITOR, False), (MANAGER, True)):
        with desk_of(store, worker) as desk:
            async with CarelistApp(desk).run_test(size=SIZE) as pilot:
                await audits(pilot)
                assert ("enter Score" in text_of(pilot.app)) is footer
    with Carelist.open(store, MANAGER) as door:
        door.audits.draw(Wanted("handover", 5, 1), AT + timedelta(minutes=1))
    with desk_of(store, MANAGER) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            assert "enter Score" not in text_of(pilot.app)
            await pilot.press("j")
            await shows(pilot, "enter Score")


async def test_what_was_begun_of_a_case_that_somebody_else_scored_is_let_go(store: Path) -> None:
    sample = drawn(store, 2)
    with desk_of(store, AUDITOR) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            await pilot.press("enter")
            await shows(pilot, "Case 1 of 2")
            await pilot.press("m", "escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, SamplesScreen))
            assert desk.kept.begun()
            scored(store, sample, MANAGER, KEPT)
            await pilot.press("enter")
            await shows(pilot, "Case 2 of 2")
            assert not desk.kept.begun()


@pytest.mark.parametrize("gone", ["scored", "struck"])
async def test_what_was_begun_and_waits_no_more_is_let_go_from_the_line_above_the_list(store: Path, gone: str) -> None:
    sample = drawn(store, 2)
    with desk_of(store, AUDITOR) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            await pilot.press("enter")
            await shows(pilot, "Case 1 of 2")
            await pilot.press("m", "escape", "escape")
            await shows(pilot, "unfinished (i opens)")
            if gone == "scored":
                scored(store, sample, MANAGER, KEPT, KEPT)
            else:
                struck = {"entry": sample, "reason": "drawn by mistake", "replacement": None}
                with Carelist.open(store, MANAGER) as door:
                    door.record([entry("entry.corrected", "2026-03-31T09:00", struck)], AT)
            await pilot.press("i")
            await shows(pilot, "What was begun waits no more")
            await pilot.press("escape")
            await shows(pilot, "Today")
            assert "unfinished" not in text_of(pilot.app)


async def test_each_criterion_stands_in_its_words_and_the_one_at_hand_whole(store: Path) -> None:
    """Also where a service asks more than the screen is high: the one at hand is in sight."""
    drawn(store, 2)
    for size in (SIZE, WIDE):
        with desk_of(store, AUDITOR) as desk:
            async with CarelistApp(desk).run_test(size=size) as pilot:
                await audits(pilot)
                await pilot.press("enter")
                await shows(pilot, "Case 1 of 2")
                screen = pilot.app.screen
                assert isinstance(screen, CaseScreen)
                sentences = dict(screen.answers.criteria)
                if size == SIZE:
                    more = {
                        f"more_{n}": f"More is asked here, number {n}, in a sentence of some length." for n in range(30)
                    }
                    screen.answers.criteria = sentences = {**sentences, **more}
                for sentence in sentences.values():
                    right = [line.partition("\u2502")[2].strip() for line in text_of(pilot.app).splitlines()]
                    assert sentence in " ".join(right)
                    assert "ctrl+s records it." in " ".join(right)
                    await pilot.press("j")
                    await pilot.pause()


async def test_no_words_act_where_a_case_is_scored(store: Path) -> None:
    hostile = "[/nope][@click=app.quit]x[/]\u202e\u200b"
    with Carelist.open(store, ME) as door:
        body = {"method": "call", "to": "person", "outcome": "no_answer", "note": hostile}
        for n in range(6):
            door.record([entry("outreach.attempted", "2026-03-30T10:00", body, ref=f"P-{n}")], AT)
    sample = drawn(store, 2)
    with desk_of(store, MANAGER) as desk:
        async with CarelistApp(desk).run_test(size=WIDE) as pilot:
            await audits(pilot)
            await pilot.press("enter")
            await shows(pilot, "Case 1 of 2")
            assert "[/nope]" in text_of(pilot.app)
            assert "\u202e" not in text_of(pilot.app)
            await pilot.press("n", "e")
            await shows(pilot, "What did you see?")
            await pilot.press(*"[/nope]", "enter", "ctrl+s")
            await shows(pilot, "Case 2 of 2")
            await pilot.press("escape")
            await shows(pilot, "not met, case 1: [/nope]")
    with Carelist.open(store, MANAGER) as door:
        assert len(door.audits.sample(sample).first) == 1


async def test_the_one_who_did_the_work_scores_none_of_it(store: Path) -> None:
    drawn(store)
    with desk_of(store, ME) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            screen = pilot.app.screen
            for action in ("score", "draw_sample", "improve"):
                assert not screen.check_action(action, ())
            await pilot.press("enter", "d", "i")
            await pilot.pause()
            assert pilot.app.screen is screen


async def test_the_fifth_case_waits_for_a_second_reader_and_the_agreement_is_shown(store: Path) -> None:
    sample = drawn(store)
    scored(store, sample, AUDITOR, *[KEPT] * 5)
    with desk_of(store, MANAGER) as desk:
        async with CarelistApp(desk).run_test(size=WIDE) as pilot:
            await audits(pilot)
            assert "No second reader yet." in text_of(pilot.app)
            await pilot.press("enter")
            await shows(pilot, "Case 5 of 5")
            assert "second reader" in text_of(pilot.app)
            await pilot.press("m", "j", "p", "ctrl+s")
            await shows(pilot, "The second reader agreed in 1 of 2 answers.")


async def test_a_change_of_the_service_is_opened_from_what_was_not_met_and_an_auditor_opens_none(store: Path) -> None:
    sample = drawn(store, 2)
    scored(store, sample, AUDITOR, {"first_attempt_in_time": "not_met"}, note="first attempt in time: after four days")
    with desk_of(store, AUDITOR) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await audits(pilot)
            assert "not met, case 1: after four days" in text_of(pilot.app)
            assert not pilot.app.screen.check_action("improve", ())
    with desk_of(store, MANAGER) as desk:
        async with CarelistApp(desk).run_test(size=WIDE) as pilot:
            await audits(pilot)
            await pilot.press("i")
            await shows(pilot, "Which is to be put right?")
            await pilot.press("1")
            await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))
            form = pilot.app.screen
            assert isinstance(form, FormScreen)
            assert sample in form.questions.typed["body.from_entries"]


async def test_what_is_owed_opens_the_audits_of_its_kind(store: Path) -> None:
    with desk_of(store, MANAGER) as desk:
        async with CarelistApp(desk).run_test(size=WIDE) as pilot:
            await shows(pilot, "Audit of missed")
            await pilot.press("slash", *"audit of missed", "enter", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, SamplesScreen))
            await until(pilot, lambda: "Reading..." not in text_of(pilot.app))
            screen = pilot.app.screen
            assert isinstance(screen, SamplesScreen)
            assert screen.kind == "ladder"
