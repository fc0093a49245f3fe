"""What was said of who may be told: consents and refusals as they stand, and who was told (records.md, Sharing).

Of one name the newest of plan and consent stands; what a name means is the reading's (domain/dues/sharing.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carelist_tui.domain.entries import ConsentRecorded, EngagementPlanAgreed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.names import fold_name
from carelist_tui.domain.person.facts import ShareConsent, Telling
from carelist_tui.domain.person.state import PersonState


def take_consent(state: PersonState, entry: Entry, body: ConsentRecorded) -> None:
    """Sharing agreed to, or refused; on another ground than consent it takes no refusal away."""
    consent = ShareConsent(
        entry.id, entry.order, entry.clock_at, body.with_ or "", body.given, "consent", "", body.basis, body.review_on
    )
    _take(state, consent)


def take_plan(state: PersonState, entry: Entry, body: EngagementPlanAgreed, *, disputed: bool) -> None:
    """Whom a plan names. Its yes stands as long as the plan does, its no until a newer yes; of two plans in dispute
    each no counts, and of the yes that of the first."""
    if not disputed:
        state.sharing = [each for each in state.sharing if each.source != "plan" or not each.given]
    for each in sorted(body.may_contact, key=lambda row: not row.consent):  # named twice, the no holds
        if each.consent and disputed:
            continue
        said = (entry.id, entry.order, entry.clock_at, each.name, each.consent)
        _take(state, ShareConsent(*said, "plan", each.relation))


def take_barred(state: PersonState, entry: Entry, before: Iterable[str], after: Iterable[str]) -> None:
    """`must_not_contact` as it is from now on. Who stood in it before is refused since then, not anew; who stands in it
    no longer is refused by it no longer."""
    kept, known = {fold_name(name) for name in after}, {fold_name(name) for name in before}
    state.sharing = [each for each in state.sharing if each.source != "details" or fold_name(each.name) in kept]
    for name in after:
        if fold_name(name) not in known:
            _take(state, ShareConsent(entry.id, entry.order, entry.clock_at, name, given=False, source="details"))


def _take(state: PersonState, consent: ShareConsent) -> None:
    """In place of the older ones about the same name that it answers."""
    name = fold_name(consent.name)

    def is_answered(other: ShareConsent) -> bool:
        if fold_name(other.name) != name:
            return False
        if not consent.given:
            return other.given or other.source == consent.source
        if not other.given:
            return consent.is_agreed
        return other.source == consent.source and other.is_agreed == consent.is_agreed

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
