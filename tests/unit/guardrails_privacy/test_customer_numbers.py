"""Customer numbers: found behind their name in any language, in groups or in one; what only looks like one is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails.privacy import VALUE, DataKind, PrivacyRules, find_values, masked, privacy_findings
from desktop.model import Decision, Visibility
from tests.loaded import shipped_privacy_rules

NAMES = (
    *("numero cliente", "numero di cliente", "N. cliente", "codice cliente", "cliente n.", "sono il cliente"),
    *("customer number", "customer no.", "Customer ID", "I'm customer"),
    *("número de cliente", "numero de cliente", "nº de cliente", "código de cliente", "soy el cliente"),
    *("número de client", "núm. de client", "codi de client", "sóc el client"),
)
FRAMES = (
    "Buongiorno, la bolletta di ottobre è sbagliata, {} 4471 0932, grazie.",
    "Non funziona niente! {}: 4471 0932. Quando lo riparate?",
    "Hello, the October bill is wrong, {} 4471 0932, thanks.",
    "Buenos días, la factura de octubre está mal, {} 4471 0932, gracias.",
    "No funciona res! {}: 4471 0932. Quan ho arreglareu?",
)


@pytest.fixture(scope="module")
def rules() -> PrivacyRules:
    return shipped_privacy_rules()


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", NAMES)
def test_a_customer_number_is_covered_and_blocked_whatever_language_names_it(
    name: str, frame: str, rules: PrivacyRules
) -> None:
    text = frame.format(name)
    values = find_values(text, rules)
    assert [(one.kind, text[one.start : one.end]) for one in values] == [(DataKind.CUSTOMER_NUMBER, "4471 0932")]
    assert "•••• ••32" in masked(text, values)
    findings = privacy_findings(text, visibility=Visibility.PUBLIC, language=None, rules=rules)
    assert [(one.rule, one.decision) for one in findings if one.text == "4471 0932"] == [(VALUE, Decision.BLOCK)]


@given(
    name=st.sampled_from(NAMES),
    groups=st.lists(st.text("0123456789", min_size=2, max_size=5), min_size=3, max_size=5),
    between=st.sampled_from(" -./"),
)
def test_the_groups_of_a_customer_number_make_no_difference(
    rules: PrivacyRules, name: str, groups: list[str], between: str
) -> None:
    number = between.join(["9" + groups[0], *groups[1:], "99"])
    text = f"{name} {number}"
    assert [text[one.start : one.end] for one in find_values(text, rules)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Il suo ordine 4471 0932 è partito.",
        "Il numero cliente ha 8 cifre. Ordine 4471 0932 spedito.",
        "Il numero cliente è nella fattura del 12 03 2024.",
        "Numero cliente e importo: 4471 euro.",
        "Siamo clienti dal 1998.",
        "Il servizio clienti risponde all'800 44 71 09.",
        "Il nostro numero è 02 4471 0932.",
        "Il nostro centralino risponde allo 010 123 456.",
        "Il numero della palestra è 055 123 456, rispondiamo fino alle nove.",
        "La biglietteria sta in via Roma 12.",
        "Per i regali aziendali scriveteci a eventi@aurora.example.",
        "Da 25 000 clienti in su.",
        "Your order number is 4471 0932.",
        "The customer number has 8 digits. Order 4471 0932.",
        "Your customer number is on the bill of 12/03/2024.",
        "Call customer care on 900 44 71 09.",
        "Our phone number is 020 7946 0018.",
        "I'm a customer since 2019.",
        "Su número de pedido es 4471 0932.",
        "Atención al cliente: 900 44 71 09.",
        "Número de cliente: 8 cifras, arriba a la derecha.",
        "Nuestro teléfono es el 912 345 678.",
        "El seu número de comanda és 4471 0932.",
        "Atenció al client: 900 44 71 09.",
        "El número de client és a la factura del 12 03 2024.",
        "El nostre telèfon és el 932 345 678.",
    ],
)
def test_orders_days_amounts_and_our_own_telephone_are_nobodys(text: str, rules: PrivacyRules) -> None:
    assert find_values(text, rules) == ()
    findings = privacy_findings(text, visibility=Visibility.PUBLIC, language=None, rules=rules)
    assert [one for one in findings if one.rule == VALUE] == []


def test_your_telephone_number_is_not_taken_for_ours(rules: PrivacyRules) -> None:
    for text in ("Il suo numero è 02 4471 0932.", "Nostro cliente, il suo telefono è 333 123 4567."):
        assert [one.kind for one in find_values(text, rules)] == [DataKind.PHONE], text


def test_a_person_who_lives_somewhere_is_told_from_an_office_that_is_there(rules: PrivacyRules) -> None:
    for text in ("La signora sta in via Roma 12.", "Io sto in via Roma 12.", "Il cliente abita in via Roma 12."):
        assert [one.kind for one in find_values(text, rules)] == [DataKind.ADDRESS], text
