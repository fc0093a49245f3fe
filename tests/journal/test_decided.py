"""What becomes of a draft is decided from what was looked up, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.entries.stored import NO_ENTRY
from carelist_tui.domain.person import fold
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Roster, Worker
from carelist_tui.domain.standards import default_standards
from carelist_tui.journal.append.decided import Place, decide
from carelist_tui.journal.append.resolved import Draft, Resolved, Unresolved
from tests.journal.telling import MONDAY, accepted, attempted, corrected, draft, hours, missed

PERSON, MISS, ATTEMPT = (f"019cadfd-8900-7000-8000-00000000000{n}" for n in range(3))
PLACE = Place("d" * 32, 0, NO_ENTRY, "w-ann", hours(2), first=False, salt=bytes(16))
ROSTER = Roster(workers={"w-ann": Worker("w-ann", "Ann Able", "manager", "East")})


def resolved(draft: Draft, *stored: Draft) -> Resolved:
    """A draft about a person whose story these are, with nothing looked up yet of what it names."""
    found = Resolved({**draft, "id": ATTEMPT}, PERSON, None, ROSTER, default_standards(), frozenset(), frozenset())
    story = []
    for n, each in enumerate(stored):
        at = replace(PLACE, seq=n, first=True)
        alone = replace(found, draft={**each, "id": (PERSON, MISS)[n]}, entries={PERSON: None})
        story.append(decide(alone, at).entry)
    return replace(found, state=fold(PERSON, story), stories={PERSON: story})


def test_an_entry_that_was_not_looked_up_is_asked_for_and_never_taken_for_absent() -> None:
    asked = resolved(attempted("P-1", hours(1), MISS, "second_attempt"), accepted("P-1"), missed("P-1", MONDAY))
    with pytest.raises(Unresolved) as unresolved:
        decide(asked, PLACE)
    assert (unresolved.value.part, unresolved.value.of) == ("entries", MISS)
    with pytest.raises(Refused, match="no entry with this id has arrived"):
        decide(asked.with_part("entries", MISS, None), PLACE)


def test_the_same_draft_and_the_same_things_found_give_the_same_entry() -> None:
    asked = resolved(attempted("P-1", hours(1), MISS, "second_attempt"), accepted("P-1"), missed("P-1", MONDAY))
    asked = asked.with_part("entries", MISS, asked.stories[PERSON][1])
    once, again = decide(asked, PLACE), decide(asked, PLACE)
    assert once.entry.raw == again.entry.raw
    assert once.entry.seq == PLACE.seq + 1
    assert read_entry(once.entry.raw) == once.entry


def test_a_correction_is_decided_once_all_it_asks_for_was_looked_up() -> None:
    asked = resolved(corrected(MISS, hours(1)), accepted("P-1"), missed("P-1", MONDAY))
    story = {entry.id: entry for entry in asked.stories[PERSON]}
    asked, parts, decided = replace(asked, stories={}), set[str](), None
    while decided is None:
        try:
            decided = decide(asked, PLACE)
        except Unresolved as what:
            parts.add(what.part)
            asked = asked.with_part(
                what.part, what.of, list(story.values()) if what.part == "stories" else story[what.of]
            )
    assert decided.entry.type == "entry.corrected"
    assert "entries" in parts


def test_only_the_import_of_a_caseload_says_that_somebody_was_brought_over() -> None:
    came = accepted("P-1", brought_over_on="2026-03-02")
    asked = Resolved({**came, "id": PERSON}, PERSON, None, ROSTER, default_standards(), frozenset(), frozenset())
    with pytest.raises(Refused, match="brought_over_on"):
        decide(asked, PLACE)
    assert decide(asked, replace(PLACE, is_import=True)).entry.type == "person.accepted"


def test_an_escalation_is_told_whole_once_its_decision_was_looked_up() -> None:
    body = {
        "decision": MISS,
        "route": "crisis_team",
        "to": "the desk",
        "owner": "w-ann",
        "respond_by": hours(5).isoformat(),
    }
    raised = draft("escalation.raised", hours(1), body, ref="P-1")
    with pytest.raises(Unresolved) as unresolved:
        decide(resolved(raised, accepted("P-1")), PLACE)
    assert (unresolved.value.part, unresolved.value.of) == ("entries", MISS)
