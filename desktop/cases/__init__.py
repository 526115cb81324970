"""One case: its detail and timeline, and what an agent does with it."""

from desktop.cases.desk import CaseDesk, Done, snooze_choices

__all__ = ["CaseDesk", "Done", "snooze_choices"]
