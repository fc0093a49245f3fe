"""What the Sync screen says, in lines: values in, strips out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from textual.strip import Strip

from carelist_tui.catalogue import tr, values_in
from carelist_tui.desk.sync import Exchange, count
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.enrolment.folder_papers import Asking
from carelist_tui.journal.sync.heard import Heard, Hearing
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line, width_of
from carelist_tui.tui.widgets.row import Look, name_of

PLAIN = tr(
    "This store is not encrypted: whoever can read the folder reads every word. Only made-up people belong here."
)
NOT_LET_IN = tr("not let in under its name of now, nobody takes in what is recorded here: enter asks a manager")
ANOTHER = tr(
    "Another laptop: start Carelist on it, choose 2, Join a team, and this folder there. It then asks here, and a "
    "manager lets it in."
)
NOT_HERE_YET = tr("{}, who does not work here yet")
NAME_WIDTH = 26


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the screen knows."""

    folder: Path | None
    encrypted: bool
    hearing: Hearing
    silent: Sequence[Heard]
    exchange: Exchange
    conflicts: Sequence[Item]
    cursor: int
    asking: Sequence[Asking] = ()
    is_known: bool = True
    """Whether others take in what is recorded here."""
    workers: Mapping[str, str] = field(default_factory=dict)
    """The names of those who work here now, by id."""


class Sheet(Said):
    """The lines of the screen; `starts` says where each stands that the cursor goes to: two versions, a laptop that
    asks, and in an encrypted store each laptop that is known."""

    def __init__(self, shown: Shown, width: int, look: Look) -> None:
        super().__init__(width, look)
        self.shown = shown
        self.starts: list[int] = []

    def title(self, words: str) -> None:
        """A heading with an empty line before it."""
        self.strips.append(Line(self.width, self.look.ink.words).strip())
        self.put(words, self.look.ink.strong)

    def stop(self) -> bool:
        """The cursor goes to the next line; whether it is there."""
        self.starts.append(len(self.strips))
        return len(self.starts) - 1 == self.shown.cursor

    def name(self, device: str) -> str:
        """What a laptop is called."""
        known = (each.name for each in self.shown.hearing.laptops if each.device == device)
        return next(known, tr("laptop {device}", device=device[:6]))


def sync_sheet(shown: Shown, width: int, look: Look) -> Sheet:
    """Every line: what there is to do first, then what is so."""
    sheet = Sheet(shown, width, look)
    _folder_lines(sheet)
    _exchange_lines(sheet)
    _problem_lines(sheet)
    _newer_lines(sheet)
    _recovered_lines(sheet)
    _conflict_lines(sheet)
    _asking_lines(sheet)
    _waiting_lines(sheet)
    _laptop_lines(sheet)
    return sheet


def _folder_lines(sheet: Sheet) -> None:
    shown, ink = sheet.shown, sheet.look.ink
    folder = str(shown.folder) if shown.folder is not None else tr("none chosen yet: S asks for one")
    sheet.put(folder, label=tr("Folder"))
    if not shown.encrypted:
        sheet.put(f"! {PLAIN}", ink.amber)
    own = next((each.numbered for each in shown.hearing.laptops if each.here), 0)
    waits = own if shown.hearing.to_send is None else shown.hearing.to_send
    words = (
        tr("{count} not sent yet", count=count(waits, "entry", "entries"))
        if waits
        else tr("nothing, all of ours was sent")
    )
    sheet.put(words, ink.strong if waits else ink.words, label=tr("To send"))


def _exchange_lines(sheet: Sheet) -> None:
    exchange, ink, look = sheet.shown.exchange, sheet.look.ink, sheet.look
    if exchange.runs:
        sheet.put(
            tr("{progress_words} You can go on working: esc.", progress_words=exchange.progress_words), ink.strong
        )
        return
    when = look.when(exchange.at) if exchange.at is not None else ""
    if exchange.trouble:
        sheet.put(tr("! Not synced {when}: {trouble}.", when=when, trouble=exchange.trouble), ink.red)
    report = exchange.report
    if report is None or report.is_another_folder:
        return
    came = [
        tr("{count} from {name}", count=count(n, "entry", "entries"), name=sheet.name(device))
        for device, n in report.came.items()
    ]
    if report.dry_run:
        words = tr(
            "{count} would come, {sent:,} would be sent; nothing was.",
            count=count(report.taken, "entry", "entries"),
            sent=report.sent,
        )
        sheet.put(words, ink.strong, label=tr("Dry run {when}", when=when))
        return
    sheet.put(", ".join(came) or tr("nothing new"), label=tr("Came {when}", when=when))
    sheet.put(count(report.sent, "entry", "entries"), label=tr("Sent {when}", when=when))


def _problem_lines(sheet: Sheet) -> None:
    report = sheet.shown.exchange.report
    if report is None or not report.problems:
        return
    sheet.title(count(len(report.problems), "problem", "problems"))
    for each in report.problems:
        sheet.put(
            tr("! {where}: {what}. To repair: {repair}.", where=each.where, what=each.what, repair=each.repair),
            sheet.look.ink.red,
        )


