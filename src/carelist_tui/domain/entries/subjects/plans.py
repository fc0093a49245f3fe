"""The plans of a person: how we stay in contact, and what keeps them safe."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import not_before_entry
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, Avoid, Method, RiskDomain, choice_in_words
from carelist_tui.domain.entries.entry import Body, Goes, Part, Replaces, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, Clock, DayAhead, DayOfWeek, EntryId, Flag, Line, Note
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault


class SafeTime(Part):
    """When it is safe to be in touch, in local time."""

    IF_NONE: ClassVar[Mapping[str, str]] = {"days": tr("any day")}

    days: tuple[DayOfWeek, ...] = Field(title=tr("Days"), description=tr("Which days of the week; none means any day."))
    from_: Clock = Field(alias="from", title=tr("From"), description=tr("Not before, like 09:30."))
    to: Clock = Field(title=tr("To"), description=tr("Not after, like 17:00."))

    def _said(self) -> str:
        return tr(
            "{map} {value} to {to}",
            map=", ".join(map(choice_in_words, self.days)) or tr("any day"),
            value=self.from_,
            to=self.to,
        )


class MayContact(Part):
    """Somebody the service may speak to about the person."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("name",)
    GOES: ClassVar[Goes] = {
        "relation": "",
        "phone": tr("the number of"),
        "consent": {
            True: tr("that they agreed to our speaking to"),
            False: tr("that they did NOT agree to our speaking to"),
        },
        "when": tr("the limit on when we may speak to"),
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"phone", "when"})

    name: Line = Field(title=tr("Name"), description=tr("Who."))
    relation: Line = Field(title=tr("Relation"), description=tr("What they are to the person."))
    phone: AnyLine | None = Field(None, title=tr("Phone"), description=tr("How to ring them."))
    consent: Flag = Field(title=tr("Agreed"), description=tr("Whether the person agreed that we speak to them."))
    when: AnyLine | None = Field(None, title=tr("When"), description=tr("In which case or at which times."))

    def _said(self) -> str:
        agreed = tr("agreed") if self.consent else tr("NOT agreed")
        return ", ".join(filter(None, (self.name, self.relation, self.phone, self.when, agreed)))


