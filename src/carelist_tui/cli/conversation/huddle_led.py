"""The huddle in plain lines: who is here, then each step with whom it is about; what was said of them, what was
decided; at the end it is recorded as held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.list_words import draft_words
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.huddle.huddle_so_far import Sitting
from carelist_tui.desk.huddle.lent_desk import Decided, SpokenRecord
from carelist_tui.domain.entries import TYPES, read_body
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.views.huddle import Step, Talk, decided_words
from carelist_tui.domain.words import moment_in_words

NOT_HELD = tr("The huddle is left: it was not held, and nothing of it is recorded but what was recorded in it.")
STEP_HELP = tr(
    "A number: that person, to note or decide. Enter: the next step. b: the step before. q: leave the huddle"
)
TALK_HELP = tr("n: note what was said. o: open them, to decide or record. Enter: talked about, go on")


@dataclass
class HuddleLed:
    """One huddle, from who is here to its entry. `open_person` talks about one of them, by id, as the list does; what
    it is given besides is entered around each act that records."""

    door: Carelist
    voice: Voice
    now: Callable[[], datetime]
    acts: Acts
    open_person: Callable[[str, Callable[[], AbstractContextManager[None]]], None]
    names: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Until it is held, or left."""
        self.names = {each.id: each.name for each in self.door.people.workers()}
        me = next((each for each in self.door.people.workers() if each.id == self.door.worker), None)
        team = (me.team if me else "") or "all"
        sitting = Sitting(self.acts.entry_id(), team, self.now(), {self.door.worker or ""} - {""})
        with self.voice.asking(tr("the huddle, with its notes")):
            self._led(sitting)

    def _led(self, sitting: Sitting) -> None:
        self._read(sitting)
        self._ask_who_is_here(sitting)
        steps = sitting.huddle.steps if sitting.huddle else ()
        at = 0
        while at < len(steps):
            said = self._lead(sitting, steps[at], tr("Step {at} of {n}", at=at + 1, n=len(steps)))
            if said == "q":
                self.voice.say(NOT_HELD)
                return
            at = max(0, at - 1) if said == "b" else at + 1
        self._close(sitting)

    def _read(self, sitting: Sitting) -> None:
        huddle, mark = self.door.huddle.now(self.now(), sitting.team if sitting.team != "all" else None)
        sitting.take(huddle, mark)

    def _ask_who_is_here(self, sitting: Sitting) -> None:
        """Everybody of the team by number, with who is away; those who are here are named by their numbers."""
        here = sitting.huddle.here if sitting.huddle else ()
        self.voice.say(tr("Who is here:"))
        for n, each in enumerate(here, start=1):
            away = tr("away") if each.absence is not None else tr("on duty") if each.on_duty else ""
            away = away or ("" if each.works_today else tr("not a working day"))
            said = ", ".join(filter(None, (each.worker.name, in_plain_words(each.worker.role), away)))
            self.voice.say(f"{n}. {said}")
        while typed := self.voice.ask(tr("Their numbers, with blanks; a for everybody at work; or enter")):
            if typed.casefold() == "a":
                sitting.mark_all()
                break
            numbers = typed.replace(",", " ").split()
            if all(each.isdecimal() and 0 < int(each[:6]) <= len(here) for each in numbers):
                sitting.present |= {here[int(each) - 1].worker.id for each in numbers}
                break
            self.voice.say(tr("Numbers from 1 to {n}, please.", n=len(here)))
        present = ", ".join(self.names.get(id, id) for id in sorted(sitting.present))
        self.voice.say(tr("Here: {present}.", present=present or tr("nobody")))

    def _lead(self, sitting: Sitting, step: Step, place: str) -> str:
        """One step, until it is left by enter, b or q; gives which."""
        self.voice.say(f"{place}: {step.title}. {step.says}")
        self._say_talks(sitting, step)
        while said := self.voice.ask(STEP_HELP).casefold():
            if said in ("b", "q"):
                return said
            if said.isdecimal() and 0 < int(said[:6]) <= len(step.talks):
                self._talk(sitting, step.talks[int(said) - 1])
                self._say_talks(sitting, step)
            else:
                self.voice.say(tr("{said} is no number of this step.", said=said))
        return ""

    def _say_talks(self, sitting: Sitting, step: Step) -> None:
        for n, talk in enumerate(step.talks, start=1):
            self.voice.say(f"{n}. {self._words(sitting, talk)}")
        if not step.talks:
            self.voice.say(tr("Nobody."))

    def _words(self, sitting: Sitting, talk: Talk) -> str:
        """What, who, when, what to mind: one person of a step on a line."""
        when = f", {moment_in_words(talk.due_at, self.now(), self.acts.zone)}" if talk.due_at else ""
        owner = self.names.get(talk.owner, tr("whoever is on duty") if talk.owner.startswith("duty") else talk.owner)
        due = f"{talk.title}{when}" if talk.title else ""
        known = [each.said_at(self.now(), self.acts.zone, lambda id: self.names.get(id, id)) for each in talk.known]
        zone = in_plain_words(talk.zone) if talk.zone not in ("", "unknown") else ""
        minds = [tr("Mind: {value}", value=each) for each in (*talk.warnings, *talk.not_told, *known)]
        said = [tr("talked about")] if talk.person in sitting.talked else []
        said += [tr("note: {notes}", notes=sitting.notes[talk.person])] if talk.person in sitting.notes else []
        said += [tr("recorded: {words}", words=each.words) for each in sitting.of(talk.person)] if talk.person else []
        ref = talk.ref if talk.ref != talk.name else ""
        parts = [talk.name, ref, zone, due, talk.why, tr("for {owner}", owner=owner) if owner else ""]
        return "; ".join([", ".join(filter(None, parts)), *minds, *said])

    def _talk(self, sitting: Sitting, talk: Talk) -> None:
        """One of them: noted, opened to record something, or only talked about."""
        self.voice.say(self._words(sitting, talk))
        if talk.person is None:
            self.voice.say(tr("This is the team's own: settle it from the list."))
            return
        sitting.talked.add(talk.person)
        while (said := self.voice.ask(TALK_HELP).casefold()) in ("n", "o"):
            if said == "n":
                sitting.keep_note(talk.person, self.voice.ask_lines(tr("What was said")))
                self.voice.say(tr("Noted: it is kept when the huddle is closed."))
            else:
                self._open(sitting, talk.person)

    def _open(self, sitting: Sitting, person: str) -> None:
        """What is recorded while they are open belongs to this huddle."""
        before = {each["id"] for each in self.door.people.person(person, self.now())["story"]}
        self.open_person(person, lambda: self._deciding(sitting))
        for entry in self.door.people.person(person, self.now())["story"]:
            if entry["id"] not in before and entry["author"] == self.door.worker and not entry.get("struck"):
                sitting.note_decided(Decided(entry["id"], person, self._said(entry)))
        self._read(sitting)

    @contextmanager
    def _deciding(self, sitting: Sitting) -> Iterator[None]:
        """What is recorded meanwhile says who decided it, as it does on screen: whoever types is its author."""
        by = self._who_decided(sitting)
        self.acts.door = Carelist(self.door.opened, lambda *_: SpokenRecord(self.door, by, lambda _: None))
        try:
            yield
        finally:
            self.acts.door = self.door

    def _who_decided(self, sitting: Sitting) -> str:
        """Whoever of those here decided: the chair where nobody else is."""
        called = self.names.get
        here = sorted(sitting.present, key=lambda id: str(called(id, id)).casefold())
        if len(here) < 2:
            return here[0] if here else self.door.worker or ""
        first = next((id for id in (sitting.last_by, self.door.worker) if id in here), here[0])
        self.voice.say(tr("Who decided:"))
        for n, id in enumerate(here, start=1):
            self.voice.say(f"{n}. {self.names.get(id, id)}")
        while typed := self.voice.ask(tr("A number; enter for {name}", name=self.names.get(first, first))):
            if typed.isdecimal() and 0 < int(typed[:6]) <= len(here):
                first = here[int(typed[:6]) - 1]
                break
            self.voice.say(tr("Numbers from 1 to {n}, please.", n=len(here)))
        sitting.last_by = first
        return first

    def _said(self, entry: Mapping[str, Any]) -> str:
        body = read_body(entry["type"], entry["v"], entry.get("body"))
        happened_at = parse_moment(entry["occurred_at"])
        if body is None:
            return TYPES[entry["type"]].LABEL
        return decided_words(body, entry.get("on_behalf_of"), self.acts.zone, happened_at)

    def _close(self, sitting: Sitting) -> None:
        draft = sitting.draft(self.now(), self.acts.zone)
        for line in self.door.huddle.summary_lines(shown) if (shown := sitting.shown()) is not None else ():
            self.voice.say(line)
        self.voice.say(tr("To be recorded: {draft_words}", draft_words=draft_words(draft, None, self.acts.zone)))
        if self.voice.agrees(tr("Close the huddle, and record that it was held?")):
            self.acts.record([draft], None, tr("huddle held"))
        else:
            self.voice.say(NOT_HELD)
