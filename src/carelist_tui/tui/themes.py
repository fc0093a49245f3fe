"""Carelist's own themes: one palette each, checked for contrast by a test, and the styles that lines are drawn with.

No colour carries a meaning alone, so the theme for NO_COLOR has none at all: bold, underline and reverse do the work.
"""

from __future__ import annotations

from dataclasses import asdict

from rich._palettes import EIGHT_BIT_PALETTE
from rich.color import Color
from rich.style import Style
from textual.theme import Theme

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of a theme, as its number among the terminal's 256: half the bytes of a true colour.

    `ground` is behind words, `bar` behind the head, `cursor` behind the row at hand.
    """

    ground: int
    bar: int
    cursor: int
    words: int
    quiet: int
    rule: int
    key: int
    red: int
    amber: int
    green: int

    def pairs(self) -> list[tuple[str, int, int]]:
        """(what, foreground, background) of every pair in which words are shown."""
        inks = {k: v for k, v in asdict(self).items() if k not in ("ground", "bar", "cursor")}
        words = [(tr("words on {g}", g=g), self.words, getattr(self, g)) for g in ("ground", "bar", "cursor")]
        return [*words, *((tr("{k} on ground", k=k), v, self.ground) for k, v in inks.items())]


def theme_after(theme: str) -> str:
    """The theme that a change goes to; after the last the first."""
    names = list(PALETTES)
    return names[(names.index(theme) + 1) % len(names)] if theme in names else names[0]


def hex_of(number: int) -> str:
    """A colour of the 256 as Textual writes it."""
    return EIGHT_BIT_PALETTE[number].hex


DARK = Palette(ground=233, bar=236, cursor=24, words=255, quiet=250, rule=246, key=117, red=210, amber=221, green=114)
LIGHT = Palette(ground=231, bar=254, cursor=153, words=233, quiet=239, rule=241, key=24, red=124, amber=94, green=22)
HIGH = Palette(ground=16, bar=17, cursor=18, words=231, quiet=255, rule=250, key=159, red=217, amber=228, green=157)
PREFIX = "carelist-"
PALETTES = {f"{PREFIX}dark": DARK, f"{PREFIX}light": LIGHT, f"{PREFIX}high-contrast": HIGH}
LEAST = {f"{PREFIX}dark": 4.5, f"{PREFIX}light": 4.5, f"{PREFIX}high-contrast": 7.0}
"""How far letters stand out from what is behind them, at the least (WCAG 2.2: AA, and AAA)."""
NO_COLOUR = "carelist-no-colour"
ANSI_NAMES = (
    "ansi-background", "ansi-foreground", "border", "border-blurred", "block-cursor-foreground",
    "block-cursor-background", "input-cursor-background", "input-cursor-foreground", "input-selection-background",
    "input-selection-foreground", "screen-selection-background", "screen-selection-foreground",
)  # fmt: skip
"""What Textual's stylesheets name; the cursor of an input is shown by reverse."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The styles of lines. `row` turns one of them into that of the row at hand."""

    words: Style
    quiet: Style
    strong: Style
    bar: Style
    bar_strong: Style
    rule: Style
    key: Style
    red: Style
    amber: Style
    green: Style
    cursor: Style

    def zone(self, zone: str | None) -> Style:
        return {"red": self.red, "amber": self.amber, "green": self.green}.get(zone or "", self.words)


def ink_of(theme: str) -> Ink:
    """The styles of a theme; of an unknown one the dark."""
    if theme == NO_COLOUR:
        none, bold, back = Style(), Style(bold=True), Style(reverse=True)
        return Ink(none, none, bold, back, back + bold, none, bold, bold, bold, none, back)
    p = PALETTES.get(theme, DARK)

    def on(colour: int, ground: int = p.ground, *, bold: bool = False) -> Style:
        return Style(color=Color.from_ansi(colour), bgcolor=Color.from_ansi(ground), bold=bold or None)

    return Ink(
        words=on(p.words),
        quiet=on(p.quiet),
        strong=on(p.words, bold=True),
        bar=on(p.words, p.bar),
        bar_strong=on(p.words, p.bar, bold=True),
        rule=on(p.rule),
        key=on(p.key, bold=True),
        red=on(p.red, bold=True),
        amber=on(p.amber, bold=True),
        green=on(p.green),
        cursor=on(p.words, p.cursor, bold=True),
    )


def themes() -> list[Theme]:
    """The themes as Textual wants them, so that its own widgets (inputs, the palette) wear the same colours."""
    made = []
    for name, palette in PALETTES.items():
        p = {k: hex_of(v) for k, v in asdict(palette).items()}
        made.append(
            Theme(
                name=name, primary=p["key"], secondary=p["key"], warning=p["amber"], error=p["red"],
                success=p["green"], accent=p["key"], foreground=p["words"], background=p["ground"],
                surface=p["ground"], panel=p["bar"], dark=palette is not LIGHT, text_alpha=1.0,
                variables={
                    "block-cursor-foreground": p["words"], "block-cursor-background": p["cursor"],
                    "input-cursor-foreground": p["ground"], "input-cursor-background": p["words"],
                    "input-selection-background": p["cursor"], "border": p["key"], "border-blurred": p["rule"],
                },
            )
        )  # fmt: skip
    none = "ansi_default"
    plain = Theme(
        name=NO_COLOUR, ansi=True, primary=none, secondary=none, warning=none, error=none, success=none, accent=none,
        foreground=none, background=none, surface=none, panel=none, boost=none,
        variables={**dict.fromkeys(ANSI_NAMES, none), "input-cursor-text-style": "reverse"},
    )  # fmt: skip
    return [*made, plain]
