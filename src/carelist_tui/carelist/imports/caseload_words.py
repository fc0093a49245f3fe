"""The words of a file that stand for a choice of ours and can't be read, with how often, so that somebody may say what
each means: levels of support, colours of a board, who coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.standards import Standards
from carelist_tui.exchange.caseload.cells import read_cell
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import named_columns
from carelist_tui.exchange.caseload.staff_names import worker_named

MOST_WORDS = 40
"""Words that are asked about, the most frequent first: of a column of free text nobody says what each line means."""
_OF_WORKERS = ("coordinator", "next_contact_worker")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Word:
    """One word of theirs in the cells of a column of ours, in so many rows: the choice that it was said to mean (empty:
    nothing is known), or None where it can't be read."""

    name: str
    words: str
    rows: int
    means: str | None = None


def choices_of(name: str, standards: Standards, workers: Iterable[Worker]) -> list[tuple[str, str]]:
    """(code, what it is called) of each choice that a column holds; none where it holds no choice."""
    column = named_columns()[name]
    if name in _OF_WORKERS:
        return [(each.id, each.name) for each in workers if each.active]
    if name == "tier":
        return [(each, each.replace("_", " ")) for each in standards.tiers]
    if name == "locality":
        return [(each, each.replace("_", " ")) for each in standards.localities]
    if column.kind == "flag":
        return [("yes", "yes"), ("no", "no")]
    return [(each, choice_in_words(each)) for each in column.choices] if column.kind == "choice" else []


def words_in(
    rows: Iterable[Iterable[tuple[str, str]]], mapped: Mapped, standards: Standards, workers: Iterable[Worker]
) -> list[Word]:
    """Of rows of (column of ours, cell) the words that can't be read, and those of which it was said what they mean."""
    here = tuple(workers)
    asked = {name for name in named_columns() if choices_of(name, standards, here)}
    count = Counter((name, cell.strip()[:_LONGEST]) for row in rows for name, cell in row if name in asked)
    found = list[Word]()
    for (name, words), times in count.most_common():
        means = _meant(mapped, name, words)
        if means is None and (not mapped.value_of(name, words) or _is_read(name, words, standards, here)):
            continue
        found.append(Word(name, words, times, means))
    return sorted(found[:MOST_WORDS], key=lambda each: [*named_columns()].index(each.name))


def _meant(mapped: Mapped, name: str, words: str) -> str | None:
    typed = words.casefold()
    return "" if typed in mapped.nothing.get(name, ()) else mapped.values.get(name, {}).get(typed)


def _is_read(name: str, words: str, standards: Standards, workers: tuple[Worker, ...]) -> bool:
    if name in _OF_WORKERS:
        return worker_named(words, workers) is not None
    try:
        value = read_cell(named_columns()[name], words)
    except ValueError:
        return False
    return name not in ("tier", "locality") or value in dict(choices_of(name, standards, workers))


def cells_of(names: Iterable[Iterable[str]], cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(column of ours, cell) of one row, from the columns of ours that each of theirs fills."""
    for ours, cell in zip(names, cells, strict=False):
        yield from ((name, cell) for name in ours if cell.strip())
