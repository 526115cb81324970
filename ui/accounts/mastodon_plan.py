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
                "identification-card",
                _tr("The server and who may sign in there"),
                _tr("The server's name, such as mastodon.example, and somebody who can sign in to the account."),
            ),
            Preparation(
                "shield-check",
                _tr("What Sportello asks for in the browser"),
                _tr("{scopes}: to read mentions and messages, to answer and take back, to attach files.").replace(
                    "{scopes}", ", ".join(SCOPES)
                ),
                copy=" ".join(SCOPES),
            ),
            Preparation(
                "key",
                _tr("Instead of the browser: an access token"),
                _tr(
                    "In your server's web page: Preferences, Development, New application, with these permissions. The "
                    "token opens the account: show it to nobody."
                ),
            ),
        ),
        MastodonSignInPage,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
