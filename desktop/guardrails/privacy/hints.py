"""Hints: what of a sentence the learned weights know: its words, their themes, and what the rules made of it.

A hint is written as it stands in the weights file: "cifre" a word, "scriv*" a stem, "*ando" an ending, "le cifre" a
pair, "#figures" a theme ("#figures?" in a question), "=noun tax_code", "=clue give_us-" what the rules heard, "-" denied,
"+mi scriv il" a run of words cut to their beginnings, "~mi cifre" two of them with one or two words between: what was
learnt of a phrase holds for other forms of its words, in languages that share them, and over a word put in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from desktop.guardrails.privacy.clues import ACTS, Sign
from desktop.guardrails.privacy.governing import governing
from desktop.guardrails.privacy.hearing import Heard
from desktop.guardrails.privacy.lexicon import DataNoun, Label, Role
from desktop.guardrails.privacy.scene import Mention
from desktop.guardrails.privacy.themes import Themes, hints_of_word

RUNS = ("+", "~")  # how runs of beginnings start
_START, _FIGURE = "^", "0"
_BEGINNING = 5  # letters


def tokens_of(words: Iterable[str], *, asks: bool) -> list[str]:
    """Return a sentence's words between its beginning and its end, every number alike."""
    return [_START, *[_FIGURE if word.isdigit() else word for word in words], _end(asks=asks)]


def _end(*, asks: bool) -> str:
    return "?" if asks else "."


def wording(tokens: Sequence[str], languages: Sequence[str], themes: Themes) -> set[str]:
    """Return the hints of the words alone, in the languages (ISO 639-1) that a sentence is read in."""
    found = {hint for token in set(tokens) for hint in hints_of_word(token)}
    found.update([f"{first} {second}" for first, second in pairwise(tokens)])
    found.update(_runs([token[:_BEGINNING] for token in tokens]))
    spoken = {theme for language in languages for token in set(tokens) for theme in themes.of(language, token)}
    for theme in spoken:
        found.update((f"#{theme}", f"#{theme}{tokens[-1]}"))
    found.update([f"={language}" for language in languages])
    return found


def _runs(cut: Sequence[str]) -> list[str]:
    """Return the runs of two and three beginnings, and the pairs with one or two others between."""
    second, third, fourth = cut[1:], cut[2:], cut[3:]
    runs = [f"+{one} {two}" for one, two in zip(cut, second, strict=False)]
    runs += [f"+{one} {two} {three}" for one, two, three in zip(cut, second, third, strict=False)]
    runs += [f"~{one} {three}" for one, three in zip(cut, third, strict=False)]
    return runs + [f"~{one} {four}" for one, four in zip(cut, fourth, strict=False)]


def hearing(heard: Heard) -> Iterator[str]:
    """Yield the hints that the rules give in one language, what they decided aside."""
    end = _end(asks=heard.scene.asks)
    for match in heard.matches:
        for label in match.labels:
            yield from _labelled(label, end)
    for sign in heard.scene.signs:
        for clue in sign.clues:
            name = f"=clue {clue}{_denied(sign)}"
            yield from (name, name + end)
    for mention in heard.mentions:
        yield from _mentioned(heard, mention, end)
    if not heard.mentions:
        yield from ("=nothing", "=nothing" + end)


def _labelled(label: Label, end: str) -> Iterator[str]:
    if isinstance(label, Role):
        yield f"=role {label}"
    elif isinstance(label, DataNoun):
        yield from (f"=noun {label.kind}", f"=noun {label.kind}{end}", f"=needs {label.need}")
    else:
        yield from ("=query", f"=query {label.kind}")


def _mentioned(heard: Heard, mention: Mention, end: str) -> Iterator[str]:
    """Yield how a mention stands: how plain it is, what stands before it, which verb governs it."""
    level = "plain" if mention.plain else "enough" if mention.enough() else "weak"
    yield from (f"={level}", f"={level}{end}")
    around = mention.around
    standing = {
        "article": around.article,
        "owner": around.owner,
        "ours": around.ours,
        "beside": around.beside,
        "genitive": around.genitive,
        "away": around.away,
        "which": around.which,
    }
    for name in [name for name, stands in standing.items() if stands]:
        yield from (f"=at {name}", f"=at {name} {level}")
    act = governing(heard.scene, mention)
    if act is None:
        yield f"=act none {level}"
        return
    for clue in act.clues & ACTS:
        yield from (f"=act {clue}{_denied(act)}", f"=act {clue} {level}")


def _denied(sign: Sign) -> str:
    return "-" if sign.denied else ""
