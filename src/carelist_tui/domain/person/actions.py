"""The one action log, requests, and what was put off or given to somebody else (S0:25)."""

from __future__ import annotations

from carelist_tui.domain.entries import (
    ActionChanged,
    ActionClosed,
    ActionOpened,
    DueDeferred,
    DueReassigned,
    RequestClosed,
    RequestReceived,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Action, Fact, PutOff, Request
from carelist_tui.domain.person.fold_rules import folds
from carelist_tui.domain.person.outreach import leave_after_death
from carelist_tui.domain.person.state import PersonState


@folds(ActionOpened)
def opened(state: PersonState, entry: Entry, body: ActionOpened) -> None:
    here = (entry.id, entry.order, entry.clock_at)
    by = entry.decided_by if entry.origin is None else ""
    state.actions.append(Action(*here, body.title, body.owner, body.due_at, body.area, Fact(*here), body.about, by))


@folds(ActionChanged)
def changed(state: PersonState, entry: Entry, body: ActionChanged) -> None:
    for action in state.actions:
        if action.id == body.action:
            action.owner = body.owner or action.owner
            if body.due_at:
                action.due_at, action.dated = body.due_at, Fact(entry.id, entry.order, entry.clock_at)
            # What was said of the action as it was before no longer holds.
            for known in (state.put_off if body.due_at else {}, state.given_to if body.owner else {}):
                known.pop(f"action:{action.id}", None)


@folds(ActionClosed)
def closed(state: PersonState, entry: Entry, body: ActionClosed) -> None:
    for action in [each for each in state.actions if each.id == body.action]:
        state.actions.remove(action)
        leave_after_death(state, entry, action.about)


@folds(RequestReceived)
def asked(state: PersonState, entry: Entry, body: RequestReceived) -> None:
    state.requests.append(Request(entry.id, entry.order, entry.clock_at, body.kind))


@folds(RequestClosed)
def answered(state: PersonState, entry: Entry, body: RequestClosed) -> None:
    state.requests = [each for each in state.requests if each.id != body.request]


@folds(DueDeferred)
def deferred(state: PersonState, entry: Entry, body: DueDeferred) -> None:
    state.put_off[body.due] = PutOff(entry.id, entry.order, entry.clock_at, body.due, body.until)


@folds(DueReassigned)
def reassigned(state: PersonState, entry: Entry, body: DueReassigned) -> None:
    state.given_to[body.due] = PutOff(entry.id, entry.order, entry.clock_at, body.due, owner=body.owner)
