"""What is asked on the screen of measures: which months, grouped by what, and whose figures alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.at_hand.figures import key_in_words
from carelist_tui.domain.words import period_in_words

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry

GROUPED_BY = (None, "team", "tier", "source", "zone", "locality")
"""What one key goes through, and after these the Standards' own groups; by worker is for who supervises, and has a key
of its own."""
WORKER = "worker"


@dataclass(slots=True)
class MeasuresAsked:
    """`by` groups, `months_back` moves the period, `narrowed` is the one group that is looked at, as (by, key);
    `is_mine`: only what was the worker's own."""

    by: str | None = None
    months_back: int = 0
    is_mine: bool = False
    narrowed: tuple[str, str] | None = None
    own_groups: Mapping[str, str] = field(default_factory=dict)
    """The groups of the Standards, by key, with their titles."""

    def inquiry(self, at: datetime, zone: ZoneInfo, me: str | None) -> Inquiry:
        """The same as the measures are asked."""
        from carelist_tui.domain.measures.inquiry import Inquiry, months_before

        asked = Inquiry.asked(at, zone, by=self.by)
        if self.months_back:
            asked = Inquiry.asked(at, zone, until=months_before(asked.last, self.months_back - 1), by=self.by)
        by, key = self.narrowed or ("", "")
        if by == "team" and key:
            asked = replace(asked, team=key)
        elif by == WORKER and key:
            asked = replace(asked, worker=key)
        elif by:
            asked = replace(asked, within=(by, key))
        return replace(asked, worker=me) if self.is_mine else asked

    def turn(self) -> None:
        """By the next; after the last together again."""
        ways = (*GROUPED_BY, *(key for key in self.own_groups if key not in GROUPED_BY))
        place = ways.index(self.by) if self.by in ways else 0
        self.by = ways[(place + 1) % len(ways)]

    def narrow(self, by: str, key: str | None) -> None:
        """Only this group from now on."""
        self.narrowed, self.by = (by, key or ""), None

    @property
    def team(self) -> str | None:
        """The team that is looked at alone."""
        return self.narrowed[1] or None if self.narrowed is not None and self.narrowed[0] == "team" else None

    def whose(self, names: Mapping[str, str]) -> str:
        """Whose figures they are, and by what: `only mine`, `team North by tier`, `everybody`."""
        by, key = self.narrowed or ("", "")
        of = f"{self._called(by)} {key_in_words(by, key or None, names)}" if by else ""
        whose = ", ".join(filter(None, (tr("only mine") if self.is_mine else "", of))) or tr("everybody")
        return tr("{whose} by {called}", whose=whose, called=self._called(self.by)) if self.by else whose

    def whose_alone(self, names: Mapping[str, str]) -> str:
        """The same without what they are grouped by."""
        return replace(self, by=None).whose(names)

    def _called(self, by: str) -> str:
        """What figures are grouped by, in words."""
        return self.own_groups.get(by) or in_plain_words(by)

    def period(self, asked: Inquiry) -> str:
        """From which day to which, both in it: `1 Nov 2025 to 30 Nov 2026`."""
        return period_in_words(asked.since, asked.last)

    def words(self, asked: Inquiry, names: Mapping[str, str]) -> str:
        """Of when and whose: `1 Nov 2025 to 30 Nov 2026, everybody by team`."""
        return f"{self.period(asked)}, {self.whose(names)}"
