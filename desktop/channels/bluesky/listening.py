"""What names the company without addressing it: a search for each word and hashtag.

The network's search finds words in any form; what an account leaves out is left out here, because the search itself
knows no exclusion that all servers keep to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.channels.bluesky.cursor import Feed
from desktop.channels.bluesky.feeds import Entry, Page, Reading, read_feed
from desktop.channels.bluesky.fields import stamp
from desktop.channels.bluesky.mapping import Post, post_of
from desktop.channels.bluesky.pull import Pull
from desktop.model import Listening, Refused

QUESTIONS = 8  # per pull; more of them take turns
FIRST = timedelta(days=7)
_PAGE = 100
_KEPT = 100  # questions whose place is remembered


@dataclass(frozen=True, slots=True)
class Question:
    """One search: what is asked, and the hashtag that a hit must carry, if any."""

    words: str
    tag: str = ""

    @property
    def name(self) -> str:
        """What its place is remembered by."""
        return f"#{self.tag}" if self.tag else self.words


async def listen(pull: Pull, listening: Listening) -> None:
    """Search for what is due; hits join the pull's arrivals. Raises ChannelError."""
    questions = questions_of(listening)
    if not questions or pull.more:
        return  # what was said to us comes first
    start = pull.cursor.search_from % len(questions)
    due = [*questions[start:], *questions[:start]][:QUESTIONS]
    names = {question.name for question in questions}
    searched = {name: feed for name, feed in pull.cursor.searched.items() if name in names}
    for question in due:
        reading = _reading(pull, question, listening)
        feed, pull.more = await read_feed(searched.get(question.name, Feed()), reading, pull.now)
        searched[question.name] = feed
        if pull.more:
            break  # the same question comes first next time
        start += 1
    pull.cursor = replace(pull.cursor, searched=searched, search_from=start % len(questions))


def questions_of(listening: Listening) -> list[Question]:
    """Return the searches for what an account listens for."""
    words = [Question(f'"{word}"' if " " in word else word) for word in _clean(listening.words)]
    tags = [Question(f"#{tag}", tag) for tag in _clean(listening.hashtags) if " " not in tag]
    return list({question.name: question for question in (*words, *tags)}.values())[:_KEPT]


def is_wanted(post: Post, listening: Listening, me: str) -> bool:
    """Tell whether a hit is for the desk: not ours, of a language that is watched, without a word that is left out."""
    if post.author.remote_id == me:
        return False
    languages = {language.lower() for language in listening.languages}
    if languages and post.language is not None and post.language not in languages:
        return False
    text = post.text.casefold()
    return not any(word.casefold() in text for word in listening.excluded)


def _reading(pull: Pull, question: Question, listening: Listening) -> Reading:
    def entry(payload: object) -> Entry:
        post = post_of(payload)
        return Entry(post, post.at, counts=is_wanted(post, listening, pull.did))

    async def page(cursor: str | None, since: datetime) -> Page:
        parameters = [("q", question.words), ("sort", "latest"), ("since", stamp(since)), ("limit", str(_PAGE))]
        parameters += [("cursor", cursor)] if cursor else []
        if len(listening.languages) == 1:
            parameters.append(("lang", listening.languages[0]))
        try:
            return pull.page(await pull.client.get("app.bsky.feed.searchPosts", parameters), "posts", entry)
        except Refused as refusal:
            pull.refused.append(f"search_{refusal.reason}")
            return Page((), 0, None)

    async def take(entries: Sequence[Entry]) -> bool:
        for hit in sorted((entry.post for entry in entries), key=lambda post: (post.at, post.uri)):
            if not hit.concerns(pull.did):
                pull.take_heard(hit)
            elif not await pull.take(hit, named_us=True):
                return False
        return True

    return Reading(page, take, pull.known.keys, pull.horizon, FIRST)


def _clean(words: Sequence[str]) -> list[str]:
    return [clean for word in words if (clean := " ".join(word.replace('"', " ").split()))]
