"""The person at hand, as the panel shows them: computed when a person is projected, read without any model
(`stored_json`, which reads the types of these fields: they are no text).

Standard library only: this is on the way to the first frame. Text is what people wrote; whoever shows it sends it
through the plain-text boundary. Moments are aware.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr, values_in
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import Words, listed_name, moment_in_full, words_at


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the missed-contact steps: `state` is done, skipped, next or later; `state_at` a moment withdrawn too."""

    key: str
    title: str
    state: str
    due_at: datetime
    done_at: datetime | None
    words: str
    """The outcome of the attempt that did it, in plain words, or empty."""
    returns_at: datetime | None = None
    """Of steps that were stopped: when they come back by themselves."""

    def state_at(self, at: datetime) -> str:
        """How it stands at a moment: withdrawn until the steps come back."""
        is_away = self.returns_at is not None and at < self.returns_at and self.state in ("next", "later")
        return "withdrawn" if is_away else self.state


@dataclass(frozen=True, slots=True)
class Bearing:
    """One thing that is known and bears on a decision (domain/views/bearings.py): `kind` is check, trigger, crisis,
    worry, signs, decision or escalation. A moment in `words` is put into words when it is read."""

    kind: str
    words: Words
    at: datetime
    until: datetime | None = None
    """From then on it bears on nothing any more."""
    by: str = ""
    """The worker who found or decided it."""
    is_loud: bool = False
    """Whether nobody may act without having seen it."""

    def stands_at(self, at: datetime) -> bool:
        return self.until is None or at < self.until

    def words_at(self, at: datetime, zone: ZoneInfo) -> str:
        """It in words as of a moment, and nobody's name."""
        return words_at(self.words, at, zone).rstrip()

    def said_at(self, at: datetime, zone: ZoneInfo, name: Callable[[str], str]) -> str:
        """It in words as of a moment: `risk check: HIGH 10:30: tablets at home, by Tom Price`."""
        by = tr(", by {name}", name=name(self.by)) if self.by else ""
        return self.words_at(at, zone) + by

    def said_in_full(self, zone: ZoneInfo) -> str:
        """It in words that are the same whenever they are read, without whose word it is."""
        said = (part if isinstance(part, str) else moment_in_full(part, zone) for part in self.words)
        return "".join(said).rstrip()


@dataclass(frozen=True, slots=True)
class Phone:
    """A number, and what is safe to do with it; unknown counts as not safe."""

    number: str
    label: str
    text_ok: bool
    voicemail_ok: bool
    unsafe: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody around the person: whom the plan names, a partner, or who was agreed. `relation` is what they are to the
    person, `agency` whose they are; either may be empty."""

    name: str
    relation: str
    agency: str
    phone: str
    when: str
    basis: str = ""
    """The ground on which they may be told: `consent`, or another; empty where they must be asked about first."""
    since: datetime | None = None

    @property
    def called(self) -> str:
        """`sister Noor`, `Jo Hill, Housing`."""
        return ", ".join(filter(None, (f"{self.relation} {self.name}".strip(), self.agency)))

    @property
    def basis_words(self) -> str:
        """`agreed`, or the ground: `vital interests`."""
        return tr("agreed") if self.basis == "consent" else in_plain_words(self.basis)


@dataclass(frozen=True, slots=True)
class NotTold:
    """Somebody who must not be told: a refusal that stands. `name` as it was written."""

    name: str
    since: datetime
    who: str
    """With what they are to the person: `mother Jean`."""
    because: str
    """`refused 3 Mar`; empty where the service itself must not contact them."""
    says_who: bool = True
    """False where nobody around the person is meant by that name: until it is said who is, nobody is offered."""

    @property
    def sentence(self) -> str:
        """`Do not tell Housing: refused 3 Mar`."""
        return (
            tr("Do not tell {who}: {because}", who=self.who, because=self.because)
            if self.because
            else tr("Must not contact: {who}", who=self.who)
        )


def loud_words(warning: str) -> str:
    """A warning as it is shown first: in capitals; of whom must not be told the act alone, so that the name can be read
    as it was written: `DO NOT TELL Housing: refused 3 Mar`."""
    said = values_in(warning, "Do not tell {who}: {because}")
    return tr("DO NOT TELL {who}: {because}", **said) if said else warning.upper()


@dataclass(frozen=True, slots=True)
class SafeTime:
    """When it is safe to be in touch: `days` (Mon, Tue...; empty: any day), `begins` and `ends` local `HH:MM`."""

    days: tuple[str, ...]
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody needs to act safely for one person."""

    person: str
    ref: str
    given: str
    family: str
    known_as: str
    pronouns: str
    born: str
    address: str
    team: str
    coordinator: str
    oversight: str
    tier: str
    zone: str
    zone_reason: str
    zone_since: datetime | None
    last_spoke: datetime | None
    last_seen: datetime | None
    warnings: tuple[str, ...]
    phones: tuple[Phone, ...]
    methods: tuple[str, ...]
    avoid: tuple[str, ...]
    avoid_note: str
    safe_times: tuple[SafeTime, ...]
    safe_places: str
    if_missed: str
    may_be_told: tuple[Other, ...]
    ask_first: tuple[Other, ...]
    """Involved, and neither agreed nor refused."""
    must_not_be_told: tuple[NotTold, ...]
    signs: tuple[str, ...]
    red_flags: tuple[str, ...]
    episode: str | None
    """The id of the open missed contact."""
    missed_at: datetime | None
    missed_how: str
    steps: tuple[StepLine, ...]
    attempts: int
    risk_check: str
    """`overall` of the newest risk check of this missed contact, or empty."""
    decision: str
    """The newest decision of this missed contact in words, or empty."""
    bearings: tuple[Bearing, ...] = ()
    """What bears on a decision about them, the most telling first."""

    @property
    def listed(self) -> str:
        """Their name as the screens say it."""
        return listed_name(self.given, self.family)

    def bearings_at(self, at: datetime) -> list[Bearing]:
        """What bears on a decision at a moment."""
        return [each for each in self.bearings if each.stands_at(at)]

    def loud_at(self, at: datetime) -> list[Bearing]:
        """What of it nobody may act without having seen."""
        return [each for each in self.bearings_at(at) if each.is_loud]

    def next_step_at(self, at: datetime) -> StepLine | None:
        """The missed-contact step that comes next; None where none does."""
        return next((step for step in self.steps if step.state_at(at) == "next"), None)
