"""A PDF as another program reads it: its pages, the words on them, and the structure that is read aloud."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pypdf import PdfReader

ACTS = ("/Annots", "/AA", "/OpenAction", "/JavaScript", "/JS", "/URI", "/EmbeddedFiles", "/AcroForm", "/Launch")
"""By what something in a PDF would act, or lead elsewhere."""
FURNITURE = re.compile(r"CONFIDENTIAL\d+of\d+|[•:]")
"""What a sheet has besides the words of its report."""


class Document:
    """What a PDF holds."""

    def __init__(self, pdf: bytes) -> None:
        self._file = PdfReader(io.BytesIO(pdf))
        self.root: Any = self._file.trailer["/Root"]
        self.information: Any = self._file.metadata
        self.rows: set[tuple[int, int]] = set()
        """Each row of words on its pages: which page, and how high."""
        self.letters: set[float] = set()
        """How large, in points, any words are."""
        self.turned = ""
        """What stands upright."""

    @cached_property
    def pages(self) -> list[str]:
        """What stands on each page."""
        return [page.extract_text(visitor_text=self._sees(number)) for number, page in enumerate(self._file.pages)]

    def _sees(self, number: int) -> Any:
        def see(words: str, matrix: list[float], at: list[float], font: object, size: float) -> None:
            if words.strip():
                self.rows.add((number, round(at[5] + matrix[5])))
                self.letters.add(size)
                self.turned += words if matrix[1] or at[1] else ""

        return see

    @property
    def sheets(self) -> set[tuple[int, int]]:
        """How large the sheets are, in points."""
        return {(round(page.mediabox.width), round(page.mediabox.height)) for page in self._file.pages}

    @cached_property
    def words(self) -> str:
        """All that stands on its pages, without blanks: where a line ends is no matter."""
        return closed("".join(self.pages))

    @cached_property
    def said(self) -> str:
        """The same, without what stands on every sheet and marks a list, and with what is told of its pictures."""
        return FURNITURE.sub("", self.words + closed("".join(self.told)))

    @cached_property
    def tags(self) -> Counter[str]:
        """Its elements of structure, each with how often it stands in it."""
        return Counter(str(node["/S"])[1:] for node in _nodes(self.root["/StructTreeRoot"]["/K"]))

    @cached_property
    def told(self) -> list[str]:
        """What is read aloud in place of each picture."""
        nodes = _nodes(self.root["/StructTreeRoot"]["/K"])
        return [str(node.get("/Alt", "")) for node in nodes if node["/S"] == "/Figure"]

    @property
    def packet(self) -> str:
        """What it says of itself, as XML."""
        return str(self.root["/Metadata"].get_data().decode())

    def acts(self) -> list[str]:
        """What in it would act or lead elsewhere, wherever it hangs."""
        size: Any = self._file.trailer["/Size"]
        objects: list[Any] = [self._file.get_object(number) for number in range(1, size)]
        return [key for each in objects if isinstance(each, dict) for key in ACTS if key in each]


def lines_of(page: str, title: str) -> list[str]:
    """The lines of a page from its title on, without blanks and furniture."""
    return [FURNITURE.sub("", closed(each)) for each in page.split(title, 1)[1].split("\n")]


def left_of(page: str, title: str, document: Document) -> str:
    """What stands in a document and not on the page of the same report, blanks and furniture aside; each word of the
    page has to stand in it as often as there."""
    said, left = lines_of(page, title), document.said
    for each in sorted(said, key=len, reverse=True):
        assert each in left, each
        left = left.replace(each, "", 1)
    return left


def closed(words: str) -> str:
    """Words without their blanks."""
    return re.sub(r"\s+", "", words)


def _nodes(kids: Any) -> Iterator[Any]:
    kids = kids.get_object()
    for node in kids if isinstance(kids, list) else [kids]:
        node = node.get_object()
        if isinstance(node, dict) and "/S" in node:
            yield node
            if "/K" in node:
                yield from _nodes(node["/K"])
