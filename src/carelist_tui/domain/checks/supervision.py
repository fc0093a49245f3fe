"""Who supervises whom, and what is read there (S4:105); who draws an audit sample, who scores it, and whose work nobody
scores themselves (S0:35, S4:98)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Acting, Asked, by_role, checks
from carelist_tui.domain.entries import (
    AuditScored,
    ContactCompleted,
    EntryCorrected,
    EpisodeClosed,
    OutreachAttempted,
    SampleDrawn,
    SupervisionHeld,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.person.story import effective, fold
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Sample

SCORES = ("auditor", "senior", "manager")
AUDITED = ("contact.missed", "handover.opened", "decision.recorded", "escalation.raised")
"""What is looked at in an audit, besides somebody's record as a whole."""
READ = ("decision.recorded", "outreach.stopped")
"""What is read in supervision: how something was decided."""
_OUTREACH = ("contact.", "outreach.", "partner.", "risk_check.", "decision.", "escalation.", "episode.")
_TAKES_PART = ("authorised_by", "owner", "to_worker", "receiving_worker", "coordinator")


@checks(SupervisionHeld)
def supervised_by_another(asked: Asked, body: SupervisionHeld) -> Iterator[Fault]:
    """By a senior or a manager, and never by oneself: a peer, or nobody, looks at no drift (S4:105).

    It is the one whom the entry names that counts, whoever types it, in the role they had when it was held.
    """
    roster, by = asked.roster, body.supervisor
    if by == body.worker:
        yield Fault("body.supervisor", tr("is the worker supervised: nobody supervises themselves"))
    elif roster.role(by) is None:
        yield Fault("body.supervisor", tr("nobody works here under that id, and a senior or a manager supervises"))
    elif not roster.may_supervise(by, body.worker, asked.entry.occurred_at):
        yield Fault("body.supervisor", tr("was not a senior or a manager then: one of them supervises"))


@checks(SupervisionHeld)
def reads_decisions(asked: Asked, body: SupervisionHeld) -> Iterator[Fault]:
    """What was read are decisions, the stopping of steps among them: another entry there would say that one was."""
    for number, id in enumerate(body.decisions):
        read = asked.stored.entry(id)
        if read is not None and read.type not in READ:
            yield Fault(f"body.decisions[{number}]", tr("does not name a decision"))


@by_role(SampleDrawn, AuditScored)
def audited_by_whoever_may(acting: Acting) -> Iterator[Fault]:
    """By an auditor, a senior or a manager: whoever else chooses what is looked at would choose what is not."""
    if acting.decides_as not in SCORES:
        draws = acting.kind == SampleDrawn.TYPE
        sentence = (
            tr("an audit sample is drawn by an auditor, a senior or a manager")
            if draws
            else tr("an audit is scored by an auditor, a senior or a manager")
        )
        yield Fault("on_behalf_of" if acting.on_behalf_of else "", sentence)


@checks(AuditScored)
def scored_by_another(asked: Asked, body: AuditScored) -> Iterator[Fault]:
    """Never about work that they, or whoever types it, took part in."""
    entry = asked.entry
    subject = asked.stored.entry(body.subject)
    if subject is None:
        return
    if subject.person is None or (subject.type not in AUDITED and subject.id != subject.person):
        yield Fault("body.subject", tr("is not what an audit looks at: a missed contact, a handover, a decision, an "
                    "escalation, or a person"))  # fmt: skip
    elif {entry.author, entry.decided_by} & took_part(subject, asked.stored.about(subject.person)):
        yield Fault("body.subject", tr("is work that you took part in yourself, or whose coordinator you were: "
                                       "somebody "
                    "else scores it"))  # fmt: skip


