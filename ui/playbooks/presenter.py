"""What a playbook's card and its steps say: "2 of 5", the next step, who did which one and when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.cases.playbooks import CRISIS, Progress
from desktop.model import MessageClass
from ui.inbox.clock_words import class_name
from ui.text.times import short_moment

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class StepState:
    """One step as a row shows it. `note` says who did it and when, "" while it is not done."""

    uid: str
    words: str
    done: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardState:
    """The card: its title, "2 of 5", what is next, and the steps."""

    title: str
    count: str
    aside: str
    steps: tuple[StepState, ...]
    is_done: bool = False

    @property
    def spoken(self) -> str:
        """The folded card for a screen reader."""
        return ". ".join(part for part in (f"{self.title}, {self.count}", self.aside) if part)


def book_name(key: str) -> str:
    """Return the name of a playbook by its key."""
    if key == CRISIS:
        return translate("Playbooks", "Crisis")
    name = class_name(MessageClass(key))
    return f"{name[:1].upper()}{name[1:]}"


def present_progress(progress: Progress, now: datetime, tz: tzinfo) -> CardState:
    """Return what the card shows. `now` is aware."""
    steps = present_steps(progress, now, tz)
    count = translate("Playbooks", "{done} of {total}")
    count = count.replace("{done}", str(progress.done)).replace("{total}", str(progress.total))
    following = progress.next_step
    if following is None:
        aside = translate("Playbooks", "All done")
    else:
        aside = translate("Playbooks", "Next: {step}").replace("{step}", following.words)
    title = translate("Playbooks", "Playbook: {name}").replace("{name}", book_name(progress.playbook.key))
    return CardState(title, count, aside, steps, following is None)


def present_steps(progress: Progress, now: datetime, tz: tzinfo) -> tuple[StepState, ...]:
    """Return the steps of a playbook as rows."""
    rows: Sequence[StepState] = [
        StepState(one.uid, one.words, one.uid in progress.ticks, _note(progress, one.uid, now, tz))
        for one in progress.playbook.steps
    ]
    return tuple(rows)


def _note(progress: Progress, step: str, now: datetime, tz: tzinfo) -> str:
    tick = progress.ticks.get(step)
    if tick is None:
        return ""
    moment = short_moment(tick.at, now, tz)
    if not tick.agent:
        return moment
    return translate("Playbooks", "{agent}, {moment}").replace("{moment}", moment).replace("{agent}", tick.agent)
