"""A tab in the making: titles, the fields of an entry, words under a label, and entries made when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from textual.strip import Strip

from carelist_tui.domain.card import Card
from carelist_tui.tui.screens.person.whole_person import PersonTold
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.person.block_window import Rolling
from carelist_tui.tui.widgets.person.entry_lines import fields_of
from carelist_tui.tui.widgets.person.story_lines import entry_strips
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import Look


class Sheet(Said):
    """Lines about one person, one below the other; `strips` holds what was put since the last entry."""

    def __init__(self, told: PersonTold, card: Card, width: int, look: Look) -> None:
        super().__init__(width, look)
        self.told, self.card = told, card
        self._blocks: list[Callable[[], list[Strip]]] = []

    def rolled(self) -> Rolling:
        """What is there so far, to be seen through a window: a line each, an entry made when it comes in sight."""
        self._flush()
        return Rolling(len(self._blocks), lambda n: self._blocks[n]())

    def _flush(self) -> None:
        self._blocks += [partial(list, (strip,)) for strip in self.strips]
        self.strips = []

    def title(self, words: str) -> None:
        """A heading with an empty line before it, unless it is the first."""
        if self.strips or self._blocks:
            self.strips.append(Line(self.width, self.look.ink.words).strip())
        self.put(words, self.look.ink.strong)

    def fields(self, id: str | None) -> None:
        """All of what an entry says, a title a line; what a correction put in place of it, too."""
        line = self.told.by_id.get(id or "")
        if line is None:
            return
        for title, words in fields_of(self.told.as_corrected(line), self.told.by_id, self.look):
            self.put(words, label=f"{title}:")

    def entries(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Entries as the story shows them."""
        self._flush()
        self._blocks += [partial(self._entry, line) for line in lines]

    def _entry(self, line: Mapping[str, Any]) -> list[Strip]:
        return entry_strips(line, self.width, self.look, self.told.now_words(line, self.look.zone))

    def section(self, title: str, lines: list[Mapping[str, Any]]) -> None:
        """Entries under a title; nothing at all where there are none."""
        if lines:
            self.title(title)
            self.entries(lines)
