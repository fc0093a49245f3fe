"""JSON in its one canonical form (RFC 8785, for values without floats), and the digests over it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Fault, Refused

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 32
WIDEST_TABLE, WIDEST_LIST = 500, 10_000
"""Keys of a table, and things in a list, of a file that somebody writes."""
NO_NULL = tr("can't be null; leave it out")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAYABLE = re.compile(r"[A-Za-z0-9_.-]{1,40}\Z", re.ASCII)


def field_path(path: str, name: str | int) -> str:
    """The path of a part: `body.phones[0].number`. A field name that is long or strange is shown as `?`."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    said = name if _SAYABLE.match(name) else "?"
    return f"{path}.{said}" if path else said


def unfit(value: Any, path: str = "", *, nulls: bool = True, depth: int = 0) -> Iterator[Fault]:
    """What canonical JSON refuses in a value: floats, integers beyond 2**53-1, field names that are not ASCII, half
    characters, nesting deeper than 32, and what is no JSON at all; also null when `nulls` is False."""
    if depth > DEEPEST:
        yield Fault(path, tr("is nested too deeply"))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str) or not name.isascii():
                yield Fault(field_path(path, "?"), tr("a field name must be plain ASCII letters"))
            else:
                yield from unfit(part, field_path(path, name), nulls=nulls, depth=depth + 1)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from unfit(part, field_path(path, number), nulls=nulls, depth=depth + 1)
    elif (sentence := _unfit_leaf(value, nulls)) is not None:
        yield Fault(path, sentence)


def _unfit_leaf(value: Any, nulls: bool) -> str | None:
    if isinstance(value, str):
        return tr("has half a character in it") if not value.isascii() and _SURROGATE.search(value) else None
    if value is None:
        return None if nulls else NO_NULL
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if -LARGEST_INTEGER <= value <= LARGEST_INTEGER else tr("is too large a number")
    return tr("must be a whole number") if isinstance(value, float) else tr("is not JSON")


def fits(value: Any, *, nulls: bool = True, depth: int = 0) -> bool:
    """Whether `unfit` finds nothing, told without paths and so many times faster; False where that must be asked."""
    kind = type(value)
    if depth > DEEPEST:
        return False
    if kind is str:
        return value.isascii() or not _SURROGATE.search(value)
    if kind is int:
        return bool(-LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    if kind is dict:
        deeper = depth + 1
        if deeper > DEEPEST and value:
            return False
        for name, part in value.items():
            if type(name) is not str or not name.isascii():
                return False
            if not (type(part) is str and part.isascii()) and not fits(part, nulls=nulls, depth=deeper):
                return False
        return True
    if kind is list or kind is tuple:
        return all(fits(part, nulls=nulls, depth=depth + 1) for part in value)
    return kind is bool or (value is None and nulls)


def is_plain(value: Any, *, depth: int = 0) -> bool:
    """Whether a value just read from JSON `fits`, holds no null, and has its fields in canonical order."""
    kind = type(value)
    if kind is dict:
        names = list(value)
        if names != sorted(names) or not "".join(names).isascii():
            return False
        parts = value.values()
    elif kind is list:
        parts = value
    else:
        return fits(value, nulls=False, depth=depth)
    if depth >= DEEPEST:
        return depth == DEEPEST and not parts
    for part in parts:
        if not (type(part) is str and part.isascii()) and not is_plain(part, depth=depth + 1):
            return False
    return True


def canonical_json(value: Any) -> str:
    """RFC 8785 text of a JSON value. Refuses (Refused) what `unfit` names."""
    if not fits(value) and (faults := list(unfit(value))):
        raise Refused(faults)
    return json_of_fitting(value)


def json_of_fitting(value: Any) -> str:
    """RFC 8785 text of a value that `fits`; of another one it may give text that nobody else reads."""
    return _ENCODER.encode(value)


# With ASCII names sorting by code point is RFC 8785's sorting by UTF-16 unit.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse_json(text: str | bytes) -> Any:
    """The JSON value of one line. Refuses (Refused, a sentence) what is not JSON, a field given twice, nesting without
    end, and bytes that are not UTF-8. Fractions and NaN are read, so that `unfit` can name where they stand."""
    try:
        return json.loads(text.decode() if isinstance(text, bytes) else text, object_pairs_hook=_each_once)
    except Refused:
        raise
    except UnicodeDecodeError:
        raise Refused(tr("is not UTF-8 text")) from None
    except RecursionError:
        raise Refused(tr("is nested too deeply")) from None
    except json.JSONDecodeError as fault:
        raise Refused(
            tr("is not JSON: see line {lineno}, column {colno}", lineno=fault.lineno, colno=fault.colno)
        ) from None
    except ValueError:  # an integer of more digits than Python reads
        raise Refused(tr("has too large a number in it")) from None


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Refuses (Refused, a sentence, its line where it is known) what is not TOML, nesting
    without end, and tables wider than anything written by hand: the reader goes over all of a heading for every key
    below it."""
    import tomllib

    for number, line in enumerate(text.split("\n"), 1):
        if (
            line.count(".") > DEEPEST
            and line.partition("=")[0].count(".") > DEEPEST
            and not line.lstrip().startswith("#")
        ):
            raise Refused([Fault("", tr("This key has more parts than any needs."), number)])
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line_named = re.search(r"at line (\d+)", str(wrong))
        last = text.count("\n") + 1
        raise Refused([Fault("", tr("This is not a TOML file."), int(line_named[1]) if line_named else last)]) from None
    except RecursionError:
        raise Refused(tr("This nests lists or tables deeper than anything in it needs.")) from None
    except ValueError:  # an integer of more digits than Python reads
        raise Refused(tr("This has too large a number in it.")) from None
    _check_width(said)
    return said


def _check_width(value: Any, path: str = "") -> None:
    """Refuses a table of too many keys, or a list of too many things, with its path."""
    if isinstance(value, dict | list) and len(value) > (WIDEST_TABLE if isinstance(value, dict) else WIDEST_LIST):
        raise Refused([Fault(path, tr("This holds more than anything that is written by hand."))])
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        _check_width(part, field_path(path, name))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Refused(tr("has a field in it that is given twice"))
    return fields


def nfc(value: Any) -> Any:
    """The same JSON value with every text in Unicode NFC."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {name: nfc(part) for name, part in value.items()}
    return [nfc(part) for part in value] if isinstance(value, list | tuple) else value


def sha256_hex(data: bytes) -> str:
    """SHA-256 in 64 small hex digits."""
    return hashlib.sha256(data).hexdigest()
