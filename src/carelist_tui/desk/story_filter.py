"""Which entries of a story are shown: those with the words that were typed, of the type that was chosen. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk.sections.filters import edited_anew
from carelist_tui.domain.names import without_accents


@dataclass(slots=True)
class Sifting:
    """`found` holds the numbers of the entries that are shown, in the order of the story given."""

    text: str = ""
    kind: str = ""
    """The plain words of a type; empty: all of them."""
    kinds: Sequence[str] = ()
    found: list[int] = field(default_factory=list)
    typing: bool = False
    """Whether the words are being typed."""
    types_anew: bool = False
    """Whether no key of them was pressed yet: a letter takes the place of what stands there."""
    _lines: Sequence[tuple[str, str]] = ()

    def begin(self, lines: Sequence[tuple[str, str]]) -> None:
        """Look through these from now on: (type in plain words, words to be looked through). Whoever types without
        accents finds what was written with them."""
        self._lines = [(kind, f"{said.casefold()} {without_accents(said)}") for kind, said in lines]
        self.kinds = sorted({kind for kind, _ in lines}, key=str.casefold)
        self.sift(self.text, self.kind if self.kind in self.kinds else "")

    def sift(self, text: str, kind: str) -> None:
        """Find the entries that hold every word of the text, of this type."""
        self.text, self.kind = text, kind
        words = text.casefold().split()
        self.found = [n for n, (is_kind, said) in enumerate(self._lines)
                      if kind in ("", is_kind) and all(word in said for word in words)]  # fmt: skip

    def begin_typing(self) -> None:
        """Words are typed from now on; those that stand are gone on with, or typed over."""
        self.typing = self.types_anew = True

    def type(self, key: str, character: str | None) -> None:
        """One more key of the words: enter keeps them, escape takes them away."""
        ends = key in ("enter", "ctrl+j", "escape")
        self.typing = not ends
        text = self.text if ends else edited_anew(self.text, key, character, is_new=self.types_anew)
        self.types_anew = False
        self.sift("" if key == "escape" else text, self.kind)

    def next_kind(self, by: int) -> str:
        """The type after the one chosen, in the order of their words; all of them come before the first."""
        kinds = ["", *self.kinds]
        return kinds[(kinds.index(self.kind) + by) % len(kinds)]

    def says(self) -> str:
        """`12 of 80 entries: only Contact, "rent"`."""
        why = [*([tr("only {kind}", kind=self.kind)] if self.kind else []), *([f'"{self.text}"'] if self.text else [])]
        many = ntr("1 entry", "{n} entries", len(self._lines), n=len(self._lines))
        return (
            tr("{n} of {many}: {why}", n=len(self.found), many=many, why=", ".join(why))
            if why
            else tr("{many}, newest first", many=many)
        )
