"""Whom of those that were chosen an act is for, whom it is not for and why, and how that is said. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from carelist_tui.catalogue import message_of, ntr, tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import AUDITOR, Worker
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import Item

REFUSED = tr("NOT RECORDED")


def is_refusal(said: str) -> bool:
    """Whether what is said is why something was not done: `NOT RECORDED: ...`, `NOT WRITTEN: ...`."""
    return said.startswith(REFUSED) or message_of(said).startswith("NOT ")


ONLY_SCORES = tr(
    "you are here as an auditor, who reads, draws samples and scores them, and records nothing else. "
    "K on the list opens the audits."
)
OF_WHAT = {"body.until": tr("the date "), "body.by": tr("the date "), "body.owner": tr("the worker ")}
"""What a fault's sentence is about, where it does not say so itself."""
MOST_NAMED = 5
"""So many are named in the one line that says what was done; before it is recorded all are."""
TOO_URGENT, ONE_AT_A_TIME = tr("too urgent to put off"), tr("put off one at a time")
NOTHING_DUE, OF_THE_TEAM = tr("nothing is due in this row"), tr("it is about nobody on the caseload")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of those that an act is for: whom its line is about (by id and name), the Due that it shows, if any, and all
    that is owed to them."""

    person: str | None
    name: str
    ref: str = ""
    item: Item | None = None
    owed: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Those:
    """Whom an act is for, each with the Due that it is about; and whom it is not for, each with why."""

    fit: tuple[Chosen, ...]
    left: tuple[tuple[Chosen, str], ...] = ()

    def without(self, refused: Sequence[tuple[Chosen, str]]) -> Those:
        """The same, of whom these are left out as well."""
        gone = {id(each) for each, _ in refused}
        return Those(tuple(each for each in self.fit if id(each) not in gone), (*self.left, *refused))


def chosen_of(person: str | None, item: Item, is_owed: bool, owed: Iterable[Item]) -> Chosen:
    """A line that shows this, which is a Due or (`is_owed` false) is only shown; of a person, or of the team."""
    who, shown = item.person, item if is_owed else None
    return Chosen(person, who.listed, who.ref, shown, tuple(owed)) if who else Chosen(person, TEAM, "", shown)


# -- whom it is for -------------------------------------------------------------------------------------------------


def each_once(chosen: Iterable[Chosen]) -> Those:
    """The people among them, each once; the team is none."""
    people = {each.person: each for each in chosen if each.person is not None}
    return Those(tuple(people.values()), tuple((each, OF_THE_TEAM) for each in chosen if each.person is None))


def those_owed(chosen: Iterable[Chosen], kind: str, why_not: str, holds: Callable[[Item], bool] = bool) -> Those:
    """Of the people among them those to whom a Due of this kind is owed that `holds`, with it."""
    people = each_once(chosen)
    fit, left = [], list(people.left)
    for each in people.fit:
        item = next((item for item in each.owed if item.kind == kind and holds(item)), None)
        if item is not None:
            fit.append(replace(each, item=item))
        else:
            left.append((each, why_not))
    return Those(tuple(fit), tuple(left))


def those_due(chosen: Iterable[Chosen]) -> Those:
    """Those whose line shows a Due."""
    known = list(chosen)
    return Those(
        tuple(each for each in known if each.item is not None),
        tuple((each, NOTHING_DUE) for each in known if each.item is None),
    )


def those_that_can_wait(chosen: Iterable[Chosen]) -> Those:
    """Those whose Due may be put off at all: nothing of bands 1 and 2, and of several only what is of band 4."""
    from carelist_tui.domain.dues.deferral import DEFERRABLE, MANY

    due = those_due(chosen)
    left = []
    for each in due.fit:
        band = each.item.band if each.item is not None else 0
        if band < DEFERRABLE:
            left.append((each, TOO_URGENT))
        elif len(due.fit) > 1 and band < MANY:
            left.append((each, ONE_AT_A_TIME))
    return due.without(left)


# -- how it is said -------------------------------------------------------------------------------------------------


def counted(those: Sequence[Chosen], several: str = tr("things that are due"), one: str = "") -> str:
    """`3 people`, or of one their name; `one` in its place where it says more."""
    return (one or those[0].name) if len(those) == 1 else f"{len(those)} {several}"


def whose_words(those: Iterable[Chosen], most: int = MOST_NAMED) -> str:
    """`KHAN Bilal, OBI Grace and 3 more`: whom it is about."""
    names = list(dict.fromkeys(each.name for each in those))
    rest = tr(" and {n} more", n=len(names) - most) if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def all_names(those: Sequence[Chosen]) -> str:
    """Everybody's name, each once; of two who are called the same also what the service calls them."""
    people = dict.fromkeys((each.person, each.name, each.ref) for each in those)
    same = Counter(name for _, name, _ in people)
    return ", ".join(f"{name} ({ref})" if same[name] > 1 and ref else name for _, name, ref in people)


