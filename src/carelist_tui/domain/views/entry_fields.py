"""Every field that an entry fills, in words, from its own model: the one rendering that the note, the page of a person,
`show --whole`, two versions side by side and every report share.

Nothing that was recorded may be missing from it (measures.md, Faces). What this release does not know (a newer type,
version or field) is said as it is written, and what can't be read as its field wants it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.entries import TYPES, EntryCorrected, fields, read_body
from carelist_tui.domain.entries.choices import MAY_SAY, choice_in_words, measure_in_words
from carelist_tui.domain.entries.entry import IS_ERASED, NEWER, InWords, NamesEntry, NamesWorker, Part
from carelist_tui.domain.entries.envelope import StoredEnvelope
from carelist_tui.domain.moments import day_in_words, month_in_words, parse_day, parse_moment
from carelist_tui.domain.repeats import repeat_in_words
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import moment_in_full

Told = Mapping[str, Any]
"""One entry of a story, as `show --json` answers it."""
OTHERS_WORDS = tr("(others' words, in confidence)")
NEWER_FIELD = tr("(from a newer version)")
LEFT_EMPTY, NOTHING = tr("left empty"), tr("nothing said")
NOT_HERE = tr("an entry that is not here")
STRUCK_OUT = tr("nothing: the entry is struck out")
ALL_OF_THEM = tr("all of their people")
AROUND = ("learned_at", "late_reason", "arose_from", "stands_in_for")
"""What of the envelope is said beside the body; who, when and how late say the line itself."""

IN_WORDS: tuple[tuple[Any, Callable[[str], str]], ...] = (
    (fields.Repeat, repeat_in_words),
    (fields.MeasureKey, measure_in_words),
    (fields.Month, month_in_words),
)
"""Text of one form that has words of its own."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One field that is filled. A new line in `words` is the writer's own, or parts one of a list from the next.

    `of_others`: it holds what somebody else said about the person, while in confidence (measures.md, Faces).
    """

    title: str
    words: str
    of_others: bool = False

    @property
    def heading(self) -> str:
        """The title, marked where the words are somebody else's."""
        return f"{self.title} {OTHERS_WORDS}" if self.of_others else self.title


@dataclass(frozen=True, slots=True)
class Telling:
    """How ids and moments are said: workers' and people's names by id, the entries that may be named, by id, and what
    puts a moment into words."""

    when: Callable[[datetime], str]
    workers: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Told] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def worker(self, id: str) -> str:
        """Their name; an unknown id as it is."""
        return self.workers.get(id, id)

    def person(self, id: str) -> str:
        """Their name; an unknown id as it is."""
        return self.people.get(id, id)

    def entry(self, id: str) -> str:
        """What the entry is and when it happened: `Contact, Mon 2 Mar 2026 10:55`."""
        line = self.entries.get(id)
        if line is None:
            return self.people.get(id, f"{NOT_HERE} ({id})")
        return f"{label_of(line)}, {self.when(parse_moment(line['occurred_at']))}"


def label_of(line: Told) -> str:
    """The plain words of an entry's type."""
    kind = TYPES.get(line["type"])
    return kind.LABEL if kind is not None else NEWER


def answered(line: Told, telling: Telling) -> list[Answered]:
    """Every field that an entry fills, in the order of its model, what was given around it last; of an erased one what
    is left."""
    kind, body = TYPES.get(line["type"]), line.get("body")
    rows: list[Answered] = []
    if "body" not in line:
        rows.append(Answered(*IS_ERASED))
    if isinstance(body, Mapping):
        known = kind if line["v"] == 1 else None
        rows += _body(known, body, telling, as_corrected(line, telling.entries)["body"])
        if kind is not None and known is None and kind.others_words(body):
            # A newer version may say it in a field of another name: then all of it is held to be in confidence.
            rows = [replace(row, of_others=True) for row in rows]
    around = {name: line[name] for name in AROUND if line.get(name) is not None}
    if line.get("late"):
        around.pop("late_reason", None)  # the line says it
    return rows + list(_fields(StoredEnvelope, around, telling))


