"""What is typed in the palette, against lines that may hold anybody's words."""

from __future__ import annotations

from time import process_time

import pytest

from carelist_tui.tui.palette_match import PaletteMatch

LONG = "Record: Crisis, " + "Anna Bertha Caroline Sirisha " * 1_000


@pytest.mark.parametrize(
    ("typed", "line", "found"),
    [
        ("crisis khan", "Record: Crisis, KHAN Bilal", True),
        ("KHAN rec", "Record: Crisis, KHAN Bilal", True),
        ("isis", "Record: Crisis, KHAN Bilal", True),
        ("crisis tom", "Record: Crisis, KHAN Bilal", False),
        ("c.*s", "Record: Crisis, KHAN Bilal", False),
        ("[b]", "Record: Crisis, [b]Tom[/nope]", True),
        ("   ", "Record: Crisis, KHAN Bilal", False),
    ],
)
def test_each_word_typed_stands_in_the_line_in_any_order(typed: str, line: str, found: bool) -> None:
    assert (PaletteMatch(typed).score(line) > 0) is found


def test_a_word_that_begins_as_it_was_typed_comes_first() -> None:
    match = PaletteMatch("note")
    assert match.score("Write a note") > match.score("Keynote of the day") > match.score("Keynote" * 100)


def test_what_is_called_so_comes_before_what_only_says_so() -> None:
    """`decide` is the key that decides, and no list of what was decided; `lock` locks."""
    decide, lock = PaletteMatch("decide"), PaletteMatch("lock")
    called = decide.score("Decide", "Write a decision note about the person at hand.")
    assert called > decide.score("List: safeguarding", "what was found, decided and done")
    assert called > decide.score("Decided last week", "")
    assert lock.score("Lock", "Blank the screen.") > lock.score("Setting: Lock after", "Minutes without a key.") > 0
    assert decide.score("Zone", "Set red, amber or green.") == 0


def test_what_is_found_is_marked_and_the_line_is_shown_as_words() -> None:
    shown = PaletteMatch("tom cris").display("Crisis, [b]Tom[/nope]\x1b[2J\x07")
    assert shown.plain == "Crisis, [b]Tom[/nope]\u241b[2J\u2407"
    assert {shown.plain[span.start : span.end] for span in shown.spans} == {"Cris", "Tom"}


@pytest.mark.parametrize("typed", ["record crisis", "eeeaaatttnnn", "what is due", "reasons to stay here tonight"])
def test_a_long_name_takes_no_longer_than_it_is_long(typed: str) -> None:
    begun = process_time()
    PaletteMatch(typed).score(LONG)
    assert process_time() - begun < 1  # minutes, where every way to spread the letters is tried
