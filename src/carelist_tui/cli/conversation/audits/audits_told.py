"""The audits in plain lines: each sample on a line, one in full; drawn, scored, and a change opened from what was not
met, by whoever may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.audits.audit_scored import AuditScoring
from carelist_tui.cli.conversation.kept_forms import KeptForms
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.audit.sample_asked import (
    BY_WHICH_SEED,
    HOW_MANY,
    LARGEST_SEED,
    MOST,
    OF_WHAT,
    OF_WHEN,
    PERIODS,
    SEED_ABOUT,
    USUAL,
    kinds_asked,
    number_asked,
    period_asked,
)
from carelist_tui.desk.audit.sample_lines import drawn_words, result_lines, sample_state, sample_title
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Sample
from carelist_tui.domain.roster.roster import AUDITOR
from carelist_tui.domain.worklist import Item

IMPROVEMENT = "improvement.opened"
NONE_YET = tr("No sample has been drawn yet: anybody who holds the same entries draws the same.")
NOTHING_DRAWN = tr("Nothing is drawn.")


class Acts(Protocol):
    """What records by prompts, as far as it is needed here."""

    kept: KeptForms

    @property
    def zone(self) -> ZoneInfo:
        """The service's."""

    def form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """The questions of an entry of this kind, then the record of it."""


class AuditsTold:
    """The audits, for one conversation. `may_record`: whether anything may be recorded now; it says why not."""

    def __init__(
        self, door: Carelist, voice: Voice, now: Callable[[], datetime], acts: Acts, may_record: Callable[[], bool]
    ) -> None:
        self.door, self.voice, self.now, self.acts, self.may_record = door, voice, now, acts, may_record

    def run(self, *, records: bool, owed: str = "") -> None:
        """Each sample by number, the newest first, then whichever is asked for, until only enter is pressed.
        `records`: whether the store is open to write; `owed`: the kind that is offered first."""
        draws = records and self.door.audits.may_score()
        asked = tr(
            "A number for all of a sample, {which}or enter to go back", which=tr("d draws one, ") if draws else ""
        )
        samples = self._say_samples()
        while said := self.voice.ask(asked).casefold():
            if said.isdecimal() and 0 < int(said[:9]) <= len(samples):
                self._tell(samples[int(said[:9]) - 1], scores=draws, improves=records and self._role != AUDITOR)
            elif said == "d" and draws:
                self._draw(owed)
            else:
                self.voice.say(tr("{said} is no number of a sample.", said=said))
                continue
            samples = self._say_samples()

    @property
    def _role(self) -> str:
        return self.door.glance.read_roster().role(self.door.worker or "") or ""

    def _say_samples(self) -> Sequence[Sample]:
        samples = [each for each in self.door.audits.samples() if each.said.at <= self.now()]
        self.voice.say(tr("Audit samples:") if samples else NONE_YET)
        for number, sample in enumerate(samples, start=1):
            self.voice.say(f"{number}. {sample_title(sample)}: {sample_state(sample)}")
        return samples

    def _tell(self, sample: Sample, *, scores: bool, improves: bool) -> None:
        """A sample and what came of it, then what may be done with it."""
        names = {each.id: each.name for each in self.door.people.workers()}
        results = self.door.audits.results(sample)
        for line in (f"{sample_title(sample)}: {sample_state(sample)}.", f"{drawn_words(sample, names)}."):
            self.voice.say(line)
        for line in result_lines(sample, results):
            self.voice.say(line)
        unmet = [(each, one) for each in results for one in each.unmet] if improves else []
        waits = scores and sample.waits_for(self.door.worker or "")
        keys = {"s": tr("score the cases that wait for you")} if waits else {}
        keys |= {"i": tr("open a change of how we work, from what was not met")} if unmet else {}
        if not keys:
            return
        asked = ", ".join(f"{key}: {words}" for key, words in keys.items())
        while (said := self.voice.ask(tr("{asked}, or enter to go back", asked=asked)).casefold()) and said not in keys:
            self.voice.say(tr("{said} is no letter known here.", said=said))
        if said == "s" and self.may_record():
            AuditScoring(self.door, self.voice, self.now, self.acts.kept.kept).run(sample)
        elif said == "i" and self.may_record():
            n = self.voice.pick(tr("Which is to be put right"), [f"{each.sentence} {one.words}" for each, one in unmet])
            if n is not None:
                self.acts.form(IMPROVEMENT, None, None, {"from_entries": [unmet[n][1].score, sample.said.id]})

    def _draw(self, owed: str) -> None:
        wanted = self._wanted(owed) if self.may_record() else None
        if wanted is None:
            self.voice.say(NOTHING_DRAWN)
            return
        try:
            drawn = self.door.audits.draw(wanted, self.now())
        except Refused as refused:
            self.voice.say(tr("Not drawn: {refused}.", refused=refused))
        else:
            self.voice.say(tr("Drawn: {n} of {frame}.", n=len(drawn["ids"]), frame=drawn["frame"]))

    def _wanted(self, owed: str) -> Wanted | None:
        """Which sample; None where it was left."""
        kinds = kinds_asked(owed)
        kind = self.voice.pick(OF_WHAT.rstrip("?"), [words for _, words in kinds])
        period = self.voice.pick(OF_WHEN.rstrip("?"), PERIODS) if kind is not None else None
        many = (
            self._number(tr("{how_many} Enter for {usual}", how_many=HOW_MANY, usual=USUAL), 1, MOST, USUAL)
            if period is not None
            else None
        )
        if kind is None or period is None or many is None:
            return None
        self.voice.say(SEED_ABOUT)
        seed = self._number(
            tr("{by_which_seed} Any number, or enter to draw nothing", by_which_seed=BY_WHICH_SEED),
            0,
            LARGEST_SEED,
            None,
        )
        if seed is None:
            return None
        since, until = period_asked(period, self.now().astimezone(self.acts.zone).date())
        return Wanted(kinds[kind][0], many, seed, since, until)

    def _number(self, asked: str, least: int, most: int, usual: int | None) -> int | None:
        while typed := self.voice.ask(asked):
            try:
                return number_asked(typed, least, most)
            except ValueError as trouble:
                self.voice.say(f"{trouble}.")
        return usual
