"""What one line of a list says: its columns, by the keys that its JSON has, and how each is put into words.

The same columns are said by the command, by a spreadsheet and on screen. What nobody said is left out of a line, but
where that nobody said it is the answer ("no outcome yet").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.roster import DUTY
from carelist_tui.domain.words import day_in_full, inside, moment_in_full

Values = dict[str, Any]
"""One item of a list, as `list --json` answers it."""


@dataclass(frozen=True, slots=True)
class Saying:
    """How ids and moments are said: workers' names by id, the service's zone."""

    names: Mapping[str, str]
    zone: ZoneInfo

    def worker(self, id: str) -> str:
        """Their name; an unknown id as it is."""
        return tr("whoever is on duty") if id.startswith(DUTY) else self.names.get(id, id)

    def moment(self, text: str) -> str:
        """A moment in full, the same whenever it is read."""
        return moment_in_full(datetime.fromisoformat(text), self.zone)


Says = Callable[[Any, Saying], str]


def as_text(value: Any, saying: Saying) -> str:
    """As it was written, without a full stop at its end; of a list each of it."""
    return ("; ".join(map(str, value)) if isinstance(value, list) else str(value)).removesuffix(".")


def as_choice(value: Any, saying: Saying) -> str:
    """A choice in words, never a code; of a list each of it."""
    return ", ".join(map(choice_in_words, value)) if isinstance(value, list) else choice_in_words(value)


def as_moment(value: Any, saying: Saying) -> str:
    """`Tue 3 Mar 2026 10:30`."""
    return saying.moment(value)


def as_day(value: Any, saying: Saying) -> str:
    """`Tue 3 Mar 2026`."""
    return day_in_full(date.fromisoformat(value))


def as_worker(value: Any, saying: Saying) -> str:
    """A worker by name."""
    return saying.worker(value)


def as_flag(value: Any, saying: Saying) -> str:
    """`yes` or `no`."""
    return tr("yes") if value else tr("no")


def as_contact(value: Any, saying: Saying) -> str:
    """`call, Tue 3 Mar 2026 10:30`."""
    return f"{choice_in_words(value['method'])}, {saying.moment(value['at'])}"


def as_due(value: Any, saying: Saying) -> str:
    """`second attempt, overdue since Tue 3 Mar 2026 10:30, for Tom Price`."""
    when = {"overdue": tr("overdue since"), "due": tr("due")}.get(value["status"], tr("coming"))
    return tr(
        "{title}, {when} {moment}, for {worker}",
        title=inside(value["title"]),
        when=when,
        moment=saying.moment(value["due_at"]),
        worker=saying.worker(value["owner"]),
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of an item, what stands before its value in a line (empty: the value says it itself), how
    the value is said, and what is said where there is none (empty: nothing)."""

    key: str
    label: str = ""
    says: Says = as_text
    if_none: str = ""

    @property
    def heading(self) -> str:
        """Its name above a table."""
        return self.label or choice_in_words(self.key)

    def words(self, item: Mapping[str, Any], saying: Saying) -> str:
        """The value in words, or what is said where there is none."""
        value = item.get(self.key)
        return self.if_none if value is None or value in ("", []) else self.says(value, saying)

    def in_line(self, item: Mapping[str, Any], saying: Saying) -> str:
        """The same as it stands in a line: with its label before it, where there is a value."""
        value = item.get(self.key)
        has_none = value is None or value in ("", [])
        return self.if_none if has_none else f"{self.label} {self.words(item, saying)}".strip()


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list, of those in `questions.py`. `begins_with` are the types of entries that begin what it lists; none where
    it is of how things stand, or of no entries."""

    name: str
    title: str
    columns: tuple[Column, ...]
    begins_with: tuple[str, ...] = ()
    opens: bool = False
    """Whether what it lists stands open until something ends it."""
    one: str = tr("line")
    more: str = tr("lines")
    """What one of it is called, and several, where they are counted."""

    def counted(self, count: int) -> str:
        """`1 person`, `2 people`."""
        return f"{count} {self.one if count == 1 else self.more}"


def whom(item: Mapping[str, Any], saying: Saying) -> str:
    """Whom an item is about: `Amina Yusuf, P-0042`; a worker; whose name no entry says yet by their id."""
    if item.get("person") is None:
        return saying.worker(item["worker"]) if item.get("worker") else ""
    called = ", ".join(filter(None, (item.get("name"), item.get("ref"))))
    return called or tr("somebody not known here yet ({person})", person=item["person"])


def line_of(kind: ListKind, item: Mapping[str, Any], saying: Saying) -> str:
    """One item on one line: when, whom, and each column that says something."""
    when = saying.moment(item["at"]) if item.get("at") else ""
    lead = ", ".join(filter(None, (when, whom(item, saying))))
    said = "; ".join(filter(None, (column.in_line(item, saying) for column in kind.columns)))
    return f"{lead}: {said}" if said else lead


_CELL_FIRST = ("at", "person", "ref", "name", "worker")


def table_of(
    kind: ListKind, items: Iterable[Mapping[str, Any]], saying: Saying
) -> tuple[list[str], Iterator[list[Any]]]:
    """A list as a table: its headings, which are the keys of an item, and the cells of each item. A cell is what JSON
    says where that is plain, and else its words."""
    keys = [*_CELL_FIRST, *(column.key for column in kind.columns if column.key not in _CELL_FIRST)]
    by_key = {column.key: column for column in kind.columns}

    def cell(item: Mapping[str, Any], key: str) -> Any:
        value = item.get(key)
        return by_key[key].words(item, saying) if isinstance(value, dict) else value

    return keys, ([cell(item, key) for key in keys] for item in items)


def list_heading(listed: ListKind, answer: Mapping[str, Any], saying: Saying, known: str) -> str:
    """With as at and as known when, and how many there are."""
    items = answer["items"]
    begins = tr(", from {day}", day=answer["from"]) if answer["from"] else ""
    ends = tr(", before {day}", day=answer["to"]) if answer["to"] else ""
    count = listed.counted(len(items)) if items else tr("no {more}", more=listed.more)
    return tr(
        "{title}, at {moment}{known}{ends}: {count}",
        title=listed.title,
        moment=saying.moment(answer["at"]),
        known=known,
        ends=begins + ends,
        count=count,
    )
