"""The words of trying a Mastodon account: its steps, and for each fault what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import CheckStep
from ui.accounts.plan import FaultWords
from ui.accounts.trial_words import Meaning, TrialWords, fault_of, step_words

SERVER, TOKEN, BROWSER = "server", "token", "browser"
"""What the sign-in page can be pointed at."""

_NO_MASTODON = QT_TRANSLATE_NOOP(
    "Accounts", "{host} answers, but not as a Mastodon server. The sign-in was not sent to it. Check the address."
)
_ONLY_LISTENS = QT_TRANSLATE_NOOP("Accounts", "The account can listen but not answer.")
_STEPS = (
    ("server", QT_TRANSLATE_NOOP("Accounts", "Reach {host}")),
    ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in")),
    ("read", QT_TRANSLATE_NOOP("Accounts", "Read mentions and direct messages")),
    ("write", QT_TRANSLATE_NOOP("Accounts", "Reply as this account")),
)
_FILES = ("files", QT_TRANSLATE_NOOP("Accounts", "Attach files to replies"))
_WITHOUT = {
    "sign_in": Meaning(QT_TRANSLATE_NOOP("Accounts", "Without it nothing can be read."), BROWSER),
    "read": Meaning(QT_TRANSLATE_NOOP("Accounts", "Without it no message arrives."), BROWSER),
    "write": Meaning(_ONLY_LISTENS, BROWSER, goes_on=True),
    "files": Meaning(QT_TRANSLATE_NOOP("Accounts", "Replies go out without files."), BROWSER, goes_on=True),
}
_FIXES = {
    SERVER: QT_TRANSLATE_NOOP("Accounts", "Change the server"),
    TOKEN: QT_TRANSLATE_NOOP("Accounts", "Change the token"),
    BROWSER: QT_TRANSLATE_NOOP("Accounts", "Ask again"),
}
_NOT_THERE = {
    f"server/{code}": Meaning(_NO_MASTODON, SERVER)
    for code in (
        "unreadable_answer", "not_an_instance", "not_an_object", "not_found", "redirected",
        "http_400", "http_401", "http_403", "http_404", "http_405", "http_410", "http_422",
    )
}  # fmt: skip
_BY_TOKEN = TrialWords(
    _STEPS,
    {
        **_NOT_THERE,
        "sign_in/token_refused": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "{host} does not accept this token. Copy “Your access token” from the application's page again, whole.",
            ),
            TOKEN,
        ),
        "sign_in/forbidden": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "{host} knows this token, but it may not read. Tick “read” for the application, then make a new token.",
            ),
            TOKEN,
        ),
        "read/forbidden": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "This token may not read mentions. Tick “read” for the application on {host}, then make a new token.",
            ),
            TOKEN,
        ),
        "write/forbidden": Meaning(
            QT_TRANSLATE_NOOP(
                "Accounts",
                "This token may only read, so the account can listen but not answer. To answer, tick “write:statuses” "
                "and “write:media” for the application on {host}, then make a new token.",
            ),
            TOKEN,
            goes_on=True,
        ),
        "token_refused": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "{host} no longer accepts this token. Make a new one there."), TOKEN
        ),
    },
    _FIXES,
    SERVER,
    TOKEN,
    _WITHOUT,
)
_BY_BROWSER = TrialWords(
    (*_STEPS, _FILES),
    {
        **_NOT_THERE,
        "token_refused": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "{host} no longer accepts this sign-in. Sign in again."), BROWSER
        ),
        "forbidden": Meaning(
            QT_TRANSLATE_NOOP("Accounts", "{host} does not let this account in. Ask whoever runs it."), BROWSER
        ),
        "write/forbidden": Meaning(_ONLY_LISTENS, BROWSER, goes_on=True),
    },
    _FIXES,
    SERVER,
    BROWSER,
    _WITHOUT,
)
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


def mastodon_steps(host: str, *, by_browser: bool) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of a trial."""
    return step_words(_BY_BROWSER if by_browser else _BY_TOKEN, host=host)


def mastodon_fault(step: CheckStep, host: str, port: int | None, *, by_browser: bool) -> FaultWords:
    """Return what a failed step means and where its remedy is."""
    return fault_of(_BY_BROWSER if by_browser else _BY_TOKEN, step, host=host, port=port)


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
