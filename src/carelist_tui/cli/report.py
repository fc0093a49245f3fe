"""`carelist report`: one person, or the figures of a service, as a page to print, for a browser or as a PDF."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import Day, at_option, door_of, keep_look, known_at_option, now, pass_asked, read_at
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.outfile import TwoFiles, asked_reason, reason_option, replace_option, two_files, write_all
from carelist_tui.cli.service_address import warn_of_password
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.kinds_of_report import (
    HUDDLE,
    KINDS,
    MDT,
    OF_A_SERVICE,
    PAPER_NOT_SAFE,
    PAPER_QUESTION,
    SUPERVISION,
)

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.carelist.reports import Made

EXAMPLE = tr("""\
carelist report person P-0042 --html mdt.html --reason "MDT on Tuesday"
carelist report plan P-0042 --html plan.html --reason "she asked for it"
carelist report share P-0042 --with "Noor" --html noor.html --reason "agreed on 2 March"
carelist report handover P-0042 --pdf pack.pdf --reason "handed over on Friday"
carelist report supervision w-tom --html pack.html --reason "supervision on Friday"
carelist report commissioner --from 2026-01-01 --to 2026-04-01 --pdf quarter.pdf --reason "the quarter"
carelist report huddle --html huddle.html
""")
NO_ANSWER = tr("whether paper is safe there was not answered: no plan was written (type y or n)")


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("kind", metavar=tr("KIND"), type=click.Choice([*KINDS, MDT, SUPERVISION, *OF_A_SERVICE, HUDDLE]))
@click.argument("ref", required=False)
@click.option("--with", "partner", metavar=tr("NAME"), help=tr("With share: who may be told, and for whom it is made."))
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar=tr("DATE"), help=tr("With mdt: the day of the meeting.")
)
@click.option("--others-words", is_flag=True, help=tr("With person, handover: what others said in confidence, too."))
@click.option(
    "--from", "since", type=Day(), metavar=tr("DATE"), help=tr("With team, commissioner, inspection: from that day.")
)
@click.option(
    "--to", "until", type=Day(), metavar=tr("DATE"), help=tr("With team, commissioner, inspection: before that day.")
)
@at_option
@known_at_option
@click.option(
    "--service", "address", metavar=tr("URL"), help=tr("With team, commissioner, inspection: over collected teams.")
)
@reason_option
@replace_option
@click.option("--html", metavar=tr("FILE"), help=tr("The file to write: one page for A4, no network."))
@click.option(
    "--pdf", metavar=tr("FILE"), help=tr("The file to write as a tagged PDF, by the extra carelist-tui[pdf].")
)
@pass_asked
def report(
    asked: Asked, kind: str, ref: str | None, partner: str | None, on: datetime | None, others_words: bool,
    since: date | None, until: date | None, at: datetime | None, known_at: datetime | None, address: str | None,
    reason: str | None, replace: bool, html: str | None, pdf: str | None,
) -> None:  # fmt: skip
    """Write one person, or the paper of an MDT, to FILE, to print: --html, --pdf, or both. KIND is one of those
    below; REF is the service's identifier, or the person's id.

    person: for an MDT or a tribunal. plan: for the person themselves, in large print; it asks first whether paper is
    safe there (y or n, on standard input too), and names nobody whom they refused. share: what somebody who may be
    told should know. handover: the pack on one page. subject-access: everything, with what may have to be withheld
    marked for a human. mdt --on DATE: the agenda, and once it was held the minutes, of whoever is to be talked about by
    then; with REF of them alone.

    supervision WORKER: the pack for that worker's supervision, on one page; for the worker, a senior or a manager.

    team [TEAM], commissioner, inspection: the figures of a period, with charts; nobody is named, no small number told.
    With --service over the teams that `carelist collect` counted into URL; that stands in no access log.

    huddle [TEAM]: the sheet that `carelist huddle --print` writes, as a page.

    It leaves in clear: a reason is asked, which stands in the access log; of the huddle sheet none is.
    """
    _check_use(kind, ref, partner, others_words, is_dated=on is not None, has_period=bool(since or until))
    _check_service(address, kind, known_at)
    files = _files(asked, html, pdf, replace=replace)
    said = asked_reason(reason, needed=kind != HUDDLE)
    if kind == HUDDLE:
        _report_huddle(asked, ref, at, known_at, files, said)
        return
    if address is not None:
        _report_service(address, kind, ref, (since, until), at, files)
        return
    if kind in OF_A_SERVICE:
        _report_figures(asked, kind, ref, (since, until), at, known_at, files, said)
        return
    if kind == "plan":
        _ask_whether_paper_is_safe()
    from carelist_tui.carelist.reports import Asked as Wanted

    with door_of(asked, says_clock=True) as door:
        moment, clock = read_at(door, at)
        if clock:
            tell(clock)
        day = on.date() if on is not None else None
        if kind == SUPERVISION:
            made = door.reports.supervision_page(str(ref), moment, now(), known_at)
        else:
            made = door.reports(Wanted(kind, ref, moment, known_at, partner, others_words, day), now())
        written = _leave(door, made, files, said)
    tell(
        tr(
            "Wrote the report to {written}. It is not encrypted and names a person: keep it safe, destroy it "
            "after use.",
            written=written,
        )
    )
    if kind == "share":
        tell(tr("Once they have it, record that you told them: `carelist record partner.contacted`."))


def _report_figures(
    asked: Asked, kind: str, team: str | None, period: tuple[date | None, date | None], at: datetime | None,
    known_at: datetime | None, files: TwoFiles, reason: str | None,
) -> None:  # fmt: skip
    """The figures of a service, or of one team, on a page that names nobody."""
    from carelist_tui.domain.measures.inquiry import Inquiry

    with door_of(asked, says_clock=True) as door:
        moment, clock = read_at(door, at)
        if clock:
            tell(clock)
        inquiry = Inquiry.asked(moment, door.glance.calendar.zone, *period, team=team)
        written = _leave(door, door.measures.report(kind, inquiry, now(), known_at=known_at), files, reason)
    tell(
        tr(
            "Wrote the report to {written}. It is not encrypted; it names nobody, and numbers of 1 to 4 are hidden.",
            written=written,
        )
    )


def _report_huddle(
    asked: Asked, team: str | None, at: datetime | None, known_at: datetime | None, files: TwoFiles, reason: str | None
) -> None:
    """The huddle sheet, of a team, else of the team of whoever is signed in. Refuses to make a PDF of it."""
    from carelist_tui.cli.huddle import huddle_of_day, print_sheet

    page, paper = files
    if page is None or paper is not None:
        raise click.UsageError(tr("the huddle sheet is a page: --html FILE, and no --pdf"))
    with door_of(asked, says_clock=True) as present, present.as_known(known_at) as door:
        found, clock = huddle_of_day(present, door, team, at)
        if clock:
            tell(clock)
        print_sheet(present, door, found, page, known_at, clock, as_page=True, reason=reason)


def _check_service(address: str | None, kind: str, known_at: datetime | None) -> None:
    if address is not None and kind not in OF_A_SERVICE:
        raise click.UsageError(
            tr(
                "--service goes with {of_a_service}: a service knows nobody by name",
                of_a_service=", ".join(OF_A_SERVICE),
            )
        )
    if address is not None and known_at is not None:
        raise Refused(tr("--known-at can't be asked of a service: that is known in each team alone"))


def _report_service(
    address: str, kind: str, team: str | None, period: tuple[date | None, date | None], at: datetime | None,
    files: TwoFiles,
) -> None:  # fmt: skip
    """The figures of the teams that were counted into a service's database. No store is opened, nobody signs in."""
    from carelist_tui.carelist.collected.service_figures import ServiceFigures
    from carelist_tui.carelist.collected.service_papers import service_report

    warn_of_password(address)
    with ServiceFigures(address) as service:
        made = service_report(service, kind, service.asked(at or now(), *period, team=team), now())
    page, paper = files
    written = [*([(page, made.html())] if page else []), *([(paper, made.pdf())] if paper else [])]
    write_all(written)
    where = tr(" and ").join(out.file for out, _ in written)
    tell(
        tr(
            "Wrote the report to {where}. It is not encrypted; it names nobody, and numbers of 1 to 4 are hidden.",
            where=where,
        )
    )


