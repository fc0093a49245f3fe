"""What each tab of the person page says: values in, lines out. The words are the entries' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import loud_words
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.views.whole.indicators import Measured, help_words, standing_words
from carelist_tui.domain.views.whole.instruments import Scored
from carelist_tui.domain.views.whole.past import Past
from carelist_tui.domain.views.whole.rhythm import Rhythm
from carelist_tui.domain.words import NOT_OWED
from carelist_tui.tui.screens.person.blocks import Sheet
from carelist_tui.tui.screens.person.missed_tab import missed_tab
from carelist_tui.tui.widgets.panel import said_of_others
from carelist_tui.tui.widgets.person.charts import chart_strips
from carelist_tui.tui.widgets.person.story_lines import when_words
from carelist_tui.tui.widgets.person.strip26 import rhythm_strips

CADENCE = "cadence"
"""The kind of Due by which live contact is owed so often."""


def plan_tab(sheet: Sheet) -> None:
    """How we stay in contact, whole; what is booked, what is due and why, consent; then the plans before."""
    plan = sheet.told.answer["plan"]
    if plan is None:
        sheet.title(tr("No plan for staying in contact yet"))
    else:
        sheet.title(tr("How we stay in contact"))
        sheet.fields(plan["id"])
    sheet.title(tr("Who may be told, as it stands now"))
    for each in sheet.card.must_not_be_told:
        sheet.put(loud_words(each.sentence), sheet.look.ink.red)
    said_of_others(sheet, sheet.card)
    sheet.title(tr("Booked next") if sheet.told.answer["next_contacts"] else tr("Nothing is booked next"))
    for each in sheet.told.answer["next_contacts"]:
        what = f"{choice_in_words(each['method'])}, {choice_in_words(each['purpose'])}"
        place = f", {each['place']}" if each["place"] else ""
        who = sheet.look.name(each["worker"]) + ("" if each["owed"] else NOT_OWED)
        sheet.put(f"{when_words(each['at'], sheet.look)}  {what}{place}, {who}")
    items = sheet.told.answer["items"]
    sheet.title(tr("Due, and what comes next") if items else tr("Nothing is due"))
    for item in items:
        late = item["status"] == "overdue"
        sheet.put(f"{'! ' if late else ''}{item['why']}", sheet.look.ink.red if late else sheet.look.ink.words)
    sheet.section(tr("Consent and requests"), sheet.told.of_kind("consent.", "request."))
    if sheet.told.groups:
        sheet.title(tr("What they said of themselves, asked for equity of access alone; no rule reads it"))
    for group in sheet.told.groups:
        sheet.put(group.answer, label=f"{group.title}:")
        sheet.put(tr("Why it was asked: {reason}", reason=group.reason), sheet.look.ink.quiet)
    sheet.section(tr("Every contact plan"), sheet.told.of_kind("engagement_plan."))


def risk_tab(sheet: Sheet) -> None:
    """The live risk plan; warning signs; then checks, decisions, escalations and crises, the newest first."""
    answer = sheet.told.answer
    if signs := answer["early_warning"]:
        since = sheet.look.when(datetime.fromisoformat(signs["since"]))
        sheet.put(
            tr("{signs} (since {since})", signs=signs["signs"], since=since),
            sheet.look.ink.amber,
            label=tr("Early warning signs"),
        )
    if answer["risk_plan"] is None:
        sheet.title(tr("No risk plan yet"))
    else:
        sheet.title(tr("Risk plan"))
        sheet.fields(answer["risk_plan"]["id"])
    kinds = ("risk_check.", "decision.", "escalation.", "crisis.", "incident.", "zone.", "risk_plan.")
    sheet.section(tr("Checks, decisions, escalations, crises and zones"), sheet.told.of_kind(*kinds))


def actions_tab(sheet: Sheet) -> None:
    """Open actions with their owner first, then those that are closed; under each what became of it."""
    told = sheet.told
    still = {each["action"]: each for each in told.answer["actions"]}
    opened = [line for line in told.of_kind("action.opened") if not line.get("struck")]
    sheet.title(tr("Open actions") if still else tr("No open actions"))
    for line in sorted((each for each in opened if each["id"] in still), key=lambda each: still[each["id"]]["due_at"]):
        now = still[line["id"]]
        due = sheet.look.when(datetime.fromisoformat(now["due_at"]))
        late = datetime.fromisoformat(now["due_at"]) < sheet.look.at
        sheet.put(tr("{which}due {due}, "
                     "{name}: {title}", which=tr('! late, ') if late else '', due=due,
                     name=sheet.look.name(now['owner']), title=now['title']),
                  sheet.look.ink.red if late else sheet.look.ink.strong)  # fmt: skip
        sheet.entries(told.about(line["id"]))
    closed = [line for line in opened if line["id"] not in still]
    if closed:
        sheet.title(tr("Closed actions"))
    for line in closed:
        sheet.entries(told.about(line["id"]))


def handovers_tab(sheet: Sheet) -> None:
    """Each handover, the newest first: how it stands, what stands between it and closing, its summary, its steps."""
    told = sheet.told
    known = {each["handover"]: each for each in told.answer["handovers"]}
    opened = told.of_kind("handover.opened")
    if not opened:
        sheet.title(tr("No handovers"))
    for line in opened:
        sheet.title(f"{line['in_words']}: {_standing(known.get(line['id']), bool(line.get('struck')), sheet)}")
        for item in told.answer["items"]:
            if item["detail"].get("handover") == line["id"]:
                sheet.put(
                    f"{item['why']}, {sheet.look.name(item['owner'])}", sheet.look.ink.amber, label=tr("Still due")
                )
        sheet.fields(line["id"])
        sheet.entries(told.about(line["id"])[1:])


def _standing(handover: Mapping[str, Any] | None, struck: bool, sheet: Sheet) -> str:
    """How a handover stands, in words; one that is closed for long is known only by its entries."""
    if struck or handover is None:
        return tr("entered in error") if struck else tr("closed")
    for key, words in (("closed_at", choice_in_words(handover["outcome"] or "closed")), ("declined_at", tr("declined")),
                       ("first_contact_at", tr("first contact")), ("accepted_at", tr("accepted"))):  # fmt: skip
        if handover[key]:
            left = (
                "" if key != "accepted_at" or handover["first_contact_achieved"] else tr(", first contact not yet held")
            )
            return f"{words} {sheet.look.when(datetime.fromisoformat(handover[key]))}{left}"
    return tr("not yet accepted")


def indicators_tab(sheet: Sheet) -> None:
    """Each indicator that runs: where it stands in words, the help it took, a small chart, its newest rating; then the
    scores of instruments, what changed, and apart what has ended, with how."""
    running = [each for each in sheet.told.measured if each.ended is None]
    if not running:
        sheet.title(tr("No indicators agreed") if not sheet.told.measured else tr("No indicator runs"))
    for each in running:
        _indicator(sheet, each)
    for scored in sheet.told.scored:
        _scores(sheet, scored)
    sheet.section(tr("What changed"), sheet.told.of_kind("outcome."))
    ended = [each for each in sheet.told.measured if each.ended is not None]
    if ended:
        sheet.title(tr("Ended"))
    for each in ended:
        _indicator(sheet, each)


def _indicator(sheet: Sheet, each: Measured) -> None:
    agreed, when = each.agreed, sheet.look.when
    sheet.title(agreed.name)
    if each.ended is not None:
        sheet.put(f"{choice_in_words(each.ended[1])}, {when(each.ended[0])}", label=tr("Ended"))
    named = standing_words(agreed.kind, agreed.steps, value=each.value, baseline=agreed.baseline, aim=agreed.aim)
    sheet.put(named, sheet.look.ink.strong)
    sheet.put(help_words((when(at), level) for at, level in each.helped), label=tr("Help it took"))
    sheet.entries([sheet.told.by_id[each.id]])
    sheet.strips += chart_strips(each, sheet.width, sheet.look)
    if not each.ratings:
        sheet.put(tr("Not rated yet."))
    about = sheet.told.about(each.id)
    sheet.entries([line for line in about if line["type"] == "indicator.rated"][-1:])
    sheet.entries([line for line in about if line["type"] == "indicator.ended"])


def _scores(sheet: Sheet, scored: Scored) -> None:
    """An instrument: how it stands, and each item with its first and its newest score."""
    sheet.title(f"{scored.title}: {scored.stands_words}")
    days = [sheet.look.when(at) for at, _ in scored.scores]
    for title, scores in scored.items():
        said = f"{scores[0]}, {days[0]}" if len(scores) == 1 else f"{scores[0]} → {scores[-1]}"
        sheet.put(said, label=title)
    if len(days) > 1:
        sheet.put(tr("{days} → {days2}, {n} scores", days=days[0], days2=days[-1], n=len(days)), sheet.look.ink.quiet)


def rhythm_tab(sheet: Sheet, past: Past, rhythm: Rhythm) -> None:
    """By when contact is owed, the strip of 26 weeks, and below it what it is made of, the newest first."""
    _owed_contact(sheet)
    sheet.strips += rhythm_strips(rhythm, sheet.width, sheet.look)
    made_of = {**past.contacts, **past.misses, **past.crises}
    shown = [line for line in sheet.told.lines if line["id"] in made_of
             and made_of[line["id"]].astimezone(sheet.look.zone).date() >= rhythm.first]  # fmt: skip
    sheet.section(tr("Contacts, missed contacts and crises of these weeks"), shown)


def _owed_contact(sheet: Sheet) -> None:
    """By when contact is owed next, as often as it is to be had; nothing where it is withheld."""
    owed = [item for item in sheet.told.answer["items"] if item["kind"] == CADENCE]
    if not owed:
        return
    item = min(owed, key=lambda each: str(each["due_at"]))
    late, by = item["status"] == "overdue", sheet.look.by(datetime.fromisoformat(item["due_at"]))
    words = tr("Contact is owed {by}.", by=by) if not late else tr("! Contact is {by}.", by=by)
    sheet.put(words, sheet.look.ink.red if late else sheet.look.ink.strong)


def _past(tab: Callable[[Sheet, Past, Rhythm], None]) -> Callable[[Sheet], None]:
    def draw(sheet: Sheet) -> None:
        if sheet.told.past is not None and sheet.told.rhythm is not None:
            tab(sheet, sheet.told.past, sheet.told.rhythm)

    return draw


MAKERS: tuple[Callable[[Sheet], None], ...] = (
    plan_tab, risk_tab, _past(missed_tab), actions_tab, handovers_tab, indicators_tab, _past(rhythm_tab),
)  # fmt: skip
"""The tabs after Story, in the order of their numbers."""
