"""`correct`, `find`, `worker leave`, `--known-at`, and the story of `show` in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.vault.connection import connect
from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

PHONE = {"number": "07700 900123", "text_ok": True}
ZOE = {**ACCEPTED, "ref": "P-0002", "given": "Zoë", "family": "Åkesson-Brøn", "phones": [PHONE]}
ZONE = {"zone": "amber", "reason": "sleeping by day", "review_on": "2026-03-10"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which nothing is recorded any more."""
    return _made(tmp_path_factory.mktemp("straight"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return _made(tmp_path)


def _made(folder: Path) -> Path:
    made = make_store(folder / "store")
    tom = ("--id", "w-tom", "--name", "Tom Reid", "--role", "coordinator", "--team", "North")
    assert carelist("worker", "add", *tom, store=made, CARELIST_WORKER="w-maya").status == 0
    people = [draft("person.accepted", {**ACCEPTED, "coordinator": "w-tom"}), draft("person.accepted", ZOE)]
    assert recorded(made, *people)
    return made


def recorded(store: Path, *drafts: str) -> list[dict[str, Any]]:
    answer = carelist("record", "-", store=store, stdin="\n".join(drafts).encode(), CARELIST_WORKER="w-maya")
    assert answer.status == 0, answer.err
    return [json.loads(line) for line in answer.out.splitlines()]


def is_sound(store: Path) -> bool:
    """Whether the store agrees with itself, before and after a rebuild."""
    before = carelist("verify", store=store).status
    return before == carelist("rebuild", store=store).status == carelist("verify", store=store).status == 0


def test_an_entry_is_struck_out_or_says_something_else(store: Path) -> None:
    (red, amber) = recorded(store, draft("zone.set", ZONE, ref="P-0001"), draft("zone.set", ZONE, ref="P-0002"))
    struck = carelist("correct", red["id"], "--reason", "the wrong person", store=store, CARELIST_WORKER="w-maya")
    assert struck.json["type"] == "entry.corrected"
    body = json.dumps({"zone": "green", "reason": "settled"})
    replaced = ("correct", amber["id"], "--reason", "misheard", "--body", body)
    assert carelist(*replaced, store=store, CARELIST_WORKER="w-maya").status == 0
    one, two = (carelist("show", ref, "--json", store=store).json for ref in ("P-0001", "P-0002"))
    assert (one["zone"], two["zone"]) == ("unknown", "green")
    words = carelist("show", "P-0001", store=store).out
    assert "Entered in error, does not count: Zone set to amber" in words
    assert "corrected later" in carelist("show", "P-0002", store=store).out
    assert is_sound(store)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["0195a1b2-4000-7000-8000-123456789012", "--reason", "x"], "no entry with this id"),
        (["nonsense", "--reason", "x"], "body.entry"),
        (["ENTRY", "--reason", "x", "--body", "{"], "body: is not JSON"),
        (["ENTRY", "--reason", "x", "--body", '{"ref": "P-0001"}'], "body.replacement.given"),
        (["ENTRY"], "--reason"),
    ],
)
def test_a_correction_that_can_not_be_is_refused_and_nothing_recorded(
    untouched: Path, more: list[str], said: str
) -> None:
    zone = carelist("show", "P-0001", "--json", store=untouched).json["story"][0]
    before = carelist("verify", "--json", store=untouched).json
    arguments = [zone["id"] if each == "ENTRY" else each for each in more]
    answer = carelist("correct", *arguments, store=untouched, CARELIST_WORKER="w-maya")
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err
    assert carelist("verify", "--json", store=untouched).json == before


@pytest.mark.parametrize(
    "text", ["zoe", "AKESSON", "åkesson zoë", "bron", "p-0002", "07700900123", "+44 7700 900123", "900123"]
)
def test_a_person_is_found_whatever_the_accents_and_the_case(untouched: Path, text: str) -> None:
    assert [each["ref"] for each in carelist("find", text, "--json", store=untouched).json] == ["P-0002"]


def test_who_left_the_caseload_is_found_and_said_so(store: Path) -> None:
    entry = {
        "about": "discharge",
        "decision": "agree",
        "what_changed": "all goals met",
        "rationale": "agreed with her, see the plan",
    }
    (agreed,) = recorded(store, draft("decision.recorded", {**entry, "authorised_by": "w-maya"}, ref="P-0002"))
    left = {"destination": "GP", "reason": "goals_met", "note": "well", "decision": agreed["id"]}
    recorded(store, draft("person.discharged", left, ref="P-0002"))
    (found,) = carelist("find", "zoe", "--json", store=store).json
    assert found["on_caseload"] is False
    assert "no longer on the caseload" in carelist("find", "zoe", store=store).out
    assert carelist("find", "nobody at all", "--json", store=store).json == []
    assert "Nobody found." in carelist("find", "nobody at all", store=store).out
    assert carelist("find", " ", store=store).status == 2


def test_whoever_leaves_passes_on_whom_they_hold(store: Path) -> None:
    leave = ("worker", "leave", "w-tom", "--to", "w-maya")
    answer = carelist(*leave, store=store, CARELIST_WORKER="w-maya")
    assert (answer.status, "1 person" in answer.err) == (0, True)
    assert carelist("show", "P-0001", "--json", store=store).json["coordinator"] == "w-maya"
    workers = {each["id"]: each["active"] for each in carelist("worker", "list", "--json", store=store).json}
    assert workers == {"w-maya": True, "w-tom": False}
    assert is_sound(store)
    again = carelist(*leave, store=store, CARELIST_WORKER="w-maya")
    assert (again.status, "nobody works here under the id w-tom" in again.err) == (2, True)


