"""The plans of a person: how we stay in contact, and what keeps them safe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.domain.entries.choices import Avoid, Method, RiskDomain, choice_in_words
from carelist_tui.domain.entries.entry import Body, Part, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, Clock, DayAhead, DayOfWeek, EntryId, Flag, Line, Note
from carelist_tui.domain.entries.rules import not_before_entry
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault


class SafeTime(Part):
    """When it is safe to be in touch, in local time."""

    days: tuple[DayOfWeek, ...] = Field(title="Days", description="Which days of the week; none means any day.")
    from_: Clock = Field(alias="from", title="From", description="Not before, like 09:30.")
    to: Clock = Field(title="To", description="Not after, like 17:00.")


class MayContact(Part):
    """Somebody the service may speak to about the person."""

    name: Line = Field(title="Name", description="Who.")
    relation: Line = Field(title="Relation", description="What they are to the person.")
    phone: AnyLine | None = Field(None, title="Phone", description="How to ring them.")
    consent: Flag = Field(title="Agreed", description="Whether the person agreed that we speak to them.")
    when: AnyLine | None = Field(None, title="When", description="In which case or at which times.")


class EngagementPlanAgreed(Body):
    """How we stay in contact, made together with the person (S0:12)."""

    TYPE: ClassVar[str] = "engagement_plan.agreed"
    LABEL: ClassVar[str] = "Contact plan agreed"

    methods: tuple[Method, ...] = Field(min_length=1, title="Ways to be in touch", description="The best way first.")
    safe_times: tuple[SafeTime, ...] = Field(title="Safe times", description="Local times; none means any time.")
    safe_places: Note = Field(title="Safe places", description="Where it is all right to meet.")
    avoid: tuple[Avoid, ...] = Field(title="Avoid", description="What not to do; may be none.")
    avoid_note: AnyNote | None = Field(None, title="Avoid: note", description="Why, or anything else to avoid.")
    may_contact: tuple[MayContact, ...] = Field(
        title="Who we may speak to", description="Name, relation, whether they agreed; may be none."
    )
    early_warning_signs: tuple[Line, ...] = Field(
        title="Early warning signs", description="How we would notice that things get worse."
    )
    if_missed: Note = Field(title="If a contact is missed", description="What we told the person we will do.")
    agreed_with_person: Literal["yes", "in_part", "no"] = Field(
        title="Agreed with the person", description="Whether they agree with this plan."
    )
    own_words: AnyNote | None = Field(None, title="In their own words", description="What they said themselves.")
    review_on: DayAhead = Field(title="Review on", description="When to look at it again together.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        for number, span in enumerate(self.safe_times or ()):
            if span.to <= span.from_:
                yield Fault(f"body.safe_times[{number}].to", "must be later than `from`")
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "plan"

    def _line(self, when: When) -> str:
        ways = ", then ".join(choice_in_words(method) for method in self.methods)
        return f"Contact plan agreed: {ways}; review {day_in_words(self.review_on)}"


class StepUp(Part):
    """When more support is needed, and who does what (S2:35)."""

    threshold: Note = Field(title="Threshold", description="What tells us that more is needed.")
    person_does: AnyNote | None = Field(None, title="The person does", description="What they do themselves.")
    team_does: AnyNote | None = Field(None, title="The team does", description="What we do.")
    partners_do: AnyNote | None = Field(None, title="Partners do", description="What others do.")


class Risk(Part):
    """One risk, and how high it is."""

    domain: RiskDomain = Field(title="Risk", description="Which kind of risk.")
    level: Literal["low", "medium", "high"] = Field(title="Level", description="How high.")
    note: AnyNote | None = Field(None, title="Note", description="What to know about it.")


class CrisisPlan(Part):
    """What helps in a crisis (S4:56)."""

    contacts: AnyNote | None = Field(None, title="Contacts", description="Whom to ring, by day and by night.")
    coping: AnyNote | None = Field(None, title="Coping", description="What they can do that helps.")
    warning_signs: AnyNote | None = Field(None, title="Warning signs", description="How a crisis begins.")
    support_network: AnyNote | None = Field(None, title="Support network", description="Who stands by them.")


class LoneWorking(Part):
    """What keeps a worker safe on a visit."""

    two_workers: Flag = Field(False, title="Two workers", description="Whether nobody visits alone.")
    note: AnyNote | None = Field(None, title="Note", description="What to look out for.")


class RiskPlanUpdated(Body):
    """The live risk plan (S0:16, S1:14)."""

    TYPE: ClassVar[str] = "risk_plan.updated"
    LABEL: ClassVar[str] = "Risk plan updated"

    relapse_signature: tuple[Line, ...] = Field(
        title="Relapse signature", description="How it went when they became unwell before."
    )
    red_flags: tuple[Line, ...] = Field(title="Red flags", description="Each one means a response the same day.")
    step_up: StepUp | None = Field(None, title="Step up", description="When more support is needed, who does what.")
    risks: tuple[Risk, ...] = Field(title="Risks", description="Each risk with its level.")
    protective_factors: AnyNote | None = Field(None, title="Protective factors", description="What keeps them well.")
    crisis_plan: CrisisPlan = Field(title="Crisis plan", description="Contacts, coping, signs, who stands by them.")
    lone_working: LoneWorking | None = Field(None, title="Lone working", description="What keeps a worker safe.")
    because_of: EntryId | None = Field(
        None, title="Because of", description="The entry that led to it, such as a crisis (S4:68)."
    )
    review_on: DayAhead = Field(title="Review on", description="When to look at it again.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "risk_plan"

    def _line(self, when: When) -> str:
        return f"Risk plan updated; review {day_in_words(self.review_on)}"
