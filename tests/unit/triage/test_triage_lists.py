"""The word lists and weights as files: read whole, or refused with the place that is wrong."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from desktop.model import MessageClass
from desktop.system.resources import resource_path
from desktop.triage import Lexicon, LexiconUnreadable, MessageFacts, Triage, Weights, WeightsUnreadable
from tests.loaded import shipped_triage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_path("triage"), tmp_path / "triage"))


def test_every_class_has_words_in_every_language() -> None:
    for language in ("it", "ca", "es", "en"):
        data = tomllib.loads(resource_path("triage", f"{language}.toml").read_text(encoding="utf-8"))
        assert set(data["classes"]) == {kind.value for kind in MessageClass}


def test_every_grave_matter_has_a_weight() -> None:
    weights = Weights.load(resource_path("triage", "weights.toml"))
    for language in ("it", "ca", "es", "en", "shared"):
        data = tomllib.loads(resource_path("triage", f"{language}.toml").read_text(encoding="utf-8"))
        assert set(data.get("gravity", {})) <= set(weights.gravity)


def test_thanks_is_capped_below_what_any_other_class_earns_by_itself() -> None:
    weights = Weights.load(resource_path("triage", "weights.toml"))
    idle = {MessageClass.PRAISE_THANKS, MessageClass.NOISE}
    assert max(weights.caps[kind] for kind in idle) < min(
        points for kind, points in weights.urgency.items() if kind not in idle
    )


def test_edited_weights_are_used(folder: Path) -> None:
    facts = MessageFacts("Quando aprite?")
    before = shipped_triage().assess(facts).priority
    path = folder / "weights.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("faq_question = 10", "faq_question = 33"), encoding="utf-8"
    )
    assert Triage.load(folder).assess(facts).priority > before + 15  # as sure as the class is


def test_an_edited_word_list_is_used(folder: Path) -> None:
    facts = MessageFacts("il frullapietre è tornato a fischiare")
    path = folder / "it.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('[classes.complaint]\nstrong = """', '[classes.complaint]\nstrong = """\nfrullapietre,')
    )
    assert Triage.load(folder).assess(facts).classes[0].evidence[0] == "frullapietre"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("faq_question = 10", "faq_question = -1"),
        ("faq_question = 10", "faq_question = 1.5"),
        ("faq_question = 10", 'faq_question = "ten"'),
        ("faq_question = 10", "faq_question = true"),
        ("faq_question = 10", ""),
        ("[waiting]", "[weighting]"),
        ("noise = 2", "chatter = 2"),
        ("most = 34", "most = "),
    ],
)
def test_wrong_weights_are_refused(folder: Path, old: str, new: str) -> None:
    path = folder / "weights.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(WeightsUnreadable, match=r"weights\.toml"):
        Weights.load(path)


@pytest.mark.parametrize(
    "content",
    [
        '[classes.gossip]\nstrong = "a word"',
        '[classes.noise]\nloud = "a word"',
        '[classes.noise]\nstrong = ["a", "list"]',
        '[cues]\nwink = "a word"',
        '[cues]\nthanks = "*"',
        "classes = ",
    ],
)
def test_a_wrong_word_list_is_refused_by_its_name(folder: Path, content: str) -> None:
    (folder / "ca.toml").write_text(content, encoding="utf-8")
    with pytest.raises(LexiconUnreadable, match=r"ca\.toml"):
        Lexicon.load(folder)
