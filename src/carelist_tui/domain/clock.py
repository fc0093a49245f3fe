"""Whether the machine's own clock can be right, and at which moment lists are read where it can't.

Pure: what the clock says is given. Never asked about a moment that somebody named (`--at`, a demonstration's date).
"""

from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import day_in_full, moment_in_full

TOLERANCE = timedelta(hours=1)
"""How much earlier than the newest entry a clock may stand, and another team's ahead of ours: laptops' clocks differ,
and are put right."""
NAMES_BEFORE = timedelta(days=1)
"""An entry that names one of ours recorded so much later than itself was recorded by a right clock, and ours by one
that ran ahead; or the other way round."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said that the clock is right: when, by that clock, and what the newest entry was recorded at then."""

    at: datetime
    newest: datetime

    def is_ahead(self, recorded_at: datetime) -> bool:
        """Whether what was recorded at this moment was recorded by a clock that ran ahead, as far as was known then."""
        return self.at < recorded_at <= self.newest


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells against a clock: when the newest entry was recorded, by the store and by the head witness; the day
    the release was made; and that somebody said the clock is right (the two moments are then of what came after)."""

    newest: datetime | None = None
    witnessed: datetime | None = None
    released: date | None = None
    said: Said | None = None


SET_IT = tr("Set the clock.")
SET_IT_OR_SAY = tr("Set the clock; if it is right, say so once: `carelist record --clock-is-right`.")


@dataclass(frozen=True, slots=True)
class JudgedClock:
    """The machine's clock, as judged. `at` is the moment lists are read at: `now` where nothing contradicts it."""

    now: datetime
    at: datetime
    recorded_up_to: datetime | None = field(default=None)
    """The newest moment that contradicts it; None where none does."""
    released: date | None = None
    """The day of the release, where it contradicts it."""
    doubted: date | None = None
    """The day of the release, where it contradicts it and somebody said that it is right all the same."""

    @property
    def can_be_right(self) -> bool:
        """Whether nothing contradicts it."""
        return self.recorded_up_to is None and self.released is None

    def words(self, zone: ZoneInfo) -> str:
        """What is to be said first on every face; empty where nothing contradicts the clock."""
        if self.doubted is not None:
            return tr(
                "The clock of this laptop says {moment}, before this release was made on "
                "{day}; somebody said that it is right. Whoever came since then is not shown.",
                moment=moment_in_full(self.now, zone),
                day=day_in_full(self.doubted),
            )
        if self.can_be_right:
            return ""
        against = []
        if self.recorded_up_to is not None:
            against.append(
                tr("the newest entry was recorded {moment}", moment=moment_in_full(self.recorded_up_to, zone))
            )
        if self.released is not None:
            against.append(tr("this release was made on {day}", day=day_in_full(self.released)))
        mend = SET_IT if self.released else SET_IT_OR_SAY
        return tr(
            "The clock of this laptop can't be right: it says {moment}, but "
            "{against}. What follows is read as at {moment2}. {mend}",
            moment=moment_in_full(self.now, zone),
            against=tr(" and ").join(against),
            moment2=moment_in_full(self.at, zone),
            mend=mend,
        )


def judge_clock(now: datetime, evidence: Evidence) -> JudgedClock:
    """The machine's clock, which says `now` (aware), beside what tells against it.

    It can't be right where it stands more than an hour earlier than anything was recorded, or before the day of the
    release. Then lists are read at the newest moment that is known to have come; never earlier than the clock says.
    """
    said = evidence.said
    moments = (evidence.newest, evidence.witnessed, said.at if said is not None else None)
    newest = max((each for each in moments if each is not None), default=None)
    released = evidence.released
    begins = datetime.combine(released, time(0), UTC) if released is not None else None
    recorded_later = newest is not None and now < newest - TOLERANCE
    too_old = begins is not None and now < begins and (said is None or said.at >= begins)
    if not recorded_later and not too_old:
        return JudgedClock(now, now, doubted=released if begins is not None and now < begins else None)
    known = (now, newest, begins if too_old else None)
    return JudgedClock(
        now,
        max(each for each in known if each is not None),
        newest if recorded_later else None,
        released if too_old else None,
    )


def is_contradicted(recorded_at: datetime, names_recorded_at: datetime) -> bool:
    """Whether an entry was recorded more than a day before one that it names: one of the two clocks ran wrong."""
    return names_recorded_at - recorded_at > NAMES_BEFORE
