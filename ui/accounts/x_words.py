"""The words of trying an X account: its steps, each permission by its name, and what to do about a fault."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import CheckStep
from ui.accounts.plan import FaultWords
from ui.accounts.trial_words import Meaning, TrialWords, fault_of, step_words

AT_CLIENT, AT_BROWSER, AT_APP_TOKEN = "client", "browser", "app_token"
"""What the sign-in page can be pointed at."""

_STREAM = ("stream", QT_TRANSLATE_NOOP("Accounts", "Hear of posts at once, by the stream"))
_WRITE = ("write", QT_TRANSLATE_NOOP("Accounts", "Answer, attach files, hide replies"))
_STEPS = (
    ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in as the account")),
    ("read", QT_TRANSLATE_NOOP("Accounts", "Read mentions and replies")),
    ("direct", QT_TRANSLATE_NOOP("Accounts", "Read and send direct messages")),
)
_MEANINGS = {
    "token_refused": Meaning(
        QT_TRANSLATE_NOOP("Accounts", "X no longer accepts this sign-in. Sign in again."), AT_BROWSER
    ),
    "forbidden": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "X does not let the app do this for the account. Check its plan and its permissions in X's developer "
            "portal, then sign in again.",
        ),
        AT_BROWSER,
    ),
    "credits_used_up": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts", "The company's credits on X are used up. Add some in X's developer portal, then test again."
        ),
        AT_BROWSER,
    ),
    "app_token_refused": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "X does not accept the app's own token. Copy the “Bearer Token” again, or leave it empty: posts then come "
            "some minutes later.",
        ),
        AT_APP_TOKEN,
    ),
    "unknown_fields": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts", "X does not know what this Sportello asks for. Look for a newer version, then test again."
        ),
        AT_BROWSER,
    ),
    "not_found": Meaning(QT_TRANSLATE_NOOP("Accounts", "X does not find the account. Sign in again."), AT_BROWSER),
}
_WITHOUT = {
    "sign_in": Meaning(QT_TRANSLATE_NOOP("Accounts", "Without it nothing can be read."), AT_BROWSER),
    "read": Meaning(QT_TRANSLATE_NOOP("Accounts", "Without it no mention arrives."), AT_BROWSER),
    "direct": Meaning(
        QT_TRANSLATE_NOOP("Accounts", "Give the app “Read and write and Direct message” in X's developer portal."),
        AT_BROWSER,
    ),
    "write": Meaning(QT_TRANSLATE_NOOP("Accounts", "The account can only listen."), AT_BROWSER, goes_on=True),
}
_FIXES = {
    AT_CLIENT: QT_TRANSLATE_NOOP("Accounts", "Change the client ID"),
    AT_BROWSER: QT_TRANSLATE_NOOP("Accounts", "Ask again"),
    AT_APP_TOKEN: QT_TRANSLATE_NOOP("Accounts", "Change the app's token"),
}
_WITH_STREAM = TrialWords((*_STEPS, _STREAM, _WRITE), _MEANINGS, _FIXES, AT_BROWSER, AT_BROWSER, _WITHOUT)
_WITHOUT_STREAM = TrialWords((*_STEPS, _WRITE), _MEANINGS, _FIXES, AT_BROWSER, AT_BROWSER, _WITHOUT)


def x_steps(*, streams: bool) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of a trial, with the stream where the app's token was given."""
    return step_words(_WITH_STREAM if streams else _WITHOUT_STREAM)


def x_fault(step: CheckStep) -> FaultWords:
    """Return what a failed step means and where its remedy is."""
    return fault_of(_WITH_STREAM, step, host="X")


def client_sentence() -> str:
    """Return what is wrong with a missing client ID."""
    return QCoreApplication.translate(
        "Accounts", "Paste the client ID of your company's app: X lets nobody sign in without one."
    )
