"""What the auditor looked at: each month a sample of every kind, drawn by its seed, scored, every fifth case read again
by somebody who had no part in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from carelist_tui.demo.team import EAST_MANAGER, SOUTH_MANAGER
from carelist_tui.demo.teller import Said, Teller
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.roster import SECOND_EVERY
from carelist_tui.domain.roster.audit_samples import AuditKind
from carelist_tui.domain.seeded_draw import draw
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.views.audit.results import note_of

AUDITOR = "w-ruth"
BEGINS: dict[AuditKind, str] = {
    "ladder": "contact.missed",
    "handover": "handover.opened",
    "decision": "decision.recorded",
    "record": "person.accepted",
    "escalation": "escalation.raised",
}
A_MONTH = 21
"""Service days."""
LATELY = -8
"""The service day of the newest audit."""
CASES = 5
ANSWERS = ("met", "met", "met", "met", "partly", "not_met", "na")
SEEN = ("No word of it in the record.", "A day late, and nobody says why.", "Said in general words only.")


def tell_audits(teller: Teller) -> None:
    """One of each kind a month, from the second month of the service on; the newest of it lately."""
    days = sorted(range(LATELY, teller.began + A_MONTH, -A_MONTH))
    about: dict[str, list[Said]] = {}
    for each in teller.said:
        about.setdefault(_person(each), []).append(each)
    for number, day in enumerate(days or [LATELY]):
        for place, kind in enumerate(BEGINS):
            _audit(teller, about, kind, day, f"14:{10 * place:02}", seed=number + 1)


def _audit(
    teller: Teller, about: dict[str, list[Said]], kind: AuditKind, day: int, clock: str, *, seed: int
) -> None:  # fmt: skip
    at, since, until = teller.at(day, clock), teller.day(day - A_MONTH), teller.day(day)
    begun = [each for each in teller.said_of(BEGINS[kind]) if each.typed_at < teller.at(day, "09:00")]
    if kind == "record":
        told = {_person(each): each for each in begun}
    else:
        told = {_person(each): each for each in reversed(begun) if since <= _day(each) < until}
        # The first of each person: what followed it soon may have joined it.
        told = {each.draft["id"]: each for each in told.values()}
    ids = draw(told, CASES, seed)
    digest = hashlib.sha256("".join(sorted(told)).encode()).hexdigest()
    body = {"kind": kind, "n": CASES, "seed": seed, "from": since.isoformat(), "to": until.isoformat(),
            "known_at": teller.text(day, "09:00"), "digest": digest, "frame": len(told), "ids": ids}  # fmt: skip
    sample = teller.say("sample.drawn", at, body, author=AUDITOR)
    for number, id in enumerate(ids, start=1):
        _score(teller, kind, sample, id, day, f"15:{number:02}")
        if number % SECOND_EVERY == 0 and (reader := _took_no_part(teller, about, told[id])):
            _score(teller, kind, sample, id, day + 1, f"11:{number:02}", reader=reader)


def _person(said: Said) -> str:
    """Whom it is about: their first entry's id."""
    return str(said.draft.get("person", said.draft["id"]))


def _day(said: Said) -> date:
    return datetime.fromisoformat(said.draft["occurred_at"]).date()


def _took_no_part(teller: Teller, about: dict[str, list[Said]], case: Said) -> str | None:
    """A manager of another team who is named nowhere in what is told of the person."""
    story: Sequence[Said] = about[_person(case)]
    words = [f"{each.author} {canonical_json(each.draft)}" for each in story]
    works = {each.draft["body"]["worker"] for each in teller.said_of("worker.added")}
    there = [who for who in (SOUTH_MANAGER, EAST_MANAGER) if who in works]
    return next((who for who in there if not any(who in each for each in words)), None)


def _score(
    teller: Teller, kind: AuditKind, sample: str, case: str, day: int, clock: str, *, reader: str | None = None
) -> None:  # fmt: skip
    answers = {key: teller.pick(ANSWERS) for key in default_standards().criteria(kind)}
    seen = {key: teller.pick(SEEN) for key, answer in answers.items() if answer == "not_met"}
    body: dict[str, object] = {"sample": sample, "subject": case, "answers": answers}
    body |= {"second": True} if reader else {}
    body |= {"note": note_of(seen)} if seen else {}
    teller.say("audit.scored", teller.at(day, clock), body, author=reader or AUDITOR)
