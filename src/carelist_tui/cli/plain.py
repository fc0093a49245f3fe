"""What people wrote, on its way to a terminal: nothing in it acts, everything can be seen. Standard library only."""

from __future__ import annotations

import json
import re
from typing import Any
from unicodedata import category, combining

_ACCENTS_KEPT = 3
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """`text` on one line, control, escape and direction characters as visible signs; plain text comes back as it is."""
    if text.isascii() and text.isprintable():
        return text
    parts: list[str] = []
    accents = 0
    for character in text:
        accents = accents + 1 if combining(character) else 0
        if accents <= _ACCENTS_KEPT:
            parts.append(character if character.isprintable() or character in _JOINERS else _sign(character))
    return "".join(parts)


def _sign(character: str) -> str:
    code = ord(character)
    if category(character) == "Zs":
        return " "
    if character == "\n":
        return " / "
    if code < 0x20:
        return chr(0x2400 + code)
    return f"‹{code:02X}›"


_HIDDEN = re.compile(r"[\x7f-\uffff\U00010000-\U0010ffff]")


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable():
        return character
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON in which every letter is itself, and everything that acts on a terminal or hides is an escape."""
    return _HIDDEN.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))
