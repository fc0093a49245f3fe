"""What people wrote, on its way to a terminal: nothing in it acts, everything can be seen. Standard library only."""

from __future__ import annotations

import json
import re
import sys
from pathlib import PurePath
from shlex import quote
from typing import Any

from carelist_tui.domain.plain import shown_text


def typed(path: PurePath, platform: str = sys.platform) -> str:
    """A path as it is typed in a command: by cmd and PowerShell as by a shell."""
    said = str(path)
    if platform != "win32":
        return quote(said)
    return said if _PLAIN_WORD.fullmatch(said) else f'"{said}"'


def visible(text: str) -> str:
    """`text` on one line as a screen reader can follow it: a new line is a slash; see domain/plain.py."""
    return shown_text(text, newline=" / ")


_PLAIN_WORD = re.compile(r"[\w\\:./~+-]+")
_HIDDEN = re.compile(r"[^\x00-\x7e]")
"""Said by what it is not: the library takes four milliseconds of every start to read a set of so many letters."""


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable():
        return character
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON in which every letter is itself, and everything that acts on a terminal or hides is an escape."""
    return _HIDDEN.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def escaped(text: str) -> str:
    """JSON, or rows of a spreadsheet, for a terminal: every letter is itself, what acts or hides is an escape."""
    return _HIDDEN.sub(
        _escaped, "".join(each if each >= " " or each == "\n" else f"\\x{ord(each):02x}" for each in text)
    )
