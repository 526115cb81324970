"""The demo town: a month of talk behind it on many networks, customers who go on writing, and who react to our answers.

Everything follows from the seed, the moment of its beginning and what we write: the same three give the same town. Time
passes only when `advance` is called. What the networks are like is their own affair: the town lets people write there
and hears what the company answers. Where a network won't have something, the town goes on without it.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from desktop.demo.gestures import applauds, is_there, publishes, shows
from desktop.demo.networks import FakeNetwork, Heard
from desktop.demo.past import moments_of
from desktop.demo.people import COMPANY, Townsperson, particulars_of, townspeople
from desktop.demo.reactions import Mood, Reaction, line_for, reaction_to, read_phrasebooks, understood
from desktop.demo.script import Coming, Line, Script, Talk, read_script
from desktop.model import Network

_GAP = (4.0, 10.0)  # seconds between two things of the script
_LATER_GAP = (15.0, 40.0)  # seconds between two of the endless rest, which a person can still answer
_REPLY = (12.0, 40.0)  # seconds until a customer reacts to an answer
_BUYERS = ("hannah", "laia", "sergio", "francesca", "inigo", "simone", "chiara", "grace")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said where; `who` is "us" for the company, `answers` the remote id of what it answers."""

    network: Network
    remote_id: str
    who: str
    text: str
    direct: bool
    answers: str | None
    at: datetime


