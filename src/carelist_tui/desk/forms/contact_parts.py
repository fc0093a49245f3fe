"""What a contact settles besides (load.md, 4): the review that is due, the zone, the ratings, the medication, the next
booking. Each is a part of its page, opened by a key, and an entry of its own that is stored with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.forms.page_parts import PagePart, PageParts
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.ratings import (
    RATED,
    indicator_at,
    is_said_of_rating,
    rating_asks,
    rating_of,
    value_by_parts,
)
from carelist_tui.desk.questions.scores import (
    SCORED,
    STRUCTURED_REVIEWS,
    instruments_offered,
    score_asks,
    score_of,
)
from carelist_tui.domain.entries import ContactCompleted
from carelist_tui.domain.entries.subjects.reviews import STRUCTURED
from carelist_tui.domain.standards import Instrument
from carelist_tui.domain.words import weekday_in_words

REVIEW, ZONE, RATINGS, MEDICATION, NEXT = "review", "zone", "ratings", "medication", "next"
WORDS = {
    REVIEW: tr("review"),
    ZONE: tr("zone"),
    RATINGS: tr("ratings"),
    MEDICATION: tr("medication"),
    NEXT: tr("next contact"),
}
"""The parts by name, in the order in which they are asked and stored."""
SETTLED: Mapping[str, frozenset[str]] = {
    REVIEW: frozenset({"review"}), ZONE: frozenset({"zone_review"}), RATINGS: frozenset({"indicator"}),
    MEDICATION: frozenset({"medication_missed"}), NEXT: frozenset({"book_contact", "rebook"}),
}  # fmt: skip
"""The kinds of Due that each part settles."""
REVIEWS_HERE = ("monthly", "multi_agency", "plan")
"""Reviews that are held with the person; the others are meetings."""
SOON = timedelta(days=7)
"""What falls due so soon is settled while somebody is with them."""
OPENED = "parts"
"""The parts that are open. No question; it is kept with the draft."""
PUT = "put"
"""What was put into fields that nobody has typed into (`zone.review_on=2026-03-17 ...`); kept with the draft too, so
that a part which came back with it is still one that nobody typed into."""
REVIEW_KIND, MEDICATION_PATH = "review.kind", "body.medication"
BOOKINGS = ("first", "second")
TITLES = {"first": tr("Next contact"), "second": tr("The one after")}
TOLD = "told"
TOLD_TITLES = {"who": tr("Who was told"), "summary": tr("What they were told")}
NOT_GREEN = ("red", "amber")


@dataclass(frozen=True, slots=True)
class OwedHere:
    """What is owed to somebody that a contact's page settles besides. `shown` is the whole reading of the person."""

    shown: Mapping[str, Any]
    now: datetime

    def of(self, part: str) -> list[Mapping[str, Any]]:
        """What that part settles, as it stands on the worklist, in its order."""
        found = [each for each in self.shown.get("items", ()) if each["kind"] in SETTLED[part] and self._is_soon(each)]
        return [each for each in found if part != REVIEW or each["detail"].get("kind") in REVIEWS_HERE]

    def owes(self, kind: str) -> bool:
        """Whether something of this kind is owed."""
        return any(each["kind"] == kind for each in self.shown.get("items", ()))

    def _is_soon(self, item: Mapping[str, Any]) -> bool:
        return item["status"] != "upcoming" or datetime.fromisoformat(item["due_at"]) <= self.now + SOON

    @property
    def review_kind(self) -> str:
        """Which review is due; empty where none is."""
        return next((str(each["detail"]["kind"]) for each in self.of(REVIEW)), "")

    def is_about_medication(self, purpose: str) -> bool:
        """Whether a contact for this is asked about medication first: its purpose or the risk plan says so, or that
        some was missed is owed still."""
        risks = (self.shown.get("risk_plan") or {}).get("risks") or ()
        planned = any(each.get("domain") == "medication" for each in risks)
        return purpose == "medication" or planned or bool(self.of(MEDICATION))


def review_of(kind: str) -> Beside:
    """A review of this kind."""
    return Beside(REVIEW, "review.completed", {"kind": kind})


def structured_in(kind: str) -> tuple[str, ...]:
    """What a review of this kind asks for of its structure (S4:34)."""
    return STRUCTURED if kind in ("monthly", "multi_agency") else ()


