"""What a failed connection means for a person: the codes that all networks share, as sentences."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import Account, HealthState

_TRANSPORT = {
    "host_not_found": QT_TRANSLATE_NOOP(
        "Accounts", "{host} was not found. Check how it is spelled, and your connection to the internet."
    ),
    "timed_out": QT_TRANSLATE_NOOP(
        "Accounts",
        "{place} did not answer in time. Check name and port; a firewall of your company may be in the way.",
    ),
    "connection_refused": QT_TRANSLATE_NOOP(
        "Accounts", "{host} can be reached, but nothing answers there on port {port}. Check the port."
    ),
    "unreachable": QT_TRANSLATE_NOOP(
        "Accounts", "This computer has no way to {host} right now. Check your network, then test again."
    ),
    "certificate_expired": QT_TRANSLATE_NOOP(
        "Accounts",
        "The certificate of {host} has expired. Nothing secret was sent to it. Ask whoever runs it for a new one.",
    ),
    "name_mismatch": QT_TRANSLATE_NOOP(
        "Accounts",
        "The certificate of {host} is for another name. Nothing secret was sent to it. Check the server's name.",
    ),
    "certificate_untrusted": QT_TRANSLATE_NOOP(
        "Accounts",
        "No authority that this computer trusts vouches for the certificate of {host}. Nothing secret was sent to it.",
    ),
    "no_tls": QT_TRANSLATE_NOOP(
        "Accounts",
        "{place} offers no encryption in this way. Nothing secret was sent to it. Check port and encryption.",
    ),
    "connection_lost": QT_TRANSLATE_NOOP(
        "Accounts", "{host} ended the connection. Test again; if it happens again, check port and encryption."
    ),
    "rate_limited": QT_TRANSLATE_NOOP("Accounts", "{host} asks for a pause. Wait some minutes, then test again."),
    "server_busy": QT_TRANSLATE_NOOP(
        "Accounts", "{host} is too busy for a sign-in right now. Wait a minute, then test again."
    ),
    "blocked_on_the_way": QT_TRANSLATE_NOOP(
        "Accounts", "Something between this computer and {host} blocked the request. Ask whoever runs your network."
    ),
    "vault_unavailable": QT_TRANSLATE_NOOP(
        "Accounts", "The system's credential store is locked or gone. Unlock it, then sync again."
    ),
}
_UNREADABLE = frozenset(
    {"unreadable_answer", "not_an_object", "not_a_list", "not_a_server", "not_an_instance", "redirected"}
    | {f"no_{part}" for part in ("id", "time", "author", "session", "conversation", "path", "text", "client")}
)
_SIGN_IN = {
    "no_password": QT_TRANSLATE_NOOP(
        "Accounts", "The password of {host} is not in the credential store. Sign in again."
    ),
    "no_token": QT_TRANSLATE_NOOP("Accounts", "The token of {host} is not in the credential store. Sign in again."),
}
_EXPIRED = QT_TRANSLATE_NOOP(
    "Accounts", "{host} no longer accepts the sign-in. New messages are not arriving. Sign in again."
)


def transport_sentence(code: str, host: str, port: int | None = None) -> str | None:
    """Return what a code of the way to a server means, None for a code of something else."""
    known = _TRANSPORT.get(code)
    if known is None:
        return _server_error(code, host)
    place = f"{host}:{port}" if port else host
    words = _tr(known).replace("{host}", host).replace("{place}", place)
    return words.replace("{port}", str(port or ""))


def is_unreadable(code: str) -> bool:
    """Tell whether a code says that an answer was not what it should be."""
    return code in _UNREADABLE


def unreadable_sentence(host: str) -> str:
    """Return what it means that a server answers with something else than its network would."""
    words = _tr(
        QT_TRANSLATE_NOOP(
            "Accounts", "{host} answered with something that Sportello can't read. Check the address, then test again."
        )
    )
    return words.replace("{host}", host)


def other_sentence(code: str, host: str) -> str:
    """Return a sentence for a code that has none of its own; the code is shown, so that somebody can look it up."""
    words = _tr(
        QT_TRANSLATE_NOOP("Accounts", "{host} said no: “{code}”. Nothing was kept. Test again, or ask whoever runs it.")
    )
    return words.replace("{host}", host).replace("{code}", code)


def health_sentence(account: Account) -> str:
    """Return how a connected account does that does not do well, "" for one that does."""
    health, host = account.health, _host_of(account)
    if health.state is HealthState.SIGN_IN:
        words = _tr(_SIGN_IN.get(health.detail, _EXPIRED))
        return words.replace("{host}", account.handle if health.detail in _SIGN_IN else host)
    if health.state in (HealthState.OFFLINE, HealthState.RATE_LIMITED):
        return transport_sentence(health.detail, host) or other_sentence(health.detail or "offline", host)
    return ""


def _server_error(code: str, host: str) -> str | None:
    kind, _, number = code.partition("_")
    if kind != "http" or not number.startswith("5"):
        return None
    words = _tr(QT_TRANSLATE_NOOP("Accounts", "{host} has a fault of its own ({code}). Wait a while, then test again."))
    return words.replace("{host}", host).replace("{code}", number)


def _host_of(account: Account) -> str:
    server = str(account.settings.get("server") or account.settings.get("imap_host") or account.handle)
    return server.partition("://")[2] or server


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
