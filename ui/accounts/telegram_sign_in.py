"""The Telegram plan's sign-in: the token of a bot."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout

from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.telegram import BOT_FATHER, token_fault, try_token
from desktop.model import Account, CheckStep, Network
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.sign_in_page import SignInPage
from ui.accounts.telegram_words import telegram_fault, telegram_steps, token_sentence
from ui.theme import Theme
from ui.widgets import SecretField

_API = "api.telegram.org"


class TelegramSignInPage(SignInPage):
    """Asks for the token of the company's bot, alone or inside the message in which BotFather gave it."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:
        """Begin empty."""
        super().__init__(theme, "telegram_sign_in")
        self._api = ""
        self.set_head(self.tr("Sign in as your company's bot"), "", Network.TELEGRAM)
        self._open = self._link(theme, self.tr("Open BotFather"), "open_bot_father")
        self._token = SecretField(
            theme,
            self.tr("Token"),
            hint=self.tr("The whole message in which BotFather gave it will do as well."),
            object_name="token",
        )
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        self.body.addWidget(self._token)
        self.body.addLayout(row)
        self._open.clicked.connect(lambda: tools.open_link(BOT_FATHER))

    @property
    def rail_note(self) -> str:
        """What is asked for."""
        return self.tr("The bot's token")

    @property
    def continue_words(self) -> str:
        """Say what happens."""
        return self.tr("Sign in") if self._is_renewal else self.tr("Continue")

    def enter(self) -> None:
        """Begin in the only field."""
        self._token.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the token."""
        fault = token_fault(self._token.text) if forward else ""
        if fault:
            self._token.set_fault(token_sentence(fault))
            self._token.focus()
        return not fault

    def renew(self, account: Account) -> None:
        """Ask for a new token of a connected bot."""
        self._is_renewal = True
        lead = self.tr("Paste the token of {handle}. Its conversations stay.").replace("{handle}", account.handle)
        self.set_head(self.tr("Sign in again"), lead, Network.TELEGRAM)
        self._api = str(account.settings.get("api") or "")

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of the token as pasted."""
        pasted, api = self._token.text, self._api

        async def run(tell: Tell) -> Trial:
            return await try_token(pasted, tell, api=api)

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps with the server's name."""
        return telegram_steps(self._host)

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        return telegram_fault(step, self._host, urlsplit(self._api).port)

    def point_at(self, target: str) -> None:  # noqa: ARG002 - there is one field
        """Put the caret into the token."""
        self._token.focus()

    @property
    def _host(self) -> str:
        return urlsplit(self._api).hostname or _API
