"""The words of trying a Bluesky app password: its steps, and for each fault what happened and what to do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import CheckStep
from ui.accounts.plan import FaultWords
from ui.accounts.trial_words import Meaning, TrialWords, fault_of, step_words

SERVER, HANDLE, PASSWORD = "server", "handle", "password"
"""What the sign-in page can be pointed at."""

_NO_BLUESKY = Meaning(
    QT_TRANSLATE_NOOP(
        "Accounts", "{host} answers, but not as a Bluesky server. The password was not sent to it. Check the address."
    ),
    SERVER,
)
_WORDS = TrialWords(
    (
        ("server", QT_TRANSLATE_NOOP("Accounts", "Reach {host}")),
        ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in with the app password")),
        ("read", QT_TRANSLATE_NOOP("Accounts", "Read mentions, replies and quotes")),
        ("write", QT_TRANSLATE_NOOP("Accounts", "Answer in public as this account")),
        ("direct", QT_TRANSLATE_NOOP("Accounts", "Read and send private messages")),
    ),
    {
        "not_an_address": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts", "This is no server's address. It looks like bsky.example, always with https."
            ),
            SERVER,
        ),
        "not_a_handle": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "This is no handle. It looks like aurora.bsky.social."), HANDLE
        ),
        "server/not_a_server": _NO_BLUESKY,
        "server/not_an_object": _NO_BLUESKY,
        "server/unreadable_answer": _NO_BLUESKY,
        "server/not_found": _NO_BLUESKY,
        "server/redirected": _NO_BLUESKY,
        "server/http_501": _NO_BLUESKY,
        "token_refused": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "{host} does not accept this app password for {handle}. Check the handle, and copy the password again, "
                "whole; or make a new one.",
            ),
            PASSWORD,
        ),
        "no_token": Meaning(QT_TRANSLATE_NOOP("Accounts", "Paste an app password."), PASSWORD),
        "app_password_needed": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "This is the account's own password, for which Bluesky asks a code by mail. It was not kept. Make an "
                "app password in the settings there and paste that.",
            ),
            PASSWORD,
        ),
        "not_found": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "{host} does not know {handle}. Check how it is spelled."), HANDLE
        ),
        "forbidden": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts", "{host} does not let this app password do that. Make a new one in the settings there."
            ),
            PASSWORD,
        ),
        "sign_in/rate_limited": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "{host} allows no more sign-ins for now: 300 a day, 30 in five minutes. Wait a while, then test again.",
            ),
            SERVER,
        ),
        "chat_not_allowed": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "Not granted: this app password was made without “direct messages”. The account answers in public "
                "only.",
            ),
            PASSWORD,
            goes_on=True,
        ),
    },
    {
        SERVER: QT_TRANSLATE_NOOP("Accounts", "Change the server"),
        HANDLE: QT_TRANSLATE_NOOP("Accounts", "Change the handle"),
        PASSWORD: QT_TRANSLATE_NOOP("Accounts", "Change the password"),
    },
    SERVER,
    PASSWORD,
)
_PASSWORD_FAULTS = {
    "missing": QT_TRANSLATE_NOOP("Accounts", "Paste an app password."),
    "not_app": QT_TRANSLATE_NOOP(
        "Accounts",
        "This is no app password: it looks like xxxx-xxxx-xxxx-xxxx. Never give a program the account's own password.",
    ),
}


def bluesky_steps(host: str) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of a trial."""
    return step_words(_WORDS, host=host)


def bluesky_fault(step: CheckStep, host: str, port: int | None, handle: str) -> FaultWords:
    """Return what a failed step means and where its remedy is. A step of the private side never stands in the way."""
    words = fault_of(_WORDS, step, host=host, port=port, handle=handle)
    if step.step == "direct" and words.is_fatal:
        return FaultWords(words.text, words.fix, words.target, is_fatal=False)
    return words


def handle_sentence() -> str:
    """Return what is wrong with something that is no handle."""
    return _tr(QT_TRANSLATE_NOOP("Accounts", "This is no handle. It looks like aurora.bsky.social."))


def server_sentence() -> str:
    """Return what is wrong with something that is no server's address."""
    return _tr(
        QT_TRANSLATE_NOOP("Accounts", "This is no server's address. It looks like bsky.example, always with https.")
    )


def password_sentence(fault: str) -> str:
    """Return what is wrong with a pasted app password."""
    return _tr(_PASSWORD_FAULTS[fault])


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
