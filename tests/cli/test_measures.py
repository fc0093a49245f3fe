"""`carelist measures`: figures as lines, as JSON, by groups, with their people; who may see a worker's; what leaves."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.measures.keys import MEASURES as KEYS
from carelist_tui.domain.measures.measure_table import MEASURES
from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store
from tests.exchange.documents import Document

pytestmark = pytest.mark.slow
PEOPLE = 12
AT = ("--at", "2026-04-01T09:00")
WHY = ("--reason", "for the board on Friday")
KEYS_OF_ONE = {
    "key", "title", "definition", "n", "d", "share", "median", "p90", "not_ripe", "left_out", "late_share", "points",
    "limits", "signal", "groups", "cases",
}  # fmt: skip


def line(kind: str, at: str, body: dict[str, Any], **envelope: Any) -> str:
    return json.dumps({"type": kind, "occurred_at": at, "body": body, **envelope})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve people, each missed once: eleven of them were tried the same morning, one a week later."""
    made = make_store(tmp_path_factory.mktemp("measures") / "store")
    lines = []
    for worker, role in (("w-sam", "senior"), ("w-tom", "coordinator"), ("w-leah", "coordinator")):
        said = {"worker": worker, "name": worker, "role": role, "team": "North"}
        lines.append(line("worker.added", "2026-03-01T09:00:00+00:00", said))
    for n in range(1, PEOPLE + 1):
        ref, coordinator = f"P-{n:04}", "w-tom" if n % 2 else "w-leah"
        accepted = ACCEPTED | {"ref": ref, "family": f"Lee{n}", "coordinator": coordinator}
        expected, tried = (
            "2026-03-03T10:00:00+00:00",
            "2026-03-03T11:00:00+00:00" if n > 1 else "2026-03-10T11:00:00+00:00",
        )
        miss = f"01900000-0000-7000-8000-0000000000{n:02}"
        missed = {"expected_at": expected, "method": "call", "how": "no_reply"}
        attempt = {"method": "call", "to": "person", "outcome": "no_answer", "episode": miss, "step": "second_attempt"}
        lines += [
            line("person.accepted", "2026-03-02T10:00:00+00:00", accepted),
            line("contact.missed", expected, missed, ref=ref, id=miss),
            line("outreach.attempted", tried, attempt, ref=ref),
        ]
    answer = carelist("record", "-", "--as", "w-maya", store=made, stdin="\n".join(lines).encode())
    assert answer.status == 0, answer.err
    return made


def asked(store: Path, *words: object, by: str = "w-maya") -> Answer:
    return carelist("measures", *words, *AT, "--as", by, store=store)


def one(store: Path, name: str, *words: object, by: str = "w-maya") -> dict[str, Any]:
    answer = asked(store, name, *words, "--json", by=by)
    assert answer.status == 0, answer.err
    (figure,) = answer.json["measures"]
    found: dict[str, Any] = figure
    return found


def test_every_measure_of_the_table_is_answered_with_every_key(store: Path) -> None:
    answer = asked(store, "--json").json
    assert {"at", "known_at", "from", "to", "standards", "digest", "measures"} <= set(answer)
    assert [each["key"] for each in answer["measures"]] == list(MEASURES)
    assert all(set(each) >= KEYS_OF_ONE for each in answer["measures"])
    assert all(each["cases"] == [] for each in answer["measures"]), "only where they are asked for"


def test_a_note_may_name_every_measure_there_is() -> None:
    assert set(MEASURES) - {"access_from_referral"} <= set(KEYS)


def test_a_figure_says_how_many_of_how_many_and_links_to_its_people(store: Path) -> None:
    figure = one(store, "first_response", "--cases")
    assert (figure["n"], figure["d"], figure["not_ripe"]) == (11, 12, 0)
    assert figure["share"] == pytest.approx(11 / 12)
    late = [case["ref"] for case in figure["cases"] if not case["counted"]]
    assert late == ["P-0001"]
    assert figure["points"][-2:] == [
        {"month": "2026-03", "n": 11, "d": 12, "value": pytest.approx(11 / 12)},
        {"month": "2026-04", "n": 0, "d": 0, "value": None},
    ]


def test_the_figure_of_an_earlier_day_is_what_was_so_then(store: Path) -> None:
    answer = carelist("measures", "first_response", "--at", "2026-03-05T09:00", "--json", "--as", "w-maya", store=store)
    (figure,) = answer.json["measures"]
    assert (figure["n"], figure["d"]) == (11, 12)


def test_in_lines_numbers_and_words_come_first_and_each_person_has_a_line(store: Path) -> None:
    whole = asked(store).out.splitlines()
    assert any(said.startswith("First response to a missed contact: 11 of 12, 92 %") for said in whole)
    told = asked(store, "first_response", "--cases").out
    assert "P-0001: no, 2026-03-03T10:00:00+00:00 to 2026-03-10T11:00:00+00:00" in told


