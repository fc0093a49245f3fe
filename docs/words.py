"""The catalogue of words: `python docs/words.py`, or `just words`, writes the messages that there are; with a language
(`cy`) makes or renews a translator's file; every file of a language is read through, and compiled beside itself."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from carelist_tui.catalogue import COUNTED_OF_THE_COMMAND_LINE, OF_THE_COMMAND_LINE, TRIED, fits

PACKAGE = Path(__file__).parents[1] / "src" / "carelist_tui"
FOLDER = PACKAGE / "catalogues"
TEMPLATE = FOLDER / "carelist.pot"
GUIDE = PACKAGE.parents[1] / "docs" / "guide"
KINDS = "domain/dues/kinds.py"
STANDARDS = PACKAGE / "domain" / "standards" / "default.toml"
HOLE = re.compile(r"\{\w*(?:![rsa])?(?::(?:[^{}]|\{\w*\})*)?\}")
"""Where a value is put."""
IS_COMMAND = re.compile("command|group")
SHOWN_BY_ITS_CLASS = {"Measure": (1, 2)}
"""Classes that put into the language themselves what they are called by: which of their arguments."""
Found = tuple[str | tuple[str, str], str]
"""A message, or what is said of one and of several; and the file in which it stands."""


def words_in(source: str, where: str) -> Iterator[Found]:
    """Every message of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from ((each, where) for each in _of_call(node))
        elif isinstance(node, ast.FunctionDef) and any(IS_COMMAND.search(ast.unparse(d)) for d in node.decorator_list):
            if help_text := ast.get_docstring(node):
                yield inspect.cleandoc(help_text), where


def _of_call(node: ast.Call) -> Iterator[str | tuple[str, str]]:
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    said = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
    match called, said:
        case "tr", [str(message)]:
            yield message
        case ("ntr", [str(one), str(several), _]) | ("count", [_, str(one), str(several)]):
            yield one, several
        case "act", [str(id), *_]:
            yield id.partition(".")[0]
        case _ if called in SHOWN_BY_ITS_CLASS:
            yield from (
                each for n, each in enumerate(said) if n in SHOWN_BY_ITS_CLASS[called] and isinstance(each, str)
            )


def codes_in(source: str, where: str) -> Iterator[Found]:
    """The plain words of every code that one may be chosen among, and the keys of what is said beside a figure."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and (sentence := ast.get_docstring(node)):
            yield sentence.splitlines()[0], where  # what a type is, among those that may be recorded
            continue
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            codes = [n.value for n in ast.walk(node.slice) if isinstance(n, ast.Constant)]
        elif isinstance(node, ast.Dict):
            codes = [n.value for n in (*node.keys, *node.values) if isinstance(n, ast.Constant)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in OF_A_BREAKDOWN:
            codes = [n.value for n in node.args if isinstance(n, ast.Constant)]
        elif type(node) in SAYS_A_KEY:
            codes = [n.value for n in SAYS_A_KEY[type(node)](node) if isinstance(n, ast.Constant)]
        else:
            continue
        yield from (
            (each.replace("_", " "), where) for each in codes if isinstance(each, str) and IN_WORDS.fullmatch(each)
        )


def keys_of_kinds(source: str, where: str) -> Iterator[Found]:
    """The plain words of every kind of Due."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.args[0].value
            if isinstance(name, str) and re.fullmatch("[a-z_]+", name):
                yield name.replace("_", " "), where


def keys_of_standards() -> Iterator[Found]:
    """The plain words of every key in the Standards that ship, where no words of the service stand beside it: of tiers,
    steps, checklists, triggers, instruments and audits."""
    shipped = tomllib.loads(STANDARDS.read_text(encoding="utf-8"))
    keys = [*shipped["tiers"], *shipped["ladders"], *shipped["triggers"], *shipped["instruments"]]
    keys += [step["key"] for ladder in shipped["ladders"].values() for step in ladder["steps"]]
    keys += [key for each in (*shipped["checklists"].values(), *shipped["audits"].values()) for key in each]
    keys += [key for each in shipped["instruments"].values() for key in each["items"]]
    yield from ((key.replace("_", " "), "the Standards that ship") for key in keys)


