"""What is said of tickets: their states, what became of what was wanted, and why something failed."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model.tickets import TicketDeed, TicketDeedKind, TicketDeedState, TicketState
from desktop.tickets import FormField
from ui.text import clock_time
from ui.widgets import ChipLook

translate = QCoreApplication.translate
_SAID = "said:"
_CHIPS: dict[TicketState, tuple[str, str]] = {
    TicketState.NEW: ("circle-dashed", "text.secondary"),
    TicketState.OPEN: ("circle-half", "amber.text"),
    TicketState.WAITING: ("clock-clockwise", "text.secondary"),
    TicketState.SOLVED: ("check-circle", "green.text"),
    TicketState.REJECTED: ("prohibit", "red.text"),
    TicketState.GONE: ("trash", "red.text"),
    TicketState.UNKNOWN: ("question", "text.secondary"),
}
_NAMES: dict[TicketState, str] = {
    TicketState.NEW: str(QT_TRANSLATE_NOOP("Tickets", "New")),
    TicketState.OPEN: str(QT_TRANSLATE_NOOP("Tickets", "Open")),
    TicketState.WAITING: str(QT_TRANSLATE_NOOP("Tickets", "Waiting")),
    TicketState.SOLVED: str(QT_TRANSLATE_NOOP("Tickets", "Solved")),
    TicketState.REJECTED: str(QT_TRANSLATE_NOOP("Tickets", "Rejected")),
    TicketState.GONE: str(QT_TRANSLATE_NOOP("Tickets", "Gone")),
    TicketState.UNKNOWN: str(QT_TRANSLATE_NOOP("Tickets", "Not followed")),
}
_REASONS: dict[str, str] = {
    "token_refused": str(QT_TRANSLATE_NOOP("Tickets", "{system} does not accept the token.")),
    "no_token": str(QT_TRANSLATE_NOOP("Tickets", "The token of {system} is not in the credential store.")),
    "vault_unavailable": str(QT_TRANSLATE_NOOP("Tickets", "The credential store is locked or gone. Unlock it.")),
    "forbidden": str(QT_TRANSLATE_NOOP("Tickets", "{system} does not allow this to whoever has this token.")),
    "not_found": str(QT_TRANSLATE_NOOP("Tickets", "{system} has no such ticket, or hides it from this token.")),
    "not_a_ticket": str(QT_TRANSLATE_NOOP("Tickets", "This is neither a number nor an address of a ticket there.")),
    "not_tied": str(QT_TRANSLATE_NOOP("Tickets", "The ticket was taken off this conversation meanwhile.")),
    "no_such_place": str(QT_TRANSLATE_NOOP("Tickets", "{system} has no such queue, project or group.")),
    "may_not_open": str(QT_TRANSLATE_NOOP("Tickets", "This token may not open tickets there.")),
    "not_this_system": str(QT_TRANSLATE_NOOP("Tickets", "Something answers there, but it is not {system}.")),
    "unreadable_answer": str(QT_TRANSLATE_NOOP("Tickets", "{system} answered something that can't be read.")),
    "redirected": str(QT_TRANSLATE_NOOP("Tickets", "{system} sends elsewhere. Write the address that it ends up at.")),
    "message_too_large": str(QT_TRANSLATE_NOOP("Tickets", "It is too large for {system}. Leave files out.")),
    "system_removed": str(QT_TRANSLATE_NOOP("Tickets", "The ticket system is not connected any more.")),
    "rate_limited": str(QT_TRANSLATE_NOOP("Tickets", "{system} asks for a pause.")),
    "changed_meanwhile": str(QT_TRANSLATE_NOOP("Tickets", "Somebody changed the ticket at the same moment.")),
    "interrupted": str(QT_TRANSLATE_NOOP("Tickets", "Sportello was closed while {system} was told.")),
    "host_not_found": str(QT_TRANSLATE_NOOP("Tickets", "{system} was not found. Check the address.")),
    "timed_out": str(QT_TRANSLATE_NOOP("Tickets", "{system} did not answer in time.")),
    "connection_refused": str(QT_TRANSLATE_NOOP("Tickets", "Nothing answers at the address of {system}.")),
    "connection_lost": str(QT_TRANSLATE_NOOP("Tickets", "{system} can't be reached, or ended the connection.")),
    "certificate_untrusted": str(
        QT_TRANSLATE_NOOP("Tickets", "The certificate of {system} is not trusted. Nothing secret was sent.")
    ),
    "no_tls": str(QT_TRANSLATE_NOOP("Tickets", "{system} offers no encryption at this address.")),
    "no_channel": str(QT_TRANSLATE_NOOP("Tickets", "The mailbox that writes is not connected.")),
    "no_recipient": str(QT_TRANSLATE_NOOP("Tickets", "The address that takes tickets is not usable.")),
    "unusable_settings": str(QT_TRANSLATE_NOOP("Tickets", "The settings of {system} can't be used.")),
}


def state_name(state: TicketState, own: str = "") -> str:
    """Return what a ticket's state is called: its system's own word where it has one."""
    return own[:1].upper() + own[1:] if own else translate("Tickets", _NAMES[state])


def state_chip(state: TicketState, own: str) -> ChipLook:
    """Return a state's chip."""
    icon, colour = _CHIPS[state]
    return ChipLook(state_name(state, own), icon, "bg.surface", "text.primary", colour, outline="line.strong")


