"""Acts that a role matters to: what must stand before, and the draft that somebody tries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.domain.telling import DECISION
from tests.domain.undertaking import HANDOVER, SUMMARY
from tests.roles.telling import AUDITOR, COORDINATOR, NORTH, NOW, SENIOR, WHO, Draft, said, works

EARLIER = NOW - timedelta(hours=3)
SOON = (NOW + timedelta(hours=6)).isoformat()
TOMORROW = (NOW + timedelta(days=1)).date().isoformat()


@dataclass
class Trial:
    """One role's try: about a person of its own. `before` is recorded by another manager, `own` by whoever tries."""

    role: str
    number: int
    before: list[Draft] = field(default_factory=list)
    own: list[Draft] = field(default_factory=list)

    @property
    def person(self) -> str:
        return self.id(1)

    @property
    def who(self) -> str:
        return WHO[self.role]

    def id(self, place: int) -> str:
        return f"019c0000-0000-7000-8000-{self.number:08d}{place:04d}"

    def about(self, kind: str, body: Draft, *, place: int = 0, **envelope: Any) -> Draft:
        """A draft about the person; with a `place` it can be named by its id."""
        at = EARLIER + timedelta(minutes=place) if place else NOW
        return said(kind, body, at, person=self.person, **({"id": self.id(place)} if place else {}), **envelope)

    def accept(self, tier: str = "standard") -> None:
        body = {"given": "Amina", "family": "Yusuf", "source": "gp", "team": NORTH, "tier": tier}
        self.before.append(said("person.accepted", body | {"ref": f"P-{self.number}"}, EARLIER, id=self.person))

    def miss(self) -> str:
        """Somebody whose contact was missed; gives the missed contact."""
        self.accept()
        body = {"expected_at": EARLIER.isoformat(), "method": "call", "how": "no_reply"}
        self.before.append(self.about("contact.missed", body, place=2))
        return self.id(2)

    def decide(self, decision: str, episode: str | None, by: str | None = None, place: int = 0, **more: Any) -> Draft:
        body = DECISION | {"decision": decision} | more
        body |= {"episode": episode} if episode else {}
        body |= {"authorised_by": by} if by else {}
        body |= {} if decision in ("escalate", "agree") else {"review_at": SOON}
        return self.about("decision.recorded", body, place=place)

    def noes(self, episode: str, count: int) -> None:
        self.before += [self.decide("do_not_escalate", episode, place=3 + number) for number in range(count)]

    def correct(self, place: int, replacement: Draft | None, **envelope: Any) -> Draft:
        body = {"entry": self.id(place), "reason": "typed in error", "replacement": replacement}
        return self.about("entry.corrected", body, **envelope)


Act = Callable[[Trial], Draft]


def pause(by: str | None) -> Act:
    return lambda trial: trial.decide("pause", trial.miss(), by or None if by != "self" else trial.who)


def first_no(trial: Trial) -> Draft:
    return trial.decide("do_not_escalate", trial.miss())


def third_no(by: str | None) -> Act:
    def act(trial: Trial) -> Draft:
        episode = trial.miss()
        trial.noes(episode, 2)
        return trial.decide("do_not_escalate", episode, by if by != "self" else trial.who)

    return act


def no_while_high(by: str | None) -> Act:
    def act(trial: Trial) -> Draft:
        episode = trial.miss()
        trial.before.append(trial.about("zone.set", {"zone": "red", "reason": "x", "review_on": TOMORROW}, place=3))
        return trial.decide("do_not_escalate", episode, by if by != "self" else trial.who)

    return act


def wait(zone: str, by: str | None) -> Act:
    """It is said that somebody in that zone can wait until the service is back."""

    def act(trial: Trial) -> Draft:
        trial.accept()
        review = {} if zone == "green" else {"review_on": TOMORROW}
        trial.before.append(trial.about("zone.set", {"zone": zone, "reason": "x", **review}, place=3))
        body: dict[str, Any] = {"route": "safe_to_wait", "note": "his sister is there"}
        who = by if by != "self" else trial.who
        return trial.about("cover.arranged", body | ({"authorised_by": who} if who else {}))

    return act


