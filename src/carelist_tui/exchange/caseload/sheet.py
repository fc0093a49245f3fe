"""A sheet of cells from the bytes of a CSV file: its encoding, its delimiter, its headings, its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.columns import needed_columns
from carelist_tui.exchange.caseload.mapping import Mapped

LARGEST_FILE = 50_000_000
"""Bytes: a caseload of many thousands is far below this."""
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its cells by our columns (none empty), or what is wrong with it as a whole."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows, and what to say about the file: an encoding that was guessed, columns that nobody knows."""

    rows: list[Row]
    remarks: list[str]


def read_sheet(content: bytes, mapped: Mapped) -> Sheet:
    """Reads a CSV file. Refuses what is no text, or has no heading for what every row needs."""
    text, remarks = _decoded(content)
    first_line = io.StringIO(text.lstrip("\r\n"), newline="").readline()
    delimiter = _delimiter_of(first_line, mapped)
    rows = _rows(text, delimiter)
    heading = next((row for row in rows if any(cell.strip() for cell in row[1])), None)
    if heading is None or heading[2]:
        raise Refused("the file is empty" if heading is None else "the headings can't be read: a quote is not closed")
    names, unknown = _headed(heading[1], mapped)
    if unknown:
        remarks.append(f"not known, and left out: {', '.join(unknown)}")
    return Sheet([row for each in rows if (row := _row(each, names, mapped)) is not None], remarks)


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), []
        except UnicodeDecodeError:
            raise Refused("the file is not text") from None
    if b"\0" in content:
        raise Refused("the file is not text: save the spreadsheet as CSV (UTF-8)")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        said = "the file is not UTF-8: read as Windows-1252; look whether names with accents are right"
        return content.decode("cp1252", errors="replace"), [said]


def _delimiter_of(first_line: str, mapped: Mapped) -> str:
    def known(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first_line], delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(mapped.column_of(cell) is not None for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """(line, cells, what is wrong) of each row, the first being the headings."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
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
        begins = reader.line_num + 1


def _headed(headings: list[str], mapped: Mapped) -> tuple[list[str], list[str]]:
    """Our name of each column (empty: left out), and the headings that nobody knows."""
    names = [mapped.column_of(heading) if heading.strip() else "" for heading in headings]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    faults = [Fault(name, "is in the file twice") for name in twice]
    missing = [name for name in needed_columns() if name not in names and name not in mapped.defaults]
    faults += [Fault(name, "is a column that every row needs, and is not in the file") for name in missing]
    if faults:
        raise Refused([*faults, Fault("", "see `carelist import --template`, and --map for other headings")])
    unknown = [heading.strip() for heading, name in zip(headings, names, strict=True) if name is None]
    return [name or "" for name in names], unknown


def _row(row: tuple[int, list[str], str], names: list[str], mapped: Mapped) -> Row | None:
    line, cells, fault = row
    if fault:
        return Row(line, fault=fault)
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(names) :]):
        said = f"has {len(cells)} cells where there are {len(names)} headings: a cell with a comma in it needs quotes"
        return Row(line, fault=said)
    found = {name: mapped.value_of(name, cell) for name, cell in zip(names, cells, strict=False) if name}
    found = {**mapped.defaults, **{name: value for name, value in found.items() if value}}
    return Row(line, found)
