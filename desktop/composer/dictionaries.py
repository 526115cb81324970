"""Dictionaries: where the words of a language come from on this computer, and how one is asked.

Sportello ships none. Enchant (LGPL) finds those of the system; what lies in the folders of LibreOffice, of macOS or in
one that the agent named is copied beside the profile, where Enchant finds it too. Without Enchant or dictionaries
spelling is simply not checked.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import enchant  # type: ignore[import-untyped, unused-ignore]

_log = logging.getLogger(__name__)
_PREFERRED = {
    "it": ("it_IT", "it"),
    "ca": ("ca_ES", "ca"),
    "es": ("es_ES", "es"),
    "en": ("en_GB", "en_US", "en"),
}
_LARGEST = 50_000_000  # bytes; no dictionary is larger


class Checker(Protocol):
    """One language's dictionary."""

    def check(self, word: str) -> bool:
        """Tell whether a word is spelt right. Some dozens of microseconds."""
        ...

    def suggest(self, word: str) -> list[str]:
        """Return words that may be meant, the likeliest first. Up to a second for some languages."""
        ...


class Lacking(StrEnum):
    """Why no spelling can be checked."""

    LIBRARY = "library"  # Enchant is not on this computer
    DICTIONARIES = "dictionaries"


class Dictionaries:
    """Finds and opens dictionaries. Any one thread at a time; opening takes a few tenths of a second."""

    def __init__(self, folder: Path, named: Path | None = None) -> None:
        """Copies are kept in `folder`; `named` is a folder that the agent named."""
        self._folder = folder
        self._named = named
        self._broker: enchant.Broker | None = None
        self._is_looked_for = False

    def languages(self) -> tuple[str, ...]:
        """Return the desk's languages for which there is a dictionary, as ISO 639-1 codes. Copies what is needed."""
        there = self._tags()
        return tuple(language for language in _PREFERRED if _best(language, there))

    def lacking(self) -> Lacking | None:
        """Return why nothing can be checked, None if something can."""
        if self._the_broker() is None:
            return Lacking.LIBRARY
        return None if self.languages() else Lacking.DICTIONARIES

    def open(self, language: str) -> Checker | None:
        """Return a language's dictionary, None if there is none or it can't be read."""
        tag = _best(language, self._tags())
        broker = self._the_broker()
        if tag is None or broker is None:
            return None
        try:
            checker: Checker = broker.request_dict(tag)
        except Exception as error:  # noqa: BLE001 - the library gives its own, and a broken file must not stop anybody
            _log.info("the dictionary %s can't be opened: %s", tag, type(error).__name__)
            return None
        return checker

    def _tags(self) -> tuple[str, ...]:
        broker = self._the_broker()
        return tuple(broker.list_languages()) if broker is not None else ()

    def _the_broker(self) -> enchant.Broker | None:
        if not self._is_looked_for:
            self._is_looked_for = True
            try:
                import enchant
            except ImportError:
                return None
            adopt(self._folder / "hunspell", _folders(self._named), enchant.list_languages())
            os.environ["ENCHANT_CONFIG_DIR"] = str(self._folder)  # where Enchant looks beside the system's folders
            self._broker = enchant.Broker()
        return self._broker


def adopt(target: Path, folders: Sequence[Path], there: Sequence[str]) -> None:
    """Copy the dictionaries of the desk's languages that are not `there` from folders into `target`."""
    for folder in folders:
        for words in _word_lists(folder):
            language = words.stem[:2].lower()
            rules = words.with_suffix(".aff")
            if language not in _PREFERRED or _best(language, there) or not rules.is_file():
                continue
            try:
                target.mkdir(parents=True, exist_ok=True)
                for file in (words, rules):
                    if file.stat().st_size <= _LARGEST:
                        shutil.copyfile(file, target / file.name.replace("-", "_"))
            except OSError as error:
                _log.info("a dictionary of %s can't be copied: %s", language, type(error).__name__)


def _word_lists(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.glob("*.dic"))
        yield from sorted(folder.glob("*/*.dic"))
    except OSError:
        return


def _folders(named: Path | None) -> list[Path]:
    """Return where dictionaries may lie that Enchant does not know of, the agent's own folder first."""
    found = [named] if named is not None else []
    if sys.platform == "darwin":
        found += [Path.home() / "Library" / "Spelling", Path("/Library/Spelling")]
        found += [Path("/Applications/LibreOffice.app/Contents/Resources/extensions")]
    elif sys.platform == "win32":
        found += [
            Path(place) / "LibreOffice" / "share" / "extensions"
            for name in ("ProgramFiles", "ProgramFiles(x86)")
            if (place := os.environ.get(name))
        ]
    else:
        found += [Path("/usr/lib/libreoffice/share/extensions"), Path("/usr/share/hunspell")]
    return found


def _best(language: str, there: Sequence[str]) -> str | None:
    """Return the tag of a language's dictionary among those that are there."""
    tags = (*_PREFERRED.get(language, ()), *sorted(there))
    return next((tag for tag in tags if tag in there and tag.partition("_")[0] == language), None)
