"""A query's operators and values in words, for whoever chooses them from a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.inbox import OPERATORS, WORDS
from desktop.model import Lane, Network
from ui.inbox.wording import lane_name, network_name

translate = QCoreApplication.translate


def field_name(name: str) -> str:
    """Return what an operator asks about, in words."""
    return {
        WORDS: translate("Query", "Words"),
        "from": translate("Query", "Customer"),
        "in": translate("Query", "Lane"),
        "tag": translate("Query", "Tag"),
        "ticket": translate("Query", "Ticket"),
        "field": translate("Query", "Customer's detail"),
        "network": translate("Query", "Channel"),
        "account": translate("Query", "Our account"),
        "class": translate("Query", "Kind of message"),
        "language": translate("Query", "Language"),
        "assignee": translate("Query", "Assigned to"),
        "is": translate("Query", "Is"),
        "has": translate("Query", "Has"),
        "before": translate("Query", "Last message before"),
        "after": translate("Query", "Last message since"),
        "priority": translate("Query", "Priority"),
        "followers": translate("Query", "Followers"),
        "messages": translate("Query", "Number of messages"),
    }.get(name, name.capitalize())


def operator_hint(name: str) -> str:
    """Return in a few words what an operator finds, for the list that completes it."""
    return {
        "from": translate("Query", "the customer's name or handle"),
        "in": translate("Query", "a lane of the inbox"),
        "ticket": translate("Query", "a ticket's number, title or state"),
        "field": translate("Query", "a field of your own: name=value"),
        "tag": translate("Query", "a tag of the conversation or the customer"),
        "network": translate("Query", "a channel"),
        "account": translate("Query", "one of our accounts"),
        "class": translate("Query", "what kind of message it is"),
        "language": translate("Query", "the conversation's language"),
        "assignee": translate("Query", "an agent's initials"),
        "is": translate("Query", "unread, unanswered, overdue, mine…"),
        "has": translate("Query", "an attachment, a note, a draft, a tag"),
        "before": translate("Query", "last message before a day"),
        "after": translate("Query", "last message since a day"),
        "priority": translate("Query", "0 to 100"),
        "followers": translate("Query", "how many follow the customer"),
        "messages": translate("Query", "how many messages it has"),
    }.get(name, "")


def value_name(name: str, value: str) -> str:
    """Return a value in words: "my_open" of "in" is "My open"."""
    if name == "in":
        return lane_name(Lane(value))
    if name == "network":
        return network_name(Network(value))
    return value.replace("_", " ")


def choices(name: str, known: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return the values that are offered for an operator, as (value, words)."""
    offered = dict.fromkeys((*known.get(name, ()), *OPERATORS.get(name, ())))
    fixed = set(OPERATORS.get(name, ()))
    return [(value, value_name(name, value) if value in fixed else value) for value in offered]
