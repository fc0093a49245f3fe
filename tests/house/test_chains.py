"""A class holds parts and is no chain of classes (architecture.md, law 8)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.house.tree import PACKAGE, Module, holds, modules

pytestmark = pytest.mark.slow

LONGEST = 3
"""Classes of ours from one to its last base, both counted; those of Python, Textual or pydantic are not ours."""
COUNTED_FROM = {
    "carelist_tui.domain.entries.entry.Body": "every type of entry is a body, and a body is a part as those within it "
    "are: of what several types of one subject say alike, one more class holds the fields",
}
"""Classes from which a chain is counted, whatever they are built upon, with the reason."""


def name_of(module: Module) -> str:
    """`carelist_tui.desk.desk`."""
    path = module.path.relative_to(PACKAGE.parent).with_suffix("")
    return ".".join(path.parts[:-1] if path.name == "__init__" else path.parts)


def names_in(module: Module) -> dict[str, str]:
    """What is called by a name in a module, in full: classes of its own, and what it takes from others."""
    here = name_of(module)
    own = {node.name: f"{here}.{node.name}" for node in module.nodes if isinstance(node, ast.ClassDef)}
    taken = (node for node in module.nodes if isinstance(node, ast.ImportFrom) and node.module)
    return {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in taken for alias in node.names} | own


def bases_by_class(sources: tuple[Module, ...]) -> dict[str, list[str]]:
    """The bases of every class, all named in full; what a package takes in from its modules is called as there."""
    called = {name_of(module): names_in(module) for module in sources}
    passed_on = {f"{where}.{name}": full for where, names in called.items() for name, full in names.items()}

    def settled(name: str) -> str:
        while (further := passed_on.get(name, name)) != name:
            name = further
        return name

    found = {}
    for module, names in zip(sources, called.values(), strict=True):
        for node in (node for node in module.nodes if isinstance(node, ast.ClassDef)):
            bases = [ast.unparse(base.value if isinstance(base, ast.Subscript) else base) for base in node.bases]
            found[names[node.name]] = [settled(names.get(base, base)) for base in bases]
    return found


def chain_of(kind: str, bases: Mapping[str, list[str]]) -> list[str]:
    """The longest way from a class to the last base that is ours."""
    if kind in COUNTED_FROM:
        return [kind]
    return [kind, *max((chain_of(base, bases) for base in bases[kind] if base in bases), key=len, default=[])]


def too_long(bases: Mapping[str, list[str]]) -> Iterator[str]:
    for kind in bases:
        chain = chain_of(kind, bases)
        if len(chain) > LONGEST:
            yield " < ".join(each.removeprefix("carelist_tui.") for each in chain)


def test_our_own_chain_of_inheritance_is_at_most_three_classes() -> None:
    holds(
        f"A class stands on at most {LONGEST - 1} others of ours: what more it needs are parts that it holds.",
        too_long(bases_by_class(modules(PACKAGE))),
    )


def test_a_chain_is_followed_through_packages_and_other_names() -> None:
    found = bases_by_class(modules(PACKAGE))
    chain = chain_of("carelist_tui.domain.entries.subjects.people.PersonAccepted", found)
    assert [each.rpartition(".")[2] for each in chain] == ["PersonAccepted", "Identity", "Body"]
    assert all(kind in found for kind in COUNTED_FROM), "what is counted from is still there"


def test_one_class_more_is_a_breach() -> None:
    bases: dict[str, list[str]] = {"a.Page": ["Screen"], "a.Acts": ["a.Page"], "a.Shown": ["a.Acts"]}
    assert list(too_long(bases)) == []
    assert list(too_long({**bases, "a.Person": ["a.Shown"]})) == ["a.Person < a.Shown < a.Acts < a.Page"]
