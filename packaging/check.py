"""Starts what `packaging/build.py` built in bare roots, as somebody without rights: `python packaging/check.py OUT`, as
root.

A bare root is made by debootstrap: Debian's least, without Python for the folder and the .deb, with Python, venv and
pip for the wheel and the sdist. In each: `--version`, `self-check` (nothing may be wrong, at a terminal of 80 by 24),
the demonstration told and its worklist read, the app opened on it and left by `q`, and then what a team does in its
first ten minutes: an encrypted store, a caseload taken in, the first huddle held. What can't be done here is left out
by its name. `--roots FOLDER` keeps the roots for the next time.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUITE, OF_SUITE = "bookworm", "3.11"
"""A release of Debian, and the Python that it brings."""
WORKER = "1000"
HOME = "/srv/worker"
DAY = "2026-03-03"
PASSPHRASE = "a passphrase of nobody at all"
CTRL_S, ESCAPE = b"\x13", b"\x1b"
PATIENCE = 180.0
CHROOT = shutil.which("chroot") or "chroot"
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "Europe/London"}


@dataclass(frozen=True)
class Bare:
    """A bare root, and how the command is called in it."""

    root: Path
    command: str

    def run(self, *arguments: str) -> str:
        """What the command says in it, without a terminal. Stops where it fails."""
        done = subprocess.run(
            self._called(*arguments), capture_output=True, text=True, check=False, env=self._environ()
        )
        if done.returncode:
            raise SystemExit(f"carelist {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def shown(self, *arguments: str, keys: Sequence[tuple[bytes, bytes]] = ()) -> tuple[int, bytes]:
        """Its exit status and all that it wrote at a terminal of 80 by 24; each of the keys is typed once its words
        were written, after what was typed before."""
        pid, handle = pty.fork()
        if pid == 0:
            called = self._called(*arguments)
            os.execvpe(called[0], called, self._environ())
        fcntl.ioctl(handle, termios.TIOCSWINSZ, bytes([24, 0, 80, 0, 0, 0, 0, 0]))
        said, seen, end, waits = b"", 0, time.monotonic() + PATIENCE, list(keys)
        while time.monotonic() < end and (piece := _read(handle)) is not None:
            said += piece
            if waits and waits[0][0] in said[seen:]:
                time.sleep(1)
                seen = len(said)
                os.write(handle, waits.pop(0)[1])
        os.close(handle)
        if waits:
            raise SystemExit(f"{waits[0][0]!r} was never written:\n{said[-2000:]!r}")
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said

    def _called(self, *arguments: str) -> list[str]:
        return [CHROOT, f"--userspec={WORKER}:{WORKER}", str(self.root), self.command, *arguments]

    def _environ(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "HOME": HOME, "CARELIST_PASSPHRASE": PASSPHRASE, **TERMINAL}


def _read(handle: int) -> bytes | None:
    """What was written within a second; None once nobody writes any more."""
    if not select.select([handle], [], [], 1)[0]:
        return b""
    try:
        return os.read(handle, 1 << 16) or None
    except OSError:
        return None


def main() -> int:
    """Checks each package that is in OUT; 1 where one fails."""
    parser = argparse.ArgumentParser(description="Starts what was built in bare roots.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--roots", type=Path, help="keep the roots here")
    asked = parser.parse_args()
    missing = _missing()
    if missing:
        print(f"left out: bare roots, which need {missing}")
        return 0
    _check_sums(asked.out)
    with tempfile.TemporaryDirectory() as place:
        roots = (asked.roots or Path(place)).absolute()
        roots.mkdir(parents=True, exist_ok=True)
        for name, pattern, install, packages in PACKAGES:
            found = sorted(asked.out.glob(pattern))
            if not found:
                print(f"left out: {name}, which was not built")
                continue
            with bare_root(roots, packages, Path(place) / name.replace(" ", "-")) as root:
                check(name, Bare(root, install(root, found[0].absolute())))
    return 0


def _missing() -> str:
    if sys.platform != "linux":
        return "Linux"
    if os.geteuid():
        return "root's rights"
    return "" if shutil.which("debootstrap") else "debootstrap"


def _check_sums(out: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out, check=True)


@contextmanager
def bare_root(roots: Path, packages: str, place: Path) -> Iterator[Path]:
    """A root with these packages beside Debian's least, with /proc and a home for somebody without rights."""
    kept = roots / f"{SUITE}-{packages.replace(',', '-') or 'least'}"
    if not kept.exists():
        include = [f"--include={packages}"] if packages else []
        making = kept.with_name(f"{kept.name}.making")
        subprocess.run(["debootstrap", "--variant=minbase", *include, SUITE, str(making)], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        making.rename(kept)
    subprocess.run(["cp", "-a", str(kept), str(place)], check=True)
    (place / HOME[1:]).mkdir(parents=True, mode=0o700)
    os.chown(place / HOME[1:], int(WORKER), int(WORKER))
    subprocess.run(["mount", "-t", "proc", "proc", str(place / "proc")], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place / "proc")], check=True)


