"""SQL is said one way (architecture.md, law 6): built from the tables, and written out for the light reading."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from carelist_tui import journal
from carelist_tui.journal.light_statements import WRITTEN_OUT, written_out
from carelist_tui.journal.sql import writer
from carelist_tui.journal.sql_text import Written
from carelist_tui.vault.connection import driver
from tests.house.tree import PACKAGE, Module, holds, modules

OTHERWISE = {
    "journal/light_sql.py": "written out from the tables, which the other test holds",
    "journal/sql/triggers.py": "the text of triggers, which `verify` compares with what the database holds",
    "journal/sql/case_sql.py": "written out from the tables, which the other test holds",
    "journal/sql/entry_sql.py": "the same",
    "journal/sql/folder_sql.py": "the same",
    "journal/sql/person_sql.py": "the same",
    "journal/sql/query_sql.py": "the same",
    "journal/upgrade/store_upgrade.py": "asks tables of an earlier version",
    "journal/upgrade/upgrade_steps.py": "never changes once it was released",
    "journal/verify/shape.py": "asks SQLite about the database itself",
    "vault/trial.py": "a table of its own, in a database made for a moment",
}
"""Where SQL stands as text, and why."""
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH RECURSIVE|CREATE|ALTER)\s")
"""How a statement begins; PRAGMA, BEGIN and COMMIT are no question to a table."""


def literals(module: Module) -> Iterator[str]:
    """Each text of a module that is SQL."""
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield f"{module.where}:{node.lineno}: {node.value.strip()[:60]}"


def test_sql_is_built_from_the_tables() -> None:
    holds(
        "A statement is built from the tables (journal/statements.py, journal/light_statements.py).",
        (
            breach
            for module in modules(PACKAGE)
            if module.path.relative_to(PACKAGE).as_posix() not in OTHERWISE
            for breach in literals(module)
        ),
    )


def test_no_place_is_let_pass_that_needs_it_no_longer() -> None:
    here = {module.path.relative_to(PACKAGE).as_posix(): module for module in modules(PACKAGE)}
    assert [where for where in OTHERWISE if where not in here or not any(literals(here[where]))] == []


@pytest.mark.parametrize(
    "line", ["'SELECT 1'", "f'UPDATE {t} SET a'", "'''\n INSERT INTO meta'''", "text('DELETE FROM due')"]
)
def test_a_statement_as_text_is_noticed(line: str) -> None:
    assert list(literals(Module(PACKAGE / "made_up.py", line, ast.parse(line))))


def test_the_light_reading_asks_what_the_tables_say() -> None:
    assert WRITTEN_OUT.read_text(encoding="utf-8") == written_out(), "run `just docs`"


def test_every_command_asks_what_the_tables_say() -> None:
    for path, module in writer.WRITTEN_OUT.items():
        assert path.read_text(encoding="utf-8") == writer.written_out(module), "run `just docs`"


class Nothing(dict[str, None]):
    """A value for every name."""

    def __missing__(self, name: str) -> None:
        return None


def statements() -> Iterator[tuple[str, Written]]:
    """Every statement that a module of the journal holds by a name, in a mapping, or among several."""
    for found in pkgutil.walk_packages(journal.__path__, f"{journal.__name__}."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, Written):
                yield f"{found.name}.{name}", value
            elif isinstance(value, dict):
                yield from ((f"{name}: {key}", part) for key, part in value.items() if isinstance(part, Written))
            elif isinstance(value, tuple):
                yield from ((f"{name}: {n}", part) for n, part in enumerate(value) if isinstance(part, Written))


def test_every_statement_is_one_that_the_database_takes() -> None:
    database = driver.connect(":memory:")
    for table in SQLModel.metadata.sorted_tables:
        database.execute(str(CreateTable(table).compile(dialect=dialect())))
    known = dict(statements())
    assert len(known) > 60
    for statement in known.values():
        database.execute(f"EXPLAIN {statement.sql}", Nothing())


def test_a_statement_is_written_out_once_and_asked_by_somebody() -> None:
    said: dict[str, list[str]] = {}
    used = {node.id for module in modules(PACKAGE) for node in module.nodes if isinstance(node, ast.Name)}
    for path in writer.WRITTEN_OUT:
        for name, value in vars(importlib.import_module(f"carelist_tui.journal.sql.{path.stem}")).items():
            if isinstance(value, Written):
                said.setdefault(value.sql, []).append(name)
                assert name in used, f"nobody asks {path.stem}.{name}"
    assert [names for names in said.values() if len(names) > 1] == []
