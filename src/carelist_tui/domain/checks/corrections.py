"""What may be corrected, by whom, and into what; and what may be erased (records.md, entry.corrected, entry.erased)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import CHECKS, Acting, Asked, by_role, checks
from carelist_tui.domain.checks.set_up import may_set_up, nobodys_own_role
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.entries import (
    BY_IMPORT,
    TYPES,
    EntryCorrected,
    EntryErased,
    PersonAccepted,
    ReferralReceived,
    TierSet,
    check_body,
)
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.entries.erased import as_erased, asked_by, is_erased, may_be_erased, meant
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.person.sent_handovers import stays_said
from carelist_tui.domain.person.story import BRINGS_BACK, MAKES_A_PERSON, corrections_in_force, effective, fold
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import MANAGER, Roster

STAYS_SAID = tr(
    "has left for another team, or came from one, and they may have acted on it: withdraw the handover, decline the "
    "referral, or send a newer receipt"
)
SETS_A_TIER = (TierSet.TYPE, PersonAccepted.TYPE)
WHY_NOT = {
    "entry.corrected": tr("is a correction, and goes with the entry that it corrects: name that one"),
    "entry.erased": tr("is an erasure itself: who had what erased, and by what right, stays"),
    "persons.joined": tr("says that two records are one person: correct it, if they are not"),
}
STANDS_ON_IT = tr("is what the record itself stands on (workers, laptops, Standards): that is not erased")


@checks(EntryCorrected)
def correction_is_sound(asked: Asked, body: EntryCorrected) -> Iterator[Fault]:
    """Its author or a senior corrects; the replacement is a sound body of the same type.

    What the entry itself would have needed somebody's word for, its correction needs too; and only whoever may set a
    service up corrects an act of set-up.
    """
    yield from _sound(asked, body, "body")


def _sound(asked: Asked, body: EntryCorrected, at: str) -> Iterator[Fault]:
    target = asked.stored.entry(body.entry)
    if target is None:
        return
    if target.person != asked.entry.person:
        yield Fault("person", tr("must be the person of the entry that is corrected"))
    author = asked.entry.author
    own = author in (target.author, target.decided_by)
    if not own and not asked.standards.may(asked.roster.role(author), "correct_another"):
        yield Fault(f"{at}.entry", tr("was written by somebody else: only its author, or a senior, can correct it"))
    first = _first_corrected(asked, target).type
    yield from may_set_up(asked, first)
    yield from _tier_stays_as_heavy(asked, first, at)
    occurred_at = body.moved_to or target.occurred_at
    if occurred_at > asked.entry.recorded_at:
        yield Fault(f"{at}.moved_to", tr("can't be in the future"))
    if asked.entry.person is not None and stays_said(target, body, _told(asked, target)):
        yield Fault(f"{at}.entry", STAYS_SAID)
    if body.strikes_out:
        yield from _may_strike(asked, target, at)
    elif faults := list(_unsound(body, target, at)):
        yield from faults
    else:
        yield from _put_in_place(asked, body, target, at)


def _told(asked: Asked, target: Entry) -> dict[str, Entry]:
    """What is recorded of the person, where it has to be known; of most corrections it does not."""
    of_handovers = target.type.startswith(("handover.", ReferralReceived.TYPE))
    return {each.id: each for each in asked.stored.about(target.person or "")} if of_handovers else {}


def _unsound(body: EntryCorrected, target: Entry, at: str) -> Iterator[Fault]:
    occurred_at = body.moved_to or target.occurred_at
    if body.replacement is not None:
        yield from check_body(target.type, body.replacement, occurred_at, at=f"{at}.replacement")


def _put_in_place(asked: Asked, body: EntryCorrected, target: Entry, at: str) -> Iterator[Fault]:
    """What speaks against the entry as it would stand, and did not speak against it as it stood: what an older release
    took stays, but is not put wrong anew."""
    put = TYPES[target.type].model_validate(body.replacement) if body.replacement is not None else target.body
    if isinstance(put, EntryCorrected):
        if body.replacement is not None:
            yield from _sound(asked, put, f"{at}.replacement")
        return
    if isinstance(put, PersonAccepted):
        for name in BY_IMPORT:
            if getattr(put, name) != getattr(target.body, name, None):
                yield Fault(f"{at}.replacement.{name}", tr("stays as the import of the caseload wrote it"))
    for fault in nobodys_own_role(asked, put):
        yield replace(fault, path=f"{at}.replacement.role")
    stands = replace(target, body=put, occurred_at=body.moved_to or target.occurred_at)
    before = list(_said_again(asked, target))
    for fault in _said_again(asked, stands):
        if fault not in before or _is_changed(fault, put, target.body):
            yield replace(fault, path=f"{at}.replacement{fault.path.removeprefix('body')}")


def _is_changed(fault: Fault, put: Body | None, stood: Body | None) -> bool:
    """Whether the field at fault says something else than it said."""
    name = (fault.path or "").removeprefix("body.").partition(".")[0].partition("[")[0]
    return bool(name) and getattr(put, name, None) != getattr(stood, name, None)


def _said_again(asked: Asked, entry: Entry) -> Iterator[Fault]:
    """Everything that this entry was asked, in the state as it stood there; of roles whoever corrects it now."""
    again = replace(asked, entry=replace(entry, author=asked.entry.author), ground=_as_it_stood(asked, entry))
    for check in CHECKS.get(entry.type, ()) if entry.body is not None else ():
        yield from check(again, entry.body)


def _as_it_stood(asked: Asked, entry: Entry) -> Ground | None:
    """The person right before this entry, as is known now; None where nothing was."""
    story = effective(list(asked.stored.about(entry.person))) if entry.person is not None else []
    before = [each for each in story if each.id != entry.id and each.order < entry.order]
    if entry.person is None or not before:
        return None
    whose = asked.ground.state.person if asked.ground is not None else entry.person
    return stand_on(fold(whose, before), asked.standards, asked.roster.staff)


def _first_corrected(asked: Asked, target: Entry) -> Entry:
    """The entry at the end of a line of corrections."""
    seen = {target.id}
    while isinstance(target.body, EntryCorrected):
        named = asked.stored.entry(target.body.entry)
        if named is None or named.id in seen:
            break
        seen.add(named.id)
        target = named
    return target


def _tier_stays_as_heavy(asked: Asked, first: str, at: str) -> Iterator[Fault]:
    """What would leave them in a lighter tier than now needs whoever may set one (S0:10), also where it only strikes
    out the heavier one."""
    ground, person = asked.ground, asked.entry.person
    may = asked.standards.may(asked.roster.role(asked.entry.author), "lighter_tier")
    if first not in SETS_A_TIER or may or ground is None or person is None or ground.tier is None:
        return
    after = stand_on(fold(person, [*asked.stored.about(person), asked.entry]), asked.standards).tier
    if after is not None and asked.standards.rank(after.value) > asked.standards.rank(ground.tier.value):
        yield Fault(f"{at}.entry", tr("was all that held them in a heavier tier: a senior or a manager corrects it"))


def _may_strike(asked: Asked, target: Entry, at: str) -> Iterator[Fault]:
    if target.type not in MAKES_A_PERSON or target.id != target.person or asked.ground is None:
        return
    if asked.ground.state.last != target.order:
        yield Fault(f"{at}.replacement", tr("their acceptance can't be struck out: other entries name this person"))


@by_role(EntryErased)
def is_a_managers(acting: Acting) -> Iterator[Fault]:
    """A manager's own act, whoever else is signed in: the two must be two people at the keys."""
    if acting.roster.role(acting.author) != MANAGER:
        yield Fault("", tr("what an entry says is erased by two managers, and you are none"))
    if acting.on_behalf_of is not None:
        yield Fault("on_behalf_of", tr("an erasure is typed for nobody: each of the two managers records it signed in"))


