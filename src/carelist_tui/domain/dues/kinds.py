"""What each kind of Due is: its band, what it brings, what resolves it, what withholds it, where it is shown.

Said here once (standards.md, Dues, Clocks, *After a death*): the families say when and why one is owed; faces, huddle,
demonstration and tests iterate over KINDS. Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.slotted import dataclass

Brings = Literal["contact", "decision", "review", "act"]
Section = Literal["today", "missed", "handovers", "actions", "plans"]
LIVE = ("contact.completed", "outreach.attempted")
REVIEW = ("review.completed",)


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table of Dues. `other_band` is the band of some of them, as the family says."""

    name: str
    band: int
    brings: Brings
    resolved_by: tuple[str, ...]
    band_when_high: int | None = None
    other_band: int | None = None
    is_contact: bool = False
    """One of the *contact Dues*: withheld while they are away (confirmed), have died, or refuse contact."""
    waits_for_pause: bool = False
    """A pause or a stop makes it due no earlier than its review."""
    waits_for_ladder: bool = False
    """While a missed contact is followed it falls due no earlier than that: the ladder is the contact (load.md, 3)."""
    is_paper: bool = False
    """Owed before a running case was brought over, it is spread over the time after (load.md, 6). Contact never is."""
    outlives_death: bool = False
    """It stands after a confirmed death."""
    can_wait: bool = True
    """Whether it may be put off, as far as its band allows."""
    is_own_word: bool = False
    """It asks for the word of whoever it names, which nobody can be handed: of who leaves it goes to the role."""
    of: Literal["person", "worker"] = "person"
    section: Section = "today"
    is_read: bool = False
    """Its row is read at a moment, whenever that is: what stands then, if anything, is said by the reading."""
    arriving: bool = False
    """Shown in the huddle with new referrals and handovers."""
    opens_with: tuple[tuple[str, str], ...] = ()
    """What its form knows when it opens, by field: another kind of review, or consent to something else, would be
    recorded and leave it owed."""

    @property
    def is_looked_at_again(self) -> bool:
        """Plans and reviews: put off by a part of their interval only."""
        return self.section == "plans"

    def due(
        self,
        person: str | None,
        source: str,
        title: str,
        due_at: datetime,
        because: Words,
        *,
        part: str = "",
        band: int | None = None,
        resolved_by: tuple[str, ...] | None = None,
        from_at: datetime | None = None,
        owner: str | None = None,
        detail: dict[str, Any] | None = None,
        since: datetime | None = None,
        also: tuple[str, ...] = (),
    ) -> Due:
        """A Due of this kind. `source` is the id of the entry that made it owed, `part` tells several of one source
        apart. Refuses (ValueError) a band, or something that resolves it, which the table does not give, and a plan
        or review of which nothing says since when it runs."""
        if band not in (None, self.band, self.other_band):
            raise ValueError(tr("{name} is never in band {band}", name=self.name, band=band))
        if self.is_looked_at_again and since is None and (band or self.band) > 2:
            raise ValueError(
                tr("{name} may wait a part of its interval, and nothing says when that began", name=self.name)
            )
        if resolved_by is not None and self.resolved_by and not set(resolved_by) <= set(self.resolved_by):
            raise ValueError(
                tr("{name} is not resolved by all of {resolved_by}", name=self.name, resolved_by=", ".join(resolved_by))
            )
        return Due(
            key=":".join(filter(None, (self.name, source, part))),
            kind=self.name,
            person=person,
            source=source,
            title=title,
            due_at=due_at,
            band=band or self.band,
            because=because,
            resolved_by=self.resolved_by if resolved_by is None else resolved_by,
            from_at=from_at,
            band_when_high=self.band_when_high,
            named_owner=owner,
            detail={**dict(self.opens_with), **(detail or {})},
            since=since,
            also=tuple(filter(None, also)),
        )


