"""The rooms of one conversation: what stands around it in every window that shows one, and how they hear of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.accounts.own_values import own_values
from desktop.guardrails import Guardrails
from ui.cases.controller import CaseController
from ui.cases.watch_controller import WatchController
from ui.composer.controller import ComposerController
from ui.customers import ProfilePane
from ui.follow_up.controller import FollowUpController
from ui.follow_up.section import RemindersPart
from ui.guardrails.value_lookup import ValueLookup
from ui.playbooks.controller import PlaybookController
from ui.session import Session
from ui.shell.conversation import ConversationPane
from ui.theme import Theme
from ui.tickets.controller import TicketController
from ui.tickets.section import TicketsPart


class CaseRooms:
    """Makes impostors' card, abuse strip, playbook, tickets and reminders of one conversation. Window thread only."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        conversation: ConversationPane,
        profile: ProfilePane,
        guardrails: Callable[[], Guardrails],
        window: QWidget,
    ) -> None:
        """Put them into the conversation and its profile; dialogs open above `window`."""
        self._conversation = conversation
        conversation.timeline.set_value_finder(ValueLookup(guardrails, lambda: own_values(session.store)))
        self.watch = WatchController(session, theme, conversation.likeness, conversation.abuse)
        self.playbook = PlaybookController(session, conversation.playbook)
        tickets = TicketsPart(theme)
        profile.follow_up.add_part(tickets, spans=True)
        profile.follow_up.add_control(tickets.add)
        self.tickets = TicketController(session, theme, tickets, guardrails, window)
        reminders = RemindersPart(theme)
        profile.follow_up.add_part(reminders, spans=True)
        self.follow_up = FollowUpController(session, theme, reminders, window)

    def connect(self, case: CaseController, composing: ComposerController) -> None:
        """Let them follow the case that is shown, and its header and composer follow them."""
        header, watch, tickets = self._conversation.header, self.watch, self.tickets
        case.shown.connect(self.playbook.show)
        for room in (watch, tickets, self.follow_up):
            case.detail_read.connect(room.show)
        header.abuse_requested.connect(watch.open_decisions)
        header.ticket_requested.connect(tickets.ask_open)
        header.ticket_link_requested.connect(tickets.ask_link)
        watch.warning_wanted.connect(composing.put_warning)
        watch.browser_requested.connect(case.open_in_browser)

    def tell(
        self, done: Callable[[Any], object], failed: Callable[[Any], object], sending: Callable[[], object]
    ) -> None:
        """Say who hears of a deed that can be undone, of a StoreError, and of what the engine is to do."""
        for room in (self.watch, self.playbook, self.tickets, self.follow_up):
            room.done.connect(done)
            room.failed.connect(failed)
        self.watch.sending_changed.connect(sending)
        self.tickets.wanted.connect(sending)

    def refresh(self) -> None:
        """Look again: the engine told of news."""
        self.playbook.refresh()
        self.tickets.refresh()
        self.follow_up.refresh()
