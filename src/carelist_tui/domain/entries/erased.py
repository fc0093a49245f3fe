"""Which entries have lost their words by a lawful erasure, and what is left of one (records.md, entry.erased).

Two managers, each by an entry of their own, and nothing else: not which of them came first, not what was corrected
since, not who holds which role by now. So what counts once counts for ever, in whatever order entries arrive: what has
gone on one laptop can stay on no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.subjects.erasures import EntryErased
from carelist_tui.domain.entries.subjects.workers import EntryCorrected, WorkerAdded, WorkerChanged

MANAGER = "manager"
Meant = tuple[str, str]
"""What an erasure means: whose entry ("": nobody's) of which id. Two laptops may have given one id to entries of two
people, or of two kinds: an erasure of the one is none of the other."""
STAY = frozenset({
    "entry.erased", "entry.corrected", "worker.added", "worker.changed", "worker.recovered", "device.enrolled",
    "device.revoked", "standards.adopted", "persons.joined",
})  # fmt: skip
"""Types of which nothing is erased: what the record itself stands on. A correction goes with what it corrects."""


def may_be_erased(type: str) -> bool:
    """Whether an entry of this type may be erased at all."""
    return type not in STAY


def is_erased(raw: Mapping[str, Any]) -> bool:
    """Whether a stored entry has lost its words: only an erasure leaves one without a body."""
    return "body" not in raw


def managers_in(team: Iterable[Entry]) -> frozenset[str]:
    """Everybody whom an entry about no person, or what corrects one, ever called a manager here. Whoever was none when
    they recorded an erasure was refused at the door."""
    said: list[tuple[Any, Any]] = []
    for entry in team:
        body = entry.body
        if entry.origin is not None:
            continue
        if isinstance(body, WorkerAdded | WorkerChanged):
            said.append((body.worker, body.role))
        elif isinstance(body, EntryCorrected) and body.replacement is not None:
            said.append((body.replacement.get("worker"), body.replacement.get("role")))
    return frozenset(worker for worker, role in said if role == MANAGER and isinstance(worker, str))


def meant(entry: Entry) -> Meant:
    """What an erasure of this entry means."""
    return entry.person or "", entry.id


def asked_by(entries: Iterable[Entry]) -> dict[Meant, list[Entry]]:
    """By the entry that is to go, each erasure of it that was recorded here, in story order. What another team erased
    it erased in its own record."""
    found: dict[Meant, list[Entry]] = {}
    for entry in sorted(entries, key=lambda each: each.order):
        if isinstance(entry.body, EntryErased) and entry.origin is None:
            found.setdefault((entry.person or "", entry.body.entry), []).append(entry)
    return found


def counts(authors: Iterable[str], managers: Collection[str]) -> bool:
    """Whether these recorded an erasure that counts: two managers at least, and who one typed for is no second."""
    return len({author for author in authors if author in managers}) > 1


def erased_by(erasures: Iterable[Entry], managers: Collection[str]) -> frozenset[Meant]:
    """Whose entries of which ids have lost their words by these."""
    asked = asked_by(erasures).items()
    return frozenset(each for each, by in asked if counts((erasure.author for erasure in by), managers))


def without_words(entry: Entry) -> Entry:
    """What is left of it: who, when and what kind, its hashes and its place."""
    left = {name: part for name, part in entry.raw.items() if name not in ("body", "salt")}
    return replace(entry, body=None, raw=left)


def with_corrections(gone: Collection[str], story: Iterable[Entry]) -> set[str]:
    """These, and whatever corrects one of them: the words of an entry stand in its correction too."""
    left = [(each.id, each.body.entry) for each in story if isinstance(each.body, EntryCorrected)]
    reached = set(gone)
    while more := {id for id, corrected in left if corrected in reached and id not in reached}:
        reached |= more
    return reached


def as_erased(story: Iterable[Entry], gone: Collection[str]) -> list[Entry]:
    """The story as it stands once these entries have lost their words, with what corrects them."""
    told = list(story)
    reached = with_corrections({each.id for each in told if each.id in gone and may_be_erased(each.type)}, told)
    return [without_words(each) if each.id in reached else each for each in told]
