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
