"""How what is typed in the palette finds a line of it: every word typed stands in the line, in any order.

Textual's own matcher tries every way in which the letters could be spread over a line (traps: a long name and a dozen
letters took it minutes, with the screen still), and reads a name as markup. Here both take as long as the line is.
"""

from __future__ import annotations

import re

from textual.content import Content

from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.widgets.plain import plain


class PaletteMatch:
    """What is typed, against lines that may hold anybody's words."""

    def __init__(self, typed: str) -> None:
        self._words = [re.compile(re.escape(word), re.IGNORECASE) for word in typed.split()]

    def score(self, line: str) -> float:
        """0 where a word typed is not in `line`; else more than 0, and more where words begin as they were typed."""
        score = 0.0
        for word in self._words:
            places = [found.start() for found in word.finditer(line)]
            if not places:
                return 0.0
            score += 2 if any(not line[place - 1 : place].isalnum() for place in places) else 1
        return score / (1 + len(line) / 10_000)

    def display(self, line: str) -> Content:
        """`line` safe for a terminal, what was found in it marked."""
        shown = shown_text(line)
        content = plain(shown)
        for word in self._words:
            for found in word.finditer(shown):
                content = content.stylize("reverse", *found.span())
        return content
