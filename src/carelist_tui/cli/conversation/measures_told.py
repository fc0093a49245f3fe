"""What a service looks back on, in plain lines: the measures, each on a line, one in full, the people behind it by
number; and the pack for a supervision, all that the screen and the page say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.cli.door import keep_look
from carelist_tui.desk.at_hand.case_rows import CaseRow, case_rows, rows_sentence
from carelist_tui.desk.at_hand.figure_lines import counted, sentence, whole_lines
from carelist_tui.desk.at_hand.measure_subjects import by_subject, subject_of
from carelist_tui.desk.at_hand.notes_read import note_lines
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.roster import SUPERVISES

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry

AT_ONCE = 20
"""Cases said before it is asked whether to go on."""
ASKED = tr("A number for all of a measure, or enter to go back")
WHOSE = tr("Whose supervision? A number, or enter to go back")
CASES = tr("c: the people behind it, r: five notes to read, or enter to go back")


class MeasuresTold:
    """The measures of 13 months, for one conversation. `open_person` opens whoever is chosen, by id."""

    def __init__(
        self, door: Carelist, voice: Voice, now: Callable[[], datetime], open_person: Callable[[str], None]
    ) -> None:
        self.door, self.voice, self.now, self.open_person = door, voice, now, open_person

    def run(self) -> None:
        """Each measure by number under its heading, then whichever is asked for, until only enter is pressed."""
        self.voice.say(tr("Counting..."))
        try:
            figures = by_subject(self._answer(()))
        except Refused as refused:
            self.voice.say(str(refused))
            return
        self._say_rows(figures)
        while said := self.voice.ask(ASKED):
            if said.isdecimal() and 0 < int(said[:9]) <= len(figures):
                self._tell(figures[int(said[:9]) - 1], figures)
            else:
                self.voice.say(tr("{said} is no number of a measure.", said=said))

    def _answer(self, keys: tuple[str, ...], *, with_cases: bool = False) -> list[dict[str, Any]]:
        self.door.measures.keep_up()
        answer: list[dict[str, Any]] = self.door.measures.answer(keys, self._asked(), with_cases=with_cases)["measures"]
        return answer

    def _asked(self) -> Inquiry:
        from carelist_tui.domain.measures.inquiry import Inquiry

        return Inquiry.asked(self.now(), self.door.glance.calendar.zone)

    def _say_rows(self, figures: list[dict[str, Any]]) -> None:
        before = ""
        for number, figure in enumerate(figures, start=1):
            if (subject := subject_of(figure["key"])) != before:
                before = subject
                self.voice.say(f"{subject}:")
            said = figure["signal"]["words"]
            self.voice.say(f"{number}. {figure['title']}: {counted(figure)}.{f' {sentence(said)}' if said else ''}")

    def _tell(self, figure: Mapping[str, Any], figures: list[dict[str, Any]]) -> None:
        names = {each.id: each.name for each in self.door.people.workers()}
        guards = [each for each in figures if each["key"] in figure["guards"]]
        for heading, lines in whole_lines(figure, guards, names):
            for line in [f"{heading}:", *lines] if heading else lines:
                self.voice.say(line)
        while said := self.voice.ask(CASES).casefold():
            if said == "c":
                self._tell_cases(figure["key"])
            elif said == "r":
                self._tell_notes(figure["key"], names)
            else:
                self.voice.say(tr("{said} is no letter known here.", said=said))

    def _tell_cases(self, measure: str) -> None:
        """Who counted, who did not, and why, the newest first; the page of one by number."""
        (figure,) = self._answer((measure,), with_cases=True)
        asked = self._asked()
        rows = case_rows(figure, asked)
        if rows:
            self.voice.say(rows_sentence(figure, rows, asked, tr("everybody")))
        else:
            self.voice.say(tr("Nobody stands behind this figure: nothing of it happened in this period."))
        for first in range(0, len(rows), AT_ONCE):
            for number, row in enumerate(rows[first : first + AT_ONCE], start=first + 1):
                self.voice.say(f"{number}. {self._name(row)}  {row.words}")
            said = self.voice.ask(tr("{left}a number opens the person, s stops", left=self._left(first, rows)))
            if said.isdecimal() and 0 < int(said[:9]) <= len(rows):
                self.open_person(rows[int(said[:9]) - 1].person)
                return
            if said.casefold() == "s":
                return

    def _name(self, row: CaseRow) -> str:
        card = self.door.people.card(row.person, self.now())
        return card.listed if card is not None and card.listed else row.ref or row.person

    def _tell_notes(self, measure: str, names: Mapping[str, str]) -> None:
        (figure,) = self._answer((measure,), with_cases=True)
        notes = self.door.measures.notes(figure, self.now())
        for person in dict.fromkeys(person["person"] for person, _ in notes):
            keep_look(self.door, "opened", person)
        for line in note_lines(figure["notes_to_read"], notes, names, self.door.glance.calendar.zone):
            self.voice.say(line)

    def _left(self, first: int, rows: list[CaseRow]) -> str:
        left = len(rows) - first - AT_ONCE
        return tr("{left} more: enter goes on, ", left=left) if left > 0 else tr("Enter goes back, ")


def tell_pack(door: Carelist, voice: Voice, now: Callable[[], datetime]) -> None:
    """The pack of whoever is chosen by number; their own to who supervises nobody."""
    from carelist_tui.domain.views.report.report_lines import report_lines

    worker = _whose(door, voice)
    if worker is None:
        return
    try:
        pack = door.reports.supervision_pack(worker, now())
        report = door.reports.whole_pack(pack)
    except Refused as refused:
        voice.say(str(refused))
        return
    for person in pack.people_read:
        keep_look(door, "opened", person)
    for line in report_lines(report):
        voice.say(f"{line.words}:" if line.kind == "heading" else line.words)


def tell_lists(door: Carelist, voice: Voice, now: Callable[[], datetime], open_person: Callable[[str], None]) -> None:
    """The ordinary questions as lists, one of them by its number: a row a line, and whoever it is about by number."""
    from carelist_tui.domain.views.lists.questions import QUESTIONS

    n = voice.pick(tr("Which list"), [f"{in_plain_words(name)}: {answers}" for name, answers in QUESTIONS.items()])
    if n is None:
        return
    try:
        _tell_list(door, voice, tuple(QUESTIONS)[n], now(), open_person)
    except Refused as refused:
        voice.say(str(refused))


def _tell_list(door: Carelist, voice: Voice, kind: str, at: datetime, open_person: Callable[[str], None]) -> None:
    from carelist_tui.domain.views.lists.every_list import LISTS
    from carelist_tui.domain.views.lists.list_columns import Saying, line_of, list_heading
    from carelist_tui.domain.views.lists.questions import OF_THE_LOG

    answer = door.lists.answer(kind, at, is_now=True)
    saying = Saying({each.id: each.name for each in door.people.workers()}, door.glance.calendar.zone)
    items = answer["items"]
    if kind == OF_THE_LOG:
        keep_look(door, "log_read", count=len(items))
    voice.say(f"{list_heading(LISTS[kind], answer, saying, '')}.")
    for first in range(0, len(items), AT_ONCE):
        for number, item in enumerate(items[first : first + AT_ONCE], start=first + 1):
            voice.say(f"{number}. {line_of(LISTS[kind], item, saying)}")
        left = max(0, len(items) - first - AT_ONCE)
        more = tr("{left} more: enter goes on, ", left=left) if left else tr("Enter goes back, ")
        said = voice.ask(tr("{left}a number opens the person, s stops", left=more))
        if said.isdecimal() and 0 < int(said[:9]) <= len(items):
            if (person := items[int(said[:9]) - 1].get("person")) is not None:
                open_person(person)
            else:
                voice.say(tr("This row is about nobody on the caseload."))
            return
        if said.casefold() == "s":
            return


def _whose(door: Carelist, voice: Voice) -> str | None:
    here = {each.id: each for each in door.people.workers() if each.active}
    own = here.get(door.worker or "")
    if own is None or own.role not in SUPERVISES:
        return door.worker
    chosen = sorted(here.values(), key=lambda each: each.name.casefold())
    for number, each in enumerate(chosen, start=1):
        voice.say(f"{number}. {each.name}")
    while said := voice.ask(WHOSE):
        if said.isdecimal() and 0 < int(said[:9]) <= len(chosen):
            return chosen[int(said[:9]) - 1].id
        voice.say(tr("{said} is no number of a worker.", said=said))
    return None
