"""Exit statuses, streams and bad use, as surface.md says them."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from carelist_tui.cli.exit_status import nobody_reads
from carelist_tui.cli.plain import typed
from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

COMMANDS = (
    "demo", "device", "import", "init", "join", "list", "measures", "passphrase", "queue", "rebuild", "record",
    "recover", "schema", "self-check", "show", "sync", "today", "verify",
)  # fmt: skip
BELOW = (
    "worker", "worker add", "worker change", "worker list", "device request", "device invite", "device join",
    "device revoke", "device admit", "device renew", "device list",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("surface") / "store")


@pytest.mark.parametrize("command", [*COMMANDS, *BELOW])
def test_every_command_has_help_with_an_example(command: str) -> None:
    answer = carelist(*command.split(), "--help")
    assert answer.status == 0
    assert f"Example:\n  carelist {command.partition(' ')[0]}" in answer.out
    assert answer.err == ""
    example = answer.out.partition("Example:\n")[2]
    assert not re.search(r"(^|[ =])'", example), "an apostrophe begins nothing in Windows' own console"
    assert not re.search(r"\\\n", example), "and nothing is continued there by such an end of a line"


def test_the_json_of_an_example_is_what_every_shell_makes_of_it() -> None:
    answer = carelist("record", "--help")
    [line] = [each for each in answer.out.splitlines() if "--body" in each and "carelist record" in each]
    words = shlex.split(line)
    assert json.loads(words[words.index("--body") + 1]) == {"zone": "green", "reason": "settled, sleeping well"}


@pytest.mark.parametrize(
    ("trouble", "platform", "left"),
    [
        (BrokenPipeError(errno.EPIPE, "broken"), "linux", True),
        (OSError(errno.EINVAL, "invalid"), "win32", True),
        (OSError(errno.EINVAL, "invalid"), "linux", False),
        (OSError(errno.EINVAL, "invalid", "a?b.csv"), "win32", False),
        (OSError(errno.ENOSPC, "full"), "win32", False),
    ],
)
def test_on_windows_a_reader_that_left_is_told_by_other_words(trouble: OSError, platform: str, left: bool) -> None:
    assert nobody_reads(trouble, platform) is left


@pytest.mark.parametrize(
    ("path", "platform", "words"),
    [
        ("/st/my demo", "linux", "'/st/my demo'"),
        ("/st/demo", "linux", "/st/demo"),
        ("C:\\st\\demo one", "win32", '"C:\\st\\demo one"'),
        ("C:\\st\\demo", "win32", "C:\\st\\demo"),
        ("C:\\A&B", "win32", '"C:\\A&B"'),
    ],
)
def test_a_path_is_said_as_it_is_typed(path: str, platform: str, words: str) -> None:
    assert typed(PureWindowsPath(path) if platform == "win32" else PurePosixPath(path), platform) == words


def test_every_command_is_offered() -> None:
    said = carelist("--help").out
    assert all(f"\n  {command} " in said for command in (*COMMANDS, "worker", "collect", "guide", "tour"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["today", "--band", "9"],
        ["today", "--at", "yesterday"],
        ["today", "--at", "2026-03-29T01:30"],
        ["today", "--worker", "w-nobody"],
        ["show"],
        ["show", "P-9999"],
        ["--store"],
        ["--frobnicate"],
        ["worker", "change", "--id", "w-nobody"],
        ["worker", "add", "--id", "w-x", "--name", "X", "--role", "wizard", "--team", "T"],
        ["import"],
        ["import", "people.pdf"],
        ["demo", "--people", "0"],
        ["demo", "--date", "2026-02-30"],
        ["list"],
        ["list", "audits"],
        ["audit", "draw", "--kind", "ladder", "--n", "0", "--seed", "7"],
        ["audit", "draw", "--kind", "calls", "--n", "5", "--seed", "7"],
        ["audit", "show", "nothing"],
        ["audit", "score", "nothing"],
        ["list", "decisions", "--from", "03/03/2026"],
        ["list", "decisions", "--from", "2026-03-04", "--to", "2026-03-04"],
    ],
)
def test_bad_use_is_status_2_with_words_on_standard_error(store: Path, arguments: list[str]) -> None:
    answer = carelist(*arguments, store=store)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.strip()


@pytest.mark.parametrize(
    "command", ["", "today", "queue", "list people", "show P-1", "verify", "rebuild", "worker list"]
)
def test_a_store_that_is_not_there_is_status_3_and_says_what_to_do(tmp_path: Path, command: str) -> None:
    answer = carelist(*command.split(), store=tmp_path / "none")
    assert (answer.status, answer.out) == (3, "")
    assert "carelist init" in answer.err


def test_a_damaged_store_is_status_3(tmp_path: Path) -> None:
    (tmp_path / "carelist.db").write_bytes(b"not a database" * 400)
    assert carelist("today", store=tmp_path).status == 3


def test_a_servers_address_is_refused_as_a_store() -> None:
    assert carelist("--store", "postgresql://team", "today").status == 2


def test_options_stand_before_or_after_the_command_and_the_later_one_counts(tmp_path: Path, store: Path) -> None:
    before = carelist("--store", store, "--as", "w-maya", "today", "--json")
    after = carelist("today", "--json", "--store", store, "--as", "w-maya")
    overruled = carelist("--store", tmp_path / "none", "worker", "list", "--store", store)
    assert [before.status, after.status, overruled.status] == [0, 0, 0]
    assert before.json["counts"] == after.json["counts"] == {"overdue": 0, "due": 0, "upcoming": 0}


def test_init_without_a_passphrase_or_a_terminal_makes_no_store(tmp_path: Path) -> None:
    answer = carelist("init", "--team", "North", store=tmp_path / "store")
    assert answer.status == 3
    assert len(answer.err.splitlines()) == 1
    assert "CARELIST_PASSPHRASE or --passphrase-file" in answer.err
    assert not (tmp_path / "store").exists()


def test_init_never_touches_what_is_there(store: Path) -> None:
    assert carelist("init", "--no-encryption", store=store).status == 2
    assert carelist("verify", "--json", store=store).json["ok"] is True


def test_init_in_a_folder_that_can_not_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = carelist("init", "--no-encryption", store=tmp_path / "file" / "store")
    assert answer.status == 3
    assert len(answer.err.splitlines()) == 1


def test_a_problem_found_by_verify_is_status_1(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    (store / "keys" / "device.pub").write_text("f" * 64 + "\n")
    answer = carelist("verify", "--json", store=store)
    assert answer.status == 1
    assert [problem["kind"] for problem in answer.json["problems"]] != []
    assert all({"kind", "where", "what", "repair"} <= problem.keys() for problem in answer.json["problems"])


def test_a_remark_of_verify_is_said_and_changes_no_status(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    lines = draft("person.accepted", ACCEPTED | {"coordinator": "w-tmo"})
    assert carelist("record", "-", "--as", "w-maya", store=store, stdin=lines.encode()).status == 0
    answer, told = carelist("verify", "--json", store=store), carelist("verify", store=store)
    assert (answer.status, told.status, answer.json["ok"], answer.json["problems"]) == (0, 0, True, [])
    (remark,) = answer.json["remarks"]
    assert remark.startswith("w-tmo is nobody who works here, and is named for P-0001")
    assert f"remark: {remark}." in told.out
    assert "sound. Digest" in told.out


def test_the_app_without_a_terminal_says_what_to_do_instead(store: Path) -> None:
    answer = carelist(store=store)
    assert answer.status == 2
    assert "carelist today" in answer.err


def test_opening_the_app_imports_neither_click_nor_the_models(store: Path) -> None:
    asked = "import sys; from carelist_tui.cli.entrance import enter; enter(sys.argv[1:]); print([*sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", asked, "--store", str(store)], capture_output=True, text=True, check=True
    )
    assert not {"'click'", "'pydantic'", "'sqlmodel'", "'carelist_tui.cli.group'"} & set(
        told.stdout.strip("[]\n").split(", ")
    )


@pytest.mark.parametrize("arguments", [["--help"], ["today", "--help"], ["today"], ["worker", "list"]])
def test_help_and_lists_import_neither_textual_nor_the_tables(store: Path, arguments: list[str]) -> None:
    asked = "import sys; from carelist_tui.cli.entrance import enter; enter(sys.argv[1:]); print([*sys.modules])"
    surroundings = {**os.environ, "CARELIST_STORE": str(store)}
    told = subprocess.run(
        [sys.executable, "-c", asked, *arguments], capture_output=True, text=True, check=True, env=surroundings
    )
    assert not {"'textual'", "'sqlmodel'", "'pydantic'"} & set(told.stdout.splitlines()[-1].strip("[]").split(", "))


@pytest.mark.posix
def test_a_reader_that_goes_away_is_nobodys_fault(store: Path) -> None:
    command = f"{sys.executable} -m carelist_tui schema --help | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


def _reads_its_input(process: int, patience: float = 20) -> None:
    """Waits until it does; a busy machine takes its time to begin."""
    waits = Path(f"/proc/{process}/syscall")
    until = time.monotonic() + patience
    while not (waits.exists() and waits.read_text().startswith("0 0x0 ")) and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.posix
def test_interrupted_is_status_130(store: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "carelist_tui", "--store", str(store), "record", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    _reads_its_input(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


STOPPED = """
import sys
where = sys.argv.pop(1)
class Stop:
    def find_spec(self, name, *_):
        if name == where:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from carelist_tui.__main__ import main
