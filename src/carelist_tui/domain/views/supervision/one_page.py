"""What of a report's lines one A4 page holds, in small print: each section its first lines, then one more of each in
turn, as long as there is room. Reckoned by letters, since no printer is asked; a test prints the fullest page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LINES = 40
"""Lines of a page that are left beside headings, whom it is about, and who made it."""
WIDTH = 84
"""Letters that stand in a line beside its title."""
LONGEST_MORE = 40
"""Letters of how many more there are, after the last line."""
LONGEST_LINE = 2 * WIDTH - LONGEST_MORE
CUTS = (480, 336, 252, 168, 84)
"""Letters of a longer text that are tried, until those of all fit into half a page."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """How many lines of each section are shown, and how many letters of each longer text."""

    counts: tuple[int, ...]
    letters: int

    @classmethod
    def of(cls, listed: Sequence[Sequence[str]], texts: Sequence[str]) -> OnePage:
        """What fits of these sections' lines and of these texts."""
        fitting = (cut for cut in CUTS if sum(_lines(text[:cut]) for text in texts) <= LINES // 3)
        letters = next(fitting, CUTS[-1])
        room = LINES - sum(_lines(text[:letters]) for text in texts)
        return cls(tuple(_counts(listed, room)), letters)

    def shown(self, section: int, lines: Sequence[str]) -> list[str]:
        """The lines of a section that stand on the page."""
        return [self.line(each) for each in lines[: self.counts[section]]]

    def line(self, words: str) -> str:
        """As much of a line as stands there."""
        return clipped(words, LONGEST_LINE)

    def text(self, words: str) -> str:
        """As much of a longer text as stands there."""
        return clipped(words, self.letters)


def _counts(listed: Sequence[Sequence[str]], room: int) -> list[int]:
    counts = [0] * len(listed)
    for turn in range(max(map(len, listed), default=0)):
        for number, lines in enumerate(listed):
            needs = _lines(lines[turn][:LONGEST_LINE] + LONGEST_MORE * " ") if turn < len(lines) else 0
            if turn == counts[number] and 0 < needs <= room:
                counts[number], room = turn + 1, room - needs
    return counts


def _lines(words: str) -> int:
    return 1 + len(words) // WIDTH


def clipped(words: str, letters: int) -> str:
    """As many letters of it, on one line; with a mark where it goes on."""
    said = " ".join(words.split())
    return said if len(said) <= letters else f"{said[:letters].rstrip()}\N{HORIZONTAL ELLIPSIS}"
