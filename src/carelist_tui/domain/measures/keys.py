"""Which measures there are (measures.md): the keys by which a command, a note and a chart name one."""

from __future__ import annotations

MEASURES = (
    "first_response", "first_response_same_day", "missed_rate", "open_28", "re_engaged_7", "re_engaged_14",
    "re_engaged_28", "steps_on_time", "decisions_made", "reviews_kept", "mdt_reviewed", "crisis_after_miss",
    "crisis_rate", "crisis_again_30", "access", "two_booked", "no_contact_7", "escalations_closed", "escalation_rate",
    "signs_answered", "destabilised", "handover_safe", "crisis_after_transition", "seen_72h", "overdue_now",
    "cadence_kept", "same_worker", "tenancy", "follow_through", "in_cadence_90", "instruments", "plans_owned",
    "indicators", "promises_kept", "late_entries", "after_worker_change", "caseload_balance", "learning", "assurance",
)  # fmt: skip
"""In the order in which they are shown."""
