"""The site of the guide in the language of the process (mkdocs.yml, hooks): its pages where they are translated, else
in English, which each says; its headings through the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from carelist_tui.catalogue import ENGLISH, LANGUAGE
from carelist_tui.desk.guide.guide_pages import HEADINGS, in_english_yet, title_of, translated


def on_config(config: Any) -> Any:
    """The headings, and the words of the theme where it has them in that language."""
    if LANGUAGE != ENGLISH:
        config.site_name = HEADINGS[config.site_name]
        config.nav = _in_words(config.nav)
        if any((Path(each) / "partials" / "languages" / f"{LANGUAGE}.html").is_file() for each in config.theme.dirs):
            config.theme["language"] = LANGUAGE
    return config


def _in_words(nav: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {HEADINGS.get(title, title): _in_words(below)}
        if isinstance(below, list)
        else {title_of(Path(below).stem): below}
        for each in nav
        for title, below in each.items()
    ]


def on_page_read_source(page: Any, config: Any) -> str:
    """The text of a page."""
    name = Path(page.file.src_uri).stem
    return translated(name) or in_english_yet(Path(page.file.abs_src_path).read_text(encoding="utf-8"))
