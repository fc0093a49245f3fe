"""Trying a mutant: warm, in a fork of a process that has imported and collected everything; or cold, in a fresh one."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, partial
from math import ceil
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutation.mutants import Mutant

SURVIVED, KILLED, TOO_LONG, NOT_POSSIBLE = 0, 1, 2, 3
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
WAITS = 20
"""So many times as long as it may work a trial may last: others work on the same machine."""


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code and all that is defined within it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from codes(each)


def put_in(mutant: Mutant, root: Path) -> bool:
    """Gives every living function that the mutant changes its changed code; False where that cannot be done."""
    path = str(root / mutant.path)
    changed = [code for code in codes(compile(mutant.text, path, "exec", dont_inherit=True))
               if code.co_qualname == mutant.function and code.co_firstlineno == mutant.first_line]  # fmt: skip
    if not mutant.function or len(changed) != 1:
        return False
    living = 0
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            code = each.__code__
            if (code.co_qualname, code.co_filename, code.co_firstlineno) == (mutant.function, path, mutant.first_line):
                if len(each.__closure__ or ()) != len(changed[0].co_freevars):
                    return False
                each.__code__ = changed[0]
                living += 1
        elif isinstance(each, _lru_cache_wrapper) and str(each.__module__).startswith("carelist_tui"):
            each.cache_clear()
    return living > 0


def worked() -> float:
    """Seconds that processors have worked for this process, and for its children that have ended: what else they do
    meanwhile takes nothing from a trial."""
    return sum(os.times()[:4])


def _bound(seconds: float) -> None:
    """This process ends when it has worked so long."""
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(seconds), ceil(seconds)))


def fork(work: Callable[[], int | None], *, seconds: float) -> int:
    """What a forked process says of its work, with nothing on its screen; TOO_LONG where it worked longer than that, or
    waited for many times as long."""
    child = os.fork()
    if child == 0:
        os.setsid()
        _bound(seconds)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        said = KILLED
        with contextlib.suppress(BaseException):
            said = work() or SURVIVED
        os._exit(said)
    end = time.monotonic() + WAITS * seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
                return TOO_LONG
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else KILLED
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return TOO_LONG


def try_cold(mutant: Mutant, tests: list[str], root: Path, copy: Path, *, seconds: float) -> int:
    """Tries a mutant in a fresh process over a copy of the sources: also what is read while modules are imported."""
    if not copy.exists():
        shutil.copytree(root / "src", copy / "src", ignore=LEFT_OUT)
    (copy / mutant.path).write_text(mutant.text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONPYCACHEPREFIX": str(copy / "cache")}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "0",
               f"--basetemp={copy / 'stores'}", f"--rootdir={root}", f"@{copy / 'tests.txt'}"]  # fmt: skip
    (copy / "tests.txt").write_text("\n".join(tests), encoding="utf-8")
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, timeout=WAITS * seconds, check=False,
            preexec_fn=partial(_bound, seconds),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return TOO_LONG
    finally:
        shutil.copy(root / mutant.path, copy / mutant.path)
    if -done.returncode in (signal.SIGXCPU, signal.SIGKILL):
        return TOO_LONG
    return SURVIVED if done.returncode == 0 else KILLED
