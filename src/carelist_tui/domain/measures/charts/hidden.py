"""What leaves the service: which counts are hidden so that nobody is told by them (measures.md, rule 7).

A cell is small where n, d or d - n is 1 to 4: it is hidden. Where a total would tell it, a further cell is hidden with
it, the one that costs the fewest cases. The rule that holds: whoever knows all that is shown, what is a total of what,
and that an empty cell is never hidden, finds at least two values for each small number.

It is kept as flow: each cell is an arc between the totals it counts towards, and what is hidden may be otherwise where
it lies on a ring of hidden cells along which one case can be moved. A ring without a gap is looked for; where there is
none, the cheapest gap is closed by hiding (the complementary suppression of statistical offices).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Generic, Literal, TypeVar

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.charts.averages import share
from carelist_tui.domain.measures.charts.signals import Point

SMALL = range(1, 5)
HIDDEN_IN_WORDS = tr("under 5 or hidden")
"""Said of every hidden cell alike: whoever could tell the small one from the one beside it would be told by that."""
Key = TypeVar("Key", bound=Hashable)
Part = Literal["n", "rest"]
_PARTS: tuple[Part, ...] = ("n", "rest")
_OUTSIDE = -1
"""The end of a cell's arc where it counts towards no further total."""


@dataclass(frozen=True, slots=True)
class Count:
    """One cell: n of d. A plain count is n of n."""

    n: int
    d: int

    @property
    def rest(self) -> int:
        return self.d - self.n

    @property
    def is_small(self) -> bool:
        return self.n in SMALL or self.d in SMALL or self.rest in SMALL


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """A total that is shown beside what it is the total of."""

    total: Key
    members: tuple[Key, ...]


def hidden_cells(cells: Mapping[Key, Count], sums: Sequence[Sum[Key]], also: Collection[Key] = ()) -> frozenset[Key]:
    """The cells that don't leave: the small ones, what has to go with them, and `also` (what is hidden elsewhere in the
    same answer). Refuses (ValueError) a total that is not one, a cell in more than two sums, and sums of no table.
    """
    table = _Table(cells, sums)
    guarded = [key for key, cell in cells.items() if cell.is_small or key in also]
    hidden = set(guarded)
    for key in guarded:  # what is hidden later only makes what was hidden before it surer
        hidden |= table.hidden_with(key, hidden)
    return frozenset(hidden)


def sums_of_table(rows: Sequence[str], columns: Sequence[str]) -> list[Sum[tuple[str, str]]]:
    """The sums of groups by months, keys (row, column), "" for the total of rows or columns."""
    across = [Sum((row, ""), tuple((row, column) for column in columns)) for row in [*rows, ""]]
    down = [Sum(("", column), tuple((row, column) for row in rows)) for column in [*columns, ""]]
    return across + down


def sums_of_margins(rows: Sequence[str], columns: Sequence[str]) -> list[Sum[tuple[str, str]]]:
    """As above where only the totals are shown: by group, by month, and of all. An empty margin is none."""
    margins = (tuple((row, "") for row in rows), tuple(("", column) for column in columns))
    return [Sum(("", ""), members) for members in margins if members]


def leaving(cell: Count, is_hidden: bool) -> dict[str, int | float | bool | None]:
    """The cell as an answer has it that leaves: n, d and share, or nulls and that it is hidden."""
    if is_hidden:
        return {"n": None, "d": None, "share": None, "hidden": True}
    return {"n": cell.n, "d": cell.d, "share": share(cell.n, cell.d)}


def lines_tell(points: Iterable[Point], hidden_months: Collection[str]) -> bool:
    """Whether mean and limits would tell a hidden month: they are made of its value. Then they don't leave either."""
    return any(point.value is not None and point.month in hidden_months for point in points)


@dataclass(frozen=True, slots=True)
class _Arc(Generic[Key]):
    """A cell between two totals. One case more in it is one more flowing from `start` to `end`."""

    key: Key
    start: int
    end: int


