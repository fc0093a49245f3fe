"""What is said of the fields of a body, or of a table of the Standards, is types and no text: pydantic makes types
again of text, for a third of what importing them takes (benchmarks/commands.py)."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from carelist_tui.domain.entries.entry import Part
from carelist_tui.domain.entries.envelope import DraftEnvelope, StoredEnvelope
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.standards.standards import Standards
from carelist_tui.domain.standards.table import Table


def below(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("carelist_tui"):
            yield from (each, *below(each))


def test_fields_are_said_by_types_and_not_by_text() -> None:
    names_itself = Standards.__module__  # the Standards that were in force before these
    models = {*below(Part), *below(Table), DraftEnvelope, StoredEnvelope}
    assert models > set(TYPES.values())
    said = {each: vars(each).get("__annotations__", {}) for each in models if each.__module__ != names_itself}
    assert [each for each, fields in said.items() if any(isinstance(field, str) for field in fields.values())] == []


def test_no_model_is_built_before_something_is_read_by_it() -> None:
    assert all(each.model_config.get("defer_build") for each in {*below(Part), *below(Table)})
