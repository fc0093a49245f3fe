"""The record leaves whole: one entry of every type in a store, read through the door as each face reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.reports import Asked
from carelist_tui.cli.plain_words import tell_person
from carelist_tui.domain.entries import TYPES
from carelist_tui.exchange.note import Noting, note
from carelist_tui.tui.screens.person.whole_person import read_person
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.person.entry_lines import fields_of
from carelist_tui.tui.widgets.person.story_lines import entry_strips
from carelist_tui.tui.widgets.row import Look
from tests.domain.telling import LONDON
from tests.exchange.pages import Tags
from tests.exchange.test_every_type import EXAMPLES, example
from tests.journal.telling import store_at

pytestmark = pytest.mark.slow

RAWS = [raw for raw in map(example, EXAMPLES) if raw.get("person") and TYPES[raw["type"]].ABOUT_PERSON]
AT = max(datetime.fromisoformat(raw["recorded_at"]) for raw in RAWS) + timedelta(days=1)
PEOPLE = sorted({raw["person"] for raw in RAWS})


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carelist]:
    """Everybody whom the frozen examples are about."""
    with store_at(tmp_path_factory.mktemp("whole") / "store") as opened:
        opened.record.take_in(map(example, EXAMPLES))
        yield opened


def typed(value: Any) -> Iterator[str]:
    """What somebody typed into a body, a line each: what holds a blank is neither an id, nor a code, nor a date."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from typed(each)
    elif isinstance(value, str) and " " in value:
        yield from value.split("\n")


def bare(text: str) -> str:
    return "".join(text.split())


def note_of(door: Carelist, person: str) -> str:
    shown = door.people.person(person, AT)
    return "\n".join(note(shown, Noting({}, LONDON, {person: shown["name"]}), None, AT))


def shown_whole(door: Carelist, person: str) -> str:
    return "\n".join(tell_person(door.people.person(person, AT), {}, AT, LONDON, {}))


def held(door: Carelist, person: str) -> str:
    return Tags(door.reports(Asked("subject-access", person, AT), AT).html().decode()).words


def whole_view(door: Carelist, person: str) -> str:
    told, look = read_person(door, person, AT), Look(ink_of("carelist-dark"), AT, LONDON, {})
    fields = ((line, fields_of(line, told.by_id, look)) for line in told.lines)
    return "\n".join(strip.text for line, said in fields for strip in entry_strips(line, 80, look, fields=said))


def test_the_examples_hold_every_type_about_a_person() -> None:
    assert {raw["type"] for raw in RAWS} == {name for name, kind in TYPES.items() if kind.ABOUT_PERSON}
    assert sum(len(list(typed(raw["body"]))) for raw in RAWS) > len(RAWS), "and words were typed in them"


@pytest.mark.parametrize("face", [note_of, shown_whole, held, whole_view], ids=lambda face: face.__name__)
@pytest.mark.parametrize("person", PEOPLE)
def test_whatever_was_typed_in_an_entry_of_every_type_stands_in_each_face(
    door: Carelist, person: str, face: Any
) -> None:
    said = bare(face(door, person))
    for raw in RAWS:
        if raw["person"] == person:
            for words in typed(raw["body"]):
                assert bare(words) in said, (raw["type"], words)