def as_corrected(line: Told, by_id: Mapping[str, Told]) -> Told:
    """The line with the body that a correction put in its place, where one did."""
    by = by_id.get(line.get("corrected_by") or "")
    replacement = (by.get("body") or {}).get("replacement") if by else None
    return {**line, "body": replacement} if replacement else line


def now_words(line: Told, by_id: Mapping[str, Told], zone: ZoneInfo) -> str:
    """What a correction put in place of an entry's words, its moments in the service's zone; empty where it was struck
    out, or stands."""
    by = by_id.get(line.get("corrected_by") or "")
    if by is None or line.get("struck"):
        return ""
    said = by.get("body") or {}
    body = read_body(line["type"], line["v"], said.get("replacement"))
    moved_to = parse_moment(said["moved_to"]) if said.get("moved_to") else None
    happened_at = moved_to or parse_moment(line["occurred_at"])
    moved = tr("it happened {moment}", moment=moment_in_full(moved_to, zone)) if moved_to else ""
    return "; ".join(filter(None, (body.in_words(zone, happened_at) if body else "", moved)))


def _body(kind: type[Any] | None, body: Told, telling: Telling, later: Told | None = None) -> Iterator[Answered]:
    """`later`: what a correction put in its place; what it says in confidence was not said openly before either."""
    if kind is None:
        yield from (Answered(_spaced(name), _as_written(value)) for name, value in body.items())
        return
    others = kind.others_words(body) | kind.others_words(later or body)
    for row_of, row in _named_fields(kind, body, telling):
        yield replace(row, of_others=row_of in others or row_of.partition(".")[0] in others)
    if kind is EntryCorrected:
        yield from _replacement(body, telling)


def _replacement(body: Told, telling: Telling) -> Iterator[Answered]:
    """What stands in the place of the corrected entry, by that entry's own model."""
    if "replacement" not in body:
        return
    instead = body["replacement"]
    if not isinstance(instead, Mapping):
        yield Answered(tr("Instead"), STRUCK_OUT)
        return
    corrected = telling.entries.get(str(body.get("entry")))
    kind = TYPES.get(corrected["type"]) if corrected is not None else None
    for row in _body(kind, instead, telling):
        yield replace(row, title=tr("Instead, {lower}", lower=_lower(row.title)))


def _fields(kind: type[Part], body: Told, telling: Telling, within: str = "") -> Iterator[Answered]:
    yield from (row for _, row in _named_fields(kind, body, telling, within))


def _named_fields(kind: type[Part], body: Told, telling: Telling, within: str = "") -> Iterator[tuple[str, Answered]]:
    """(public name of the field, what it says) of each that is filled, the known ones in the order of the model; of a
    field within another `outer.inner`."""
    shapes = _shapes(kind)
    for name, shape in shapes.items():
        value = body.get(name)
        if value is None or name == "replacement":
            continue
        part = _part_of(shape.hint)
        if part is not None and isinstance(value, Mapping):
            rows = list(_named_fields(part, value, telling, shape.title)) or [("", Answered(shape.title, NOTHING))]
            yield from ((f"{name}.{within_it}", row) for within_it, row in rows)
        else:
            yield name, Answered(_within(within, shape.title), _words(shape, value, telling))
    for name, value in body.items():
        if name not in shapes:
            yield name, Answered(_within(within, f"{_spaced(name)} {NEWER_FIELD}"), _as_written(value))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a field is, as its model says it."""

    name: str
    title: str
    if_none: str
    """What an empty list means, where that is not nothing."""
    hint: Any


@cache
def _shapes(kind: type[Part]) -> Mapping[str, _Shape]:
    hints = get_type_hints(kind, include_extras=True)
    shapes = {}
    for name, of_model in kind.model_fields.items():
        public = of_model.alias or name
        if_none = kind.IF_NONE.get(public, "")
        shapes[public] = _Shape(public, of_model.title or public, if_none, without_none(hints[name]))
    return shapes


def without_none(hint: Any) -> Any:
    """A type without the None that stands for what was not said."""
    parts = [part for part in get_args(hint) if part is not type(None)]
    return parts[0] if type(None) in get_args(hint) and len(parts) == 1 else hint


def _plain(hint: Any) -> Any:
    return hint.__origin__ if hasattr(hint, "__metadata__") else hint


def _part_of(hint: Any) -> type[Part] | None:
    return hint if isinstance(hint, type) and issubclass(hint, Part) else None


def _words(shape: _Shape, value: Any, telling: Telling) -> str:
    """Plain words, never a code; what can't be read as its field wants it is said as it is written."""
    if value == "":
        return LEFT_EMPTY
    try:
        if isinstance(value, list | tuple) and shape.hint != fields.Persons:
            return _list(shape, value, telling) or _none_of(shape)
        return _one(shape.hint, value, telling, shape.name)
    except (ValueError, TypeError, LookupError, AttributeError):
        return _as_written(value)