def titles_of_pages() -> Iterator[Found]:
    """What the pages of the guide are called: they stand in lists also where a page itself is not translated."""
    for page in sorted(GUIDE.glob("*.md")):
        yield page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# "), f"docs/guide/{page.name}"


IN_WORDS = re.compile(r"[A-Za-z][\w ,'&-]*[A-Za-z][\w ,'&-]*")
SAYS_A_KEY: dict[type[ast.AST], Callable[[Any], list[Any]]] = {
    ast.Assign: lambda node: [node.value],
    ast.Tuple: lambda node: node.elts,
    ast.Return: lambda node: [node.value],
    ast.IfExp: lambda node: [node.body, node.orelse],
    ast.BoolOp: lambda node: node.values,
    ast.Subscript: lambda node: [node.slice],
}
"""Where a code or the key of a figure stands as a text of its own."""
OF_A_BREAKDOWN = ("_by", "_bars", "_beside", "_reasons", "_where_they_stand", "Breakdown", "Row")
"""What a breakdown is made by, with what it and its rows are called."""
CODES = (
    "domain/entries/choices.py",
    "domain/roster/roster.py",
    "domain/roster/audit_samples.py",
    "domain/entries/subjects/*.py",
    "domain/measures/subjects/*.py",
    "domain/measures/breakdowns.py",
    "domain/measures/case.py",
    "domain/measures/inquiry.py",
    "domain/views/lists/questions.py",
    "domain/views/whole/rhythm.py",
    "domain/standards/instruments.py",
    "domain/measures/measure_table.py",
    "exchange/caseload/columns.py",
)
"""Where codes and keys stand that are shown in plain words."""


def all_words() -> Iterator[Found]:
    """Every message of the program, in the order of its files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        where, source = path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        yield from words_in(source, where)
        if any(Path(where).match(each) for each in CODES):
            yield from codes_in(source, where)
    yield from keys_of_kinds((PACKAGE / KINDS).read_text(encoding="utf-8"), KINDS)
    yield from keys_of_standards()
    yield from titles_of_pages()
    yield from ((each, "the command line's own") for each in (*OF_THE_COMMAND_LINE, *COUNTED_OF_THE_COMMAND_LINE))


def template() -> Catalog:
    """The messages that there are, none translated."""
    made = Catalog(project="Carelist", version="", copyright_holder="", charset="utf-8", fuzzy=False)
    for message, where in all_words():
        if any(message if isinstance(message, str) else message[0]):
            made.add(message, locations=[(where, 0)])
    return made


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its file: without dates or lines, so that it changes when words do and at no other time."""
    from io import BytesIO

    file = BytesIO()
    write_po(file, catalogue, width=110, omit_header=not catalogue.locale, include_lineno=False, sort_by_file=True)
    return file.getvalue()


def problems_of(catalogue: Catalog) -> list[str]:
    """What the program would pass over for English (catalogue.py, `fits`): what loses a value or a margin, or acts."""
    of_one = _forms_of_one(catalogue)
    return [
        f"{message.id!r}: {said!r}"
        for message in catalogue
        if message.id
        for said, meant in _meant(message, of_one)
        if said and not any(fits(each, said) for each in meant)
    ]


def _meant(message: Any, of_one: set[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each form of a translation, with what of the English it may say: a form for one alone what is said of either."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    for number, said in enumerate(forms):
        several = message.id[1] if isinstance(message.id, tuple) else message.id
        yield said, message.id if isinstance(message.id, tuple) and number in of_one else (several,)


def _forms_of_one(catalogue: Catalog) -> set[int]:
    """Which forms of a language are for one alone."""
    form = c2py(catalogue.plural_expr)
    return {form(1)} - {form(number) for number in range(TRIED) if number != 1}


def main(argv: list[str]) -> int:
    """Writes the messages anew; makes or renews each language that is named; compiles every language there is."""
    messages = template()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(messages))
    wrong = 0
    there = {path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/carelist.po")}
    for language in sorted(there | set(argv)):
        path = FOLDER / language / "LC_MESSAGES" / "carelist.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = read_po(path.open("rb"), locale=language) if path.is_file() else Catalog(locale=language)
        kept.update(messages, no_fuzzy_matching=True)
        path.write_bytes(written(kept))
        for problem in problems_of(kept):
            wrong += 1
            sys.stderr.write(f"{language}: {problem}\n")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, kept)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