def also_in(kind: str) -> tuple[str, ...]:
    """What a review of this kind asks besides, which may be left open (S1:22)."""
    return {"monthly": ("physical_health", "signs"), "multi_agency": ("present",)}.get(kind, ())


def zone_set() -> Beside:
    """Where they stand on the board."""
    return Beside(ZONE, "zone.set")


def somebody_told() -> Beside:
    """That somebody who can act was told."""
    return Beside(TOLD, "partner.contacted", {"direction": "out"})


def booking_of(name: str, worker: str | None) -> Beside:
    """A next contact, with whoever is signed in unless somebody changes it later."""
    return Beside(name, "contact.planned", {"purpose": "routine", "worker": worker or ""})


class ContactParts(PageParts):
    """The parts of one contact's page: which are offered and open, what they ask, the entries they make."""

    def __init__(self, form: Questionnaire) -> None:
        self.form = form
        self.indicators: list[dict[str, Any]] = []

    @property
    def owed(self) -> OwedHere:
        """What is owed to them, as it was read when the form opened."""
        return OwedHere(self.form.shown, self.form.desk.now())

    @property
    def _stood(self) -> dict[str, str]:
        """What this put into fields that nobody has typed into."""
        return dict(each.split("=", 1) for each in self.form.typed.get(PUT, "").split() if "=" in each)

    # -- which ------------------------------------------------------------------------------------------------------

    def offered(self) -> list[PagePart]:
        """Those that have a key now. The next booking and the medication always; the others where they are due, or
        of use: the zone where something is worse."""
        return [PagePart(name, WORDS[name], self._why(name)) for name in WORDS if self._is_offered(name)]

    def _is_offered(self, name: str) -> bool:
        if not self.form.shown:
            return self.is_open(name)
        always = name in (MEDICATION, NEXT) or (name == ZONE and self._is_worse)
        return always or bool(self.owed.of(name)) or self.is_open(name)

    @property
    def _is_worse(self) -> bool:
        typed = self.form.typed
        seen = set(typed.get("body.signs_ticked", "").split()) - {"none"}
        return typed.get("body.how_are_they") == "worse" or bool(seen or typed.get("body.triggers"))

    def _why(self, name: str) -> str:
        """By when it is due: `by Fri 6 Mar`; empty where it is not."""
        due = self.owed.of(name)
        if not due:
            asks = name == MEDICATION and self.owed.is_about_medication(self.form.typed.get("body.purpose", ""))
            return tr("asked for here") if asks else ""
        by = min(datetime.fromisoformat(each["due_at"]) for each in due)
        words = weekday_in_words(by.astimezone(self.form.desk.zone).date())
        return tr("overdue since {words}", words=words) if by < self.form.desk.now() else tr("by {words}", words=words)

    def part_of(self, path: str) -> str:
        """The part that a question belongs to; empty: it is the contact's own."""
        if path == MEDICATION_PATH:
            return MEDICATION
        name = path.partition(".")[0]
        if name.startswith(RATED):
            return RATINGS
        if name.startswith(SCORED):
            return REVIEW
        return {TOLD: MEDICATION, **dict.fromkeys(BOOKINGS, NEXT)}.get(name, name if name in WORDS else "")

    def is_open(self, name: str) -> bool:
        """Whether it was opened, in this form or before its draft was left."""
        return name in self.form.typed.get(OPENED, "").split()

    def open(self, name: str) -> dict[str, str]:
        """Open it, and give what stands in its fields from now on."""
        typed = self.form.typed
        typed[OPENED] = " ".join(each for each in WORDS if each == name or self.is_open(each))
        if name == REVIEW:
            typed[REVIEW_KIND] = typed.get(REVIEW_KIND) or self.owed.review_kind
            return self._put({f"{REVIEW}.next_review_on": self._next_review(typed[REVIEW_KIND])})
        return {}

    def close(self, name: str) -> dict[str, str] | None:
        """Leave it out, and give what stands in its fields; None where something was typed there, which stays."""
        if any(self._is_typed(ask.path) for ask in self.asks() if self.part_of(ask.path) == name):
            return None
        typed = self.form.typed
        typed[OPENED] = " ".join(each for each in WORDS if each != name and self.is_open(each))
        put = {path: "" for path in self._stood if self.part_of(path) == name}
        typed |= put | ({REVIEW_KIND: ""} if name == REVIEW else {})
        self._keep_put({path: words for path, words in self._stood.items() if path not in put})
        return put

    def open_what_is_typed(self) -> None:
        """A draft of before the parts had keys: what was typed in one is asked again."""
        heads = {"first.at": NEXT, MEDICATION_PATH: MEDICATION}
        heads |= {path: RATINGS for path in self.form.typed if path.startswith(RATED) and path.endswith(".value")}
        for path, name in heads.items():
            if self.form.typed.get(path) and not self.is_open(name):
                self.open(name)

    def _is_typed(self, path: str) -> bool:
        stands = self.form.typed.get(path, "")
        return stands not in ("", self._stood.get(path, ""), self.form.given.get(path, ""))

    def _put(self, known: Mapping[str, str]) -> dict[str, str]:
        """Let this stand where nobody has typed."""
        fresh = {path: words for path, words in known.items() if words and not self._is_typed(path)}
        self._keep_put(self._stood | fresh)
        self.form.typed.update(fresh)
        return fresh

    def _keep_put(self, stood: Mapping[str, str]) -> None:
        self.form.typed[PUT] = " ".join(f"{path}={words}" for path, words in stood.items())

    def _next_review(self, kind: str) -> str:
        """The day by which the Standards ask for the next one; empty where they leave it open."""
        standards, shown = self.form.standards, self.form.shown
        tier = standards.tier(shown.get("tier"))
        calm = shown.get("zone") == "green" and not shown.get("early_warning")
        every = {
            "monthly": tier.high_review if shown.get("high") else tier.review_every if calm else tier.amber_review,
            "multi_agency": standards.dues.multi_agency_review,
        }.get(kind)
        return standards.calendar.last_day(self.form.desk.now(), every).isoformat() if every is not None else ""

    # -- what they ask ----------------------------------------------------------------------------------------------

    def asks(self) -> list[Ask]:
        """The questions of every part, in their order; `is_said` tells which are asked."""
        return [*self._review_asks(), *self._zone_asks(), *self._rating_asks(), *self._medication_asks(),
                *self._booking_asks()]  # fmt: skip

    def _review_asks(self) -> list[Ask]:
        if not self.form.shown:  # not read yet: there are no answers either, when it is asked first
            return []
        kind = self._review_kind
        if not kind:
            return []
        needed = ("decisions", "next_review_on")
        asked = review_of(kind).asks((*structured_in(kind), *also_in(kind), *needed))
        own = [replace(ask, within="Review", needed=ask.path.split(".")[-1] not in also_in(kind)) for ask in asked]
        return [*own, *(ask for key, each in self.instruments for ask in score_asks(each, score_of(key, each).name))]

    @property
    def instruments(self) -> list[tuple[str, Instrument]]:
        """Those that the review which is due asks for."""
        if self._review_kind not in STRUCTURED_REVIEWS:
            return []
        return list(instruments_offered(self.form.standards, self.form.shown, self.form.desk.now()))

    @property
    def _review_kind(self) -> str:
        return self.form.typed.get(REVIEW_KIND) or self.owed.review_kind

    def _zone_asks(self) -> list[Ask]:
        zone, *others = zone_set().asks(("zone", "reason", "review_on"))
        return [zone, *(replace(ask, within="Zone", needed=True) for ask in others)]

    def _rating_asks(self) -> list[Ask]:
        """How each indicator stands, what helped and what was in the way."""
        return [ask for each in self.indicators for ask in rating_asks(each, rating_of(each).name)]

    def _medication_asks(self) -> list[Ask]:
        (own,) = (ask for ask in asks_of(ContactCompleted) if ask.path == MEDICATION_PATH)
        who, summary = somebody_told().asks(("who", "summary"), TOLD_TITLES)
        return [replace(own, needed=True), replace(who, needed=False), summary]

    def _booking_asks(self) -> list[Ask]:
        titles = {name: {"at": TITLES[name], "method": tr("How")} for name in BOOKINGS}
        first, second = (booking_of(name, None).asks(("at", "method"), titles[name]) for name in BOOKINGS)
        return [*first, *(replace(ask, needed=False) for ask in second)]

    def is_said(self, path: str, typed: Mapping[str, str]) -> bool:
        """Whether the answer to a question of theirs is asked and recorded, given what stands in the others."""
        name, _, field = path.partition(".")
        if not self.is_open(self.part_of(path)):
            return False
        if path == f"{ZONE}.review_on":
            return typed.get(f"{ZONE}.zone") in NOT_GREEN
        if (indicator := indicator_at(self.indicators, path)) is not None:
            return is_said_of_rating(indicator, path, typed, for_activity=typed.get("body.purpose") == "activity")
        if name == TOLD:
            missed = typed.get(MEDICATION_PATH) == "missed" and typed.get("body.purpose") == "medication"
            return bool(typed.get(f"{TOLD}.who")) if field == "summary" else missed or bool(self.owed.of(MEDICATION))
        if name in BOOKINGS and field == "method":
            return bool(typed.get(f"{name}.at"))
        return name != BOOKINGS[1] or bool(typed.get(f"{BOOKINGS[0]}.at"))

    def follows(self, path: str) -> dict[str, str]:
        """What stands in other fields because of an answer: a next contact is as this one was, a zone is looked at
        again as late as the Standards allow, unless somebody says otherwise."""
        name, _, field = path.partition(".")
        typed = self.form.typed
        if (indicator := indicator_at(self.indicators, path)) is not None and field.startswith("step"):
            return self._put(value_by_parts(indicator, name, typed))
        if name in BOOKINGS and field == "at" and not typed.get(f"{name}.method"):
            return {f"{name}.method": typed.get("body.method", "")}
        if path == f"{ZONE}.zone" and typed.get(path) in NOT_GREEN:
            standards = self.form.standards
            longest = standards.limits.zone_review(typed[path])
            return self._put(
                {f"{ZONE}.review_on": standards.calendar.last_day(self.form.desk.now(), longest).isoformat()}
            )
        return {}

    # -- what they make ---------------------------------------------------------------------------------------------

    def besides(self) -> list[Beside]:
        """The entries that the open parts make, in the order they are stored."""
        typed, worker = self.form.typed, self.form.desk.worker
        made = [review_of(self._review_kind)] if self.is_open(REVIEW) else []
        made += [score_of(key, each) for key, each in self.instruments if self._is_scored(key, each)]
        made += [zone_set()] if self.is_open(ZONE) else []
        if self.is_open(RATINGS):
            made += [rating for each in self.indicators if typed.get(f"{(rating := rating_of(each)).name}.value")]
        made += [somebody_told()] if self.is_open(MEDICATION) and typed.get(f"{TOLD}.who") else []
        if self.is_open(NEXT):
            made += [booking_of(BOOKINGS[0], worker)]
            made += [booking_of(BOOKINGS[1], worker)] if typed.get(f"{BOOKINGS[1]}.at") else []
        return made

    def _is_scored(self, key: str, instrument: Instrument) -> bool:
        at = score_of(key, instrument).name
        return self.is_open(REVIEW) and any(self.form.typed.get(f"{at}.{item}") for item in instrument.items)

    def recorded(self) -> list[str]:
        """The parts of which something is recorded."""
        named = {self.part_of(f"{beside.name}.") for beside in self.besides()}
        return [name for name in WORDS if name in named or (name == MEDICATION and self.is_open(name))]


def settled_words(recorded: Sequence[str], before: OwedHere, after: OwedHere) -> str:
    """What one save has settled: `3 settled: contact, review, zone.`; empty where it was the contact alone. `before`
    and `after` are what was owed when the form opened, and what is owed now."""
    gone = [name for name in recorded if _is_settled(name, before.of(name), after.of(name))]
    checked = before.owes("risk_check") and not after.owes("risk_check")
    settled = ["contact", *(WORDS[name] for name in gone), *([tr("risk check")] if checked else [])]
    others = [WORDS[name] for name in recorded if name not in gone]
    if len(settled) == 1 and not others:
        return ""
    said = (
        tr("{n} settled: {settled}.", n=len(settled), settled=", ".join(settled))
        if len(settled) > 1
        else tr("contact, recorded.")
    )
    return tr("{said} Recorded too: {others}.", said=said, others=", ".join(others)) if others else said


def _is_settled(part: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something that a part settles was owed, and is owed no longer. That too little is booked is owed anew by
    each contact: it is settled where nothing of it is left."""
    if part == NEXT:
        return len(after) < len(before)
    return bool({each["key"] for each in before} - {each["key"] for each in after})
