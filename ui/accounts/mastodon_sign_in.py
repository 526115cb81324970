"""The Mastodon plan's sign-in: the server's address and an access token that was made there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout

from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.mastodon import application_page, clean_token, server_address, token_fault
from desktop.model import Account, CheckStep, Network
from ui.accounts.mastodon_words import SERVER, server_sentence, token_sentence, token_steps, trial_fault
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.step_page import StepPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Field, SecretField


class MastodonSignInPage(StepPage):
    """Server and token."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:
        """Begin empty."""
        super().__init__(theme, "mastodon_sign_in", "")
        self.rail_title = self.tr("Sign in")
        self._tools = tools
        self._renewed = False
        self.set_head(self.tr("Sign in with an access token"), "", Network.MASTODON)
        self._server = Field(
            theme,
            self.tr("Server"),
            placeholder="mastodon.example",
            hint=self.tr("A profile's address will do as well."),
            object_name="server",
        )
        self._open = Button(
            theme,
            self.tr("Make a token on this server"),
            kind=ButtonKind.LINK,
            icon="arrow-square-out",
            object_name="open_applications",
        )
        self._open.setAutoDefault(False)
        self._token = SecretField(
            theme,
            self.tr("Access token"),
            hint=self.tr("It stands on the application's page as “Your access token”."),
            object_name="token",
        )
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        self.body.addWidget(self._server)
        self.body.addLayout(row)
        self.body.addWidget(self._token)
        self._server.edited.connect(lambda _: self._on_server_edited())
        self._open.clicked.connect(self._on_open_clicked)
        self._on_server_edited()

    @property
    def page(self) -> StepPage:
        """The step itself."""
        return self

    @property
    def rail_note(self) -> str:
        """The server once there is one."""
        return self._host or self.tr("Server and token")

    @property
    def continue_words(self) -> str:
        """Say what happens."""
        return self.tr("Sign in") if self._renewed else self.tr("Continue")

    @property
    def hint(self) -> str:
        """What happens with what is typed here."""
        return self.tr("Nothing is kept before the test has passed.")

    def enter(self) -> None:
        """Begin with what is still empty."""
        if self._address is None:
            self._server.focus()
        else:
            self._token.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check both fields."""
        if not forward:
            return True
        fault = token_fault(self._token.text)
        if fault:
            self._token.set_fault(token_sentence(fault))
            self._token.focus()
        if self._address is None:
            self._server.set_fault(server_sentence())
            self._server.focus()
        return not fault and self._address is not None

    def renew(self, account: Account) -> None:
        """Fill in the server of a connected account; only a new token is asked for."""
        self._renewed = True
        lead = self.tr("Paste a new token of {handle}. Its conversations stay.").replace("{handle}", account.handle)
        self.set_head(self.tr("Sign in again"), lead, Network.MASTODON)
        self._server.set_text(str(account.settings.get("server") or ""))
        self._server.edit.setReadOnly(True)
        self._server.set_hint("")
        self._on_server_edited()

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of the token as pasted."""
        server, token = self._address or "", clean_token(self._token.text)

        async def run(tell: Tell) -> Trial:
            from desktop.accounts.token_trial import try_token

            return await try_token(server, token, tell)

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps with the server's name."""
        return token_steps(self._host)

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        return trial_fault(step, self._host, urlsplit(self._address or "").port)

    def point_at(self, target: str) -> None:
        """Put the caret where something must be changed."""
        if target == SERVER and not self._renewed:
            self._server.focus()
        else:
            self._token.focus()

    @property
    def _address(self) -> str | None:
        return server_address(self._server.text)

    @property
    def _host(self) -> str:
        return urlsplit(self._address or "").hostname or ""

    def _on_server_edited(self) -> None:
        self._open.setEnabled(self._address is not None)
        self.changed.emit()

    def _on_open_clicked(self) -> None:
        address = self._address
        if address is not None:
            self._tools.open_link(application_page(address))
