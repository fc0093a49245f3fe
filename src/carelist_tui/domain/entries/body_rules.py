"""Small rules that several bodies share: what is needed when, and which date may not lie before which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Fault


def needed(value: object, field: str, sentence: str) -> Iterator[Fault]:
    """A fault when there is nothing in `value`: absent, empty or blank."""
    if value is None or value in ("", ()) or (isinstance(value, str) and value.isspace()):
        yield Fault(f"body.{field}", sentence)


def not_before_entry(day: date | None, field: str, occurred_at: datetime) -> Iterator[Fault]:
    """A fault when a date lies before the day it happened, by the offset it was written with and by UTC."""
    if day is not None and day < min(occurred_at.date(), occurred_at.astimezone(UTC).date()):
        yield Fault(f"body.{field}", tr("can't be before the day this happened"))


def after_entry(moment: datetime | None, field: str, occurred_at: datetime) -> Iterator[Fault]:
    """A fault when a moment does not lie after it happened."""
    if moment is not None and moment <= occurred_at:
        yield Fault(f"body.{field}", tr("must be after this happened"))


def not_earlier(moment: datetime | None, field: str, occurred_at: datetime) -> Iterator[Fault]:
    """A fault when a moment lies before it happened; the same moment will do."""
    if moment is not None and moment < occurred_at:
        yield Fault(f"body.{field}", tr("can't be before this happened"))


def at_most(value: int | None, field: str, highest: int | None, of: str) -> Iterator[Fault]:
    """A fault when a number is above the highest one there is."""
    if value is not None and highest is not None and value > highest:
        yield Fault(f"body.{field}", tr("must be at most {highest}, {of}", highest=highest, of=of))


def after_beginning(ends: datetime | None, begins: datetime | None, field: str) -> Iterator[Fault]:
    """A fault when something does not end after it begins."""
    if ends is not None and begins is not None and ends <= begins:
        yield Fault(f"body.{field}", tr("must be later than when it begins"))


def occurrence_names_series(planned: str | None, occurrence: datetime | None) -> Iterator[Fault]:
    """An occurrence is one of a series: the series is named in `planned`."""
    if occurrence is not None and planned is None:
        yield Fault("body.planned", tr("is needed where one of a series is meant: which series"))


def planned_thing(planned: str | None, occurrence: datetime | None) -> str | None:
    """What became of one planned contact, as a thing that is set; the same for every way to write the moment."""
    if planned is None:
        return None
    if occurrence is None:
        return f"planned:{planned}"
    return f"planned:{planned}:{occurrence.astimezone(UTC).isoformat().replace('+00:00', 'Z')}"
