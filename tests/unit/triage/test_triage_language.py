"""Naming a message's language, and saying so when it cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.system.resources import resource_path
from desktop.triage import UNKNOWN, LanguageIdentifier
from desktop.triage.function_words import FunctionWords
from desktop.triage.ngrams import ModelUnreadable, NgramModel
from tests.effort import examples

WITHOUT_MODEL = LanguageIdentifier.load(resource_path("triage"), with_model=False)


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    return LanguageIdentifier.load(resource_path("triage"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Buongiorno, è da ieri che non riesco a pagare la bolletta", "it"),
        ("nn capisco xké la linea va e viene", "it"),
        ("Bon dia, des d'ahir que no puc pagar el rebut", "ca"),
        ("vull saber quan arriba el meu paquet", "ca"),
        ("Buenos días, desde ayer no puedo pagar el recibo", "es"),
        ("xq no me llega el pedido??", "es"),
        ("Hi, I haven't been able to pay my bill since yesterday", "en"),
        ("pls tell me when my parcel gets here", "en"),
        ("Bonjour, je n'arrive pas à payer ma facture depuis hier", "fr"),
        ("Guten Tag, ich kann meine Rechnung seit gestern nicht bezahlen", "de"),
        ("Bom dia, desde ontem não consigo pagar a minha fatura", "pt"),
        ("Goedemorgen, ik kan sinds gisteren mijn rekening niet betalen", "nl"),
    ],
)
def test_everyday_messages_are_named(identifier: LanguageIdentifier, text: str, language: str) -> None:
    assert identifier.identify(text) == language


@pytest.mark.parametrize(
    "text", ["", "   ", "👍👍", "12345", "https://example.org/a-b-c", "@someone", "?!", "ok", "zxcv"]
)
def test_too_little_to_tell_is_unknown(identifier: LanguageIdentifier, text: str) -> None:
    assert identifier.identify(text) == UNKNOWN


def test_another_script_is_unknown_unless_the_network_names_it(identifier: LanguageIdentifier) -> None:
    assert identifier.identify("Почему не работает интернет?") == UNKNOWN
    assert identifier.identify("Почему не работает интернет?", hint="ru") == "ru"


def test_mentions_links_and_hashtags_say_nothing_of_the_language(identifier: LanguageIdentifier) -> None:
    text = "@the_company_and_you #whatareyoudoing https://with.the.of/and perché non rispondete?"
    assert identifier.identify(text) == "it"


def test_the_thread_settles_a_short_text(identifier: LanguageIdentifier) -> None:
    assert identifier.identify("No funciona", thread_language="ca") == "ca"
    assert identifier.identify("No funciona", thread_language="es") == "es"


def test_the_networks_hint_settles_a_tie(identifier: LanguageIdentifier) -> None:
    assert identifier.identify("la factura", hint="ca-ES") == "ca"
    assert identifier.identify("la factura", hint="es-MX") == "es"


def test_hint_and_thread_never_outweigh_a_clear_text(identifier: LanguageIdentifier) -> None:
    text = "Buongiorno, perché non mi avete ancora risposto?"
    assert identifier.identify(text, hint="en", thread_language="en") == "it"


def test_a_text_without_letters_stays_unknown_in_any_thread(identifier: LanguageIdentifier) -> None:
    assert identifier.identify("👍 100", thread_language="it", hint="it") == UNKNOWN


def test_the_model_is_read_only_when_a_text_needs_it() -> None:
    read: list[str] = []

    def reading() -> NgramModel:
        read.append("now")
        raise ModelUnreadable("absent in this test")

    words = FunctionWords({"it": "il non che", "en": "the not that"}, {})
    identifier = LanguageIdentifier(words, reading)
    assert identifier.identify("il gatto che non dorme") == "it"
    assert read == []


@pytest.mark.expects_warnings
def test_without_its_model_doubt_stays_unknown_and_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    def reading() -> NgramModel:
        raise ModelUnreadable("FileNotFoundError")

    words = FunctionWords({"it": "il non che", "en": "the not that"}, {})
    identifier = LanguageIdentifier(words, reading)
    assert identifier.identify("qwerty asdfgh") == UNKNOWN
    assert identifier.identify("zxcvbn poiuyt") == UNKNOWN
    assert [record.getMessage() for record in caplog.records] == [
        "language model unreadable (FileNotFoundError): doubtful messages stay unknown"
    ]


@settings(max_examples=examples(100))
@given(st.text(max_size=120), st.sampled_from([None, "it", "xx", "", "zh-Hant"]), st.sampled_from([None, "ca", "??"]))
def test_any_text_gets_an_answer(text: str, hint: str | None, thread: str | None) -> None:
    answer = WITHOUT_MODEL.identify(text, hint=hint, thread_language=thread)
    assert answer == UNKNOWN or answer.isalpha()
