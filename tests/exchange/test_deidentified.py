"""Entries for analysis: nobody can be found in them, and what is counted by them is still true."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.demo.team import MANAGER
from carelist_tui.domain.entries import TYPES
from carelist_tui.exchange.deidentified import Deidentifier
from tests.cli.surface import carelist
from tests.exchange.enrolment.team import Laptop

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
WHY = ("--reason", "a test")
CANARY = "zq7 Canary Quillfeather"
PERSON = "0195a1b2-0000-7000-8000-123456789012"
KEEPS = re.compile(
    r"[a-z][a-z0-9_]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?",
    re.ASCII,
)
"""What may be left: choices and keys, pseudonyms, dates and moments."""
KEYS = {"tier", "item", "step", "measure", "instrument"}
"""Fields that hold a key of the Standards, or of a measure."""
CHOICE = re.compile(r"[a-z_]+")
ITEMS = {"help_wanted": 6, "working_on_what_matters": 7, "satisfied": 5}


def examples() -> Iterator[dict[str, Any]]:
    for path in sorted(EXAMPLES.glob("*.v1.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield value


def with_canaries(value: Any) -> Any:
    """The same, with a canary behind every text that is more than a choice."""
    if isinstance(value, dict):
        return {name: with_canaries(part) for name, part in value.items()}
    if isinstance(value, list):
        return [with_canaries(part) for part in value]
    return f"{value} {CANARY}" if isinstance(value, str) else value


def leaving(raw: dict[str, Any], secret: bytes = b"secret") -> list[dict[str, Any]]:
    return list(Deidentifier(secret).entries([raw]))


def test_nothing_that_anybody_typed_into_an_example_of_any_type_is_left() -> None:
    found = list(examples())
    assert {each["type"] for each in found} == set(TYPES)
    for raw in found:
        about = {**raw, "person": raw.get("person", PERSON)}
        for each in leaving(about):
            left = [text for text in texts(each["body"]) if not KEEPS.fullmatch(text)]
            assert left == [], (raw["type"], left)
            ids = {raw["id"], PERSON, about["person"], raw["author"], raw["hash"], raw["salt"], raw["device"]}
            assert not ids & set(texts(each)), raw["type"]
        canaries = {**about, "body": with_canaries(raw["body"])}
        assert CANARY not in json.dumps(leaving(canaries)), raw["type"]


def test_workers_names_refs_phones_numbers_and_births_are_out_of_every_example() -> None:
    identity = ("given", "family", "known_as", "ref", "nhs_number", "phones", "email", "address", "born", "gp", "name")
    for raw in examples():
        for each in leaving({**raw, "person": PERSON}):
            assert not [name for name in identity if isinstance(each["body"].get(name), str)], raw["type"]
            said = json.dumps(each)
            typed = [text for name in identity for text in texts(raw["body"].get(name)) if not CHOICE.fullmatch(text)]
            assert not [text for text in typed if text in said], raw["type"]
            assert not re.search(r"\bw-[a-z]+\b", said), raw["type"]


def test_a_birth_is_out_even_where_only_its_date_is_left() -> None:
    (accepted,) = (each for each in examples() if each["type"] == "person.accepted")
    accepted["body"]["born"] = "1984-06-01"
    assert "1984" not in json.dumps(leaving(accepted))


def test_dates_at_the_ends_of_the_calendar_are_out_or_moved_and_never_in_the_way() -> None:
    (plan,) = (each for each in examples() if each["type"] == "zone.set")
    for number in range(40):
        secret = bytes([number])
        leaving({**plan, "occurred_at": "0001-01-01T00:00:00+00:00"}, secret)
        leaving({**plan, "body": {**plan["body"], "review_on": "9999-12-31"}}, secret)


def test_a_newer_type_and_a_newer_field_are_out() -> None:
    (zone,) = (each for each in examples() if each["type"] == "zone.set")
    (left,) = leaving({**zone, "body": {**zone["body"], "mood": CANARY, "score": 3}, "later": CANARY})
    assert "score" not in left["body"]
    assert CANARY not in json.dumps(left)
    assert leaving({**zone, "type": "zone.dreamt"}) == []


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("tier.set", {"tier": "intensive"}),
        ("handover.item_done", {"item": "medication_list_sent"}),
        ("engagement_plan.agreed", {"methods": ["text", "call", "visit"], "agreed_with_person": "yes"}),
        ("person.details_updated", {"phones": [{"text_ok": True, "voicemail": "no"}]}),
        ("indicator.agreed", {"baseline": 1, "aim": 4, "kind": "graded_step"}),
        ("instrument.scored", {"instrument": "own_view", "items": ITEMS, "total": 18, "by": "person"}),
    ],
)
def test_what_is_counted_by_stays(kind: str, kept: dict[str, Any]) -> None:
    (raw,) = (each for each in examples() if each["type"] == kind)
    (left,) = leaving({**raw, "person": PERSON})
    assert {name: left["body"].get(name) for name in kept} == kept


def test_a_single_word_that_somebody_typed_is_out_though_it_looks_like_a_key() -> None:
    for raw in examples():
        typed = {
            name: "quillfeather" for name, value in raw["body"].items() if isinstance(value, str) and name not in KEYS
        }
        for each in leaving({**raw, "person": PERSON, "body": {**raw["body"], **typed}}):
            assert "quillfeather" not in set(texts(each["body"])), raw["type"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("instrument.scored", {"items": {"help_wanted": 6, CANARY: 3}}),
        ("instrument.scored", {"items": {"help_wanted": CANARY}}),
        ("indicator.rated", {"parts": {"quillfeather": "alone", CANARY: "prompted"}}),
        ("person.details_updated", {"groups": {"quillfeather": CANARY, "ethnicity": "quillfeather"}}),
    ],
)
def test_a_name_that_somebody_worded_is_out_with_its_value(kind: str, body: dict[str, Any]) -> None:
    (raw,) = (each for each in examples() if each["type"] == kind)
    (left,) = leaving({**raw, "person": PERSON, "body": {**raw["body"], **body}})
    said = json.dumps(left)
    assert not [word for word in ("quillfeather", CANARY, "parts", "groups", "ethnicity") if word in said]


def test_whether_somebody_covers_for_all_stays() -> None:
    (away,) = (each for each in examples() if each["type"] == "worker.away")
    (left,) = leaving({**away, "person": PERSON})
    assert left["body"]["cover"][-1] == {"persons": "all"}


def test_a_moment_stays_written_as_it_was() -> None:
    (zone,) = (each for each in examples() if each["type"] == "zone.set")
    for at in ("2026-03-03T09:00:00Z", "2026-03-03T09:00:00+00:00"):
        (left,) = leaving({**zone, "occurred_at": at})
        assert left["occurred_at"][10:] == at[10:]


def test_order_intervals_and_days_of_the_week_stay_within_a_person_and_people_move_apart() -> None:
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    (zone,) = (each for each in examples() if each["type"] == "zone.set")
    moved = {}
    for person in (PERSON, PERSON.replace("9012", "9013"), PERSON.replace("9012", "9014")):
        told = [
            {**zone, "person": person, "occurred_at": (begin + timedelta(hours=30 * n)).isoformat()} for n in range(9)
        ]
        left = [datetime.fromisoformat(each["occurred_at"]) for each in Deidentifier(b"s").entries(told)]
        assert [each - left[0] for each in left] == [timedelta(hours=30 * n) for n in range(9)]
        assert [each.weekday() for each in left] == [(begin + timedelta(hours=30 * n)).weekday() for n in range(9)]
        moved[person] = left[0] - begin
    assert len(set(moved.values())) > 1
    assert timedelta() not in moved.values()


def test_a_pseudonym_is_the_same_in_every_export_another_for_another_service_and_ids_still_meet(tmp_path: Path) -> None:
    demo = carelist("demo", "--keep", tmp_path / "demo", "--date", "2026-03-03", "--people", "12")
    assert demo.status == 0
    laptop = Laptop(tmp_path / "demo", "w-nobody")
    answers = [laptop("export", "-", *WHY, "--format", "ndjson", "--deidentified") for _ in range(2)]
    assert answers[0].out == answers[1].out
    entries = [json.loads(line) for line in answers[0].out.splitlines()]
    stored = [json.loads(line) for line in Laptop(tmp_path / "demo", MANAGER)("export", "-", *WHY).out.splitlines()]
    about = [each for each in stored if each.get("person")]
    assert [each["type"] for each in entries] == [each["type"] for each in about]
    ids = {each["id"] for each in entries}
    assert {each["person"] for each in entries} <= ids
    assert all(each["body"]["episode"] in ids for each in entries if "episode" in each["body"])
    assert not ids & {each["id"] for each in stored}
    words = {text for each in about for text in texts(each["body"]) if " " in text}
    assert words
    assert not [text for text in words if text in answers[0].out]
    rows = laptop("export", tmp_path / "nobody.csv", *WHY, "--deidentified")
    assert rows.status == 0
    read = list(csv.DictReader(io.StringIO((tmp_path / "nobody.csv").read_text(encoding="utf-8"))))
    assert [each["id"] for each in read] == [each["id"] for each in entries]
    assert not [text for text in words if text in (tmp_path / "nobody.csv").read_text(encoding="utf-8")]
    for refused in (
        ("--worklist", "--format", "csv"),
        ("--format", "text", "--person", "P-1"),
        ("--format", "carelist"),
    ):
        assert laptop("export", "-", *WHY, "--deidentified", *refused).status == 2
    assert leaving(about[0], b"ours") != leaving(about[0], b"theirs")