def stop(by: str, on_behalf_of: str | None = None) -> Act:
    def act(trial: Trial) -> Draft:
        body = {"episode": trial.miss(), "reason": "calls frighten him", "safety_plan": "his sister looks in"}
        body |= {"authorised_by": by if by != "self" else trial.who, "review_at": SOON}
        told: dict[str, Any] = {"on_behalf_of": on_behalf_of} if on_behalf_of else {}
        return trial.about("outreach.stopped", body, **told)

    return act


def tier(to: str, by: str | None = None) -> Act:
    def act(trial: Trial) -> Draft:
        trial.accept()
        named = {"authorised_by": by if by != "self" else trial.who} if by else {}
        return trial.about("tier.set", {"tier": to, "reason": "as agreed", **named})

    return act


def discharge(by: str | None) -> Act:
    def act(trial: Trial) -> Draft:
        trial.accept()
        trial.before.append(trial.decide("agree", None, by, place=2, about="discharge"))
        body = {"destination": "GP", "reason": "goals_met", "note": "agreed", "decision": trial.id(2)}
        return trial.about("person.discharged", body)

    return act


def _died(trial: Trial) -> None:
    trial.accept()
    died = {"reported_by": "GP", "confirmed": True}
    trial.before.append(trial.about("person.died", died, place=2))


def learn_from_a_death(trial: Trial) -> Draft:
    _died(trial)
    body = {"kind": "learning", "about": trial.id(2), "root_cause": "none", "what_changes": "nothing",
            "decisions": "her family was told", "next_review_on": SOON[:10]}  # fmt: skip
    return trial.about("review.completed", body)


def close_after_a_death(trial: Trial) -> Draft:
    _died(trial)
    return _closing(trial, {"about": trial.id(2)})


def close_an_action(trial: Trial) -> Draft:
    _died(trial)
    return _closing(trial, {})


def _closing(trial: Trial, said: dict[str, Any]) -> Draft:
    body = {"title": "tell her landlord", "owner": "w-man", "due_at": SOON, "area": "housing", **said}
    trial.before.append(trial.about("action.opened", body, place=3))
    return trial.about("action.closed", {"action": trial.id(3), "outcome": "done", "note": "told by telephone"})


def close_not_found(by: str | None) -> Act:
    def act(trial: Trial) -> Draft:
        episode = trial.miss()
        weighed = {"capacity_considered": "no doubt", "persons_view": "unknown; the GP was told, and how to come back"}
        trial.before.append(trial.decide("continue", episode, by, place=3, **weighed))
        return trial.about("episode.closed", {"episode": episode, "outcome": "not_found", "decision": trial.id(3)})

    return act


def correct_own(trial: Trial) -> Draft:
    trial.accept()
    trial.own.append(trial.about("zone.set", {"zone": "green", "reason": "well"}, place=2))
    return trial.correct(2, None)


def correct_what_was_typed_for_them(trial: Trial) -> Draft:
    trial.accept()
    decided = trial.who if trial.who != WHO["auditor"] else SENIOR
    body = {"zone": "green", "reason": "well"}
    trial.before.append(trial.about("zone.set", body, place=2, on_behalf_of=decided))
    return trial.correct(2, None)


def correct_anothers(on_behalf_of: str | None = None) -> Act:
    def act(trial: Trial) -> Draft:
        trial.accept()
        trial.before.append(trial.about("zone.set", {"zone": "green", "reason": "well"}, place=2))
        return trial.correct(2, None, **({"on_behalf_of": on_behalf_of} if on_behalf_of else {}))

    return act


