"""How a Mastodon account is connected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.accounts.mastodon import SCOPES
from desktop.model import Network
from ui.accounts.mastodon_sign_in import MastodonSignInPage
from ui.accounts.plan import Plan, Preparation


def mastodon_plan() -> Plan:
    """Return the plan, worded in the language in force."""
    return Plan(
        Network.MASTODON,
        _tr("Mentions and direct messages of an account on any server."),
        (
            Preparation(
                "app-window",
                _tr("An application on your server"),
                _tr("In the web page of your server: Preferences, Development, New application. Call it Sportello."),
            ),
            Preparation(
                "shield-check",
                _tr("These permissions, no others"),
                _tr("{scopes}: to read mentions and messages, to answer and take back, to attach files.").replace(
                    "{scopes}", ", ".join(SCOPES)
                ),
                copy=" ".join(SCOPES),
            ),
            Preparation(
                "key",
                _tr("Its access token"),
                _tr(
                    "Save the application, open it again and copy “Your access token”. It opens the account: show it "
                    "to nobody."
                ),
            ),
        ),
        MastodonSignInPage,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
