"""Writing an answer: the composer box, the canned picker and what both show."""

from ui.composer.account_button import AccountChoice
from ui.composer.canned import CannedChoice, FilledSpan, FilledText
from ui.composer.composer import Composer
from ui.composer.composer_presenter import (
    ComposerFacts,
    ComposerState,
    CounterState,
    SegmentState,
    SendKind,
    present_composer,
)
from ui.composer.placeholders import Slot, find_slots

__all__ = [
    "AccountChoice",
    "CannedChoice",
    "Composer",
    "ComposerFacts",
    "ComposerState",
    "CounterState",
    "FilledSpan",
    "FilledText",
    "SegmentState",
    "SendKind",
    "Slot",
    "find_slots",
    "present_composer",
]
