"""What is known of a person that bears on a decision: the one view that every face reads (S0:29-30, S1:26, S4:54).

The newest risk checks in their words, triggers and signs seen, crises, who is worried, the decisions that stand with
their reviews, escalations that are open; what to look for, and what means a response the same day. Pure: made of the
state alone, bounded, and kept with the card; what is over by a moment is left out where it is read. Who may be told,
and what is to be minded at the act, say dues/sharing.py and dues/warnings.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Bearing
from carelist_tui.domain.dues.due import Words
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import decision_is_over
from carelist_tui.domain.person.facts import Check, Decision
from carelist_tui.domain.person.facts.fact import CRISIS

MOST_CHECKS, MOST_DECISIONS, MOST_OTHERS = 3, 4, 4
"""So many of each at most, the newest: the card stays small."""
SAID_ALREADY = ("high_check", "trigger")
"""Worries that a risk check or a trigger says in its own words."""
TRIGGER = "trigger:"


def bearings_of(ground: Ground) -> tuple[Bearing, ...]:
    """What bears on a decision about this person, the most telling first."""
    return (
        *_checks(ground),
        *_triggers(ground),
        *_crises(ground),
        *_worries(ground),
        *_signs(ground),
        *_decisions(ground),
        *_escalations(ground),
    )


def signs_to_look_for(ground: Ground) -> tuple[str, ...]:
    """The early warning signs of the plan and the relapse signature of the risk plan, each once."""
    plan, risk_plan = ground.state.plan, ground.state.risk_plan
    signs = plan.early_warning_signs if plan else ()
    return tuple(dict.fromkeys([*signs, *(risk_plan.relapse_signature if risk_plan else ())]))


def red_flags_of(ground: Ground) -> tuple[str, ...]:
    """What means a response the same day: by the risk plan, and by each handover that is open (S1:26)."""
    risk_plan = ground.state.risk_plan
    flags = risk_plan.red_flags if risk_plan else ()
    passing = [each.red_flags for each in ground.state.handovers if each.is_open and each.red_flags]
    return tuple(dict.fromkeys([*flags, *passing]))


def check_words(check: Check) -> Words:
    """`risk check: HIGH 10:30: tablets at home; triggers: suicidal plan; capacity: doubt`."""
    overall = tr("HIGH") if check.overall == "high" else choice_in_words(check.overall)
    triggers = ", ".join(map(choice_in_words, check.triggers))
    more = {
        "": check.said,
        tr("triggers: "): triggers,
        tr("signs: "): ", ".join(check.signs),
        tr("capacity: "): "" if check.capacity == "no_concern" else choice_in_words(check.capacity),
    }
    said = "; ".join(label + words for label, words in more.items() if words)
    return (tr("risk check: {overall} ", overall=overall), check.at, f": {said}" if said else "")


def _checks(ground: Ground) -> Iterator[Bearing]:
    for number, check in enumerate(reversed(ground.state.checks[-MOST_CHECKS:])):
        loud = number == 0 and (check.overall == "high" or bool(check.triggers))
        yield Bearing("check", check_words(check), check.at, by=check.by, is_loud=loud)


def _triggers(ground: Ground) -> Iterator[Bearing]:
    """Those that hold, but for what the newest check has said."""
    newest = ground.state.checks[-1] if ground.state.checks else None
    for span in ground.state.spans:
        trigger = span.reason.removeprefix(TRIGGER)
        if trigger == span.reason or span.ends is not None or (newest is not None and trigger in newest.triggers):
            continue
        yield Bearing("trigger", (f"{choice_in_words(trigger)} ", span.begins), span.begins, is_loud=True)


def _crises(ground: Ground) -> Iterator[Bearing]:
    """Each until it makes them high no longer."""
    for crisis in reversed(ground.state.crises[-MOST_OTHERS:]):
        until = crisis.at + ground.lengths.high_after_crisis
        words = (
            tr("crisis: {kind} ", kind=choice_in_words(crisis.kind)),
            crisis.at,
            f": {crisis.said}" if crisis.said else "",
        )
        yield Bearing(CRISIS, words, crisis.at, until=until, is_loud=True)


def _worries(ground: Ground) -> Iterator[Bearing]:
    worries = [each for each in ground.state.worries if each.kind not in SAID_ALREADY]
    told = [each for each in ground.worried_partners if all(each.id != worry.id for worry in worries)]
    for each in [*reversed(worries), *reversed(told)][:MOST_OTHERS]:
        yield Bearing("worry", (f"{each.words} ", each.at), each.at)


def _signs(ground: Ground) -> Iterator[Bearing]:
    if (since := ground.signs) is not None:
        yield Bearing(
            "signs", (tr("early warning: {signs_words}, since ", signs_words=ground.signs_words), since.at), since.at
        )


def _decisions(ground: Ground) -> Iterator[Bearing]:
    """Those that stand: about what is still open, or not authorised yet; not replaced, nor waiting behind another."""
    standing = [each for each in ground.state.decisions if not (each.replaced or each.ignored)]
    known = [each for each in standing if each.waits or not decision_is_over(ground.state, each, ground.episodes)]
    for decision in list(reversed(known))[:MOST_DECISIONS]:
        yield Bearing("decision", _decision_words(ground, decision), decision.at, by=decision.by)


def _decision_words(ground: Ground, decision: Decision) -> Words:
    what = tr("steps stopped") if decision.decision == "stopped" else choice_in_words(decision.decision)
    about = "" if decision.decision == "stopped" else tr(" about {about}", about=choice_in_words(decision.about))
    review_at = ground.review_at(decision)
    review: Words = (tr(", review "), review_at) if review_at is not None else ()
    return (
        tr("decided{about}: {what} ", about=about, what=what),
        decision.at,
        tr(", not authorised yet") if decision.waits else "",
        *review,
    )


def _escalations(ground: Ground) -> Iterator[Bearing]:
    raised = [each for each in ground.state.escalations if each.is_open]
    for each in list(reversed(raised))[:MOST_OTHERS]:
        answer: Words = (tr(", accepted"),) if each.answer else (tr(", no answer yet; reply by "), each.respond_by)
        yield Bearing(
            "escalation", (tr("escalated to {route} ", route=choice_in_words(each.route)), each.at, *answer), each.at
        )
