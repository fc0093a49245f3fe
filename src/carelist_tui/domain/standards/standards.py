"""The Standards as one: every table, checked together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Annotated

from pydantic import Field, PrivateAttr, StringConstraints, field_validator, model_validator

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, Interval
from carelist_tui.domain.roster.audit_samples import AuditKind
from carelist_tui.domain.standards.dues import Lengths, Load, OwedBy
from carelist_tui.domain.standards.instruments import Instrument
from carelist_tui.domain.standards.ladders import Ladder
from carelist_tui.domain.standards.lengths import Length
from carelist_tui.domain.standards.limits import Checklists, Items, Limits, Roles
from carelist_tui.domain.standards.open_hours import Service
from carelist_tui.domain.standards.table import Key, Table, Title

STRICTEST_LADDER = "high_risk"
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Criteria = dict[Key, Sentence]
"""Each criterion by its key, in a sentence."""


class Tier(Table):
    """One tier. Refused where early warning signs would make contact rarer."""

    title: Title = Field(description=tr("The tier in screen words."))
    contact_every: Length = Field(description=tr("Live contact at least so often."))
    with_signs_every: Length = Field(description=tr("The same while early warning signs stand."))
    in_person_every: Length = Field(description=tr("Seen in person or by video at least so often."))
    review_every: Length = Field(description=tr("The structured review."))
    review_every_amber: Length | None = Field(
        None, description=tr("The structured review in zone amber, or zone unknown; left out, review_every.")
    )
    review_every_high: Length | None = Field(
        None, description=tr("The structured review of somebody red or high; left out, as in amber.")
    )

    @model_validator(mode="after")
    def _signs_never_slow_it(self) -> Tier:
        if self.with_signs_every.about > self.contact_every.about:
            raise ValueError(
                tr(
                    "with early warning signs, contact can't come less often than without: with_signs_every (as "
                    "shipped, "
                    "where this file leaves it out) is longer than contact_every"
                )
            )
        return self

    @property
    def amber_review(self) -> Interval:
        """The structured review in zone amber, or zone unknown: never rarer than in green."""
        return min(self.review_every, self.review_every_amber or self.review_every, key=lambda each: each.about)

    @property
    def high_review(self) -> Interval:
        """The structured review of somebody red or high: never rarer than in amber."""
        return min(self.amber_review, self.review_every_high or self.amber_review, key=lambda each: each.about)


class Ladders(Table):
    """[ladders]: the missed-contact steps, chosen by the person's state when the contact was missed."""

    standard: Ladder
    first_contact: Ladder
    high_risk: Ladder


class Link(Table):
    """Whom to ring of another service, offered where an escalation goes to one."""

    name: Title = Field(description=tr("Who they are."))
    number: Title = Field(description=tr("How to reach them."))
    hours: Title = Field(description=tr("When."))


class Group(Table):
    """What people are asked for equity of access alone; which lawful reason there is to ask stands with it."""

    title: Title = Field(description=tr("What is asked."))
    values: tuple[Title, ...] = Field(min_length=1, description=tr("What may be answered."))
    reason: Sentence = Field(description=tr("The lawful reason to ask."))


