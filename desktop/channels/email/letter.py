"""How a reply becomes a mail: its headers, its text and its attachments (RFC 5322, RFC 2045).

Everything that comes from outside (subject, recipient, ids) is checked here: what could start a new header or a
new SMTP command is refused, never repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from desktop.channels.email.copymark import HEADER as COPY_HEADER
from desktop.model import Outgoing, OutgoingAttachment, Purpose, Refused

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{3,250}")
_CONTENT_TYPE = re.compile(r"([A-Za-z0-9!#$&^_.+-]+)/([A-Za-z0-9!#$&^_.+-]+)")
_BY_PROGRAM = {Purpose.AUTOMATIC: "auto-replied", Purpose.SURVEY: "auto-generated"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Re, and what Italian, Spanish, German, Nordic and French programs write in its place; "Re[2]:" too
_REPLY_PREFIXES = re.compile(
    r"^(?:\s*(?:re|r|rif|ris|rsp|resp|aw|antw|sv|vs|ré)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE
)
_NEVER_REFOLDED = frozenset({"message-id", "in-reply-to", "references", COPY_HEADER.lower()})
_FIRST_REFERENCES = 1
_LAST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail: the envelope's two addresses and the message's bytes with CRLF line ends."""

    sender: str
    recipient: str
    raw: bytes


class _MailPolicy(EmailPolicy):
    """Seven-bit mail whose ids stay whole: one id on each line, where the standard folding would encode long ones."""

    def fold(self, name: str, value: Any) -> str:
        return _ids_folded(name, value, self.linesep) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        folded = _ids_folded(name, value, self.linesep)
        return folded.encode("ascii") if folded else super().fold_binary(name, value)


def _ids_folded(name: str, value: object, linesep: str) -> str:
    if name.lower() not in _NEVER_REFOLDED:
        return ""
    return f"{name}: {f'{linesep} '.join(str(value).split())}{linesep}"


_POLICY = _MailPolicy(linesep="\r\n", cte_type="7bit", utf8=False)


def write_letter(outgoing: Outgoing, *, address: str, name: str, mark: str, at: datetime, agent: str) -> Letter:
    """Return the mail that carries a reply.

    `address` and `name` are the account's, `mark` the copy mark's value, `at` the Date, `agent` the name of this
    program. Raises Refused with bad_sender, bad_recipient, bad_subject, bad_key or bad_attachment.
    """
    sender, recipient = envelope_address(address, "bad_sender"), envelope_address(outgoing.recipient, "bad_recipient")
    key = outgoing.key.strip().strip("<>")
    if "@" not in key or not _MESSAGE_ID.fullmatch(key):
        raise Refused("bad_key")
    message = EmailMessage(_POLICY)
    message["From"] = Address(_one_line(name), addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Date"] = at
    message["Message-ID"] = f"<{key}>"
    _thread(message, outgoing)
    message["Subject"] = subject_line(outgoing)
    if outgoing.purpose in _BY_PROGRAM:  # RFC 3834: no program answers it
        message["Auto-Submitted"] = _BY_PROGRAM[outgoing.purpose]
    message["User-Agent"] = agent
    message[COPY_HEADER] = mark
    message.set_content(_plain_text(outgoing.text), subtype="plain", charset="utf-8")
    if _LANGUAGE.fullmatch(outgoing.language):
        message["Content-Language"] = outgoing.language
    for attachment in outgoing.attachments:
        _attach(message, attachment)
    return Letter(sender, recipient, _crlf(message.as_bytes()))


def envelope_address(address: str, reason: str) -> str:
    """Return an address as SMTP takes it, its domain in ASCII (IDNA). Raises Refused(reason) if that can't be."""
    local, at, domain = address.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        raise Refused(reason) from None
    if not at or _CONTROL.search(address) or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        raise Refused(reason)
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise Refused(reason)
    return f"{local}@{ascii_domain}"


def subject_line(outgoing: Outgoing) -> str:
    """Return the subject: with exactly one "Re: " in front of an answer. Raises Refused("bad_subject")."""
    subject = outgoing.subject.strip()
    if _CONTROL.search(subject):
        raise Refused("bad_subject")
    if not (outgoing.in_reply_to or outgoing.references):
        return subject
    return f"Re: {_REPLY_PREFIXES.sub('', subject)}".strip()


def _thread(message: EmailMessage, outgoing: Outgoing) -> None:
    """Name the mail that is answered and its ancestors; ids that are no ids are left out (RFC 5322 section 3.6.4)."""
    parent = _id_of(outgoing.in_reply_to or "")
    ancestors = [found for text in outgoing.references if (found := _id_of(text))]
    if parent and parent not in ancestors:
        ancestors.append(parent)
    if len(ancestors) > _FIRST_REFERENCES + _LAST_REFERENCES:
        ancestors = [*ancestors[:_FIRST_REFERENCES], *ancestors[-_LAST_REFERENCES:]]
    if parent:
        message["In-Reply-To"] = parent
    if ancestors:
        message["References"] = " ".join(dict.fromkeys(ancestors))


def _id_of(text: str) -> str:
    bare = text.strip().strip("<>")
    return f"<{bare}>" if _MESSAGE_ID.fullmatch(bare) else ""


def _attach(message: EmailMessage, attachment: OutgoingAttachment) -> None:
    kind = _CONTENT_TYPE.fullmatch(attachment.content_type.strip())
    main, sub = (kind.group(1).lower(), kind.group(2).lower()) if kind else ("application", "octet-stream")
    if main in ("multipart", "message"):
        main, sub = "application", "octet-stream"  # a mail inside a mail would be read as a part of ours
    name = _one_line(attachment.name).replace("/", "_").replace("\\", "_") or "attachment"
    try:
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name)
    except (MessageError, ValueError, TypeError) as error:
        raise Refused("bad_attachment") from error


def _plain_text(text: str) -> str:
    lines = (_CONTROL.sub("", line.replace("\t", "    ")) for line in text.splitlines())
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _crlf(raw: bytes) -> bytes:
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"
