"""What the measures are about, for whoever looks for one: each stands under one heading, in the order of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carelist_tui.catalogue import tr

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    tr("Nobody becomes invisible"): ("cadence_kept", "overdue_now", "missed_rate", "open_28", "late_entries"),
    tr("When contact is missed"): (
        "first_response", "first_response_same_day", "steps_on_time", "re_engaged_7", "re_engaged_14", "re_engaged_28",
        "promises_kept",
    ),
    tr("Decisions and escalations"): (
        "decisions_made", "reviews_kept", "mdt_reviewed", "escalations_closed", "escalation_rate",
    ),
    tr("Early warning"): ("signs_answered", "destabilised"),
    tr("Coming to the service"): ("access", "access_from_referral", "two_booked", "no_contact_7", "in_cadence_90"),
    tr("Between workers and services"): (
        "same_worker", "after_worker_change", "handover_safe", "seen_72h", "crisis_after_transition",
    ),
    tr("Crises"): ("crisis_rate", "crisis_after_miss", "crisis_again_30", "learning"),
    tr("People's lives"): ("plans_owned", "indicators", "instruments", "tenancy", "follow_through"),
    tr("The service"): ("caseload_balance", "assurance"),
}  # fmt: skip
"""The measures by heading; one that stands nowhere here is shown under the last."""
LAST = tr("Others")


def subject_of(measure: str) -> str:
    """The heading under which a measure stands."""
    return next((subject for subject, keys in SUBJECTS.items() if measure in keys), LAST)


def by_subject(figures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures in the order of their headings."""
    places = {key: place for place, key in enumerate(key for keys in SUBJECTS.values() for key in keys)}
    return sorted(figures, key=lambda figure: places.get(figure["key"], len(places)))
