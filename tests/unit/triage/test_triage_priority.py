"""The priority: bounded, explained, and never lower for who has waited longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.model import FactorName, Mechanical, MessageClass, Network, ReasonCode, Visibility
from desktop.triage import MessageFacts
from tests.effort import examples
from tests.loaded import shipped_triage

Factory = Callable[..., MessageFacts]
Labelled = Callable[[str, str], list[tuple[str, str]]]


SPEECH = """
grazie reclamo urgente ossigeno senza corrente avvocato disdico quanto costa vergogna 😡 ❤️ ? perché merci gracias refund
my why not working sue you love the service vull comprar on és #ciao @noi https://example.org 112
"""
WORDS = st.sampled_from(SPEECH.split())
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join))
FACTS = st.builds(
    MessageFacts,
    text=TEXTS,
    subject=st.text(max_size=40),
    network=st.sampled_from(Network),
    visibility=st.sampled_from(Visibility),
    mechanical=st.sampled_from([None, *Mechanical]),
    mentions_us=st.booleans(),
    followers=st.one_of(st.none(), st.integers(-5, 10**12)),
    verified=st.booleans(),
    language_hint=st.one_of(st.none(), st.text(max_size=8)),
    thread_language=st.sampled_from([None, "it", "ca", "unknown"]),
    interactions_90d=st.integers(-2, 10**6),
    repeats_unanswered=st.integers(-2, 10**6),
    waiting_seconds=st.floats(allow_nan=True, allow_infinity=True),
    tags=st.lists(st.sampled_from(["vip", "VIP", "Fràgil", "x", ""]), max_size=4).map(tuple),
)


@settings(max_examples=examples(100), deadline=None)
@given(FACTS)
def test_any_message_gets_a_bounded_and_explained_priority(facts: MessageFacts) -> None:
    assessment = shipped_triage().assess(facts)
    points = sum(factor.points for factor in assessment.factors)
    assert 0 <= assessment.priority <= 100
    assert assessment.priority <= points
    assert all(factor.points > 0 for factor in assessment.factors)
    assert all(factor.evidence for factor in assessment.factors)
    names = [factor.name for factor in assessment.factors]
    assert names == sorted(set(names), key=list(FactorName).index)
    codes = [reason.code for reason in assessment.reasons]
    assert codes == sorted(set(codes), key=list(ReasonCode).index)
    assert assessment.classes[0].message_class is assessment.message_class


@settings(max_examples=examples(100), deadline=None)
@given(FACTS)
def test_the_same_message_always_gets_the_same_assessment(facts: MessageFacts) -> None:
    assert shipped_triage().assess(facts) == shipped_triage().assess(replace(facts))


@settings(max_examples=examples(60), deadline=None)
@given(FACTS, st.lists(st.integers(0, 10**9), min_size=2, max_size=5).map(sorted))
def test_priority_never_falls_when_a_figure_grows(facts: MessageFacts, figures: list[int]) -> None:
    growing = {
        "followers": [replace(facts, followers=figure) for figure in figures],
        "repeats": [replace(facts, repeats_unanswered=figure) for figure in figures],
        "activity": [replace(facts, interactions_90d=figure) for figure in figures],
        "waiting": [replace(facts, waiting_seconds=float(figure)) for figure in figures],
    }
    for name, series in growing.items():
        priorities = [shipped_triage().assess(each).priority for each in series]
        assert all(less <= more for less, more in pairwise(priorities)), name


def test_every_point_is_named_with_the_figure_that_earned_it(mention: Factory) -> None:
    assessment = shipped_triage().assess(
        mention(
            "Ancora senza luce, è una vergogna! Mio padre ha il respiratore, chiamo l'avvocato",
            followers=120_000,
            interactions_90d=7,
            repeats_unanswered=2,
            waiting_seconds=7_200.0,
            tags=("VIP",),
        )
    )
    evidence = {factor.name: factor.evidence for factor in assessment.factors}
    assert set(evidence) == set(FactorName)
    assert "respiratore" in evidence[FactorName.GRAVITY]
    assert evidence[FactorName.REACH] == "120000"
    assert evidence[FactorName.ACTIVITY] == "7"
    assert evidence[FactorName.REPEAT] == "2"
    assert evidence[FactorName.WAITING] == "7200"
    assert "vergogna" in evidence[FactorName.SENTIMENT]
    assert evidence[FactorName.CUSTOMER_VALUE] == "VIP"


def test_chips_come_in_the_order_of_the_list_with_their_figures(mention: Factory) -> None:
    assessment = shipped_triage().assess(
        mention(
            "Urgente: disdico tutto, mio padre ha il respiratore e siamo senza luce. Quanto costa passare a voi?",
            followers=120_000,
            repeats_unanswered=2,
            mentions_us=False,
        )
    )
    said = {reason.code: reason.words for reason in assessment.reasons}
    assert said[ReasonCode.MEDICAL_NEED] == ("respiratore",)
    assert "disdico" in said[ReasonCode.LEAVING_RISK]
    assert "Urgente" in said[ReasonCode.URGENT_WORDING]
    assert said[ReasonCode.PURCHASE_INTENT]
    assert [(reason.code, reason.detail) for reason in assessment.reasons] == [
        (ReasonCode.MEDICAL_NEED, ""),
        (ReasonCode.ASKED_BEFORE, "2"),
        (ReasonCode.URGENT_WORDING, ""),
        (ReasonCode.FOLLOWERS, "120000"),
        (ReasonCode.LEAVING_RISK, ""),
        (ReasonCode.PURCHASE_INTENT, ""),
        (ReasonCode.NO_MENTION, ""),
    ]


def test_few_followers_are_no_chip(mention: Factory) -> None:
    assert shipped_triage().assess(mention("Quando aprite?", followers=9_999)).reasons == ()


def test_thanks_from_the_most_famous_stays_below_any_question_of_a_stranger(mention: Factory) -> None:
    famous = {
        "followers": 50_000_000,
        "verified": True,
        "interactions_90d": 500,
        "repeats_unanswered": 9,
        "waiting_seconds": 1e6,
        "tags": ("vip", "fragile"),
    }
    thanks = max(
        shipped_triage().assess(mention(text, **famous)).priority for text in ("Grazie!", "thank you ❤️", "gràcies")
    )
    asked = min(
        shipped_triage().assess(mention(text)).priority
        for text in ("Quando aprite?", "why?", "un consiglio: più panchine")
    )
    assert thanks < asked


@pytest.mark.parametrize("language", ["it", "ca", "es", "en"])
def test_thanks_and_noise_stay_below_every_other_class(mention: Factory, labelled: Labelled, language: str) -> None:
    loud = {"followers": 10**7, "waiting_seconds": 1e6, "repeats_unanswered": 5}
    idle, wanting = [0], [100]
    for kind, text in labelled("samples", language):
        if kind in {"praise_thanks", "noise"}:
            idle.append(shipped_triage().assess(mention(text, **loud)).priority)
        else:
            wanting.append(shipped_triage().assess(mention(text)).priority)
    assert max(idle) < min(wanting)


def test_life_comes_before_money_and_money_before_curiosity(mention: Factory) -> None:
    texts = (
        "mio padre ha il respiratore e siamo senza corrente",
        "mi avete addebitato due volte la bolletta, rivoglio i soldi",
        "a che ora aprite?",
    )
    life, money, curiosity = (shipped_triage().assess(mention(text)) for text in texts)
    assert life.message_class is MessageClass.URGENT
    assert life.priority > money.priority > curiosity.priority
