"""Who may record each type of entry: a row a type, a column a role, each tried at the real door on a real store.

Every entry is then recorded by the manager, and so is the handover that is scored: a score is the auditor's.
`+` taken, `?` taken and somebody is asked to say that they authorised it, `-` refused (standards.md, Roles).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from carelist_tui.domain.entries import TYPES
from tests.roles.telling import WHO, Service, example_drafts, prepare, said

pytestmark = pytest.mark.slow

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
audit.scored               -  -  +  -  +  -  -
standards.adopted          -  -  -  +  -  -  -
device.enrolled            -  -  -  +  -  -  -
device.revoked             -  -  -  +  -  -  -
indicator.ended            +  +  +  +  -  -  -
worker.recovered           -  -  -  +  -  -  -
visit.begun                +  +  +  +  -  -  -
tenancy.noted              +  +  +  +  -  -  -
appointment.noted          +  +  +  +  -  -  -
improvement.opened         +  +  +  +  -  -  -
improvement.closed         +  +  +  +  -  -  -
signal.noted               -  -  +  +  -  -  -
outcome.noted              +  +  +  +  -  -  -
instrument.scored          +  +  +  +  -  -  -
persons.joined             -  -  +  +  -  -  -
sample.drawn               -  -  +  +  +  -  -
handover.sent              +  +  +  +  -  -  -
entry.erased               -  -  -  +  -  -  -
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
        prepare(service.door("w-man"), draft, now)
        if kind == "episode.closed":  # it counts from the word of whom its decision names
            word = said("report.confirmed", {"about": draft["body"]["decision"], "true": True}, now)
            service.record("w-maya", [word | {"person": draft["person"]}], now)
        taken = {role: not service.refusal(worker, draft, now) for role, worker in WHO.items()}
        [entry] = service.record(WHO["auditor" if kind == "audit.scored" else "manager"], [draft], now)
        owed = "?" if draft.get("person") and service.confirmed_by(draft["person"], entry, now) else "+"
        held[kind] = "  ".join(owed if taken[role] else "-" for role in WHO)
    yield held
    service.close()


@pytest.mark.parametrize("kind", EXPECTED)
def test_who_may_record(met: dict[str, str], kind: str) -> None:
    assert met[kind] == "  ".join(EXPECTED[kind])
