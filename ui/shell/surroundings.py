"""What surrounds the conversations: the desk's hours, how fresh the inbox is, the channels' states and the banner."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop.model import AccountId
from desktop.store import StoreError
from ui.inbox.wording import moment_name
from ui.session import Session
from ui.shell.account_presenter import present_account
from ui.shell.banner import Banner
from ui.shell.banner_presenter import BannerFacts, is_online, present_banners, present_sync
from ui.shell.navigation import Navigation
from ui.shell.topbar import TopBar


class Surroundings(QObject):
    """Reads accounts and hours and shows them around the panes. Window thread; each read is a few rows."""

    online_changed = Signal(bool)
    """Whether replies go out at once."""
    accounts_shown = Signal(int)
    """How many accounts there are."""

    def __init__(self, session: Session, top: TopBar, navigation: Navigation, banner: Banner) -> None:
        """Share the session and the three bars."""
        super().__init__(top)
        self._session = session
        self._top = top
        self._navigation = navigation
        self._banner = banner
        self._online: bool | None = None
        self._front: AccountId | None = None

    @property
    def account_with_hours(self) -> int:
        """The account in front if it keeps hours of its own, else 0: the desk."""
        account = self._session.store.accounts.get(self._front) if self._front is not None else None
        return int(account.id) if account is not None and self._session.hours.has_own(account) else 0

    def set_front(self, account_id: AccountId | None) -> None:
        """Let the pill be that of an account: the one that would answer the case in front. None: the desk's."""
        if account_id != self._front:
            self._front = account_id
            self._show_hours(self._session.clock())

    @property
    def is_online(self) -> bool:
        """False while no channel can be reached."""
        return self._online is not False

    def show(self) -> None:
        """Read again and show everything; an unreadable store leaves what was shown."""
        try:
            accounts = self._session.store.accounts.all()
            online = is_online(accounts)
            queued = 0 if online else self._session.store.deliveries.waiting()  # only the offline banner says it
        except StoreError:
            return
        now = self._session.clock()
        self._navigation.set_accounts([present_account(one, now) for one in accounts])
        facts = BannerFacts(accounts, queued, now, self._session.tz)
        self._top.set_sync(present_sync(facts))
        self._show_hours(now)
        for kind, message in present_banners(facts).items():
            self._banner.set_message(kind, message)
        self._navigation.set_agent(self._session.agent, online=online)
        if online != self._online:
            self._online = online
            self.online_changed.emit(online)
        self.accounts_shown.emit(len(accounts))

    def _show_hours(self, now: datetime) -> None:
        session = self._session
        account = session.store.accounts.get(self._front) if self._front is not None else None
        is_open = session.hours.is_open(account, now)
        change = session.hours.next_closing(account, now) if is_open else session.hours.next_opening(account, now)
        if change is None:
            words = self.tr("Always open") if is_open else self.tr("Closed")
        else:
            moment = moment_name(change, now, session.hours.of(account).zone)
            pattern = self.tr("Open until {moment}") if is_open else self.tr("Closed · opens {moment}")
            words = pattern.format(moment=moment)
        has_own = account is not None and session.hours.has_own(account)
        self._top.set_hours(is_open, words, (account.handle or account.name) if account is not None and has_own else "")
