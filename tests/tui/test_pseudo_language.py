"""Every place of the app in a language made of the catalogue's own messages: no English word is left but names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.desk.guide import guide_pages
from carelist_tui.exchange.caseload.columns import named_columns
from carelist_tui.vault.team.fingerprint import WORDS as FINGERPRINT
from tests.caseload_in_another_script import make
from tests.made_once import made_once
from tests.profiles import IS_FULL
from tests.pseudo import ROOT, WORD, leaks, spoken, words_of_the_format

pytestmark = [pytest.mark.slow, pytest.mark.long]

DATA = {
    "mallory", "north", "sister", "noor", "mobile", "sleeping", "day", "curtains", "shut", "went", "through", "week",
    "the", "mal", "note", "zzz",
}  # fmt: skip
"""What the stories of tests/tui tell, and what is typed on the way."""
NAMES = {"carelist", "today", "now", "tomorrow"}
"""Ours; what is typed as a moment, and read so in any language."""
PAGES = {word.lower() for name in guide_pages.NAMES for word in WORD.findall(guide_pages.title_of(name))}
"""Of the guide: whole pages are translated, not their titles here."""


AT = "2026-03-03T09:03:00+00:00"
WRITTEN_BY_US = {"laptop"}
"""What an entry says in English in every language: the name that is proposed for a laptop."""
TYPED_HERE = {"wed"}
"""The code of a day, as it is typed in every language."""


SPOKEN = re.compile(rf"\b(?:{'|'.join(FINGERPRINT)})\b")
"""What a laptop's key is compared by, over the telephone."""
HEADINGS = {"csv", *(part for name in named_columns() for part in name.split("_"))}
"""Names of columns, the same in every language as its codes are, and how a file's name ends."""


def walk(folder: Path, env: dict[str, str]) -> None:
    """Writes into the folder what stands at every place, in a process that speaks it."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.tui.walk_in_words", str(folder / "store"), "80", "24"],
        env=env, cwd=ROOT, capture_output=True, timeout=280, check=True,
    )  # fmt: skip
    (folder / "places.json").write_bytes(told.stdout)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By place what stands there: walked by whichever worker asks first."""
    env = spoken(tmp_path_factory)
    walked = made_once(tmp_path_factory, "walked-in-words", lambda to: walk(to, env))
    told: dict[str, str] = json.loads((walked / "places.json").read_bytes())
    return told


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


PARTS = 12
"""Of all places that are walked every build walks one in so many; by night each."""
CODED = re.compile(r"\bw-[a-z]+\b|\b[a-z]+(?:_[a-z]+)+\b|^\W*[a-z]+:\W*$", re.MULTILINE)
"""Codes, as they are typed, and ids of workers; the end of a code before its answer, on a line of its own."""
TYPED = re.compile(r"^.*;.*$|^.*: [a-z]+\W*$|\b[a-z]+:[0-9a-f]{8}-", re.MULTILINE)
"""Lines of several answers, which are typed in codes; the key of a Due."""


def without_codes(text: str) -> str:
    """The text of a form without the codes that are typed in it."""
    codes = words_of_the_format()
    typed = TYPED.sub(lambda line: WORD.sub(lambda word: " " if word[0] in codes else word[0], line[0]), text)
    return CODED.sub(" ", typed)


@pytest.fixture(scope="module")
def in_another_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, every word of which that people wrote is in another script."""
    return made_once(tmp_path_factory, "demonstration-in-another-script", lambda to: make(to, months=2))


def test_no_english_word_is_left_in_any_form_due_list_figure_or_step(
    in_another_script: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    part = ["0", "1"] if IS_FULL else ["0", str(PARTS)]
    place = tmp_path_factory.mktemp("w", numbered=True)
    command = [sys.executable, "-m", "tests.tui.every_place_told", str(in_another_script), str(place), AT, *part]
    walked = subprocess.run(
        command, env=spoken(tmp_path_factory), cwd=ROOT, capture_output=True, check=True, timeout=1500
    )
    told: dict[str, str] = json.loads(walked.stdout.decode().replace(str(place), " "))
    told = {what: SPOKEN.sub(" ", text) for what, text in told.items()}
    assert len(told) > (400 if IS_FULL else 40)
    found = {
        f"{what}: {leak}"
        for what, text in told.items()
        for leak in leaks(
            without_codes(text) if "form" in what or "Due" in what else CODED.sub(" ", text),
            NAMES | WRITTEN_BY_US | TYPED_HERE | (HEADINGS | words_of_the_format() if "bringing in" in what else set()),
            standards=False,
        )
    }
    assert not found, "\n".join(sorted(found))


def test_what_is_cut_at_80_columns_is_read_whole_by_one_key_in_longer_words_too(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The test of cut texts, in the language whose words are longer by a third."""
    case = "tests/tui/test_cut_texts.py::test_what_is_cut_is_read_whole_by_one_key_from_there[80x24]"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", case]
    env = {name: value for name, value in spoken(tmp_path_factory).items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
