"""The points of a case, each worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails.promises import RULE as PROMISE
from desktop.model import Decision, Finding, Visibility
from desktop.practice import PARTS, Mark, MarkCode, Mood, Part, PlayState, Result, Try, mean, score
from desktop.practice.play import Answer
from desktop.practice.scenario import Check
from desktop.practice.scoring import Told, time_points
from tests.factories import NOON
from tests.unit.practice.cases import TARGET, UID, a_play, an_entry

PUBLIC, DIRECT = Visibility.PUBLIC, Visibility.DIRECT


def an_answer(turn: str = "first", *, seconds: float = 60, visibility: Visibility = PUBLIC, **rest: object) -> Answer:
    return Answer(turn, "Send us your IBAN, NOW", visibility, NOON + timedelta(seconds=seconds), **rest)  # type: ignore[arg-type]


def a_finding(rule: str, kind: str = "iban", text: str = "IBAN") -> Finding:
    return Finding(rule, kind, Decision.ADVISE, 13, 17, text)


def scored(
    *answers: Answer,
    told: dict[int, Told] | None = None,
    tries: tuple[Try, ...] = (),
    mood: Mood = Mood.CONTENT,
    ended: bool = True,
    solved: bool = True,
    hidden: bool = False,
    **changes: Any,
) -> Result:
    """Score a case with these answers and findings."""
    entry = an_entry(**changes)
    play: PlayState = replace(
        a_play(entry.scenario),
        answers=answers,
        mood=mood,
        hidden=hidden,
        ended_at=NOON + timedelta(minutes=9) if ended else None,
    )
    found = [(told or {}).get(n, Told()) for n in range(len(answers))]
    return score(entry, play, found, tries, TARGET, solved=solved)


def points(result: Result) -> tuple[int, ...]:
    return tuple(result.part(part).points for part in PARTS)


def codes(result: Result, part: Part) -> list[MarkCode]:
    return [mark.code for mark in result.part(part).marks]


INTO_PRIVATE = an_answer(met=(Check.TO_PRIVATE,))


def test_a_case_without_a_fault_has_a_hundred_points() -> None:
    result = scored(INTO_PRIVATE, an_answer("second", visibility=DIRECT, seconds=300))
    assert points(result) == (100, 100, 100, 100)
    assert result.total == 100
    assert result.took == timedelta(seconds=60)
    assert MarkCode.MOVED in codes(result, Part.PRIVACY)


def test_a_case_that_nobody_answered_has_none() -> None:
    result = scored(mood=Mood.ANGRY, ended=False)
    assert (points(result), result.total, result.took) == ((0, 0, 0, 0), 0, None)
    assert codes(result, Part.TIME) == [MarkCode.NEVER]


@pytest.mark.parametrize(
    ("minutes", "wanted"), [(0, 100), (4, 100), (5, 92), (7, 75), (8, 67), (10, 50), (13, 25), (16, 0), (60, 0)]
)
def test_the_time_loses_evenly_from_the_target_to_four_times_it(minutes: int, wanted: int) -> None:
    assert time_points(timedelta(minutes=minutes), TARGET) == wanted


@given(st.integers(0, 7200), st.integers(0, 7200), st.integers(30, 3600))
def test_a_later_answer_never_has_more_points(one: int, other: int, target: int) -> None:
    early, late = sorted((one, other))
    span = timedelta(seconds=target)
    first, second = (time_points(timedelta(seconds=each), span) for each in (early, late))
    assert 0 <= second <= first <= 100


def test_a_stopped_request_costs_fifteen_and_names_the_words() -> None:
    tried = Try(UID, ("privacy.request", "limits.long"), "codice fiscale", NOON)
    result = scored(INTO_PRIVATE, tries=(tried,))
    assert result.part(Part.PRIVACY).points == 85
    assert result.part(Part.PRIVACY).marks[0] == Mark(MarkCode.TRIED, 15, quote="codice fiscale")


def test_what_was_stopped_for_its_length_or_in_another_case_costs_nothing() -> None:
    others = (Try(UID, ("limits.long",), "x", NOON), Try("practice02x1", ("privacy.request",), "x", NOON))
    assert scored(INTO_PRIVATE, tries=others).part(Part.PRIVACY).points == 100


def test_asking_in_public_costs_sixty_and_has_its_place_in_the_text() -> None:
    result = scored(INTO_PRIVATE, told={0: Told((a_finding("privacy.request"),))})
    assert result.part(Part.PRIVACY).points == 40
    mark = result.part(Part.PRIVACY).marks[0]
    assert (mark.code, mark.answer, mark.start, mark.end, mark.quote) == (
        MarkCode.ASKED_IN_PUBLIC,
        0,
        13,
        17,
        "IBAN",
    )


def test_asking_in_private_without_a_reason_costs_five_and_a_password_sixty() -> None:
    private = an_answer("second", visibility=DIRECT)
    found = Told((a_finding("privacy.advice"), a_finding("privacy.request")))
    assert scored(private, told={0: found}).part(Part.PRIVACY).points == 95
    assert scored(private, told={0: Told((a_finding("privacy.credentials"),))}).part(Part.PRIVACY).points == 40


def test_staying_in_public_where_private_is_the_place_costs_thirty() -> None:
    result = scored(an_answer(missed=(Check.TO_PRIVATE,)))
    assert result.part(Part.PRIVACY).points == 70
    assert codes(result, Part.PRIVACY) == [MarkCode.NOT_MOVED]


def test_leaving_posted_data_in_sight_costs_twenty() -> None:
    turn = an_entry().table["turn"][0] | {"should": ["hides"]}
    turns = [turn, an_entry().table["turn"][1]]
    seen, hidden = (scored(INTO_PRIVATE, hidden=one, turn=turns) for one in (False, True))
    assert seen.part(Part.PRIVACY).points == 80
    assert hidden.part(Part.PRIVACY).points == 100


def test_privacy_never_falls_below_nought() -> None:
    found = Told(tuple(a_finding("privacy.request") for _ in range(5)))
    assert scored(INTO_PRIVATE, told={0: found}).part(Part.PRIVACY).points == 0


def test_the_tone_is_the_mean_of_the_answers() -> None:
    shouting = Told(tone=(a_finding("tone.shouting", "capitals", "NOW"), a_finding("tone.blame", "your fault")))
    result = scored(INTO_PRIVATE, an_answer("second", visibility=DIRECT), told={0: shouting})
    assert result.part(Part.TONE).points == 78  # (55 + 100) / 2 = 77.5
    assert [mark.detail for mark in result.part(Part.TONE).marks] == ["tone.shouting", "tone.blame"]


@pytest.mark.parametrize(
    ("mood", "ended", "solved", "wanted"),
    [
        (Mood.CONTENT, True, True, 100),
        (Mood.CONTENT, True, False, 80),
        (Mood.CALM, False, False, 50),
        (Mood.CALM, True, True, 70),
        (Mood.ANGRY, False, False, 10),
        (Mood.ANGRY, True, True, 30),
        (Mood.GONE, True, False, 0),
        (Mood.GONE, True, True, 0),
    ],
)
def test_the_outcome_is_the_customers_last_mood_and_what_is_left_open(
    mood: Mood, ended: bool, solved: bool, wanted: int
) -> None:
    result = scored(INTO_PRIVATE, mood=mood, ended=ended, solved=solved)
    assert result.part(Part.OUTCOME).points == wanted


def test_what_the_last_answer_to_a_question_lacks_costs_five_each() -> None:
    poor = an_answer(missed=(Check.APOLOGY, Check.NEXT_STEP), met=(Check.TO_PRIVATE,))
    assert scored(poor).part(Part.OUTCOME).points == 90
    mended = an_answer(met=(Check.TO_PRIVATE, Check.APOLOGY, Check.NEXT_STEP), seconds=120)
    assert scored(poor, mended).part(Part.OUTCOME).points == 100


def test_a_promise_out_of_hours_costs_twenty_five() -> None:
    result = scored(INTO_PRIVATE, told={0: Told((a_finding(PROMISE, "today.it", "entro stasera"),))})
    assert result.part(Part.OUTCOME).points == 75
    assert result.part(Part.OUTCOME).marks[-1].quote == "entro stasera"


def test_the_total_is_the_mean_of_the_four_a_half_rounded_up() -> None:
    result = scored(an_answer(seconds=13 * 60, missed=(Check.TO_PRIVATE,)), mood=Mood.CALM)
    assert points(result) == (25, 70, 100, 65)
    assert result.total == 65
    assert [mean([1, 2]), mean([]), mean([33, 33, 34])] == [2, 0, 33]
