"""The demo: a small living town on this machine, with customers who write, wait, and answer our answers.

`Town` and `serve` load the whole town; what the window needs to start it as a process is light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.demo.setup import DemoAccount, connect, connect_office, demo_hours, reported, reported_office

if TYPE_CHECKING:
    from desktop.demo.places import fresh_networks
    from desktop.demo.server import TownServer, serve
    from desktop.demo.town import Town

__all__ = [
    "DemoAccount",
    "Town",
    "TownServer",
    "connect",
    "connect_office",
    "demo_hours",
    "fresh_networks",
    "reported",
    "reported_office",
    "serve",
]


def __getattr__(name: str) -> Any:
    """Load the town when it is first asked for."""
    if name == "Town":
        from desktop.demo.town import Town

        return Town
    if name == "fresh_networks":
        from desktop.demo.places import fresh_networks

        return fresh_networks
    if name in {"TownServer", "serve"}:
        from desktop.demo import server

        return getattr(server, name)
    raise AttributeError(name)
