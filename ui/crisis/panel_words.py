"""What the crisis panel says of crisis mode and of a figure beside its usual. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ui.crisis.banner_words import CrisisFacts, held_words, leading, surge_sentence
from ui.text.times import short_moment

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class PanelState:
    """The panel's head: whether crisis mode is on, what it does, and the button's words."""

    is_on: bool
    title: str
    text: str
    switch: str
    hint: str
    icon: str
    colour: str


def present_panel(facts: CrisisFacts) -> PanelState:
    """Return what the panel's head says."""
    surge = leading(facts.fresh)
    figures = surge_sentence(surge) if surge is not None else translate("Crisis", "No surge now.")
    if facts.mode is None:
        return PanelState(
            is_on=False,
            title=translate("Crisis", "Crisis mode is off"),
            text=figures,
            switch=translate("Crisis", "Switch on crisis mode"),
            hint=translate(
                "Crisis",
                "Switched on, it holds scheduled and canned replies until you switch it off. What you write yourself "
                "and what is approved for a crisis leaves.",
            ),
            icon="trend-up" if surge is not None else "info",
            colour="red.text" if surge is not None else "text.secondary",
        )
    moment = short_moment(facts.mode.on_at, facts.now, facts.tz)
    since = translate("Crisis", "Since {moment}, by {agent}.").replace("{moment}", moment)
    since = since.replace("{agent}", facts.mode.on_by or translate("Crisis", "somebody"))
    return PanelState(
        is_on=True,
        title=translate("Crisis", "Crisis mode is on"),
        text=f"{since} {held_words(facts.held)} {figures}",
        switch=translate("Crisis", "Switch off…"),
        hint=translate("Crisis", "Tick what is done; everybody on this desk sees it."),
        icon="trend-up",
        colour="red.text",
    )


def usual_words(usual: float | None) -> str:
    """Return a usual figure for a table's cell: "35", "under 1", a dash where the account is too young to know."""
    if usual is None:
        return "–"
    if usual < 1:
        return translate("Crisis", "under 1")
    return f"{usual:.0f}"
