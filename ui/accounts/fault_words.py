"""What a failed connection means for a person: the codes that all networks share, as sentences."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import Account, HealthState, Network

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
    "app_secret_refused": QT_TRANSLATE_NOOP(
        "Accounts", "Meta does not accept the app's secret for {host}. Sign in again with the secret from the app."
    ),
    "no_sign_in": QT_TRANSLATE_NOOP("Accounts", "The sign-in of {host} is not in the credential store. Sign in again."),
}
_EXPIRED = QT_TRANSLATE_NOOP(
    "Accounts", "{host} no longer accepts the sign-in. New messages are not arriving. Sign in again."
)
_MISSING_SCOPE = QT_TRANSLATE_NOOP(
    "Accounts", "The sign-in lacks “{scope}”, so not everything arrives. Sign in again and allow it."
)
_APP_PASSWORD = QT_TRANSLATE_NOOP("Accounts", "{host} asks for an app password. Sign in again with one.")
_ILL = {
    "budget_spent": QT_TRANSLATE_NOOP(
        "Accounts", "This month's budget is spent: nothing more is read until the next month. Replies still go out."
    ),
    "credits_used_up": QT_TRANSLATE_NOOP(
        "Accounts", "The company's credits on {host} are used up. New messages are not arriving."
    ),
    "webhook_set": QT_TRANSLATE_NOOP(
        "Accounts", "Another service gets this account's messages by a webhook. End it there, then sync again."
    ),
    "other_consumer": QT_TRANSLATE_NOOP(
        "Accounts", "Another program asks for this account's messages, and only one may. End it, then sync again."
    ),
    "page_restricted": QT_TRANSLATE_NOOP("Accounts", "Meta has restricted the Page for now. See its quality there."),
    "blocked_for_now": QT_TRANSLATE_NOOP("Accounts", "Meta blocks this for now. It is tried again by itself."),
    "too_much_asked": QT_TRANSLATE_NOOP("Accounts", "{host} could not gather the answer. It is tried again by itself."),
    "unusable_settings": QT_TRANSLATE_NOOP(
        "Accounts", "The account's settings can't be used. Sign in again to mend them."
    ),
    "channel_fault": QT_TRANSLATE_NOOP(
        "Accounts", "A fault of this program stopped this account. It is tried again by itself."
    ),
    "store_busy": QT_TRANSLATE_NOOP("Accounts", "Another program holds the store. It is tried again by itself."),
    "unknown_fields": QT_TRANSLATE_NOOP(
        "Accounts", "{host} does not understand this Sportello any more. Look for a newer version."
    ),
    "forbidden": QT_TRANSLATE_NOOP("Accounts", "{host} does not let this account read. Sign in again."),
    "sign_in_server_unreachable": QT_TRANSLATE_NOOP("Accounts", "The sign-in of {host} can't be reached right now."),
    "sign_in_server_busy": QT_TRANSLATE_NOOP("Accounts", "The sign-in of {host} is busy. It is tried again by itself."),
    "ca_file_unreadable": QT_TRANSLATE_NOOP("Accounts", "The certificate file of {host} can't be read. Sign in again."),
    "server_refused": QT_TRANSLATE_NOOP("Accounts", "{host} refused to open the inbox. Ask whoever runs it."),
    "read_only": QT_TRANSLATE_NOOP(
        "Accounts", "{host} lets this account only read the mailbox, so sent replies are not filed there."
    ),
    "closed": QT_TRANSLATE_NOOP("Accounts", "The account was being closed. Sync again."),
}
_PARTS = {
    "direct": QT_TRANSLATE_NOOP("Accounts", "private messages"),
    "feed": QT_TRANSLATE_NOOP("Accounts", "comments"),
    "media": QT_TRANSLATE_NOOP("Accounts", "comments"),
    "live_media": QT_TRANSLATE_NOOP("Accounts", "comments on live broadcasts"),
    "tags": QT_TRANSLATE_NOOP("Accounts", "posts that tag the account"),
    "lookup": QT_TRANSLATE_NOOP("Accounts", "what was changed or deleted"),
}
_PARTLY = QT_TRANSLATE_NOOP("Accounts", "Not everything can be read for now: {parts}.")
_NO_SEARCH = QT_TRANSLATE_NOOP(
    "Accounts", "{host} searches no posts: words are heard only under hashtags that the account follows."
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
    kind, _, named = health.detail.partition(":")
    if kind == "partly":
        return _partly(account, named.split(), host)
    if kind == "missing_scope":
        return _tr(_MISSING_SCOPE).replace("{scope}", named)
    if health.state is HealthState.SIGN_IN:
        if health.detail in ("app_password_needed", "chat_not_allowed"):
            return _tr(_APP_PASSWORD).replace("{host}", host)
        words = _tr(_SIGN_IN.get(health.detail, _EXPIRED))
        return words.replace("{host}", account.handle if health.detail in _SIGN_IN else host)
    if health.state in (HealthState.OFFLINE, HealthState.RATE_LIMITED):
        return _ill(health.detail or "offline", host)
    return ""


def _ill(code: str, host: str) -> str:
    known = _ILL.get(code)
    if known is not None:
        return _tr(known).replace("{host}", host)
    if is_unreadable(code):
        return unreadable_sentence(host)
    return transport_sentence(code, host) or other_sentence(code, host)


def _partly(account: Account, parts: list[str], host: str) -> str:
    """Return what of an account can't be read while the rest can; what a sign-in lacks is named."""
    if parts == ["search"]:
        return _tr(_NO_SEARCH).replace("{host}", host)
    scopes = [part.partition("missing_scope:")[2] for part in parts if "missing_scope:" in part]
    if scopes:
        return _tr(_MISSING_SCOPE).replace("{scope}", "”, “".join(dict.fromkeys(scopes)))
    shown = dict.fromkeys(_part_name(account, part.partition(":")[0]) for part in parts)
    return _tr(_PARTLY).replace("{parts}", ", ".join(shown))


def _part_name(account: Account, part: str) -> str:
    """Return a part as people call it: a feed by its address."""
    feeds = str(account.settings.get("feeds") or "").splitlines()
    number = part.removeprefix("feed_")
    if part.startswith("feed_") and number.isdecimal() and 0 < int(number) <= len(feeds):
        return feeds[int(number) - 1].partition("://")[2]
    return _tr(_PARTS[part]) if part in _PARTS else part.replace("_", " ")


def _server_error(code: str, host: str) -> str | None:
    kind, _, number = code.partition("_")
    if kind != "http" or not number.startswith("5"):
        return None
    words = _tr(QT_TRANSLATE_NOOP("Accounts", "{host} has a fault of its own ({code}). Wait a while, then test again."))
    return words.replace("{host}", host).replace("{code}", number)


def _host_of(account: Account) -> str:
    known = {Network.X: "X", Network.FACEBOOK: "Meta", Network.INSTAGRAM: "Meta", Network.TELEGRAM: "Telegram"}
    server = str(account.settings.get("server") or account.settings.get("imap_host") or "")
    return server.partition("://")[2] or server or known.get(account.network, account.handle)


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
