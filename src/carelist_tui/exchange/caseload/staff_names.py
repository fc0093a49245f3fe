"""Whom a row means: a worker by id, or by one name that nobody else has; and which team, as it is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.identity import read_name
from carelist_tui.domain.names import fold_name, words_of_name
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Worker
from carelist_tui.exchange.caseload.row_drafts import Clock

_LONGEST = 60
NOBODY = tr("names nobody who works here")


def placed(values: Mapping[str, Any], clock: Clock) -> tuple[dict[str, Any], list[Fault]]:
    """(what a row says of workers and its team, as it is called here; None for what stays out; what to say of it)."""
    if clock.workers is None:
        return {}, []
    said: dict[str, Any] = {}
    remarks: list[Fault] = []
    for column, without in (("coordinator", tr("taken without a coordinator")), ("next_contact_worker", "")):
        if column in values:
            said[column] = worker_named(str(values[column]), clock.workers)
            if said[column] is None:
                why = why_nobody(str(values[column]), clock.workers)
                remarks.append(Fault(column, f"{why}: {without}" if without else why))
    if said.get("coordinator", values.get("coordinator")) is None and "clinical_oversight" in values:
        said["clinical_oversight"] = None
        remarks.append(Fault("clinical_oversight", tr("stays out with the coordinator")))
    if "next_contact_at" in values and not (said.get("next_contact_worker") or said.get("coordinator")):
        said |= dict.fromkeys(("next_contact_at", "next_contact_method", "next_contact_worker"))
        remarks.append(Fault("next_contact_at", tr("stays out: nobody who works here is named for it")))
    team = team_named(str(values.get("team", "")), clock.workers)
    if team is None and values.get("team"):
        remarks.append(Fault("team", tr("nobody works in a team of this name: is it another spelling?")))
    elif team is not None and team != values.get("team"):
        said["team"] = team
        remarks.append(Fault("team", tr("read as {team}", team=team)))
    return said, remarks


def worker_named(text: str, workers: Iterable[Worker]) -> str | None:
    """The id of who works here and is meant by an id, or by a name that one of them alone has; else None."""
    here = [each for each in workers if each.active]
    by_id = [each.id for each in here if each.id == text] or [e.id for e in here if e.id.casefold() == text.casefold()]
    if by_id:
        return by_id[0] if len(by_id) == 1 else None
    named = {fold_name(each) for each in _ways_to_say(text)} - {""}
    found = [each.id for each in here if fold_name(each.name) in named]
    return found[0] if len(found) == 1 else None


def _ways_to_say(text: str) -> Iterable[str]:
    yield text
    try:
        given, family = read_name(text)
    except ValueError:
        return
    yield f"{given} {family}"


def why_nobody(text: str, workers: Iterable[Worker]) -> str:
    """Why nobody who works here is meant by it."""
    named = {fold_name(each) for each in _ways_to_say(text)} - {""}
    has_left = any(not each.active and (each.id == text or fold_name(each.name) in named) for each in workers)
    several = sum(each.active and fold_name(each.name) in named for each in workers) > 1
    words = tr("names somebody who works here no longer") if has_left and not several else NOBODY
    return f"{text[:_LONGEST]} " + (tr("is the name of several who work here") if several else words)


def team_named(text: str, workers: Iterable[Worker]) -> str | None:
    """The team of that name as it is written here: `north team` is North; None where nobody works in one."""
    if any(each.team == text for each in workers):
        return text
    teams = {each.team for each in workers if _team_key(each.team) == _team_key(text)}
    return min(teams) if len(teams) == 1 else None


def _team_key(name: str) -> str:
    words = [word for word in words_of_name(name) if word not in ("team", "the")]
    return "".join(words) or fold_name(name)
