"""What the model of the entries says, in a language made of the catalogue's own messages: every question, every choice
in turn, every refusal. It is asked whole in every build: a screen shows some of it, the model holds all."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from carelist_tui.domain.entries import TYPES
from tests.pseudo import ROOT, leaks, spoken, words_of_the_format

pytestmark = pytest.mark.slow

OF_AN_EXAMPLE = {"summary", "acceptance", "incidents", "after"}
"""Criteria of a service of its own, by their keys."""
A_FILE = re.compile(r".*# The whole file stands here\.\n\[limits\]\nlate_after = .*")
"""A service's Standards, as they were adopted."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    command = [sys.executable, "-m", "tests.words_of_the_model"]
    done = subprocess.run(command, env=spoken(tmp_path_factory), cwd=ROOT, capture_output=True, check=True, timeout=120)
    said: dict[str, str] = json.loads(done.stdout)
    return said


def test_no_english_word_is_left_in_what_a_type_asks_says_or_refuses(told: dict[str, str]) -> None:
    assert len(told) == 4 * len(TYPES) + 1
    found = {
        f"{what}: {leak}"
        for what, text in told.items()
        for leak in leaks(
            A_FILE.sub("", text), OF_AN_EXAMPLE | (words_of_the_format() if what.endswith("refused") else frozenset()),
            standards=False,
        )
    }  # fmt: skip
    assert not found, "\n".join(sorted(found))


def test_every_type_says_something_with_each_of_its_choices(told: dict[str, str]) -> None:
    """Else nothing was looked at."""
    assert not [what for what, text in told.items() if what.endswith(("says", "called")) and not text.strip()]
    assert sum(text.count("\n") for what, text in told.items() if what.endswith("says")) > 1000