def test_every_measure_by_worker_is_an_answer_what_is_about_no_person_too(store: Path) -> None:
    """A huddle is its team's, and not of whoever was on duty when it was held."""
    times = {"from": "2026-03-04T09:30:00+00:00", "to": "2026-03-04T09:45:00+00:00"}
    held = line("huddle.held", times["to"], {"team": "North", "present": ["w-sam", "w-tom"], **times})
    assert carelist("record", "-", "--as", "w-sam", store=store, stdin=held.encode()).status == 0
    answer = asked(store, "--by", "worker", "--from", "2026-03-01", "--to", "2026-04-01", "--json")
    assert answer.status == 0, answer.err
    (assured,) = [each for each in answer.json["measures"] if each["key"] == "assurance"]
    assert {each["key"] for each in assured["groups"] if each["n"]} == {None}


def test_what_guards_a_figure_stands_on_its_page_and_in_its_lines(store: Path, tmp_path: Path) -> None:
    told = asked(store, "cadence_kept").out
    assert "Read it together with: Contacts missed: 12 of 12, 100 %" in told
    assert len(asked(store, "cadence_kept", "--json").json["measures"]) == 1
    page, report = tmp_path / "page.html", tmp_path / "report.html"
    assert asked(store, "cadence_kept", "--html", page, *WHY).status == 0
    assert carelist("report", "inspection", "--html", report, *WHY, *AT, "--as", "w-maya", store=store).status == 0
    for file in (page, report):
        html = file.read_text(encoding="utf-8")
        assert "Read it together with: Contacts missed: " in html
        assert "<h3>Contacts missed</h3>" not in html, "only as what guards another"


def test_five_notes_are_read_by_a_seed_that_is_said_and_whose_they_are_is_kept(store: Path) -> None:
    told = asked(store, "first_response", "--cases").out
    assert "5 notes to read, drawn by seed 1 of 24:" in told
    assert told == asked(store, "first_response", "--cases", "--seed", "1").out
    other = asked(store, "first_response", "--cases", "--seed", 7).out
    assert "drawn by seed 7 of 24:" in other
    assert "to read" not in asked(store, "first_response").out
    drawn = one(store, "first_response", "--cases", "--seed", "7")["notes_to_read"]
    assert (drawn["seed"], drawn["of"], len(drawn["entries"])) == (7, 24, 5)
    for n in range(1, PEOPLE + 1):
        log = carelist("show", f"P-{n:04}", "--access", "--as", "w-maya", "--json", store=store).json
        is_read = any(line.endswith(f", P-{n:04}") for line in (told + other).splitlines())
        assert is_read == ("opened" in {each["kind"] for each in log})


def test_figures_by_worker_are_for_a_senior_or_manager_and_ones_own_for_everybody(store: Path) -> None:
    for by in ("w-maya", "w-sam"):
        groups = one(store, "first_response", "--by", "worker", by=by)["groups"]
        assert [group["key"] for group in groups] == sorted(group["key"] for group in groups)
    refused = asked(store, "first_response", "--by", "worker", by="w-tom")
    assert refused.status == 2
    assert "senior or a manager" in refused.err
    assert asked(store, "first_response", "--worker", "w-leah", by="w-tom").status == 2
    own = one(store, "first_response", "--worker", "w-tom", by="w-tom")
    assert (own["n"], own["d"]) == (5, 6)


def test_how_a_caseload_is_shared_out_is_for_a_manager_and_of_oneself_for_everybody(store: Path) -> None:
    assert asked(store, "caseload_balance", by="w-tom").status == 2
    assert asked(store, "caseload_balance", "--worker", "w-tom", by="w-tom").status == 0
    assert asked(store, "caseload_balance").status == 0
    assert "caseload_balance" not in [each["key"] for each in asked(store, "--json", by="w-tom").json["measures"]]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("bogus",), "no measure is called bogus"),
        (("first_response", "--by", "colour"), "by: one of team, locality"),
        (("first_response", "--from", "2026-03-01", "--to", "2026-03-01"), "not included"),
    ],
)
def test_what_can_not_be_asked_is_refused_in_words(store: Path, words: tuple[str, ...], why: str) -> None:
    answer = asked(store, *words)
    assert answer.status == 2
    assert why in answer.err
    assert "Traceback" not in answer.err


def test_what_leaves_needs_a_reason_names_nobody_and_holds_no_small_number(store: Path, tmp_path: Path) -> None:
    table, page = tmp_path / "figures.csv", tmp_path / "figures.html"
    assert asked(store, "--csv", table).status == 2
    assert not table.exists()
    answer = asked(store, "--csv", table, "--html", page, *WHY)
    assert answer.status == 0, answer.err
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    small = {str(n) for n in range(1, 5)}
    assert not [row for row in rows if {row["n"], row["d"]} & small]
    (whole,) = [row for row in rows if row["measure"] == "first_response" and row["of"] == "period"]
    assert (whole["n"], whole["hidden"]) == ("", "true"), "one of twelve is one person"
    for words in (table.read_text(encoding="utf-8-sig"), page.read_text(encoding="utf-8")):
        assert "P-00" not in words
        assert "Lee" not in words
        assert "w-tom" not in words
    log = carelist("list", "exports", "--as", "w-maya", "--json", store=store).json["items"]
    assert [each["reason"] for each in log[:2]] == [WHY[1]] * 2


