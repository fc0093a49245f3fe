"""Whatever was typed, blank or hostile, what is told of it holds the published rules."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from carelist_tui.domain.entries import check_draft
from tests.domain.telling import Story, london
from tests.exchange.fhir_r4.kit import by_oracle, by_rules, by_schema
from tests.exchange.fhir_r4.test_who_leaves import KINDS, bodies, put, told_with, typed_fields
from tests.profiles import turn

pytestmark = [pytest.mark.slow, pytest.mark.long]

WORDS = ("  ", " \n ", "</div><script>x</script> & ]]> \"'", "\u202eה\U0001f600\u00a0", "urn:uuid:0", "?" * 3_000)


def faults(kind: str, body: dict[str, Any], at: str) -> list[str]:
    """What is wrong with what is told; nothing where nobody could record it."""
    draft = {"type": kind, "occurred_at": at, "body": body, "person": Story.person}
    if list(check_draft(draft, now=london("2026-12-01 09:00"))):
        return []
    resources = json.loads(told_with(kind, body, at, others_words=True))
    return [f"{each['resourceType']}: {fault}" for each in resources for fault in faults_of(json.dumps(each))]


@cache
def faults_of(resource: str) -> list[str]:
    """Most of what is told stays the same whatever was typed: it is asked once."""
    read = json.loads(resource)
    return [fault for check in (by_schema, by_oracle, by_rules) for fault in check(read)]


def words_for(number: int) -> list[str]:
    """Each build types two of them into each field, others into the next; by night all are typed into all."""
    return turn(WORDS, number % 3, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_was_typed_into_a_field_what_is_told_of_it_holds_the_rules(kind: str) -> None:
    for each, body, at in bodies():
        if each != kind:
            continue
        for number, path in enumerate(typed_fields(kind, body, at), start=KINDS.index(kind)):
            for words in words_for(number):
                assert not faults(kind, put(body, path, words), at), (path, words[:20])
