"""A sheet of a workbook (.xlsx, .xls, .ods) as rows of text, by python-calamine: dates as dates, whole numbers without
a point, yes and no."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from carelist_tui.catalogue import tr
from carelist_tui.domain.names import is_one_name
from carelist_tui.domain.refusal import Refused

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
T = TypeVar("T")
LARGEST_UNPACKED = 300_000_000
"""Bytes that a workbook may hold once it is unpacked: one of many thousands of rows is far below this."""
_LOST_AT = 1e15
"""From here on a number of a spreadsheet has lost digits."""
NO_WORKBOOK = tr("the file is no workbook that can be read: save it as .xlsx again, or as CSV (UTF-8)")


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as a workbook does."""
    return content.startswith((_ZIP, _OLE))


@dataclass(frozen=True, slots=True)
class WorkbookGrid:
    """The rows of one sheet of a workbook."""

    sheet: Any

    def rows(self) -> Iterator[tuple[int, list[str], str]]:
        """Every row, the blank ones too; lines are counted as the spreadsheet does."""
        first = (self.sheet.start or (0, 0))[0] + 1
        for line, cells in enumerate(self.sheet.to_python(skip_empty_area=True), first):
            yield line, [_text(cell) for cell in cells], ""


def read_workbook(content: bytes, sheet: str | None) -> WorkbookGrid:
    """The first sheet, or the one of that name. Refuses what can't be read, what is far larger unpacked than any
    caseload, and a name that no sheet has."""
    return _opened(content, lambda book: WorkbookGrid(book.get_sheet_by_name(_which(sheet, _names(book)))))


def sheets_of(content: bytes) -> list[str]:
    """The names of the sheets of a workbook, in its order. Refuses what can't be read."""
    return _opened(content, _names)


def _names(book: Any) -> list[str]:
    if not (names := list(book.sheet_names)):
        raise Refused(NO_WORKBOOK)
    return names


def _which(sheet: str | None, names: list[str]) -> str:
    return names[0] if sheet is None else _named(sheet, names)


def _opened(content: bytes, ask: Callable[[Any], T]) -> T:
    """What is asked of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _check_size(content)
    try:
        return ask(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except PasswordError:
        raise Refused(tr("the workbook has a password: save it without one")) from None
    except (CalamineError, ValueError, OSError):
        raise Refused(NO_WORKBOOK) from None


def _named(sheet: str, names: list[str]) -> str:
    found = [name for name in names if name == sheet] or [name for name in names if is_one_name(name, sheet)]
    if len(found) != 1:
        listed = ", ".join(name[:40] for name in names[:20])
        raise Refused(tr("the workbook has no sheet of that name: it has {listed}", listed=listed))
    return found[0]


def _check_size(content: bytes) -> None:
    if not content.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused(NO_WORKBOOK) from None
    if unpacked > LARGEST_UNPACKED:
        raise Refused(tr("the workbook is larger, unpacked, than any caseload"))


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _LOST_AT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, date | timedelta | int):
        return str(cell)
    return str(cell) if cell is not None else ""