def about_lines(those: Sequence[Chosen], most: int) -> list[str]:
    """A line for each with what is due and why, as many as there is room for, and how many more there are."""
    most = max(most, 1)
    lines = [
        f"{each.name}: {each.item.title}, {each.item.because}" if each.item else each.name for each in those[:most]
    ]
    return lines + ([tr("and {n} more", n=len(those) - most)] if len(those) > most else [])


def for_lines(those: Sequence[Chosen], *, by_due: bool = False) -> list[str]:
    """`For 3 people: ...` with every name; `by_due` each Due by what it is, with those who are owed it."""
    if not by_due:
        return [tr("For {people}: {all_names}", people=_people(those), all_names=all_names(those))]
    titles: dict[str, list[Chosen]] = {}
    for each in those:
        titles.setdefault(each.item.title if each.item else "", []).append(each)
    return [
        tr("{title}, for {people}: {all_names}", title=title, people=_people(owed), all_names=all_names(owed))
        for title, owed in titles.items()
    ]


def left_lines(left: Iterable[tuple[Chosen, str]]) -> list[str]:
    """`Not for 2 people: KHAN Bilal, OBI Grace: cover is not due`, a line for each reason."""
    return [
        tr("Not for {people}: {all_names}: {why}", people=_people(those), all_names=all_names(those), why=why)
        for why, those in _by_reason(left)
    ]


def nobody_words(left: Iterable[tuple[Chosen, str]]) -> str:
    """Why it is for nobody at all, in one line."""
    return "; ".join(f"{whose_words(those)}: {why}" for why, those in _by_reason(left))


def _by_reason(left: Iterable[tuple[Chosen, str]]) -> Iterator[tuple[str, list[Chosen]]]:
    reasons: dict[str, list[Chosen]] = {}
    for each, why in left:
        reasons.setdefault(why, []).append(each)
    yield from reasons.items()


def _people(those: Sequence[Chosen]) -> str:
    people = {each.person or each.name for each in those}
    return ntr("1 person", "{n} people", len(people), n=len(people))


def done_words(words: str, those: Those) -> str:
    """What was done, in one line: for whom, and for how many not."""
    rest = (
        tr(" Not for {whose_words}.", whose_words=whose_words((each for each, _ in those.left), 2))
        if those.left
        else ""
    )
    return f"{whose_words(those.fit)}: {words}.{rest}"


def refused_words(refused: Refused, whose: Sequence[str] = ()) -> str:
    """Why nothing was recorded: each fault once, after those it is about where there are several."""
    told: dict[str, list[str]] = {}
    for fault in refused.faults:
        names = told.setdefault(OF_WHAT.get(fault.path, "") + fault.sentence, [])
        if fault.line is not None and fault.line <= len(whose):
            names.append(whose[fault.line - 1])
    return "; ".join(": ".join(filter(None, (", ".join(dict.fromkeys(n)), words))) for words, n in told.items())


def lost_words(marked: int, lost: Sequence[str]) -> str:
    """`3 marked; no longer marked: KHAN Bilal`: how many are, and whose mark fell away as the list changed."""
    parts = [tr("{marked} marked", marked=marked) if marked else ""]
    parts += [tr("no longer marked: {lost}", lost=", ".join(lost)) if lost else ""]
    return "; ".join(filter(None, parts))


# -- to whom something may be given ---------------------------------------------------------------------------------


def workers_here(workers: Iterable[Worker], me: Worker | None) -> list[Worker]:
    """Who works here now and may be given something: one's own team first, by name."""
    team = me.team if me else None
    return sorted(
        (w for w in workers if w.active and w.role != AUDITOR), key=lambda w: (w.team != team, w.name.casefold(), w.id)
    )


def worker_words(worker: Worker, known: str = "") -> str:
    """`Leah Obi, North: senior; holds 12`. `known` is what is to be known before something is given to them."""
    words = ", ".join(filter(None, (worker.name, worker.team)))
    return f"{words}: {known}" if known else words
