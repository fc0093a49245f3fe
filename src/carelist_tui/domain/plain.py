"""The one boundary through which people's words reach a terminal: nothing in them acts, everything can be seen.

Control and escape characters, C1, bidirectional controls and lone surrogates are replaced by visible signs; a tower of
combining accents is cut short. Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

from unicodedata import category, combining

ACCENTS_KEPT = 3
_JOINERS = "\u200c\u200d"


NEWLINE = "\N{SYMBOL FOR NEWLINE}"


def _sign(character: str) -> str:
    """A visible sign for a character that would act or hide."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}{code:02X}\u203a"


def shown_text(text: str, newline: str = NEWLINE) -> str:
    """`text` as one line that is safe on any terminal and hides nothing; plain text comes back as it is."""
    if text.isascii() and text.isprintable():
        return text
    parts: list[str] = []
    accents = 0
    for character in text:
        if character.isprintable():
            accents = accents + 1 if combining(character) or category(character) == "Me" else 0
            if accents <= ACCENTS_KEPT:
                parts.append(character)
            elif accents == ACCENTS_KEPT + 1:
                parts.append("\N{HORIZONTAL ELLIPSIS}")
        elif character == "\n":
            parts.append(newline)
        elif character in _JOINERS:
            parts.append(character)
        elif category(character) == "Zs":
            parts.append(" ")
        else:
            parts.append(_sign(character))
    return "".join(parts)
