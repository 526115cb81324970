"""What happened according to the store: new messages, deadlines, failures, assignments and mentions of this agent.

Events only say "look again"; this looks. It runs in the job runner's thread and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop.guardrails import OpeningHours, open_seconds_between
from desktop.model import (
    Agent,
    CaseId,
    CaseRow,
    CaseStatus,
    ClockKind,
    Deed,
    DeliveryState,
    Direction,
    HealthState,
    ItemKind,
    JournalEntry,
    Lane,
    MessageId,
    SeenSurge,
    TimelineItem,
    Visibility,
)
from desktop.store import LaneFilter, Standing, Store
from ui.crisis.banner_words import leading, surge_sentence
from ui.shell.notices import Happening, NoticeKind
from ui.text import find_mentions

_A_DAY = timedelta(days=1)
_FAILED, _JOURNAL, _UNREAD, _CHUNK = 100, 200, 1_000, 200
_ENGINE = "engine"
_VIP = "vip"
_MINE = 1_000
_OPEN = (CaseStatus.NEW, CaseStatus.OPEN)


@dataclass(frozen=True, slots=True)
class Question:
    """Where to look: cases with news, whether deliveries changed, for whom, since which line of the journal.

    `standing` says which of the desk's clocks run, the hours of the `desk` and accounts' `own` what is
    left.
    `told` are keys that need no second look.
    """

    agent: Agent
    now: datetime
    standing: Standing
    desk: OpeningHours | None = None
    own: Mapping[int, OpeningHours] = field(default_factory=dict)
    news_in: frozenset[int] = frozenset()
    deliveries: bool = False
    journal_id: int | None = None
    told: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Answer:
    """What happened, up to which line the journal was read, and how many of the agent's open cases are unread."""

    happenings: tuple[Happening, ...]
    journal_id: int
    unread: int


def look(store: Store, question: Question) -> Answer:
    """Return what happened. Some dozens of short reads at most."""
    newest = store.journal.newest(_JOURNAL)
    journal_id = newest[0].id if newest else 0
    found = [
        *_messages(store, question),
        *_deadlines(store, question),
        *(_failures(store, question) if question.deliveries else ()),
        *_expired(store),
        *_surging(store),
        *_reminders(store, question),
        *_by_colleagues(store, newest, question),
    ]
    unread = store.lanes.ids(
        Lane.MY_OPEN,
        agent=question.agent.initials,
        at_risk_before=question.now,
        narrow=LaneFilter(unread=True),
        limit=_UNREAD,
    )
    fresh = tuple(one for one in found if one.key not in question.told)
    return Answer(fresh, journal_id, len(unread))


def is_mine(row: CaseRow, agent: Agent) -> bool:
    """Return whether a case is one of the agent's open ones."""
    return bool(agent.initials) and row.assignee == agent.initials and row.status in _OPEN


def names_of(agent: Agent) -> frozenset[str]:
    """Return what a mention of an agent may say: the first name, the whole name in one word, the initials."""
    words = agent.name.casefold().split()
    return frozenset(one for one in (*words[:1], "".join(words), agent.initials.casefold()) if one)


def _messages(store: Store, question: Question) -> Iterator[Happening]:
    for row in store.lanes.rows(sorted(question.news_in)):
        kind = _kind_of_news(store, row, question.agent)
        if kind is None:
            continue
        key = f"message:{row.id}:{store.timeline.newest_incoming_key(row.id)}"
        item = _newest_incoming(store, row.id) if key not in question.told else None
        if item is None or item.mechanical is not None or _is_hushed(store, item):
            continue
        if question.now - item.at < _A_DAY:
            yield Happening(
                kind,
                key,
                item.at,
                case_id=int(row.id),
                network=item.network,
                name=row.name,
                is_direct=item.visibility is not Visibility.PUBLIC,
                text=item.text,
            )


