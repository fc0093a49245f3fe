"""Help: the words and signs of the screens, each in a sentence; what a place in the footer does, for the mouse."""

from __future__ import annotations

from pathlib import Path

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.read_only import ReadingDesk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.glossary import WORDS
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW

CODES = ("episode", "ladder", "conflict", "escalate_", "Due ", "status", "client", "patient")


def test_the_glossary_explains_each_word_once_in_plain_sentences() -> None:
    words = [word for word, _ in WORDS]
    assert len(words) == len(set(words))
    for word, meaning in WORDS:
        assert meaning.endswith("."), word
        assert not [code for code in CODES if code in f"{word} {meaning}"], word


def test_the_glossary_knows_the_signs_and_words_of_the_screens() -> None:
    text = " ".join(word for word, _ in WORDS)
    for word in ("+2", "!18h", "R  A  G  ?", "What is due", "Missed contact", "Missed-contact steps", "Handover"):
        assert word in text


async def test_help_says_the_keys_first_and_then_the_words(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await shows(pilot, "Help: the keys here")
        seen = text_of(app)
        for _ in range(12):
            await pilot.press("pagedown")
            seen += text_of(app)
        assert seen.index("The words and signs") > seen.index("Write a decision note")
        for word, meaning in WORDS:
            assert word in seen
            assert meaning[:50] in seen


async def test_help_stands_under_headings_and_is_searched(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await shows(pilot, "The list")
        await pilot.press("slash", *"Decision")
        await shows(pilot, "Write a decision note")
        assert "Help: the keys here: Decision_" in text_of(app)
        assert "Everywhere" not in text_of(app), "a heading stands only over what was found"
        assert "The words and signs" in text_of(app)
        await pilot.press("enter")
        await shows(pilot, 'only "Decision"')
        await pilot.press("slash", *"zzz")
        await shows(pilot, "Nothing here has that")
        await pilot.press("escape")
        await shows(pilot, "more lines below")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.first)


async def test_the_guide_is_read_from_the_help_ones_own_page_first(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark", "o")
        await shows(pilot, "> 1  For the coordinator")
        await pilot.press("enter")
        await shows(pilot, "Some people are yours")
        seen = text_of(app)
        for _ in range(8):
            await pilot.press("pagedown")
            seen += text_of(app)
        assert "Ten keys" in seen
        assert "For the main record" in seen
        await pilot.press("escape")
        await shows(pilot, "Help: the keys here")


async def test_the_palette_finds_the_pages_of_the_guide(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p", *"guide chair")
        await until(
            pilot, lambda: "Guide: For the chair" in text_of(app) and "Guide: For the coord" not in text_of(app)
        )
        await pilot.press("enter")
        await shows(pilot, "Ten to fifteen minutes")


async def test_the_palette_opens_the_form_of_whatever_may_be_recorded_about_who_is_at_hand(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p", *"crisis khan")
        await shows(pilot, "Record: Crisis, KHAN Bilal")
        await pilot.press("enter")
        await until(pilot, lambda: "Crisis" in text_of(app) and "ctrl+s Save" in text_of(app))
        assert "KHAN Bilal" in text_of(app)


async def test_where_nothing_may_be_recorded_the_palette_offers_no_record(store: Path) -> None:
    desk = ReadingDesk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=(100, 40)) as pilot:
            await shows(pilot, "READ ONLY")
            await pilot.press("ctrl+p", *"crisis")
            await pilot.pause(1.0)
            assert "Record:" not in text_of(app)
    finally:
        desk.close()


async def test_a_place_in_the_footer_says_its_sentence_to_the_mouse(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        column = text_of(app).splitlines()[-1].index("Decide")
        await pilot.hover("#foot", offset=(column, 0))
        await until(pilot, lambda: "decision note" in str(app.screen.query_one("#foot").tooltip))
        await pilot.hover("#list", offset=(3, 1))
        await until(pilot, lambda: not app.screen.query_one("#foot").tooltip)
