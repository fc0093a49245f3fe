"""What becomes of a draft, decided from what was looked up: stamped, checked, with what had better be looked at. Pure:
the same draft, the same place and the same things found give the same entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks import faults_now, put_off_together, remarks_now, stands_in_for
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import (
    BY_IMPORT,
    EscalationRaised,
    HandoverOpened,
    PersonAccepted,
    PersonDetailsUpdated,
    ReferralReceived,
    VisitBegun,
    read_entry,
    stamp,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.sentences import each_path_once
from carelist_tui.domain.person.duplicates import keys_with, remarks_on_duplicates
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.views.narrative import NARRATIVE, narrative_for
from carelist_tui.journal.append.resolved import NOT_HERE, Draft, Resolved


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry will stand: after which number and hash of which device, written by whom and when (aware).
    `first`: the entry that `init` writes, which nobody could author; `is_import`: the row of a caseload. `salt` is 16
    random bytes."""

    device: str
    seq: int
    prev: str
    author: str
    now: datetime
    first: bool
    salt: bytes
    is_import: bool = False
    says_remarks: bool = True
    """Whether anybody is answered: of a demonstration's months nobody is told what had better be looked at."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The entry to append, and a sentence for each thing that had better be looked at."""

    entry: Entry
    remarks: list[str]


def decide(asked: Resolved, place: Place) -> Decided:
    """The entry that a draft becomes. Refuses it with every fault. Raises Unresolved where a rule asks for more."""
    entry = _stamped(asked, place)
    if faults := _faults(asked, entry, place):
        raise Refused(faults)
    if not place.says_remarks:
        return Decided(entry, [])
    remarks = remarks_now(entry, asked.state, asked.roster, asked.standards, asked)
    return Decided(entry, [*remarks, *_remarks_on_duplicates(asked, entry)])


def _remarks_on_duplicates(asked: Resolved, entry: Entry) -> Iterable[str]:
    """Who else may be the same person: a likeness keeps nobody out."""
    if not isinstance(entry.body, PersonAccepted | PersonDetailsUpdated | ReferralReceived):
        return ()
    keys = keys_with(entry.body, asked.state)
    known = ((key, asked.alike(key)) for key in keys)
    others = {key: sorted({ref for person, ref in found if person != entry.person}) for key, found in known}
    return remarks_on_duplicates(keys, others)


def _stamped(asked: Resolved, place: Place) -> Entry:
    draft = _told_whole(asked)

    def made(replaces: Iterable[str], instead_of: str | None = None, recorded_ahead: Iterable[datetime] = ()) -> Entry:
        return read_entry(
            stamp(
                draft,
                id=draft["id"],
                person=asked.person,
                author=place.author,
                device=place.device,
                seq=place.seq + 1,
                prev=place.prev,
                recorded_at=place.now,
                replaces=list(replaces),
                salt=place.salt,
                stands_in_for=instead_of,
                recorded_ahead=recorded_ahead,
            )
        )

    entry = made(draft.get("replaces", ()))
    thing = entry.body.thing() if entry.body else None
    instead_of = stands_in_for(entry, asked.state, asked.roster)
    heads = entry.replaces
    if asked.state and thing and "replaces" not in draft:
        heads = tuple(mark.id for mark in asked.state.marks.get(thing, ()))
    ahead = asked.recorded_ahead(entry.decided_by) if entry.type == VisitBegun.TYPE else ()
    return made(heads, instead_of, ahead) if instead_of or ahead or heads != entry.replaces else entry


def _told_whole(asked: Resolved) -> Draft:
    """An escalation says why; what whoever raised it left open is told from the decision and the record."""
    draft = asked.draft
    if asked.state is None or draft["type"] != EscalationRaised.TYPE:
        return draft
    body = draft["body"]
    said = body.get(NARRATIVE) or {}
    ground = stand_on(asked.state, asked.standards, asked.roster.staff)
    known = narrative_for(ground, asked.entry(body["decision"]), said)
    return {**draft, "body": {**body, NARRATIVE: {**said, **known}}} if known else draft


def _faults(asked: Resolved, entry: Entry, place: Place) -> list[Fault]:
    faults = list(_faults_in_what_is_named(asked, entry))
    source = asked.entry(entry.arose_from) if entry.arose_from else None
    handed = source is not None and source.type == HandoverOpened.TYPE and source.origin is not None
    if entry.type == ReferralReceived.TYPE and not handed and asked.state is not None and asked.state.on_caseload:
        faults.append(Fault("body.ref", tr("is on the caseload already")))
    if isinstance(entry.body, PersonAccepted) and not place.is_import:
        said = [name for name in BY_IMPORT if getattr(entry.body, name) is not None]
        faults += [Fault(f"body.{name}", tr("is written by `carelist import` of a caseload alone")) for name in said]
    if not place.first:
        faults += put_off_together(entry, asked.together)
        faults += faults_now(entry, asked.state, asked.roster, asked.standards, asked)
    return each_path_once(faults)


def _faults_in_what_is_named(asked: Resolved, entry: Entry) -> Iterable[Fault]:
    """A fault for each entry that this one names and that is not here, or is about somebody else."""
    for path, id in (*(entry.body.references() if entry.body else ()), *(("replaces", id) for id in entry.replaces)):
        yield from _faults_in_reference(asked, path, id, entry.person)
    source = entry.arose_from
    if source and source not in asked.batch and asked.entry(source) is None:
        yield Fault("arose_from", NOT_HERE)


def _faults_in_reference(asked: Resolved, path: str, named: str, person: str | None) -> Iterable[Fault]:
    target = asked.entry(named)
    if target is None:
        return [] if named in asked.refused else [Fault(path, NOT_HERE)]
    theirs = (None, person, *((asked.state.person, *asked.state.joins) if asked.state is not None else ()))
    if person and target.person not in theirs:
        return [Fault(path, tr("the entry named here is about somebody else"))]
    return []
