"""`carelist report`: for a reason that is kept, over no other file, as at and as known when it was asked for."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from carelist_tui.cli.outfile import OutFile, write_all
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.report.report_pdf import NO_EXTRA
from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store
from tests.exchange.documents import Document

pytestmark = pytest.mark.slow

WHY = ("--reason", "asked for by the MDT")
PLAN = {"methods": ["call"], "safe_times": [], "safe_places": "at home", "avoid": [],
        "early_warning_signs": ["no sleep"],
        "may_contact": [{"name": "Noor", "relation": "sister", "consent": True},
                        {"name": "Kim Ross", "relation": "friend", "consent": False}],
        "if_missed": "Ring Kim", "agreed_with_person": "yes", "review_on": "2026-07-31"}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = make_store(tmp_path / "store")
    story = [draft("person.accepted", ACCEPTED), draft("engagement_plan.agreed", PLAN, ref="P-0001")]
    assert carelist("record", "-", "--as", "w-maya", store=made, stdin="\n".join(story).encode()).status == 0
    return made


def report(store: Path, *asked: object, stdin: bytes = b"") -> Answer:
    return carelist("report", *asked, "--as", "w-maya", store=store, stdin=stdin)


@pytest.mark.posix
@pytest.mark.parametrize("kind", ["person", "handover", "subject-access"])
def test_a_report_is_one_private_file_and_why_it_was_made_is_in_the_access_log(
    store: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "ann.html"
    answer = report(store, kind, "P-0001", "--html", file, *WHY)
    assert (answer.status, answer.out) == (0, "")
    assert "not encrypted" in answer.err
    page = file.read_text(encoding="utf-8")
    assert "Ann Lee, P-0001" in page
    assert "Made by Maya Okafor" in page
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (look,) = carelist("show", "P-0001", "--access", "--json", "--as", "w-maya", store=store).json
    assert (look["kind"], look["worker"], look["count"], look["reason"]) == ("exported", "w-maya", 2, WHY[1])


def test_without_a_reason_nothing_is_written(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "ann.html"
    for more in ((), ("--reason", " "), ("--reason", "."), ("--reason", "\u2800"), ("--reason", "\u3164")):
        answer = report(store, "person", "P-0001", "--html", file, *more)
        assert (answer.status, answer.out) == (2, "")
        assert "--reason" in answer.err
    assert not file.exists()
    assert carelist("show", "P-0001", "--access", "--json", store=store).json == []


def test_a_file_that_is_there_stays_unless_it_is_said_to_replace_it_and_none_goes_into_the_store(
    store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ann.html"
    file.write_text("kept")
    answer = report(store, "person", "P-0001", "--html", file, *WHY)
    assert (answer.status, file.read_text()) == (2, "kept")
    assert "--replace" in answer.err
    assert report(store, "person", "P-0001", "--html", file, "--replace", *WHY).status == 0
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert report(store, "person", "P-0001", "--html", store / "ann.html", *WHY).status == 2


# ---- as a PDF, alone or beside the page


@pytest.mark.posix
@pytest.mark.parametrize(
    "asked",
    [("person", "P-0001"), ("handover", "P-0001"), ("subject-access", "P-0001"), ("plan", "P-0001"),
     ("share", "P-0001", "--with", "Noor"), ("mdt", "P-0001", "--on", "2026-03-10")],
    ids=lambda asked: asked[0],
)  # fmt: skip
def test_each_report_is_a_private_pdf_where_that_is_asked_for_with_its_reason_in_the_log(
    store: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    file = tmp_path / "ann.pdf"
    answer = report(store, *asked, "--pdf", file, *WHY, stdin=b"y\n")
    assert (answer.status, answer.out) == (0, "")
    assert f"Wrote the report to {file}. It is not encrypted" in answer.err
    made = Document(file.read_bytes())
    assert "MadebyMayaOkafor" in made.words
    assert made.root["/Lang"] == "en-GB"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["ann.pdf"]
    looks = carelist("show", "P-0001", "--access", "--json", "--as", "w-maya", store=store).json
    assert [(each["kind"], each["reason"]) for each in looks] == [("exported", WHY[1])]


def test_page_and_pdf_of_one_report_are_one_look_and_say_the_same(store: Path, tmp_path: Path) -> None:
    page, paper = tmp_path / "ann.html", tmp_path / "ann.pdf"
    both = ("--html", page, "--pdf", paper, "--at", "2026-03-04T12:00")
    answer = report(store, "person", "P-0001", *both, *WHY)
    assert (answer.status, answer.out) == (0, "")
    assert f"Wrote the report to {page} and {paper}." in answer.err
    digest = re.findall(r"digest ([0-9a-f]{64})", page.read_text(encoding="utf-8"))
    made = Document(paper.read_bytes())
    assert digest[0] in made.words
    assert made.information["/CreationDate"] == "D:20260304120000Z", "the moment that the report shows"
    assert len(carelist("show", "P-0001", "--access", "--json", "--as", "w-maya", store=store).json) == 1


def test_of_page_and_pdf_both_are_written_or_none(store: Path, tmp_path: Path) -> None:
    page, paper = tmp_path / "ann.html", tmp_path / "ann.pdf"
    both = ("person", "P-0001", "--html", page, "--pdf", paper)
    for there, other in ((page, paper), (paper, page)):
        there.write_text("kept")
        answer = report(store, *both, *WHY)
        assert (answer.status, answer.err) == (2, f"{there} is there already: --replace writes over it\n")
        assert (there.read_text(), other.exists()) == ("kept", False)
        there.unlink()
    for wrong in ((*both[:4], "--pdf", page), (*both[:4], "--pdf", tmp_path / "ANN.html"), both[:2]):
        assert report(store, *wrong, *WHY).status == 2
    nowhere = tmp_path / "no" / "ann.pdf"
    assert report(store, *both[:4], "--pdf", nowhere, *WHY).status == 2
    assert report(store, *both).status == 2, "no reason"
    assert [*tmp_path.glob("*.*")] == []
    assert carelist("show", "P-0001", "--access", "--json", "--as", "w-maya", store=store).json == []
    page.write_text("old")
    assert report(store, *both, "--replace", *WHY).status == 0
    assert (page.read_bytes()[:9], paper.read_bytes()[:5]) == (b"<!DOCTYPE", b"%PDF-")


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_that_somebody_puts_there_meanwhile_takes_the_other_back(tmp_path: Path, replace: bool) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    if replace:
        first.write_text("old")
    outs = [OutFile(str(path), tmp_path / "store", replace=replace) for path in (first, second)]
    if replace:
        second.mkdir()
    else:
        second.write_text("somebody's")
    with pytest.raises(Refused):
        write_all([(outs[0], b"new"), (outs[1], b"new")])
    assert first.exists() == replace
    assert not replace or first.read_text() == "old"
    assert {each.name for each in tmp_path.iterdir()} == ({"a", "b"} if replace else {"b"}), "nothing is left beside"


@pytest.mark.posix  # by PYTHONPATH, which the Python that is embedded on Windows does not read
def test_without_the_extra_a_pdf_is_refused_before_anything_is_asked(store: Path, tmp_path: Path) -> None:
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking" / "typst.py").write_text("raise ImportError('no typst here')")
    page, paper = tmp_path / "ann.html", tmp_path / "ann.pdf"
    lacking = str(tmp_path / "lacking")
    asked = ("report", "plan", "P-0001", "--html", page, "--pdf", paper, "--as", "w-maya")
    answer = carelist(*asked, store=store, PYTHONPATH=lacking)
    assert (answer.status, answer.out, answer.err) == (2, "", f"{NO_EXTRA}\n")
    assert not page.exists()
    alone = ("report", "person", "P-0001", "--html", page, *WHY, "--as", "w-maya")
    assert carelist(*alone, store=store, PYTHONPATH=lacking).status == 0, "the page needs no extra"


def test_a_plan_is_written_only_once_somebody_has_said_that_paper_is_safe_there(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    for said in (b"", b"n\n"):
        answer = report(store, "plan", "P-0001", "--html", file, *WHY, stdin=said)
        assert answer.status == 2
        assert "Is paper safe where they live" in answer.err
        assert not file.exists()
    answer = report(store, "plan", "P-0001", "--html", file, *WHY, stdin=b"perhaps\ny\n")
    assert answer.status == 0
    page = file.read_text(encoding="utf-8")
    assert "Noor, sister" in page
    assert "Kim" not in page
    assert "Ring (a name left out)" in page


def test_share_is_for_somebody_named_who_may_be_told(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "share.html"
    assert report(store, "share", "P-0001", "--with", "Noor", "--html", file, *WHY).status == 0
    assert "for sister Noor" in file.read_text(encoding="utf-8")
    for whom in (("--with", "Kim Ross"), ("--with", "Housing"), ()):
        answer = report(store, "share", "P-0001", *whom, "--html", file, "--replace", *WHY)
        assert answer.status == 2
    assert report(store, "person", "P-0001", "--with", "Noor", "--html", file, "--replace", *WHY).status == 2
    assert report(store, "share", "P-0001", "--others-words", "--html", file, "--replace", *WHY).status == 2


def test_a_report_reads_as_at_and_as_known_when_it_was_asked_for(store: Path, tmp_path: Path) -> None:
    early, before = tmp_path / "early.html", tmp_path / "before.html"
    later = draft("zone.set", {"zone": "amber", "reason": "rent arrears", "review_on": "2026-03-10"}, ref="P-0001")
    later = later.replace("2026-03-03T10", "2026-03-04T10")
    assert carelist("record", "-", "--as", "w-maya", store=store, stdin=later.encode()).status == 0
    at = ("--at", "2026-03-03T12:00")
    assert report(store, "person", "P-0001", *at, "--html", early, *WHY).status == 0
    page = early.read_text(encoding="utf-8")
    assert "rent arrears" not in page
    assert "As at Tue 3 Mar 2026 12:00" in page
    known = ("--known-at", "2026-03-03T12:00")
    assert report(store, "person", "P-0001", *known, "--html", before, *WHY).status == 0
    page = before.read_text(encoding="utf-8")
    assert "as known Tue 3 Mar 2026 12:00" in page
    assert "From 0 entries" in page
    assert "rent arrears" not in page


def test_share_and_plan_of_an_earlier_moment_ask_who_was_refused_since(store: Path, tmp_path: Path) -> None:
    file, at = tmp_path / "earlier.html", ("--at", "2026-03-03T12:00")
    no = {"scope": "share", "with": "Noor", "given": False, "basis": "consent", "rationale": "She said so."}
    later = draft("consent.recorded", no, ref="P-0001").replace("2026-03-03T10", "2026-03-04T10")
    assert carelist("record", "-", "--as", "w-maya", store=store, stdin=later.encode()).status == 0
    answer = report(store, "share", "P-0001", "--with", "Noor", *at, "--html", file, *WHY)
    assert (answer.status, file.exists()) == (2, False)
    assert report(store, "plan", "P-0001", *at, "--html", file, *WHY, stdin=b"y\n").status == 0
    assert "Noor" not in file.read_text(encoding="utf-8")


def test_nobody_by_that_identifier_gets_no_file(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "nobody.html"
    answer = report(store, "person", "P-9", "--html", file, *WHY)
    assert answer.status == 2
    assert not file.exists()


def mdt(store: Path, file: Path, *more: str) -> str:
    assert report(store, "mdt", *more, "--on", "2026-03-10", "--html", file, "--replace", *WHY).status == 0
    return file.read_text(encoding="utf-8")


def test_the_paper_of_an_mdt_is_first_its_agenda_and_once_it_was_held_its_minutes(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "mdt.html"
    listed = {"reason": "rent arrears", "by": "2026-03-10"}
    acted = {"title": "Ring Housing", "owner": "w-maya", "due_at": "2026-03-12T12:00:00+00:00", "area": "housing"}
    other = {**ACCEPTED, "ref": "P-0002", "given": "Bo", "family": "Roe"}
    story = [draft("person.accepted", other), draft("mdt.listed", listed, ref="P-0001"),
             draft("action.opened", acted, ref="P-0001")]  # fmt: skip
    assert carelist("record", "-", "--as", "w-maya", store=store, stdin="\n".join(story).encode()).status == 0
    page = mdt(store, file, "--at", "2026-03-09T12:00")
    for each in ("MDT, Tue 10 Mar 2026: agenda", "Ann Lee", "rent arrears", "Ring Housing", "1 person"):
        assert each in page
    assert "Bo Roe" not in page, "nobody's name stands there who is not to be talked about"
    held = {"kind": "mdt", "decisions": "Step up to weekly visits", "next_review_on": "2026-04-07"}
    line = draft("review.completed", held, ref="P-0001").replace("2026-03-03T10", "2026-03-10T10")
    assert carelist("record", "-", "--as", "w-maya", store=store, stdin=line.encode()).status == 0
    page = mdt(store, file, "--at", "2026-03-10T16:00")
    for each in ("MDT, Tue 10 Mar 2026: minutes", "Ann Lee", "Step up to weekly visits", "Ring Housing"):
        assert each in page
    assert "Step up" not in mdt(store, file, "--at", "2026-03-09T12:00")
    assert "Bo Roe" in mdt(store, file, "P-0002", "--at", "2026-03-10T16:00")
    looks = carelist("show", "P-0001", "--access", "--json", "--as", "w-maya", store=store).json
    assert [each["reason"] for each in looks if each["kind"] == "exported"] == [WHY[1]] * 3


def test_the_minutes_name_nobody_whose_entry_was_struck_or_moved_to_another_day(store: Path, tmp_path: Path) -> None:
    bob = ACCEPTED | {"ref": "P-0002", "given": "Bob", "family": "Day"}
    begun = draft("person.accepted", bob).replace("2026-03-03", "2026-03-01")
    said = {"kind": "mdt", "decisions": "more visits", "next_review_on": "2026-04-01"}
    lines = [begun, draft("review.completed", said, ref="P-0001"),
             draft("review.completed", said, ref="P-0002")]  # fmt: skip
    told = carelist("record", "-", "--as", "w-maya", store=store, stdin="\n".join(lines).encode())
    ann, other = [json.loads(line)["id"] for line in told.out.splitlines()][1:]
    struck = {"entry": ann, "reason": "wrong person", "replacement": None}
    moved = {"entry": other, "reason": "wrong day", "moved_to": "2026-03-02T10:00:00+00:00"}
    lines = [draft("entry.corrected", struck, ref="P-0001"), draft("entry.corrected", moved, ref="P-0002")]
    assert carelist("record", "-", "--as", "w-maya", store=store, stdin="\n".join(lines).encode()).status == 0
    for day, name in (("2026-03-03", "Nobody is listed"), ("2026-03-02", "Bob Day")):
        file = tmp_path / f"{day}.html"
        assert report(store, "mdt", "--on", day, "--html", file, *WHY).status == 0
        page = file.read_text(encoding="utf-8")
        assert name in page
        assert "Ann Lee" not in page
        assert ("Bob Day" in page) == (day == "2026-03-02")


@pytest.mark.parametrize("then", ["--at", "--known-at"])
def test_a_page_of_a_moment_before_anything_was_known_of_somebody_says_so(
    store: Path, tmp_path: Path, then: str
) -> None:
    for kind in ("person", "handover", "subject-access"):
        file = tmp_path / f"{kind}.html"
        assert report(store, kind, "P-0001", then, "1900-01-01T00:00", "--html", file, *WHY).status == 0
        page = file.read_text(encoding="utf-8")
        assert '<p class="warning">Nothing was known of them then.</p>' in page
        assert "Ann Lee" not in page


@pytest.mark.parametrize(
    "asked",
    [("mdt",), ("person",), ("person", "P-0001", "--on", "2026-03-10"), ("mdt", "--on", "Tuesday")],
    ids=" ".join,
)
def test_a_day_goes_with_an_mdt_and_a_person_with_everything_else(
    store: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    assert report(store, *asked, "--html", tmp_path / "out.html", *WHY).status == 2
    assert not (tmp_path / "out.html").exists()


# ---- of a worker, for a supervision


@pytest.mark.posix
def test_the_pack_of_a_worker_is_a_page_and_a_pdf_for_them_and_those_above_with_its_reason_in_the_log(
    store: Path, tmp_path: Path
) -> None:
    for id, role in (("w-tom", "coordinator"), ("w-bea", "coordinator"), ("w-aud", "auditor")):
        added = ("--id", id, "--name", f"Name {id}", "--role", role, "--team", "North")
        assert carelist("worker", "add", *added, "--as", "w-maya", store=store).status == 0
    for reader in ("w-tom", "w-maya"):
        page, paper = tmp_path / f"{reader}.html", tmp_path / f"{reader}.pdf"
        answer = carelist("report", "supervision", "w-tom", "--html", page, "--pdf", paper, *WHY, "--as", reader,
                          store=store)  # fmt: skip
        assert (answer.status, answer.out) == (0, ""), answer.err
        text = page.read_text(encoding="utf-8")
        assert "Supervision pack" in text
        assert "Name w-tom, since" in text
        assert "Ann Lee" not in text, "there is nothing of hers to look at"
        assert len(Document(paper.read_bytes()).pages) == 1
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
    for reader in ("w-bea", "w-aud"):
        answer = carelist("report", "supervision", "w-tom", "--html", tmp_path / "no.html", *WHY, "--as", reader,
                          store=store)  # fmt: skip
        assert answer.status == 2
        assert "for that worker, a senior or a manager" in answer.err
    for asked in (("supervision", "w-nobody"), ("supervision",)):
        assert report(store, *asked, "--html", tmp_path / "no.html", *WHY).status == 2
    assert report(store, "supervision", "w-tom", "--html", tmp_path / "no.html").status == 2, "no reason"
    assert not (tmp_path / "no.html").exists()
    exports = carelist("list", "exports", "--json", "--as", "w-maya", store=store).json["items"]
    assert [each["worker"] for each in exports if each["reason"] == WHY[1]] == ["w-maya", "w-tom"]
