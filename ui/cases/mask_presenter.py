"""How personal data that a customer posted in public reads: covered, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.model import TimelineItem
from ui.cases.timeline_rows import Hit, HitKind, MessageRow, Strip
from ui.guardrails.verdict_words import kind_name

if TYPE_CHECKING:
    from desktop.guardrails.privacy import ValueSpan

ValueFinder = Callable[[str], "Sequence[ValueSpan]"]
"""Gives the personal data in a text."""


@dataclass(frozen=True, slots=True)
class MaskView:
    """A message's text as it may be seen. `strip` is None and `plain` empty where nothing is covered."""

    text: str
    plain: str = ""
    strip: Strip | None = None


def present_mask(item: TimelineItem, values_in: ValueFinder, network: str, deeds: Sequence[Hit]) -> MaskView:
    """Return a message with the personal data that its author posted in public covered.

    `network` is the network's name as people say it, `deeds` what its moderation offers.
    """
    values = values_in(item.text) if item.is_posted_by_customer else ()
    if not values:
        return MaskView(item.text)
    from desktop.guardrails.privacy import masked  # loads number formats, which the first paint does without

    kinds = dict.fromkeys(kind_name(value.kind) for value in values)
    text = QCoreApplication.translate("Timeline", "({kinds}), covered here. On {network} everybody can read it.")
    if item.hidden:
        text = QCoreApplication.translate("Timeline", "({kinds}), covered here and hidden on {network}.")
    filled = text.replace("{kinds}", ", ".join(kinds)).replace("{network}", network)
    title = QCoreApplication.translate("Timeline", "Personal data")
    return MaskView(
        masked(item.text, values),
        item.text,
        Strip("amber", "shield-warning-fill", title, filled, _actions(item, deeds)),
    )


def revealed(row: MessageRow) -> MessageRow:
    """Return a message's row with what was covered uncovered; the other ways out stay."""
    strip = row.strip
    if strip is not None:
        rest = tuple(hit for hit in strip.actions if hit.kind is not HitKind.REVEAL)
        strip = replace(strip, actions=rest) if rest else None
    return replace(row, text=row.plain, spoken=row.spoken.replace(row.text, row.plain), plain="", strip=strip)


def _actions(item: TimelineItem, deeds: Sequence[Hit]) -> tuple[Hit, ...]:
    reveal = Hit(HitKind.REVEAL, item.key, QCoreApplication.translate("Timeline", "Show"))
    away = tuple(hit for hit in deeds if hit.kind is HitKind.HIDE)
    private = Hit(HitKind.TO_PRIVATE, item.key, QCoreApplication.translate("Timeline", "Ask to go on in private"))
    return (private, *away, reveal)
