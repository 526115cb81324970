"""What a failed connection means: one code for each thing a person or the schedule would do differently."""

from __future__ import annotations

import errno
import re
import socket
import ssl

from desktop.model import ChannelError, SignInExpired, TemporaryFailure

_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_NAME_MISMATCHES = frozenset({62, 64})  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_NOT_TLS = ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH")

_BY_KIND: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((socket.gaierror, UnicodeError), "host_not_found"),
    (TimeoutError, "timed_out"),
    (ConnectionRefusedError, "connection_refused"),
)

# RFC 5530 response codes, RFC 3501's ALERT aside: it says nothing of the cause
_BUSY_CODES = ("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "THROTTLED", "OVERQUOTA")
_SIGN_IN_CODES = ("AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN")
_BUSY_WORDS = re.compile(
    r"too many|maximum number of connections|try again|temporar|unavailable|rate.?limit|exceeded|timed? ?out|"
    r"busy|overload|throttl|internal error|lookup failed",
    re.IGNORECASE,
)
_APP_PASSWORD_WORDS = re.compile(r"application-specific|app(lication)?[ -]password|InvalidSecondFactor", re.IGNORECASE)
_BROWSER_WORDS = re.compile(r"web ?login|WEBALERT|via your web browser|BrowserSignIn", re.IGNORECASE)


def network_fault(error: BaseException) -> str:
    """Return the code of a connection that could not be made or was lost.

    One of host_not_found, timed_out, connection_refused, unreachable, certificate_expired, name_mismatch,
    certificate_untrusted, no_tls, connection_lost.
    """
    for cause in _chain(error):
        code = _fault_of(cause)
        if code:
            return code
    return "connection_lost"


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def _fault_of(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_fault(error)
    if isinstance(error, ssl.SSLError):
        return "no_tls" if any(word in str(error).upper() for word in _NOT_TLS) else "connection_lost"
    for kinds, code in _BY_KIND:
        if isinstance(error, kinds):
            return code
    return _fault_of_number(error) if isinstance(error, OSError) else ""


def _fault_of_number(error: OSError) -> str:
    if error.errno in _UNREACHABLE:
        return "unreachable"
    # asyncio joins the failures of several addresses into one text without a number
    return "connection_refused" if f"[Errno {errno.ECONNREFUSED}]" in str(error) else ""


def _certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in _NAME_MISMATCHES:
        return "name_mismatch"
    return "certificate_expired" if error.verify_code == _EXPIRED else "certificate_untrusted"


def sign_in_fault(words: str) -> ChannelError:
    """Return what a server's refusal to let us in means: SignInExpired, or TemporaryFailure if it is only busy."""
    upper = words.upper()
    if _APP_PASSWORD_WORDS.search(words):
        return SignInExpired("app_password_needed")
    if _BROWSER_WORDS.search(words):
        return SignInExpired("browser_sign_in_needed")
    if any(f"[{code}" in upper for code in _SIGN_IN_CODES):
        return SignInExpired("refused_password")
    if is_busy(words):
        return TemporaryFailure("server_busy")
    return SignInExpired("refused_password")


def is_busy(words: str) -> bool:
    """Tell whether a server's NO or BYE means "later" rather than "never"."""
    upper = words.upper()
    return any(f"[{code}" in upper for code in _BUSY_CODES) or _BUSY_WORDS.search(words) is not None
