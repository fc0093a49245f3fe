"""A language that nobody speaks, made of the messages that there are: each letter with an accent, each message longer
by a third. What is shown in it and has plain letters in it did not come through the catalogue."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.made_once import made_once

ROOT = Path(__file__).parents[1]
LANGUAGE = "zz"
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ACCENTED = "ÁƁĆĎÉƑĜĤÍĴĶĹṀŃÓṔɊŔŠŤÚṼŴẊÝŽáƀćďéƒĝĥíĵķĺṁńóṕɋŕšťúṽŵẋýž"
LONGER = 0.3
MIRROR = "ЯЮЭЫШЧЦХФУТСРПОНМЛКИЗЖГВБАяюэышчцхфутсрпонмлкизжгвба"
"""In the order against that of the alphabet, so that what is sorted by its words stands otherwise; a capital each."""
_MIRROR, _BACK = str.maketrans(PLAIN, MIRROR), str.maketrans(MIRROR, PLAIN)
WORD = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{3,}(?![0-9A-Za-z])")
IDS = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,})(?![0-9A-Za-z])")
"""Of laptops and entries, and digests."""


SOURCE = r"\([^()]*\bS\d:[^()]*\)"
"""Where something stands in the design: taken away before it is shown."""


def catalogue_tool() -> Any:
    """`docs/words.py`, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("catalogue_tool", ROOT / "docs" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def pseudo(message: str, hole: re.Pattern[str]) -> str:
    """The message in that language: its places and the blanks at its ends stay."""
    text = message.strip()
    if not text:
        return message
    begins = message.index(text)
    said = _between(text, hole, lambda words: words.translate(str.maketrans(PLAIN, ACCENTED)))
    letters = sum(map(len, WORD.findall(hole.sub("", text))))
    longer = "ṁ" * round(letters * LONGER)
    return message[:begins] + said + longer + message[begins + len(text) :]


def catalogues(factory: pytest.TempPathFactory) -> Path:
    """The folder in which its catalogue lies, made once for all workers."""
    return made_once(factory, "spoken", write_catalogue)


def spoken(factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the environment has to say for it to be spoken."""
    return _from(catalogues(factory))


def _from(folder: Path) -> dict[str, str]:
    return {**os.environ, "CARELIST_LANGUAGE": LANGUAGE, "CARELIST_CATALOGUES": str(folder)}


def mirrored(message: str, hole: re.Pattern[str]) -> str:
    """The message letter for letter in others, each as wide as what it stands for, and in another order. Where it
    stands in the design stays, as every language keeps it."""
    stays = re.compile(rf"{hole.pattern}|{SOURCE}")
    return _between(message, stays, lambda words: words.translate(_MIRROR))


def in_the_mirror(text: str) -> str:
    """What somebody wrote, in those letters: it is no message, and has no places."""
    return text.translate(_MIRROR)


def unmirrored(text: str) -> str:
    """What the text says in English, whichever of its letters stand in the mirror."""
    return text.translate(_BACK)


def _between(message: str, hole: re.Pattern[str], say: Callable[[str], str]) -> str:
    """The message, with all that is no place of a value said otherwise."""
    said, at = [], 0
    for place in hole.finditer(message):
        said += [say(message[at : place.start()]), place[0]]
        at = place.end()
    return "".join([*said, say(message[at:])])


Said = Callable[[str, re.Pattern[str]], str]
"""A message, and what its places look like, in another language."""


def make_catalogue(folder: Path, say: Said = pseudo) -> dict[str, str]:
    """Writes the catalogue into that folder; gives what the environment has to say for it to be spoken."""
    write_catalogue(folder, say)
    return _from(folder)


def write_catalogue(folder: Path, say: Said = pseudo) -> None:
    """Writes the catalogue into that folder."""
    tool = catalogue_tool()
    made = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for message in tool.template():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = tuple(say(each, tool.HOLE) for each in ids)
            made.add(message.id, said if isinstance(message.id, tuple) else said[0])
    path = folder / LANGUAGE / "LC_MESSAGES" / "carelist.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, made)


def words_of_the_standards() -> set[str]:
    """Every word in the Standards that ship: what a service says in its own words, in whatever language it speaks."""
    text = (ROOT / "src" / "carelist_tui" / "domain" / "standards" / "default.toml").read_text(encoding="utf-8")
    return {word.lower() for said in re.findall(r'"([^"]*)"', text) for word in WORD.findall(said)}


@cache
def words_of_the_format() -> frozenset[str]:
    """Every word of a code, a key or a name that is typed, the same in every language: where a refusal lists which
    there are."""
    from carelist_tui.cli.group import COMMANDS
    from carelist_tui.desk.guide.guide_pages import NAMES
    from carelist_tui.domain.entries import TYPES
    from carelist_tui.domain.entries.schema import entry_schema
    from carelist_tui.domain.measures.measure_table import MEASURES
    from carelist_tui.domain.standards.file import default_standards
    from carelist_tui.domain.views.lists.every_list import LISTS
    from carelist_tui.domain.views.report.kinds_of_report import KINDS, OF_A_SERVICE
    from carelist_tui.exchange.schemas import example_entries

    schema = entry_schema({each["type"]: each for each in example_entries()})
    typed = (
        *COMMANDS,
        *NAMES,
        *MEASURES,
        *LISTS,
        *TYPES,
        *KINDS,
        *OF_A_SERVICE,
        *default_standards().model_dump(),
        *default_standards().tiers,
    )
    return frozenset(word.lower() for name in (*typed, *_codes(schema)) for word in re.findall("[A-Za-z]+", name))


def _codes(schema: object) -> set[str]:
    """The names of a schema's fields, and every code that one of them may be."""
    if isinstance(schema, list):
        return {code for each in schema for code in _codes(each)}
    if not isinstance(schema, dict):
        return set()
    said = [*schema.get("properties", ()), *schema.get("enum", ()), schema.get("const")]
    return {each for each in said if isinstance(each, str)} | _codes([*schema.values()])


KEYS = {"esc", "ctrl", "tab", "down", "shift", "enter", "space", "pgup", "pgdn", "home", "end", "backspace"}
"""As they stand on a keyboard."""


def leaks(text: str, names: set[str], *, standards: bool = True) -> set[str]:
    """The words of a text in plain letters that are none of these names, nor keys or, where it has the `standards` that
    ship, words of theirs. What is cut short counts as what it began."""
    known = names | KEYS | (words_of_the_standards() if standards else set())
    found = {(word, line.strip()) for line in text.splitlines() for word in WORD.findall(IDS.sub(" ", line))}
    return {
        f"{word} in {line!r}"
        for word, line in found
        if word.lower() not in known and not any(each.startswith(word.lower()) for each in known if "…" in line)
    }
