"""The crisis' controller: the banner, the panel and the switch, from the store, so that every window says the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.accounts.hours_book import HoursBook
from desktop.cases.playbooks import CRISIS, progress_of
from desktop.model import AccountId, CrisisMode, SeenSurge, fact_uid
from desktop.store import Store, StoreError
from ui.bridge import JobRunner
from ui.crisis.banner_words import (
    HOLDING,
    MUTE,
    PLAYBOOK,
    POSTS,
    SWITCH_OFF,
    SWITCH_ON,
    CrisisFacts,
    is_muted,
    present_crisis,
)
from ui.crisis.panel_words import present_panel
from ui.playbooks.presenter import present_progress
from ui.session import Session
from ui.shell.banner import Banner, BannerKind
from ui.text.times import clock_time
from ui.theme import Theme

if TYPE_CHECKING:
    from desktop.outbox.crisis_evidence import Evidence
    from ui.crisis.off_dialog import CrisisOffDialog
    from ui.crisis.panel import CrisisPanel

_SLOT = "crisis"
_LOOK_MS = 2_000  # how soon another window's switch is seen here, engine or not
_NEGLIGIBLE = timedelta(minutes=10)  # how long ago a surge may have been seen and still be of the last hour
_HOLDING_REPLY = fact_uid("canned", "crisis_holding")
_Result = TypeVar("_Result")


class CrisisController(QObject):
    """Reads the state, shows it, and does what a person asks. Nothing is ever switched by itself. Window thread."""

    switched = Signal()
    """Crisis mode was switched on or off, here or elsewhere: what is written is judged anew."""
    released = Signal()
    """What was held may go: the engine is to look at the outbox."""
    case_requested = Signal(int)
    search_requested = Signal(str)
    """What the list is to be searched for."""
    holding_requested = Signal(object, str)
    """The ids of the cases that wait for one holding reply, and the uid of the canned reply, "" for none."""
    done = Signal(object)
    """A Done: a step of the crisis' playbook."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, banner: Banner, window: QWidget) -> None:
        """Show nothing until the first refresh."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._banner = banner
        self._window = window
        self._panel: CrisisPanel | None = None
        self._facts: CrisisFacts | None = None
        self._account: AccountId | None = None
        self._angry = False
        self._version = -1
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def mode(self) -> CrisisMode | None:
        """Crisis mode as it was last seen, None while it is off."""
        return self._facts.mode if self._facts is not None else None

    @property
    def surges(self) -> tuple[SeenSurge, ...]:
        """The surges that were going on when it was last looked."""
        return tuple(self._facts.surges) if self._facts is not None else ()

    @property
    def panel(self) -> CrisisPanel | None:
        """The panel, once it was opened."""
        return self._panel

    def refresh(self) -> None:
        """Read the state again and show it. Some short reads."""
        facts = self._try(self._read)
        if facts is None:
            return
        was_on, known = self.mode is not None, self._facts is not None
        self._facts = facts
        self._banner.set_message(BannerKind.CRISIS, present_crisis(facts))
        self._show_panel_state()
        if known and was_on != (facts.mode is not None):
            self.switched.emit()

    def act(self, code: str) -> None:
        """Do what a button of the banner says."""
        deeds: dict[str, Callable[[], object]] = {
            POSTS: self.show_panel,
            PLAYBOOK: self.show_panel,
            SWITCH_ON: self.switch_on,
            SWITCH_OFF: self.ask_off,
            HOLDING: self.draft_holding,
            MUTE: self.mute,
        }
        deeds[code]()

    def switch_on(self) -> None:
        """Switch crisis mode on, by a person's word, and show what to do now."""
        if self._try(self._session.crisis.switch_on) is not None:
            self.refresh()
            self.show_panel()

    def ask_off(self) -> CrisisOffDialog | None:
        """Switch crisis mode off; ask first what becomes of what it held, if it held anything."""
        held = self._try(self._session.crisis.held)
        if held is None:
            return None
        if not held:
            self._switch_off(send=False)
            return None
        from ui.crisis.off_dialog import CrisisOffDialog

        over = self._panel if self._panel is not None and self._panel.isVisible() else self._window
        dialog = CrisisOffDialog(self._theme, held, over)
        dialog.chosen.connect(lambda send: self._switch_off(send=send))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def mute(self) -> None:
        """Show no banner of the surges that are told of for an hour."""
        now = self._session.clock()
        loud = [one.id for one in self.surges if not is_muted(one, now)]
        self._try(lambda: self._session.crisis.mute(loud))
        self.refresh()

    def draft_holding(self) -> None:
        """Begin one holding reply to everybody who wrote in the surges and waits."""
        cases = self._try(lambda: self._session.crisis.asking(self.surges))
        if not cases:
            self.show_panel()
            return
        approved = [one.uid for one in self._session.canned.all() if one.crisis]
        uid = _HOLDING_REPLY if _HOLDING_REPLY in approved else next(iter(approved), "")
        self.holding_requested.emit(cases, uid)

    def show_panel(self) -> None:
        """Show the panel with what there is to see now."""
        panel = self._panel or self._make_panel()
        self._show_panel_state()
        self._read_evidence()
        panel.show()
        panel.raise_()
        panel.activateWindow()

    def leave(self) -> None:
        """Look no more: the window closes."""
        self._timer.stop()
        if self._panel is not None:
            self._panel.close()

    # --- reading ----------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """See what another window or the engine wrote; a number tells whether anything was written at all."""
        version = self._try(self._session.store.connection.data_version)
        if version is not None and version != self._version:
            self._version = version
            self.refresh()

    def _read(self) -> CrisisFacts:
        session, crisis = self._session, self._session.store.crisis
        return CrisisFacts(crisis.going_on(), crisis.mode(), crisis.held(), session.clock(), session.tz)

    def _read_evidence(self) -> None:
        account_id, angry, now = self._account, self._angry, self._session.clock()

        def work(store: Store) -> Evidence:
            from desktop.outbox.crisis_evidence import read_evidence  # loads triage

            return read_evidence(store, HoursBook(store), now, account_id=account_id, angry=angry)

        self._jobs.run(_SLOT, work, self._on_evidence_read, self.failed.emit)

    def _on_evidence_read(self, evidence: Evidence) -> None:
        if self._panel is not None:
            self._panel.set_evidence(evidence)

    # --- the panel --------------------------------------------------------------------------------------------

    def _make_panel(self) -> CrisisPanel:
        from ui.crisis.panel import CrisisPanel

        panel = CrisisPanel(self._theme, self._window)
        panel.voices.set_clock(lambda at: clock_time(at, self._session.tz))
        panel.switch_on_requested.connect(self.switch_on)
        panel.switch_off_requested.connect(self.ask_off)
        panel.holding_requested.connect(self.draft_holding)
        panel.list_requested.connect(self._on_panel_list_requested)
        panel.case_requested.connect(self.case_requested)
        panel.account_chosen.connect(self._on_panel_account_chosen)
        panel.mood_chosen.connect(self._on_panel_mood_chosen)
        panel.ticked.connect(self._on_panel_ticked)
        self._panel = panel
        return panel

    def _show_panel_state(self) -> None:
        facts, panel = self._facts, self._panel
        if facts is None or panel is None:
            return
        panel.set_state(present_panel(facts))
        book = self._session.playbooks.shelf.of(CRISIS)
        ticks = self._try(self._session.crisis.ticks)
        if book is None or ticks is None:
            panel.set_steps((), "")
            return
        card = present_progress(progress_of(book, ticks), facts.now, facts.tz)
        panel.set_steps(card.steps, f"{card.title}, {card.count}" if facts.mode is not None else card.title)

    def _on_panel_account_chosen(self, account_id: int) -> None:
        self._account = AccountId(account_id)
        self._read_evidence()

    def _on_panel_mood_chosen(self, angry: bool) -> None:
        self._angry = angry
        self._read_evidence()

    def _on_panel_list_requested(self, account_id: int, angry: bool) -> None:
        """Search the list for what the panel shows, in words that the agent can go on with."""
        account = self._session.store.accounts.get(AccountId(account_id))
        if account is None:
            return
        since = min((one.last_at for one in self.surges if one.account_id == account_id), default=None)
        hours = 1 if since is None else 1 + ceil((self._session.clock() - since - _NEGLIGIBLE) / timedelta(hours=1))
        mood = " class:complaint" if angry else ""
        self.search_requested.emit(f'account:"{account.handle or account.name}" after:{hours}h{mood}')

    def _on_panel_ticked(self, step: str, is_done: bool) -> None:
        deed = self._try(lambda: self._session.crisis.tick(step, done=is_done))
        self._show_panel_state()
        if deed is not None:
            self.done.emit(deed)

    # --- acting -----------------------------------------------------------------------------------------------

    def _switch_off(self, *, send: bool) -> None:
        if self._try(lambda: self._session.crisis.switch_off(send=send)) is None:
            return
        self.refresh()
        self.released.emit()

    def _try(self, work: Callable[[], _Result]) -> _Result | None:
        try:
            return work()
        except StoreError as error:
            self.failed.emit(error)
            return None
