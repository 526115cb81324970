"""What the crisis banner says: the figures of a surge, who switched crisis mode on and what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from desktop.model import AccountId, CrisisMode, SeenSurge, Surging
from tests.factories import NOON
from ui.crisis.banner_words import CrisisFacts, present_crisis, surge_sentence
from ui.crisis.panel_words import present_panel, usual_words

SURGE = SeenSurge(1, AccountId(1), Surging.VOLUME, NOON, NOON, 214, 35.2, "blackout Torino nord", 71)
CALM = CrisisFacts((), None, 0, NOON, UTC)
MODE = CrisisMode(1, NOON - timedelta(hours=1), "Laura Bianchi")


def test_without_a_surge_and_off_there_is_no_banner() -> None:
    assert present_crisis(CALM) is None


def test_a_surge_is_told_with_its_figures_and_what_can_be_done() -> None:
    message = present_crisis(replace(CALM, surges=(SURGE,)))
    assert message is not None
    assert message.title == "Volume surge."
    assert message.text == "214 people wrote in the last hour, 6 times the usual. 7 in 10 say «blackout Torino nord»."
    assert [one.code for one in message.actions] == ["crisis_posts", "crisis_on", "crisis_holding", "crisis_mute"]


def test_a_muted_surge_shows_no_banner_until_the_hour_is_over() -> None:
    muted = replace(SURGE, muted_until=NOON + timedelta(hours=1), last_at=NOON + timedelta(hours=1))
    assert present_crisis(replace(CALM, surges=(muted,))) is None
    assert present_crisis(replace(CALM, surges=(muted,), now=NOON + timedelta(hours=1))) is not None


def test_a_surge_that_was_not_seen_for_a_while_claims_nothing_of_the_last_hour() -> None:
    later = replace(CALM, surges=(SURGE,), now=NOON + timedelta(minutes=16))
    assert present_crisis(later) is None
    on = present_crisis(replace(later, mode=MODE))
    assert on is not None
    assert "214" not in on.text
    assert "No surge now." in present_panel(later).text


def test_more_people_are_told_before_more_anger() -> None:
    anger = replace(SURGE, id=2, of=Surging.ANGER, people=300)
    message = present_crisis(replace(CALM, surges=(anger, SURGE)))
    assert message is not None
    assert message.title == "Volume surge."
    alone = present_crisis(replace(CALM, surges=(anger,)))
    assert alone is not None
    assert (alone.title, alone.text[:43]) == ("Anger surge.", "300 people complained in the last hour, 9 t")


@pytest.mark.parametrize(
    ("people", "expected", "said"),
    [(30, 0.4, "where nearly none are usual"), (30, 10.0, "3 times the usual"), (30, 25.0, "where 25 are usual")],
)
def test_figures_are_said_beside_the_usual(people: int, expected: float, said: str) -> None:
    assert said in surge_sentence(replace(SURGE, people=people, expected=expected, saying=""))


@pytest.mark.parametrize(("share", "said"), [(30, "3 in 10"), (71, "7 in 10"), (94, "9 in 10"), (99, "Nearly all")])
def test_the_share_is_said_in_tenths(share: int, said: str) -> None:
    assert said in surge_sentence(replace(SURGE, share=share))


def test_a_saying_that_looks_like_a_mark_stays_as_it_is() -> None:
    assert "«{count}»" in surge_sentence(replace(SURGE, saying="{count}"))


def test_crisis_mode_says_since_when_by_whom_and_what_it_holds_even_while_the_surge_is_muted() -> None:
    muted = replace(SURGE, muted_until=NOON + timedelta(hours=1))
    message = present_crisis(CrisisFacts((muted,), MODE, 3, NOON, UTC))
    assert message is not None
    assert message.title == "Crisis mode is on."
    assert message.text.startswith("Since 11:00, by Laura Bianchi. 3 replies are held. 214 people")
    assert [one.code for one in message.actions] == ["crisis_playbook", "crisis_holding", "crisis_off"]


def test_the_panel_says_the_same_and_what_switching_means() -> None:
    off, on = present_panel(CALM), present_panel(replace(CALM, mode=MODE, held=1))
    assert (off.title, off.switch, off.is_on) == ("Crisis mode is off", "Switch on crisis mode", False)
    assert "No surge now." in off.text
    assert (on.title, on.switch, on.is_on) == ("Crisis mode is on", "Switch off…", True)
    assert "1 reply is held." in on.text


def test_a_figure_that_is_not_known_is_no_zero() -> None:
    assert [usual_words(one) for one in (None, 0.2, 34.6)] == ["–", "under 1", "35"]
