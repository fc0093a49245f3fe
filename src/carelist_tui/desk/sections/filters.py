"""What a filter leaves of a section's rows, and how that is said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from carelist_tui.catalogue import tr
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.names import is_said_in
from carelist_tui.domain.slotted import dataclass

LONGEST_SAID = 24
"""Letters of what was typed that are said again beside how many it hides, which is never cut for it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left out of a section, and how that is said."""

    text: str = ""
    only: str | None = None
    """A worker's id: only what they own."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Workers' names, so that an owner is found by name."""

    def lets_through(self, row: Row) -> bool:
        if self.only is not None and self.only not in row.owners:
            return False
        words = self.text.casefold().split()
        return not words or all(
            word in row.searched or is_said_in(word, row.searched) or self._is_owner(word, row) for word in words
        )

    def _is_owner(self, word: str, row: Row) -> bool:
        return any(word in self.names.get(owner, "").casefold() for owner in row.owners)

    def says(self, hidden: int) -> str:
        """What `says_hidden` says, and which key shows all."""
        said = self.says_hidden(hidden)
        return said + (tr(" (w shows all)") if said and self.only is not None else "")

    def says_hidden(self, hidden: int) -> str:
        """`12 hidden: only mine, "khan"`; empty when nothing can be hidden."""
        shown = self.text if len(self.text) <= LONGEST_SAID else f"{self.text[:LONGEST_SAID]}\N{HORIZONTAL ELLIPSIS}"
        why = [*([tr("only mine")] if self.only is not None else []), *([f'"{shown}"'] if self.text else [])]
        return tr("{hidden} hidden: {why}", hidden=hidden, why=", ".join(why)) if why else ""


def filtered(rows: Sequence[Row], by: Filter) -> list[Row]:
    """The rows that a filter lets through, in their order."""
    if not by.text and by.only is None:
        return list(rows)
    return [row for row in rows if by.lets_through(row)]


def done_words(rows: Sequence[Row], settled: Sequence[Row], by: Filter) -> str:
    """`3 of 11 done today`: of all that a list had today, as it is filtered, how much is settled (what that is says
    domain/dues/settled_today.py). `rows` are all rows of the list as it stands, `settled` those of what was settled."""
    listed = {item.key for row in rows for item in row.items}
    done = [item for row in filtered(settled, by) for item in row.items if item.key not in listed]
    left = [item for row in filtered(rows, by) for item in row.items]
    n, more = (sum(by.only is None or item.stands_with(by.only) for item in items) for items in (done, left))
    return tr("{n} of {n2} done today", n=n, n2=n + more)


def edited_anew(text: str, key: str, character: str | None, *, is_new: bool) -> str:
    """The same where words stand from before (`is_new`: this is the first key): a letter takes their place, as it does
    with what is selected; backspace goes on with them."""
    over = is_new and character is not None and character.isprintable()
    return edited("" if over else text, key, character)


def filter_words(text: str, *, is_new: bool) -> str:
    """What is typed as a filter: `filter: reed_`."""
    over = tr(" letters replace it") if is_new and text else ""
    return f"{tr('filter: {value}_', value=text)}{over}"


def edited(text: str, key: str, character: str | None) -> str:
    """A line of text after one more key: a letter is added, backspace takes one away, all else changes nothing."""
    if key == "backspace":
        return text[:-1]
    return text + character if character is not None and character.isprintable() else text
