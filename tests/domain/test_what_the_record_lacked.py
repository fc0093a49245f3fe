"""What could not be said before: the home, appointments elsewhere, restrictions, groups (S0:26, S1:16-44, S3:34)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.checks.listed import remarks_on_identity
from carelist_tui.domain.entries import PersonDetailsUpdated, check_draft
from carelist_tui.domain.standards import parse_standards
from tests.domain.telling import DECISION, london

WHEN = "2026-03-02 10:00"
LISTED = """
[localities]
north = "North of the river"
[groups.ethnicity]
title = "Ethnic group"
values = ["Asian", "Black", "White", "prefers not to say"]
reason = "Public sector equality duty."
"""


def faults(type: str, body: dict[str, Any]) -> list[str]:
    draft = {"type": type, "occurred_at": london(WHEN).isoformat(), "body": body, "ref": "P-1"}
    return [f"{fault.path}: {fault.sentence}" for fault in check_draft(draft, now=london(WHEN))]


@pytest.mark.parametrize(
    ("kind", "on", "fault"),
    [
        ("arrears", "2026-03-02", None),
        ("arrears", "2026-03-03", "body.on: can't be after the day this happened"),
        ("secured", "2026-03-03", "body.on: can't be after the day this happened"),
        ("notice", "2026-03-03", None),
        ("court", "2027-03-02", None),
        ("eviction", "2027-03-03", "body.on: is too far off: 12 months at the longest, so by 2027-03-02"),
    ],
)
def test_a_notice_a_court_date_and_an_eviction_may_lie_ahead(kind: str, on: str, fault: str | None) -> None:
    assert faults("tenancy.noted", {"kind": kind, "on": on}) == ([fault] if fault else [])


def test_what_restricts_somebody_has_a_review_date() -> None:
    said = DECISION | {"about": "tier", "decision": "agree"}
    restricted = said | {"restriction": {"what": "No visits alone", "why_proportionate": "since", "less_tried": "none"}}
    assert faults("decision.recorded", said) == []
    assert faults("decision.recorded", restricted) == ["body.review_at: what restricts somebody needs a review date"]
    assert faults("decision.recorded", restricted | {"review_at": "2026-03-05T10:00:00+00:00"}) == []


@pytest.mark.parametrize(
    ("text", "said", "remarks"),
    [
        (LISTED, {"locality": "north", "groups": {"ethnicity": "Black"}}, []),
        (LISTED, {"locality": "south"}, ["the Standards list no locality south: north"]),
        (LISTED, {"groups": {"faith": "none"}}, ["the Standards list no group faith: ethnicity"]),
        (
            LISTED,
            {"groups": {"ethnicity": "other"}},
            ["of Ethnic group the Standards list no such answer: Asian, Black, White, prefers not to say"],
        ),
        ("# nothing listed\n[limits]\n", {"locality": "south"}, ["the Standards list no locality south"]),
        (LISTED, {"known_as": "Mina"}, []),
    ],
)
def test_what_the_standards_do_not_list_is_taken_and_remarked_on(
    text: str, said: dict[str, Any], remarks: list[str]
) -> None:
    assert faults("person.details_updated", said) == []
    assert list(remarks_on_identity(parse_standards(text), PersonDetailsUpdated.model_validate(said))) == remarks


ASKED = ("risk", "medication", "safeguarding", "social", "protective", "next_steps", "contingency", "decisions")
STRUCTURED_REVIEW = dict.fromkeys(ASKED, "as before") | {"kind": "monthly", "next_review_on": "2026-03-30"}


@pytest.mark.parametrize("said", [{}, {"physical_health": "bloods attended"}, {"signs": "none of hers seen"}])
def test_a_monthly_review_may_say_how_their_body_is_and_which_signs_were_seen(said: dict[str, Any]) -> None:
    assert faults("review.completed", STRUCTURED_REVIEW | said) == []


AWAY = {"worker": "w-tom", "from": "2026-03-03T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, None),
        ({"until": "2026-03-05T09:00:00+00:00"}, None),
        ({"reason": "sickness"}, None),
        ({"reason": "leave"}, "body.until: is needed; only sickness may be left open"),
    ],
)
def test_why_a_worker_is_away_need_not_be_said(said: dict[str, Any], fault: str | None) -> None:
    draft = {"type": "worker.away", "occurred_at": london(WHEN).isoformat(), "body": AWAY | said}
    found = [f"{each.path}: {each.sentence}" for each in check_draft(draft, now=london(WHEN))]
    assert found == ([fault] if fault else [])
