"""What a worker has before them, without any terminal: the list they stand in, and the call they are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.at_hand.call_at_hand import BOUNCE_SECONDS, CallAtHand
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import Filter
from carelist_tui.desk.sections.snapshot import ACTIONS, BOARD, MISSED, NOTHING, TODAY
from carelist_tui.desk.story_filter import Sifting
from tests.tui.telling import ME, NOW, spoke


@pytest.fixture
def shown(desk: Desk) -> ShownList:
    return ShownList(desk, NOW)


def test_the_cursor_stays_with_its_person_and_never_leaves_the_rows(shown: ShownList, desk: Desk) -> None:
    shown.go_to(-5)
    assert shown.cursor == 0
    shown.go_to(1_000)
    last = shown.rows[-1].person
    assert (shown.person, shown.cursor) == (last, len(shown.rows) - 1)
    shown.take(desk.ahead(NOW))
    assert shown.person == last
    first = shown.rows[0].person
    shown.take(desk.ahead(NOW), stand_on=first)
    assert shown.person == first
    assert shown.row_of("nobody") == shown.cursor


def test_a_filter_is_typed_kept_by_enter_and_taken_away_by_escape(shown: ShownList) -> None:
    every = len(shown.rows)
    shown.typing = True
    for letter in "khan":
        shown.type(letter, letter)
    assert [row.item.person.family for row in shown.rows if row.item.person] == ["Khan"]
    assert shown.hidden_words() == f'{every - 1} hidden: "khan"'
    khan = shown.person
    shown.type("enter", "\r")
    assert not shown.typing
    shown.typing = True
    shown.type("escape", None)
    assert (len(shown.rows), shown.person, shown.hidden_words()) == (every, khan, "")


@pytest.mark.parametrize("of", ["list", "story"])
def test_words_that_stand_are_typed_over_by_a_letter_and_gone_on_with_by_backspace(shown: ShownList, of: str) -> None:
    """`/` once more: what stood there is as if it were selected."""
    typed = shown if of == "list" else Sifting()

    def text() -> str:
        return typed.filter.text if isinstance(typed, ShownList) else typed.text

    def types(*keys: str) -> None:
        typed.begin_typing()
        for key in keys:
            typed.type(key, key if len(key) == 1 else None)
        typed.type("enter", "\r")

    types(*"khan")
    types(*"obi")
    assert text() == "obi"
    types("backspace", *"ie")
    assert text() == "obie"
    types()
    assert text() == "obie", "enter alone leaves it"


def test_an_empty_list_says_nothing_is_there_or_hidden_or_not_read_yet(shown: ShownList, desk: Desk) -> None:
    shown.show(ACTIONS)
    assert shown.empty_words() == "Reading..."
    shown.take(desk.ahead(NOW))
    assert shown.empty_words() == NOTHING[ACTIONS]
    shown.show(TODAY)
    shown.type("#", "#")
    assert shown.empty_words().endswith('hidden: "#"; / then esc takes the words away.')
    shown.type("escape", None)
    shown.show_mine()
    shown.filter = Filter(only="w-nobody")
    shown.take(desk.ahead(NOW))
    assert shown.empty_words() == "Nothing here: 5 hidden: only mine (w shows all)."


def test_an_empty_list_says_what_to_do_next_in_one_line() -> None:
    for words in NOTHING:
        assert words.count(".") >= 2, words
        assert len(words) <= 76, words


def test_only_rows_in_sight_are_marked_and_without_marks_the_row_at_hand_is_chosen(shown: ShownList) -> None:
    assert shown.chosen == [shown.rows[0]]
    shown.mark()
    shown.mark()
    assert shown.chosen == shown.rows[:2]
    shown.mark_all()
    assert shown.chosen == shown.rows
    shown.mark_all()
    assert not shown.marked
    shown.mark_all()
    shown.type("#", "#")
    assert (shown.rows, shown.marked) == ([], set())


def test_a_section_that_was_not_read_yet_is_waited_for_before_its_person_is_at_hand(desk: Desk) -> None:
    before = ShownList(desk, NOW)
    before.take(desk.ahead(NOW))
    before.show(BOARD)
    before.go_to(1)
    after = ShownList(desk, NOW)
    after.restore(before.remembered())
    assert after.row is None
    after.take(desk.ahead(NOW))
    assert (after.section, after.person) == (BOARD, before.person)


def test_a_list_has_aged_once_for_each_time_that_somebody_wrote(shown: ShownList, store: Path) -> None:
    assert not shown.has_aged()
    door = Carelist.open(store, ME)
    door.record([spoke("P-0045", "2026-03-03T09:00")], NOW)
    door.close()
    assert shown.has_aged()
    assert not shown.has_aged()


def test_a_key_held_down_is_a_bounce_and_another_key_is_none(desk: Desk) -> None:
    call = CallAtHand(desk)
    seen = []
    for key, at in (("1", 10.0), ("1", 10.2), ("2", 10.3), ("2", 10.3 + BOUNCE_SECONDS)):
        call.notice(key, at)
        seen.append(call.bounced)
    assert seen == [False, True, False, False]


def test_the_note_of_a_call_that_was_left_is_there_when_it_is_begun_again(shown: ShownList, desk: Desk) -> None:
    shown.show(MISSED)
    call, step, card = CallAtHand(desk), shown.step, shown.card
    assert step is not None
    assert card is not None
    call.begin(step, card)
    call.begin_note()
    for key in "dogs":
        call.write(key, key)
    call.write("backspace", None)
    before = call.writing
    call.write("enter", "\r")
    assert (before, call.writing) == (True, False)
    left = call.attempt
    assert call.step_back(), "nothing was asked: the call is left"
    call.begin(step, card)
    assert left is not None
    assert call.attempt is not None
    assert (call.attempt.note, call.attempt.id) == ("dog", left.id)
    call.drop_note(card.person)
    call.end()
    call.begin(step, card)
    assert call.attempt.note == ""


def test_a_step_back_from_how_they_are_is_to_the_outcomes_and_only_then_out(shown: ShownList, desk: Desk) -> None:
    shown.show(MISSED)
    call, step, card = CallAtHand(desk), shown.step, shown.card
    assert step is not None
    assert card is not None
    call.begin(step, card)
    begun = call.attempt
    assert begun is not None
    call.ask_how(next(outcome for outcome in begun.outcomes if outcome.live))
    assert call.attempt != begun
    assert not call.step_back()
    assert call.attempt == begun
    assert call.step_back()
    assert call.attempt is None
