"""`carelist list`: the ordinary questions, as lines, as JSON and as a table; what leaves in clear for a reason."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.views.lists.questions import QUESTIONS
from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store

pytestmark = pytest.mark.slow

BY = ("--as", "w-maya")
AT = ("--at", "2026-03-10T09:00")
WHY = ("--reason", "supervision on Friday")
DECIDED = {"about": "safeguarding", "decision": "escalate", "what_changed": "A new bruise.",
           "rationale": "=cmd|' /C calc'!A1 and she is afraid", "risk_of_harm": "He has her card."}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann Lee, about whom an escalation was raised and answered late; Bo Roe, who came a week later."""
    made = make_store(tmp_path_factory.mktemp("lists") / "store")
    decision, raised = "01900000-0000-7000-8000-00000000000d", "01900000-0000-7000-8000-00000000000e"
    route = {"decision": decision, "route": "safeguarding", "to": "MASH", "owner": "w-maya",
             "respond_by": "2026-03-04T10:00:00+00:00"}  # fmt: skip
    lines = [
        draft("person.accepted", ACCEPTED),
        draft("decision.recorded", DECIDED, ref="P-0001", id=decision),
        draft("escalation.raised", route, ref="P-0001", id=raised),
        json.dumps({"type": "escalation.acknowledged", "occurred_at": "2026-03-04T12:00:00+00:00", "ref": "P-0001",
                    "body": {"escalation": raised, "by": "Jo", "reference": "M-1"}}),
        json.dumps({"type": "escalation.closed", "occurred_at": "2026-03-06T12:00:00+00:00", "ref": "P-0001",
                    "body": {"escalation": raised, "outcome": "A plan with her.", "persons_wishes": "To keep her keys",
                             "avoidable": "learning", "learning": "Ask sooner."}}),
        json.dumps({"type": "person.accepted", "occurred_at": "2026-03-09T10:00:00+00:00",
                    "body": ACCEPTED | {"ref": "P-0002", "given": "B\u202eo", "family": "Roe"}}),
    ]  # fmt: skip
    answer = carelist("record", "-", *BY, store=made, stdin="\n".join(lines).encode())
    assert answer.status == 0, answer.err
    return made


def listed(store: Path, kind: str, *asked: object) -> Answer:
    answer = carelist("list", kind, *BY, *asked, store=store)
    assert answer.status == 0, answer.err
    return answer


def items(store: Path, kind: str, *asked: object) -> list[dict[str, Any]]:
    answer = listed(store, kind, *AT, *asked, "--json").json
    assert set(answer) == {"at", "from", "to", "items", "clock"}
    found: list[dict[str, Any]] = answer["items"]
    return found


@pytest.mark.parametrize("kind", QUESTIONS)
def test_each_list_answers_in_lines_and_in_json(store: Path, kind: str) -> None:
    rows = items(store, kind)
    heading, *lines = listed(store, kind, *AT).out.splitlines()
    assert len(lines) == len(rows)
    assert heading.endswith((f": {len(rows)} {heading.split()[-1]}", f": no {heading.split()[-1]}"))
    assert all(set(row) == set(rows[0]) for row in rows)


def test_people_names_everybody_with_who_holds_them_and_what_is_next(store: Path) -> None:
    ann, bo = items(store, "people")
    assert set(ann) == {"person", "ref", "name", "owner", "zone", "tier", "last_contact", "next"}
    assert (ann["ref"], ann["name"], ann["last_contact"], ann["tier"]) == ("P-0001", "Ann Lee", None, "standard")
    assert ann["owner"]
    shown = carelist("show", "P-0002", *AT, "--json", store=store).json
    assert bo["next"] in shown["items"]
    (alone,) = items(store, "people", "--at", "2026-03-05T09:00")
    assert alone["ref"] == "P-0001"
    assert "\u202e" not in listed(store, "people", *AT).out


def test_an_escalation_says_whether_it_was_in_time_what_came_of_it_and_what_they_wished(store: Path) -> None:
    (one,) = items(store, "escalations")
    said = {name: one[name] for name in ("route", "in_time", "outcome", "persons_wishes", "avoidable", "learning")}
    assert said == {"route": "safeguarding", "in_time": False, "outcome": "A plan with her.", "learning": "Ask sooner.",
                    "persons_wishes": "To keep her keys", "avoidable": "learning"}  # fmt: skip
    (then,) = items(store, "escalations", "--at", "2026-03-04T09:00")
    assert (then["answer"], then["in_time"], then["outcome"], then["open"]) == (None, None, None, True)
    lines = listed(store, "escalations", "--at", "2026-03-04T09:00").out
    assert "no outcome yet; no wishes of the person recorded" in lines