def check(name: str, bare: Bare) -> None:
    """What somebody does first. Stops at whatever fails."""
    if name in ("folder", "deb") and shutil.which("python3", path=str(bare.root / "usr/bin")):
        raise SystemExit(f"{name}: this root is not bare, it has a Python")
    print(f"{name}: {bare.run('--version').strip()}")
    store = f"{HOME}/store"
    bare.run("demo", "--people", "12", "--date", DAY, "--keep", store)
    today = bare.run("--store", store, "today", "--at", f"{DAY}T09:03")
    if "ACT NOW" not in today:
        raise SystemExit(f"{name}: the worklist of the demonstration is\n{today}")
    status, said = bare.shown("self-check")
    if status:
        raise SystemExit(f"{name}: self-check ends with {status}\n{said.decode(errors='replace')}")
    status, said = bare.shown("demo", "--people", "12", "--date", DAY, keys=[(b"BEVAN", b"q")])
    if status:
        raise SystemExit(f"{name}: the app on the demonstration ends with {status}\n{said[-2000:]!r}")
    began = time.monotonic()
    hold_huddle(bare)
    print(f"{name}: demonstration, worklist, self-check and the app are as they should be; a team was set up, its")
    print(f"{name}: caseload taken in and its first huddle held in {time.monotonic() - began:.0f} seconds")


def hold_huddle(bare: Bare) -> None:
    """What a team does in its first ten minutes: an encrypted store, a caseload from a spreadsheet, a huddle."""
    bare.run("init", "--team", "North", "--worker", "w-ann", "--name", "Ann Price", "--role", "manager")
    caseload = bare.root / HOME[1:] / "people.csv"
    rows = (f"P-{n},Test,{family},2026-11-02,gp,North,standard,w-ann" for n, family in enumerate(("YUSUF", "KHAN")))
    heading = "ref,given,family,accepted_on,source,team,tier,coordinator"
    caseload.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    os.chown(caseload, int(WORKER), int(WORKER))
    bare.run("import", f"{HOME}/people.csv")
    steps = [(f"{step} of 9".encode(), b" ") for step in range(1, 9)]
    held = [(b"9 of 9", CTRL_S), (b"Huddle recorded", ESCAPE), (b"Huddle, recorded", b"q")]
    bare.shown(keys=[(b"Plans & reviews", b"H"), *steps, *held])
    if "huddle.held" not in bare.run("export", "-", "--format", "ndjson", "--reason", "to see what was recorded"):
        raise SystemExit("no huddle was recorded")
    bare.run("verify")


def _unpack(root: Path, archive: Path) -> str:
    shutil.unpack_archive(archive, root / "opt")
    return "/opt/carelist/carelist"


def _install_deb(root: Path, deb: Path) -> str:
    shutil.copy(deb, root / "opt")
    subprocess.run([CHROOT, str(root), "dpkg", "-i", f"/opt/{deb.name}"], check=True, stdout=subprocess.DEVNULL)
    return "carelist"


def _install_by_pip(root: Path, package: Path) -> str:
    """By the lock, from wheels that were fetched outside: the root reaches no network."""
    lock = ROOT / "requirements/run.txt"
    fetch = [sys.executable, "-m", "pip", "download", "-q", "--require-hashes", "--only-binary", ":all:"]
    wheels = ["--python-version", OF_SUITE, "-d", str(root / "opt/wheels"), "-r", str(lock)]
    subprocess.run([*fetch, *wheels], check=True, stderr=subprocess.DEVNULL)
    for file in (package, lock):
        shutil.copy(file, root / "opt")
    install = "/opt/carelist/bin/pip install -q --no-index"
    steps = (
        "python3 -m venv /opt/carelist",
        f"{install} --find-links /opt/wheels --require-hashes -r /opt/{lock.name}",
        f"{install} --no-deps --no-build-isolation /opt/{package.name}",
    )
    environ = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run([CHROOT, str(root), "sh", "-ec", "\n".join(steps)], check=True, env=environ)
    return "/opt/carelist/bin/carelist"


Install = Callable[[Path, Path], str]
"""Puts a package into a root; gives how the command is called there."""
PACKAGES: tuple[tuple[str, str, Install, str], ...] = (
    ("folder", "carelist-*.tar.gz", _unpack, ""),
    ("deb", "carelist_*.deb", _install_deb, ""),
    ("wheel", "carelist_tui-*.whl", _install_by_pip, "python3,python3-venv"),
    ("sdist", "carelist_tui-*.tar.gz", _install_by_pip, "python3,python3-venv"),
)
"""What each is called, its file, how it is put in, and what has to be in the root."""


if __name__ == "__main__":
    raise SystemExit(main())
