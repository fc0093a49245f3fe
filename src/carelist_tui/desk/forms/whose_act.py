"""Whose act a record is, said before its first question: why somebody may not, and what they can do instead."""

from __future__ import annotations

from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.several import ONLY_SCORES, REFUSED
from carelist_tui.domain.checks.asked import BY_ROLE, Acting
from carelist_tui.domain.checks.membership import not_theirs
from carelist_tui.domain.roster import AUDITOR, Roster, Worker
from carelist_tui.domain.standards import Standards, default_standards

MOST_NAMED = 3
"""So many of those who may are named; of more it is said how many."""


async def why_not_theirs(desk: Desk, kind: str, by: str | None = None) -> str:
    """Why whoever is signed in records no entry of this type whatever it says (`by` whose word, None: their own), and
    who may; empty where they may. Raises Refused where the store can't be opened."""
    standards = (await desk.door()).journal.standards if kind in BY_ROLE else default_standards()
    return not_theirs_words(kind, desk.roster, standards, desk.worker or "", desk.now(), by)


def not_theirs_words(
    kind: str, roster: Roster, standards: Standards, worker: str, now: datetime, by: str | None = None
) -> str:
    """The same by what is known: pure."""
    acting = Acting(kind, worker, by if by != worker else None, now, roster, standards)
    why = "; ".join(fault.sentence for fault in not_theirs(acting))
    if not why:
        return ""
    if roster.role(worker) == AUDITOR:
        return f"{REFUSED}: {ONLY_SCORES}"
    may = [each for each in roster.workers.values() if each.active and not [*not_theirs(_as(acting, each))]]
    return " ".join([f"{REFUSED}: {why}.", *([tr("Ask {names}.", names=_named(may))] if may else [])])


def _as(acting: Acting, worker: Worker) -> Acting:
    return Acting(acting.kind, worker.id, None, acting.at, acting.roster, acting.standards)


def _named(workers: list[Worker]) -> str:
    names = sorted(each.name for each in workers)
    more = len(names) - MOST_NAMED
    shown = [*names[:MOST_NAMED], *([tr("{n} more", n=more)] if more > 0 else [])]
    return tr("{first} or {last}", first=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else shown[0]
