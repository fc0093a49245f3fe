"""Missed contacts, their ladders and what was done, worked out by hand from a story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.planted.hours import hours_after, same_day
from tests.planted.standing import (
    FOREVER,
    Span,
    accepted_before,
    away_spans,
    became_high,
    death,
    death_confirmed_at,
    has_early_warning,
    is_high,
    live_contacts,
    refused_spans,
    senior_word,
    zone_at,
)
from tests.planted.story import Entry, Told, moment_of

DOES_NO_STEP = {"invalid_number", "bounced", "wrong_person"}
LADDERS: dict[str, list[tuple[str, list[str], str, str]]] = {
    "standard": [
        ("same_day_attempt", ["call", "text", "email"], "person", "same day"),
        ("next_day_follow_up", ["call", "text", "email", "visit"], "person", "24"),
        ("in_person_check", ["visit"], "person", "48"),
        ("partner_notification", ["call", "email"], "partner", "72"),
    ],
    "first_contact": [
        ("second_attempt", ["call", "text"], "person", "24"),
        ("third_attempt", ["call", "text", "visit"], "person", "24"),
    ],
    "high_risk": [
        ("immediate_attempt", ["call"], "person", "2 h"),
        ("welfare_visit", ["visit"], "person", "same day"),
        ("partner_notification", ["call", "email"], "partner", "same day"),
    ],
}


@dataclass
class Step:
    """A step of a ladder: when it is due, what did it, what skipped it."""

    key: str
    methods: list[str]
    to: str
    due: datetime
    done: Entry | None = None
    skipped: Entry | None = None


@dataclass
class Episode:
    """A missed contact from t to its end, with those that joined it."""

    told: Told
    opener: Entry
    t: datetime
    joined: list[Entry] = field(default_factory=list)
    end: datetime | None = None
    ended_by: str = ""
    ladder: str = "standard"
    steps: list[Step] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        return {self.opener.id, *(entry.id for entry in self.joined)}

    @property
    def start(self) -> datetime:
        """Expected at, or when the service learned of the miss, if that was later."""
        return max(self.t, moment_of(self.opener.raw["learned_at"])) if self.opener.raw.get("learned_at") else self.t

    @property
    def over(self) -> datetime:
        return self.end or FOREVER

    def is_about(self, entry: Entry) -> bool:
        return entry.get("episode") in self.ids


def expected(entry: Entry) -> datetime:
    return moment_of(str(entry.get("expected_at")))


def episodes(told: Told) -> list[Episode]:
    """Every missed contact that opened one, in order of when it was expected; the others joined."""
    found: list[Episode] = []
    for entry in sorted(told.of("contact.missed"), key=lambda entry: (expected(entry), entry.place)):
        t = expected(entry)
        if found and found[-1].t <= t < found[-1].over:
            found[-1].joined.append(entry)
            find_end(found[-1])
            continue
        episode = Episode(told, entry, t)
        find_end(episode)
        found.append(episode)
    for episode in found:
        climb(episode)
    return found


def find_end(episode: Episode) -> None:
    """The first live contact at or after t, a closing from a senior's own word, an answer where that is enough, or a
    confirmed death."""
    told, ends = episode.told, []
    episode.ladder = ladder_of(told, episode.t)
    for contact in live_contacts(told):
        if contact.at >= episode.t:
            ends.append((contact.at, "contact"))
    for entry in told.of("episode.closed"):
        if episode.is_about(entry) and (word := closed_from(told, entry)):
            ends.append((word, "closed"))
    for entry in told.of("outreach.attempted"):
        if entry.at >= episode.t and entry.get("outcome") == "replied" and entry.get("to") == "person":
            green = zone_at(told, entry.at) == "green" and not has_early_warning(told, entry.at)
            if green and episode.ladder == "standard":
                ends.append((entry.at, "replied"))
    if (died := death_confirmed_at(told)) and died >= episode.t:
        ends.append((died, "died"))
    episode.end, episode.ended_by = min(ends, default=(None, ""))


def closed_from(told: Told, entry: Entry) -> datetime | None:
    """From when a closing counts: the word of whoever its decision names."""
    decision = next((each for each in told.of("decision.recorded") if each.id == entry.get("decision")), None)
    named = decision.get("authorised_by") if decision else None
    if decision is None or not told.is_senior(str(named)):
        return None
    words = told.confirmations(entry.id) + told.confirmations(decision.id)
    if any(word.get("true") is False for word in words):
        return None
    if named in {decision.word, entry.word}:
        return entry.at
    given = [word.at for word in words if word.get("true") and word.raw["author"] == named]
    return max(entry.at, min(given)) if given else None


def ladder_of(told: Told, t: datetime) -> str:
    if is_high(told, t):
        return "high_risk"
    accepted = accepted_before(told, t)
    since = accepted.at if accepted else t
    met = any(since <= contact.at < t for contact in live_contacts(told))
    return "standard" if met else "first_contact"


def climb(episode: Episode) -> None:
    """Works out when each step is due, and what did it."""
    start = episode.start
    file = episode.told.standards_at(episode.t).get("ladders", {}).get(episode.ladder, {})
    adopted = {step["key"]: str(step["due"]).removesuffix(" hours") for step in file.get("steps", [])}
    for key, methods, to, shipped in LADDERS[episode.ladder]:
        high, due = episode.ladder == "high_risk", adopted.get(key, shipped)
        if due == "same day":
            moment = same_day(start, high=high)
        elif due == "2 h":
            moment = start + timedelta(hours=2)
        else:
            moment = hours_after(start, int(due), is_visit=methods == ["visit"])
        episode.steps.append(Step(key, methods, to, moment))
    do_steps(episode)
    none_later_than_the_next(episode)
    if episode.ladder != "high_risk":
        for entry in became_high(episode.told, episode.t, episode.over):
            bring_forward(episode, max(entry.at, entry.learned))
    none_later_than_the_next(episode)
    put_off(episode)


def none_later_than_the_next(episode: Episode) -> None:
    for index in range(len(episode.steps) - 2, -1, -1):
        episode.steps[index].due = min(episode.steps[index].due, episode.steps[index + 1].due)


def put_off(episode: Episode) -> None:
    """A stop whose review has passed, with nothing said since, makes what fell due meanwhile due at that review. So
    does a pause."""
    for entry in episode.told.of("decision.recorded"):
        if episode.is_about(entry) and entry.get("decision") == "pause" and senior_word(episode.told, entry):
            until = moment_of(str(entry.get("review_at")))
            for step in episode.steps:
                if entry.at < step.due < until < episode.over:
                    step.due = until
    for _, span in stopped_spans(episode.told, [episode]):
        if span.end == span.review and span.end < episode.over:
            for step in episode.steps:
                if span.begin < step.due < span.end:
                    step.due = span.end


def bring_forward(episode: Episode, r: datetime) -> None:
    """Once they are high, what is not done is due in two hours, a visit or a partner the same day."""
    for step in episode.steps:
        if step.done is not None and step.done.at <= r:
            continue
        if step.to == "person" and step.methods != ["visit"]:
            step.due = min(step.due, r + timedelta(hours=2))
        else:
            step.due = min(step.due, same_day(r, high=True))


def do_steps(episode: Episode) -> None:
    for entry in episode.told.of("outreach.attempted", "decision.recorded"):
        if entry.at < episode.t or entry.at > episode.over or not episode.is_about(entry):
            continue
        if entry.type == "decision.recorded":
            if entry.get("decision") == "skip_step":
                for step in episode.steps:
                    if step.key == entry.get("step") and step.done is None and step.skipped is None:
                        step.skipped = entry
            continue
        found = fitting(episode, entry)
        if found is not None:
            found.done = entry


def fitting(episode: Episode, attempt: Entry) -> Step | None:
    """The step that an attempt does: the one it names, else the first it fits."""
    if attempt.get("outcome") in DOES_NO_STEP:
        return None
    for step in episode.steps:
        to = {"person"} if step.to == "person" else {"trusted_contact", "partner"}
        named = attempt.get("step") in {None, step.key}
        if step.done is None and named and attempt.get("method") in step.methods and attempt.get("to") in to:
            return step
    return None


def stopped_spans(told: Told, runs: list[Episode]) -> list[tuple[Episode, Span]]:
    """When steps were stopped with authority: until the review, another decision about it, or its end."""
    found = []
    for episode in runs:
        for entry in told.of("outreach.stopped"):
            if episode.is_about(entry) and senior_word(told, entry):
                ends = [moment_of(str(entry.get("review_at"))), episode.over]
                for other in told.of("decision.recorded"):
                    if episode.is_about(other) and other.at > entry.at and other.get("decision") != "pause":
                        ends.append(other.at)
                found.append((episode, Span(entry.at, min(ends), "stopped", ends[0])))
    return found


def out_of_reach(told: Told, runs: list[Episode], *, stopped_of: Episode | None = None) -> list[Span]:
    """Every time in which they were dead, away or refusing; with `stopped_of`, also stopped in that missed contact."""
    open_at = [(run.t, run.over) for run in runs]
    found = away_spans(told, open_at) + refused_spans(told, open_at)
    if died := death(told):
        found.append(Span(died.at, FOREVER, "died"))
    if stopped_of is not None:
        found += [span for episode, span in stopped_spans(told, runs) if episode.opener.id == stopped_of.opener.id]
    return found


ORDER = ["died", "away", "refused", "stopped"]


def left_out(spans: list[Span], until: datetime, stop: datetime | None) -> str | None:
    """Why a case is left out: out of reach before its window ended and when it did, and not stopped by then."""
    if stop is not None and stop <= until:
        return None
    found = [span.why for span in spans if span.begin < until < span.end]
    return min(found, key=ORDER.index, default=None)
