"""The numbers of the Dues that a service may change. The rules themselves are in domain/dues."""

from datetime import datetime, timedelta
from functools import cached_property

from pydantic import Field, field_validator, model_validator

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, Interval
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.lengths import Clock, Count, Few, Length, Part, SameDayOr
from carelist_tui.domain.standards.table import Key, Table


class EscalationOutcome(Table):
    """By when an accepted escalation is closed, by route (S4:58); None reads "same day"."""

    ambulance: SameDayOr
    police_welfare_check: SameDayOr
    crisis_team: SameDayOr
    clinical_review: SameDayOr
    duty_manager: SameDayOr
    others: SameDayOr
    others_high: SameDayOr

    def due(self, route: str, accepted_at: datetime, calendar: Calendar, *, high: bool) -> datetime:
        """When the outcome of an escalation by `route`, accepted at that moment, is owed; `high` as they were then. An
        unknown route: others."""
        others = self.others_high if high else self.others
        length = getattr(self, route) if route in type(self).model_fields else others
        if length is None:
            return calendar.same_day(accepted_at, high=high)
        return calendar.deadline(accepted_at, length, high=high)


REMEMBERED = timedelta(days=28)
"""How long a person's closed things stay known: no look back is longer."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """The numbers by which facts are read: how far back something counts, and how often it must be seen.

    The fold keeps the facts and knows none of these; whoever reads a state gives them.
    """

    high_after_crisis: timedelta
    signs_clear_after: int
    learning_looks_back: timedelta
    learning_after_transition: timedelta
    mdt_missed: int
    mdt_missed_within: timedelta


LONGEST = Lengths(REMEMBERED, 99, REMEMBERED, timedelta(days=366), 99, REMEMBERED)
"""The longest that any Standards could ask: what may be forgotten is asked with these."""


SHORT, WEEKLY = timedelta(days=3), timedelta(days=7)
"""Up to these lengths an interval counts as short, or as weekly (standards.md, Tiers; load.md, 1)."""


class Load(Table):
    """[load]: how far what is booked may lie behind what it stands for, and over how long paper is spread (load.md).
    Refused where whoever is worse would be given longer."""

    stand_for: tuple[Few, Few, Few] = Field(
        description=tr(
            "A booking stands for contact that was owed so many service days sooner: where contact is owed at "
            "least every 3 days, every 7 days, and less often."
        )
    )
    spread_intensive: Length = Field(
        description=tr("Paper owed before an import, of the most intensive tier, red or high: spread over so long.")
    )
    spread_enhanced: Length = Field(description=tr("The same of the second tier, amber or with early warning signs."))
    spread_others: Length = Field(description=tr("The same of everybody else."))
    echo: Part = Field(
        description=tr(
            "A structured review comes back sooner than its interval by up to so many per cent of it, each "
            "person's by their own part: those held together do not all fall due together."
        )
    )
    missed_before: Length = Field(
        description=tr("A contact missed longer than so before an import owes a decision, and not its steps.")
    )

    @model_validator(mode="after")
    def _worse_is_no_later(self) -> "Load":
        lengths = [each.about for each in self.spreads]
        if lengths != sorted(lengths):
            raise ValueError(
                tr("paper of whoever is worse is spread over no longer: intensive, then enhanced, then others")
            )
        return self

    @property
    def spreads(self) -> tuple[Interval, Interval, Interval]:
        """Over how long paper is spread, of whoever may be unwell first."""
        return self.spread_intensive, self.spread_enhanced, self.spread_others

    def service_days(self, every: Interval) -> int:
        """How many service days behind the moment it is owed a booking may lie, at that interval in force."""
        daily, weekly, rarely = self.stand_for
        return daily if every.about <= SHORT else weekly if every.about <= WEEKLY else rarely


class OwedBy(Table):
    """[dues]: how long each Due leaves, and at what time of day; clock times are local."""

    next_day_at: Clock = Field(description=tr("Triage, allocation and booking: on the next service day."))
    speak_to_at: Clock = Field(description=tr("A message was answered, live contact still owed: next service day."))
    unrecorded_contact_at: Clock = Field(description=tr("Asking what happened: the next service day."))
    first_contact: Length = Field(description=tr("After acceptance (S4:44)."))
    first_contact_step_down: Length = Field(description=tr("The same for someone who comes from more care (S4:44)."))
    first_contact_crisis: Length = Field(description=tr("The same for someone from a crisis source (S4:44)."))
    first_contact_crisis_at: Clock = Field(description=tr("Where that is said in service days: by then on that day."))
    crisis_sources: frozenset[Key] = Field(min_length=1, description=tr("Sources that count as crisis sources."))
    brought_over_after: Length = Field(
        description=tr("Accepted longer than so before they were brought over by an import: a running case (load.md).")
    )
    first_look: Length = Field(description=tr("Brought over, no contact and no booking known: somebody looks."))
    first_look_soon: Length = Field(description=tr("The same in the second tier, amber, or with early warning signs."))
    first_look_soonest: Length = Field(description=tr("The same in the most intensive tier, red or high."))
    no_contact_exception_from: Length = Field(description=tr("No contact since acceptance: shown from then (S4:46)."))
    no_contact_exception: Length = Field(description=tr("And due then (S4:46)."))
    engagement_plan: Length = Field(description=tr("After acceptance (S0:12)."))
    risk_plan: Length = Field(description=tr("After acceptance (S0:16)."))
    risk_plan_after_crisis: Length = Field(description=tr("After a crisis (S4:68)."))
    risk_plan_after_incident: Length = Field(description=tr("After an incident that was no complaint (S4:56)."))
    book_two_within: Length = Field(description=tr("Two contacts stand booked for so long after acceptance."))
    away_review: Length = Field(description=tr("While away, after the newest contact or review."))
    follow_up: Length = Field(description=tr("After a mental health ward or custody, from the return itself."))
    follow_up_high: Length = Field(description=tr("The same at high risk, or after harm before the stay (NICE NG53)."))
    follow_up_looks_back: Length = Field(
        description=tr("Self-harm, or a plan to end their life, so long before the stay.")
    )
    contact_high: Length = Field(description=tr("Red or high: live contact at least so often, whatever the tier."))
    signs_clear_after: Count = Field(description=tr("Whole contacts running without early warning signs."))
    high_after_crisis: Length = Field(description=tr("How long a crisis makes someone high."))
    raised_attempt: Length = Field(description=tr("An undone attempt, once the person becomes high."))
    decision_after_declined: Length = Field(description=tr("After an escalation was declined."))
    same_day_response: Length = Field(description=tr("After a trigger or red flag (S4:54)."))
    raise_escalation: Length = Field(description=tr("After a decision to escalate."))
    after_crisis_contact_at: Clock = Field(description=tr("After a crisis: the next service day (S4:66)."))
    after_self_harm: Length = Field(description=tr("After self-harm, instead."))
    crisis_summary: Length = Field(description=tr("Asked for (S4:66)."))
    crisis_summary_received: Length = Field(description=tr("Received, after it was asked for."))
    learning_review: Length = Field(description=tr("After the crisis or incident (S0:37)."))
    learning_looks_back: Length = Field(description=tr("A missed contact so long before a crisis owes learning."))
    learning_after_transition: Length = Field(description=tr("A crisis so long after a move between teams (S1:28)."))
    confirm_report_high: Length = Field(
        description=tr("Somebody is said to have died, moved, or be in hospital: of somebody high within so long.")
    )
    death_actions: Length = Field(description=tr("After a death is confirmed."))
    refusal_review: Length = Field(description=tr("While consent to contact is withdrawn."))
    refusal_review_high: Length = Field(description=tr("The same while high."))
    capacity_assessment: Length = Field(description=tr("After doubt about capacity."))
    confirm_authority: Length = Field(description=tr("The named authoriser confirms."))
    handover_acceptance: Length = Field(description=tr("After a handover was opened (S4:94)."))
    handover_checklist_from: Length = Field(
        description=tr("So long before a handover is to be complete its checklist is on today's list.")
    )
    transition_check: Length = Field(description=tr("After a transition, and after each contact."))
    transition_check_tier: Length = Field(description=tr("The same after a lighter tier: from the first, or by two."))
    transition_lasts: Length = Field(description=tr("How long the checks go on."))
    after_leaving: Length = Field(description=tr("After leaving so soon after a move: those who have them are asked."))
    mdt_review: Length = Field(description=tr("After what called for it."))
    mdt_missed: Count = Field(description=tr("So many contacts missed, or cancelled by them, call for an MDT review."))
    mdt_missed_within: Length = Field(description=tr("Within so long."))
    mdt_missed_open: Length = Field(description=tr("And so does a missed contact open for so long."))
    cancelled: Count = Field(description=tr("So many cancellations by the person running owe a risk check."))
    cancelled_within: Length = Field(description=tr("Or so many within so long."))
    cancelled_check: Length = Field(description=tr("After the last of them."))
    senior_review: Length = Field(description=tr("While red, or with early warning signs."))
    multi_agency_review: Length = Field(description=tr("While a consent to share stands."))
    zone_review_from_acceptance: Length = Field(description=tr("Amber from acceptance."))
    gap_cover_from: Clock = Field(description=tr("On the last service day before a long closure."))
    gap_cover_at: Clock = Field(description=tr("By then on that day."))
    gap_return_at: Clock = Field(description=tr("On opening: what happened while we were closed."))
    gap_cover_back_within: Length = Field(description=tr("Back from hospital or custody so recently counts."))
    request_reply: Length = Field(description=tr("A person's own request."))
    supervision: Length = Field(description=tr("Each worker."))
    escalation_outcome: EscalationOutcome

    @field_validator(
        "high_after_crisis", "learning_looks_back", "follow_up_looks_back", "mdt_missed_within", "cancelled_within"
    )
    @classmethod
    def _is_remembered(cls, value: Interval) -> Interval:
        if value.about > REMEMBERED:
            raise ValueError(
                tr("looks back {days} days at the most: what is closed is not known longer", days=REMEMBERED.days)
            )
        return value

    @cached_property
    def lengths(self) -> Lengths:
        """The numbers by which facts are read."""
        return Lengths(
            self.high_after_crisis.about,
            self.signs_clear_after,
            self.learning_looks_back.about,
            self.learning_after_transition.about,
            self.mdt_missed,
            self.mdt_missed_within.about,
        )