@checks(AuditScored)
def scored_of_its_sample(asked: Asked, body: AuditScored) -> Iterator[Fault]:
    """One of the sample's, by its criteria, once by each of two readers. Text that names no drawing, as an earlier
    release took it, says nothing that could be held against it."""
    if not is_uuid(body.sample):
        return
    sample = asked.stored.sample(body.sample)
    if sample is None:
        yield Fault("body.sample", tr("is no audit sample that is here: `carelist list samples` names them"))
        return
    if body.subject not in sample.ids:
        yield Fault("body.subject", tr("is none of the cases of this sample"))
    known = asked.standards.in_force_at(asked.entry.occurred_at).criteria(sample.kind)
    for key in body.answers:
        if key not in known:
            yield Fault(f"body.answers.{key}", tr("is no criterion of this audit: {known}", known=", ".join(known)))
    yield from _read_once(asked.entry, body, sample)


def _read_once(entry: Entry, body: AuditScored, sample: Sample) -> Iterator[Fault]:
    first, second = sample.first.get(body.subject), sample.second.get(body.subject)
    if first is None or first.said.id == entry.id:
        if body.second:
            yield Fault("body.second", tr("nobody has scored it before: whoever does is its first reader"))
    elif first.reader == entry.decided_by:
        yield Fault("body.subject", tr("you have scored it already: a second reader is somebody else"))
    elif second is not None and second.said.id != entry.id:
        yield Fault("body.subject", tr("two readers have scored it already"))
    elif not body.second and second is None:
        yield Fault("body.second", tr("somebody has scored it before: a second reader says so"))


@checks(EntryCorrected)
def looked_at_by_another(asked: Asked, body: EntryCorrected) -> Iterator[Fault]:
    """Whoever a score or a supervision is about neither corrects nor strikes it."""
    target, they = asked.stored.entry(body.entry), {asked.entry.author, asked.entry.decided_by}
    looked = target.body if target is not None else None
    subject = asked.stored.entry(looked.subject) if isinstance(looked, AuditScored) else None
    if subject is not None and subject.person is not None:
        if they & took_part(subject, asked.stored.about(subject.person)):
            yield Fault("body.entry", tr("scores work that you took part in yourself: somebody else corrects it"))
    elif isinstance(looked, SupervisionHeld) and looked.worker in they:
        yield Fault("body.entry", tr("is your own supervision: your supervisor, or another senior, corrects it"))


def took_part(subject: Entry, about: Iterable[Entry]) -> set[str]:
    """Whose work it is: the coordinator's then, and that of everybody who recorded it, named it, or is named there; of
    a missed contact also of all who tried, checked and decided until it ended. Of a person's record: their
    coordinators', one after the other."""
    story, person = list(about), str(subject.person)
    told = sorted([*story, *effective(story)], key=lambda each: each.order)  # as recorded, and as corrected
    by_then = [each for each in story if each.order <= subject.order] if subject.id != person else story
    coordinator = fold(person, by_then).coordinator
    found = {coordinator.value} if coordinator is not None else set()
    if subject.id == person:
        return found | {worker for each in told for worker in _named(each, ("coordinator", "receiving_worker"))}
    until = _ended(subject, told) if subject.type == "contact.missed" else subject.occurred_at
    for each in told:
        meanwhile = subject.occurred_at <= each.occurred_at <= until and each.type.startswith(_OUTREACH)
        if each.id == subject.id or _names(each, subject.id) or (meanwhile and subject.type == "contact.missed"):
            found |= {each.author, each.decided_by, *_named(each, _TAKES_PART)}
    return found


def _ended(missed: Entry, told: Iterable[Entry]) -> datetime:
    """When contact was made, or the missed contact closed; the newest entry's moment while neither has happened."""
    later = [each for each in told if each.order > missed.order]
    ends = [each.occurred_at for each in later if _ends(each)]
    return min(ends, default=max((each.occurred_at for each in later), default=missed.occurred_at))


def _ends(entry: Entry) -> bool:
    body = entry.body
    live = isinstance(body, ContactCompleted) or (isinstance(body, OutreachAttempted) and body.is_live)
    return live or isinstance(body, EpisodeClosed)


def _names(entry: Entry, id: str) -> bool:
    return entry.body is not None and any(named == id for _, named in entry.body.references())


def _named(entry: Entry, fields: Iterable[str]) -> Iterator[str]:
    found = (getattr(entry.body, field, None) for field in fields)
    return (worker for worker in found if isinstance(worker, str) and worker)
