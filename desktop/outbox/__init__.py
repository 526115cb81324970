"""Everything that leaves: queued by an agent, held by the rules, sent once, looked up when in doubt."""

from desktop.outbox.abuse import BLOCK_SPANS, AbuseDecision, AbuseDesk
from desktop.outbox.crisis import CrisisDesk
from desktop.outbox.desk import Blocked, OutboxDesk
from desktop.outbox.listing import OutboxEntry, OutboxListing
from desktop.outbox.moderating import ModerationDesk, may_delete
from desktop.outbox.moderator import Moderator
from desktop.outbox.overriding import LEAST_REASON, says_enough
from desktop.outbox.ready_made import CrisisHold
from desktop.outbox.reply import Reply
from desktop.outbox.scheduling import Offered, Preset, TooFar, TooSoon, checked_moment, moment_in, offered_moments
from desktop.outbox.sender import LOOK_UP_AGAIN, Sender

__all__ = [
    "BLOCK_SPANS",
    "LEAST_REASON",
    "LOOK_UP_AGAIN",
    "AbuseDecision",
    "AbuseDesk",
    "Blocked",
    "CrisisDesk",
    "CrisisHold",
    "ModerationDesk",
    "Moderator",
    "Offered",
    "OutboxDesk",
    "OutboxEntry",
    "OutboxListing",
    "Preset",
    "Reply",
    "Sender",
    "TooFar",
    "TooSoon",
    "checked_moment",
    "may_delete",
    "moment_in",
    "offered_moments",
    "says_enough",
]
