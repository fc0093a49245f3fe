"""People: referral, acceptance, who they are, what is set about them, and where they are (S4:22, S4:44, S0:41)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    ConsentRecorded,
    CoordinatorNamed,
    PersonAccepted,
    PersonAdmitted,
    PersonDetailsUpdated,
    PersonDied,
    PersonDischarged,
    PersonReopened,
    PersonReturned,
    ReferralDeclined,
    ReferralReceived,
    TierSet,
    ZoneSet,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.episodes import longest, open_episode
from carelist_tui.domain.person.facts import Away, Death, Leaving, Mark, Membership, TierStep, Value
from carelist_tui.domain.person.facts.decisions import SELF_HARM
from carelist_tui.domain.person.fold_rules import earlier, fact, folds, set_thing
from carelist_tui.domain.person.handovers import is_transferred_on_own_word, take_referral
from carelist_tui.domain.person.joined import begin, end, learn
from carelist_tui.domain.person.risk import asks_here, close_span, names_authority, open_span
from carelist_tui.domain.person.sharing import take_barred, take_consent
from carelist_tui.domain.person.state import PersonState

BEGIN_AMBER = ("crisis_team", "ae_liaison", "ward", "step_down")
"""Sources from which somebody comes on to the board (records.md, person.accepted)."""
PLAN_TO_DIE = "trigger:suicidal_plan"
NOT_AGREED = "not agreed"
"""Of a discharge that does not count: the decision it names does not agree to it, or not any more."""
SAFER_ZONE = {"green": 0, "unknown": 1, "amber": 2, "red": 3}


def _membership(entry: Entry, kind: str, source: str = "", urgent: bool = False) -> Membership:
    return Membership(entry.id, entry.order, entry.clock_at, kind, source, urgent, entry.author)


def _learn_identity(
    state: PersonState, entry: Entry, body: ReferralReceived | PersonAccepted | PersonDetailsUpdated
) -> None:
    before = state.identity.must_not_contact or ()
    said = {name: getattr(body, name) for name in PersonDetailsUpdated.model_fields if name in body.model_fields_set}
    if entry.origin is not None or (entry.person or state.person) in state.joins:
        said = keeping_warnings(state.identity, said)
    state.identity = learn(state, entry, said)
    if "must_not_contact" in said:
        take_barred(state, entry, before, state.identity.must_not_contact or ())


def keeping_warnings(known: PersonDetailsUpdated, said: dict[str, Any]) -> dict[str, Any]:
    """What another team says of who they are: it adds warnings and takes none away."""
    unsafe = {phone.number: phone for phone in known.phones or () if phone.unsafe}
    if "phones" in said:
        told = [unsafe.pop(phone.number, phone) for phone in said["phones"] or ()]
        said = said | {"phones": (*told, *unsafe.values())}
    if "must_not_contact" in said:
        barred = (*(known.must_not_contact or ()), *(said["must_not_contact"] or ()))
        said = said | {"must_not_contact": tuple(dict.fromkeys(barred))}
    if "do_not" in said:
        said = said | {"do_not": tuple(dict.fromkeys((*(known.do_not or ()), *(said["do_not"] or ()))))}
    return said


@folds(ReferralReceived)
def referred(state: PersonState, entry: Entry, body: ReferralReceived) -> None:
    _learn_identity(state, entry, body)
    referral = _membership(entry, "referred", body.source, bool(body.urgent))
    begin(state, entry)
    take_referral(state, entry)
    if state.left is not None and state.back is None:
        # Referred again after they left: they wait for triage, as anybody new does.
        state.left = state.death = state.acceptance = state.met_after_death = None
        state.referral = referral
    elif state.referral is None:
        state.referral = referral
    elif body.urgent:
        state.referral.urgent = True


@folds(ReferralDeclined)
def declined(state: PersonState, entry: Entry, body: ReferralDeclined) -> None:
    if any(each.assured for each in state.handovers):
        # Another team has let go on our word: they stay until they are discharged.
        return
    if state.acceptance is None and end(state, entry):
        state.left = _membership(entry, "declined")
        state.back = None


@folds(PersonAccepted)
def accepted(state: PersonState, entry: Entry, body: PersonAccepted) -> None:
    _learn_identity(state, entry, body)
    begin(state, entry)
    if state.acceptance is not None and state.left is None:
        # Accepted on two laptops: the first starts the clocks, and nothing set since is undone.
        if state.records:
            _take_stricter(state, entry, body)
        return
    again = state.left is not None
    state.acceptance = _membership(entry, "reopened" if again else "accepted", body.source)
    if body.brought_over_on is not None:
        # What another team's file says of a day to come keeps nobody waiting until then.
        state.acceptance.brought_over_on = min(body.brought_over_on, entry.recorded_at.date())
        state.acceptance.place = body.brought_over_place
    state.left = state.back = state.leaving = state.looked = None
    if again:
        state.death = state.met_after_death = None
        state.fewer_than.clear()
    state.tier, state.tier_waits = Value(entry.id, entry.order, entry.clock_at, body.tier), []
    state.tiers = []
    _note_tier(state, state.tier, counts=True)
    zone = body.zone or ("amber" if body.source in BEGIN_AMBER else "unknown")
    if (again and body.zone is not None) or not _is_as_safe(state, zone):
        _set_zone(state, Value(entry.id, entry.order, entry.clock_at, zone, "accepted"))
    if body.coordinator and entry.origin is None:
        state.coordinator = Value(entry.id, entry.order, entry.clock_at, body.coordinator)


def _is_as_safe(state: PersonState, zone: str) -> bool:
    """Whether they are in a zone as safe already: red stays red at an acceptance, with its reason and its date, until
    somebody sets another. While they waited for triage, on another laptop, or where they were handed over from."""
    return state.zone is not None and SAFER_ZONE[state.zone_now] >= SAFER_ZONE[zone]


def _take_stricter(state: PersonState, entry: Entry, body: PersonAccepted) -> None:
    """What another record of theirs began with, where it holds them closer; and who coordinates, if nobody does."""
    if state.tier is None or strictness(body.tier) > strictness(state.tier.value):
        state.tier, state.tier_waits = Value(entry.id, entry.order, entry.clock_at, body.tier), []
        _note_tier(state, state.tier, counts=True)
    zone = body.zone or ("amber" if body.source in BEGIN_AMBER else "unknown")
    if SAFER_ZONE[zone] > SAFER_ZONE[state.zone_now]:
        _set_zone(state, Value(entry.id, entry.order, entry.clock_at, zone, "accepted"))
    if state.coordinator is None and body.coordinator and entry.origin is None:
        state.coordinator = Value(entry.id, entry.order, entry.clock_at, body.coordinator)


@folds(PersonReopened)
def reopened(state: PersonState, entry: Entry, body: PersonReopened) -> None:
    if state.left is None:
        # Nobody who is here can be taken on again: their clocks run on.
        return
    begin(state, entry)
    source = state.acceptance.source if state.acceptance else ""
    state.acceptance = _membership(entry, "reopened", source)
    state.left = state.back = state.death = state.leaving = state.met_after_death = state.looked = None
    state.fewer_than.clear()


@folds(PersonDetailsUpdated)
def details_updated(state: PersonState, entry: Entry, body: PersonDetailsUpdated) -> None:
    _learn_identity(state, entry, body)
    state.faulty_details.clear()
    if "address" in body.model_fields_set:
        state.reports = [report for report in state.reports if report.kind != "moved"]


@folds(ConsentRecorded)
def consent_recorded(state: PersonState, entry: Entry, body: ConsentRecorded) -> None:
    if body.scope == "contact":
        value = "yes" if body.given else "no"
        if entry.origin is not None and body.given and state.consent is not None:
            return
        state.consent = Value(entry.id, entry.order, entry.clock_at, value, body.rationale or "", body.review_on)
        return
    if entry.origin is None or not body.given:
        take_consent(state, entry, body)


@folds(CoordinatorNamed)
def coordinator_named(state: PersonState, entry: Entry, body: CoordinatorNamed) -> None:
    if entry.origin is not None:
        # Nobody of another team coordinates here: ours stays, or is named.
        return
    if not set_thing(state, entry, body.coordinator):
        state.coordinator = Value(entry.id, entry.order, entry.clock_at, body.coordinator)
        state.oversight = body.clinical_oversight


@folds(TierSet)
def tier_set(state: PersonState, entry: Entry, body: TierSet) -> None:
    """A lighter tier counts from the senior's own word; until then it waits, and a later tier ends its waiting."""
    disputed = set_thing(state, entry, body.tier)
    tier = Value(entry.id, entry.order, entry.clock_at, body.tier, body.reason, body.review_on)
    if entry.origin is not None:
        asks_here(state, entry, tr("the tier"), "lighter_tier")
    waits = entry.origin is not None or names_authority(
        state, entry, body.authorised_by, tr("the tier"), ("lighter_tier",)
    )
    if disputed:
        values = [each.value for each in (state.tier, *state.tier_waits) if each is not None]
        if strictness(body.tier) > max(map(strictness, values), default=0):
            state.tier, state.tier_waits = tier, []
            _note_tier(state, tier, counts=True)
    elif body.authorised_by and not waits:
        held = [each for each in (state.tier, *state.tier_waits) if each is not None]
        # Whichever was the strictest counted until now, though nobody's word was asked for it.
        strictest = max(held, key=lambda each: strictness(each.value), default=None)
        if strictest is not None and (state.tier_since is None or strictest.value != state.tier_since.value):
            state.tier_since = strictest
        state.tier, state.tier_waits = tier, []
        _note_tier(state, tier, counts=True)
    else:
        state.tier_waits = [*state.tier_waits[1 - MOST_TIERS :], tier]
        _note_tier(state, tier, counts=False)


