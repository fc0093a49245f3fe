"""The rows of what stands open whenever it falls due: the board, handovers, actions; plans and reviews. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.desk.sections.rows import NOT_A_DUE, UNDATED, Row, rows_of
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.words import by_in_words, days_since, past_day
from carelist_tui.domain.worklist import Item, OnPerson, by_when, worst_first
from carelist_tui.journal.queries.open_things import OnBoard, OpenHandover, StandingOut

WAYS = {"out": tr("Out to"), "in": tr("In to")}


def is_review(item: Item) -> bool:
    """Whether it asks for a review or a plan."""
    return KINDS[item.kind].section == "plans"


def review_rows(items: Iterable[Item]) -> list[Row]:
    """One row a person with a review or a plan that is due or comes within the reading, the worst first."""
    return rows_of(item for item in items if is_review(item))


def action_rows(items: Iterable[Item]) -> list[Row]:
    """One row an open action or improvement, whoever holds it, by when it is due."""
    found = by_when(item for item in items if KINDS[item.kind].section == "actions")
    areas = [in_plain_words(item.detail.get("area", item.kind)) for item in found]
    return [Row(item, (item,), f"{item.title} ({area})") for item, area in zip(found, areas, strict=True)]


def board_rows(standing: StandingOut, owed: Mapping[str, Sequence[Item]], at: datetime, zone: ZoneInfo) -> list[Row]:
    """Everyone red and whoever is high, then everyone amber: why, for how many days, what is owed for them; by when
    they are reviewed."""
    reviews = {item.person.id: item for item in standing.items if item.kind == "zone_review" and item.person}
    rows = [
        _on_board(each, reviews.get(each.person.id), owed.get(each.person.id, ()), at, zone) for each in standing.board
    ]
    return sorted(rows, key=lambda row: _board_order(row, at))


def _on_board(each: OnBoard, review: Item | None, owed: Sequence[Item], at: datetime, zone: ZoneInfo) -> Row:
    who = each.person
    if review is None:
        words = tr(
            "{zone}{which}, and no date to look at it again",
            zone=in_plain_words(who.zone),
            which=tr(", though high") if who.is_high(at) else "",
        )
        review = _not_owed(UNDATED, who, each.owner, at, tr("Zone"), words, resolved_by=("zone.set",))
    rest = [item for item in owed if item.key != review.key]
    days = max(0, days_since(each.since, at, zone)) if each.since else None
    since = "" if days is None else f"{ntr('1 day', '{days} days', days, days=days) if days else tr('today')}: "
    says = f"{since}{who.zone_reason or tr('no reason given')}"
    if who.zone != "red" and who.is_high(at):
        # Not the zone puts them here, or not where they stand: what makes them high is said first.
        high = each.loud[0].words_at(at, zone) if each.loud else tr("no reason given")
        says = tr("high: {high}", high=high) + (f"; {in_plain_words(who.zone)} {says}" if who.zone == "amber" else "")
    return Row(review, (review, *rest), says, review.why)


def _board_order(row: Row, at: datetime) -> tuple[object, ...]:
    who = row.item.person
    with_red = who is not None and (who.zone == "red" or who.is_high(at))
    return (not with_red, not row.is_owed, row.item.due_at, row.item.order)


def handover_rows(standing: StandingOut, at: datetime, zone: ZoneInfo) -> list[Row]:
    """One row an open handover: which way it goes, and what stands between it and closing; the worst first."""
    theirs: dict[str, list[Item]] = {}
    for item in worst_first(standing.items):
        if "handover" in item.detail:
            theirs.setdefault(item.detail["handover"], []).append(item)
    rows = [_handover(each, theirs.get(each.id, []), at, zone) for each in standing.handovers]
    return sorted(rows, key=lambda row: (row.item.status == "upcoming", row.item.order))


def _handover(each: OpenHandover, items: list[Item], at: datetime, zone: ZoneInfo) -> Row:
    left = ", ".join(filter(None, (_left(each, item, at, zone) for item in items))) or tr("ready to close")
    items = sorted(items, key=lambda item: item.status == "upcoming")
    if not items:
        words = tr("all is done, closing {by_in_words}", by_in_words=by_in_words(each.by, at, zone))
        known: dict[str, object] = {"handover": each.id}
        items = [_not_owed("handover", each.person, each.sender, each.by, tr("Close the handover"), words,
                           resolved_by=("handover.closed",), source=each.id, detail=known)]  # fmt: skip
    kind = in_plain_words(each.kind)
    way = tr("From {there}", there=each.there) if each.there else f"{WAYS.get(each.direction, tr('To'))} {each.to_team}"
    says = f"{way}: {left}"
    return Row(items[0], tuple(items), says, f"{kind[:1].upper()}{kind[1:]}. {says}")


def _left(each: OpenHandover, item: Item, at: datetime, zone: ZoneInfo) -> str:
    """What one Due says is still between a handover and its closing; of one that goes sealed, or came so, that nothing
    was heard since which day, or that no receipt was sent."""
    if item.kind == "handover_acceptance" and each.sent is not None:
        return tr("sent {day}, nothing heard", day=past_day(each.sent, at, zone))
    if item.kind == "handover_acceptance" and each.there:
        return tr("they have no receipt")
    if item.kind == "handover_first_contact" and each.sent is not None:
        return tr("no receipt of first contact")
    if item.kind == "handover_checklist":
        return tr("{n} to tick", n=len(item.detail["left"]))
    if item.kind == "handover_first_contact":
        return tr("first contact {by_in_words}, not yet held", by_in_words=by_in_words(item.due_at, at, zone))
    if item.kind == "handover_reverted":
        return item.because if item.status != "upcoming" else ""
    return {"handover_call": tr("call not held"), "handover_acceptance": tr("not accepted")}.get(item.kind, item.title)


def _not_owed(
    kind: str,
    who: OnPerson,
    owner: str,
    due_at: datetime,
    title: str,
    because: str,
    *,
    resolved_by: tuple[str, ...],
    source: str = "",
    detail: dict[str, object] | None = None,
) -> Item:
    """What is shown like a Due and is none: so that its row opens the form that settles it."""
    key = f"{NOT_A_DUE}{kind}:{source or who.id}"
    return Item(
        key, kind, 4, who, due_at, None, "upcoming", owner, title, because, f"{title}: {because}", resolved_by,
        source or who.id, detail or {},
    )  # fmt: skip
