"""Which messages of a case may be hidden or deleted, and what a click in the timeline does about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.cases import Done
from desktop.guardrails import permission_in
from desktop.model import (
    AccountRole,
    CaseDetail,
    MessageId,
    ModerationId,
    TimelineItem,
)
from desktop.outbox import may_delete
from ui.cases.timeline_rows import Hit, HitKind
from ui.session import Session


@dataclass(frozen=True, slots=True)
class Moderable:
    """The messages that may be hidden or shown, and those that may be deleted."""

    hide: frozenset[int] = frozenset()
    delete: frozenset[int] = frozenset()


def moderable(session: Session, detail: CaseDetail, items: Sequence[TimelineItem]) -> Moderable:
    """Return what may be moderated in a case now. Raises StoreError."""
    accounts = {account.id: account for account in session.store.accounts.all()}
    now = session.clock()
    hiding, writing = set(), set()
    for thread in detail.threads:
        account = accounts.get(thread.account_id)
        if account is None or account.role is AccountRole.MONITORED:
            continue
        writing.add(thread.id)
        if permission_in(thread, account, now=now).may_hide:
            hiding.add(thread.id)
    return Moderable(
        frozenset(
            item.message_id
            for item in items
            if item.message_id and item.thread_id in hiding and item.is_posted_by_customer
        ),
        frozenset(
            item.message_id for item in items if item.message_id and item.thread_id in writing and may_delete(item)
        ),
    )


def carry_out(session: Session, hit: Hit) -> Done | None:
    """Do what a click asks for; what it gives back can be undone. Raises StoreError."""
    desk, agent, value = session.moderation, session.agent.name, int(hit.value)
    match hit.kind:
        case HitKind.HIDE:
            return desk.hide(MessageId(value), agent)
        case HitKind.SHOW:
            return desk.show(MessageId(value), agent)
        case HitKind.DELETE:
            return desk.delete(MessageId(value), agent)
        case HitKind.DO_AGAIN:
            desk.try_again(ModerationId(value), agent)
        case _:
            desk.take_back(ModerationId(value), agent)
    return None
