"""The words of notices: one, a burst of them, and a line of the bell. A direct message's text stays hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.inbox import without_personal_data
from desktop.model import ClockKind, Network
from ui.inbox import network_name
from ui.inbox.clock_words import clock_name, when_text
from ui.shell.notices import ALARMING, Happening, Notice, NoticeContext, NoticeKind, counted
from ui.text.times import short_moment

translate = QCoreApplication.translate
_LONGEST = 140
_MARK = re.compile(r"\{(\w+)\}")


def present_notice(happening: Happening, context: NoticeContext) -> Notice:
    """Return what the system shows of one happening."""
    title, text = _words(happening, shows_text=context.shows_direct_text or not happening.is_direct)
    return Notice(
        title,
        text,
        (happening.key,),
        happening.kind,
        happening.case_id,
        happening.account_id,
        happening.kind in ALARMING,
    )


def present_summary(happenings: Sequence[Happening]) -> Notice:
    """Return one notice for several happenings."""
    title = translate("Notices", "{count} new notifications").replace("{count}", str(len(happenings)))
    text = ", ".join(_count_words(kind, count) for kind, count in counted(happenings))
    alarming = any(one.kind in ALARMING for one in happenings)
    return Notice(title, text, tuple(one.key for one in happenings), alarming=alarming)


def bell_line(happening: Happening, now: datetime, tz: tzinfo) -> str:
    """Return a line of the bell's menu: "10:38  New direct message from Marta S. on X"."""
    words = ". ".join(part for part in _words(happening, shows_text=False) if part)
    return f"{short_moment(happening.at, now, tz)}   {words}"


def short_name(name: str) -> str:
    """Return a name as it may stand on a locked screen: "Marta S."; a handle or a single name stays."""
    words = name.split()
    if len(words) < 2 or name.startswith("@"):
        return name.strip()
    return f"{words[0]} {words[-1][:1].upper()}."


def _words(happening: Happening, *, shows_text: bool) -> tuple[str, str]:
    sentences: dict[NoticeKind, Callable[[], tuple[str, str]]] = {
        NoticeKind.MESSAGE: lambda: _message(happening, shows_text=shows_text),
        NoticeKind.ASSIGNED: lambda: _assigned(happening),
        NoticeKind.MENTION: lambda: (
            _said(translate("Notices", "{actor} mentioned you"), happening),
            _said(translate("Notices", "In the conversation with {who}"), happening),
        ),
        NoticeKind.AT_RISK: lambda: (
            translate("Notices", "{minutes} min left").replace("{minutes}", happening.detail or "15"),
            _said(translate("Notices", "{who} waits for an answer"), happening),
        ),
        NoticeKind.BREACHED: lambda: (
            translate("Notices", "Answer overdue"),
            _said(translate("Notices", "{who} still waits"), happening),
        ),
        NoticeKind.NOT_SENT: lambda: (
            _said(translate("Notices", "Not sent to {who}"), happening),
            translate("Notices", "Your text is safe in the outbox"),
        ),
        NoticeKind.SIGN_IN: lambda: sign_in_words(happening.network),
        NoticeKind.CRISIS: lambda: (translate("Notices", "Unusually many messages"), happening.detail),
        NoticeKind.ESCALATED: lambda: (
            _said(translate("Notices", "Escalated: {who}"), happening),
            _escalation(happening.detail),
        ),
        NoticeKind.REMINDER: lambda: (_said(translate("Notices", "Follow-up: {who}"), happening), happening.detail),
        NoticeKind.VIP: lambda: _vip(happening, shows_text=shows_text),
    }
    return sentences[happening.kind]()


def sign_in_words(network: Network | None) -> tuple[str, str]:
    """Return that a sign-in expired, and what does not arrive therefore."""
    name = network_name(network) if network is not None else translate("Notices", "A channel’s")
    title = translate("Notices", "{network} sign-in expired").replace("{network}", name)
    return title, not_arriving(network)


