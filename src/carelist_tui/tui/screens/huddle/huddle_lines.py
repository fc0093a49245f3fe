"""The lines of a huddle: the bar of steps and the clock, one block of lines for each worker or person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.strip import Strip

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.huddle.huddle_so_far import COUNTS, HERE, Sitting
from carelist_tui.domain.views.huddle import Here, Huddle, Talk
from carelist_tui.domain.views.huddle.huddle import AGREED_MINUTES
from carelist_tui.exchange.huddle_sheet.sheet_words import Words
from carelist_tui.tui.widgets.plain import Line, fit, width_of, wrap
from carelist_tui.tui.widgets.row import Look

Block = list[Strip]
NAME, STANDING, OWNER = 24, 17, 16
NOBODY = tr("NOBODY")
NEWS = 3
"""What came in about one person: so many lines at most, the newest."""
SHORT = {
    "here": tr("Here"), "act_now": tr("Act now"), "missed": tr("Missed"), "arriving": tr("New, in, out"),
    "red": tr("Red"),
    "changed": tr("Changed"), "unheld": tr("Nobody's"), "counts": tr("Counts"), "gap": tr("The gap"),
    "close": tr("Close"),
}  # fmt: skip
TITLES = {"here": tr("Who is here"), "counts": tr("The counts"), "close": tr("Close the huddle")}
SAYS = {
    "here": tr("x marks who is here, w everybody at work"),
    "counts": tr("Is it fair, is it doable?"),
    "close": tr("ctrl+s records it"),
}


@dataclass(frozen=True, slots=True)
class Pencil:
    """What the lines are drawn with: the width, whether there is room to breathe, the look, the words of the sheet."""

    width: int
    roomy: bool
    look: Look
    words: Words

    def line(self) -> Line:
        return Line(self.width, self.look.ink.words)

    def gap(self) -> Block:
        """A blank line between blocks, where there is room."""
        return [self.line().strip()] if self.roomy else []


def clock_words(begins: datetime, now: datetime) -> tuple[str, bool]:
    """(`04:12 of 15 min`, whether it is over) since the huddle began."""
    seconds = max(0, int((now - begins).total_seconds()))
    return tr(
        "{seconds:02}:{seconds2:02} of {agreed_minutes} min",
        seconds=seconds // 60,
        seconds2=seconds % 60,
        agreed_minutes=AGREED_MINUTES,
    ), seconds >= AGREED_MINUTES * 60


def bar_strip(sitting: Sitting, now: datetime, width: int, look: Look) -> tuple[Strip, str]:
    """`3 of 10  Missed contact 4` on the left, the clock at the right; and what had no room there."""
    keys = sitting.keys()
    key = keys[min(sitting.step, len(keys) - 1)]
    clock, over = clock_words(sitting.begins, now)
    step = sitting.huddle.step(key) if sitting.huddle else None
    title = f"{step.title}: {len(step.talks)}" if step else TITLES.get(key, "")
    line = Line(width, look.ink.words).add(
        tr(" {index} of {n}  ", index=keys.index(key) + 1, n=len(keys)), look.ink.quiet
    )
    room = max(0, width - len(clock) - 3 - line.used)
    fits = width_of(title) <= room
    line.add(title if fits else "", look.ink.strong, width=room)
    return line.add("  ").add(clock, look.ink.amber if over else look.ink.quiet).strip(), "" if fits else title


def steps_words(sitting: Sitting, width: int) -> str:
    """Where the huddle stands among its steps: those after this one, as many as there is room for."""
    rest = [SHORT.get(key, key) for key in sitting.keys()[sitting.step + 1 :]]
    words = tr("then {rest}", rest=", ".join(rest)) if rest else ""
    while rest and width_of(words) > width:
        rest.pop()
        words = tr("then {rest}...", rest=", ".join(rest)) if rest else ""
    return words


def step_blocks(key: str, huddle: Huddle, pencil: Pencil, sitting: Sitting) -> list[Block]:
    """A step as blocks of lines, nobody at hand; the last of them are one for each worker or person."""
    words = pencil.words
    step = huddle.step(key)
    if key == HERE:
        first, many = [words.since()], len(huddle.here)
    elif step is None:
        lines = words.counts() if key == COUNTS else close_lines(sitting, pencil)
        return [block + pencil.gap() for block in said_blocks(lines, pencil)]
    else:
        first, many = ([words.closure()] if key == "gap" else []), len(step.talks)
        first += [] if many else [tr("Nobody. On to the next step.")]
    blocks = [block + pencil.gap() for block in said_blocks(first, pencil)]
    return blocks + [one_block(key, huddle, n, pencil, sitting, at_hand=False) for n in range(many)]


def one_block(key: str, huddle: Huddle, n: int, pencil: Pencil, sitting: Sitting, *, at_hand: bool) -> Block:
    """The n-th worker or person of a step."""
    step = huddle.step(key)
    if step is None:
        here = huddle.here[n]
        block = here_block(here, pencil, present=here.worker.id in sitting.present, at_hand=at_hand)
    else:
        told = next(each["people"] for each in pencil.words.huddle["steps"] if each["step"] == key)
        block = talk_block(step.talks[n], told[n], pencil, sitting, at_hand=at_hand)
    return block + pencil.gap()


def here_block(here: Here, pencil: Pencil, *, present: bool, at_hand: bool) -> Block:
    """A worker: whether here, on duty or away, until when, and who covers."""
    ink = pencil.look.ink
    line = pencil.line().add(" > " if at_hand else "   ", ink.cursor if at_hand else None)
    name = here.worker.name
    line.add("[x] " if present else "[ ] ", ink.key).add(name, ink.strong, width=max(NAME, width_of(name))).add(" ")
    line.add(in_plain_words(here.worker.role), ink.quiet, width=15).add(" ")
    away = next((each["away"] for each in pencil.words.huddle["here"] if each["worker"] == here.worker.id), None)
    said = tr("AWAY: {away}", away=pencil.words.away(away)) if away else ""
    said = said or (tr("on duty") if here.on_duty else "" if here.works_today else tr("not a working day"))
    style = ink.red if away and not away["cover"] else ink.amber if away else ink.words
    first, *rest = wrap(said, max(10, line.room))
    strips = [line.add(first, style).strip()]
    return [*strips, *(pencil.line().add(" " * 8).add(words, style).strip() for words in rest)]


def talk_block(talk: Talk, answer: Mapping[str, Any], pencil: Pencil, sitting: Sitting, *, at_hand: bool) -> Block:
    """A person: name, zone and days, what is due and whose it is; why, whole for the one at hand and where there is
    room; what was decided here."""
    ink, words, width = pencil.look.ink, pencil.words, pencil.width
    style = ink.cursor if at_hand else None
    line = Line(width, ink.cursor if at_hand else ink.words).add(" > " if at_hand else "   ")
    line.add("x" if talk.person in sitting.talked else " ", style or ink.key)
    line.add("*" if talk.person in sitting.marked else " ", style or ink.key)
    owner = owner_words(talk, sitting, pencil)
    room = max(0, width - line.used - OWNER - STANDING - 4)
    called = f"{talk.name}  {talk.ref}".rstrip()
    line.add(called, style or ink.strong, width=room).add("  ")
    line.add(standing_words(talk, answer, words), style or ink.zone(talk.zone), width=STANDING).add(" ")
    line.add(owner, style or (ink.amber if "(" in owner or owner == NOBODY else ink.words))
    strips = [line.strip()]
    if at_hand and width_of(called) > room:
        strips += [
            pencil.line().add("     ").add(part, ink.strong).strip() for part in wrap(called, max(10, width - 8))
        ]
    why = wrap("; ".join(filter(None, (words.due(answer), words.why(answer)))), max(10, width - 8))
    shown = why if at_hand or pencil.roomy else why[:2]
    if len(shown) < len(why):
        shown[-1] = fit(shown[-1] + "\N{HORIZONTAL ELLIPSIS}", max(10, width - 8)).rstrip()
    strips += [pencil.line().add("     ").add(part).strip() for part in shown if part]
    strips += known_strips(answer, pencil)
    strips += also_strips(answer, pencil, whole=at_hand or pencil.roomy)
    if pencil.roomy:
        strips += news_strips(talk, pencil)
    said = (
        [tr("decided: {named}", named=words.named(each.words)) for each in sitting.of(talk.person)]
        if talk.person
        else []
    )
    said += [tr("note: {notes}", notes=sitting.notes[talk.person])] if talk.person in sitting.notes else []
    for each in said:
        strips += [pencil.line().add("     ").add(p, ink.green).strip() for p in wrap(each, max(10, width - 8))]
    return strips


def known_strips(answer: Mapping[str, Any], pencil: Pencil) -> Block:
    """What nobody may decide about them without: whole, and always."""
    lines = (part for known in pencil.words.known(answer) for part in wrap(f"! {known}", max(10, pencil.width - 8)))
    return [pencil.line().add("     ").add(part, pencil.look.ink.red).strip() for part in lines]


def also_strips(answer: Mapping[str, Any], pencil: Pencil, *, whole: bool) -> Block:
    """What else is due for them: always said; in one line, cut with a mark, where it is not to be `whole`."""
    width = max(10, pencil.width - 8)
    lines = wrap(pencil.words.also(answer), width)
    if not whole and len(lines) > 1:
        lines = [fit(lines[0] + "\N{HORIZONTAL ELLIPSIS}", width).rstrip()]
    return [pencil.line().add("     ").add(part, pencil.look.ink.words).strip() for part in lines if part]


def news_strips(talk: Talk, pencil: Pencil) -> Block:
    """Where there is room: what came in since the last huddle."""
    look, quiet = pencil.look, pencil.look.ink.quiet
    news = sorted(talk.changes, key=lambda each: each.occurred_at)
    lines = [
        tr("new, {when}: {named}", when=look.when(each.occurred_at), named=pencil.words.named(each.words))
        for each in news[-NEWS:]
        if each.words not in talk.why
    ]
    width = max(10, pencil.width - 8)
    return [pencil.line().add("     ").add(part, quiet).strip() for line in lines for part in wrap(line, width)]


def standing_words(talk: Talk, answer: Mapping[str, Any], words: Words) -> str:
    """`RED 4 days`, `amber 9 days`; empty for what is about nobody."""
    said = words.standing(answer)
    return said.replace(in_plain_words("red"), in_plain_words("red").upper(), 1) if talk.zone == "red" else said


def owner_words(talk: Talk, sitting: Sitting, pencil: Pencil) -> str:
    """Whose it is, by first name; and whether they are not at the huddle."""
    if talk.owner.partition(":")[0] == "duty":
        return NOBODY
    name = pencil.look.name(talk.owner).split(" ")[0][:OWNER]
    return name if talk.owner in sitting.present else tr("{name} (not here)", name=name)


def said_blocks(lines: Iterable[str], pencil: Pencil) -> list[Block]:
    """Plain lines, wrapped, each a block."""
    return [
        [pencil.line().add("   ").add(part).strip() for part in wrap(line, max(10, pencil.width - 6))] for line in lines
    ]


def close_lines(sitting: Sitting, pencil: Pencil) -> list[str]:
    """What will be recorded when the huddle closes."""
    shown = sitting.shown()
    names = ", ".join(pencil.look.name(each) for each in sorted(sitting.present))
    lines = [tr("Here: {names}", names=names)]
    talks = {talk.person: talk for step in (shown.steps if shown else ()) for talk in step.talks}
    for person in sitting.discussed():
        talk = talks.get(person) if person else None
        said = [pencil.words.named(each.words) for each in sitting.of(person)]
        said += [sitting.notes[person]] if person in sitting.notes else []
        lines.append(f"{talk.name if talk else tr('Also')}: {'; '.join(said) or tr('talked about')}")
    if len(lines) == 1:
        lines.append(tr("Nobody was marked as talked about, and nothing was decided here."))
    if passed := sitting.passed_over():
        of_each = "; ".join(
            tr("{title} {many} of {whole}", title=title, many=many, whole=whole) for title, many, whole in passed
        )
        lines += ["", tr("Not talked about yet: {of_each}. left goes back to them, x marks who was.", of_each=of_each)]
    return [*lines, "", tr("ctrl+s records the huddle; then the sheet can be printed and the summary copied.")]
