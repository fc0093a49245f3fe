"""Ten months of a small service, told to a store through the door, for the screen of measures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from tests.tui.telling import ME, accepted, entry, missed, phones

AT = datetime(2026, 3, 3, 9, 4, tzinfo=UTC)
BEGAN = datetime(2025, 4, 28, 9, tzinfo=UTC)
MONTHS = [(2025, n) for n in range(5, 13)] + [(2026, 1), (2026, 2)]
BETTER_FROM = 5
"""The month of these from which on a missed contact is answered the same day."""
PEOPLE = ("Amina Yusuf", "Bilal Khan", "Grace Obi", "Col Reed")
EACH = 3
FOUND = "Duty rings everybody who was missed before lunch."


def measured(store: Path) -> None:
    """Twelve contacts missed in each month, four people, three times each, in two teams; crises, so that there is a
    chart of rare events; nobody is counted yet."""
    who = {"worker": "w-ada", "name": "Ada Manager", "role": "manager", "team": "North"}
    door = Carelist.init(store, **who, now=BEGAN, encrypted=False)
    workers = [(ME, "Tom Price", "coordinator"), ("w-leah", "Leah Obi", "senior")]
    added = [entry("worker.added", "2025-04-28T09:00", {"worker": id, "name": name, "role": role, "team": "North"})
             for id, name, role in workers]  # fmt: skip
    door.record([*added, *everybody(), *(draft for month in range(len(MONTHS)) for draft in month_of(month))], AT)
    door.close()


def everybody() -> list[dict[str, Any]]:
    """Four people since the end of April, two in each team."""
    told = []
    for n, name in enumerate(PEOPLE):
        given, family = name.split()
        person = accepted(f"P-{n}", given, family, team=("North", "South")[n % 2], phones=phones(f"07700 90010{n}"),
                          coordinator=(ME, "w-leah")[n // 2])  # fmt: skip
        told.append(person | {"occurred_at": "2025-04-28T10:00:00+00:00"})
    return told


def month_of(month: int) -> list[dict[str, Any]]:
    """What happened in one of these months: each missed three times, answered in time or late, then spoken to."""
    told = []
    year, number = MONTHS[month]
    for n in range(len(PEOPLE)):
        for k in range(EACH):
            at = datetime(year, number, 3 + 8 * k, 10, 30 + n, tzinfo=UTC)
            is_soon = month >= BETTER_FROM or (n + k + month) % 3 == 0
            told += [missed(f"P-{n}", f"{at:%Y-%m-%dT%H:%M}"), spoken(f"P-{n}", at, hours=2 if is_soon else 75)]
    if month % 2:
        crisis = {"kind": "ae", "source": "A&E liaison nurse", "summary": "Came in at night."}
        told += [entry("crisis.recorded", f"{year}-{number:02}-0{day}T23:00", crisis, ref="P-1") for day in (1, 8)]
    return told


def spoken(ref: str, at: datetime, *, hours: int) -> dict[str, Any]:
    """They were reached so many hours after."""
    body = {
        "method": "visit",
        "purpose": "routine",
        "how_are_they": "as_usual",
        "what_we_did": "Went through the week.",
    }
    return entry("contact.completed", f"{at + timedelta(hours=hours):%Y-%m-%dT%H:%M}", body, ref=ref)


def noted(**more: Any) -> dict[str, Any]:
    """A note on the month from which on it was better."""
    year, number = MONTHS[BETTER_FROM]
    body = {"measure": "first_response", "month": f"{year}-{number:02}", "what_we_found": FOUND} | more
    return entry("signal.noted", "2026-03-02T10:00", body)
