"""A sheet of cells from the bytes of a file: CSV in any encoding and with any delimiter, or a workbook; its headings,
wherever they begin; its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Protocol

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import GROUPS, Column, plain_heading
from carelist_tui.exchange.caseload.their_headings import Heading, count_alike, count_known, joint_of, read_headings

LARGEST_FILE = 20_000_000
"""Bytes: a caseload of many thousands is far below this."""
MOST_COLUMNS, LONGEST_HEADINGS = 1_000, 100_000
_PART, _BEGINNING = 1_000_000, 8
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


class Source(Protocol):
    """A file, wherever its bytes are."""

    def opened(self) -> AbstractContextManager[IO[bytes]]:
        """It, from its beginning."""


@dataclass(frozen=True, slots=True)
class Held:
    """The bytes of a file, held in memory."""

    content: bytes

    def opened(self) -> AbstractContextManager[IO[bytes]]:
        """It, from its beginning."""
        return nullcontext(io.BytesIO(self.content))


class Grid(Protocol):
    """The rows of a file as they stand, read afresh whenever they are asked for."""

    def rows(self) -> Iterator[NumberedRow]:
        """Every row, the blank ones too."""


@dataclass(frozen=True, slots=True)
class CsvGrid:
    """The rows of a CSV file; `first` lines above them are no rows."""

    source: Source
    encoding: str
    delimiter: str
    first: int = 0

    def rows(self) -> Iterator[NumberedRow]:
        """Every row, the blank ones too."""
        lines = _lines(self.source, self.encoding)
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


def read_sheet(content: bytes | Source, mapped: Mapped, sheet: str | None = None) -> Sheet:
    """Reads a file; of a workbook the first sheet, or the one that is named. Refuses what is neither text nor a
    workbook, or has no heading for what every row needs. Of a source that is text no more is held than a line."""
    grid, remarks = _grid_of(Held(content) if isinstance(content, bytes) else content, mapped, sheet)
    headed_on, cells = _find_headings(grid, mapped, remarks)
    headings, more = read_headings(cells, mapped)
    return Sheet(grid, headed_on, headings, mapped, remarks + more)


def cells_headed(content: bytes, mapped: Mapped, sheet: str | None = None) -> list[tuple[str, str]]:
    """(heading, the first cell below it that says something) of each column, whatever is known of it. Refuses what
    `read_sheet` refuses of a file, but no heading."""
    grid, remarks = _grid_of(Held(content), mapped, sheet)
    line, cells = _find_headings(grid, mapped, remarks, count_alike)
    below = [row[1] for row in islice((row for row in grid.rows() if row[0] > line and not row[2]), _HIGHEST)]
    return [
        (" ".join(words.split()), next((row[n] for row in below if len(row) > n and row[n].strip()), ""))
        for n, words in enumerate(cells)
    ]


def cells_below(content: bytes, mapped: Mapped, sheet: str | None = None) -> Iterator[list[str]]:
    """The cells of each row below the headings, as they stand, of those that can be read. Refuses as `cells_headed`."""
    grid, remarks = _grid_of(Held(content), mapped, sheet)
    line, _ = _find_headings(grid, mapped, remarks, count_alike)
    return (cells for number, cells, fault in grid.rows() if number > line and not fault)


def _grid_of(source: Source, mapped: Mapped, sheet: str | None) -> tuple[Grid, list[str]]:
    from carelist_tui.exchange.caseload.workbook import is_workbook, read_workbook

    with source.opened() as file:
        begins = file.read(_BEGINNING)
        content = begins + file.read(LARGEST_FILE) if is_workbook(begins) else b""
    if len(content) > LARGEST_FILE:
        raise Refused(
            tr("the workbook is larger than {largest_file:,} bytes: save it as CSV (UTF-8)", largest_file=LARGEST_FILE)
        )
    if content:
        return read_workbook(content, sheet), []
    if sheet is not None:
        raise Refused(tr("--sheet goes with a workbook (.xlsx): a CSV file is one sheet"))
    return _csv_grid(source, begins, mapped)


def _find_headings(
    grid: Grid, mapped: Mapped, remarks: list[str], count: Callable[[list[str], Mapped], int] = count_known
) -> tuple[int, list[str]]:
    """The line of the headings and their cells: of the first rows the one of which the most is known."""
    first = list(islice(filter(_says_something, grid.rows()), _HIGHEST))
    if not first:
        raise Refused(tr("the file is empty"))
    line, cells, fault = max(first, key=lambda row: 0 if row[2] else count(row[1][:MOST_COLUMNS], mapped))
    if fault:
        raise Refused(tr("the headings can't be read: a quote is not closed"))
    if len(cells) > MOST_COLUMNS:
        raise Refused(tr("the file has more than {most_columns:,} columns: no caseload has", most_columns=MOST_COLUMNS))
    if sum(map(len, cells)) > LONGEST_HEADINGS:
        raise Refused(tr("the headings are longer than those of any caseload"))
    if above := [row for row in first if row[0] < line]:
        remarks.append(tr("the headings stand on line {line}: {n} above them passed over", line=line, n=len(above)))
    return line, cells


def _says_something(row: NumberedRow) -> bool:
    return any(cell.strip() for cell in row[1])


def _csv_grid(source: Source, begins: bytes, mapped: Mapped) -> tuple[Grid, list[str]]:
    encoding, remarks = _encoding_of(source, begins)
    lines = list(islice((line for line in _lines(source, encoding) if line.strip("\r\n")), _HIGHEST))
    if lines and len(lines[0]) > LONGEST_HEADINGS:
        raise Refused(tr("the headings are longer than those of any caseload"))
    if lines and (said := _SEPARATOR.match(lines[0].rstrip("\r\n"))):
        return CsvGrid(source, encoding, said[1], 1), remarks
    return CsvGrid(source, encoding, _delimiter_of(lines, mapped)), remarks


def _lines(source: Source, encoding: str) -> Iterator[str]:
    """The lines with their ends, each written the same, within a cell too: no other may stand in an entry. Refuses one
    that is longer than any file that is held."""
    with source.opened() as file:
        text = io.TextIOWrapper(file, encoding, errors="replace")
        while line := text.readline(LARGEST_FILE + 1):
            if len(line) > LARGEST_FILE:
                raise Refused(
                    tr(
                        "the file has a line of more than {largest_file:,} characters: no table has",
                        largest_file=LARGEST_FILE,
                    )
                )
            yield line


def _encoding_of(source: Source, begins: bytes) -> tuple[str, list[str]]:
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if not all(is_text for is_text, _ in _looked_at(source, "utf-16")):
            raise Refused(tr("the file is not text"))
        return "utf-16", []
    is_utf8 = True
    for is_text, has_zero in _looked_at(source, "utf-8-sig"):
        is_utf8 &= is_text
        if has_zero:
            raise Refused(tr("the file is not text: save the spreadsheet as CSV (UTF-8)"))
    if is_utf8:
        return "utf-8-sig", []
    return "cp1252", [tr("the file is not UTF-8: read as Windows-1252; look whether names with accents are right")]


def _looked_at(source: Source, encoding: str) -> Iterator[tuple[bool, bool]]:
    """Part by part (whether it is text in that encoding, whether it holds a zero byte)."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.opened() as file:
        is_text = more = True
        while more:
            more = bool(part := file.read(_PART))
            try:
                decoder.decode(part, final=not more)
            except UnicodeDecodeError:
                is_text = False
                decoder.reset()
            yield is_text, b"\0" in part


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
            what = (
                tr("a quote is never closed, so nothing after it can be read")
                if ended
                else tr("its quotes don't match")
            )
            too_long = tr("a cell is longer than any entry can hold")
            yield begins, ["?"], too_long if "field larger" in str(trouble) else what
        begins = above + reader.line_num + 1


def _row(row: NumberedRow, headings: list[Heading], mapped: Mapped) -> Row | None:
    line, cells, fault = row
    if fault:
        return Row(line, fault=fault)
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(headings) :]):
        more = tr("has {n} cells where there are {n2} headings", n=len(cells), n2=len(headings))
        return Row(line, fault=tr("{more}: a cell with a comma in it needs quotes", more=more))
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
    """A cell after those of other columns that fill the same one of ours; a phone is called as its column is headed,
    and a group as well (`Ethnic group`: what they said)."""
    if column.name == "phone" and sum("phone" in each.names for each in headings) > 1 and ":" not in value:
        value = f"{re.sub(r'[^A-Za-z ]', ' ', heading.words)[:30].strip() or tr('phone')}: {value}"
    if column.name == GROUPS and ":" not in value and plain_heading(heading.words) != GROUPS:
        value = heading.words + ": " + value.replace(";", r"\;")
    if before is None:
        return value
    return f"{before}{joint_of(column)}{value}"
