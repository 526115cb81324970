"""Everything that leaves: queued by an agent, held by the rules, sent once, looked up when in doubt."""

from desktop.outbox.desk import Blocked, OutboxDesk, Reply
from desktop.outbox.sender import Sender

__all__ = ["Blocked", "OutboxDesk", "Reply", "Sender"]
