"""Where a refusal points: at a field that its entry has, so that a form, a prompt and an import can show it there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from carelist_tui.domain import checks
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.entries.envelope import DraftEnvelope

BODIES: dict[str, type[Body]] = {kind.__name__: kind for kind in TYPES.values()}
ENVELOPE = {"", "{}", *DraftEnvelope.model_fields}
"""With {} where a rule is given how deep a correction is nested."""


def fields(kinds: Iterable[type[Body]]) -> set[str]:
    return {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}


def written(path: ast.expr) -> list[str]:
    """A path as it stands in the source, with {} for what is put in; both of a choice."""
    match path:
        case ast.Constant(value=said):
            return [str(said)]
        case ast.JoinedStr(values=parts):
            return ["".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in parts)]
        case ast.IfExp(body=one, orelse=other):
            return [*written(one), *written(other)]
    return ["{}"]


def refusals() -> Iterator[tuple[str, str, list[type[Body]]]]:
    """Every refusal of `domain/checks`: where it stands, its path, and the entries its rule is asked of; of a helper of
    several rules all that there are."""
    for file in sorted(Path(checks.__file__).parent.glob("*.py")):
        for function in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(function, ast.FunctionDef | ast.ClassDef):
                continue
            asked_of = [name for each in function.decorator_list if isinstance(each, ast.Call) for name in each.args]
            kinds = [BODIES[each.id] for each in asked_of if isinstance(each, ast.Name) and each.id in BODIES]
            for each in ast.walk(function):
                if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "Fault":
                    assert len(each.args) > 1, f"{file.name}:{each.lineno} says nothing"
                    for path in written(each.args[0]):
                        yield f"{file.name}:{each.lineno}", path, kinds or list(BODIES.values())


def test_every_refusal_points_at_a_field_that_its_entry_has() -> None:
    found, wrong = list(refusals()), []
    for place, path, kinds in found:
        head, _, rest = path.partition(".")
        field = rest.split(".")[0].split("[")[0]
        known = field in {"", "{}", *fields(kinds)} if head == "body" else head in ENVELOPE
        if not known:
            wrong.append(f"{place}: {path}")
    assert wrong == []
    assert len(found) > 80
