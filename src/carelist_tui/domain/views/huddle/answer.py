"""What `huddle --json` answers, and what the sheet is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.entry import UNREAD, Body
from carelist_tui.domain.views.huddle.huddle import AGREED_MINUTES, Held, Here, Huddle, Talk
from carelist_tui.domain.worklist import as_json


class LatePeople:
    """The people of a step, each put together when first looked at: a screen shows one step of all, and putting
    everybody together took four times what its first frame takes (`python benchmarks/screens.py`)."""

    def __init__(self, told: Callable[[Talk], dict[str, Any]], talks: Sequence[Talk]) -> None:
        self._told, self._talks = told, talks
        self._made: dict[int, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self._talks)

    def __getitem__(self, n: int) -> dict[str, Any]:
        if n not in self._made:
            self._made[n] = self._told(self._talks[n])
        return self._made[n]


def huddle_as_json(huddle: Huddle, zone: ZoneInfo) -> dict[str, Any]:
    """The whole huddle; every key is always there. Moments are local with their offset; workers by id."""
    return _answered(huddle, zone, lambda told, talks: [told(each) for each in talks])


def huddle_as_drawn(huddle: Huddle, zone: ZoneInfo) -> dict[str, Any]:
    """The same for a screen: of the people of a step each is there when looked at."""
    return _answered(huddle, zone, LatePeople)


def _answered(huddle: Huddle, zone: ZoneInfo, people: Callable[..., Any]) -> dict[str, Any]:

    def talk(each: Talk) -> dict[str, Any]:
        parts = [part for part in (huddle.held.discussed if huddle.held else ()) if part.person == each.person]
        decided, notes = [words for part in parts for words in part.decided], [part.note for part in parts if part.note]
        return {**_talk(each, zone), "decided": decided, "note": "; ".join(notes)}

    return {
        "at": _local(huddle.at, zone),
        "team": huddle.team,
        "minutes": AGREED_MINUTES,
        "since": {"at": _local(huddle.since.moment, zone), "huddle": huddle.since.huddle},
        "here": [_here(each, zone) for each in huddle.here],
        "steps": [
            {"step": step.key, "title": step.title, "says": step.says, "people": people(talk, step.talks)}
            for step in huddle.steps
        ],
        "counts": dict(huddle.counts),
        "owners": dict(huddle.owners),
        "arrived": huddle.arrived,
        "closure": {"closes": _local(huddle.closes, zone), "opens": _local(huddle.opens, zone)}
        if huddle.closes
        else None,
        "holds_the_gap": huddle.holds_the_gap,
        "held": _held(huddle.held, zone),
        "works_nowhere": dict(huddle.works_nowhere),
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None


def _talk(talk: Talk, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "person": talk.person,
        "ref": talk.ref or None,
        "name": talk.name,
        "zone": talk.zone if talk.person else None,
        "days": talk.days,
        "title": talk.title or None,
        "due_at": _local(talk.due_at, zone),
        "status": talk.status or None,
        "why": talk.why,
        "owner": talk.owner,
        "born": talk.born or None,
        "phone": talk.phone or None,
        "warnings": list(talk.warnings),
        "cover": {"for": talk.stands_in.coordinator, "by": talk.stands_in.by} if talk.stands_in else None,
        "not_told": list(talk.not_told),
        "known": [{"in_words": each.said_in_full(zone), "by": each.by or None} for each in talk.known],
        "items": [as_json(item, zone) for item in talk.items],
        "also": [as_json(item, zone) for item in talk.also],
        "arrived": [
            {"id": each.id, "type": each.type, "occurred_at": _local(each.occurred_at, zone), "in_words": each.words,
             "by": each.by}
            for each in talk.changes
        ],
    }  # fmt: skip


def _here(here: Here, zone: ZoneInfo) -> dict[str, Any]:
    away = here.absence
    return {
        "worker": here.worker.id,
        "name": here.worker.name,
        "role": here.worker.role,
        "on_duty": here.on_duty,
        "works_today": here.works_today,
        "away": away and {
            "reason": away.reason or None,
            "until": _local(away.ends, zone),
            "covered": away.covers_everybody,
            "cover": [each.by for each in away.cover],
        },
    }  # fmt: skip


def _held(held: Held | None, zone: ZoneInfo) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "huddle": held.id,
        "from": _local(held.begins, zone),
        "to": _local(held.ends, zone),
        "present": list(held.present),
        "discussed": [
            {"person": each.person, "note": each.note, "decided": list(each.decided)} for each in held.discussed
        ],
    }


WHOSE = ("coordinator", "receiving_worker", "owner", "worker")
"""Fields of an entry that name whoever takes something on: a worker's id, or a partner's name."""


def decided_words(body: Body | None, by: str | None, zone: ZoneInfo, happened_at: datetime) -> str:
    """`Action (housing), due 20 Mar: Ring the landlord (w-leah); decided by w-sam`: workers by id, for whoever shows it
    to put their names there. `by` is None where the author decided; `zone` is the service's."""
    if body is None:
        return UNREAD
    whose = next((str(who) for name in WHOSE if (who := getattr(body, name, None))), "")
    return (
        body.in_words(zone, happened_at)
        + (f" ({whose})" if whose else "")
        + (tr("; decided by {by}", by=by) if by else "")
    )
