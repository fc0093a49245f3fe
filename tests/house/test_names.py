"""How things are called (architecture.md, Words)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from carelist_tui.domain.entries import TYPES
from tests.house.tree import PACKAGE, TESTS, Module, holds, modules

pytestmark = pytest.mark.slow

NOT_A_MODULE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "data", "info", "misc"}
TELLS_NOTHING = ("get_", "handle_", "process_", "new_")
NOUNS_ALL_THE_SAME = {"sharing": "what the field calls telling others about a person (records.md, Sharing)"}
OF_A_PERSON = """actions adoptions arrivals contacts corrections decisions deferrals differences escalations handovers
moves incidents indicators instruments open_things outreach plans reviews sharing supervision taken_away two_records
two_versions undertakings erasures"""
OF_A_SERVICE = "caseload people person team laptops device limits standards improvements signals audits"
OF_THE_PROGRAM = """copy drafts first_run huddle lists looks passphrase queue rebuild record recovery remarks report
restore rows runs schema search settings sync today versions worklist plain keys backups exports cases measures
month_sums"""
SAME_THING = frozenset(f"{OF_A_PERSON} {OF_A_SERVICE} {OF_THE_PROGRAM}".split())
"""Names that are one thing of the field, or of the program, on several floors."""
DRAWN_BY_TEXTUAL = {"get_default_screen", "get_theme_variable_defaults", "get_system_commands", "get_driver_class"}
"""Names that Textual calls: not ours to choose."""
REGISTERED = {"folds"}
"""A function registered by one of these is the rule of what it is registered for, and called by no name."""


def public_without_docstring(module: Module) -> Iterator[str]:
    if module.path.name != "__init__.py" and ast.get_docstring(module.tree) is None:
        yield f"{module.where}: the module"
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            registered = any(isinstance(d, ast.Call) and ast.unparse(d.func) in REGISTERED for d in node.decorator_list)
            if not node.name.startswith("_") and not registered and ast.get_docstring(node) is None:
                yield f"{module.where}:{node.lineno}: {node.name}"


def test_a_module_is_named_for_what_it_holds() -> None:
    paths = [path for path in PACKAGE.rglob("*") if path.suffix == ".py" or path.is_dir()]
    holds(
        f"None of {', '.join(sorted(NOT_A_MODULE))} says what a module holds.",
        (path.relative_to(PACKAGE).as_posix() for path in paths if path.stem in NOT_A_MODULE),
    )


def test_a_file_is_called_by_a_noun() -> None:
    parts = [path for path in PACKAGE.rglob("*") if path.suffix == ".py" or path.is_dir()]
    holds(
        f"No file or package is called by what it is doing ({', '.join(NOUNS_ALL_THE_SAME)} are nouns all the same).",
        (
            path.relative_to(PACKAGE).as_posix()
            for path in parts
            if any(word.endswith("ing") for word in path.stem.split("_")) and path.stem not in NOUNS_ALL_THE_SAME
        ),
    )


def test_files_of_one_name_are_one_thing_on_several_floors() -> None:
    names = Counter(path.stem for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    holds(
        "A name that several files have is a thing of the field that several floors know, and stands in SAME_THING.",
        (f"{name}: {count} files" for name, count in names.items() if count > 1 and name not in SAME_THING),
    )


def test_a_function_is_a_verb_that_says_something() -> None:
    holds(
        f"A function never begins with {', '.join(TELLS_NOTHING)}: say what it does or gives.",
        (
            f"{module.where}:{function.lineno}: {function.name}"
            for module in modules(PACKAGE)
            for function in module.functions()
            if function.name.lstrip("_").startswith(TELLS_NOTHING) and function.name not in DRAWN_BY_TEXTUAL
        ),
    )


def test_every_public_class_and_function_says_what_it_gives() -> None:
    holds(
        "A public module, class or function has a docstring: what it gives and refuses, units, zones, source.",
        (breach for module in modules(PACKAGE) for breach in public_without_docstring(module)),
    )


def test_the_name_of_a_test_is_the_rule_it_holds() -> None:
    holds(
        "A test's name is a rule, of at least three words after test_.",
        (
            f"{module.where}:{function.lineno}: {function.name}"
            for module in modules(TESTS)
            for function in module.functions()
            if function.name.startswith("test_") and len(re.findall(r"[a-z0-9]+", function.name[5:])) < 3
        ),
    )


def types_in_refusals(module: Module) -> Iterator[str]:
    """path:line: type, wherever a sentence that refuses something names a type of the format to a person. A command
    that may be typed as it stands, between backticks, is let be."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Fault", "Refused"):
            said = [each.value for arg in node.args for each in ast.walk(arg) if isinstance(each, ast.Constant)]
            words = re.sub(r"`[^`]*`", "", " ".join(each for each in said if isinstance(each, str) and " " in each))
            yield from (f"{module.where}:{node.lineno}: {type}" for type in TYPES if type in words)


def test_a_refusal_names_no_type_of_the_format() -> None:
    holds(
        "People know what they write down by its label.",
        (each for m in modules(PACKAGE) for each in types_in_refusals(m)),
    )
