"""The X plan's sign-in: the company's own app, then the account in the browser."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from desktop.accounts.browser_sign_in import Tokens
from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.x import APP_TOKEN, OAUTH_CLIENT, XForm, browser_sign_in, clean_id, try_sign_in
from desktop.model import Account, CheckStep, Network
from ui.accounts.browser_panel import BrowserPanel
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.sign_in_page import SignInPage
from ui.accounts.x_words import AT_APP_TOKEN, AT_CLIENT, client_sentence, x_fault, x_steps
from ui.theme import Theme
from ui.widgets import CheckBox, Field, SecretField


@dataclass(frozen=True, slots=True)
class _SignedIn:
    """What was tried: the form with the secrets that were kept earlier, and what the browser brought."""

    form: XForm
    tokens: Tokens


class XSignInPage(SignInPage):
    """The app's registration, and the browser."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:
        """Begin with what an earlier account was connected with."""
        super().__init__(theme, "x_sign_in")
        self._tools = tools
        self._signed_in: _SignedIn | None = None
        self._earlier = next((one for one in tools.accounts() if one.network is Network.X), None)
        self._addresses = ("", "")
        self.port: int | None = None
        """The port for the browser's answer, None for the one that is registered with X."""
        self.set_head(self.tr("Sign in with your company's app"), "", Network.X)
        self._make_fields(theme)
        if self._earlier is not None:
            self._show_earlier(self._earlier)
        for widget in (self._client_id, self._client_secret, self._app_token, self._owns, self._panel):
            self.body.addWidget(widget)
        self._client_id.edited.connect(lambda _: self._forget_tokens())
        self._client_secret.edited.connect(lambda _: self._forget_tokens())
        self._app_token.edited.connect(lambda _: self._forget_tokens())

    @property
    def rail_note(self) -> str:
        """What is asked for."""
        return self.tr("App and account")

    @property
    def continue_words(self) -> str:
        """Say that the browser opens, where it does."""
        if self._signed_in is None:
            return self.tr("Open the browser")
        return self.tr("Sign in") if self._is_renewal else self.tr("Continue")

    def enter(self) -> None:
        """Begin with what is still empty."""
        if not self._client_id.text:
            self._client_id.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the form; open the browser if its answer is still to come."""
        if not forward:
            self.give_up()
            return True
        if not clean_id(self._client_id.text):
            self._client_id.set_fault(client_sentence())
            self._client_id.focus()
            return False
        if self._signed_in is None:
            self._open_browser()
            return False
        return True

    def renew(self, account: Account) -> None:
        """Fill in a connected account's app; the browser asks for the account."""
        self._is_renewal = True
        self._earlier = account
        lead = self.tr("Sign in as {handle} in the browser. Its conversations stay.")
        self.set_head(self.tr("Sign in again"), lead.replace("{handle}", account.handle), Network.X)
        self._show_earlier(account)
        self._owns.setChecked(account.settings.get("owns_app") is True)

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of what the browser brought."""
        signed_in, clock = self._signed_in, self._tools.clock
        assert signed_in is not None

        async def run(tell: Tell) -> Trial:
            return await try_sign_in(signed_in.form, signed_in.tokens, clock=clock, tell=tell)

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps."""
        return x_steps(streams=bool(self._signed_in and self._signed_in.form.app_token))

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        return x_fault(step)

    def point_at(self, target: str) -> None:
        """Put the caret where something must be changed, or let the browser ask again."""
        self._forget_tokens()
        if target == AT_APP_TOKEN:
            self._app_token.focus()
        elif target == AT_CLIENT:
            self._client_id.focus()

    def _make_fields(self, theme: Theme) -> None:
        self._client_id = Field(
            theme,
            self.tr("Client ID"),
            hint=self.tr("Of your company's app in X's developer portal, under OAuth 2.0."),
            object_name="client_id",
        )
        self._client_secret = SecretField(
            theme, self.tr("Client secret, if the app is a confidential client"), object_name="client_secret"
        )
        self._app_token = SecretField(
            theme,
            self.tr("App's bearer token, to hear of posts at once"),
            hint=self.tr("Without it Sportello looks every few minutes."),
            object_name="app_token",
        )
        self._owns = CheckBox(
            theme,
            self.tr("The account that signs in registered the app"),
            self.tr("X then charges less for reading its own mentions."),
            object_name="owns_app",
        )
        self._panel = BrowserPanel(theme, self._tools.open_link)
        self._add_browser(self._panel, self._on_browser_signed_in)

    def _show_earlier(self, account: Account) -> None:
        settings = account.settings
        self._client_id.set_text(str(settings.get("client_id") or ""))
        self._addresses = (str(settings.get("api") or ""), str(settings.get("authorize") or ""))
        if settings.get("client_id"):
            for field in (self._client_secret, self._app_token):
                field.set_hint(self.tr("Leave it empty to use the one that is kept."))

    def _open_browser(self) -> None:
        """Open X's page; secrets that were not typed are those of the earlier account, read in the sign-in's thread."""
        typed, clock, port = self._typed(), self._tools.clock, self.port
        complete: list[XForm] = []

        def opening(show: Callable[[str], None]) -> Any:
            complete.append(self._completed(typed))
            return browser_sign_in(complete[0], open_browser=show, clock=clock, port=port)

        async def signed_in(tokens: Tokens) -> _SignedIn:
            return _SignedIn(complete[0], tokens)

        self._panel.begin(opening, signed_in)

    def _typed(self) -> XForm:
        api, authorize = self._addresses
        return XForm(
            self._client_id.text,
            self._client_secret.text,
            self._app_token.text,
            owns_app=self._owns.isChecked(),
            api=api,
            authorize=authorize,
        )

    def _completed(self, typed: XForm) -> XForm:
        earlier = self._earlier
        if earlier is None or clean_id(typed.client_id) != earlier.settings.get("client_id"):
            return typed
        secret_of = self._tools.secret_of
        return replace(
            typed,
            client_secret=clean_id(typed.client_secret) or secret_of(earlier, OAUTH_CLIENT),
            app_token=clean_id(typed.app_token) or secret_of(earlier, APP_TOKEN),
        )

    def _on_browser_signed_in(self, result: object) -> None:
        assert isinstance(result, _SignedIn)
        self._signed_in = result

    def _forget_tokens(self) -> None:
        self._signed_in = None
        self.changed.emit()
