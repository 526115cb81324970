"""Never answered: which messages of a case are marked so, once the time for a first reply has passed without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from desktop.model import CaseDetail, ClockKind, DeliveryState, ItemKind, ReasonCode, TimelineItem
from ui.session import Session

_ON_ITS_WAY = (DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNSURE)


def never_answered(items: Sequence[TimelineItem], due: Callable[[datetime], datetime], now: datetime) -> frozenset[str]:
    """Return the keys of a person's messages, oldest first, that were owed an answer before `now` and got none.

    `due` says until when a message that came at a moment is owed one. A reply on its way counts as an answer.
    """
    ours = (one.at for one in items if one.kind is ItemKind.DELIVERY and one.delivery_state in _ON_ITS_WAY)
    replied = max(ours, default=None)
    keys: set[str] = set()
    for item in items:
        if not item.unanswered or item.mechanical is not None or (replied is not None and item.at < replied):
            continue
        if due(item.at) > now:
            break  # what came later is due later
        keys.add(item.key)
    return frozenset(keys)


def never_answered_in(session: Session, detail: CaseDetail, items: Sequence[TimelineItem]) -> frozenset[str]:
    """Return the keys of a case's messages that were owed an answer by their account's hours. Raises StoreError."""
    row, clocks = detail.row, session.clocks
    account = session.store.accounts.get(row.account_id) if row.account_id is not None else None
    if account is None:
        return frozenset()
    urgent = any(reason.code is ReasonCode.URGENT_WORDING for reason in row.reasons)

    def due(at: datetime) -> datetime:
        first = ClockKind.FIRST_REPLY
        return clocks.reply_clock(account, at, row.message_class, row.priority, first, urgent=urgent).due_at

    return never_answered(items, due, session.clock())
