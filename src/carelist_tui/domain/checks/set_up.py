"""Whose act it is to set a service up: Standards, laptops, workers (standards.md, Roles)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Acting, Asked, by_role, checks
from carelist_tui.domain.entries import (
    DeviceEnrolled,
    DeviceRevoked,
    StandardsAdopted,
    WorkerAdded,
    WorkerChanged,
    WorkerRecovered,
)
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.roster import AUDITOR, Roster
from carelist_tui.domain.standards import Standards, adoptable_standards

_SET_UP = {
    "worker.added": ("enrol", tr("enrolling and changing workers")),
    "worker.changed": ("enrol", tr("enrolling and changing workers")),
    "device.enrolled": ("enrol", tr("enrolling and revoking laptops")),
    "device.revoked": ("enrol", tr("enrolling and revoking laptops")),
    "standards.adopted": ("adopt_standards", tr("adopting Standards")),
}


def may_set_up(asked: Asked, type: str) -> Iterator[Fault]:
    """Refuses an act of set-up by anybody but a manager; while the service has none in any team, whoever works here
    may.

    It is the one who is signed in that counts: to type on behalf of a manager makes nobody one.
    """
    if type not in _SET_UP:
        return
    yield from may_set_up_by(asked.standards, asked.roster, asked.entry.author, type)


def may_set_up_by(standards: Standards, roster: Roster, worker: str, type: str) -> Iterator[Fault]:
    """The same of a worker who has recorded nothing yet, so that they are asked nothing in vain."""
    act, words = _SET_UP[type]
    author = roster.workers.get(worker)
    if author is None or standards.may(author.role, act):
        return
    if roster.has_manager:
        yield Fault("", tr("{words} is a manager's act", words=words))


@by_role(WorkerAdded, WorkerChanged, DeviceEnrolled, DeviceRevoked, StandardsAdopted)
def set_up_by_who_may(acting: Acting) -> Iterator[Fault]:
    """A manager adds and changes workers, says which laptops may read and write, and adopts Standards. While the
    service has no manager, its workers may."""
    yield from may_set_up_by(acting.standards, acting.roster, acting.author, acting.kind)


@checks(WorkerAdded)
def joins_once(asked: Asked, body: WorkerAdded) -> Iterator[Fault]:
    """A worker is added once."""
    if body.worker in asked.roster.workers:
        yield Fault("body.worker", tr("works here already: somebody else needs another id"))


@checks(WorkerChanged)
def leaves_nobody(asked: Asked, body: WorkerChanged) -> Iterator[Fault]:
    """A worker with open Dues or people cannot be made inactive, nor an auditor, who could do nothing about them."""
    if body.worker not in asked.roster.workers:
        yield Fault("body.worker", tr("nobody works here under that id"))
    elif _lays_down(asked, body) and (held := asked.stored.held_by(body.worker)):
        yield Fault(
            "body.active" if body.active is False else "body.role",
            tr("still holds {held} people or things that are due; they must be passed on first", held=held),
        )


def _lays_down(asked: Asked, body: WorkerChanged) -> bool:
    """Whether they could do nothing any more about what is theirs."""
    return body.active is False or (body.role == AUDITOR and asked.roster.role(body.worker) != AUDITOR)


@checks(WorkerAdded, WorkerChanged)
def nobodys_own_role(asked: Asked, body: Body | None) -> Iterator[Fault]:
    """Nobody changes their own role; `asked` of a correction, by what it puts in place either."""
    if isinstance(body, WorkerAdded | WorkerChanged) and body.worker == asked.entry.author:
        known = asked.roster.workers.get(body.worker)
        if known is not None and body.role != known.role:
            yield Fault("body.role", tr("is your own: nobody changes their own role"))


@checks(WorkerRecovered)
def said_by_whom_it_is(asked: Asked, body: WorkerRecovered) -> Iterator[Fault]:
    """Whoever comes to open a laptop anew says so themselves: nobody says it of somebody else."""
    if body.worker != asked.entry.author:
        yield Fault("body.worker", tr("is somebody else: whose passphrase was made anew says so themselves"))


@checks(StandardsAdopted)
def standards_can_be_read(asked: Asked, body: StandardsAdopted) -> Iterator[Fault]:
    """Only such as hold: an obligation switched off is refused with its line."""
    try:
        adoptable_standards(body.text)
    except Refused as refused:
        for each in refused.faults:
            where = "".join(
                (tr("line {line}: ", line=each.line) if each.line else "", f"{each.path}: " if each.path else "")
            )
            yield Fault("body.text", f"{where}{each.sentence}")
