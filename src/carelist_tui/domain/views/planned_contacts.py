"""A worker's own planned contacts, as their diary elsewhere may have them: by initials and method, and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.dues.bookings import starts_of
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries import (
    ContactCancelled,
    ContactPlanned,
    EntryCorrected,
    PersonAccepted,
    PersonDetailsUpdated,
    PersonDied,
    PersonDischarged,
    PersonReopened,
    PersonsJoined,
    ReferralDeclined,
    ReferralReceived,
    ReportConfirmed,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.person.story import each_once, standing

MOVES_SOMEBODY = frozenset(
    kind.TYPE
    for kind in (
        PersonAccepted, PersonDetailsUpdated, PersonDied, PersonDischarged, PersonReopened, PersonsJoined,
        ReferralDeclined, ReferralReceived, ReportConfirmed,
    )
)  # fmt: skip
"""What may take somebody from the caseload, bring them back, or change what they are called."""


@dataclass(frozen=True, slots=True)
class DiaryContact:
    """One planned contact or a series of them: when the first begins and ends, in the service's zone.

    `is_cancelled`: it stood in this worker's diary once, and does so no longer. `left_out`: the starts of a series that
    were cancelled one by one. `changes` rises with whatever is said that bears on it, and never falls; `changed_at` is
    when the newest of that was recorded.
    """

    planned: str
    initials: str
    method: str
    begins: datetime
    ends: datetime | None
    repeat: str | None
    left_out: tuple[datetime, ...]
    is_cancelled: bool
    changes: int
    changed_at: datetime


def diary_of(worker: str, ground: Ground, story: Iterable[Entry]) -> Iterator[DiaryContact]:
    """What one person's story has of this worker's own planned contacts. One that was theirs once comes as cancelled: a
    diary elsewhere keeps what nobody takes back. A series without a single start is left out."""
    told = sorted(each_once(story).values(), key=lambda each: each.order)
    stands = {each.id: each for each in standing(ground.state.person, told)[0]}
    moved = _and_what_names([each for each in told if each.type in MOVES_SOMEBODY], told)
    for planned in told:
        if not isinstance(planned.body, ContactPlanned) or planned.origin is not None:
            continue
        bears = _and_what_names([planned], told)
        if worker in _workers(planned, bears):
            now = stands.get(planned.id, planned)
            taken_back = [stands[each.id] for each in bears if each.id in stands]
            yield from _contact(worker, ground, now, taken_back, [*bears, *moved], gone=planned.id not in stands)


def _and_what_names(entries: Sequence[Entry], told: Sequence[Entry]) -> list[Entry]:
    """These, and all that names one of them or one that does: what became of a booking, a correction of that."""
    found = {each.id for each in entries}
    while more := {each.id for each in told if each.id not in found and _names(each, found)}:
        found |= more
    return [each for each in told if each.id in found]


def _names(entry: Entry, ids: Collection[str]) -> bool:
    return entry.body is not None and any(id in ids for _, id in entry.body.references())


def _workers(planned: Entry, bears: Iterable[Entry]) -> set[str]:
    """Everybody who was to do it, at one time or another."""
    corrections = (each.body for each in bears if isinstance(each.body, EntryCorrected))
    bodies = (planned.raw.get("body"), *(each.replacement for each in corrections if each.entry == planned.id))
    return {str(body.get("worker")) for body in bodies if body is not None}


def _contact(
    worker: str, ground: Ground, now: Entry, taken_back: Iterable[Entry], bears: Sequence[Entry], *, gone: bool
) -> Iterator[DiaryContact]:
    """A booking as it stands now; `gone` says that it was struck out, and `bears` what counts as a change of it."""
    body, zone = now.body, ground.calendar.zone
    if not isinstance(body, ContactPlanned):
        return
    begins = utc(body.at).astimezone(zone)
    first = next(starts_of(body.repeat, begins, zone), None) if body.repeat else begins
    if first is None:
        return
    cancelled = [each.body.occurrence for each in taken_back if isinstance(each.body, ContactCancelled)]
    left_out = {utc(start).astimezone(zone) for start in cancelled if body.repeat and start}
    is_over = any(not (body.repeat and start) for start in cancelled)
    yield DiaryContact(
        planned=now.id,
        initials=initials_of(ground.state.identity),
        method=body.method,
        begins=first,
        ends=first + (utc(body.until) - utc(body.at)) if body.until else None,
        repeat=body.repeat,
        left_out=tuple(sorted(left_out)),
        is_cancelled=gone or is_over or body.worker != worker or _has_left(ground.state, body, first),
        changes=len({each.id for each in bears}) - 1,
        changed_at=max(each.recorded_at for each in bears),
    )


def _has_left(state: PersonState, body: ContactPlanned, first: datetime) -> bool:
    """Whether nobody will be there: they died, or left, before it, or while a series ran."""
    if not state.has_died and state.on_caseload:
        return False
    ends = [each.at for each in (state.death if state.has_died else None, state.left) if each is not None]
    return body.repeat is not None or any(first > end for end in ends)


def initials_of(identity: PersonDetailsUpdated) -> str:
    """How they are called in a diary: the first letter of each of their names. Of a name that is written with a single
    sign, which is no initial but the name, nothing."""
    words = " ".join(filter(None, (identity.given, identity.family))).split()
    letters = (["".join(filter(str.isalpha, word))] for word in words)
    return "".join(word[0].upper() + "." for (word,) in letters if len(word) > 1 or word.upper() != word.lower())
