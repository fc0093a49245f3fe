"""Who supervises whom (S4:105)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.checks.ground import Asked, checks
from carelist_tui.domain.entries import SupervisionHeld
from carelist_tui.domain.refusal import Fault


@checks(SupervisionHeld, corrected_too=True)
def supervised_by_another(asked: Asked, body: SupervisionHeld) -> Iterator[Fault]:
    """By a senior or a manager, and never by oneself: a peer, or nobody, looks at no drift (S4:105).

    It is the one whom the entry names that counts, whoever types it, in the role they had when it was held.
    """
    roster, by = asked.roster, body.supervisor
    if by == body.worker:
        yield Fault("body.supervisor", "is the worker supervised: nobody supervises themselves")
    elif roster.role(by) is None:
        yield Fault("body.supervisor", "nobody works here under that id, and a senior or a manager supervises")
    elif not roster.may_supervise(by, body.worker, asked.entry.occurred_at):
        yield Fault("body.supervisor", "was not a senior or a manager then: one of them supervises")
