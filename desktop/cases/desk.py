"""What an agent does with a case: each deed is one transaction, journalled, and gives back how to undo it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import getaddresses

from desktop.model import (
    Account,
    Agent,
    Author,
    CaseDetail,
    CaseId,
    CaseStatus,
    Deed,
    MessageId,
    ThreadId,
    ThreadKind,
    TimelineItem,
)
from desktop.store import Intent, Store

_DOMAIN = re.compile(r"(?=.{1,253}$)[^\s@.]+(?:\.[^\s@.]+)+")
_HIGHEST = 100
_SEEN_TAG = 40
"""A tag is at most this many characters long."""


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done: what, to which cases, and how it is taken back (None: it can't be)."""

    deed: Deed
    case_ids: tuple[CaseId, ...]
    detail: str = ""
    undo: Callable[[], None] | None = None


class CaseDesk:
    """One agent's deeds on cases. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime]) -> None:
        """`agent` is written into the journal."""
        self._store = store
        self.agent = agent
        self._clock = clock

    def detail(self, case_id: CaseId) -> CaseDetail | None:
        """Return a case as its header and composer show it."""
        return self._store.cases.detail(case_id)

    def timeline(self, case_id: CaseId) -> tuple[TimelineItem, ...]:
        """Return a case's newest items, oldest first."""
        return self._store.timeline.items(case_id)

    def open(self, case_id: CaseId) -> bool:
        """Note that the agent has the case in front; True if it was unread."""
        return self._store.cases.mark_read(case_id, at=self._clock())

    def mark_unread(self, case_id: CaseId) -> None:
        """Show a case as unread again."""
        self._store.cases.mark_unread(case_id)

    def begin(self, account: Account, address: str, subject: str) -> CaseId:
        """Begin a conversation by e-mail; the case is this agent's. Raises ValueError for an unusable address.

        `address` may hold a name: "Marta Conti <marta@example.org>".
        """
        name, plain = parsed_address(address)
        to = Author(account.network, plain.lower(), plain, name)
        return self._store.beginnings.begin(
            account,
            to,
            " ".join(subject.split()),
            kind=ThreadKind.EMAIL,
            agent=self.agent.name,
            assignee=self.agent.initials,
            at=self._clock(),
        )

    def set_status(self, case_ids: Sequence[CaseId], status: CaseStatus) -> Done:
        """Solve, reopen, or set cases waiting; a snooze ends."""
        return self._change(
            case_ids,
            Deed.STATUS,
            lambda intent, now: replace(intent, status=status.value, status_at=now, snoozed_until=None),
            status.value,
        )

    def snooze(self, case_ids: Sequence[CaseId], until: datetime) -> Done:
        """Put cases away until a moment; a new message brings them back earlier. Raises ValueError for the past."""
        if until <= self._clock():
            raise ValueError("a snooze ends in the future")
        return self._change(
            case_ids,
            Deed.SNOOZE,
            lambda intent, now: replace(intent, snoozed_until=until, status="open", status_at=now),
            until.isoformat(),
        )

    def assign(self, case_ids: Sequence[CaseId], initials: str | None) -> Done:
        """Give cases to an agent, or to nobody."""
        return self._change(
            case_ids, Deed.ASSIGN, lambda intent, _: replace(intent, assignee=initials or None), initials or ""
        )

    def take_next(self, case_ids: Sequence[int]) -> Done | None:
        """Take the first of some cases that still is nobody's; None if there is none. Raises ValueError without a name.

        A conditional write: two agents never take the same one.
        """
        initials = self.agent.initials
        if not initials:
            raise ValueError("nobody can take a case who has no initials")
        taken = self._store.cases.take_first_free(case_ids, initials, actor=self.agent.name, at=self._clock())
        if taken is None:
            return None
        case_id, before = taken

        def undo() -> None:
            self._store.cases.restore(case_id, before, deed=Deed.ASSIGN, actor=self.agent.name, at=self._clock())

        return Done(Deed.ASSIGN, (case_id,), initials, undo)

    def set_priority(self, case_id: CaseId, priority: int | None) -> Done:
        """Give a case a priority from 0 to 100, or (None) the one that its reasons add up to. Raises ValueError."""
        if priority is not None and not 0 <= priority <= _HIGHEST:
            raise ValueError("a priority is 0 to 100")
        return self._change(
            (case_id,), Deed.PRIORITY, lambda intent, _: replace(intent, priority=priority), str(priority or "")
        )

    def set_priorities(self, case_ids: Sequence[CaseId], priority: int | None) -> Done:
        """Give several cases a priority as `set_priority` does. Raises ValueError."""
        if priority is not None and not 0 <= priority <= _HIGHEST:
            raise ValueError("a priority is 0 to 100")
        return self._change(
            case_ids, Deed.PRIORITY, lambda intent, _: replace(intent, priority=priority), str(priority or "")
        )

    def change_tags(self, case_ids: Sequence[CaseId], add: Sequence[str] = (), remove: Sequence[str] = ()) -> Done:
        """Put tags on several cases and take others off; their other tags stay."""
        more, less = _clean(add), {tag.casefold() for tag in _clean(remove)}
        with self._store.connection.writing():
            dones = []
            for case_id in case_ids:
                before = self._store.cases.tags(case_id)
                kept = [tag for tag in before if tag.casefold() not in less]
                has = {tag.casefold() for tag in kept}
                after = (*kept, *(tag for tag in more if tag.casefold() not in has))
                if set(after) != set(before):
                    dones.append(self.set_tags(case_id, after))
        words = ", ".join((*(f"+{tag}" for tag in more), *(f"\N{MINUS SIGN}{tag}" for tag in _clean(remove))))
        return replace(together(dones), deed=Deed.TAG, case_ids=tuple(case_ids), detail=words)

    def set_tags(self, case_id: CaseId, tags: Sequence[str]) -> Done:
        """Give a case these tags; blanks and doubles are dropped."""
        clean = _clean(tags)
        before = self._store.cases.set_tags(case_id, clean, actor=self.agent.name, at=self._clock())

        def undo() -> None:
            self._store.cases.set_tags(case_id, before, actor=self.agent.name, at=self._clock())

        return Done(Deed.TAG, (case_id,), ", ".join(clean), undo)

    def add_note(self, case_id: CaseId, text: str) -> Done:
        """Write an internal note. Raises ValueError for an empty one."""
        if not text.strip():
            raise ValueError("an empty note says nothing")
        uid = self._store.cases.add_note(case_id, text.strip(), author=self.agent.name, at=self._clock())
        self._store.drafts.discard(case_id, self.agent.name, at=self._clock())

        def undo() -> None:
            self._store.cases.remove_note(uid, actor=self.agent.name, at=self._clock())

        return Done(Deed.NOTE, (case_id,), "", undo)

    def redact(self, message_id: MessageId, value: str) -> Done | None:
        """Cover a value in a message for good; None if it is not in there. Raises ValueError for a single character.

        The old words live only in what this returns: with it goes the last way to undo.
        """
        redacted = self._store.redactions.redact(message_id, value, actor=self.agent.name, at=self._clock())
        if redacted is None:
            return None

        def undo() -> None:
            self._store.redactions.take_back(redacted, actor=self.agent.name, at=self._clock())

        return Done(Deed.REDACTED, (CaseId(redacted.case_id),), "", undo)

    def answered_in_browser(self, thread_id: ThreadId, text: str) -> Done:
        """Record an answer that was given on the network's own website: it ends the waiting as a sent one does.

        For what can't be answered from here. Raises ValueError for an empty text and for an unknown thread.
        """
        answer = self._store.browser_answers.record(thread_id, text.strip(), agent=self.agent.name, at=self._clock())

        def undo() -> None:
            self._store.browser_answers.take_back(answer, actor=self.agent.name, at=self._clock())

        return Done(Deed.BROWSER_ANSWER, (answer.case_id,), "", undo)

    def merge(self, source: CaseId, target: CaseId) -> Done:
        """Merge one case into another. Raises ValueError where the store does."""
        self._store.cases.merge(source, target, actor=self.agent.name, at=self._clock())

        def undo() -> None:
            self._store.cases.unmerge(source, actor=self.agent.name, at=self._clock())

        return Done(Deed.MERGE, (target, source), "", undo)

    def unmerge(self, target: CaseId) -> Done:
        """Split everything that was merged into a case off again."""
        sources = self._store.cases.merged_into(target)
        for source in sources:
            self._store.cases.unmerge(source, actor=self.agent.name, at=self._clock())
        return Done(Deed.UNMERGE, (target, *sources))

    def _change(
        self,
        case_ids: Sequence[CaseId],
        deed: Deed,
        changed: Callable[[Intent, datetime], Intent],
        detail: str,
    ) -> Done:
        now = self._clock()
        before: list[tuple[CaseId, Intent]] = []
        with self._store.connection.writing():
            for case_id in case_ids:
                wanted = changed(self._store.cases.intent(case_id), now)
                earlier = self._store.cases.change(case_id, wanted, deed=deed, actor=self.agent.name, at=now)
                before.append((case_id, earlier))

        def undo() -> None:
            with self._store.connection.writing():
                for case_id, intent in before:
                    self._store.cases.restore(case_id, intent, deed=deed, actor=self.agent.name, at=self._clock())

        return Done(deed, tuple(case_ids), detail, undo)


