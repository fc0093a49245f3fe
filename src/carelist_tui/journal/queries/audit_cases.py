"""What an audit reads: the frame of a sample by what was known then, and whom each case of one is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.domain.roster import AUDIT_TYPES, Roster, Sample, as_corrected, samples_in
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.audit.case_told import RECORD, Known
from carelist_tui.domain.views.audit.frames import Frame, Framed, tier_at
from carelist_tui.journal.projection.people import story_of
from carelist_tui.journal.queries.known_at import KnownThen
from carelist_tui.journal.sql.query_sql import TOLD_OF_ONE_OF, WHOSE_ENTRIES
from carelist_tui.vault.connection import Connection

BEGINS: dict[str, str] = {
    "ladder": "contact.missed",
    "handover": "handover.opened",
    "decision": "decision.recorded",
    "escalation": "escalation.raised",
}
"""What makes a case of each kind; a person's record is one by itself."""


def frame_in(connection: Connection, frame: Frame, *, by_tier: bool) -> Iterator[tuple[Framed, str]]:
    """Each of a frame, by what was recorded by then, with the person's tier when it began (`by_tier`; else empty). One
    person in memory at a time."""
    then = KnownThen.by(connection, frame.known_at, frame.standards)
    kind = BEGINS.get(frame.kind)
    people = TOLD_OF_ONE_OF.values(connection, types=json.dumps([kind])) if kind is not None else None
    for person, story in then.stories(people):
        for framed in frame.of_person(person, story):
            yield framed, tier_at(framed, story, frame.standards) if by_tier else ""


def samples_stored(connection: Connection) -> list[Sample]:
    """Every sample that was drawn, with its scores, the oldest first."""
    return samples_in(as_corrected(story_of(connection, None), AUDIT_TYPES))


def people_of(connection: Connection, cases: Iterable[str]) -> dict[str, str]:
    """Whom each of these cases is about, by the case's id; of a person's record the person. One that is about nobody
    who is here is left out."""
    asked = list(cases)
    rows = WHOSE_ENTRIES.rows(connection, ids=json.dumps(asked))
    return {str(case): str(person) for case, person in rows if person is not None}


def known_of_each(
    connection: Connection, kind: str, people: Iterable[str], roster: Roster, known_at: datetime, standards: Standards
) -> Iterator[Known]:
    """What was known then of each of these, one person in memory at a time. `roster`: of now, so that who joined since
    is no name either. What they were owed is asked for their record alone: it takes everybody's refusals to know."""
    then = KnownThen.by(connection, known_at, standards)
    for person in people:
        story = [each for _, told in then.stories([person]) for each in told]
        read = then.person(person, known_at) if kind == RECORD else None
        yield Known(person, story, read[1] if read is not None else [], roster, then.standards, known_at)
