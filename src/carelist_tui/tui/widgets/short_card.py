"""The person at hand in few lines: what must be seen stays whole, the rest is as much as there is room for."""

from __future__ import annotations

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.card import Card
from carelist_tui.tui.widgets.panel import Said, must_lines, panel_strips, rest_lines, steps_words, why_here, zone_words
from carelist_tui.tui.widgets.plain import Line, width_of
from carelist_tui.tui.widgets.row import Look

ZONE_AND_STEPS = 2


def fitted_strips(
    card: Card | None, row: Row, width: int, look: Look, height: int, visited: Card | None = None
) -> tuple[list[Strip], int]:
    """As much of it as there is room for, and how many lines are hidden. Identity and warnings stay whole; zone and
    steps are cut to a line each; if not even the warnings have room, the last line says so loudly."""
    whole = panel_strips(card, row, width, look, visited)
    if len(whole) <= height or card is None:
        return whole[:height], max(0, len(whole) - height)
    said = Said(width, look)
    must_lines(said, card)
    if len(said.strips) > height:
        line = Line(width, look.ink.red).add(
            tr(" ! {n} more lines of warnings: v shows all", n=len(said.strips) - height + 1)
        )
        return [*said.strips[: height - 1], line.strip()], len(whole) - height
    said.put_one(zone_words(card, look), look.ink.zone(card.zone))
    steps = steps_words(card, look)
    said.put_one(steps or f"{tr('none')}   {why_here(row)}", label=tr("Steps"))
    rest = Said(width, look)
    rest_lines(rest, card, why_here(row) if steps else "")
    strips = [*said.strips, *rest.strips][:height]
    return strips, len(whole) - len(strips)


def clipped_strips(strips: list[Strip], height: int, width: int, look: Look) -> list[Strip]:
    """Lines for a place so high; where there are more, the last one says how many and where they are read."""
    if len(strips) <= height:
        return strips
    n = len(strips) - height + 1
    told = (tr(" + {n} more lines: on their page", n=n), tr(" + {n} more lines", n=n))
    words = next((each for each in told if width_of(each) <= width), told[-1])
    return [*strips[: height - 1], Line(width, look.ink.amber).add(words).strip()]


def must_height(card: Card | None, width: int, look: Look) -> int:
    """How many lines identity and warnings take, and a line each for zone and steps: these are never hidden for the
    sake of rows."""
    said = Said(width, look)
    if card is not None:
        must_lines(said, card)
    return len(said.strips) + ZONE_AND_STEPS
