"""How an account of one network is connected: what the wizard must know of a network, and nothing else about it.

A new network adds a plan: a line for the chooser, what to prepare, and a page that signs in and knows its own test's
words. Everything after the test (role, name, keeping, done) is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from desktop.accounts.candidate import Tell, Trial
from desktop.model import Account, CheckStep, Network
from ui.accounts.step_page import StepPage
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Preparation:
    """One thing to have at hand: an icon, a bold line, a sentence. `copy` is text that a button copies."""

    icon: str
    title: str
    text: str
    copy: str = ""


@dataclass(frozen=True, slots=True)
class FaultWords:
    """What a failed step means for a person.

    `text` says what happened, what is safe and what to do. `fix` are the words of the button that leads to what must
    be changed, `target` names it to the sign-in page. `is_fatal` is False where the account can be connected anyway.
    """

    text: str
    fix: str = ""
    target: str = ""
    is_fatal: bool = True


@dataclass(frozen=True, slots=True)
class SignInTools:
    """What sign-in pages are handed. `open_link` shows an address in the system's browser.

    `client_id_of` returns the client id that an earlier account of a provider was connected with, "" for none.
    `accounts` returns the accounts that are connected. `secret_of` returns a secret of one of them by its kind, "" for
    none: it may block for as long as the system asks its owner, so it is called in a trial's or sign-in's own thread.
    """

    clock: Callable[[], datetime]
    open_link: Callable[[str], None]
    client_id_of: Callable[[str], str]
    accounts: Callable[[], Sequence[Account]]
    secret_of: Callable[[Account, str], str]


class SignIn(Protocol):
    """What a network's plan makes: the step that takes a sign-in, and the words of the trial of what it took."""

    @property
    def page(self) -> StepPage:
        """The step itself."""
        ...

    @property
    def further(self) -> tuple[StepPage, ...]:
        """The steps between it and the test; one that `is_needed` not is passed over."""
        ...

    def page_for(self, target: str) -> StepPage:
        """Return which of these steps has what a fault names."""
        ...

    def renew(self, account: Account) -> None:
        """Fill in what is known of an account whose sign-in is to be given again; what names it can't be changed."""
        ...

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of what was typed, to be run in a thread of its own. Only after the step may be left."""
        ...

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return (name, words) of the trial's steps in their order."""
        ...

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        ...

    def point_at(self, target: str) -> None:
        """Show what must be changed and put the focus there."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """One network's way through the wizard. `asks_first_days`: the first pull's reach is the person's choice."""

    network: Network
    pitch: str
    preparations: tuple[Preparation, ...]
    make_sign_in: Callable[[Theme, SignInTools], SignIn]
    asks_first_days: bool = False
