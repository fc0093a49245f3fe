"""A refusal to share as the commands say it: show, today, queue, huddle, export; and what `record` refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

PARTNER = {"name": "Jo Hill", "agency": "Housing", "phone": "07700 900111"}
REFUSED = {"scope": "share", "with": "Housing", "given": False, "basis": "consent", "rationale": "She said no."}
KEPT = {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Talked."}
MISSED = {"expected_at": "2026-03-03T11:00:00+00:00", "method": "call", "how": "no_reply"}
TOLD = {"direction": "out", "who": "Jo Hill", "agency": "Housing", "summary": "asked after her"}
AT = ("--at", "2026-03-06T12:00")
SENTENCE = "Do not tell Housing: refused 3 Mar"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann Lee, whose housing officer is a partner; Housing refused; a call missed."""
    store = make_store(tmp_path_factory.mktemp("sharing") / "store")
    lines = [
        draft("person.accepted", ACCEPTED | {"partners": [PARTNER]}),
        draft("consent.recorded", REFUSED, ref="P-0001"),
        draft("contact.completed", KEPT, ref="P-0001"),
        draft("contact.missed", MISSED, ref="P-0001", occurred_at="2026-03-03T11:00:00+00:00"),
    ]
    answer = carelist("record", "-", store=store, stdin="\n".join(lines).encode())
    assert answer.status == 0, answer.err
    return store


def record(store: Path, kind: str, body: dict[str, Any], at: str = "2026-03-05T10:00") -> Any:
    said = ("--person", "P-0001", "--occurred-at", at, "--body", json.dumps(body))
    return carelist("record", kind, *said, store=store)


def test_show_says_who_may_and_who_must_not_be_told(store: Path) -> None:
    shown = carelist("show", "P-0001", *AT, "--json", store=store).json
    assert shown["may_be_told"] == []
    refusal = {"name": "Housing", "since": "2026-03-03T10:00:00+00:00", "in_words": SENTENCE}
    assert shown["must_not_be_told"] == [refusal]
    assert shown["warnings"][0] == SENTENCE
    plain = carelist("show", "P-0001", *AT, store=store).out.splitlines()
    assert f"Warning: {SENTENCE}" in plain
    assert "Nobody may be told." in plain
    assert not [line for line in plain if line.startswith(("May be told", "Ask before telling"))]


def test_the_list_and_the_queue_warn_and_owe_a_decision_for_the_step(store: Path) -> None:
    today = carelist("today", *AT, "--json", store=store).json
    assert all(SENTENCE in item["warnings"] for item in today["items"])
    (due,) = [item for item in today["items"] if item["key"].endswith(":partner_notification")]
    episode = due["detail"]["episode"]
    assert (due["kind"], due["key"]) == ("decision", f"decision:{episode}:partner_notification")
    assert "nobody may be told: Housing refused 3 Mar" in due["why"]
    (queued,) = carelist("queue", *AT, "--json", store=store).json["episodes"]
    (step,) = [each for each in queued["steps"] if each["step"] in due["key"]]
    assert (step["due_at"], step["skipped"]) == (due["due_at"], False)
    assert SENTENCE in carelist("queue", *AT, store=store).out


def test_the_huddle_sheet_and_the_text_for_the_main_record_say_it_too(store: Path, tmp_path: Path) -> None:
    assert f"DO NOT TELL {SENTENCE.removeprefix('Do not tell ')}" in carelist("huddle", *AT, store=store).out
    asked = ("--format", "text", "--person", "P-0001", "--reason", "a test", "--as", "w-maya")
    text = carelist("export", "-", *asked, store=store).out
    assert f"Warning: {SENTENCE}" in text


def test_record_refuses_to_tell_who_was_refused_until_a_ground_is_said(store: Path) -> None:
    answer = record(store, "partner.contacted", TOLD)
    assert answer.status == 2
    assert "body.who: must not be told: Housing refused 3 Mar" in answer.err
    said = {"basis": "vital_interests", "rationale": "Nobody has seen her for a week."}
    assert record(store, "partner.contacted", TOLD | {"sharing": said}).status == 0
    shown = carelist("show", "P-0001", "--json", store=store).json
    assert [each["in_words"] for each in shown["must_not_be_told"]] == [f"{SENTENCE}; told 5 Mar, vital interests"]
    assert shown["may_be_told"] == []


def test_record_remarks_on_telling_somebody_who_was_not_asked_about(store: Path) -> None:
    answer = record(store, "partner.contacted", TOLD | {"who": "Dr Lee", "agency": "Elm Surgery"})
    assert answer.status == 0
    (remark,) = json.loads(answer.out)["remarks"]
    assert remark.startswith("Dr Lee was told without a yes that stands")
