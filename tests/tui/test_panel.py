"""What is said of the person at hand: who may be told and who may not, and how long a zone has stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from carelist_tui.desk.calls.attempt import begin
from carelist_tui.desk.forms.form_types import known_of
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.card import NotTold, Other, Phone, SafeTime, loud_words
from carelist_tui.domain.entries import DecisionRecorded, OutreachAttempted
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.widgets.call import call_strips
from carelist_tui.tui.widgets.panel import Said, panel_strips, warning_lines, ways_words, zone_words
from tests.tui.test_rows import step
from tests.tui.test_sizes import CARD, LOOK, ROW

NOOR = Other("Noor", "sister", "", "07700 900456", "", "consent")
JO = Other("Jo Hill", "", "Housing", "07700 900458", "")
JEAN = NotTold("Jean", datetime(2026, 3, 1, tzinfo=UTC), "mother Jean", "refused 1 Mar")
AMONG_THEM = replace(
    CARD, may_be_told=(NOOR,), ask_first=(JO,), must_not_be_told=(JEAN,), warnings=(JEAN.sentence, *CARD.warnings)
)


def lines_of(strips):
    return [strip.text.strip() for strip in strips]


@pytest.mark.parametrize("where", ["panel", "call"])
def test_who_has_not_agreed_never_stands_under_may_speak_to(where: str) -> None:
    if where == "panel":
        said = lines_of(panel_strips(AMONG_THEM, ROW, 100, LOOK))
    else:
        attempt = begin("id", replace(step("x", 1), detail={"methods": ["call"]}), AMONG_THEM, "2026-03-03T09:00:00Z")
        said = lines_of(call_strips(attempt, 100, LOOK))
    (may,) = [line for line in said if line.startswith("May speak to")]
    (ask,) = [line for line in said if line.startswith("Ask first about")]
    warned = next(n for n, line in enumerate(said) if "DO NOT TELL mother Jean: refused 1 Mar" in line)
    assert "Noor" in may
    assert "Jean" not in may + ask
    assert ask.endswith("Jo Hill, Housing")
    assert warned < said.index(may), "the refusal stands first"
    assert "900458" not in " ".join(said), "no number to ring before it was asked"


def test_the_decision_for_the_partner_step_opens_about_sharing_and_not_about_the_missed_contact() -> None:
    detail = {"episode": "e", "step": "partner_notification", "number": 4}
    due = replace(step("x", 4), kind="decision", detail=detail)
    card = replace(CARD, episode="e", may_be_told=())
    known = known_of("decision.recorded", asks_of(DecisionRecorded), due, card, "w-tom")
    assert known["about"] == "information_sharing"
    assert {"episode", "step"}.isdisjoint(known), "it would take the place of the decision that stands on the episode"
    other = replace(due, detail={"episode": "e"})
    assert known_of("decision.recorded", asks_of(DecisionRecorded), other, card, "w-tom")["about"] == "missed_contact"


def test_the_form_of_a_partner_step_begins_with_who_may_be_told() -> None:
    detail = {"episode": "e", "step": "partner_notification", "methods": ["call", "email"]}
    due = replace(step("x", 4), detail=detail)
    asks = asks_of(OutreachAttempted)
    known = known_of("outreach.attempted", asks, due, replace(CARD, may_be_told=(NOOR,), ask_first=(JO,)), "w-tom")
    assert (known["to"], known["name"]) == ("trusted_contact", "Noor")
    housing = replace(JO, basis="vital_interests")
    known = known_of("outreach.attempted", asks, due, replace(CARD, may_be_told=(housing, NOOR)), "w-tom")
    assert (known["to"], known.get("name")) == ("partner", None), "of several none is chosen for the worker"


def test_where_nobody_agreed_that_is_said() -> None:
    said = lines_of(panel_strips(replace(CARD, may_be_told=()), ROW, 100, LOOK))
    assert "May speak to  nobody agreed" in said


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (datetime(2026, 3, 3, 1, tzinfo=UTC), "AMBER today"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "AMBER 1 day"),
        (LOOK.at - timedelta(days=3, hours=10), "AMBER 4 days"),
    ],
)
def test_the_days_in_a_zone_are_local_days(since: datetime, words: str) -> None:
    assert zone_words(replace(CARD, zone_since=since), LOOK).startswith(words)


def red_words(strips: list[Strip]) -> str:
    """What of these lines is red, in one line."""
    red = LOOK.ink.red.color
    return " ".join("".join(s.text for strip in strips for s in strip if s.style and s.style.color == red).split())


@pytest.mark.parametrize("width", [24, 36, 40, 80, 120])
def test_warnings_are_red_and_ways_are_not(width: int) -> None:
    eleven = SafeTime(("Tue",), "11:00", "16:00")
    strips = panel_strips(replace(CARD, safe_times=(eleven,), zone="green"), ROW, width, LOOK)
    said = red_words(strips)
    for words in ("! NO VOICEMAIL", "! TWO WORKERS", "NOT NOW: safe from 11:00"):
        assert words.replace(" ", "") in said.replace(" ", ""), words
    assert "text" not in said
    assert "call" not in said
    whole = " ".join(" ".join(strip.text.split()) for strip in strips)
    assert "! TWO WORKERS text, then call; NOT NOW: safe from 11:00" in whole
    now = panel_strips(replace(CARD, safe_times=(replace(eleven, begins="08:00"),), zone="green"), ROW, 80, LOOK)
    assert "text, then call; safe to contact now" in " ".join(strip.text for strip in now)
    assert "safe" not in red_words(now)


@pytest.mark.parametrize(
    ("phones", "asks"),
    [
        ((), True),
        ((Phone("1", "", False, False, False),), True),
        ((Phone("1", "", True, False, True),), True),
        ((Phone("1", "", False, False, False), Phone("2", "", True, False, False)), False),
    ],
)
def test_a_text_first_where_no_number_is_cleared_for_texts_is_asked_about(
    phones: tuple[Phone, ...], asks: bool
) -> None:
    assert ways_words(replace(CARD, phones=phones)).endswith(
        "text first, but no number is cleared for texts: ask" if asks else "text, then call"
    )
    assert ways_words(replace(CARD, phones=phones, methods=("call", "text"))) == "call, then text"


@given(st.text(max_size=60), st.text(max_size=60), st.integers(12, 120))
def test_no_word_of_a_warning_is_lost_whatever_was_written(warning: str, note: str, width: int) -> None:
    said = Said(width, LOOK)
    warning_lines(said, replace(CARD, warnings=(warning,), avoid_note=note, phones=()))
    shown = "".join("".join(strip.text for strip in said.strips).split())
    for words in (shown_text(" ".join(loud_words(warning).split("\n"))), shown_text(" ".join(note.split("\n")))):
        assert "".join(words.split()) in shown
    assert all(strip.cell_length == width for strip in said.strips)
