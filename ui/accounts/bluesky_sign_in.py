"""The Bluesky plan's sign-in: a handle and an app password, and another server than Bluesky's own behind a link."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout

from desktop.accounts.bluesky import (
    APP_PASSWORDS_PAGE,
    DEFAULT_SERVER,
    BlueskyForm,
    account_handle,
    password_fault,
    server_address,
    try_app_password,
)
from desktop.accounts.candidate import Tell, Trial
from desktop.model import Account, CheckStep, Network
from ui.accounts.bluesky_words import (
    HANDLE,
    SERVER,
    bluesky_fault,
    bluesky_steps,
    handle_sentence,
    password_sentence,
    server_sentence,
)
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.sign_in_page import SignInPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Field, SecretField


class BlueskySignInPage(SignInPage):
    """Handle and app password."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:
        """Begin empty."""
        super().__init__(theme, "bluesky_sign_in")
        self._tools = tools
        self._chat_service = ""
        self.set_head(self.tr("Sign in with an app password"), "", Network.BLUESKY)
        self._handle = Field(
            theme,
            self.tr("Handle"),
            placeholder="aurora.bsky.social",
            hint=self.tr("A profile's address will do as well."),
            object_name="handle",
        )
        self._open = self._link(theme, self.tr("Make an app password on Bluesky"), "open_app_passwords")
        self._password = SecretField(
            theme,
            self.tr("App password"),
            placeholder="xxxx-xxxx-xxxx-xxxx",
            hint=self.tr("Tick “direct messages” when you make it, so that private messages reach Sportello."),
            object_name="password",
        )
        self._toggle = Button(
            theme, self.tr("Another server"), kind=ButtonKind.QUIET, icon="caret-down", object_name="show_server"
        )
        self._toggle.setCheckable(True)
        self._toggle.setAutoDefault(False)
        self._server = Field(
            theme,
            self.tr("Server of the account"),
            placeholder=urlsplit(DEFAULT_SERVER).hostname or "",
            hint=self.tr("Leave it empty unless your company runs its own."),
            object_name="server",
        )
        self._server.hide()
        self._lay_out()
        self._handle.edited.connect(lambda _: self.changed.emit())
        self._server.edited.connect(lambda _: self.changed.emit())
        self._toggle.toggled.connect(self._on_toggle_toggled)
        self._open.clicked.connect(lambda: tools.open_link(APP_PASSWORDS_PAGE))

    @property
    def rail_note(self) -> str:
        """The handle once there is one."""
        return self._name or self.tr("Handle and app password")

    @property
    def continue_words(self) -> str:
        """Say what happens."""
        return self.tr("Sign in") if self._is_renewal else self.tr("Continue")

    def enter(self) -> None:
        """Begin with what is still empty."""
        if self._name:
            self._password.focus()
        else:
            self._handle.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the fields, the first that won't do gets the focus."""
        if not forward:
            return True
        fault = password_fault(self._password.text)
        if fault:
            self._password.set_fault(password_sentence(fault))
            self._password.focus()
        if not self._name:
            self._handle.set_fault(handle_sentence())
            self._handle.focus()
        if self._address is None:
            self._toggle.setChecked(True)
            self._server.set_fault(server_sentence())
            self._server.focus()
        return not fault and bool(self._name) and self._address is not None

    def renew(self, account: Account) -> None:
        """Fill in a connected account; only a new app password is asked for."""
        self._is_renewal = True
        lead = self.tr("Paste a new app password of {handle}. Its conversations stay.")
        self.set_head(self.tr("Sign in again"), lead.replace("{handle}", account.handle), Network.BLUESKY)
        settings = account.settings
        self._handle.set_text(account.handle.removeprefix("@"))
        self._handle.edit.setReadOnly(True)
        self._handle.set_hint("")
        server = str(settings.get("server") or "")
        self._server.set_text("" if server == DEFAULT_SERVER else server)
        self._server.edit.setReadOnly(True)
        self._toggle.hide()
        self._chat_service = str(settings.get("chat_service") or "")
        self.changed.emit()

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of the password as pasted."""
        form = BlueskyForm(self._handle.text, self._password.text, self._server.text, self._chat_service)

        async def run(tell: Tell) -> Trial:
            return await try_app_password(form, tell)

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps with the server's name."""
        return bluesky_steps(self._host)

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        return bluesky_fault(step, self._host, urlsplit(self._address or "").port, f"@{self._name}")

    def point_at(self, target: str) -> None:
        """Put the caret where something must be changed."""
        if target == SERVER and not self._is_renewal:
            self._toggle.setChecked(True)
            self._server.focus()
        elif target == HANDLE and not self._is_renewal:
            self._handle.focus()
        else:
            self._password.focus()

    @property
    def _address(self) -> str | None:
        return server_address(self._server.text)

    @property
    def _host(self) -> str:
        return urlsplit(self._address or "").hostname or ""

    @property
    def _name(self) -> str:
        return account_handle(self._handle.text, self._address or DEFAULT_SERVER) or ""

    def _lay_out(self) -> None:
        for widget in (self._handle, self._open, self._password, self._toggle, self._server):
            if isinstance(widget, Button):
                row = QHBoxLayout()
                row.addWidget(widget)
                row.addStretch(1)
                self.body.addLayout(row)
            else:
                self.body.addWidget(widget)

    def _on_toggle_toggled(self, shown: bool) -> None:
        self._server.setVisible(shown)
        self._toggle.set_icon_name("caret-up" if shown else "caret-down")
