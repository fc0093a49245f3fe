"""Reports at the door: one person as a page to print, for whom it is made and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.domain.clock import judge_clock
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.domain.views.report.report_parts import Report
    from carelist_tui.domain.views.report.subject import Subject


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is asked for, of whom, as at and as known when. `partner`: for whom what is shared is made;
    `others_words`: what others said in confidence is to stand in it."""

    kind: str
    ref: str
    at: datetime
    known_at: datetime | None = None
    partner: str | None = None
    others_words: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it is written, of the person with this id, from so many entries."""

    html: str
    person: str
    entries: int


class Reports:
    """What of a person may be put on paper."""

    def __init__(self, store: OpenStore, people: People) -> None:
        self._store, self._people = store, people

    def __call__(self, asked: Asked, now: datetime) -> Made:
        """The page. Refuses an identifier that nobody has, or more than one person, and to share with somebody who may
        not be told."""
        from carelist_tui.domain.views.report.subject import Subject
        from carelist_tui.exchange.report.report_page import report_html

        ground, _, story = self._people.grounded(asked.ref, asked.at, asked.known_at)
        workers = {worker.id: worker.name for worker in self._people.workers()}
        present, *_ = self._people.grounded(asked.ref, judge_clock(now, self._store.glance.clock_evidence()).at)
        subject = Subject(ground, story, asked.at, workers, asked.others_words, present)
        made_by = workers.get(self._store.worker or "", self._store.worker or "somebody who did not sign in")
        imprint = subject.imprint(made_by, now, asked.known_at)
        return Made(report_html(_report(asked, subject), imprint), subject.person, imprint.entries)


def _report(asked: Asked, subject: Subject) -> Report:
    from carelist_tui.domain.views.report.handover_report import handover_report
    from carelist_tui.domain.views.report.person_report import person_report
    from carelist_tui.domain.views.report.plan_report import plan_report
    from carelist_tui.domain.views.report.share_report import share_report
    from carelist_tui.domain.views.report.subject_access import subject_access

    if asked.kind == "share":
        if not asked.partner:
            raise Refused("say for whom: --with NAME, somebody who may be told")
        return share_report(subject, asked.partner)
    made = {
        "person": person_report,
        "plan": plan_report,
        "handover": handover_report,
        "subject-access": subject_access,
    }
    return made[asked.kind](subject)
