"""What is sound, and had better be looked at: entries that today's rules would refuse, discharges that wait for a
manager, owners who work nowhere (records.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from sqlalchemy import select

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.checks import no_longer_taken
from carelist_tui.domain.checks.remarks import Remark, remarks_on_story
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.roster import MANAGER, SENIOR, Roster, fold_roster
from carelist_tui.domain.roster.roster import DUTY
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.domain.words import moment_in_full
from carelist_tui.journal.erasure import erased_unheard, is_unswept
from carelist_tui.journal.projection.people import stories, story_of
from carelist_tui.journal.queries.contradictions import contradicting
from carelist_tui.journal.statements import Statement
from carelist_tui.journal.tables import DUE, PERSON
from carelist_tui.journal.verify.chains import Journal
from carelist_tui.vault.connection import Connection

_REFS = Statement(select(PERSON.c.id, PERSON.c.ref))
_COORDINATED = Statement(
    select(PERSON.c.coordinator, PERSON.c.id).where(PERSON.c.on_caseload, PERSON.c.coordinator.is_not(None))
)
_OWNING = Statement(select(DUE.c.named_owner, DUE.c.person).where(DUE.c.named_owner.is_not(None)).distinct())
MOST = 1000
"""Remarks that are said in full: an old store does not fill the screen, or the memory."""
OF_NO_PERSON = tr("what is about no person")
_NAMED = 5
"""People who are named of those that one owner holds."""


def remarks_on(connection: Connection, standards: Standards, most: int = MOST) -> list[str]:
    """A sentence for each; of too many the first, and how many there are besides."""
    team = story_of(connection, None)
    roster, adopted = fold_roster(team), adopted_standards(team, standards.shipped)
    found = chain(
        _of_erasures(connection),
        no_longer_taken(team, roster, adopted, Journal(connection)),
        _remarks(connection, roster, adopted),
    )
    said = list(islice(found, most))
    more = sum(1 for _ in found)
    return [*said, tr("and {more} more like these", more=more)] if more else said


def _of_erasures(connection: Connection) -> Iterator[str]:
    """What is left of a lawful erasure: nothing that is damaged."""
    for id in erased_unheard(connection):
        yield tr("entry {id} came without what it said, and no erasure of it by two managers has arrived yet", id=id)
    if is_unswept(connection):
        yield tr("bytes of what was erased may lie in the file still: close Carelist everywhere here, and open it")


def _remarks(connection: Connection, roster: Roster, standards: Standards) -> Iterator[str]:
    refs = {str(row.id): str(row.ref) for row in _REFS.by_name(connection)}
    yield from _owners(connection, roster, refs)
    for person, story in stories(connection):
        for each in (*remarks_on_story(person, story, roster, standards), *_by_another_clock(story)):
            yield _sentence(each, refs.get(person) or person, standards)
        yield from _of_newer(story, refs.get(person) or person)
    yield from _of_newer(story_of(connection, None), OF_NO_PERSON)


def _of_newer(story: Iterable[Entry], whose: str) -> Iterator[str]:
    """How many entries of a story this release can't read, said once a story."""
    newer = [entry.id for entry in story if entry.is_of_newer]
    if newer:
        were = ntr("1 entry was", "{n} entries were", len(newer), n=len(newer))
        yield tr(
            "{whose}: {were} recorded by a newer version of Carelist, and nothing follows from it here: update it",
            whose=whose,
            were=were,
        )


def _by_another_clock(story: list[Entry]) -> Iterator[Remark]:
    for entry in contradicting(story):
        yield Remark(
            entry, tr("recorded more than a day before an entry of another laptop that it names: a clock ran wrong")
        )


def _sentence(remark: Remark, ref: str, standards: Standards) -> str:
    entry, zone = remark.entry, standards.calendar.zone
    label = entry.body.LABEL if entry.body is not None else entry.type
    return tr(
        "{ref}, {label}, {moment}: {words} (entry {id})",
        ref=ref,
        label=label,
        moment=moment_in_full(entry.occurred_at, zone),
        words=remark.words,
        id=entry.id,
    )


def _owners(connection: Connection, roster: Roster, refs: dict[str, str]) -> Iterator[str]:
    """Whoever coordinates somebody, or is named by a Due, and works nowhere here."""
    held: dict[str, set[str]] = {}
    for worker, person in (*_COORDINATED.rows(connection), *_OWNING.rows(connection)):
        if worker not in roster.staff.active and worker not in (DUTY, MANAGER, SENIOR):
            held.setdefault(str(worker), set()).add(refs.get(person) or person or OF_NO_PERSON)
    for worker, people in sorted(held.items()):
        first = sorted(people)
        more = tr(" and {n} more", n=len(first) - _NAMED) if len(first) > _NAMED else ""
        words = tr("works here no longer") if worker in roster.left else tr("is nobody who works here")
        yield tr(
            "{worker} {words}, and is named for {first}{more}: others answer for them meanwhile",
            worker=worker,
            words=words,
            first=", ".join(first[:_NAMED]),
            more=more,
        )
