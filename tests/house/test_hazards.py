"""The hazard log holds what it says: each hazard has a control and a test that are there, and the risk it names."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

LOG = ROOT / "docs" / "hazard-log.md"
SECURITY = ROOT / "docs" / "security.md"
AT_LEAST = 25
COLUMNS = ("id", "hazard", "cause", "effect", "severity", "likelihood", "risk", "controls", "tests", "residual")
CODE, NODE = re.compile(r"`([a-z_]+(?:/[a-z_]+)+)`"), re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
RESIDUAL = re.compile(r"(\w+), ([\w ]+): (\d)\Z")
Hazard = dict[str, str]


def tables(text: str) -> list[list[list[str]]]:
    """Every table of a page, as rows of cells, headings first."""
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE)
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()] for block in blocks]


def hazards_in(text: str) -> list[Hazard]:
    """The rows of the hazards' own table."""
    found = next(rows for rows in tables(text) if rows[0][0] == "id")
    assert tuple(found[0]) == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in found[2:]]


def matrix_in(text: str) -> dict[tuple[str, str], str]:
    """The risk by severity and likelihood."""
    rows = next(rows for rows in tables(text) if rows[0][0] == "likelihood")
    return {(severity, row[0]): risk for row in rows[2:] for severity, risk in zip(rows[0][1:], row[1:], strict=True)}


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests in a file; none where it is not there."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_code(name: str, package: Path = PACKAGE) -> bool:
    """Whether a module or package of ours has this name."""
    return (package / f"{name}.py").is_file() or (package / name).is_dir()


def breaches(text: str) -> list[str]:
    """What a hazard log says that is not so."""
    matrix, found = matrix_in(text), []
    for each in hazards_in(text):
        id, controls, tests = each["id"], CODE.findall(each["controls"]), NODE.findall(each["tests"])
        found += [f"{id}: {name} is empty" for name, cell in each.items() if not cell]
        found += [f"{id}: no control is named"] if not controls else []
        found += [f"{id}: there is no {name}" for name in controls if not is_code(name)]
        found += [f"{id}: no test is named"] if not tests else []
        found += [f"{id}: there is no {path}::{name}" for path, name in tests if name not in names_in(path)]
        found += [f"{id}: more is named as a test than tests"] if each["tests"].count("`") != 2 * len(tests) else []
        if each["risk"] != matrix.get((each["severity"], each["likelihood"])):
            found.append(f"{id}: the risk is not that of the table")
        left = RESIDUAL.match(each["residual"])
        if left is None or left[3] != matrix.get((left[1], left[2])):
            found.append(f"{id}: the residual risk is not that of the table")
        elif left[3] > "3" or left[3] > each["risk"]:
            found.append(f"{id}: too much risk remains")
    return found


def test_every_hazard_has_a_control_and_a_test_that_are_there() -> None:
    assert breaches(LOG.read_text(encoding="utf-8")) == []


def test_what_an_attacker_can_not_do_is_held_by_tests_that_are_there() -> None:
    rows = next(rows for rows in tables(SECURITY.read_text(encoding="utf-8")) if rows[0][0] == "who")
    assert rows[0] == ["who", "what they can do", "what they can't", "held by"]
    named = [NODE.findall(held) for *_, held in rows[2:]]
    assert all(named)
    assert [test for tests in named for test in tests if test[1] not in names_in(test[0])] == []


def test_at_least_25_hazards_are_named_each_once() -> None:
    ids = [each["id"] for each in hazards_in(LOG.read_text(encoding="utf-8"))]
    assert len(ids) >= AT_LEAST
    assert ids == [f"H{number:02d}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize(
    ("changed", "into", "said"),
    [
        (r"`domain/dues/safety_net`", "by care", "no control is named"),
        (r"`domain/dues/safety_net`", "`domain/dues/nowhere`", "there is no domain/dues/nowhere"),
        (r"test_nobody_on_the_caseload_is_invisible", "test_somebody_is", "test_properties.py::test_somebody_is"),
        (r"`tests/[^|]*", "", "no test is named"),
        (r"\| 4 \|", "| 2 |", "the risk is not that of the table"),
        (r": 3 \|$", ": 1 |", "the residual risk is not that of the table"),
    ],
)
def test_a_hazard_that_claims_what_is_not_so_is_noticed(changed: str, into: str, said: str) -> None:
    text = LOG.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("| H01 "))
    broken = re.sub(changed, lambda _: into, first, count=1)
    assert broken != first
    assert any(said in each for each in breaches(text.replace(first, broken)))
