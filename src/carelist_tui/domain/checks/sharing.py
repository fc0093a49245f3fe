"""Nobody is told who was refused (records.md, Sharing; product.md, invariant 8; S4:66, S4:76).

Asked of what goes out, never of what comes in: whoever rings us is heard. A ground other than consent, with its
rationale, lets one act of telling happen; it makes nobody agreed.
"""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, Check, checks
from carelist_tui.domain.dues.sharing import Sharing, grounds_to_tell, sharing_of, why_nobody
from carelist_tui.domain.entries import (
    CoverArranged,
    OutreachAttempted,
    PartnerContacted,
    ReviewCompleted,
)  # fmt: skip
from carelist_tui.domain.entries import (
    Sharing as Shared,
)
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.names import is_one_name, names_match
from carelist_tui.domain.person.facts import ShareConsent
from carelist_tui.domain.refusal import Fault

DECIDE_FIRST = tr("record first a decision about information sharing: with whom, on which ground, and why")
SAY_WHY = tr("sharing says on which ground other than consent, and why")
UNTOLD = tr("was told without a yes that stands: ask the person, or record on which ground")


@checks(OutreachAttempted)
def asked_who_may_be_told(asked: Asked, body: OutreachAttempted) -> Iterator[Fault]:
    """Asking a trusted contact or a partner tells them that somebody is missed."""
    if body.to != "person" and body.name and (why := _why_not(asked, (body.name,))):
        yield Fault(
            "body.name", tr("{why}; where they must be asked, {decide_first}", why=why, decide_first=DECIDE_FIRST)
        )


@checks(PartnerContacted)
def told_who_may_be_told(asked: Asked, body: PartnerContacted) -> Iterator[Fault]:
    """What we say to a partner, family or a carer."""
    if body.direction == "out" and not gives_ground(body.sharing) and (why := _why_not(asked, _told(body))):
        yield Fault("body.who", tr("{why}; where they must be told, {say_why}", why=why, say_why=SAY_WHY))


@checks(ReviewCompleted)
def heard_who_may_be_told(asked: Asked, body: ReviewCompleted) -> Iterator[Fault]:
    """Outsiders who sit in a review hear all of it. Workers here, by their whole name or id, are none."""
    ours = [name for worker in asked.roster.workers.values() for name in (worker.id, worker.name)]
    for number, name in enumerate(body.present):
        if any(is_one_name(name, each) for each in ours) or _is_covered(asked, body.sharing, name):
            continue
        if why := _why_not(asked, (name,), only_known=True):
            yield Fault(
                f"body.present[{number}]", tr("{why}; where they must hear it, {say_why}", why=why, say_why=SAY_WHY)
            )


@checks(CoverArranged)
def family_may_be_told(asked: Asked, body: CoverArranged) -> Iterator[Fault]:
    """Family holds a gap only where somebody of theirs may be told."""
    if body.route != "family" or asked.ground is None:
        return
    sharing = sharing_of(asked.ground)
    if not any(each.relation or not each.agency for each in sharing.may_be_told):
        why = why_nobody(sharing) if not sharing.may_be_told else tr("nobody of their own may be told")
        yield Fault("body.route", tr("can't be family: {why}", why=why))


SHARED: tuple[Check, ...] = (asked_who_may_be_told, told_who_may_be_told, heard_who_may_be_told, family_may_be_told)
"""What is asked of every way to tell somebody."""


def tells_somebody(body: Body | None) -> bool:
    """Whether an entry says that somebody else than the person was told something of them."""
    if isinstance(body, OutreachAttempted):
        return body.to != "person" and bool(body.name)
    if isinstance(body, PartnerContacted):
        return body.direction == "out"
    return isinstance(body, CoverArranged) or (isinstance(body, ReviewCompleted) and bool(body.present))


