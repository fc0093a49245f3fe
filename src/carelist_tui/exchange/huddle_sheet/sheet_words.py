"""What the sheet says, in words, whatever it is written as. Made of what `huddle --json` answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.domain.card import loud_words
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.words import inside, moment_in_words
from carelist_tui.exchange.story_text import stamp

Answer = Mapping[str, Any]
Names = Mapping[str, str]

CONFIDENTIAL = tr(
    "CONFIDENTIAL: this sheet names people in our care. Keep it with you, and destroy it after the huddle."
)
NOTHING = tr("Nobody.")
DUTY = "duty"
ZONE_LETTERS = {"red": "R", "amber": "A", "green": "G"}


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a sheet and when, and the digest of all entries that it was made from (`carelist verify` says the
    same). `known_at`: by when these were recorded; None: by when it was made."""

    by: str | None
    at: datetime
    digest: str
    known_at: datetime | None = None


class Words:
    """Puts one huddle into words: whose names stand for ids, and relative to when it is read."""

    def __init__(self, huddle: Answer, names: Names, zone: ZoneInfo, made: Made | None = None) -> None:
        self.huddle, self.names, self.zone, self._made = huddle, names, zone, made
        self.at = datetime.fromisoformat(huddle["at"])
        ids = "|".join(re.escape(id) for id in sorted(names, key=len, reverse=True))
        self._ids = re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])") if ids else None

    def named(self, text: str) -> str:
        """Words of an entry, with workers' names in place of their ids."""
        return self._ids.sub(lambda found: self.names[found[0]], text) if self._ids else text

    def name(self, worker: str) -> str:
        """A worker's name; whoever is on duty, where nobody else holds it."""
        if worker.partition(":")[0] == DUTY:
            return tr("nobody: whoever is on duty")
        return self.names.get(worker, worker)

    def when(self, moment: str | None) -> str:
        return moment_in_words(datetime.fromisoformat(moment), self.at, self.zone) if moment else ""

    def title(self) -> str:
        """`Huddle, North team, Tue 3 Mar 2026 09:04`."""
        team = self.huddle["team"]
        said = (
            f"{team}, "
            if team and str(team).casefold().endswith("team")
            else tr("{team} team, ", team=team)
            if team
            else ""
        )
        return tr("Huddle, {said}{stamp}", said=said, stamp=stamp(self.huddle["at"], self.zone))

    def made(self) -> str:
        """Who made it and when, what it shows, as known when, and of which entries; empty where that was not said."""
        if self._made is None:
            return ""
        at = stamp(self._made.at, self.zone)
        by = tr(" by {name}", name=self.name(self._made.by)) if self._made.by else ""
        known = stamp(self._made.known_at or self._made.at, self.zone)
        shows = tr("Shows {stamp}, as known {known}", stamp=stamp(self.huddle["at"], self.zone), known=known)
        return tr(
            "Made {at}{by}. {shows}. Digest of entries {digest}", at=at, by=by, shows=shows, digest=self._made.digest
        )

    def since(self) -> str:
        """Since when on something counts as new, and how much is."""
        since, news = self.huddle["since"], self.huddle["arrived"]
        new = ntr("{news} entry came in", "{news} entries came in", news, news=news)
        moment = stamp(since["at"], self.zone)
        if since["huddle"]:
            return tr(
                "{new} since the last huddle, {moment}; what was recorded earlier and came in late is among them.",
                new=new,
                moment=moment,
            )
        return tr("{new} since {moment}; no huddle was recorded before.", new=new, moment=moment)

    def here(self) -> Iterator[str]:
        """Who was there; then who is away, until when, and who covers."""
        held = self.huddle["held"]
        if held:
            yield tr("Here: {map}", map=", ".join(map(self.name, held["present"])))
        away = [each for each in self.huddle["here"] if each["away"]]
        if not held:
            rest = [each for each in self.huddle["here"] if not each["away"]]
            yield tr("At work: {workers}", workers=", ".join(self._worker(each) for each in rest) or NOTHING)
        for each in away:
            yield tr("Away: {name}, {away}", name=each["name"], away=self.away(each["away"]))
        for worker, count in self.huddle.get("works_nowhere", {}).items():
            people = ntr("one person", "{count} people", count, count=count)
            yield tr(
                "Works nowhere here: {name}, who coordinates {people}: name somebody else",
                name=self.name(worker),
                people=people,
            )

    def _worker(self, each: Answer) -> str:
        said = [] if each["works_today"] else [tr("not a working day")]
        said += [tr("on duty")] if each["on_duty"] else []
        return str(each["name"]) + (f" ({', '.join(said)})" if said else "")

    def away(self, away: Answer) -> str:
        """`leave until 9 Mar; Leah covers`, or that nobody does."""
        until = tr(" until {when}", when=self.when(away["until"])) if away["until"] else ""
        cover = ", ".join(self.name(by) if by != DUTY else tr("duty") for by in away["cover"])
        covered = tr("{cover} covers", cover=cover) if cover else tr("NO COVER")
        some = tr(" for some only") if cover and not away["covered"] else ""
        return f"{in_plain_words(away['reason'])}{until}; {covered}{some}"

    def who(self, talk: Answer) -> str:
        """`KHAN Bilal, P-0043`."""
        return ", ".join(filter(None, (talk["name"], talk["ref"])))

    def letter(self, talk: Answer) -> str:
        """`R`, `A`, `G`, or `?` where no zone is set; empty for what is about nobody."""
        return ZONE_LETTERS.get(talk["zone"], "?") if talk["person"] else ""

    def born(self, talk: Answer) -> str:
        """`4 May 1991`; what is no day, as it was written."""
        born = talk.get("born") or ""
        try:
            day = date.fromisoformat(born)
        except ValueError:
            return str(born)
        return day_in_words(day)

    def warned(self, talk: Answer) -> str:
        """What nobody may act without: the warnings, refusals among them, and what is known."""
        warnings = talk.get("warnings") or talk["not_told"]
        return "; ".join([*map(loud_words, warnings), *self.known(talk)])

    def stands_in(self, talk: Answer) -> str:
        """Who covers for their coordinator, or that nobody does; empty while that one is at work."""
        cover = talk.get("cover")
        if not cover:
            return ""
        return tr("duty") if cover["by"] == DUTY else self.name(cover["by"]) if cover["by"] else tr("NO COVER")

    def also_briefly(self, talk: Answer) -> str:
        """`also late: welfare visit; also due: risk check`; empty when nothing else is."""
        late, due = _also(talk)
        said = [tr("also late: {what}", what=", ".join(late))] if late else []
        return "; ".join([*said, *([tr("also due: {said}", said=", ".join(due))] if due else [])])

    def also_counted(self, talk: Answer) -> str:
        """`also 1 late, 2 due`; empty when nothing else is."""
        late, due = _also(talk)
        said = [tr("{n} late", n=len(late))] if late else []
        said += [tr("{n} due", n=len(due))] if due else []
        return tr("also {said}", said=", ".join(said)) if said else ""

    def standing(self, talk: Answer) -> str:
        """`red 4 days`; empty for what is about nobody."""
        days = talk["days"]
        since = (
            ""
            if days is None
            else tr(" since today")
            if days < 1
            else ntr(" {days} day", " {days} days", days, days=days)
        )
        if talk["zone"] is None:
            return ""
        return tr("zone not set") if talk["zone"] == "unknown" else f"{in_plain_words(talk['zone'])}{since}"

    def not_told(self, talk: Answer) -> str:
        """`DO NOT TELL Housing: refused 3 Mar`, first of what is said of somebody; empty where nobody was refused."""
        return "; ".join(map(loud_words, talk["not_told"]))

    def due(self, talk: Answer) -> str:
        """`Second attempt, overdue since 10:30`; empty when nothing is due."""
        if not talk["title"]:
            return ""
        if talk["status"] == "settled":
            return tr("{title}, settled", title=talk["title"])
        said = tr("overdue since") if talk["status"] == "overdue" else tr("due")
        return f"{talk['title']}, {said} {self.when(talk['due_at'])}"

    def known(self, talk: Answer) -> list[str]:
        """What nobody may decide about them without, with whose word it is."""
        return [
            each["in_words"] + (tr(", by {name}", name=self.name(each["by"])) if each["by"] else "")
            for each in talk.get("known", ())
        ]

    def also(self, talk: Answer) -> str:
        """`also due: welfare visit, overdue since 10:30; risk check, due 17:00`; empty when nothing else is."""
        said = [inside(self.due(each)) for each in talk.get("also", ())]
        return tr("also due: {said}", said="; ".join(said)) if said else ""

    def decided(self, talk: Answer) -> list[str]:
        """What was decided about them, then the note."""
        return [*map(self.named, talk["decided"]), *([talk["note"]] if talk["note"] else [])]

    def why(self, talk: Answer) -> str:
        """Why they are in this step."""
        return self.named(talk["why"])

    def closure(self) -> str:
        """When the service closes and opens again, and who holds the gap; empty without a closure."""
        closure = self.huddle["closure"]
        if not closure:
            return ""
        between = tr(
            "Closed from {when} to {when2}.", when=self.when(closure["closes"]), when2=self.when(closure["opens"])
        )
        gap = self.huddle["holds_the_gap"]
        return (
            tr("{between} Out of hours: {gap}.", between=between, gap=gap)
            if gap
            else tr("{between} No out-of-hours team is named.", between=between)
        )

    def counts(self) -> Iterator[str]:
        """The counts, as `carelist today` has them."""
        n = self.huddle["counts"]
        yield tr(
            "{overdue} overdue and {due} due today, for {people_due} of {people} people.",
            overdue=n["overdue"],
            due=n["due"],
            people_due=n["people_due"],
            people=n["people"],
        )
        yield tr(
            "Act now {band_1}, missed contact and promises {band_2}, today's contacts {band_3}, keeping up {band_4}.",
            band_1=n["band_1"],
            band_2=n["band_2"],
            band_3=n["band_3"],
            band_4=n["band_4"],
        )
        high = tr(", high and not red {high}", high=n["high"]) if n["high"] else ""
        yield tr(
            "Red {red}{high}, amber {amber}, missed contact {missed}.",
            red=n["red"],
            high=high,
            amber=n["amber"],
            missed=n["missed"],
        )
        owners = self.huddle["owners"].items()
        yield tr("Due today, by owner: ") + (", ".join(f"{self.name(who)} {many}" for who, many in owners) or NOTHING)

    def elsewhere(self) -> list[Answer]:
        """What was discussed about somebody who stands in no step, or about nobody."""
        held = self.huddle["held"]
        shown = {talk["person"] for step in self.huddle["steps"] for talk in step["people"]}
        return [each for each in held["discussed"] if each["person"] not in shown] if held else []


def _also(talk: Answer) -> tuple[list[str], list[str]]:
    """What else is late, and what else is due."""
    late = [inside(each["title"]) for each in talk.get("also", ()) if each["status"] == "overdue"]
    return late, [inside(each["title"]) for each in talk.get("also", ()) if each["status"] != "overdue"]
