"""What may be noted on a measure, and by whom (measures.md, Signals)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.entries import SignalNoted
from carelist_tui.domain.measures.keys import MEASURES
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import MANAGER, SENIOR

LEADS = (SENIOR, MANAGER)


@checks(SignalNoted)
def measure_is_known(asked: Asked, body: SignalNoted) -> Iterator[Fault]:
    """A note on a measure that does not exist would stand on no chart."""
    if body.measure not in MEASURES:
        yield Fault("body.measure", tr("is no measure; there are {measures}", measures=", ".join(MEASURES)))


@checks(SignalNoted)
def step_change_is_a_seniors(asked: Asked, body: SignalNoted) -> Iterator[Fault]:
    """Limits that begin anew end every warning of before: a senior or a manager says so, by whoever it is typed. Where
    none works here whoever does may."""
    roster, entry = asked.roster, asked.entry
    somebody_leads = any(each.active and each.role in LEADS for each in roster.workers.values())
    if body.step_change and somebody_leads and roster.role_at(entry.decided_by, entry.occurred_at) not in LEADS:
        path = "on_behalf_of" if entry.on_behalf_of else "body.step_change"
        yield Fault(
            path, tr("limits begin anew by the word of a senior or a manager: note it without, or ask one of them")
        )
