"""The system lines about abuse and look-alikes name who, why and until when."""

from __future__ import annotations

import pytest

from tests.ui.conversation import NOW, TZ, event
from ui.cases.timeline_words import event_words

UNTIL = "2026-03-12T14:00:00+00:00"


@pytest.mark.parametrize(
    ("code", "detail", "actor", "words"),
    [
        ("abuse", '["abuse", "insults"]', "Dario Conti", "Dario Conti marked this as abuse: insults"),
        ("abuse", '["no_abuse", ""]', "Dario Conti", "Dario Conti found this to be no abuse"),
        ("abuse", '["hide", "a slur"]', "Dario Conti", "Dario Conti hid a post: a slur"),
        ("abuse", "null", "Dario Conti", "Dario Conti took back what was said of abuse"),
        (
            "hush",
            f'["until", "{UNTIL}", "threats"]',
            "Dario Conti",
            "Dario Conti blocked the author until 15:00: threats",
        ),
        ("hush", '["until", null, "threats"]', "Dario Conti", "Dario Conti muted the author: threats"),
        ("hush", "null", "Dario Conti", "Dario Conti hears the author again"),
        ("hush", "null", "engine", "The block is over"),
        ("known_face", '["x", "AuroraPartner"]', "Dario Conti", "Dario Conti knows @AuroraPartner"),
        ("known_face", "null", "Dario Conti", "Dario Conti took back that the account is known"),
    ],
)
def test_each_line_says_who_why_and_until_when(code: str, detail: str, actor: str, words: str) -> None:
    icon, sentence = event_words(event(code, detail, author_name=actor), NOW, TZ)
    assert sentence == words
    assert icon
