"""The words of trying a Facebook Page or an Instagram account: each permission by its name, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.accounts.meta import FoundPage
from desktop.model import CheckStep, Network
from ui.accounts.plan import FaultWords
from ui.accounts.trial_words import Meaning, TrialWords, fault_of, step_words

APP, TOKEN, BROWSER, PAGES = "app", "token", "browser", "pages"
"""What the sign-in's steps can be pointed at."""

_MODERATE = "MODERATE"
_STEPS = {
    Network.FACEBOOK: (
        ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Open the Page")),
        ("read", QT_TRANSLATE_NOOP("Accounts", "Read comments and mentions")),
        ("direct", QT_TRANSLATE_NOOP("Accounts", "Read and send direct messages")),
        ("write", QT_TRANSLATE_NOOP("Accounts", "Reply in public as the Page, hide comments")),
    ),
    Network.INSTAGRAM: (
        ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Open the Page's Instagram account")),
        ("read", QT_TRANSLATE_NOOP("Accounts", "Read comments")),
        ("direct", QT_TRANSLATE_NOOP("Accounts", "Read and send direct messages")),
        ("write", QT_TRANSLATE_NOOP("Accounts", "Reply in public, hide comments")),
    ),
}
_MEANINGS = {
    "token_refused": Meaning(
        QT_TRANSLATE_NOOP("Accounts", "Meta no longer accepts this sign-in. Sign in again, or paste a new token."),
        BROWSER,
    ),
    "app_secret_refused": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "Meta does not accept the app's secret. Copy it again from the basic settings of the app that this sign-in "
            "was made with.",
        ),
        APP,
    ),
    "no_token": Meaning(QT_TRANSLATE_NOOP("Accounts", "Paste the Page's token."), TOKEN),
    "not_a_page_token": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "This token is a person's, not a Page's. In Meta's Graph API Explorer choose the Page under “User or "
            "Page”, then copy the token that appears.",
        ),
        TOKEN,
    ),
    "no_instagram_account": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "No Instagram account is linked to this Page. Link a professional account in the Page's settings, then "
            "sign in again.",
        ),
        PAGES,
    ),
    "missing_task": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "Your role on the Page does not let you answer: it lacks “{named}”. The account can only listen. Ask the "
            "Page's owner for it, then sign in again.",
        ),
        BROWSER,
        goes_on=True,
    ),
    "forbidden": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts",
            "Meta does not let the app do this. Check its permissions and its review in Meta's app dashboard.",
        ),
        BROWSER,
    ),
    "page_restricted": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts", "Meta has restricted the Page for now. See the Page's quality there, then test again later."
        ),
        PAGES,
    ),
    "blocked_for_now": Meaning(
        QT_TRANSLATE_NOOP(
            "Accounts", "Meta blocks this for now, as something was done too often. Test again in an hour."
        ),
        PAGES,
    ),
    "too_much_asked": Meaning(
        QT_TRANSLATE_NOOP("Accounts", "Meta could not gather the answer in time. Test again."), PAGES
    ),
    "not_found": Meaning(
        QT_TRANSLATE_NOOP("Accounts", "Meta does not find the Page, or not for this sign-in. Choose it again."), PAGES
    ),
}
_STAYS_VISIBLE = QT_TRANSLATE_NOOP(
    "Accounts", "The account can only listen, and spam stays visible until it is hidden on Meta's own pages."
)
_WITHOUT = {
    "sign_in": Meaning(QT_TRANSLATE_NOOP("Accounts", "Without it the Page can't be opened."), BROWSER),
    "read": Meaning(QT_TRANSLATE_NOOP("Accounts", "Without it no comment arrives."), BROWSER),
    "direct": Meaning(QT_TRANSLATE_NOOP("Accounts", "Private messages don't arrive."), BROWSER, goes_on=True),
    "write": Meaning(_STAYS_VISIBLE, BROWSER, goes_on=True),
}
_FIXES = {
    APP: QT_TRANSLATE_NOOP("Accounts", "Change the app"),
    TOKEN: QT_TRANSLATE_NOOP("Accounts", "Change the token"),
    BROWSER: QT_TRANSLATE_NOOP("Accounts", "Ask again"),
    PAGES: QT_TRANSLATE_NOOP("Accounts", "Choose the Page again"),
}
_WORDS = {network: TrialWords(steps, _MEANINGS, _FIXES, PAGES, BROWSER, _WITHOUT) for network, steps in _STEPS.items()}
_MISSING = {
    "app_id": QT_TRANSLATE_NOOP("Accounts", "Paste the ID of your company's app: digits only."),
    "app_secret": QT_TRANSLATE_NOOP("Accounts", "Paste the app's secret, from its basic settings."),
    "page_token": QT_TRANSLATE_NOOP("Accounts", "Paste the Page's token."),
}


def meta_steps(network: Network) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of a trial."""
    return step_words(_WORDS[network])


def meta_fault(step: CheckStep, network: Network, *, by_token: bool) -> FaultWords:
    """Return what a failed step means and where its remedy is. A pasted token is changed, not asked for again."""
    words = fault_of(_WORDS[network], step, host="Meta")
    if by_token and words.target in (BROWSER, PAGES):
        return FaultWords(words.text, _tr(_FIXES[TOKEN]), TOKEN, is_fatal=words.is_fatal)
    return words


def missing_sentence(name: str) -> str:
    """Return what is wrong with an empty field: "app_id", "app_secret", "page_token"."""
    return _tr(_MISSING[name])


def page_note(page: FoundPage, network: Network) -> str:
    """Return what an agent should know of a Page that the sign-in found."""
    if network is Network.INSTAGRAM:
        if not page.ig_user:
            return _tr(QT_TRANSLATE_NOOP("Accounts", "No Instagram account is linked to this Page."))
        return f"@{page.ig_name}" if page.ig_name else ""
    if page.tasks and _MODERATE not in page.tasks:
        words = QT_TRANSLATE_NOOP(
            "Accounts", "Your role there may not answer. Ask the Page's owner for Moderate; until then it only listens."
        )
        return _tr(words)
    return f"@{page.username}" if page.username else ""


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
