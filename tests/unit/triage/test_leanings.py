"""The learned weights: what they were fitted on stays right, each can say why, and a list counts beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.model import MessageClass
from desktop.system.resources import resource_path
from desktop.triage import Leanings, LeaningsUnreadable, MessageFacts, Triage
from desktop.triage.leanings import LEANINGS_FILE, urgency_of_class

Factory = Callable[..., MessageFacts]
Labelled = Callable[[str, str], list[tuple[str, str]]]
FOLDER = resource_path("triage")


@pytest.mark.parametrize("language", ["it", "ca", "es", "en"])
@pytest.mark.parametrize(("name", "floor"), [("heldout", 0.97), ("second", 0.95), ("practice_first", 0.9)])
def test_the_weights_keep_what_they_were_fitted_on(
    triage: Triage, mention: Factory, labelled: Labelled, language: str, name: str, floor: float
) -> None:
    told = _labelled(name, language) if name.startswith("practice") else labelled(name, language)
    right = sum(triage.assess(mention(text, language=language)).message_class.value == kind for kind, text in told)
    assert right >= floor * len(told)


def _labelled(name: str, language: str) -> list[tuple[str, str]]:
    import tomllib

    data = tomllib.loads(Path(__file__).with_name(f"{name}_{language}.toml").read_text("utf-8"))
    pairs = ((kind, text) for kind, group in data.items() if isinstance(group, dict) for text in _texts(group))
    return [(kind, text) for kind, text in pairs if kind in set(MessageClass)]


def _texts(group: dict[str, object]) -> list[str]:
    return [text for texts in group.values() if isinstance(texts, list) for text in texts]


def test_a_class_that_leads_shows_words_of_the_message(triage: Triage, mention: Factory, labelled: Labelled) -> None:
    for kind, text in labelled("second", "it"):
        leading = triage.assess(mention(text, language="it")).classes[0]
        assert all(word in text for word in leading.evidence), kind


def test_weights_that_are_none_are_named_by_their_file(tmp_path: Path) -> None:
    data = json.loads((FOLDER / LEANINGS_FILE).read_text("utf-8"))
    variants: tuple[object, ...] = ({}, data | {"columns": data["columns"][1:]}, data | {"clues": {"fumo": [1]}}, [])
    for broken in variants:
        (tmp_path / LEANINGS_FILE).write_text(json.dumps(broken))
        with pytest.raises(LeaningsUnreadable, match=LEANINGS_FILE):
            Leanings.load(tmp_path)


def test_the_class_of_urgent_messages_adds_to_urgency_as_far_as_it_is_likely() -> None:
    assert urgency_of_class(0.5) == 0
    assert urgency_of_class(0.0) < urgency_of_class(0.1) < 0 < urgency_of_class(0.9) < urgency_of_class(1.0) < 1_000
