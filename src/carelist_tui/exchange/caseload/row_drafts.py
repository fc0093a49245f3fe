"""From a row's values to the entries it becomes: accepted, coordinator, consent, last contact, zone, contact plan, and
what is known besides: the next contact, the last risk check and review, when the risk plan is looked at. And where each
stands among the others, so that paper is spread by it (load.md, 6): written down with their acceptance, no laptop need
know the others to read it."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.dues.paper import hashed_place
from carelist_tui.domain.entries import (
    Body,
    ConsentRecorded,
    ContactCompleted,
    ContactPlanned,
    CoordinatorNamed,
    EngagementPlanAgreed,
    PersonAccepted,
    ReviewCompleted,
    RiskCheckCompleted,
    RiskPlanUpdated,
    ZoneSet,
)
from carelist_tui.domain.entries.choices import SEEN_BY
from carelist_tui.domain.entries.fields import PLACES
from carelist_tui.domain.entries.subjects.reviews import STRUCTURED
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.person.people import BEGIN_AMBER
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.standards import Standards, default_standards
from carelist_tui.exchange.caseload.columns import columns_of

Values = Mapping[str, Any]
Draft = dict[str, Any]
Standing = tuple[int, int, date, int, str]
"""Whoever may be unwell first: tier, zone, since when unseen; a hash of the id, and the id."""

_ZONES = {"red": 0, "amber": 1}
OF_PLAN = tuple(column.name for column in columns_of(EngagementPlanAgreed))
NEEDED_OF_PLAN = tuple(
    column.name
    for column in columns_of(EngagementPlanAgreed)
    if EngagementPlanAgreed.model_fields[column.field].is_required() and column.field not in ("avoid", "safe_times")
)
"""Without these no contact plan comes in; what it would avoid is not to be done all the same."""
_ASKED_AGAIN_AFTER = 5
"""Service days after which somebody is asked again who does not agree to be contacted, where no date is said."""
_BY_OTHER_WAYS = ("call", "visit")
_ACCEPTED_AT, _CONTACT_AT = time(9), time(12)
_UNSAID = "On the caseload list that Carelist began with."
_ELSEWHERE = f"{_UNSAID} What was written stands in the record kept before."
_CHECKED: Draft = {
    "recent_disclosures": _ELSEWHERE, "environmental_concerns": _ELSEWHERE, "third_party_information": _ELSEWHERE,
    "relapse_indicators": [], "safeguarding_indicators": ["none"], "capacity": "no_concern",
    "overall": "no_new_concern",
}  # fmt: skip
_RISK_PLANNED: Draft = {
    "relapse_signature": [], "red_flags": [], "risks": [], "crisis_plan": {}, "formulation": _ELSEWHERE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """The service's local time, and this moment: nothing of a row happens after it. Its Standards say who may be unwell
    first, and how far ahead a date may lie."""

    zone: ZoneInfo
    now: datetime
    standards: Standards = field(default_factory=default_standards)
    workers: tuple[Worker, ...] | None = None
    """Who works here, by whom a coordinator is looked up; None: not known, and an id is taken as it is."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def on(self, day: str, at: time) -> datetime:
        """A local clock time on a day; on today no later than now."""
        return min(datetime.combine(date.fromisoformat(day), at, tzinfo=self.zone), self.now.astimezone(self.zone))


def ids_of(values: Values, clock: Clock) -> Iterator[str]:
    """The ids of the entries of one row, drawn from what it says: the same row, the same ids."""
    noise = hashlib.sha256(canonical_json(dict(values)).encode()).digest()
    begins = datetime.combine(date.fromisoformat(values["accepted_on"]), _ACCEPTED_AT, tzinfo=clock.zone)
    return (uuid7(begins, hashlib.sha256(noise + bytes([number])).digest()[:10]) for number in count())


def drafts_of(
    values: Values,
    clock: Clock,
    place: int | None = None,
    without: Container[str] = (),
    besides: Values | None = None,
) -> list[Draft]:
    """The entries of one row, linked to the first.

    `values` are read cells by column; ref and accepted_on are among them; those `without` which the row is taken count
    for its ids alone, and what is said `besides` for all but these. They were brought over today: a running case is
    looked at by other clocks than somebody new, each at their own `place` among the others (load.md, 6).
    """
    ids = ids_of(values, clock)
    avoid = values.get("avoid", ())
    values = {name: value for name, value in values.items() if name not in without} | dict(besides or {})
    values = _without_half_a_plan(values, avoid)
    accepted_at = clock.on(values["accepted_on"], _ACCEPTED_AT)
    said: list[tuple[type[Body], datetime, Draft]] = [(PersonAccepted, accepted_at, _acceptance(values, clock, place))]
    said += _the_rest(values, clock, accepted_at)
    said += _known_besides(values, clock)
    drafts: list[Draft] = []
    for id, (kind, at, body) in zip(ids, said, strict=False):
        draft: Draft = {"id": id, "type": kind.TYPE, "occurred_at": at.isoformat(timespec="seconds"), "body": body}
        if drafts:
            draft |= {"ref": values["ref"], "arose_from": drafts[0]["id"]}
        drafts.append(draft)
    return drafts


