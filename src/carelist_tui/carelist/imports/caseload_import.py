"""A caseload at the door: each of its rows taken whole, skipped, refused, or brought to who is here already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.refusal import MOST_COUNTED, Fault, Refused

if TYPE_CHECKING:
    from carelist_tui.carelist.carelist import Carelist
    from carelist_tui.exchange.caseload.csv_file import RowRead
    from carelist_tui.journal.append.batch import Receipt

AT_ONCE = 50
"""Rows in one transaction: a row is taken whole or not at all, and others may write in between."""
MANY = 4
"""Rows of which the same is said, that it is told once of them."""
DIED, UPDATED = "person.died", "person.details_updated"
_UNSAID = "The caseload list that was brought in."


class Steps(Protocol):
    """Who is told how far it is."""

    def step(self, number: int = 1) -> None:
        """So many rows more are done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: taken, skipped, updated or refused; what to say of it; `kept_out`: a cell of it could not
    be taken."""

    line: int
    ref: str
    what: str
    remarks: tuple[str, ...] = ()
    entries: int = 0
    kept_out: bool = False

    @property
    def why(self) -> str:
        """What a line of the report says of it."""
        said = (
            ntr("{entries} entry", "{entries} entries", self.entries, entries=self.entries)
            if self.what == "taken"
            else ""
        )
        return "; ".join(filter(None, (said, *self.remarks)))

    def as_json(self) -> dict[str, Any]:
        """As `import --json` answers it."""
        return {"line": self.line, "ref": self.ref or None, "what": self.what, "remarks": list(self.remarks)}


OUTCOMES = {
    "taken": (tr("taken"), tr("would be taken")),
    "updated": (tr("updated"), tr("would be updated")),
    "skipped": (tr("skipped"), tr("skipped")),
    "refused": (tr("refused"), tr("would be refused")),
}
"""What may become of a row, in words: as it was, and as it would be."""


def sums_in_words(outcomes: Iterable[Outcome]) -> str:
    """How many rows became what, where any did: `2 taken, 1 refused`."""
    count = Counter(each.what for each in outcomes)
    return ", ".join(f"{count[what]} {words}" for what, (words, _) in OUTCOMES.items() if count[what])


@dataclass(slots=True)
class _Act:
    """A row, and the drafts that bring it."""

    row: RowRead
    what: str
    drafts: list[dict[str, Any]]
    said: list[str] = field(default_factory=list)

    def outcome(self) -> Outcome:
        told = [*self.said, *map(str, self.row.remarks)]
        return Outcome(
            self.row.line, self.row.ref, self.what, tuple(dict.fromkeys(told)), len(self.drafts), self.row.kept_out
        )


def take_rows(
    door: Carelist,
    rows: Iterable[RowRead],
    now: datetime,
    *,
    dry_run: bool,
    progress: Steps,
    update: bool = False,
) -> Iterator[Outcome]:
    """Takes in every row that nothing speaks against; gives what became of each, in order. `update`: what it says anew
    of who somebody is, who is here already, becomes an entry about them. Once so many were refused that the file is
    likely another one than was meant (MOST_COUNTED), the rest is not looked at."""
    remaining, refused = iter(rows), 0
    while refused < MOST_COUNTED and (part := list(islice(remaining, AT_ONCE))):
        outcomes = _take_part(door, part, now, keep=not dry_run, update=update)
        refused += sum(each.what == "refused" for each in outcomes)
        progress.step(len(part))
        yield from sorted(outcomes, key=lambda each: each.line)


def said_of_many(outcomes: Sequence[Outcome]) -> tuple[list[str], list[Outcome]]:
    """(what is said of so many rows that it is told once, with their number; each row without it): what differs is not
    to be looked for among what is alike. What was refused stays whole."""
    taken = [each for each in outcomes if each.what != "refused"]
    count = Counter(remark for each in taken for remark in each.remarks)
    many = {remark: times for remark, times in count.most_common() if times >= MANY}
    told = [tr("{times:,} rows: {remark}", times=times, remark=remark) for remark, times in many.items()]
    return told, [
        each if each.what == "refused" else replace(each, remarks=tuple(r for r in each.remarks if r not in many))
        for each in outcomes
    ]


def no_longer_named(door: Carelist, refs: Iterable[str]) -> list[str]:
    """The identifiers of those on the caseload whom a file does not name: they stay."""
    named = {ref.strip().casefold() for ref in refs}
    return [each.ref for each in door.people.find("") if each.on_caseload and each.ref.casefold() not in named]


def _take_part(door: Carelist, part: list[RowRead], now: datetime, *, keep: bool, update: bool) -> list[Outcome]:
    acts, done = list[_Act](), list[Outcome]()
    for row in part:
        act = _meant(door, row, now, update=update)
        if isinstance(act, Outcome):
            done.append(act)
        else:
            acts.append(act)
    while faults := _try(door, acts, now, keep=keep):
        for act in [each for each in acts if each.row.line in faults]:
            if act.what == "taken":
                act.row.settle(faults[act.row.line])
                act.drafts = act.row.drafts
            else:
                act.row.faults += [fault for _, fault in faults[act.row.line]]
        done += [_refused(each.row) for each in acts if each.row.faults]
        acts = [each for each in acts if not each.row.faults]
    return [*done, *(each.outcome() for each in acts)]


def _refused(row: RowRead, *more: str) -> Outcome:
    return Outcome(row.line, row.ref, "refused", tuple(dict.fromkeys([*map(str, row.faults), *more])))


def _meant(door: Carelist, row: RowRead, now: datetime, *, update: bool) -> Outcome | _Act:
    """What a row asks for, beside what stands of who has its identifier."""
    if row.faults:
        return _refused(row)
    shown = _shown(door, row, now)
    if row.left:
        return _left(row, shown, now, update=update)
    if shown is None:
        return _Act(row, "taken", row.drafts)
    if any(entry["id"] == row.drafts[0]["id"] for entry in shown["story"]):
        here = tr("is on the caseload already, as this row says")
        return _skipped(row, here if shown["on_caseload"] else tr("was on the caseload, and has left it since"))
    if not shown["on_caseload"]:
        return _Act(row, "taken", row.drafts)
    return _again(row, shown, now, update=update)


def _shown(door: Carelist, row: RowRead, now: datetime) -> dict[str, Any] | None:
    """Whoever has the identifier of a row, as `show` answers them; None where nobody has."""
    try:
        return door.people.person(row.ref, now)
    except Refused:
        return None


def _skipped(row: RowRead, *said: str) -> Outcome:
    return Outcome(row.line, row.ref, "skipped", (*said, *map(str, row.remarks)), 0, row.kept_out)


def _left(row: RowRead, shown: dict[str, Any] | None, now: datetime, *, update: bool) -> Outcome | _Act:
    """Somebody who died, or left, does not come in. Who is here and died by the file counts as having died, not
    confirmed: somebody is to find out."""
    if shown is None or not shown["on_caseload"] or shown.get("died"):
        return _skipped(row, row.left)
    if row.died is None:
        return _skipped(
            row,
            tr("{left}, the file says: they are on the caseload here, and are to be discharged here", left=row.left),
        )
    if not update:
        row.faults.append(
            Fault("died_on", tr("{left}, the file says: on the caseload here; --update brings it", left=row.left))
        )
        return _refused(row)
    died = {"reported_by": _UNSAID, "confirmed": False, **row.died}
    draft = {"type": DIED, "occurred_at": _said_at(now), "person": shown["person"], "body": died}
    return _Act(row, "updated", [draft], [tr("{left}, the file says: recorded, to be confirmed", left=row.left)])


def _again(row: RowRead, shown: dict[str, Any], now: datetime, *, update: bool) -> Outcome | _Act:
    """Somebody who is here: what of who they are is new."""
    from carelist_tui.exchange.caseload.compared import changes_to, differs_besides

    said = row.drafts[0]["body"]
    changes, others = changes_to(shown["identity"], said), differs_besides(shown, said)
    besides = [tr("{name}: differs here, and stays as it stands", name=name) for name in others]
    if not changes and not others:
        return _skipped(row, tr("is on the caseload already, as this row says"))
    if not update:
        named = ", ".join([*changes, *others])
        row.faults.append(
            Fault("ref", tr("is on the caseload already, and differs in {named}: --update brings details", named=named))
        )
        return _refused(row)
    if not changes:
        return _skipped(row, *besides)
    draft = {"type": UPDATED, "occurred_at": _said_at(now), "person": shown["person"], "body": changes}
    return _Act(row, "updated", [draft], [tr("changed: {changes}", changes=", ".join(changes)), *besides])


def _said_at(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _try(
    door: Carelist, acts: list[_Act], now: datetime, *, keep: bool
) -> dict[int, list[tuple[dict[str, Any], Fault]]]:
    """Records these rows in one batch; gives what is in the way of which draft, by row, and then nothing was
    recorded. What had better be looked at is noted with its row."""
    from carelist_tui.exchange.caseload.csv_file import column_named

    said = [(act, draft) for act in acts for draft in act.drafts]
    if not said:
        return {}
    faults, receipts = recorded(door, [draft for _, draft in said], now, keep=keep, is_import=True)
    found: dict[int, list[tuple[dict[str, Any], Fault]]] = {}
    for fault in faults:
        if fault.line is None:
            raise Refused([fault])
        act, draft = said[fault.line]
        named = Fault(column_named(draft["type"], fault.path), fault.sentence)
        found.setdefault(act.row.line, []).append((draft, named))
    if not found:
        for (act, _), receipt in zip(said, receipts, strict=True):
            known = {each.sentence for each in act.row.remarks}
            sentences = (*receipt.remarks, *receipt.takes_away) if receipt is not None else ()
            act.said += [each for each in sentences if each not in known and not _is_known(each, known)]
    return found


def _is_known(sentence: str, known: set[str]) -> bool:
    """Whether a remark on a number was told of its cell already."""
    return sentence.partition(": ")[2] in known


def recorded(
    door: Carelist, drafts: list[dict[str, Any]], now: datetime, *, keep: bool, is_import: bool, apart: bool = False
) -> tuple[list[Fault], list[Receipt | None]]:
    """Records these drafts, all or none, or foresees it: what is in the way, by their place from 0, and the receipts.
    `is_import`: they are the rows of a caseload; `apart`: none of them asks anything of another."""
    if not keep:
        foreseen = door.record.foresee(drafts, now, is_import=is_import, apart=apart)
        return [each.at_line((each.line or 1) - 1) for each in foreseen.faults], list(foreseen.receipts)
    try:
        return [], list(door.record(drafts, now, range(len(drafts)), is_import=is_import, apart=apart))
    except Refused as refused:
        if any(fault.line is None for fault in refused.faults):
            raise
        return list(refused.faults), []