class EngagementPlanAgreed(Body):
    """How we stay in contact, made together with the person (S0:12)."""

    TYPE: ClassVar[str] = "engagement_plan.agreed"
    LABEL: ClassVar[str] = tr("Contact plan agreed")
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {
        "methods": tr("a way to be in touch"),
        "safe_times": tr("the safe time"),
        "avoid": {code: words.upper() for code, words in AVOID_IN_WORDS.items()},
        "avoid_note": tr("the note on what to avoid"),
        "may_contact": tr("from who we may speak to"),
        "early_warning_signs": tr("the early warning sign"),
        "if_missed": tr("what we told them we will do if a contact is missed"),
        "review_on": "",
        "agreed_with_person": "",
        "understood": "",
        "own_words": tr("their own words"),
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"avoid_note"})
    IF_NONE: ClassVar[Mapping[str, str]] = {"safe_times": tr("any time")}

    methods: tuple[Method, ...] = Field(
        min_length=1, title=tr("Ways to be in touch"), description=tr("The best way first.")
    )
    safe_times: tuple[SafeTime, ...] = Field(
        title=tr("Safe times"), description=tr("Local times; none means any time.")
    )
    safe_places: Note = Field(title=tr("Safe places"), description=tr("Where it is all right to meet."))
    avoid: tuple[Avoid, ...] = Field(title=tr("Avoid"), description=tr("What not to do; may be none."))
    avoid_note: AnyNote | None = Field(None, title=tr("Avoid: note"), description=tr("Why, or anything else to avoid."))
    may_contact: tuple[MayContact, ...] = Field(
        title=tr("Who we may speak to"), description=tr("Name, relation, whether they agreed; may be none.")
    )
    early_warning_signs: tuple[Line, ...] = Field(
        title=tr("Early warning signs"), description=tr("How we would notice that things get worse.")
    )
    if_missed: Note = Field(title=tr("If a contact is missed"), description=tr("What we told the person we will do."))
    agreed_with_person: Literal["yes", "in_part", "no"] = Field(
        title=tr("Agreed with the person"), description=tr("Whether they agree with this plan.")
    )
    understood: Literal["yes", "in_part", "no"] | None = Field(
        None, title=tr("Understood"), description=tr("Whether they can say in their own words what was agreed (S0:43).")
    )
    own_words: AnyNote | None = Field(
        None, title=tr("In their own words"), description=tr("What they said themselves.")
    )
    review_on: DayAhead = Field(title=tr("Review on"), description=tr("When to look at it again together."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        for number, span in enumerate(self.safe_times or ()):
            if span.to <= span.from_:
                yield Fault(f"body.safe_times[{number}].to", tr("must be later than when it begins"))
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "plan"

    def _line(self, when: When) -> str:
        ways = tr(", then ").join(choice_in_words(method) for method in self.methods)
        return tr(
            "Contact plan agreed: {ways}; review {day_in_words}", ways=ways, day_in_words=day_in_words(self.review_on)
        )


class StepUp(Part):
    """When more support is needed, and who does what (S2:35)."""

    GOES: ClassVar[Goes] = {
        "threshold": tr("the step-up threshold"),
        "person_does": tr("what they do at step-up"),
        "team_does": tr("what the team does at step-up"),
        "partners_do": tr("what partners do at step-up"),
    }

    threshold: Note = Field(title=tr("Threshold"), description=tr("What tells us that more is needed."))
    person_does: AnyNote | None = Field(None, title=tr("The person does"), description=tr("What they do themselves."))
    team_does: AnyNote | None = Field(None, title=tr("The team does"), description=tr("What we do."))
    partners_do: AnyNote | None = Field(None, title=tr("Partners do"), description=tr("What others do."))


class Risk(Part):
    """One risk, and how high it is."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("domain",)
    GOES: ClassVar[Goes] = {"level": {"high": tr("the level high of the risk")}, "note": tr("the note on the risk")}

    domain: RiskDomain = Field(title=tr("Risk"), description=tr("Which kind of risk."))
    level: Literal["low", "medium", "high"] = Field(title=tr("Level"), description=tr("How high."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What to know about it."))

    def _said(self) -> str:
        return ", ".join(filter(None, (choice_in_words(self.domain), self.level, self.note)))


class CrisisPlan(Part):
    """What helps in a crisis (S4:56)."""

    GOES: ClassVar[Goes] = {
        "contacts": tr("the crisis contacts"),
        "coping": tr("what helps them in a crisis"),
        "warning_signs": tr("how a crisis begins"),
        "support_network": tr("who stands by them in a crisis"),
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"contacts"})

    contacts: AnyNote | None = Field(None, title=tr("Contacts"), description=tr("Whom to ring, by day and by night."))
    coping: AnyNote | None = Field(None, title=tr("Coping"), description=tr("What they can do that helps."))
    warning_signs: AnyNote | None = Field(None, title=tr("Warning signs"), description=tr("How a crisis begins."))
    support_network: AnyNote | None = Field(None, title=tr("Support network"), description=tr("Who stands by them."))


class LoneWorking(Part):
    """What keeps a worker safe on a visit."""

    GOES: ClassVar[Goes] = {"two_workers": tr("TWO WORKERS"), "note": tr("what to look out for on a visit")}
    WARNS: ClassVar[frozenset[str]] = frozenset({"note"})

    two_workers: Flag = Field(False, title=tr("Two workers"), description=tr("Whether nobody visits alone."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What to look out for."))


class RiskPlanUpdated(Body):
    """The live risk plan (S0:16, S1:14)."""

    TYPE: ClassVar[str] = "risk_plan.updated"
    LABEL: ClassVar[str] = tr("Risk plan updated")
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {
        "relapse_signature": tr("from the relapse signature"),
        "red_flags": tr("the red flag"),
        "risks": tr("the risk"),
        "routes": tr("who is rung for what"),
        "because_of": "",
        "review_on": "",
    }

    relapse_signature: tuple[Line, ...] = Field(
        title=tr("Relapse signature"), description=tr("How it went when they became unwell before.")
    )
    red_flags: tuple[Line, ...] = Field(
        title=tr("Red flags"), description=tr("Each one means a response the same day.")
    )
    step_up: StepUp | None = Field(
        None, title=tr("Step up"), description=tr("When more support is needed, who does what.")
    )
    risks: tuple[Risk, ...] = Field(title=tr("Risks"), description=tr("Each risk with its level."))
    protective_factors: AnyNote | None = Field(
        None, title=tr("Protective factors"), description=tr("What keeps them well.")
    )
    formulation: AnyNote | None = Field(
        None, title=tr("Formulation"), description=tr("How it hangs together: what makes things worse, and what helps.")
    )
    routes: AnyNote | None = Field(None, title=tr("Routes"), description=tr("Who is rung for what (S4:64)."))
    crisis_plan: CrisisPlan = Field(
        title=tr("Crisis plan"), description=tr("Contacts, coping, signs, who stands by them.")
    )
    lone_working: LoneWorking | None = Field(
        None, title=tr("Lone working"), description=tr("What keeps a worker safe.")
    )
    because_of: EntryId | None = Field(
        None, title=tr("Because of"), description=tr("The entry that led to it, such as a crisis (S4:68).")
    )
    review_on: DayAhead = Field(title=tr("Review on"), description=tr("When to look at it again."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def remarks(self) -> Iterator[str]:
        parts = (("contacts", tr("contacts")), ("coping", tr("coping")))
        lacks = [words for name, words in parts if not (getattr(self.crisis_plan, name) or "").strip()]
        if lacks:
            yield tr("the crisis plan is unfinished: it has no {lacks}", lacks=tr(" and no ").join(lacks))

    def thing(self) -> str:
        return "risk_plan"

    def _line(self, when: When) -> str:
        return tr("Risk plan updated; review {day_in_words}", day_in_words=day_in_words(self.review_on))
