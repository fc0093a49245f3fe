"""Two versions of one thing in plain lines: what each says and in what they differ, then which one holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.prompts import ByPrompts
from carelist_tui.desk.versions import (
    ACCEPTANCE,
    CONFLICT,
    MEMBERSHIP,
    REF,
    STRUCK,
    Version,
    can_be_kept,
    differing,
    entries_of,
    said_by_all,
    settling_draft,
    thing_of,
)
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.views.entry_fields import Telling, Told, answered, as_corrected, label_of
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item

DETAILS, ANEW = "person.details_updated", "w"
BOTH_STAY = tr("Both stay readable, and until this is settled the safer one holds.")
LEFT_AND_SEEN = tr("They left the caseload, and yet there was contact: say whether they are back, or have left.")
STRUCK_AND_NAMED = tr("They were struck out as entered in error, and others name them.")
STILL_OPEN = tr("Discharged while something stood open, so they stay. Settle that first.")
ONE_IDENTIFIER = tr("Two people carry one identifier.")
NOTHING = tr("Nothing recorded.")


def settle_versions(acts: ByPrompts, item: Item | None, card: Card | None) -> bool:
    """Asks which of two versions holds; what is agreed is recorded. Gives whether it was asked: only of a conflict."""
    if item is None or item.kind != CONFLICT:
        return False
    thing = thing_of(item)
    if thing == REF:
        _change_an_identifier(acts, item)
        return True
    versions = _sides(acts, item, card)
    for n, side in enumerate(versions, start=1):
        acts.voice.say(tr("Version {n}: {title}, {said}", n=n, title=side.title, said=side.said))
        for title, words in side.fields:
            sign = tr("differs, ") if title in differing(versions) else ""
            acts.voice.say(f"  {sign}{title}: {'; '.join(words.split(chr(10)))}")
    if thing == MEMBERSHIP:
        acts.voice.say(LEFT_AND_SEEN)
        _write_anew(acts, item, card, {})
    elif thing == ACCEPTANCE or len(versions) == 1:
        _strike(acts, versions, card, STRUCK_AND_NAMED if thing == ACCEPTANCE else STILL_OPEN)
    else:
        _choose(acts, item, versions, card)
    return True


def _sides(acts: ByPrompts, item: Item, card: Card | None) -> list[Version]:
    now, ids = acts.now(), entries_of(item)
    story = acts.door.people.person(card.person, now)["story"] if card is not None else []
    by_id: dict[str, Told] = {line["id"]: line for line in [*story, *acts.door.people.entries(ids)]}
    laptops = {each["device"]: str(each["name"]) for each in acts.door.laptops.known()}
    names = {each.id: each.name for each in acts.door.people.workers()}
    telling = Telling(lambda moment: moment_in_words(moment, now, acts.zone), names, by_id)

    def side(line: Told) -> Version:
        who = names.get(line["author"], line["author"])
        if line.get("on_behalf_of"):
            who = tr("{names} (typed by {who})", names=names.get(line["on_behalf_of"], line["on_behalf_of"]), who=who)
        when = moment_in_words(parse_moment(line["occurred_at"]), now, acts.zone)
        laptop = laptops.get(line["device"], tr("laptop {device}", device=line["device"][:6]))
        fields = tuple((each.heading, each.words) for each in answered(line, telling))
        return Version(
            label_of(line), tr("{who}, {when}, on {laptop}", who=who, when=when, laptop=laptop), fields, line
        )

    return [side(as_corrected(by_id[id], by_id)) for id in ids if id in by_id]


def _choose(acts: ByPrompts, item: Item, versions: Sequence[Version], card: Card | None) -> None:
    """One of them holds, and replaces all; or it is said anew."""
    acts.voice.say(BOTH_STAY)
    kept = [(str(n), tr("version {n} holds", n=n)) for n, each in enumerate(versions, start=1) if can_be_kept(each)]
    key = acts.voice.choose(tr("Which one is so"), [*kept, (ANEW, tr("neither: say it anew"))])
    if key is None:
        acts.voice.say(NOTHING)
    elif key == ANEW:
        _write_anew(acts, item, card, said_by_all(versions))
    else:
        version, now = versions[int(key) - 1], acts.now().astimezone(acts.zone).isoformat(timespec="seconds")
        draft = settling_draft(acts.entry_id(), item, version, versions, now, {})
        if acts.voice.agrees(tr("Record that version {key} holds?", key=key)):
            acts.record([draft], card, tr("{title}, settled", title=version.title.lower()))
        else:
            acts.voice.say(NOTHING)


def _write_anew(acts: ByPrompts, item: Item, card: Card | None, known: dict[str, Any]) -> None:
    kinds = [kind for kind in item.resolved_by if kind in TYPES and kind != "entry.corrected"]
    n = acts.voice.pick(tr("Record what"), [TYPES[kind].LABEL for kind in kinds]) if len(kinds) > 1 else 0
    if n is None or not kinds:
        acts.voice.say(NOTHING)
    else:
        acts.form(kinds[n], None, card, dict(known))


def _strike(acts: ByPrompts, versions: Sequence[Version], card: Card | None, why: str) -> None:
    acts.voice.say(why)
    line = versions[0].line if versions else None
    if line is None or not acts.voice.agrees(tr("Say that the entry that stands in the way was entered in error?")):
        acts.voice.say(NOTHING)
        return
    moment = acts.now().astimezone(acts.zone).isoformat(timespec="seconds")
    body = {"entry": line["id"], "reason": STRUCK, "replacement": None}
    draft = {"id": acts.entry_id(), "type": "entry.corrected", "occurred_at": moment, "body": body}
    acts.record([draft], card, "settled")


def _change_an_identifier(acts: ByPrompts, item: Item) -> None:
    acts.voice.say(ONE_IDENTIFIER)
    cards = [card for id in entries_of(item) if (card := acts.door.people.card(id, acts.now())) is not None]
    words = [
        tr("{listed}, {ref}, born {born}", listed=card.listed, ref=card.ref, born=card.born or tr("not known"))
        for card in cards
    ]
    n = acts.voice.pick(tr("Whose identifier is changed"), words)
    if n is None:
        acts.voice.say(NOTHING)
    else:
        acts.form(DETAILS, None, cards[n], {})
