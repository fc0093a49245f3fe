"""Risk checks, and the structured decision note."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, get_args

from dateutil.relativedelta import relativedelta
from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_entry, needed
from carelist_tui.domain.entries.choices import (
    Capacity,
    DecisionAbout,
    DecisionTaken,
    NeglectLevel,
    Overall,
    SafeguardingIndicator,
    Trigger,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, Part, When
from carelist_tui.domain.entries.fields import AnyNote, EntryId, Key, Line, MomentAhead, Note, WorkerId
from carelist_tui.domain.entries.subjects.contacts import Sharing
from carelist_tui.domain.refusal import Fault

AGREED_ABOUT: frozenset[DecisionAbout] = frozenset({"tier", "discharge", "handover", "information_sharing"})
_AGREED_IN_WORDS = ", ".join(map(choice_in_words, sorted(AGREED_ABOUT)))
_NEVER_AGREED_ABOUT: frozenset[DecisionAbout] = frozenset(get_args(DecisionAbout)) - AGREED_ABOUT
SHORTEST_RATIONALE = 20
_REVIEW_NEEDED: dict[DecisionTaken, str] = {
    "do_not_escalate": tr("a decision not to escalate needs a review date"),
    "continue": tr("a decision to go on with the steps needs a review date"),
    "skip_step": tr("a decision to skip a step needs a review date"),
    "pause": tr("a decision to pause contact needs a review date"),
}


class SelfNeglect(Part):
    """Signs of self-neglect (S1:32)."""

    nutrition: NeglectLevel | None = Field(None, title=tr("Nutrition"), description=tr("Eating and drinking."))
    hygiene: NeglectLevel | None = Field(None, title=tr("Hygiene"), description=tr("Washing and clothes."))
    home: NeglectLevel | None = Field(None, title=tr("Home"), description=tr("The state of the home."))
    health: NeglectLevel | None = Field(None, title=tr("Health"), description=tr("Looking after their health."))
    money: NeglectLevel | None = Field(None, title=tr("Money"), description=tr("Bills and money."))


class RiskCheckCompleted(Body):
    """The risk check after a missed contact, or whenever there is worry (S0:29-30)."""

    TYPE: ClassVar[str] = "risk_check.completed"
    LABEL: ClassVar[str] = tr("Risk check")
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset({"third_party_information"})

    episode: EntryId | None = Field(None, title=tr("Missed contact"), description=tr("The missed contact it is about."))
    recent_disclosures: Note = Field(
        title=tr("Recent disclosures"), description=tr("What they said lately; none is an answer.")
    )
    environmental_concerns: Note = Field(
        title=tr("Home and surroundings"), description=tr("What worries there, or none.")
    )
    third_party_information: Note = Field(
        title=tr("What others say"), description=tr("Family, neighbours, partners, or none.")
    )
    relapse_indicators: tuple[Line, ...] = Field(
        title=tr("Signs of relapse"), description=tr("Which ones; may be none.")
    )
    safeguarding_indicators: tuple[SafeguardingIndicator, ...] = Field(
        min_length=1, title=tr("Safeguarding signs"), description=tr("Which ones; none is an answer.")
    )
    self_neglect: SelfNeglect | None = Field(
        None, title=tr("Self-neglect"), description=tr("How they look after themselves.")
    )
    capacity: Capacity = Field(title=tr("Capacity"), description=tr("Whether they can decide for themselves in this."))
    triggers: tuple[Trigger, ...] = Field(
        (), title=tr("Triggers"), description=tr("Anything that needs a response today.")
    )
    overall: Overall = Field(title=tr("Overall"), description=tr("All in all."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        signs = self.safeguarding_indicators or ()
        if "none" in signs and len(signs) > 1:
            yield Fault("body.safeguarding_indicators", tr("none can't stand beside another sign"))

    def _line(self, when: When) -> str:
        return tr(
            "Risk check: {overall}; capacity: {capacity}",
            overall=choice_in_words(self.overall),
            capacity=choice_in_words(self.capacity),
        )


def _rationale_faults(rationale: str | None) -> Iterator[Fault]:
    if rationale is not None and len(rationale.strip()) < SHORTEST_RATIONALE:
        yield Fault(
            "body.rationale",
            tr("must say why in at least {shortest_rationale} characters", shortest_rationale=SHORTEST_RATIONALE),
        )


class Restriction(Part):
    """What restricts them, and why that is right and the least that will do (S1:44)."""

    what: AnyNote | None = Field(
        None, title=tr("What restricts them"), description=tr("What they may not do, or must put up with.")
    )
    why_proportionate: AnyNote | None = Field(
        None, title=tr("Why it is proportionate"), description=tr("Why so much, and no less, is needed.")
    )
    less_tried: AnyNote | None = Field(
        None, title=tr("What less was tried"), description=tr("Which lesser ways were tried, or weighed.")
    )


class DecisionRecorded(Body):
    """The structured decision note: what was decided, why, and when it is looked at again."""

    TYPE: ClassVar[str] = "decision.recorded"
    LABEL: ClassVar[str] = tr("Decision")

    about: DecisionAbout = Field(title=tr("About"), description=tr("What the decision is about."))
    episode: EntryId | None = Field(
        None, title=tr("Missed contact"), description=tr("Which one: needed when it is about a missed contact.")
    )
    decision: DecisionTaken = Field(title=tr("Decision"), description=tr("What was decided."))
    step: Key | None = Field(None, title=tr("Step"), description=tr("Which step is skipped: needed to skip one."))
    what_changed: Note = Field(title=tr("What changed"), description=tr("What is different from before."))
    rationale: Note = Field(title=tr("Rationale"), description=tr("Why, in at least 20 characters."))
    restriction: Restriction | None = Field(
        None,
        title=tr("Restriction"),
        description=tr("Where it restricts them: what, why, and what less was tried (S1:44)."),
    )
    risk_of_harm: AnyNote | None = Field(
        None,
        title=tr("Risk of harm"),
        description=tr("Why we believe so: needed to escalate about safeguarding (S0:30)."),
    )
    capacity_considered: AnyNote | None = Field(
        None, title=tr("Capacity considered"), description=tr("What was thought about their capacity to decide.")
    )
    persons_view: AnyNote | None = Field(None, title=tr("The person's view"), description=tr("What they want."))
    consulted: tuple[Line, ...] = Field((), title=tr("Consulted"), description=tr("Whom we asked."))
    sharing: Sharing | None = Field(None, title=tr("Sharing"), description=tr("Who was told, and on which ground."))
    review_at: MomentAhead | None = Field(
        None,
        title=tr("Review at"),
        description=tr("When it is looked at again: needed not to escalate, to go on, skip a step, pause or restrict."),
    )
    authorised_by: WorkerId | None = Field(
        None,
        title=tr("Authorised by"),
        description=tr("Who agreed to it, where the Standards ask for a senior or manager."),
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.about == "missed_contact":
            yield from needed(self.episode, "episode", tr("is needed: which missed contact is it about"))
        if self.decision == "agree" and self.about in _NEVER_AGREED_ABOUT:
            yield Fault(
                "body.decision",
                tr("to agree is only for decisions about: {agreed_in_words}", agreed_in_words=_AGREED_IN_WORDS),
            )
        if self.decision == "skip_step":
            yield from needed(self.step, "step", tr("is needed: which step is skipped"))
            if self.about != "missed_contact":
                yield from needed(self.episode, "episode", tr("is needed: the missed contact whose step is skipped"))
        yield from _rationale_faults(self.rationale)
        if self.decision == "escalate" and self.about == "safeguarding":
            yield from needed(
                self.risk_of_harm, "risk_of_harm", tr("is needed: why do we believe there is a risk of harm")
            )
        yield from self._review_faults(occurred_at)

    def _review_faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.decision in _REVIEW_NEEDED:
            yield from needed(self.review_at, "review_at", _REVIEW_NEEDED[self.decision])
        elif self.restriction is not None:
            yield from needed(self.review_at, "review_at", tr("what restricts somebody needs a review date"))
        yield from after_entry(self.review_at, "review_at", occurred_at)
        if self.decision == "agree" and self.review_at is not None:
            longest = (occurred_at + relativedelta(months=3)).date()
            if self.review_at.astimezone(occurred_at.tzinfo).date() > longest:
                yield Fault("body.review_at", tr("what is agreed is reviewed within 3 months"))

    def thing(self) -> str:
        return f"decision:{self.episode or self.about}"

    def _line(self, when: When) -> str:
        review = tr("; review {when}", when=when(self.review_at)) if self.review_at else ""
        return tr(
            "Decision about {about}: {decision}{review}. {rationale}",
            about=choice_in_words(self.about),
            decision=choice_in_words(self.decision),
            review=review,
            rationale=self.rationale,
        )
