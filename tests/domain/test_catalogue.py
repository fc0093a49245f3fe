"""The catalogue: which language is spoken, what a message becomes, and what English costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.catalogue import ENGLISH, FOLDER, LANGUAGE, SAYS, chosen, fits, in_plain_words, made_in, ntr, tr
from tests.pseudo import LANGUAGE as PSEUDO
from tests.pseudo import catalogue_tool, catalogues, pseudo

TOOL = catalogue_tool()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return catalogues(tmp_path_factory)


@pytest.mark.parametrize("asked", ["", "C", "POSIX", "en_GB.UTF-8", "cy_GB.UTF-8", "../../etc", "zz/..", "\x00", "é"])
def test_without_a_catalogue_of_it_english_is_spoken(asked: str) -> None:
    assert chosen({SAYS: asked, "LANG": asked}) == ENGLISH


def test_what_was_asked_for_goes_before_what_the_system_speaks(folder: Path) -> None:
    there = {FOLDER: str(folder)}
    assert chosen({**there, "LANG": f"{PSEUDO}_GB.UTF-8"}) == PSEUDO
    assert chosen({**there, "LANG": f"{PSEUDO}_GB.UTF-8", SAYS: "en"}) == ENGLISH
    assert chosen({**there, "LANG": "en_GB.UTF-8", SAYS: PSEUDO}) == PSEUDO
    assert chosen({**there, "LC_ALL": "C", "LANG": PSEUDO}) == ENGLISH


def test_a_message_is_formatted_once_and_what_people_wrote_never() -> None:
    assert LANGUAGE == ENGLISH
    assert tr("a {brace} stays where nothing is put") == "a {brace} stays where nothing is put"
    assert tr("{name} said", name="{name} {0} {x!r} %s") == "{name} {0} {x!r} %s said"
    assert ntr("{n} day", "{n} days", 1, n=1) == "1 day"
    assert ntr("{n} day", "{n} days", 0, n=0) == "0 days"
    assert in_plain_words("did_not_attend") == "did not attend"


def test_in_english_nothing_is_read_and_a_release_is_called_as_before() -> None:
    code = "import sys, carelist_tui.catalogue as c; print('gettext' in sys.modules, c.LANGUAGE, c.made_in('1'))"
    env = {**os.environ, "LANG": "en_GB.UTF-8", SAYS: ""}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "en", "1"]
    assert made_in("1") == "1"


def test_words_that_are_kept_say_in_which_language_they_were_made(folder: Path) -> None:
    said = "c.tr('Today'), c.tr('{n} of {of}', n=1, of=2)"
    code = f"import carelist_tui.catalogue as c; print(c.made_in('1'), *map(ascii, ({said})))"
    env = {**os.environ, SAYS: PSEUDO, FOLDER: str(folder)}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert told.startswith(f"1 {PSEUDO} ")


@pytest.mark.parametrize("message", ["{n} of {of}", " last ", "it is {at:%H:%M}", "{x!r}", "plain"])
def test_the_made_up_language_keeps_places_and_margins(message: str) -> None:
    said = pseudo(message, TOOL.HOLE)
    assert fits(message, said)


@pytest.mark.parametrize(
    ("message", "said"), [("{n} of {of}", "{n} o"), (" last ", "olaf "), ("{n:02}", "{n}"), ("a {b}", "{b} {c}")]
)
def test_a_translation_that_loses_a_value_or_a_margin_is_noticed(message: str, said: str) -> None:
    from babel.messages.catalog import Catalog

    catalogue = Catalog(locale="cy")
    catalogue.add(message, said)
    assert TOOL.problems_of(catalogue)
