"""What a stored story holds that would be refused today, or that waits for somebody (records.md: what an old store
holds stays readable, and `verify` names it as a remark). The checks of now are asked again; nothing is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import CHECKS, Asked
from carelist_tui.domain.checks.dates import dates_lie_where_they_may
from carelist_tui.domain.checks.sharing import SHARED, tells_somebody
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import PersonDischarged
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, retold
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.roster import Roster, Sample
from carelist_tui.domain.standards import Standards

TOLD = tr("tells somebody who must not be told")
WAITS = tr("waits for the word of the manager who authorises it, and the person is on the caseload until then")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a stored entry. `words` hold nothing that people wrote."""

    entry: Entry
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One story, as a check looks up what an entry names; whom a worker holds no story says."""

    entries: dict[str, Entry]

    def entry(self, id: str) -> Entry | None:
        """The entry of that id, if it is told."""
        return self.entries.get(id)

    def about(self, person: str) -> list[Entry]:
        """Every entry of the story that is about them."""
        return [each for each in self.entries.values() if (each.person or "") == person]

    def held_by(self, worker: str) -> int:
        """Nobody: nothing that is asked again depends on it."""
        del worker
        return 0

    def sample(self, id: str) -> Sample | None:
        """None: no story of a person tells of one."""
        del id
        return None


def remarks_on_story(person: str, story: Sequence[Entry], roster: Roster, standards: Standards) -> Iterator[Remark]:
    """What had better be looked at in a person's story, by the Standards in force when each entry was recorded. What
    was struck or corrected since is not named."""
    told = effective(list(story))
    stored = Told({each.id: each for each in told})
    for entry in told:
        yield from _on_dates(Asked(entry, None, roster, standards.in_force_at(entry.recorded_at), stored))
    if not any(isinstance(each.body, PersonDischarged) or tells_somebody(each.body) for each in told):
        return  # of most people nobody else is told, and none of them leaves: their story need not be told again
    state: PersonState | None = None
    for state, entry in retold(person, story):
        if tells_somebody(entry.body):
            ground = stand_on(state, standards, roster.staff)
            yield from _on_telling(Asked(entry, ground, roster, standards, stored))
    leaving = state.leaving if state is not None else None
    yield from (Remark(each, WAITS) for each in told if leaving is not None and each.id == leaving.id)


def _on_dates(asked: Asked) -> Iterator[Remark]:
    """Asked without the person, so by the longest limit there is: what is meant is a mistyped year."""
    if asked.entry.body is None or dates_lie_where_they_may not in CHECKS.get(asked.entry.type, ()):
        return
    for fault in dates_lie_where_they_may(asked, asked.entry.body):
        yield Remark(asked.entry, f"{fault.path.removeprefix('body.')} {fault.sentence}")


def _on_telling(asked: Asked) -> Iterator[Remark]:
    """The sentence of the check names who was told: it stays out."""
    known = CHECKS.get(asked.entry.type, ())
    if any(fault for check in SHARED if check in known for fault in check(asked, asked.entry.body)):
        yield Remark(asked.entry, TOLD)
