"""An entry of a story in lines: when, a sign for what became of it, and the entry's own plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.style import Style
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import DAYS, MONTHS
from carelist_tui.domain.words import clock_in_words
from carelist_tui.exchange.story_text import Told, entry_in_words
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import Look

WHEN_WIDTH, SIGN_WIDTH = 18, 3
SIGNS = tr("x in error  ~ corrected  L late")
"""What the signs before an entry mean."""
Fields = Sequence[tuple[str, str]]


def when_words(moment: str, look: Look) -> str:
    """`Mon 2 Mar 10:55`, or `2 Mar 2025 10:55` of another year."""
    local, now = datetime.fromisoformat(moment).astimezone(look.zone), look.at.astimezone(look.zone)
    day = f"{local.day} {MONTHS[local.month - 1]}"
    date = f"{DAYS[local.weekday()]} {day}" if local.year == now.year else f"{day} {local.year}"
    return f"{date} {clock_in_words(local, look.zone)}"


def signs_of(told: Told) -> str:
    """`x` entered in error, `~` corrected, `L` late; several of them, or none."""
    corrected = "x" if told.get("struck") else "~" if told.get("corrected_by") else ""
    return corrected + ("L" if told.get("late") else "")


def entry_strips(told: Told, width: int, look: Look, now: str = "", fields: Fields = ()) -> list[Strip]:
    """One entry. `now` is what a correction put in place of its words; `fields` is all of what it says, by title."""
    ink = look.ink
    gone = bool(told.get("corrected_by"))
    words = entry_in_words(told, look.names, look.zone)
    strips = _lines(words, width, look, ink.quiet + Style(strike=True) if gone else ink.words)
    first = Line(width, ink.words).add(" ").add(when_words(told["occurred_at"], look), ink.quiet, width=WHEN_WIDTH)
    first.add(signs_of(told), ink.amber, width=SIGN_WIDTH)
    lead = first.strip().crop(0, _indent(width))
    strips[0] = Strip.join([lead, strips[0].crop(_indent(width), width)])
    if now:
        strips += _lines(tr("Now: {now}", now=now), width, look, ink.words)
    for title, said in fields:
        strips += _lines(f"{title}: {said}", width, look, ink.quiet, deeper=2)
    return strips


def _indent(width: int) -> int:
    return min(1 + WHEN_WIDTH + SIGN_WIDTH, width // 2)


def _lines(words: str, width: int, look: Look, style: Style, *, deeper: int = 0) -> list[Strip]:
    indent = _indent(width) + deeper
    parts = wrap(words, width - indent - 1)
    return [Line(width, look.ink.words).at(indent).add(part, style).strip() for part in parts]
