"""What the list's menu offers for the selected cases: one, or several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from desktop.model import CaseStatus
from ui.inbox.wording import status_name

if TYPE_CHECKING:
    from ui.inbox.view import CaseListPane

translate = QCoreApplication.translate
STATUSES = (CaseStatus.OPEN, CaseStatus.WAITING, CaseStatus.SOLVED)
"""The states that a person sets."""


def case_menu(pane: CaseListPane, ids: tuple[int, ...]) -> QMenu:
    """Return the menu of some selected cases; it asks for everything through the pane's signals."""
    menu = QMenu(pane)
    menu.setObjectName("case_list_menu")
    if len(ids) > 1:
        words = translate("CaseMenu", "Reply to all {count} selected…").replace("{count}", str(len(ids)))
        menu.addAction(words).triggered.connect(lambda: pane.bulk_reply_requested.emit(ids))
        menu.addSeparator()
    menu.addAction(translate("CaseMenu", "Solve")).triggered.connect(lambda: pane.solve_requested.emit(ids))
    to_me = menu.addAction(translate("CaseMenu", "Assign to me"))
    to_me.triggered.connect(lambda: pane.assign_to_me_requested.emit(ids))
    unread = menu.addAction(translate("CaseMenu", "Unread on or off"))
    unread.triggered.connect(lambda: pane.unread_toggled.emit(ids))
    menu.addAction(translate("CaseMenu", "Tag…")).triggered.connect(lambda: pane.ask_tags(ids))
    priority = menu.addAction(translate("CaseMenu", "Priority…"))
    priority.triggered.connect(lambda: pane.priority_requested.emit(ids))
    states = menu.addMenu(translate("CaseMenu", "Status"))
    for status in STATUSES:
        action = states.addAction(status_name(status))
        action.triggered.connect(lambda _=False, status=status: pane.status_chosen.emit(ids, status))
    menu.addSeparator()
    if len(ids) == 1:
        own = menu.addAction(translate("CaseMenu", "Open in its own window"))
        own.triggered.connect(lambda: pane.pop_out_requested.emit(ids[0]))
    menu.addAction(translate("CaseMenu", "Select all")).triggered.connect(pane.select_all)
    return menu
