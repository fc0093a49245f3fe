"""`--plain`: what somebody works on, by prompts: warning signs each by a key, a ladder by the words of its steps, an
instrument item by item, an indicator in place of another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from tests.cli.surface import carelist
from tests.cli.test_plain import line_of, spoken, store, story, told
from tests.tui.telling import NOW, entry

pytestmark = pytest.mark.slow

__all__ = ["store", "told"]
AMINA = "P-0042"
LADDER: dict[str, Any] = {
    "area": "connection", "name": "Rides the bus", "frequency": "daily", "quality": "alone", "every": "week",
    "support_level": "prompted", "kind": "graded_step", "baseline": 1, "aim": 2, "steps": ["To the stop", "One stop"],
}  # fmt: skip


@pytest.fixture
def agreed(store: Path) -> str:
    """A ladder agreed with Amina; its id."""
    with Carelist.open(store, "w-tom") as door:
        (receipt,) = door.record([entry("indicator.agreed", "2026-03-02T10:00", LADDER, ref=AMINA)], NOW)
    return receipt.id


def at_her(store: Path, *typed: str) -> str:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    return spoken(store, n, *typed, "", "q")


def test_a_ladder_is_rated_by_the_words_of_its_steps(store: Path, agreed: str) -> None:
    rated = ("2", "1", "2", "1", "f", "y", "25", "Music.", "", "Two stops.", "", "")
    out = at_her(store, "r", "indicator rated", "1", *rated, "y")
    assert "  0  none yet\n  1  To the stop\n  2  One stop" in out
    assert "  f  fatigue" in out
    (body,) = (each["body"] for each in story(store, AMINA, "indicator.rated"))
    assert body == {
        "indicator": agreed, "value": 2, "support_level": "independent", "barrier": "fatigue", "attempted": True,
        "parts": {"To the stop": "alone", "One stop": "prompted"}, "minutes": 25, "coping_used": "Music.",
        "what_next": "Two stops.",
    }  # fmt: skip


def test_an_instrument_is_scored_item_by_item(store: Path) -> None:
    out = at_her(store, "r", "instrument", "1", "6", "7", "5", "", "", "y")
    assert "How they see the help they get: we work on what matters to me" in out
    (body,) = (each["body"] for each in story(store, AMINA, "instrument.scored"))
    assert (body["total"], body["by"]) == (18, "person")


def test_a_sign_that_is_left_open_is_asked_again_and_not_asked_is_said(store: Path) -> None:
    begun = ("r", "contact", "1", "3", "2", "1", "Walked.", "")
    out = at_her(store, *begun, "1", "", "", "Ring daily.", "", "", "y", "1", "", "n")
    assert "Warning signs: say of each sign: tick what was seen" in out
    assert story(store, AMINA, "contact.completed")[1:] == []
    at_her(store, *begun[:3], "n", *begun[3:], "1", "0", "", "Ring daily.", "", "", "n", "n", "n", "y")
    seen = [each["seen"] for each in story(store, AMINA, "contact.completed")[-1]["body"]["signs_seen"]]
    assert seen == ["yes", "not_asked", "not_asked"]


def test_an_indicator_is_agreed_in_place_of_another_by_its_name(store: Path, agreed: str) -> None:
    said = ("4", "Goes out", "daily", "", "alone", "", "1", "2", "0", "5", "1", "")
    out = at_her(store, "r", "indicator agreed", "1", "1", *said, "y")
    assert "In place of which one" in out
    assert story(store, AMINA, "indicator.agreed")[-1]["replaces"] == [agreed]


def test_show_says_what_they_work_on_the_help_it_takes_and_what_ended(store: Path, agreed: str) -> None:
    with Carelist.open(store, "w-tom") as door:
        rated = {"indicator": agreed, "value": 2, "support_level": "independent"}
        door.record([entry("indicator.rated", "2026-03-02T11:00", rated, ref=AMINA)], NOW)
    at = ("--at", "2026-03-03T09:04")
    out = carelist("show", AMINA, *at, store=store).out
    assert (
        "Works on Rides the bus: now 2 (One stop), from 1 (To the stop), aim 2 (One stop); help: with prompts " in out
    )
    assert "→ independent yesterday 11:00" in out
    with Carelist.open(store, "w-tom") as door:
        ended = {"indicator": agreed, "outcome": "achieved"}
        door.record([entry("indicator.ended", "2026-03-02T12:00", ended, ref=AMINA)], NOW)
    assert "Ended yesterday 12:00, achieved: Rides the bus" in carelist("show", AMINA, *at, store=store).out
    answer = carelist("show", AMINA, "--json", *at, store=store).json
    assert answer["indicators"] == []
    assert [each["outcome"] for each in answer["indicators_ended"]] == ["achieved"]