def test_what_was_known_then_is_shown_again(untouched: Path) -> None:
    known = ("--known-at", "2026-03-03T12:00", "--at", "2026-03-03T12:00")
    assert carelist("today", "--json", *known, store=untouched).json["items"] == []
    assert carelist("queue", "--json", *known, store=untouched).json["episodes"] == []
    assert carelist("show", "P-0001", "--json", *known, store=untouched).json["on_caseload"] is False
    now = ("--known-at", "2090-01-01T12:00", "--at", "2026-03-05T12:00")
    without = ("--at", "2026-03-05T12:00")
    for command in (("today", "--json"), ("queue", "--json"), ("show", "P-0001", "--json")):
        assert carelist(*command, *now, store=untouched).json == carelist(*command, *without, store=untouched).json
    assert carelist("today", "--known-at", "yesterday", store=untouched).status == 2
    for words in (["today"], ["queue"]):
        heading = carelist(*words, *known, store=untouched).out.splitlines()[0]
        assert heading.endswith(" at Tue 3 Mar 2026 12:00, as known Tue 3 Mar 2026 12:00")
        assert "as known" not in carelist(*words, *without, store=untouched).out.splitlines()[0]


def test_only_what_nobody_here_is_called_may_be_spelled_wrong(untouched: Path) -> None:
    """Nothing of a kind or a team is an ordinary answer; a name that is none is what has to be said."""
    for right in (["--kind", "triage"], ["--kind", "audit"], ["--team", "North"], []):
        assert carelist("today", *right, "--at", "2026-03-03T08:00", store=untouched).err == "", right
    for wrong in (["--kind", "triaje"], ["--kind", "Triage"], ["--team", "Nort"]):
        answer = carelist("today", *wrong, store=untouched)
        assert (answer.status, f"{wrong[1]}: is it spelled right?" in answer.err) == (0, True), answer


@pytest.mark.parametrize(
    "command",
    [("correct",), ("find",), ("export",), ("standards", "show"), ("standards", "check"), ("standards", "diff"),
     ("standards", "adopt"), ("worker", "leave")],
)  # fmt: skip
def test_its_help_shows_an_example(command: tuple[str, ...]) -> None:
    answer = carelist(*command, "--help")
    assert (answer.status, f"carelist {' '.join(command)}" in answer.out.partition("Example")[2]) == (0, True)


def test_what_a_rebuild_would_move_is_said_by_kind_with_examples_and_nothing_is_changed(store: Path) -> None:
    assert "Nothing differs." in carelist("rebuild", "--what-moves", store=store).out
    connection = connect(store)
    connection.execute("UPDATE due SET due_at = '2027-04-01T16:00:00.000000Z' WHERE kind = 'first_contact'")
    connection.execute("DELETE FROM due WHERE kind = 'zone_review'")
    connection.commit()
    connection.close()
    answer = carelist("rebuild", "--what-moves", store=store)
    assert answer.status == 0
    assert "first contact: 2 before, 2 after; 2 move" in answer.out
    assert "zone review: 0 before, 2 after; 2 appear" in answer.out
    assert "First contact moves, sooner: from Thu 1 Apr 2027 17:00 to" in answer.out
    assert "2 would move, 2 appear, 0 go." in answer.out
    told = carelist("rebuild", "--what-moves", "--json", store=store).json
    assert told["kinds"] == [
        {"kind": "first_contact", "before": 2, "after": 2, "appears": 0, "goes": 0, "moves": 2},
        {"kind": "zone_review", "before": 0, "after": 2, "appears": 2, "goes": 0, "moves": 0},
    ]
    assert {each["ref"] for each in told["differences"]} == {"P-0001", "P-0002"}
    assert carelist("verify", store=store).status == 1, "it stays as it was found"
    assert carelist("rebuild", "--json", store=store).json == {"made_afresh": True}
    assert "Nothing differs." in carelist("rebuild", "--what-moves", store=store).out


def test_a_huddle_knows_what_was_known_then(untouched: Path) -> None:
    known = ("--known-at", "2026-03-03T12:00", "--at", "2026-03-03T12:00")
    then = carelist("huddle", "--json", *known, store=untouched)
    assert then.status == 0, then.err
    assert not [row for step in then.json["steps"] for row in step["people"]]
    now = carelist("huddle", "--json", "--at", "2026-03-03T12:00", store=untouched)
    assert [row for step in now.json["steps"] for row in step["people"]]


def test_the_app_opens_at_an_earlier_moment_only(untouched: Path) -> None:
    still_to_come = carelist("--at", "2199-01-01T00:00", store=untouched)
    assert (still_to_come.status, "still to come" in still_to_come.err) == (2, True)
    in_lines = carelist("--at", "2026-03-03T12:00", "--plain", store=untouched, TERM="dumb")
    assert in_lines.status == 2
    before_a_command = carelist("--at", "2026-03-03T12:00", "today", store=untouched)
    assert (before_a_command.status, "stand after a command" in before_a_command.err) == (2, True)