def correct_into_a_pause(by: str | None) -> Act:
    def act(trial: Trial) -> Draft:
        episode = trial.miss()
        trial.own.append(trial.decide("continue", episode, place=3))
        return trial.correct(3, trial.decide("pause", episode, by)["body"])

    return act


def correct_into_a_lighter_tier(trial: Trial) -> Draft:
    trial.accept()
    trial.own.append(trial.about("tier.set", {"tier": "enhanced", "reason": "as agreed"}, place=2))
    return trial.correct(2, {"tier": "light", "reason": "as agreed"})


def correct_twice_into_a_pause(trial: Trial) -> Draft:
    episode = trial.miss()
    sound = trial.decide("continue", episode)["body"]
    trial.own += [
        trial.decide("continue", episode, place=3),
        trial.correct(3, sound | {"what_changed": "the neighbour rang"}) | {"id": trial.id(4)},
    ]
    body = {"entry": trial.id(3), "reason": "typed in error", "replacement": sound | {"decision": "pause"}}
    return trial.correct(4, body)


def fix_a_word_in_a_no_while_high(trial: Trial) -> Draft:
    """The no was nobody else's to agree when it was recorded; that the person was high came to be known later."""
    episode = trial.miss()
    no = trial.decide("do_not_escalate", episode, place=5)
    red = trial.about("zone.set", {"zone": "red", "reason": "x", "review_on": TOMORROW}, place=4)
    trial.own += [no, red]
    return trial.correct(5, no["body"] | {"what_changed": "the neighbour rang"})


def enrol(on_behalf_of: str | None = None) -> Act:
    def act(trial: Trial) -> Draft:
        return works(f"w-add-{trial.number}", "senior") | ({"on_behalf_of": on_behalf_of} if on_behalf_of else {})

    return act


def correct_a_worker(trial: Trial) -> Draft:
    trial.before.append(works(f"w-add-{trial.number}", "senior") | {"id": trial.id(1)})
    body = works(f"w-add-{trial.number}", "manager")["body"]
    return said("entry.corrected", {"entry": trial.id(1), "reason": "typed in error", "replacement": body})


def for_an_auditor(trial: Trial) -> Draft:
    trial.accept()
    return trial.about("zone.set", {"zone": "green", "reason": "well"}, on_behalf_of=AUDITOR)


def score_for_an_auditor(trial: Trial) -> Draft:
    trial.accept()
    body = {"sample": "ladder, seed 7", "subject": trial.person, "answers": {"summary": "met"}}
    return said("audit.scored", body, on_behalf_of=AUDITOR)


def name_coordinator(worker: str) -> Act:
    def act(trial: Trial) -> Draft:
        trial.accept()
        body = {"coordinator": worker, "clinical_oversight": "Dr Osei"}
        return trial.about("coordinator.named", body)

    return act


def book_for(worker: str) -> Act:
    def act(trial: Trial) -> Draft:
        trial.accept()
        body = {"at": SOON, "method": "visit", "purpose": "routine", "worker": worker}
        return trial.about("contact.planned", body)

    return act


def cover_by(worker: str) -> Act:
    def act(trial: Trial) -> Draft:
        body = {"worker": SENIOR, "from": SOON, "cover": [{"persons": "all", "by": worker}]}
        return said("worker.away", body, NOW)

    return act


def accept_handover(*, own: bool, by: str | None = None) -> Act:
    def act(trial: Trial) -> Draft:
        trial.accept()
        body = HANDOVER | {"to_team": NORTH, "complete_by": TOMORROW, "summary": SUMMARY}
        (trial.own if own else trial.before).append(trial.about("handover.opened", body, place=2))
        taken = {"handover": trial.id(2), "first_contact_at": SOON, "receiving_worker": by or trial.who}
        return trial.about("handover.accepted", taken)

    return act


hand_to_an_auditor = accept_handover(own=False, by=AUDITOR)
accept_ones_own = accept_handover(own=True, by=COORDINATOR)
