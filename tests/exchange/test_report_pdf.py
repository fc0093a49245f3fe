"""A report as a PDF: what its page says, no more and no less, as structure to be read aloud, whatever the words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.domain.entries import TYPES, read_entry
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.handover_report import handover_report
from carelist_tui.domain.views.report.mdt_report import mdt_report
from carelist_tui.domain.views.report.person_report import person_report
from carelist_tui.domain.views.report.plan_report import plan_report
from carelist_tui.domain.views.report.report_parts import (
    Fact,
    Facts,
    Grid,
    Imprint,
    Part,
    Passage,
    Plot,
    Points,
    Print,
    Report,
    Section,
)
from carelist_tui.domain.views.report.share_report import share_report
from carelist_tui.domain.views.report.subject import Subject
from carelist_tui.domain.views.report.subject_access import subject_access
from carelist_tui.exchange.report.report_page import report_html
from carelist_tui.exchange.report.report_pdf import BY_NAME, NO_EXTRA, check_pdf, has_pdf, report_pdf
from tests.domain.filled import HOSTILE, Filler, must_be_said
from tests.exchange.documents import Document, closed, left_of
from tests.exchange.pages import Tags
from tests.exchange.test_printed_pages import full
from tests.exchange.test_reports import ANN_LEE, AT, WORKERS, ZONE, line, subject
from tests.house.tree import PACKAGE, ROOT
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

TYPST = (
    '#import "@preview/cades:0.3.1": *', "*bold* _it_ `raw` ```py x```", "$x^2$ $", "@ref <label> #ref(<label>)",
    "\\ \\u{202e} \\# \\\\", "// gone", "/* gone */ /*", "= heading\n- item\n+ item\n/ term: x", "#panic(1) #{ #[ ]",
    '#read("/etc/passwd") #eval("1")', "~ -- --- ... \"q\" 's'", "https://example.org/x?y=1", "abc\u202edef\u2066ghi",
    "Zoë Łódź Çelik Nguyễn Ωμέγα Привет", "ffi fl tt",
)  # fmt: skip
"""What typst would read as its own, and what its looks could change."""
DRAWN = "\u6f22\u5b57 \U0001f469\u200d\U0001f680"
NAMED_SO = "‹cjk unified ideograph-6f22›‹cjk unified ideograph-5b57› ‹woman›‹rocket›"
IMPRINT = Imprint("Tom Price", "Thu 5 Mar 2026 09:00", "Thu 5 Mar 2026 09:00", "Thu 5 Mar 2026 09:00", 2, "d" * 64)
MONTHS = (("2026-01", 0.25), ("2026-02", None), ("2026-03", 0.35))
KINDS: dict[str, tuple[Callable[[Subject], Report], int]] = {
    "person": (person_report, 9),
    "plan": (plan_report, 2),
    "share": (lambda of: share_report(of, "Noor"), 1),
    "handover": (handover_report, 1),
    "subject-access": (subject_access, 9),
    "mdt": (lambda of: mdt_report([of], AT.date()), 1),
}
"""Each kind of report, and on how many sheets at most it stands."""
REPEATED = "What,when,bywhomWhatwassaid"


def pdf(report: Report, of: Subject) -> bytes:
    return report_pdf(report, of.imprint("Tom Price", AT, None), AT)


def written(*parts: Part, title: str = "A report") -> Report:
    return Report(title, "Ann Lee", "CONFIDENTIAL: a test.", (Section("What is said", parts),))


def everywhere(words: str) -> Report:
    """These words wherever a report holds any."""
    rows = (Fact(words, words), Fact("Note", words, words))
    grid = Grid(words, (words, "", words), ((words, words, words),) * 2)
    plot = Plot(words, words, MONTHS, 0.3, 0.2, 0.4, notes=(("2026-03", words),))
    parts = (Passage(words), Passage(words, loud=True), Points((words, words)), Facts(rows), grid, plot)
    small = Grid(words, ("", words), ((words, words),), narrow=True)
    under = Section(words, (small,), level=3)
    return Report(words, words, words, (Section(words, parts), under, Section("", (Passage(words),))))


# ---- the same words as the page


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_says_what_the_page_says_no_more_and_no_less(kind: str) -> None:
    of = subject(full())
    report = KINDS[kind][0](of)
    page = Tags(report_html(report, of.imprint("Tom Price", AT, None)))
    left = left_of(page.words, report.title, Document(pdf(report, of)))
    assert left.replace(REPEATED, "") == "", "but for the heads of a table on its next sheet"


@pytest.mark.turns(3)
@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_each_answered_value_of_every_type_stands_in_the_pdf_of_what_is_held(kind: type[Body]) -> None:
    body = Filler(Random(list(TYPES).index(kind.TYPE)), (*HOSTILE, *TYPST)).body(kind)
    of = Subject(ANN_LEE, [read_entry(each) for each in (ZONE, line(kind.TYPE, body))], AT, WORKERS)
    said = Document(pdf(subject_access(of), of)).words
    for each in must_be_said(kind, body):
        assert closed(shown_text(each).replace(DRAWN, NAMED_SO)) in said, each


@pytest.mark.parametrize("words", [*TYPST, *HOSTILE], ids=ascii)
def test_whatever_was_typed_stands_as_it_was_typed_wherever_it_may(words: str) -> None:
    made = Document(report_pdf(everywhere(words), IMPRINT, AT))
    assert made.acts() == []
    told = closed(shown_text(words, newline="\n").replace(DRAWN, NAMED_SO))
    assert made.words.count(told) >= (9 if "\n" in words else 18)
    assert [closed(each) for each in made.told] == [
        closed(shown_text(f"{words}: {words}", newline=" / ").replace(DRAWN, NAMED_SO))
    ]


@pytest.mark.parametrize("words", ["W" * 4000, "Sat with her. " * 285], ids=["one word", "sentences"])
@pytest.mark.parametrize("size", ["plain", "large", "small", "figures"])
def test_the_longest_that_anybody_may_write_stands_whole_and_within_the_sheet(words: str, size: Print) -> None:
    grid = Grid("Said", ("When", "What"), (("Monday", words),))
    report = replace(written(Passage(words), Points((words,)), Facts((Fact("Note", words),)), grid), print=size)
    made = Document(report_pdf(report, IMPRINT, AT))
    said = re.sub(r"CONFIDENTIAL\d+of\d+(WhenWhat)?", "", made.words)
    assert said.count(closed(words)) == 4
    assert len(made.rows) > 60, "none runs out of the sheet"


@settings(deadline=None, max_examples=25 if IS_FULL else 8)
@given(words=st.text(min_size=1, max_size=30))
def test_whatever_the_letters_there_is_a_pdf(words: str) -> None:
    made = Document(report_pdf(everywhere(words), IMPRINT, AT))
    assert closed(IMPRINT.words) in made.words
    ours = "".join(each for each in words if each.isascii() and each.isalnum())
    assert set(ours) <= set(made.words)


def test_a_sign_that_its_fonts_can_not_draw_stands_by_its_name_and_the_pdf_says_so() -> None:
    said = Document(report_pdf(written(Passage(f"She wrote {DRAWN} on the wall.")), IMPRINT, AT)).words
    assert closed(f"She wrote {NAMED_SO} on the wall.") in said
    assert closed(BY_NAME) in said
    syllable = Document(report_pdf(written(Passage("She wrote \u1401.")), IMPRINT, AT)).words
    assert "‹canadiansyllabicse›" in syllable, "also where a font of the machine has it"
    plain = Document(report_pdf(written(Passage("She wrote Привет, Łódź and שלום.")), IMPRINT, AT)).words
    assert "Привет,Łódź" in plain
    assert closed(BY_NAME) not in plain


def test_signs_that_can_be_drawn_alone_and_not_side_by_side_stand_by_their_names_and_other_words_as_they_are() -> None:
    words = "a \u05b3\u2510\u0347 b"
    made = Document(report_pdf(written(Points((words, "She wrote Привет."))), IMPRINT, AT)).words
    assert closed("a ‹hebrew point hataf qamats›") in made
    assert closed("box drawings light down and left, combining equals sign below› b") in made
    assert "ShewroteПривет." in made


def test_several_lines_stay_several() -> None:
    made = report_pdf(written(Facts((Fact("Note", "first line\nsecond line"),))), IMPRINT, AT)
    (text,) = Document(made).pages
    assert re.search(r"first line\s*\n\s*second line", text)


# ---- as structure


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_tagged_a4_confidential_at_both_ends_and_numbers_its_sheets(kind: str) -> None:
    make, most = KINDS[kind]
    of = subject(full())
    report = make(of)
    made = Document(pdf(report, of))
    assert "/StructTreeRoot" in made.root
    assert (made.root["/MarkInfo"]["/Marked"], made.root["/Lang"]) == (True, "en-GB")
    assert made.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in made.packet
    assert made.information["/Title"] == report.title
    assert made.information["/CreationDate"] == made.information["/ModDate"] == "D:20260305090000Z"
    assert made.acts() == []
    assert 1 <= len(made.pages) <= most
    assert made.sheets == {(595, 842)}
    for number, page in enumerate(made.pages, 1):
        assert closed(page).endswith(f"CONFIDENTIAL{number}of{len(made.pages)}")
    assert made.words.count(closed(report.confidential)) == 2
    assert closed(of.imprint("Tom Price", AT, None).words) in made.words


def test_headings_lists_fields_and_tables_are_tagged_as_what_they_are() -> None:
    story = full()
    of = subject(story)
    report = person_report(of)
    tags = Document(pdf(report, of)).tags
    grids = [part for section in report.sections for part in section.parts if isinstance(part, Grid)]
    facts = [part for section in report.sections for part in section.parts if isinstance(part, Facts)]
    titles = [section for section in report.sections if section.title]
    assert tags["H1"] == 1
    assert tags["H2"] == sum(section.level == 2 for section in titles)
    assert tags["H3"] == sum(section.level == 3 for section in titles)
    assert tags["Table"] == tags["THead"] == tags["Caption"] == len(grids)
    assert tags["TH"] == sum(len(grid.heads) for grid in grids)
    assert tags["TD"] == sum(len(row) for grid in grids for row in grid.rows)
    assert tags["Lbl"] == tags["LBody"] == sum(len(part.rows) for part in facts)
    assert "Figure" not in tags


def test_the_plan_is_in_large_print_and_the_pack_in_small() -> None:
    of = subject(full())
    made = {kind: Document(pdf(make(of), of)) for kind, (make, _) in KINDS.items()}
    sizes = {kind: each.letters for kind, each in made.items() if each.pages}
    assert 16 in sizes["plan"]
    assert 11 in sizes["person"]
    assert 8.5 in sizes["handover"]


def test_a_chart_is_drawn_in_letters_and_its_title_and_what_it_shows_are_read_aloud_in_its_place() -> None:
    made = Document(report_pdf(written(Plot("Missed", "It rose.", MONTHS, 0.3, 0.2, 0.4)), IMPRINT, AT))
    assert made.tags["Figure"] == 1
    assert made.told == ["Missed: It rose."]
    for each in ("Jan26", "Feb26", "Mar26", "mean30%", "low20%", "high40%"):
        assert each in made.words, each


def test_short_heads_are_read_across_and_long_ones_stand_upright() -> None:
    grid = Grid("By month", ("", "Jan 26", "Feb 26"), (("counted", "12", "hidden"),), narrow=True)
    upright, across = (
        Document(report_pdf(written(replace(grid, short_heads=short)), IMPRINT, AT)) for short in (False, True)
    )
    assert upright.words.count("Jan26") == across.words.count("Jan26") == 1
    assert (closed(upright.turned), across.turned) == ("Jan26Feb26", "")


def test_a_table_of_many_months_keeps_within_its_columns() -> None:
    heads = ("", *(f"Jan {year}" for year in range(20, 70)))
    grid = Grid("By month", heads, (("counted", *["hidden"] * 50),), narrow=True, short_heads=True)
    made = Document(report_pdf(written(grid), IMPRINT, AT))
    assert made.words.count("Jan") == 50
    assert len(made.rows) > 14, "a word that is wider than its column goes on below"


# ---- the same report, the same bytes; and nothing from anywhere else


def test_the_same_report_of_the_same_moment_is_the_same_bytes_wherever_it_is_made(tmp_path: Path) -> None:
    of = subject(full())
    report = person_report(of)
    made = pdf(report, of)
    assert pdf(person_report(subject(full())), of) == made
    later = report_pdf(report, of.imprint("Tom Price", AT, None), AT + timedelta(minutes=1))
    assert later != made
    again = (
        "import sys; from tests.exchange.test_report_pdf import *; of = subject(full());"
        "sys.stdout.buffer.write(pdf(person_report(of), of))"
    )
    elsewhere = {"TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1", "HOME": str(tmp_path), "LANG": "C"}
    path = os.pathsep.join(map(str, (ROOT, PACKAGE.parent)))
    command = [sys.executable, "-c", again]
    told = subprocess.run(
        command, cwd=tmp_path, env=elsewhere | {"PYTHONPATH": path}, capture_output=True, check=True, timeout=120
    )
    assert told.stdout == made
    assert [*tmp_path.rglob("*")] == [], "nothing is kept of it"


def test_the_layout_asks_for_no_package_and_no_file() -> None:
    source = (PACKAGE / "exchange/report/report.typ").read_text(encoding="utf-8")
    assert not re.search(
        r"\b(import|include) |\b(read|eval|plugin|csv|yaml|toml|xml|cbor|bibliography|image)\((?!bytes\(part\.)", source
    )
    assert "@" not in source
    assert source.count("json(") == source.count("json(bytes(sys.inputs.report))") == 1


def test_what_is_drawn_is_no_other_report() -> None:
    """The document depends on each part of the report: another word gives other bytes."""
    of = written(Passage("one"), Points(("two",)), Facts((Fact("three", "four", "five"),)))
    made = report_pdf(of, IMPRINT, AT)
    for other in (replace(of, title="Another"), replace(of, print="large"), replace(of, confidential="Another.")):
        assert report_pdf(other, IMPRINT, AT) != made


# ---- the extra


def test_without_the_extra_one_sentence_names_it_and_what_serves_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_pdf()
    monkeypatch.setitem(sys.modules, "typst", None)
    assert not has_pdf()
    for refuses in (check_pdf, lambda: report_pdf(written(), IMPRINT, AT)):
        with pytest.raises(Refused) as refused:
            refuses()
        assert (str(refused.value), refused.value.status) == (NO_EXTRA, 2)
    for each in ("carelist-tui[pdf]", ".html", "browser"):
        assert each in NO_EXTRA


def test_the_extra_is_imported_by_nothing_but_a_pdf() -> None:
    asked = (
        "import sys; import carelist_tui.cli.report, carelist_tui.carelist.reports, "
        "carelist_tui.exchange.report.report_pdf, carelist_tui.tui.screens.report_choice; "
        "sys.exit('typst' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True, timeout=120)
