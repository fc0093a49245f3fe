"""The law of silence (load.md; product.md, invariant 1), said once, for whatever holds somebody to it: whoever had no
live contact, attempt or decision about contact for their interval in force and a service day has a Due on Today that
brings contact or a decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.brought_over import brought_over, counted_from
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import DecisionRecorded, OutreachStopped
from carelist_tui.domain.entries.entry import Entry

ABOUT_CONTACT = ("missed_contact", "pause", "welfare_check", "clinical_review", "safeguarding")
TAKEN_ON = ("person.accepted", "person.reopened")
ACTS: tuple[str, ...] = (*TAKEN_ON, "contact.completed", "outreach.attempted")
AWAY, REFUSED, REVIEWED = ("person.admitted",), ("consent.recorded",), ("review.completed",)
WEEK, DAY = Interval(days=7), Interval(service_days=1)


@dataclass(frozen=True, slots=True)
class Act:
    """What of an entry the law asks: its type, from when it counts, and what a decision is about."""

    type: str
    at: datetime
    about: str = ""


def act_of(entry: Entry) -> Act:
    """An acceptance counts from when the service learned of it, all else from when it was. Stopping the steps sets the
    same thing as a decision about the missed contact (records.md, What a decision does)."""
    about = entry.body.about if isinstance(entry.body, DecisionRecorded) else ""
    about = "missed_contact" if isinstance(entry.body, OutreachStopped) else about
    return Act(entry.type, entry.clock_at if entry.type in TAKEN_ON else entry.occurred_at, about)


def newest_act(acts: Iterable[Act], ground: Ground) -> datetime | None:
    """The newest acceptance, live contact, attempt or decision about contact; of who is away or refuses also the
    admission or the refusal itself, and a review. Of who was brought over contact is counted from no earlier than
    that, or than what was said of them first."""
    types = ACTS
    types += (*AWAY, *REVIEWED) if ground.is_away else ()
    types += (*REFUSED, *REVIEWED) if refuses(ground) else ()
    moments = [each.at for each in acts if each.type in types or each.about in ABOUT_CONTACT]
    begun = counted_from(ground.state, ground.standards)
    if begun is not None and brought_over(ground.state, ground.standards) is not None:
        moments.append(begun.at)
    return max(moments, default=None)


def refuses(ground: Ground) -> bool:
    """Whether consent to contact is withdrawn, whatever that withholds."""
    return ground.state.consent is not None and ground.state.consent.value == "no"


def longest_silence(ground: Ground) -> Interval:
    """How long nobody need have thought of them."""
    if ground.paused_until() is not None or refuses(ground):
        return DAY if ground.is_high else WEEK
    return WEEK if ground.is_away else interval_in_force(ground)


def silence_ends(newest: datetime, ground: Ground) -> datetime:
    """After which moment somebody's list must say that they wait, where the newest act was then."""
    return ground.calendar.service_days(ground.calendar.after(newest, longest_silence(ground)), 1)


def is_counted(ground: Ground) -> bool:
    """Whether the law asks about them: accepted, on the caseload, and not known to have died."""
    return ground.state.on_caseload and ground.state.acceptance is not None and not ground.state.has_died


def breaks_silence(kind: str, ground: Ground) -> bool:
    """Whether a Due of that kind brings contact or a decision; a review counts while they are away, or refuse
    contact."""
    brings = {"contact", "decision"} | ({"review"} if ground.is_away or refuses(ground) else set())
    return KINDS[kind].brings in brings
