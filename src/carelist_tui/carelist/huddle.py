"""The daily huddle at the door: what the team steps through, and the sheet of it."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

if TYPE_CHECKING:
    from carelist_tui.domain.views.huddle import Huddle
    from carelist_tui.exchange.huddle_sheet.sheet_words import Made

SHEETS = "sheets"
_FOLDER_MINE = 0o700


class Huddles:
    """What may be asked of an open store about the huddle."""

    def __init__(self, store: OpenStore, people: People) -> None:
        self._store, self._people = store, people

    def __call__(self, at: datetime, team: str | None = None) -> Huddle:
        """What the team (None: the whole service) would step through at `at`, since the last huddle that began by
        then; "since" is by arrival on this laptop. Refuses (status 3) a store that can't be read."""
        return self._at(at, team, None)[0]

    def of_day(self, at: datetime, team: str | None = None) -> Huddle:
        """The last huddle held on `at`'s day by then, as things stood when it began and with what it decided; where
        none was, what it would be at `at`."""
        from carelist_tui.journal.queries.huddle_news import huddles

        calendar = self._store.glance.calendar
        midnight = calendar.at(calendar.day_of(at), time(0))
        with self._store.journal.store.reading() as connection:
            held = [came.entry.id for came in huddles(connection, team, at) if came.body.from_ >= midnight]
        return self._at(at, team, held[-1] if held else None)[0]

    def now(self, at: datetime, team: str | None = None) -> tuple[Huddle, int]:
        """The same, with a mark of what it holds: `came_since` says whether anything came in after it."""
        return self._at(at, team, None)

    def came_since(self, mark: int) -> int:
        """How many entries of other laptops came in after that mark."""
        from carelist_tui.journal.queries.huddle_news import newest_from_others

        with self._store.journal.store.reading() as connection:
            return newest_from_others(connection, mark, self._store.journal.device)

    def _at(self, at: datetime, team: str | None, held: str | None) -> tuple[Huddle, int]:
        from carelist_tui.domain.views.huddle import Told, hold_huddle
        from carelist_tui.journal.projection.people import newest_arrival
        from carelist_tui.journal.queries import huddle_news

        self._store.glance.read_roster()
        calendar, journal = self._store.glance.calendar, self._store.journal
        with journal.store.reading() as connection:
            roster, mark = self._store.glance.read_roster(), newest_arrival(connection)
            known = huddle_news.huddles(connection, team, at)
            this = next((came for came in known if came.entry.id == held), None)
            before, moment = known, at
            if this is not None:
                moment = this.body.from_
                before = [came for came in known if came.body.from_ < moment]
            since = huddle_news.since_last(before, moment, calendar)
            until = this.arrival if this is not None else None
            news = huddle_news.arrived(connection, before, since, moment, journal.device, calendar.zone, until)
            about = {each.person for each in news if each.person is not None}
            around = huddle_news.people_at(connection, moment, journal.standards_in(connection), roster.staff, about)
            held_as = huddle_news.held_as(connection, this, calendar.zone) if this is not None else None
        told = Told(
            at=moment,
            team=team,
            since=since,
            items=tuple(self._store.glance.owed_at(moment, days=0)),
            cards=around.cards,
            on_caseload=around.on_caseload,
            high=around.high,
            named=around.named,
            arrived=tuple(news),
            roster=roster,
            calendar=calendar,
            held=held_as,
        )
        return hold_huddle(told), mark

    def json(self, huddle: Huddle) -> dict[str, Any]:
        """What `huddle --json` answers."""
        from carelist_tui.domain.views.huddle import huddle_as_json

        return huddle_as_json(huddle, self._store.glance.calendar.zone)

    def made(self, now: datetime, known_at: datetime | None = None) -> Made:
        """Who makes a sheet, when, as known when, and of which entries: what stands on whatever leaves on paper."""
        from carelist_tui.exchange.huddle_sheet.sheet_words import Made
        from carelist_tui.journal.queries.stored_lines import digest_in

        with self._store.journal.store.reading() as connection:
            return Made(self._store.worker, now, digest_in(connection)[1], known_at)

    def sheet_lines(self, huddle: Huddle, made: Made | None = None) -> list[str]:
        """The sheet as plain text, a line for each thing; of what is `made` to leave, by whom and when."""
        from carelist_tui.exchange.huddle_sheet.text import sheet_lines

        return list(sheet_lines(self.json(huddle), self._names(), self._store.glance.calendar.zone, made))

    def sheet_html(self, huddle: Huddle, made: Made | None = None) -> str:
        """The sheet as one HTML page to print: nothing in it is fetched, nothing in it acts."""
        from carelist_tui.exchange.huddle_sheet.html_page import sheet_html

        return sheet_html(self.json(huddle), self._names(), self._store.glance.calendar.zone, made)

    def summary_lines(self, huddle: Huddle) -> list[str]:
        """What was decided, as plain text to copy: each person talked about, and what came of it."""
        from carelist_tui.exchange.huddle_sheet.text import summary_lines

        return list(summary_lines(self.json(huddle), self._names(), self._store.glance.calendar.zone))

    def keep_sheet(self, huddle: Huddle, made: Made | None = None) -> list[Path]:
        """Writes the sheet beside the store, as text and as HTML, for nobody else to read; gives the two paths.

        Refuses where it can't be written.
        """
        folder = self._store.folder / SHEETS
        local = huddle.at.astimezone(self._store.glance.calendar.zone)
        name = f"huddle-{local:%Y-%m-%d-%H%M}"
        texts = {".txt": "\n".join(self.sheet_lines(huddle, made)) + "\n", ".html": self.sheet_html(huddle, made)}
        try:
            folder.mkdir(mode=_FOLDER_MINE, exist_ok=True)
            for ending, text in texts.items():
                write_whole(folder / (name + ending), text.encode())
        except OSError as trouble:
            raise Refused(tr("the sheet can't be written: {words_of}", words_of=words_of(trouble))) from None
        return [folder / (name + ending) for ending in texts]

    def _names(self) -> dict[str, str]:
        return {worker.id: worker.name for worker in self._people.workers()}
