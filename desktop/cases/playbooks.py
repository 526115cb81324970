"""Playbooks: which steps belong to a class of cases, and to a crisis; the starter set, and what a desk made of it.

What a desk changed lies in the profile as `playbooks.json`, not in the store, so that an administrator can roll it out.
A playbook that nobody changed is read from the program's files, so that a later version can mend it. A step keeps its
id whatever becomes of its words or its place: what was ticked stays ticked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.model import MessageClass, Tick
from desktop.system.profile import JsonUnreadable, mark_of, read_json, write_json

CRISIS = "crisis"
"""The key of the playbook of a crisis; the others' are those of message classes."""

KEYS = (CRISIS, *(one.value for one in MessageClass))
LANGUAGES = ("it", "ca", "es", "en")
MOST_STEPS = 20
LONGEST_STEP = 200
"""Code points of a step's words."""


class PlaybooksUnreadable(Exception):
    """The file of playbooks can't be read or is no such file. Nothing of it was changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `uid` is what ticks refer to."""

    uid: str
    words: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """What to do, in order. `key` is a message class or CRISIS."""

    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a playbook is. `ticks` are those of its steps, by the step's uid."""

    playbook: Playbook
    ticks: Mapping[str, Tick]

    @property
    def done(self) -> int:
        """How many steps were done."""
        return len(self.ticks)

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self.playbook.steps)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done, None if all are."""
        return next((one for one in self.playbook.steps if one.uid not in self.ticks), None)


@dataclass(frozen=True, slots=True)
class OwnPlaybooks:
    """What a desk decided: the language of the starter set ("" for the system's), and its own steps by key."""

    language: str = ""
    books: tuple[Playbook, ...] = ()

    def book(self, key: str) -> Playbook | None:
        """Return the desk's own playbook of a key, None where the starter's holds."""
        return next((one for one in self.books if one.key == key), None)

    def with_book(self, book: Playbook) -> OwnPlaybooks:
        """Return these with another playbook of its key; one without steps says that there is to be none."""
        return replace(self, books=(*(one for one in self.books if one.key != book.key), book))

    def without(self, key: str) -> OwnPlaybooks:
        """Return these with the starter's playbook of a key again."""
        return replace(self, books=tuple(one for one in self.books if one.key != key))


def progress_of(playbook: Playbook, ticks: Iterable[Tick]) -> Progress:
    """Return how far a playbook is; ticks of steps that it has no more are left out."""
    steps = {one.uid for one in playbook.steps}
    return Progress(playbook, {one.step: one for one in ticks if one.step in steps})


def starter_playbooks(folder: Path, language: str) -> dict[str, Playbook]:
    """Return the program's playbooks in a language, in English where there are none. Raises PlaybooksUnreadable."""
    name = language if language in LANGUAGES else "en"
    try:
        tables = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PlaybooksUnreadable(f"{name}.toml: {error}") from error
    return {
        key: Playbook(key, tuple(Step(f"{key}.{uid}", str(words)) for uid, words in steps.items()))
        for key, steps in tables.items()
        if key in KEYS
    }


def read_playbooks(path: Path) -> OwnPlaybooks:
    """Return what a desk decided, nothing where there is no file. Raises PlaybooksUnreadable."""
    try:
        content: Any = read_json(path)
        books = tuple(
            Playbook(key, tuple(Step(str(one["id"]), str(one["words"])) for one in steps))
            for key, steps in content["playbooks"].items()
            if key in KEYS
        )
        return OwnPlaybooks(str(content.get("language", "")), books)
    except FileNotFoundError:
        return OwnPlaybooks()
    except (JsonUnreadable, KeyError, TypeError, AttributeError) as error:
        raise PlaybooksUnreadable(f"{path.name} can't be read") from error


def write_playbooks(path: Path, own: OwnPlaybooks) -> None:
    """Write what a desk decided; the file is whole or as it was. Raises OSError."""
    steps = {book.key: [{"id": one.uid, "words": one.words} for one in book.steps] for book in own.books}
    write_json(path, {"version": 1, "language": own.language, "playbooks": steps})


class PlaybookShelf:
    """The playbooks as they hold now; the file is read again when it changed. Belongs to one thread."""

    def __init__(self, path: Path, folder: Path, language: str) -> None:
        """`path` is the desk's file, `folder` that of the starter set, `language` the one the system speaks."""
        self._path = path
        self._folder = folder
        self.language = language
        self._mark: tuple[int, int] | None = None
        self._books: dict[str, Playbook] = {}

    def of(self, key: str | None) -> Playbook | None:
        """Return the playbook of a message class or of a crisis, None where there is none or it has no steps.

        A file that can't be read leaves what held before, at the first time the starter set.
        """
        mark = mark_of(self._path)
        if mark != self._mark:
            self._mark = mark
            self._read()
        book = self._books.get(key or "")
        return book if book is not None and book.steps else None

    def holding(self, steps: Iterable[str]) -> Playbook | None:
        """Return the playbook of a class of which most of these steps are, None where none of them is of any."""
        wanted = set(steps)
        books = (book for key in self._books if key != CRISIS and (book := self.of(key)) is not None)
        counted = [(len(wanted & {one.uid for one in book.steps}), book.key, book) for book in books]
        most = max(counted, default=None, key=lambda one: one[:2])
        return most[2] if most is not None and most[0] else None

    def _read(self) -> None:
        try:
            own = read_playbooks(self._path)
        except PlaybooksUnreadable:
            if self._books:
                return
            own = OwnPlaybooks()
        starter = starter_playbooks(self._folder, own.language or self.language)
        self._books = starter | {one.key: one for one in own.books}