def not_arriving(network: Network | None) -> str:
    """Return what does not arrive from a network that can't be reached."""
    if network is Network.EMAIL:
        return translate("Notices", "New e-mails are not arriving")
    if network in {Network.FACEBOOK, Network.INSTAGRAM}:
        return translate("Notices", "New comments are not arriving")
    return translate("Notices", "New messages are not arriving")


def _message(happening: Happening, *, shows_text: bool) -> tuple[str, str]:
    text = _quoted(happening)
    if happening.network is Network.EMAIL:
        title = _said(translate("Notices", "New e-mail from {short}"), happening)
    elif happening.is_direct:
        title = _said(translate("Notices", "New direct message from {who}"), happening)
    else:
        title = _said(translate("Notices", "New message from {who}"), happening)
    return title, text if shows_text else ""


def _vip(happening: Happening, *, shows_text: bool) -> tuple[str, str]:
    title = _said(translate("Notices", "A VIP writes: {who}"), happening)
    return title, _quoted(happening) if shows_text else ""


def _quoted(happening: Happening) -> str:
    """Return the beginning of a message without personal data: whoever passes by can read a notice."""
    return without_personal_data(" ".join(happening.text.split()))[:_LONGEST]


def _escalation(detail: str) -> str:
    """Return which step of the ladder it is: "First reply, 15 min before"; `detail` is "first_reply -15"."""
    code, _, minutes = detail.partition(" ")
    clock = next((one for one in ClockKind if one.value == code), None)
    if clock is None or not minutes.removeprefix("-").isdecimal():
        return ""
    return f"{clock_name(clock)}, {when_text(int(minutes))}"


def _assigned(happening: Happening) -> tuple[str, str]:
    title = translate("Notices", "Assigned to you")
    if not happening.actor:
        return title, _who(happening)
    return title, _said(translate("Notices", "{actor} gave you {who}"), happening)


def _said(sentence: str, happening: Happening) -> str:
    """Fill in the names, all at once: a name that looks like a mark stays as it is."""
    values = {"who": _who(happening), "short": short_name(happening.name), "actor": happening.actor}
    return _MARK.sub(lambda mark: values[mark[1]], sentence)


def _who(happening: Happening) -> str:
    name = short_name(happening.name) or translate("Notices", "a customer")
    if happening.network is None:
        return name
    pattern = translate("Notices", "{name} on {network}")
    if happening.network is Network.EMAIL:
        pattern = translate("Notices", "{name} by e-mail")
    values = {"name": name, "network": network_name(happening.network)}
    return _MARK.sub(lambda mark: values[mark[1]], pattern)


def _count_words(kind: NoticeKind, count: int) -> str:
    one, many = {
        NoticeKind.ASSIGNED: (translate("Notices", "1 assigned"), translate("Notices", "{count} assigned")),
        NoticeKind.MENTION: (translate("Notices", "1 mention"), translate("Notices", "{count} mentions")),
        NoticeKind.MESSAGE: (translate("Notices", "1 new message"), translate("Notices", "{count} new messages")),
        NoticeKind.AT_RISK: (translate("Notices", "1 at risk"), translate("Notices", "{count} at risk")),
        NoticeKind.BREACHED: (translate("Notices", "1 overdue"), translate("Notices", "{count} overdue")),
        NoticeKind.NOT_SENT: (translate("Notices", "1 not sent"), translate("Notices", "{count} not sent")),
        NoticeKind.SIGN_IN: (
            translate("Notices", "1 sign-in expired"),
            translate("Notices", "{count} sign-ins expired"),
        ),
        NoticeKind.CRISIS: (translate("Notices", "1 surge"), translate("Notices", "{count} surges")),
        NoticeKind.ESCALATED: (translate("Notices", "1 escalated"), translate("Notices", "{count} escalated")),
        NoticeKind.REMINDER: (translate("Notices", "1 follow-up"), translate("Notices", "{count} follow-ups")),
        NoticeKind.VIP: (translate("Notices", "1 from a VIP"), translate("Notices", "{count} from VIPs")),
    }[kind]
    return one if count == 1 else many.replace("{count}", str(count))
