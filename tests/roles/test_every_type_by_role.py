"""Who may record each type of entry: a row a type, a column a role, each tried at the real door on a real store.

`+` taken, `?` taken and somebody is asked to say that they authorised it, `-` refused (standards.md, Roles).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from carelist_tui.domain.entries import TYPES
from tests.roles.telling import WHO, Draft, Service, example_drafts, said, works

#                          support_worker
#                          |  coordinator
#                          |  |  senior
#                          |  |  |  manager
#                          |  |  |  |  auditor
#                          |  |  |  |  |  unknown
#                          |  |  |  |  |  |  left
TABLE = """
worker.added               -  -  -  +  -  -  -
worker.changed             -  -  -  +  -  -  -
duty.set                   +  +  +  +  -  -  -
referral.received          +  +  +  +  -  -  -
referral.declined          +  +  +  +  -  -  -
person.accepted            +  +  +  +  -  -  -
person.details_updated     +  +  +  +  -  -  -
consent.recorded           +  +  +  +  -  -  -
coordinator.named          +  +  +  +  -  -  -
tier.set                   +  +  +  +  -  -  -
zone.set                   +  +  +  +  -  -  -
engagement_plan.agreed     +  +  +  +  -  -  -
contact.planned            +  +  +  +  -  -  -
contact.completed          +  +  +  +  -  -  -
risk_plan.updated          +  +  +  +  -  -  -
contact.missed             +  +  +  +  -  -  -
outreach.attempted         +  +  +  +  -  -  -
partner.contacted          +  +  +  +  -  -  -
risk_check.completed       +  +  +  +  -  -  -
decision.recorded          ?  ?  ?  ?  -  -  -
escalation.raised          +  +  +  +  -  -  -
escalation.acknowledged    +  +  +  +  -  -  -
outreach.stopped           ?  ?  ?  ?  -  -  -
crisis.recorded            +  +  +  +  -  -  -
escalation.closed          +  +  +  +  -  -  -
person.admitted            +  +  +  +  -  -  -
episode.closed             +  +  +  +  -  -  -
contact.cancelled          +  +  +  +  -  -  -
person.returned            +  +  +  +  -  -  -
cover.arranged             +  +  +  +  -  -  -
details.checked            +  +  +  +  -  -  -
review.completed           +  +  +  +  -  -  -
person.died                +  +  +  +  -  -  -
report.confirmed           +  +  +  +  -  -  -
worker.away                +  +  +  +  -  -  -
entry.corrected            -  -  +  +  -  -  -
person.discharged          +  +  +  +  -  -  -
person.reopened            +  +  +  +  -  -  -
crisis.summary             +  +  +  +  -  -  -
incident.recorded          +  +  +  +  -  -  -
mdt.listed                 +  +  +  +  -  -  -
action.opened              +  +  +  +  -  -  -
action.changed             +  +  +  +  -  -  -
action.closed              +  +  +  +  -  -  -
handover.opened            +  +  +  +  -  -  -
handover.item_done         +  +  +  +  -  -  -
handover.call_held         +  +  +  +  -  -  -
handover.declined          +  +  +  +  -  -  -
handover.accepted          +  +  +  +  -  -  -
handover.first_contact     +  +  +  +  -  -  -
handover.closed            +  +  +  +  -  -  -
indicator.agreed           +  +  +  +  -  -  -
indicator.rated            +  +  +  +  -  -  -
request.received           +  +  +  +  -  -  -
request.closed             +  +  +  +  -  -  -
due.deferred               +  +  +  +  -  -  -
due.reassigned             +  +  +  +  -  -  -
huddle.held                +  +  +  +  -  -  -
supervision.held           +  +  +  +  -  -  -
audit.scored               +  +  +  +  -  -  -
standards.adopted          -  -  -  +  -  -  -
device.enrolled            -  -  -  +  -  -  -
device.revoked             -  -  -  +  -  -  -
"""
EXPECTED = {row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()}


def test_every_type_and_every_role_has_its_place() -> None:
    assert list(EXPECTED) == [draft["type"] for draft, _ in example_drafts()]
    assert set(EXPECTED) == set(TYPES)
    assert {len(cells) for cells in EXPECTED.values()} == {len(WHO)}


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The same table as it is met: before each entry of the story is recorded, every role tries it."""
    service = Service(tmp_path_factory.mktemp("service") / "store")
    held: dict[str, str] = {}
    for draft, now in example_drafts():
        kind = draft["type"]
        prepare(service, draft, now)
        taken = {role: not service.refusal(worker, draft, now) for role, worker in WHO.items()}
        [entry] = service.record(WHO["manager"], [draft], now)
        owed = "?" if draft.get("person") and service.confirmed_by(draft["person"], entry, now) else "+"
        held[kind] = "  ".join(owed if taken[role] else "-" for role in WHO)
    yield held
    service.close()


def prepare(service: Service, draft: Draft, now: Any) -> None:
    """What must be there before: whoever the examples name, the decision of a discharge, a Due that can wait."""
    if draft["type"] == "duty.set":
        service.record("w-man", [works("w-maya", "manager", kind="worker.changed")], now)
    if draft["type"] == "person.discharged":
        body = {"about": "discharge", "decision": "agree", "what_changed": "She is well, and says so.",
                "rationale": "Every aim is met, and she asks to go on alone.", "authorised_by": "w-man"}  # fmt: skip
        service.record(
            "w-man", [said("decision.recorded", body, now, id=draft["body"]["decision"], person=draft["person"])], now
        )
    if draft["type"] in ("due.deferred", "due.reassigned"):
        items = service.door("w-man").person(draft["person"], now)["items"]
        draft["body"]["due"] = next(item["key"] for item in items if item["band"] == 4 and item["status"] != "overdue")


@pytest.mark.parametrize("kind", EXPECTED)
def test_who_may_record(met: dict[str, str], kind: str) -> None:
    assert met[kind] == "  ".join(EXPECTED[kind])