def together(dones: Sequence[Done]) -> Done:
    """Return several deeds as one: of the last one's kind, about all their cases, undone from the last to the first."""
    undos = [done.undo for done in dones if done.undo is not None]

    def undo() -> None:
        for one in reversed(undos):
            one()

    cases = tuple(dict.fromkeys(case_id for done in dones for case_id in done.case_ids))
    last = dones[-1] if dones else Done(Deed.READ, ())
    return Done(last.deed, cases, last.detail, undo if undos else None)


def _clean(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip()[:_SEEN_TAG] for tag in tags if tag.strip()))


def parsed_address(typed: str) -> tuple[str, str]:
    """Return the name and the address of what a person typed. Raises ValueError if it is not one address."""
    pairs = getaddresses([typed.strip()])
    name, address = pairs[0] if len(pairs) == 1 else ("", "")
    local, at, domain = address.rpartition("@")
    if not (at and local and _DOMAIN.fullmatch(domain)) or any(sign.isspace() for sign in address):
        raise ValueError("not one e-mail address")
    return name.strip(), address


def snooze_choices(local_now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return the offered ends of a snooze as (code, local moment): an hour, this afternoon, tomorrow, Monday."""
    day = local_now.replace(minute=0, second=0, microsecond=0)
    tomorrow = (day + timedelta(days=1)).replace(hour=9)
    monday = (day + timedelta(days=7 - day.weekday())).replace(hour=9)
    choices = [("hour", local_now + timedelta(hours=1))]
    if local_now.hour < 14:  # noqa: PLR2004 - two o'clock is when an afternoon begins
        choices.append(("afternoon", day.replace(hour=16)))
    choices.append(("tomorrow", tomorrow))
    if monday.date() != tomorrow.date():
        choices.append(("monday", monday))
    return tuple(choices)