raise SystemExit(main())
"""


@pytest.mark.parametrize(
    "where",
    ["carelist_tui.cli.entrance", "carelist_tui.catalogue", "carelist_tui.vault.garbage", "carelist_tui.cli.group",
     "click", "carelist_tui.cli.today", "carelist_tui.carelist"],
)  # fmt: skip
def test_interrupted_while_it_is_still_being_imported_is_status_130_without_a_word(where: str, store: Path) -> None:
    """Ctrl-c in the first tenth of a second showed a traceback."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, where, "today", "--store", str(store)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "")


def test_a_crash_of_ours_is_one_sentence_without_anybodys_words() -> None:
    asked = (
        "from carelist_tui.cli.entrance import told_plainly\n"
        "def run():\n    name = 'Amina Yusuf'\n    raise RuntimeError(name)\n"
        "raise SystemExit(told_plainly(run))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert len(done.stderr.splitlines()) == 1
    assert "Amina" not in done.stderr
    assert "RuntimeError" in done.stderr


def test_hostile_words_reach_no_terminal_and_json_stays_json(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    body = {**ACCEPTED, "given": "A\u202enn", "family": "[red]Lee[/red]\u2066"}
    assert carelist("record", "-", store=store, stdin=draft("person.accepted", body).encode()).status == 0
    for command in ("today", "show P-0001"):
        said = carelist(*command.split(), "--at", "2026-03-09T09:00", store=store).out
        assert "\u202e" not in said
        assert "[red]Lee[/red]" in said
        answer = carelist(*command.split(), "--at", "2026-03-09T09:00", "--json", store=store)
        assert "\u202e" not in answer.out
        assert "\\u202e" in answer.out
        assert "A\u202enn" in json.dumps(answer.json, ensure_ascii=False)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_there(shell: str) -> None:
    answer = carelist(_CARELIST_COMPLETE=f"{shell}_source")
    assert answer.status == 0
    assert "carelist" in answer.out
