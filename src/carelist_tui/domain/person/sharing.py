"""What was said of who may be told: consents and refusals as they stand, and who was told (records.md, Sharing).

Of one name the newest of plan and consent stands; what a name means is the reading's (domain/dues/sharing.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carelist_tui.domain.entries import ConsentRecorded, EngagementPlanAgreed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.names import fold_name, names_match
from carelist_tui.domain.person.facts import ShareConsent, Telling
from carelist_tui.domain.person.joined import record_of
from carelist_tui.domain.person.state import PersonState


def take_consent(state: PersonState, entry: Entry, body: ConsentRecorded) -> None:
    """Sharing agreed to, or refused; on another ground than consent it takes no refusal away."""
    consent = ShareConsent(
        entry.id, entry.order, entry.clock_at, body.with_ or "", body.given, "consent", "", body.basis, body.review_on
    )
    _take(state, entry, consent)


def take_plan(state: PersonState, entry: Entry, body: EngagementPlanAgreed, *, disputed: bool) -> None:
    """Whom a plan names. Its yes stands as long as the plan does, its no until a newer yes; of two plans in dispute
    every no counts, and only a yes that both say."""
    agreed = {fold_name(each.name) for each in body.may_contact if each.consent} if disputed else set()
    state.sharing = [
        each for each in state.sharing if each.source != "plan" or not each.given or fold_name(each.name) in agreed
    ]
    for each in sorted(body.may_contact, key=lambda row: not row.consent):  # named twice, the no holds
        if each.consent and disputed:
            continue
        said = (entry.id, entry.order, entry.clock_at, each.name, each.consent)
        _take(state, entry, ShareConsent(*said, "plan", each.relation))


def take_barred(state: PersonState, entry: Entry, before: Iterable[str], after: Iterable[str]) -> None:
    """`must_not_contact` as it is from now on. Who stood in it before is refused since then, not anew; who stands in it
    no longer is refused by it no longer."""
    kept, known = {fold_name(name) for name in after}, {fold_name(name) for name in before}
    state.sharing = [each for each in state.sharing if each.source != "details" or fold_name(each.name) in kept]
    for name in after:
        if fold_name(name) not in known:
            _take(
                state, entry, ShareConsent(entry.id, entry.order, entry.clock_at, name, given=False, source="details")
            )


def _take(state: PersonState, entry: Entry, consent: ShareConsent) -> None:
    """In place of the older ones about the same name that it answers. While two records of the person are told apart, a
    yes in one answers no refusal in the other, and does not stand beside it."""
    name = fold_name(consent.name)
    consent.record = record_of(state, entry) if state.records else ""
    elsewhere = [each for each in state.sharing if not each.given and each.record != consent.record]
    if consent.given and any(not each.name or names_match(each.name, consent.name) for each in elsewhere):
        return

    def is_answered(other: ShareConsent) -> bool:
        if fold_name(other.name) != name:
            return False
        if not consent.given:
            return other.given or other.source == consent.source
        if not other.given:
            return consent.is_agreed
        return other.source == consent.source and other.is_agreed == consent.is_agreed

    answered = [each for each in state.sharing if is_answered(each)]
    if not consent.given and name:
        consent.withdraws = any(each.withdraws or each.is_agreed for each in answered)
    state.sharing = [*(each for each in state.sharing if not is_answered(each)), consent]


def take_telling(state: PersonState, entry: Entry, names: Iterable[str | None], basis: str | None) -> None:
    """Somebody was told, or asked: of each the newest time is known."""
    told = [name for name in names if name and fold_name(name)]
    if not told:
        return
    ground, first = "" if basis in (None, "consent") else str(basis), fold_name(told[0])
    known = [each for each in state.tellings if fold_name(each.names[0]) != first or bool(each.basis) != bool(ground)]
    state.tellings = [*known, Telling(entry.id, entry.order, entry.clock_at, told, ground)]


def forget_tellings(state: PersonState, horizon: datetime) -> None:
    """What needed no other ground than consent is forgotten with the rest; the others stand beside the refusal."""
    if state.tellings:
        state.tellings = [each for each in state.tellings if each.basis or each.at >= horizon]