class Standards(Table):
    """A service's operational standards: what is owed, by whom, by when.

    Numbers may be changed; an obligation can't be switched off, and no ladder ends in discharge.
    """

    service: Service
    tiers: dict[Key, Tier] = Field(min_length=1, description=tr("The tiers, the most intensive first."))
    ladders: Ladders
    dues: OwedBy
    load: Load
    limits: Limits
    triggers: Items = Field(description=tr("What, seen or said, means a response the same day (S4:54)."))
    checklists: Checklists
    roles: Roles
    entry: Criteria = Field(default_factory=dict, description=tr("Who is taken on, shown at triage (S1:42)."))
    exit: Criteria = Field(default_factory=dict, description=tr("Who leaves, shown at discharge (S1:42)."))
    links: dict[Key, Link] = Field(
        default_factory=dict, description=tr("Whom to ring of other services, offered in escalations (S4:25).")
    )
    localities: dict[Key, Title] = Field(default_factory=dict, description=tr("Where people live (S0:39)."))
    audits: dict[AuditKind, Criteria] = Field(
        default_factory=dict, description=tr("By kind of audit what each case is looked at for (S0:35, S4:98).")
    )
    groups: dict[Key, Group] = Field(
        default_factory=dict, description=tr("What is asked for equity of access; no rule reads it (S3:34).")
    )
    instruments: dict[Key, Instrument] = Field(
        default_factory=dict, description=tr("What people score, item by item, at structured reviews (S3:28-30).")
    )

    _digest: str = PrivateAttr(default="")
    _text: str = PrivateAttr(default="")
    _since: datetime | None = PrivateAttr(default=None)
    _before: Standards | None = PrivateAttr(default=None)

    @field_validator("tiers")
    @classmethod
    def _strictest_first(cls, tiers: dict[str, Tier]) -> dict[str, Tier]:
        lengths = [tier.contact_every.about for tier in tiers.values()]
        if lengths != sorted(lengths):
            raise ValueError(
                tr(
                    "the tiers stand in order, the most intensive (the shortest contact_every) first; those that "
                    "the file "
                    "leaves out stand among them as shipped"
                )
            )
        return tiers

    @property
    def digest(self) -> str:
        """`sha256:` and the hex digest of the file's text."""
        return self._digest

    @property
    def text(self) -> str:
        """The file they were read from."""
        return self._text

    def of_text(self, digest: str, text: str) -> Standards:
        """These Standards, knowing the text they were read from, and its digest."""
        self._digest, self._text = digest, text
        return self

    def adopted_after(self, before: Standards, since: datetime) -> Standards:
        """These Standards as adopted at that moment, in place of those before."""
        adopted = self.model_copy()
        adopted._since, adopted._before = since, before
        adopted.__dict__.pop("_in_turn", None)
        return adopted

    def in_force_at(self, t: datetime) -> Standards:
        """The Standards adopted last by `t` (aware): an episode's Dues use those of its own t (records.md)."""
        for since, each in self._in_turn:
            if since is None or t >= since:
                return each
        return self

    @cached_property
    def _in_turn(self) -> tuple[tuple[datetime | None, Standards], ...]:
        """Since when each was in force, the newest first; None of the first: a private attribute of a model is looked
        for at length, and a fold asks it of every entry (benchmarks/folding.py)."""
        return tuple((each._since if each._before is not None else None, each) for each in self.each_adopted)

    def lengths_at(self, t: datetime) -> Lengths:
        """The numbers by which what happened at `t` (aware) is read."""
        return self.in_force_at(t).dues.lengths

    @property
    def shipped(self) -> Standards:
        """Those before the first adoption."""
        found = self
        while found._before is not None:
            found = found._before
        return found

    @property
    def each_adopted(self) -> Iterator[Standards]:
        """These, and all that were in force before them, the newest first."""
        found: Standards | None = self
        while found is not None:
            yield found
            found = found._before

    @property
    def adoptions(self) -> list[tuple[str, str]]:
        """(since, digest) of these and of all before them, the first ones first; those that ship have no since."""
        known = self._before.adoptions if self._before is not None else []
        return [*known, (self._since.isoformat() if self._since else "", self.digest)]

    @cached_property
    def calendar(self) -> Calendar:
        """The service's calendar, made once."""
        return Calendar(self.service.hours)

    @cached_property
    def tier_rank(self) -> dict[str, int]:
        """Each tier's rank, 0 the most intensive."""
        return {key: rank for rank, key in enumerate(self.tiers)}

    def rank(self, tier: str | None) -> int:
        """A tier's rank, 0 the most intensive; an unknown one is read as that."""
        return self.tier_rank.get(tier or "", 0)

    def tier(self, key: str | None) -> Tier:
        """The tier of that key; an unknown one is read as the strictest."""
        return self.tiers.get(key or "") or next(iter(self.tiers.values()))

    def ladder(self, key: str | None) -> Ladder:
        """The ladder of that key; an unknown one is read as the strictest, high_risk."""
        known = key if key in Ladders.model_fields else STRICTEST_LADDER
        found: Ladder = getattr(self.ladders, known or STRICTEST_LADDER)
        return found

    def criteria(self, kind: str) -> Criteria:
        """What each case of an audit of that kind is looked at for; nothing of one that is not known."""
        return next((criteria for name, criteria in self.audits.items() if name == kind), {})

    def may(self, role: str | None, act: str) -> bool:
        """Whether someone of that role may do or authorise an act of [roles]; an unknown act needs a manager."""
        return role in ("manager", self.needed_for(act))

    def needed_for(self, act: str) -> str:
        """The role that an act of [roles] needs at least."""
        return str(getattr(self.roles, act)) if act in Roles.model_fields else "manager"
