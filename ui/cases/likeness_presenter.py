"""What the card of a look-alike says: which name looks like which of ours, where they differ, since when, to whom.

It never says that somebody is an impostor: that two names look alike is all that was seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from difflib import SequenceMatcher

from PySide6.QtCore import QCoreApplication

from desktop.inbox import without_personal_data
from desktop.model import LookAlike, Sighting, Trait
from ui.inbox import network_name
from ui.inbox.wording import day_or_time

translate = QCoreApplication.translate

_LONGEST_QUOTE = 120  # characters
_HANDLES = (Trait.SAME_HANDLE, Trait.NEAR_HANDLE, Trait.CARE_HANDLE)


@dataclass(frozen=True, slots=True)
class Letters:
    """A piece of a name; `differs` where the other name has something else there."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class LikenessCard:
    """A look-alike as its card shows it. `foreign` names letters of another script, "" for none."""

    title: str
    theirs: tuple[Letters, ...]
    ours: tuple[Letters, ...]
    foreign: str
    since: str
    quote: str
    report: str  # words of the button, "" where there is no page
    warn: str  # words of the first button
    warn_icon: str = "megaphone-simple"
    others: str = ""  # how many more there are
    spoken: str = ""


def present_likeness(
    sightings: Sequence[Sighting], now: datetime, tz: tzinfo, *, has_page: bool
) -> LikenessCard | None:
    """Return the card of the newest look-alike of a case, None without one.

    `has_page`: a report has somewhere to go.
    """
    if not sightings or not sightings[0].look_alikes:
        return None
    seen, plainest = sightings[0], sightings[0].look_alikes[0]
    theirs, ours = compared(plainest.theirs, plainest.ours)
    title = _title(seen, plainest)
    since = _since(seen, now, tz)
    foreign = _foreign_words(plainest)
    network = network_name(seen.network)
    more = len(sightings) - 1
    return LikenessCard(
        title=title,
        theirs=theirs,
        ours=ours,
        foreign=foreign,
        since=since,
        quote=_quote(seen.text),
        report=translate("Likeness", "Report on {network}").format(network=network) if has_page else "",
        warn=_warn_words(seen),
        warn_icon="arrow-right" if is_elsewhere(seen) else "megaphone-simple",
        others=translate("Likeness", "{count} more").format(count=more) if more else "",
        spoken=". ".join(part for part in (title, _spoken_difference(theirs, ours), foreign, since) if part),
    )


def compared(theirs: str, ours: str) -> tuple[tuple[Letters, ...], tuple[Letters, ...]]:
    """Return two names in pieces, those that differ marked. Case makes no difference."""
    matcher = SequenceMatcher(None, _folded(theirs), _folded(ours), autojunk=False)
    left, right = list[Letters](), list[Letters]()
    for code, start, end, other_start, other_end in matcher.get_opcodes():
        differs = code != "equal"
        if end > start:
            left.append(Letters(theirs[start:end], differs))
        if other_end > other_start:
            right.append(Letters(ours[other_start:other_end], differs))
    return tuple(left), tuple(right)


def foreign_letters(text: str) -> tuple[tuple[str, str], ...]:
    """Return a name's letters that are of another script than Latin, each once with its script ("CYRILLIC")."""
    found: dict[str, str] = {}
    for sign in text:
        script = unicodedata.name(sign, "").partition(" ")[0]
        if sign.isalpha() and not sign.isascii() and script not in ("", "LATIN", "MASCULINE", "FEMININE"):
            found.setdefault(sign, script)
    return tuple(found.items())


def _folded(name: str) -> list[str]:
    """Return a name letter by letter without case; a list, because some letters fold into two."""
    return [sign.casefold() for sign in name]


def _title(seen: Sighting, plainest: LookAlike) -> str:
    if plainest.trait in _HANDLES:
        words = translate("Likeness", "{theirs} looks like your account {ours}")
    else:
        words = translate("Likeness", "{handle}, “{theirs}”, looks like your name {ours}")
    return words.format(handle=seen.handle or seen.name, theirs=plainest.theirs, ours=plainest.ours)


def _since(seen: Sighting, now: datetime, tz: tzinfo) -> str:
    moment = day_or_time(seen.since, now, tz)
    if seen.answers == 1:
        words = translate("Likeness", "Answered {customer} at {moment}")
    else:
        words = translate("Likeness", "Answered {customer}, {count} answers since {moment}")
    customer = seen.answered or translate("Likeness", "a customer")
    return words.format(customer=customer, moment=moment, count=seen.answers)


def is_elsewhere(seen: Sighting) -> bool:
    """Return whether the customer who was answered has a case of their own, where they are warned."""
    return seen.answered_case is not None and seen.answered_case != seen.case_id


def _warn_words(seen: Sighting) -> str:
    if not is_elsewhere(seen):
        return translate("Likeness", "Warn in public")
    customer = seen.answered or translate("Likeness", "the customer")
    return translate("Likeness", "Go to {customer}").format(customer=customer)


def _foreign_words(plainest: LookAlike) -> str:
    letters = foreign_letters(plainest.theirs)
    if not letters:
        return ""
    listed = ", ".join(f"{sign} ({script.capitalize()})" for sign, script in letters[:4])
    return translate("Likeness", "Letters of another script: {letters}").format(letters=listed)


def _spoken_difference(theirs: Sequence[Letters], ours: Sequence[Letters]) -> str:
    gone = ", ".join(piece.text for piece in theirs if piece.differs)
    wanted = ", ".join(piece.text for piece in ours if piece.differs)
    if not gone and not wanted:
        return translate("Likeness", "The names are the same")
    nothing = translate("Likeness", "nothing")
    words = translate("Likeness", "It has {theirs} where yours has {ours}")
    return words.format(theirs=gone or nothing, ours=wanted or nothing)


def _quote(text: str) -> str:
    plain = without_personal_data(" ".join(text.split()))
    if not plain:
        return ""
    shown = plain if len(plain) <= _LONGEST_QUOTE else f"{plain[: _LONGEST_QUOTE - 1].rstrip()}…"
    return f"“{shown}”"
