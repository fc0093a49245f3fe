"""Writes `docs/measures.md`, what each measure counts, from the measures themselves: `python docs/measures.py`, or
`just docs`."""

from __future__ import annotations

from pathlib import Path

from carelist_tui.domain.measures.measure import Measure
from carelist_tui.domain.measures.measure_table import MEASURES

PAGE = Path(__file__).with_name("measures.md")
CHARTS = {
    "xmr": "month by month, with the limits of ordinary variation",
    "run": "month by month, around its median",
    "t": "days between one and the next",
    "bars": "beside each other",
    "list": "as a list",
    "table": "as a table",
}
UNITS = {
    "share": "n of d",
    "rate": "so many per 100 person-months on the caseload",
    "count": "a number",
    "days": "person-days, n of d",
}
BEGINS = """\
# What each measure counts

For a person at a desk; written from the code (`python docs/measures.py`). The rules that hold for all of them stand in
[format/measures.md](format/measures.md). Measures are for improvement, never targets on a worker: nobody is ranked, and
a worker's figures are seen by that worker and those who supervise. A figure is always a link to its people: `M` in the
app, `carelist measures NAME --cases` by command.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([BEGINS, *(_section(each) for each in MEASURES.values())])


def _section(measure: Measure) -> str:
    guards = f"\nBeside it: {', '.join(f'`{key}`' for key in measure.guards)}.\n" if measure.guards else ""
    timed = " With the median and the 90th centile of the time it took." if measure.is_timed else ""
    rare = "; while they are rare, under 5 a month, days between one and the next"
    chart = CHARTS[measure.chart] + (rare if measure.chart == "xmr" and measure.unit == "rate" else "")
    whom = " For managers, and of themself each worker." if measure.for_whom == "managers" else ""
    return (
        f"## {measure.title}\n\n`{measure.key}`\n\n{measure.definition}\n\nSaid as {UNITS[measure.unit]}; shown "
        f"{chart}.{timed}{whom}\n{guards}"
    )


def main() -> None:
    """Writes the page anew."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
