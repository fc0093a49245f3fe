"""The table of Dues as standards.md has it (Dues, Clocks, *After a death*), told once more: tests that walk over the
table itself would not notice a row that says something else."""

from __future__ import annotations

from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY, KINDS, STANDS_OUT, Kind

# kind | band, or another, or while high | brings | section | resolved by | contact: withheld with the contact Dues;
# pause: waits for a pause; death: outlives one; at once: can't be put off
TOLD = """
triage | 2 | decision | today | person.accepted, referral.declined | arriving
allocate_coordinator | 2 | decision | today | coordinator.named | arriving
first_contact | 2/1 | contact | today | contact.completed, outreach.attempted | contact arriving
first_look | 2 | contact | today | contact.planned, contact.completed, outreach.attempted | contact pause
no_contact_exception | 2 | review | plans | review.completed, contact.completed, outreach.attempted | arriving
confirm_consent | 3 | act | plans | consent.recorded |
baseline_risk_screen | 3 | review | plans | risk_check.completed |
engagement_plan | 4 | act | plans | engagement_plan.agreed |
risk_plan | 4/2 | act | plans | risk_plan.updated |
risk_plan_after_incident | 2 | act | plans | risk_plan.updated |
contact | 3 high 2 | contact | today | contact.completed, contact.missed, contact.cancelled | contact pause
unrecorded_contact | 2 | contact | today | contact.completed, contact.missed, contact.cancelled | contact pause
rebook | 3/2 | contact | today | contact.planned, contact.completed, outreach.attempted | contact pause
book_contact | 4 | act | today | contact.planned | contact pause ladder
cadence | 3 | contact | today | contact.completed, outreach.attempted | contact pause ladder
too_long_unseen | 2 | contact | today | contact.completed, outreach.attempted | contact ladder
away_review | 3 | review | plans | person.returned, review.completed, contact.completed, outreach.attempted |
follow_up | 1 | contact | today | contact.completed, outreach.attempted |
speak_to | 2 high 1 | contact | today | contact.completed, outreach.attempted | contact
ladder_step | 2/1 high 1 | contact | missed | outreach.attempted, decision.recorded, contact.completed | contact pause
risk_check | 2 high 1 | review | today | risk_check.completed, contact.completed |
decision | 2 high 1 | decision | today | decision.recorded |
decision_review | 2 high 1 | decision | plans | decision.recorded, outreach.stopped |
same_day_response | 1 | decision | today | decision.recorded, escalation.raised |
raise_escalation | 1 | decision | today | escalation.raised |
escalation_reply | 1 | decision | today | escalation.acknowledged | death
escalation_outcome | 2 high 1 | decision | today | escalation.closed | death
after_crisis_contact | 1 | contact | today | contact.completed, outreach.attempted |
crisis_summary | 2 | act | today | crisis.summary |
learning_review | 4 | review | plans | review.completed | death
confirm_report | 2 high 1 | decision | today | report.confirmed, person.died, person.admitted, person.returned, \
person.details_updated, person.discharged, contact.completed, outreach.attempted | death
death_actions | 2 | review | today | review.completed, action.closed | death
fix_details | 2 | act | today | details.checked, person.details_updated |
refusal_review | 2 | review | plans | review.completed, consent.recorded |
capacity_assessment | 2 | review | today | risk_check.completed, decision.recorded |
confirm_authority | 2 high 1 | act | today | report.confirmed | death at once
medication_missed | 2 | act | today | partner.contacted, escalation.raised |
action | 4/2 | act | actions | action.closed | death
promise | 2 | contact | today | contact.completed, outreach.attempted | contact pause
handover_checklist | 3 | act | handovers | handover.item_done | arriving
handover_call | 2 | act | handovers | handover.call_held | arriving
handover_acceptance | 2 | act | handovers | handover.accepted, handover.declined | arriving
handover_first_contact | 2 | contact | handovers | handover.first_contact, contact.completed, contact.missed | arriving
handover_reverted | 1 | decision | handovers | handover.first_contact, contact.completed, handover.opened, \
handover.closed | arriving
transition_check | 3 | contact | today | contact.completed, outreach.attempted | contact pause
after_leaving | 3 | act | today | partner.contacted |
mdt_review | 3 | review | plans | review.completed |
senior_review | 3 | review | plans | review.completed |
review | 4 | review | plans | review.completed |
zone_review | 3 | review | plans | zone.set |
consent_review | 4 | review | plans | consent.recorded |
indicator | 4 | act | today | indicator.rated, indicator.ended |
gap_cover | 1 | act | today | cover.arranged, contact.completed, outreach.attempted | read
gap_return | 2 high 1 | contact | today | contact.completed, outreach.attempted, partner.contacted |
request_reply | 3 | act | today | request.closed | death
conflict | 1 | act | today |  | death
unread | 2 | decision | today | person.accepted | arriving
invisible | 1 | review | today | contact.planned, review.completed |
worker_back | 1 | act | today |  | at once worker
cover_needed | 2 | act | today | worker.away, coordinator.named, due.reassigned | worker
supervision | 4 | act | today | supervision.held | worker
audit | 4 | act | today | sample.drawn, audit.scored | worker
improvement | 4 | act | actions | improvement.closed | worker
erasure | 3 | act | today | entry.erased, entry.corrected | at once worker
""".strip().splitlines()


def _row(kind: Kind) -> str:
    band = str(kind.band)
    band += f"/{kind.other_band}" if kind.other_band else ""
    band += f" high {kind.band_when_high}" if kind.band_when_high else ""
    marks = {
        "contact": kind.is_contact, "pause": kind.waits_for_pause, "ladder": kind.waits_for_ladder,
        "death": kind.outlives_death,
        "arriving": kind.arriving, "at once": not kind.can_wait, "worker": kind.of == "worker", "read": kind.is_read,
    }  # fmt: skip
    said = " ".join(mark for mark, holds in marks.items() if holds)
    return " | ".join([kind.name, band, kind.brings, kind.section, ", ".join(kind.resolved_by), said]).rstrip()


def test_each_kind_of_due_is_what_the_standards_say() -> None:
    assert [_row(kind) for kind in KINDS.values()] == TOLD


def test_what_stands_out_are_handovers_actions_improvements_and_zones() -> None:
    assert {
        "handover_checklist", "handover_call", "handover_acceptance", "handover_first_contact", "handover_reverted",
        "action", "zone_review", "improvement",
    } == STANDS_OUT  # fmt: skip


def test_what_brings_somebody_is_contact_a_decision_or_a_review() -> None:
    assert {"cadence", "ladder_step", "decision", "zone_review", "invisible"} <= BRINGS_SOMEBODY
    assert BRINGS_SOMEBODY.isdisjoint({"book_contact", "action", "confirm_authority", "gap_cover", "supervision"})
