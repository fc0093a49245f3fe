"""Who leaves by FHIR: nobody's words in confidence, no reason of a refusal and nobody around the person, unless the
reason given asks for them. Whatever else somebody typed leaves where a table says so, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.entries import TYPES, check_draft
from carelist_tui.domain.names import fold_name
from carelist_tui.exchange.deidentified import Deidentifier
from tests.domain.telling import CHECK, DECISION, KEPT, PLAN, Story, london
from tests.exchange.fhir_r4.taken_out import of, told
from tests.profiles import dear

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[3] / "schemas" / "examples"
AT = "2026-12-01 09:00"
IN_CONFIDENCE = "zq7 Quillfeather of the ninth bell"

LEAVES: dict[str, set[str]] = {
    "action.opened": {"title"},
    "contact.completed": {"plan_72h", "signs_seen[].sign", "what_we_did"},
    "contact.planned": {"place", "worker"},
    "coordinator.named": {"clinical_oversight", "coordinator"},
    "decision.recorded": {
        "capacity_considered", "persons_view", "rationale", "restriction.less_tried", "restriction.what",
        "restriction.why_proportionate", "risk_of_harm", "what_changed",
    },
    "engagement_plan.agreed": {"early_warning_signs[]", "if_missed", "safe_places"},
    "handover.opened": {
        "summary.agreed_goals", "summary.contingency_plan", "summary.current_risks", "summary.medication",
        "summary.recent_incidents", "summary.safeguarding_status", "to_team", "transition.contacts_next_14_days",
        "transition.immediate_safety", "transition.medication_actions", "transition.red_flags",
    },
    "indicator.agreed": {"name"},
    "outreach.attempted": {"note", "why_missed"},
    "person.accepted": {
        "accessible_format", "address", "coordinator", "email", "family", "given", "gp", "interpreter", "known_as",
        "language", "legal_status", "phones[].number", "pronouns", "ref", "team",
    },
    "person.admitted": {"where"},
    "person.details_updated": {"phones[].number"},
    "referral.received": {"family", "given", "ref"},
    "risk_check.completed": {"environmental_concerns", "recent_disclosures", "relapse_indicators[]"},
    "zone.set": {"reason"},
}  # fmt: skip
"""By type, the fields that somebody typed into and that leave unasked, without the names in them: what was done,
decided and is owed about the person, and who they are."""
ASKED: dict[str, set[str]] = {
    "consent.recorded": {"rationale"},
    "engagement_plan.agreed": {"avoid_note", "own_words"},
    "handover.declined": {"reason"},
    "partner.contacted": {"who"},
    "person.accepted": {"must_not_contact[]", "partners[].agency", "partners[].name", "partners[].phone"},
    "risk_check.completed": {"third_party_information"},
}
"""Those that leave besides where the reason given asks for others' words. Of an attempt to somebody else all."""
BESIDES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("outreach.attempted", {"method": "call", "to": "person", "outcome": "no_answer", "why_missed": "The bus.",
                            "note": "Rang twice."}, "2026-03-10T11:30:00Z"),
    ("decision.recorded", {**DECISION, "about": "other", "review_at": "2026-03-12T10:00:00Z", "restriction": {
        "what": "Not alone.", "why_proportionate": "For now.", "less_tried": "Asked."}}, "2026-03-10T11:30:00Z"),
    ("consent.recorded", {"scope": "contact", "given": False, "basis": "consent", "rationale": "Said so.",
                          "review_on": "2026-03-20"}, "2026-03-10T11:30:00Z"),
)  # fmt: skip
"""What the examples do not say."""


def leaves_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, text) of each text within a body; those of a list have one path."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves_of(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves_of(part, f"{path}[]")
    elif isinstance(value, str):
        yield path, value


def put(value: Any, at: str, words: str, path: str = "") -> Any:
    """The same with other words at a path."""
    if isinstance(value, dict):
        return {name: put(part, at, words, f"{path}.{name}" if path else name) for name, part in value.items()}
    if isinstance(value, list):
        return [put(part, at, words, f"{path}[]") for part in value]
    return words if path == at and isinstance(value, str) else value


