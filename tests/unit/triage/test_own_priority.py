"""Own priority: what a desk changes of weights, words and whom it favours, and that thanks never outranks anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.model import FactorName, Mechanical, MessageClass, Visibility
from desktop.system.resources import resource_path
from desktop.triage import MessageFacts, OwnPriorityFile, OwnPriorityUnreadable, Triage, read_own_priority, reopens
from desktop.triage.lexicon import Lexicon, shipped_phrases
from desktop.triage.own_figures import SPANS, bounded
from desktop.triage.own_phrases import PhraseFault, fault_of_phrase
from desktop.triage.own_priority import (
    GRAVITIES,
    NOTHING_OWN,
    STRENGTHS,
    TARGETS,
    Favour,
    FavourKind,
    OwnPhrase,
    OwnPriority,
    plain_phrase,
)
from desktop.triage.own_priority_file import write_own_priority
from desktop.triage.threading import awaits_answer
from desktop.triage.weights import Weights, figures_of
from tests.effort import examples
from tests.loaded import shipped_triage, triage_with

Factory = Callable[..., MessageFacts]
FOLDER = resource_path("triage")
IDLE = {MessageClass.PRAISE_THANKS, MessageClass.NOISE}
FIGURES = st.dictionaries(st.sampled_from(sorted(SPANS)), st.integers(0, 60)).map(
    lambda drawn: {name: min(max(value, SPANS[name].least), SPANS[name].most) for name, value in drawn.items()}
)
WORDS = st.sampled_from(
    [
        "grazie",
        "reclamo",
        "urgente",
        "ossigeno",
        "quanto",
        "costa",
        "vergogna",
        "❤️",
        "?",
        "merci",
        "refund",
        "not",
        "working",
        "love",
        "vull",
        "ciao",
        "perché",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join))


@pytest.fixture(scope="module")
def own_triage() -> Callable[..., Triage]:
    def make(**changes: object) -> Triage:
        return triage_with(OwnPriority(**changes))  # type: ignore[arg-type]

    return make


def test_nothing_of_one_s_own_weighs_as_the_program_does(
    own_triage: Callable[..., Triage], mention: Factory, triage: Triage
) -> None:
    facts = mention("Sono furiosa: senza luce da ieri, disdico tutto!", followers=20_000)
    assert own_triage().assess(facts) == triage.assess(facts)


def test_a_weight_of_the_desk_takes_the_place_of_the_program_s(
    own_triage: Callable[..., Triage], mention: Factory
) -> None:
    facts = mention("Pago da un mese e nessuno mi rimborsa, è inaccettabile!")
    changed = own_triage(figures={"urgency.complaint": 35}).assess(facts)
    (urgency,) = [one for one in changed.factors if one.name is FactorName.URGENCY]
    assert urgency.points >= 33


def test_every_figure_that_can_be_changed_is_one_of_the_program_s() -> None:
    shipped = figures_of(FOLDER / "weights.toml")
    assert all(name.partition(".")[2] in shipped[name.partition(".")[0]] for name in SPANS)
    assert all(bounded(name, shipped[name.partition(".")[0]][name.partition(".")[2]]) is not None for name in SPANS)
    assert set(GRAVITIES) == {name for name in shipped["gravity"] if name != "most"}


PHRASES_OF_THE_DESK = (
    (OwnPhrase("class.complaint", "fila infinita", "it"), "Fila infinita allo sportello", "complaint"),
    (OwnPhrase("class.purchase_intent", "bonus caldaia"), "Vorrei sapere del bonus caldaia", "purchase_intent"),
    (OwnPhrase("class.urgent", "blackout", "en", "grave"), "There is a blackout on our street", "urgent"),
    (OwnPhrase("class.suggestion", "prestatgeri*", "ca"), "Una prestatgeria al costat de la porta", "suggestion"),
)


@pytest.mark.parametrize(("phrase", "text", "kind"), PHRASES_OF_THE_DESK)
def test_a_phrase_of_the_desk_counts_beside_the_learned_weights(
    own_triage: Callable[..., Triage], mention: Factory, phrase: OwnPhrase, text: str, kind: str
) -> None:
    language = phrase.language or "it"
    tried = own_triage(phrases=tuple(one for one, _, _ in PHRASES_OF_THE_DESK))  # loaded once for all of them
    assessment = tried.assess(mention(text, language=language))
    assert assessment.message_class.value == kind
    assert assessment.urgent is (kind == "urgent")
    told = " ".join(word for one in assessment.classes for word in one.evidence).lower()
    assert phrase.phrase.rstrip("*").split()[0] in told


def test_a_phrase_counts_in_its_own_language_only(own_triage: Callable[..., Triage], mention: Factory) -> None:
    tried = own_triage(phrases=(OwnPhrase("gravity.medical", "glucometro", "it"),))
    grave = [tried.assess(mention("Ho il glucometro rotto", language=code)) for code in ("it", "es")]
    assert [any(one.name is FactorName.GRAVITY for one in each.factors) for each in grave] == [True, False]


def test_a_phrase_that_is_taken_out_says_nothing_any_more(own_triage: Callable[..., Triage], mention: Factory) -> None:
    facts = mention("Mio padre ha il respiratore", language="it")
    (medical,) = {phrase for target, phrase in shipped_phrases(FOLDER, "it") if phrase == "respirator*"} or {""}
    gone = OwnPhrase("gravity.medical", (medical or "respiratore").upper(), "it", counts=False)
    before, after = own_triage().assess(facts), own_triage(phrases=(gone,)).assess(facts)
    assert any(one.name is FactorName.GRAVITY for one in before.factors)
    assert not any(one.name is FactorName.GRAVITY for one in after.factors)


FAVOURED = (
    (Favour(FavourKind.HANDLE, "@Marta@Social.example", 20), {"handle": "marta@social.example"}),
    (Favour(FavourKind.TAG, "Presse", 20), {"tags": ("presse",)}),
    (Favour(FavourKind.CUSTOMER, "uid-1", 20, "Marta"), {"customer": "uid-1", "handle": "@marta"}),
)


@pytest.mark.parametrize(("favour", "known"), FAVOURED)
def test_who_is_favoured_gets_the_points_and_nobody_else(
    own_triage: Callable[..., Triage], mention: Factory, favour: Favour, known: dict[str, object]
) -> None:
    tried = own_triage(favours=tuple(one for one, _ in FAVOURED))  # loaded once for all of them
    stranger = tried.assess(mention("Quando aprite?", handle="@other", customer="uid-2"))
    friend = tried.assess(mention("Quando aprite?", **known))
    assert friend.priority == stranger.priority + favour.points
    assert friend.factors[-1].name is FactorName.CUSTOMER_VALUE
    assert friend.factors[-1].evidence


@settings(max_examples=examples(25), deadline=None)
@given(FIGURES, TEXTS, st.sampled_from(Visibility), st.integers(0, 10**8))
def test_thanks_and_noise_stay_below_whatever_wants_an_answer_however_the_desk_weighs(
    figures: dict[str, float], text: str, visibility: Visibility, followers: int
) -> None:
    weights = Weights.load(FOLDER / "weights.toml", OwnPriority(figures))
    tried = Triage(cast("Lexicon", _WithWeights(weights)), shipped_triage()._leanings, shipped_triage()._identify)
    loud = tried.assess(MessageFacts(text, visibility=visibility, followers=followers, verified=True, language="it"))
    least = weights.least
    assert (loud.priority < least) == (loud.message_class in IDLE)


@settings(max_examples=examples(25), deadline=None)
@given(TEXTS, st.sampled_from([None, *Mechanical]))
def test_thanks_reopen_nothing_and_start_no_clock_unless_they_ask(text: str, mechanical: Mechanical | None) -> None:
    plain = text.replace("?", "")
    for kind in IDLE:
        assert not reopens(kind, mechanical, plain)
        assert not awaits_answer(kind, mechanical, plain)
    assert reopens(MessageClass.PRAISE_THANKS, None, f"{plain}?")
    assert not reopens(MessageClass.NOISE, None, f"{plain}?")


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("", PhraseFault.EMPTY),
        ("  ", PhraseFault.EMPTY),
        ("a*", PhraseFault.TOO_WIDE),
        ("*", PhraseFault.TOO_WIDE),
        ("… guasto", PhraseFault.TOO_WIDE),
        ("gua*sto", PhraseFault.TOO_WIDE),
        ("…", PhraseFault.TOO_WIDE),
        ("rotto, guasto", PhraseFault.PARTED),
        ("x" * 81, PhraseFault.LONG),
        ("uno due tre quattro cinque sei sette otto nove", PhraseFault.LONG),
        ("GUASTÓ", PhraseFault.DOUBLE),
        ("non … funzion*", None),
        ("😡", None),
        ("linea 5", None),
    ],
)
def test_a_phrase_that_says_nothing_or_everything_is_refused(phrase: str, fault: PhraseFault | None) -> None:
    others = (OwnPhrase("class.complaint", "guasto", "it"),)
    assert fault_of_phrase(OwnPhrase("class.complaint", phrase, "it"), others) is fault


def test_a_phrase_of_an_unknown_language_is_refused() -> None:
    assert fault_of_phrase(OwnPhrase("class.complaint", "kaputt", "de")) is PhraseFault.LANGUAGE


@given(st.text(max_size=40))
def test_a_phrase_is_compared_without_capitals_and_spacing(text: str) -> None:
    assert plain_phrase(plain_phrase(text)) == plain_phrase(f"  {plain_phrase(text)} ")


PHRASES = st.builds(
    OwnPhrase,
    st.sampled_from(TARGETS),
    st.sampled_from(["guasto", "non … funzion*", "fila", "😡"]),
    st.sampled_from(["", "it", "ca", "es", "en"]),
    st.sampled_from(STRENGTHS),
    st.booleans(),
)
FAVOURS = st.builds(
    Favour, st.sampled_from(FavourKind), st.sampled_from(["a", "é à"]), st.integers(1, 50), st.text(max_size=5)
)


@settings(max_examples=examples(25))
@given(FIGURES, st.lists(PHRASES, max_size=4), st.lists(FAVOURS, max_size=3))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    figures: dict[str, float],
    phrases: list[OwnPhrase],
    favours: list[Favour],
) -> None:
    path = tmp_path_factory.getbasetemp() / "priority.json"
    own = OwnPriority(figures, tuple(phrases), tuple(favours))
    write_own_priority(path, own)
    assert read_own_priority(path) == own
    assert OwnPriorityFile(path).read().mark == own.mark


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "3",
        '{"weights": []}',
        '{"weights": {"caps.noise": 90}}',
        '{"weights": {"urgency.complaint": true}}',
        '{"weights": {"urgency.complaint": 1.5}}',
        '{"phrases": [{"list": "class.what", "phrase": "guasto"}]}',
        '{"phrases": [{"list": "class.complaint", "phrase": "a*"}]}',
        '{"phrases": [{"list": "class.complaint"}]}',
        '{"favoured": [{"kind": "tag", "value": "x", "points": 900}]}',
        '{"favoured": [{"kind": "tag", "value": " ", "points": 9}]}',
        '{"favoured": [{"kind": "star", "value": "x", "points": 9}]}',
    ],
)
def test_a_file_that_holds_something_else_is_told_and_what_held_goes_on_to_hold(tmp_path: Path, content: str) -> None:
    path = tmp_path / "priority.json"
    file = OwnPriorityFile(path)
    assert file.read() == NOTHING_OWN
    write_own_priority(path, OwnPriority({"urgency.complaint": 20}))
    assert file.read().figures == {"urgency.complaint": 20}
    path.write_text(content)
    with pytest.raises(OwnPriorityUnreadable, match=r"priority\.json"):
        read_own_priority(path)
    assert file.read().figures == {"urgency.complaint": 20}


class _WithWeights:
    """The shipped lexicon with other weights."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.hits = shipped_triage()._lexicon.hits
