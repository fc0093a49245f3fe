"""The colours of a page, read from its own stylesheet: which texts and grounds there are, and how well one is read on
the other (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

READABLE = 4.5
"""The least contrast of text with what is behind it."""
TEXT, GROUND = ("color",), ("background", "background-color")
UNREAD = ("opacity", "filter", "mix-blend-mode", "background-image", "text-shadow", "-webkit-text-fill-color")
"""Properties by which a text would look otherwise than its colour says."""
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")


def stylesheet(page: str) -> str:
    """All that a page says of how it looks."""
    return "\n".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))


def declared(css: str) -> Iterator[tuple[str, str, str]]:
    """(selector, property, value) of each declaration, those within another block (@media, @page) too."""
    while rules := _RULE.findall(css):
        for selector, body in rules:
            for each in filter(str.strip, body.split(";")):
                name, _, value = each.partition(":")
                yield selector.strip(), name.strip().lower(), value.strip().lower()
        css = _RULE.sub("", css)


def faults_of(css: str) -> Iterator[str]:
    """What of it can't be read, or only in colour. Every text is held against every ground, wherever it stands."""
    texts, grounds = set[str](), set[str]()
    begun = dict[str, str]()
    for selector, name, value in declared(css):
        if name in UNREAD:
            yield f"{selector}: {name} is not weighed"
        if name in TEXT + GROUND:
            if not _HEX.fullmatch(value):
                yield f"{selector}: {name} is {value}, not written as a colour"
                continue
            (texts if name in TEXT else grounds).add(value)
            begun |= {name: value} if selector == "body" else {}
        for colour in _HEX.findall(value):
            if len(set(_parts(colour))) > 1:
                yield f"{selector}: {name} {colour} is no grey: in black and white it is another"
    if not {"color", "background"} <= begun.keys():
        yield "body says not what text and ground are"
    for text, ground in product(sorted(texts), sorted(grounds)):
        if (found := contrast(text, ground)) < READABLE:
            yield f"{text} on {ground}: {found:.2f}"


def contrast(one: str, other: str) -> float:
    """How well one colour is told from another: 1 to 21."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _parts(colour: str) -> list[float]:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]


def _light(colour: str) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
