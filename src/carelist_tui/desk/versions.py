"""Two versions of one thing: what each says, in what they differ, and when what settles them happened. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.worklist import Item

Told = Mapping[str, Any]
"""One entry as a story tells it."""
CONFLICT = "conflict"
MEMBERSHIP, REF, ACCEPTANCE, DISCHARGE = "membership", "ref", "acceptance", "discharge"
JOINS = "joined"
"""The thing of two joins that contradict each other: one is struck out, and the other holds."""
HAPPENED = ("planned", "decision", "death", "discharge", "handover")
"""Things that happened once: what settles them happened then, not now."""
STRUCK = "Settled: two versions of one thing."
"""Why an entry is struck out by which nothing else stands in two versions."""
WITHOUT_FORM = frozenset({"entry.corrected", "person.accepted", "referral.received"})


@dataclass(frozen=True, slots=True)
class Version:
    """One side: the entry as it stands, what it is called, who said it when on which laptop, and each of its fields as
    (title, words). `facts` of what is no entry has no `line`."""

    title: str
    said: str
    fields: tuple[tuple[str, str], ...]
    line: Told | None = None


def thing_of(item: Item) -> str:
    """What there are two versions of, without which one of several: zone, planned, membership."""
    return str(item.detail.get("thing", "")).partition(":")[0]


def entries_of(item: Item) -> list[str]:
    """The ids of its sides: entries, or the people who carry one identifier."""
    return [str(id) for id in item.detail.get("entries", ())]


def differing(versions: Sequence[Version]) -> set[str]:
    """The titles of the fields that not all sides say alike."""
    said = [dict(each.fields) for each in versions]
    titles = {title for each in said for title in each}
    return {title for title in titles if len({each.get(title) for each in said}) > 1} if len(said) > 1 else set()


def said_by_all(versions: Sequence[Version]) -> dict[str, Any]:
    """The fields of the bodies that all sides say alike: known, whoever writes it anew."""
    bodies = [each.line.get("body") or {} for each in versions if each.line is not None]
    first = bodies[0] if bodies else {}
    return {name: value for name, value in first.items() if all(body.get(name) == value for body in bodies)}


def can_be_kept(version: Version) -> bool:
    """Whether its words can be recorded again as they are."""
    kind = version.line["type"] if version.line is not None else ""
    return kind in TYPES and kind not in WITHOUT_FORM and bool(version.line and version.line.get("body"))


def settled_at(thing: str, versions: Sequence[Version], now: str) -> str:
    """When the entry that settles it happened: what is set holds from `now` on; what happened once happened when the
    later side says, so that the entry comes after both."""
    moments = [each.line["occurred_at"] for each in versions if each.line is not None]
    return max(moments, key=datetime.fromisoformat) if thing in HAPPENED and moments else now


def settling_draft(
    id: str, item: Item, version: Version, versions: Sequence[Version], now: str, around: Mapping[str, str]
) -> dict[str, Any]:
    """The words of one side as an ordinary entry that replaces all of them. `around` is known of the envelope."""
    line = version.line or {}
    draft = {"id": id, "type": line["type"], "person": line["person"], "body": line["body"], **around}
    draft["occurred_at"] = settled_at(thing_of(item), versions, now)
    draft["replaces"] = entries_of(item)
    return draft | ({"late_reason": line["late_reason"]} if line.get("late_reason") else {})
