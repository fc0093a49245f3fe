"""What is said and asked, a line at a time: no colour, no cursor, nothing that a pipe or a reader can't follow."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.plain import visible

PASTED_SECONDS = 0.03
"""A line that follows another so soon was pasted with it: nobody types one in less."""

if sys.platform == "win32":
    import msvcrt
    from time import monotonic, sleep

    def waits(answers: TextIO, seconds: float) -> bool:
        """Whether something was typed there that nobody has read, now or before so many seconds have passed."""
        end = monotonic() + seconds
        while not (waiting := msvcrt.kbhit()) and monotonic() < end:
            sleep(0.005)
        return waiting

else:
    import select

    def waits(answers: TextIO, seconds: float) -> bool:
        """Whether a line was typed there that nobody has read, now or before so many seconds have passed."""
        return bool(select.select([answers], [], [], seconds)[0])


class Left(Exception):
    """Nobody answers any more: what is typed has ended."""


class Voice:
    """Says lines, asks for one. Every word goes through the plain-text boundary."""

    def __init__(self, answers: TextIO, says: TextIO) -> None:
        self._answers, self._says = answers, says
        self.half_said = ""
        """The lines of an answer that nobody has ended yet."""
        self._ahead = ""
        """What was typed before it was asked for, and answers what is asked next."""
        self._under_way: list[tuple[str, Callable[[], bool]]] = []

    def say(self, words: str = "") -> None:
        """One line."""
        self._says.write(visible(words) + "\n")
        self._says.flush()

    @contextmanager
    def asking(self, words: str, is_kept: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """While this is being asked for, what is typed for it is lost where whoever is asked goes away; unless by then
        it `is_kept`."""
        self._under_way.append((words, is_kept))
        yield
        self._under_way.pop()

    def say_what_is_lost(self) -> None:
        """Of what was being asked for: that it was not recorded, and whether it is kept."""
        for words, is_kept in self._under_way:
            self.say(
                tr("NOT RECORDED: {words}. What was typed for it is kept: i at the list opens it.", words=words)
                if is_kept()
                else tr("NOT RECORDED: {words}. What was typed for it is not kept.", words=words)
            )

    @property
    def at_terminal(self) -> bool:
        """Whether what is said goes to a terminal, which may have a clipboard."""
        return self._says.isatty()

    def give(self, text: str) -> None:
        """A text to the terminal's clipboard: nothing of it is seen."""
        self._says.write(f"\x1b]52;c;{b64encode(text.encode()).decode()}\a")
        self._says.flush()

    def ask(self, prompt: str) -> str:
        """What was typed on the line that follows; empty when only enter was pressed. Lines that were pasted with it at
        a terminal answer nothing that was not asked yet: they are left out, and that is said. Raises Left at the
        end."""
        said, *pasted = self._asked(prompt)
        if pasted:
            self.say(
                ntr(
                    "{n} more line was pasted than is asked for here: it is left out.",
                    "{n} more lines were pasted than are asked for here: they are left out.",
                    len(pasted),
                    n=len(pasted),
                )
            )
        return said

    def _asked(self, prompt: str) -> list[str]:
        """The line that was typed, and those that were pasted with it."""
        self._says.write(visible(prompt) + ": ")
        if self._ahead:
            ahead, self._ahead = self._ahead, ""
            self._says.write(visible(ahead) + "\n")
            return [ahead]
        self._says.flush()
        at_terminal = self._answers.isatty()
        is_ahead = at_terminal and waits(self._answers, 0)
        lines = [self._line()]
        if not at_terminal:
            self._says.write("\n")
        while at_terminal and not is_ahead and waits(self._answers, PASTED_SECONDS):
            try:
                lines.append(self._line())
            except Left:
                break  # the next question finds the end
        return lines

    def _line(self) -> str:
        line = self._answers.readline()
        if not line:
            self._says.write("\n")
            raise Left
        return line.rstrip("\r\n").strip()

    def ask_lines(self, prompt: str) -> str:
        """Several lines, ended by an empty one; what is pasted at a terminal is kept whole, its empty lines too."""
        lines: list[str] = []
        said = self._asked(tr("{prompt} (an empty line ends it)", prompt=prompt))
        while any(said):
            lines += said
            self.half_said = "\n".join(lines).strip()
            said = self._asked(tr("and"))
        self.half_said = ""
        return "\n".join(lines).strip()

    def leaves(self, question: str) -> bool:
        """Whether the answer is yes; whatever else than yes or no is typed answers what is asked next."""
        said = self.ask(tr("{question} y or n, or the answer", question=question))
        if said.casefold() not in ("", "n", "no", "y", "yes"):
            self._ahead = said
        return said.casefold() in ("y", "yes")

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes; asked again until it is y or n."""
        while (said := self.ask(tr("{question} y or n", question=question)).casefold()) not in ("y", "yes", "n", "no"):
            self.say(tr("Please answer y or n."))
        return said in ("y", "yes")

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """The key of one of (key, words); None when only enter was pressed."""
        self.say(f"{title}:")
        for key, words in choices:
            self.say(f"  {key}  {words}")
        keys = {key for key, _ in choices}
        while said := self.ask(tr("Its sign, or enter for none")):
            if said in keys:
                return said
            self.say(tr("{said} is none of these: {keys}.", said=said, keys=", ".join(key for key, _ in choices)))
        return None

    def pick(self, title: str, words: Sequence[str]) -> int | None:
        """The place of one of these, from 0; None when only enter was pressed."""
        chosen = self.choose(title, [(str(n), each) for n, each in enumerate(words, start=1)])
        return int(chosen) - 1 if chosen else None
