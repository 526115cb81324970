"""Agent: the person at this desk, as customers and colleagues see them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model.networks import Network


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent who works in this window."""

    name: str
    initials: str
    signature: str  # "^LB", appended to public replies; "" for none
    signatures: tuple[tuple[Network, str], ...] = ()  # where another one is used

    def signature_on(self, network: Network) -> str:
        """Return what a public reply on a network ends with."""
        return dict(self.signatures).get(network, self.signature)

    @property
    def is_set(self) -> bool:
        """True once the agent has given a name."""
        return bool(self.name.strip())


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whom a case can be given to. `initials` are how cases know them, `name` may be unknown ("")."""

    uid: str
    name: str
    initials: str
    is_leader: bool = False

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values for the settings."""
        return {"uid": self.uid, "name": self.name, "initials": self.initials, "leader": self.is_leader}


def initials_of(name: str) -> str:
    """Return up to two upper-case initials of a name: first and last word, "?" for an empty name."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper() if len(words[0]) > 1 else words[0].upper()
    return (words[0][0] + words[-1][0]).upper()
