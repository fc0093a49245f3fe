"""What may be put off, how far, and to whom it may be given (records.md, Housekeeping)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.dues.deferral import MANY, longest_deferral, may_wait
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.gaps import COVER, RETURN, standing_keys
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.dues.safety_net import gap_of
from carelist_tui.domain.dues.team import team_owed, uncovered_workers
from carelist_tui.domain.entries import DueDeferred, DueReassigned
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.namesake import NAME, REF, Namesake
from carelist_tui.domain.refusal import Fault

NOT_OWED = tr("is not owed now: it was resolved, or something newer took its place")
ONE_BY_ONE = tr("several things put off in one act are of band 4, each of them: put off by itself what is not")
WATCHED = tr("can't be put off: contact of somebody red, high, intensive or with early warning signs waits for nobody")
SOMEBODY = ("somebody",)
"""Whom else a Due may be about is not known here (who carries the same identifier, whom a worker holds): taken to be
somebody, so that what may be owed can be given away."""
LIKE_THEM = tuple(Namesake(somebody, shares) for somebody in SOMEBODY for shares in (REF, NAME))


def _owed(asked: Asked, key: str) -> Due | None:
    """The Due of that key, as the Standards alone say: not as somebody put it off before."""
    if asked.entry.person is None:
        roster = replace(asked.roster, put_off={}, given={})
        held = dict.fromkeys(uncovered_workers(roster), frozenset(SOMEBODY))
        dues = team_owed(roster, held, asked.standards)
    elif asked.ground is not None:
        state = replace(asked.ground.state, put_off={}, given_to={})
        dues = owed(state, asked.standards, asked.roster.staff, LIKE_THEM)
    else:
        return None
    return next((due for due in dues if due.key == key), None)


def _whose(asked: Asked, kind: str) -> Iterator[Fault]:
    known = KINDS.get(kind)
    if asked.entry.person is None and (known is None or known.of != "worker"):
        yield Fault("person", tr("is needed: say whose it is, by person or by ref"))


@checks(DueDeferred)
def put_off_within_its_band(asked: Asked, body: DueDeferred) -> Iterator[Fault]:
    """Bands 1 and 2 wait for nobody, nor does contact with whoever is watched closely; the rest within its limit."""
    if faults := list(_whose(asked, body.due_kind)):
        yield from faults
        return
    due = _owed(asked, body.due)
    if due is None and not _stands(asked, body.due):
        yield Fault("body.due", NOT_OWED)
        return
    if due is None or not may_wait(due):
        yield Fault("body.due", tr("can't be put off: it is in band 1 or 2, or moves there when the person is high"))
        return
    if not may_wait(due, asked.ground):
        yield Fault("body.due", WATCHED)
        return
    longest = longest_deferral(asked.standards, due, asked.ground)
    if longest <= due.due_at:
        yield Fault("body.until", tr("can't be put off any further"))
    elif body.until > longest:
        by = longest.astimezone(asked.standards.calendar.zone)
        yield Fault("body.until", tr("is too far off: at the longest until {by:%Y-%m-%d %H:%M}", by=by))


def put_off_together(entry: Entry, together: Iterable[Entry]) -> Iterator[Fault]:
    """Several things that are put off in one act (until the same moment, for the same reason; `together` are the lines
    of the batch before it) are of band 4, each of them: what is more urgent is weighed by itself."""
    body = entry.body
    if not isinstance(body, DueDeferred):
        return
    others = [each.body for each in together if isinstance(each.body, DueDeferred)]
    act = [body, *(other for other in others if (other.until, other.reason) == (body.until, body.reason))]
    if len({each.due for each in act}) > 1 and any(_band(each) < MANY for each in act):
        yield Fault("body.due", ONE_BY_ONE)


def _band(body: DueDeferred) -> int:
    known = KINDS.get(body.due_kind)
    return known.band if known is not None else MANY


def _stands(asked: Asked, key: str) -> bool:
    """Whether a Due of that key is owed; the gap is read at the entry's own moment."""
    kind = KINDS.get(key.partition(":")[0])
    if kind is None or kind.name not in (COVER, RETURN) or asked.ground is None:
        return _owed(asked, key) is not None
    gap, calendar = gap_of(asked.ground), asked.standards.calendar
    at = asked.entry.occurred_at
    return gap is not None and key in standing_keys(gap, asked.ground.state.person, at, calendar)


@checks(DueReassigned)
def given_to_somebody_here(asked: Asked, body: DueReassigned) -> Iterator[Fault]:
    """What is owed is given to somebody who works here; a worker id nobody knows is taken (records.md)."""
    if faults := list(_whose(asked, body.due_kind)):
        yield from faults
    elif not _stands(asked, body.due):
        yield Fault("body.due", NOT_OWED)
    if body.owner in asked.roster.left:
        yield Fault("body.owner", tr("does not work here any more"))
