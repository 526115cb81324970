"""What the parts of a priority are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import FactorName

translate = QCoreApplication.translate


def factor_name(name: FactorName) -> str:
    """Return what a part of the priority is called."""
    return {
        FactorName.URGENCY: translate("Priority", "Urgency"),
        FactorName.GRAVITY: translate("Priority", "What is at stake"),
        FactorName.REACH: translate("Priority", "Reach"),
        FactorName.ACTIVITY: translate("Priority", "Activity"),
        FactorName.REPEAT: translate("Priority", "Asked before"),
        FactorName.WAITING: translate("Priority", "Waiting"),
        FactorName.SENTIMENT: translate("Priority", "Anger"),
        FactorName.CUSTOMER_VALUE: translate("Priority", "Customer"),
    }[name]
