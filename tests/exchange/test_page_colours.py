"""Every page that is printed is read by whoever sees little, and says the same in black and white."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.views.report.handover_report import handover_report
from carelist_tui.domain.views.report.mdt_report import mdt_report
from carelist_tui.domain.views.report.person_report import person_report
from carelist_tui.domain.views.report.plan_report import plan_report
from carelist_tui.domain.views.report.share_report import share_report
from carelist_tui.domain.views.report.subject_access import subject_access
from tests.exchange.inks import contrast, declared, faults_of, stylesheet
from tests.exchange.pages import Tags, check_harmless
from tests.exchange.test_reports import eventful, page, subject
from tests.tui.telling import ME, NOW, tell

REPORTS = {
    "person": person_report,
    "plan": plan_report,
    "share": lambda of: share_report(of, "Noor"),
    "handover": handover_report,
    "subject-access": subject_access,
    "mdt": lambda of: mdt_report([of], date(2026, 3, 5)),
}
HUDDLE = "huddle"


def made(kind: str, folder: Path) -> str:
    """A page of this kind, with something in each of its parts."""
    if kind != HUDDLE:
        of = subject(eventful())
        return page(REPORTS[kind](of), of)
    tell(folder / "store")
    with Carelist.open(folder / "store", ME) as door:
        return door.huddle.sheet_html(door.huddle(NOW, "North"), door.huddle.made(NOW))


@pytest.mark.parametrize("kind", [*REPORTS, HUDDLE])
def test_each_text_of_a_page_is_read_on_each_ground_and_no_colour_says_anything(tmp_path: Path, kind: str) -> None:
    written = made(kind, tmp_path)
    css = stylesheet(written)
    assert {name for _, name, _ in declared(css)} >= {"color", "background", "font"}
    assert list(faults_of(css)) == []
    check_harmless(written)
    assert "style" not in {name for name, _ in Tags(written).attributes}, "what it looks like stands in its styles"


@pytest.mark.parametrize("kind", ["person", HUDDLE])
def test_the_zone_stands_in_letters(tmp_path: Path, kind: str) -> None:
    said = Tags(made(kind, tmp_path)).words
    assert ("zone amber" if kind == "person" else "\nA\n") in said


BLACK = "body { color: #000; background: #fff }"


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("body { color: #777; background: #fff }", "#777 on #fff: 4.48"),
        (f"{BLACK} .note {{ color: #808080 }}", "#808080 on #fff: 3.95"),
        (f"{BLACK} .bad {{ background: #555 }}", "#000 on #555: 2.82"),
        (f"{BLACK} @media print {{ .late {{ color: #999; }} }}", "#999 on #fff: 2.85"),
        (f"{BLACK} .red {{ color: #b00000 }}", ".red: color #b00000 is no grey"),
        (f"{BLACK} .red {{ border: 1px solid #b00000 }}", ".red: border #b00000 is no grey"),
        (f"{BLACK} .red {{ color: red }}", ".red: color is red"),
        (f"{BLACK} .faint {{ opacity: .4 }}", ".faint: opacity is not weighed"),
        ("p { color: #000; background: #fff }", "body says not what text and ground are"),
    ],
)
def test_a_page_that_is_not_read_is_noticed(css: str, fault: str) -> None:
    assert [each for each in faults_of(css) if each.startswith(fault)]


def test_contrast_is_as_the_standard_has_it() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#fff", "#000") == contrast("#000", "#fff")
    assert list(faults_of(BLACK)) == []
