"""The notices' controller: from the engine's events over a look at the store to the bell, the tray and the badge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.events import AccountsChanged, CasesChanged, CrisisChanged, DeliveriesChanged, Event
from desktop.store import StoreError
from ui.bridge import JobRunner
from ui.session import Session
from ui.shell.banner import BannerKind, BannerMessage
from ui.shell.notices import Gathering, Happening, Notice, NoticeContext, NoticeKind, is_news, is_told
from ui.shell.notices_bell import Bell
from ui.shell.notices_choice import notice_choice
from ui.shell.notices_watch import Answer, Question, look
from ui.shell.notices_words import bell_line, present_notice, present_summary
from ui.shell.topbar import BellNotice, TopBar
from ui.shell.tray import Tray

_SLOT = "notices"
_GATHER_MS = 300
_BELL = "bell"
_BANNER = "banner:"
_LISTED = 30
"""So many lines fit into a menu; older ones are kept, so that they are not told again."""

Waiting = Sequence[tuple[BannerKind, BannerMessage]]


class NoticeCentre(QObject):
    """Decides what is told, keeps the bell for seven days and counts the badge. Window thread only."""

    case_requested = Signal(int)
    """A notice was chosen: its conversation is to be shown, the window raised."""
    sign_in_requested = Signal(int)
    """A notice of an expired sign-in was chosen: an account's id."""
    crisis_requested = Signal()
    """A notice of a surge was chosen."""
    banner_action_requested = Signal(object, str)
    """A waiting banner was chosen in the bell: its BannerKind and the code of its first action."""
    looked = Signal()
    """The store was looked at; bell and badge are up to date."""
    told = Signal(object)
    """A Notice was handed to the system."""

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        top: TopBar,
        tray: Tray,
        front_case: Callable[[], int | None],
    ) -> None:
        """`front_case` returns the conversation that the agent has before them, None if the window is not active."""
        super().__init__(top)
        self._session = session
        self._jobs = jobs
        self._top = top
        self._tray = tray
        self._front_case = front_case
        self._bell = Bell(self._kept())
        self._gathering = Gathering()
        self._news: set[int] = set()
        self._deliveries = True
        self._waiting: Waiting = ()
        self._soon = self._timer(self._look)
        self._flush = self._timer(self._on_flush_due)
        top.notices_opened.connect(self._on_top_notices_opened)
        top.notice_chosen.connect(self._on_top_notice_chosen)
        tray.notice_chosen.connect(self._on_tray_notice_chosen)
        self._show_bell()

    @property
    def bell(self) -> Bell:
        """What is kept."""
        return self._bell

    def on_event(self, event: Event) -> None:
        """Look at what an event of the engine is about."""
        if isinstance(event, CasesChanged):
            if event.new_messages:
                self._news.update(event.case_ids)
        elif isinstance(event, DeliveriesChanged):
            self._deliveries = True
        elif not isinstance(event, AccountsChanged | CrisisChanged):
            return
        self._look_soon()

    def tick(self) -> None:
        """Look for deadlines and what colleagues did; call it once a minute, and once at the start."""
        self._look_soon()

    def tell(self, happenings: Iterable[Happening]) -> None:
        """Take in what happened: into the bell what is news, to the system what may be told now."""
        context = self._context()
        changed = False
        for happening in happenings:
            changed = True
            if not is_news(happening, context):
                self._bell.remember(happening.key, context.now)
            elif self._bell.add(happening, context.now) and is_told(happening, context):
                self._show(self._gathering.take(happening, context.now), context)
        if changed:
            self._save()
            self._show_bell()
        self._wait_for_flush()

    def set_waiting_banners(self, waiting: Waiting) -> None:
        """List the banners that wait behind the one that is shown."""
        self._waiting = tuple(waiting)
        self._show_bell()

    def forget_cases(self, case_ids: Iterable[int]) -> None:
        """Forget what tells of these cases: they were erased."""
        self._bell.forget_cases(case_ids)
        self._save()
        self._show_bell()

    def leave(self) -> None:
        """Look and tell no more: the window closes."""
        self._soon.stop()
        self._flush.stop()

    # --- looking ----------------------------------------------------------------------------------------------

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start(_GATHER_MS)

    def _look(self) -> None:
        """Ask the store; what is asked for stays asked for until an answer came, so a job may be replaced."""
        session = self._session
        now = session.clock()
        question = Question(
            agent=session.agent,
            now=now,
            standing=session.inbox.standing(now),
            desk=session.inbox.hours,
            own=session.inbox.own,
            news_in=frozenset(self._news),
            deliveries=self._deliveries,
            journal_id=self._bell.journal_id,
            told=self._bell.keys,
        )
        self._jobs.run(_SLOT, lambda store: look(store, question), lambda answer: self._on_answer(question, answer))

    def _on_answer(self, question: Question, answer: Answer) -> None:
        self._news -= question.news_in
        if question.deliveries:
            self._deliveries = False
        is_new = answer.journal_id != self._bell.journal_id
        self._bell.journal_id = answer.journal_id
        self._tray.set_unread(answer.unread)
        self.tell(answer.happenings)
        if is_new and not answer.happenings:
            self._save()
        self.looked.emit()

    # --- telling ----------------------------------------------------------------------------------------------

    def _context(self) -> NoticeContext:
        session = self._session
        now, choice = session.clock(), notice_choice(session.store)
        return NoticeContext(
            now=now,
            agent=session.agent.name,
            hours_open=session.hours.is_open(None, now),
            front_case=self._front_case(),
            shows_direct_text=choice.shows_direct_text,
            tells_outside_hours=choice.tells_outside_hours,
            is_quiet=choice.quiet is not None and choice.quiet.covers(now.astimezone(session.tz)),
            off=choice.off,
        )

    def _show(self, happenings: Sequence[Happening], context: NoticeContext) -> None:
        if not happenings:
            return
        notice = present_notice(happenings[0], context) if len(happenings) == 1 else present_summary(happenings)
        self._tray.tell(notice)
        self.told.emit(notice)

    def _wait_for_flush(self) -> None:
        due = self._gathering.due_at
        if due is not None:
            left = (due - self._session.clock()).total_seconds()
            self._flush.start(max(50, int(left * 1000)))

    def _on_flush_due(self) -> None:
        context = self._context()
        self._show(self._gathering.flush(context.now), context)
        self._wait_for_flush()

    # --- the bell ---------------------------------------------------------------------------------------------

    def _show_bell(self) -> None:
        session = self._session
        now = session.clock()
        self._bell.prune(now)
        banners = [
            BellNotice(f"{_BANNER}{kind.value}", _plain(f"{one.title} {one.text}")) for kind, one in self._waiting
        ]
        lines = [BellNotice(one.key, _plain(bell_line(one, now, session.tz))) for one in self._named()]
        self._top.set_notices([*banners, *lines])
        self._top.set_unread_notices(self._bell.unseen + len(banners))

    def _named(self) -> Sequence[Happening]:
        """Return the bell's happenings with the names that their customers have now; erased ones have none."""
        happenings = self._bell.happenings[:_LISTED]
        ids = sorted({one.case_id for one in happenings if one.case_id is not None})
        try:
            names = {int(row.id): row.name for row in self._session.store.lanes.rows(ids)}
        except StoreError:
            names = {}
        return [replace(one, name=names.get(one.case_id or 0, "")) for one in happenings]

    def _on_top_notices_opened(self) -> None:
        if self._bell.mark_seen(self._session.clock()):
            self._save()
        self._top.set_unread_notices(len(self._waiting))

    def _on_top_notice_chosen(self, key: str) -> None:
        for kind, message in self._waiting:
            if key == f"{_BANNER}{kind.value}":
                self.banner_action_requested.emit(kind, message.actions[0].code if message.actions else "")
                return
        chosen = next((one for one in self._bell.happenings if one.key == key), None)
        if chosen is not None:
            self._go_to(chosen.kind, chosen.case_id, chosen.account_id)

    def _on_tray_notice_chosen(self, notice: Notice) -> None:
        self._go_to(notice.kind, notice.case_id, notice.account_id)

    def _go_to(self, kind: NoticeKind | None, case_id: int | None, account_id: int | None) -> None:
        if kind is NoticeKind.SIGN_IN and account_id is not None:
            self.sign_in_requested.emit(account_id)
        elif kind is NoticeKind.CRISIS:
            self.crisis_requested.emit()
        elif case_id is not None:
            self.case_requested.emit(case_id)

    def _kept(self) -> object:
        try:
            return self._session.store.settings.get(_BELL)
        except StoreError:
            return None

    def _save(self) -> None:
        try:
            self._session.store.settings.set(_BELL, self._bell.to_json(), self._session.clock())
        except StoreError:
            return  # at worst something is told once more after the next start

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer


def _plain(words: str) -> str:
    """Return words as a menu shows them: one "&" would underline what follows."""
    return words.replace("&", "&&")
