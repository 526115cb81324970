"""The acknowledger: tells who writes in private to a closed desk when it opens, once per customer and closure.

Only where the account's rules say so and the network allows automatic answers: never in public, never what would use
up the one private reply to a comment. It looks at what is stored, not at what has just arrived, so that a crash
between the arrival and the acknowledgement loses neither and repeats neither. What it writes leaves through the outbox
like every delivery.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.composer import Wording, fill, first_name, placeholder_values
from desktop.guardrails import closed_since, is_open, next_opening, permission_in
from desktop.model import Account, CaseDetail, Delivery, DeliveryState, Purpose, Visibility
from desktop.outbox.reply import Reply, delivery_of
from desktop.store import Store
from desktop.store.acknowledgements import Unanswered

BY_PROGRAM = "Sportello"
"""Who an automatic message is by."""
_LOOK_BACK = timedelta(days=14)
"""Who wrote longer ago, in a closure that long, is not greeted by a machine any more."""


class Acknowledger:
    """Makes the deliveries. Engine process, one event loop thread."""

    def __init__(
        self, store: Store, hours: HoursBook, wording: Callable[[], Wording], clock: Callable[[], datetime]
    ) -> None:
        """`wording` loads the program's own sentences when they are first needed."""
        self._store = store
        self._hours = hours
        self._wording = wording
        self._clock = clock

    def work(self) -> tuple[Delivery, ...]:
        """Acknowledge whatever waits for it and return the deliveries made. Without such a rule no more than a look."""
        made: list[Delivery] = []
        for account in self._store.accounts.all():
            if self._hours.rules(account).acknowledges:
                made += self._of_account(account)
        return tuple(made)

    def _of_account(self, account: Account) -> list[Delivery]:
        hours, now = self._hours.of(account), self._clock()
        if is_open(hours, now):
            return []
        since = closed_since(hours, now)
        begun = now - _LOOK_BACK
        waiting = self._store.acknowledgements.waiting(account.id, max(since or begun, begun))
        found = (self._acknowledge(account, one, now, since) for one in waiting)
        return [delivery for delivery in found if delivery is not None]

    def _acknowledge(self, account: Account, one: Unanswered, now: datetime, since: datetime | None) -> Delivery | None:
        if self._store.acknowledgements.was_told(one.thread_id, now=now, closed_since=since):
            return None
        case, thread = self._store.cases.detail(one.case_id), self._store.cases.thread(one.thread_id)
        assert case is not None
        assert thread is not None, "what waits was read a moment ago"
        mechanical = self._store.timeline.newest_mechanical(one.case_id) is not None
        allowed = permission_in(thread, account, now=now, mechanical_last=mechanical, purpose=Purpose.AUTOMATIC)
        if not allowed.may_direct:
            return None
        opens = next_opening(self._hours.of(account), now)
        text = acknowledgement_text(
            self._wording(), self._hours.rules(account), case, account, opens=self._local(account, opens), now=now
        )
        language = "" if case.language == "unknown" else case.language
        reply = Reply(case, thread, account, Visibility.DIRECT, text, BY_PROGRAM, language, purpose=Purpose.AUTOMATIC)
        delivery = delivery_of(reply, now, DeliveryState.WAITING, None, None)
        return self._store.acknowledgements.make_once(delivery, until=opens, closed_since=since)

    def _local(self, account: Account, opens: datetime | None) -> datetime | None:
        return opens.astimezone(self._hours.of(account).zone) if opens else None


def acknowledgement_text(
    wording: Wording, rules: ClosedRules, case: CaseDetail, account: Account, *, opens: datetime | None, now: datetime
) -> str:
    """Return what a customer is told, in their language: the account's own text, else the program's sentence.

    `opens` is in the desk's zone, None where no opening is in sight. A text of one's own whose placeholders can't all
    be filled is left for the program's sentence: nothing half-filled leaves.
    """
    today = now.astimezone(opens.tzinfo).date() if opens else now.date()
    opening = wording.opening(case.language, opens, today) if opens else ""
    name = first_name(case.row.name)
    own = rules.text(case.language).strip()
    if own:
        values = placeholder_values(
            first_name=name, account_handle=account.handle, case_subject=case.subject, next_opening=opening
        )
        filled = fill(own, values | {"name": name, "opening": opening})
        if not filled.missing:
            return filled.text
    return wording.acknowledgement(case.language, opening, first_name=name)
