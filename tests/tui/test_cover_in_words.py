"""Who covers whom is said by names: nobody types, or is shown, an id."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.desk.questions.answers import body_of, typed_of
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.cover import Called
from carelist_tui.desk.questions.offers import Offer
from carelist_tui.domain.entries import TYPES
from tests.tui.telling import NOW

WORKERS = [Offer("w-leah", "Leah Obi"), Offer("w-lee", "Lee Marsden"), Offer("w-leo", "Leo")]
PEOPLE = {"p-1": "KHAN Ann", "p-2": "REED Bo", "p-3": "KHAN Bilal"}


def people(text: str) -> list[Offer]:
    parts = text.casefold().split()
    return [Offer(id, name) for id, name in PEOPLE.items() if all(part in name.casefold() for part in parts)]


CALLED = Called(lambda: WORKERS, people, PEOPLE.__getitem__)


def cover() -> Ask:
    (ask,) = (replace(ask, called=CALLED) for ask in asks_of(TYPES["worker.away"]) if ask.is_cover)
    return ask


def read(typed: str) -> tuple[Any, list[str]]:
    said, faults = body_of([cover()], {cover().path: typed}, NOW, ZoneInfo("Europe/London"))
    return said.get("body", {}).get("cover"), [fault.sentence for fault in faults]


@pytest.mark.parametrize(
    ("typed", "rows", "words"),
    [
        ("everybody to leah", [{"persons": "all", "by": "w-leah"}], "everybody to Leah Obi"),
        ("All to duty", [{"persons": "all", "by": "duty"}], "everybody to duty"),
        ("everybody to w-leah", [{"persons": "all", "by": "w-leah"}], "everybody to Leah Obi"),
        ("ann khan and reed to Lee Marsden\n\nbilal to leah",
         [{"persons": ["p-1", "p-2"], "by": "w-lee"}, {"persons": ["p-3"], "by": "w-leah"}],
         "KHAN Ann and REED Bo to Lee Marsden\nKHAN Bilal to Leah Obi"),
        ("Ann, Bo & Bilal to leo", [{"persons": ["p-1", "p-2", "p-3"], "by": "w-leo"}],
         "KHAN Ann and REED Bo and KHAN Bilal to Leo"),
    ],
)  # fmt: skip
def test_cover_is_typed_and_shown_by_names(typed: str, rows: list[dict[str, Any]], words: str) -> None:
    assert read(typed) == (rows, [])
    assert typed_of([cover()], {"cover": rows})[cover().path] == words
    assert read(words) == (rows, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("leah", "each line says who is covered by whom: everybody to Leah, or Ann Khan and Bo Reed to Leah"),
        ("everybody to Zoe", "nobody here is called Zoe"),
        ("everybody to le", "several here are called le: Leah Obi, Lee Marsden, Leo"),
        ("khan to leah", "several on the caseload are called khan: KHAN Ann, KHAN Bilal"),
        ("all; w-leah", "each line says who is covered by whom: everybody to Leah, or Ann Khan and Bo Reed to Leah"),
    ],
)  # fmt: skip
def test_a_name_that_is_nobodys_or_several_peoples_is_refused(typed: str, sentence: str) -> None:
    assert read(typed)[1] == [sentence]
