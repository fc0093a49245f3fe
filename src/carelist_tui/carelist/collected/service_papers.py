"""What leaves of a service's figures: its reports and its lists, which name nobody and tell no small number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Fault, Refused

if TYPE_CHECKING:
    from carelist_tui.carelist.collected.service_figures import ServiceFigures
    from carelist_tui.carelist.reports import Made
    from carelist_tui.domain.measures.inquiry import Inquiry

NOBODY = tr("somebody at the service, who need not sign in")


def service_report(
    service: ServiceFigures, kind: str, asked: Inquiry, now: datetime, keys: Collection[str] = ()
) -> Made:  # fmt: skip
    """Figures of a service as they can be written: `team`, `commissioner`, `inspection`, or, of no kind, the measures
    of these keys. What was noted, and what was changed, stays in the teams."""
    from carelist_tui.carelist.reports import Made
    from carelist_tui.domain.measures.measure_table import MEASURES
    from carelist_tui.domain.views.report.measures_report import ACCESS, EQUITY, Told, keys_of, measures_report
    from carelist_tui.domain.views.report.report_parts import Imprint
    from carelist_tui.domain.words import moment_in_full

    shown = list(keys) or [key for key in keys_of(kind) if key in MEASURES]
    wanted = list(dict.fromkeys([*shown, *(guard for key in shown for guard in MEASURES[key].guards)]))
    answer = service.answer(wanted, asked)
    by_team = service.answer(wanted, replace(asked, by="team")) if asked.team is None else None
    by_group = []
    if kind == EQUITY:
        by_group = [(tr("by locality"), "", service.answer(ACCESS[1], replace(asked, by="locality")))]
    made, read = (moment_in_full(moment, asked.zone) for moment in (now, asked.at))
    imprint = Imprint(NOBODY, made, read, read, service.entries(asked), answer["digest"])
    told = Told(answer, by_team, (), (), {}, by_group)
    return Made(measures_report(kind, _of_whom(service, asked), told, shown), imprint, asked.at)


def _of_whom(service: ServiceFigures, asked: Inquiry) -> str:
    teams = service.teams_of(asked)
    if asked.team is not None:
        return tr("Team {team}", team=asked.team)
    return (
        tr("{n} teams of the service: {teams}", n=len(teams), teams=", ".join(teams))
        if len(teams) > 1
        else tr("Team {teams}", teams=", ".join(teams))
    )


def service_list(
    service: ServiceFigures, name: str, at: datetime, since: date | None = None, until: date | None = None
) -> dict[str, Any]:  # fmt: skip
    """What `list --json` answers over a service. Refuses a list that its cases do not hold, a period without a day, and
    a moment before the newest entry that was counted."""
    from carelist_tui.domain.views.lists.every_list import Period
    from carelist_tui.domain.views.lists.questions import STAND
    from carelist_tui.domain.views.lists.service_lists import SERVICE_LISTS, items_outside, standing, within

    listed, zone = SERVICE_LISTS.get(name), service.zone
    if listed is None:
        said = tr(
            "{name} can't be asked of a service: that is known in each team alone; one of {service_lists}",
            name=name,
            service_lists=", ".join(SERVICE_LISTS),
        )
        raise Refused([Fault("kind", said)])
    service.check_moment(at)
    cases = service.cases(listed.measure)
    answer: dict[str, Any] = {"at": at.astimezone(zone).isoformat(), "from": None, "to": None}
    if name in STAND:
        items, few = items_outside(listed, standing(cases, at), zone)
    else:
        period = Period.asked(name, at, since, until, zone)
        answer |= {"from": period.since.isoformat(), "to": period.until.isoformat() if period.until else None}
        items, few = items_outside(listed, within(cases, period, zone, at), zone)
    return answer | {"items": items, "hidden": few, "clock": None}