def _contact(name: str, band: int, resolved_by: tuple[str, ...] = LIVE, **more: Any) -> Kind:
    """A contact Due; a pause puts it off unless `waits_for_pause` says otherwise."""
    said: dict[str, Any] = {"brings": "contact", "is_contact": True, "waits_for_pause": True} | more
    return Kind(name, band, resolved_by=resolved_by, **said)


def _review(name: str, band: int, resolved_by: tuple[str, ...] = REVIEW, **more: Any) -> Kind:
    """What is looked at again; shown with the plans and reviews."""
    return Kind(name, band, resolved_by=resolved_by, **({"brings": "review", "section": "plans"} | more))


def _of_kind(kind: str) -> dict[str, Any]:
    """Settled by a review of this kind alone."""
    return {"opens_with": (("kind", kind),)}


def _handover(name: str, band: int, *resolved_by: str, **more: Any) -> Kind:
    said: dict[str, Any] = {"brings": "act", "section": "handovers", "arriving": True} | more
    return Kind(name, band, resolved_by=resolved_by, **said)


_TO_CONTACT: dict[str, Any] = {"opens_with": (("scope", "contact"),)}
_BECAME = ("contact.completed", "contact.missed", "contact.cancelled")
_RECORDS = (
    Kind("triage", 2, "decision", ("person.accepted", "referral.declined"), arriving=True),
    Kind("allocate_coordinator", 2, "decision", ("coordinator.named",), arriving=True),
    _contact("first_contact", 2, waits_for_pause=False, arriving=True, other_band=1),
    _contact("first_look", 2, ("contact.planned", *LIVE)),
    _review("no_contact_exception", 2, (*REVIEW, *LIVE), arriving=True, **_of_kind("exception")),
    Kind("confirm_consent", 3, "act", ("consent.recorded",), section="plans", is_paper=True, **_TO_CONTACT),
    Kind("baseline_risk_screen", 3, "review", ("risk_check.completed",), section="plans", is_paper=True),
    Kind("engagement_plan", 4, "act", ("engagement_plan.agreed",), section="plans", is_paper=True),
    Kind("risk_plan", 4, "act", ("risk_plan.updated",), other_band=2, section="plans", is_paper=True),
    Kind("risk_plan_after_incident", 2, "act", ("risk_plan.updated",), section="plans"),
    _contact("contact", 3, _BECAME, band_when_high=2),
    _contact("unrecorded_contact", 2, _BECAME),
    _contact("rebook", 3, ("contact.planned", *LIVE), other_band=2),
    _contact("book_contact", 4, ("contact.planned",), brings="act", waits_for_ladder=True),
    _contact("cadence", 3, waits_for_ladder=True),
    _contact("too_long_unseen", 2, waits_for_pause=False, waits_for_ladder=True),
    _review("away_review", 3, ("person.returned", *REVIEW, *LIVE), **_of_kind("away")),
    Kind("follow_up", 1, "contact", LIVE),
    _contact("speak_to", 2, waits_for_pause=False, band_when_high=1),
    _contact(
        "ladder_step", 2, ("outreach.attempted", "decision.recorded", "contact.completed"), band_when_high=1,
        other_band=1, section="missed",
    ),
    Kind("risk_check", 2, "review", ("risk_check.completed", "contact.completed"), band_when_high=1),
    Kind("decision", 2, "decision", ("decision.recorded",), band_when_high=1),
    _review("decision_review", 2, ("decision.recorded", "outreach.stopped"), brings="decision", band_when_high=1),
    Kind("same_day_response", 1, "decision", ("decision.recorded", "escalation.raised")),
    Kind("raise_escalation", 1, "decision", ("escalation.raised",)),
    Kind("escalation_reply", 1, "decision", ("escalation.acknowledged",), outlives_death=True),
    Kind(
        "escalation_outcome", 2, "decision", ("escalation.closed",), band_when_high=1, outlives_death=True
    ),
    Kind("after_crisis_contact", 1, "contact", LIVE),
    Kind("crisis_summary", 2, "act", ("crisis.summary",)),
    _review("learning_review", 4, outlives_death=True, **_of_kind("learning")),
    Kind(
        "confirm_report", 2, "decision",
        ("report.confirmed", "person.died", "person.admitted", "person.returned", "person.details_updated",
         "person.discharged", *LIVE),
        band_when_high=1, outlives_death=True,
    ),
    Kind("death_actions", 2, "review", ("review.completed", "action.closed"), outlives_death=True,
         **_of_kind("learning")),
    Kind("fix_details", 2, "act", ("details.checked", "person.details_updated")),
    _review(
        "refusal_review", 2, (*REVIEW, "consent.recorded"),
        opens_with=(("kind", "refusal"), ("scope", "contact")),
    ),
    Kind("capacity_assessment", 2, "review", ("risk_check.completed", "decision.recorded")),
    Kind(
        "confirm_authority", 2, "act", ("report.confirmed",), band_when_high=1, outlives_death=True, can_wait=False,
        is_own_word=True,
    ),
    Kind("medication_missed", 2, "act", ("partner.contacted", "escalation.raised")),
    Kind("action", 4, "act", ("action.closed",), other_band=2, outlives_death=True, section="actions"),
    _contact("promise", 2),
    _handover("handover_checklist", 3, "handover.item_done"),
    _handover("handover_call", 2, "handover.call_held"),
    _handover("handover_acceptance", 2, "handover.accepted", "handover.declined"),
    _handover(
        "handover_first_contact", 2, "handover.first_contact", "contact.completed", "contact.missed", brings="contact"
    ),
    _handover(
        "handover_reverted", 1, "handover.first_contact", "contact.completed", "handover.opened", "handover.closed",
        brings="decision",
    ),
    _contact("transition_check", 3),
    Kind("after_leaving", 3, "act", ("partner.contacted",)),
    _review("mdt_review", 3, **_of_kind("mdt")),
    _review("senior_review", 3, **_of_kind("senior")),
    _review("review", 4, is_paper=True),
    _review("zone_review", 3, ("zone.set",), is_paper=True),
    _review("consent_review", 4, ("consent.recorded",), is_paper=True),
    Kind("indicator", 4, "act", ("indicator.rated", "indicator.ended"), is_paper=True),
    Kind("gap_cover", 1, "act", ("cover.arranged", *LIVE), is_read=True),
    Kind("gap_return", 2, "contact", (*LIVE, "partner.contacted"), band_when_high=1),
    Kind("request_reply", 3, "act", ("request.closed",), outlives_death=True),
    Kind("conflict", 1, "act", (), outlives_death=True),
    Kind("unread", 2, "decision", ("person.accepted",), arriving=True),
    Kind("invisible", 1, "review", ("contact.planned", "review.completed")),
    Kind("worker_back", 1, "act", (), of="worker", can_wait=False),
    Kind("cover_needed", 2, "act", ("worker.away", "coordinator.named", "due.reassigned"), of="worker"),
    Kind("supervision", 4, "act", ("supervision.held",), of="worker"),
    Kind("audit", 4, "act", ("sample.drawn", "audit.scored"), of="worker"),
    Kind("improvement", 4, "act", ("improvement.closed",), of="worker", section="actions"),
    Kind("erasure", 3, "act", ("entry.erased", "entry.corrected"), can_wait=False, is_own_word=True, of="worker"),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.name: kind for kind in _RECORDS}
"""Every kind by its name, in the order of standards.md."""
BRINGS_SOMEBODY = frozenset(kind.name for kind in _RECORDS if kind.brings != "act")
"""Kinds that bring contact, a decision or a review."""
OWN_WORDS = frozenset(kind.name for kind in _RECORDS if kind.is_own_word)
"""Kinds that ask for somebody's own word."""
STANDS_OUT = frozenset(
    kind.name for kind in _RECORDS if kind.section in ("actions", "handovers") or kind.name == "zone_review"
)
"""Kinds that are shown whenever they fall due: on the board, with the handovers, with the actions."""
