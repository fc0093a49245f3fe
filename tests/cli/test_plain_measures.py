"""Measures in plain lines: each on a line, one in full, who stands behind it; nothing but words."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.conversation import Conversation
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.at_hand.measure_subjects import SUBJECTS
from tests.tui.measuring import AT, FOUND, measured, noted

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("measured") / "store"
    measured(store)
    with Carelist.open(store, "w-ada") as door:
        door.record([noted(step_change=True, what_we_do="Go on.")], AT)
    return store


def said(months: Path, folder: Path, *typed: str) -> str:
    """What is said when these lines are typed, at a copy of the store."""
    store = Path(shutil.copytree(months, folder / "store"))
    with Carelist.open(store, "w-ada") as door:
        out = io.StringIO()
        voice = Voice(io.StringIO("".join(f"{line}\n" for line in typed)), out)
        Conversation(door, voice, lambda: AT, records=True).run()
    return out.getvalue()


def number_of(out: str, title: str) -> str:
    return next(line.partition(".")[0] for line in out.splitlines() if f". {title}: " in line)


def test_each_measure_is_said_under_its_heading_one_in_full_and_its_people_by_number(
    months: Path, tmp_path: Path
) -> None:
    out = said(months, tmp_path / "a", "M", "0", "", "q")
    assert "0 is no number of a measure." in out
    assert [line[:-1] for line in out.splitlines() if line[:-1] in SUBJECTS] == list(SUBJECTS)
    number = number_of(out, "First response to a missed contact")
    whole = said(months, tmp_path / "b", "M", number, "x", "c", "1", "", "", "q")
    assert f"{number}. First response to a missed contact: 80 of 120, 67 %." in whole
    for words in ("What it counts:", "May 2025: ", f"step change, limits begin anew: {FOUND} What we do: Go on.",
                  "Noted by Ada Manager.", "x is no letter known here.", "20. ", "100 more"):  # fmt: skip
        assert words.casefold() in whole.casefold(), words
    assert "_" not in whole[whole.index("What it counts:") :]


def test_why_and_five_notes_are_read_in_plain_lines(months: Path, tmp_path: Path) -> None:
    out = said(months, tmp_path / "a", "M", "", "q")
    number = number_of(out, "Contacts missed")
    whole = said(months, tmp_path / "b", "M", number, "r", "", "", "q")
    for words in ("Why they were missed:", "not asked: 120, 100 % so far", "5 notes to read, drawn by seed 1 of 120:",
                  "By kind of contact:"):  # fmt: skip
        assert words in whole, words
    assert whole.count("P-") >= 5


def test_the_help_says_how_to_get_there(months: Path, tmp_path: Path) -> None:
    assert "M: measures" in said(months, tmp_path, "h", "q")
