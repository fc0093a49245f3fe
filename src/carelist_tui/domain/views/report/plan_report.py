"""The plan for the person themselves: large print, plain words, what they said, whom to ring and when.

It lies about where they live, so it names nobody who was refused or is to be avoided, holds nothing that somebody else
said, and says nothing of why we are careful (measures.md, Faces; product.md, invariant 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.entries import EngagementPlanAgreed, RiskPlanUpdated
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, choice_in_words
from carelist_tui.domain.moments import MONTHS_IN_FULL
from carelist_tui.domain.views.report.handover_report import newest_handover
from carelist_tui.domain.views.report.names_left_out import NamesLeftOut, names_refused
from carelist_tui.domain.views.report.report_parts import Part, Report, facts, passages, points, sections
from carelist_tui.domain.views.report.subject import Subject
from carelist_tui.domain.words import inside

YOURS = tr("CONFIDENTIAL: this is yours. Keep it where only people you trust can read it.")
EMERGENCY = tr("If your life, or anybody else's, is in danger now: ring 999")


def plan_report(subject: Subject) -> Report:
    """The whole page, of at most two for a plan of ordinary length. Refuses one for somebody who died."""
    subject.refuse_if_died()
    clean, state = names_refused(subject.ground, subject.now), subject.ground.state
    plan, risk, passage = state.plan, state.risk_plan, _transition(subject)
    return Report(
        tr("Your plan"),
        subject.called,
        YOURS,
        sections(
            (tr("What you said"), passages(clean(plan.own_words or "") if plan else "")),
            (tr("Whom to ring, and when"), _ring(subject, risk, clean)),
            (tr("Ring us the same day if"), points(*_red_flags(risk, passage, clean))),
            (tr("Signs that things are getting worse"), points(*_signs(plan, risk, clean))),
            (tr("What helps"), _help(risk, clean)),
            (tr("How we stay in touch"), _contact(plan, clean)),
            (
                tr("What is booked"),
                points(*(f"{when}: {inside(how)}, {clean(who)}" for when, how, who in subject.booked())),
            ),
            (tr("The next two weeks"), _next_days(passage, clean)),
        ),
        print="large",
    )


def _transition(subject: Subject) -> Mapping[str, Any]:
    """What the next days need, by the handover that is open or was the last."""
    line = newest_handover(subject)
    return ((line.get("body") or {}).get("transition") or {}) if line else {}


def _ring(subject: Subject, risk: RiskPlanUpdated | None, clean: NamesLeftOut) -> tuple[Part, ...]:
    closed = subject.hours.out_of_hours
    agreed = [each for each in sharing_of(subject.ground).may_be_told if each.basis == "consent"]
    agreed = [each for each in agreed if not clean.names_somebody(each.name)]
    around = (", ".join(filter(None, (each.name, each.relation, each.phone, each.when))) for each in agreed)
    rows = [
        (
            tr("In the daytime"),
            clean(", ".join(filter(None, (subject.coordinator, subject.ground.state.identity.team)))),
        ),
        (closed.hours.capitalize() or tr("When we are closed"), closed.words),
        (tr("In a crisis"), clean((risk.crisis_plan.contacts if risk else None) or "")),
        (tr("For what"), clean((risk.routes if risk else None) or "")),
        (tr("Whom we may speak to"), "\n".join(map(clean, around))),
        (tr("In danger"), EMERGENCY),
    ]
    return facts(*rows)


def _red_flags(risk: RiskPlanUpdated | None, transition: Mapping[str, Any], clean: NamesLeftOut) -> Iterator[str]:
    flags = [*(risk.red_flags if risk else ()), str(transition.get("red_flags") or "")]
    yield from dict.fromkeys(map(clean, flags))


def _signs(plan: EngagementPlanAgreed | None, risk: RiskPlanUpdated | None, clean: NamesLeftOut) -> Iterator[str]:
    signs = [*(plan.early_warning_signs if plan else ()), *(risk.relapse_signature if risk else ())]
    signs += [(risk.crisis_plan.warning_signs or "") if risk else ""]
    yield from dict.fromkeys(map(clean, signs))


def _help(risk: RiskPlanUpdated | None, clean: NamesLeftOut) -> tuple[Part, ...]:
    if risk is None:
        return ()
    crisis, step_up = risk.crisis_plan, risk.step_up
    return facts(
        (tr("What you can do"), clean(crisis.coping or "")),
        (tr("Who stands by you"), clean(crisis.support_network or "")),
        (tr("What keeps you well"), clean(risk.protective_factors or "")),
        (tr("You need more support when"), clean(step_up.threshold if step_up else "")),
        (tr("Then you"), clean((step_up.person_does or "") if step_up else "")),
        (tr("Then we"), clean((step_up.team_does or "") if step_up else "")),
    )


def _contact(plan: EngagementPlanAgreed | None, clean: NamesLeftOut) -> tuple[Part, ...]:
    if plan is None:
        return ()
    return facts(
        (tr("How"), tr(", then ").join(choice_in_words(each) for each in plan.methods)),
        (tr("When"), "; ".join(each.as_words() for each in plan.safe_times) or tr("any time")),
        (tr("Where"), clean(plan.safe_places)),
        (tr("What we will not do"), "\n".join(AVOID_IN_WORDS[each] for each in plan.avoid)),
        (tr("If we miss each other"), clean(plan.if_missed)),
        (tr("We look at this again"), _in_full(plan.review_on)),
    )


def _in_full(day: date) -> str:
    return f"{day.day} {MONTHS_IN_FULL[day.month - 1]} {day.year}"


def _next_days(transition: Mapping[str, Any], clean: NamesLeftOut) -> tuple[Part, ...]:
    titles = {
        "contacts_next_14_days": tr("Who is in touch with you"),
        "medication_actions": tr("Your medication"),
        "immediate_safety": tr("Keeping safe"),
    }
    return facts(*((title, clean(str(transition.get(name) or ""))) for name, title in titles.items()))
