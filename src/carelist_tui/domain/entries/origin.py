"""Entries of another team, that came with a person by a sealed export: whoever they name works there, and is shown so.

Every worker id in such an entry is that team's (records.md, origin). It is read as `Ann Price, South`: nobody here has
that id, so that it is looked up as nobody of ours, holds no role and owns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import nfc
from carelist_tui.domain.entries.entry import NamesWorker, Part
from carelist_tui.domain.entries.subjects import TYPES

LONGEST_NAME = 80
"""Letters of a team's or a worker's name that are kept of what another team says."""


def origin_of(
    raw: Mapping[str, Any], team: str, names: Mapping[str, str], sending: str | None = None
) -> dict[str, Any]:
    """Where this whole stored entry comes from: the `team` that sealed it, and what it was there. `names` are that
    team's own, by worker id. What that team had from a third keeps who said it: `Ann Price, East, South`. `sending`:
    of a receipt, the `handover.sent` of ours whose secret came with it."""
    before = raw.get("origin")
    name = worker_there(raw["author"], raw) if before else names.get(raw["author"], raw["author"])
    there = {part: raw[part] for part in ("device", "seq", "hash")}
    said = {"team": one_line(team), **there, "author_name": one_line(name, 2 * LONGEST_NAME)}
    return said if sending is None else said | {"sending": sending}


def one_line(name: str, most: int = LONGEST_NAME) -> str:
    """What another team says somebody is called, as it can be stored: on one line, without what can't be seen."""
    words = "".join(letter if letter.isprintable() else " " for letter in name)
    return str(nfc(" ".join(words.split()))[:most]).strip() or tr("nobody named")


def worker_there(worker: str, raw: Mapping[str, Any]) -> str:
    """A worker that an entry names, as they are called here: of an entry of another team by name and team, in words
    that are nobody's id here; of any other by their id. Once called so they stay so."""
    origin = raw.get("origin")
    if origin is None or worker.endswith(f", {origin['team']}"):
        return worker
    name = origin["author_name"] if worker == raw["author"] else worker
    return f"{name}, {origin['team']}"


def as_called_here(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A whole stored entry in which every worker is called as here; one of ours as it is."""
    if raw.get("origin") is None:
        return raw
    kind = TYPES.get(raw["type"])
    again = {**raw, "author": worker_there(raw["author"], raw)}
    for named in ("on_behalf_of", "stands_in_for"):
        if named in raw:
            again[named] = worker_there(raw[named], raw)
    if kind is not None and isinstance(raw.get("body"), Mapping):
        again["body"] = body_called_here(kind, raw["body"], raw)
    return again


def body_called_here(kind: type[Part], body: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body, or what a correction puts in its place, of the entry `raw`, in the same way."""
    if raw.get("origin") is None:
        return body
    named = _naming_workers(kind)
    return {name: _called(part, named[name], raw) if name in named else part for name, part in body.items()}


def _called(value: Any, part: type[Part] | None, raw: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_called(each, part, raw) for each in value]
    if isinstance(value, Mapping) and part is not None:
        return body_called_here(part, value, raw)
    return worker_there(value, raw) if isinstance(value, str) and part is None else value


@cache
def _naming_workers(kind: type[Part]) -> dict[str, type[Part] | None]:
    """By public name the fields that name workers, themselves (None) or in parts of this kind."""
    found: dict[str, type[Part] | None] = {}
    for name, field in kind.model_fields.items():
        for part, marks in _leaves(field.annotation, tuple(field.metadata)):
            if isinstance(part, type) and issubclass(part, Part):
                if _naming_workers(part):
                    found[field.alias or name] = part
            elif any(isinstance(mark, NamesWorker) for mark in marks):
                found[field.alias or name] = None
    return found


def _leaves(annotation: Any, marks: tuple[Any, ...]) -> list[tuple[Any, tuple[Any, ...]]]:
    if get_origin(annotation) is Annotated:
        annotation, *own = get_args(annotation)
        return _leaves(annotation, (*own, *marks))
    within = [leaf for part in get_args(annotation) for leaf in _leaves(part, marks)]
    return within or [(annotation, marks)]