def test_a_file_that_is_there_is_not_written_over_unasked(store: Path, tmp_path: Path) -> None:
    table = tmp_path / "figures.csv"
    table.write_text("mine", encoding="utf-8")
    assert asked(store, "--csv", table, *WHY).status == 2
    assert table.read_text(encoding="utf-8-sig") == "mine"
    assert asked(store, "--csv", table, *WHY, "--replace").status == 0


@pytest.mark.parametrize("kind", ["team", "commissioner", "inspection"])
def test_the_reports_of_a_service_are_written_for_a_period(store: Path, tmp_path: Path, kind: str) -> None:
    page = tmp_path / f"{kind}.html"
    words = ("--from", "2026-01-01", "--to", "2026-04-01", "--html", page, *WHY, *AT, "--as", "w-maya")
    answer = carelist("report", kind, *words, store=store)
    assert answer.status == 0, answer.err
    assert "from 2026-01-01 to before 2026-04-01" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["team", "commissioner", "inspection"])
def test_page_and_pdf_of_figures_are_one_report_for_one_reason_both_or_none(
    store: Path, tmp_path: Path, kind: str
) -> None:
    page, paper = tmp_path / f"{kind}.html", tmp_path / f"{kind}.pdf"

    def written(*files: object) -> Answer:
        return carelist("report", kind, *files, *WHY, *AT, "--as", "w-maya", store=store)

    def looks() -> list[Any]:
        told = carelist("list", "exports", "--as", "w-maya", "--json", store=store).json["items"]
        return [each["reason"] for each in told]

    before = looks()
    page.write_text("mine", encoding="utf-8")
    assert written("--html", page, "--pdf", paper).status == 2
    assert written().status == 2, "neither file is said"
    assert (page.read_text(encoding="utf-8"), paper.exists(), looks()) == ("mine", False, before)
    answer = written("--html", page, "--pdf", paper, "--replace")
    assert answer.status == 0, answer.err
    assert f"Wrote the report to {page} and {paper}." in answer.err
    assert len(looks()) == len(before) + 1
    (digest,) = re.findall(r"From .* digest ([0-9a-f]{64})", page.read_text(encoding="utf-8"))
    made = Document(paper.read_bytes())
    assert digest in made.words
    assert made.information["/CreationDate"] == "D:20260401080000Z", "the moment that the report shows"
    assert "P-00" not in made.words


GROUPS = """
[localities]
north = "North of the river"
[groups.ethnicity]
title = "Ethnic group"
values = ["Asian", "Black", "White"]
reason = "Public sector equality duty."
"""


def test_access_is_counted_by_the_groups_of_the_standards_and_no_small_number_of_them_leaves(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    standards = tmp_path / "ours.toml"
    standards.write_text(GROUPS)
    assert carelist("standards", "adopt", standards, "--as", "w-maya", store=store).status == 0
    said = ["Asian"] * 12 + ["Black"] * 2
    told = [
        draft("person.accepted", ACCEPTED | {"ref": f"P-{n:04}", "family": f"Lee{n}", "locality": "north",
                                             "groups": {"ethnicity": group}})
        for n, group in enumerate(said)
    ]  # fmt: skip
    answer = carelist("record", "-", "--as", "w-maya", store=store, stdin="\n".join(told).encode())
    assert answer.status == 0, answer.err
    other = draft("person.accepted", ACCEPTED | {"ref": "P-0099", "groups": {"faith": "any"}})
    refused = carelist("record", "-", "--as", "w-maya", store=store, stdin=other.encode())
    assert refused.status == 2
    assert "body.groups.faith: the Standards list no group faith: ethnicity" in refused.err
    when = ("--at", "2026-04-03T09:00", "--from", "2026-03-01", "--to", "2026-04-01", "--as", "w-maya")
    (figure,) = carelist("measures", "access", "--by", "ethnicity", *when, "--json", store=store).json["measures"]
    assert {each["key"]: each["d"] for each in figure["groups"]} == {"Asian": 12, "Black": 2}
    page = tmp_path / "page.html"
    why = ("--html", page, "--reason", "the quarter")
    assert carelist("report", "commissioner", *when, *why, store=store).status == 0
    text = page.read_text(encoding="utf-8")
    for words in ("Access: by ethnic group", "Access: by locality", "Public sector equality duty."):
        assert words in text
    part = text[text.index("Access: by ethnic group") :].partition("<h2")[0]
    assert re.search("Asian|Black", part)
    assert not re.search(r">\s*[0-9]+ of [12]\b", part), "a group of two is told by no number"
