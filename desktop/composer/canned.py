"""Canned replies: what one is, in which languages it is written, and which of its texts a conversation gets."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.model import Network, Visibility, fact_uid

STARTER_FILE = "starter.toml"
FOLDER_SEPARATOR = "/"
_LAST_RESORT = "en"
_NEAR = {"ca": ("es",), "gl": ("es",), "eu": ("es",), "oc": ("ca", "es")}
"""What somebody who writes in a language reads as well, where a reply has no text in their own."""


class CannedUnreadable(ValueError):
    """A file of canned replies can't be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class CannedText:
    """One language's text of a reply. `asked` are words that customers use when this answers them."""

    language: str  # ISO 639-1
    title: str
    body: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A prepared text in one or more languages. `shortcut` has no slash, `folder` is a path ("Billing/Refunds").

    `network` and `visibility` say where it fits, None: anywhere. `crisis`: approved as a statement in a crisis.
    """

    uid: str
    shortcut: str
    folder: str
    texts: tuple[CannedText, ...]
    network: Network | None = None
    visibility: Visibility | None = None
    crisis: bool = False
    uses: int = 0
    last_used_at: datetime | None = None

    @property
    def title(self) -> str:
        """The title of its first text."""
        return self.texts[0].title if self.texts else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it is written, in the order of its texts."""
        return tuple(text.language for text in self.texts)

    def text_in(self, language: str) -> CannedText | None:
        """Return its text in exactly this language, None if it has none."""
        return next((text for text in self.texts if text.language == language), None)

    def text_for(self, language: str) -> CannedText:
        """Return the text that a conversation in `language` gets; a language that is not known ("") gets the first.

        Without a text in that language: the one in a language that its speakers read, then English, then the first.
        """
        if language:
            for wanted in (language, *_NEAR.get(language, ()), _LAST_RESORT):
                found = self.text_in(wanted)
                if found is not None:
                    return found
        return self.texts[0]


def starter_replies(folder: Path) -> tuple[CannedReply, ...]:
    """Return the replies that a new desk starts with, from `resources/canned`.

    Their uids are the same on every machine. Raises CannedUnreadable.
    """
    return tuple(reply for _, reply in _starter(folder))


def earlier_uids(folder: Path) -> dict[str, str]:
    """Return the starter replies' uids by those under which each of their texts was counted before.

    Raises CannedUnreadable.
    """
    return {
        fact_uid("canned", key, language): reply.uid for key, reply in _starter(folder) for language in reply.languages
    }


def shortcut_key(shortcut: str) -> str:
    """Return what two shortcuts that can't be told apart have in common: case and accents do not matter."""
    return fold(shortcut.strip().removeprefix("/"))


def fold(text: str) -> str:
    """Return a text in lower case and without diacritics."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Return the folded words and figures of a text, in order."""
    return "".join(char if char.isalnum() else " " for char in fold(text)).split()


def _starter(folder: Path) -> list[tuple[str, CannedReply]]:
    path = folder / STARTER_FILE
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        return [(scenario["key"], _reply_of(scenario)) for scenario in content["reply"]]
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise CannedUnreadable(f"{path.name}: {type(error).__name__}: {error}") from error


def _reply_of(scenario: Mapping[str, Any]) -> CannedReply:
    visibility = scenario.get("visibility")
    network = scenario.get("network")
    return CannedReply(
        uid=fact_uid("canned", scenario["key"]),
        shortcut=scenario["shortcut"],
        folder=scenario["folder"],
        texts=tuple(
            CannedText(language, text["title"], text["body"].strip(), text.get("asked", ""))
            for language, text in scenario["text"].items()
        ),
        network=Network(network) if network else None,
        visibility=Visibility(visibility) if visibility else None,
        crisis=bool(scenario.get("crisis", False)),
    )
