"""The errands: what one part of the window asks of others, so that none of them knows another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.events import (
    AccountsChanged,
    AccountsEdited,
    CasesChanged,
    CrisisChanged,
    DeliveriesChanged,
    EngineFault,
    Event,
    Nudge,
    OlderPulled,
    OutboxEdited,
    PriorityEdited,
    SyncNow,
)
from desktop.model import CaseDetail, CaseId, Lane
from desktop.store import StoreError
from desktop.system.vault import SessionVault
from ui.bridge import EngineProcess
from ui.cases import ContextFact
from ui.customers.presenter import RepeatCard
from ui.session import Session
from ui.settings.preferences import Appearance, appearance_of, keep_text_size
from ui.shell import window_actions
from ui.shell.banner import BannerKind
from ui.shell.banner_presenter import SIGN_IN, TRY_NOW, VIEW_OUTBOX
from ui.shell.first_screen import FirstScreen
from ui.shell.furnishings import Furnishings
from ui.shell.shortcuts_install import InstalledShortcuts
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

_NEXT = 50  # so many free cases are looked at: others take some meanwhile

_WEIGHED_ANEW: Mapping[str, Nudge] = {"targets": OutboxEdited(), "priority": PriorityEdited()}
"""Groups of settings from which every open case's place follows: what the engine is to be told."""


