"""What a partner may be told: the relapse signature, the red flags, when and how support steps up (S1:21).

Only for somebody who may be told: on a standing yes, or a ground that was recorded since they were refused. It names
nobody else around the person, and holds nothing that somebody else said.
"""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Other
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.sharing import Sharing, grounds_to_tell, sharing_of, why_nobody
from carelist_tui.domain.names import is_one_name, names_match
from carelist_tui.domain.person.facts import ShareConsent
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.bearings import red_flags_of, signs_to_look_for
from carelist_tui.domain.views.report.names_left_out import names_refused
from carelist_tui.domain.views.report.report_parts import Report, facts, points, sections
from carelist_tui.domain.views.report.subject import Subject

FOR_YOU = tr(
    "CONFIDENTIAL: for {name} alone. Keep it safe, show it to nobody else, destroy it when it is no longer needed."
)


def share_report(subject: Subject, name: str) -> Report:
    """The whole page, for whoever is called `name`. Refuses one who may not be told now, of whatever moment it is, and
    of somebody who died."""
    subject.refuse_if_died()
    told, clean = partner_told(subject.now, name), names_refused(subject.ground, subject.now)
    risk = subject.ground.state.risk_plan
    step_up = risk.step_up if risk else None
    since = tr(" since {day}", day=subject.day(told.since)) if told.since else ""
    closed = subject.hours.out_of_hours
    return Report(
        tr("How to help {called} stay well", called=subject.called),
        tr("{name}, for {called}", name=subject.name, called=told.called),
        FOR_YOU.format(name=told.name),
        sections(
            (tr("Why you have this"), facts((tr("You may be told"), f"{told.basis_words}{since}"))),
            (tr("Ring the same day if"), points(*map(clean, red_flags_of(subject.ground)))),
            (tr("How it goes when they become unwell"), points(*map(clean, signs_to_look_for(subject.ground)))),
            (
                tr("When more support is needed"),
                facts(
                    (tr("When"), clean(step_up.threshold)),
                    (tr("What they do"), clean(step_up.person_does or "")),
                    (tr("What the team does"), clean(step_up.team_does or "")),
                    (tr("What you can do"), clean(step_up.partners_do or "")),
                )
                if step_up
                else (),
            ),
            (
                tr("Whom to ring"),
                facts(
                    (tr("In the daytime"), clean(", ".join(filter(None, (subject.coordinator, _team(subject)))))),
                    (closed.hours.capitalize() or tr("When we are closed"), closed.words),
                    (tr("In danger"), "999"),
                ),
            ),
        ),
    )


def _team(subject: Subject) -> str:
    return subject.ground.state.identity.team or ""


def partner_told(ground: Ground, name: str) -> Other:
    """Somebody of this name who may be told about the person, with the ground. Refuses everybody else."""
    sharing = sharing_of(ground)
    for each in sharing.may_be_told:
        if any(is_one_name(name, called) for called in (each.name, each.called)):
            return each
    noes = [no for no in sharing.refusals if no in sharing.unclear or _is_about(sharing, no, name)]
    for basis in reversed(grounds_to_tell(ground.state)):
        if is_one_name(basis.name, name) and all(basis.order > no.order for no in noes):
            return Other(basis.name, basis.relation, "", "", "", basis.basis, basis.at)
    raise Refused(f"{name}: {_why_not(sharing, name)}")


def _is_about(sharing: Sharing, no: ShareConsent, name: str) -> bool:
    called = [no.name, *(each.who.name for each in sharing.refused if no in each.refusals)]
    return any(names_match(each, name) for each in called)


def _why_not(sharing: Sharing, name: str) -> str:
    for no, said in zip(sharing.refusals, sharing.must_not_be_told, strict=True):
        if _is_about(sharing, no, name):
            return tr(
                "must not be told ({sentence}), and no other ground has been recorded since", sentence=said.sentence
            )
    if not sharing.may_be_told:
        return why_nobody(sharing)
    may = ", ".join(each.name for each in sharing.may_be_told)
    return tr(
        "nobody of that name may be told: they have not agreed to it, and no ground is recorded (may be told: {may})",
        may=may,
    )
