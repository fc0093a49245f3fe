"""The person at hand, as the panel shows them: computed when a person is projected, read without any model.

Standard library only: this is on the way to the first frame. Text is what people wrote; whoever shows it sends it
through the plain-text boundary. Moments are aware.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the missed-contact steps: `state` is done, skipped, next, later or withdrawn."""

    key: str
    title: str
    state: str
    due_at: datetime
    done_at: datetime | None
    words: str
    """The outcome of the attempt that did it, in plain words, or empty."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number, and what is safe to do with it; unknown counts as not safe."""

    number: str
    label: str
    text_ok: bool
    voicemail_ok: bool
    unsafe: bool


@dataclass(frozen=True, slots=True)
class MaySpeakTo:
    """Somebody the service may speak to about the person, if `agreed`."""

    name: str
    relation: str
    phone: str
    agreed: bool
    when: str


@dataclass(frozen=True, slots=True)
class SafeTime:
    """When it is safe to be in touch: `days` (Mon, Tue...; empty: any day), `begins` and `ends` local `HH:MM`."""

    days: tuple[str, ...]
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody needs to act safely for one person."""

    person: str
    ref: str
    given: str
    family: str
    known_as: str
    pronouns: str
    born: str
    address: str
    team: str
    coordinator: str
    oversight: str
    tier: str
    zone: str
    zone_reason: str
    zone_since: datetime | None
    last_spoke: datetime | None
    last_seen: datetime | None
    warnings: tuple[str, ...]
    phones: tuple[Phone, ...]
    methods: tuple[str, ...]
    avoid: tuple[str, ...]
    avoid_note: str
    safe_times: tuple[SafeTime, ...]
    safe_places: str
    if_missed: str
    may_speak_to: tuple[MaySpeakTo, ...]
    signs: tuple[str, ...]
    red_flags: tuple[str, ...]
    episode: str | None
    """The id of the open missed contact."""
    missed_at: datetime | None
    missed_how: str
    steps: tuple[StepLine, ...]
    attempts: int
    risk_check: str
    """`overall` of the newest risk check of this missed contact, or empty."""
    decision: str
    """The newest decision of this missed contact in words, or empty."""


_MOMENTS = ("zone_since", "last_spoke", "last_seen", "missed_at")
_PARTS: dict[str, type] = {"phones": Phone, "may_speak_to": MaySpeakTo, "safe_times": SafeTime, "steps": StepLine}


def card_as_json(card: Card) -> dict[str, Any]:
    """The card in JSON values: what the projection stores."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, Phone | MaySpeakTo | SafeTime | StepLine):
            return {name: plain(getattr(value, name)) for name in value.__slots__}
        return [plain(part) for part in value] if isinstance(value, tuple) else value

    return {name: plain(getattr(card, name)) for name in Card.__slots__}


def card_from_json(value: dict[str, Any]) -> Card:
    """The stored card; the inverse of `card_as_json`. What an earlier release kept besides is passed over."""

    def moment(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    def part(kind: type, row: dict[str, Any]) -> Any:
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        fields.update({k: moment(fields[k]) for k in ("due_at", "done_at") if k in fields})
        return kind(**fields)

    told = {name: value[name] for name in Card.__slots__}
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    fields.update({k: moment(fields[k]) for k in _MOMENTS})
    fields.update({k: tuple(part(kind, row) for row in value[k]) for k, kind in _PARTS.items()})
    return Card(**fields)
