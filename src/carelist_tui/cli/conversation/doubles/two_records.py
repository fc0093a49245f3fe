"""Two records of one person in plain lines: what each says, which of them stays, what will be one after; or that they
are two people. And of two joins that contradict each other the one that holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.prompts import ByPrompts
from carelist_tui.desk.forms.two_records import (
    DETAILS,
    JOINED,
    SENIORS_JOIN,
    asks_if_one,
    decides_joins,
    each_record,
    one_record,
    record_words,
    records_of,
    settles_records,
)
from carelist_tui.desk.undo import strikes
from carelist_tui.desk.versions import CONFLICT, JOINS, STRUCK, Version, differing, entries_of, thing_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.views.entry_fields import Telling
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item


def settle_records(acts: ByPrompts, kind: str, item: Item | None, card: Card | None) -> bool:
    """Asks what is asked of two records, where this kind of entry settles them; what is agreed is recorded by the
    ordinary questions. Gives whether it was asked."""
    if not settles_records(kind, item):
        return False
    if item is not None and item.kind == CONFLICT and thing_of(item) == JOINS:
        _strike_a_join(acts, item, card)
    else:
        _join(acts, item if asks_if_one(item) else None, card)
    return True


def _join(acts: ByPrompts, item: Item | None, card: Card | None) -> None:
    pair = _pair(acts, records_of(item, card))
    if len(pair) < 2:
        acts.voice.say(tr("Nothing recorded."))
        return
    sides = [each_record(acts.door.people.person(id, acts.now()), _telling(acts)) for id in pair]
    for side in sides:
        _say(acts, side, differing(sides))
    names = [f"{side.title}, {side.said}" for side in sides]
    may = decides_joins(acts.door.glance.read_roster(), acts.door.worker)
    n = acts.voice.pick(tr("One person? Which record stays (none: they are two)"), names) if may else None
    if not may:
        acts.voice.say(SENIORS_JOIN)
    if n is None:
        _tell_apart(acts, pair, names)
        return
    ended, stays = pair[1 - n], pair[n]
    acts.voice.say(tr("One record after:"))
    _say(acts, one_record(acts.door.people.if_joined(ended, stays, acts.now()), sides[1 - n].said, _telling(acts)))
    if acts.voice.agrees(tr("Are they one person?")):
        acts.form(JOINED, item, acts.door.people.card(ended, acts.now()), {"into": stays})
    else:
        acts.voice.say(tr("Nothing recorded."))


def _pair(acts: ByPrompts, records: Sequence[str]) -> list[str]:
    """This record and one other: of several that are alike the one that is picked, else one that is looked for."""
    first, *others = records
    if not others:
        typed = acts.voice.ask(tr("The other record: name, identifier or phone"))
        others = [each.person for each in (acts.door.people.find(typed) if typed else ()) if each.person != first]
    cards = [card for id in others if (card := acts.door.people.card(id, acts.now())) is not None]
    n = 0 if len(cards) == 1 else None
    if len(cards) > 1:
        n = acts.voice.pick(tr("Which is the other record"), [f"{card.listed}, {card.ref}" for card in cards])
    return [first] if n is None else [first, cards[n].person]


def _say(acts: ByPrompts, side: Version, differ: Sequence[str] | set[str] = ()) -> None:
    acts.voice.say(f"{side.title}, {side.said}")
    for title, words in side.fields:
        sign = "differs" if title in differ else "       "
        acts.voice.say(f"  {sign}  {title}: {_in_a_line(words)}")


def _tell_apart(acts: ByPrompts, pair: Sequence[str], names: Sequence[str]) -> None:
    n = acts.voice.pick(tr("Two people: whose NHS number or birth date is put right"), names)
    if n is None:
        acts.voice.say(tr("Nothing recorded."))
    else:
        acts.form(DETAILS, None, acts.door.people.card(pair[n], acts.now()), {})


def _strike_a_join(acts: ByPrompts, item: Item, card: Card | None) -> None:
    """One of the joins holds; the others are corrected as entered in error."""
    story: list[dict[str, Any]] = acts.door.people.entries(entries_of(item))
    n = acts.voice.pick(tr("Joined in two ways: which holds"), list(_join_words(acts, story)))
    if n is None:
        acts.voice.say(tr("Nothing recorded."))
        return
    others = [each["id"] for m, each in enumerate(story) if m != n]
    moment = acts.now().astimezone(acts.zone).isoformat(timespec="seconds")
    acts.record(strikes(others, STRUCK, moment, acts.entry_id), card, "settled")


def _join_words(acts: ByPrompts, story: Sequence[dict[str, Any]]) -> Iterator[str]:
    for join in story:
        ended, stays = join["person"], join["body"]["into"]
        when = moment_in_words(datetime.fromisoformat(join["occurred_at"]), acts.now(), acts.zone)
        checked = _in_a_line(join["body"]["checked"])
        yield tr(
            "{called} ends, {called2} stays: {checked}, {when}",
            called=_called(acts, ended),
            called2=_called(acts, stays),
            checked=checked,
            when=when,
        )


def _called(acts: ByPrompts, record: str) -> str:
    story = acts.door.people.person(record, acts.now())["story"]
    return record_words(record, story)


def _telling(acts: ByPrompts) -> Telling:
    names = {each.id: each.name for each in acts.door.people.workers()}
    return Telling(lambda moment: moment_in_words(moment, acts.now(), acts.zone), names)


def _in_a_line(words: str) -> str:
    return "; ".join(words.split("\n"))