def _note_tier(state: PersonState, tier: Value, *, counts: bool) -> None:
    known = state.tiers[1 - MOST_TIERS :]
    state.tiers = [*known, TierStep(tier.id, tier.order, tier.clock, tier.value, counts)]


def hear_of_tier(state: PersonState, about: str, *, agreed: bool) -> None:
    """Whoever was named says whether they authorised a tier: agreed, it counts unless a later one took its place."""
    if not any(each.id == about for each in state.tier_waits):
        return
    if agreed and state.tier_waits[-1].id == about:
        state.tier, state.tier_waits = state.tier_waits[-1], []
        for tier in state.tiers:
            tier.counts = tier.counts or tier.id == about
    else:
        state.tiers = [each for each in state.tiers if each.id != about]
        state.tier_waits = [each for each in state.tier_waits if each.id != about]


MOST_TIERS = 20


STRICTER = {"light": 1, "standard": 2, "enhanced": 3, "intensive": 4}


def strictness(tier: str) -> int:
    """Which of two tiers is safer while two laptops differ; a tier of a service's own counts as the strictest."""
    return STRICTER.get(tier, 9)


def _set_zone(state: PersonState, zone: Value) -> None:
    state.zone = zone
    if zone.value == "red":
        open_span(state, "zone", zone)
    else:
        close_span(state, "zone", zone)


