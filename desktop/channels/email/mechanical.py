"""Whether a person wrote a mail, or a machine: bounces, automatic replies, invitations, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.channels.email.headers import Headers
from desktop.channels.email.structure import Part
from desktop.model import Mechanical

_POSTMASTERS = re.compile(
    r"(?:mailer[-_.]?daemon|postmaster|mail[-_.]?delivery\w*|mailerdaemon|bounces?)", re.IGNORECASE
)
_UNDELIVERED = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|incomplete)|returned mail|mail delivery (?:failed|"
    r"system)|failure notice|non recapitabile|mancato recapito|notifica di mancata consegna|consegna non riuscita|"
    r"no se (?:puede|pudo|ha podido) entregar|no entregado|devoluci[oó]n|no s'ha pogut lliurar|no lliurat|"
    r"unzustellbar|non remis",
    re.IGNORECASE,
)
# What mail programs put before the subject of an absence note, in the desk's languages and its neighbours'.
_ABSENCE = re.compile(
    r"\s*(?:re\s?:\s*|r\s?:\s*)?(?:\[?auto(?:matic|matica|mática|màtica)?[- ]?(?:reply|response|answer)\]?|autoreply|"
    r"automated (?:reply|response)|out[- ]of[- ](?:the[- ])?office|ooo\s?:|on (?:vacation|holiday|annual leave)\b|"
    r"risposta automatica|risponditore automatico|fuori (?:sede|ufficio)|assente dall'ufficio|"
    r"respuesta autom[aá]tica|fuera de (?:la )?oficina|ausente de la oficina|"
    r"resposta autom[aà]tica|fora de l'oficina|absent de l'oficina|"
    r"automatische antwort|abwesenheits(?:notiz|benachrichtigung)|r[ée]ponse automatique|absence du bureau)",
    re.IGNORECASE,
)
_AUTOMATIC_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply")
_NO = frozenset({"", "no", "false", "0"})
_LIST_PRECEDENCES = frozenset({"bulk", "list", "junk"})
_LIST_ID = re.compile(r"<([^<>]+)>")


def mechanical_kind(root: Part, subject: str, author: str, own: frozenset[str]) -> Mechanical | None:
    """Return which kind of machine wrote, None for a person.

    `subject` is decoded, `author` the lower-cased address, `own` our addresses in lower case: a list that only hands
    on what people write to one of them is no list.
    """
    headers = root.headers
    if _is_bounce(root, subject, author):
        return Mechanical.BOUNCE
    if _is_automatic(root, subject):
        return Mechanical.AUTO_REPLY
    if _is_invitation(root):
        return Mechanical.CALENDAR
    if _is_list(headers) and not _hands_on(headers, own):
        return Mechanical.LIST
    return None


def _is_bounce(root: Part, subject: str, author: str) -> bool:
    """Delivery reports (RFC 3464), abuse reports (RFC 5965), and the bounces of servers that know neither."""
    headers = root.headers
    if root.content_type == "multipart/report":
        kind = root.parameters.get("report-type", "").lower()
        if kind in ("delivery-status", "feedback-report"):
            return True
        return not kind and any(part.content_type == "message/delivery-status" for part in root.children)
    if "x-failed-recipients" in headers:
        return True
    is_postmaster = _POSTMASTERS.fullmatch(author.partition("@")[0]) is not None
    if not is_postmaster:
        return False
    return headers.raw("return-path").strip() == "<>" or _UNDELIVERED.search(subject) is not None


def _is_automatic(root: Part, subject: str) -> bool:
    """RFC 3834 section 5, receipts (RFC 8098), and the headers and subjects in use before them."""
    headers = root.headers
    if headers.token("auto-submitted") not in _NO:
        return True
    if headers.token("precedence") in ("auto_reply", "auto-reply"):
        return True
    if any(headers.token(name) not in _NO for name in _AUTOMATIC_HEADERS):
        return True
    if root.content_type == "multipart/report":
        return True
    return _ABSENCE.match(subject) is not None


def _is_invitation(root: Part) -> bool:
    """An invitation or its answer (RFC 6047): a calendar that is the mail, not a file that hangs on it."""
    return any(
        part.content_type == "text/calendar"
        and part.disposition != "attachment"
        and (part is root or alternative or "method" in part.parameters)
        for part, alternative in _leaves(root, alternative=False)
    )


def _leaves(part: Part, *, alternative: bool) -> Iterator[tuple[Part, bool]]:
    if not part.is_multipart:
        yield part, alternative
    for child in part.children:
        yield from _leaves(child, alternative=part.content_type == "multipart/alternative")


def _is_list(headers: Headers) -> bool:
    if "list-id" in headers or "list-unsubscribe" in headers:
        return True
    return headers.token("precedence") in _LIST_PRECEDENCES


def _hands_on(headers: Headers, own: frozenset[str]) -> bool:
    """Return True if the list is one of our own addresses, as a shared mailbox kept as a group is (RFC 2919)."""
    found = _LIST_ID.search(headers.raw("list-id"))
    return found is not None and found[1].strip().lower() in {address.replace("@", ".") for address in own}
