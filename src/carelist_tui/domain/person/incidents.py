"""Crises summarised, incidents, and what is listed for the MDT (S4:66, S1:43, S0:37)."""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import CrisisSummary, IncidentRecorded, MdtListed
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Fact, Reason
from carelist_tui.domain.person.fold_rules import folds
from carelist_tui.domain.person.state import PersonState


@folds(CrisisSummary)
def summarised(state: PersonState, entry: Entry, body: CrisisSummary) -> None:
    for each in state.crises:
        if each.id != body.crisis:
            continue
        if body.state == "received":
            each.received = Fact(entry.id, entry.order, entry.clock_at)
        elif each.requested is None:
            each.requested = Fact(entry.id, entry.order, entry.clock_at)


@folds(IncidentRecorded)
def incident(state: PersonState, entry: Entry, body: IncidentRecorded) -> None:
    """It is learned from, and the risk plan changes because of it, where it was not a complaint (S4:56)."""
    words = tr("incident ({kind})", kind=choice_in_words(body.kind))
    reason = Reason(entry.id, entry.order, entry.clock_at, "incident", words)
    state.to_learn.append(reason)
    if body.kind != "complaint":
        state.to_plan_for.append(reason)


@folds(MdtListed)
def listed(state: PersonState, entry: Entry, body: MdtListed) -> None:
    """Listed twice before the MDT has met: the earlier date counts."""
    if any(each.by is not None and each.by <= body.by for each in state.to_discuss):
        return
    state.to_discuss = [each for each in state.to_discuss if each.by is None]
    state.to_discuss.append(
        Reason(entry.id, entry.order, entry.clock_at, "listed", tr("listed for the MDT"), by=body.by)
    )