@folds(ZoneSet)
def zone_set(state: PersonState, entry: Entry, body: ZoneSet) -> None:
    zone = Value(entry.id, entry.order, entry.clock_at, body.zone, body.reason, body.review_on)
    if set_thing(state, entry, f"{body.zone} {body.review_on}") and state.zone is not None:
        if SAFER_ZONE[body.zone] <= SAFER_ZONE[state.zone.value]:
            zone = state.zone
        zone.review_on = earlier(body.review_on, state.zone.review_on)
    _set_zone(state, zone)


@folds(PersonAdmitted)
def admitted(state: PersonState, entry: Entry, body: PersonAdmitted) -> None:
    confirmed = bool(body.confirmed_with) and entry.origin is None
    away = Away(entry.id, entry.order, entry.clock_at, body.kind, body.where, confirmed, body.expected_until)
    away.harmed_at = _harmed_before(state, away)
    state.aways.append(away)
    state.reports = [report for report in state.reports if report.kind != "in_hospital"]


def _harmed_before(state: PersonState, away: Away) -> datetime | None:
    """When they had last harmed themself before a stay, or a plan to end their life last stood (NICE NG53)."""
    harmed = [each.at for each in state.crises if each.kind == SELF_HARM]
    harmed += [min(each.ends or away.at, away.at) for each in state.spans if each.reason == PLAN_TO_DIE]
    return max((each for each in harmed if each <= away.at), default=None)


