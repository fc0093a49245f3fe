"""Reports at the door: one person as a page to print, for whom it is made and what may stand in it; and the pack for a
worker's supervision, for that worker and those above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.catalogue import tr
from carelist_tui.domain.clock import judge_clock
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.views.report.kinds_of_report import MDT

if TYPE_CHECKING:
    from carelist_tui.domain.entries.entry import Entry
    from carelist_tui.domain.views.report.report_parts import Imprint, Report
    from carelist_tui.domain.views.report.subject import Subject
    from carelist_tui.domain.views.supervision.supervision_pack import Pack


MDT_DUE = "mdt_review"
NOT_YOURS = tr("the pack of a worker is for that worker, a senior or a manager")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is asked for, of whom, as at and as known when. `partner`: for whom what is shared is made;
    `others_words`: what others said in confidence is to stand in it; `on`: the day of the MDT, whose people are meant
    where no `ref` is given."""

    kind: str
    ref: str | None
    at: datetime
    known_at: datetime | None = None
    partner: str | None = None
    others_words: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it can be written, as at a moment, of the people with these ids; figures are of nobody."""

    report: Report
    imprint: Imprint
    at: datetime
    people: tuple[str, ...] = ()

    @property
    def entries(self) -> int:
        """From how many it is made."""
        return self.imprint.entries

    def html(self) -> bytes:
        """It as a page for a browser."""
        from carelist_tui.exchange.report.report_page import report_html

        return report_html(self.report, self.imprint).encode()

    def pdf(self) -> bytes:
        """It as a PDF. Refuses where the extra is not there."""
        from carelist_tui.exchange.report.report_pdf import report_pdf

        return report_pdf(self.report, self.imprint, self.at)


class Reports:
    """What of a person may be put on paper."""

    def __init__(self, store: OpenStore, people: People) -> None:
        self._store, self._people = store, people

    def __call__(self, asked: Asked, now: datetime) -> Made:
        """The report. Refuses an identifier that nobody has, or more than one person, what is given away of somebody
        who died, and to share with somebody who may not be told."""
        from carelist_tui.domain.views.report.subject import imprint_of

        workers = {worker.id: worker.name for worker in self._people.workers()}
        whom = [asked.ref] if asked.ref is not None else self._for_the_mdt(asked)
        subjects = [self._subject(asked, ref, workers, now) for ref in whom]
        made_by = workers.get(self._store.worker or "", self._store.worker or tr("somebody who did not sign in"))
        imprint = imprint_of(subjects, made_by, now, asked.at, asked.known_at, self._store.glance.calendar.zone)
        people = tuple(subject.person for subject in subjects)
        return Made(_report(asked, subjects), imprint, asked.at, people)

    def _subject(self, asked: Asked, ref: str, workers: Mapping[str, str], now: datetime) -> Subject:
        from carelist_tui.domain.views.report.subject import Subject

        ground, _, story = self._people.grounded(ref, asked.at, asked.known_at)
        present, *_ = self._people.grounded(ref, judge_clock(now, self._store.glance.clock_evidence()).at)
        meetings = self._meetings(asked) if asked.kind == "subject-access" else ()
        return Subject(ground, story, asked.at, workers, asked.others_words, present, meetings)

    def _meetings(self, asked: Asked) -> list[Entry]:
        """Huddles and supervision that had been held by then, and what corrects them."""
        from carelist_tui.domain.views.report.subject_access import MEETINGS
        from carelist_tui.journal.projection.earlier import by_then
        from carelist_tui.journal.queries.lists import team_story

        with self._store.journal.store.reading() as connection:
            team = team_story(connection, asked.known_at)
        held = {each.id for each in team if each.type in MEETINGS}
        about = (each for each in team if each.id in held or getattr(each.body, "entry", None) in held)
        return by_then(about, asked.at)

    def _for_the_mdt(self, asked: Asked) -> list[str]:
        """The ids of whoever is to be talked about by the day of the MDT, as owed at the moment that is read at, or was
        on it; the most urgent first."""
        zone, on = self._store.glance.calendar.zone, asked.on or asked.at.date()
        days = max(0, (on - asked.at.astimezone(zone).date()).days)
        owed = self._people.today(asked.at, kind=MDT_DUE, days=days, known_at=asked.known_at)
        due = [each for each in owed if each.due_at.astimezone(zone).date() <= on]
        found = dict.fromkeys(each.person.id for each in due if each.person)
        return list(found | dict.fromkeys(self._held_on(asked, on, zone)))

    def _held_on(self, asked: Asked, on: date, zone: ZoneInfo) -> Iterator[str]:
        """The ids of whoever was talked about that day, by the entries as they stand: one that was struck out names
        nobody, one that was moved there does."""
        from carelist_tui.domain.entries import ReviewCompleted
        from carelist_tui.journal.queries.lists import told_by_then

        held, begins = (ReviewCompleted.TYPE,), datetime.combine(on, time.min, tzinfo=zone)
        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            for told in told_by_then(connection, held, begins, asked.at, asked.known_at, standards):
                days = [entry.occurred_at.astimezone(zone).date() for entry, body in told.said(ReviewCompleted)
                        if body.kind == MDT]  # fmt: skip
                if on in days:
                    yield told.state.person

    def supervision_pack(self, worker: str, at: datetime, known_at: datetime | None = None) -> Pack:
        """The pack of a worker as at a moment, by what was known then. Refuses it to whoever may not see it (a worker's
        figures reach nobody but them and those above: measures.md, Signals), and a worker whom nobody here knows."""
        from carelist_tui.journal.queries.supervised import pack_at

        roster, reader = self._store.glance.read_roster(), self._store.worker
        if reader != worker and roster.role(reader or "") not in SUPERVISES:
            raise Refused([Fault("worker", NOT_YOURS)])
        if worker not in roster.workers:
            raise Refused([Fault("worker", tr("nobody works here under the id {worker}", worker=worker))])
        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            return pack_at(connection, worker, at, known_at, standards)

    def whole_pack(self, pack: Pack) -> Report:
        """All of a pack, as it is said on screen and in plain lines."""
        from carelist_tui.domain.views.supervision.supervision_report import supervision_report

        return supervision_report(pack, self._store.glance.calendar.zone, paper=False)

    def supervision_page(self, worker: str, at: datetime, now: datetime, known_at: datetime | None = None) -> Made:
        """The pack as one page that can be written. Refuses as `supervision_pack` does."""
        from carelist_tui.domain.views.report.report_parts import Imprint
        from carelist_tui.domain.views.supervision.supervision_report import supervision_report
        from carelist_tui.domain.words import moment_in_full
        from carelist_tui.journal.queries.stored_lines import digest_in

        pack, zone = self.supervision_pack(worker, at, known_at), self._store.glance.calendar.zone
        with self._store.journal.store.reading() as connection:
            entries, digest = digest_in(connection, known_at)
        made_by = self._store.glance.read_roster().name(self._store.worker or "")
        made, read, known = (moment_in_full(moment, zone) for moment in (now, at, known_at or now))
        imprint = Imprint(made_by, made, read, known, entries, digest)
        return Made(supervision_report(pack, zone, paper=True), imprint, at, pack.people_named)


def _report(asked: Asked, subjects: list[Subject]) -> Report:
    from carelist_tui.domain.views.report.handover_report import handover_report
    from carelist_tui.domain.views.report.mdt_report import mdt_report
    from carelist_tui.domain.views.report.person_report import person_report
    from carelist_tui.domain.views.report.plan_report import plan_report
    from carelist_tui.domain.views.report.share_report import share_report
    from carelist_tui.domain.views.report.subject_access import subject_access

    if asked.kind == MDT:
        return mdt_report(subjects, asked.on or asked.at.date())
    (subject,) = subjects
    if asked.kind == "share":
        if not asked.partner:
            raise Refused(tr("say for whom: --with NAME, somebody who may be told"))
        return share_report(subject, asked.partner)
    made = {
        "person": person_report,
        "plan": plan_report,
        "handover": handover_report,
        "subject-access": subject_access,
    }
    return made[asked.kind](subject)
