"""The one boundary through which people's words reach the terminal: nothing in them acts, everything can be seen.

Control and escape characters, C1, bidirectional controls and lone surrogates are replaced by visible signs; a tower of
combining accents is cut short. No markup is ever read: a strip is built of segments here, and a Content of plain text.
"""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from carelist_tui.domain.plain import shown_text


def plain(text: str) -> Content:
    """The only way a widget of Textual is given words: shown text, no markup read."""
    return Content("\n".join(map(shown_text, text.split("\n"))))


def titled(title: str, rest: str) -> Content:
    """A title in bold and words after it, both shown as plain text."""
    return Content.assemble((shown_text(title), "bold"), shown_text(f"  {rest}" if rest else ""))


def width_of(text: str) -> int:
    """Cells that shown text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int) -> str:
    """Shown text cut with an ellipsis, or padded, to exactly `width` cells (never negative)."""
    text = shown_text(text)
    size = width_of(text)
    if size <= width:
        return text + " " * (width - size)
    if width <= 0:
        return ""
    cut = chop_cells(text, width - 1)[0] if width > 1 else ""
    return cut + "\N{HORIZONTAL ELLIPSIS}" + " " * (width - 1 - width_of(cut))


def wrap(text: str, width: int) -> list[str]:
    """Shown text in lines of at most `width` cells, broken at spaces; a longer word is broken, nothing is left out."""
    width = max(width, 2)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in shown_text(paragraph).split(" "):
            size = width_of(word)
            if line and used + 1 + size <= width:
                line, used = f"{line} {word}", used + 1 + size
                continue
            if line:
                lines.append(line)
            *whole, word = chop_cells(word, width) if size > width else [word]
            lines.extend(whole)
            line, used = word, width_of(word)
        lines.append(line)
    return lines


class Line:
    """One line on screen, put together from words and styles, then a strip of exactly `width` cells."""

    def __init__(self, width: int, style: Style) -> None:
        self.width = width
        self.used = 0
        self._style = style
        self._pieces: list[tuple[str, Style]] = []

    @property
    def room(self) -> int:
        return self.width - self.used

    def add(self, text: str, style: Style | None = None, width: int | None = None) -> Line:
        """Add words, cut to the room left; with `width` cut or padded to exactly that column."""
        text = shown_text(text)
        size = width_of(text)
        if width is not None or size > self.room:
            size = min(self.room, size if width is None else width)
            text = fit(text, size)
        if size > 0:
            style = style or self._style
            if self._pieces and self._pieces[-1][1] == style:
                text = self._pieces.pop()[0] + text
            self._pieces.append((text, style))
            self.used += size
        return self

    def at(self, column: int) -> Line:
        """Blanks up to a column."""
        return self.add("", width=max(0, column - self.used))

    def strip(self) -> Strip:
        self.at(self.width)
        return Strip([Segment(text, style) for text, style in self._pieces], self.width)
