"""A laptop enrolled or revoked: the entries that say so, and what an invitation carries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.vault.team.papers import Request, box_key_of, write_invitation

if TYPE_CHECKING:
    from nacl.signing import SigningKey

    from carelist_tui.vault.team.age_keys import Team

WAS_REVOKED = tr("this laptop was revoked: make a fresh store on it, and ask again from there")
IS_A_COLLECTOR = tr("this is a collector, which may read and nothing else: a laptop asks from a store of its own")
IS_A_LAPTOP = tr("this is a laptop of the team, which writes: a collector asks from a store of its own")
Drafts = list[dict[str, Any]]


def enrolment(
    asked: Request, name: str, ours: SigningKey, laptops: Mapping[str, Laptop], now: datetime, *,
    reads_only: bool = False,
) -> Drafts:  # fmt: skip
    """The entries that enrol a laptop, or a collector (`reads_only`): it, and this laptop where nobody has said so yet.
    None where both are known.

    Refuses a laptop that was revoked, which asks again with a fresh store, under a fresh name; a laptop that is to be a
    collector, and the other way round.
    """
    public = bytes(ours.verify_key)
    mine = Request(sha256_hex(public)[:32], "the first laptop", "", public.hex(), box_key_of(ours))
    known = laptops.get(asked.device)
    if known is not None and known.is_revoked:
        raise Refused(WAS_REVOKED)
    if known is not None and known.reads_only != reads_only:
        raise Refused(IS_A_COLLECTOR if known.reads_only else IS_A_LAPTOP)
    reading = {"reads_only": True} if reads_only else {}
    return [
        _draft("device.enrolled", now, device=each.device, name=called, signing_key=each.signing_key,
               box_key=each.box_key, **more)
        for each, called, more in ((mine, mine.name, {}), (asked, name or asked.name, reading))
        if each.device not in laptops
    ]  # fmt: skip


def revocation(device: str, ours: str, laptops: Mapping[str, Laptop], held: int, now: datetime) -> dict[str, Any]:
    """The entry that revokes a laptop; what is held here of it counts. Refuses one nobody enrolled, and this one."""
    known = laptops.get(device)
    if device == ours:
        raise Refused(tr("this laptop can't revoke itself: do it from another one"))
    if known is None:
        raise Refused(tr("no laptop was enrolled under this name: see `carelist device list`"))
    return _draft("device.revoked", now, device=device, name=known.name, through=held)


def admission(device: str, laptops: Mapping[str, Laptop], found: int, now: datetime) -> dict[str, Any]:
    """The entry that lets a revoked laptop's entries count as far as they were found. Refuses one that was not
    revoked, and where nothing more of it was found."""
    known = laptops.get(device)
    if known is None or not known.is_revoked:
        raise Refused(tr("this laptop was not revoked: see `carelist device list`"))
    if found <= (known.through or 0):
        raise Refused(tr("no more of this laptop's entries were found than count already: sync with the folder first"))
    return _draft("device.revoked", now, device=device, name=known.name, through=found)


def recovered(worker: str, device: str, by: str, now: datetime) -> dict[str, Any]:
    """The entry by which every laptop hears that a worker's passphrase was made anew on this one."""
    return _draft("worker.recovered", now, worker=worker, device=device, by=by)


def invitation(asked: Request, code: str, team: Team, ours: str, told: Iterable[str]) -> bytes:
    """What a laptop is given: the team's keys, earlier ones included, whom to trust, and the team's own entries."""
    trusted = replace(team, roots=tuple(sorted({*team.roots, ours})))
    return write_invitation(asked, code, {"team": trusted.as_json(), "entries": [json.loads(line) for line in told]})


def collectors_invitation(asked: Request, code: str, team: Team, ours: str) -> bytes:
    """What a collector is given: the team's keys and whom to trust; of what is recorded nothing."""
    trusted = replace(team, roots=tuple(sorted({*team.roots, ours})))
    return write_invitation(asked, code, {"team": trusted.as_json(), "entries": [], "reads_only": True})


def _draft(kind: str, now: datetime, **body: Any) -> dict[str, Any]:
    return {"type": kind, "occurred_at": now.isoformat(timespec="seconds"), "body": body}
