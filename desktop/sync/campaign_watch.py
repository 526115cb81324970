"""The campaign watch: cases in which many people's one text stands say so, with how many sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from desktop.events import CasesChanged, Event
from desktop.model import CaseId, Reason, ReasonCode
from desktop.store import Store
from desktop.triage.campaigns import Campaign, Campaigns

_DAYS = timedelta(days=7)
_AT_ONCE = 400  # cases of one question to the store
_MOST = 5_000  # messages that are remembered; a day of a large desk
_MARKED = 500  # cases of one campaign


class CampaignWatch:
    """Looks at the cases in which something came. Engine process, one event loop thread; intake pays nothing for it."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Read the last days at the first look."""
        self._store = store
        self._clock = clock
        self._campaigns = Campaigns()
        self._seen: set[int] = set()
        self._heard: set[int] | None = None  # None: every case

    def hear(self, event: Event) -> None:
        """Note in which cases something came."""
        if isinstance(event, CasesChanged) and event.new_messages and self._heard is not None:
            self._heard.update(event.case_ids)

    def work(self) -> frozenset[int]:
        """Mark the cases of campaigns that grew; return those that changed. Raises StoreError."""
        if len(self._seen) > 2 * _MOST:
            self._campaigns, self._seen, self._heard = Campaigns(), set(), None
        heard, self._heard = self._heard, set()
        touched: dict[int, Campaign] = {}
        for message_id, case_id, person, text in self._written(heard):
            if message_id not in self._seen:
                self._seen.add(message_id)
                campaign = self._campaigns.add(case_id, person, text)
                if campaign is not None and campaign.is_one:
                    touched[id(campaign)] = campaign
        changed: set[int] = set()
        for campaign in touched.values():
            changed |= self._mark(campaign)
        return frozenset(changed)

    def _written(self, heard: set[int] | None) -> Iterator[tuple[int, int, int, str]]:
        since = self._clock() - _DAYS
        if heard is None:
            yield from self._store.weighing.written_since(since, _MOST)
            return
        cases = sorted(heard)
        for start in range(0, len(cases), _AT_ONCE):
            yield from self._store.weighing.written_since(since, _MOST, cases[start : start + _AT_ONCE])

    def _mark(self, campaign: Campaign) -> set[int]:
        cases = list(campaign.cases)[-_MARKED:]
        told = {}
        for case_id, reasons in self._store.weighing.reasons_of(cases).items():
            wanted = _with(reasons, Reason(ReasonCode.CAMPAIGN, str(len(campaign.people)), (campaign.cases[case_id],)))
            if wanted != reasons:
                told[CaseId(case_id)] = wanted
        if told:
            self._store.weighing.keep_reasons(told)
        return {int(case_id) for case_id in told}


def _with(reasons: Sequence[Reason], campaign: Reason) -> tuple[Reason, ...]:
    others = [one for one in reasons if one.code is not ReasonCode.CAMPAIGN]
    return tuple(sorted((*others, campaign), key=lambda one: list(ReasonCode).index(one.code)))
