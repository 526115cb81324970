"""What every channel can do, side by side: the table of the README, made from the manifests."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from importlib.util import find_spec

from desktop.channels.manifest import Manifest
from desktop.model import Network, traits_of

_HEAD = ("network", "listens", "public", "private", "hides", "news by", "limits", "cost")


def manifests() -> Iterator[Manifest]:
    """Yield the manifest of each network that has a channel, in the order of the networks."""
    for network in Network:
        name = f"desktop.channels.{network.value}"
        if find_spec(name) is not None:
            yield importlib.import_module(f"{name}.manifest").MANIFEST


def channel_table() -> str:
    """Return the README's table in Markdown, without a line break at its end."""
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(_row(manifest) for manifest in manifests())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(manifest: Manifest) -> tuple[str, ...]:
    marks = (manifest.listens, manifest.answers_public, manifest.answers_private, manifest.hides)
    return (
        traits_of(manifest.network).display_name,
        *("yes" if mark else "–" for mark in marks),
        manifest.arrives_by,
        manifest.limits or "–",
        manifest.cost or "–",
    )


if __name__ == "__main__":
    print(channel_table())  # noqa: T201
