"""A huddle while it goes on: where it stands, who is here, what was said and recorded. Kept when it is left midway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.huddle.lent_desk import Decided
from carelist_tui.desk.several import Chosen
from carelist_tui.domain.views.huddle import Discussed, Held, Here, Huddle, Step, Talk
from carelist_tui.domain.worklist import Item

HERE, COUNTS, CLOSE = "here", "counts", "close"
ALL_OF = ("act_now", "missed", "red")
"""Steps of which each person is talked about: who was passed over is said before the huddle closes."""
LONGEST_NOTE = 4000


@dataclass(slots=True)
class Sitting:
    """One huddle in progress. `id` is that of the entry it will be, so that closing it twice is harmless."""

    id: str
    team: str
    begins: datetime
    present: set[str]
    step: int = 0
    cursors: dict[str, int] = field(default_factory=dict)
    """Where the cursor stands in each step, by its key."""
    talked: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    """Who is marked in the step at hand, for one act on all of them."""
    notes: dict[str, str] = field(default_factory=dict)
    decided: list[Decided] = field(default_factory=list)
    huddle: Huddle | None = None
    all_here: bool = False
    """Whether it was said, before it was read who works here, that they all are here."""
    mark: int = 0
    last_by: str = ""
    """Who decided the last time."""
    unseen: set[str] = field(default_factory=set)
    """Steps, by key, in which somebody has come to stand since they were last looked at."""

    def take(self, huddle: Huddle, mark: int) -> None:
        """A newer reading. Nobody who stood in a step goes from it while the huddle lasts."""
        before, self.mark = self.huddle, mark
        self.huddle = merged(before, huddle)
        if self.all_here:
            self.mark_all()
        if before is not None:
            ours = {each.person for each in self.decided}
            self.unseen |= {step.key for step in self.huddle.steps if come_to(before.step(step.key), step) - ours}

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said in it that would be lost."""
        return not (self.talked or self.notes or self.decided)

    def state(self) -> object:
        """Equal as long as nothing was read, marked, noted or decided."""
        said = (
            frozenset(self.talked),
            frozenset(self.marked),
            frozenset(self.present),
            tuple(self.notes.items()),
            len(self.decided),
        )
        return (id(self.huddle), *said)

    def keys(self) -> list[str]:
        """The steps by key, in their order; the counts come before the closure, as they are read."""
        found = [step.key for step in self.huddle.steps] if self.huddle else []
        return [HERE, *(key for key in found if key != "gap"), COUNTS, *(key for key in found if key == "gap"), CLOSE]

    # -- where it stands ------------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key of the step at hand."""
        keys = self.keys()
        return keys[min(self.step, len(keys) - 1)]

    @property
    def step_at_hand(self) -> Step | None:
        """None where it is one of those that only the huddle has, or nothing was read yet."""
        return self.huddle.step(self.key) if self.huddle else None

    @property
    def talks(self) -> tuple[Talk, ...]:
        """Whom it is about."""
        return self.step_at_hand.talks if self.step_at_hand else ()

    @property
    def everyone(self) -> tuple[Here, ...]:
        """The workers, in the step that asks who is here."""
        return self.huddle.here if self.huddle and self.key == HERE else ()

    @property
    def many(self) -> int:
        """How many can be stood on in this step."""
        return len(self.everyone) or len(self.talks)

    @property
    def cursor(self) -> int:
        """On which of them somebody stands."""
        return max(0, min(self.cursors.get(self.key, 0), self.many - 1))

    @property
    def talk(self) -> Talk | None:
        """The one at hand."""
        return self.talks[self.cursor] if self.talks else None

    @property
    def person(self) -> str | None:
        """The id of the person at hand, if it is one."""
        return self.talk.person if self.talk else None

    def go(self, by: int) -> None:
        """To another step, as far as there is one; what was marked in this one is no longer in sight. Before anything
        was read there is none: nobody is passed over by a key that came too soon."""
        if self.huddle is None:
            return
        self.step = max(0, min(self.step + by, len(self.keys()) - 1))
        self.marked.clear()

    def move(self, by: int) -> None:
        """To another person of this step; where there is none to stand on, so many lines on."""
        stands = self.cursor if self.many else self.cursors.get(self.key, 0)
        last = self.many - 1 if self.many else stands + by
        self.cursors[self.key] = max(0, min(stands + by, last))

    # -- what is said in it ---------------------------------------------------------------------------------------

    def toggle_mark(self, chair: str | None) -> None:
        """Mark the worker at hand as here, or the person at hand as talked about; or take the mark away. The chair is
        there."""
        if self.key == HERE:
            self.present ^= {self.everyone[self.cursor].worker.id}
            self.present |= {chair or ""} - {""}
        elif self.person is not None:
            self.talked ^= {self.person}

    def toggle_chosen(self) -> None:
        """Mark the person at hand for one act on several, or take that mark away."""
        if self.person is not None:
            self.marked ^= {self.person}

    def choose_everybody(self) -> None:
        """Mark everybody in this step so; where everybody is, nobody."""
        people = {talk.person for talk in self.talks if talk.person is not None}
        self.marked = set() if self.marked == people else people

    def chosen(self) -> list[Chosen]:
        """Whoever is marked in this step, in their order; else whoever is at hand. What is owed to them is what any
        step says."""
        talks = [talk for talk in self.talks if talk.person in self.marked]
        talks = talks or ([self.talk] if self.talk is not None else [])
        return [
            Chosen(each.person, each.name, each.ref, next(iter(each.items), None), self._owed(each)) for each in talks
        ]

    def _owed(self, talk: Talk) -> tuple[Item, ...]:
        steps = self.huddle.steps if self.huddle else ()
        theirs = (each for step in steps for each in step.talks if each.person == talk.person)
        return tuple({item.key: item for each in theirs for item in (*each.items, *each.also)}.values())

    def mark_all(self) -> None:
        """Everybody at work is here; once it is read who that is."""
        self.all_here = self.huddle is None
        self.present |= {each.worker.id for each in self.everyone if each.absence is None and each.works_today}

    def keep_note(self, person: str, note: str) -> None:
        """Keep what was typed about somebody; an empty note takes it away."""
        if note:
            self.notes[person] = note
        else:
            self.notes.pop(person, None)

    def note_decided(self, decided: Decided) -> None:
        """Something was recorded here: it belongs to this huddle."""
        if all(each.id != decided.id for each in self.decided):
            self.decided.append(decided)

    def unseen_words(self) -> str:
        """Where to look once more before it closes; said once."""
        steps = self.huddle.steps if self.huddle else ()
        where = ", ".join(step.title for step in steps if step.key in self.unseen)
        self.unseen.clear()
        return tr(
            "More came in while we talked{which}. Look once more, then ctrl+s closes.",
            which=f": {where}" if where else "",
        )

    # -- what comes of it -----------------------------------------------------------------------------------------

    def discussed(self) -> list[str | None]:
        """Everyone talked about, noted or decided about, in the order they stand in the steps; None for the team."""
        said = {*self.talked, *self.notes, *(each.person for each in self.decided)}
        steps = self.huddle.steps if self.huddle else ()
        order: dict[str | None, None] = {t.person: None for step in steps for t in step.talks if t.person in said}
        return [*order, *sorted(p for p in said if p is not None and p not in order), *([None] if None in said else [])]

    def passed_over(self) -> list[tuple[str, int, int]]:
        """(title, how many were not talked about, of how many) of each of the steps that leave nobody out: `ALL_OF`."""
        said, steps = set(self.discussed()), self.huddle.steps if self.huddle else ()
        people = [(step.title, {talk.person for talk in step.talks}) for step in steps if step.key in ALL_OF]
        return [(title, len(found - said), len(found)) for title, found in people if found - said]

    def of(self, person: str | None) -> list[Decided]:
        """What was recorded about a person."""
        return [each for each in self.decided if each.person == person]

    def shown(self) -> Huddle | None:
        """The huddle with what has been decided so far, as it is drawn."""
        if self.huddle is None:
            return None
        said = tuple(
            Discussed(person, self.notes.get(person or "", ""), tuple(each.words for each in self.of(person)))
            for person in self.discussed()
        )
        return replace(self.huddle, held=Held(self.id, self.begins, self.begins, tuple(sorted(self.present)), said))

    def draft(self, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
        """The entry that closes it. It lasts a second at least: it can't end before it began."""
        begins = self.begins.astimezone(zone).isoformat(timespec="seconds")
        ends = max(now, self.begins + timedelta(seconds=1)).astimezone(zone).isoformat(timespec="seconds")
        body: dict[str, Any] = {"team": self.team, "from": begins, "to": ends, "present": sorted(self.present)}
        discussed = [self._part(person) for person in self.discussed()]
        if discussed:
            body["discussed"] = discussed
        return {"id": self.id, "type": "huddle.held", "occurred_at": begins, "body": body}

    def _part(self, person: str | None) -> dict[str, Any]:
        note, entries = self.notes.get(person or "", "").strip(), [each.id for each in self.of(person)]
        said = {"person": person, "note": note[:LONGEST_NOTE], "entries": entries}
        return {name: value for name, value in said.items() if value}


def merged(old: Huddle | None, new: Huddle) -> Huddle:
    """The newer reading, with everyone whom the older one had in a step still in it, in the same place; what is no
    longer asked of them is settled."""
    if old is None:
        return new
    steps = []
    for step in new.steps:
        before = old.step(step.key)
        steps.append(replace(step, talks=tuple(_together(before, step))) if before else step)
    gone = [step for step in old.steps if new.step(step.key) is None]
    return replace(new, steps=(*steps, *gone))


def come_to(before: Step | None, now: Step) -> set[str | None]:
    """Whoever stands in a step now and did not before."""
    known = {_who(talk) for talk in before.talks} if before else set()
    return {talk.person for talk in now.talks if _who(talk) not in known}


def _together(before: Step, now: Step) -> Iterable[Talk]:
    fresh = {_who(talk): talk for talk in now.talks}
    for talk in before.talks:
        if _who(talk) in fresh:
            yield fresh.pop(_who(talk))
        else:
            yield replace(talk, status="settled", items=(), also=())
    yield from fresh.values()


def _who(talk: Talk) -> str:
    return talk.person or (talk.items[0].key if talk.items else talk.title)


_SITTINGS: WeakKeyDictionary[Desk, Sitting] = WeakKeyDictionary()


def sitting_at(desk: Desk) -> Sitting:
    """The huddle that goes on at this desk; begun now where none does, or where one of another day said nothing."""
    found = _SITTINGS.get(desk)
    if found is None or (found.is_silent and found.begins.astimezone(desk.zone).date() != _today(desk)):
        me = desk.me
        found = Sitting(desk.entry_id(), (me.team if me else "") or "all", desk.now(), {desk.worker or ""} - {""})
        _SITTINGS[desk] = found
    return found


def _today(desk: Desk) -> date:
    return desk.now().astimezone(desk.zone).date()


def is_sitting(desk: Desk) -> bool:
    """Whether a huddle was begun at this desk and not closed."""
    return desk in _SITTINGS


def end_sitting(desk: Desk) -> None:
    """The huddle is closed, or thrown away."""
    _SITTINGS.pop(desk, None)
