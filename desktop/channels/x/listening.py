"""Listening on X: what an account watches becomes search queries or stream rules, as many as their length asks for.

docs.x.com, "Build a query" and "Build a rule": 512 and 1,024 characters, a phrase in quotes matches as it stands, a
negated group is not allowed. The stream tells accents apart and search does not.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from desktop.model import Listening

QUERY_LENGTH = 512
RULE_LENGTH = 1024
_RETWEETS = "-is:retweet"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_OLDER_CODES = {"he": "iw", "id": "in", "nb": "no", "nn": "no"}
_TAG = re.compile(r"\w+")
_NAME = re.compile(r"\w{1,50}")


def queries_of(listening: Listening, handle: str) -> tuple[str, ...]:
    """Return the searches of an account: who quotes it, then what names the company without addressing it."""
    if not listening.is_on:
        return ()
    return (*_quotes(handle), *_split(_terms(listening), _suffix(listening, handle, QUERY_LENGTH), QUERY_LENGTH))


def rules_of(listening: Listening, handle: str) -> tuple[str, ...]:
    """Return the stream's rules of an account: who mentions or quotes it, and what it listens for."""
    name = _name(handle)
    mentions = (f"@{name} {_RETWEETS} -from:{name}",) if name else ()
    if not listening.is_on:
        return mentions
    suffix = _suffix(listening, handle, RULE_LENGTH)
    spelt = [variant for term in _terms(listening) for variant in _with_and_without_accents(term)]
    return (*mentions, *_quotes(handle), *_split(spelt, suffix, RULE_LENGTH))


def name_of(query: str) -> str:
    """Return the short name under which a query's place is kept."""
    return hashlib.sha256(query.encode()).hexdigest()[:10]


def is_excluded(text: str, listening: Listening) -> bool:
    """Tell whether a text holds a word that is to be left alone: not every exclusion fits into every query."""
    folded = text.casefold()
    return any(_holds(folded, word.casefold()) for word in listening.excluded)


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _quotes(handle: str) -> tuple[str, ...]:
    name = _name(handle)
    if not name:
        return ()
    return (f'(url:"x.com/{name}/status" OR url:"twitter.com/{name}/status") is:quote {_RETWEETS} -from:{name}',)


def _terms(listening: Listening) -> list[str]:
    words = (_phrase(word) for word in listening.words)
    tags = (f"#{found[0]}" for tag in listening.hashtags if (found := _TAG.fullmatch(tag)))
    return list(dict.fromkeys(term for term in (*words, *tags) if term))


def _phrase(words: str) -> str:
    """Return words to be matched as they stand; quotes inside can't be, and mean nothing to who listens."""
    plain = " ".join(re.sub(r'["\\]', " ", words).split())
    return f'"{plain}"' if any(letter.isalnum() for letter in plain) else ""


def _suffix(listening: Listening, handle: str, length: int) -> str:
    """Return what narrows every query down; as many exclusions as leave half of the length to the words."""
    name = _name(handle)
    parts = [_languages(listening.languages), _RETWEETS, f"-from:{name}" if name else ""]
    suffix = " ".join(part for part in parts if part)
    for word in listening.excluded:
        tag = _TAG.fullmatch(word.removeprefix("#")) if word.startswith("#") else None
        excluded = f"#{tag[0]}" if tag else _phrase(word)
        longer = f"{suffix} -{excluded}"
        if excluded and len(longer) <= length // 2:
            suffix = longer
    return suffix


def _languages(codes: Sequence[str]) -> str:
    found = [_OLDER_CODES.get(code, code) for code in (one.strip().lower() for one in codes)]
    named = [f"lang:{code}" for code in dict.fromkeys(found) if _LANGUAGE.fullmatch(code)]
    return f"({' OR '.join(named)})" if len(named) > 1 else "".join(named)


def _split(terms: Iterable[str], suffix: str, length: int) -> list[str]:
    queries: list[str] = []
    gathered: list[str] = []
    for term in terms:
        if len(_joined([term], suffix)) > length:
            continue  # longer than any query may be: nobody writes that in a post either
        if gathered and len(_joined([*gathered, term], suffix)) > length:
            queries.append(_joined(gathered, suffix))
            gathered = []
        gathered.append(term)
    return [*queries, *([_joined(gathered, suffix)] if gathered else [])]


def _joined(terms: Sequence[str], suffix: str) -> str:
    alternatives = f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]
    return f"{alternatives} {suffix}"


def _with_and_without_accents(term: str) -> list[str]:
    letters = unicodedata.normalize("NFD", term)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return list(dict.fromkeys((term, unicodedata.normalize("NFC", bare))))


def _name(handle: str) -> str:
    found = _NAME.fullmatch(handle.strip().removeprefix("@"))
    return found[0] if found else ""
