"""The networks that can be connected, each with its plan, in the order in which they are offered."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.accounts.mastodon import SCOPES
from desktop.model import Network
from ui.accounts.email_sign_in import EmailSignInPage
from ui.accounts.mastodon_sign_in import MastodonSignInPage
from ui.accounts.plan import Plan, Preparation


def all_plans() -> tuple[Plan, ...]:
    """Return the plans, worded in the language in force."""
    return (_email(), _mastodon())


def plan_of(network: Network) -> Plan | None:
    """Return a network's plan, None while it can't be connected."""
    return next((plan for plan in all_plans() if plan.network is network), None)


def _email() -> Plan:
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


def _mastodon() -> Plan:
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
