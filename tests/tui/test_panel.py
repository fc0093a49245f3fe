"""What is said of the person at hand: who may be told and who may not, and how long a zone has stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carelist_tui.desk.calls.attempt import begin
from carelist_tui.desk.forms.form_types import known_of
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.card import NotTold, Other
from carelist_tui.domain.entries import DecisionRecorded, OutreachAttempted
from carelist_tui.tui.widgets.call import call_strips
from carelist_tui.tui.widgets.panel import panel_strips, zone_words
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
