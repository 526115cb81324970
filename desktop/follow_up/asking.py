"""The asker: makes the question ready that a solved case is owed, once, where rules, network and customer allow it.

Never in public, never outside opening hours, never in a crisis, never to somebody who took the consent back or was
asked within the period, and on X only to who agreed. What it writes leaves through the outbox like every delivery and
is checked again there. It looks at what is stored: a crash repeats and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.accounts.hours_book import HoursBook
from desktop.composer import first_name
from desktop.follow_up.rules import AccountRule, FollowUpRules, rules_of
from desktop.follow_up.wording import Questions
from desktop.guardrails import permission_in
from desktop.model import (
    Account,
    CaseDetail,
    Delivery,
    DeliveryState,
    IdentityId,
    Network,
    Purpose,
    ThreadKind,
    ThreadView,
    Visibility,
)
from desktop.model.follow_up import Askable, Asking
from desktop.model.known import ConsentKind
from desktop.outbox.reply import Reply, delivery_of
from desktop.store import Store

BY_PROGRAM = "Sportello"
ANSWERED_WITHIN = timedelta(days=14)
"""A figure that comes later is not read as a mark any more."""
SOON = timedelta(hours=1)
"""How long after Solved "the same day" begins."""
LATE = timedelta(days=3)
"""So long a question may be late, for a weekend, say; then it is not asked any more."""
CHANNELS_AGAIN = timedelta(days=365)


class Asker:
    """Makes the deliveries. Engine process, one event loop thread."""

    def __init__(
        self, store: Store, hours: HoursBook, questions: Callable[[], Questions], clock: Callable[[], datetime]
    ) -> None:
        """`questions` loads the sentences when they are first needed."""
        self._store = store
        self._hours = hours
        self._questions = questions
        self._clock = clock

    def work(self) -> tuple[Delivery, ...]:
        """Ask whoever is to be asked now and return the deliveries made. Without a rule no more than a look."""
        rules = rules_of(self._store)
        if not rules.asks or self._store.crisis.mode() is not None:
            return ()
        now = self._clock()
        span = timedelta(days=rules.furthest) + LATE
        found = (self._ask(one, rules, now) for one in self._store.follow_ups.askable(now - span, now - SOON))
        return tuple(delivery for delivery in found if delivery is not None)

    def _ask(self, one: Askable, rules: FollowUpRules, now: datetime) -> Delivery | None:
        case = self._store.cases.detail(one.case_id)
        if case is None:
            return None
        accounts = {account.id: account for account in self._store.accounts.all()}
        for thread in sorted(case.threads, key=_newest, reverse=True):
            account = accounts.get(thread.account_id)
            if thread.kind is not ThreadKind.PUBLIC and account is not None:
                return self._ask_in(case, thread, account, one, rules, now)
        return None

    def _ask_in(
        self, case: CaseDetail, thread: ThreadView, account: Account, one: Askable, rules: FollowUpRules, now: datetime
    ) -> Delivery | None:
        identity = self._store.follow_ups.identity_of(thread.id)
        if identity is None or not self._hours.is_open(account, now):
            return None
        asking = self._question(rules.of(account.uid), one, identity, now)
        if asking is None or not self._may(case, thread, account, now):
            return None
        text = self._questions().text(asking, case.language, first_name(case.row.name))
        language = "" if case.language == "unknown" else case.language
        reply = Reply(case, thread, account, Visibility.DIRECT, text, BY_PROGRAM, language, purpose=Purpose.SURVEY)
        delivery = delivery_of(reply, now, DeliveryState.WAITING, None, None)
        return self._store.follow_ups.make_once(
            delivery, asking, identity, not_since=now - timedelta(days=rules.period), until=now + ANSWERED_WITHIN
        )

    def _question(self, rule: AccountRule, one: Askable, identity: IdentityId, now: datetime) -> Asking | None:
        """Return what is due: how it went, or for who said so before and was not asked this year, the channels."""
        how = _is_due(rule.after(one.message_class), one.solved_at, now)
        channels = _is_due(rule.channels, one.solved_at, now)
        if channels and self._store.follow_ups.asked_since(identity, now - CHANNELS_AGAIN, Asking.CHANNELS):
            channels = False
        if how and channels:
            before = self._store.follow_ups.asked_since(identity, now - CHANNELS_AGAIN, Asking.SATISFACTION)
            return Asking.CHANNELS if before else Asking.SATISFACTION
        if how:
            return Asking.SATISFACTION
        return Asking.CHANNELS if channels else None

    def _may(self, case: CaseDetail, thread: ThreadView, account: Account, now: datetime) -> bool:
        agreed = self._store.consents.last_said(case.row.customer_id, ConsentKind.SURVEY)
        if agreed is False:
            return False
        mechanical = self._store.timeline.newest_mechanical(case.row.id) is not None
        allowed = permission_in(
            thread,
            account,
            now=now,
            mechanical_last=mechanical and account.network is Network.EMAIL,
            purpose=Purpose.SURVEY,
            consented=agreed is True,
        )
        return allowed.may_direct


def _is_due(days: int | None, solved_at: datetime, now: datetime) -> bool:
    if days is None:
        return False
    due = solved_at + (timedelta(days=days) if days else SOON)
    return due <= now < due + LATE


def _newest(thread: ThreadView) -> float:
    return thread.last_at.timestamp() if thread.last_at is not None else 0.0
