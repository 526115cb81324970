"""The knowledge's actions, as the palette lists them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.knowledge.controller import KnowledgeController
from ui.shell.palette_actions import ActionRegistry, plain_action


def fill_knowledge(registry: ActionRegistry, knowledge: KnowledgeController) -> None:
    """Offer the window, and an entry made of the answer in front."""
    registry.add(
        plain_action("knowledge", QCoreApplication.translate("Actions", "Knowledge…"), knowledge.open, icon="question"),
        plain_action(
            "faq_entry",
            QCoreApplication.translate("Actions", "Make an FAQ entry…"),
            knowledge.make_entry,
            icon="question",
            is_enabled=lambda: knowledge.has_case,
            context=lambda: knowledge.name,
        ),
    )
