"""Audits at the door: a sample drawn, its cases as the record shows them, scored, and what came of it (measures.md,
Audit)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.record import Record
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.roster import Sample
from carelist_tui.domain.slotted import dataclass

if TYPE_CHECKING:
    from carelist_tui.domain.roster.audit_samples import AuditKind
    from carelist_tui.domain.views.audit.case_told import CaseTold
    from carelist_tui.domain.views.audit.results import Criterion

LEAST = 4
"""So many signs of a sample's id name it, where they name one only."""
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sample is to be drawn: of what kind, how many, by which seed, of what began from the day `since` on and
    before `until`; without, of the 13 months up to now. `per`: so many of each tier."""

    kind: AuditKind
    n: int
    seed: int
    since: date | None = None
    until: date | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case of a sample that somebody is to score; `second`: as its second reader."""

    case: str
    number: int
    second: bool


@dataclass(frozen=True, slots=True)
class ToScore:
    """What of a sample waits for one worker, in its order; and how many were passed over because they took part in
    them."""

    waiting: tuple[Waiting, ...]
    own: int


class Audits:
    """What is audited in an open store. Every moment given is aware."""

    def __init__(self, store: OpenStore, record: Record) -> None:
        self._store, self._record = store, record

    def draw(self, wanted: Wanted, now: datetime) -> dict[str, Any]:
        """Draws and records a sample; gives it as `audit draw --json` answers. Refuses whoever may not, and a period
        without a day."""
        draft = self.drawn(wanted, now)
        (receipt,) = self._record([draft], now)
        return {"sample": receipt.id, **{key: draft["body"][key] for key in ("kind", "n", "seed", "frame", "ids")}}

    def drawn(self, wanted: Wanted, now: datetime) -> dict[str, Any]:
        """A sample as it is to be recorded. The same entries, the same period and the same seed give the same sample on
        any laptop. Refuses a period without a day."""
        from carelist_tui.domain.measures.inquiry import Inquiry
        from carelist_tui.domain.seeded_draw import draw, draw_of_each
        from carelist_tui.domain.views.audit.frames import Frame
        from carelist_tui.journal.queries.audit_cases import frame_in
        from carelist_tui.journal.queries.stored_lines import digest_in

        zone = self._store.glance.calendar.zone
        period = Inquiry.asked(now, zone, wanted.since, wanted.until)
        known_at = _whole_second(now)
        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            frame = Frame(wanted.kind, period.since, period.until, known_at, standards)
            groups: dict[str, set[str]] = {}
            for framed, tier in frame_in(connection, frame, by_tier=wanted.per is not None):
                groups.setdefault(tier, set()).add(framed.id)
            _, digest = digest_in(connection, known_at)
        everything = {id for ids in groups.values() for id in ids}
        whole = draw(everything, wanted.n, wanted.seed)
        ids = whole if wanted.per is None else draw_of_each(groups, wanted.n, wanted.seed)
        body = {
            "kind": wanted.kind, "n": wanted.n, "seed": wanted.seed, "from": period.since.isoformat(),
            "to": period.until.isoformat(), "known_at": known_at.astimezone(zone).isoformat(), "digest": digest,
            "frame": len(everything), "ids": ids, **({"per": wanted.per} if wanted.per else {}),
        }  # fmt: skip
        return self._draft("sample.drawn", body, now)

    def _draft(self, kind: str, body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        at = now.astimezone(self._store.glance.calendar.zone).isoformat(timespec="seconds")
        return {"type": kind, "occurred_at": at, "body": body}

    def samples(self) -> list[Sample]:
        """Every sample that was drawn, with its scores, the newest first."""
        from carelist_tui.journal.queries.audit_cases import samples_stored

        with self._store.journal.store.reading() as connection:
            return samples_stored(connection)[::-1]

    def sample(self, named: str) -> Sample:
        """The sample of that id, or of the id that begins or ends so; refuses where none, or more than one, does."""
        found = [
            each for each in self.samples()
            if each.said.id == named or (len(named) >= LEAST and (
                each.said.id.startswith(named) or each.said.id.endswith(named)))
        ]  # fmt: skip
        if len(found) != 1:
            why = tr("more than one audit sample is") if found else tr("no audit sample is")
            raise Refused(
                [Fault("sample", tr("{why} called {named}: `carelist list samples` names them", why=why, named=named))]
            )
        return found[0]

    def criteria(self, kind: str) -> Mapping[str, str]:
        """What each case of a kind of audit is looked at for, by key, in a sentence."""
        with self._store.journal.store.reading() as connection:
            return self._store.journal.standards_in(connection).criteria(kind)

    def results(self, sample: Sample) -> list[Criterion]:
        """What came of a sample, criterion by criterion."""
        from carelist_tui.domain.views.audit.results import results_of

        return results_of(sample, self.criteria(sample.kind))

    def may_score(self) -> bool:
        """Whether whoever is signed in draws samples and scores them."""
        from carelist_tui.domain.checks.supervision import SCORES

        return self._store.glance.read_roster().role(self._store.worker or "") in SCORES

    def check_may_score(self) -> None:
        """Refuses all but an auditor, a senior or a manager."""
        if not self.may_score():
            raise Refused(tr("an audit is scored by an auditor, a senior or a manager"))

    def to_score(self, sample: Sample) -> ToScore:
        """What of it waits for whoever is signed in: what nobody has scored, and every fifth that somebody else has.
        Their own work is passed over (S4:98)."""
        from carelist_tui.domain.checks.supervision import took_part
        from carelist_tui.journal.append.references import Known
        from carelist_tui.journal.projection.people import story_of

        worker, waiting, own = self._store.worker or "", list[Waiting](), 0
        with self._store.journal.store.reading() as connection:
            known = Known(connection)
            for number, case in enumerate(sample.ids, start=1):
                is_second = case in sample.first
                done = worker in sample.readers_of(case) or (is_second and case in sample.second)
                if done or (is_second and case not in sample.for_second):
                    continue
                subject = known.entry(case)
                if subject is None or subject.person is None:
                    continue  # it has not arrived here: whoever holds it scores it
                if worker in took_part(subject, story_of(connection, subject.person)):
                    own += 1
                else:
                    waiting.append(Waiting(case, number, is_second))
        return ToScore(tuple(waiting), own)

    def case(self, sample: Sample, case: str) -> CaseTold:
        """A case as the record shows it, by what was known when the sample was drawn, so that every reader sees the
        same; no worker is named in it."""
        return self.cases(sample, [case])[case]

    def cases(self, sample: Sample, cases: Iterable[str]) -> dict[str, CaseTold]:
        """Each of these cases, as `case` shows it. All that was known then is read once, and each person once."""
        from carelist_tui.domain.views.audit.case_told import CaseTold, case_told
        from carelist_tui.journal.queries.audit_cases import known_of_each, people_of

        missing = ((tr("Not here"), (tr("It has not arrived on this laptop."),)),)
        told = {case: CaseTold(case, "", "", "", "", missing) for case in cases}
        with self._store.journal.store.reading() as connection:
            standards, roster = self._store.journal.standards_in(connection), self._store.glance.read_roster()
            about: dict[str, list[str]] = {}
            for case, person in people_of(connection, told).items():
                about.setdefault(person, []).append(case)
            for known in known_of_each(connection, sample.kind, about, roster, self.known_at(sample), standards):
                told |= {case: case_told(sample.kind, case, known) for case in about[known.person]}
        return told

    @staticmethod
    def known_at(sample: Sample) -> datetime:
        """By when what a sample was drawn of was recorded; when it was drawn, where its entry says nothing readable."""
        from carelist_tui.domain.roster.corrections import moment_in

        return moment_in(sample.body.get("known_at")) or sample.said.at

    def score(self, sample: Sample, waiting: Waiting, answers: Mapping[str, str], note: str, now: datetime) -> None:
        """Records one case's score by whoever is signed in. Refuses their own work, and a second look of theirs."""
        self._record([self.scored(sample, waiting, answers, note, now)], now)

    def scored(
        self, sample: Sample, waiting: Waiting, answers: Mapping[str, str], note: str, now: datetime
    ) -> dict[str, Any]:
        """One case's score as it is to be recorded."""
        body: dict[str, Any] = {"sample": sample.said.id, "subject": waiting.case, "answers": dict(answers)}
        body |= {"second": True} if waiting.second else {}
        body |= {"note": note} if note else {}
        return self._draft("audit.scored", body, now)

    def answer(self, sample: Sample) -> dict[str, Any]:
        """What `audit show --json` answers: the sample, each case as the record shows it, the result by criterion."""
        from carelist_tui.domain.views.audit.results import agreement, result_as_json

        results = self.results(sample)
        same, both = agreement(results)
        return {
            "sample": sample.said.id,
            **{key: sample.body.get(key) for key in ("kind", "n", "seed", "from", "to", "known_at", "digest", "frame")},
            "per": sample.body.get("per"),
            "ids": list(sample.ids),
            "by": sample.by,
            "scored": len(sample.first),
            "left": len(sample.ids) - len(sample.first),
            "cases": [self._case_as_json(sample, told) for told in self.cases(sample, sample.ids).values()],
            "criteria": [result_as_json(each) for each in results],
            "agreement": {"same": same, "of": both},
        }

    @staticmethod
    def _case_as_json(sample: Sample, told: CaseTold) -> dict[str, Any]:
        case = told.id
        return {
            "id": case,
            "person": told.person or None,
            "ref": told.ref or None,
            "when": told.moment,
            "scored": case in sample.first,
            "second": case in sample.second,
            "for_second": case in sample.for_second,
            "sections": [{"heading": heading, "lines": list(lines)} for heading, lines in told.sections],
        }


def _whole_second(now: datetime) -> datetime:
    """The moment as a body can say it, and none of what is recorded by now left out: the next second, where part of one
    is over."""
    whole = now.replace(microsecond=0)
    return whole if whole == now else whole + A_SECOND