class Errands(QObject):
    """Runs them. Window thread only."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        engine: EngineProcess,
        first: FirstScreen,
        parts: Furnishings,
        window: MainWindow,
    ) -> None:
        """Do nothing until asked."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._engine = engine
        self._first = first
        self._parts = parts
        self._window = window

    # --- showing ----------------------------------------------------------------------------------------------

    def show_case(self, case_id: int) -> None:
        """Show a conversation, in the list where that holds it."""
        self._parts.reports.close(focus=False)
        if not self._first.frame.list.select_case(case_id):
            self._parts.case.show(case_id)

    def show_if_none(self, case_id: int) -> None:
        """Show a conversation where none is shown: what was done is told and undone beside one."""
        if self._parts.case.detail is None:
            self._parts.case.show(case_id)

    def show_item(self, case_id: int, key: str) -> None:
        """Show a conversation at one of its messages or notes."""
        self.show_case(case_id)
        self._parts.conversation.timeline.go_to_item(key)

    def show_profile(self) -> None:
        """Show the customer's profile where it is hidden."""
        if not self._first.frame.panes.profile_shown:
            self._first.frame.panes.toggle_profile()

    def raise_case(self, case_id: int) -> None:
        """Bring the window to the front with a conversation."""
        self._window.come_forward()
        self.show_case(case_id)

    def raise_item(self, case_id: int, key: str) -> None:
        """Bring the window to the front with a conversation at one of its messages or notes."""
        self._window.come_forward()
        self.show_item(case_id, key)

    def write_in(self, case_id: int) -> None:
        """Show a conversation with the caret in its reply."""
        self.show_case(case_id)
        self._parts.conversation.composer.focus_editor()

    def open_from_list(self, with_caret: bool) -> None:
        """Go from the list into the conversation, or into its reply."""
        if with_caret:
            self._parts.conversation.composer.focus_editor()
        else:
            self._parts.conversation.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow_case(self, detail: CaseDetail | None) -> None:
        """Let composer and profile be those of the conversation that is shown now."""
        self._parts.conversation.show_case(detail is not None)
        self._parts.composing.show(detail)
        row = detail.row if detail is not None else None
        self._parts.customer.show_soon(row.customer_id if row is not None else None, row)
        self._first.surroundings.set_front(self._parts.composing.account_id)

    def note_repeat(self, card: RepeatCard | None) -> None:
        """Say above the conversation what the profile found."""
        self._parts.conversation.set_fact(ContextFact(card.title) if card is not None else None)

    def show_shortcuts(self, keys: InstalledShortcuts) -> None:
        """List every key."""
        offered = frozenset(action.id for action in self._parts.actions.all())
        self._parts.doors.show_shortcuts(self._parts.table, offered, letters_enabled=keys.letters_enabled)

    def may_take(self) -> bool:
        """Return whether somebody sits here who can take a case."""
        return bool(self._session.agent.initials)

    def take_next(self) -> None:
        """Give this agent the most urgent case that is nobody's, and open it; show that there is none otherwise."""
        try:
            waiting = self._session.inbox.page(Lane.UNASSIGNED, limit=_NEXT)
            done = self._session.cases.take_next(waiting.ids)
        except StoreError as error:
            self._first.inbox.fail(error)
            return
        if done is None:
            self._first.choose_lane(Lane.UNASSIGNED)
            return
        self._first.choose_lane(Lane.MY_OPEN)
        self._parts.after.on_done(done)
        self.show_case(int(done.case_ids[0]))

    def search_for(self, query: str) -> None:
        """Search the list for words that are put into the field, where the agent can go on with them."""
        self._window.come_forward()
        self._first.frame.top.search.setText(query)
        self._first.frame.top.search_changed.emit(query)

    # --- sending ----------------------------------------------------------------------------------------------

    def send_queued(self, case_id: CaseId) -> None:
        """Let the engine send a reply that was just queued."""
        self._engine.nudge(OutboxEdited())
        self._parts.after.look_again_at((case_id,))

    def draft_holding(self, case_ids: Sequence[int], canned: str) -> None:
        """Begin one reply to all of these, with a canned reply; where it is one case, in its composer."""
        self._parts.composing.save()
        if len(case_ids) > 1:
            self._parts.bulk.ask(case_ids, canned)
            return
        self.write_in(case_ids[0])
        reply = next((one for one in self._session.canned.all() if one.uid == canned), None)
        if reply is not None:
            self._parts.composing.put_canned(reply.shortcut)

    def send_changed(self) -> None:
        """Let the engine look at a delivery that was held, edited or let go."""
        self._engine.nudge(OutboxEdited())
        detail = self._parts.case.detail
        self._parts.after.look_again_at((detail.row.id,) if detail is not None else ())

    def sync(self) -> None:
        """Let the engine look at every channel now."""
        self._engine.nudge(SyncNow())

    # --- settings and accounts --------------------------------------------------------------------------------

    def change_text_size(self, by: int) -> None:
        """Make all text some steps larger, smaller if negative."""
        keep_text_size(self._session, by)
        self._theme.set_scale(appearance_of(self._session.store).text_percent / 100)

    def take_preferences(self, keys: InstalledShortcuts) -> Appearance:
        """Let keys and motion be as the agent chose; return the whole choice. The theme is dressed by who made it."""
        appearance = appearance_of(self._session.store)
        keys.set_letters_enabled(appearance.single_letters)
        self._window.set_motion(not appearance.reduce_motion)
        self._parts.set_motion(not appearance.reduce_motion)
        return appearance

    def apply_settings(self, group: str, keys: InstalledShortcuts) -> None:
        """Let a group of settings that was kept take effect."""
        first = self._first
        if group == "appearance":
            self.take_preferences(keys).apply_to(self._theme)
        elif group == "agent":
            if first.frame.first_run is not None:
                first.frame.first_run.set_agent(self._session.agent)
            first.inbox.refresh()
        elif group == "faces":
            self._parts.after.look_again_at(first.frame.list.selected_ids())
            first.inbox.refresh()
        elif group == "sending":
            self._parts.composing.spelling.refresh()
        elif group in _WEIGHED_ANEW:
            self._engine.nudge(_WEIGHED_ANEW[group])
            first.inbox.refresh()
        elif group == "crisis":
            self._parts.crisis.refresh()
            self.send_changed()
        elif group == "playbooks":
            self._parts.playbook.refresh()
        elif group == "hours":
            self._session.follow_hours()
            self._engine.nudge(AccountsEdited())
            first.inbox.refresh()
        self._parts.composing.refresh()
        first.surroundings.show()

    def follow_ticket_systems(self, group: str) -> None:
        """Let engine and profile follow a change of the ticket systems, where that is the group that was kept."""
        if group == "tickets":
            vault = self._session.vault
            self._engine.nudge(AccountsEdited(vault.all() if isinstance(vault, SessionVault) else None))
            self._parts.tickets.refresh()

    def follow_accounts(self, edited: AccountsEdited) -> None:
        """Let engine and inbox follow a change of the accounts."""
        self._engine.nudge(edited)
        self._session.follow_hours()
        self._first.surroundings.show()
        self._first.inbox.refresh()

    def offer_accounts(self) -> None:
        """Let the palette offer the connected accounts."""
        accounts = self._session.store.accounts.all()
        window_actions.fill_accounts(self._parts.actions, accounts, self._first.narrow_to_account)

    # --- what is told -----------------------------------------------------------------------------------------

    def act_on_banner(self, kind: BannerKind, code: str) -> None:
        """Do what a banner's button says."""
        if kind is BannerKind.CRISIS:
            self._parts.crisis.act(code)
        elif code == TRY_NOW:
            self.sync()
        elif code == VIEW_OUTBOX:
            self._first.choose_lane(Lane.OUTBOX)
        elif code.startswith(SIGN_IN):
            self._parts.doors.sign_in_again(int(code.removeprefix(SIGN_IN)))

    def hear_engine(self, event: Event) -> None:
        """Look again at what an event of the engine is about."""
        parts = self._parts
        parts.notices.on_event(event)
        if isinstance(event, CasesChanged | DeliveriesChanged):
            parts.after.look_again_at(event.case_ids)
            parts.rooms.refresh()
        elif isinstance(event, AccountsChanged):
            self._first.surroundings.show()
            parts.composing.refresh()
            parts.doors.refresh_health()
        elif isinstance(event, CrisisChanged):
            parts.crisis.refresh()
        elif isinstance(event, OlderPulled):
            self._first.inbox.refresh()
        elif isinstance(event, EngineFault):
            self._first.inbox.fail_with(event.code)
