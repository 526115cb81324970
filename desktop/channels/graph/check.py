"""The test of a connection: tries each permission to read, in order, up to the first that fails.

What may be written can't be tried without writing; Meta says at the sign-in which permissions were given.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from desktop.channels.graph.client import GraphClient, Parameters
from desktop.channels.graph.failures import MissingScope
from desktop.channels.graph.paging import page_of
from desktop.channels.payload import Unreadable, fields_of
from desktop.model import ChannelError, CheckStep, Refused

Told = Callable[[CheckStep], None]


Attempt = tuple[str, str, Callable[[], Awaitable[object]]]
"""A step to try: its name, the permission it takes where the Graph does not name it, and what to do."""


async def checked(attempts: Sequence[Attempt], *, tell: Told = lambda _: None) -> tuple[CheckStep, ...]:
    """Try the steps up to the first that fails. Never raises ChannelError.

    A permission that is missing is named: "missing_scope:pages_messaging". `tell` hears of each step as it is decided.
    """
    steps: list[CheckStep] = []
    for name, scope, deed in attempts:
        reason = await _reason(deed, scope)
        steps.append(CheckStep(name, not reason, reason))
        tell(steps[-1])
        if reason:
            break
    return tuple(steps)


async def _reason(deed: Callable[[], Awaitable[object]], scope: str) -> str:
    """Return why a step failed, "" if it did not."""
    try:
        await deed()
    except MissingScope as error:
        return error.reason
    except Refused as error:
        return f"missing_scope:{scope}" if error.reason == "forbidden" and scope else error.reason
    except ChannelError as error:
        return error.reason
    except Unreadable as fault:
        return str(fault)
    return ""


async def read_node(client: GraphClient, place: str, fields: str) -> object:
    """Read a node. Raises ChannelError or Unreadable."""
    return fields_of(await client.get(place, [("fields", fields)]))


async def read_edge(client: GraphClient, place: str, parameters: Parameters) -> object:
    """Read an edge. Raises ChannelError or Unreadable."""
    return page_of(await client.get(place, parameters))
