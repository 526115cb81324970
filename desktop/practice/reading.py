"""Reading: what happened at a practice desk, from its store, and the score of each case that has begun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.accounts.hours_book import HoursBook
from desktop.composer.tone import Tone
from desktop.model import Account, CaseDetail, CaseStatus, Lane
from desktop.practice.hearing import Reply, findings_of
from desktop.practice.plan import PlanBook, PlanEntry, Tries
from desktop.practice.play import Answer, PlayState
from desktop.practice.scoring import Result, Told, score, written
from desktop.practice.stage import PlayBook, uid_of
from desktop.store import Store

if TYPE_CHECKING:
    from desktop.guardrails import Guardrails


def read_results(store: Store, guardrails: Guardrails, tone: Tone, now: datetime) -> tuple[Result, ...]:
    """Return the score of every case that has come in, in the order of the plan. Some milliseconds a case.

    Raises StoreError.
    """
    plan = PlanBook(store).read()
    if plan is None:
        return ()
    plays, tries, hours = PlayBook(store).read(), Tries(store).all(), HoursBook(store)
    cases = cases_by_uid(store, now)
    accounts = {str(one.settings.get("practice")): one for one in store.accounts.all()}
    results = []
    for entry in plan.entries:
        play = plays.get(entry.uid)
        if play is None:
            continue
        account = accounts.get(entry.account)
        told = [_told(entry, one, account, guardrails, tone, hours) for one in written(play)]
        case = cases.get(entry.uid)
        solved = case is not None and case.row.status is CaseStatus.SOLVED
        results.append(
            score(entry, play, told, tries, plan.target, solved=solved, case_id=int(case.row.id) if case else 0)
        )
    return tuple(results)


def cases_by_uid(store: Store, now: datetime) -> dict[str, CaseDetail]:
    """Return the desk's cases by the uid of the plan's entry that they are of. Raises StoreError."""
    ids = store.lanes.ids(Lane.ALL, agent="", at_risk_before=now)
    details = (store.cases.detail(row.id) for row in store.lanes.rows(ids))
    found: dict[str, CaseDetail] = {}
    for detail in details:
        for thread in detail.threads if detail is not None else ():
            uid = uid_of(thread.remote_id)
            if detail is not None and (uid not in found or ".dm" not in thread.remote_id):
                found[uid] = detail
    return found


def unfinished(store: Store) -> int:
    """Return how many cases of the plan have not ended or not come in yet."""
    plan = PlanBook(store).read()
    plays = PlayBook(store).read()
    return sum(not _is_over(plays.get(one.uid)) for one in plan.entries) if plan is not None else 0


def next_to_come(store: Store) -> PlanEntry | None:
    """Return the first case that has not come in yet, None if all have."""
    plan, plays = PlanBook(store).read(), PlayBook(store).read()
    return next((one for one in _entries(plan) if one.uid not in plays), None)


def _entries(plan: object) -> Iterable[PlanEntry]:
    return getattr(plan, "entries", ())


def _is_over(play: PlayState | None) -> bool:
    return play is not None and play.has_ended


def _told(
    entry: PlanEntry, answer: Answer, account: Account | None, guardrails: Guardrails, tone: Tone, hours: HoursBook
) -> Told:
    scenario = entry.scenario
    reply = Reply(answer.text, answer.visibility, scenario.network, answer.at)
    findings = findings_of(reply, scenario.language, guardrails, hours.of(account))
    return Told(findings, tone.advice(answer.text, scenario.language))