def unknown_state_words(name: str, system: str) -> str:
    """Return that nobody knows what a state amounts to, and what to do about it."""
    words = translate(
        "Tickets", "“{name}” is no state that Sportello knows. Say in the settings of {system} what it amounts to."
    )
    return words.replace("{name}", name).replace("{system}", system)


def reason_words(reason: str, system: str) -> str:
    """Return why something failed, as a sentence; an unknown code is a fault of the system."""
    if reason.startswith(_SAID):
        sentence = translate("Tickets", "{system} says: {words}")
        return sentence.replace("{system}", system).replace("{words}", reason.removeprefix(_SAID))
    if reason.startswith("http_"):
        sentence = translate("Tickets", "{system} failed ({code}).").replace("{code}", reason.removeprefix("http_"))
        return sentence.replace("{system}", system)
    source = _REASONS.get(reason) or str(QT_TRANSLATE_NOOP("Tickets", "{system} can't be used right now."))
    return translate("Tickets", source).replace("{system}", system)


def deed_title(deed: TicketDeed) -> str:
    """Return what is wanted, short."""
    if deed.kind is TicketDeedKind.OPEN:
        return translate("Tickets", "New ticket")
    if deed.kind is TicketDeedKind.LINK:
        return translate("Tickets", "Link {ticket}").replace("{ticket}", deed.wanted)
    return translate("Tickets", "Comment")


def deed_words(deed: TicketDeed, system: str, tz: tzinfo) -> str:
    """Return how something stands that is wanted and not done."""
    why = reason_words(deed.error, system) if deed.error else ""
    if deed.state is TicketDeedState.REFUSED:
        return translate("Tickets", "Not done. {why}").replace("{why}", why)
    if deed.state is TicketDeedState.DOING:
        return translate("Tickets", "On its way to {system}…").replace("{system}", system)
    if deed.state is TicketDeedState.UNSURE:
        words = translate("Tickets", "{system} did not answer. It is looked up before it is sent again.")
        return words.replace("{system}", system)
    if not why:
        return translate("Tickets", "Goes out as soon as {system} can be reached.").replace("{system}", system)
    words = translate("Tickets", "{why} It is tried again by itself{when}; nothing is lost.")
    when = _at(deed.next_try_at, tz)
    return words.replace("{why}", why).replace("{when}", when)


def _at(moment: datetime | None, tz: tzinfo) -> str:
    return translate("Tickets", " at {time}").replace("{time}", clock_time(moment, tz)) if moment is not None else ""


def event_sentence(value: object, by: str) -> str:
    """Return the timeline's line about a ticket, from its journal entry."""
    about = value if isinstance(value, dict) else {}
    what, ticket = str(about.get("what", "")), str(about.get("ticket", ""))
    if what == "state":
        state = next((one for one in TicketState if one == about.get("state")), TicketState.UNKNOWN)
        if state is TicketState.GONE:
            return translate("Tickets", "{ticket} is gone: it was deleted or hidden").replace("{ticket}", ticket)
        sentence = translate("Tickets", "{ticket} is now: {state}")
        if state is TicketState.UNKNOWN and about.get("name"):
            sentence = translate("Tickets", "{ticket} is now: {state}, which is no state that Sportello knows")
        sentence = sentence.replace("{ticket}", ticket)
        return sentence.replace("{state}", state_name(state, str(about.get("name", ""))))
    if what == "refused":
        sentence = translate("Tickets", "Not done in the ticket system. {why}")
        return sentence.replace("{why}", reason_words(str(about.get("error", "")), str(about.get("system", ""))))
    sentences = {
        "opened": translate("Tickets", "{name} opened the ticket {ticket}"),
        "linked": translate("Tickets", "{name} linked the ticket {ticket}"),
        "untied": translate("Tickets", "{name} took the ticket {ticket} off"),
    }
    sentence = sentences.get(what, translate("Tickets", "{name} changed something about tickets"))
    name = by or translate("Timeline", "Sportello")
    return sentence.replace("{name}", name).replace("{ticket}", ticket)


def field_name(field: FormField) -> str:
    """Return what a field of the connection's form is called."""
    return {
        FormField.NAME: translate("Tickets", "Name"),
        FormField.ADDRESS: translate("Tickets", "Address"),
        FormField.TOKEN: translate("Tickets", "Token or key"),
        FormField.USER: translate("Tickets", "E-mail address of the token's owner"),
        FormField.PLACE: translate("Tickets", "Where new tickets go"),
        FormField.KEY_FIELD: translate("Tickets", "Field for Sportello's key"),
        FormField.ISSUE_TYPE: translate("Tickets", "Issue type"),
        FormField.MAILBOX: translate("Tickets", "Mailbox that writes"),
    }[field]


def fault_words(code: str) -> str:
    """Return what is wrong with a field of the form."""
    return {
        "missing": translate("Tickets", "This is needed."),
        "not_an_address": translate("Tickets", "Write an address, such as the one in the example."),
        "not_secure": translate("Tickets", "Write https://: the token would be readable on the way otherwise."),
        "not_a_number": translate("Tickets", "Write the field's number: Redmine shows it in the field's address."),
    }.get(code, code)


def step_words(step: str) -> str:
    """Return what a step of a trial is called."""
    return {
        "server": translate("Tickets", "Reaching the server"),
        "sign_in": translate("Tickets", "Signing in"),
        "place": translate("Tickets", "Finding where tickets go"),
    }.get(step, step)
