"""The pack for a supervision on paper: one A4 page, however much there is, and what does not fit is counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.views.report.report_parts import Facts, Imprint, Report
from carelist_tui.domain.views.supervision.held_person import Point
from carelist_tui.domain.views.supervision.one_page import CUTS, LINES, WIDTH, OnePage
from carelist_tui.domain.views.supervision.own_work import Refusal
from carelist_tui.domain.views.supervision.supervision_pack import AwayFor, LastTime, Load, Pack
from carelist_tui.domain.views.supervision.supervision_report import supervision_report
from carelist_tui.exchange.report.report_page import report_html
from carelist_tui.exchange.report.report_pdf import report_pdf
from tests.exchange.browser import pages_in, print_page
from tests.exchange.documents import Document

pytestmark = pytest.mark.slow

AT = datetime(2026, 3, 30, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
IMPRINT = Imprint("Maya Okafor", "Mon 30 Mar 2026 09:00", "Mon 30 Mar 2026 09:00", "Mon 30 Mar 2026 09:00", 75_490,
                  "c" * 64)  # fmt: skip
EVERY_FIELD = ("What changed", "Rationale", "Risk of harm", "Capacity considered", "The person's view")
FULL = [(n, length) for n in (1, 3, 8, 40) for length in (30, 120, 240, 4000)]


def pack(count: int, letters: int) -> Pack:
    """One in which each thing is said so many times, in so many letters."""
    words = ("said no sign, steps go on, " * 200)[:letters]
    points = tuple(Point(f"p-{n}", f"Wilhelmina Featherstonehaugh-Okafor, P-{n:04}", words) for n in range(count))
    noes = tuple(Refusal(f"e-{n}", point, AT, tuple((title, words) for title in EVERY_FIELD))
                 for n, point in enumerate(points))  # fmt: skip
    load = Load(tuple((tier, 12, 420) for tier in ("intensive", "enhanced", "standard", "light")), (("red", 48),), 99)
    away = (AwayFor(AT, None, 3), AwayFor(AT, AT, 0))
    last = LastTime(AT, (words,) * count)
    return Pack("w-tom", "Tom Price", AT, AT, last, load, away, points, points, points, points, points, noes, 20260330,
                noes[:2], points, points, points)  # fmt: skip


def rows_of(report: Report) -> dict[str, list[str]]:
    return {row.title: row.words.splitlines() for section in report.sections for part in section.parts
            if isinstance(part, Facts) for row in part.rows}  # fmt: skip


@pytest.mark.parametrize(("count", "letters"), FULL)
def test_it_is_one_page_as_a_pdf(count: int, letters: int) -> None:
    report = supervision_report(pack(count, letters), ZONE, paper=True)
    assert len(Document(report_pdf(report, IMPRINT, AT)).pages) == 1


@pytest.mark.turns(3)
@pytest.mark.browser
@pytest.mark.parametrize(("count", "letters"), FULL)
def test_it_is_one_page_printed_by_a_browser(tmp_path: Path, count: int, letters: int) -> None:
    page = tmp_path / "pack.html"
    page.write_text(report_html(supervision_report(pack(count, letters), ZONE, paper=True), IMPRINT), encoding="utf-8")
    assert pages_in(print_page(page, tmp_path)) == 1


@pytest.mark.parametrize(("count", "letters"), FULL)
def test_what_does_not_fit_on_the_page_is_counted_there_and_stands_whole_on_the_screen(
    count: int, letters: int
) -> None:
    made = pack(count, letters)
    paper, screen = (rows_of(supervision_report(made, ZONE, paper=each)) for each in (True, False))
    for title in ("Overdue for a week or more", "Contacts missed", "Every no, and what followed", "Plans"):
        assert len(screen[title]) == count
        last = re.search(r"(\()?and (\d+) more: the screen has them|^(\d+) more: the screen has them", paper[title][-1])
        left_out = int(last[2] or last[3]) if last is not None else 0
        shown = len(paper[title]) - (last is not None and last[3] is not None)
        assert shown + left_out == count


texts = st.lists(st.integers(0, 5000).map("x".__mul__), max_size=10)


@given(st.lists(texts, max_size=10), texts)
def test_no_more_lines_are_taken_than_a_page_has(listed: list[list[str]], read: list[str]) -> None:
    page = OnePage.of(listed, read)
    shown = [line for number, lines in enumerate(listed) for line in page.shown(number, lines)]
    taken = sum(1 + (len(line) - 1) // WIDTH for line in shown if line)
    assert all(0 <= count <= len(lines) for count, lines in zip(page.counts, listed, strict=True))
    assert taken <= LINES
    assert page.letters in CUTS
