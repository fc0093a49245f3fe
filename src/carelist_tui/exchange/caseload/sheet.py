"""A sheet of cells from the bytes of a CSV file: its encoding, its delimiter, its headings, its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import needed_columns

LARGEST_FILE = 20_000_000
"""Bytes: a caseload of many thousands is far below this."""
MOST_COLUMNS, LONGEST_HEADINGS = 1_000, 100_000
_MOST_UNKNOWN = 20
"""Headings that nobody knows, named in one remark."""
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its cells by our columns (none empty), or what is wrong with it as a whole."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file by its headings, and what to say about it: an encoding that was guessed, columns that nobody knows. Its
    rows are read afresh whenever they are asked for, and none is kept."""

    content: bytes
    encoding: str
    delimiter: str
    names: list[str]
    mapped: Mapped
    remarks: list[str]

    def rows(self) -> Iterator[Row]:
        """Every row below the headings that is not blank."""
        rows = _rows(_lines(self.content, self.encoding), self.delimiter)
        next(row for row in rows if _says_something(row))
        return (row for each in rows if (row := _row(each, self.names, self.mapped)) is not None)


def read_sheet(content: bytes, mapped: Mapped) -> Sheet:
    """Reads a CSV file. Refuses what is no text, or has no heading for what every row needs."""
    encoding, remarks = _encoding_of(content)
    first_line = next((line for line in _lines(content, encoding) if line.strip("\r\n")), "")
    if len(first_line) > LONGEST_HEADINGS:
        raise Refused("the headings are longer than those of any caseload")
    delimiter = _delimiter_of(first_line, mapped)
    heading = next(filter(_says_something, _rows(_lines(content, encoding), delimiter)), None)
    if heading is None or heading[2]:
        raise Refused("the file is empty" if heading is None else "the headings can't be read: a quote is not closed")
    if len(heading[1]) > MOST_COLUMNS:
        raise Refused(f"the file has more than {MOST_COLUMNS:,} columns: no caseload has")
    names, unknown = _headed(heading[1], mapped)
    if unknown:
        more = f", and {len(unknown) - _MOST_UNKNOWN} more" if len(unknown) > _MOST_UNKNOWN else ""
        remarks.append(f"not known, and left out: {', '.join(each[:80] for each in unknown[:_MOST_UNKNOWN])}{more}")
    return Sheet(content, encoding, delimiter, names, mapped, remarks)


def _says_something(row: tuple[int, list[str], str]) -> bool:
    return any(cell.strip() for cell in row[1])


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


def _delimiter_of(first_line: str, mapped: Mapped) -> str:
    def known(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first_line], delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(mapped.column_of(cell) is not None for cell in cells[:MOST_COLUMNS]), len(cells)

    return max(_DELIMITERS, key=known)


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """(line, cells, what is wrong) of each row, the first being the headings."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
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
    twice = sorted(name for name, count in Counter(filter(None, names)).items() if count > 1)
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
