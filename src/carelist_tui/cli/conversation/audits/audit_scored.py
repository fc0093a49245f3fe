"""A sample scored in plain lines: a case as the record shows it, then a key for each criterion."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Waiting
from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.audit.case_answers import ANSWER_KEYS, ASKS_WHY, CaseAnswers, draft_key
from carelist_tui.desk.audit.sample_lines import begun_words_of, result_lines, sample_state, sample_title
from carelist_tui.desk.drafts import Drafting
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Sample
from carelist_tui.vault.drafts import Begun

KEYS = ", ".join(f"{key} {choice_in_words(answer)}" for key, answer in ANSWER_KEYS.items())
ASKED = tr("{keys}; enter leaves it open", keys=KEYS)


class AuditScoring:
    """Scores samples, for one conversation. `kept` keeps what was answered and not recorded, as the app does."""

    def __init__(self, door: Carelist, voice: Voice, now: Callable[[], datetime], kept: Drafting | None = None) -> None:
        self.door, self.voice, self.now, self.kept = door, voice, now, kept

    def run(self, sample: Sample) -> None:
        """Each case that waits for whoever is signed in, until none does or they stop. Refuses whoever may not."""
        self.door.audits.check_may_score()
        waiting = self.door.audits.to_score(sample)
        self.voice.say(f"{sample_title(sample)}: {sample_state(sample)}.")
        if waiting.own:
            self.voice.say(
                tr("{own} passed over: you took part in them, and somebody else scores them.", own=waiting.own)
            )
        for each in waiting.waiting:
            if not self._score(sample, each):
                break
        else:
            self.voice.say(tr("Nothing more of this sample waits for you."))
        again = self.door.audits.sample(sample.said.id)
        state = sample_state(again)
        self.voice.say(f"{state[:1].upper()}{state[1:]}.")
        for line in result_lines(again, self.door.audits.results(again)):
            self.voice.say(line)

    def _score(self, sample: Sample, waiting: Waiting) -> bool:
        """One case; False where they stop."""
        told = self.door.audits.case(sample, waiting.case)
        self.voice.say()
        second = tr(", as its second reader") if waiting.second else ""
        self.voice.say(
            tr(
                "Case {number} of {n}: {ref}, {moment}{second}.",
                number=waiting.number,
                n=len(sample.ids),
                ref=told.ref,
                moment=told.moment,
                second=second,
            )
        )
        for line in told.lines():
            self.voice.say(line)
        self.door.people.looked("opened", told.person or None, self.now())
        before = self.kept.find(draft_key(sample.said.id, waiting.case)) if self.kept is not None else None
        answers = CaseAnswers.again(self.door.audits.criteria(sample.kind), before)
        if before is not None:
            self.voice.say(tr("What you answered before is back."))
        id, at = (before.id, before.at) if before is not None else (uuid7(self.now(), os.urandom(10)), self._moment())
        words = begun_words_of(sample.kind, waiting.number, len(sample.ids))
        for key, sentence in answers.criteria.items():
            self._ask(answers, key, sentence)
            self._keep(answers.as_begun(id, sample.said.id, waiting.case, words, at), answers)
        self.voice.say(f"{answers.in_words()}.")
        said = self._what_next(answers)
        if said == "r":
            self._record(sample, waiting, answers)
        return said != "s"

    def _ask(self, answers: CaseAnswers, key: str, sentence: str) -> None:
        stands = answers.given.get(key, "")
        kept = tr(" Enter keeps: {words}.", words=choice_in_words(stands)) if stands else ""
        self.voice.say(f"{sentence}{kept}")
        while (said := self.voice.ask(ASKED).casefold()) and said not in ANSWER_KEYS:
            self.voice.say(tr("{said} is none of these.", said=said))
        if not said and stands:
            return
        if not said:
            answers.leave_open(key)
            return
        answers.answer(key, ANSWER_KEYS[said])
        if ANSWER_KEYS[said] in ASKS_WHY:
            answers.write(key, self.voice.ask(tr("What you saw, in a line, without a worker's name")))

    def _what_next(self, answers: CaseAnswers) -> str:
        keys = (
            {"r": tr("record it"), "p": tr("pass over it"), "s": tr("stop")}
            if answers.given
            else {"p": tr("go on"), "s": tr("stop")}
        )
        asked = ", ".join(f"{key} {words}" for key, words in keys.items())
        while (said := self.voice.ask(asked).casefold()) not in keys:
            self.voice.say(tr("Please answer with one of these letters."))
        return said

    def _record(self, sample: Sample, waiting: Waiting, answers: CaseAnswers) -> None:
        try:
            self.door.audits.score(sample, waiting, answers.given, answers.note, self.now())
        except Refused as refused:
            self.voice.say(tr("Not recorded: {refused}.", refused=refused))
        else:
            if self.kept is not None:
                self.kept.drop(draft_key(sample.said.id, waiting.case))
            self.voice.say(tr("Recorded."))

    def _keep(self, begun: Begun, answers: CaseAnswers) -> None:
        """What was answered, until it is recorded; nothing where nothing was."""
        if self.kept is not None and answers.given:
            self.kept.keep(begun)

    def _moment(self) -> str:
        return self.now().astimezone(self.door.glance.calendar.zone).isoformat(timespec="seconds")
