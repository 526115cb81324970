"""How an X account is connected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.accounts.x import callback_address
from desktop.model import Network
from ui.accounts.plan import Plan, Preparation
from ui.accounts.x_sign_in import XSignInPage


def x_plan() -> Plan:
    """Return the plan, worded in the language in force."""
    return Plan(
        Network.X,
        _tr("Mentions, replies, quotes and direct messages of an account."),
        (
            Preparation(
                "app-window",
                _tr("An app of your company on X"),
                _tr(
                    "In X's developer portal, with OAuth 2.0 and “Read and write and Direct message”. X charges its "
                    "owner."
                ),
            ),
            Preparation(
                "arrow-square-out",
                _tr("Its callback address"),
                _tr("Register {address} there, exactly so.").replace("{address}", callback_address()),
                copy=callback_address(),
            ),
            Preparation(
                "key",
                _tr("Its client ID, and its bearer token"),
                _tr("The bearer token lets Sportello hear of posts at once; without it they come some minutes later."),
            ),
            Preparation(
                "info",
                _tr("What X allows"),
                _tr(
                    "Answers only to who named the account. Each post read and sent costs; you can set a monthly "
                    "budget."
                ),
            ),
        ),
        XSignInPage,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
