"""The demo town: a month of talk behind it, customers who go on writing, and who react to what we answer.

Everything follows from the seed, the moment of its beginning and what we write: the same three give the same town. Time
passes only when `advance` is called. The town knows nothing of HTTP.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.demo.people import COMPANY, ZONE, Townsperson, particulars_of, townspeople
from desktop.demo.posts import Posts, TownPost
from desktop.demo.reactions import Heard, Mood, Reaction, heard_in, line_for, reaction_to, read_phrasebooks
from desktop.demo.script import Coming, Line, Script, read_script

_GAP = (4.0, 10.0)  # seconds between two things of the script
_LATER_GAP = (15.0, 40.0)  # seconds between two of the endless rest, which a person can still answer
_REPLY = (12.0, 40.0)  # seconds until a customer reacts to an answer
_NIGHT_ENDS = 7  # o'clock: nobody writes to a company before
_BUYERS = ("hannah", "laia", "sergio", "francesca", "inigo", "simone", "chiara", "grace")


@dataclass(frozen=True, slots=True)
class Mention:
    """One notification of the company: a post that names it."""

    id: int
    post_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """What the town tells whoever listens: "notification", "status.update" or "delete", and which one."""

    name: str
    subject: str  # a notification's or a post's id


class Town:
    """The town and all that is said in it. One thread; not safe to share."""

    def __init__(self, seed: int, now: datetime, script: Script | None = None) -> None:
        """Let a month pass until `now` (aware). `script` replaces the one in the resources."""
        self.seed = seed
        self.now = now.astimezone(UTC)
        self.people = townspeople()
        self.by_id = {person.id: person for person in (COMPANY, *self.people.values())}
        everybody = {person.address.lower(): person for person in self.by_id.values()}
        self.posts = Posts(everybody)
        self.mentions: list[Mention] = []
        self._mention_ids = itertools.count(1)
        self.listeners: list[Callable[[Event], None]] = []
        self.readers: list[Callable[[TownPost, Townsperson | None], None]] = []
        self._script = script or read_script()
        self._books = read_phrasebooks()
        self._moods = {key: Mood(wants_offer=key in _BUYERS) for key in self.people}
        self._chance = random.Random(f"{seed}|town")  # noqa: S311 - a play, no secret
        self._seconds = 0.0
        self._order = itertools.count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._live_the_past()
        self._gap = _GAP
        self._coming = self._what_comes()
        self._plan_next()

    def advance(self, seconds: float, now: datetime | None = None) -> int:
        """Let `seconds` of the script pass while the clock moves on to `now`; return how many things happened.

        Without `now` the clock moves on by as much. A faster or slower play gives more or fewer seconds than the
        clock shows.
        """
        begin, end = self._seconds, self._seconds + seconds
        start = self.now
        until = max(start, now.astimezone(UTC)) if now else start + timedelta(seconds=seconds)
        happened = 0
        while self._due and self._due[0][0] <= end:
            due, _, deed = heapq.heappop(self._due)
            share = (due - begin) / seconds if seconds else 1.0
            self._seconds, self.now = due, start + (until - start) * min(1.0, max(0.0, share))
            deed()
            happened += 1
        self._seconds, self.now = end, until
        return happened

    def write(
        self,
        text: str,
        *,
        direct: bool = False,
        parent_id: str | None = None,
        language: str = "",
        media_ids: tuple[str, ...] = (),
    ) -> TownPost:
        """Post as the company, now. Whom it answers will react in some seconds."""
        post = self.posts.add(
            COMPANY, text, self.now, direct=direct, parent_id=parent_id, language=language, media_ids=media_ids
        )
        reader = self._reader_of(post)
        for each in self.readers:
            each(post, reader)
        if reader is not None:
            self._react(reader, post, language if language in self._books else reader.language)
        return post

    def moves_in(self, person: Townsperson) -> None:
        """Let somebody live here from now on who is not in the script."""
        self.people[person.key] = self.by_id[person.id] = person
        self.posts.people[person.address.lower()] = person
        self._moods[person.key] = Mood()

    def take_back(self, identity: str) -> TownPost:
        """Delete a post, whoever wrote it. Raises KeyError for an unknown one."""
        gone = self.posts.remove(identity)
        self.mentions = [mention for mention in self.mentions if mention.post_id != identity]
        self._tell(Event("delete", identity))
        return gone

    def say(
        self, person: Townsperson, text: str, *, direct: bool = False, parent_id: str | None = None, photo: str = ""
    ) -> TownPost:
        """Let somebody write now; the company is notified if it is named."""
        photos = (photo,) if photo else ()
        post = self.posts.add(person, text, self.now, direct=direct, parent_id=parent_id, photos=photos)
        self._notify(post)
        return post

    def edit(self, identity: str, text: str) -> TownPost:
        """Let the author of a post change it now."""
        post = self.posts.edit(identity, text, self.now)
        self._tell(Event("status.update", identity))
        return post

    def _notify(self, post: TownPost) -> None:
        if COMPANY not in post.mentions:
            return
        mention = Mention(next(self._mention_ids), post.id, post.at)
        self.mentions.append(mention)
        self._tell(Event("notification", str(mention.id)))

    def _tell(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)

    # ---- the past

    def _live_the_past(self) -> None:
        """Write down the past in the order of time, so that ids and notifications grow with it."""
        moments = [_moments(talk, self.now, self._chance) for talk in self._script.past]
        plan = [(at, talk, place) for talk, times in enumerate(moments) for place, at in enumerate(times)]
        written: dict[tuple[int, int], TownPost] = {}
        for at, talk, place in sorted(plan):
            line = self._script.past[talk][place]
            before = written.get((talk, place - 1))
            written[talk, place] = self._write_past(line, at, before)

    def _write_past(self, line: Line, at: datetime, before: TownPost | None) -> TownPost:
        author = COMPANY if line.by == COMPANY.key else self.people[line.by]
        reactions = line.counts or (
            (0, 0, 0) if line.direct else (0, self._chance.randint(0, 2), self._chance.randint(0, 6))
        )
        post = self.posts.add(
            author,
            line.text,
            at,
            direct=line.direct,
            parent_id=before.id if before else None,
            photos=(line.photo,) if line.photo else (),
            reactions=reactions,
        )
        self._notify(post)
        return post

    # ---- what comes

    def _what_comes(self) -> Iterator[Coming]:
        yield from self._script.coming
        self._gap = _LATER_GAP
        writers = [person for person in self.people.values() if person.since is not None]
        while True:
            template = self._chance.choice(self._script.templates)
            person = self._chance.choice([one for one in writers if one.language == template.language])
            yield Coming(person.key, self._filled(template.text, person), False, False, False, False, "")

    def _plan_next(self) -> None:
        self._plan(self._chance.uniform(*self._gap), self._go_on)

    def _plan(self, seconds: float, deed: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self._seconds + seconds, next(self._order), deed))

    def _go_on(self) -> None:
        coming = next(one for one in self._coming if not self._has_passed(one))
        person = self.people[coming.who]
        last = self.posts.last_of(person)
        if coming.edits and last is not None:
            self.edit(last.id, coming.text)
        elif coming.deletes and last is not None:
            self.take_back(last.id)
        elif coming.text:
            follows = last if coming.on_last else None
            direct = follows.direct if follows else coming.direct
            self.say(person, coming.text, direct=direct, parent_id=follows.id if follows else None, photo=coming.photo)
        self._plan_next()

    def _has_passed(self, coming: Coming) -> bool:
        """True for what somebody meant to do about an old post, once we have answered them."""
        about_old = coming.on_last or coming.edits or coming.deletes
        return about_old and self._moods[coming.who].answers > 0

    def _filled(self, text: str, person: Townsperson) -> str:
        own = particulars_of(person, self.seed)
        return text.format(
            number=own.number, reading=own.reading, amount=own.amount, hour=own.hour, street=person.street
        )

    # ---- reactions

    def _reader_of(self, post: TownPost) -> Townsperson | None:
        """Return whom an answer is for: the author it replies to, else the first it names."""
        parent = self.posts.by_id.get(post.parent_id or "")
        if parent is not None and parent.author != COMPANY:
            return parent.author if post.readable_by(parent.author) else None
        return next((person for person in post.mentions if person != COMPANY), None)

    def _react(self, person: Townsperson, post: TownPost, language: str) -> None:
        mood = self._moods[person.key]
        chance = random.Random(f"{self.seed}|{person.key}|{mood.answers}|{' '.join(post.text.split())}")  # noqa: S311
        heard: Heard = heard_in(post.text, self._books[language], direct=post.direct)
        reaction = reaction_to(heard, mood, chance)
        if reaction is None:
            return
        text = ""
        if reaction.manner is not None:
            line = line_for(reaction.manner, self._books[person.language], mood, chance)
            text = self._filled(line, person)
        self._plan(chance.uniform(*_REPLY), lambda: self._carry_out(person, post.id, reaction, text))

    def _carry_out(self, person: Townsperson, answered: str, reaction: Reaction, text: str) -> None:
        if answered not in self.posts.by_id:
            return  # we took our answer back in time
        if reaction.likes:
            self.posts.like(answered)
        if text:
            self.say(person, text, direct=reaction.direct, parent_id=answered)


def _moments(talk: tuple[Line, ...], now: datetime, chance: random.Random) -> list[datetime]:
    """Return when the posts of a past talk were written: never in the future, old ones never at night."""
    first, *rest = talk
    shift = 1 + chance.uniform(-0.02, 0.02)
    moments = [_waking(now - first.after * shift, now)]
    for line in rest:
        moments.append(moments[-1] + line.after)
    late = moments[-1] - (now - timedelta(minutes=1))
    return [moment - late for moment in moments] if late > timedelta(0) else moments


def _waking(moment: datetime, now: datetime) -> datetime:
    """Return a moment of more than a day ago moved out of the night, towards the past."""
    local = moment.astimezone(ZoneInfo(ZONE))
    if now - moment < timedelta(days=1) or local.hour >= _NIGHT_ENDS:
        return moment
    return moment - timedelta(hours=local.hour + 3)
