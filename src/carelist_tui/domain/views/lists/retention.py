"""Retention: everybody who has left, since when, and from when on their record need not be kept any more. Here a
manager finds whose record is past its time; nothing is erased by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.views.lists.list_columns import (
    Column,
    ListKind,
    Saying,
    Values,
    as_choice,
    as_day,
    as_flag,
    as_moment,
)

AFTER_LEAVING = relativedelta(years=20)
AFTER_DEATH = relativedelta(years=10)
"""NHS England, Records Management Code of Practice (2021), retention schedule, mental health records: 20 years from
discharge or when last seen, 10 years after a death. A service's own schedule goes before it (docs/guide)."""
LEFT_BY = {"died": tr("died"), "discharged": tr("discharged"), "declined": tr("declined")}


def _as_way(value: Any, saying: Saying) -> str:
    return LEFT_BY.get(value) or as_choice(value, saying)


RETENTION = ListKind(
    "retention",
    tr("Whoever has left, and until when their record is kept"),
    (
        Column("left_at", tr("left"), as_moment),
        Column("left_by", "", _as_way),
        Column("keep_until", tr("kept until"), as_day),
        Column("past", tr("past its time:"), as_flag),
    ),
    one=tr("person"),
    more=tr("people"),
)


def retention(grounds: Iterable[Ground], at: datetime) -> list[Values]:
    """Each of them, whose time is over first at the top."""
    items = [item for ground in grounds if (item := _item(ground, at)) is not None]
    return sorted(items, key=lambda item: (item["keep_until"], item["person"]))


def _item(ground: Ground, at: datetime) -> Values | None:
    """None for whoever is on the caseload, or of whom nothing is left that says how they left."""
    state, zone = ground.state, ground.calendar.zone
    if state.on_caseload or state.left is None:
        return None
    identity, left = state.identity, state.left
    until = keep_until(ground)
    return {
        "person": state.person,
        "ref": identity.ref,
        "name": " ".join(filter(None, (identity.given, identity.family))),
        "left_at": left.at.astimezone(zone).isoformat(),
        "left_by": "died" if state.death is not None else left.kind,
        "keep_until": until.isoformat(),
        "past": at.astimezone(zone).date() > until,
    }


def keep_until(ground: Ground) -> date:
    """The last day on which the record of somebody who has left is kept at the least."""
    state = ground.state
    moments = [each.at for each in (state.left, state.last_contact) if each is not None]
    last = max(moments).astimezone(ground.calendar.zone).date()
    return last + (AFTER_DEATH if state.death is not None else AFTER_LEAVING)
