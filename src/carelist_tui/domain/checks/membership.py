"""Who an entry may be about, and what it may name: membership, references, roles of the one who records."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.checks.asked import BY_ROLE, Acting, Asked, by_role, checks
from carelist_tui.domain.checks.still_open import no_longer_stands
from carelist_tui.domain.entries import (
    ActionChanged,
    ActionOpened,
    AuditScored,
    ContactPlanned,
    CoordinatorNamed,
    DueReassigned,
    DutySet,
    EscalationRaised,
    HandoverAccepted,
    HandoverOpened,
    ImprovementOpened,
    OutcomeNoted,
    PersonAccepted,
    PersonReopened,
    PersonReturned,
    PersonsJoined,
    ReferralDeclined,
    ReportConfirmed,
    SampleDrawn,
    WorkerAway,
    WorkerRecovered,
)
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.person.story import effective, is_about_somebody_here
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import AUDITOR, MANAGER, SENIOR

NAMES_A = {
    "episode": ("contact.missed", tr("a missed contact")),
    "planned": ("contact.planned", tr("a planned contact")),
    "decision": ("decision.recorded", tr("a decision")),
    "escalation": ("escalation.raised", tr("an escalation")),
    "handover": ("handover.opened", tr("a handover")),
    "action": ("action.opened", tr("an action")),
    "request": ("request.received", tr("a request")),
    "indicator": ("indicator.agreed", tr("an indicator")),
    "crisis": ("crisis.recorded", tr("a crisis")),
    "improvement": ("improvement.opened", tr("an improvement")),
}

ANSWERED = frozenset({"escalation", "handover", "action", "request", "crisis"})
"""What an entry that names it answers, or brings to its end, by a later place in the story. A missed contact, a booking
and an indicator are found by their id wherever they stand."""


def belongs(asked: Asked) -> Iterator[Fault]:
    """What holds for every entry: the one who records may, the person is here, what it names is theirs."""
    entry = asked.entry
    yield from _may_record(asked.acting)
    yield from _on_caseload(asked)
    for path, id in entry.body.references() if entry.body else ():
        named = asked.stored.entry(id)
        if named is None:
            continue
        type, words = NAMES_A.get(path.removeprefix("body."), (None, ""))
        if type is not None and named.type != type:
            yield Fault(path, tr("does not name {words}", words=words))
        elif entry.person is not None and named.person not in (None, entry.person, *_records(asked)):
            yield Fault(path, tr("names an entry about somebody else"))
        elif asked.ground is not None and (gone := no_longer_stands(asked, path, id)):
            yield Fault(path, gone)
        elif _answers(entry, path) and _is_before(asked, named):
            yield Fault("occurred_at", tr("is before what it answers happened: when was this?"))


def _answers(entry: Entry, path: str) -> bool:
    return path.removeprefix("body.") in ANSWERED or isinstance(entry.body, ReportConfirmed)


def _is_before(asked: Asked, named: Entry) -> bool:
    """Whether this happened before what it names did, which it then settles nothing of: the story is told in order. A
    correction may have moved what it names to an earlier moment."""
    if named.occurred_at <= asked.entry.occurred_at:
        return False
    told = effective(list(asked.stored.about(named.person or "")))
    return any(each.id == named.id and each.occurred_at > asked.entry.occurred_at for each in told)


def _records(asked: Asked) -> tuple[str, ...]:
    """The records of whom an entry is about, where several of one person were joined."""
    state = asked.ground.state if asked.ground is not None else None
    records = (state.person, *state.joins) if state is not None and state.joins else ()
    return records if asked.entry.person in records else ()


def not_theirs(acting: Acting) -> Iterator[Fault]:
    """Everything that speaks by role alone against somebody's recording an entry of a type, whatever it may say: asked
    before the first question, so that nobody answers in vain. The door asks the same of the entry."""
    yield from _may_record(acting)
    for rule in BY_ROLE.get(acting.kind, ()):
        yield from rule(acting)


@by_role(PersonsJoined)
def joined_by_who_leads(acting: Acting) -> Iterator[Fault]:
    """Two records are joined by a senior or a manager (records.md, persons.joined)."""
    if acting.decides_as not in (SENIOR, MANAGER):
        path = "on_behalf_of" if acting.on_behalf_of else ""
        yield Fault(path, tr("two records are joined by a senior or a manager"))


@checks(PersonsJoined)
def joins_two_records(asked: Asked, body: PersonsJoined) -> Iterator[Fault]:
    """Of two records that are here and not one already (records.md, persons.joined)."""
    entry = asked.entry
    if body.into == entry.person or body.into in _records(asked):
        yield Fault("body.into", tr("is a record of this person already"))
    elif not any(True for _ in asked.stored.about(body.into)):
        yield Fault("body.into", tr("is nobody here: the id of the person whose record stays"))
    if asked.ground is not None and asked.ground.state.person != entry.person and not entry.replaces:
        yield Fault("person", tr("was joined into another record already: correct that first"))


def _may_record(acting: Acting) -> Iterator[Fault]:
    """Anyone who works here records, but an auditor, and nobody for one: they draw samples and score them
    (standards.md, Roles). That they came in anew is said of them too."""
    author, roster = acting.author, acting.roster
    if author not in roster.workers or author in roster.left:
        yield Fault("", tr("nobody works here under the id {author}", author=author))
    elif acting.kind in (AuditScored.TYPE, SampleDrawn.TYPE, WorkerRecovered.TYPE):
        return
    elif roster.role(author) == AUDITOR:
        yield Fault("", tr("an auditor reads and scores, and records nothing else"))
    elif roster.role(acting.decided_by) == AUDITOR:
        yield Fault("on_behalf_of", tr("is an auditor, who reads and decides nothing; only a score can be theirs"))


@checks(
    ActionChanged, ActionOpened, ContactPlanned, CoordinatorNamed, DueReassigned, DutySet, EscalationRaised,
    HandoverAccepted, HandoverOpened, ImprovementOpened, PersonAccepted,
)  # fmt: skip
def not_given_to_an_auditor(asked: Asked, body: Body) -> Iterator[Fault]:
    """What is an auditor's nobody could record anything about: nobody and nothing is given to one."""
    for field in ("coordinator", "worker", "receiving_worker", "to_worker", "owner"):
        if asked.roster.role(getattr(body, field, None) or "") == AUDITOR:
            yield Fault(f"body.{field}", tr("is an auditor, who reads and records nothing: name somebody else"))


