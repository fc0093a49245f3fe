"""The shell of every page that is printed: one HTML file for A4, black on white, confidential at both ends.

Every word is escaped, and what would act or hide is shown by a visible sign. Nothing is fetched and nothing runs: the
page says so to the browser as well (its Content-Security-Policy), so it opens the same from any file.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from carelist_tui.catalogue import ENGLISH, LANGUAGE, tr
from carelist_tui.domain.plain import shown_text

STYLE = """
@page { size: A4; margin: 14mm; @bottom-right { content: WORD_CONFIDENTIAL "  " counter(page) WORD_OF counter(pages);
  font: 8pt sans-serif; } }
body { font: 11pt/1.35 sans-serif; color: #000; background: #fff; max-width: 60em; margin: 1em auto; padding: 0 1em; }
h1 { font-size: 1.5em; margin: 0; }
h2 { font-size: 1.15em; margin: 1.1em 0 .3em; border-bottom: 1px solid #000; break-after: avoid; }
h3 { font-size: 1em; margin: .9em 0 .2em; break-after: avoid; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .25em .5em .25em 0; border-bottom: 1px solid #999;
  overflow-wrap: anywhere; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.warning { border: 2px solid #000; padding: .4em .6em; font-weight: bold; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
""".strip()
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


LANGUAGE_OF_PAGES = "en-GB" if LANGUAGE == ENGLISH else LANGUAGE


def in_margins(style: str) -> str:
    """A style with the words of its margins in the language, as CSS has a text: nothing of a translation is more."""
    words = {"CONFIDENTIAL": tr("CONFIDENTIAL"), "PAGE": tr("page "), "OF": tr(" of ")}
    for name, said in words.items():
        style = style.replace(f"WORD_{name}", f'"{"".join(map(_css_letter, said))}"')
    return style


def _css_letter(letter: str) -> str:
    return letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} "


def shell(title: str, confidential: str, body: Iterable[str], *, style: str = "", kind: str = "") -> str:
    """The whole page around a body that is HTML already: `style` is added to what all pages have, for a body of this
    `kind`. Title and what is confidential are words."""
    head = safe(title)
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_OF_PAGES}">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{head}</title>",
        f"<style>{in_margins(STYLE)}\n{in_margins(style)}</style></head>",
        f'<body class="{kind}"><h1>{head}</h1>' if kind else f"<body><h1>{head}</h1>",
        f'<p class="warning">{safe(confidential)}</p>',
        *body,
        f'<p class="warning">{safe(confidential)}</p>',
        "</body></html>",
        "",
    ])  # fmt: skip


def safe(text: str, newline: str = " / ") -> str:
    """Words as they may stand in a page: nothing in them acts or hides."""
    return escape(shown_text(text, newline=newline))