def remarks_on_telling(asked: Asked, body: PartnerContacted | OutreachAttempted) -> Iterator[str]:
    """A sentence where somebody is told who neither agreed nor was refused, and no ground is said."""
    if asked.ground is None:
        return
    if isinstance(body, PartnerContacted):
        names = _told(body) if body.direction == "out" and not gives_ground(body.sharing) else ()
    else:
        names = (body.name,) if body.to != "person" and body.name else ()
    if names and not _may_be_told(sharing_of(asked.ground), names) and not _why_not(asked, names):
        yield f"{names[0]} {UNTOLD}"


def _told(body: PartnerContacted) -> tuple[str, ...]:
    with_ = body.sharing.with_ if body.sharing is not None else None
    return tuple(filter(None, (body.who, body.agency, with_)))


def gives_ground(sharing: Shared | None) -> bool:
    """Whether an entry says itself on which ground other than consent somebody is told, and why."""
    return sharing is not None and sharing.basis not in (None, "consent") and bool((sharing.rationale or "").strip())


def _is_covered(asked: Asked, sharing: Shared | None, name: str) -> bool:
    """Whether that ground is for this one of several; it is for all where it names nobody."""
    if sharing is None or asked.ground is None or not gives_ground(sharing):
        return False
    with_ = sharing.with_ or ""
    return not with_ or any(names_match(with_, each) for each in _meant(sharing_of(asked.ground), (name,)))


def _may_be_told(sharing: Sharing, names: tuple[str, ...]) -> bool:
    """Whether the first of these is, whole, the name of somebody who may be told."""
    return any(is_one_name(names[0], called) for each in sharing.may_be_told for called in (each.name, each.called))


def _why_not(asked: Asked, names: tuple[str, ...], *, only_known: bool = False) -> str | None:
    """Why these people, all names of one, must not be told; None where they may, or the service has a ground for it.
    What was said after the act does not forbid it. `only_known`: where it is not said who is meant, whoever is not
    known to be around the person is none of ours to stop."""
    if asked.ground is None:
        return None
    sharing, at = sharing_of(asked.ground), asked.entry.occurred_at
    may = _may_be_told(sharing, names)
    others = names[1:] if may else names
    for no, said in zip(sharing.refusals, sharing.must_not_be_told, strict=True):
        if no.at <= at and _is_meant(sharing, no, others) and not _has_ground(asked, sharing, no, names):
            return (
                tr("must not be told: {who} {because}", who=said.who, because=said.because)
                if said.because
                else tr("must not be told: {who}", who=said.who)
            )
    if may or (only_known and not _is_known(sharing, names)):
        return None
    for no in sharing.unclear:
        if no.at <= at and not _has_ground(asked, sharing, no, names):
            return tr("may be the one whom {said_of} means: say first who that is", said_of=_said_of(sharing, no))
    return None


def _said_of(sharing: Sharing, no: ShareConsent) -> str:
    said = sharing.must_not_be_told[sharing.refusals.index(no)]
    return tr("the refusal ({who} {because})", who=said.who, because=said.because)


def _is_meant(sharing: Sharing, no: ShareConsent, names: tuple[str, ...]) -> bool:
    """By the name in the refusal itself, or as somebody around the person whom it is about."""
    called = [no.name, *(each.who.name for each in sharing.refused if no in each.refusals)]
    return any(names_match(one, name) for one in called for name in names)


def _is_known(sharing: Sharing, names: tuple[str, ...]) -> bool:
    return any(names_match(each.name, name) for each in (*sharing.ask_first, *sharing.may_be_told) for name in names)


def _has_ground(asked: Asked, sharing: Sharing, no: ShareConsent, names: tuple[str, ...]) -> bool:
    """Whether a ground was recorded since the refusal for these, and is not used yet."""
    if asked.ground is None:
        return False
    meant = _meant(sharing, names)
    newer = [each for each in grounds_to_tell(asked.ground.state) if each.order > no.order]
    return any(names_match(each.name, name) for each in newer for name in meant)


def _meant(sharing: Sharing, names: tuple[str, ...]) -> tuple[str, ...]:
    """These names, and what else whoever was refused is called by whom they name."""
    known = [each for each in sharing.refused if any(names_match(each.who.name, name) for name in names)]
    return (*names, *(field for each in known for field in each.fields))
