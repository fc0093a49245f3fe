"""A form on a screen: who it is about above it, the fields below; saved through the door, or kept as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widget import Widget

from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk.forms.guidance import guidance
from carelist_tui.desk.forms.page_parts import PagePart
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.answers import happened_at
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.refusal import Fault, Refused, TakesAway
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.forms.taken_away import TakenAway
from carelist_tui.tui.screens.forms.what_is_known import about_strips, known_width, unheard_words
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.form.field_widgets import Field
from carelist_tui.tui.widgets.form.form import Form, Leading
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import Look, rule_strip
from carelist_tui.tui.widgets.short_card import clipped_strips

HEAD_STATUS_AND_FOOT = 3
"""Lines that every form has besides who it is about and its questions."""
WHILE_ASKED = ("discard", "leave")
"""What can be done while it is asked whether to throw all away."""
LOOK_SECONDS = 1.0
"""How often it is looked whether the disk still takes what is typed."""


PARTS = (
    (
        "review",
        "f2",
        tr("Review"),
        tr("Of a contact: write up the review that is due with it; once more leaves it out."),
    ),
    ("zone", "f3", tr("Zone"), tr("Of a contact: set their zone with it; once more leaves it out.")),
    ("ratings", "f4", tr("Ratings"), tr("Of a contact: rate what was agreed with it; once more leaves it out.")),
    (
        "medication",
        "f5",
        tr("Medicines"),
        tr("Of a contact: say how it went with medication; once more leaves it out."),
    ),
    ("next", "f6", tr("Next"), tr("Of a contact: book the next ones with it; once more leaves it out.")),
)
"""What a contact settles besides: (part, key, label, sentence)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a form is laid out by hand. `beside`: titles stand beside the answers, so that more fits on a page. `known`
    gives the left side, given its questionnaire and how wide it is; `known_follows` are answers that change it."""

    beside: bool = False
    known: Callable[[Any, int, Look], list[Strip]] | None = None
    known_follows: frozenset[str] = frozenset()


class FormScreen(Page):
    """Gives what was recorded in words, or None when nothing was. What was typed is on the disk until recorded.

    `questions` say what is asked, and hold what was typed; what differs from form to form is theirs, or the layout's.
    """

    READY_WITH_FOCUS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        act("form.save-entry", "ctrl+s", "save", tr("Save"), tr("Record what the form says."), at_once=True,
            records=True),
        act("form.leave-form", "escape", "leave", tr("Keep and leave"), tr("Leave; what you typed is kept for "
                                                                           "next time."),
            at_once=True),
        act("form.discard-form", "ctrl+x", "discard", tr("Discard"), tr("Throw away what you typed, after asking."),
            at_once=True),
        *(act(f"form.open-{part}", key, f"part('{part}')", label, sentence, at_once=True)
          for part, key, label, sentence in PARTS),
        act("form.next-field", "tab", "step(1)", tr("Next field"), tr("Go to the next field."), footer=False,
            at_once=True),
        act("form.field-before", "shift+tab", "step(-1)", tr("Field before"), tr("Go to the field before."),
            footer=False,
            at_once=True),
        act("form.show-help", "f1", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, questions: Questionnaire, laid_out: Layout) -> None:
        super().__init__(questions.desk)
        self.questions, self.answers, self.laid_out = questions, questions.answers, laid_out
        self.card = questions.card
        self.unheard = ""
        """Before an escalation: which laptops have not been heard from, and what is planned there."""
        self.discarding = False
        self.offers: Sequence[PagePart] = ()
        """The parts that had a key when the footer was drawn last."""
        self.stood_on: Widget | None = None
        """Which field had the focus when it was asked whether to throw all away."""
        self.said = self.answers.back_words()
        """What was said last."""
        leading = Leading(
            self.desk.now, self.answers.typed_at, self.desk.zone, questions.is_asked, questions.narrowed,
            questions.offered, self.changed, questions.warnings, self.proposed, self.guidance,
        )  # fmt: skip
        self.form = Form(questions.asks(), self.answers.typed, leading, beside=laid_out.beside)
        self.gone = TakenAway(self, self.answers.typed)
        self.has_learned = False
        """Whether the Standards in force are read: before that nothing is said of them."""

    @property
    def typed(self) -> dict[str, str]:
        """What stands in every field, and what was known and is not asked; by path."""
        return self.answers.typed

    @property
    def whom(self) -> str:
        """Whom it is about, as the screens say them."""
        return self.questions.whom

    def compose_body(self) -> ComposeResult:
        yield Lines(id="about")
        if self.laid_out.known is not None:
            with Horizontal(id="beside"):
                yield Lines(id="known")
                yield self.form
        else:
            yield self.form
        yield Lines(id="status")

    def on_mount(self) -> None:
        if self.card is not None:
            self.desk.looks.note("opened", self.card.person)
        self.call_after_refresh(lambda: self.run_worker(self.learn()))
        self.set_interval(LOOK_SECONDS, self.say_trouble)

    # -- what becomes known -------------------------------------------------------------------------------------

    async def learn(self) -> None:
        """Read what the record knows, beside the screen; then the form asks and offers by it."""
        try:
            learned = await self.questions.learn()
        except Refused as refused:
            self.say(str(refused))
            return
        if learned and self.is_attached:
            self.unheard = unheard_words(self.questions, self.look)
            self.has_learned = True
            self._learned()

    def _learned(self) -> None:
        """What is known now that was not when the form opened."""
        self._put(self.questions.fill_in())
        if self.questions.left_to_type:
            self.call_after_refresh(self._stand_on_first)
        self.answers.take(self.questions.asks())
        self.form.ask_anew(self.questions.asks())
        self._put(self.questions.open_with_what_stands())
        self.draw()
        booked = self.questions.booked_words(self.look.at)
        if booked and not self.said:
            self.say(booked)

    def guidance(self) -> dict[str, list[str]]:
        """What the Standards say to whoever fills this in, by the path of the question that it belongs to."""
        if not self.has_learned:
            return {}
        return guidance(self.questions.standards, self.questions.kind, self.typed, self.form.first)

    def proposed(self, path: str) -> str:
        """What stands in a field though nobody typed it: what the form began with."""
        return self.answers.began_with.get(path, "")

    def _put(self, answers: Mapping[str, str]) -> None:
        for path, words in answers.items():
            self.form.put(path, words)

    def _stand_on_first(self) -> None:
        """Stand on what nothing has answered, unless somebody types already."""
        if not self.answers.resumed and not any(self.typed.get(path) for path in self.questions.left_to_type):
            self.form.focus_first()

    # -- drawing ------------------------------------------------------------------------------------------------

    def about_strips(self) -> list[Strip]:
        """Who this is about, and the warnings."""
        in_short = self.laid_out.known is None
        return about_strips(self.questions, self.unheard, self.app.size.width, self.look, in_short=in_short)

    def known_strips(self, width: int) -> list[Strip]:
        """What the record knows already, where it stands to the left of the questions."""
        return self.laid_out.known(self.questions, width, self.look) if self.laid_out.known is not None else []

    def draw(self) -> None:
        super().draw()
        about, width = self.about_strips(), self.app.size.width
        room = min(len(about), self.app.size.height // 2)
        self.lines("about").styles.height = room
        self.lines("about").show([*clipped_strips(about[:-1], room - 1, width, self.look), about[-1]])
        self.draw_status()
        if self.laid_out.known is not None:
            self.draw_known()

    def draw_known(self) -> None:
        """The left side, as much of it as there is room for; what is left out says so."""
        width, height = known_width(self.app.size.width), self.app.size.height
        taken = HEAD_STATUS_AND_FOOT + min(len(self.about_strips()), height // 2)
        known = self.lines("known")
        known.styles.width = width
        known.show(clipped_strips(self.known_strips(width), max(1, height - taken), width, self.look))

    def draw_status(self) -> None:
        width, amber = self.app.size.width, self.look.ink.amber
        first, *rest = wrap(self.said, width - 4) or [""]
        strips = [
            *self.gone.strips(),
            *self.parts_strips(),
            rule_strip(first, width, self.look, amber),
            *(Line(width, amber).add(f"  {part}").strip() for part in rest),
        ]
        self.lines("status").styles.height = len(strips)
        self.lines("status").show(strips)

    def parts_strips(self) -> list[Strip]:
        """What can be opened here too, with its key: what is due, by when (`f2 review by Fri 6 Mar`), and what the
        footer has no room for."""
        parts, said = self.questions.parts, Said(self.app.size.width, self.look)
        keys = {binding.action: key for key, binding in self.footer()}
        below = {binding.action for _, _, binding in self.footer_places()}
        closed = [(f"part('{each.name}')", each) for each in parts.offered() if not parts.is_open(each.name)]
        named = [f"{keys[act]} {each.words} {each.why}".rstrip() for act, each in closed
                 if act in keys and (each.why or act not in below)]  # fmt: skip
        if named:
            said.put("; ".join(named), label=tr("Here too"))
        return said.strips

    def say(self, words: str) -> None:
        """Say it in the line below the fields."""
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw_status()

    def say_trouble(self) -> None:
        """Say when the disk does not take what is typed; typing goes on."""
        if self.desk.kept.trouble and self.desk.kept.trouble != self.said:
            self.say(self.desk.kept.trouble)

    # -- keys ---------------------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Where titles stand beside the answers, the line below says what the field is for."""
        field = next((node for node in event.widget.ancestors if isinstance(node, Field)), None)
        if self.laid_out.beside and field is not None and not self.discarding:
            self.say(field.help_words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        offered = {each.name for each in self.questions.parts.offered()} if action == "part" else ()
        if action == "part" and not (set(parameters) & set(offered)):
            return False
        return action in WHILE_ASKED if self.discarding else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        if self.discarding and event.key not in ("escape", "ctrl+x"):
            event.stop()
            event.prevent_default()

    def changed(self, path: str) -> None:
        """Something was typed: it is kept from now on, and what follows from it stands in the form."""
        self._put(self.questions.note_typed(path))
        if self.gone.forget_if_changed():
            self.say("")
        self.questions.keep()
        if path in self.laid_out.known_follows:
            self.draw_known()
        if self.offers != (offers := self.questions.parts.offered()):
            self.offers = offers
            self.draw_foot()
            self.draw_status()

    def action_part(self, name: str) -> None:
        """Open a part of the page, or go there; from within it, leave it out where nothing was typed there."""
        parts = self.questions.parts
        if not parts.is_open(name):
            self._ask_parts(parts.open(name))
            self.call_after_refresh(self._go_to_part, name)
        elif parts.part_of(self.form.at_hand) != name:
            self._go_to_part(name)
        elif (put := parts.close(name)) is not None:
            self._ask_parts(put)
            self.say(tr("Left out again."))
        else:
            self.say(tr("Empty what you typed there to leave it out."))

    def _ask_parts(self, put: Mapping[str, str]) -> None:
        self.answers.take(self.questions.asks())
        self.form.ask_anew(self.questions.asks())
        self._put(put)
        self.questions.keep()
        self.draw_foot()
        self.draw_status()

    def _go_to_part(self, name: str) -> None:
        self.form.go_to({ask.path for ask in self.questions.asks() if self.questions.parts.part_of(ask.path) == name})

    def action_step(self, by: int) -> None:
        self.form.step(by)

    # -- saving -------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Record it; a fault is shown under its field, and nothing typed is lost. What takes away something that stood
        says so first, and is recorded by the same key once more."""
        answers, label = self.answers, TYPES[self.questions.kind].LABEL.lower()
        drafts, faults = self.questions.drafts()
        answers.tried = answers.tried or not faults
        self.questions.keep()
        if not faults and answers.asks_when:
            answers.asks_when = False
            when = happened_at(self.questions.asks(), self.typed, self.desk.now(), self.desk.zone, answers.typed_at)
            self.say(
                tr(
                    "Not recorded yet. Did it happen {when}? ctrl+s again: yes; else type when.",
                    when=self.look.when(when),
                )
            )
            return
        if not faults:
            try:
                await self.desk.record(drafts, words=label, seen=self.gone.said)
            except TakesAway as gone:
                self.say(self.gone.say(gone.sentences))
                return
            except Refused as refused:
                faults = [self.questions.placed(fault) for fault in refused.faults]
        if not faults:
            answers.drop()
            words = await self.questions.recorded_words() or tr("{label}, recorded.", label=label)
            self.dismiss(f"{words} {TYPES[self.questions.kind].ONCE_RECORDED}".rstrip())
            return
        self.say_refused(faults)

    def say_refused(self, faults: Sequence[Fault]) -> None:
        """Say each fault under its field, and below what has none."""
        elsewhere = self.form.show_faults(faults)
        words = ntr("Not recorded: 1 to put right.", "Not recorded: {n} to put right.", len(faults), n=len(faults))
        self.say(" ".join([words, *(f"{fault.sentence}." for fault in elsewhere)]))

    # -- leaving ------------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        if self.discarding:
            self.discarding = False
            self.set_focus(self.stood_on)
            self.draw_foot()
            self.say(tr("Still here."))
            return
        self.questions.keep()
        self.dismiss(None)

    def action_discard(self) -> None:
        if not self.discarding and not self.answers.is_untouched:
            self.discarding, self.stood_on = True, self.focused
            self.set_focus(None)  # while it is asked no key means anything else
            self.draw_foot()
            self.say(tr("Throw away what you typed? ctrl+x again: yes. esc: no."))
            return
        self.answers.drop()
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))
