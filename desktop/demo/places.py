"""Which networks the demo town lives on, and what the company's account on each is like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.demo.networks import FakeNetwork
from desktop.demo.networks.bluesky import BlueskyNetwork
from desktop.demo.networks.facebook import FacebookNetwork
from desktop.demo.networks.feeds import FeedsNetwork
from desktop.demo.networks.instagram import InstagramNetwork
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.telegram import TelegramNetwork
from desktop.demo.networks.x import XNetwork
from desktop.demo.setup import DemoAccount
from desktop.model import AccountRole, Listening, Network
from desktop.model.declared import PRIVATE

_LISTENING = Listening(words=("Aurora Energia", "Aurora Energía"), hashtags=("AuroraEnergia",))
_LISTENS = frozenset({Network.X, Network.MASTODON, Network.BLUESKY, Network.LISTENING})
_OPENED = timedelta(days=60)
_WEB = "Web listening"


def fresh_networks(seed: int, now: Callable[[], datetime]) -> list[FakeNetwork]:
    """Return all networks, empty and not yet serving, in the order in which the window lists them."""

    def long_ago() -> datetime:
        """Return when the Page and the gallery were opened: before anything that is told."""
        return now() - _OPENED

    return [
        XNetwork(now, seed=seed),
        FacebookNetwork(long_ago, seed=seed),
        InstagramNetwork(long_ago, seed=seed),
        MastodonNetwork(now, seed=seed),
        BlueskyNetwork(now),
        TelegramNetwork(now, seed=seed),
        FeedsNetwork(now),
    ]


def account_on(network: FakeNetwork) -> DemoAccount:
    """Return the company's account on a network that is being served."""
    kind = network.network
    settings = network.account_settings()
    if kind in _LISTENS:
        settings |= _LISTENING.settings()
    if kind is Network.BLUESKY:
        settings |= {PRIVATE: True}
    return DemoAccount(
        network=kind,
        name=_WEB if kind is Network.LISTENING else "Aurora Energia",
        handle=_WEB if kind is Network.LISTENING else network.account_handle(),
        role=AccountRole.MONITORED if kind is Network.LISTENING else AccountRole.CARE,
        settings=settings,
        secrets=network.secrets(),
    )
