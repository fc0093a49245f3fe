"""The longest anyone may put something off, the handover checklists, and who may authorise."""

from typing import Annotated, Literal

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.standards.lengths import Clock, Length
from carelist_tui.domain.standards.table import Key, Table, Title

URGENT_ROUTES = frozenset({"ambulance", "police_welfare_check", "crisis_team", "clinical_review", "duty_manager"})
"""Where somebody is expected to act within the day."""
Items = Annotated[dict[Key, Title], Field(min_length=1)]


class Limits(Table):
    """[limits]: a limit on a date counts calendar days from the entry's local date, that day included; a limit on a
    moment is days(n), that moment included."""

    decision_review_high: Length = Field(description=tr("A decision about someone high; who is red is high (S0:30)."))
    decision_review_amber: Length = Field(description=tr("A decision in zone amber, or zone unknown (S0:30)."))
    decision_review_green: Length = Field(description=tr("A decision in zone green (S0:30)."))
    stopped_review: Length = Field(description=tr("A pause, or steps stopped because going on raises risk (S0:14)."))
    zone_review_red: Length = Field(description=tr("The review of zone red."))
    zone_review_amber: Length = Field(description=tr("The review of zone amber."))
    plan_review: Length = Field(description=tr("The review of an engagement plan or risk plan."))
    next_review: Length = Field(description=tr("The next review, as a review itself sets it."))
    next_review_exception: Length = Field(
        description=tr("The same of a review of no contact since acceptance (S4:48).")
    )
    consent_review: Length = Field(description=tr("The review of a consent or a refusal."))
    tier_review: Length = Field(description=tr("The review of a tier."))
    booking: Length = Field(description=tr("A contact booked so far ahead."))
    back_by: Length = Field(description=tr("By when somebody who goes out to a visit says they will be back."))
    promise: Length = Field(description=tr("The date on which the person said they would be in touch."))
    call_back: Length = Field(description=tr("The moment at which the person asked to be rung."))
    action_due: Length = Field(description=tr("When an action is due."))
    action_due_safeguarding: Length = Field(description=tr("The same for a safeguarding action."))
    escalation_reply_urgent: Length = Field(
        description=tr("The answer of an ambulance, the police, a crisis team, a clinical review or the duty manager.")
    )
    escalation_reply: Length = Field(description=tr("The answer to any other escalation."))
    escalation_reply_high: Length = Field(description=tr("The same about someone high."))
    handover_complete: Length = Field(description=tr("When the checklist and the call of a handover are done."))
    handover_first_contact: Length = Field(description=tr("First contact by the receiving side, after acceptance."))
    handover_first_contact_soon: Length = Field(
        description=tr("The same at higher risk, or of somebody accepted from a ward, a crisis source or a step-down.")
    )
    mdt_listed: Length = Field(description=tr("The date by which the MDT is to have met."))
    gap_cover_back: Length = Field(description=tr("When the service is back after a closure that was covered."))
    away_until: Length = Field(description=tr("How long a person or a worker may be expected to be away."))
    duty: Length = Field(description=tr("Duty is set so far ahead."))
    improvement_due: Length = Field(description=tr("When a change of the service is due."))
    supervision_next: Length = Field(description=tr("The next supervision of a worker, as one that was held sets it."))
    deferral_band_3: Length = Field(description=tr("Past the due date of a Due in band 3."))
    deferral_band_4: Length = Field(description=tr("Past the due date of a Due in band 4."))
    deferral_contact: Length = Field(
        description=tr("Contact is put off so far past the interval in force, at the longest.")
    )
    deferral_booking: Length = Field(description=tr("Booking a contact is put off so far, at the longest."))
    silent_device: Length = Field(description=tr("A laptop not heard from."))
    repeat_episode_within: Length = Field(description=tr("A new missed contact so soon after the last one ended."))
    late_after: Length = Field(description=tr("An entry recorded so long after it happened is late."))
    attempts_from: Clock = Field(description=tr("Attempts are prompted from this local time."))
    attempts_until: Clock = Field(description=tr("Attempts are prompted until this local time."))

    def decision_review(self, zone: str, *, high: bool) -> Interval:
        """The longest a decision may wait for its review, in that zone; red is high, and unknown counts as amber."""
        if high or zone == "red":
            return self.decision_review_high
        return self.decision_review_green if zone == "green" else self.decision_review_amber

    def review(self, kind: str) -> Interval:
        """How far ahead a review of that kind may set the next one."""
        return self.next_review_exception if kind == "exception" else self.next_review

    def longest_review(self, decision: str) -> Interval:
        """The longest that such a decision may wait for its review, in whatever zone."""
        return self.next_review if decision == "agree" else self.decision_review_green

    def reply(self, route: str, *, high: bool) -> Interval:
        """The longest an escalation may wait for its answer."""
        if route in URGENT_ROUTES:
            return self.escalation_reply_urgent
        return self.escalation_reply_high if high else self.escalation_reply

    def action(self, area: str | None) -> Interval:
        """How far ahead an action of that area may be due."""
        return self.action_due_safeguarding if area == "safeguarding" else self.action_due

    def zone_review(self, zone: str) -> Interval:
        """The longest a zone may stand unreviewed."""
        return self.zone_review_red if zone == "red" else self.zone_review_amber


class Checklists(Table):
    """[checklists]: what is done before a handover may be closed, key by key (S1:27, S4:36, S4:96)."""

    all: Items
    between_teams: Items
    staff_change: Items
    higher_risk: Items

    def items(self, kind: str, *, higher_risk: bool) -> dict[str, str]:
        """The items of a handover of that kind: key and words, in order. An unknown kind is read as between teams."""
        more = self.staff_change if kind == "staff_change" else self.between_teams
        return {**self.all, **more, **(self.higher_risk if higher_risk else {})}


Authority = Literal["senior", "manager"]


class Roles(Table):
    """[roles]: who may do or authorise what; "senior" is a senior or a manager. Anyone records."""

    stop_outreach: Authority
    pause: Authority
    lighter_tier: Authority
    third_no: Authority
    safe_to_wait: Authority
    close_without_contact: Authority
    correct_another: Authority
    discharge: Authority
    adopt_standards: Authority
    enrol: Authority
    export_all: Authority
