"""A form is made from the entry's model alone: every type has one, and what it shows is what it records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.desk.questions.answers import answer_of, body_of, typed_of
from carelist_tui.desk.questions.asks import KEYS, Ask, asks_of, parts_needed
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.moments import parse_moment
from tests.house.tree import ROOT
from tests.tui.telling import NOW, RISK_PLAN, plan
from tests.tui.test_human_dates import LONDON

CORRECTION = "entry.corrected"
"""Its replacement is a body of its own, and no field of a form."""
NEVER_TYPED = {"brought_over_on", "brought_over_place"}
"""What the import of a caseload writes, and nobody by hand."""
EXAMPLES = [p for p in sorted(Path(ROOT, "schemas", "examples").glob("*.json")) if not p.name.startswith(CORRECTION)]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_a_form_with_titles_and_a_key_for_every_choice(kind: str) -> None:
    asks = asks_of(TYPES[kind])
    fields = {f.alias or n for n, f in TYPES[kind].model_fields.items()}
    assert {ask.path.split(".")[1] for ask in asks} == fields - NEVER_TYPED
    for ask in asks:
        assert ask.title
        assert len(ask.codes) <= len(KEYS), "a choice without a key can't be chosen"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("engagement_plan.agreed", plan("P-1")["body"]), ("risk_plan.updated", RISK_PLAN)],
)
def test_a_body_shown_in_a_form_is_read_back_as_it_was(kind: str, body: dict[str, Any]) -> None:
    asks = asks_of(TYPES[kind])
    said, faults = body_of(asks, typed_of(asks, body), NOW, LONDON)
    assert faults == []
    for part in parts_needed(TYPES[kind]):
        said["body"].setdefault(part, {})
    assert said["body"] == body


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_frozen_examples_go_through_their_forms_unchanged(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    asks = asks_of(TYPES[raw["type"]])
    now = parse_moment(raw["recorded_at"])
    said, faults = body_of(asks, typed_of(asks, raw["body"]), now, LONDON)
    assert faults == []
    assert as_utc(drop_empty(said.get("body", {}))) == as_utc(drop_empty(raw["body"]))


def drop_empty(value: Any) -> Any:
    """Without empty lists and parts: leaving them out says the same."""
    if isinstance(value, dict):
        return {k: w for k, v in value.items() if (w := drop_empty(v)) not in ({}, [], None, "")}
    return [drop_empty(part) for part in value] if isinstance(value, list) else value


def as_utc(value: Any) -> str:
    """As JSON, `Z` written as the offset it is."""
    return json.dumps(value, sort_keys=True).replace('Z"', '+00:00"')


def test_a_flag_is_y_or_n() -> None:
    ask = Ask("body.x", "X", "", "flag", needed=False)
    assert answer_of(ask, "y", NOW, LONDON) is True
    assert answer_of(ask, "no", NOW, LONDON) is False
    with pytest.raises(ValueError, match="y or n"):
        answer_of(ask, "perhaps", NOW, LONDON)