def test_a_period_is_of_local_days_the_first_included_and_the_last_not(store: Path) -> None:
    def count(*period: str) -> int:
        return len(items(store, "decisions", *period))

    assert count("--from", "2026-03-03", "--to", "2026-03-04") == 1
    assert count("--from", "2026-03-04") == count("--to", "2026-03-03") == 0
    assert count("--from", "2026-03-03") == count("--to", "2026-03-04") == count() == 1
    bad = carelist("list", "decisions", "--from", "2026-03-04", "--to", "2026-03-04", store=store)
    assert (bad.status, bad.out) == (2, "")
    assert "has no day in it" in bad.err
    remark = carelist("list", "people", *AT, "--from", "2026-03-04", store=store)
    assert remark.status == 0
    assert "--from and --to say nothing here" in remark.err


def test_a_table_leaves_for_a_reason_alone_and_no_cell_of_it_acts(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "decisions.csv"
    for reason in ((), ("--reason", "  ")):
        refused = carelist("list", "decisions", *BY, *AT, "--csv", out, *reason, store=store)
        assert (refused.status, refused.out) == (2, "")
        assert "--reason" in refused.err
        assert not out.exists()
    written = carelist("list", "decisions", *BY, *AT, "--csv", out, *WHY, store=store)
    assert (written.status, written.out) == (0, "")
    assert "1 decision" in written.err
    with out.open(encoding="utf-8", newline="") as stream:
        headings, row = csv.reader(stream)
    said = dict(zip(headings, row, strict=True))
    assert (said["ref"], said["decision"], said["by"]) == ("P-0001", "escalate", "w-maya")
    assert said["rationale"].startswith("'=cmd")
    again = carelist("list", "decisions", *BY, *AT, "--csv", out, *WHY, store=store)
    assert again.status == 2
    assert "is there already" in again.err


def test_what_left_stands_in_the_log_with_its_reason_and_reading_the_log_does_too(store: Path, tmp_path: Path) -> None:
    before = len(listed(store, "exports", "--json").json["items"])
    assert carelist("list", "people", *BY, "--csv", tmp_path / "people.csv", *WHY, store=store).status == 0
    newest, *older = listed(store, "exports", "--json").json["items"]
    assert len(older) == before
    assert (newest["kind"], newest["worker"], newest["reason"]) == ("exported", "w-maya", WHY[1])
    assert "by Maya Okafor; exported; how much: 2; why: supervision on Friday" in listed(store, "exports").out
    read = carelist("show", "w-maya", "--access", "--json", store=store).json
    assert [each["kind"] for each in read[:2]] == ["log_read", "log_read"]
    assert read[0]["count"] == before + 1


def test_a_table_asks_a_reason_and_no_manager_and_lines_ask_neither(store: Path, tmp_path: Path) -> None:
    copy, tom = Path(shutil.copytree(store, tmp_path / "store")), ("--as", "w-tom")
    added = ("--id", "w-tom", "--name", "Tom Price", "--role", "coordinator", "--team", "North")
    assert carelist("worker", "add", *added, *BY, store=copy).status == 0
    assert "needs a manager" in carelist("export", "-", *WHY, *tom, store=copy).err
    for kind in QUESTIONS:
        out = tmp_path / f"{kind}.csv"
        assert carelist("list", kind, *tom, store=copy).status == 0, "on standard output nothing is asked"
        assert carelist("list", kind, "--csv", out, *tom, store=copy).status == 2
        assert carelist("list", kind, "--csv", out, *WHY, *tom, store=copy).status == 0, kind
    left = [each for each in listed(copy, "exports", "--json").json["items"] if each["worker"] == "w-tom"]
    assert {(each["kind"], each["reason"]) for each in left} == {("exported", WHY[1])}
    assert len(left) == len(QUESTIONS)


def test_as_it_was_known_then_leaves_out_what_was_recorded_since(store: Path) -> None:
    for kind in QUESTIONS:
        assert items(store, kind, "--known-at", "2100-01-01T09:00") == items(store, kind), kind
        heading = listed(store, kind, *AT, "--known-at", "2100-01-01T09:00").out.splitlines()[0]
        assert ", at Tue 10 Mar 2026 09:00, as known Fri 1 Jan 2100 09:00" in heading
        before_anything = items(store, kind, "--known-at", "2026-03-10T09:00")
        assert [each for each in before_anything if each.get("person")] == [], kind


def test_a_list_that_there_is_not_is_not_offered(store: Path) -> None:
    answer = carelist("list", "targets", store=store)
    assert (answer.status, answer.out) == (2, "")
    assert "targets" not in QUESTIONS
