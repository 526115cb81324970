"""What has not gone out: the outbox's deliveries and the drafts, each as a list with its actions."""

from ui.outbox.drafts_presenter import present_drafts
from ui.outbox.outbox_presenter import Group, present_outbox
from ui.outbox.outbox_words import Surroundings
from ui.outbox.pane import QueuePane
from ui.outbox.queue_model import ItemRole, QueueModel
from ui.outbox.queue_rows import Deed, QueueAction, QueueItem, QueueRow, QueueSection, Standing
from ui.outbox.queue_view import QueueView

__all__ = [
    "Deed",
    "Group",
    "ItemRole",
    "QueueAction",
    "QueueItem",
    "QueueModel",
    "QueuePane",
    "QueueRow",
    "QueueSection",
    "QueueView",
    "Standing",
    "Surroundings",
    "present_drafts",
    "present_outbox",
]
