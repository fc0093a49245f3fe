"""A page that is printed, as a browser reads it: its tags, their attributes, and the words between them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ACTS = {"script", "img", "iframe", "object", "embed", "link", "form", "a", "svg", "base", "input", "button"}
"""Tags by which something would act or be fetched."""


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def words(self) -> str:
        """All that stands on it, without its styles."""
        return "\n".join(each for each in self.said if not each.lstrip().startswith("@page"))


def check_harmless(page: str) -> None:
    """Nothing on it acts or is fetched, whatever words stand in it."""
    tags = Tags(page)
    assert not ACTS & set(tags.tags)
    assert {name for name, _ in tags.attributes} <= {"lang", "charset", "http-equiv", "content", "class", "scope"}
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert not re.search(r"url\(|@import|https?:", styles)
    assert "default-src 'none'" in page
