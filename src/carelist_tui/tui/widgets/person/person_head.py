"""The head of the person page: identity whole, warnings, whether they are still here, and how we stay in contact."""

from __future__ import annotations

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Card
from carelist_tui.tui.widgets.panel import Said, identity_lines, said_of_others, warning_lines, zone_words
from carelist_tui.tui.widgets.plain import Line, width_of
from carelist_tui.tui.widgets.row import Look

TABS = (
    (tr("Story"), tr("Story")), (tr("Plan"), tr("Plan")), (tr("Risk"), tr("Risk")), (tr("Missed"),
        tr("Missed contacts")), (tr("Actions"), tr("Actions")),
    (tr("Handovers"), tr("Handovers")), (tr("Indicators"), tr("Indicators")), (tr("Rhythm"), tr("Contact rhythm")),
)  # fmt: skip
"""(short, whole) name of each tab, in the order of their numbers."""
WIDE = 104


def top_strips(card: Card, closed: str, due: str, width: int, look: Look) -> list[Strip]:
    """All of it, the most important first; the page shows as many lines as it has room for, the tab Plan the rest."""
    said = Said(width, look)
    if closed:
        said.put(closed, look.ink.red)
    identity_lines(said, card)
    warning_lines(said, card)
    said.put(zone_words(card, look), look.ink.zone(card.zone))
    flags = tr("   SAME DAY IF: {red_flags}", red_flags=", ".join(card.red_flags)) if card.red_flags else ""
    said.put((", ".join(card.signs) or tr("none agreed")) + flags, label=tr("Warning signs"))
    if due:
        said.put(due, label=tr("Due"))
    said_of_others(said, card)
    if card.if_missed:
        said.put(card.if_missed, label=tr("We said that if missed"))
    return said.strips


def numbered(width: int) -> list[str]:
    """The tabs as they are written: `1 Story`."""
    return [f"{n} {whole if width >= WIDE else short}" for n, (short, whole) in enumerate(TABS, 1)]


def tabs_strip(at_hand: int, width: int, look: Look) -> Strip:
    """The tabs in a row; the one at hand stands in brackets."""
    line = Line(width, look.ink.words)
    for n, words in enumerate(numbered(width)):
        line.add("[" if n == at_hand else "]" if n == at_hand + 1 else " ")
        line.add(words, look.ink.strong if n == at_hand else None)
    return line.add("]" if at_hand == len(TABS) - 1 else "").strip()


def tab_at(x: int, width: int, otherwise: int) -> int:
    """The tab that stands in a column of that row; `otherwise` where none does."""
    start = 0
    for n, words in enumerate(numbered(width)):
        if start <= x <= start + width_of(words):
            return n
        start += width_of(words) + 1
    return otherwise
