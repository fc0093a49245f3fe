"""Task and Composition: a handover that was asked for, what became of it, and its one-page summary. Who is on the other
side, where they do not work here, and why they declined, stay here unless that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from carelist_tui.catalogue import in_english
from carelist_tui.domain.entries import (
    HandoverAccepted,
    HandoverClosed,
    HandoverDeclined,
    HandoverOpened,
)
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.entries.entry import Part
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import (
    ENTRY,
    Resource,
    in_error,
    narrative,
    ours,
    reference,
    resource,
    words_alone,
)
from carelist_tui.exchange.fhir.versions import Version, Versions

_CLOSED = {"completed": "completed", "withdrawn": "cancelled"}
Answer = HandoverAccepted | HandoverDeclined | HandoverClosed


def handovers(told: Disclosure, versions: Versions, version: Version) -> Iterator[Resource]:
    """The task that somebody takes the person on, and the summary it hands over."""
    body = version.entry.body
    if not isinstance(body, HandoverOpened):
        return
    for made in (_task(told, versions, version, body), _summary(told, version, body)):
        yield in_error(made) if version.in_error else made


def _task(told: Disclosure, versions: Versions, version: Version, body: HandoverOpened) -> Resource:
    status, changed, why = _stands(told, versions, version)
    owner = told.worker(body.to_worker) or {"display": body.to_team}
    ends = datetime.combine(body.complete_by, time(23, 59, 59), tzinfo=told.zone)
    kind = choice_in_english(body.kind)
    return resource(
        "Task",
        version.source,
        identifier=[{"system": ENTRY, "value": version.entry.id}],
        status=status,
        statusReason=words_alone(why) if why else None,
        intent="order",
        code=ours("handover", body.kind, f"Handover: {kind}"),
        description=f"Take on after {kind}, for {body.to_team}" + (", higher risk" if body.higher_risk else ""),
        focus=reference("Composition", version.source),
        for_=told.subject,
        authoredOn=told.when(version.entry.occurred_at),
        lastModified=told.when(max(changed, version.entry.occurred_at)),
        requester=told.author(version.by),
        owner=owner,
        restriction={"period": {"end": told.when(ends)}} if version.entry.occurred_at <= ends else None,
    )


def _stands(told: Disclosure, versions: Versions, version: Version) -> tuple[str, datetime, str]:
    """(status, since when, why) as the newest answer leaves it."""
    status, since, why = "requested", version.entry.occurred_at, ""
    for each in versions.standing(HandoverAccepted, HandoverDeclined, HandoverClosed):
        body = each.entry.body
        if not isinstance(body, Answer) or body.handover != version.entry.id:
            continue
        since = each.entry.occurred_at
        if isinstance(body, HandoverClosed):
            status = _CLOSED[body.outcome]
        else:
            status = "accepted" if isinstance(body, HandoverAccepted) else "rejected"
        if isinstance(body, HandoverDeclined) and told.others_words:
            why = body.reason
    return status, since, why


def _summary(told: Disclosure, version: Version, body: HandoverOpened) -> Resource:
    parts: list[Part] = [body.summary, *([body.transition] if body.transition else [])]
    said = [(in_english(field.title or name), told.words(getattr(part, name)))
            for part in parts for name, field in type(part).model_fields.items()]  # fmt: skip
    return resource(
        "Composition",
        version.source,
        status="final",
        type=ours("paper", "handover_summary", "Handover summary"),
        subject=told.subject,
        date=told.when(version.entry.occurred_at),
        author=[told.author(version.by)],
        title="Handover summary",
        section=[{"title": title, "text": narrative([(title, words)])} for title, words in said if words],
    )
