"""What comes in at a simulated desk and when: hours of the week and bursts as real people wrote, texts of practice.

The hour of the week is that of 4,000 real e-mails, by their writers' own clocks; how much more or less than usual comes
in one hour, and in which of its minutes, is that of real hours of a busy public channel. Texts are practice messages
with their true classes; each is triaged by weights that were fitted without it. The mix of classes, the share without a
mention and the minutes of work are assumptions, written down here.
"""

from __future__ import annotations

import random
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from desktop.model import Assessment, MessageClass, Network, Visibility
from desktop.system.resources import resource_path
from desktop.triage import LanguageIdentifier, Lexicon, MessageFacts, Triage, awaits_answer

DATA = Path(__file__).parents[2] / "../shared/data"
MAILS = DATA / "mail/spamassassin/spamassassin_raw_emails.tar.gz"
TALK = DATA / "volume/irc_ubuntu/train-logs.tar.gz"

MIX: Mapping[MessageClass, float] = {
    MessageClass.URGENT: 3,
    MessageClass.COMPLAINT: 20,
    MessageClass.PURCHASE_INTENT: 8,
    MessageClass.BRAND_PREFERENCE: 5,
    MessageClass.FAQ_QUESTION: 21,
    MessageClass.TECHNICAL_QUESTION: 13,
    MessageClass.SUGGESTION: 5,
    MessageClass.PRAISE_THANKS: 12,
    MessageClass.NOISE: 10,
    MessageClass.ABUSE: 3,
}
"""Of 100 messages. Urgent ones of another class come on top: some practice complaints and questions can't wait."""

MINUTES: Mapping[MessageClass, float] = {
    MessageClass.URGENT: 7,
    MessageClass.COMPLAINT: 7,
    MessageClass.PURCHASE_INTENT: 5,
    MessageClass.BRAND_PREFERENCE: 3,
    MessageClass.FAQ_QUESTION: 3,
    MessageClass.TECHNICAL_QUESTION: 8,
    MessageClass.SUGGESTION: 2.5,
    MessageClass.PRAISE_THANKS: 1,
    MessageClass.NOISE: 0.4,
    MessageClass.ABUSE: 2,
}
"""The median of an agent's work on one, by its true class; log-normal around it."""

SPREAD = 0.6  # of the logarithm of the minutes of work
WITHOUT_MENTION = 0.35

_HOURS = 24 * 7
_MINUTES_AN_HOUR = 60
_FEWEST_LINES = 30  # of an hour of talk that tells how it was spread
_HEAD = 20_000  # bytes of a mail in which its date stands
_DATE = re.compile(rb"^Date:\s*(.+)$", re.MULTILINE | re.IGNORECASE)
_SENDER_IS_A_FEED = re.compile(rb"^From:.*rssfeeds@", re.MULTILINE | re.IGNORECASE)
_LINE = re.compile(r"\[(\d\d):(\d\d)\] <")


@dataclass(frozen=True, slots=True)
class Shape:
    """How traffic is spread: a weight per hour of the week from Monday 0:00, and real hours minute by minute.

    A busy hour is `ratio` times as full as usual in its day; `minutes` are its 60 counts.
    """

    week: tuple[float, ...]
    busy_hours: tuple[tuple[float, tuple[int, ...]], ...]


def real_shape() -> Shape:
    """Read the real data. Raises OSError where it is not on this machine."""
    return Shape(tuple(_mails_by_hour()), tuple(_hours_of_talk()))


def _mails_by_hour() -> Iterator[float]:
    counts: Counter[int] = Counter()
    with tarfile.open(MAILS) as archive:
        for member in archive:
            file = archive.extractfile(member) if "ham" in member.name else None
            head = file.read(_HEAD) if file else b""
            found = _DATE.search(head)
            if found is None or _SENDER_IS_A_FEED.search(head):
                continue
            try:
                at = parsedate_to_datetime(found[1].decode("latin-1").strip())
            except ValueError:
                continue
            counts[at.weekday() * 24 + at.hour] += 1
    whole = counts.total()
    return (counts[hour] / whole for hour in range(_HOURS))


