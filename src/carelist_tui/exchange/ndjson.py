"""Lines of JSON as they come from a file or a pipe. Every fault has its line; nothing of what was typed is repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from carelist_tui.domain.refusal import Fault, Refused

LONGEST_LINE = 1_000_000
"""Bytes. The longest entry that could be stored is far below this."""
MOST_FAULTS = 1_000
"""Faults named of one file: what is no NDJSON at all is not read to its end."""
NO_ENTRY = "is no entry: it names no type"
_BOM = b"\xef\xbb\xbf"


def read_lines(stream: IO[bytes]) -> tuple[list[int], list[Any]]:
    """The line numbers, from 1, and the JSON values on them; blank lines are passed over.

    In place of a value that is not UTF-8, not JSON, too long or too deep stands its Fault, so that the door can name
    everything that is wrong with a file at once. Refuses a file that is full of such lines, or of what is no entry.
    """
    lines, values, faults, no_entries = list[int](), list[Any](), list[Fault](), list[Fault]()
    for number, text in _numbered(stream):
        if len(faults) >= MOST_FAULTS or len(no_entries) >= MOST_FAULTS:
            break
        try:
            if len(text) > LONGEST_LINE or not text.isspace():  # of a longer one the end is not seen here
                values.append(read_json(text, longest=LONGEST_LINE))
                lines.append(number)
                if not may_be_entry(values[-1]):
                    no_entries.append(Fault("", NO_ENTRY, number))
        except ValueError as sentence:
            faults.append(Fault("", str(sentence)))
            values.append(faults[-1])
            lines.append(number)
    if len(no_entries) >= MOST_FAULTS:
        raise Refused(no_entries)
    if len(faults) >= MOST_FAULTS:
        raise Refused([each.at_line(line) for line, each in zip(lines, values, strict=True) if isinstance(each, Fault)])
    return lines, values


def may_be_entry(value: Any) -> bool:
    """Whether it looks like one: an object that names its type."""
    return isinstance(value, dict) and isinstance(value.get("type"), str)


def _numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, none longer in memory than one byte above the longest."""
    number = 0
    while text := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = text
        while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
            rest = stream.readline(LONGEST_LINE + 1)
        yield number, text.removeprefix(_BOM) if number == 1 else text


def read_json(text: bytes, *, longest: int) -> Any:
    """One JSON value. Refuses (ValueError, a sentence) what is not JSON as RFC 8259 has it, and a field given twice."""
    if len(text) > longest:
        raise ValueError(f"is longer than {longest:,} bytes")
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise ValueError(f"is not UTF-8 text, at byte {trouble.start + 1}") from None
    try:
        return json.loads(decoded, object_pairs_hook=_each_field_once, parse_constant=_no_constant)
    except json.JSONDecodeError as trouble:
        raise ValueError(f"is not JSON: {trouble.msg.lower()}, at column {trouble.colno}") from None
    except RecursionError:
        raise ValueError("is not an entry: it is nested too deeply") from None


def _each_field_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("gives the same field twice")
    return found


def _no_constant(_: str) -> Any:
    raise ValueError("is not JSON: NaN and Infinity are no numbers of JSON")
