"""The tickets' controller: the section of the case in front, and what an agent asks about tickets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from desktop.accounts.own_values import own_values
from desktop.cases import Done
from desktop.guardrails import Guardrails
from desktop.model import CaseDetail
from desktop.model.ids import TicketDeedId, TicketId, TicketSystemId
from desktop.store import StoreError
from desktop.tickets import Carried, TicketDesk
from ui.session import Session
from ui.theme import Theme
from ui.tickets.dialogs import CommentTicketDialog, LinkTicketDialog, OpenTicketDialog
from ui.tickets.presenter import present_tickets
from ui.tickets.section import TicketsPart


class TicketController(QObject):
    """Keeps the section true for one case. Window thread only; each look is a short read."""

    done = Signal(object)
    """A Done: something is wanted of a ticket system."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""
    wanted = Signal()
    """The engine has something to do."""
    settings_requested = Signal()
    """No ticket system is connected."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        section: TicketsPart,
        guardrails: Callable[[], Guardrails],
        window: QWidget,
    ) -> None:
        """`guardrails` loads the rules by which personal data is covered, when a ticket is opened."""
        super().__init__(section)
        self._session = session
        self._theme = theme
        self._section = section
        self._guardrails = guardrails
        self._window = window
        self._case: CaseDetail | None = None
        self.desk = TicketDesk(
            session.store, lambda: session.agent.name, session.clock, lambda: own_values(session.store)
        )
        self._connect()

    @property
    def name(self) -> str:
        """Whose case is in front, "" for nobody's."""
        return self._case.row.name if self._case is not None else ""

    @property
    def has_case(self) -> bool:
        """True if a case is in front."""
        return self._case is not None

    def show(self, case: CaseDetail | None) -> None:
        """Show the tickets of a case, or none."""
        self._case = case
        self.refresh()

    def refresh(self) -> None:
        """Look again: the engine told of news, or a system was connected."""
        if self._case is None:
            self._section.set_lines((), may_add=False)
            return
        try:
            systems = {one.id: one.name for one in self.desk.systems}
            found = self.desk.of_case(self._case.row.id)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._section.set_lines(present_tickets(found, systems, self._session.tz), may_add=bool(systems))

    def ask_open(self) -> None:
        """Show what a new ticket would carry, and have it opened."""
        case = self._case
        systems = self.desk.systems
        if case is None:
            return
        if not systems:
            self.settings_requested.emit()
            return

        def carry(covers: bool) -> Carried:
            found = self.desk.carried(case.row.id, self._session.tz, self._guardrails() if covers else None)
            return found if found is not None else Carried("", "", ())

        dialog = OpenTicketDialog(self._theme, case.row.name, systems, carry, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            system, files = TicketSystemId(dialog.system_id), dialog.files
            self._do(lambda: self.desk.open(case.row.id, system, dialog.title, dialog.words, files))
        dialog.deleteLater()

    def ask_link(self) -> None:
        """Ask for a ticket's number or address, and have the case tied to it."""
        case, systems = self._case, self.desk.systems
        if case is None:
            return
        if not systems:
            self.settings_requested.emit()
            return
        dialog = LinkTicketDialog(self._theme, systems, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            system = TicketSystemId(dialog.system_id)
            self._do(lambda: self.desk.link(case.row.id, system, dialog.typed))
        dialog.deleteLater()

    def ask_comment(self, ticket_id: int) -> None:
        """Ask what to say in a ticket."""
        ticket = self._session.store.tickets.get(TicketId(ticket_id))
        if ticket is None:
            return
        dialog = CommentTicketDialog(self._theme, ticket.label, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._do(lambda: self.desk.comment(ticket, dialog.words, private=dialog.is_private))
        dialog.deleteLater()

    def _connect(self) -> None:
        section = self._section
        section.open_requested.connect(self.ask_open)
        section.link_requested.connect(self.ask_link)
        section.comment_requested.connect(self.ask_comment)
        section.address_requested.connect(lambda address: QDesktopServices.openUrl(QUrl(address)))
        section.read_requested.connect(lambda key: self._tell(lambda: self.desk.read_now(TicketId(key))))
        section.untie_requested.connect(lambda key: self._tell(lambda: self.desk.untie(TicketId(key))))
        section.retry_requested.connect(lambda key: self._tell(lambda: self.desk.try_again(TicketDeedId(key))))
        section.take_back_requested.connect(lambda key: self._tell(lambda: self.desk.take_back(TicketDeedId(key))))

    def _do(self, deed: Callable[[], Done]) -> None:
        try:
            done = deed()
        except StoreError as error:
            self.failed.emit(error)
            return
        except ValueError:
            return
        self.refresh()
        self.wanted.emit()
        self.done.emit(done)

    def _tell(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except StoreError as error:
            self.failed.emit(error)
            return
        self.refresh()
        self.wanted.emit()