def _without_half_a_plan(values: Values, avoid: Iterable[str]) -> Draft:
    """A contact plan comes in whole or not at all; what it would avoid is not to be done either way."""
    forbidden = {*values.get("do_not", ()), *values.get("avoid", ())}
    kept = dict(values)
    if "contact_methods" in kept:
        kept["contact_methods"] = [each for each in kept["contact_methods"] if each not in forbidden]
    if all(kept.get(name) for name in NEEDED_OF_PLAN):
        return kept
    kept = {name: value for name, value in kept.items() if name not in OF_PLAN}
    if do_not := dict.fromkeys([*kept.get("do_not", ()), *avoid]):
        kept["do_not"] = list(do_not)
    return kept


def _acceptance(values: Values, clock: Clock, place: int | None) -> Draft:
    body = {**_filled(PersonAccepted, values), "brought_over_on": clock.today.isoformat()}
    if place is not None:
        body["brought_over_place"] = place
    if phones := phones_of(values):
        body["phones"] = phones
    if partners := partners_of(values):
        body["partners"] = partners
    if "coordinator" in values and "clinical_oversight" not in values:
        body["coordinator"] = values["coordinator"]
    if _is_undated(values):
        body["zone"] = values["zone"]
    return body


def _is_undated(values: Values) -> bool:
    """Whether nothing says when their zone is looked at again: it begins with them, and falls due as paper."""
    return values.get("zone") in _ZONES and "zone_review_on" not in values


def phones_of(values: Values) -> list[Draft]:
    """Every number, each with what is known of it. What is said once of several forbids for all of them, and allows for
    none."""
    phone = values.get("phone")
    numbers = [{"number": phone}] if isinstance(phone, str) else [dict(each) for each in phone or ()]
    for place, each in enumerate(numbers):
        label = _nth(values.get("phone_label"), place, len(numbers)) or (values.get("phone_label") if not place else "")
        if isinstance(label, str) and label and not each.get("label"):
            each["label"] = label
        if not each.get("label"):
            each.pop("label", None)
        for column, field_name, prohibits in (("text_ok", "text_ok", False), ("voicemail", "voicemail", "no"),
                                              ("phone_unsafe", "unsafe", True)):  # fmt: skip
            said = values.get(column)
            value = _nth(said, place, len(numbers))
            if value in (None, "") and prohibits in (said if isinstance(said, list) else [said]):
                value = prohibits
            if value not in (None, ""):
                each[field_name] = value
    return numbers


def partners_of(values: Values) -> list[Draft]:
    """Whoever else works with them, each of them with an agency."""
    names = values.get("partner", ())
    names = [names] if isinstance(names, str) else list(names)
    found = []
    for place, name in enumerate(names):
        agency, phone = (_nth(values.get(column), place, len(names)) for column in ("partner_agency", "partner_phone"))
        if name and agency:
            found.append({"name": name, "agency": agency} | ({"phone": phone} if phone else {}))
    return found


def _nth(said: Any, place: int, count: int) -> Any:
    """What is said of one of several; None where that can't be told."""
    if isinstance(said, list):
        return said[place] if len(said) == count else None
    return said if count == 1 else None


def _the_rest(values: Values, clock: Clock, accepted_at: datetime) -> Iterator[tuple[type[Body], datetime, Draft]]:
    if "clinical_oversight" in values and "coordinator" in values:
        yield CoordinatorNamed, accepted_at, _filled(CoordinatorNamed, values)
    yield from _consent(values, clock, accepted_at)
    yield from _contacts(values, clock)
    now = clock.now.astimezone(clock.zone)
    if "zone" in values and not _is_undated(values):
        yield ZoneSet, now, {"reason": _UNSAID, **_filled(ZoneSet, values)}
    if plan := _filled(EngagementPlanAgreed, values):
        yield EngagementPlanAgreed, now, {"safe_times": [], "may_contact": [], "avoid": [], **plan}


def _consent(values: Values, clock: Clock, accepted_at: datetime) -> Iterator[tuple[type[Body], datetime, Draft]]:
    agreed, said_at = values.get("consent_to_contact"), accepted_at
    if agreed not in ("yes", "no"):
        return
    said: Draft = {"scope": "contact", "given": agreed == "yes", "basis": "consent"}
    if agreed == "no":
        calendar = clock.standards.calendar
        again = calendar.service_day_after(clock.today, _ASKED_AGAIN_AFTER)
        said |= {"rationale": _UNSAID, "review_on": again.isoformat()}
        said_at = clock.now.astimezone(clock.zone)  # when they are asked again is said of now, not of long ago
    yield ConsentRecorded, said_at, {**said, **_filled(ConsentRecorded, values)}


