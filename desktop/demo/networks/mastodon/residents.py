"""Who lives on the fake Mastodon: the company's own account and whoever writes, each on a server of their own."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.demo.networks import Persona

DOMAIN = "agora.example"
TITLE = "Agorà"
_COMPANY_ID = 110_000_000_000_000_000
_FIRST_ID = 109_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Resident:
    """One account. `host` is "" for those on the company's own server; `key` names the persona."""

    key: str
    id: str
    name: str
    user: str
    host: str
    language: str
    followers: int = 0

    @property
    def address(self) -> str:
        """The account as the server's API names it: "marta" or "marta@elsewhere"."""
        return f"{self.user}@{self.host}" if self.host else self.user

    @property
    def home(self) -> str:
        """The server on which the account lives."""
        return self.host or DOMAIN


COMPANY = Resident("us", str(_COMPANY_ID), "Aurora Energia", "aurora", "", "it", 9_840)


def resident(who: Persona, place: int) -> Resident:
    """Return the account of a persona that is the `place`th to move in. A handle may name a server: "user@host"."""
    user, _, host = who.handle.partition("@")
    return Resident(who.key, str(_FIRST_ID + place), who.name, user, host, who.language, who.followers)
