"""One case: its detail and timeline, and what an agent does with it."""

from desktop.cases.desk import CaseDesk, Done, snooze_choices, together
from desktop.cases.impostors import ImpostorDesk

__all__ = ["CaseDesk", "Done", "ImpostorDesk", "snooze_choices", "together"]