def _contacts(values: Values, clock: Clock) -> Iterator[tuple[type[Body], datetime, Draft]]:
    """The last time they were spoken to, and the last time they were seen where that was another time."""
    spoke, seen = values.get("last_contact_on"), values.get("last_seen_on")
    contact = {"purpose": "routine", "how_are_they": "could_not_tell", "what_we_did": _UNSAID}
    said = {**contact, **_filled(ContactCompleted, values)}
    if seen and not (seen == spoke and said.get("method") in SEEN_BY):
        yield ContactCompleted, clock.on(seen, _CONTACT_AT), {**contact, "method": "visit"}
    if spoke:
        yield ContactCompleted, clock.on(spoke, _CONTACT_AT), {"method": "call", **said}


def _known_besides(values: Values, clock: Clock) -> Iterator[tuple[type[Body], datetime, Draft]]:
    """Beyond its date nothing is known of a check, a review or a plan: it says that, and where to look."""
    now = clock.now.astimezone(clock.zone)
    if "next_contact_at" in values:
        forbidden = (*values.get("do_not", ()), *values.get("avoid", ()))
        method = next(each for each in _BY_OTHER_WAYS if each not in forbidden)
        body = {"method": method, "purpose": "routine", "worker": values.get("coordinator"), **_booked(values, clock)}
        yield ContactPlanned, now, body
    if on := values.get("last_risk_check_on"):
        yield RiskCheckCompleted, clock.on(on, _CONTACT_AT), {**_CHECKED, **_filled(RiskCheckCompleted, values)}
    if "risk_plan_review_on" in values:
        yield RiskPlanUpdated, now, {**_RISK_PLANNED, **_filled(RiskPlanUpdated, values)}
    if on := values.get("last_review_on"):
        held_at = clock.on(on, _CONTACT_AT)
        again = clock.standards.calendar.last_day(held_at, clock.standards.limits.review("monthly"))
        said = {"kind": "monthly", "decisions": _ELSEWHERE, "next_review_on": again.isoformat()}
        yield ReviewCompleted, held_at, {**dict.fromkeys(STRUCTURED, _ELSEWHERE), **said}


def _booked(values: Values, clock: Clock) -> Draft:
    at = datetime.fromisoformat(values["next_contact_at"]).replace(tzinfo=clock.zone)
    return {**_filled(ContactPlanned, values), "at": at.isoformat(timespec="seconds")}


def _filled(model: type[BaseModel], values: Values) -> Draft:
    return {column.field: values[column.name] for column in columns_of(model) if column.name in values}


def places_of(rows: Iterable[Values], clock: Clock) -> dict[str, int]:
    """The place of each running case by the id of its acceptance: in thousandths of those whose paper is spread over
    the same time, by tier, zone and days unseen; a hash of the id breaks ties. Rows may lack what they need."""
    groups: dict[int, list[Standing]] = {}
    for group, standing in _standings(rows, clock):
        groups.setdefault(group, []).append(standing)
    return {
        standing[-1]: number * PLACES // len(group)
        for group in groups.values()
        for number, standing in enumerate(sorted(group))
    }


def _standings(rows: Iterable[Values], clock: Clock) -> Iterator[tuple[int, Standing]]:
    standards = clock.standards
    after = standards.dues.brought_over_after
    for values in rows:
        accepted_on, zone = values.get("accepted_on"), _zone(values)
        if accepted_on is None or clock.today <= standards.calendar.last_day(clock.on(accepted_on, _CONTACT_AT), after):
            continue
        rank, id = standards.rank(values.get("tier")), next(ids_of(values, clock))
        unseen_since = date.fromisoformat(_last_seen_on(values) or accepted_on)
        high = zone == "red" or values.get("last_risk_check_overall") == "high"
        group = 0 if high or rank == 0 else 1 if rank == 1 or zone == "amber" else 2
        yield group, (rank, _ZONES.get(zone, len(_ZONES)), unseen_since, hashed_place(id), id)


def _zone(values: Values) -> str:
    """The zone they come in with; one that nobody has set counts by the tier alone."""
    return str(values.get("zone") or ("amber" if values.get("source") in BEGIN_AMBER else ""))


def _last_seen_on(values: Values) -> str | None:
    """The last day on which they are known to have been seen, in person or by video."""
    spoke = values.get("last_contact_on") if values.get("last_contact_method") in SEEN_BY else None
    return max(filter(None, (values.get("last_seen_on"), spoke)), default=None)