class Town:
    """The town and all that is said in it. One thread; not safe to share."""

    def __init__(self, seed: int, now: datetime, networks: Iterable[FakeNetwork], script: Script | None = None) -> None:
        """Let a month pass on fresh networks until `now` (aware). `script` replaces the one in the resources."""
        self.seed = seed
        self.now = now.astimezone(UTC)
        self.networks = {network.network: network for network in networks}
        self.people = townspeople()
        self.said: list[Said] = []
        self.refused = 0
        """How often a network would not have what the script wanted."""
        self._script = script or read_script()
        self._books = read_phrasebooks()
        self._moods = {key: Mood(wants_offer=key in _BUYERS) for key in self.people}
        self._chance = random.Random(f"{seed}|town")  # noqa: S311 - a play, no secret
        self._seconds = 0.0
        self._order = itertools.count()
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        for network in self.networks.values():
            network.now = self.time
        self._live_the_past()
        for network in self.networks.values():
            network.heard.append(self._listener(network.network))
        self._gap = _GAP
        self._coming = self._what_comes()
        self._plan_next()

    def time(self) -> datetime:
        """Return the town's clock; every network goes by it."""
        return self.now

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

    def say(
        self,
        who: str,
        network: Network,
        text: str,
        *,
        direct: bool = False,
        answers: str | None = None,
        names_us: bool = True,
        photo: str = "",
        title: str = "",
    ) -> Said | None:
        """Let somebody write now; None if they are not on this network or it won't have it."""
        place, person = self.networks.get(network), self.people[who]
        if place is None or network not in person.personas:
            return None
        persona = person.personas[network]

        def write() -> str:
            if title:
                return publishes(place, persona, title, text)
            if photo:
                return shows(place, persona, text, photo, direct=direct, reply_to=answers, names_us=names_us)
            return place.says(persona, text, direct=direct, reply_to=answers, names_us=names_us)

        remote_id = self._attempt(write)
        return self._noted(network, remote_id, who, text, direct, answers)

    def last_of(self, who: str, network: Network | None = None, *, public: bool = False) -> Said | None:
        """Return what somebody said last, on any network or on one."""
        found = (one for one in reversed(self.said) if one.who == who and network in {None, one.network})
        return next((one for one in found if not (public and one.direct)), None)

    def _noted(
        self, network: Network, remote_id: str | None, who: str, text: str, direct: bool, answers: str | None
    ) -> Said | None:
        if remote_id is None:
            return None
        said = Said(network, remote_id, who, text, direct, answers, self.now)
        self.said.append(said)
        return said

    def _attempt(self, deed: Callable[[], str | None]) -> str | None:
        """Return what a deed on a network gives; None if the network has no such thing or does not let it happen."""
        try:
            return deed()
        except (LookupError, ValueError):
            self.refused += 1
            return None

    # ---- the past

    def _live_the_past(self) -> None:
        """Write down the past in the order of time, so that ids and notifications grow with it."""
        end = self.now
        talks = [talk for talk in self._script.past if talk.network in self.networks]
        plan = moments_of(talks, end, self._chance)
        written: dict[int, list[Said]] = {}
        announced: dict[str, Said] = {}
        for at, talk, place in plan:
            self.now = at
            line = talks[talk].lines[place]
            said = self._past_line(talks[talk], line, written.setdefault(talk, []), announced)
            if said is not None:
                written[talk].append(said)
                announced.setdefault(talks[talk].key, said)
        self.now = end

    def _past_line(self, talk: Talk, line: Line, before: list[Said], announced: dict[str, Said]) -> Said | None:
        alike = [said for said in before if said.direct == line.direct] or (before if line.direct else [])
        above = alike[-1] if alike else announced.get(talk.below) if talk.below else None
        answers = above.remote_id if above else None
        if line.by == COMPANY:
            said = self._announce(talk.network, line, answers)
        else:
            said = self.say(
                line.by,
                talk.network,
                line.text,
                direct=line.direct,
                answers=answers,
                names_us=line.names_us,
                photo=line.photo,
                title=line.title,
            )
        if said is not None and not line.direct:
            applauds(self.networks[talk.network], said.remote_id, line.counts or self._some_applause())
        return said

    def _announce(self, network: Network, line: Line, answers: str | None) -> Said | None:
        place = self.networks[network]
        remote_id = self._attempt(lambda: place.announces(line.text, direct=line.direct, reply_to=answers))
        return self._noted(network, remote_id, COMPANY, line.text, line.direct, answers)

    def _some_applause(self) -> tuple[int, int, int]:
        return 0, self._chance.randint(0, 2), self._chance.randint(0, 6)

    # ---- what comes

    def _what_comes(self) -> Iterator[Coming]:
        yield from self._script.coming
        self._gap = _LATER_GAP
        writers = [person for person in self.people.values() if person.since is not None]
        while self._script.templates:
            template = self._chance.choice(self._script.templates)
            person = self._chance.choice([one for one in writers if one.language == template.language])
            network = self._chance.choice(list(person.personas))
            direct = network is Network.TELEGRAM
            yield Coming(person.key, self._filled(template.text, person), network, direct=direct)

    def _plan_next(self) -> None:
        self.plan(self._chance.uniform(*self._gap), self._go_on)

    def plan(self, seconds: float, deed: Callable[[], object]) -> None:
        """Let something happen after so many seconds of the script."""
        heapq.heappush(self._due, (self._seconds + seconds, next(self._order), deed))

    def _go_on(self) -> None:
        coming = next((one for one in self._coming if self._may_happen(one)), None)
        if coming is None:
            return
        last = self.last_of(coming.who, coming.network)
        if last is not None and (coming.edits or coming.deletes):
            self._attempt(lambda: self._change(last, coming))
        else:
            self._say_coming(coming, last)
        self._plan_next()

    def _change(self, last: Said, coming: Coming) -> None:
        place = self.networks[last.network]
        if coming.deletes:
            place.removes(last.remote_id)
            self.said.remove(last)
        else:
            place.edits(last.remote_id, coming.text)
            self.said[self.said.index(last)] = replace(last, text=coming.text)

    def _say_coming(self, coming: Coming, last: Said | None) -> None:
        network = coming.network or (last.network if last else next(iter(self.people[coming.who].personas)))
        above = last if coming.on_last else self.last_of(coming.answers, network, public=True)
        direct = above.direct if coming.on_last and above else coming.direct
        self.say(
            coming.who,
            network,
            coming.text,
            direct=direct,
            answers=above.remote_id if above else None,
            names_us=coming.names_us,
            photo=coming.photo,
            title=coming.title,
        )

    def _may_happen(self, coming: Coming) -> bool:
        """Tell whether something can still happen: not what somebody meant to do about a post that we answered."""
        about_old = coming.on_last or coming.edits or coming.deletes
        if about_old and (self._moods[coming.who].answers > 0 or self.last_of(coming.who, coming.network) is None):
            return False
        if coming.answers and self.last_of(coming.answers, coming.network, public=True) is None:
            return False
        return coming.network is None or coming.network in self.networks

    def _filled(self, text: str, person: Townsperson) -> str:
        own = particulars_of(person, self.seed)
        return text.format(
            number=own.number, reading=own.reading, amount=own.amount, hour=own.hour, street=person.street
        )

    # ---- reactions

    def _listener(self, network: Network) -> Callable[[Heard], None]:
        def listen(heard: Heard) -> None:
            self._noted(network, heard.remote_id, COMPANY, heard.text, heard.direct, heard.reply_to)
            reader = self.people.get(heard.recipient_key)
            if reader is not None and not reader.silent:
                self._react(reader, network, heard)

        return listen

    def _react(self, person: Townsperson, network: Network, heard: Heard) -> None:
        mood, book = self._moods[person.key], self._books[person.language]
        chance = random.Random(f"{self.seed}|{person.key}|{mood.answers}|{' '.join(heard.text.split())}")  # noqa: S311
        reaction = reaction_to(understood(heard.text, book, direct=heard.direct), mood, chance)
        if reaction is None:
            return
        text = ""
        if reaction.manner is not None:
            text = self._filled(line_for(reaction.manner, book, mood, chance), person)
        self.plan(chance.uniform(*_REPLY), lambda: self._carry_out(person, network, heard.remote_id, reaction, text))

    def _carry_out(self, person: Townsperson, network: Network, answered: str, reaction: Reaction, text: str) -> None:
        place = self.networks[network]
        if not is_there(place, answered):
            return  # we took our answer back in time
        if reaction.likes:
            applauds(place, answered, (0, 0, 1))
        if text:
            self.say(person.key, network, text, direct=reaction.direct, answers=answered)
