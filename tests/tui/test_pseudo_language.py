"""Every place of the app in a language made of the catalogue's own messages: no English word is left but names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.desk.guide import guide_pages
from tests.pseudo import ROOT, WORD, leaks, spoken

pytestmark = [pytest.mark.slow, pytest.mark.long]

DATA = {
    "mallory", "north", "sister", "noor", "mobile", "sleeping", "day", "curtains", "shut", "went", "through", "week",
    "the", "mal", "note", "zzz",
}  # fmt: skip
"""What the stories of tests/tui tell, and what is typed on the way."""
NAMES = {"carelist", "app", "today", "dayend", "now", "tomorrow"}
"""Ours; parts of ids of keys, which the settings name so; what is typed as a moment, and read so in any language."""
PAGES = {word.lower() for name in guide_pages.NAMES for word in WORD.findall(guide_pages.title_of(name))}
"""Of the guide: whole pages are translated, not their titles here."""


def shown(folder: Path, env: dict[str, str], width: int, height: int) -> dict[str, str]:
    """What stands at every place, in a process that speaks it."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.tui.walk_in_words", str(folder / "store"), str(width), str(height)],
        env=env, cwd=ROOT, capture_output=True, text=True, timeout=280, check=True,
    )  # fmt: skip
    places: dict[str, str] = json.loads(told.stdout)
    return places


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return shown(tmp_path_factory.mktemp("walked"), spoken(tmp_path_factory), 80, 24)


def test_no_english_word_is_left_on_any_screen_but_names(places: dict[str, str]) -> None:
    found = {
        f"{what}: {leak}"
        for what, text in places.items()
        for leak in leaks(text, DATA | NAMES | (PAGES if "palette" in what else set()))
    }
    assert not found, "\n".join(sorted(found))


def test_every_place_is_reached_and_fits_80_columns(places: dict[str, str]) -> None:
    lost = [text.splitlines()[0] for text in places.values() if text.startswith("NOT REACHED")]
    assert not lost, lost
    assert not [what for what, text in places.items() if any(len(line) > 80 for line in text.splitlines())]


def test_no_warning_is_cut_away_where_words_are_longer(places: dict[str, str]) -> None:
    """Of the person at hand in a call: each warning stands whole, on lines of its own."""
    warnings = [line for line in places["a call"].splitlines() if re.search(r"! \S", line)]
    assert warnings
    assert not [line for line in warnings if line.rstrip().endswith("…")]
