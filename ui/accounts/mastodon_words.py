"""The words of trying a Mastodon token: its steps, and for each fault what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import CheckStep
from ui.accounts.fault_words import other_sentence, transport_sentence
from ui.accounts.plan import FaultWords

SERVER, TOKEN = "server", "token"
"""What the sign-in page can be pointed at."""

_STEPS = (
    ("server", QT_TRANSLATE_NOOP("Accounts", "Reach {host}")),
    ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in with the token")),
    ("read", QT_TRANSLATE_NOOP("Accounts", "Read mentions and direct messages")),
    ("write", QT_TRANSLATE_NOOP("Accounts", "Reply as this account")),
)
_NO_MASTODON = QT_TRANSLATE_NOOP(
    "Accounts", "{host} answers, but not as a Mastodon server. The token was not sent to it. Check the address."
)
_REFUSED = {
    ("sign_in", "token_refused"): QT_TRANSLATE_NOOP(
        "Accounts",
        "{host} does not accept this token. Copy “Your access token” from the application's page again, whole.",
    ),
    ("sign_in", "forbidden"): QT_TRANSLATE_NOOP(
        "Accounts",
        "{host} knows this token, but it may not read. Tick “read” for the application, then make a new token.",
    ),
    ("read", "forbidden"): QT_TRANSLATE_NOOP(
        "Accounts",
        "This token may not read mentions. Tick “read” for the application on {host}, then make a new token.",
    ),
    ("write", "forbidden"): QT_TRANSLATE_NOOP(
        "Accounts",
        "This token may only read, so the account can listen but not answer. To answer, tick “write:statuses” and "
        "“write:media” for the application on {host}, then make a new token.",
    ),
}
_NO_ANSWERS = frozenset({"unreadable_answer", "not_an_instance", "not_an_object", "not_found", "redirected"})
_TOKEN_FAULTS = {
    "missing": QT_TRANSLATE_NOOP("Accounts", "Paste the access token of your application."),
    "spaces": QT_TRANSLATE_NOOP(
        "Accounts", "A token holds no spaces. Copy only what stands beside “Your access token”."
    ),
    "odd": QT_TRANSLATE_NOOP(
        "Accounts", "This is no token: it holds only letters, digits, “-” and “_”. Copy it again."
    ),
    "short": QT_TRANSLATE_NOOP("Accounts", "This is too short for a token. Copy it again, whole."),
}


def token_steps(host: str) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of trying a token."""
    return tuple((name, _tr(words).replace("{host}", host)) for name, words in _STEPS)


def trial_fault(step: CheckStep, host: str, port: int | None) -> FaultWords:
    """Return what a failed step means and where its remedy is."""
    known = _REFUSED.get((step.step, step.reason))
    new_token = _tr(QT_TRANSLATE_NOOP("Accounts", "Change the token"))
    if known is not None:
        return FaultWords(_tr(known).replace("{host}", host), new_token, TOKEN, is_fatal=step.step != "write")
    new_server = _tr(QT_TRANSLATE_NOOP("Accounts", "Change the server"))
    if step.step == "server" and (step.reason in _NO_ANSWERS or step.reason.startswith("http_4")):
        return FaultWords(_tr(_NO_MASTODON).replace("{host}", host), new_server, SERVER)
    sentence = transport_sentence(step.reason, host, port) or other_sentence(step.reason, host)
    return FaultWords(sentence, new_server, SERVER)


def server_sentence() -> str:
    """Return what is wrong with something that is no server's address."""
    return _tr(
        QT_TRANSLATE_NOOP("Accounts", "This is no server's address. It looks like mastodon.example, always with https.")
    )


def token_sentence(fault: str) -> str:
    """Return what is wrong with a pasted token."""
    return _tr(_TOKEN_FAULTS[fault])


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
