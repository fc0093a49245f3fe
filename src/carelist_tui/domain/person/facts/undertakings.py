"""What runs over time: actions, handovers, requests, indicators, and what was put off or given to somebody else."""

from dataclasses import field
from datetime import date, datetime
from typing import Literal

from carelist_tui.domain.person.facts.decisions import Reason
from carelist_tui.domain.person.facts.fact import Fact
from carelist_tui.domain.slotted import dataclass


@dataclass(slots=True)
class Action(Fact):
    """An open action. `owner` is a worker id, or a partner's name; `due_at` a moment, and `dated` what said it."""

    title: str
    owner: str
    due_at: datetime
    area: str
    dated: Fact
    about: str | None = None
    opened_by: str = ""


@dataclass(slots=True)
class Handover(Fact):
    """A handover until it is closed. `sender` is the coordinator when it was opened; `receiving` a worker here.

    `met`: first contact was achieved, or failed; None while nothing is recorded of it.
    """

    kind: str
    direction: str
    to_team: str
    higher_risk: bool
    complete_by: date
    sender: str
    red_flags: str = ""
    """What means a response the same day in its next days, as far as it is kept here."""
    done: list[str] = field(default_factory=list)
    call: Fact | None = None
    accepted: Fact | None = None
    receiving: str = ""
    first_contact_at: datetime | None = None
    declined: Fact | None = None
    met: bool | None = None
    met_by: Fact | None = None
    closed: Fact | None = None
    outcome: str = ""
    sent: Fact | None = None
    """Out: when it first went sealed to the receiving team. From then on their receipt alone says what became of it."""
    sent_again: Fact | None = None
    heard: bool = False
    """Whether a receipt of theirs has come."""
    there: str = ""
    """In, by another team's sealed file: which team's. What became of it here is told them by receipts."""
    received: Fact | None = None
    recalled: Fact | None = None
    """In, by a sealed file: they have withdrawn it."""
    assured: bool = False
    """In, by a sealed file: a receipt has said that first contact was achieved, so that they may have let go."""

    @property
    def is_open(self) -> bool:
        return self.closed is None

    def is_theirs_to_say(self, *, by_us: bool) -> bool:
        """Whether whoever says what became of it has no word in that: of what went sealed, anybody here."""
        return by_us and self.sent is not None


@dataclass(slots=True)
class Request(Fact):
    """A person's own request that waits for its answer."""

    kind: str


@dataclass(slots=True)
class Indicator(Fact):
    """An indicator agreed with the person; `rated` is the newest rating. `steps`: of a ladder or a routine."""

    name: str
    every: str
    highest: int | None = None
    steps: list[str] = field(default_factory=list)
    rated: Fact | None = None


@dataclass(slots=True)
class PutOff(Fact):
    """A Due put off until a moment, or given to a worker, by its key."""

    key: str
    until: datetime | None = None
    owner: str = ""


@dataclass(slots=True)
class Authority(Fact):
    """An entry that names an authoriser who has not recorded it, and has not confirmed it. `is_no`: it takes contact
    away, or says no; a second one does not count before the first is confirmed.

    `needs` are the acts of [roles] that whoever says it may do; `by` is who recorded or decided it. Of an act that came
    from another team `worker` is empty: anybody here of the role says whether it holds.
    """

    worker: str
    act: str
    needs: tuple[str, ...]
    by: str
    is_no: bool = False


@dataclass(slots=True)
class ShareConsent(Fact):
    """A yes or a no to telling somebody about the person: recorded, from a plan, or from `must_not_contact`.

    `basis` other than consent is no word of the person's: it lets the service tell, and makes nobody agreed.
    """

    name: str
    """Who, as it was written; empty where nobody was named."""
    given: bool
    source: Literal["consent", "plan", "details", "decision"] = "consent"
    relation: str = ""
    basis: str = "consent"
    review_on: date | None = None
    withdraws: bool = False
    """A refusal that takes back a yes to that very name: so it says whom it means."""
    record: str = ""
    """In which of the records of a person it was said, where they have several (persons.joined)."""

    @property
    def is_agreed(self) -> bool:
        """Whether the person said yes."""
        return self.given and self.basis == "consent"


@dataclass(slots=True)
class Telling(Fact):
    """Somebody was told, or asked, about the person; `basis` the ground where it was not consent, else empty."""

    names: list[str]
    basis: str = ""


@dataclass(slots=True, kw_only=True)
class Undertakings:
    """What a state holds of all this."""

    actions: list[Action] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    to_learn: list[Reason] = field(default_factory=list)
    """Crises after a missed contact, and incidents, that owe a learning review."""
    to_plan_for: list[Reason] = field(default_factory=list)
    """Incidents that no risk plan says it was changed because of (S4:56)."""
    to_discuss: list[Reason] = field(default_factory=list)
    """What calls for the MDT; a listing by hand carries its own date."""
    mdt_missed: list[Fact] = field(default_factory=list)
    """Contacts missed, or cancelled by the person, since the last MDT review."""
    requests: list[Request] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    """Indicators whose end stands before their agreement in the story: they never run."""
    put_off: dict[str, PutOff] = field(default_factory=dict)
    given_to: dict[str, PutOff] = field(default_factory=dict)
    authorities: list[Authority] = field(default_factory=list)
    medication_missed: Fact | None = None
    sharing: list[ShareConsent] = field(default_factory=list)
    """Every yes and no to telling somebody that a newer one about the same name has not replaced."""
    tellings: list[Telling] = field(default_factory=list)
    """The newest time each was told."""
    transition: Fact | None = None
    """The newest step up, step down or discharge that was handed over: checks go on for 14 days."""
    transition_unmet: Fact | None = None
    """The first of those that had no whole contact yet when the next one came: another move puts off nothing."""
    capacity_weighed: Fact | None = None
    """The newest decision that says how capacity was considered."""
