"""What X answers beside posts and messages: who is signed in, what was taken, the stream's rules, what went wrong."""

from __future__ import annotations

from datetime import datetime

from desktop.channels.payload import Unreadable, count_in, fields_of, maybe_fields, objects, text_in
from desktop.channels.x.mapping import Person, author_of, permalink_of
from desktop.channels.x.prices import MICROS
from desktop.channels.x.snowflake import moment_of
from desktop.channels.x.values import id_in
from desktop.model import AccountLimits, Author, SentReceipt

_LONG = 25_000  # characters that a paying account may write
_SHORT = 280
_DIRECT = 10_000
_LINK = 23  # what any link counts


def me_of(payload: object) -> tuple[Person, Author, AccountLimits]:
    """Return who is signed in, and what that account may write. Raises Unreadable."""
    user = fields_of(fields_of(payload).get("data"))
    identity, name = id_in(user, "id"), text_in(user, "username")
    if identity is None or not name:
        raise Unreadable("no_id")
    pays = text_in(user, "subscription_type").lower() not in {"", "none"}
    limits = AccountLimits(_LONG if pays else _SHORT, _DIRECT, _LINK)
    return Person(identity, name), author_of(identity, user), limits


def receipt_of(payload: object, handle: str, now: datetime, kind: str) -> SentReceipt:
    """Return the receipt of a post that X has taken and charges for as `kind`. Raises Unreadable."""
    identity = id_in(fields_of(fields_of(payload).get("data")), "id")
    if identity is None:
        raise Unreadable("no_id")
    return SentReceipt(identity, moment_of(identity) or now, permalink_of(identity, handle), MICROS[kind], kind)


def upload_of(payload: object) -> tuple[str, bool, float]:
    """Return an uploaded file's id, whether X has it ready, and in how many seconds to ask again. Raises Unreadable."""
    data = fields_of(fields_of(payload).get("data"))
    identity = id_in(data, "id")
    if identity is None:
        raise Unreadable("no_id")
    progress = maybe_fields(data.get("processing_info"))
    state = text_in(progress, "state")
    if state == "failed":
        raise Unreadable("attachment_refused")
    return identity, state in {"", "succeeded"}, float(min(count_in(progress, "check_after_secs") or 1, 10))


def user_id_of(payload: object) -> str | None:
    """Return the id of the one user in an answer, None if there is none."""
    return id_in(maybe_fields(maybe_fields(payload).get("data")), "id")


def hidden_of(payload: object) -> bool | None:
    """Return whether a reply is hidden now, None if the answer does not say."""
    hidden = maybe_fields(maybe_fields(payload).get("data")).get("hidden")
    return hidden if isinstance(hidden, bool) else None


def rules_of(payload: object) -> list[tuple[str, str, str]]:
    """Return the stream's rules as (id, expression, tag). Raises Unreadable."""
    rules = objects(fields_of(payload).get("data"))
    return [(name, text_in(one, "value"), text_in(one, "tag")) for one in rules if (name := id_in(one, "id"))]


def server_words(payload: object) -> str:
    """Return what X says of an error. Only for choosing a code, never for a log."""
    answer = maybe_fields(payload)
    spoken = [answer, *objects(answer.get("errors"))]
    names = ("title", "detail", "message", "reason", "parameter")
    return " ".join(text_in(one, name) for one in spoken for name in names)


def problem_of(payload: object) -> str:
    """Return the kind of an error as its type names it ("usage-capped"), "" if it does not."""
    answer = maybe_fields(payload)
    types = (text_in(one, "type") for one in (answer, *objects(answer.get("errors"))))
    return next((kind.rsplit("/", 1)[-1] for kind in types if "/problems/" in kind), "")