class _Table(Generic[Key]):
    def __init__(self, cells: Mapping[Key, Count], sums: Sequence[Sum[Key]]) -> None:
        self._cells = cells
        arcs = [_Arc(key, *ends) for key, ends in _ends(cells, sums).items()]
        self._order = {arc.key: i for i, arc in enumerate(arcs)}
        self._arcs = arcs
        self._at: dict[int, list[int]] = {}
        for i, arc in enumerate(arcs):
            for node in {arc.start, arc.end}:
                self._at.setdefault(node, []).append(i)

    def hidden_with(self, key: Key, hidden: Collection[Key]) -> set[Key]:
        """What else has to be hidden, so that each small number of a hidden cell, or both numbers of one that is hidden
        elsewhere, could be another."""
        small = [part for part in _PARTS if getattr(self._cells[key], part) in SMALL]
        return set().union(*(self._cheapest_ring(key, part, hidden) for part in small or _PARTS))

    def _cheapest_ring(self, key: Key, part: Part, hidden: Collection[Key]) -> set[Key]:
        """The visible cells of the cheapest ring through this one, by which it would have one case more, or less."""
        arc = self._arcs[self._order[key]]
        ends = {1: (arc.end, arc.start), -1: (arc.start, arc.end)}
        for is_guarded in (True, False):
            found: list[tuple[int, tuple[int, ...]]] = []
            for step in (step for step in ends if self._may_be(key, part, step, is_guarded)):
                way = self._way(*ends[step], _Move(key, part, is_guarded), hidden)
                if way and not way[0]:
                    return set()
                found += [way] if way else []
            if found:
                return {self._arcs[i].key for i in min(found)[1]} - set(hidden)
        raise AssertionError(tr("a case more in a cell, and in every total of it, is always possible"))

    def _may_be(self, key: Key, part: Part, step: int, is_guarded: bool) -> bool:
        """Whether the cell might as well have a case more (1), or less (-1): never below nothing, and what is hidden is
        never empty. Guarded, what is small stays small: so many would guess that it is."""
        cell = self._cells[key]
        other = Count(cell.n + step * (part == "n"), cell.d + step)
        return min(other.n, other.rest) >= 0 and other.d > 0 and (other.is_small or not (is_guarded and cell.is_small))

    def _way(
        self, start: int, goal: int, move: _Move[Key], hidden: Collection[Key]
    ) -> tuple[int, tuple[int, ...]] | None:
        """The cheapest way for one case from a total to another, by what would have to be hidden for it."""
        queue: list[tuple[int, tuple[int, ...], int]] = [(0, (), start)]
        reached: set[int] = set()
        while queue:
            cost, path, node = heappop(queue)
            if node == goal:
                return cost, path
            if node in reached:
                continue
            reached.add(node)
            for i in self._at.get(node, ()):
                arc = self._arcs[i]
                step, far = (1, arc.end) if arc.start == node else (-1, arc.start)
                cell = self._cells[arc.key]
                if far in reached or arc.key == move.key or not cell.d:
                    continue
                if self._may_be(arc.key, move.part, step, move.is_guarded):
                    heappush(queue, (cost + (0 if arc.key in hidden else cell.d), (*path, i), far))
        return None


@dataclass(frozen=True, slots=True)
class _Move(Generic[Key]):
    """One case more or less in this cell, counted or not."""

    key: Key
    part: Part
    is_guarded: bool


def _ends(cells: Mapping[Key, Count], sums: Sequence[Sum[Key]]) -> dict[Key, tuple[int, int]]:
    """The two totals between which each cell lies as an arc, whichever way round each sum has to be read for that."""
    uses: dict[Key, list[tuple[int, int]]] = {key: [] for key in cells}
    for i, each in enumerate(sums):
        for part in _PARTS:
            if sum(getattr(cells[key], part) for key in each.members) != getattr(cells[each.total], part):
                raise ValueError(tr("{total} is not the total of what stands beside it", total=each.total))
        uses[each.total].append((i, -1))
        for key in each.members:
            uses[key].append((i, 1))
    if any(len(use) > 2 for use in uses.values()):
        raise ValueError(tr("a cell counts towards two totals at the most"))
    turned = _turned(len(sums), [use for use in uses.values() if len(use) == 2])
    ends: dict[Key, tuple[int, int]] = {}
    for key, use in uses.items():
        nodes = {turned[i] * sign: i for i, sign in use}
        ends[key] = nodes.get(1, _OUTSIDE), nodes.get(-1, _OUTSIDE)
    return ends


def _turned(count: int, pairs: Sequence[list[tuple[int, int]]]) -> list[int]:
    """For each sum 1 or -1, so that whatever counts towards two leaves one and enters the other."""
    beside: dict[int, list[tuple[int, int]]] = {i: [] for i in range(count)}
    for (i, sign_i), (k, sign_k) in pairs:
        beside[i].append((k, -sign_i * sign_k))
        beside[k].append((i, -sign_i * sign_k))
    turned: dict[int, int] = {}
    for first in range(count):
        waiting = [(first, turned.get(first, 1))]
        while waiting:
            i, sign = waiting.pop()
            if i in turned:
                if turned[i] != sign:
                    raise ValueError(tr("these sums are no table of rows and columns"))
                continue
            turned[i] = sign
            waiting += [(k, sign * relation) for k, relation in beside[i]]
    return [turned[i] for i in range(count)]
