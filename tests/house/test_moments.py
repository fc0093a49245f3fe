"""Moments are put into words in one place, always in the service's zone: nowhere else is a time of day written out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE, Module, holds, modules

pytestmark = pytest.mark.slow

TIME_OF_DAY = re.compile(r"%[HIMpcXR]")
IN_A_MESSAGE = re.compile(r"\{\w+:([^{}]*)\}")
"""How a value is written in its place in a message."""
NO_WORDS = {
    "src/carelist_tui/carelist/huddle.py": "the name of a file",
    "src/carelist_tui/cli/demo.py": "an argument to type",
    "src/carelist_tui/domain/checks/asked.py": "the last moment of a limit, made local, as it is typed",
    "src/carelist_tui/domain/checks/deferrals.py": "the same",
    "src/carelist_tui/journal/backup/restore.py": "the name of a folder",
    "src/carelist_tui/desk/calls/outcomes.py": "a plan's local time of day, no moment",
    "src/carelist_tui/domain/repeats.py": "RFC 5545, for a calendar file",
    "src/carelist_tui/desk/person_text.py": "the name of a file",
    "src/carelist_tui/desk/questions/human_dates.py": "a local time of day, no moment",
    "src/carelist_tui/tui/crash.py": "the name of a file",
}
"""What else writes a time of day, and why it tells nobody a moment."""


def written_out(module: Module) -> Iterator[str]:
    """Each place where a module formats a time of day itself."""
    for node in module.nodes:
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            said = ast.unparse(node.format_spec)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = " ".join(IN_A_MESSAGE.findall(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
            said = " ".join(ast.unparse(argument) for argument in node.args)
        else:
            continue
        if TIME_OF_DAY.search(said):
            yield f"{module.where}:{node.lineno}"


def test_a_time_of_day_is_written_out_in_one_place() -> None:
    found = {where.partition(":")[0]: where for module in modules(PACKAGE) for where in written_out(module)}
    holds(
        "Use domain/words.py, with the service's zone: a moment is told in local time, however it was written.",
        (where for path, where in found.items() if path not in NO_WORDS),
    )
    assert NO_WORDS.keys() <= found.keys(), "an exception that is not needed"


def test_a_body_is_put_into_words_with_the_zone_it_is_told_in() -> None:
    """Every `_line` is given the function that tells moments; none makes its own."""
    lines = [
        f"{module.where}:{function.lineno}"
        for module in modules(PACKAGE / "domain" / "entries")
        for function in module.functions()
        if function.name == "_line" and [argument.arg for argument in function.args.args] != ["self", "when"]
    ]
    holds("def _line(self, when: When) -> str", lines)


@pytest.mark.parametrize("written", ['f"{at:%H:%M}"', 'at.strftime("%d %b %H:%M")', 'f"{at.day} {at:%b %H:%M}"'])
def test_a_time_written_out_is_noticed(written: str) -> None:
    assert list(written_out(Module(PACKAGE / "made_up.py", written, ast.parse(written))))
