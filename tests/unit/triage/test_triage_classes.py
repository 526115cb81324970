"""What a message is: the classes that apply, the one that leads, and the words that speak for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from desktop.model import Direction, Mechanical, MessageClass, Visibility
from desktop.triage import MessageFacts, Triage

Factory = Callable[..., MessageFacts]
Labelled = Callable[[str, str], list[tuple[str, str]]]

LANGUAGES = ("it", "ca", "es", "en")
WANTS_NOTHING = {MessageClass.PRAISE_THANKS, MessageClass.NOISE}


def leading(triage: Triage, facts: MessageFacts) -> MessageClass:
    return triage.assess(facts).message_class


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_messages_that_the_lists_were_tried_on_stay_right_but_for_one_in_fifty(
    triage: Triage, mention: Factory, labelled: Labelled, language: str
) -> None:
    tried = labelled("samples", language)
    wrong = [(kind, text) for kind, text in tried if leading(triage, mention(text)).value != kind]
    assert len(wrong) <= len(tried) / 50, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_in_ten_of_the_first_held_out_messages_are_right(
    triage: Triage, mention: Factory, labelled: Labelled, language: str
) -> None:
    assert macro_accuracy(triage, mention, labelled("heldout", language)) >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_third_of_the_messages_of_other_trades_are_right(
    triage: Triage, mention: Factory, labelled: Labelled, language: str
) -> None:
    # Words far from the lists: most fall back to a question, which is answered all the same.
    assert macro_accuracy(triage, mention, labelled("second", language)) >= 0.33


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["samples", "heldout", "second"])
def test_what_wants_an_answer_is_never_taken_for_thanks_or_noise(
    triage: Triage, mention: Factory, labelled: Labelled, name: str, language: str
) -> None:
    taken = [
        text
        for kind, text in labelled(name, language)
        if kind not in {"praise_thanks", "noise", "abuse"} and leading(triage, mention(text)) in WANTS_NOTHING
    ]
    assert taken == []


def macro_accuracy(triage: Triage, mention: Factory, messages: list[tuple[str, str]]) -> float:
    """Return the mean over the classes of the share that is right, so that a small class counts as much."""
    right: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for kind, text in messages:
        all_of[kind] += 1
        right[kind] += leading(triage, mention(text)).value == kind
    return sum(right[kind] / count for kind, count in all_of.items()) / len(all_of)


@pytest.mark.parametrize(
    "text",
    [
        "Pacco mai arrivato, grazie mille davvero",
        "Moltes gràcies per tenir-me tres setmanes sense línia",
        "Muchas gracias por dejarme sin luz otra vez, sois unos cracks",
        "thanks for nothing, still no refund",
    ],
)
def test_thanks_inside_a_complaint_is_sarcasm(triage: Triage, mention: Factory, text: str) -> None:
    assessment = triage.assess(mention(text))
    assert assessment.message_class is MessageClass.COMPLAINT
    assert MessageClass.PRAISE_THANKS not in {entry.message_class for entry in assessment.classes}


@pytest.mark.parametrize(
    "text",
    [
        "A che ora aprite domani? Grazie mille",
        "A quina hora obriu demà? Moltes gràcies",
        "¿A qué hora abrís mañana? Muchas gracias",
        "What time do you open tomorrow? Many thanks",
    ],
)
def test_thanks_after_a_question_is_courtesy(triage: Triage, mention: Factory, text: str) -> None:
    assert [entry.message_class for entry in triage.assess(mention(text)).classes] == [MessageClass.FAQ_QUESTION]


def test_a_trouble_that_is_over_is_thanked_for(triage: Triage, mention: Factory) -> None:
    for text in (
        "Non funzionava da ieri, ma ora funziona. Grazie!",
        "It was down since yesterday, working now, thanks",
    ):
        assert leading(triage, mention(text)) is MessageClass.PRAISE_THANKS


def test_a_trouble_that_is_not_over_is_a_complaint(triage: Triage, mention: Factory) -> None:
    assert leading(triage, mention("Internet non funziona da tre settimane, e non avete risolto niente")) is (
        MessageClass.COMPLAINT
    )


@pytest.mark.parametrize(
    "text",
    ["Niente di urgente, solo una domanda sugli orari?", "no es urgente, ¿a qué hora abrís?", "not urgent at all"],
)
def test_what_says_that_it_is_not_urgent_is_not(triage: Triage, mention: Factory, text: str) -> None:
    assert not triage.assess(mention(text)).urgent


def test_a_medical_device_without_power_is_urgent_without_saying_so(triage: Triage, mention: Factory) -> None:
    for text in (
        "mio padre usa il concentratore di ossigeno e siamo senza corrente",
        "el meu pare porta un respirador i estem sense llum",
        "mi padre usa un respirador y estamos sin luz",
        "my father uses an oxygen concentrator and we have no power",
    ):
        assessment = triage.assess(mention(text))
        assert assessment.urgent
        assert assessment.message_class is MessageClass.URGENT


def test_asking_about_a_medical_device_is_not_urgent(triage: Triage, mention: Factory) -> None:
    assert not triage.assess(mention("Do you sell oxygen concentrators?")).urgent


def test_an_oath_beside_a_grievance_leaves_the_complaint_in_the_lead(triage: Triage, mention: Factory) -> None:
    kinds = [
        entry.message_class
        for entry in triage.assess(mention("Tre settimane senza linea, nessuno risponde, pessimi. Stronzi")).classes
    ]
    assert kinds[0] is MessageClass.COMPLAINT
    assert MessageClass.ABUSE in kinds


def test_a_threat_leads_even_beside_a_grievance(triage: Triage, mention: Factory) -> None:
    assert leading(triage, mention("siete pessimi, vengo lì e vi spacco la faccia")) is MessageClass.ABUSE


@pytest.mark.parametrize("mechanical", list(Mechanical))
def test_what_no_person_wrote_is_noise_whatever_it_says(
    triage: Triage, mention: Factory, mechanical: Mechanical
) -> None:
    assessment = triage.assess(mention("URGENTE: rimborso, avvocato, ossigeno", mechanical=mechanical))
    assert assessment.message_class is MessageClass.NOISE
    assert not assessment.urgent
    assert len(assessment.classes) == 1


def test_the_leading_class_is_the_first_and_its_words_are_the_customers(triage: Triage, mention: Factory) -> None:
    assessment = triage.assess(mention("È una VERGOGNA, voglio il rimborso"))
    assert assessment.classes[0].message_class is assessment.message_class
    assert "VERGOGNA" in assessment.classes[0].evidence


def test_a_greeting_in_private_opens_a_conversation_and_in_public_is_noise(triage: Triage, mention: Factory) -> None:
    assert leading(triage, mention("Buongiorno")) is MessageClass.NOISE
    assert leading(triage, mention("Buongiorno", visibility=Visibility.DIRECT)) is MessageClass.FAQ_QUESTION


def test_what_was_only_overheard_needs_a_sign_to_be_work(triage: Triage, mention: Factory) -> None:
    text = "ieri sera cena con gli amici e poi tutti al cinema"
    assert leading(triage, mention(text, mentions_us=False)) is MessageClass.NOISE
    complaint = "la bolletta di Aurora è una truffa, mai più con loro"
    assert leading(triage, mention(complaint, mentions_us=False)) is MessageClass.COMPLAINT


def test_a_question_in_a_language_without_a_list_is_still_a_question(triage: Triage, mention: Factory) -> None:
    assert leading(triage, mention("Wann wird meine Bestellung endlich ankommen?")) is MessageClass.FAQ_QUESTION


def test_the_subject_speaks_too(triage: Triage) -> None:
    facts = MessageFacts("In allegato quanto richiesto.", subject="Reclamo per doppio addebito")
    assert leading(triage, facts) is MessageClass.COMPLAINT


@pytest.mark.parametrize("direction", [Direction.OUTGOING, Direction.NOTE])
def test_our_own_messages_are_no_work(triage: Triage, mention: Factory, direction: Direction) -> None:
    assessment = triage.assess(mention("Il rimborso è urgente, chiami subito", direction=direction))
    assert (assessment.priority, assessment.urgent, assessment.factors, assessment.reasons) == (0, False, (), ())
    assert assessment.language == "it"


@pytest.mark.parametrize(
    "text",
    [
        "Buongiorno, sono il figlio di Maria Neri, a che ora posso passare?",
        "c'è una crepa nel muro della cabina, a chi la segnalo?",
        "non so dove trovare il modulo per la voltura",
        "Avete una polizza furto e incendio?",
        "che treno devo prendere per Parma?",
        "alla fermata del 12 passa anche il 15?",
        "è possibile che il pacco arrivi sabato?",
        "qual è la vostra pec?",
        "¿cómo te llamas y en qué oficina estás?",
        "no sé dónde está la tienda, ¿me lo decís?",
        "¿a qué hora para el bus en la parada de la plaza?",
        "¿dónde veo mi consumo de luz?",
        "no sé on és l'oficina, m'ho podeu dir?",
        "hi ha descompte per a gent gran?",
        "bona tarda, on veig el consum elèctric?",
        "is there a smoking area at the station?",
        "what is the fastest route to the tennis court?",
        "thanks for your help last time, what time do you open tomorrow?",
        "could the driver leave it with a neighbour?",
        "grazie per l'aiuto di ieri, una domanda: siete aperti domenica?",
    ],
)
def test_innocent_words_make_nobody_urgent_angry_or_abusive(triage: Triage, mention: Factory, text: str) -> None:
    kinds = {entry.message_class for entry in triage.assess(mention(text)).classes}
    assert kinds.isdisjoint({MessageClass.URGENT, MessageClass.COMPLAINT, MessageClass.ABUSE, MessageClass.NOISE})
