"""Lines at a terminal: what is pasted is one answer, and answers nothing that was not asked yet; what is left half way
is said."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from carelist_tui.cli.conversation.voice import Left, Voice
from tests.tui.telling import tell

pytestmark = [pytest.mark.slow, pytest.mark.posix]
NOTE = "First paragraph.\nIts second line.\n\nSecond paragraph.\n1\ny\n"
SOON = 0.2


class Typist:
    """A terminal, and hands at it: each `types` comes a while after the one before."""

    def __init__(self, *typed: str) -> None:
        self.hand, tty = os.openpty()
        self.answers = os.fdopen(tty, encoding="utf-8", newline="")
        self.said = io.StringIO()
        self.voice = Voice(self.answers, self.said)
        self._typing = Thread(target=self._type, args=(typed,))
        self._typing.start()

    def _type(self, typed: tuple[str, ...]) -> None:
        for each in typed:
            time.sleep(SOON)
            os.write(self.hand, each.encode())

    def close(self) -> None:
        self._typing.join()
        self.answers.close()
        os.close(self.hand)


@pytest.fixture
def typists() -> Iterator[list[Typist]]:
    made: list[Typist] = []
    yield made
    for each in made:
        each.close()


def test_a_note_that_is_pasted_with_an_empty_line_is_one_note_and_answers_nothing_else(typists: list[Typist]) -> None:
    typists.append(at := Typist(NOTE, "\n", "2\n"))
    assert at.voice.ask_lines("What we did") == NOTE.strip()
    assert at.voice.ask("Warning signs") == "2"
    assert "left out" not in at.said.getvalue()


def test_lines_pasted_where_one_is_asked_for_are_left_out_and_that_is_said(typists: list[Typist]) -> None:
    typists.append(at := Typist("khan\n1\ny\n", "n\n"))
    assert at.voice.ask("Name, identifier or phone") == "khan"
    assert not at.voice.agrees("Record it?")
    assert "2 more lines were pasted than are asked for here: they are left out." in at.said.getvalue()


def test_what_is_typed_ahead_while_nothing_was_asked_is_answered_line_by_line(typists: list[Typist]) -> None:
    typists.append(at := Typist("1\ny\n"))
    time.sleep(3 * SOON)
    assert at.voice.ask("Which") == "1"
    assert at.voice.agrees("Record it?")


def test_what_comes_through_a_pipe_is_answered_line_by_line() -> None:
    voice = Voice(io.StringIO("first\nsecond\n\nthird\n"), io.StringIO())
    assert voice.ask_lines("Note") == "first\nsecond"
    assert voice.ask("Next") == "third"
    with pytest.raises(Left):
        voice.ask("Next")


@pytest.mark.parametrize("how", ["ctrl-c", "the end"])
def test_a_form_that_is_left_half_way_is_said_not_to_be_recorded(tmp_path: Path, how: str) -> None:
    tell(tmp_path / "told")
    store = shutil.copytree(tmp_path / "told", tmp_path / "store")
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "tests.cli.plain_talk", str(store)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write("1\nr\nzone set\n1\n")
    running.stdin.flush()
    said = ""
    while "Red, amber or green" not in said:
        letter = running.stdout.read(1)
        assert letter, said
        said += letter
    if how == "ctrl-c":
        time.sleep(SOON)
        running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert "NOT RECORDED: Zone set, KHAN Bilal. What was typed for it is not kept." in said + out
    assert "Left Carelist." in out
    assert "Traceback" not in err
    assert running.returncode == (130 if how == "ctrl-c" else 0)
