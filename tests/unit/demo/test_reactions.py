"""How customers understand an answer, and the script they speak by."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from desktop.demo.reactions import Manner, Mood, Understood, reaction_to, read_phrasebooks, understood
from desktop.demo.script import span


@pytest.mark.parametrize(("text", "expected"), [("2d3h", 51), ("1h10m", 7 / 6), ("30m", 0.5), ("29d1h", 697)])
def test_a_span_is_read(text: str, expected: float) -> None:
    assert span(text) == timedelta(hours=expected)


@pytest.mark.parametrize("text", ["", "3", "h3", "3 h", "-1h", "1m2h"])
def test_a_wrong_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no span"):
        span(text)


@pytest.mark.parametrize("language", ["it", "ca", "es", "en"])
def test_every_language_has_a_line_for_everything(language: str) -> None:
    book = read_phrasebooks()[language]
    assert set(book.lines) == {manner.value for manner in Manner}
    assert not any(line.startswith("@") for lines in book.lines.values() for line in lines)
    assert set(book.words) == {"asks", "asks_data", "to_direct", "sorry", "acts", "closed"}


def test_talking_of_a_contract_is_not_asking_for_its_number() -> None:
    book = read_phrasebooks()["it"]
    assert not understood("Il contratto è attivo da oggi, la ringraziamo.", book, direct=False).asks_data
    assert understood("Ci indichi il numero di contratto.", book, direct=False).asks_data


def test_closed_hours_are_taken_calmly() -> None:
    heard = Understood(False, False, False, False, True, True, False, True)
    reactions = {reaction_to(heard, Mood(), random.Random(seed)) for seed in range(20)}
    assert {reaction.manner if reaction else None for reaction in reactions} == {Manner.WAITS, None}
