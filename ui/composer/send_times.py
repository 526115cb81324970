"""The moments that the send button offers, in words, and the dialog for any other."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.outbox import Preset, offered_moments
from ui.composer.draft_view import DraftView
from ui.composer.send_at_dialog import SendAtDialog
from ui.inbox.wording import moment_name
from ui.session import Session
from ui.theme import Theme


def send_times(session: Session, view: DraftView) -> tuple[tuple[str, datetime], ...]:
    """Return what the menu offers, in the account's zone."""
    now, zone = session.clock(), _zone(session, view)
    opening = session.hours.true_opening(view.account, now)
    names = {
        Preset.AT_OPENING: QCoreApplication.translate("SendAt", "When we open, {moment}"),
        Preset.TOMORROW: QCoreApplication.translate("SendAt", "Tomorrow, {moment}"),
        Preset.MONDAY: QCoreApplication.translate("SendAt", "Next week, {moment}"),
    }
    return tuple(
        (names[one.preset].replace("{moment}", moment_name(one.at, now, zone)), one.at)
        for one in offered_moments(now, zone, opening)
    )


def ask_send_time(session: Session, view: DraftView, theme: Theme, window: QWidget) -> datetime | None:
    """Return the moment that the agent chose, None if they gave up."""
    now = session.clock()
    offered = offered_moments(now, _zone(session, view), session.hours.true_opening(view.account, now))

    def opens_later(at: datetime) -> datetime | None:
        return None if session.hours.is_open(view.account, at) else session.hours.next_opening(view.account, at)

    dialog = SendAtDialog(theme, session.clock, _zone(session, view), offered[0].at, opens_later, window)
    accepted = dialog.exec() == SendAtDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.chosen if accepted else None


def _zone(session: Session, view: DraftView) -> ZoneInfo:
    return ZoneInfo(session.hours.of(view.account).timezone)
