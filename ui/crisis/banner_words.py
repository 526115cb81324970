"""What the crisis banner and its notice say: a surge with its figures, or that crisis mode is on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.model import CrisisMode, SeenSurge, Surging
from ui.shell.banner import BannerAction, BannerMessage
from ui.text.times import short_moment

translate = QCoreApplication.translate

POSTS, SWITCH_ON, HOLDING, MUTE = "crisis_posts", "crisis_on", "crisis_holding", "crisis_mute"
PLAYBOOK, SWITCH_OFF = "crisis_playbook", "crisis_off"
"""Codes of the banner's actions."""

_FRESH = timedelta(minutes=15)
_SAID_AS_TIMES = 1.5
_NEARLY_ALL = 95  # in a hundred


@dataclass(frozen=True, slots=True)
class CrisisFacts:
    """What the banner depends on. `surges` are going on; `held` counts the texts that crisis mode holds."""

    surges: Sequence[SeenSurge]
    mode: CrisisMode | None
    held: int
    now: datetime
    tz: tzinfo

    @property
    def fresh(self) -> tuple[SeenSurge, ...]:
        """The surges that were seen a moment ago: of the others "the last hour" would not be true any more."""
        return tuple(one for one in self.surges if self.now - one.last_at <= _FRESH)


def present_crisis(facts: CrisisFacts) -> BannerMessage | None:
    """Return the banner, None where there is no reason for one. A muted surge shows none, crisis mode always does."""
    if facts.mode is not None:
        return _mode_message(facts.mode, facts)
    surge = leading(one for one in facts.fresh if not is_muted(one, facts.now))
    return _surge_message(surge) if surge is not None else None


def is_muted(surge: SeenSurge, now: datetime) -> bool:
    """Tell whether somebody wants no banner of a surge now."""
    return surge.muted_until is not None and surge.muted_until > now


def leading(surges: Iterable[SeenSurge]) -> SeenSurge | None:
    """Return the surge that is told of where there are several: more people before more anger, then the larger one."""
    ranked = sorted(surges, key=lambda one: (one.of is Surging.VOLUME, one.people), reverse=True)
    return ranked[0] if ranked else None


def surge_title(surge: SeenSurge) -> str:
    """Return what there is more of."""
    if surge.of is Surging.ANGER:
        return translate("Crisis", "Anger surge.")
    return translate("Crisis", "Volume surge.")


def surge_sentence(surge: SeenSurge) -> str:
    """Return the figures: "214 mentions in the last hour, 6 times the usual. 7 in 10 say «blackout Torino nord»."."""
    pattern = translate("Crisis", "{count} people wrote in the last hour, {times}.")
    if surge.of is Surging.ANGER:
        pattern = translate("Crisis", "{count} people complained in the last hour, {times}.")
    first = _put(pattern, count=str(surge.people), times=times_words(surge.people, surge.expected))
    return f"{first} {saying_sentence(surge)}".strip()


def saying_sentence(surge: SeenSurge) -> str:
    """Return what most of them say, "" for nothing that they share."""
    if not surge.saying:
        return ""
    if surge.share >= _NEARLY_ALL:
        return _put(translate("Crisis", "Nearly all say «{words}»."), words=surge.saying)
    tenths = max(1, min(9, round(surge.share / 10)))
    return _put(translate("Crisis", "{tenths} in 10 say «{words}»."), tenths=str(tenths), words=surge.saying)


def times_words(count: int, usual: float) -> str:
    """Return how a figure stands beside the usual: "6 times the usual", "where 2 are usual"."""
    if usual < 1:
        return translate("Crisis", "where nearly none are usual")
    times = count / usual
    if times < _SAID_AS_TIMES:
        return _put(translate("Crisis", "where {usual} are usual"), usual=f"{usual:.0f}")
    return _put(translate("Crisis", "{times} times the usual"), times=f"{times:.0f}")


def _surge_message(surge: SeenSurge) -> BannerMessage:
    actions = (
        BannerAction(POSTS, translate("Crisis", "Show posts")),
        BannerAction(SWITCH_ON, translate("Crisis", "Crisis mode")),
        BannerAction(HOLDING, translate("Crisis", "Draft one holding reply")),
        BannerAction(MUTE, translate("Crisis", "Mute 1 h"), quiet=True),
    )
    return BannerMessage(surge_title(surge), surge_sentence(surge), "", actions)


def _mode_message(mode: CrisisMode, facts: CrisisFacts) -> BannerMessage:
    since = _put(
        translate("Crisis", "Since {moment}, by {agent}."),
        moment=short_moment(mode.on_at, facts.now, facts.tz),
        agent=mode.on_by or translate("Crisis", "somebody"),
    )
    actions = (
        BannerAction(PLAYBOOK, translate("Crisis", "Show playbook")),
        BannerAction(HOLDING, translate("Crisis", "Draft one holding reply")),
        BannerAction(SWITCH_OFF, translate("Crisis", "Switch off…")),
    )
    surge = leading(facts.fresh)
    figures = surge_sentence(surge) if surge is not None else ""
    text = " ".join(part for part in (since, held_words(facts.held), figures) if part)
    return BannerMessage(translate("Crisis", "Crisis mode is on."), text, "", actions)


def held_words(held: int) -> str:
    """Return how many texts are held."""
    if not held:
        return translate("Crisis", "Scheduled and canned replies are held unless approved.")
    if held == 1:
        return translate("Crisis", "1 reply is held.")
    return _put(translate("Crisis", "{count} replies are held."), count=str(held))


def _put(sentence: str, **values: str) -> str:
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", value, 1)
    return sentence
