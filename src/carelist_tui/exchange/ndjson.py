"""Lines of JSON as they come from a file or a pipe. Every fault has its line; nothing of what was typed is repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import MOST_TOLD, Fault, Refused, Tally
from carelist_tui.domain.slotted import dataclass

LONGEST_LINE = 1_000_000
"""Bytes. The longest entry that could be stored is far below this."""
MOST_PARTS_OF_LINE = 20_000
"""Commas in one line, between its values and in its texts. The longest entry has far fewer."""
MOST_PARTS = 1_000_000
"""Of all lines: about 40,000 entries, and 150 MB of memory."""
MOST_LINES, MOST_BYTES = 1_000_000, 64 * 1024 * 1024
"""Looked at, in one file: about 5 seconds."""
NO_ENTRY = tr("is no entry: it names no type")
MORE = tr("this is more than can be read at once")
TOO_MUCH = tr("{more}: give it in parts, each with the lines of a file of its own", more=MORE)
_BOM = b"\xef\xbb\xbf"


_WRONG = {
    "Expecting value": tr("expecting value"),
    "Expecting property name enclosed in double quotes": tr("expecting property name enclosed in double quotes"),
    "Expecting ':' delimiter": tr("expecting ':' delimiter"),
    "Expecting ',' delimiter": tr("expecting ',' delimiter"),
    "Unterminated string starting at": tr("unterminated string starting at"),
    "Invalid control character at": tr("invalid control character at"),
    "Invalid \\escape": tr("invalid \\escape"),
    "Invalid \\uXXXX escape": tr("invalid \\uxxxx escape"),
    "Extra data": tr("extra data"),
}
"""What the standard library finds wrong, as it is said here."""


def read_lines(stream: IO[bytes]) -> tuple[list[int], list[Any]]:
    """The line numbers, from 1, and the JSON values on them; blank lines are passed over.

    In place of a value that is not UTF-8, not JSON, too long or too deep stands its Fault, so that the door can name
    everything that is wrong with a file at once. Refuses a file that is full of such lines, or of what is no entry,
    each counted; and (TOO_MUCH) one of more than is held in memory.
    """
    lines, values, tally, budget = list[int](), list[Any](), Tally(), Budget()
    for number, text in _numbered(stream):
        if number > MOST_LINES:
            raise tally.refused(is_all=False, last=number - 1) if len(tally) > MOST_TOLD else Refused(TOO_MUCH)
        if len(text) <= LONGEST_LINE and text.isspace():  # of a longer one the end is not seen here
            continue
        value = _value_on(text) if len(tally) <= MOST_TOLD or _looks_like_one(text) else _NO_ENTRY
        if isinstance(value, Fault):
            tally.add([value], number)
        elif not may_be_entry(value):
            tally.add([_NO_ENTRY], number)
        if len(tally) <= MOST_TOLD:
            budget.take(text)
            lines.append(number)
            values.append(value)
        elif values:
            lines, values = [], []
    if len(tally) > MOST_TOLD:
        raise tally.refused()
    return lines, values


def each_line(stream: IO[bytes]) -> Iterator[tuple[int, Any]]:
    """Each line's number, from 1, and its JSON value, as it comes; blank lines are passed over. However many there are,
    one is held in memory. In place of a value that can't be read stands its Fault."""
    for number, text in _numbered(stream, most=None):
        if len(text) > LONGEST_LINE or not text.isspace():
            value = _value_on(text)
            yield number, value if isinstance(value, Fault) or may_be_entry(value) else _NO_ENTRY


@dataclass(slots=True)
class Budget:
    """What reading one file may cost: the parts that are held in memory. `instead` says what to do with a larger
    one."""

    instead: str = tr("give it in parts, each with the lines of a file of its own")
    parts: int = 0

    def take(self, text: bytes) -> None:
        """A line more is held. Refuses (TOO_MUCH) what goes beyond."""
        self.parts += parts_of(text)
        if self.parts > MOST_PARTS:
            raise Refused(f"{MORE}: {self.instead}")


_NO_ENTRY = Fault("", NO_ENTRY)


def _looks_like_one(text: bytes) -> bool:
    """Whether a line may be an entry, told without reading it."""
    text = text.strip()
    return text.startswith(b"{") and text.endswith(b"}")


def _value_on(text: bytes) -> Any:
    try:
        return read_json(text, longest=LONGEST_LINE)
    except ValueError as sentence:
        return Fault("", str(sentence))


def parts_of(text: bytes) -> int:
    """No fewer than the values in a JSON text."""
    return 1 + text.count(b",") + text.count(b"[") + text.count(b"{")


def may_be_entry(value: Any) -> bool:
    """Whether it looks like one: an object that names its type."""
    return isinstance(value, dict) and isinstance(value.get("type"), str)


def _numbered(stream: IO[bytes], most: int | None = MOST_BYTES) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, none longer in memory than one byte above the longest. Refuses (TOO_MUCH) more than
    `most` bytes, and then a line that never ends; None: as many as there are."""
    number = looked = 0
    while text := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = text
        while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
            looked = _looked_at(looked, rest, most)
            rest = stream.readline(LONGEST_LINE + 1)
        looked = _looked_at(looked, rest, most)
        yield number, text.removeprefix(_BOM) if number == 1 else text


def _looked_at(before: int, text: bytes, most: int | None) -> int:
    if most is not None and before + len(text) > most:
        raise Refused(TOO_MUCH)
    return before + len(text)


def read_json(text: bytes, *, longest: int) -> Any:
    """One JSON value. Refuses (ValueError, a sentence) what is not JSON as RFC 8259 has it, and a field given twice."""
    if len(text) > longest:
        raise ValueError(tr("is longer than {longest:,} bytes", longest=longest))
    if text.count(b",") > MOST_PARTS_OF_LINE:
        raise ValueError(
            tr("holds more than {most_parts_of_line:,} parts: no entry does", most_parts_of_line=MOST_PARTS_OF_LINE)
        )
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise ValueError(tr("is not UTF-8 text, at byte {start}", start=trouble.start + 1)) from None
    try:
        return json.loads(decoded, object_pairs_hook=_each_field_once, parse_constant=_no_constant)
    except json.JSONDecodeError as trouble:
        raise ValueError(
            tr(
                "is not JSON: {msg}, at column {colno}",
                msg=_WRONG.get(trouble.msg, trouble.msg.lower()),
                colno=trouble.colno,
            )
        ) from None
    except RecursionError:
        raise ValueError(tr("is not an entry: it is nested too deeply")) from None
    except _Sentence:
        raise
    except ValueError:  # an integer of more digits than Python reads
        raise ValueError(tr("has too large a number in it")) from None


class _Sentence(ValueError):
    """What is wrong, in words of ours."""


def _each_field_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Sentence(tr("gives the same field twice"))
    return found


def _no_constant(_: str) -> Any:
    raise _Sentence(tr("is not JSON: NaN and Infinity are no numbers of JSON"))
