"""A sheet of cells from the bytes of a file: CSV in any encoding and with any delimiter, or a workbook; its headings,
wherever they begin; its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import Column
from carelist_tui.exchange.caseload.their_headings import Heading, count_alike, count_known, joint_of, read_headings

LARGEST_FILE = 20_000_000
"""Bytes: a caseload of many thousands is far below this."""
MOST_COLUMNS, LONGEST_HEADINGS = 1_000, 100_000
_DELIMITERS = ",;\t|"
_HIGHEST = 20
"""Rows among which the headings are looked for: a report has its title above them."""
_SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\s*\Z", re.IGNORECASE | re.DOTALL)
NumberedRow = tuple[int, list[str], str]
"""The line that a row begins on, its cells, and what is wrong with it as a whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its cells by our columns (none empty), what its flags say by their heading, or
    what is wrong with it as a whole."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    flags: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    fault: str = ""


class Grid(Protocol):
    """The rows of a file as they stand, read afresh whenever they are asked for."""

    def rows(self) -> Iterator[NumberedRow]:
        """Every row, the blank ones too."""


@dataclass(frozen=True, slots=True)
class CsvGrid:
    """The rows of a CSV file; `first` lines above them are no rows."""

    content: bytes
    encoding: str
    delimiter: str
    first: int = 0

    def rows(self) -> Iterator[NumberedRow]:
        """Every row, the blank ones too."""
        lines = _lines(self.content, self.encoding)
        for _ in range(self.first):
            next(lines, None)
        return _rows(lines, self.delimiter, self.first + 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file by its headings, and what to say about it: an encoding that was guessed, columns that nobody knows. Its
    rows are read afresh whenever they are asked for, and none is kept."""

    grid: Grid
    headed_on: int
    headings: list[Heading]
    mapped: Mapped
    remarks: list[str]

    @property
    def names(self) -> list[str]:
        """Every column of ours that is in the file."""
        return list(dict.fromkeys(name for each in self.headings for name in each.names))

    def rows(self) -> Iterator[Row]:
        """Every row below the headings that is not blank."""
        below = (row for row in self.grid.rows() if row[0] > self.headed_on)
        return (row for each in below if (row := _row(each, self.headings, self.mapped)) is not None)


def read_sheet(content: bytes, mapped: Mapped, sheet: str | None = None) -> Sheet:
    """Reads a file; of a workbook the first sheet, or the one that is named. Refuses what is neither text nor a
    workbook, or has no heading for what every row needs."""
    grid, remarks = _grid_of(content, mapped, sheet)
    headed_on, cells = _find_headings(grid, mapped, remarks)
    headings, more = read_headings(cells, mapped)
    return Sheet(grid, headed_on, headings, mapped, remarks + more)


def cells_headed(content: bytes, mapped: Mapped, sheet: str | None = None) -> list[tuple[str, str]]:
    """(heading, the first cell below it that says something) of each column, whatever is known of it. Refuses what
    `read_sheet` refuses of a file, but no heading."""
    grid, remarks = _grid_of(content, mapped, sheet)
    line, cells = _find_headings(grid, mapped, remarks, count_alike)
    below = [row[1] for row in islice((row for row in grid.rows() if row[0] > line and not row[2]), _HIGHEST)]
    return [
        (" ".join(words.split()), next((row[n] for row in below if len(row) > n and row[n].strip()), ""))
        for n, words in enumerate(cells)
    ]


def _grid_of(content: bytes, mapped: Mapped, sheet: str | None) -> tuple[Grid, list[str]]:
    from carelist_tui.exchange.caseload.workbook import is_workbook, read_workbook

    if is_workbook(content):
        return read_workbook(content, sheet), []
    if sheet is not None:
        raise Refused("--sheet goes with a workbook (.xlsx): a CSV file is one sheet")
    return _csv_grid(content, mapped)


def _find_headings(
    grid: Grid, mapped: Mapped, remarks: list[str], count: Callable[[list[str], Mapped], int] = count_known
) -> tuple[int, list[str]]:
    """The line of the headings and their cells: of the first rows the one of which the most is known."""
    first = list(islice(filter(_says_something, grid.rows()), _HIGHEST))
    if not first:
        raise Refused("the file is empty")
    line, cells, fault = max(first, key=lambda row: 0 if row[2] else count(row[1][:MOST_COLUMNS], mapped))
    if fault:
        raise Refused("the headings can't be read: a quote is not closed")
    if len(cells) > MOST_COLUMNS:
        raise Refused(f"the file has more than {MOST_COLUMNS:,} columns: no caseload has")
    if sum(map(len, cells)) > LONGEST_HEADINGS:
        raise Refused("the headings are longer than those of any caseload")
    if above := [row for row in first if row[0] < line]:
        remarks.append(f"the headings stand on line {line}: {len(above)} above them passed over")
    return line, cells


def _says_something(row: NumberedRow) -> bool:
    return any(cell.strip() for cell in row[1])


def _csv_grid(content: bytes, mapped: Mapped) -> tuple[Grid, list[str]]:
    encoding, remarks = _encoding_of(content)
    lines = list(islice((line for line in _lines(content, encoding) if line.strip("\r\n")), _HIGHEST))
    if lines and len(lines[0]) > LONGEST_HEADINGS:
        raise Refused("the headings are longer than those of any caseload")
    if lines and (said := _SEPARATOR.match(lines[0].rstrip("\r\n"))):
        return CsvGrid(content, encoding, said[1], 1), remarks
    return CsvGrid(content, encoding, _delimiter_of(lines, mapped)), remarks


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines with their ends, each written the same, within a cell too: no other may stand in an entry."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace")


def _encoding_of(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if not _is_text(content, "utf-16"):
            raise Refused("the file is not text")
        return "utf-16", []
    if b"\0" in content:
        raise Refused("the file is not text: save the spreadsheet as CSV (UTF-8)")
    if _is_text(content, "utf-8-sig"):
        return "utf-8-sig", []
    return "cp1252", ["the file is not UTF-8: read as Windows-1252; look whether names with accents are right"]


def _is_text(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(lines: list[str], mapped: Mapped) -> str:
    def known(delimiter: str) -> tuple[int, int]:
        counts = [(0, 0)]
        for line in lines:
            try:
                cells = next(csv.reader([line], delimiter=delimiter), [])
            except csv.Error:
                continue
            counts.append((count_known(cells[:MOST_COLUMNS], mapped), len(cells)))
        return max(counts)

    return max(_DELIMITERS, key=known)


def _rows(lines: Iterator[str], delimiter: str, begins: int) -> Iterator[NumberedRow]:
    """(line, cells, what is wrong) of each row."""
    reader, above = csv.reader(lines, delimiter=delimiter, strict=True), begins - 1
    while True:
        try:
            row = next(reader)
            yield begins, row, ""
        except StopIteration:
            return
        except csv.Error as trouble:
            ended = "end of data" in str(trouble)
            what = "a quote is never closed, so nothing after it can be read" if ended else "its quotes don't match"
            too_long = "a cell is longer than any entry can hold"
            yield begins, ["?"], too_long if "field larger" in str(trouble) else what
        begins = above + reader.line_num + 1


def _row(row: NumberedRow, headings: list[Heading], mapped: Mapped) -> Row | None:
    line, cells, fault = row
    if fault:
        return Row(line, fault=fault)
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(headings) :]):
        more = f"has {len(cells)} cells where there are {len(headings)} headings"
        return Row(line, fault=f"{more}: a cell with a comma in it needs quotes")
    found: dict[str, str] = {}
    flags: dict[str, tuple[tuple[str, ...], str]] = {}
    for heading, cell in zip(headings, cells, strict=False):
        for name in heading.names:
            if value := mapped.value_of(name, cell):
                found[name] = _joined(mapped.known.named[name], found.get(name), value, heading, headings)
        if heading.flags and cell.strip():
            flags[heading.words] = (heading.flags, cell.strip())
    return Row(line, {**mapped.defaults, **found}, flags)


def _joined(column: Column, before: str | None, value: str, heading: Heading, headings: list[Heading]) -> str:
    """A cell after those of other columns that fill the same one of ours; a phone is called as its column is headed."""
    if column.name == "phone" and sum("phone" in each.names for each in headings) > 1 and ":" not in value:
        value = f"{re.sub(r'[^A-Za-z ]', ' ', heading.words)[:30].strip() or 'phone'}: {value}"
    if before is None:
        return value
    return f"{before}{joint_of(column)}{value}"
