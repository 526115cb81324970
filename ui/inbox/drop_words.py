"""Why a lane or a view takes no dropped conversations, in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.inbox import DropRefusal

translate = QCoreApplication.translate


def refusal_words(refusal: DropRefusal) -> str:
    """Return the sentence that stands under the pointer."""
    return {
        DropRefusal.CLOCK: translate("Drop", "What is at risk follows from the clock."),
        DropRefusal.REPEAT: translate("Drop", "Who asked before follows from their messages."),
        DropRefusal.HEARD: translate("Drop", "What only names the company follows from the messages."),
        DropRefusal.SEEN: translate("Drop", "Impersonators are seen by Sportello; report one from the conversation."),
        DropRefusal.HOLDS_ALL: translate("Drop", "Every conversation is here already."),
        DropRefusal.SENDING: translate("Drop", "Only what you write goes here."),
        DropRefusal.FACT: translate("Drop", "This view finds conversations by what they are; that can't be set."),
        DropRefusal.NOBODY: translate("Drop", "Say your name in the settings first."),
    }[refusal]