def _newer_lines(sheet: Sheet) -> None:
    report = sheet.shown.exchange.report
    if report is not None and report.newer:
        sheet.put(f"! {report.newer_words}.", sheet.look.ink.amber)


def _recovered_lines(sheet: Sheet) -> None:
    report, look = sheet.shown.exchange.report, sheet.look
    if report is None or not report.recovered:
        return
    sheet.title(tr("Passphrases made anew: ask whom it names, if that is news to you"))
    for each in report.recovered:
        when = look.when(datetime.fromisoformat(each.at))
        sheet.put(f"! {each.words(look.name(each.worker), when)}.", look.ink.amber)


def _conflict_lines(sheet: Sheet) -> None:
    shown, look = sheet.shown, sheet.look
    if not shown.conflicts:
        return
    sheet.title(tr("Two versions to settle: {n} (enter opens)", n=len(shown.conflicts)))
    for item in shown.conflicts:
        at_hand = sheet.stop()
        style = look.ink.cursor if at_hand else look.ink.words
        name = name_of(item)
        what = (values_in(item.because, "two versions of {what}") or {"what": item.because})["what"]
        if width_of(name) > NAME_WIDTH or width_of(what) > sheet.width - NAME_WIDTH - 4:  # whole, in lines
            sheet.put(f"{'>' if at_hand else ' '} {name}: {what}", style)
            continue
        line = Line(sheet.width, style).add(" > " if at_hand else "   ")
        sheet.strips.append(line.add(name, width=NAME_WIDTH).add(" ").add(what).strip())


def _asking_lines(sheet: Sheet) -> None:
    shown, look = sheet.shown, sheet.look
    if not shown.asking:
        return
    sheet.title(tr("Asking to be let in: {n} (enter opens)", n=len(shown.asking)))
    for each in shown.asking:
        at_hand = sheet.stop()
        since = tr(", since {when}", when=look.when(each.since)) if each.since is not None else ""
        code = tr("; its code was told, it has not come in yet") if each.is_invited else ""
        name = shown.workers.get(each.request.worker)
        who = f"{name} ({each.worker})" if name is not None else NOT_HERE_YET.format(each.worker)
        words = tr("{name}, for {who}{since}{code}", name=each.name, who=who, since=since, code=code)
        sheet.put(f"{'>' if at_hand else ' '} {words}", look.ink.cursor if at_hand else look.ink.strong)


def _waiting_lines(sheet: Sheet) -> None:
    report = sheet.shown.exchange.report
    if report is None or not report.waiting:
        return
    sheet.title(tr("Waiting for"))
    for each in report.waiting:
        sheet.put(each.awaited)


def _laptop_lines(sheet: Sheet) -> None:
    shown, ink = sheet.shown, sheet.look.ink
    sheet.title(tr("Laptops"))
    for each in shown.hearing.laptops:
        at_hand = sheet.stop() if shown.encrypted else False
        silent = any(each.device == other.device for other in shown.silent)
        unknown = each.here and not shown.is_known
        words = "; ".join([*_laptop_words(each, sheet.look, silent=silent), *([NOT_LET_IN] if unknown else [])])
        style = ink.cursor if at_hand else ink.amber if silent or unknown else ink.words
        sheet.put(f"{'>' if at_hand else '!' if silent or unknown else ' '} {words}", style)
    if shown.encrypted and not shown.asking:
        sheet.put(ANOTHER, ink.quiet)


def _laptop_words(laptop: Heard, look: Look, *, silent: bool) -> Iterator[str]:
    """`Leah's laptop, last heard from Mon 16:10 (by Leah Obi), 340 entries`."""
    by = tr(" (by {name})", name=look.name(laptop.by)) if laptop.by else ""
    entries = count(laptop.numbered, "entry", "entries")
    if laptop.here:
        yield tr("{name}, this one, {entries}", name=laptop.name, entries=entries)
    elif laptop.revoked:
        yield tr("{name}, no longer belongs here, {entries}", name=laptop.name, entries=entries)
    elif laptop.reads_only:
        yield tr(
            "{name}, a collector: reads what is shared here for a service's figures, and writes nothing",
            name=laptop.name,
        )
    elif laptop.last is None:
        yield tr("{name}, nothing has come from it yet", name=laptop.name)
    else:
        yield tr(
            "{name}, last heard from {when}{by}, {entries}",
            name=laptop.name,
            when=look.when(laptop.last),
            by=by,
            entries=entries,
        )
    if silent:
        yield tr("too long ago, what was done there is not seen here: ask whoever has it to sync")


def strips_in_sight(sheet: Sheet, top: int, height: int) -> list[Strip]:
    """As many lines as there is room for, from `top` on."""
    blank = Line(sheet.width, sheet.look.ink.words).strip()
    shown = sheet.strips[top : top + height]
    return [*shown, *[blank] * (height - len(shown))]
