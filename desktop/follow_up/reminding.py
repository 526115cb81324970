"""Reminders: an agent's own follow-up in a case, and what its moment does: the case is open again and theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desktop.cases import Done
from desktop.model import Agent, CaseId, CaseStatus, Deed, made_uid
from desktop.model.follow_up import Reminder
from desktop.outbox.scheduling import checked_moment
from desktop.store import Store
from desktop.store.journal import ENGINE

MOST_WORDS = 200
"""Characters of what to remember."""


class ReminderDesk:
    """One agent's reminders. Window process; every call is one short transaction."""

    def __init__(self, store: Store, agent: Callable[[], Agent], clock: Callable[[], datetime]) -> None:
        """`agent` returns who sits there."""
        self._store = store
        self._agent = agent
        self._clock = clock

    def of_case(self, case_id: CaseId) -> tuple[Reminder, ...]:
        """Return a case's reminders that nobody ticked off, the next one first."""
        return self._store.reminders.of_case(case_id)

    def set(self, case_id: CaseId, at: datetime, text: str) -> Done:
        """Set a reminder. Raises ValueError without words, TooSoon or TooFar (ValueErrors too) for its moment."""
        words = _words(text)
        now, agent = self._clock(), self._agent()
        reminder = Reminder(made_uid(), case_id, agent.name, agent.initials, checked_moment(at, now), words)
        self._store.reminders.add(reminder, at=now)

        def undo() -> None:
            self._store.reminders.remove(reminder, actor=self._agent().name, at=self._clock())

        return Done(Deed.REMINDER, (case_id,), "set", undo)

    def move(self, uid: str, at: datetime, text: str | None = None) -> Done | None:
        """Let a reminder come at another moment, with other words if given; None if it is gone or ticked off.

        Raises ValueError without words, TooSoon or TooFar (ValueErrors too) for its moment.
        """
        words = _words(text) if text is not None else None
        now, before = self._clock(), self._store.reminders.get(uid)
        if before is None:
            return None
        moved = replace(before, at=checked_moment(at, now), text=words or before.text, told=False)
        if moved == before or not self._store.reminders.change(moved, actor=self._agent().name, at=now):
            return None

        def undo() -> None:
            self._store.reminders.change(before, actor=self._agent().name, at=self._clock())

        return Done(Deed.REMINDER, (before.case_id,), "moved", undo)

    def cancel(self, uid: str) -> Done | None:
        """Take a reminder away for good; None if it is gone."""
        before = self._store.reminders.get(uid)
        if before is None:
            return None
        self._store.reminders.remove(before, actor=self._agent().name, at=self._clock())

        def undo() -> None:
            now, actor = self._clock(), self._agent().name
            self._store.reminders.add(before, at=now)
            if before.told:
                self._store.reminders.change(before, actor=actor, at=now)

        return Done(Deed.REMINDER, (before.case_id,), "cancelled", undo)

    def tick(self, uid: str) -> Done | None:
        """Tick a reminder off; None if it is gone or was ticked off already."""
        reminder = self._store.reminders.get(uid)
        if reminder is None or not self._set(reminder, done=True):
            return None

        def undo() -> None:
            self._set(reminder, done=False)

        return Done(Deed.REMINDER, (reminder.case_id,), "done", undo)

    def _set(self, reminder: Reminder, *, done: bool) -> bool:
        return self._store.reminders.set_done(reminder, done=done, actor=self._agent().name, at=self._clock())


class ReminderWatch:
    """Lets moments come. Engine process, one event loop thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Share the engine's store."""
        self._store = store
        self._clock = clock

    def work(self) -> tuple[int, ...]:
        """Open the cases whose moment came, each once, and return them: their agent's if they are nobody's."""
        now = self._clock()
        due = self._store.reminders.due(now)
        for reminder in due:
            with self._store.connection.writing():
                self._store.reminders.mark_told(reminder.uid, now)
                before = self._store.cases.intent(reminder.case_id)
                wanted = replace(
                    before,
                    status=CaseStatus.OPEN.value,
                    status_at=now,
                    snoozed_until=None,
                    assignee=before.assignee or reminder.initials or None,
                )
                self._store.cases.change(reminder.case_id, wanted, deed=Deed.STATUS, actor=ENGINE, at=now)
        return tuple(dict.fromkeys(int(one.case_id) for one in due))


def _words(text: str) -> str:
    """Return what to remember in one line. Raises ValueError without words."""
    words = " ".join(text.split())[:MOST_WORDS]
    if not words:
        raise ValueError("a reminder says what to remember")
    return words
