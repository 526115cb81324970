"""How well real public messages are named: accuracy per language, on halves that nothing was tuned on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desktop.system.resources import resource_path
from desktop.triage import UNKNOWN, LanguageIdentifier

pytestmark = pytest.mark.slow  # thousands of sentences

DATA = Path(__file__).parents[2] / "../shared/data/language"
NEEDS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason="the language corpora are not on this machine")


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.load(resource_path("triage"))
    identifier.warm_up()
    return identifier


def tweets(language: str) -> list[str]:
    path = DATA / "xlm-t" / language / "test_text.txt"
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def catalan_tweets() -> list[str]:
    with (DATA / "tweet-sem-cat" / "corpus.csv").open(encoding="utf-8", newline="") as file:
        # Placeholders of the corpus for links and mentions, not words of the tweets.
        return [row["text"].replace("URL", " ").replace("USER", " ") for row in csv.DictReader(file)]


def shares(identifier: LanguageIdentifier, texts: list[str], language: str) -> tuple[float, float]:
    """Return the share named right and the share left unknown."""
    answers = [identifier.identify(text) for text in texts]
    return answers.count(language) / len(answers), answers.count(UNKNOWN) / len(answers)


@NEEDS_DATA
@pytest.mark.parametrize(
    ("corpus", "language", "least"), [("italian", "it", 0.96), ("spanish", "es", 0.98), ("english", "en", 0.97)]
)
def test_tweets_are_named(
    identifier: LanguageIdentifier,
    corpus: str,
    language: str,
    least: float,
) -> None:
    right, unknown = shares(identifier, tweets(corpus), language)
    print(f"{language}: {right:.4f} right, {unknown:.4f} unknown")
    assert right >= least
    assert unknown <= 0.04


@NEEDS_DATA
def test_catalan_tweets_are_named(identifier: LanguageIdentifier) -> None:
    # Ten of the fifty are in fact Portuguese, Italian, Spanish or English: four in five is all there is to find.
    right, unknown = shares(identifier, catalan_tweets(), "ca")
    print(f"ca: {right:.4f} right, {unknown:.4f} unknown")
    assert right >= 0.8
    assert unknown <= 0.1


@NEEDS_DATA
@pytest.mark.parametrize(("corpus", "language"), [("italian", "it"), ("spanish", "es"), ("english", "en")])
def test_a_wrong_name_is_rarer_than_an_honest_unknown_is_allowed_to_be(
    identifier: LanguageIdentifier, corpus: str, language: str
) -> None:
    right, unknown = shares(identifier, tweets(corpus), language)
    assert 1 - right - unknown <= 0.02
