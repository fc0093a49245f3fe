"""What is handed out: whole, and the same bytes whenever it is built (docs/install.md)."""

from __future__ import annotations

import ast
import re
import tarfile
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from carelist_tui.exchange.schemas import schema_files
from tests.house.tree import PACKAGE, ROOT, text_files

pytestmark = pytest.mark.slow

NOT_CODE = {".toml", ".tcss", ".csv", ".typ", ".typed"}


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = spec_from_file_location("packaging_build", ROOT / "packaging/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sdist_and_wheel_are_built_the_same_twice_and_are_whole(build: ModuleType, tmp_path: Path) -> None:
    first, second = (build.build(tmp_path / name, folder=False, deb=False) for name in ("one", "a longer place"))
    assert first == second
    listed = (tmp_path / "one" / build.SUMS).read_text(encoding="utf-8").splitlines()
    assert listed == [f"{digest}  {name}" for name, digest in first.items()]
    with zipfile.ZipFile(tmp_path / "one" / build.WHEEL) as wheel:
        names = set(wheel.namelist())
    ours = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.suffix in NOT_CODE}
    assert ours <= names, "what is read beside the code is in the wheel"
    schemas = {name.rpartition("share/carelist/schemas/")[2] for name in names if "share/carelist/schemas/" in name}
    assert schemas == set(schema_files())
    with tarfile.open(tmp_path / "one" / build.SDIST) as sdist:
        packed = {name.partition("/")[2] for name in sdist.getnames()}
    assert {where for where, _ in text_files()} <= packed, "the sdist can test itself, and build what is handed out"


def test_a_folder_that_holds_anything_else_is_refused_and_left_as_it_is(build: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    (tmp_path / build.SUMS).write_text("00  carelist-0.1.0.cdx.json\n")
    with pytest.raises(SystemExit, match=r"letter\.txt"):
        build.build(tmp_path, folder=False, deb=False)
    assert {each.name for each in tmp_path.iterdir()} == {"letter.txt", build.SUMS}


def test_what_is_copied_to_be_built_is_all_of_the_tree(build: ModuleType) -> None:
    assert {where.partition("/")[0] for where, _ in text_files()} <= set(build.IN_THE_TREE)


def test_the_time_of_every_file_is_the_day_of_the_release(build: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/run").write_text("x")
    (tmp_path / "a/run").chmod(0o777)
    (tmp_path / "packed.tar.gz").write_bytes(build.archive(tmp_path / "a", "folder"))
    with tarfile.open(tmp_path / "packed.tar.gz") as packed:
        told = [(each.name, each.mode, each.uid, each.mtime) for each in packed]
    assert told == [("folder", 0o755, 0, build.EPOCH), ("folder/run", 0o755, 0, build.EPOCH)]


def test_the_spec_names_what_no_import_tells_and_leaves_out_what_is_the_systems() -> None:
    """argon2id's binary, styles, time zones, Textual's widgets, age: each was missing once."""
    text = (ROOT / "packaging/carelist.spec").read_text(encoding="utf-8")
    ast.parse(text)
    for needed in ("_cffi_backend", "sqlcipher3.dbapi2", "pyrage", "python_calamine"):
        assert f'"{needed}"' in text
    for call in ('submodules("carelist_tui")', 'submodules("textual.widgets")', 'data_files("tzdata")'):
        assert call in text
    assert re.search(r"NOT_SHIPPED = \{\"bcryptprimitives.dll\"\}", text)
    assert not (ROOT / "packaging/__init__.py").exists(), "it must never hide the package of that name"
