"""The sign-in of Facebook and Instagram: the company's own app in the browser, or a Page's token; then which Page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from desktop.accounts.browser_sign_in import Tokens
from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.meta import MetaForm, SignedIn, clean_id
from desktop.model import Account, CheckStep, Network, declared_of
from ui.accounts.browser_panel import BrowserPanel
from ui.accounts.meta_choice import MetaChoicePage
from ui.accounts.meta_words import APP, BROWSER, PAGES, TOKEN, meta_fault, meta_steps, missing_sentence
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.sign_in_page import SignInPage
from ui.accounts.step_page import StepPage
from ui.theme import Theme
from ui.widgets import CheckBox, Field, SecretField, Segmented

_META = (Network.FACEBOOK, Network.INSTAGRAM)
_APP_SECRET = "app_secret"  # noqa: S105 - the name of a kind of secret


@dataclass(frozen=True, slots=True)
class _Brought:
    """What the browser brought, with the form that it was asked with."""

    form: MetaForm
    found: SignedIn


class MetaSignInPage(SignInPage):
    """The app and the browser, or a token."""

    def __init__(self, theme: Theme, tools: SignInTools, network: Network) -> None:
        """Begin with what an earlier account was connected with."""
        super().__init__(theme, "meta_sign_in")
        self._tools = tools
        self._network = network
        self._brought: _Brought | None = None
        self._addresses = ("", "")
        self.port: int | None = None
        """The port for the browser's answer, None for the one that is registered with Meta."""
        self._earlier = next((one for one in tools.accounts() if one.network in _META), None)
        self._choice = MetaChoicePage(theme, network)
        self.set_head(self.tr("Sign in with your company's app"), "", network)
        self._make_fields(theme)
        for widget in (
            self._ways,
            self._token,
            self._app_id,
            self._app_secret,
            self._human,
            self._by_hand,
            self._panel,
        ):
            self.body.addWidget(widget)
        self._connect()
        if self._earlier is not None:
            self._show_earlier(self._earlier)
        self._show_way()

    @property
    def further(self) -> tuple[StepPage, ...]:
        """The choice of the Page."""
        return (self._choice,)

    def page_for(self, target: str) -> StepPage:
        """Return the choice for a fault of the Page, where there is one to choose."""
        return self._choice if target == PAGES and self._choice.is_needed else self

    @property
    def rail_note(self) -> str:
        """What is asked for."""
        return self.tr("App and Page")

    @property
    def continue_words(self) -> str:
        """Say that the browser opens, where it does."""
        if self._by_browser and self._brought is None:
            return self.tr("Open the browser")
        return self.tr("Sign in") if self._is_renewal else self.tr("Continue")

    def enter(self) -> None:
        """Begin with what is still empty."""
        if not self._by_browser:
            self._token.focus()
        elif not self._app_id.text:
            self._app_id.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the form; open the browser if its answer is still to come."""
        if not forward:
            self.give_up()
            return True
        missing = self._missing()
        if missing is not None:
            missing.set_fault(missing_sentence(missing.edit.objectName()))
            missing.focus()
            return False
        if self._by_browser and self._brought is None:
            self._open_browser()
            return False
        return True

    def renew(self, account: Account) -> None:
        """Fill in a connected Page's app; the browser asks for the rest."""
        self._is_renewal = True
        self._earlier = account
        lead = self.tr("Sign in for {handle}. Its conversations stay.").replace("{handle}", account.handle)
        self.set_head(self.tr("Sign in again"), lead, self._network)
        self._show_earlier(account)
        self._human.setChecked(declared_of(account).human_agent)
        self._choice.want(str(account.settings.get("page_id") or ""))
        self._ways.choose(BROWSER if account.settings.get("app_id") else TOKEN)
        self._show_way()

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of the chosen Page, or of the pasted token."""
        brought = self._brought if self._by_browser else None
        page, typed, network, clock = self._choice.chosen, self._typed(), self._network, self._tools.clock

        async def run(tell: Tell) -> Trial:
            from desktop.accounts import facebook, instagram

            door = facebook if network is Network.FACEBOOK else instagram
            trial: Trial
            if brought is None or page is None:
                trial = await door.try_page_token(self._completed(typed), clock=clock, tell=tell)
            else:
                granted = brought.found.granted
                trial = await door.try_page(brought.form, page, clock=clock, tell=tell, granted=granted)
            return trial

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps."""
        return meta_steps(self._network)

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        return meta_fault(step, self._network, by_token=not self._by_browser)

    def point_at(self, target: str) -> None:
        """Put the caret where something must be changed, or let the browser ask again."""
        if target == PAGES and self._choice.is_needed:
            self._choice.enter()
            return
        self._forget_brought()
        if target == APP:
            self._app_id.focus()
        elif target == TOKEN:
            self._token.focus()

    # Making.

    def _make_fields(self, theme: Theme) -> None:
        ways = [(BROWSER, self.tr("Sign-in in the browser")), (TOKEN, self.tr("A Page's token"))]
        self._ways = Segmented(theme, self.tr("Way of signing in"), ways, object_name="ways")
        self._ways.choose(BROWSER)
        self._token = SecretField(
            theme,
            self.tr("Page's token"),
            hint=self.tr("Made in Meta's Graph API Explorer with your app, for the Page."),
            object_name="page_token",
        )
        self._app_id = Field(
            theme,
            self.tr("App ID"),
            hint=self.tr("Of your company's app in Meta's app dashboard."),
            object_name="app_id",
        )
        self._app_secret = SecretField(theme, self.tr("App secret"), object_name="app_secret")
        self._human = CheckBox(
            theme,
            self.tr("Meta has approved “Human Agent” for the app"),
            self.tr("Customers can then be answered in private for 7 days instead of 24 hours."),
            object_name="human_agent",
        )
        self._by_hand = CheckBox(
            theme,
            self.tr("The app is live"),
            self.tr("Meta then ends on a page of its own, whose address you paste here."),
            object_name="by_hand",
        )
        self._panel = BrowserPanel(theme, self._tools.open_link)
        self._add_browser(self._panel, self._on_browser_signed_in)

    def _connect(self) -> None:
        for field in (self._app_id, self._app_secret, self._token):
            field.edited.connect(lambda _: self._forget_brought())
        for box in (self._human, self._by_hand):
            box.toggled.connect(lambda _: self._forget_brought())
        self._ways.chosen.connect(lambda _: self._on_way_chosen())

    def _show_earlier(self, account: Account) -> None:
        settings = account.settings
        self._app_id.set_text(str(settings.get("app_id") or ""))
        self._addresses = (str(settings.get("api") or ""), str(settings.get("dialog") or ""))
        if settings.get("app_id"):
            self._app_secret.set_hint(self.tr("Leave it empty to use the one that is kept."))

    # Following.

    @property
    def _by_browser(self) -> bool:
        return self._ways.current == BROWSER

    @property
    def _is_earlier_app(self) -> bool:
        earlier = self._earlier
        return earlier is not None and clean_id(self._app_id.text) == earlier.settings.get("app_id")

    def _missing(self) -> Field | None:
        if not self._by_browser:
            return None if clean_id(self._token.text) else self._token
        if not clean_id(self._app_id.text).isdecimal():
            return self._app_id
        return None if clean_id(self._app_secret.text) or self._is_earlier_app else self._app_secret

    def _typed(self) -> MetaForm:
        api, dialog = self._addresses
        return MetaForm(
            self._app_id.text,
            self._app_secret.text,
            "" if self._by_browser else self._token.text,
            human_agent=self._human.isChecked(),
            by_hand=self._by_hand.isChecked(),
            api=api,
            dialog=dialog,
        )

    def _completed(self, typed: MetaForm) -> MetaForm:
        """Return a form with the app's secret that is kept, where none was typed. Not in the window's thread."""
        earlier = self._earlier
        if earlier is None or clean_id(typed.app_secret) or clean_id(typed.app_id) != earlier.settings.get("app_id"):
            return typed
        return replace(typed, app_secret=self._tools.secret_of(earlier, _APP_SECRET))

    def _open_browser(self) -> None:
        typed, clock, port, network = self._typed(), self._tools.clock, self.port, self._network
        complete: list[MetaForm] = []

        def opening(show: Callable[[str], None]) -> Any:
            from desktop.accounts import facebook, instagram

            complete.append(self._completed(typed))
            door = facebook if network is Network.FACEBOOK else instagram
            return door.browser_sign_in(complete[0], open_browser=show, clock=clock, port=port)

        async def found(tokens: Tokens) -> _Brought:
            from desktop.accounts.meta import signed_in

            return _Brought(complete[0], await signed_in(complete[0], tokens, clock=clock))

        label = self.tr("At the end, paste the address of the page that says “Success”") if typed.by_hand else ""
        self._panel.begin(opening, found, paste_label=label)

    def _on_browser_signed_in(self, result: object) -> None:
        assert isinstance(result, _Brought)
        self._brought = result
        self._choice.show_pages(result.found)

    def _on_way_chosen(self) -> None:
        self.give_up()
        self._show_way()
        self.enter()

    def _forget_brought(self) -> None:
        self._brought = None
        self._choice.show_pages(None)
        self.changed.emit()

    def _show_way(self) -> None:
        by_browser = self._by_browser
        self._token.setVisible(not by_browser)
        self._by_hand.setVisible(by_browser)
        self._panel.setVisible(by_browser)
        optional = self.tr("App secret") if by_browser else self.tr("App secret, to know what the token may do")
        self._app_secret.set_label(optional)
        self._app_id.set_label(self.tr("App ID") if by_browser else self.tr("App ID, where you know it"))
        self._forget_brought()
