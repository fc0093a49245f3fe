"""Whatever was typed, blank or hostile, what is told of it holds the published rules."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carelist_tui.domain.entries import check_draft
from tests.domain.telling import Story, london
from tests.exchange.fhir_r4.kit import by_oracle, by_rules, by_schema
from tests.exchange.fhir_r4.test_who_leaves import KINDS, bodies, put, told_with, typed_fields

pytestmark = [pytest.mark.slow, pytest.mark.long]

WORDS = ("  ", " \n ", "</div><script>x</script> & ]]> \"'", "\u202eה\U0001f600\u00a0", "urn:uuid:0", "?" * 3_000)


def faults(kind: str, body: dict[str, Any], at: str) -> list[str]:
    """What is wrong with what is told; nothing where nobody could record it."""
    draft = {"type": kind, "occurred_at": at, "body": body, "person": Story.person}
    if list(check_draft(draft, now=london("2026-12-01 09:00"))):
        return []
    resources = json.loads(told_with(kind, body, at, others_words=True))
    return [f"{each['resourceType']}: {fault}" for each in resources
            for check in (by_schema, by_oracle, by_rules) for fault in check(each)]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_was_typed_into_a_field_what_is_told_of_it_holds_the_rules(kind: str) -> None:
    for each, body, at in bodies():
        if each != kind:
            continue
        for path in typed_fields(kind, body, at):
            for words in WORDS:
                assert not faults(kind, put(body, path, words), at), (path, words[:20])
