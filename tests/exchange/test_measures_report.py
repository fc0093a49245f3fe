"""The page of figures: charts with title, description and table, nothing that runs, nobody named, no small number."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.reports import Made
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.views.report.kinds_of_report import OF_A_SERVICE
from carelist_tui.domain.views.report.report_parts import Plot
from carelist_tui.exchange.report.chart_svg import chart_alone, chart_svg
from tests.domain.telling import LONDON
from tests.exchange.documents import Document, lines_of
from tests.exchange.pages import Tags
from tests.journal.telling import MONDAY, accepted, completed, missed, store_at

pytestmark = pytest.mark.slow
PEOPLE = 15
NOW = MONDAY + timedelta(days=150)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Carelist:
    carelist = store_at(tmp_path_factory.mktemp("report") / "store")
    refs = [f"P-{n}" for n in range(PEOPLE)]
    carelist.record([accepted(ref) for ref in refs], MONDAY)
    for month in range(5):
        at = MONDAY + timedelta(days=30 * month, hours=1)
        carelist.record([missed(ref, at) for ref in refs], at)
        later = at + timedelta(days=1)
        carelist.record([completed(ref, later) for ref in refs], later)
    return carelist


def made(door: Carelist, kind: str) -> Made:
    return door.measures.report(kind, Inquiry.asked(NOW, LONDON), NOW)


def page(door: Carelist, kind: str) -> str:
    return made(door, kind).html().decode()


@pytest.mark.parametrize("kind", OF_A_SERVICE)
def test_a_pdf_of_figures_says_each_line_of_its_page_and_names_nobody(door: Carelist, kind: str) -> None:
    of = made(door, kind)
    document = Document(of.pdf())
    said = lines_of(Tags(of.html().decode()).words, of.report.title)
    assert [each for each in said if each not in document.said] == []
    assert document.tags["Figure"] == len(document.told) > 0
    assert document.acts() == []
    assert "Yusuf" not in document.said


@pytest.mark.parametrize("kind", OF_A_SERVICE)
def test_the_page_has_headings_tables_and_definitions_and_nothing_that_runs_or_is_fetched(
    door: Carelist, kind: str
) -> None:
    html = page(door, kind)
    assert "<script" not in html
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", html)
    for words in ("What changed, why, and what we did", "What each figure counts", "CONFIDENTIAL", "Made by Ann Able"):
        assert words in html
    assert html.count("<caption>") == html.count('<table class="narrow short">') + html.count('<table class="grid">')


@pytest.mark.parametrize("kind", OF_A_SERVICE)
def test_the_page_names_nobody_who_is_on_the_caseload(door: Carelist, kind: str) -> None:
    html = page(door, kind)
    assert not [ref for ref in (f"P-{n}" for n in range(PEOPLE)) if ref in html]
    assert "Yusuf" not in html


def test_every_chart_says_its_title_and_what_it_shows_and_its_months_stand_in_a_table(door: Carelist) -> None:
    html = page(door, "commissioner")
    charts = re.findall(r"<svg.*?</svg>", html)
    assert charts
    ids = [re.findall(r'aria-labelledby="([^"]*)"', chart)[0] for chart in charts]
    assert len(set(ids)) == len(charts), "each is told from the others"
    for chart in charts:
        tree = ET.fromstring(chart)
        title, description = tree.find("title"), tree.find("desc")
        assert title is not None
        assert title.text
        assert description is not None
        assert "table below" in (description.text or "")
        assert f"<caption>{title.text}, by month</caption>" in html


def test_a_month_without_a_figure_is_a_gap_in_the_line() -> None:
    points = (("2026-01", 0.5), ("2026-02", None), ("2026-03", 0.7), ("2026-04", 0.8))
    drawn = chart_svg(Plot("Kept", "So many.", points, 0.6, 0.4, 0.9), 1)
    (line,) = re.findall(r'<path d="(M[^"]*)" class="figures"/>', drawn)
    assert (line.count("M"), line.count("L")) == (2, 1)
    assert drawn.count("<circle") == 3


def test_limits_that_are_one_are_said_once_and_other_limits_each() -> None:
    def said(low: float, high: float) -> list[str]:
        drawn = chart_svg(Plot("Kept", "So many.", (("2026-01", 1.0),), 1.0, low, high), 1)
        return [each for each in re.findall(">([^<]*)</text>", drawn) if "low" in each or "high" in each]

    assert said(1.0, 1.0) == ["low and high 100 %"]
    assert said(0.5, 1.0) == ["low 50 %", "high 100 %"]


def test_a_chart_alone_is_a_whole_file_in_the_font_named_and_holds_nothing_that_was_typed() -> None:
    typed = Plot("</svg>typed", "typed", (("2026-01", 0.5),), 0.5, notes=(("2026-01", "typed"),))
    drawn = chart_alone(typed, "Some Serif")
    assert ET.fromstring(drawn).tag.endswith("}svg")
    assert "'Some Serif'" in drawn
    assert "typed" not in drawn
    assert "#fff" not in drawn, "no letter covers another"


def test_what_is_written_in_a_chart_is_text_and_nothing_else() -> None:
    drawn = chart_svg(Plot("<script>x</script>", '"><b>', (("2026-01", 2.0),), shares=False), 1)
    assert "<script" not in drawn
    assert "<b>" not in drawn
    ET.fromstring(drawn)
