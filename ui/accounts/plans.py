"""The networks that can be connected, in the order in which they are offered. A new network adds a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.model import Network

if TYPE_CHECKING:
    from ui.accounts.plan import Plan


def connectable() -> tuple[Network, ...]:
    """Return the networks that have a plan. Loads none of the plans."""
    return tuple(_PLANS)


def all_plans() -> tuple[Plan, ...]:
    """Return the plans, worded in the language in force."""
    return tuple(make() for make in _PLANS.values())


def _email() -> Plan:
    from ui.accounts.email_plan import email_plan

    return email_plan()


def _mastodon() -> Plan:
    from ui.accounts.mastodon_plan import mastodon_plan

    return mastodon_plan()


def _bluesky() -> Plan:
    from ui.accounts.bluesky_plan import bluesky_plan

    return bluesky_plan()


def _telegram() -> Plan:
    from ui.accounts.telegram_plan import telegram_plan

    return telegram_plan()


def _x() -> Plan:
    from ui.accounts.x_plan import x_plan

    return x_plan()


def _facebook() -> Plan:
    from ui.accounts.meta_plan import facebook_plan

    return facebook_plan()


def _instagram() -> Plan:
    from ui.accounts.meta_plan import instagram_plan

    return instagram_plan()


def _listening() -> Plan:
    from ui.accounts.listening_plan import listening_plan

    return listening_plan()


_PLANS: Mapping[Network, Callable[[], Plan]] = {
    Network.EMAIL: _email,
    Network.X: _x,
    Network.FACEBOOK: _facebook,
    Network.INSTAGRAM: _instagram,
    Network.MASTODON: _mastodon,
    Network.BLUESKY: _bluesky,
    Network.TELEGRAM: _telegram,
    Network.LISTENING: _listening,
}
