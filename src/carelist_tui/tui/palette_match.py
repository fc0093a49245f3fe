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

    def score(self, line: str, more: str = "") -> float:
        """0 where a word typed stands neither in `line`, what something is called, nor in `more`, said of it; else more
        than 0: the more for a whole word of what it is called, for the beginning of one, for few words."""
        score = 0.0
        for word in self._words:
            near = max(2 * _nearness(word, line), _nearness(word, more))
            if near == 0:
                return 0.0
            score += near
        return score / (1 + len(line) / 10_000 + len(more) / 100_000)

    def display(self, line: str) -> Content:
        """`line` safe for a terminal, what was found in it marked."""
        shown = shown_text(line)
        content = plain(shown)
        for word in self._words:
            for found in word.finditer(shown):
                content = content.stylize("reverse", *found.span())
        return content


def _nearness(word: re.Pattern[str], line: str) -> int:
    """3 where it is a word of the line, 2 where one begins so, 1 where it stands in one, 0 where it does not."""
    near = 0
    for found in word.finditer(line):
        begins = not line[found.start() - 1 : found.start()].isalnum()
        ends = not line[found.end() : found.end() + 1].isalnum()
        near = max(near, 1 + begins + (begins and ends))
    return near
