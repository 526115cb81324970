"""The words of trying a Telegram bot's token: its steps, and for each fault what happened and what to do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import CheckStep
from ui.accounts.plan import FaultWords
from ui.accounts.trial_words import Meaning, TrialWords, fault_of, step_words

TOKEN = "token"  # noqa: S105 - the name of a field
"""What the sign-in page can be pointed at."""

_WORDS = TrialWords(
    (
        ("server", QT_TRANSLATE_NOOP("Accounts", "Reach {host}")),
        ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in as the bot")),
        ("read", QT_TRANSLATE_NOOP("Accounts", "Get the bot's messages, and answer them")),
    ),
    {
        "not_an_address": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "This is no address of a Bot API server, always with https."), TOKEN
        ),
        "token_refused": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "Telegram does not know this token. Copy it again from BotFather's message, whole; /token there shows "
                "it again.",
            ),
            TOKEN,
        ),
        "webhook_set": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "Another service gets this bot's messages by a webhook. Nothing was changed there. End it in that "
                "service, or make a bot of its own for Sportello, then test again.",
            ),
            TOKEN,
        ),
        "other_consumer": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "Another program asks for this bot's messages, perhaps a second Sportello. Only one may. End it, then "
                "test again.",
            ),
            TOKEN,
        ),
        "forbidden": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "Telegram does not let this bot do that. Ask BotFather how it stands."), TOKEN
        ),
    },
    {TOKEN: QT_TRANSLATE_NOOP("Accounts", "Change the token")},
    TOKEN,
    TOKEN,
)
_TOKEN_FAULTS = {
    "missing": QT_TRANSLATE_NOOP("Accounts", "Paste the bot's token, or the whole message that brought it."),
    "not_a_token": QT_TRANSLATE_NOOP(
        "Accounts", "This is no bot's token: it is a number, a colon and 35 signs. Copy BotFather's message again."
    ),
}


def telegram_steps(host: str) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of a trial."""
    return step_words(_WORDS, host=host)


def telegram_fault(step: CheckStep, host: str, port: int | None) -> FaultWords:
    """Return what a failed step means and where its remedy is."""
    return fault_of(_WORDS, step, host=host, port=port)


def token_sentence(fault: str) -> str:
    """Return what is wrong with a pasted token."""
    return QCoreApplication.translate("Accounts", str(_TOKEN_FAULTS[fault]))
