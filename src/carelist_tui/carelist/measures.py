"""The measures at the door: what happened in a period, whether it changed, and who stands behind each figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.carelist.reports import Made
from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.roster.roster import MANAGER, SUPERVISES
from carelist_tui.domain.words import inside
from carelist_tui.vault.disk import DiskRefuses
from carelist_tui.vault.garbage import put_off_meanwhile

if TYPE_CHECKING:
    from carelist_tui.carelist.figures.figures_of_now import FiguresOfNow
    from carelist_tui.domain.measures.figure import Counted, Figure
    from carelist_tui.domain.measures.inquiry import Inquiry
    from carelist_tui.domain.measures.measure import Measure
    from carelist_tui.domain.roster import Roster
    from carelist_tui.domain.standards import Standards
    from carelist_tui.journal.projection.cases import CaseRows
    from carelist_tui.journal.projection.month_sums import SumsRead
    from carelist_tui.journal.queries.stored_lines import LastDigest

ASSURED = "assurance"
"""The measure that counts what is about no person too."""
Progress = Callable[[int, int], None]
"""(how many of, how many in all)."""


class Measures:
    """What an open store can show. Every moment given is aware."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store
        self._sums: SumsRead | None = None  # what was summed for the newest answer

    @cached_property
    def _of_now(self) -> FiguresOfNow:
        from carelist_tui.carelist.figures.figures_of_now import FiguresOfNow

        return FiguresOfNow()

    @cached_property
    def _last_digest(self) -> LastDigest:
        from carelist_tui.journal.queries.stored_lines import LastDigest

        return LastDigest()

    def waiting(self) -> int:
        """How many people were written since they were counted."""
        from carelist_tui.journal.projection.cases import uncounted

        with self._store.journal.store.reading() as connection:
            return len(uncounted(connection))

    def count(
        self, progress: Progress | None = None, goes_on: Callable[[], bool] = lambda: True, at_once: int | None = None
    ) -> int:
        """Makes the cases of whoever was written since afresh, some people at a time, so that nobody who records waits
        long, and as long as it `goes_on`: whoever is left is counted the next time. Gives how many people that were.
        Refuses (status 3) a store that can't be written."""
        from carelist_tui.journal.projection.cases import AT_ONCE, uncounted

        journal = self._store.journal
        with journal.store.reading() as connection:
            waiting = uncounted(connection)
        done, some = 0, at_once or AT_ONCE
        while done < len(waiting) and goes_on():
            self._count(waiting[done : done + some])
            done = min(done + some, len(waiting))
            if progress is not None:
                progress(done, len(waiting))
        return done

    def _count(self, people: list[str]) -> None:
        """Makes their cases while others record, and writes them; where an entry came meanwhile one person at a time,
        and of whom one came again in one transaction."""
        if not self._wrote(people):
            for person in people:
                if not self._wrote([person]):
                    self._store.journal.change(partial(self._write_in_one, person), derived=True)

    def _write_in_one(self, person: str, connection: Any) -> None:
        from carelist_tui.journal.projection.cases import write_cases

        write_cases(connection, self._made([person], connection))

    def _wrote(self, people: list[str]) -> bool:
        from carelist_tui.journal.projection.cases import write_cases

        with put_off_meanwhile():  # what a screen holds would be looked through for the rings of some people
            with self._store.journal.store.reading() as connection:
                made = self._made(people, connection)
            return self._store.journal.change(partial(write_cases, made=made), derived=True)

    def _made(self, people: list[str], connection: Any) -> CaseRows:
        from carelist_tui.journal.projection.cases import make_cases
        from carelist_tui.journal.projection.rebuild import read_roster

        standards = self._store.journal.standards_in(connection)
        return make_cases(connection, people, standards, read_roster(connection).staff)

    def keep_up(
        self, progress: Progress | None = None, goes_on: Callable[[], bool] = lambda: True, at_once: int | None = None
    ) -> int:
        """`count`, where the disk takes it: else figures are made afresh each time, and none is wrong for it. Whoever
        is behind, since another process was stopped while entries came in, is folded first."""
        with suppress(DiskRefuses):
            self._store.journal.catch_up(is_wanted=goes_on)
            return self.count(progress, goes_on, at_once)
        return 0

    def answer(
        self, keys: Collection[str], asked: Inquiry, *, known_at: datetime | None = None, with_cases: bool = False,
        seed: int | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """What `measures --json` answers; `seed`: by which the notes to read behind each figure are drawn. Refuses a
        measure that nobody knows, and a worker's figures to whoever may not see them."""
        with put_off_meanwhile():  # until the cases are let go of: they make no rings, and are hundreds of thousands
            return self._answer(keys, asked, known_at, seed, with_cases=with_cases)

    def answer_and_keep(self, keys: Collection[str], asked: Inquiry, **how: Any) -> dict[str, Any]:
        """`answer`, as at now; and the sums of months that were made for it are kept for whoever asks next, where the
        disk takes them: it is the same answer, later."""
        answer = self.answer(keys, asked, **how)
        self.keep_made()
        return answer

    def keep_made(self) -> None:
        """Keeps the sums that were made for the newest answer."""
        sums, self._sums = self._sums, None
        if sums is not None and sums.made:
            from carelist_tui.journal.projection.month_sums import keep_sums

            with suppress(DiskRefuses):
                self._store.journal.change(partial(keep_sums, read=sums), derived=True)

    def shown(self, asked: Inquiry) -> dict[str, Any]:
        """What `answer` answers of all measures as at now, for a screen that asks again and again: the figures that are
        another since it asked last are made, and the digest of all entries is not, which no screen shows. Once they
        are shown, `keep_made`."""
        roster = self._store.glance.read_roster()
        measures = self._seen_by_whoever_asks(measures_named(()), asked, roster, is_named=False)
        self.check_may_see(asked, roster)
        with put_off_meanwhile(), self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            asked = replace(asked, calendar=standards.calendar)
            found = self._of_now.of(connection, measures, asked, standards)
        if found is None:
            return self.answer((), asked)
        figures, self._sums = found
        return _read_by(asked, None, standards, None) | {"measures": figures}

    def _answer(
        self, keys: Collection[str], asked: Inquiry, known_at: datetime | None, seed: int | None, *, with_cases: bool
    ) -> dict[str, Any]:
        from carelist_tui.domain.measures.figure import SEED, figure_as_json

        seed = SEED if seed is None else seed
        figures, counted, known = self.figures(keys, asked, known_at=known_at, with_cases=with_cases)
        return known | {
            "measures": [figure_as_json(each, counted, asked, with_cases=with_cases, seed=seed) for each in figures],
        }

    def notes(
        self, figure: Mapping[str, Any], at: datetime, known_at: datetime | None = None
    ) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """The notes that are to be read behind a figure that was answered with its cases: each (whom it is about, as
        `show` answers at `at`, and the entry), in the order in which they were drawn."""
        people = {id: case["person"] for case in figure["cases"] for id in case["entries"]}
        shown: dict[str, dict[str, Any]] = {}
        found = []
        for id in figure["notes_to_read"]["entries"]:
            person = people[id]
            if person not in shown:
                shown[person] = People(self._store).person(person, at, known_at)
            found += [(shown[person], entry) for entry in shown[person]["story"] if entry["id"] == id]
        return found

    def figures(
        self, keys: Collection[str], asked: Inquiry, *, known_at: datetime | None = None, with_cases: bool = True
    ) -> tuple[list[Figure], Counted, dict[str, Any]]:
        """The figures of these measures (of all, where none is named), the cases that they are sums of, and what they
        were read by."""
        from carelist_tui.domain.measures.figure import figure_of

        roster = self._store.glance.read_roster()
        measures = self._seen_by_whoever_asks(measures_named(keys), asked, roster, is_named=bool(keys))
        self.check_may_see(asked, roster)
        with put_off_meanwhile():  # cases make no rings
            asked, counted, known = self._counted(measures, asked, known_at, is_summed=not with_cases)
            return [figure_of(each, counted, asked) for each in measures], counted, known

    def _seen_by_whoever_asks(
        self, measures: list[Measure], asked: Inquiry, roster: Roster, *, is_named: bool
    ) -> list[Measure]:
        """Without those that are for a manager, where nobody asked for them by name; refuses them by name."""
        if asked.worker is not None or roster.role(self._store.worker or "") == MANAGER:
            return measures
        for_managers = [each for each in measures if each.for_whom == "managers"]
        if for_managers and is_named:
            raise Refused(tr("how a caseload is shared out is for a manager: --worker shows your own"))
        return [each for each in measures if each not in for_managers]

    def check_may_see(self, asked: Inquiry, roster: Roster) -> None:
        """Refuses a worker's figures to all but that worker and seniors and managers (measures.md, Signals)."""
        role = roster.role(self._store.worker or "")
        is_by_worker = asked.by == "worker" or (asked.within is not None and asked.within[0] == "worker")
        if is_by_worker and role not in SUPERVISES:
            raise Refused([Fault("by", tr("figures by worker are for a senior or a manager: --worker shows your own"))])
        if asked.worker is not None and asked.worker != self._store.worker and role not in SUPERVISES:
            raise Refused([Fault("worker", tr("the figures of a worker are for that worker, a senior or a manager"))])

    def report(self, kind: str, asked: Inquiry, now: datetime, *, known_at: datetime | None = None,
               keys: Collection[str] = ()) -> Made:  # fmt: skip
        """Figures that may leave, as they can be written: `team`, `commissioner`, `inspection`, or, of no kind, the
        measures of these keys. No small number leaves by it, and nobody is named but who made it."""
        from carelist_tui.domain.measures.figure_in_words import known_in_words
        from carelist_tui.domain.measures.figures_outside import answer_that_leaves
        from carelist_tui.domain.measures.measure_table import MEASURES
        from carelist_tui.domain.views.report.measures_report import EQUITY, Told, keys_of, measures_report
        from carelist_tui.domain.views.report.report_parts import Imprint
        from carelist_tui.domain.words import moment_in_full

        shown = list(keys) or [key for key in keys_of(kind) if key in MEASURES]
        wanted = list(dict.fromkeys([*shown, *(guard for key in shown for guard in MEASURES[key].guards)]))
        self.keep_up()
        answer = answer_that_leaves(self.answer(wanted, asked, known_at=known_at))
        by_team = None
        if asked.team is None:
            by_team = answer_that_leaves(self.answer(wanted, replace(asked, by="team"), known_at=known_at))
        notes = self._told_of_the_service(wanted, asked, known_at)
        known = known_in_words(answer, asked.zone)
        by_group = self._by_group(asked, known_at) if kind == EQUITY else ()
        told = Told(answer, by_team, *notes, by_group, known)
        of_whom = (
            tr("Team {team}", team=asked.team)
            if asked.team
            else tr("The whole service, as far as this laptop holds it")
        )
        made_by = self._store.glance.read_roster().name(self._store.worker or "")
        imprint = Imprint(
            made_by or tr("somebody who did not sign in"), moment_in_full(now, asked.zone),
            moment_in_full(asked.at, asked.zone), moment_in_full(known_at or now, asked.zone), self._entries(known_at),
            answer["digest"],
        )  # fmt: skip
        return Made(measures_report(kind, of_whom, told, shown), imprint, asked.at)

    def _by_group(self, asked: Inquiry, known_at: datetime | None) -> list[tuple[str, str, dict[str, Any]]]:
        """Access by where people live and by each group that the Standards list: (title, why it is asked, figures)."""
        from carelist_tui.domain.measures.figures_outside import answer_that_leaves
        from carelist_tui.domain.views.report.measures_report import ACCESS

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
        listed = [("locality", tr("by locality"), "")] if standards.localities else []
        listed += [
            (key, tr("by {title}", title=inside(group.title)), group.reason) for key, group in standards.groups.items()
        ]
        return [
            (title, reason, answer_that_leaves(self.answer(ACCESS[1], replace(asked, by=by), known_at=known_at)))
            for by, title, reason in listed
        ]

    def _told_of_the_service(
        self, keys: Iterable[str], asked: Inquiry, known_at: datetime | None
    ) -> tuple[list[str], list[str], dict[str, list[tuple[str, str]]]]:
        """What was noted on the signals of the period, and what the service changed in itself, in words; and the notes
        by measure and month."""
        from carelist_tui.domain.measures.measure_table import MEASURES
        from carelist_tui.domain.measures.signal_notes import notes_of
        from carelist_tui.domain.views.lists.improvements import improvements
        from carelist_tui.journal.queries.lists import team_story

        with self._store.journal.store.reading() as connection:
            story = team_story(connection, known_at)
            standards = self._store.journal.standards_in(connection)
        months = {name for name, _ in asked.months()}
        noted: dict[str, list[tuple[str, str]]] = {}
        lines = []
        for key in keys:
            for note in notes_of(key, story, asked.team, asked.at):
                if note.month in months:
                    words = ". ".join(filter(None, (note.found.rstrip("."), note.do)))
                    noted.setdefault(key, []).append((note.month, words))
                    lines.append(f"{MEASURES[key].title}, {note.month}: {words}")
        return lines, [_improvement_line(row.item) for row in improvements(story, asked.at, standards)], noted

    def _entries(self, known_at: datetime | None) -> int:
        from carelist_tui.journal.queries.stored_lines import digest_in

        with self._store.journal.store.reading() as connection:
            return digest_in(connection, known_at)[0]

    def _counted(
        self, measures: list[Measure], asked: Inquiry, known_at: datetime | None, *, is_summed: bool
    ) -> tuple[Inquiry, Counted, dict[str, Any]]:
        """The same question, of the service's days as they are in those Standards; the cases; what they were read
        by."""
        from carelist_tui.carelist.figures.cases_asked import as_they_stand, with_owners
        from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
        from carelist_tui.domain.measures.figure import Counted
        from carelist_tui.domain.measures.signal_notes import notes_of, step_changes_among
        from carelist_tui.domain.measures.subjects.assurance import of_teams
        from carelist_tui.journal.projection.cases import assured_by
        from carelist_tui.journal.projection.month_sums import kept_sums, read_sums
        from carelist_tui.journal.projection.rebuild import read_roster
        from carelist_tui.journal.queries.cases import cases_then, refs_of, signal_story
        from carelist_tui.journal.queries.known_at import KnownThen

        refs = dict[str, str]()
        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            _check_group(asked, standards)
            then = KnownThen.by(connection, known_at, standards) if known_at is not None else None
            roster = then.roster if then is not None else read_roster(connection)
            standards = then.standards if then is not None else standards
            asked = replace(asked, calendar=standards.calendar)
            kept = kept_sums(connection, asked, standards) if is_summed and then is None else None
            self._sums = sums = read_sums(connection, measures, asked, standards, kept)
            keys = [ON_CASELOAD, *(each.key for each in measures)] if not sums.months else []
            if then is None:
                by_measure = as_they_stand(connection, keys, asked, standards, roster, is_summed=is_summed)
            else:
                by_measure = with_owners({}, cases_then(then, keys, asked.at, refs), roster, asked)
            said = assured_by(connection, asked.at, known_at) if ASSURED in keys else ()
            by_measure = with_owners(by_measure, of_teams(said, roster, standards) if said else (), roster, asked)
            digest = self._last_digest.of(connection, known_at)
            refs = refs_of(connection) if known_at is None else refs
            story = signal_story(connection, known_at)
        notes = {each.key: notes_of(each.key, story, asked.team, asked.at) for each in measures}
        changes = {key: step_changes_among(noted) for key, noted in notes.items()}
        counted = Counted(by_measure, by_measure.get(ON_CASELOAD, []), refs, changes, notes, sums.months, sums.events)
        return asked, counted, _read_by(asked, known_at, standards, digest)


def _read_by(asked: Inquiry, known_at: datetime | None, standards: Standards, digest: str | None) -> dict[str, Any]:
    """What figures were read by, and by what else they may be grouped: the Standards' own groups, with their titles."""
    return {
        "at": asked.at.astimezone(asked.zone).isoformat(),
        "known_at": known_at.astimezone(asked.zone).isoformat() if known_at is not None else None,
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "standards": standards.digest,
        "digest": digest,
        "groupings": {key: group.title for key, group in sorted(standards.groups.items())},
    }


def _check_group(asked: Inquiry, standards: Standards) -> None:
    """Refuses a grouping that there is not."""
    from carelist_tui.domain.measures.inquiry import PLACES

    known = (*PLACES, *standards.groups)
    if asked.by is not None and asked.by not in known:
        raise Refused([Fault("by", tr("one of {known}", known=", ".join(known)))])


def measures_named(keys: Collection[str]) -> list[Measure]:
    """The measures of these keys; all, where none is named. Refuses one that nobody knows."""
    from carelist_tui.domain.measures.measure_table import MEASURES

    named = list(keys)
    if unknown := [key for key in named if key not in MEASURES]:
        raise Refused(
            [
                Fault(
                    "name",
                    tr(
                        "no measure is called {unknown}: one of {measures}",
                        unknown=unknown[0],
                        measures=", ".join(MEASURES),
                    ),
                )
            ]
        )
    return [MEASURES[key] for key in named] if named else [*MEASURES.values()]


def _improvement_line(item: Mapping[str, Any]) -> str:
    """An improvement in a line, without a name: what is to change, and what did."""
    state = f"{in_plain_words(item['outcome'])}: {item['what_changed']}" if item["outcome"] else tr("in hand")
    return tr("Improvement: {title} ({state})", title=item["title"], state=state)
