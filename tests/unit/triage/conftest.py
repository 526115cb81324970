"""What the tests of triage share: one loaded triage, and facts with defaults of a public mention."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.model import Network, Visibility
from desktop.triage import MessageFacts, Triage
from tests.loaded import shipped_triage

LANGUAGES = ("it", "ca", "es", "en")

Factory = Callable[..., MessageFacts]


@pytest.fixture(scope="session")
def triage() -> Triage:
    return shipped_triage()


@pytest.fixture(scope="session")
def mention() -> Factory:
    """Return a factory of facts: a public mention, unless told otherwise."""

    def make(text: str, **changes: Any) -> MessageFacts:
        return replace(MessageFacts(text, network=Network.X, visibility=Visibility.PUBLIC), **changes)

    return make


@pytest.fixture(scope="session")
def labelled() -> Callable[[str, str], list[tuple[str, str]]]:
    """Return a reader of a set of class-labelled messages: (class, text) of "samples", "heldout" or "second"."""

    def read(name: str, language: str) -> list[tuple[str, str]]:
        path = Path(__file__).with_name(f"{name}_{language}.toml")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return [(kind, text) for kind, group in data.items() if kind != "language" for text in group["texts"]]

    return read
