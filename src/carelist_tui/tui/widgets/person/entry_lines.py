"""All of what an entry says, field by field in the titles and words of its own model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.moments import day_in_words, parse_day
from carelist_tui.tui.widgets.person.story_lines import when_words
from carelist_tui.tui.widgets.row import Look

ById = Mapping[str, Mapping[str, Any]]
NEWER = "Recorded by a newer version"


def label_of(line: Mapping[str, Any]) -> str:
    """The plain words of an entry's type."""
    kind = TYPES.get(line["type"])
    return kind.LABEL if kind is not None else NEWER


def fields_of(line: Mapping[str, Any], by_id: ById, look: Look) -> list[tuple[str, str]]:
    """(title, words) of every field that an entry fills, in the order of its form; none where it can't be read. `by_id`
    are the entries that it may name."""
    kind, body = TYPES.get(line["type"]), line.get("body")
    if kind is None or line["v"] != 1 or not isinstance(body, dict):
        return []
    return list(_fields(asks_of(kind), body, _Telling(by_id, look)))


def _fields(asks: list[Ask], body: Mapping[str, Any], telling: _Telling) -> Iterator[tuple[str, str]]:
    for ask in asks:
        value: Any = body
        for step in ask.name.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None and (words := telling.words(ask, value)):
            yield f"{ask.within}, {ask.title.lower()}" if ask.within else ask.title, words


def none_of(ask: Ask) -> str:
    """What an empty list means, where the field says it (`none means any time`); else `none`."""
    return ask.help.partition("none means ")[2].partition(".")[0] or "none"


class _Telling:
    """The words of a value as its field means it."""

    def __init__(self, by_id: ById, look: Look) -> None:
        self.by_id, self.look = by_id, look

    def words(self, ask: Ask, value: Any) -> str:
        """Plain words, never a code; what can't be read as its field wants it is shown as it is written."""
        if isinstance(value, list):
            return self._list(ask, value) or none_of(ask)
        try:
            return self._one(ask, value)
        except (ValueError, TypeError):
            return str(value)

    def _list(self, ask: Ask, values: list[Any]) -> str:
        if ask.parts:
            rows = (_fields(list(ask.parts), each, self) for each in values)
            return "\n".join("; ".join(f"{title.lower()} {said}" for title, said in row) for row in rows)
        return ", ".join(self._one(ask, each) for each in values)

    def _one(self, ask: Ask, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if ask.kind in ("choice", "choices", "key"):
            return choice_in_words(str(value))
        if ask.kind == "moment":
            return when_words(str(value), self.look)
        if ask.kind == "day":
            return day_in_words(parse_day(str(value)))
        if ask.kind == "id":
            return self._entry(str(value))
        if ask.kind == "pairs" and isinstance(value, dict):
            return ", ".join(f"{name}: {choice_in_words(str(said))}" for name, said in value.items())
        return self.look.name(str(value))

    def _entry(self, id: str) -> str:
        line = self.by_id.get(id)
        if line is None:
            return "an entry that is not here"
        return f"{label_of(line)}, {when_words(line['occurred_at'], self.look)}"
