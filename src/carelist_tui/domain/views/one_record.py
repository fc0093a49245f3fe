"""What a record says, in fields that can be laid beside another's; and the story of two as it would be, were they
joined (records.md, persons.joined). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import NO_ENTRY, PersonDetailsUpdated, PersonsJoined, read_entry, stamp
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.views.entry_fields import Telling, answered

Shown = Mapping[str, Any]
"""A person as `show --json` answers them."""
FORESEEN = "foreseen"


def stories_joined(
    of_stays: Iterable[Entry], of_ended: Iterable[Entry], stays: str, ended: str, at: datetime
) -> list[Entry]:
    """Both stories in one, in their order, with the join that would be recorded at a moment last."""
    draft = {"type": PersonsJoined.TYPE, "occurred_at": at.isoformat(),
             "body": {"into": stays, "reason": FORESEEN, "checked": FORESEEN}}  # fmt: skip
    join = read_entry(
        stamp(draft, id=FORESEEN, person=ended, author="", device="", seq=1, prev=NO_ENTRY, recorded_at=at,
              replaces=(), salt=bytes(16))
    )  # fmt: skip
    return [*sorted([*of_stays, *of_ended], key=lambda each: each.order), join]


def record_fields(shown: Shown, telling: Telling) -> Iterator[tuple[str, str]]:
    """(title, words) of who somebody is, whether and how they are held, what is to be minded, and all that is owed."""
    line = {"type": PersonDetailsUpdated.TYPE, "v": 1, "body": shown["identity"]}
    yield from ((each.title, each.words) for each in answered(line, telling))
    yield tr("On the caseload"), tr("yes") if shown["on_caseload"] else tr("no")
    if (died := shown["died"]) is not None:
        yield tr("Died"), tr("confirmed") if died["confirmed"] else tr("reported, not confirmed")
    if (away := shown["away"]) is not None:
        where = ", ".join(filter(None, (choice_in_words(away["kind"]), away["where"])))
        yield tr("Away"), where if away["confirmed"] else tr("{where} (not confirmed)", where=where)
    for title, name in ((tr("Tier"), "tier"), (tr("Zone"), "zone")):
        if shown[name]:
            yield title, choice_in_words(shown[name])
    if shown["high"]:
        yield tr("Risk"), "high"
    yield tr("Coordinator"), telling.worker(shown["coordinator"]) if shown["coordinator"] else "nobody"
    for title, said in ((tr("Warnings"), shown["warnings"]), (tr("Must not be told"), _not_told(shown))):
        if said:
            yield title, "\n".join(said)
    for title, name in ((tr("Last spoke"), "last_contact"), (tr("Last seen"), "last_seen")):
        if shown[name]:
            yield title, telling.when(parse_moment(shown[name]["at"]))
    if shown["episode"]:
        yield tr("Missed contact"), tr("being followed")
    owed = [f"{item['title']}, {telling.when(parse_moment(item['due_at']))}" for item in shown["items"]]
    yield tr("What is due"), "\n".join(owed) or "nothing"


def _not_told(shown: Shown) -> Sequence[str]:
    return [each["in_words"] for each in shown["must_not_be_told"]]
