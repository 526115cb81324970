"""A case is moved on by answers and by silence alone, always ends, and is the same after a restart."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.model import Visibility
from desktop.practice import Mood, PlayState, Scenario
from desktop.practice.hearing import checks_met
from desktop.practice.play import after_silence, as_one, heard, plain, reads_at, state_from, with_reply
from tests.factories import NOON
from tests.unit.practice.cases import TARGET, WORDS, a_play, a_reply, a_scenario

GOOD, SECOND, BAD = "Sorry, we check it: send us a private message.", "I will write to you.", "Ok."


def answered(state: PlayState, scenario: Scenario, *texts: str, direct: bool = False, seconds: float = 60) -> PlayState:
    """Let the customer read some answers together."""
    for text in texts:
        state = with_reply(state, a_reply(text, scenario, direct=direct, seconds=seconds))
    turn = scenario.turn(state.turn)
    assert turn is not None
    met = checks_met(as_one(state, scenario), turn, WORDS, ())
    return heard(state, scenario, met, NOON + timedelta(seconds=seconds + 10))


def test_a_good_answer_calms_and_leads_to_the_next_question() -> None:
    scenario = a_scenario()
    state = answered(a_play(scenario), scenario, GOOD)
    assert (state.mood, state.turn, state.has_ended) == (Mood.CALM, "second", False)
    assert state.said[-1].text == "Here I am."
    assert state.answers[-1].good
    assert state.answers[-1].missed == ()


def test_the_last_good_answer_ends_it_with_a_content_customer() -> None:
    scenario = a_scenario()
    state = answered(answered(a_play(scenario), scenario, GOOD), scenario, SECOND, direct=True, seconds=120)
    assert (state.mood, state.has_ended) == (Mood.CONTENT, True)
    assert state.said[-1].direct


def test_a_second_bad_answer_to_the_same_question_and_the_customer_is_gone() -> None:
    scenario = a_scenario()
    once = answered(a_play(scenario), scenario, BAD)
    assert (once.mood, once.turn, once.said[-1].text) == (Mood.ANGRY, "first", "What now?")
    twice = answered(once, scenario, BAD, seconds=120)
    assert (twice.mood, twice.has_ended, twice.said[-1].text) == (Mood.GONE, True, "Goodbye.")


def test_a_bad_answer_can_be_made_good() -> None:
    scenario = a_scenario()
    state = answered(answered(a_play(scenario), scenario, BAD), scenario, GOOD, seconds=120)
    assert (state.mood, state.turn, state.strikes) == (Mood.CALM, "second", 0)


def test_what_is_written_in_two_messages_is_read_as_one() -> None:
    scenario = a_scenario()
    state = answered(a_play(scenario), scenario, "Sorry about that.", "We check it: send us a private message.")
    assert state.answers[-1].good
    assert len(state.answers) == 1


def test_an_answer_is_as_public_as_its_most_public_part() -> None:
    scenario = a_scenario()
    state = with_reply(a_play(scenario), a_reply("Hello", scenario, direct=True))
    state = with_reply(state, a_reply("Hello", scenario))
    assert as_one(state, scenario).visibility is Visibility.PUBLIC


def test_a_customer_takes_some_seconds_unless_the_pace_is_nought() -> None:
    scenario = a_scenario()
    state = with_reply(a_play(scenario), a_reply(GOOD, scenario))
    at, soon = reads_at(state, scenario, 1.0), reads_at(state, scenario, 0)
    assert soon == NOON + timedelta(seconds=60)
    assert at is not None
    assert timedelta(seconds=4) <= at - soon <= timedelta(seconds=14)
    assert reads_at(a_play(scenario), scenario, 1.0) is None


def test_silence_makes_a_customer_ask_once_and_then_go() -> None:
    scenario, state = a_scenario(), a_play(a_scenario())
    assert after_silence(state, scenario, TARGET, NOON + TARGET) == state
    asks = after_silence(state, scenario, TARGET, NOON + 2 * TARGET)
    assert (asks.said[-1].text, asks.mood, asks.has_ended) == ("Hello?", Mood.ANGRY, False)
    assert after_silence(asks, scenario, TARGET, NOON + 3 * TARGET) == asks
    goes = after_silence(asks, scenario, TARGET, NOON + 5 * TARGET)
    assert (goes.said[-1].text, goes.mood, goes.has_ended) == ("Goodbye.", Mood.GONE, True)
    assert after_silence(goes, scenario, TARGET, NOON + 9 * TARGET) == goes


def test_nobody_who_has_an_answer_to_read_loses_patience() -> None:
    scenario = a_scenario()
    state = with_reply(a_play(scenario), a_reply(GOOD, scenario))
    assert after_silence(state, scenario, TARGET, NOON + 9 * TARGET) == state


STEPS = st.lists(st.one_of(st.sampled_from([GOOD, SECOND, BAD]), st.just("")), max_size=12)


@given(STEPS, st.booleans())
def test_whatever_is_answered_a_case_stays_sound_and_survives_a_restart(steps: list[str], direct: bool) -> None:
    scenario = a_scenario()
    state, said, seconds = a_play(scenario), 1, 0.0
    for step in steps:
        seconds += 60
        before = state
        if step and not state.has_ended:
            state = answered(state, scenario, step, direct=direct, seconds=seconds)
        else:
            state = after_silence(state, scenario, TARGET, NOON + timedelta(seconds=seconds))
        assert state.said[: len(before.said)] == before.said, "what was said stays said"
        assert len(state.said) - len(before.said) <= 1
        assert state.has_ended == (state.turn == "end")
        assert not state.has_ended or state.waits_since is None
        assert not before.has_ended or state == before
        assert state_from(json.loads(json.dumps(plain(state)))) == state
        said = len(state.said)
    assert said <= 1 + len(steps)


@given(st.lists(st.sampled_from([GOOD, SECOND, BAD]), min_size=4, max_size=4))
def test_four_answers_end_every_case_of_two_questions(texts: list[str]) -> None:
    scenario = a_scenario()
    state = a_play(scenario)
    for number, text in enumerate(texts):
        if not state.has_ended:
            state = answered(state, scenario, text, seconds=60.0 * (number + 1))
    assert state.has_ended
