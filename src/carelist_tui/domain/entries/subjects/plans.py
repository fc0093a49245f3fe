"""The plans of a person: how we stay in contact, and what keeps them safe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.domain.entries.body_rules import not_before_entry
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, Avoid, Method, RiskDomain, choice_in_words
from carelist_tui.domain.entries.entry import Body, Goes, Part, Replaces, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, Clock, DayAhead, DayOfWeek, EntryId, Flag, Line, Note
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault


class SafeTime(Part):
    """When it is safe to be in touch, in local time."""

    days: tuple[DayOfWeek, ...] = Field(title="Days", description="Which days of the week; none means any day.")
    from_: Clock = Field(alias="from", title="From", description="Not before, like 09:30.")
    to: Clock = Field(title="To", description="Not after, like 17:00.")

    def _said(self) -> str:
        return f"{', '.join(map(choice_in_words, self.days)) or 'any day'} {self.from_} to {self.to}"


class MayContact(Part):
    """Somebody the service may speak to about the person."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("name",)
    GOES: ClassVar[Goes] = {
        "relation": "",
        "phone": "the number of",
        "consent": {True: "that they agreed to our speaking to", False: "that they did NOT agree to our speaking to"},
        "when": "the limit on when we may speak to",
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"phone", "when"})

    name: Line = Field(title="Name", description="Who.")
    relation: Line = Field(title="Relation", description="What they are to the person.")
    phone: AnyLine | None = Field(None, title="Phone", description="How to ring them.")
    consent: Flag = Field(title="Agreed", description="Whether the person agreed that we speak to them.")
    when: AnyLine | None = Field(None, title="When", description="In which case or at which times.")

    def _said(self) -> str:
        agreed = "agreed" if self.consent else "NOT agreed"
        return ", ".join(filter(None, (self.name, self.relation, self.phone, self.when, agreed)))


class EngagementPlanAgreed(Body):
    """How we stay in contact, made together with the person (S0:12)."""

    TYPE: ClassVar[str] = "engagement_plan.agreed"
    LABEL: ClassVar[str] = "Contact plan agreed"
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {
        "methods": "a way to be in touch",
        "safe_times": "the safe time",
        "avoid": {code: words.upper() for code, words in AVOID_IN_WORDS.items()},
        "avoid_note": "the note on what to avoid",
        "may_contact": "from who we may speak to",
        "early_warning_signs": "the early warning sign",
        "if_missed": "what we told them we will do if a contact is missed",
        "review_on": "",
        "agreed_with_person": "",
        "understood": "",
        "own_words": "their own words",
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"avoid_note"})

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
    understood: Literal["yes", "in_part", "no"] | None = Field(
        None, title="Understood", description="Whether they can say in their own words what was agreed (S0:43)."
    )
    own_words: AnyNote | None = Field(None, title="In their own words", description="What they said themselves.")
    review_on: DayAhead = Field(title="Review on", description="When to look at it again together.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        for number, span in enumerate(self.safe_times or ()):
            if span.to <= span.from_:
                yield Fault(f"body.safe_times[{number}].to", "must be later than when it begins")
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "plan"

    def _line(self, when: When) -> str:
        ways = ", then ".join(choice_in_words(method) for method in self.methods)
        return f"Contact plan agreed: {ways}; review {day_in_words(self.review_on)}"


class StepUp(Part):
    """When more support is needed, and who does what (S2:35)."""

    GOES: ClassVar[Goes] = {
        "threshold": "the step-up threshold",
        "person_does": "what they do at step-up",
        "team_does": "what the team does at step-up",
        "partners_do": "what partners do at step-up",
    }

    threshold: Note = Field(title="Threshold", description="What tells us that more is needed.")
    person_does: AnyNote | None = Field(None, title="The person does", description="What they do themselves.")
    team_does: AnyNote | None = Field(None, title="The team does", description="What we do.")
    partners_do: AnyNote | None = Field(None, title="Partners do", description="What others do.")


class Risk(Part):
    """One risk, and how high it is."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("domain",)
    GOES: ClassVar[Goes] = {"level": {"high": "the level high of the risk"}, "note": "the note on the risk"}

    domain: RiskDomain = Field(title="Risk", description="Which kind of risk.")
    level: Literal["low", "medium", "high"] = Field(title="Level", description="How high.")
    note: AnyNote | None = Field(None, title="Note", description="What to know about it.")

    def _said(self) -> str:
        return ", ".join(filter(None, (choice_in_words(self.domain), self.level, self.note)))


class CrisisPlan(Part):
    """What helps in a crisis (S4:56)."""

    GOES: ClassVar[Goes] = {
        "contacts": "the crisis contacts",
        "coping": "what helps them in a crisis",
        "warning_signs": "how a crisis begins",
        "support_network": "who stands by them in a crisis",
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"contacts"})

    contacts: AnyNote | None = Field(None, title="Contacts", description="Whom to ring, by day and by night.")
    coping: AnyNote | None = Field(None, title="Coping", description="What they can do that helps.")
    warning_signs: AnyNote | None = Field(None, title="Warning signs", description="How a crisis begins.")
    support_network: AnyNote | None = Field(None, title="Support network", description="Who stands by them.")


class LoneWorking(Part):
    """What keeps a worker safe on a visit."""

    GOES: ClassVar[Goes] = {"two_workers": "TWO WORKERS", "note": "what to look out for on a visit"}
    WARNS: ClassVar[frozenset[str]] = frozenset({"note"})

    two_workers: Flag = Field(False, title="Two workers", description="Whether nobody visits alone.")
    note: AnyNote | None = Field(None, title="Note", description="What to look out for.")


class RiskPlanUpdated(Body):
    """The live risk plan (S0:16, S1:14)."""

    TYPE: ClassVar[str] = "risk_plan.updated"
    LABEL: ClassVar[str] = "Risk plan updated"
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {
        "relapse_signature": "from the relapse signature",
        "red_flags": "the red flag",
        "risks": "the risk",
        "routes": "who is rung for what",
        "because_of": "",
        "review_on": "",
    }

    relapse_signature: tuple[Line, ...] = Field(
        title="Relapse signature", description="How it went when they became unwell before."
    )
    red_flags: tuple[Line, ...] = Field(title="Red flags", description="Each one means a response the same day.")
    step_up: StepUp | None = Field(None, title="Step up", description="When more support is needed, who does what.")
    risks: tuple[Risk, ...] = Field(title="Risks", description="Each risk with its level.")
    protective_factors: AnyNote | None = Field(None, title="Protective factors", description="What keeps them well.")
    formulation: AnyNote | None = Field(
        None, title="Formulation", description="How it hangs together: what makes things worse, and what helps."
    )
    routes: AnyNote | None = Field(None, title="Routes", description="Who is rung for what (S4:64).")
    crisis_plan: CrisisPlan = Field(title="Crisis plan", description="Contacts, coping, signs, who stands by them.")
    lone_working: LoneWorking | None = Field(None, title="Lone working", description="What keeps a worker safe.")
    because_of: EntryId | None = Field(
        None, title="Because of", description="The entry that led to it, such as a crisis (S4:68)."
    )
    review_on: DayAhead = Field(title="Review on", description="When to look at it again.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def remarks(self) -> Iterator[str]:
        lacks = [name for name in ("contacts", "coping") if not (getattr(self.crisis_plan, name) or "").strip()]
        if lacks:
            yield f"the crisis plan is unfinished: it has no {' and no '.join(lacks)}"

    def thing(self) -> str:
        return "risk_plan"

    def _line(self, when: When) -> str:
        return f"Risk plan updated; review {day_in_words(self.review_on)}"