@checks(EntryErased)
def can_be_erased(asked: Asked, body: EntryErased) -> Iterator[Fault]:
    """An entry whose words are a person's, that has any left, and which nobody withdrew the erasure of."""
    target = asked.stored.entry(body.entry)
    if target is None:
        return
    if target.person != asked.entry.person:
        yield Fault("person", tr("must be the person of the entry that is erased"))
    if not may_be_erased(target.type):
        yield Fault("body.entry", WHY_NOT.get(target.type, STANDS_ON_IT))
    elif is_erased(target.raw):
        yield Fault("body.entry", tr("has been erased already"))
    else:
        yield from _second(asked, target)


def _second(asked: Asked, target: Entry) -> Iterator[Fault]:
    """Whoever asked for it can't be the second; what was withdrawn is not taken up by the way; and it takes nobody off
    the caseload, nor on to it."""
    story = list(asked.stored.about(target.person or ""))
    before = asked_by(story).get(meant(target), [])
    corrected, author = corrections_in_force(story), asked.entry.author
    stand = {each.author for each in before if each.id not in corrected}
    if author in stand:
        yield Fault(
            "body.entry", tr("you have recorded its erasure already: it goes once another manager records it too")
        )
    gone = [each for each in before if each.id in corrected and each.author not in {*stand, author}]
    if gone:  # whoever took their own word back may give it anew, by another basis; nobody else takes it up
        yield Fault(
            "body.entry",
            tr(
                "had its erasure withdrawn: whoever asked asks again, or the withdrawal is corrected (entry {id})",
                id=corrected[gone[0].id][0].id,
            ),
        )
    if asked.ground is not None:
        yield from _moves_nobody(asked, story, target)