@folds(PersonReturned)
def returned(state: PersonState, entry: Entry, body: PersonReturned) -> None:
    """Stays nest: an inner return ends the inner stay only (standards.md, *After a death*)."""
    away = state.away_now
    if away is not None:
        away.returned = fact(entry)


@folds(PersonDied)
def died(state: PersonState, entry: Entry, body: PersonDied) -> None:
    if entry.origin is not None and state.death is not None:
        # What is known here of a death another team makes no less certain.
        return
    disputed = set_thing(state, entry, f"{body.confirmed} {body.on}")
    confirmed = body.confirmed and not (disputed and state.death is not None and not state.death.confirmed)
    if confirmed and entry.origin is not None:
        confirmed = False
        asks_here(state, entry, tr("a death"), "discharge")
    before, by = state.death, entry.decided_by
    seconded = before is not None and (before.is_seconded or before.by != by) and confirmed
    state.death = Death(entry.id, entry.order, entry.clock_at, confirmed, by=by, is_seconded=seconded)
    state.met_after_death = None
    state.reports = [report for report in state.reports if report.kind != "died"]


def is_held(state: PersonState) -> bool:
    """Whether an escalation, a handover or a safeguarding action stands open: then nobody is discharged."""
    safeguarding = any(each.area == "safeguarding" for each in state.actions)
    return safeguarding or any(x.is_open for x in state.escalations) or any(x.is_open for x in state.handovers)


@folds(PersonDischarged)
def discharged(state: PersonState, entry: Entry, body: PersonDischarged) -> None:
    """It counts from the manager's own word. Judged at its own place in the story, and again at that word: where
    something stood open at either it has no effect, and is in conflict (records.md, person.discharged)."""
    disputed = set_thing(state, entry, f"{body.reason} {body.destination}")
    state.leaving = None
    if disputed and state.left is not None and state.left.kind == "discharged":
        state.left = None
    if disputed or _stands_open(state, body.reason):
        state.discharge_refused = Mark(entry.id, entry.order, entry.clock_at, entry.type, body.reason, [])
        return
    state.discharge_refused = None
    if entry.origin is not None:
        asks_here(state, entry, tr("a discharge"), "discharge")
        state.leaving = Leaving(entry.id, entry.order, entry.clock_at, body.reason, entry.id, entry.author)
        return
    decision = next((each for each in state.decisions if each.id == body.decision), None)
    if decision is not None and not decision.agrees_to_discharge:
        state.discharge_refused = Mark(entry.id, entry.order, entry.clock_at, entry.type, NOT_AGREED, [])
        return
    waits = decision is None or decision.waits or not decision.authorised_by
    if waits and (decision is None or not entry.is_word_of(decision.authorised_by)):
        state.leaving = Leaving(entry.id, entry.order, entry.clock_at, body.reason, body.decision, entry.author)
        return
    if end(state, entry):
        state.left = _membership(entry, "discharged", body.reason)
        state.back = None


def _stands_open(state: PersonState, reason: str) -> bool:
    may_miss = reason in ("moved_away", "transferred")
    on_own_word = reason == "transferred" and is_transferred_on_own_word(state)
    return is_held(state) or on_own_word or (open_episode(state, longest) is not None and not may_miss)


def hear_of_leaving(state: PersonState, entry: Entry, about: str, *, agreed: bool) -> None:
    """A manager says whether they agreed to a discharge that waits."""
    leaving = state.leaving
    if leaving is None or leaving.decision != about:
        return
    state.leaving = None
    if agreed and _stands_open(state, leaving.reason):
        told = (leaving.id, leaving.order, leaving.clock)
        state.discharge_refused = Mark(*told, "person.discharged", leaving.reason, [])
    elif agreed and end(state, entry):
        # Its words are the discharge's, its moment is that of the manager's word.
        state.left = Membership(
            leaving.id, entry.order, entry.clock_at, "discharged", leaving.reason, author=leaving.author
        )
        state.back = None
