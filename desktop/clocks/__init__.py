"""Response clocks: which target holds for a case, when it is due, when it is at risk, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.clocks.history import Moment, Turn, resolution_run, waits_since
    from desktop.clocks.ladder import Ladder, Step, StepDeed, StepFault, faults_of_step, moment_of_step
    from desktop.clocks.reckoning import AT_RISK_SECONDS, Deadline, Pause, Run, Schedule, deadline_of
    from desktop.clocks.targets import (
        CountedTime,
        TargetFault,
        TargetRule,
        Targets,
        default_targets,
        faults_of_rule,
        one_hour_targets,
    )
else:
    __getattr__ = late(
        __name__,
        {
            "history": "Moment Turn resolution_run waits_since",
            "ladder": "Ladder Step StepDeed StepFault faults_of_step moment_of_step",
            "reckoning": "AT_RISK_SECONDS Deadline Pause Run Schedule deadline_of",
            "targets": "CountedTime TargetFault TargetRule Targets default_targets faults_of_rule one_hour_targets",
        },
    )

__all__ = [
    "AT_RISK_SECONDS",
    "CountedTime",
    "Deadline",
    "Ladder",
    "Moment",
    "Pause",
    "Run",
    "Schedule",
    "Step",
    "StepDeed",
    "StepFault",
    "TargetFault",
    "TargetRule",
    "Targets",
    "Turn",
    "deadline_of",
    "default_targets",
    "faults_of_rule",
    "faults_of_step",
    "moment_of_step",
    "one_hour_targets",
    "resolution_run",
    "waits_since",
]
