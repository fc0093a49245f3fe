"""Several fields on one line, with `;` between them; what would break the line is escaped within one. Pure."""

from __future__ import annotations

from collections.abc import Iterable

ESCAPE, BETWEEN = "\\", ";"
_BREAKS = {"\n": "n", "\x85": "e", "\u2028": "l", "\u2029": "p"}
"""What a text area takes for the end of a line, and the letter that stands for it after a backslash."""
_MEANT = {letter: mark for mark, letter in _BREAKS.items()} | {ESCAPE: ESCAPE, BETWEEN: BETWEEN}


def joined(cells: Iterable[str]) -> str:
    """The line that `cells_of` reads as these."""
    return f"{BETWEEN} ".join(map(_escaped, cells))


def cells_of(line: str) -> list[str]:
    r"""The fields of a line, without blanks around them. `\;` is a semicolon within one, `\n` a new line, `\\` a
    backslash; before anything else a backslash is itself."""
    cells = [""]
    signs = iter(line)
    for sign in signs:
        if sign == BETWEEN:
            cells.append("")
        elif sign == ESCAPE:
            follows = next(signs, "")
            cells[-1] += _MEANT.get(follows, ESCAPE + follows)
        else:
            cells[-1] += sign
    return [cell.strip() for cell in cells]


def _escaped(cell: str) -> str:
    marked = cell.replace(ESCAPE, ESCAPE * 2).replace(BETWEEN, ESCAPE + BETWEEN)
    for mark, letter in _BREAKS.items():
        marked = marked.replace(mark, ESCAPE + letter)
    return marked
