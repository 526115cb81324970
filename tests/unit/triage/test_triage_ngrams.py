"""The n-gram model read in place agrees with the library that it belongs to."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Any

import pytest

from desktop.triage.ngrams import ModelUnreadable, NgramModel, model_path, read_model

LANGUAGES = ("it", "ca", "es", "en", "fr", "de", "pt", "nl")


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return read_model(model_path(), LANGUAGES)


@pytest.fixture(scope="module")
def library() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    library.set_languages(LANGUAGES)
    return library


@pytest.mark.parametrize(
    "text",
    ["Non riesco ad aprire il sito", "¿Dónde está mi pedido, señor?", "això no va", "SHOUTING", "ok", "ß", "\ud800"],
)
def test_probabilities_are_those_of_the_library(model: NgramModel, library: Any, text: str) -> None:
    printable = text.encode("utf-8", "replace").decode("utf-8")
    theirs = dict(library.rank(printable))
    ours = dict(zip(model.languages, model.probabilities(text), strict=True))
    assert ours == pytest.approx(theirs, abs=1e-4)


def test_nothing_known_makes_every_language_alike(model: NgramModel) -> None:
    assert model.probabilities("") == [1 / len(LANGUAGES)] * len(LANGUAGES)


def test_a_model_that_rested_says_what_it_said_before(model: NgramModel) -> None:
    before = model.probabilities("La factura és incorrecta")
    model.rest()
    assert model.probabilities("La factura és incorrecta") == before


def test_an_absent_model_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnreadable):
        read_model(tmp_path / "model.npz.xz", LANGUAGES)


@pytest.mark.parametrize("content", [b"", b"not compressed", lzma.compress(b"not an archive")])
def test_a_damaged_model_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz.xz"
    path.write_bytes(content)
    with pytest.raises(ModelUnreadable):
        read_model(path, LANGUAGES)


def test_a_language_that_the_model_does_not_know_is_said_so() -> None:
    with pytest.raises(ModelUnreadable):
        read_model(model_path(), ["it", "tlh"])
