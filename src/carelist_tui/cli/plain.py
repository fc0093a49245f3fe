"""What people wrote, on its way to a terminal: nothing in it acts, everything can be seen. Standard library only."""

from __future__ import annotations

import json
import re
from typing import Any

from carelist_tui.domain.plain import shown_text


def visible(text: str) -> str:
    """`text` on one line as a screen reader can follow it: a new line is a slash; see domain/plain.py."""
    return shown_text(text, newline=" / ")


_HIDDEN = re.compile(r"[\x7f-\uffff\U00010000-\U0010ffff]")


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
