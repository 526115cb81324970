"""How a row of the case list is read: fifty of them make a page, so what is the same for all is looked up, not made."""

from __future__ import annotations

from typing import Any

from desktop.model import (
    AccountId,
    CaseId,
    CaseRow,
    CaseStatus,
    ClockKind,
    CustomerId,
    MessageClass,
    Network,
    ThreadKind,
)
from desktop.store.why import read_reasons
from desktop.system.clock import from_ms, from_ms_or_none

# Calling an enum takes ten times as long as looking its member up.
_NETWORKS = {one.value: one for one in Network}
_THREAD_KINDS = {one.value: one for one in ThreadKind}
_STATUSES = {**{one.value: one for one in CaseStatus}, "merged": CaseStatus.SOLVED}
_CLASSES = {one.value: one for one in MessageClass}
_CLOCKS = {one.value: one for one in ClockKind}


def case_row(row: tuple[Any, ...]) -> CaseRow:
    """Return a CaseRow from the projection's columns in their order."""
    return CaseRow(
        id=CaseId(row[0]),
        customer_id=CustomerId(row[1]),
        customer_uid=row[2],
        name=row[3],
        handle=row[4],
        network=_NETWORKS[row[5]],
        thread_kind=_THREAD_KINDS[row[6]],
        snippet=row[7],
        snippet_is_ours=bool(row[8]),
        unread=bool(row[9]),
        status=_STATUSES[row[11]],
        assignee=row[12] or None,
        last_at=from_ms(row[13]),
        message_class=_CLASSES[row[14]] if row[14] else None,
        priority=row[15],
        reasons=read_reasons(row[16]),
        due_at=from_ms_or_none(row[17]),
        snoozed_until=from_ms_or_none(row[19]),
        queued=row[20],
        listening=bool(row[21]),
        account_id=AccountId(row[22]) if row[22] is not None else None,
        has_impostor=bool(row[23]),
        is_abuse=bool(row[24]),
        at_risk_at=from_ms_or_none(row[25]),
        clock=_CLOCKS[row[26]] if row[26] else None,
        all_hours=bool(row[27]),
        owed=bool(row[28]),
    )
