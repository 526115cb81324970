"""How a mailbox is connected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import Network
from ui.accounts.email_sign_in import EmailSignInPage
from ui.accounts.plan import Plan, Preparation


def email_plan() -> Plan:
    """Return the plan, worded in the language in force."""
    return Plan(
        Network.EMAIL,
        _tr("A mailbox of your company, at any provider."),
        (
            Preparation(
                "at",
                _tr("The address and its password"),
                _tr("Gmail and Microsoft 365 can also be signed in to with the browser."),
            ),
            Preparation(
                "key",
                _tr("For Gmail, iCloud and Yahoo: an app password"),
                _tr("Made in the security settings of the account; the ordinary password is refused."),
            ),
            Preparation(
                "identification-card",
                _tr("For a sign-in in the browser: a client ID"),
                _tr("Your administrator registers Sportello once as a desktop program with the provider."),
            ),
            Preparation(
                "eye",
                _tr("What Sportello does in the mailbox"),
                _tr("It reads the inbox and Sent, marks nothing as read, and files the replies it sends under Sent."),
            ),
        ),
        EmailSignInPage,
        asks_first_days=True,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
