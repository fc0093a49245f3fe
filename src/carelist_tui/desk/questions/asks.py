"""What a form asks: read from the model of the entry's body, so that a field is said once, there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.cover import PATTERN, Called
from carelist_tui.desk.questions.human_repeats import MEANT
from carelist_tui.domain.entries import fields
from carelist_tui.domain.entries.choices import MAY_SAY, choice_in_words
from carelist_tui.domain.entries.entry import Body, ByImport, InWords, Looks, NamesEntry, NamesWorker, Part
from carelist_tui.domain.entries.envelope import DraftEnvelope
from carelist_tui.domain.views.entry_fields import without_none

Kind = Literal[
    "line", "note", "choice", "choices", "flag", "moment", "day", "number", "lines", "parts", "pairs", "file", "id",
    "ids", "key", "repeat", "person", "people", "persons", "worker", "workers", "measure", "month",
]  # fmt: skip
PICKED: frozenset[Kind] = frozenset({"id", "ids", "person", "people", "worker", "workers", "measure"})
"""Answered by picking one, or several, of those that are here, by name."""
SEVERAL: frozenset[Kind] = frozenset({"ids", "people", "workers", "choices"})
KEYS = "123456789abcdefghijklmnop"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a form. `path` as in a fault: `body.review_at`, `body.step_up.threshold`."""

    path: str
    title: str
    help: str
    kind: Kind
    needed: bool
    codes: tuple[str, ...] = ()
    parts: tuple[Ask, ...] = ()
    """What stands on a line, where each line is several fields."""
    within: str = ""
    """The title of what it is part of."""
    labels: tuple[str, ...] = ()
    """Words for each of the codes, where those are not choices of the format."""
    keys: str = KEYS
    looks: Looks | None = None
    """Of a moment or a date: which way it looks."""
    or_other: bool = False
    """Of a worker: whether it may be somebody else's name as well."""
    numbers: bool = False
    """Of pairs: whether what is said of each name is a whole number."""
    called: Called | None = None
    """Of who covers whom: who is meant by a name."""

    @property
    def is_cover(self) -> bool:
        """Whether each line says who is covered by whom."""
        return [part.kind for part in self.parts] == ["persons", "worker"]

    def words_of(self, code: str) -> str:
        """One of its choices in words."""
        return self.labels[self.codes.index(code)] if self.labels and code in self.codes else choice_in_words(code)

    def keyed(self) -> list[tuple[str, str, str]]:
        """(key, code, words) of each choice that has a key."""
        return [(key, code, self.words_of(code)) for key, code in zip(self.keys, self.codes, strict=False)]

    @property
    def name(self) -> str:
        """Its path in the body."""
        return self.path.removeprefix("body.")

    def is_answered_by(self, detail: Mapping[str, Any]) -> bool:
        """Whether what is due says this: `about` names an entry in one type, and is a choice in another."""
        said = detail.get(self.name)
        return said is not None and (not self.codes or said in self.codes)

    @property
    def pattern(self) -> str:
        """How a line is typed: `sign; seen (yes, no, not asked); note`, or `name: met, partly met`."""
        if self.is_cover and self.called is not None:
            return PATTERN
        if self.kind == "pairs":
            said_of_each = tr("a whole number") if self.numbers else tr("what is said")
            return tr("name: {map}", map=", ".join(map(self.words_of, self.codes)) or said_of_each)
        said = []
        for part in self.parts:
            codes = ", ".join(map(choice_in_words, part.codes)) or (tr("y or n") if part.kind == "flag" else "")
            said.append(part.title.lower() + (f" ({codes})" if codes else ""))
        return "; ".join(said)


_SOURCE = re.compile(r" ?\(S\d:[^)]*\)")
"""Where a rule comes from: said in the schemas, and no word for a screen."""


def asks_of(body: type[Body]) -> list[Ask]:
    """Every field of a body, in its order; a part's fields stand where the part does."""
    return list(_made_of(body, "body."))


def envelope_asks(*names: str) -> list[Ask]:
    """Fields of the envelope, which stand beside the body: their paths are their names."""
    asks = {ask.path: ask for ask in _made_of(DraftEnvelope, "")}
    return [asks[name] for name in names]