def _kind_of_news(store: Store, row: CaseRow, agent: Agent) -> NoticeKind | None:
    """Return as what a new message of a case is told: mine, or a VIP's that nobody has; None for others' cases."""
    if not row.unread or row.status not in _OPEN:
        return None
    if is_mine(row, agent):
        return NoticeKind.MESSAGE
    if row.assignee or row.listening:
        return None
    tags = (*store.cases.tags(row.id), *store.people.tags_of([int(row.customer_id)]).get(int(row.customer_id), ()))
    return NoticeKind.VIP if any(tag.casefold() == _VIP for tag in tags) else None


def _is_hushed(store: Store, item: TimelineItem) -> bool:
    return item.message_id is not None and store.abuse.is_hushed(MessageId(item.message_id))


def _newest_incoming(store: Store, case_id: CaseId) -> TimelineItem | None:
    items = store.timeline.items(case_id, limit=5)
    incoming = (one for one in reversed(items) if one.kind is ItemKind.MESSAGE)
    return next((one for one in incoming if one.direction is Direction.INCOMING), None)


def _deadlines(store: Store, question: Question) -> Iterator[Happening]:
    """Clocks of mine that are at risk or over; one that stands still is not told of until it runs."""
    now = question.now
    found = store.lanes.sections(Lane.MY_OPEN, question.standing, agent=question.agent.initials, limit=_MINE)
    since = _runs_since(store, (*found.over, *found.at_risk))
    for row in store.lanes.rows((*found.over, *found.at_risk)):
        begun = since.get((int(row.id), row.clock))
        if row.due_at is None or row.queued or begun is None or now - row.due_at > _A_DAY:
            continue
        kind = NoticeKind.BREACHED if row.due_at <= now else NoticeKind.AT_RISK
        clock = row.clock.value if row.clock is not None else ""
        yield Happening(
            kind,
            f"{kind.value}:{row.id}:{clock}:{int(begun.timestamp())}",
            now,
            case_id=int(row.id),
            network=row.network,
            name=row.name,
            detail=str(_minutes_left(row, row.due_at, question)) if kind is NoticeKind.AT_RISK else "",
        )


def _runs_since(store: Store, case_ids: Sequence[int]) -> dict[tuple[int, ClockKind | None], datetime]:
    """Return since when each case's clocks run: a run is told of once, however often its end moves."""
    since: dict[tuple[int, ClockKind | None], datetime] = {}
    for start in range(0, len(case_ids), _CHUNK):
        for facts in store.clocks.facts(case_ids[start : start + _CHUNK]):
            if facts.reply.since is not None:
                for clock in (ClockKind.FIRST_REPLY, ClockKind.NEXT_REPLY):
                    since[int(facts.case_id), clock] = facts.reply.since
            if facts.solution.since is not None:
                since[int(facts.case_id), ClockKind.RESOLUTION] = facts.solution.since
    return since


def _minutes_left(row: CaseRow, due_at: datetime, question: Question) -> int:
    """Return the minutes of its own time that a clock has left, at least one."""
    own = question.own.get(row.account_id) if row.account_id is not None else None
    hours = own or question.desk
    if row.all_hours or hours is None:
        seconds = (due_at - question.now).total_seconds()
    else:
        seconds = open_seconds_between(hours, question.now, due_at)
    return max(1, round(seconds / 60))


def _failures(store: Store, question: Question) -> Iterator[Happening]:
    failed = [one for one in store.deliveries.listed(_FAILED) if one.agent == question.agent.name]
    rows = {row.id: row for row in store.lanes.rows([int(one.case_id) for one in failed])}
    for delivery in failed:
        open_end = delivery.state is DeliveryState.UNSURE and delivery.next_try_at is None
        row = rows.get(delivery.case_id)
        if delivery.state is DeliveryState.REFUSED or open_end:
            yield Happening(
                NoticeKind.NOT_SENT,
                f"not_sent:{delivery.uid}:{delivery.attempts}",
                question.now,
                case_id=int(delivery.case_id),
                network=row.network if row is not None else None,
                name=delivery.customer_name,
                actor=delivery.agent,
            )


