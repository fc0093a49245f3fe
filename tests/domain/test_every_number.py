"""Every number of the Standards is read (architecture, laws of the house): each is changed by itself, shorter or
else longer, and something that is read over a fixed set of stories differs. Else a service would adopt a number, be
told that every Due is made by it, and nothing would be."""

from __future__ import annotations

import json
import pathlib
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError

from carelist_tui.domain.standards import Standards, default_standards, default_text
from tests.domain.readings import Reading, readings

pytestmark = pytest.mark.slow

Path = tuple[str | int, ...]
SHIPPED = tomllib.loads(default_text())
WORDS = ("title", "name", "number", "hours")
"""Leaves that are words and no numbers: what a tier, a ladder, a step and the out-of-hours team are called."""
TABLES_OF_WORDS = ("triggers", "entry", "exit", "audits")
"""What a trigger is called; which there are, is the enumeration of the records. Criteria that people read: that those
of an audit are what a score may answer is held in tests/domain/test_audits.py."""


def leaves(value: Any = SHIPPED, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every leaf of the file that ships; a list counts as one too, and so does a checklist, by its keys."""
    if (isinstance(value, dict) and path[:1] != ("checklists",)) or path == ("checklists",):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
        return
    yield path, value
    if isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, dict):
                yield from leaves(inner, (*path, index))


def other_values(path: Path, value: Any) -> Iterator[Any]:
    """What else may stand there: shorter or else longer; of what has no length, something else."""
    if isinstance(value, dict):
        yield {**value, "one_more": "One more"}
    elif isinstance(value, list):
        yield from _other_lists(path, value)
    elif isinstance(value, int):
        yield from (value * 2, value + 1, value - 1)
    elif path[0] == "roles":
        yield "manager" if value == "senior" else "senior"
    elif path[-1] in OTHERS:
        yield from (other for other in OTHERS[str(path[-1])] if other != value)
    elif value == "same day":
        yield from ("5 service days", "1 hour", "24 hours", "2 hours, day or night")
    elif value[2:3] == ":":
        clock = datetime.fromisoformat(f"2026-03-02 {value}")
        yield from (f"{clock + timedelta(hours=1):%H:%M}", f"{clock - timedelta(hours=1):%H:%M}")
    else:
        yield from _other_lengths(value)


OTHERS = {
    "zone": ("Asia/Tokyo",),
    "bank_holidays": ("none",),
    "to": ("partner", "person"),
    "direction": ("lower",),
    "by": ("worker",),
    "every": ("6 months",),
    "key": ("something_else",),
}


def _other_lengths(value: str) -> Iterator[str]:
    number, unit = value.split(" ", 1)
    for other in (int(number) // 2, int(number) * 2, int(number) + 1, int(number) - 1):
        yield f"{other} {unit}"
    yield "1 day"


def _other_lists(path: Path, value: list[Any]) -> Iterator[Any]:
    added = {
        "closed": date(2026, 3, 5),
        "days": "Sat",
        "crisis_sources": "gp",
        "methods": "video",
        "other_hours": {"day": "Thu", "opens": "10:00", "closes": "14:00"},
    }
    if path[-1] in added:
        yield [*value, added[str(path[-1])]]
    if value and isinstance(value[0], int):
        yield [number + 1 for number in value]
    yield from (value[:-1], value[1:])


def changed(path: Path, other: Any) -> Standards | None:
    """The Standards with another value there; None where the model does not allow it."""
    file = deepcopy(SHIPPED)
    table: Any = file
    for part in path[:-1]:
        table = table[part]
    table[path[-1]] = other
    try:
        return Standards.model_validate(file)
    except ValidationError:
        return None


@cache
def every_reading() -> dict[str, Reading]:
    return dict(readings())


@cache
def as_shipped(reading: str) -> Any:
    return every_reading()[reading](default_standards())


LIKELY = {"limits": "asked", "roles": "asked", "instruments": "what is scored"}
"""Where the numbers of a table are noticed at once: asked there first, one needs not be looked for everywhere."""


NOTICED_BY = pathlib.Path(__file__).with_name("numbers_noticed_by.json")
"""Which reading noticed each number when `python -m tests.domain.test_every_number` was last run: asked first. Where it
does not notice it any more, or is called otherwise, the number is looked for everywhere, in twenty times the time."""


@cache
def noticed_by() -> dict[str, str]:
    return dict(json.loads(NOTICED_BY.read_text(encoding="utf-8")))


def notices(standards: Standards, name: str) -> str | None:
    """The first thing that is read differently."""
    likely = LIKELY.get(name.partition(".")[0], "")
    others = sorted(every_reading(), key=lambda reading: not reading.startswith(likely))
    asked = dict.fromkeys([noticed_by().get(name, others[0]), *others])
    return next((each for each in asked if each in every_reading() and differs(standards, each)), None)


def differs(standards: Standards, reading: str) -> bool:
    return bool(every_reading()[reading](standards) != as_shipped(reading))


NUMBERS = {
    ".".join(map(str, path)): (path, value)
    for path, value in leaves()
    if path[-1] not in WORDS and path[0] not in TABLES_OF_WORDS
}


def reading_of(name: str) -> str | None:
    """What notices this number, shorter or else longer."""
    path, value = NUMBERS[name]
    allowed = 0
    for other in other_values(path, value):
        if (standards := changed(path, other)) is not None:
            allowed += 1
            if found := notices(standards, name):
                return found
    assert allowed, "nothing else may stand here: is it a number at all?"
    return None


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_changes_something_that_is_read(name: str) -> None:
    assert reading_of(name) is not None


if __name__ == "__main__":
    found = {name: reading_of(name) for name in NUMBERS}
    NOTICED_BY.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