def bodies() -> Iterator[tuple[str, dict[str, Any], str]]:
    """(type, body, when) of an example of each type that is about a person."""
    for path in sorted(EXAMPLES.glob("*.v1.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        if TYPES[raw["type"]].ABOUT_PERSON and raw["type"] not in ("entry.corrected", "persons.joined"):
            yield raw["type"], raw["body"], raw["occurred_at"]
    yield from BESIDES


def typed_fields(kind: str, body: dict[str, Any], at: str) -> list[str]:
    """The fields of a body that somebody can type anything into."""
    raw = {"type": kind, "v": 1, "id": Story.person, "person": Story.person, "author": "w-a", "occurred_at": at}
    found = []
    for path, text in dict(leaves_of(body)).items():
        changed = put(body, path, IN_CONFIDENCE)
        kept = next(Deidentifier(b"x").entries([{**raw, "body": body}]))["body"]
        draft = {"type": kind, "occurred_at": at, "body": changed, "person": Story.person}
        is_free = text not in dict(leaves_of(kept)).values() and not list(check_draft(draft, now=london(AT)))
        found += [path] if is_free else []
    return found


def told_with(kind: str, body: dict[str, Any], at: str, *, others_words: bool) -> str:
    """What is told of somebody of whose story this is one entry."""
    story, clock = Story(), at[:16].replace("T", " ")
    if kind not in ("person.accepted", "referral.received"):
        story.accept(min(clock, "2026-03-01 00:00"))
    story.tell(clock, kind, body)
    when = london(clock) + timedelta(hours=1)
    return json.dumps(told(story.person, story.entries, when, others_words=others_words), ensure_ascii=False)


@cache
def found(kind: str, *, others_words: bool) -> frozenset[str]:
    """The typed fields of a type of which the words leave."""
    return frozenset(
        path
        for each, body, at in bodies()
        if each == kind
        for path in typed_fields(kind, body, at)
        if "Quillfeather" in told_with(kind, put(body, path, IN_CONFIDENCE), at, others_words=others_words)
    )


KINDS = sorted({kind for kind, _, _ in bodies()})


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_type_the_words_leave_that_the_table_names(kind: str) -> None:
    assert found(kind, others_words=False) == LEAVES.get(kind, set())
    asked = found(kind, others_words=True)
    assert asked == LEAVES.get(kind, set()) | ASKED.get(kind, set()) - OF_A_HANDOVER


OF_A_HANDOVER = {"reason"}
"""Why somebody declined stands with the handover that they declined."""


def test_why_a_handover_was_declined_leaves_only_where_that_is_asked_for() -> None:
    story = Story()
    story.settle("2026-03-02 09:00")
    body = next(body for kind, body, _ in bodies() if kind == "handover.opened")
    internal = {name: value for name, value in body.items() if name not in ("direction", "other_party", "to_worker")}
    opened = story.tell("2026-03-03 09:00", "handover.opened", {**internal, "complete_by": "2026-03-20"})
    story.tell("2026-03-04 09:00", "handover.declined", {"handover": opened, "reason": IN_CONFIDENCE})
    for asked in (False, True):
        (task,) = (each for each in of("Task", told(story.person, story.entries, london("2026-03-05 09:00"),
                                                     others_words=asked)) if each["intent"] == "order")  # fmt: skip
        assert task["status"] == "rejected"
        assert ("Quillfeather" in json.dumps(task)) is asked


def named_by(way: str, name: str, phone: str) -> tuple[str, dict[str, Any]]:
    """An entry by which somebody around the person is named."""
    attempt = {"method": "call", "to": "trusted_contact", "name": name, "outcome": "no_news"}
    refusal = {"scope": "share", "with": name, "given": False, "basis": "consent", "rationale": "She asked us not to."}
    telling = {**DECISION, "about": "information_sharing", "decision": "agree",
               "sharing": {"with": name, "basis": "vital_interests", "rationale": "In danger."}}  # fmt: skip
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "partner": ("person.details_updated", {"partners": [{"name": name, "agency": "Charity", "phone": phone}]}),
        "must not be told": ("person.details_updated", {"must_not_contact": [name]}),
        "asked": ("outreach.attempted", attempt),
        "rang us": ("partner.contacted", {"direction": "in", "who": name, "summary": "Worried.", "worried": True}),
        "refused": ("consent.recorded", refusal),
        "told": ("decision.recorded", telling),
        "agreed": ("engagement_plan.agreed", {**PLAN, "may_contact": [
            {"name": name, "relation": "friend", "phone": phone, "consent": True}]}),
    }  # fmt: skip
    return ways[way]


LATER = "2026-03-05T10:00:00Z"
WAYS = ("partner", "must not be told", "asked", "rang us", "refused", "told", "agreed")
NAMES = st.tuples(st.sampled_from(["Zebedee", "Ottoline", "Ngozi-Ada", "Zoë", "Ólafur"]),
                  st.sampled_from(["", " Quillfeather", " O’Brannigan", " d’Avranches"])).map("".join)  # fmt: skip
SAID_AS = st.sampled_from([str, str.upper, str.title])


@pytest.mark.long
@dear(150)
@given(way=st.sampled_from(WAYS), name=NAMES, said_as=SAID_AS, as_correction=st.booleans())
def test_nobody_around_the_person_leaves_by_any_words_unasked(
    way: str, name: str, said_as: Any, *, as_correction: bool
) -> None:
    phone, said = "020 7946 0991", f"Rang {said_as(name)} on 02079460991, who was there."
    story = Story()
    story.accept("2026-03-02 09:00")
    kind, body = named_by(way, name, phone)
    if as_correction:
        first, first_body = named_by(way, "Somebody Else", "0191 498 0000")
        entry = story.tell("2026-03-02 10:00", first, first_body)
        story.tell("2026-03-02 11:00", "entry.corrected", {"entry": entry, "reason": "another", "replacement": body})
    else:
        story.tell("2026-03-02 10:00", kind, body)
    story.tell("2026-03-03 10:00", "contact.completed", {**KEPT, "what_we_did": said})
    story.tell("2026-03-03 11:00", "risk_check.completed", {**CHECK, "recent_disclosures": said,
                                                            "third_party_information": said})  # fmt: skip
    story.tell(
        "2026-03-03 12:00",
        "decision.recorded",
        {**DECISION, "about": "other", "rationale": said, "what_changed": said, "review_at": LATER},
    )
    story.tell("2026-03-03 13:00", "zone.set", {"zone": "amber", "reason": said, "review_on": "2026-03-09"})
    story.attempt("2026-03-03 14:00", None, None, note=said)
    story.tell(
        "2026-03-03 15:00", "action.opened", {"title": said, "owner": "w-tom", "due_at": LATER, "area": "housing"}
    )
    quiet, asked = (
        json.dumps(
            told(story.person, story.entries, london("2026-03-03 16:00"), others_words=words), ensure_ascii=False
        )
        for words in (False, True)
    )
    folded = fold_name(name)
    assert folded not in fold_name(quiet)
    if way in ("partner", "agreed"):
        assert "79460991" not in quiet.replace(" ", "")
    assert folded in fold_name(asked)
    assert "Rang " in quiet, "what was done leaves all the same"


def test_what_an_attempt_to_somebody_else_came_to_leaves_only_where_it_was_no_confidence() -> None:
    said = {"method": "call", "to": "trusted_contact", "name": "Zebedee", "outcome": "says_worried", "note": "Crying."}
    for openly, asked in ((None, False), (False, False), (None, True)):
        story = Story()
        story.accept("2026-03-02 09:00")
        body = said if openly is None else {**said, "in_confidence": openly}
        story.tell("2026-03-02 10:00", "outreach.attempted", body)
        resources = told(story.person, story.entries, london("2026-03-03 16:00"), others_words=asked)
        (made,) = of("Communication", resources)
        says = openly is False or asked
        assert made["status"] == ("completed" if says else "unknown")
        assert ("worried" in json.dumps(made)) is says
        assert ("Crying" in json.dumps(made)) is says
        assert ("Zebedee" in json.dumps(made)) is False
        assert ("Zebedee" in json.dumps(resources)) is asked


def test_an_unsafe_number_and_the_groups_of_a_person_leave_in_no_way() -> None:
    story = Story()
    story.accept("2026-03-02 09:00", phones=[{"number": "07700 900111"}, {"number": "07700 900222", "unsafe": True}],
                 groups={"ethnicity": "Quillfeather"})  # fmt: skip
    for asked in (False, True):
        resources = told(story.person, story.entries, london("2026-03-03 16:00"), others_words=asked)
        (who,) = of("Patient", resources)
        assert [each["value"] for each in who["telecom"]] == ["07700 900111"]
        assert "900222" not in json.dumps(who)
        assert "Quillfeather" not in json.dumps(resources)
        assert any("Unsafe number" in each["code"]["text"] for each in of("Flag", resources))