def _moves_nobody(asked: Asked, story: list[Entry], target: Entry) -> Iterator[Fault]:
    ground = asked.ground
    if ground is None or (not ground.state.on_caseload and target.type.startswith(BRINGS_BACK)):
        return
    before, after = with_and_without(ground.state.person, story, target, asked.roster, asked.entry.author)
    if before.on_caseload and (not after.on_caseload or after.is_named_only > before.is_named_only):
        yield Fault("body.entry", tr("is by what they are on the caseload: it can go once they have left"))
    elif after.on_caseload and not before.on_caseload:
        yield Fault("body.entry", tr("is by what they have left: without it they would be back. Erase it after "
                                     "what else "
                                  "is said of them, and their acceptance before it"))  # fmt: skip


def with_and_without(
    person: str, story: list[Entry], target: Entry, roster: Roster, author: str = ""
) -> tuple[PersonState, PersonState]:
    """A person as they stand by the erasures that count so far, and what this `author` has recorded of others; and as
    they would stand without this entry too."""
    authors = {id: {each.author for each in by} for (_, id), by in asked_by(story).items() if id != target.id}
    gone = {id for id, by in authors.items() if author in by or sum(is_manager(roster, each) for each in by) > 1}
    return fold(person, as_erased(story, gone)), fold(person, as_erased(story, {*gone, target.id}))


def is_manager(roster: Roster, worker: str) -> bool:
    """Whether somebody is, or ever was, a manager here."""
    return any(role == MANAGER for _, role in roster.roles.get(worker, ()))


@checks(EntryCorrected)
def withdrawn_in_time(asked: Asked, body: EntryCorrected) -> Iterator[Fault]:
    """What has been erased is not told anew, and an erasure that counts can't be withdrawn any more."""
    target = asked.stored.entry(body.entry)
    if target is None:
        return
    if is_erased(target.raw):
        yield Fault(
            "body.entry", tr("was lawfully erased: nothing is put in its place; record what is needed as an entry")
        )
    elif isinstance(target.body, EntryErased):
        of = asked.stored.entry(target.body.entry)
        if of is not None and is_erased(of.raw):
            yield Fault("body.entry", tr("has taken what the entry said: that can't be brought back"))
        elif not body.strikes_out:
            yield Fault("body.replacement", tr("an erasure is withdrawn as a whole, and recorded again"))
