"""The words of a sign-in in the browser: why it did not happen, what is safe, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_DECLINED = {
    "access_denied": QT_TRANSLATE_NOOP("Accounts", "The sign-in was declined in the browser. Nothing was kept."),
    "timed_out": QT_TRANSLATE_NOOP("Accounts", "Nobody answered in the browser for 10 minutes. Start again."),
    "invalid_client": QT_TRANSLATE_NOOP(
        "Accounts", "The provider does not know this client ID, or wants its secret too. Check both."
    ),
    "unauthorized_client": QT_TRANSLATE_NOOP(
        "Accounts", "This client ID may not sign in from a program. Register it for desktop programs."
    ),
    "invalid_grant": QT_TRANSLATE_NOOP(
        "Accounts", "The code from the browser was not accepted, perhaps it was used before. Start again."
    ),
    "sign_in_expired": QT_TRANSLATE_NOOP(
        "Accounts", "The code from the browser was not accepted, perhaps it was used before. Start again."
    ),
    "invalid_request": QT_TRANSLATE_NOOP(
        "Accounts",
        "The provider found the question wrong: often the address of this program is not registered there as it "
        "stands under Prepare. Check it, then start again.",
    ),
    "invalid_scope": QT_TRANSLATE_NOOP(
        "Accounts",
        "The provider does not give the permissions asked for. Allow them for the app there, then start again.",
    ),
    "no_token": QT_TRANSLATE_NOOP("Accounts", "The provider gave no sign-in. Nothing was kept. Start again."),
    "no_refresh_token": QT_TRANSLATE_NOOP(
        "Accounts", "The provider gave no lasting sign-in. Allow offline access for this client ID."
    ),
    "sign_in_server_unreachable": QT_TRANSLATE_NOOP(
        "Accounts", "The provider's sign-in could not be reached. Check your network and start again."
    ),
    "sign_in_server_busy": QT_TRANSLATE_NOOP(
        "Accounts", "The provider's sign-in is busy. Wait a minute and start again."
    ),
    "server_error": QT_TRANSLATE_NOOP("Accounts", "The provider's sign-in is busy. Wait a minute and start again."),
    "temporarily_unavailable": QT_TRANSLATE_NOOP(
        "Accounts", "The provider's sign-in is busy. Wait a minute and start again."
    ),
    "rate_limited": QT_TRANSLATE_NOOP("Accounts", "The provider asks for a pause. Wait some minutes and start again."),
    "redirect_port_taken": QT_TRANSLATE_NOOP(
        "Accounts",
        "Another program listens where the browser's answer would come to, perhaps a second Sportello that signs in. "
        "End that sign-in, then start again.",
    ),
    "not_a_mastodon": QT_TRANSLATE_NOOP(
        "Accounts", "This server does not let a program register as Mastodon does. Check its address, or use a token."
    ),
    "token_refused": QT_TRANSLATE_NOOP(
        "Accounts", "The sign-in ended before it could be used. Nothing was kept. Start again."
    ),
    "host_not_found": QT_TRANSLATE_NOOP(
        "Accounts", "The server was not found. Check how it is spelled, and your connection to the internet."
    ),
    "unknown_oauth_provider": QT_TRANSLATE_NOOP(
        "Accounts", "This provider has no sign-in in the browser that Sportello knows. Use a password."
    ),
    "vault_unavailable": QT_TRANSLATE_NOOP(
        "Accounts", "The system's credential store is locked or gone. Nothing was kept. Unlock it, then start again."
    ),
    "unexpected": QT_TRANSLATE_NOOP(
        "Accounts", "The sign-in ended by a fault of this program. Nothing was kept. Start again."
    ),
}
_UNREACHABLE = frozenset({"connection_refused", "connection_lost", "no_tls", "certificate_untrusted", "unreachable"})


def declined_sentence(reason: str) -> str:
    """Return why the sign-in in the browser did not happen."""
    kind, _, scope = reason.partition(":")
    if kind == "missing_scope":
        words = QT_TRANSLATE_NOOP(
            "Accounts", "The sign-in lacks “{scope}”. Nothing was kept. Start again and allow it in the browser."
        )
        return _tr(words).replace("{scope}", scope)
    if reason in _UNREACHABLE:
        return _tr(_DECLINED["sign_in_server_unreachable"])
    if reason.startswith("http_5"):
        return _tr(_DECLINED["sign_in_server_busy"])
    if reason in _DECLINED:
        return _tr(_DECLINED[reason])
    words = QT_TRANSLATE_NOOP("Accounts", "The provider said no: “{code}”. Nothing was kept. Start again.")
    return _tr(words).replace("{code}", reason)


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