def _list(shape: _Shape, values: Any, telling: Telling) -> str:
    inner = without_none(get_args(_plain(shape.hint))[0])
    part = _part_of(inner)
    if part is not None:
        return "\n".join(_row(part, each, telling) for each in values)
    said = [_one(inner, each, telling, shape.name) for each in values]
    return ("; " if any("," in each for each in said) else ", ").join(said)


def _row(part: type[Part], value: Any, telling: Telling) -> str:
    rows = _fields(part, value, telling)
    return "; ".join(f"{_lower(row.title)} {row.words}" for row in rows) or NOTHING


def _none_of(shape: _Shape) -> str:
    """What an empty list means, where the field says it."""
    return shape.if_none or tr("none")


def _one(hint: Any, value: Any, telling: Telling, name: str) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if hint == fields.Persons:
        return ALL_OF_THEM if value == "all" else ", ".join(map(telling.person, value))
    if hint == fields.DueKey:
        return _due(str(value), telling)
    for of, in_words in IN_WORDS:
        if hint == of:
            return in_words(str(value))
    marks, plain = getattr(hint, "__metadata__", ()), _plain(hint)
    if get_origin(plain) is Literal or hint == fields.Key:
        return _choice(str(value), get_args(plain), marks)
    if get_origin(plain) is dict and isinstance(value, Mapping):
        return ", ".join(f"{_spaced(key)}: {choice_in_words(str(said))}" for key, said in value.items())
    if plain is datetime:
        return telling.when(parse_moment(value))
    if plain is date:
        return day_in_words(parse_day(value))
    return _text(hint, marks, str(value), telling, name)


def _text(hint: Any, marks: Any, value: str, telling: Telling, name: str) -> str:
    if any(isinstance(mark, NamesEntry) for mark in marks):
        return telling.entry(value)
    if any(isinstance(mark, NamesWorker) for mark in marks):
        return telling.worker(value)
    if hint == fields.PersonId:
        return telling.person(value)
    return choice_in_words(value) if value in MAY_SAY.get(name, ()) else value


def _choice(code: str, codes: tuple[Any, ...], marks: Any) -> str:
    words = next((mark.words for mark in marks if isinstance(mark, InWords)), ())
    return str(words[codes.index(code)]) if words and code in codes else choice_in_words(code)


def _due(key: str, telling: Telling) -> str:
    """A Due by its key, `kind:source[:part]`."""
    kind, source, *part = key.split(":", 2)
    what = ", ".join([_spaced(kind), *map(_spaced, part)])
    return tr("{what} (of: {entry})", what=what, entry=telling.entry(source))


def _within(within: str, title: str) -> str:
    return f"{within}, {_lower(title)}" if within else title


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title.lower()


def _spaced(name: str) -> str:
    return in_plain_words(name)


def _as_written(value: Any) -> str:
    """What is said in a way that this release does not know, whole."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{_spaced(str(name))}: {_as_written(each)}" for name, each in value.items()) or NOTHING
    if isinstance(value, list | tuple):
        return "\n".join(map(_as_written, value)) or tr("none")
    return str(value) if value != "" else LEFT_EMPTY
