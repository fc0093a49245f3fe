"""Outreach after a missed contact: attempts, closures, reviews, reports, cover (S0:14, S0:20, S4:46)."""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    CoverArranged,
    DetailsChecked,
    EpisodeClosed,
    OutreachAttempted,
    ReportConfirmed,
    ReviewCompleted,
)
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.contacts import live_contact
from carelist_tui.domain.person.episodes import ids_together, longest
from carelist_tui.domain.person.facts import Attempt, Closing, Cover, Decision, Fact, Membership, Reason, Review
from carelist_tui.domain.person.fold_rules import folds
from carelist_tui.domain.person.people import hear_of_leaving, hear_of_tier
from carelist_tui.domain.person.risk import asks_here, hear_authoriser, names_authority, worry
from carelist_tui.domain.person.sharing import take_telling
from carelist_tui.domain.person.state import PersonState

LIVE_OUTCOMES = ("reached", "seen")
MOST_COVERS = 9
"""So many covers stay known: no closure that is still asked about has more."""
ANSWERED = {"replied": tr("answered a {method}"), "could_not_talk": tr("could not talk")}
"""What of an attempt leaves live contact owed: they were there, and it was none yet."""
FAULTY = {
    "invalid_number": tr("the number failed"),
    "bounced": tr("it bounced"),
    "wrong_person": tr("somebody else answered"),
}
REPORTS = {"says_moved": "moved", "moved_away": "moved", "says_in_hospital": "in_hospital", "says_died": "died"}
REPORT_WORDS = {
    "moved": tr("said to have moved"),
    "in_hospital": tr("said to be in hospital"),
    "died": tr("said to have died"),
}


@folds(OutreachAttempted)
def attempted(state: PersonState, entry: Entry, body: OutreachAttempted) -> None:
    attempt = Attempt(
        entry.id,
        entry.order,
        entry.clock_at,
        body.method,
        body.to,
        body.outcome,
        body.episode,
        body.step,
        body.promise,
        state.zone_now == "green",
    )
    state.attempts.append(attempt)
    if body.to != "person" and body.outcome != "not_reached":
        take_telling(state, entry, (body.name,), None)
    said = (entry.id, entry.order, entry.clock_at)
    if body.outcome in LIVE_OUTCOMES and body.to == "person":
        live_contact(state, entry, body.method, as_usual=body.how_are_they == "as_usual")
        if body.how_are_they == "worse":
            worry(state, entry, "worse", tr("they were worse"))
    elif body.to == "person" and (body.outcome in ANSWERED or body.call_back_at):
        words = ANSWERED.get(body.outcome, tr("asked to be rung")).format(method=choice_in_words(body.method))
        state.replies.append(Reason(*said, body.outcome, words, call_back_at=body.call_back_at))
    if body.outcome in FAULTY:
        state.faulty_details.append(Reason(*said, body.outcome, FAULTY[body.outcome]))
    elif body.outcome == "unsafe_for_worker":
        worry(state, entry, "unsafe", tr("unsafe for the worker at the visit"))
    elif body.outcome == "says_worried":
        worry(state, entry, "says_worried", tr("{name} is worried", name=body.name or tr("somebody")))
    if body.outcome in REPORTS:
        kind = REPORTS[body.outcome]
        state.reports.append(Reason(*said, kind, REPORT_WORDS[kind]))


@folds(EpisodeClosed)
def episode_closed(state: PersonState, entry: Entry, body: EpisodeClosed) -> None:
    """It counts from the senior's own word: theirs in the decision, or this entry's own (records.md)."""
    if entry.origin is not None:
        asks_here(state, entry, tr("closing the missed contact"), "close_without_contact")
        state.closings.append(
            Closing(entry.id, entry.order, entry.clock_at, body.episode, body.outcome, decision=entry.id)
        )
        return
    here = Fact(entry.id, entry.order, entry.clock_at)
    decision = next((each for each in state.decisions if each.id == body.decision), None)
    if decision is not None and not _is_about(state, decision, body.episode):
        return
    agreed = decision is not None and decision.authorised_by and not decision.waits
    own = decision is not None and entry.is_word_of(decision.authorised_by)
    counted = here if agreed or own else None
    state.closings.append(
        Closing(entry.id, entry.order, entry.clock_at, body.episode, body.outcome, body.decision, counted)
    )


