"""The tour: ten minutes on people who do not exist, one thing to do at a time. Its steps are data: what says that
one is done is a sight on the screen, or an entry in the journal. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from carelist_tui.catalogue import tr

Sight = Literal["moved", "person", "missed", "board", "found", "huddle", "day_end", "left"]
"""What somebody has come to: further down the list, a person's page, the missed contacts, the board, somebody who was
looked for, a step into the huddle, the end of the day; the tour left by its last key."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """One thing to do: in a few words for the app and for plain lines (none: it is not there), why, what of the keys is
    to be known in the app; and what says that it is done: a sight, or an entry of a type, and a field that has to be
    answered in it."""

    title: str
    app: str
    plain: str
    why: str
    keys: str = ""
    seen: Sight | None = None
    recorded: str = ""
    having: str = ""


STEPS = (
    TourStep(
        tr("The list"), tr("j: go down the list, a line or two"), "",
        tr("One line is one person: how late (!2h), the name, red, amber or green (R A G), what is due, why, "
           "whose. The "
        "worst stands on top. Below stands all you need to act safely; what must not happen is in red."),
        seen="moved",
    ),
    TourStep(
        tr("A person"), tr(". opens their page; esc comes back"), tr("type a number from the list"),
        tr("Everything that is known of one person: how they want to be reached, who may be told, what getting worse "
        "looks like for them, and every entry in the order it happened."),
        seen="person",
    ),
    TourStep(
        tr("You spoke"), tr("c on somebody green: the stars, then ctrl+s"),
        tr("a number for a person, then r, and look for: contact"),
        tr("A contact is when both of you spoke or met. The moment is there already; you could type: yesterday 14:00. "
        "What you type is kept, also when the battery goes."),
        tr("What has a star is needed, and enough here. A choice is one key, the number before it. tab goes on to the "
           "next question."),
        recorded="contact.completed",
    ),
    TourStep(
        tr("Nobody came"), tr("m on somebody: the stars, then ctrl+s"),
        tr("a number for another person, then r, and look for: missed"),
        tr("Somebody was expected at nine and did not come: type 09:00 at Expected at. From now on steps run for them: "
        "try again, visit, tell partners, decide. You do not have to remember the next one."),
        recorded="contact.missed",
    ),
    TourStep(
        tr("The missed contacts"), tr("f2: whoever was missed"), tr("esc with enter, then m: the missed contacts"),
        tr("Here stand all whose contact was missed, the one who waits worst on top. Nobody leaves this list except by "
        "speaking to somebody, or by a decision with a date."),
        seen="missed",
    ),
    TourStep(
        tr("Two keys a call"),
        tr("space on a call, no visit. Then 2: no answer"), tr("a number, then a, and what came of it"),
        tr("You say what came of it, and it is recorded with the moment. An attempt is not a contact: the next step is "
        "booked. Does a decision come up? It is due; it can wait for a minute."),
        tr("space says that you are ringing now, and shows the number, the warnings, what to ask; one more key "
           "says what "
        "came of it. A welfare visit asks first whether you are going: esc, and take another. esc leaves a form too."),
        recorded="outreach.attempted",
    ),
    TourStep(
        tr("With a note"),
        tr("e on another call: some words, enter, then 2"), tr("a number, then a; type a note when it asks"),
        tr("The same with a note: what you heard, what you saw. Keep it short. It is copied into the main record with "
        "the rest."),
        recorded="outreach.attempted", having="note",
    ),
    TourStep(
        tr("Take it back"), tr("esc out of a form, then u: take it back"), tr("enter until the list comes, then u"),
        tr("Wrong person, wrong key? u takes it back. Nothing is wiped out: it stays readable, marked as entered in "
        "error. U puts it back."),
        recorded="entry.corrected",
    ),
    TourStep(
        tr("Find somebody"), tr("f: a few letters of a name, "
                                "then enter"), tr("f, a few letters of a name, then its number"),
        tr("Anybody who was ever on the caseload, by name, number, birth date or telephone. For somebody who rings in, "
        "you can write the contact down from there."),
        seen="found",
    ),
    TourStep(
        tr("Who is worst"), tr("esc, then f3: the board"), "",
        tr("The board: red, amber, and whoever is high; for how many days, why, and when it is looked at again."),
        seen="board",
    ),
    TourStep(
        tr("Hand over"), tr("t: give what is due to another worker"), "",
        tr("What is due for the person at hand is given to somebody else. With x you mark several first. A whole "
        "handover, of a person to another team or worker, is h: it closes only when they were met there."),
        recorded="due.reassigned",
    ),
    TourStep(
        tr("The huddle"), tr("H, then space: its second step; esc leaves"), "",
        tr("The daily huddle leads through the day in nine steps: who is here, who must be seen now, who was "
           "missed, who "
        "takes whom. What is decided is recorded as it is spoken."),
        seen="huddle",
    ),
    TourStep(
        tr("The end of the day"),
        tr("esc, then E: what you did, and what is left"), tr("enter until the list comes, then e"),
        tr("What you recorded, what is left, whether it was sent, and who holds whom over the night. y there "
           "copies your "
        "notes for the main record."),
        seen="day_end",
    ),
    TourStep(
        tr("That was it"), tr("esc, then q: leave the tour"), tr("q: leave the tour"),
        tr("You have done a day's work. The page for your job: carelist guide. To go on playing: carelist demo. "
           "Nothing "
        "of what you did here is kept."),
        tr("? shows the keys wherever you are, ctrl+p finds anything that can be done."),
        seen="left",
    ),
)  # fmt: skip
"""What there is to do, in order."""
PLAIN_STEPS = tuple(step for step in STEPS if step.plain)
"""Those that the plain lines have."""


class TourSoFar:
    """Where somebody is on the tour: the step at hand, and how many were done or passed over."""

    def __init__(self, steps: Sequence[TourStep] = STEPS) -> None:
        self.steps, self.at = steps, 0

    @property
    def step(self) -> TourStep | None:
        """What is to be done now; None once everything was."""
        return self.steps[self.at] if self.at < len(self.steps) else None

    @property
    def place(self) -> str:
        """`3/14`; once everything was done, that it was."""
        return f"{self.at + 1}/{len(self.steps)}" if self.step else "done"

    def saw(self, *sights: Sight) -> bool:
        """Somebody has come to these; gives whether that was what was to be done."""
        return self._go_on(self.step is not None and self.step.seen in sights)

    def heard(self, entries: Iterable[Mapping[str, Any]]) -> bool:
        """These entries were recorded since the last were told, in their order; gives whether something that was to be
        done was."""
        before = self.at
        for entry in entries:
            self._go_on(self._is_wanted(entry))
        return self.at > before

    def pass_over(self) -> None:
        """Leave the step at hand out; the last one stays."""
        self.at = min(self.at + 1, len(self.steps) - 1)

    def _is_wanted(self, entry: Mapping[str, Any]) -> bool:
        step = self.step
        if step is None or not step.recorded or entry.get("type") != step.recorded:
            return False
        return not step.having or bool(entry.get("body", {}).get(step.having))

    def _go_on(self, is_done: bool) -> bool:
        self.at += is_done
        return is_done
