"""Whatever was erased of a record of every type, every face still answers, and says so in words."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from carelist_tui.domain.entries.erased import may_be_erased
from carelist_tui.exchange.schemas import example_entries
from tests.cli.surface import carelist
from tests.journal.telling import store_at

pytestmark = pytest.mark.slow

LIVES = next(raw["person"] for raw in example_entries() if raw.get("person"))
ONE = ("--reason", "a test")
FACES = (
    ("show", LIVES, "--json"),
    ("show", LIVES, "--whole"),
    ("show", LIVES, "--known-at", "2026-12-31T10:00:00+00:00"),
    ("today", "--json", "--days", "366"),
    ("queue", "--json"),
    ("huddle",),
    ("verify", "--json"),
    ("rebuild", "--what-moves"),
    *(("list", kind, "--json", "--from", "2020-01-01") for kind in (
        "week", "safeguarding", "decisions", "crises", "discharges", "escalations", "incidents", "handovers",
        "erasures", "supervision", "samples", "improvements")),
    *(("list", kind) for kind in ("people", "high", "retention")),
    ("measures", "--from", "2026-01-01", "--json"),
    *(("export", "{out}." + end, "--person", LIVES, *ONE) for end in ("csv", "ndjson", "txt")),
    ("export", "{out}.json", "--format", "fhir", "--person", LIVES, *ONE),
    ("export", "{out}.ics", "--worker", "w-ann", *ONE),
    *(("report", kind, LIVES, "--html", "{out}.html", *ONE)
      for kind in ("person", "handover", "subject-access")),
    ("report", "inspection", "--html", "{out}.html", *ONE),
)  # fmt: skip


def told(erased: set[str]) -> list[dict[str, Any]]:
    """The examples, each of these types without its words."""
    return [
        {name: part for name, part in raw.items() if raw["type"] not in erased or name not in ("body", "salt")}
        for raw in example_entries()
    ]


KINDS = sorted(raw["type"] for raw in example_entries() if may_be_erased(raw["type"]))


@pytest.mark.parametrize("erased", [
    pytest.param(set(KINDS), id="all"),
    pytest.param(set(KINDS) - {"person.accepted", "referral.received"}, id="all but who they are"),
    *(pytest.param(set(Random(seed).sample(KINDS, len(KINDS) // 2)), id=f"half {seed}") for seed in range(1)),
])  # fmt: skip
def test_every_face_answers_of_a_record_with_erasures(erased: set[str], tmp_path: Path) -> None:
    store = tmp_path / "store"
    with store_at(store) as door:
        door.record.take_in(told(erased))
    broken = []
    for number, face in enumerate(FACES):
        asked = [each.replace("{out}", str(tmp_path / f"out{number}")) for each in face]
        try:
            said = carelist(*asked, "--as", "w-ann", store=store)
        except AssertionError as trouble:
            broken.append((face, str(trouble)[-600:]))
            continue
        if said.status not in (0, 1):
            broken.append((face, said.err[-300:]))
    assert broken == []
    story = json.loads(carelist("show", LIVES, "--json", "--as", "w-ann", store=store).out)["story"]
    assert {line["type"] for line in story if line.get("erased")} == {line["type"] for line in story} & erased
    whole = carelist("show", LIVES, "--whole", "--as", "w-ann", store=store).out
    assert "Erased: what it said is gone for good" in whole
