"""The channel advisor's four questions: which channels suit the customers, the sector, the service and the market.

They are those of "La scelta dei canali per il digital customer service": which channels customers prefer, which fit the
sector, which suit how the company communicates, and which the competitors use. What the desk knows itself is taken
from its own figures; the rest is asked once and kept. Each question gives up to 100 points; a channel's score is the
mean of the questions that have an answer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from desktop.model import Network, traits_of
from desktop.reports.survey import preferences, said_of
from desktop.store import Store
from desktop.system.resources import resource_path

SETTING = "reports/channels"
CHANNELS = tuple(one for one in Network if one is not Network.LISTENING)
_YEAR = timedelta(days=365)
_ANSWERS = 2_000
_BEST = 3
_PUBLIC_FIRST = frozenset({Network.X, Network.MASTODON, Network.BLUESKY, Network.FACEBOOK, Network.INSTAGRAM})


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked: the sector ("" for none), what the service needs, what customers said, where competitors are.

    `needs` are of "private" and "public"; `preferred` is how many of the customers who were asked prefer a channel.
    """

    sector: str = ""
    needs: frozenset[str] = frozenset()
    preferred: Mapping[Network, int] = field(default_factory=dict)
    competitors: frozenset[Network] = frozenset()

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values for the settings."""
        return {
            "sector": self.sector,
            "needs": sorted(self.needs),
            "preferred": {network.value: count for network, count in self.preferred.items() if count},
            "competitors": sorted(self.competitors),
        }

    @classmethod
    def from_dict(cls, value: object) -> Form:
        """Return what `to_dict` wrote down; what can't be read is left out."""
        kept = value if isinstance(value, Mapping) else {}
        preferred = kept.get("preferred")
        counts = preferred if isinstance(preferred, Mapping) else {}
        return cls(
            str(kept.get("sector") or "") if kept.get("sector") in sectors() else "",
            frozenset(one for one in _texts(kept.get("needs")) if one in ("private", "public")),
            {one: counts[one.value] for one in CHANNELS if _is_count(counts.get(one.value))},
            frozenset(one for one in CHANNELS if one.value in _texts(kept.get("competitors"))),
        )


@dataclass(frozen=True, slots=True)
class Own:
    """What the desk knows itself: questions of the last twelve months by channel, and the lengths of its answers.

    `preferred` is how many customers told the channel survey that they would rather use a channel; `answered` how many
    said so of any, a shop or a telephone too.
    """

    asked: Mapping[Network, int]
    lengths: Sequence[int]  # code points
    preferred: Mapping[Network, int] = field(default_factory=dict)
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A channel's place. Points are 0 to 100, None where a question has no answer; shares are per cent.

    `demand` is its share of the desk's questions, `preference` that of the customers who were asked, `fitting` how many
    of the desk's answers it holds in one piece.
    """

    network: Network
    score: int
    customers: int | None
    sector: int | None
    medium: int | None
    market: int | None
    demand: int | None
    preference: int | None
    fitting: int | None


def sectors() -> tuple[str, ...]:
    """Return the known sectors."""
    return tuple(_fits())


def read_own(store: Store, now: datetime) -> Own:
    """Return what the desk knows itself. Raises StoreError; runs on the jobs' thread."""
    store.reports.derive_all()
    networks = {int(one.id): one.network for one in store.accounts.all_ever()}
    asked: dict[Network, int] = {}
    for account_id, count in store.reports.by_account(now - _YEAR, now):
        network = networks.get(account_id)
        if network is not None:
            asked[network] = asked.get(network, 0) + count
    preferred, answered = preferences(said_of(store.follow_ups.channel_figures(now - _YEAR, now)))
    return Own(asked, store.reports.answer_lengths(_ANSWERS), preferred, answered)


def rank(form: Form, own: Own) -> tuple[Ranked, ...]:
    """Return the channels, the best first. Pure."""
    ranked = [_ranked(network, form, own) for network in CHANNELS]
    return tuple(sorted(ranked, key=lambda one: (-one.score, CHANNELS.index(one.network))))


def _ranked(network: Network, form: Form, own: Own) -> Ranked:
    demand = _share(own.asked.get(network, 0), sum(count for one, count in own.asked.items() if one in CHANNELS))
    preference = _share(_wanted(form, own).get(network, 0), sum(form.preferred.values()) + own.answered)
    fitting = _fitting(network, own.lengths)
    customers = _customers(network, form, own)
    sector = round(100 * _fits()[form.sector].get(network.value, 0) / _BEST) if form.sector in _fits() else None
    medium = _mean([fitting, *(_meets(network, need) for need in sorted(form.needs))])
    market = (100 if network in form.competitors else 0) if form.competitors else None
    score = _mean([customers, sector, medium, market]) or 0
    return Ranked(network, score, customers, sector, medium, market, demand, preference, fitting)


def _customers(network: Network, form: Form, own: Own) -> int | None:
    """Return the points of what customers do and say: the most wanted channel has 100, the others their part of it."""
    found = []
    for counts in (own.asked, _wanted(form, own)):
        most = max((counts.get(one, 0) for one in CHANNELS), default=0)
        if most:
            found.append(round(100 * counts.get(network, 0) / most))
    return _mean(list(found))


def _wanted(form: Form, own: Own) -> Mapping[Network, int]:
    """Return how many prefer each channel: those who were asked elsewhere, and those who answered the survey."""
    return {one: form.preferred.get(one, 0) + own.preferred.get(one, 0) for one in {*form.preferred, *own.preferred}}


def _fitting(network: Network, lengths: Sequence[int]) -> int | None:
    traits = traits_of(network)
    limit = traits.public_limit if traits.has_public else traits.direct_limit
    if not lengths:
        return None
    return _share(sum(1 for one in lengths if limit is None or one <= limit), len(lengths))


def _meets(network: Network, need: str) -> int:
    """Return 100 where a channel can do what is needed: talk in private, or answer where everybody can read it."""
    traits = traits_of(network)
    if need == "private":
        return 100 if traits.has_direct else 0
    return 100 if traits.has_public and network in _PUBLIC_FIRST else 0


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _mean(points: Sequence[int | None]) -> int | None:
    known = [one for one in points if one is not None]
    return round(sum(known) / len(known)) if known else None


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


@cache
def _fits() -> Mapping[str, Mapping[str, Any]]:
    with resource_path("reports", "channels.toml").open("rb") as file:
        found: Mapping[str, Mapping[str, Any]] = tomllib.load(file)["sectors"]
    return found
