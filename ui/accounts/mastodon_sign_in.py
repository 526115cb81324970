"""The Mastodon plan's sign-in: a server, then its own sign-in in the browser, or an access token made there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout

from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.mastodon import application_page, browser_sign_in, clean_token, server_address, token_fault
from desktop.model import Account, CheckStep, Network
from ui.accounts.browser_panel import BrowserPanel
from ui.accounts.mastodon_words import (
    BROWSER,
    SERVER,
    TOKEN,
    mastodon_fault,
    mastodon_steps,
    server_sentence,
    token_sentence,
)
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.sign_in_page import SignInPage
from ui.theme import Theme
from ui.widgets import Field, SecretField, Segmented

if TYPE_CHECKING:
    from desktop.accounts.browser_sign_in import Tokens


class MastodonSignInPage(SignInPage):
    """Server, and the browser or a token."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:
        """Begin empty."""
        super().__init__(theme, "mastodon_sign_in")
        self._tools = tools
        self._tokens: Tokens | None = None
        self.set_head(self.tr("Sign in to the account"), "", Network.MASTODON)
        self._server = Field(
            theme,
            self.tr("Server"),
            placeholder="mastodon.example",
            hint=self.tr("A profile's address will do as well."),
            object_name="server",
        )
        ways = [(BROWSER, self.tr("Sign-in in the browser")), (TOKEN, self.tr("Access token"))]
        self._ways = Segmented(theme, self.tr("Way of signing in"), ways, object_name="ways")
        self._ways.choose(BROWSER)
        self._open = self._link(theme, self.tr("Make a token on this server"), "open_applications")
        self._token = SecretField(
            theme,
            self.tr("Access token"),
            hint=self.tr("It stands on the application's page as “Your access token”."),
            object_name="token",
        )
        self._panel = BrowserPanel(theme, tools.open_link)
        self._add_browser(self._panel, self._on_browser_signed_in)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        self.body.addWidget(self._server)
        self.body.addWidget(self._ways)
        self.body.addLayout(row)
        self.body.addWidget(self._token)
        self.body.addWidget(self._panel)
        self._server.edited.connect(lambda _: self._on_server_edited())
        self._ways.chosen.connect(lambda _: self._on_way_chosen())
        self._open.clicked.connect(self._on_open_clicked)
        self._show_way()
        self._on_server_edited()

    @property
    def rail_note(self) -> str:
        """The server once there is one."""
        return self._host or self.tr("Server and account")

    @property
    def continue_words(self) -> str:
        """Say what happens."""
        if self._by_browser and self._tokens is None:
            return self.tr("Open the browser")
        return self.tr("Sign in") if self._is_renewal else self.tr("Continue")

    def enter(self) -> None:
        """Begin with what is still empty."""
        if self._address is None:
            self._server.focus()
        elif not self._by_browser:
            self._token.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the fields; open the browser if its answer is still to come."""
        if not forward:
            self.give_up()
            return True
        address = self._address
        fault = "" if self._by_browser else token_fault(self._token.text)
        if fault:
            self._token.set_fault(token_sentence(fault))
            self._token.focus()
        if address is None:
            self._server.set_fault(server_sentence())
            self._server.focus()
        if fault or address is None:
            return False
        if self._by_browser and self._tokens is None:
            self._open_browser(address)
            return False
        return True

    def renew(self, account: Account) -> None:
        """Fill in the server of a connected account; only its sign-in is asked for."""
        self._is_renewal = True
        lead = self.tr("Sign in as {handle}. Its conversations stay.").replace("{handle}", account.handle)
        self.set_head(self.tr("Sign in again"), lead, Network.MASTODON)
        self._server.set_text(str(account.settings.get("server") or ""))
        self._server.edit.setReadOnly(True)
        self._server.set_hint("")
        self._on_server_edited()

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of what the browser brought, or of the token as pasted."""
        server, token = self._address or "", clean_token(self._token.text)
        tokens = self._tokens if self._by_browser else None

        async def run(tell: Tell) -> Trial:
            from desktop.accounts.mastodon import try_sign_in
            from desktop.accounts.token_trial import try_token

            return await (try_token(server, token, tell) if tokens is None else try_sign_in(server, tokens, tell))

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps with the server's name."""
        return mastodon_steps(self._host, by_browser=self._by_browser)

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        port = urlsplit(self._address or "").port
        return mastodon_fault(step, self._host, port, by_browser=self._by_browser)

    def point_at(self, target: str) -> None:
        """Put the caret where something must be changed, or let the browser ask again."""
        self._forget_tokens()
        if target == SERVER and not self._is_renewal:
            self._server.focus()
        elif target == TOKEN:
            self._token.focus()

    @property
    def _by_browser(self) -> bool:
        return self._ways.current == BROWSER

    @property
    def _address(self) -> str | None:
        return server_address(self._server.text)

    @property
    def _host(self) -> str:
        return urlsplit(self._address or "").hostname or ""

    def _open_browser(self, server: str) -> None:
        clock = self._tools.clock

        async def kept(tokens: Tokens) -> Tokens:
            return tokens

        self._panel.begin(lambda show: browser_sign_in(server, open_browser=show, clock=clock), kept)

    def _on_browser_signed_in(self, tokens: object) -> None:
        self._tokens = cast("Tokens", tokens)

    def _on_server_edited(self) -> None:
        self._open.setEnabled(self._address is not None)
        self.give_up()
        self._forget_tokens()

    def _on_way_chosen(self) -> None:
        self.give_up()
        self._show_way()
        self.enter()

    def _forget_tokens(self) -> None:
        self._tokens = None
        self.changed.emit()

    def _show_way(self) -> None:
        for widget in (self._open, self._token):
            widget.setVisible(not self._by_browser)
        self._panel.setVisible(self._by_browser)
        if not self._is_renewal:
            lead = self.tr("The browser opens the server's own page. You sign in there and allow Sportello.")
            self.set_head(self.title, lead if self._by_browser else "", Network.MASTODON)
        self.changed.emit()

    def _on_open_clicked(self) -> None:
        address = self._address
        if address is not None:
            self._tools.open_link(application_page(address))
