"""How a Telegram bot is connected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import Network
from ui.accounts.plan import Plan, Preparation
from ui.accounts.telegram_sign_in import TelegramSignInPage


def telegram_plan() -> Plan:
    """Return the plan, worded in the language in force."""
    return Plan(
        Network.TELEGRAM,
        _tr("Private messages to your bot, and what groups say to it."),
        (
            Preparation(
                "robot",
                _tr("A bot of your company"),
                _tr("Made in Telegram by writing /newbot to BotFather, who gives its token."),
            ),
            Preparation(
                "user",
                _tr("One console a bot"),
                _tr(
                    "Telegram gives each message to one program only. A second Sportello, or a service with a webhook, "
                    "would take messages away."
                ),
            ),
            Preparation(
                "clock",
                _tr("Messages are kept for 24 hours"),
                _tr(
                    "What is written while Sportello is closed for longer than a day never arrives. The customer "
                    "writes first."
                ),
            ),
        ),
        TelegramSignInPage,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
