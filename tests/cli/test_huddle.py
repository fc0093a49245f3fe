"""`carelist huddle`: the sheet on standard output, as JSON, or as a file of the owner's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.surface import carelist
from tests.tui.telling import tell

pytestmark = pytest.mark.slow

AT = "2026-03-03T09:04"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("huddle") / "store"
    tell(made)
    return made


def test_the_sheet_goes_to_standard_output_in_words(store: Path) -> None:
    answer = carelist("huddle", "--at", AT, "--as", "w-tom", store=store)
    assert answer.status == 0
    assert answer.out.startswith("Huddle, North team, Tue 3 Mar 2026 09:04\n")
    assert "- KHAN Bilal, P-0043; red" in answer.out
    assert "CONFIDENTIAL" in answer.out


def test_the_counts_of_the_answer_are_those_of_today(store: Path) -> None:
    huddle = carelist("huddle", "--at", AT, "--json", store=store).json
    today = carelist("today", "--at", AT, "--json", store=store).json
    assert {name: huddle["counts"][name] for name in ("overdue", "due")} == {
        name: today["counts"][name] for name in ("overdue", "due")
    }
    assert [step["step"] for step in huddle["steps"]] == ["act_now", "missed", "arriving", "red", "changed", "unheld"]
    assert huddle["team"] is None


@pytest.mark.posix
@pytest.mark.parametrize(("name", "begins"), [("sheet.html", "<!DOCTYPE html>"), ("sheet.txt", "Huddle, North team")])
def test_a_file_is_a_page_or_text_by_its_ending_and_its_owners_alone(
    store: Path, tmp_path: Path, name: str, begins: str
) -> None:
    path = tmp_path / name
    answer = carelist("huddle", "--print", path, "--at", AT, "--team", "North", store=store)
    assert (answer.status, answer.out) == (0, "")
    assert "destroy it" in answer.err
    assert path.read_text("utf-8").startswith(begins)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_cannot_be_is_refused_in_a_sentence(store: Path, tmp_path: Path) -> None:
    nowhere = carelist("huddle", "--print", tmp_path / "none" / "sheet.html", store=store)
    assert nowhere.status == 2
    assert "can't be written" in nowhere.err
    nobody = carelist("huddle", "--team", "Nort", store=store)
    assert nobody.status == 2
    assert "no team is called Nort: there is North" in nobody.err


@pytest.mark.posix
def test_the_sheet_is_a_report_too_that_asks_no_reason_and_each_that_is_printed_stands_in_the_access_log(
    store: Path, tmp_path: Path
) -> None:
    printed, reported = tmp_path / "printed.html", tmp_path / "reported.html"
    before = len(carelist("list", "exports", "--json", store=store).json["items"])
    assert carelist("huddle", "--print", printed, "--at", AT, "--team", "North", store=store).status == 0
    answer = carelist("report", "huddle", "North", "--html", reported, "--at", AT, store=store)
    assert (answer.status, answer.out) == (0, "")
    pages = [path.read_text("utf-8").splitlines() for path in (printed, reported)]
    assert len(pages[0]) == len(pages[1])
    assert sum(one != other for one, other in zip(*pages, strict=True)) <= 1, "but for when it was made"
    left = carelist("list", "exports", "--json", store=store).json["items"]
    assert len(left) == before + 2
    assert {each["kind"] for each in left} == {"printed"}
    for refused in (("--pdf", tmp_path / "sheet.pdf"), ("--html", tmp_path / "x.html", "--others-words")):
        assert carelist("report", "huddle", *refused, store=store).status == 2
    assert carelist("report", "huddle", "Nort", "--html", tmp_path / "x.html", store=store).status == 2


@pytest.mark.parametrize("name", ["carelist.db", "keys/x.html", "sheet.html"])
def test_a_sheet_never_lies_in_the_store_nor_over_what_is_no_sheet(store: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / name if name == "sheet.html" else store / name
    if name == "sheet.html":
        place.write_text("<!DOCTYPE html><title>Somebody's own page</title>")
    before = place.read_bytes() if place.exists() else None
    answer = carelist("huddle", "--print", place, "--at", AT, store=store)
    assert answer.status == 2, answer.err
    assert (place.read_bytes() if place.exists() else None) == before
    assert carelist("verify", store=store).status == 0


@pytest.mark.posix
def test_a_sheet_goes_over_no_device_and_no_link_and_over_a_file_where_that_is_said(
    store: Path, tmp_path: Path
) -> None:
    own, link, pipe = tmp_path / "own.txt", tmp_path / "link.txt", tmp_path / "pipe.txt"
    own.write_text("somebody's own")
    link.symlink_to(own)
    os.mkfifo(pipe)
    for place in (link, pipe):
        assert carelist("huddle", "--print", place, "--replace", "--at", AT, store=store).status == 2
    assert (link.is_symlink(), pipe.is_fifo(), own.read_text()) == (True, True, "somebody's own")
    for said in (("--replace",), ()):
        assert carelist("huddle", "--print", own, *said, "--at", AT, store=store).status == 0
    assert own.read_text("utf-8").startswith("Huddle")


@pytest.mark.parametrize("name", [None, "sheet.html", "sheet.txt"])
def test_with_known_at_the_sheet_says_as_known_when_and_is_of_what_was_known_then(
    store: Path, tmp_path: Path, name: str | None
) -> None:
    def sheet(known_at: str) -> str:
        printed = ("--print", tmp_path / name) if name else ()
        asked = ("--at", AT, "--known-at", known_at, "--as", "w-tom")
        answer = carelist("huddle", *printed, *asked, store=store)
        assert answer.status == 0, answer.err
        return (tmp_path / name).read_text("utf-8") if name else answer.out

    said = sheet("2026-03-03T10:00")
    assert "Shows Tue 3 Mar 2026 09:04, as known Tue 3 Mar 2026 10:00. Digest of entries " in said
    assert "by Tom Price. Shows" in said
    assert "KHAN Bilal" in said
    before = sheet("2026-02-01T10:00")
    assert "as known Sun 1 Feb 2026 10:00" in before
    assert "KHAN Bilal" not in before
