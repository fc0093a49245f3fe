"""The tree as the house rules see it: its modules parsed once, its text files, and how a breach is told."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "carelist_tui"
DOMAIN = PACKAGE / "domain"
TESTS = ROOT / "tests"
OUTSIDE = ("build", "dist", "node_modules")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".json",
    ".ndjson",
    ".csv",
    ".tcss",
    ".typ",
    ".txt",
    ".svg",
    ".yml",
    ".yaml",
    ".sh",
    ".ambr",
    "",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its path, its text, its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def where(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All of its tree, as `ast.walk` gives them: two dozen rules look at each."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))


@cache
def modules(folder: Path) -> tuple[Module, ...]:
    """Every module below a folder, in order. Trees are rings of millions of objects, and stay: none is looked for."""
    texts = ((path, path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py")))
    gc.disable()
    try:
        return tuple(Module(path, text, ast.parse(text, str(path))) for path, text in texts)
    finally:
        gc.freeze()
        gc.enable()


@cache
def text_files() -> tuple[tuple[str, str], ...]:
    """(path, text) of every text file of the tree; what Git, a virtual environment or a cache holds is not of it."""
    paths = (path for path in sorted(_files(ROOT)) if path.suffix in TEXT)
    return tuple((path.relative_to(ROOT).as_posix(), path.read_text("utf-8", errors="replace")) for path in paths)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            ours = (not path.name.startswith((".", "__py")) or path.name == ".ci") and path.suffix != ".egg-info"
            if ours and path.name not in OUTSIDE and not (path / "pyvenv.cfg").exists():
                yield from _files(path)
        elif not path.name.startswith(".") or path.name == ".gitignore":
            yield path


def holds(rule: str, breaches: Iterable[str]) -> None:
    """Fails with the rule and every breach of it, a line each."""
    found = sorted(breaches)
    assert not found, f"{rule}\n  " + "\n  ".join(found)
