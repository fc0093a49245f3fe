"""The people of a huddle: what is owed to each, what came in about them, and how that is put on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.card import Card
from carelist_tui.domain.views.huddle.huddle import Arrived, StandIn, Talk, Told
from carelist_tui.domain.words import days_since, moment_in_words
from carelist_tui.domain.worklist import Item, worst_first

Picks = Callable[[Item], bool]


class People:
    """What was read, sorted by person; only of the team whose huddle it is, and of those who have no team yet."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.cards = {id: card for id, card in told.cards.items() if self._is_ours(card.team)}
        self.on_caseload = told.on_caseload & self.cards.keys()
        red = {id for id, card in self.cards.items() if card.zone == "red"}
        self.with_red = self.on_caseload & (red | told.high)
        """Whoever is red, or high for another reason."""
        self.items = worst_first(filter(self._is_our_item, told.items))
        self.arrived = [each for each in told.arrived if each.person is None or each.person in self.cards]
        self._items: dict[str, list[Item]] = {}
        for item in self.items:
            if item.person is not None:
                self._items.setdefault(item.person.id, []).append(item)
        self._news: dict[str, list[Arrived]] = {}
        for each in self.arrived:
            if each.person is not None:
                self._news.setdefault(each.person, []).append(each)

    def _is_ours(self, team: str | None) -> bool:
        return self.told.team is None or not team or team == self.told.team

    def _is_our_item(self, item: Item) -> bool:
        if item.person is not None:
            return self._is_ours(item.person.team)
        worker = self.told.roster.workers.get(item.detail.get("worker", item.owner))
        return self._is_ours(worker.team if worker else None)

    def owed(self, picks: Picks) -> list[Talk]:
        """A line for each person who is owed such a thing, in the order of the worklist; the team's own too."""
        talks: dict[str, Talk] = {}
        for item in self.items:
            if not picks(item):
                continue
            if item.person is None:
                talks[item.key] = self.talk_of_team(item)
            elif item.person.id not in talks:
                found = [each for each in self._items[item.person.id] if picks(each)]
                talks[item.person.id] = self._talk(item.person.id, found)
        return list(talks.values())

    def of(self, people: Iterable[str], *, of_these: Picks | None = None) -> list[Talk]:
        """A line for each of these people, whatever is owed to them: what is picked first, else their worst; in the
        order of the worklist, those who are owed nothing today last, by name."""
        talks = []
        for id in people:
            owed = [item for item in self._items.get(id, ()) if item.status != "upcoming" or item.kind != "gap_cover"]
            picked = [item for item in owed if of_these is not None and of_these(item)]
            talks.append(self._talk(id, picked or ([] if of_these else owed)))
        return sorted(talks, key=self._order)

    def _order(self, talk: Talk) -> tuple[object, ...]:
        first = talk.items[0].order if talk.items else ()
        return (not talk.items, first, talk.family.casefold(), talk.given.casefold(), talk.person or "")

    def _talk(self, id: str, items: list[Item]) -> Talk:
        card, worst = self.cards.get(id), items[0] if items else None
        who = worst.person if worst else None
        return Talk(
            person=id,
            ref=card.ref if card else who.ref if who else "",
            given=card.given if card else who.given if who else "",
            family=card.family if card else who.family if who else "",
            zone=card.zone if card else who.zone if who else "unknown",
            days=self._days_since(card.zone_since) if card and card.zone_since else None,
            why=worst.because if worst else "",
            title=worst.title if worst else "",
            due_at=worst.due_at if worst else None,
            status=worst.status if worst else "",
            owner=worst.owner if worst else self._owner(card),
            items=tuple(items),
            also=tuple(i for i in self._items.get(id, ()) if i is not worst and i.status != "upcoming"),
            changes=tuple(self._news.get(id, ())),
            not_told=tuple(each.sentence for each in card.must_not_be_told) if card else (),
            known=tuple(card.loud_at(self.told.at)) if card else (),
            born=card.born if card else "",
            phone=next((each.number for each in card.phones if not each.unsafe), "") if card else "",
            warnings=card.warnings if card else (),
            stands_in=self._stands_in(card),
        )

    def _stands_in(self, card: Card | None) -> StandIn | None:
        """Who stands in for their coordinator; None while that one is at work, and where there is none."""
        away = self.told.roster.absence(card.coordinator, self.told.at) if card and card.coordinator else None
        return StandIn(card.coordinator, away.cover_of(card.person)) if card and away else None

    def _days_since(self, moment: datetime) -> int:
        """Local days, as people count them: what was yesterday evening is one day ago."""
        return days_since(moment, self.told.at, self.told.calendar.zone)

    def _owner(self, card: Card | None) -> str:
        told, zone = self.told, self.told.calendar.zone
        coordinator, team, id = (card.coordinator or None, card.team or None, card.person) if card else (None,) * 3
        return told.roster.owner(None, coordinator, team, id, told.at, zone)

    @staticmethod
    def talk_of_team(item: Item) -> Talk:
        """A line for what is owed to nobody on the caseload."""
        said = (item.because, item.title, item.due_at, item.status, item.owner, (item,))
        return Talk(None, "", "", "", "unknown", None, *said)

    def on_board(self, talk: Talk) -> Talk:
        """The same with the reason for the zone first: what the board says of them."""
        card = self.cards[talk.person or ""]
        return replace(talk, why="; ".join(filter(None, (card.zone_reason, talk.why))))

    def with_next_step(self, talk: Talk) -> Talk:
        """The same with what was missed; and the next step, where nothing of it is due today."""
        card, at, zone = self.cards[talk.person or ""], self.told.at, self.told.calendar.zone
        tried = ntr("{attempts} attempt", "{attempts} attempts", card.attempts, attempts=card.attempts)
        when = f" {moment_in_words(card.missed_at, at, zone)}" if card.missed_at else ""
        missed = tr("missed{when} ({how}), {tried}", when=when, how=card.missed_how, tried=tried)
        found = card.next_step_at(at)
        if not talk.items and found is not None:
            return replace(talk, why=missed, title=found.title, due_at=found.due_at, status="upcoming")
        return replace(talk, why=missed)

    def with_news(self, talk: Talk, picks: Callable[[Arrived], bool] = bool, *, late: bool = False) -> Talk:
        """The same with what came in said as the reason, newest first; what is late is said to be."""
        told, zone = self.told, self.told.calendar.zone
        news = [each for each in talk.changes if picks(each)]
        if late:
            news = [each for each in news if each.occurred_at < told.since.moment]
        if not news:
            return talk
        newest = max(news, key=lambda each: each.occurred_at)
        when = moment_in_words(newest.occurred_at, told.at, zone)
        more = tr(" (and {n} more)", n=len(news) - 1) if len(news) > 1 else ""
        came = f"{tr('came in late, ') if late else ''}{when}: {newest.words}{more}"
        reason = self.cards[talk.person or ""].zone_reason
        rest = talk.why.removeprefix(reason).removeprefix("; ") if reason and reason in newest.words else talk.why
        return replace(talk, why="; ".join(filter(None, (came, "" if late else rest))))