def _leave(door: Carelist, made: Made, files: TwoFiles, reason: str | None) -> str:
    """Writes page and PDF, both or none, and notes once why they left; gives where they are."""
    page, paper = files
    written = [*([(page, made.html())] if page else []), *([(paper, made.pdf())] if paper else [])]
    write_all(written)
    for person in made.people or (None,):
        keep_look(door, "exported", person, count=made.entries, reason=reason)
    return tr(" and ").join(out.file for out, _ in written)


def _check_use(
    kind: str, ref: str | None, partner: str | None, others_words: bool, *, is_dated: bool, has_period: bool
) -> None:
    if has_period and kind not in OF_A_SERVICE:
        raise click.UsageError(tr("--from and --to go with {of_a_service}", of_a_service=", ".join(OF_A_SERVICE)))
    if ref is None and kind not in (MDT, HUDDLE, *OF_A_SERVICE):
        raise click.UsageError(tr("say about whom: REF, the service's identifier; of supervision the worker's id"))
    if (kind == MDT) != is_dated:
        raise click.UsageError(tr("mdt says which day, with --on DATE; no other report does"))
    if (kind == "share") != (partner is not None):
        raise click.UsageError(tr("share says for whom, with --with NAME; no other report does"))
    if others_words and kind not in ("person", "handover"):
        raise click.UsageError(tr("--others-words goes with person or handover"))


def _files(asked: Asked, html: str | None, pdf: str | None, *, replace: bool) -> TwoFiles:
    """Where the page goes, and where the PDF. Refuses before anything is asked or read."""
    if html is None and pdf is None:
        raise click.UsageError(tr("say where to: --html FILE, --pdf FILE, or both"))
    if pdf is not None:
        from carelist_tui.exchange.report.report_pdf import check_pdf

        check_pdf()
    return two_files(("--html", html), ("--pdf", pdf), asked.store_folder(), replace=replace)


def _ask_whether_paper_is_safe() -> None:
    """Refuses (status 2) unless somebody answers yes: a reason alone says nothing of who else lives there."""
    if sys.stdin is None:
        raise Refused(NO_ANSWER)
    try:
        is_safe = click.confirm(PAPER_QUESTION, default=None, err=True)
    except click.Abort:
        raise Refused(NO_ANSWER) from None
    if not is_safe:
        raise Refused(PAPER_NOT_SAFE)
