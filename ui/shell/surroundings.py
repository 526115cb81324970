"""What surrounds the conversations: the desk's hours, how fresh the inbox is, the channels' states and the banner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop.model import Account, HealthState
from desktop.store import StoreError
from ui.inbox import network_name
from ui.inbox.wording import moment_name
from ui.session import Session
from ui.shell.account_presenter import present_account
from ui.shell.banner import Banner, BannerAction, BannerKind, BannerMessage
from ui.shell.navigation import Navigation
from ui.shell.topbar import SyncKind, SyncState, TopBar
from ui.text.times import clock_time, short_moment


class Surroundings(QObject):
    """Reads accounts and hours and shows them around the panes. Window thread; each read is a few rows."""

    online_changed = Signal(bool)
    """Whether replies go out at once."""
    accounts_counted = Signal(int)

    def __init__(self, session: Session, top: TopBar, navigation: Navigation, banner: Banner) -> None:
        """Share the session and the three bars."""
        super().__init__(top)
        self._session = session
        self._top = top
        self._navigation = navigation
        self._banner = banner
        self._online: bool | None = None

    @property
    def is_online(self) -> bool:
        """False while no channel can be reached."""
        return self._online is not False

    def show(self) -> None:
        """Read again and show everything; an unreadable store leaves what was shown."""
        try:
            accounts = self._session.store.accounts.all()
            queued = self._session.store.deliveries.waiting()
        except StoreError:
            return
        now = self._session.clock()
        self._navigation.set_accounts([present_account(one, now) for one in accounts])
        online = not accounts or any(one.health.state is not HealthState.OFFLINE for one in accounts)
        self._top.set_sync(self._sync(accounts, online=online))
        self._show_hours(now)
        self._banner.set_message(BannerKind.OFFLINE, None if online else self._offline(accounts, queued))
        self._banner.set_message(BannerKind.SIGN_IN, self._sign_in(accounts))
        self._navigation.set_agent(self._session.agent, online=online)
        if online != self._online:
            self._online = online
            self.online_changed.emit(online)
        self.accounts_counted.emit(len(accounts))

    def _sync(self, accounts: Sequence[Account], *, online: bool) -> SyncState:
        states = {one.health.state for one in accounts}
        if not accounts:
            return SyncState(SyncKind.NO_CHANNELS)
        if not online:
            return SyncState(SyncKind.OFFLINE)
        last = self._last_sync(accounts)
        if last is None or HealthState.SYNCING in states:
            return SyncState(SyncKind.SYNCING)
        return SyncState(SyncKind.SYNCED, clock_time(last, self._session.tz))

    def _show_hours(self, now: datetime) -> None:
        session = self._session
        is_open = session.hours.is_open(None, now)
        change = session.hours.next_closing(None, now) if is_open else session.hours.next_opening(None, now)
        if change is None:
            words = self.tr("Always open") if is_open else self.tr("Closed")
        else:
            moment = moment_name(change, now, session.tz)
            pattern = self.tr("Open until {moment}") if is_open else self.tr("Closed · opens {moment}")
            words = pattern.format(moment=moment)
        self._top.set_hours(is_open, words)

    def _offline(self, accounts: Sequence[Account], queued: int) -> BannerMessage:
        last = self._last_sync(accounts)
        aside = self.tr("Last synced {time}").format(time=clock_time(last, self._session.tz)) if last else ""
        if queued == 1:
            text = self.tr("1 reply queued, it goes out when you are back.")
        elif queued:
            text = self.tr("{count} replies queued, they go out when you are back.").format(count=queued)
        else:
            text = self.tr("Everything can be read and answered; replies go out when you are back.")
        return BannerMessage(self.tr("Offline."), text, aside, (BannerAction("retry", self.tr("Try again")),))

    def _sign_in(self, accounts: Sequence[Account]) -> BannerMessage | None:
        expired = next((one for one in accounts if one.health.state is HealthState.SIGN_IN), None)
        if expired is None:
            return None
        since = expired.health.since
        moment = short_moment(since, self._session.clock(), self._session.tz) if since else ""
        title = self.tr("{network} sign-in expired {moment}.").format(
            network=network_name(expired.network), moment=moment
        )
        text = self.tr("New messages of {account} are not arriving.").format(account=expired.handle or expired.name)
        return BannerMessage(title, text, "", (BannerAction(f"sign_in:{int(expired.id)}", self.tr("Sign in")),))

    @staticmethod
    def _last_sync(accounts: Sequence[Account]) -> datetime | None:
        return max((one.health.last_sync_at for one in accounts if one.health.last_sync_at is not None), default=None)
