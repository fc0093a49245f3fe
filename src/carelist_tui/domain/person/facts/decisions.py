"""Checks, decisions, escalations, crises, and whatever owes an answer."""

from dataclasses import field
from datetime import date, datetime

from carelist_tui.domain.person.facts.fact import Fact
from carelist_tui.domain.slotted import dataclass

NOES = ("do_not_escalate", "continue", "pause")
"""Decisions that are a "no"; skipping a step is one as well while high (records.md, What a decision does)."""


SELF_HARM = "self_harm"
"""The kind of crisis after which contact is owed soonest."""
MOST_KEPT = 200
"""Letters of people's words that are kept in a fact: enough to decide by; the story has them whole."""
NOTHING_SAID = ("", "none", "no", "nothing", "nil", "n/a", "none known", "nothing new")
"""What stands in a field that has to be filled where there is nothing to say."""


def kept(words: str | None) -> str:
    """What somebody wrote, as much of it as a fact keeps, with a mark where it goes on; empty where it says none."""
    said = " ".join((words or "").split())
    if said.casefold().rstrip(".") in NOTHING_SAID:
        return ""
    return said if len(said) <= MOST_KEPT else f"{said[: MOST_KEPT - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


@dataclass(slots=True)
class Check(Fact):
    """A risk check."""

    overall: str
    capacity: str
    triggers: list[str]
    episode: str | None = None
    by: str = ""
    """The worker who made it."""
    said: str = ""
    """What they disclosed, as far as it is kept here; empty where that was nothing."""
    signs: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Decision(Fact):
    """A decision note, or a stopped ladder (`decision` is then `stopped`)."""

    about: str
    decision: str
    episode: str | None = None
    step: str | None = None
    review_at: datetime | None = None
    replaced: bool = False
    """A newer decision on the same subject took its place."""
    authorised_by: str = ""
    waits: bool = False
    """It names an authoriser who has not said so themself yet."""
    weighs_capacity: bool = False
    ignored: bool = False
    """It waits for its authoriser, and was made while another one did: it does not count (standards.md, Roles)."""
    raised: bool = False
    """An escalation was raised for it."""
    by: str = ""
    """The worker who decided."""
    told: str = ""
    basis: str = ""
    """Who was to be told by it, and on which ground."""

    @property
    def is_no(self) -> bool:
        """Whether it says no to acting: then it needs a senior while high, and the third time (records.md)."""
        return self.decision in NOES

    @property
    def agrees_to_discharge(self) -> bool:
        """Whether somebody may be discharged on it (records.md, person.discharged)."""
        return (self.about, self.decision) == ("discharge", "agree")

    @property
    def subject(self) -> str:
        return self.episode or self.about


@dataclass(slots=True)
class Escalation(Fact):
    """An escalation until its loop is closed. `answered` and `closed` are the clocks of those entries."""

    decision: str
    route: str
    owner: str
    respond_by: datetime
    episode: str | None = None
    answer: str | None = None
    answered: Fact | None = None
    closed: Fact | None = None

    @property
    def is_open(self) -> bool:
        return self.closed is None and self.answer not in ("declined", "redirected")


@dataclass(slots=True)
class Crisis(Fact):
    """A crisis that was recorded."""

    kind: str
    said: str = ""
    """What is known of it, as far as it is kept here."""
    planned: bool = False
    """A risk plan says that it was changed because of this crisis (S4:68)."""
    requested: Fact | None = None
    received: Fact | None = None
    """When its summary was asked for, and when it came."""


@dataclass(slots=True)
class Reason(Fact):
    """Something seen or said that owes an answer until it has one: `words` say it on screen, `kind` sorts it."""

    kind: str
    words: str
    agreed: bool = False
    """A report that was confirmed as true, while the entry it means is still owed."""
    by: date | None = None
    after: datetime | None = None
    """Of a crisis: when the contact was expected that was missed before it."""
    moved: datetime | None = None
    """Of a crisis: when they had moved between teams before it."""
    call_back_at: datetime | None = None
    """The moment at which they asked to be rung."""
    found_by: str = ""
    """The worker who found or heard it."""
