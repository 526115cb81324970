"""An account that a person is about to connect: what a successful trial found, before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.channels import secret_name
from desktop.model import Account, CheckStep, Network, fact_uid

Plain = str | int | bool | None
Tell = Callable[[CheckStep], None]
"""Hears of each step of a trial as soon as it is decided. Called in the trial's thread."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What becomes an account if the person says so.

    `settings` are the channel's own values, `secrets` go into the vault by their kind ("password", "token").
    `replaces` names the kinds of an earlier sign-in that must not outlive this one. `can_answer` is False for a
    sign-in that may only read. `remote_id` is the account's own id on the network, "" where addresses are ids.
    """

    network: Network
    handle: str
    name: str
    settings: Mapping[str, Plain]
    secrets: Mapping[str, str] = field(repr=False)
    replaces: tuple[str, ...] = ()
    can_answer: bool = True
    remote_id: str = ""

    @property
    def uid(self) -> str:
        """The uid that the store gives an account of this network and handle."""
        return fact_uid("account", self.network.value, self.handle.lower())

    def secrets_of(self, account_uid: str) -> dict[str, str]:
        """Return the secrets by the names under which that account's channel looks for them."""
        return {secret_name(account_uid, kind): value for kind, value in self.secrets.items()}

    def outdated_of(self, account_uid: str) -> tuple[str, ...]:
        """Return the names of an earlier sign-in's secrets that this one replaces."""
        return tuple(secret_name(account_uid, kind) for kind in self.replaces if kind not in self.secrets)

    def is_same_as(self, account: Account) -> bool:
        """Tell whether this sign-in belongs to a connected account."""
        if account.network is not self.network:
            return False
        known = str(account.settings.get("remote_id") or "")
        if known and self.remote_id and account.settings.get("server") == self.settings.get("server"):
            return known == self.remote_id
        return account.uid == self.uid


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a sign-in: the steps in order, and the candidate if it can be connected."""

    steps: tuple[CheckStep, ...]
    candidate: Candidate | None = None

    @property
    def failure(self) -> CheckStep | None:
        """The first step that failed, None if all passed."""
        return next((step for step in self.steps if not step.passed), None)
