"""Writes out what every command asks: `python -m carelist_tui.journal.sql.writer` (in `just docs`) makes, of each
module of statements here, one of their SQL as text; a test fails when the two differ."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import ClauseElement

from carelist_tui.journal.sql import (
    case_statements,
    entry_statements,
    folder_statements,
    person_statements,
    query_statements,
)
from carelist_tui.journal.statements import Statement

WRITTEN_OUT: Mapping[Path, ModuleType] = {
    Path(__file__).with_name(f"{of}_sql.py"): module
    for of, module in (
        *(("entry", entry_statements), ("person", person_statements), ("folder", folder_statements)),
        *(("case", case_statements), ("query", query_statements)),
    )
}
"""Each file that is written, and the module that it is made of."""
_HEAD = '''"""{what}

As the driver takes it: written from `{of}`.
"""

from __future__ import annotations

from carelist_tui.journal.sql_text import {kinds}
'''


def written_out(module: ModuleType) -> str:
    """The text of the file that is made of a module: of ASKED, and of each tuple of statements or names."""
    asked: Mapping[str, ClauseElement | Statement] = module.ASKED
    parts = [f"{name} = {_put(name, each)}\n" for name, each in sorted(asked.items())]
    parts += [_tuple(name, each) for name, each in vars(module).items() if name.isupper() and _is_written(each)]
    kinds = "Change, Written" if any("= Change(" in part for part in parts) else "Written"
    what = (module.__doc__ or "").strip()
    return "\n".join([_HEAD.format(what=what, of=Path(module.__file__ or "").name, kinds=kinds), *parts])


def _is_written(value: Any) -> bool:
    kinds = (Statement, str)
    return isinstance(value, tuple) and all(isinstance(each, kinds) for each in value)


def _tuple(name: str, several: tuple[Statement | str, ...]) -> str:
    parts = (f'"{each}"' if isinstance(each, str) else _put(name, each) for each in several)
    return f"{name} = (\n" + "".join(f"    {part},\n" for part in parts) + ")\n"


def _put(name: str, asked: ClauseElement | Statement) -> str:
    statement = asked if isinstance(asked, Statement) else Statement(asked)
    kind = "Change" if name.startswith("SET_") else "Written"
    return f'{kind}("""\n{_folded(statement.sql)}\n""")'


def _folded(sql: str) -> str:
    return textwrap.fill(sql, 118, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def main() -> None:
    """Writes each of them anew."""
    for path, module in WRITTEN_OUT.items():
        path.write_text(written_out(module), encoding="utf-8")


if __name__ == "__main__":
    main()
