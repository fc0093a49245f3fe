"""How the step at hand of a huddle is drawn: the bar, its blocks, and who the person at hand is."""

from __future__ import annotations

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.huddle.huddle_so_far import Sitting
from carelist_tui.desk.several import is_refusal
from carelist_tui.domain.views.huddle import Huddle, huddle_as_drawn
from carelist_tui.exchange.huddle_sheet.sheet_words import Words
from carelist_tui.tui.screens.huddle.huddle_lines import (
    SAYS,
    Block,
    Pencil,
    bar_strip,
    one_block,
    step_blocks,
    steps_words,
)
from carelist_tui.tui.screens.page import ROOMY, Page
from carelist_tui.tui.widgets.panel import Said, must_lines
from carelist_tui.tui.widgets.plain import Line, width_of, wrap
from carelist_tui.tui.widgets.row import rule_strip, rule_strips

MOST_TOLD = 4
"""Lines of what was said last: a refusal is read whole."""
READING = tr("Reading what came in since the last huddle...")


class DrawnSteps:
    """Draws a sitting on its page. `top` is the first line in sight of the step at hand."""

    def __init__(self, page: Page, sitting: Sitting) -> None:
        self.page, self.sitting = page, sitting
        self.top = 0
        self._words: Words | None = None
        self._words_of: Huddle | None = None
        """The reading that those words are of: put into words once, drawn at every key."""
        self._drawn: tuple[object, list[Block]] = (None, [])
        """The blocks of a step with nobody at hand, and what they were drawn for."""

    def place(self, words: str, note: str | None) -> list[Strip]:
        """The lines of the panel, in a place as high: what was said last (`words`), the note being typed."""
        panel = self._panel_strips(words, note)
        self.page.lines("panel").styles.height = len(panel)
        return panel

    def draw(self, panel: list[Strip]) -> None:
        """Draw the bar, the panel, and as much of the step as there is room for."""
        bar = self.draw_bar()
        self.page.lines("panel").show(panel)
        self._draw_list(self.page.app.size.height - 2 - bar - len(panel))

    def draw_bar(self) -> int:
        """The bar, and what is asked in this step, on as many lines as it takes: how many they are."""
        width = self.page.app.size.width
        step = self.sitting.step_at_hand
        says = step.says if step else SAYS.get(self.sitting.key, "")
        says = tr("{n} marked (*)   {says}", n=len(self.sitting.marked), says=says) if self.sitting.marked else says
        look = self.page.look
        bar, title = bar_strip(self.sitting, self.page.desk.now(), width, look)
        lines = [*(wrap(title, width - 4) if title else ()), *wrap(says, width - 4)]
        aside = steps_words(self.sitting, width - len(lines[0]) - 10)
        strips = [bar, *rule_strips(lines, width, look, aside=aside)]
        self.page.lines("tabs").styles.height = len(strips)
        self.page.lines("tabs").show(strips)
        return len(strips)

    def _panel_strips(self, words: str, note: str | None) -> list[Strip]:
        """Who the person at hand is, whole, and the warnings; above it what was said last, or the note being typed."""
        width, look = self.page.app.size.width, self.page.look
        said = Said(width, look)
        if note is not None:
            said.put(tr("{note}_   (enter keeps it, escape leaves it)", note=note), look.ink.strong, label=tr("Note"))
        card = self.page.desk.card(self.sitting.person)
        if card is not None:
            must_lines(said, card)
        room = max(2, (self.page.app.size.height - 4) // 3)
        strips = said.strips
        if len(strips) > room:
            more = Line(width, look.ink.red).add(tr(" ! {n} more lines: . shows all", n=len(strips) - room + 1)).strip()
            strips = [*strips[: room - 1], more]
        told = wrap(words, width - 2)[:MOST_TOLD] if width_of(words) > width - 6 else []
        style = look.ink.red if is_refusal(words) else look.ink.strong
        lines = [Line(width, look.ink.words).add(" ").add(part, style).strip() for part in told]
        return [rule_strip("" if told else words, width, look), *lines, *strips]

    def _blocks(self) -> list[Block]:
        """The step at hand as blocks of lines, one for each worker or person."""
        huddle = self.sitting.huddle
        if huddle is None:
            return [[Line(self.page.app.size.width, self.page.look.ink.quiet).add(f"   {READING}").strip()]]
        if self._words is None or self._words_of is not huddle:
            self._words_of = huddle
            self._words = Words(huddle_as_drawn(huddle, self.page.desk.zone), self.page.desk.names, self.page.desk.zone)
        pencil = Pencil(self.page.app.size.width, self.page.app.size.height >= ROOMY, self.page.look, self._words)
        drawn_for = (self.sitting.key, self.page.app.size, self.page.app.theme, self.sitting.state())
        if self._drawn[0] != drawn_for:
            self._drawn = (drawn_for, step_blocks(self.sitting.key, huddle, pencil, self.sitting))
        blocks = list(self._drawn[1])
        if self.sitting.many:
            at_hand = one_block(self.sitting.key, huddle, self.sitting.cursor, pencil, self.sitting, at_hand=True)
            blocks[len(blocks) - self.sitting.many + self.sitting.cursor] = at_hand
        return blocks

    def _draw_list(self, height: int) -> None:
        """As much of the blocks as there is room for, the one at hand whole among them."""
        blocks = self._blocks()
        strips = [strip for block in blocks for strip in block]
        if not self.sitting.many:
            self.top = max(0, min(self.sitting.cursors.get(self.sitting.key, 0), len(strips) - height))
            self.sitting.cursors[self.sitting.key] = self.top
        else:
            at = len(blocks) - self.sitting.many + self.sitting.cursor
            starts = sum(len(block) for block in blocks[:at])
            ends = starts + len(blocks[at])
            self.top = min(max(self.top, ends - height), starts) if self.sitting.cursor else 0
        shown = strips[self.top : self.top + height]
        shown += [Line(self.page.app.size.width, self.page.look.ink.words).strip()] * (height - len(shown))
        self.page.lines("list").show(shown)