def _is_about(state: PersonState, decision: Decision, missed: str) -> bool:
    """Whether it was decided about this missed contact, by any of its ids: one that was corrected to be about something
    else closes nothing."""
    return decision.episode in (ids_together(state, missed, longest) or [missed])


@folds(ReviewCompleted)
def reviewed(state: PersonState, entry: Entry, body: ReviewCompleted) -> None:
    state.reviews[body.kind] = Review(entry.id, entry.order, entry.clock_at, body.kind, body.next_review_on)
    if body.kind == "mdt":
        state.to_discuss.clear()
        state.mdt_missed.clear()
    if body.kind == "learning":
        state.to_learn = [each for each in state.to_learn if each.id != body.about]
        leave_after_death(state, entry, body.about)


def leave_after_death(state: PersonState, entry: Entry, about: str | None) -> None:
    """What was to be done and learned after a confirmed death is done: only now do they leave the caseload."""
    known = state.death is not None and state.death.confirmed and not state.thing_is_disputed("death")
    if known and entry.origin is None and _is_about_death(state, about):
        state.left = Membership(entry.id, entry.order, entry.clock_at, "died")
        state.back = None


def _is_about_death(state: PersonState, about: str | None) -> bool:
    """Whether an entry is about the death: the report that stands, or another laptop's of the same death."""
    told = {mark.id for mark in state.marks.get("death", ())}
    return state.death is not None and about in {state.death.id, *told}


def _hear_authoriser(state: PersonState, entry: Entry, body: ReportConfirmed) -> None:
    """Whoever is named as having authorised an act says so in their own entry, or of who has left somebody of the role:
    what waited for it counts from here (standards.md, Roles)."""
    speaks_for = (entry.author, entry.stands_in_for)
    state.unsaid = [each for each in state.unsaid if each.id != body.about or each.worker not in speaks_for]
    named = next((each for each in state.authorities if each.id == body.about), None)
    if named is None or entry.origin is not None or named.worker not in ("", *speaks_for):
        return
    if entry.corrected_by not in ("", entry.author) and named.worker:
        return
    state.authorities = [each for each in state.authorities if each is not named]
    hear_authoriser(state, entry, body.about, agreed=body.true)
    hear_of_tier(state, body.about, agreed=body.true)
    hear_of_leaving(state, entry, body.about, agreed=body.true)
    for closing in [each for each in state.closings if each.decision == body.about and each.counted is None]:
        closing.counted = Fact(entry.id, entry.order, entry.clock_at)
        if not body.true:
            state.closings.remove(closing)


@folds(ReportConfirmed)
def report_confirmed(state: PersonState, entry: Entry, body: ReportConfirmed) -> None:
    if state.death is not None and entry.origin is None and _is_about_death(state, body.about):
        state.met_after_death = None
        if not body.true:
            state.death = None
        else:
            state.death.is_seconded = state.death.is_seconded or entry.decided_by != state.death.by
            if not state.death.confirmed:
                state.death.confirmed, state.death.confirmed_by = True, Fact(entry.id, entry.order, entry.clock_at)
    for away in [each for each in state.aways if each.id == body.about]:
        away.confirmed = body.true
    state.aways = [each for each in state.aways if each.id != body.about or body.true]
    _hear_authoriser(state, entry, body)
    for report in list(state.reports):
        if report.id == body.about and body.true:
            report.agreed = True
        elif report.id == body.about:
            state.reports.remove(report)


@folds(DetailsChecked)
def details_checked(state: PersonState, entry: Entry, body: DetailsChecked) -> None:
    state.faulty_details.clear()


@folds(CoverArranged)
def cover_arranged(state: PersonState, entry: Entry, body: CoverArranged) -> None:
    names_authority(state, entry, body.authorised_by, tr("that it is safe to wait"), ("safe_to_wait",))
    state.covers = [*state.covers[-MOST_COVERS:], Cover(entry.id, entry.order, entry.clock_at, body.route)]
