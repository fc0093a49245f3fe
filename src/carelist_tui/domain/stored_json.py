"""How a projection keeps a value as JSON: by the fields of its dataclass, the one way for all of them, both ways.

A field is written by its name, one that has its default is left out, and names that are not known are passed over. A
mapping is its pairs, in its order; a moment, a day, a clock time is ISO text, among other text `{"at": ...}`. The types
of the fields are read as they are, so that the first frame needs not make them of text: what is kept so stands in
modules without `from __future__ import annotations`. Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from carelist_tui.catalogue import tr

T = TypeVar("T")
Way = Callable[[Any], Any]
"""From a value to JSON, or back."""
Ways = tuple[Way | None, Way | None]
"""How values of one type are written and read; None where they are the same in JSON."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_DECODER = json.JSONDecoder()


def json_text(value: Any) -> str:
    """Compact JSON whose keys are in order: equal values are equal text."""
    return _ENCODER.encode(value)


def json_value(text: str) -> Any:
    """`json.loads` without its looking for spaces and encodings: our own text has neither."""
    return _DECODER.raw_decode(text)[0]


def stored_text(value: Any, kind: Any = None) -> str:
    """A value as the text of a column; `kind` says what it is, where it is no dataclass."""
    return json_text(stored_value(value, kind))


def stored_value(value: Any, kind: Any = None) -> Any:
    """The same in JSON values."""
    write, _ = _ways(cast(Any, kind or type(value)))
    return write(value) if write else value


def read_text(kind: type[T], text: str) -> T:
    """The inverse of `stored_text`. Raises (ValueError, KeyError, TypeError, AttributeError) where it is none."""
    return read_value(kind, json_value(text))


def read_value(kind: type[T], value: Any) -> T:
    """The inverse of `stored_value`."""
    _, read = _ways(cast(Any, kind))
    return cast(T, read(value) if read else value)


@cache
def _ways(kind: Any) -> Ways:
    if kind in (str, int, bool) or get_origin(kind) is Literal:
        return None, None
    if kind in (datetime, date, time):
        return kind.isoformat, kind.fromisoformat
    if is_dataclass(kind):
        return _ways_of_fields(kind)
    return _ways_of_parts(get_origin(kind), get_args(kind), kind)


def _ways_of_parts(origin: Any, parts: tuple[Any, ...], kind: Any) -> Ways:
    if origin in (Union, UnionType):
        return (_write_piece, _read_piece) if set(parts) == {str, datetime} else _ways_of_absent(parts)
    if origin is dict:
        pair, read = _ways(GenericAlias(tuple, parts))
        return (lambda said: [pair(each) if pair else list(each) for each in said.items()]), _each(dict, read)
    if origin is frozenset:
        write, read = _ways(parts[0])
        return (lambda said: sorted(map(write, said) if write else said)), _each(frozenset, read)
    if origin is tuple and parts[1:] == (...,):
        write, read = _ways(parts[0])
        return _each(list, write), _each(tuple, read)
    if origin is tuple:
        ways = [_ways(part) for part in parts]
        return _in_turn(list, [write for write, _ in ways]), _in_turn(tuple, [read for _, read in ways])
    raise TypeError(tr("a projection keeps no {kind}", kind=kind))


def _ways_of_absent(parts: tuple[Any, ...]) -> Ways:
    """Of a value that may be None."""
    (kind,) = (part for part in parts if part is not NoneType)
    write, read = _ways(kind)
    return _unless_none(write), _unless_none(read)


def _unless_none(way: Way | None) -> Way | None:
    return None if way is None else lambda said: None if said is None else way(said)


def _each(made: type, way: Way | None) -> Way:
    return made if way is None else lambda said: made([way(part) for part in said])


def _in_turn(made: type, ways: list[Way | None]) -> Way:
    return lambda said: made([way(part) if way else part for way, part in zip(ways, said, strict=True)])


def _write_piece(piece: str | datetime) -> Any:
    return piece if isinstance(piece, str) else {"at": piece.isoformat()}


def _read_piece(said: Any) -> str | datetime:
    return said if isinstance(said, str) else datetime.fromisoformat(said["at"])


def _ways_of_fields(kind: Any) -> Ways:
    ways = [(part.name, *_ways(cast(Any, part.type)), _default_of(part)) for part in fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        said = {}
        for name, way, _, default in ways:
            part = getattr(value, name)
            if part != default:
                said[name] = way(part) if way else part
        return said

    def read(said: Mapping[str, Any]) -> Any:
        return kind(**{name: way(said[name]) if way else said[name] for name, _, way, _ in ways if name in said})

    return write, read


def _default_of(part: Field[Any]) -> Any:
    """What a field is where nothing is said; MISSING, which equals nothing, where something must be."""
    return part.default_factory() if part.default_factory is not MISSING else part.default
