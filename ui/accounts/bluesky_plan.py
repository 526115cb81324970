"""How a Bluesky account is connected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import Network
from ui.accounts.bluesky_sign_in import BlueskySignInPage
from ui.accounts.plan import Plan, Preparation


def bluesky_plan() -> Plan:
    """Return the plan, worded in the language in force."""
    return Plan(
        Network.BLUESKY,
        _tr("Mentions, replies, quotes and private messages of an account."),
        (
            Preparation(
                "at",
                _tr("The account's handle"),
                _tr("Such as aurora.bsky.social, or your company's own domain."),
            ),
            Preparation(
                "key",
                _tr("An app password"),
                _tr(
                    "On Bluesky: Settings, Privacy and security, App passwords. Call it Sportello, and tick “Allow "
                    "access to your direct messages”."
                ),
            ),
            Preparation(
                "shield-check",
                _tr("Never the account's own password"),
                _tr("An app password can be taken back alone, and can't change the account."),
            ),
        ),
        BlueskySignInPage,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
