"""A synthetic caseload of any size for the measurements: quiet people, accepted today, some with a missed call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2026, 3, 3, 9, 3, tzinfo=LONDON)
WORKER = "w-tom"


def made_store(folder: Path) -> Carelist:
    """A plain store with one manager, who records."""
    return Carelist.init(
        folder,
        worker=WORKER,
        name="Tom",
        role="manager",
        team="North",
        now=MORNING - timedelta(days=9),
        encrypted=False,
    )


def accepted(number: int, at: datetime) -> dict[str, Any]:
    """One person, accepted: quiet until the next service day."""
    body = {
        "ref": f"P-{number:06d}",
        "given": f"Given{number % 97}",
        "family": f"Family{number % 389}",
        "source": "gp",
        "team": "North",
        "tier": "standard",
        "coordinator": WORKER,
        "phones": [{"number": f"07700 900{number % 1000:03d}"}],
    }
    return {"type": "person.accepted", "occurred_at": at.isoformat(), "body": body}


def missed(number: int, at: datetime) -> dict[str, Any]:
    """That person's missed call."""
    body = {"expected_at": at.isoformat(), "method": "call", "how": "no_reply"}
    return {"type": "contact.missed", "ref": f"P-{number:06d}", "occurred_at": at.isoformat(), "body": body}


def attempted(number: int, episode: str, at: datetime) -> dict[str, Any]:
    """An extra try: a call without an answer."""
    body = {"episode": episode, "method": "call", "to": "person", "outcome": "no_answer"}
    return {"type": "outreach.attempted", "ref": f"P-{number:06d}", "occurred_at": at.isoformat(), "body": body}


def in_batches(drafts: list[dict[str, Any]], size: int = 2000) -> Iterator[list[dict[str, Any]]]:
    """The drafts in runs that one transaction takes."""
    for start in range(0, len(drafts), size):
        yield drafts[start : start + size]


def fill(carelist: Carelist, people: int, *, due: int = 0, at: datetime = MORNING) -> list[str]:
    """Accepts so many people at `at`; the first `due` of them missed a call then. Gives those episodes' ids."""
    for batch in in_batches([accepted(number, at) for number in range(people)]):
        carelist.record(batch, at)
    return [carelist.record([missed(number, at)], at)[0].id for number in range(due)]
