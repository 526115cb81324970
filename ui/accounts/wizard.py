"""The wizard that connects an account: choose, prepare, sign in, test, name, done; or signs an account in again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.model import Account, AccountId, Network
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled, show_focus
from ui.accounts.done_page import DonePage
from ui.accounts.keeping import Keeper
from ui.accounts.listening_page import ListeningPage, hears_after_trial
from ui.accounts.network_page import NetworkPage
from ui.accounts.plan import Plan, SignInTools
from ui.accounts.plans import all_plans
from ui.accounts.prepare_page import PreparePage
from ui.accounts.rail import Rail, RailStep
from ui.accounts.role_page import RolePage
from ui.accounts.step_page import StepPage
from ui.accounts.trial_page import TrialPage
from ui.accounts.words import keep_fault, secrets_place
from ui.session import Session
from ui.theme import Theme

_WIDTH, _HEIGHT = 800, 608
_PLANS_AFTER = 150  # milliseconds; who walks down the networks with the arrows makes the steps of none on the way


class ConnectWizard(QDialog):
    """Open it with `open()`. Nothing is kept before the test has passed and the person has said "Connect"."""

    account_connected = Signal(int)
    """An account was added, or signed in again: nudge the engine with AccountsEdited and the session's secrets."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        plans: Sequence[Plan] | None = None,
        open_link: Callable[[str], None] | None = None,
    ) -> None:
        """`plans` are the networks offered, all by default; `open_link` shows an address in the system's browser."""
        super().__init__(parent)
        self.setObjectName("connect_wizard")
        self.setWindowTitle(self.tr("Connect an account"))
        self._session = session
        self._theme = theme
        self._plans = tuple(plans) if plans is not None else all_plans()
        self._keeper = Keeper(session, self)
        self._tools = SignInTools(
            session.clock,
            open_link or _open_in_browser,
            self._client_id_of,
            session.store.accounts.all,
            self._keeper.desk.secret,
        )
        self._renewing: Account | None = None
        self._connected: AccountId | None = None
        self._kept_at: datetime | None = None
        self._listening: ListeningPage | None = None
        self._pages: list[StepPage] = []
        self._areas: dict[StepPage, QScrollArea] = {}
        self._unseen = QWidget(self)
        self._unseen.hide()
        self._place = 0
        self._planning = QTimer(self)
        self._planning.setSingleShot(True)
        self._planning.setInterval(_PLANS_AFTER)
        self._planning.timeout.connect(self._on_planning_timeout)
        self._make_frame(theme)
        self._keeper.kept.connect(self._on_keeper_kept)
        self._keeper.failed.connect(self._on_keeper_failed)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._begin_anew()

    def choose(self, network: Network) -> None:
        """Begin with a network already chosen, at what to prepare. A network without a plan leaves the choice open."""
        if any(plan.network is network for plan in self._plans):
            self._network_page.choose(network)
            self._plan_pages()
            self._go(1)

    def sign_in_again(self, account: Account) -> None:
        """Ask only for an account's new sign-in, test it and keep it without further questions."""
        plan = next((plan for plan in self._plans if plan.network is account.network), None)
        if plan is None:
            return
        self._renewing = account
        is_feeds = account.network is Network.LISTENING
        self.setWindowTitle(self.tr("Change the feeds") if is_feeds else self.tr("Sign in again"))
        self._sign_in = plan.make_sign_in(self._theme, self._tools)
        self._sign_in.renew(account)
        self._trial = TrialPage(self._theme, plan.network, self._sign_in)
        self._done = DonePage(self._theme)
        self._set_pages([self._sign_in.page, *self._sign_in.further, self._trial, self._done])
        self._connect_plan_pages()
        self._go(0)

    def refresh_health(self) -> None:
        """Look again how the account that was just connected does: the engine told that accounts changed."""
        if self._connected is None or self._kept_at is None:
            return
        account = self._session.store.accounts.get(self._connected)
        if account is not None:
            self._done.show_account(account, self._kept_at, renewed=self._renewing is not None)

    @property
    def page(self) -> StepPage:
        """The step that is shown."""
        return self._pages[self._place]

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is under way."""
        self._give_up()
        super().closeEvent(event)

    def reject(self) -> None:
        """Stop what is under way and close; nothing was kept."""
        self._give_up()
        super().reject()

    # Making.

    def _make_frame(self, theme: Theme) -> None:
        self._rail = Rail(theme)
        self._rail.set_note(secrets_place(self._session))
        self._stack = QStackedWidget()
        self._stack.setProperty("ground", "surface")
        self._stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._footer = Footer(theme, self)
        self._cancel = self._footer.add(self.tr("Cancel"), "cancel")
        self._back = self._footer.add(self.tr("Back"), "back")
        self._continue = self._footer.add(self.tr("Continue"), "continue", primary=True)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._rail)
        upper.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self._footer)
        self._cancel.clicked.connect(self.reject)
        self._back.clicked.connect(self._on_back_clicked)
        self._continue.clicked.connect(self._go_on)

    def _begin_anew(self) -> None:
        self._network_page = NetworkPage(self._theme, self._plans)
        self._network_page.changed.connect(self._on_network_changed)
        self._renewing = self._connected = self._kept_at = None
        self._planned: Network | None = None
        self._set_pages([self._network_page])
        self._plan_pages()
        self._go(0)

    def _plan_pages(self) -> None:
        """Make the steps after the choice, again only if another network was chosen."""
        self._planning.stop()
        network = self._network_page.network
        plan = next((plan for plan in self._plans if plan.network is network), None)
        if plan is None or network is self._planned:
            return
        self._planned = network
        self._sign_in = plan.make_sign_in(self._theme, self._tools)
        self._trial = TrialPage(self._theme, plan.network, self._sign_in)
        self._role = RolePage(self._theme, plan.network, asks_first_days=plan.asks_first_days)
        self._done = DonePage(self._theme)
        self._listening = ListeningPage(self._theme, plan.network) if hears_after_trial(plan.network) else None
        prepare = PreparePage(self._theme, plan.network, plan.preparations)
        hearing = [self._listening] if self._listening is not None else []
        sign_in = [self._sign_in.page, *self._sign_in.further]
        self._set_pages([self._network_page, prepare, *sign_in, self._trial, *hearing, self._role, self._done])
        self._connect_plan_pages()

    def _connect_plan_pages(self) -> None:
        self._trial.ended.connect(self._on_trial_ended)
        self._trial.fix_requested.connect(self._on_trial_fix_requested)
        self._done.another.clicked.connect(self._begin_anew)

    def _set_pages(self, pages: list[StepPage]) -> None:
        for page in self._pages:
            if page not in pages:
                self._areas.pop(page, page).deleteLater()
        for page in pages:
            if page not in self._pages:
                page.setParent(self._unseen)  # it goes with the wizard, in the window's thread
                page.changed.connect(self._on_page_changed)
                page.continue_requested.connect(self._go_on)
        self._pages = pages

    def _area_of(self, page: StepPage) -> QScrollArea:
        """Return where a page scrolls. It is put there when it is first shown: walking down the networks lays none."""
        area = self._areas.get(page)
        if area is None:
            self._areas[page] = area = scrolled(page)
            self._stack.addWidget(area)
        return area

    # Going.

    def _go(self, place: int) -> None:
        self._place = place
        self._stack.setCurrentWidget(self._area_of(self.page))
        self._show_state()
        self._continue.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.enter()

    def _go_on(self) -> None:
        page = self.page
        if page is self._network_page:
            self._plan_pages()
        if page is self._done:
            self.accept()
        elif not page.may_continue or not page.leave(forward=True):
            self._show_state()
            show_focus(self._stack)
        elif page is self._trial and self._renewing is not None:
            self._renew()
        elif not self._renewing and page is self._role:
            self._keep()
        else:
            if page is self._trial:
                self._tell_of_candidate()
            self._go(self._step_from(self._place, 1))

    def _tell_of_candidate(self) -> None:
        """Let the steps after the test know what it found."""
        candidate = self._trial.candidate
        assert candidate is not None, "the test is left forward only with a candidate"
        known = self._keeper.desk.connected(candidate)
        if self._listening is not None:
            self._listening.show_known(known)
        self._role.show_candidate(candidate, known)

    def _step_from(self, place: int, step: int) -> int:
        """Return the next place, `step` is 1 or -1, where there is anything to do; the same place at the end."""
        places = range(place + step, len(self._pages) if step > 0 else -1, step)
        return next((each for each in places if self._pages[each].is_needed), place)

    def _keep(self) -> None:
        candidate = self._trial.candidate
        if candidate is not None:
            self._role.set_busy(True)
            heard = self._listening.settings() if self._listening is not None else {}
            days = self._role.first_days
            extra = {**heard, **({"first_days": days} if days is not None else {})}
            self._keeper.keep(candidate, name=self._role.account_name, role=self._role.role, extra=extra)

    def _renew(self) -> None:
        candidate = self._trial.candidate
        if candidate is not None and self._renewing is not None:
            self._continue.setEnabled(False)
            self._keeper.renew(self._renewing, candidate)

    def _give_up(self) -> None:
        self._planning.stop()
        self._keeper.give_up()
        for page in self._pages:
            page.give_up()

    def _show_state(self) -> None:
        page = self.page
        at_end = page is self._done
        shown = [one for one in self._pages if one.is_needed or one is page]
        here = shown.index(page) + int(at_end)
        self._rail.set_steps([RailStep(one.rail_title, one.rail_note) for one in shown], here)
        self._footer.set_hint(page.hint)
        self._back.setVisible(self._place > 0 and not at_end)
        self._cancel.setVisible(not at_end)
        self._continue.setText(page.continue_words)
        self._continue.setEnabled(page.may_continue)

    # Hearing.

    def _on_back_clicked(self) -> None:
        if self.page.leave(forward=False) and self._place > 0:
            self._go(self._step_from(self._place, -1))

    def _on_page_changed(self) -> None:
        self._show_state()

    def _on_network_changed(self) -> None:
        self._planning.start()

    def _on_planning_timeout(self) -> None:
        self._plan_pages()
        self._show_state()

    def _on_trial_ended(self) -> None:
        if self.page is not self._trial:
            return
        self._continue.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._renewing is not None and self._trial.candidate is not None:
            self._go_on()

    def _on_trial_fix_requested(self) -> None:
        target = self._trial.fix_target
        self._go(self._pages.index(self._sign_in.page_for(target)))
        self._sign_in.point_at(target)
        show_focus(self._stack)

    def _on_keeper_kept(self, account: Account) -> None:
        self._connected = account.id
        self._kept_at = self._session.clock()
        self._done.show_account(account, self._kept_at, renewed=self._renewing is not None)
        self._go(self._pages.index(self._done))
        self.account_connected.emit(int(account.id))

    def _on_keeper_failed(self, code: str) -> None:
        handle = self._renewing.handle if self._renewing is not None else ""
        sentence = keep_fault(code, handle)
        if self._renewing is None:
            self._role.set_busy(False)
            self._role.show_keep_fault(sentence)
        else:
            self._trial.show_keep_fault(sentence)
        self._show_state()

    def _client_id_of(self, provider: str) -> str:
        """Return the client id of an earlier account of the provider: a company registers the program once."""
        found = [
            str(account.settings.get("oauth_client_id") or "")
            for account in self._session.store.accounts.all()
            if account.settings.get("oauth_provider") == provider
        ]
        return next((client_id for client_id in found if client_id), "")


def _open_in_browser(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
