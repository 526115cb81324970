"""The moments that the send button offers, in words, and the dialog for any other, also afterwards."""

from __future__ import annotations

import contextlib
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.cases import Done
from desktop.guardrails import WhenClosed
from desktop.model import Account, DeliveryId
from desktop.outbox import Preset, TooFar, TooSoon, offered_moments
from ui.composer.draft_view import DraftView
from ui.composer.send_at_dialog import SendAtDialog
from ui.inbox.wording import moment_name
from ui.session import Session
from ui.theme import Theme


def send_times(session: Session, view: DraftView) -> tuple[tuple[str, datetime], ...]:
    """Return what the menu offers, in the account's zone; while crisis mode is on it adds that it would be held."""
    now, zone = session.clock(), _zone(session, view.account)
    opening = session.hours.true_opening(view.account, now)
    names = {
        Preset.AT_OPENING: QCoreApplication.translate("SendAt", "When we open, {moment}"),
        Preset.TOMORROW: QCoreApplication.translate("SendAt", "Tomorrow, {moment}"),
        Preset.MONDAY: QCoreApplication.translate("SendAt", "Next week, {moment}"),
    }
    is_crisis = session.crisis.mode() is not None
    held = QCoreApplication.translate("SendAt", "{when}: held while crisis mode is on")
    return tuple(
        (held.replace("{when}", words) if is_crisis else words, one.at)
        for one in offered_moments(now, zone, opening)
        for words in (names[one.preset].replace("{moment}", moment_name(one.at, now, zone)),)
    )


def ask_send_time(session: Session, view: DraftView, theme: Theme, window: QWidget) -> datetime | None:
    """Return the moment that the agent chose, None if they gave up."""
    now = session.clock()
    offered = offered_moments(now, _zone(session, view.account), session.hours.true_opening(view.account, now))
    opens_later = partial(_opens_later, session, view.account)
    dialog = SendAtDialog(
        theme,
        session.clock,
        _zone(session, view.account),
        offered[0].at,
        opens_later,
        window,
        in_crisis=session.crisis.mode() is not None,
    )
    return _chosen_in(dialog)


def change_send_time(session: Session, delivery_id: int, theme: Theme, window: QWidget) -> Done | None:
    """Ask when a scheduled delivery is to leave instead, and let it; None if nothing changed. Raises StoreError.

    At a moment at which the desk is closed and replies wait, it leaves when the desk opens.
    """
    delivery = session.store.deliveries.get(DeliveryId(delivery_id))
    account = session.store.accounts.get(delivery.account_id) if delivery is not None else None
    if delivery is None or account is None or delivery.not_before is None:
        return None
    opens_later = partial(_opens_later, session, account, past_hours=delivery.past_hours)
    zone = _zone(session, account)
    dialog = SendAtDialog(
        theme,
        session.clock,
        zone,
        delivery.not_before,
        opens_later,
        window,
        changes=True,
        in_crisis=session.crisis.mode() is not None and not delivery.past_crisis,
    )
    chosen = _chosen_in(dialog)
    if chosen is None:
        return None
    with contextlib.suppress(TooSoon, TooFar):  # the moment has passed while the dialog was open
        return session.outbox.reschedule(delivery.id, opens_later(chosen) or chosen, session.agent.name)
    return None


def _chosen_in(dialog: SendAtDialog) -> datetime | None:
    accepted = dialog.exec() == SendAtDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.chosen if accepted else None


def _opens_later(session: Session, account: Account, at: datetime, *, past_hours: bool = False) -> datetime | None:
    """Return when a reply would leave that waits for a closed desk; None if it leaves at its moment."""
    sends = past_hours or session.hours.rules(account).replies is WhenClosed.SEND
    return None if sends or session.hours.is_open(account, at) else session.hours.next_opening(account, at)


def _zone(session: Session, account: Account) -> ZoneInfo:
    return ZoneInfo(session.hours.of(account).timezone)
