"""From a row's values to the entries it becomes: accepted, coordinator, consent, last contact, zone, contact plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import (
    Body,
    ConsentRecorded,
    ContactCompleted,
    CoordinatorNamed,
    EngagementPlanAgreed,
    Partner,
    PersonAccepted,
    Phone,
    ZoneSet,
)
from carelist_tui.domain.ids import uuid7
from carelist_tui.exchange.caseload.columns import columns_of

Values = Mapping[str, Any]
Draft = dict[str, Any]

IN_PERSON = ("visit", "clinic", "video")
_ACCEPTED_AT, _CONTACT_AT = time(9), time(12)
_UNSAID = "On the caseload list that Carelist began with."


@dataclass(frozen=True, slots=True)
class Clock:
    """The service's local time, and this moment: nothing of a row happens after it."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def on(self, day: str, at: time) -> datetime:
        """A local clock time on a day; on today no later than now."""
        return min(datetime.combine(date.fromisoformat(day), at, tzinfo=self.zone), self.now.astimezone(self.zone))


def drafts_of(values: Values, clock: Clock) -> list[Draft]:
    """The entries of one row, linked to the first, with ids drawn from what the row says: the same row, the same ids.

    `values` are read cells by column; ref and accepted_on are among them. They were brought over today: a running case
    is looked at by other clocks than somebody new (load.md, 6).
    """
    noise = hashlib.sha256(canonical_json(dict(values)).encode()).digest()
    accepted_at = clock.on(values["accepted_on"], _ACCEPTED_AT)
    begins = datetime.combine(date.fromisoformat(values["accepted_on"]), _ACCEPTED_AT, tzinfo=clock.zone)
    said: list[tuple[type[Body], datetime, Draft]] = [(PersonAccepted, accepted_at, _acceptance(values, clock))]
    said += _the_rest(values, clock, accepted_at)
    drafts: list[Draft] = []
    for number, (kind, at, body) in enumerate(said):
        id = uuid7(begins, hashlib.sha256(noise + bytes([number])).digest()[:10])
        draft: Draft = {"id": id, "type": kind.TYPE, "occurred_at": at.isoformat(timespec="seconds"), "body": body}
        if drafts:
            draft |= {"ref": values["ref"], "arose_from": drafts[0]["id"]}
        drafts.append(draft)
    return drafts


def _acceptance(values: Values, clock: Clock) -> Draft:
    body = {**_filled(PersonAccepted, values), "brought_over_on": clock.today.isoformat()}
    phone, partner = _filled(Phone, values), _filled(Partner, values)
    if phone:
        body["phones"] = [phone]
    if partner:
        body["partners"] = [partner]
    if "coordinator" in values and "clinical_oversight" not in values:
        body["coordinator"] = values["coordinator"]
    return body


def _the_rest(values: Values, clock: Clock, accepted_at: datetime) -> Iterator[tuple[type[Body], datetime, Draft]]:
    if "clinical_oversight" in values:
        yield CoordinatorNamed, accepted_at, _filled(CoordinatorNamed, values)
    yield from _consent(values, accepted_at)
    yield from _contacts(values, clock)
    now = clock.now.astimezone(clock.zone)
    if "zone" in values:
        yield ZoneSet, now, {"reason": _UNSAID, **_filled(ZoneSet, values)}
    if plan := _filled(EngagementPlanAgreed, values):
        yield EngagementPlanAgreed, now, {"safe_times": [], "may_contact": [], "avoid": [], **plan}


def _consent(values: Values, accepted_at: datetime) -> Iterator[tuple[type[Body], datetime, Draft]]:
    agreed = values.get("consent_to_contact")
    if agreed in ("yes", "no"):
        said = {"scope": "contact", "given": agreed == "yes", "basis": "consent"}
        yield ConsentRecorded, accepted_at, {**said, **_filled(ConsentRecorded, values)}


def _contacts(values: Values, clock: Clock) -> Iterator[tuple[type[Body], datetime, Draft]]:
    """The last time they were spoken to, and the last time they were seen where that was another time."""
    spoke, seen = values.get("last_contact_on"), values.get("last_seen_on")
    contact = {"purpose": "routine", "how_are_they": "could_not_tell", "what_we_did": _UNSAID}
    said = {**contact, **_filled(ContactCompleted, values)}
    if seen and not (seen == spoke and said.get("method") in IN_PERSON):
        yield ContactCompleted, clock.on(seen, _CONTACT_AT), {**contact, "method": "visit"}
    if spoke:
        yield ContactCompleted, clock.on(spoke, _CONTACT_AT), {"method": "call", **said}


def _filled(model: type[BaseModel], values: Values) -> Draft:
    return {column.field: values[column.name] for column in columns_of(model) if column.name in values}
