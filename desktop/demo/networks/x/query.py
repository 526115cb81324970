"""What a search or a stream's rule means on the fake X: its words, operators and groups, and how it may not be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from desktop.demo.networks.x.world import Post, World

_PIECE = re.compile(r'\s*(\(|\)|-?(?:[a-z_]+:)?"[^"]*"|[^\s()]+)', re.IGNORECASE)
_STANDALONE = ("from", "to", "url", "conversation_id")
_TIED = {"is", "lang", "has"}  # operators that ask for another one beside them

Matcher = Callable[[World, Post], bool]


class BadQuery(ValueError):
    """X would not take this query."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read; `standalone` if it could be asked alone."""

    matcher: Matcher
    standalone: bool

    def matches(self, world: World, post: Post) -> bool:
        """Tell whether a post is a hit."""
        return self.matcher(world, post)


def read(text: str, longest: int, *, folds: bool) -> Query:
    """Return a query; with `folds` accents make no difference, as in search.

    Raises BadQuery for one that is too long, malformed, or would match nearly everything.
    """
    if len(text) > longest:
        raise BadQuery(f"longer than {longest} characters")
    if text.count('"') % 2:
        raise BadQuery("a quote is left open")
    query = _Reader(_PIECE.findall(text), folds=folds).whole()
    if not query.standalone:
        raise BadQuery("nothing in it stands alone")
    return query


class _Reader:
    """Reads alternatives of conjunctions of terms, groups among them."""

    def __init__(self, pieces: list[str], *, folds: bool) -> None:
        self._pieces = pieces
        self._folds = folds

    def whole(self) -> Query:
        query = self._alternatives()
        if self._pieces:
            raise BadQuery("a bracket too many")
        return query

    def _alternatives(self) -> Query:
        parts = [self._conjunction()]
        while self._pieces and self._pieces[0] == "OR":
            self._pieces.pop(0)
            parts.append(self._conjunction())
        matchers = [part.matcher for part in parts]
        return Query(
            lambda world, post: any(one(world, post) for one in matchers), all(part.standalone for part in parts)
        )

    def _conjunction(self) -> Query:
        parts: list[Query] = []
        while self._pieces and self._pieces[0] not in {"OR", ")"}:
            parts.append(self._term(self._pieces.pop(0)))
        if not parts:
            raise BadQuery("nothing between two operators")
        matchers = [part.matcher for part in parts]
        return Query(
            lambda world, post: all(one(world, post) for one in matchers), any(part.standalone for part in parts)
        )

    def _term(self, piece: str) -> Query:
        if piece == "(":
            inner = self._alternatives()
            if not self._pieces or self._pieces.pop(0) != ")":
                raise BadQuery("a bracket is left open")
            return inner
        if piece == "-":
            raise BadQuery("a group can't be negated")
        if piece.startswith("-"):
            negated = self._positive(piece[1:])
            return Query(lambda world, post: not negated.matcher(world, post), standalone=False)
        return self._positive(piece)

    def _positive(self, piece: str) -> Query:
        name, colon, value = piece.partition(":")
        if colon and not piece.startswith('"') and name.isascii():
            return _operator(name.lower(), value.strip('"'))
        if piece.startswith("#"):
            return Query(lambda _, post: _fold(piece[1:], True) in _tags(post), standalone=True)
        if piece.startswith("@"):
            wanted = piece[1:].lower()
            return Query(
                lambda world, post: wanted in {user.username.lower() for user in world.mentioned(post)}, standalone=True
            )
        words = _words(piece.strip('"'), self._folds)
        if not words:
            raise BadQuery("a term without letters")
        return Query(lambda _, post: _holds(_words(post.text, self._folds), words), standalone=True)


def _operator(name: str, value: str) -> Query:
    if not value or (name not in _STANDALONE and name not in _TIED):
        raise BadQuery(f"no such operator: {name}")
    matchers: dict[str, Matcher] = {
        "from": lambda _, post: value.lower() in {post.author.username.lower(), post.author.id},
        "to": lambda _, post: post.parent is not None and post.parent.author.username.lower() == value.lower(),
        "url": lambda _, post: value.lower() in post.text.lower(),
        "conversation_id": lambda _, post: post.conversation == value,
        "lang": lambda _, post: post.author.language == value,
        "is": lambda _, post: {"quote": post.quoted is not None, "reply": post.parent is not None}.get(value, False),
        "has": lambda _, post: value == "media" and bool(post.files),
    }
    return Query(matchers[name], name in _STANDALONE)


def _words(text: str, folds: bool) -> list[str]:
    return re.findall(r"\w+", _fold(text, folds))


def _tags(post: Post) -> set[str]:
    return {_fold(tag, True) for tag in re.findall(r"#(\w+)", post.text)}


def _fold(text: str, folds: bool) -> str:
    folded = text.casefold()
    if not folds:
        return unicodedata.normalize("NFC", folded)
    return "".join(each for each in unicodedata.normalize("NFD", folded) if not unicodedata.combining(each))


def _holds(words: list[str], wanted: list[str]) -> bool:
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1))
