"""What leaves tells of nobody: every small number that is hidden could be another (measures.md, rule 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.measures.charts.hidden import (
    HIDDEN_IN_WORDS,
    Count,
    Sum,
    hidden_cells,
    leaving,
    lines_tell,
    sums_of_margins,
    sums_of_table,
)
from carelist_tui.domain.measures.charts.signals import Point
from tests.profiles import every_story

pytestmark = pytest.mark.slow

Cell = tuple[str, str]
Cells = dict[Cell, Count]
NUMBERS = st.one_of(st.integers(0, 5), st.integers(0, 5), st.sampled_from([0, 0, 1, 4, 9, 30]))
COUNTS = st.builds(lambda n, rest: Count(n, n + rest), NUMBERS, NUMBERS)


def added(cells: Sequence[Count]) -> Count:
    return Count(sum(cell.n for cell in cells), sum(cell.d for cell in cells))


def line(*counts: tuple[int, int]) -> Cells:
    """Groups of (n, d) with the total of all of them."""
    cells = {(str(i), ""): Count(*count) for i, count in enumerate(counts)}
    return cells | {("", ""): added(list(cells.values()))}


def hidden_of(cells: Cells) -> set[str]:
    """The names of the hidden groups of a line, "total" of its total."""
    rows = [row for row, _ in cells if row]
    return {row or "total" for row, _ in hidden_cells(cells, sums_of_margins(rows, []))}


def table(inner: Sequence[Sequence[Count]]) -> tuple[Cells, list[Sum[Cell]]]:
    """Rows by columns with every total."""
    rows, columns = [f"r{i}" for i in range(len(inner))], [f"c{k}" for k in range(len(inner[0]))]
    cells = {(row, column): inner[i][k] for i, row in enumerate(rows) for k, column in enumerate(columns)}
    for row in rows:
        cells[row, ""] = added([cells[row, column] for column in columns])
    for column in ("", *columns):
        cells["", column] = added([cells[row, column] for row in rows])
    return cells, sums_of_table(rows, columns)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Cells, list[Sum[Cell]]]:
    width = draw(st.integers(1, 4))
    return table(draw(st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=3)))


@st.composite
def margins(draw: st.DrawFn) -> tuple[Cells, list[Sum[Cell]]]:
    """Months and groups of one measure: the same cases parted twice."""
    cells, _ = draw(tables())
    rows = sorted({row for row, _ in cells if row})
    columns = sorted({column for _, column in cells if column})
    shown = {key: cell for key, cell in cells.items() if "" in key}
    return shown, sums_of_margins(rows, columns)


class Snooper:
    """Somebody who has what is shown and the totals, knows how many are counted in no cell that is hidden, and tries
    every number that is left; in plain loops, knowing nothing of how cells are chosen."""

    def __init__(self, cells: Cells, sums: Sequence[Sum[Cell]], hidden: frozenset[Cell], part: str) -> None:
        self._truth = {key: getattr(cell, part) for key, cell in cells.items()}
        self._beside = {key: cell.d - getattr(cell, part) for key, cell in cells.items()}
        self._sums, self._hidden = sums, sorted(hidden)

    def has_another_for(self, key: Cell) -> bool:
        """Whether some table that fits all that is shown has another number there."""
        shown = {each: number for each, number in self._truth.items() if each not in self._hidden}
        true = self._truth[key]
        return any(
            self._fits(shown | {key: other}) for step in (1, 2) for other in (true - step, true + step) if other >= 0
        )

    def _fits(self, known: Mapping[Cell, int]) -> bool:
        worked_out = self._followed(known)
        if worked_out is None:
            return False
        left = [key for key in self._hidden if key not in worked_out]
        if not left:
            return True
        return any(self._fits({**worked_out, left[0]: number}) for number in self._likely(left[0]))

    def _likely(self, key: Cell) -> Iterator[int]:
        true = self._truth[key]
        yield from (number for number in (true, true - 1, true + 1, true - 2, true + 2) if number >= 0)

    def _followed(self, known: Mapping[Cell, int]) -> dict[Cell, int] | None:
        """All that the totals give of what is known; None where they contradict it."""
        numbers = dict(known)
        is_new = True
        while is_new:
            is_new = False
            for each in self._sums:
                unknown = [key for key in (each.total, *each.members) if key not in numbers]
                rest = numbers.get(each.total, 0) - sum(numbers.get(key, 0) for key in each.members)
                if not unknown and rest:
                    return None
                if len(unknown) == 1:
                    numbers[unknown[0]] = -rest if unknown[0] == each.total else rest
                    is_new = True
        is_possible = all(numbers[key] >= 0 for key in numbers)
        is_empty = any(key in numbers and numbers[key] + self._beside[key] == 0 for key in self._hidden)
        return numbers if is_possible and not is_empty else None


def told(cells: Cells, sums: Sequence[Sum[Cell]]) -> list[tuple[Cell, str]]:
    """The hidden cells whose small numbers can be worked out, and those that can be worked out whole."""
    hidden = hidden_cells(cells, sums)
    snoopers = {part: Snooper(cells, sums, hidden, part) for part in ("n", "rest")}
    found: list[tuple[Cell, str]] = []
    for key in hidden:
        is_sure = [part for part, snooper in snoopers.items() if not snooper.has_another_for(key)]
        found += [(key, part) for part in is_sure if 1 <= getattr(cells[key], part) <= 4]
        found += [(key, "whole")] if len(is_sure) == 2 else []
    return found


@every_story
@given(st.one_of(tables(), margins()))
def test_nothing_small_can_be_worked_out_from_what_is_shown(shown) -> None:
    cells, sums = shown
    assert told(cells, sums) == []


@every_story
@given(st.one_of(tables(), margins()))
def test_whatever_is_small_is_hidden_and_an_empty_cell_never(shown) -> None:
    cells, sums = shown
    hidden = hidden_cells(cells, sums)
    assert all(key in hidden for key, cell in cells.items() if {cell.n, cell.d, cell.rest} & {1, 2, 3, 4})
    assert not any(key in hidden for key, cell in cells.items() if cell.d == 0)


@every_story
@given(tables())
def test_where_nothing_is_small_nothing_is_hidden(shown) -> None:
    cells, sums = shown
    larger = {key: Count(cell.n * 5, cell.d * 5) for key, cell in cells.items()}
    assert hidden_cells(larger, sums) == frozenset()


@pytest.mark.parametrize(
    ("n", "d", "is_small"),
    [
        (0, 0, False), (0, 5, False), (5, 5, False), (5, 10, False), (0, 4, True), (1, 20, True), (4, 20, True),
        (5, 20, False), (16, 20, True), (15, 20, False), (19, 20, True), (20, 20, False), (4, 4, True),
    ],
)  # fmt: skip
def test_one_to_four_is_small_of_the_counted_of_all_and_of_the_others(n: int, d: int, is_small: bool) -> None:
    assert Count(n, d).is_small is is_small


def test_a_second_cell_is_hidden_where_the_total_would_tell_the_one_that_costs_fewest() -> None:
    assert hidden_of(line((3, 30), (20, 60), (20, 40), (20, 50))) == {"0", "2"}
    assert hidden_of(line((3, 30), (3, 40), (20, 40), (20, 50))) == {"0", "1"}, "two small ones hide each other"
    assert hidden_of(line((20, 30), (20, 40))) == set()
    assert hidden_of(line((3, 30), (20, 40), (0, 6))) == {"0", "2"}, "one counted of the 3 might be there"


def test_small_cells_that_could_only_be_what_they_are_hide_one_more() -> None:
    """Two hidden months of which the total says that they have two together: each has one, since none is shown as none.
    Two that have eight: each has four, since five are shown as five."""
    assert hidden_of(line((1, 40), (1, 50), (0, 60), (20, 70), (20, 80))) == {"0", "1", "3"}
    assert hidden_of(line((4, 40), (4, 50), (9, 60))) == {"0", "1", "2"}
    assert hidden_of(line((1, 40), (2, 50), (9, 60), (9, 60))) == {"0", "1"}
    assert hidden_of(line((1, 30), (1, 3), (20, 60))) == {"0", "1"}, "2 and 0 of 2 are small as well"
    assert hidden_of(line((1, 3), (0, 6), (20, 60))) == {"0", "1"}, "0 of 2 and 1 of 7"
    assert hidden_of(line((4, 40), (3, 50), (20, 60))) == {"0", "1"}, "3 and 4 as well as 4 and 3"


def test_where_even_the_total_is_small_it_is_enough_that_numbers_are_possible() -> None:
    """Four misses in four groups: whoever guesses that each has at least one has one each, and no cell could help."""
    assert hidden_of(line(*[(1, 40)] * 4, (0, 50))) == {*"0123", "total"}


def test_ones_that_are_all_there_is_hide_their_total() -> None:
    """Six months with one event each, and a total of six: each would be known."""
    assert hidden_of(line(*[(1, 1)] * 6)) == {*"012345", "total"}


def test_a_small_total_is_hidden_and_so_is_what_makes_it() -> None:
    assert hidden_of(line((3, 30), (0, 20))) == {"0", "total"}


def test_the_others_are_told_no_more_than_the_counted() -> None:
    assert hidden_of(line((38, 40), (30, 60), (20, 45))) == {"0", "2"}


def test_two_in_each_row_and_column_are_not_enough_where_one_cell_joins_two_rings() -> None:
    """Rows and columns 0 and 1 hide each other, so do 2 and 3; the cell that joins them would be known from the sum of
    the rows and columns of one ring."""
    big = Count(20, 40)
    small = Count(2, 30)
    inner = [[big] * 4 for _ in range(4)]
    for i, k in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)]:
        inner[i][k] = small
    cells, sums = table(inner)
    assert told(cells, sums) == []
    assert len(hidden_cells(cells, sums)) > 9


def test_what_is_hidden_elsewhere_stays_hidden_and_takes_one_along() -> None:
    cells = line((20, 40), (20, 50), (20, 60))
    sums = sums_of_margins(["0", "1", "2"], [])
    assert hidden_cells(cells, sums, also=[("1", "")]) == {("0", ""), ("1", "")}


def test_the_same_cells_are_hidden_every_time() -> None:
    cells = line((3, 30), (20, 40), (20, 40), (20, 40))
    assert {frozenset(hidden_of(cells)) for _ in range(5)} == {frozenset({"0", "1"})}


def test_a_total_that_is_none_is_refused() -> None:
    cells = line((3, 30), (20, 40)) | {("", ""): Count(23, 71)}
    with pytest.raises(ValueError, match="is not the total"):
        hidden_cells(cells, sums_of_margins(["0", "1"], []))


def test_sums_that_make_no_table_are_refused() -> None:
    cells = {name: Count(6 * size, 12 * size) for name, size in {"a": 1, "b": 1, "t": 2, "u": 2, "v": 2}.items()}
    three = [Sum(total, ("a", "b")) for total in ("t", "u", "v")]
    with pytest.raises(ValueError, match="two totals at the most"):
        hidden_cells(cells, three)
    odd = {name: Count(6 * size, 12 * size) for name, size in {"x": 1, "y": 1, "z": 1, "p": 2, "q": 2, "r": 2}.items()}
    with pytest.raises(ValueError, match="no table of rows and columns"):
        hidden_cells(odd, [Sum("p", ("x", "y")), Sum("q", ("y", "z")), Sum("r", ("x", "z"))])


def test_every_way_to_hide_three_cells_of_a_line_tells_nothing() -> None:
    """All lines of three with numbers up to 5, not drawn."""
    small = [Count(n, n + rest) for n, rest in product((0, 1, 2, 4, 5), (0, 1, 4, 9))]
    for counts in combinations_with_replacement(small, 3):
        cells = line(*((count.n, count.d) for count in counts))
        assert told(cells, sums_of_margins(["0", "1", "2"], [])) == []


def test_a_hidden_cell_leaves_as_nulls_and_a_shown_one_as_it_is() -> None:
    assert leaving(Count(3, 40), is_hidden=True) == {"n": None, "d": None, "share": None, "hidden": True}
    assert leaving(Count(30, 40), is_hidden=False) == {"n": 30, "d": 40, "share": 0.75}
    assert leaving(Count(5, 9), is_hidden=False) == {"n": 5, "d": 9, "share": None}
    assert HIDDEN_IN_WORDS.startswith("under 5")


def test_lines_do_not_leave_where_they_are_made_of_a_hidden_month() -> None:
    points = [Point("2026-01", 3, 40, 0.075), Point("2026-02", 2, 6, None), Point("2026-03", 20, 40, 0.5)]
    assert lines_tell(points, {"2026-01"})
    assert not lines_tell(points, {"2026-02"}), "it has no figure, so nothing is made of it"
    assert not lines_tell(points, set())
