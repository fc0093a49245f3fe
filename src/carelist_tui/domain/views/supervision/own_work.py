"""What a worker did since the last supervision, and what followed: contacts that were missed, steps that were late,
every "no", and what a senior's word was asked for. It counts by the rules of the measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import ContactMissed, DecisionRecorded, OutreachStopped, ReportConfirmed
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.subjects.response import steps_on_time
from carelist_tui.domain.person.facts import Decision
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.views.supervision.held_person import HeldPerson, Point
from carelist_tui.domain.words import inside, moment_in_full

STOPPED = "stopped"
NOT_OTHERS = ("what_changed", "rationale", "reason", "safety_plan", "risk_of_harm", "capacity_considered",
              "persons_view")  # fmt: skip
"""What of a decision is read: how it was thought, not whom it names."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One "no": the entry, about whom, what was decided when, and what followed. `texts` are its (title, words), with
    everybody else's name left out."""

    entry: str
    point: Point
    at: datetime
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OwnWork:
    """What one worker did about one person after `since`."""

    held: HeldPerson
    worker: str
    since: datetime
    roster: Roster

    def _when(self, moment: datetime) -> str:
        return moment_in_full(moment, self.held.ground.calendar.zone)

    def _is_new(self, moment: datetime) -> bool:
        return self.since < moment <= self.held.at

    def missed(self) -> Iterator[Point]:
        """Each contact missed while the worker coordinated, and whether they were spoken to since."""
        course = self.held.course
        for entry, body in course.said(ContactMissed):
            if not self._is_new(body.expected_at) or course.coordinator_at(entry.occurred_at) != self.worker:
                continue
            met = course.state.contact_since(body.expected_at)
            then = tr("spoken to {day}", day=self.held.day(met.at)) if met is not None else tr("not spoken to since")
            yield self.held.point(f"{self._when(body.expected_at)}, {choice_in_words(body.how)}; {then}")

    def late_steps(self) -> Iterator[Point]:
        """Each missed-contact step that was the worker's when it fell due, and was not done by then."""
        zone = self.held.ground.calendar.zone
        for case in steps_on_time(self.held.course):
            if case.due_at is None or not self._is_new(case.due_at) or case.counted or case.excluded:
                continue
            place = case.place
            owner = self.roster.owner(place.worker, None, place.team, case.person, case.due_at, zone)
            if owner == self.worker:
                done = (
                    tr("done {when}", when=self._when(case.stops_at)) if case.stops_at is not None else tr("not done")
                )
                yield self.held.point(
                    tr(
                        "{title}, due {when}; {done}",
                        title=inside(case.facts["title"]),
                        when=self._when(case.due_at),
                        done=done,
                    )
                )

    def noes(self) -> Iterator[Refusal]:
        """Each "no" of the worker's (records.md), the stopping of steps among them."""
        course = self.held.course
        for decision in course.state.decisions:
            is_no = decision.decision == STOPPED or course.ground.says_no(decision)
            entry = course.entry(decision.id)
            if entry is None or not is_no or decision.by != self.worker or not self._is_new(decision.at):
                continue
            words = f"{self._when(decision.at)}, {choice_in_words(decision.decision)}; {self._followed(decision)}"
            yield Refusal(decision.id, self.held.point(words), decision.at, tuple(self._texts(entry)))

    def _followed(self, decision: Decision) -> str:
        """Its review, what was decided next about the same, when they were spoken to, and a crisis."""
        state, said, review_at = self.held.course.state, list[str](), decision.review_at
        again = [each for each in state.decisions if each.subject == decision.subject and each.order > decision.order]
        met = next((each for each in state.contacts if each.at > decision.at), None)
        if review_at is not None:
            said.append(tr("to be looked at again {when}", when=self._when(review_at)))
        if again:
            said.append(
                tr(
                    "decided again {when}: {decision}",
                    when=self._when(again[0].at),
                    decision=choice_in_words(again[0].decision),
                )
            )
        elif review_at is not None and review_at < self.held.at and (met is None or met.at > review_at):
            said.append(tr("not looked at by then"))
        said.append(tr("spoken to {when}", when=self._when(met.at)) if met is not None else tr("not spoken to since"))
        crisis = next((each for each in state.crises if each.at > decision.at), None)
        if crisis is not None:
            said.append(tr("CRISIS {when}", when=self._when(crisis.at)))
        return "; ".join(said)

    def _texts(self, entry: Entry) -> Iterator[tuple[str, str]]:
        left_out, body = self.held.others_left_out, entry.body
        if not isinstance(body, DecisionRecorded | OutreachStopped):
            return
        for name, field in type(body).model_fields.items():
            words = getattr(body, name) if name in NOT_OTHERS else None
            if words and words.strip():
                yield str(field.title), left_out(words)

    def authority_asked(self) -> Iterator[Point]:
        """Each act of the worker's for which somebody above was named, and whether they have said so. Who that was
        needs no name here."""
        course = self.held.course
        said = {body.about: (entry.occurred_at, body.true) for entry, body in course.said(ReportConfirmed)}
        waits = {each.id for each in self.held.ground.state.authorities}
        for entry in course.entries:
            named = getattr(entry.body, "authorised_by", None)
            is_own = entry.decided_by == self.worker and entry.origin is None
            if not named or named == self.worker or not is_own or not self._is_new(entry.occurred_at):
                continue
            if entry.id in said:
                at, true = said[entry.id]
                answer = f"{tr('confirmed') if true else tr('DENIED')} {self._when(at)}"
            elif entry.author == named:
                answer = tr("recorded by themself")
            else:
                answer = tr("waits for their word") if entry.id in waits else tr("asked for no longer")
            yield self.held.point(f"{_what(entry)}, {self._when(entry.occurred_at)}; {answer}")


def _what(entry: Entry) -> str:
    body = entry.body
    if isinstance(body, DecisionRecorded):
        words, about = choice_in_words(body.decision), choice_in_words(body.about)
        return words if about == words else tr("{words} about {about}", words=words, about=about)
    return inside(type(body).LABEL) if body is not None else ""
