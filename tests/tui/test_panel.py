"""What is said of the person at hand: who may be told and who may not, and how long a zone has stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carelist_tui.domain.card import MaySpeakTo
from carelist_tui.tui.calling.attempt import begin
from carelist_tui.tui.widgets.call import call_strips
from carelist_tui.tui.widgets.panel import panel_strips, zone_words
from tests.tui.test_rows import step
from tests.tui.test_sizes import CARD, LOOK, ROW

NOOR = MaySpeakTo("Noor", "sister", "07700 900456", True, "")
JEAN = MaySpeakTo("Jean", "mother", "07700 900457", False, "")
AMONG_THEM = replace(CARD, may_speak_to=(JEAN, NOOR))


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
    (must_not,) = [line for line in said if line.startswith("Do NOT speak to")]
    assert "Noor" in may
    assert "Jean" not in may
    assert "Jean" in must_not
    assert "900457" not in " ".join(said)


def test_where_nobody_agreed_that_is_said() -> None:
    said = lines_of(panel_strips(replace(CARD, may_speak_to=(JEAN,)), ROW, 100, LOOK))
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