def _hours_of_talk() -> Iterator[tuple[float, tuple[int, ...]]]:
    with tarfile.open(TALK) as archive:
        for member in archive:
            file = archive.extractfile(member)
            lines = file.read().decode("utf-8", "replace").splitlines() if file else []
            times = [int(found[1]) * 60 + int(found[2]) for line in lines if (found := _LINE.match(line))]
            counts = Counter(times)
            if not times:
                continue
            first, end = min(times), max(times) + 1
            usual = len(times) / (end - first) * _MINUTES_AN_HOUR
            for start in range(first, end - _MINUTES_AN_HOUR + 1, _MINUTES_AN_HOUR):
                minutes = tuple(counts[at] for at in range(start, start + _MINUTES_AN_HOUR))
                if sum(minutes) >= _FEWEST_LINES:
                    yield sum(minutes) / usual, minutes


@dataclass(frozen=True, slots=True)
class Text:
    """A practice message with its true class, and what triage says of it with and without a mention of us."""

    kind: MessageClass
    urgent: bool
    said: tuple[Assessment, Assessment]  # without, with
    awaits: tuple[bool, bool]


def practised_texts() -> list[Text]:
    """Return all practice messages, each triaged by weights that never saw it. About a minute."""
    from desktop.triage.leanings import UNIT
    from tests.benchmarks.fit_triage import Fitted, out_of_fold, practice

    lexicon = Lexicon.load(resource_path("triage"))
    identify = LanguageIdentifier.load(resource_path("triage"))
    folds, shift = out_of_fold(practice())
    found = []
    for fitted, unseen in folds:
        start = fitted.weights[""]
        lifted = Fitted({**fitted.weights, "": [*start[:-1], start[-1] + round(shift * UNIT)]})
        triage = Triage(lexicon, lifted.leanings(), identify)
        found += [
            triaged(triage, one.message.text, MessageClass(one.message.expected), urgent=one.message.urgent)
            for one in unseen
        ]
    return found


def triaged(triage: Triage, text: str, kind: MessageClass, *, urgent: bool) -> Text:
    """Return a message as a public post, with what triage says of it."""
    without, with_us = (
        triage.assess(MessageFacts(text, network=Network.X, visibility=Visibility.PUBLIC, mentions_us=mentions))
        for mentions in (False, True)
    )
    awaits = tuple(awaits_answer(said.message_class, None, text) for said in (without, with_us))
    return Text(kind, urgent, (without, with_us), (awaits[0], awaits[1]))


@dataclass(frozen=True, slots=True)
class Message:
    """One arrival. `work` is in seconds."""

    at: datetime
    text: Text
    mentions_us: bool
    work: float

    @property
    def said(self) -> Assessment:
        """What triage says of it."""
        return self.text.said[self.mentions_us]

    @property
    def awaits(self) -> bool:
        """Whether triage says that it is owed an answer."""
        return self.text.awaits[self.mentions_us]


def mean_work() -> float:
    """Return the seconds that a message takes on average."""
    whole = sum(MIX.values())
    lift = random.Random(0)
    several = [lift.lognormvariate(0, SPREAD) for _ in range(20_000)]
    return sum(MIX[kind] / whole * MINUTES[kind] for kind in MIX) * 60 * sum(several) / len(several)


def traffic(
    shape: Shape, texts: Sequence[Text], chance: random.Random, start: datetime, weeks: int, a_week: float
) -> list[Message]:
    """Return `weeks` of arrivals, about `a_week` each, in the order of time. `start` is a Monday's midnight."""
    by_kind: dict[MessageClass, list[Text]] = defaultdict(list)
    for text in texts:
        by_kind[text.kind].append(text)
    kinds = [kind for kind in MIX if by_kind[kind]]
    usual = sum(ratio for ratio, _ in shape.busy_hours) / len(shape.busy_hours)
    found = []
    for hour in range(weeks * _HOURS):
        ratio, minutes = chance.choice(shape.busy_hours)
        wanted = a_week * shape.week[hour % _HOURS] * ratio / usual
        for minute in chance.choices(range(_MINUTES_AN_HOUR), minutes, k=_poisson(chance, wanted)):
            at = start + timedelta(hours=hour, minutes=minute, seconds=chance.random() * 60)
            kind = chance.choices(kinds, [MIX[one] for one in kinds])[0]
            work = MINUTES[kind] * 60 * chance.lognormvariate(0, SPREAD)
            found.append(Message(at, chance.choice(by_kind[kind]), chance.random() >= WITHOUT_MENTION, work))
    return sorted(found, key=lambda message: message.at)


def _poisson(chance: random.Random, mean: float) -> int:
    count, left = 0, chance.expovariate(1.0)
    while left < mean:
        count += 1
        left += chance.expovariate(1.0)
    return count
