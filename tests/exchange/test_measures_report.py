"""The page of figures: charts with title, description and table, nothing that runs, nobody named, no small number."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.reports import Made
from carelist_tui.domain.measures.charts.funnels import funnel
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.views.report.kinds_of_report import OF_A_SERVICE
from carelist_tui.domain.views.report.measures_report import variation
from carelist_tui.domain.views.report.report_parts import Bar, Bars, Funnel, Plot
from carelist_tui.exchange.report.bars_svg import bars_alone, bars_svg
from carelist_tui.exchange.report.chart_svg import HEIGHT, WIDTH, chart_alone, chart_svg
from carelist_tui.exchange.report.funnel_svg import funnel_svg
from tests.domain.telling import LONDON
from tests.exchange.documents import Document, lines_of
from tests.exchange.pages import Tags
from tests.journal.telling import MONDAY, accepted, completed, missed, store_at
from tests.profiles import dear

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
    assert kind != "commissioner" or len(document.pages) <= 6
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
        is_of_months = "table below" in (description.text or "")
        assert is_of_months or "table above" in (description.text or "")
        assert f"<caption>{title.text}{', by month' if is_of_months else ''}</caption>" in html


def test_a_month_without_a_figure_is_a_gap_in_the_line() -> None:
    points = (("2026-01", 0.5), ("2026-02", None), ("2026-03", 0.7), ("2026-04", 0.8))
    drawn = chart_svg(Plot("Kept", "So many.", points, 0.6, 0.4, 0.9), 1)
    (line,) = re.findall(r'<path d="(M[^"]*)" class="figures"/>', drawn)
    assert (line.count("M"), line.count("L")) == (2, 1)
    assert drawn.count("<circle") == 3


SHARES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.5, 1.0]))


@given(st.lists(SHARES, min_size=1, max_size=13), SHARES, SHARES, SHARES, st.sets(st.integers(0, 12)))
@dear(100)
def test_no_words_of_a_chart_lie_on_a_dot_or_on_each_other_or_beyond_its_edge(
    values: list[float], low: float, middle: float, high: float, noted: set[int]
) -> None:
    months = [f"2026-{n + 1:02}" if n < 12 else "2027-01" for n in range(len(values))]
    notes = tuple((months[n], "seen") for n in noted if n < len(months))
    points = tuple(zip(months, values, strict=True))
    tree = ET.fromstring(chart_svg(Plot("Kept", "So many.", points, middle, low, high, notes=notes), 1))
    boxes = [_box(each) for each in tree.iter("text")]
    for circle in tree.iter("circle"):
        x, y, r = (float(circle.get(name, "")) for name in ("cx", "cy", "r"))
        assert not [box for box in boxes if box[0] - r < x < box[2] + r and box[1] - r < y < box[3] + r]
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT for box in boxes)
    names = [box for box, each in zip(boxes, tree.iter("text"), strict=True) if not each.get("class")]
    assert not [1 for one, other in combinations(names, 2) if one[1] < other[3] and other[1] < one[3]]


def _box(text: ET.Element) -> tuple[float, float, float, float]:
    """About where letters of 10 stand: left, top, right, bottom."""
    x, y, wide = float(text.get("x", "")), float(text.get("y", "")), 5.0 * len(text.text or "")
    left = {"end": x - wide, "middle": x - wide / 2}.get(text.get("class", ""), x)
    return left, y - 7, left + wide, y + 2


def test_a_run_chart_names_its_median_and_no_mean() -> None:
    drawn = chart_svg(Plot("Open", "So many.", (("2026-01", 0.5),), 0.5, middle_called="median"), 1)
    assert "median 50 %" in drawn
    assert "mean" not in re.findall(">([^<]*)</text>", drawn)


@pytest.mark.parametrize("kind", ["bars", "stacked", "curve"])
def test_how_a_figure_breaks_down_is_drawn_told_apart_without_colour_and_holds_nothing_that_acts(kind: Any) -> None:
    rows = (Bar("<b>one</b>", "7 of 10", 7, 10, 0), Bar("two", "3 of 10, 30 %", 3, 10, 28), Bar("three", "hidden"))
    bars = Bars("Why", "So many.", rows if kind == "bars" else rows[:2], kind)
    inside, alone = ET.fromstring(bars_svg(bars, 3)), ET.fromstring(bars_alone(bars, "Some Serif"))
    for tree in (inside, alone):
        assert not [each for each in tree.iter() if each.tag.endswith("}b") or each.tag == "b"]
        fills = {each.get("fill") for each in tree.iter() if each.tag.endswith("rect")}
        assert len(fills) == {"bars": 2, "stacked": 2, "curve": 0}[kind]
        words = " ".join(filter(None, (each.text for each in tree.iter() if each.tag.endswith("text"))))
        assert "two" in words
    assert inside.get("aria-labelledby") == "plot-3-title plot-3-words"


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, number) for kind in ("bars", "curve") for number in (1, 2, 12, 40)] + [("stacked", 4)]
)
def test_all_that_is_drawn_lies_within_its_picture(kind: Any, number: int) -> None:
    """Of many bars as of few, and no picture is mostly empty."""
    rows = tuple(Bar(f"reason {each}", f"{each} of {number}", each, number, each) for each in range(1, number + 1))
    tree = ET.fromstring(bars_alone(Bars("Why", "So many.", rows, kind), "Some Serif"))
    _, _, wide, high = map(float, tree.get("viewBox", "").split())
    texts = [each for each in tree.iter() if each.tag.endswith("}text")]
    ends = [(float(each.get("x", "")), float(each.get("y", ""))) for each in texts]
    assert ends
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in ends)
    assert max(y for _, y in ends) > high / 2


TEAMS = st.tuples(st.text("ABCdef", min_size=1, max_size=12), st.integers(5, 400), st.floats(0, 1))


@given(st.lists(TEAMS, min_size=3, max_size=6))
@dear(100)
def test_the_names_of_teams_in_a_funnel_lie_within_it_on_no_dot_and_not_on_each_other(told: list[Any]) -> None:
    lines = tuple((called, ((5, 0.2), (400, 0.4))) for called in ("95 %", "99.8 %"))
    tree = ET.fromstring(funnel_svg(Funnel("Steps", "So many.", tuple(told), lines), 1))
    names = [_box(each) for each in tree.iter("text") if each.text in {name for name, _, _ in told}]
    assert len(names) == len(told)
    for circle in tree.iter("circle"):
        x, y = (float(circle.get(name, "")) for name in ("cx", "cy"))
        assert not [box for box in names if box[0] < x < box[2] and box[1] < y < box[3]]
    assert not [1 for one, other in combinations(names, 2)
                if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]]  # fmt: skip
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH for box in names)


def group(team: str, n: int, d: int, **more: Any) -> dict[str, Any]:
    limits = funnel({team: (n, d), "b": (50, 60), "c": (50, 60)})[team] if d >= 5 else None
    told = {name: getattr(limits, name, None) for name in ("low95", "high95", "low998", "high998")}
    return {"by": "team", "key": team, "n": n, "d": d, "share": None, **told, **more}


def test_teams_stand_in_a_funnel_from_three_on_without_who_is_hidden_or_too_few() -> None:
    def drawn(*groups: dict[str, Any], **more: Any) -> list[Any]:
        figure = {"key": "steps_on_time", "title": "Steps", "unit": "share", "n": 150, "d": 180, "groups": groups}
        return [part for part in variation({"measures": [figure | more]}) if isinstance(part, Funnel)]

    three = [group(team, 50, 60) for team in ("North", "South", "West")]
    (picture,) = drawn(*three, group("East", 3, 4))
    assert [name for name, _, _ in picture.teams] == ["North", "South", "West"]
    assert len(picture.lines) == 4
    assert drawn(*three[:2], group("East", 3, 4)) == []
    assert drawn(*three[:2], three[2] | {"hidden": True}) == []
    assert drawn(*three, hidden=True) == []
    assert drawn(*three, key="access") == [], "of the measure whose row asks for one"


def test_a_page_shows_why_contacts_were_missed_as_a_table_and_a_picture(door: Carelist) -> None:
    html = page(door, "commissioner")
    assert "<caption>Why they were missed</caption>" in html
    (picture,) = [each for each in re.findall(r"<svg.*?</svg>", html) if ">Why they were missed<" in each]
    assert "not asked" in picture
    assert "75, 100 % so far" in picture
    assert "Hours until somebody tried" not in html, "a dot is one person"


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


def test_a_few_teams_stand_beside_each_other_and_many_in_a_table_of_their_own() -> None:
    def group(team: str | None, n: int, d: int, **more: Any) -> dict[str, Any]:
        limits = {"low95": 0.4, "high95": 0.6, "low998": 0.3, "high998": 0.7}
        return {"key": team, "n": n, "d": d, "share": n / d if d >= 10 else None, "hidden": False, **limits, **more}

    def parts(*groups: dict[str, Any]) -> list[Any]:
        figure = {"key": "access", "title": "Access", "unit": "share", "groups": list(groups), "n": 1, "d": 2}
        return list(variation({"measures": [figure]}))

    told = [group("North", 10, 20), group("South", 20, 20), group(None, 0, 0)]
    (table,) = parts(*told)
    outside = "20 of 20, 100 %; outside the 99.8 % limits: open the cases"
    assert (table.heads, table.rows) == (
        ("", "North", "South"),
        (("Access", "10 of 20, 50 %; no more than chance", outside),),
    )
    (table,) = parts(*(group(f"T{n}", 10, 20) for n in range(5)))
    assert table.rows[0] == ("T0", "10 of 20, 50 %", "no more than chance")


def test_what_is_hidden_beside_a_figure_is_said_together_and_none_of_it_is_left_out() -> None:
    from carelist_tui.domain.views.report.measures_report import said_beside

    figure: dict[str, Any] = {
        "not_ripe": None,
        "left_out": {"died": None, "away": 7},
        "more": {"kept": 0},
        "breakdowns": [],
    }
    assert [*said_beside(figure)] == [
        "Beside it: away: 7; kept: 0.", "Beside it, under 5 or hidden: not ripe yet; died.",
    ]  # fmt: skip
