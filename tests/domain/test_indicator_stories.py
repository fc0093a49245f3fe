"""Generated stories of indicators: agreed, changed, replaced, ended, rated late and from two laptops. What is owed and
what is counted agree with an independent reading in plain loops over the raw entries, which shares no code with the
fold, the Dues or the measures; and nothing is owed for what has ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.measures.measure import BY_AREA
from tests.domain.measures.figures import tally_of
from tests.domain.telling import ANOTHER_LAPTOP, Story, london
from tests.profiles import dear

pytestmark = pytest.mark.slow

BEGAN = london("2026-01-05 09:00")
DAYS = 120
LOOKED_AT = "2026-05-15 12:00"
"""After all that happens, but for what is still told of the last days."""
SUPPORT = ["independent", "prompted", "accompanied", "done_for"]
KINDS: dict[str, dict[str, Any]] = {
    "rating_0_10": {}, "count": {"baseline": 10, "aim": 20}, "graded_step": {"steps": ["door", "gate", "shop", "town"]},
    "routine": {"steps": ["up", "washed"], "baseline": 4, "aim": 2},
}  # fmt: skip
AGREED = {
    "area": "daily_living", "name": "cooks", "frequency": "weekly", "quality": "alone", "support_level": "prompted",
    "baseline": 2, "aim": 4,
}  # fmt: skip

day, which, laptop = st.integers(1, DAYS), st.integers(0, 7), st.booleans()
deed = st.one_of(
    st.tuples(st.just("agree"), day, laptop, st.sampled_from([*KINDS]), st.sampled_from(["week", "month"]),
              st.lists(which, max_size=2)),
    *[st.tuples(st.just("rate"), day, laptop, which, st.integers(0, 20), st.sampled_from(SUPPORT))] * 3,
    st.tuples(st.just("end"), day, laptop, which, st.sampled_from(["achieved", "changed", "no_longer_wanted"])),
    st.tuples(st.just("strike"), day, laptop, which),
    st.tuples(st.just("move"), day, laptop, which, day),
    st.tuples(st.just("revalue"), day, laptop, which, st.integers(0, 20)),
)  # fmt: skip


def tell(deeds: list[Any]) -> Story:
    """The story, each deed at a minute of its own; what names nothing that there is, is left out."""
    story = Story()
    story.accept("2026-01-05 09:00")
    agreed = [_agree(story, "2026-01-06 09:00", False, "rating_0_10", "week", [])]
    told = [*agreed]
    corrected: set[str] = set()
    for minute, (what, on, other, *said) in enumerate(deeds, 1):
        at = _at(on, minute)
        around: dict[str, Any] = {"device": ANOTHER_LAPTOP} if other else {}
        if what == "agree":
            kind, every, olds = said
            agreed.append(_agree(story, at, other, kind, every, [agreed[n % len(agreed)] for n in olds]))
            told.append(agreed[-1])
        elif what == "rate":
            body = {"indicator": agreed[said[0] % len(agreed)], "value": said[1], "support_level": said[2]}
            told.append(story.tell(at, "indicator.rated", body, recorded=_at(on + 9, minute), **around))
        elif what == "end":
            body = {"indicator": agreed[said[0] % len(agreed)], "outcome": said[1]}
            told.append(story.tell(at, "indicator.ended", body, **around))
        elif (target := told[-1 - said[0] % len(told)]) not in corrected:
            corrected.add(target)
            _correct(story, _at(DAYS + 1, minute), target, what, said[1:], minute, around)
    return story


def _at(on: int, minute: int) -> str:
    return f"{BEGAN + timedelta(days=on, minutes=minute):%Y-%m-%d %H:%M}"


def _agree(story: Story, at: str, other: bool, kind: str, every: str, olds: list[str]) -> str:
    around: dict[str, Any] = {"device": ANOTHER_LAPTOP} if other else {}
    body = AGREED | {"kind": kind, "every": every} | KINDS[kind]
    return story.tell(at, "indicator.agreed", body, replaces=tuple(dict.fromkeys(olds)), **around)


def _correct(story: Story, at: str, target: str, what: str, said: list[Any], minute: int, around: Any) -> None:
    body = next(each.raw["body"] for each in story.entries if each.id == target)
    if what == "strike":
        story.correct(at, target, told=around, replacement=None)
    elif what == "move":
        story.correct(at, target, told=around, moved_to=london(_at(said[0], minute)).isoformat())
    elif "value" in body:
        story.correct(at, target, told=around, replacement=body | {"value": said[0]})


# ---- the independent reading


def standing(story: Story) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """What stands, each with its moment, in story order; and what each that was struck had replaced."""
    raws = [each.raw for each in story.entries]
    corrections = {raw["body"]["entry"]: raw["body"] for raw in raws if raw["type"] == "entry.corrected"}
    left: list[dict[str, Any]] = []
    struck: dict[str, list[str]] = {}
    for raw in raws:
        if raw["type"] == "entry.corrected":
            continue
        said = corrections.get(raw["id"], {})
        if "replacement" in said and said["replacement"] is None:
            struck[raw["id"]] = list(raw.get("replaces", []))
            continue
        body = said.get("replacement", raw["body"])
        at = datetime.fromisoformat(said.get("moved_to", raw["occurred_at"])).astimezone(UTC)
        left.append({"id": raw["id"], "type": raw["type"], "at": at, "body": body,
                     "replaces": list(raw.get("replaces", []))})  # fmt: skip
    left.sort(key=lambda each: each["at"])
    return left, struck


def ends(left: list[dict[str, Any]], struck: dict[str, list[str]]) -> dict[str, tuple[datetime, str]]:
    """By indicator the first that ended it, wherever that stands, and how."""
    found: dict[str, tuple[datetime, str]] = {}
    for entry in left:
        if entry["type"] == "indicator.ended":
            over, outcome = [entry["body"]["indicator"]], entry["body"]["outcome"]
        elif entry["type"] == "indicator.agreed":
            over, outcome = [], "changed"
            asked = list(entry["replaces"])
            while asked:
                id = asked.pop()
                if id not in over:
                    over.append(id)
                    asked += struck.get(id, [])
        else:
            continue
        for id in over:
            if id not in found:
                found[id] = (entry["at"], outcome)
    return found


def ratings_of(left: list[dict[str, Any]], agreed: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in left if each["type"] == "indicator.rated" and each["body"]["indicator"] == agreed["id"]
            and each["at"] > agreed["at"]]  # fmt: skip


def owed_by_hand(story: Story) -> dict[str, datetime]:
    """By indicator that runs, from which moment its next rating counts."""
    left, struck = standing(story)
    over = ends(left, struck)
    found = {}
    for entry in left:
        if entry["type"] == "indicator.agreed" and entry["id"] not in over:
            rated = ratings_of(left, entry)
            found[entry["id"]] = rated[-1]["at"] if rated else entry["at"]
    return found


def counted_by_hand(story: Story, at: datetime) -> dict[str, int]:
    """How many stand towards, held, away, not known; how many take less, as much, more help; how many ended, how."""
    left, struck = standing(story)
    over = ends(left, struck)
    counts: dict[str, int] = {}
    for entry in left:
        if entry["type"] != "indicator.agreed":
            continue
        if entry["id"] in over:
            words = f"ended: {over[entry['id']][1].replace('_', ' ')}"
            counts[words] = counts.get(words, 0) + 1
            continue
        newest = ratings_of(left, entry)[-3:]
        if len(newest) < 3 or at - newest[0]["at"] > timedelta(weeks=8):
            counts["not known"] = counts.get("not known", 0) + 1
            continue
        body = entry["body"]
        now = sorted(each["body"]["value"] for each in newest)[1]
        help_now = sorted(SUPPORT.index(each["body"]["support_level"]) for each in newest)[1]
        enough = {"rating_0_10": 2, "graded_step": 1}.get(body["kind"], max(body["baseline"], body["aim"]) / 5)
        moved, wanted = now - body["baseline"], body["aim"] - body["baseline"]
        stands = "held" if abs(moved) <= enough else "towards" if (moved > 0) == (wanted > 0) else "away"
        before = SUPPORT.index(body["support_level"])
        takes = "less help than before" if help_now < before else "more help" if help_now > before else "as much help"
        for words in (stands, takes):
            counts[words] = counts.get(words, 0) + 1
    return counts


# ---- what must hold


@dear(100)
@given(st.lists(deed, max_size=24))
def test_what_is_owed_is_what_runs_from_its_last_rating_and_nothing_for_what_has_ended(deeds: list[Any]) -> None:
    story = tell(deeds)
    by_id = {each.id: each for each in story.entries}
    left, _ = standing(story)
    when = {each["id"]: each["at"] for each in left}
    dues = [due for due in story.dues if due.kind == "indicator"]
    assert len({due.detail["about"] for due in dues}) == len(dues), "one Due an indicator"
    assert {due.detail["about"]: when[due.source] for due in dues} == owed_by_hand(story)
    for due in dues:
        every = by_id[due.detail["about"]].raw["body"]["every"]
        shortest = timedelta(days=7 if every == "week" else 28)
        waits = due.due_at - when[due.source]
        assert shortest <= waits <= shortest + timedelta(days=9), "its interval, to the close of a service day"


@dear(100)
@given(st.lists(deed, max_size=24))
def test_what_is_counted_is_what_an_independent_reading_counts(deeds: list[Any]) -> None:
    story = tell(deeds)
    tally = tally_of(story, "indicators", "2026-01-01", "2027-01-01", LOOKED_AT)
    expected = counted_by_hand(story, london(LOOKED_AT))
    said = {words: count for words, count in tally.more.items() if count and not words.startswith(BY_AREA)}
    said |= {"towards": tally.n} if tally.n else {}
    assert said == expected
    assert tally.d == sum(expected.get(words, 0) for words in ("towards", "held", "away"))


@dear(100)
@given(st.lists(deed, max_size=24), st.randoms(use_true_random=False))
def test_the_same_is_owed_whatever_arrived_first(deeds: list[Any], random: Any) -> None:
    story = tell(deeds)
    again = story.again()
    random.shuffle(again.entries)
    assert again.state.indicators == story.state.indicators
