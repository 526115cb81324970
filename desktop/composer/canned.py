"""Canned replies: prepared texts with a shortcut, and which of them an agent means by what is typed after "/"."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.model import Network, Visibility, fact_uid

STARTER_FILE = "starter.toml"


class CannedUnreadable(ValueError):
    """A file of canned replies can't be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A prepared text. `network` and `visibility` say where it fits, None: anywhere. `shortcut` has no slash."""

    uid: str
    shortcut: str
    title: str
    language: str  # ISO 639-1
    body: str
    folder: str
    network: Network | None = None
    visibility: Visibility | None = None
    uses: int = 0
    last_used_at: datetime | None = None


def starter_replies(folder: Path) -> tuple[CannedReply, ...]:
    """Return the replies that a new desk starts with, from `resources/canned`.

    Their uids are the same on every machine. Raises CannedUnreadable.
    """
    path = folder / STARTER_FILE
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        return tuple(reply for scenario in content["reply"] for reply in _languages_of(scenario))
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise CannedUnreadable(f"{path.name}: {type(error).__name__}: {error}") from error


def search_canned(
    replies: Iterable[CannedReply],
    typed: str,
    language: str,
    limit: int = 50,
    *,
    network: Network | None = None,
    visibility: Visibility | None = None,
) -> tuple[CannedReply, ...]:
    """Return the replies that `typed` (without the slash) may mean, at most `limit`.

    Matches the beginning of the shortcut, or of words of the title (every typed word, in any order); accents and case
    do not matter. The customer's language comes first, then matches by shortcut, then what is used most. `network` and
    `visibility`, where given, leave out what does not fit there.
    """
    wanted = _fold(typed).split()
    found: list[tuple[tuple[object, ...], CannedReply]] = []
    for reply in replies:
        if network is not None and reply.network not in {None, network}:
            continue
        if visibility is not None and reply.visibility not in {None, visibility}:
            continue
        rank = _rank(reply, wanted)
        if rank is not None:
            order = (reply.language != language, rank, -reply.uses, _fold(reply.title), reply.language, reply.uid)
            found.append((order, reply))
    found.sort(key=lambda pair: pair[0])
    return tuple(reply for _, reply in found[:limit])


def _rank(reply: CannedReply, wanted: list[str]) -> int | None:
    """Return 0 for a match by shortcut, 1 by title, None for no match. Nothing typed matches all alike."""
    if not wanted:
        return 0
    if len(wanted) == 1 and _fold(reply.shortcut).startswith(wanted[0]):
        return 0
    words = _words(reply.title)
    return 1 if all(any(word.startswith(one) for word in words) for one in wanted) else None


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _words(title: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in _fold(title)).split()


def _languages_of(scenario: Mapping[str, Any]) -> Iterator[CannedReply]:
    visibility = scenario.get("visibility")
    network = scenario.get("network")
    for language, text in scenario["text"].items():
        yield CannedReply(
            uid=fact_uid("canned", scenario["key"], language),
            shortcut=text["shortcut"],
            title=text["title"],
            language=language,
            body=text["body"].strip(),
            folder=scenario["folder"],
            network=Network(network) if network else None,
            visibility=Visibility(visibility) if visibility else None,
        )
