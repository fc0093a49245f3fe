"""What is said and asked, a line at a time: no colour, no cursor, nothing that a pipe or a reader can't follow."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import TextIO

from carelist_tui.catalogue import tr
from carelist_tui.cli.plain import visible


class Left(Exception):
    """Nobody answers any more: what is typed has ended."""


class Voice:
    """Says lines, asks for one. Every word goes through the plain-text boundary."""

    def __init__(self, answers: TextIO, says: TextIO) -> None:
        self._answers, self._says = answers, says

    def say(self, words: str = "") -> None:
        """One line."""
        self._says.write(visible(words) + "\n")
        self._says.flush()

    @property
    def at_terminal(self) -> bool:
        """Whether what is said goes to a terminal, which may have a clipboard."""
        return self._says.isatty()

    def give(self, text: str) -> None:
        """A text to the terminal's clipboard: nothing of it is seen."""
        self._says.write(f"\x1b]52;c;{b64encode(text.encode()).decode()}\a")
        self._says.flush()

    def ask(self, prompt: str) -> str:
        """What was typed on the line that follows; empty when only enter was pressed. Raises Left at the end."""
        self._says.write(visible(prompt) + ": ")
        self._says.flush()
        line = self._answers.readline()
        if not (line and self._answers.isatty()):
            self._says.write("\n")
        if not line:
            raise Left
        return line.rstrip("\r\n").strip()

    def ask_lines(self, prompt: str) -> str:
        """Several lines, ended by an empty one."""
        lines = []
        said = self.ask(tr("{prompt} (an empty line ends it)", prompt=prompt))
        while said:
            lines.append(said)
            said = self.ask("and")
        return "\n".join(lines)

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
