"""What may be corrected, by whom, and into what (records.md, entry.corrected)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.checks.ground import Asked, checks
from carelist_tui.domain.entries import EntryCorrected, check_body
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import MAKES_A_PERSON
from carelist_tui.domain.refusal import Fault


@checks(EntryCorrected)
def correction_is_sound(asked: Asked, body: EntryCorrected) -> Iterator[Fault]:
    """Its author or a senior corrects; the replacement is a sound body of the same type."""
    target = asked.stored.entry(body.entry)
    if target is None:
        return
    if target.person != asked.entry.person:
        yield Fault("person", "must be the person of the entry that is corrected")
    author = asked.entry.author
    own = author in (target.author, target.decided_by)
    if not own and not asked.standards.may(asked.roster.role(author), "correct_another"):
        yield Fault("body.entry", "was written by somebody else: only its author, or a senior, can correct it")
    occurred_at = body.moved_to or target.occurred_at
    if occurred_at > asked.entry.recorded_at:
        yield Fault("body.moved_to", "can't be in the future")
    if body.strikes_out:
        yield from _may_strike(asked, target)
    elif body.replacement is not None:
        yield from check_body(target.type, body.replacement, occurred_at, at="body.replacement")


def _may_strike(asked: Asked, target: Entry) -> Iterator[Fault]:
    if target.type not in MAKES_A_PERSON or target.id != target.person or asked.ground is None:
        return
    if asked.ground.state.last != target.order:
        yield Fault("body.replacement", "their acceptance can't be struck out: other entries name this person")
