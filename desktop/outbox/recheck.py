"""The check before every attempt: the same guardrails as in the composer, and whether the customer wrote again.

An automatic acknowledgement leaves only while it is true: the desk still closed, the customer still waiting. So does
a question how it went: the case still solved, nothing written since, the customer still willing; never out of hours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.accounts.hours_book import HoursBook
from desktop.accounts.own_values import own_values
from desktop.guardrails import TOO_LONG, DraftFacts, Guardrails, WhenClosed, limit_findings, permission_in
from desktop.model import (
    Account,
    AccountRole,
    Decision,
    Delivery,
    Finding,
    Fix,
    HoldReason,
    Purpose,
    Verdict,
    verdict_of,
)
from desktop.model.known import ConsentKind
from desktop.outbox.ready_made import CrisisHold
from desktop.store import Store

_TELLS_HOURS = (Purpose.ACKNOWLEDGEMENT, Purpose.AUTOMATIC)
_STALE = timedelta(minutes=2)
"""A reply that waited longer than this is read again by a person if the customer wrote meanwhile."""


class Recheck:
    """Asks the guardrails about a delivery that is about to leave. Engine process."""

    def __init__(self, store: Store, guardrails: Guardrails, hours: HoursBook, clock: Callable[[], datetime]) -> None:
        """Share the engine's store, guardrails and hours."""
        self._store = store
        self._guardrails = guardrails
        self._hours = hours
        self._clock = clock
        self._crisis = CrisisHold(store, clock)

    def __call__(self, delivery: Delivery) -> Verdict:
        """Return the verdict on a delivery now."""
        connected = self._store.accounts.all()
        account = next((one for one in connected if one.id == delivery.account_id), None)
        thread = self._store.cases.thread(delivery.thread_id)
        if account is None or thread is None:
            return verdict_of((Finding("account.removed", "account", Decision.BLOCK),))
        now, is_survey = self._clock(), delivery.purpose is Purpose.SURVEY
        agreed = self._agreed(delivery)
        allowed = permission_in(
            thread, account, now=now, sending=delivery.id, purpose=delivery.purpose, consented=agreed is True
        )
        verdict = self._judge(
            delivery,
            DraftFacts(
                text=delivery.text,
                visibility=delivery.visibility,
                network=account.network,
                language=delivery.language or None,
                thread_kind=thread.kind,
                account_role=account.role,
                account_id=account.id,
                thread_account_id=thread.account_id,
                has_care_account=_has_care(connected, account),
                permission=allowed,
                hours=None if delivery.follows is not None else self._hours.of(account),  # the first part has left
                now=now,
                when_closed=WhenClosed.HOLD if is_survey else self._hours.rules(account).replies,
                past_hours=delivery.past_hours,
                acknowledgement=delivery.purpose in _TELLS_HOURS,
                customer_handle=thread.customer_handle,
                own_handle=account.handle,
                own_values=own_values(self._store),
                files=self._store.attachments.of_delivery(delivery.id),
                budget_left_micros=self._store.spending.left(account, now),
                held_as=self._crisis.of_delivery(delivery, self._whole(delivery)),
            ),
        )
        if delivery.purpose is Purpose.AUTOMATIC:
            return verdict_of((*self._no_longer_true(delivery, account, now), *verdict.findings))
        if is_survey:
            return verdict_of((*self._no_longer_asked(delivery, agreed), *verdict.findings))
        return verdict_of((*self._written_again(delivery, now), *verdict.findings))

    def _judge(self, delivery: Delivery, facts: DraftFacts) -> Verdict:
        """Judge a part of a numbered thread by what all its parts say together, and by its own length."""
        if delivery.part is None:
            return self._guardrails.judge(facts)
        together = self._guardrails.judge(replace(facts, text=self._whole(delivery))).findings
        return verdict_of((*limit_findings(facts), *(one for one in together if one.rule != TOO_LONG)))

    def _whole(self, delivery: Delivery) -> str:
        """Return the text that a delivery is, or is a part of."""
        if delivery.part is None:
            return delivery.text
        parts = self._store.deliveries.series(delivery.part.series)
        return "".join(f"{one.words}{one.part.gap}" for one in parts if one.part is not None)

    def _agreed(self, delivery: Delivery) -> bool | None:
        """Return whether the customer agreed to be asked; None where they never said, and for anything else."""
        case = self._store.cases.detail(delivery.case_id) if delivery.purpose is Purpose.SURVEY else None
        return self._store.consents.last_said(case.row.customer_id, ConsentKind.SURVEY) if case is not None else None

    def _no_longer_asked(self, delivery: Delivery, agreed: bool | None) -> tuple[Finding, ...]:
        if agreed is False:
            return (Finding("follow_up.declined", "declined", Decision.BLOCK),)
        if not self._store.follow_ups.still_stands(delivery):
            return (Finding("follow_up.reopened", "reopened", Decision.BLOCK),)
        return ()

    def _no_longer_true(self, delivery: Delivery, account: Account, now: datetime) -> tuple[Finding, ...]:
        if self._hours.is_open(account, now):
            return (Finding("acknowledgement.open", "open", Decision.BLOCK),)
        if not self._store.clocks.is_owed(delivery.case_id):
            return (Finding("acknowledgement.answered", "answered", Decision.BLOCK),)
        return ()

    def _written_again(self, delivery: Delivery, now: datetime) -> tuple[Finding, ...]:
        if now - delivery.created_at <= _STALE or not self._store.deliveries.is_unread_below(delivery):
            return ()
        return (Finding(HoldReason.NEW_MESSAGE.value, "message", Decision.HOLD, fixes=(Fix.SEND_ANYWAY,)),)


def _has_care(accounts: tuple[Account, ...], account: Account) -> bool:
    return any(one.role is AccountRole.CARE and one.network is account.network for one in accounts)
