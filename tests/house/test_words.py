"""Every word that a person sees goes through the one catalogue (catalogue.py)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.house.tree import PACKAGE, Module, holds, modules
from tests.pseudo import catalogue_tool

pytestmark = pytest.mark.slow

SHOWN = ("carelist", "cli", "desk", "domain", "exchange", "journal", "tui", "vault")
APART = {
    "exchange/fhir": "codes and texts of a public format, which other programs read",
    "exchange/schemas.py": "examples and descriptions of a public format",
    "exchange/worklist_answer.py": "descriptions of a public format",
    "exchange/parquet_cases.py": "columns of a public format",
    "exchange/caseload/columns.py": "headings of a file that other programs read",
    "exchange/caseload/template.py": "an example of a file",
    "exchange/appointments/appointment_columns.py": "headings of a file that other programs read",
    "exchange/national_codes.py": "national codes",
    "journal/tables.py": "SQL",
    "journal/statements.py": "SQL",
    "journal/sql": "SQL",
    "journal/light_statements.py": "SQL",
    "journal/light_sql.py": "SQL",
    "journal/upgrade/upgrade_steps.py": "SQL",
    "domain/slotted.py": "writes Python",
    "domain/measures/subjects": "keys of figures, put into words where they are shown",
    "domain/measures/nameless.py": "keys of figures that leave a team",
    "domain/measures/measure_table.py": "put into the language by Measure",
    "domain/entries/choices.py": "codes, put into the language by choice_in_words",
    "domain/measures/breakdowns.py": "keys of figures, put into words where they are shown",
    "domain/measures/beside_in_words.py": "keys of figures, put into words there",
    "vault/trial.py": "a file of a trial",
    "vault/team/fingerprint.py": "words that two laptops tell each other, the same in every language",
    "cli/exit_status.py": "words for when nothing else works",
}
"""What holds no words of ours for a person, or puts them into the language where they are shown, and why."""
IN_ENTRIES = {
    "The caseload list that was brought in.",
    "On the caseload list that Carelist began with.",
    "\0 What was written stands in the record kept before.",
    "In the list of appointments that was brought in.",
    "\0 What was done stands in the record kept before.",
    "Arrived too late to be seen.",
    "Put back by its author.",
    "Taken back by its author.",
    "Settled: two versions of one thing.",
    "they have died: ring us before you ring anybody",
    " ... (the rest stands in the handover itself)",
    "Handed over by \0: \0\0",
    "not taken on",
    "what the last receipt said was entered in error",
    "not named yet",
    "the first laptop",
}
"""What is written into entries, which are the same in every language."""
NO_SENTENCE = {
    "default-src 'none'; style-src 'unsafe-inline'": "what a page may do",
    "contact of somebody who \0": "a key of an answer",
    "every week on every": "as it is typed",
    "columns, values, defaults, flags, nothing, encounters": "names of tables",
    "two versions of ": "looked for in what was said",
    "Expecting property name enclosed in double quotes": "what the standard library says",
    "Unterminated string starting at": "what the standard library says",
    "Invalid control character at": "what the standard library says",
}
SENTENCE = re.compile(r"[a-z']+,? [a-z']+,? [a-z']+")
MARKUP = re.compile(r"<[!/a-z]|\b(SELECT|PRAGMA|INSERT|DELETE|UPDATE)\b|\(\?|\[0-9\]|\[1-9\]|\{ [a-z-]+:|\|[a-z]")
THROUGH = {
    "tr",
    "ntr",
    "in_plain_words",
    "count",
    "compile",
    "sub",
    "fullmatch",
    "words_of_name",
    "search",
    "values_in",
}
NOT_SHOWN = ("example", "pattern")


def _texts(module: Module) -> Iterator[tuple[int, str]]:
    """Every text of a module that went through nothing, with its line; docstrings are none."""
    inside: set[int] = set()
    for node in module.nodes:
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in THROUGH:
                inside |= {id(each) for arg in node.args for each in ast.walk(arg)}
            inside |= {id(e) for k in node.keywords if k.arg in NOT_SHOWN for e in ast.walk(k.value)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
        elif isinstance(node, ast.Compare | ast.Subscript):
            inside |= {id(each) for each in ast.walk(node) if isinstance(each, ast.Constant)}
        elif isinstance(node, ast.JoinedStr) and id(node) not in inside:
            inside |= {id(each) for each in node.values}
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else "\0" for v in node.values)
            yield node.lineno, text
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def sentences_past_the_catalogue(module: Module) -> Iterator[str]:
    """Each text of three words or more in a module that goes through no catalogue."""
    where = module.path.relative_to(PACKAGE).as_posix()
    if where.startswith(SHOWN) and not where.startswith(tuple(APART)):
        for line, text in _texts(module):
            if SENTENCE.search(text) and not MARKUP.search(text) and text not in {*IN_ENTRIES, *NO_SENTENCE}:
                yield f"{module.where}:{line}: {text!r}"


def words_beside_messages(module: Module) -> Iterator[str]:
    """Each word that stands where another one goes through the catalogue: one or the other is said, one of a mapping,
    of a list, of a column, or what is put into a message."""
    where = module.path.relative_to(PACKAGE).as_posix()
    if where.startswith(SHOWN) and not where.startswith(tuple(APART)):
        found = {
            (each.lineno, each.value)
            for node in module.nodes
            for alike in _alike(node)
            if any(map(_is_said, alike))
            for each in alike
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and ONE_WORD.fullmatch(each.value.strip())
        }
        yield from (f"{module.where}:{line}: {text!r}" for line, text in sorted(found))


ONE_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+( [A-Za-z'-]+)*[.:,!?]?")
MESSAGES = ("tr", "ntr", "in_plain_words", "choice_in_words")
"""What puts a word into the language."""


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _is_said(node: ast.AST | None) -> bool:
    """Whether a text goes through the catalogue, or a part of it does."""
    parts: list[ast.AST | None] = []
    match node:
        case ast.JoinedStr():
            parts = [getattr(each, "value", None) for each in node.values]
        case ast.BinOp():
            parts = [node.left, node.right]
        case ast.IfExp():
            parts = [node.body, node.orelse]
        case ast.BoolOp():
            parts = [*node.values]
    return _called(node) in MESSAGES if isinstance(node, ast.Call) else any(map(_is_said, parts))


def _alike(node: ast.AST) -> Iterator[Sequence[ast.expr]]:
    """Texts of which each is said in the same place as the others."""
    match node:
        case ast.IfExp():
            yield [node.body, node.orelse]
        case ast.BoolOp():
            yield node.values
        case ast.Dict():
            yield node.values
            yield from _columns(node.values)
        case ast.Tuple() | ast.List():
            yield node.elts if isinstance(node, ast.List) else []
            yield from _columns(node.elts)
        case ast.Call(func=ast.Attribute(attr="get", value=mapping), args=[_, otherwise]):
            yield [otherwise, *(mapping.values if isinstance(mapping, ast.Dict) else [])]
        case ast.Call() if _called(node) in ("tr", "ntr"):
            yield [node, *(part for each in node.keywords for part in _put_in(each.value))]


def _put_in(value: ast.expr) -> list[ast.expr]:
    """What may be put into a message."""
    match value:
        case ast.IfExp():
            return [value.body, value.orelse]
        case ast.BoolOp():
            return value.values
    return [value]


def _columns(rows: Sequence[ast.expr]) -> Iterator[Sequence[ast.expr]]:
    of_rows = [each.elts for each in rows if isinstance(each, ast.Tuple)]
    for n in range(max(map(len, of_rows), default=0) if len(of_rows) > 1 else 0):
        yield [each[n] for each in of_rows if n < len(each)]


def messages_made_up(module: Module) -> Iterator[str]:
    """Each `tr` or `ntr` whose message is put together: no translator would find it."""
    for node in module.nodes:
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and called in ("tr", "ntr"):
            said = node.args[: 1 if called == "tr" else 2]
            if any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in said):
                yield f"{module.where}:{node.lineno}: {ast.unparse(node)[:80]}"


def test_a_sentence_goes_through_the_catalogue() -> None:
    holds(
        "Words that a person sees stand in tr() or ntr() (recipes, A language); what is none stands in APART.",
        (breach for module in modules(PACKAGE) for breach in sentences_past_the_catalogue(module)),
    )


def test_a_word_beside_one_of_the_catalogue_goes_through_it_too() -> None:
    holds(
        "One word is a message as a sentence is: tr() (recipes, A language).",
        (breach for module in modules(PACKAGE) for breach in words_beside_messages(module)),
    )


@pytest.mark.parametrize(
    "source",
    [
        'say(tr("not agreed") if no else "agreed")',
        'HOW = {"a": "opened", "b": tr("closed")}',
        'said = {"a": tr("open")}.get(how, "closed")',
        'tr("{who} is {how}", who=who, how="late" if late else "")',
        'KEYS = (("y", tr("yes")), ("n", "no"))',
    ],
)
def test_a_word_beside_one_of_the_catalogue_is_noticed(source: str) -> None:
    assert list(words_beside_messages(Module(PACKAGE / "tui" / "made_up.py", source, ast.parse(source))))


def test_a_message_is_written_out() -> None:
    holds(
        "A message is one literal: values go into its places by name.",
        (breach for module in modules(PACKAGE) for breach in messages_made_up(module)),
    )


def test_the_catalogue_holds_every_message_that_there_is() -> None:
    tool = catalogue_tool()
    assert tool.TEMPLATE.read_bytes() == tool.written(tool.template()), "`just words` writes it anew"


def test_every_language_keeps_the_places_of_its_messages_and_is_compiled() -> None:
    tool = catalogue_tool()
    for path in tool.FOLDER.glob("*/LC_MESSAGES/carelist.po"):
        with path.open("rb") as file:
            assert not tool.problems_of(tool.read_po(file, locale=path.parent.parent.name))
        assert path.with_suffix(".mo").is_file(), "`just words` compiles it"


@pytest.mark.parametrize(
    "source",
    [
        'line.add("the list is empty")',
        'say(f"{n} of them are late")',
        'WORDS = "nobody is on it"',
        'raise Refused(f"there is no {name} here now")',
    ],
)
def test_a_sentence_past_the_catalogue_is_noticed(source: str) -> None:
    assert list(sentences_past_the_catalogue(Module(PACKAGE / "tui" / "made_up.py", source, ast.parse(source))))


@pytest.mark.parametrize("source", ['tr(f"{n} of them")', 'tr("a " + b)', 'ntr(f"{n} day", "days", n)'])
def test_a_message_that_is_put_together_is_noticed(source: str) -> None:
    assert list(messages_made_up(Module(PACKAGE / "tui" / "made_up.py", source, ast.parse(source))))


def test_what_is_said_of_one_is_said_of_several_in_one_way() -> None:
    """A catalogue keeps what is said of several under what is said of one: of two ways one stays English."""
    ways: dict[str, set[str]] = {}
    for each in modules(PACKAGE):
        for node in each.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ntr":
                one, several = (ast.unparse(part) for part in node.args[:2])
                ways.setdefault(one, set()).add(several)
    holds("What is said of one has one plural.", (f"{one}: {said}" for one, said in ways.items() if len(said) > 1))
