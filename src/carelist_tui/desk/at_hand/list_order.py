"""By what a list is sorted, and how that is said: its own order, or one of its columns, either way round. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.views.lists.list_columns import ListKind, Saying
from carelist_tui.domain.views.lists.questions import STAND

WHEN, NAME, WORKER = "at", "name", "worker"
OWN = {"retention": tr("whoever is past their time first")} | dict.fromkeys(("people", "high"), tr("by family name"))
LATEST = tr("the latest first")


@dataclass(frozen=True, slots=True)
class ListOrder:
    """By which key of an item a list is sorted; empty: its own order. `turned`: the other way round."""

    by: str = ""
    turned: bool = False

    def words(self, kind: ListKind) -> str:
        """`sorted by owner, the other way round`; of its own order what that is."""
        if not self.by:
            return own_order(kind)
        way = tr(", the other way round") if self.turned else ""
        return tr("sorted by {headings}{way}", headings=headings(kind).get(self.by, self.by), way=way)


def own_order(kind: ListKind) -> str:
    """In which order it comes."""
    return OWN.get(kind.name, LATEST if kind.name not in STAND else tr("as it comes"))


def headings(kind: ListKind, items: Sequence[Mapping[str, Any]] = ()) -> dict[str, str]:
    """By what it may be sorted, by key, each in words: what its items have, without what none of them says."""
    found = {WHEN: tr("when"), NAME: tr("name"), WORKER: tr("worker")}
    found |= {column.key: column.heading.lower() for column in kind.columns if column.key not in found}
    if not items:
        return found
    return {key: words for key, words in found.items() if any(item.get(key) not in (None, "", []) for item in items)}


def in_order(
    numbers: Sequence[int],
    items: Sequence[Mapping[str, Any]],
    order: ListOrder,
    kind: ListKind,
    saying: Saying,
    listed: Callable[[Mapping[str, Any]], str],
) -> list[int]:
    """The numbers of items in this order; what says nothing there stands last, whichever way round. `listed` gives whom
    an item is about, family name first."""
    if not order.by:
        return list(numbers)
    by_key = {column.key: column for column in kind.columns}

    def value(n: int) -> tuple[int, float, str]:
        item = items[n]
        raw = listed(item) if order.by == NAME else item.get(order.by)
        if isinstance(raw, bool | int | float):
            return (0, float(raw), "")
        if isinstance(raw, Mapping):
            raw = raw.get("at") or raw.get("due_at")
        elif order.by in by_key and not _is_moment(raw):
            raw = by_key[order.by].words(item, saying)
        return (1, 0.0, str(raw).casefold())

    said = [n for n in numbers if order.by == NAME or items[n].get(order.by) not in (None, "", [])]
    known = set(said)
    rest = [n for n in numbers if n not in known]
    return [*sorted(said, key=value, reverse=order.turned), *rest]


def _is_moment(raw: Any) -> bool:
    """Whether it is a day or a moment as JSON says it, which sorts as it is."""
    return isinstance(raw, str) and raw[:4].isdecimal() and raw[4:5] == "-" and raw[7:8] == "-"


def thing_of(item: Mapping[str, Any]) -> str:
    """What a row is of, however its list is sorted, and whatever came to it meanwhile."""
    named = (item.get(key) for key in ("entry", "id", "sample", "at", "person", "worker"))
    return "|".join(str(each) for each in named)
