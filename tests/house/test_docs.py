"""What the README and the pages of docs/ hold: short, no dead link, and written from what they tell of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tests.house.tree import PACKAGE, ROOT, holds

README = (ROOT / "README.md").read_text(encoding="utf-8")
JUSTFILE = (ROOT / "Justfile").read_text(encoding="utf-8")
FIGURES = (ROOT / "docs/figures.md").read_text(encoding="utf-8")
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
DECISIONS = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
PICTURES = ROOT / "tests/tui/pictures/__snapshots__/test_worklist"
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
LINES = 90
BEGINNING = 45
"""Letters by which two lines are known to be one that was written twice."""


def anchors(page: Path) -> set[str]:
    """What a link may name on a page: its headings, as they are written in an address."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(page: Path) -> Iterator[str]:
    for path, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{page.relative_to(ROOT)}: {path}{'#' if anchor else ''}{anchor}"


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= LINES, "what is of length stands in docs/"


def test_every_link_of_a_page_leads_somewhere() -> None:
    holds(
        "A link leads to a file that is there, and to a heading of it.", (dead for p in PAGES for dead in dead_links(p))
    )


def test_the_number_of_a_decision_is_that_of_one_decision() -> None:
    numbers = re.findall(r"(?m)^(\d+)\. ", DECISIONS)
    holds("A decision has a number of its own.", (n for n, times in Counter(numbers).items() if times > 1))
    named = re.findall(r"(?:[Rr]eplaced by|see) (\d+)", DECISIONS)
    assert named
    holds("A decision that another names is there.", (n for n in named if n not in numbers))


def test_what_was_decided_and_what_changed_is_written_once() -> None:
    """Two branches that mend one item come together as both, or as one with the other's end."""
    for page in ("docs/decisions/README.md", "docs/changelog.md"):
        lines = map(str.strip, (ROOT / page).read_text(encoding="utf-8").splitlines())
        begun = Counter(line[:BEGINNING] for line in lines if len(line) > BEGINNING)
        holds(f"A line of {page} begins as no other.", (line for line, times in begun.items() if times > 1))


def test_the_readme_leads_to_every_page() -> None:
    pages = [page.relative_to(ROOT).as_posix() for page in sorted((ROOT / "docs").glob("*.md"))]
    holds("A page of docs/ stands in the README's table.", (page for page in pages if f"]({page})" not in README))


def test_every_figure_is_printed_by_a_command_that_is_there() -> None:
    named = re.findall(r"benchmarks/(\w+)\.py", FIGURES.partition("## Also measured")[0])
    run = re.findall(r'(?m)^figures := "(.*)"$', JUSTFILE)[0].split()
    assert sorted(named) == sorted(run), "docs/figures.md names what `just figures` runs"
    also = re.findall(r"benchmarks/(\w+)\.py", FIGURES)
    holds(
        "A command of docs/figures.md is in benchmarks/.",
        (n for n in also if not (ROOT / f"benchmarks/{n}.py").exists()),
    )


def test_the_picture_of_the_readme_is_the_one_that_the_tests_compare() -> None:
    compared = PICTURES / "test_today_shows_one_row_a_person[carelist-dark-size0].svg"
    shown = (ROOT / "docs/pictures/today.svg").read_text(encoding="utf-8")
    assert shown == compared.read_text(encoding="utf-8"), "`just pictures` writes it anew"


def test_every_place_that_the_map_and_the_recipes_name_is_there() -> None:
    pages = (ROOT / "docs/floor-plan.md", ROOT / "docs/recipes/README.md", ROOT / "docs/contributing.md")
    named = {
        (page.name, place)
        for page in pages
        for place in re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|toml|md))?)`", page.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    holds(
        "A place that a page names is below src/carelist_tui, or below the project.",
        (f"{page}: {place}" for page, place in named if not any((r / place).exists() for r in (ROOT, PACKAGE))),
    )


def test_the_page_of_measures_is_written_from_the_measures() -> None:
    spec = spec_from_file_location("docs_measures", ROOT / "docs/measures.py")
    assert spec is not None
    assert spec.loader is not None
    written = module_from_spec(spec)
    spec.loader.exec_module(written)
    assert (ROOT / "docs/measures.md").read_text(encoding="utf-8") == written.page(), "python docs/measures.py"
