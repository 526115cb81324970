"""The e-mail plan's sign-in: the address finds its servers, then a password or a sign-in in the browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.email import EmailSettings, EmailSignIn, SignIn, Suggestion, browser_sign_in, providers, suggest
from desktop.accounts.mailbox_form import FieldFault, MailboxForm, MailField, clean_address
from desktop.model import Account, CheckStep, Network
from ui.accounts.browser_panel import BrowserPanel
from ui.accounts.email_words import (
    BROWSER,
    CERTIFICATE,
    PASSWORD,
    SERVERS,
    field_sentence,
    mailbox_fault,
    mailbox_steps,
)
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.server_fields import ServerFields
from ui.accounts.sign_in_page import SignInPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, Field, IconLine, SecretField, Segmented

if TYPE_CHECKING:
    from desktop.accounts.browser_sign_in import Tokens

_FOUND = ""
_SERVER_FIELDS = (MailField.IMAP_HOST, MailField.IMAP_PORT, MailField.SMTP_HOST, MailField.SMTP_PORT)


class EmailSignInPage(SignInPage):
    """Address, provider, password or browser, and the servers behind a link."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:
        """Begin empty."""
        super().__init__(theme, "email_sign_in")
        self._tools = tools
        self._suggestion: Suggestion | None = None
        self._tokens: EmailSignIn | None = None
        self._renewed: EmailSettings | None = None
        self._servers_typed = False
        self._tried: tuple[EmailSettings, EmailSignIn] | None = None
        self.set_head(self.tr("Sign in to the mailbox"), "", Network.EMAIL)
        self._make_fields(theme)
        self._lay_out()
        self._connect()
        self._show_suggestion()

    # What the wizard asks.

    @property
    def rail_note(self) -> str:
        """The address once there is one."""
        return clean_address(self._address.text) or self.tr("Address and password")

    @property
    def continue_words(self) -> str:
        """Say that the browser opens, where it does."""
        if self._way is SignIn.OAUTH and self._tokens is None:
            return self.tr("Open the browser")
        return self.tr("Sign in") if self._renewed is not None else self.tr("Continue")

    def enter(self) -> None:
        """Begin with what is still empty."""
        if self._renewed is None and not self._address.text:
            self._address.focus()
        elif self._way is SignIn.PASSWORD:
            self._password.focus()
        elif not self._client_id.text:
            self._client_id.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the form; open the browser if its answer is still to come."""
        if not forward:
            self.give_up()
            return True
        form = self._form()
        faults = form.faults()
        if faults:
            self._show_faults(faults)
            return False
        settings = form.settings()
        if self._way is SignIn.OAUTH and self._tokens is None:
            self._open_browser(settings, form.client_secret.strip())
            return False
        self._tried = settings, self._tokens or form.typed_sign_in()
        return True

    def renew(self, account: Account) -> None:
        """Fill in a connected mailbox; only its sign-in is asked for."""
        settings = EmailSettings.from_account(account.settings)
        self._renewed = settings
        self.set_head(self.tr("Sign in again"), self.tr("The conversations of this mailbox stay."), Network.EMAIL)
        self._address.set_text(settings.address)
        self._address.edit.setReadOnly(True)
        self._provider_box.hide()
        self._suggestion = _suggestion_of(settings)
        self._servers.show_settings(settings)
        self._servers_typed = True
        self._show_suggestion()
        self._ways.choose(settings.sign_in)
        self._client_id.set_text(settings.oauth_client_id or self._client_id.text)
        self._show_way()

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of the mailbox as typed."""
        assert self._tried is not None
        (settings, sign_in), now = self._tried, self._tools.clock()

        async def run(tell: Tell) -> Trial:
            from desktop.accounts.mailbox_trial import try_mailbox

            return await try_mailbox(settings, sign_in, now, tell)

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return the trial's steps with the servers' names."""
        assert self._tried is not None
        return mailbox_steps(self._tried[0])

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        assert self._tried is not None
        return mailbox_fault(step, self._tried[0])

    def point_at(self, target: str) -> None:
        """Open the servers, or begin with the sign-in."""
        if target in (SERVERS, CERTIFICATE):
            self._toggle.setChecked(True)
            self._servers.focus(MailField.CA_FILE if target == CERTIFICATE else MailField.IMAP_HOST)
            return
        self._forget_tokens()
        if target == BROWSER and self._oauth_provider:
            self._ways.choose(SignIn.OAUTH)
        if target in (PASSWORD, BROWSER):
            self._show_way()
            self.enter()

    # Making.

    def _make_fields(self, theme: Theme) -> None:
        self._address = Field(theme, self.tr("E-mail address"), placeholder="care@example.org", object_name="address")
        self._provider_box = ComboField(theme, self.tr("Provider"), object_name="provider")
        self._provider = self._provider_box.box
        self._provider.set_choices([(_FOUND, self.tr("Automatic")), *_provider_choices()], _FOUND)
        self._found = IconLine(theme, "magnifying-glass", object_name="found_servers")
        ways = [(SignIn.PASSWORD, self.tr("Password")), (SignIn.OAUTH, self.tr("Sign-in in the browser"))]
        self._ways = Segmented(theme, self.tr("Way of signing in"), ways, object_name="ways")
        self._ways.choose(SignIn.PASSWORD)
        self._password = SecretField(theme, self.tr("Password"), object_name="password")
        hint = self.tr("From your company's registration of a desktop program with the provider.")
        self._client_id = Field(theme, self.tr("Client ID"), hint=hint, object_name="client_id")
        self._client_secret = SecretField(
            theme, self.tr("Client secret, where the provider gives one"), object_name="client_secret"
        )
        self._panel = BrowserPanel(theme, self._tools.open_link)
        self._add_browser(self._panel, self._on_browser_signed_in)
        self._toggle = Button(
            theme, self.tr("Servers"), kind=ButtonKind.QUIET, icon="caret-down", object_name="show_servers"
        )
        self._toggle.setCheckable(True)
        self._toggle.setAutoDefault(False)
        self._servers = ServerFields(theme)
        self._servers.hide()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._address, 3, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._provider_box, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(first)
        for widget in (self._found, self._ways, self._password, self._client_id, self._client_secret, self._panel):
            self.body.addWidget(widget)
        toggle_row = QHBoxLayout()
        toggle_row.addWidget(self._toggle)
        toggle_row.addStretch(1)
        self.body.addLayout(toggle_row)
        self.body.addWidget(self._servers)

    def _connect(self) -> None:
        self._address.edited.connect(lambda _: self._on_address_edited())
        self._provider.activated.connect(lambda _: self._on_address_edited())
        self._ways.chosen.connect(lambda _: self._on_way_chosen())
        self._toggle.toggled.connect(self._on_toggle_toggled)
        self._servers.edited.connect(self._on_servers_edited)
        self._client_id.edited.connect(lambda _: self._forget_tokens())

    # Following what is typed.

    @property
    def _way(self) -> SignIn:
        chosen = self._ways.current
        return chosen if isinstance(chosen, SignIn) and self._oauth_provider else SignIn.PASSWORD

    @property
    def _oauth_provider(self) -> str:
        return self._suggestion.oauth_provider if self._suggestion is not None else ""

    def _on_address_edited(self) -> None:
        before = self._oauth_provider, self._suggestion.app_password if self._suggestion is not None else False
        preset = self._provider.current
        try:
            self._suggestion = suggest(clean_address(self._address.text), str(preset) if preset else None)
        except ValueError:
            self._suggestion = None
        suggestion = self._suggestion
        if suggestion is not None:
            if suggestion.certain or not self._servers_typed:
                self._servers.show_settings(suggestion.settings)
                self._servers_typed = False
            if (suggestion.oauth_provider, suggestion.app_password) != before:
                self._ways.choose(suggestion.settings.sign_in)
        self._forget_tokens()
        self._show_suggestion()

    def _on_servers_edited(self) -> None:
        self._servers_typed = True
        self._show_suggestion()

    def _on_toggle_toggled(self, shown: bool) -> None:
        self._servers.setVisible(shown)
        self._toggle.set_icon_name("caret-up" if shown else "caret-down")

    def _on_way_chosen(self) -> None:
        self.give_up()
        self._show_way()
        self.enter()

    def _open_browser(self, settings: EmailSettings, client_secret: str) -> None:
        clock = self._tools.clock

        async def kept(tokens: Tokens) -> EmailSignIn:
            return EmailSignIn(tokens=tokens, client_secret=client_secret)

        self._panel.begin(
            lambda show: browser_sign_in(settings, open_browser=show, clock=clock, client_secret=client_secret), kept
        )

    def _on_browser_signed_in(self, sign_in: object) -> None:
        assert isinstance(sign_in, EmailSignIn)
        self._tokens = sign_in

    def _forget_tokens(self) -> None:
        self._tokens = None
        self.changed.emit()

    def _show_suggestion(self) -> None:
        suggestion = self._suggestion
        self._found.setVisible(suggestion is not None and self._renewed is None)
        if suggestion is not None:
            self._say_found(suggestion)
        self._password.set_hint(self._password_hint(suggestion))
        if self._oauth_provider and not self._client_id.text:
            self._client_id.set_text(self._tools.client_id_of(self._oauth_provider))
        self._show_way()

    def _say_found(self, suggestion: Suggestion) -> None:
        imap, smtp = self._servers.imap.typed, self._servers.smtp.typed
        if self._servers_typed:
            words = self.tr("Reads from {imap} and sends through {smtp}, as you typed.")
        elif suggestion.certain:
            words = self.tr("{provider}: reads from {imap} and sends through {smtp}.")
        else:
            words = self.tr("Sportello will look for {imap} and {smtp}. Change them below if they are others.")
        for name, value in (("provider", suggestion.provider), ("imap", imap.host), ("smtp", smtp.host)):
            words = words.replace(f"{{{name}}}", value)
        known = suggestion.certain and not self._servers_typed
        self._found.say(words, icon="check-circle" if known else "magnifying-glass")

    def _password_hint(self, suggestion: Suggestion | None) -> str:
        if suggestion is None or not suggestion.app_password:
            return ""
        words = self.tr(
            "{provider} takes no ordinary password from mail programs. Make an app password in the security settings "
            "of your account there."
        )
        return words.replace("{provider}", suggestion.provider)

    def _show_way(self) -> None:
        by_browser = self._way is SignIn.OAUTH
        self._ways.setVisible(bool(self._oauth_provider))
        self._password.setVisible(not by_browser)
        self._client_id.setVisible(by_browser)
        self._client_secret.setVisible(by_browser)
        self._panel.setVisible(by_browser)
        self.changed.emit()

    # Reading the form.

    def _form(self) -> MailboxForm:
        start = self._renewed or (self._suggestion.settings if self._suggestion is not None else None)
        return MailboxForm(
            address=self._address.text,
            sign_in=self._way,
            imap=self._servers.imap.typed,
            smtp=self._servers.smtp.typed,
            start=start,
            password=self._password.text,
            client_id=self._client_id.text,
            client_secret=self._client_secret.text,
            oauth_provider=self._oauth_provider,
            username=self._servers.username,
            ca_file=self._servers.ca_file,
        )

    def _show_faults(self, faults: tuple[FieldFault, ...]) -> None:
        shown = {
            MailField.ADDRESS: self._address,
            MailField.PASSWORD: self._password,
            MailField.CLIENT_ID: self._client_id,
        }
        no_address = faults[0].field is MailField.ADDRESS
        for fault in faults:
            if fault.field in shown:
                shown[fault.field].set_fault(field_sentence(fault))
            elif not no_address:
                self._toggle.setChecked(True)
                self._servers.show_fault(fault)
        first = faults[0].field
        if first in shown:
            shown[first].focus()
        elif first in _SERVER_FIELDS:
            self._servers.focus(first)


def _provider_choices() -> list[tuple[object, str]]:
    known = providers()
    times = Counter(label for _, label in known)
    return [(key, label if times[label] == 1 else f"{label} ({key})") for key, label in known]


def _suggestion_of(settings: EmailSettings) -> Suggestion:
    found = suggest(settings.address)
    provider = settings.oauth_provider or found.oauth_provider
    return Suggestion(settings, found.provider, found.certain, found.app_password, provider)
