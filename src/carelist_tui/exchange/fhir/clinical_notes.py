"""ClinicalImpression: a decision. QuestionnaireResponse: a risk check, each question with its answer; what others said
is no answer of it unless it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from carelist_tui.catalogue import in_english
from carelist_tui.domain.entries import DecisionRecorded, RiskCheckCompleted
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.entries.entry import Part
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import ENTRY, OURS, Resource, coding, in_error, note, ours, resource
from carelist_tui.exchange.fhir.versions import Version

_NOTED = ("restriction", "risk_of_harm", "capacity_considered", "persons_view")
"""What of a decision stands in its notes, besides what changed and why."""
_NOT_ASKED = ("episode",)


def impressions(told: Disclosure, version: Version) -> Iterator[Resource]:
    """The clinical impression that a decision is told as. Whom it was discussed or shared with is no part of it."""
    body, entry = version.entry.body, version.entry
    if not isinstance(body, DecisionRecorded):
        return
    what = f"{choice_in_english(body.decision).capitalize()}"
    made = resource(
        "ClinicalImpression",
        version.source,
        identifier=[{"system": ENTRY, "value": entry.id}],
        status="completed",
        code=ours("decision-about", body.about, f"Decision about {choice_in_english(body.about)}"),
        description=told.words(body.what_changed),
        subject=told.subject,
        effectiveDateTime=told.when(entry.occurred_at),
        date=told.when(entry.recorded_at),
        assessor=told.author(version.by),
        summary=f"{what}. {told.words(body.rationale)}",
        finding=[{"itemCodeableConcept": ours("decision", body.decision, what)}],
        note=[each for name in _NOTED for each in note(_said(told, body, name))],
    )
    yield in_error(made) if version.in_error else made


def _said(told: Disclosure, body: DecisionRecorded, name: str) -> str:
    value = getattr(body, name)
    words = value.as_words() if isinstance(value, Part) else value or ""
    return f"{in_english(DecisionRecorded.model_fields[name].title or name)}: {told.words(words)}" if words else ""


def responses(told: Disclosure, version: Version) -> Iterator[Resource]:
    """The questionnaire response that a risk check is told as."""
    body, entry = version.entry.body, version.entry
    if not isinstance(body, RiskCheckCompleted):
        return
    asked = [(name, field) for name, field in RiskCheckCompleted.model_fields.items() if name not in _NOT_ASKED]
    made = resource(
        "QuestionnaireResponse",
        version.source,
        identifier={"system": ENTRY, "value": entry.id},
        status="completed",
        subject=told.subject,
        authored=told.when(entry.occurred_at),
        author=told.author(version.by),
        item=[_item(told, name, field, getattr(body, name)) for name, field in asked if told.may_say(entry, name)],
    )
    yield in_error(made) if version.in_error else made


def _item(told: Disclosure, name: str, field: FieldInfo, value: Any) -> Resource | None:
    if value in (None, ()):
        return None
    asked: Resource = {"linkId": name, "text": in_english(field.title or name)}
    if isinstance(value, Part):
        parts = type(value).model_fields.items()
        inner = [each for part, of in parts if (each := _item(told, f"{name}.{part}", of, getattr(value, part)))]
        return {**asked, "item": inner} if inner else None
    is_code, each_of = _is_choice(field.annotation), value if isinstance(value, tuple) else (value,)
    answers = [
        {"valueCoding": coding(f"{OURS}{name.rpartition('.')[2]}", each, choice_in_english(each))}
        if is_code
        else {"valueString": told.words(each)}
        for each in each_of
    ]
    return {**asked, "answer": answers}


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or any(_is_choice(part) for part in get_args(annotation))