@checks(WorkerAway)
def no_auditor_covers(asked: Asked, body: WorkerAway) -> Iterator[Fault]:
    """Whoever covers does what is owed meanwhile."""
    for number, each in enumerate(body.cover):
        if asked.roster.role(each.by) == AUDITOR:
            path = f"body.cover[{number}].by"
            yield Fault(path, tr("is an auditor, who reads and records nothing: name somebody else"))


def _on_caseload(asked: Asked) -> Iterator[Fault]:
    if asked.ground is None or not is_about_somebody_here(asked.entry):
        return
    left = asked.ground.state.left
    if left is not None and asked.ground.state.back is None and asked.entry.occurred_at > left.at:
        yield Fault(
            "person",
            tr(
                "is not on the caseload ({kind}); say first that they are back (reopened)",
                kind=in_plain_words(left.kind),
            ),
        )


@checks(PersonAccepted)
def accepted_once(asked: Asked, body: PersonAccepted) -> Iterator[Fault]:
    """Somebody on the caseload is not accepted a second time; a tier must be one of the Standards'."""
    if asked.ground is not None:
        state = asked.ground.state
        if state.acceptance is not None and state.left is None:
            yield Fault("body.ref", tr("is on the caseload already"))
    if body.tier not in asked.standards.tiers:
        yield Fault("body.tier", tr("is not a tier: {tiers}", tiers=", ".join(asked.standards.tiers)))


@checks(PersonReopened)
def left_before(asked: Asked, body: PersonReopened) -> Iterator[Fault]:
    """Only somebody who has left can be taken on again."""
    if asked.ground is None or asked.ground.state.left is None:
        yield Fault("person", tr("has not left the caseload"))


@checks(ReferralDeclined)
def waits_for_triage(asked: Asked, body: ReferralDeclined) -> Iterator[Fault]:
    """Only a referral that waits can be declined."""
    state = asked.ground.state if asked.ground else None
    if state is None or state.referral is None or state.acceptance is not None:
        yield Fault("person", tr("has no referral that waits for a decision"))


@checks(PersonReturned)
def was_away(asked: Asked, body: PersonReturned) -> Iterator[Fault]:
    """Only somebody who is away can come back."""
    if asked.ground is None or asked.ground.state.away_now is None:
        yield Fault("person", tr("is not recorded as away"))


@checks(OutcomeNoted)
def evidence_is_about_them(asked: Asked, body: OutcomeNoted) -> Iterator[Fault]:
    """What shows it is recorded about this person, and each once: a claim can be tested against the record."""
    for number, id in enumerate(body.evidence):
        named = asked.stored.entry(id)
        if named is not None and named.person is None:
            yield Fault(f"body.evidence[{number}]", tr("names an entry about nobody"))
        elif id in body.evidence[:number]:
            yield Fault(f"body.evidence[{number}]", tr("is named already"))
