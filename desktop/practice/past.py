"""Past cases: solved cases of one's own desk as scenarios, with names, handles and personal data covered.

What customers said and how often they wrote stays; who they were does not. The answer that was given then is kept
beside each turn, for comparison with the one that is given now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.guardrails import Guardrails
from desktop.guardrails.privacy import masked
from desktop.model import CaseDetail, CaseId, CaseRow, Direction, ItemKind, Lane, Network, TimelineItem, Visibility
from desktop.practice.scenario import Check, Mood
from desktop.store import Store

_LOOKED_AT = 200
_LONGEST_TEXT, _MOST_TURNS = 2_000, 4
_PLACES = {
    Network.X: Network.X,
    Network.FACEBOOK: Network.FACEBOOK,
    Network.INSTAGRAM: Network.INSTAGRAM,
    Network.MASTODON: Network.MASTODON,
    Network.BLUESKY: Network.MASTODON,
}
"""Where a case of a network is practised; of any other it is a private message."""
_STAND_INS = {"it": "Cliente", "ca": "Client", "es": "Cliente", "en": "Customer"}
_HANDLE = re.compile(r"(?<![\w/])@[\w.-]*\w(?:@[\w.-]+\w)?")
_LINK = re.compile(r"https?://\S+")
_SIGNATURE = re.compile(r"[ \t]*\^[A-Z]{1,4}\s*$")
_NAME_LETTERS = 3


@dataclass(frozen=True, slots=True)
class _Talk:
    """What was said in a row by one side."""

    ours: bool
    items: tuple[TimelineItem, ...]


def past_cases(store: Store, guardrails: Guardrails, now: datetime, language: str, most: int) -> list[dict[str, Any]]:
    """Return the newest solved cases in a language that were answered by a person, as scenarios' tables.

    At most `most`. Nobody's name, handle, address or number is in them. Raises StoreError. Some milliseconds a case.
    """
    ids = store.lanes.ids(Lane.SOLVED, agent="", at_risk_before=now)[:_LOOKED_AT]
    found: list[dict[str, Any]] = []
    for row in store.lanes.rows(ids):
        if len(found) >= most:
            break
        detail = store.cases.detail(row.id)
        if detail is not None and detail.language == language:
            table = _table(store, detail, guardrails, len(found) + 1)
            if table is not None:
                found.append(table)
    return found


def masked_text(text: str, guardrails: Guardrails, names: Iterable[str], stand_in: str) -> str:
    """Return a text with personal data covered, links shortened, handles and the customer's names replaced."""
    plain = masked(text, guardrails.personal_data_in(text))
    plain = _LINK.sub("https://…", plain)
    plain = _HANDLE.sub("@…", plain)
    for name in _words_of(names):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", stand_in, plain, flags=re.IGNORECASE)
    return re.sub(rf"{re.escape(stand_in)}(?:\s+{re.escape(stand_in)})+", stand_in, plain).strip()


def _words_of(names: Iterable[str]) -> list[str]:
    """Return whole names and their words, the longest first; short words would take too much with them."""
    found: set[str] = set()
    for name in names:
        whole = " ".join(name.split()).strip("@")
        found |= {whole, *re.split(r"[\s._@-]+", whole)}
    return sorted((one for one in found if len(one) >= _NAME_LETTERS and not one.isdecimal()), key=len, reverse=True)


def _table(store: Store, detail: CaseDetail, guardrails: Guardrails, number: int) -> dict[str, Any] | None:
    talks = _talks(store.timeline.items(CaseId(detail.row.id)))
    if not any(one.ours for one in talks) or not talks or talks[0].ours:
        return None
    row = detail.row
    stand_in = f"{_STAND_INS[detail.language]} {number}"
    items = [item for talk in talks for item in talk.items]
    names = {name for item in items for name in (item.author_name, item.author_handle) if not _is_ours(item)}
    names |= {row.name, row.handle, *(thread.customer_handle for thread in detail.threads)}

    def said(talk: _Talk) -> str:
        whole = "\n".join(_SIGNATURE.sub("", one.text) if talk.ours else one.text for one in talk.items)
        return masked_text(whole[:_LONGEST_TEXT], guardrails, names, stand_in)

    pairs = list(zip(talks[::2], talks[1::2], strict=False))[:_MOST_TURNS]
    direct = talks[0].items[-1].visibility is not Visibility.PUBLIC
    turns = [_turn(place, pair, talks, said) for place, pair in enumerate(pairs)]
    return {
        "key": f"past{number}",
        "title": _title(said(talks[0])),
        "level": min(3, len(turns)),
        "network": _place(row, direct=direct).value,
        "direct": direct or row.network not in _PLACES,
        "customer": stand_in,
        "handle": f"@{_STAND_INS[detail.language].casefold()}{number}",
        "mood": Mood.CALM.value,
        "says": [{"text": said(talks[0])}],
        "turn": turns,
        "past": True,
    }


def _turn(place: int, pair: tuple[_Talk, _Talk], talks: Sequence[_Talk], said: Any) -> dict[str, Any]:
    """Return one of a past case's turns: a good answer brings what the customer really said next."""
    _, answer = pair
    after = talks[2 * place + 2] if 2 * place + 2 < len(talks) else None
    is_last = 2 * place + 3 >= len(talks) or place + 1 >= _MOST_TURNS
    follows = "end" if is_last else f"turn{place + 2}"
    was_direct = all(one.visibility is not Visibility.PUBLIC for one in answer.items)
    text = said(after) if after is not None else ""
    return {
        "name": f"turn{place + 1}",
        "must": [Check.NO_REQUEST.value, Check.NO_VALUE.value],
        "should": [Check.NEXT_STEP.value],
        "model": said(answer) or "…",
        "model_direct": was_direct,
        "good": {"text": text, "mood": (Mood.CONTENT if is_last else Mood.CALM).value, "next": follows},
        "bad": {"text": text, "mood": Mood.ANGRY.value, "next": follows},
    }


def _talks(items: Sequence[TimelineItem]) -> list[_Talk]:
    """Return who said what in turns, oldest first; what no person wrote is left out."""
    talks: list[_Talk] = []
    for item in items:
        wanted = item.kind is ItemKind.MESSAGE and item.mechanical is None and not item.deleted and item.text.strip()
        if not wanted:
            continue
        ours = _is_ours(item)
        if talks and talks[-1].ours == ours:
            talks[-1] = _Talk(ours, (*talks[-1].items, item))
        else:
            talks.append(_Talk(ours, (item,)))
    return talks


def _is_ours(item: TimelineItem) -> bool:
    return item.direction is Direction.OUTGOING


def _place(row: CaseRow, *, direct: bool) -> Network:
    found = _PLACES.get(row.network, Network.TELEGRAM)
    return Network.TELEGRAM if direct and found is Network.X else found


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 48 else f"{line[:47].rstrip()}…"  # noqa: PLR2004 - fits a table's column
