"""Abuse: what an agent decided about a case that insults, and about the person who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.model.ids import IdentityId


@dataclass(frozen=True, slots=True)
class AbuseMark:
    """An agent's word on a case: abuse or not, whatever triage says, and why."""

    abusive: bool
    reason: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hush:
    """An author whose messages raise no notification and wait apart. `until` None: as long as nobody ends it."""

    identity_id: IdentityId
    reason: str
    agent: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AbuseState:
    """How a case stands: whose it is, what was decided of it, and whether its author is hushed."""

    identity_id: IdentityId
    mark: AbuseMark | None
    hush: Hush | None
