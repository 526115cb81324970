"""Sentences: what the practice files of this folder say should become of each sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.model import Decision

_WANTED = {"must_block": "block", "must_advise": "advise", "must_pass": "pass"}


@dataclass(frozen=True, slots=True)
class Practised:
    """A sentence, what should become of it in public ("block", "advise", "pass"), and the kind of data or of phrase."""

    language: str
    wanted: str
    kind: str
    text: str

    def allows(self, decision: Decision) -> bool:
        """Return whether a decision is what should become of the sentence; a harmless one may be advised on."""
        if self.wanted == "pass":
            return decision is not Decision.BLOCK
        return decision is (Decision.BLOCK if self.wanted == "block" else Decision.ADVISE)


def practised(folder: Path) -> list[Practised]:
    """Return the sentences of all files of a folder."""
    return [sentence for _, sentence in practised_by_file(folder)]


def practised_by_file(folder: Path) -> Iterator[tuple[Path, Practised]]:
    """Yield the sentences of all files of a folder, each with the file that it stands in."""
    for path in sorted(folder.glob("*.toml")):
        for sentence in _of_file(path):
            yield path, sentence


def _of_file(path: Path) -> Iterator[Practised]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if "language" in raw:
        yield from _of_language(raw["language"], raw)
        return
    for language, table in raw.items():
        yield from _of_language(language, table) if "nouns" not in table else _of_frames(language, table)


def _of_language(language: str, table: Mapping[str, Any]) -> Iterator[Practised]:
    for key, wanted in _WANTED.items():
        listed = table.get(key, {})
        for kind, texts in listed.items() if isinstance(listed, dict) else [("", listed)]:
            yield from (Practised(language, wanted, kind, text) for text in texts)


def _of_frames(language: str, table: Mapping[str, Any]) -> Iterator[Practised]:
    for kind, noun in table["nouns"].items():
        for key, wanted in (("asking", "block"), ("harmless", "pass")):
            for frame in table[key]:
                text = frame.replace("{}", noun)
                yield Practised(language, wanted, kind, text[0].upper() + text[1:])
