"""`carelist guide`: a page of the guide in plain lines."""

from __future__ import annotations

from shutil import get_terminal_size

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import say
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.desk.guide.guide_pages import BESIDES, JOBS, page_lines, page_meant, page_text, title_of

NARROW, WIDE = 40, 100


@click.command(cls=CarelistCommand, example="carelist guide\ncarelist guide duty")
@click.argument("name", nargs=-1, metavar=tr("[NAME]"))
def guide(name: tuple[str, ...]) -> int:
    """Read how your job is done with Carelist; without a NAME, which pages there are.

    It needs no store. In the app the same pages stand in the help (?) and the palette (ctrl+p).
    """
    if not name:
        for heading, names in ((tr("For your job:"), JOBS), (tr("For now and then:"), BESIDES)):
            say(heading)
            for each in names:
                say(tr("  carelist guide {value:<16}{title_of}", value=each, title_of=title_of(each)))
        return 0
    width = min(max(get_terminal_size().columns, NARROW), WIDE)
    for line in page_lines(page_text(page_meant(" ".join(name))), width):
        say(line.words)
    return 0
