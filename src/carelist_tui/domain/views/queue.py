"""The missed-contact queue: one open episode as `queue --json` answers it (surface.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.ladder import plan_steps
from carelist_tui.domain.dues.warnings import warnings_for
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.worklist import Item, as_json, due_first


def _moment(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None


def episode_as_json(ground: Ground, episode: Episode, items: list[Item]) -> dict[str, Any]:
    """One missed contact: its ladder with clocks, what was tried, what is next. `items` are the person's own."""
    state, zone = ground.state, ground.calendar.zone
    own = [item for item in items if item.detail.get("episode") in episode.ids]
    steps = [item for item in own if item.kind == "ladder_step" or "step" in item.detail]
    nearest = next(iter(due_first(steps or own)), None)
    first = min(episode.attempts, key=lambda each: each.order, default=None)
    return {
        "episode": episode.id,
        "person": state.person,
        "ref": state.identity.ref,
        "name": " ".join(filter(None, (state.identity.given, state.identity.family))),
        "zone": state.zone_now,
        "missed_at": _moment(episode.t, zone),
        "how": episode.miss.how,
        "missed": len(episode.ids),
        "ladder": episode.ladder,
        "steps": _steps(ground, episode),
        "stopped_until": _moment(ground.steps_return_at(episode), zone),
        "next": as_json(nearest, zone) if nearest else None,
        "attempts": len(episode.attempts),
        "risk_check": episode.checks[-1].overall if episode.checks else None,
        "decision": _decision(ground, episode),
        "warnings": list(warnings_for(ground)),
        "responded_after": int((first.at - episode.t).total_seconds()) if first else None,
        "ended_at": _moment(episode.end, zone),
    }


def _steps(ground: Ground, episode: Episode) -> list[dict[str, Any]]:
    return [
        {
            "step": plan.step.key,
            "title": plan.step.title,
            "due_at": _moment(plan.due_at, ground.calendar.zone),
            "done_by": plan.done_by.id if plan.done_by else None,
            "skipped": plan.skipped_by is not None,
        }
        for plan in plan_steps(ground, episode)
    ]


def _decision(ground: Ground, episode: Episode) -> dict[str, Any] | None:
    if not episode.decisions:
        return None
    newest, zone = episode.decisions[-1], ground.calendar.zone
    at, review_at = _moment(newest.at, zone), _moment(newest.review_at, zone)
    return {"id": newest.id, "decision": newest.decision, "at": at, "review_at": review_at}