@cache
def _made_of(model: type[Part], path: str) -> tuple[Ask, ...]:
    """A model says the same each time: what it asks is worked out once."""
    return tuple(_asks(model, path))


@cache
def parts_needed(body: type[Body]) -> tuple[str, ...]:
    """The parts of a body that must be there even when nothing in them is said."""
    hints = get_type_hints(body, include_extras=True)
    needed = (name for name, field in body.model_fields.items() if field.is_required())
    return tuple(name for name in needed if _kind(hints[name])[0] == "part")


def _asks(model: type[Part], path: str, *, within: str = "", needed: bool = True) -> Iterator[Ask]:
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        hint = without_none(hints[name])
        if any(isinstance(mark, ByImport) for mark in getattr(hint, "__metadata__", ())):
            continue
        kind, inner = _kind(hint)
        public = field.alias or name
        is_needed = needed and field.is_required()
        what_for = _SOURCE.sub("", field.description or "")
        asked = Ask(path + public, field.title or public, what_for, kind, is_needed, within=within, looks=_looks(hint),
                    or_other=_or_other(hint))  # fmt: skip
        if kind == "part":
            yield from _asks(inner, f"{path}{public}.", within=asked.title, needed=is_needed)
        elif kind == "parts":
            yield replace(asked, parts=tuple(_asks(inner, "")))
        elif kind == "repeat":
            yield replace(asked, help=tr("For a series: {meant}.", meant=MEANT))
        elif kind in ("choice", "choices", "pairs"):
            codes = get_args(inner) if get_origin(inner) is Literal else ()
            yield replace(
                asked, codes=codes, labels=_labels(hint), numbers=kind == "pairs" and _kind(inner)[0] == "number"
            )
        else:
            codes = MAY_SAY.get(public, ())
            words = ", ".join(map(choice_in_words, codes))
            help_words = asked.help.replace(", ".join(codes), words) if codes else asked.help
            yield replace(asked, codes=codes, help=help_words)


_BY_ALIAS: tuple[tuple[Any, Kind], ...] = (
    (fields.Note, "note"),
    (fields.AnyNote, "note"),
    (fields.FileText, "file"),
    (fields.Minutes, "number"),
    (fields.Persons, "persons"),
    (fields.MeasureKey, "measure"),
    (fields.Month, "month"),
    (fields.Key, "key"),
    (fields.Repeat, "repeat"),
)


_OF_LISTS: Mapping[str, Kind] = {
    "choice": "choices", "part": "parts", "id": "ids", "worker": "workers", "person": "people",
}  # fmt: skip


def _kind(hint: Any) -> tuple[Any, Any]:
    """The kind of question a type asks, and the type within it."""
    hint = without_none(hint)
    for alias, kind in _BY_ALIAS:
        if hint == alias:
            return kind, hint
    marks = getattr(hint, "__metadata__", ())
    if any(isinstance(mark, NamesEntry) for mark in marks):
        return "id", hint
    if any(isinstance(mark, NamesWorker) and not mark.is_new for mark in marks):
        return "worker", hint
    if hint == fields.PersonId:
        return "person", hint
    plain = hint.__origin__ if marks else hint
    if get_origin(plain) is Literal:
        return "choice", plain
    if get_origin(plain) is dict:
        return "pairs", get_args(plain)[1]
    if get_origin(plain) in (tuple, list):
        inner = _kind(get_args(plain)[0])
        return _OF_LISTS.get(inner[0], "lines"), inner[1]
    if isinstance(plain, type) and issubclass(plain, Part):
        return "part", plain
    return {bool: "flag", int: "number", datetime: "moment", date: "day"}.get(plain, "line"), plain


def _or_other(hint: Any) -> bool:
    return any(isinstance(mark, NamesWorker) and mark.or_other for mark in getattr(hint, "__metadata__", ()))


def _labels(hint: Any) -> tuple[str, ...]:
    return next((mark.words for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, InWords)), ())


def _looks(hint: Any) -> Looks | None:
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Looks)), None)
