"""Everybody on the caseload as rows of the template's own columns, so that `import` of them elsewhere gives the same
caseload (`export --format caseload`). What no column holds stays behind: the story, and all that is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.bookings import booked_starts
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries import EngagementPlanAgreed, PersonDetailsUpdated
from carelist_tui.exchange.caseload.columns import columns, columns_of
from carelist_tui.exchange.csv_rows import table_rows

LISTED = 20
"""So many identifiers are named; of more, how many more there are."""
_PLAN = {column.field: column.name for column in columns_of(EngagementPlanAgreed)}


@dataclass(slots=True)
class Behind:
    """What of a caseload no row holds: by identifier who waits to be accepted, and who has a missed contact open."""

    waiting: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def words(self) -> str:
        """Said to whoever takes the file for all of it; that the story stays behind as well."""
        referred = (
            tr("Not in it: who was referred and not accepted yet ({some}). ", some=_some(self.waiting))
            if self.waiting
            else ""
        )
        missed = tr("missed contacts with their steps ({some}), ", some=_some(self.missed)) if self.missed else ""
        return tr(
            "{referred}What is open stays behind: {missed}handovers, actions and the story.",
            referred=referred,
            missed=missed,
        )


def caseload_lines(people: Iterable[Ground], at: datetime, behind: Behind | None = None) -> Iterator[str]:
    """The headings, and a line for each of these people who was accepted and is on the caseload. `behind` is told what
    stays, as far as the lines were taken."""
    names = [column.name for column in columns()]
    rows = (row_of(each, at) for each in people if _has_row(each, behind))
    return table_rows(names, ([row.get(name, "") for name in names] for row in rows))


def _has_row(ground: Ground, behind: Behind | None) -> bool:
    state, ref = ground.state, ground.state.identity.ref or ""
    has_row = state.acceptance is not None and state.on_caseload
    if behind is not None and state.on_caseload:
        if not has_row:
            behind.waiting.append(ref)
        elif ground.episode is not None:
            behind.missed.append(ref)
    return has_row


def _some(refs: list[str]) -> str:
    more = tr(" and {n} more", n=len(refs) - LISTED) if len(refs) > LISTED else ""
    return ", ".join(sorted(refs)[:LISTED]) + more


def row_of(ground: Ground, at: datetime) -> dict[str, str]:
    """The cells of one person at a moment, by column."""
    state, zone = ground.state, ground.calendar.zone
    accepted = state.acceptance
    cells = _identity(state.identity)
    if accepted is not None:
        cells |= {"accepted_on": _day(accepted.at, ground), "source": accepted.source}
    cells["tier"] = ground.tier.value if ground.tier else ""
    if state.coordinator is not None:
        cells |= {"coordinator": state.coordinator.value, "clinical_oversight": state.oversight}
    today = at.astimezone(zone).date()
    return {name: text for name, text in {**cells, **_set(ground, today), **_known(ground, at)}.items() if text}


def _identity(identity: PersonDetailsUpdated) -> dict[str, str]:
    said = identity.model_dump(mode="json", by_alias=True, exclude_none=True)
    phones, partners = said.pop("phones", []), said.pop("partners", [])
    cells = {name: _text(value) for name, value in said.items()}
    for name, part in (("phone", "number"), ("phone_label", "label"), ("text_ok", "text_ok"),
                        ("voicemail", "voicemail"), ("phone_unsafe", "unsafe")):  # fmt: skip
        cells[name] = listed(_text(each.get(part)) for each in phones)
    for name, part in (("partner", "name"), ("partner_agency", "agency"), ("partner_phone", "phone")):
        cells[name] = listed(_text(each.get(part)) for each in partners)
    return cells


def _set(ground: Ground, today: date) -> dict[str, str]:
    """What was set about them: zone, consent, plans. A date to look again that has passed is left out: it is owed."""
    state, cells = ground.state, dict[str, str]()
    if state.zone is not None and state.zone.value in ("red", "amber", "green"):
        reason = "" if state.zone.reason == "accepted" else state.zone.reason
        cells |= {
            "zone": state.zone.value,
            "zone_reason": reason,
            "zone_review_on": _ahead(state.zone.review_on, today),
        }
    if state.consent is not None:
        cells |= {"consent_to_contact": state.consent.value, "consent_rationale": state.consent.reason,
                  "consent_review_on": _ahead(state.consent.review_on, today)}  # fmt: skip
    if state.plan is not None:
        said = state.plan.model_dump(mode="json", by_alias=True, exclude_none=True)
        cells |= {name: _text(said[field]) for field, name in _PLAN.items() if field in said}
    if state.risk_plan is not None:
        cells["risk_plan_review_on"] = _ahead(state.risk_plan.review_on, today)
    return cells


def _known(ground: Ground, at: datetime) -> dict[str, str]:
    """When they were spoken to, seen, checked and reviewed last, and what is booked next."""
    state, cells = ground.state, dict[str, str]()
    since = state.acceptance.at if state.acceptance is not None else at
    if (last := state.last_contact) is not None and last.at >= since:
        cells |= {"last_contact_on": _day(last.at, ground), "last_contact_method": last.method}
    if (seen := state.last_seen) is not None and seen.at >= since:
        cells["last_seen_on"] = _day(seen.at, ground)
    if (check := state.checks[-1] if state.checks else None) is not None and check.at >= since:
        cells |= {"last_risk_check_on": _day(check.at, ground), "last_risk_check_overall": check.overall}
    if (review := state.reviews.get("monthly")) is not None and review.at >= since:
        cells["last_review_on"] = _day(review.at, ground)
    ahead = [(start, booking) for start, _, booking in booked_starts(ground, while_away=True) if start > at]
    for start, booking in ahead[:1]:
        local = start.astimezone(ground.calendar.zone)
        cells["next_contact_at"] = local.replace(tzinfo=None).isoformat(" ", "minutes")
        cells |= {"next_contact_method": booking.method, "next_contact_worker": booking.worker}
    return cells


def _day(moment: datetime, ground: Ground) -> str:
    return moment.astimezone(ground.calendar.zone).date().isoformat()


def _ahead(day: date | None, today: date) -> str:
    return day.isoformat() if day is not None and day >= today else ""


def _text(value: Any) -> str:
    """A value as the import reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return listed(f"{name}: {said}" for name, said in value.items())
    if isinstance(value, list):
        return listed(map(_part, value))
    return "" if value is None else str(value)


def _part(value: Any) -> str:
    """One of a list; a safe time as `mon tue 10:00-12:00`."""
    if isinstance(value, dict):
        return " ".join([*value["days"], f"{value['from']}-{value['to']}"])
    return str(value)


def listed(parts: Iterable[str]) -> str:
    """Parts between semicolons, each in its place; empty where none says anything."""
    said = [part.replace(";", "\\;") for part in parts]
    return "; ".join(said) if any(said) else ""
