"""Builds what is handed out: `python packaging/build.py OUT [--folder] [--deb]`, from a Python in which setuptools is
installed as the lock says (`just packages` does both).

OUT then holds the sdist, the wheel that is built from it, the bill of materials, and with `--folder` the one-folder
build of this system as an archive, with `--deb` that folder as a package of Debian; and beside them `SHA256SUMS`.
Nothing in them depends on the day, the place or who built it: `--twice` builds all of it again elsewhere and compares.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION: str = PROJECT["version"]
RELEASED = re.search(r'__released__ = "(.+)"', (ROOT / "src/carelist_tui/__init__.py").read_text(encoding="utf-8"))
EPOCH = int(datetime.fromisoformat(RELEASED[1] if RELEASED else "").replace(tzinfo=UTC).timestamp())
"""The day of the release: the time of every file in every package."""
SDIST, WHEEL = f"carelist_tui-{VERSION}.tar.gz", f"carelist_tui-{VERSION}-py3-none-any.whl"
SUMS = "SHA256SUMS"
IN_THE_TREE = (
    ".ci", ".gitignore", ".pre-commit-config.yaml", "Justfile", "LICENSE", "MANIFEST.in", "README.md", "benchmarks",
    "docs", "mkdocs.yml", "packaging", "pyproject.toml", "requirements", "schemas", "setup.py", "src", "tests",
)  # fmt: skip
NOT_OF_THE_TREE = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.pyc", ".*_cache", ".hypothesis")
STEPS = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"
NEEDS_GLIBC = re.compile(rb"GLIBC_2\.(\d+)\0")


def main() -> int:
    """Builds what was asked for; 1 where a second build is not the same."""
    asked = _asked()
    out: Path = asked.out.absolute()
    built = build(out, folder=asked.folder or asked.deb, deb=asked.deb)
    print(*(f"{digest}  {name}" for name, digest in built.items()), sep="\n")
    if not asked.twice:
        return 0
    with tempfile.TemporaryDirectory() as other:
        again = build(Path(other) / "again", folder=asked.folder or asked.deb, deb=asked.deb)
    differing = [name for name in built if built[name] != again.get(name)]
    print(f"Built twice: {', '.join(differing)} differ" if differing else "Built twice, the same bytes.")
    return 1 if differing else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Builds what is handed out.")
    parser.add_argument("out", type=Path, help="the folder for what is built")
    parser.add_argument("--folder", action="store_true", help="the one-folder build too, for this system")
    parser.add_argument("--deb", action="store_true", help="that, and a package of Debian made of it")
    parser.add_argument("--twice", action="store_true", help="build it again elsewhere, and compare")
    return parser.parse_args()


def build(out: Path, *, folder: bool, deb: bool) -> dict[str, str]:
    """Builds into a folder, and gives the SHA-256 of each file by its name."""
    out.mkdir(parents=True, exist_ok=True)
    _take_away_before(out)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        build_sdist(work, out)
        build_wheel(work, out)
        shutil.copyfile(ROOT / "docs/sbom.cdx.json", out / f"carelist-{VERSION}.cdx.json")
        if folder:
            made = build_folder(work, out / WHEEL)
            name = f"carelist-{VERSION}-{sys.platform}-{platform.machine().lower()}.tar.gz"
            (out / name).write_bytes(archive(made, "carelist"))
            if deb:
                build_deb(work, made, out)
    sums = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(out.iterdir())}
    (out / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()), encoding="utf-8")
    return sums


def _take_away_before(out: Path) -> None:
    """What an earlier build left goes, and nothing else: a folder that holds anything besides is refused."""
    listed = (out / SUMS).read_text(encoding="utf-8").splitlines() if (out / SUMS).exists() else []
    ours = {SUMS, *(line.partition("  ")[2] for line in listed)}
    if others := sorted({each.name for each in out.iterdir()} - ours):
        raise SystemExit(f"{out} holds what no build of ours made ({', '.join(others[:3])}): give an empty folder")
    for name in ours:
        (out / name).unlink(missing_ok=True)


def build_sdist(work: Path, out: Path) -> None:
    """The source with its tests, from a copy of the tree; setuptools writes the day into it, so it is packed anew."""
    tree = work / "tree"
    tree.mkdir()
    for name in IN_THE_TREE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=NOT_OF_THE_TREE)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, tree / name)
    _run([sys.executable, "-c", STEPS, "build_sdist", str(work)], cwd=tree)
    with tarfile.open(work / SDIST) as packed:
        packed.extractall(work, filter="data")
    (out / SDIST).write_bytes(archive(work / SDIST.removesuffix(".tar.gz"), SDIST.removesuffix(".tar.gz")))


def build_wheel(work: Path, out: Path) -> None:
    """Built from what the sdist holds, and from nothing else."""
    source = work / "source"
    with tarfile.open(out / SDIST) as packed:
        packed.extractall(source, filter="data")
    _run([sys.executable, "-c", STEPS, "build_wheel", str(out)], cwd=source / SDIST.removesuffix(".tar.gz"))


def build_folder(work: Path, wheel: Path) -> Path:
    """The one-folder build, by PyInstaller in an environment of its own that holds the lock and this wheel."""
    environment = work / "environment"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    _run([*install, "--require-hashes", "-r", str(ROOT / "requirements/packages.txt")])
    _run([*install, "--no-deps", str(wheel)])
    source = work / "source" / SDIST.removesuffix(".tar.gz")
    place = ["--distpath", str(work / "folder"), "--workpath", str(work / "in-the-making")]
    spec = str(source / "packaging/carelist.spec")
    _run([str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *place, spec], cwd=source)
    return work / "folder" / "carelist"


def build_deb(work: Path, folder: Path, out: Path) -> None:
    """The folder as a package of Debian: below /usr/lib, the command in /usr/bin. Nothing is compiled when it is
    installed: the folder holds what runs compiled."""
    root = work / "deb"
    shutil.copytree(folder, root / "usr/lib/carelist", symlinks=True)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/carelist").symlink_to("../lib/carelist/carelist")
    papers = root / "usr/share/doc/carelist"
    papers.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", papers / "copyright")
    shutil.copyfile(ROOT / "docs/sbom.cdx.json", papers / "sbom.cdx.json")
    _put_rights_right(root)
    size = sum(each.stat().st_size for each in root.rglob("*") if each.is_file() and not each.is_symlink()) // 1024
    architecture = _said(["dpkg", "--print-architecture"])
    control = root / "DEBIAN/control"
    control.parent.mkdir(mode=0o755)
    control.write_text(_control(architecture, size, _least_glibc(folder)), encoding="utf-8")
    control.chmod(0o644)
    name = f"carelist_{VERSION}_{architecture}.deb"
    _run(["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", str(root), str(out / name)])


def _control(architecture: str, size: int, glibc: int) -> str:
    return (
        f"Package: carelist\nVersion: {VERSION}\nArchitecture: {architecture}\n"
        "Maintainer: Carelist <carelist@invalid>\n"
        f"Installed-Size: {size}\nDepends: libc6 (>= 2.{glibc})\nSection: misc\nPriority: optional\n"
        f"Description: worklist for community mental health staff\n {PROJECT['description']}\n"
    )


def _least_glibc(folder: Path) -> int:
    """The newest version of the C library that anything in it asks for."""
    asked = (int(found) for path in _files(folder) for found in NEEDS_GLIBC.findall(path.read_bytes()))
    return max(asked, default=0)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _put_rights_right(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            is_run = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if is_run else 0o644)
            os.utime(path, (EPOCH, EPOCH))


def archive(folder: Path, name: str) -> bytes:
    """A folder as .tar.gz, the same bytes whenever and wherever it is made."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in (folder, *sorted(folder.rglob("*"))):
            told = tar.gettarinfo(path, f"{name}/{path.relative_to(folder).as_posix()}".removesuffix("/."))
            told.mtime, told.uid, told.gid, told.uname, told.gname = EPOCH, 0, 0, "", ""
            told.mode = 0o755 if told.isdir() or told.mode & 0o100 else 0o644
            if told.isreg():
                with path.open("rb") as file:
                    tar.addfile(told, file)
            else:
                tar.addfile(told)
    return gzip.compress(packed.getvalue(), mtime=EPOCH)


def _run(command: list[str], cwd: Path | None = None) -> None:
    """Runs it as anywhere: the day, the order of sets and the rights of what it makes are given."""
    same = {"SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONHASHSEED": "0", "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    before = os.umask(0o022)
    try:
        done = subprocess.run(command, cwd=cwd, env=os.environ | same, capture_output=True, text=True, check=False)
    finally:
        os.umask(before)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
