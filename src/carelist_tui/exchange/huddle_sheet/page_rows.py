"""The people of the page, a row each: whoever stands in several steps is named once, in the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from carelist_tui.catalogue import tr
from carelist_tui.exchange.huddle_sheet.sheet_words import Answer, Words


@dataclass(frozen=True, slots=True)
class Row:
    """One person, or what the team itself owes; each value in words."""

    letter: str
    who: str
    born: str
    phone: str
    warnings: str
    due: str
    """The worst of what is due."""
    also: str
    """Whatever else is due."""
    also_counted: str
    """The same, counted."""
    owner: str
    cover: str

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in each column, the first of which is the box to tick."""
        due = "; ".join(filter(None, (self.due, self.also)))
        return ("", self.letter, self.who, self.born, self.phone, self.warnings, due, self.owner, self.cover)


@dataclass(slots=True)
class Group:
    """One step of the huddle with those who stand in it and in none before."""

    title: str
    """Of the step, which tells it from the others."""
    counted: str
    """How many stand in it, and how many of them above."""
    rows: list[Row] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """`Red and high (4, 1 of them above)`."""
        return f"{self.title} ({self.counted})"

    def briefly(self) -> Group:
        """The same with what else is due counted, not named."""
        return Group(self.title, self.counted, [replace(row, also=row.also_counted) for row in self.rows])


def groups(words: Words) -> Iterator[Group]:
    """Every step that has a row of its own, in the order of the huddle."""
    named: set[str] = set()
    for step in words.huddle["steps"]:
        fresh = {_key(talk): talk for talk in step["people"] if _key(talk) not in named}
        named |= fresh.keys()
        above = len(step["people"]) - len(fresh)
        if fresh:
            more = tr(", {above} of them above", above=above) if above else ""
            yield Group(step["title"], f"{len(step['people'])}{more}", [_row(words, talk) for talk in fresh.values()])


def without_rows(words: Words, shown: list[Group]) -> str:
    """The steps that have no row of their own, since nobody stands in them or everybody does above; empty where every
    step has one."""
    headed = {group.title for group in shown}
    rest = [f"{each['title']} ({len(each['people'])})" for each in words.huddle["steps"] if each["title"] not in headed]
    return tr("Nobody, or all above: {rest}.", rest=", ".join(rest)) if rest else ""


def actions(words: Words) -> Iterator[str]:
    """What is to be done: of a huddle that was held what it decided and noted; of one to come the actions that are
    due."""
    talks: dict[str, Answer] = {}
    for step in words.huddle["steps"]:
        for talk in step["people"]:
            talks.setdefault(_key(talk), talk)
    held = words.huddle["held"]
    for talk in talks.values():
        said = words.decided(talk) if held else _actions_of(words, talk)
        if said:
            yield f"{talk['name']}: {'; '.join(said)}"
    yield from ("; ".join(words.decided(each)) for each in words.elsewhere())


def _actions_of(words: Words, talk: Answer) -> list[str]:
    due = {each["key"]: each for each in (*talk["items"], *talk["also"]) if each["kind"] == "action"}
    return [f"{words.due(each)}, {words.name(each['owner'])}" for each in due.values()]


def _key(talk: Answer) -> str:
    """What tells one row from another: the person, or what the team owes."""
    return talk["person"] or next((str(item["key"]) for item in talk["items"]), str(talk["why"]))


def _row(words: Words, talk: Answer) -> Row:
    worst = _worst_first(talk)
    return Row(
        letter=words.letter(worst),
        who=words.who(worst),
        born=words.born(worst),
        phone=worst.get("phone") or "",
        warnings=words.warned(worst),
        due=words.due(worst) or words.why(worst),
        also=words.also_briefly(worst),
        also_counted=words.also_counted(worst),
        owner=words.name(worst["owner"]),
        cover=words.stands_in(worst),
    )


def _worst_first(talk: Answer) -> Answer:
    """The same with the worst of all that is due in front, whichever the step asks about first: by band, then what is
    late, then by when."""
    owed = [*talk["items"][:1], *talk.get("also", ())]
    if len(owed) < 2 or talk["status"] not in ("overdue", "due"):
        return talk
    first, *rest = sorted(owed, key=lambda each: (each["band"], each["status"] != "overdue"))
    said = {name: first[name] for name in ("title", "due_at", "status", "owner")}
    return {**talk, **said, "also": rest}