def _reminders(store: Store, question: Question) -> Iterator[Happening]:
    """This agent's reminders whose moment came within a day and that are not ticked off; each is told of once."""
    if not question.agent.initials:
        return
    found = store.reminders.told_to(question.agent.initials, question.now - _A_DAY)
    rows = {row.id: row for row in store.lanes.rows([int(one.case_id) for one in found])}
    for reminder in found:
        row = rows.get(reminder.case_id)
        yield Happening(
            NoticeKind.REMINDER,
            f"reminder:{reminder.uid}",
            reminder.at,
            case_id=int(reminder.case_id),
            network=row.network if row is not None else None,
            name=row.name if row is not None else "",
            detail=reminder.text,
        )


def _surging(store: Store) -> Iterator[Happening]:
    """Tell of each account's surge once: more anger beside more people is the same happening."""
    by_account: dict[int, list[SeenSurge]] = {}
    for surge in store.crisis.going_on():
        by_account.setdefault(int(surge.account_id), []).append(surge)
    for account_id, surges in by_account.items():
        first = min(surges, key=lambda one: one.id)
        told = leading(surges) or first
        account = store.accounts.get(first.account_id)
        yield Happening(
            NoticeKind.CRISIS,
            f"crisis:{first.id}",
            first.began_at,
            account_id=account_id,
            network=account.network if account is not None else None,
            detail=surge_sentence(told),
        )


def _expired(store: Store) -> Iterator[Happening]:
    for account in store.accounts.all():
        health = account.health
        if health.state is HealthState.SIGN_IN and health.since is not None:
            yield Happening(
                NoticeKind.SIGN_IN,
                f"sign_in:{account.id}:{int(health.since.timestamp())}",
                health.since,
                account_id=int(account.id),
                network=account.network,
            )


def _by_colleagues(store: Store, newest: Iterable[JournalEntry], question: Question) -> Iterator[Happening]:
    """What others did since the journal was last read; at the first look nothing is new."""
    if question.journal_id is None:
        return
    for entry in newest:
        if entry.id <= question.journal_id or entry.actor == question.agent.name or entry.case_id is None:
            continue
        if entry.deed is Deed.ASSIGN and _gave_to(entry, question.agent.initials):
            yield _about(store, entry, NoticeKind.ASSIGNED, f"assigned:{entry.id}")
        elif entry.deed is Deed.ESCALATED and (step := _told_to(entry, question.agent.initials)):
            yield replace(_about(store, entry, NoticeKind.ESCALATED, f"escalated:{entry.id}"), detail=step)
        elif entry.deed is Deed.NOTE and _mentions(store, entry, question.agent):
            yield _about(store, entry, NoticeKind.MENTION, f"mention:{entry.after}")


def _gave_to(entry: JournalEntry, initials: str) -> bool:
    """An intent is journalled as [status, assignee, end of snooze, priority]."""
    before, after = (
        (value[1] if isinstance(value, list) and len(value) > 1 else None) for value in (entry.before, entry.after)
    )
    return bool(initials) and after == initials and before != initials


def _told_to(entry: JournalEntry, initials: str) -> str:
    """Return the clock and the minutes of a step that tells this agent, "" for any other."""
    after = entry.after
    if not initials or not isinstance(after, dict):
        return ""
    told = after.get("deed") == "notify" and after.get("outcome") == initials
    return f"{after.get('clock')} {after.get('minutes')}" if told else ""


def _mentions(store: Store, entry: JournalEntry, agent: Agent) -> bool:
    if not isinstance(entry.after, str) or entry.case_id is None:
        return False
    items = store.timeline.items(CaseId(entry.case_id), limit=1)
    note = next((one for one in items if one.kind is ItemKind.NOTE and one.key == entry.after), None)
    if note is None:
        return False
    return any(span.target.casefold() in names_of(agent) for span in find_mentions(note.text))


def _about(store: Store, entry: JournalEntry, kind: NoticeKind, key: str) -> Happening:
    row = next(iter(store.lanes.rows([entry.case_id] if entry.case_id is not None else [])), None)
    return Happening(
        kind,
        key,
        entry.at,
        case_id=entry.case_id,
        network=row.network if row is not None else None,
        name=row.name if row is not None else "",
        actor="" if entry.actor == _ENGINE else entry.actor,
    )
