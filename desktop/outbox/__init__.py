"""Everything that leaves: queued by an agent, held by the rules, sent once, looked up when in doubt."""

from desktop.outbox.desk import Blocked, OutboxDesk
from desktop.outbox.listing import OutboxEntry, OutboxListing
from desktop.outbox.moderating import ModerationDesk, may_delete
from desktop.outbox.moderator import Moderator
from desktop.outbox.reply import Reply
from desktop.outbox.sender import LOOK_UP_AGAIN, Sender

__all__ = [
    "LOOK_UP_AGAIN",
    "Blocked",
    "ModerationDesk",
    "Moderator",
    "OutboxDesk",
    "OutboxEntry",
    "OutboxListing",
    "Reply",
    "Sender",
    "may_delete",
]
