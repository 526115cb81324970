"""What the person wrote now, and what is only history or signature."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.email.quoting import fold

_QUOTE = "> Good morning,\n> your parcel leaves tomorrow.\n> The care desk"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 3 Mar 2025 at 10:12, Care <care@shop.example> wrote:",
        "On Mon, 3 Mar 2025 at 10:12, The Care Desk of the Shop\n<care@shop.example> wrote:",
        "Il giorno lun 3 mar 2025 alle ore 10:12 Assistenza <care@shop.example> ha scritto:",
        "Il 03/03/2025 10:12, Assistenza ha scritto:",
        "El lun, 3 mar 2025 a las 10:12, Atención (<care@shop.example>) escribió:",
        "El dl., 3 de març 2025, 10:12, Atenció <care@shop.example> va escriure:",
        "El 3/3/25 a les 10:12, Atenció ha escrit:",
        "Missatge de Atenció <care@shop.example> del dia dl., 3 de març 2025 a les\n10:12:",
        "Am 03.03.2025 um 10:12 schrieb Care <care@shop.example>:",
        "Le lun. 3 mars 2025 à 10:12, Care <care@shop.example> a écrit :",
        "Care <care@shop.example> 3 mars 2025:",
    ],
)
def test_an_answer_above_a_quotation_is_cut_where_the_quotation_is_introduced(attribution: str) -> None:
    folded = fold(f"Thank you, it has come.\n\n{attribution}\n\n{_QUOTE}")
    assert folded.text == "Thank you, it has come."
    assert folded.quoted == f"{attribution}\n\n{_QUOTE}"


@pytest.mark.parametrize(
    "history",
    [
        "-----Original Message-----\nFrom: Care\nSent: Monday 10:12\nSubject: Order\n\nGood morning",
        "-----Messaggio originale-----\nDa: Assistenza\nInviato: lunedì 3 marzo 2025 10:12\nOggetto: Ordine\n\nSalve",
        "-----Missatge original-----\nGood morning",
        "________________________________\nFrom: Care <care@shop.example>\nSent: 3 March 2025 10:12\nTo: Marta\n\nHi",
        "Da: Assistenza <care@shop.example>\nInviato: lunedì 3 marzo 2025 10:12\nA: Marta\nOggetto: R: Ordine\n\nSalve",
        "De: Atención <care@shop.example>\nEnviado: lunes, 3 de marzo de 2025 10:12\nPara: Marta\nAsunto: Pedido\n\nHola",
        "De: Atenció <care@shop.example>\nEnviat: dilluns, 3 de març de 2025 10:12\nPer a: Marta\nAssumpte: Comanda",
        "*Von:* Care\n*Gesendet:* Montag, 3. März 2025 10:12\n*An:* Marta\n*Betreff:* Bestellung\n\nHallo",
        "---------- Forwarded message ---------\nDa: Assistenza <care@shop.example>\nDate: lun 3 mar 2025\n\nSalve",
        "Dne 3. 3. 2025 v 10:12 Care <care@shop.example> napsal(a):\nDobrý den",
    ],
)
def test_copied_headers_begin_the_history(history: str) -> None:
    folded = fold(f"Still waiting.\n\n{history}")
    assert folded.text == "Still waiting."
    assert folded.quoted == history


def test_an_answer_below_the_quotation_is_what_was_written() -> None:
    folded = fold(f"On Mon, 3 Mar 2025, Care wrote:\n{_QUOTE}\n\nTomorrow is too late!")
    assert folded.text == "Tomorrow is too late!"
    assert "your parcel leaves tomorrow" in folded.quoted


def test_answers_between_quoted_lines_come_together_and_keep_the_whole_exchange() -> None:
    text = "Hello,\n\nOn 3 Mar 2025 Care wrote:\n> Which size?\nMedium.\n> Which colour?\nBlue."
    folded = fold(text)
    assert folded.text.split() == ["Hello,", "Medium.", "Blue."]
    assert folded.quoted == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nMarta Riu\nVia Roma 1",
        "--\nMarta",
        "Sent from my iPhone",
        "Inviato da iPhone",
        "Enviat des del meu iPhone",
        "Enviado desde mi móvil",
        "Get Outlook for Android",
        "Cordiali saluti,\nMarta Riu",
        "Kind regards\nMarta",
        "Un saludo,\nMarta",
        "Salutacions,\nMarta",
    ],
)
def test_a_signature_is_folded(signature: str) -> None:
    folded = fold(f"Where is my parcel?\nI wait for it since Monday.\n\n{signature}")
    assert folded.text == "Where is my parcel?\nI wait for it since Monday."
    assert folded.quoted == signature


@pytest.mark.parametrize(
    "text",
    [
        "Gracias, todo perfecto.\nThank you, but where is the second one?",
        "I ordered:\n- one lamp\n- two bulbs\nand got none.",
        "Call me: 10:30 is fine",
        "Da: quando aspetto, non dormo",
        "El problema es este: no llega",
        "Saluti a tutti, scrivo per il pacco",
        "Il pacco è vuoto.\n\nCordiali saluti,\nMarta\n\nPS: quando arriva il rimborso?",
        "a > b and b < c",
    ],
)
def test_ordinary_sentences_are_never_folded_away(text: str) -> None:
    assert fold(text).text == text
    assert fold(text).quoted == ""


def test_a_mail_that_only_forwards_is_shown_whole() -> None:
    text = "---------- Forwarded message ---------\nFrom: Care\nDate: 3 Mar 2025\nSubject: Order\n\nGood morning"
    assert fold(text).text == text


def test_nothing_written_before_copied_headers_within_a_reply_comes_back_as_an_answer() -> None:
    history = "-----Original Message-----\nFrom: Care\nSent: 3 March 2025\n\nGood morning\n\n> old\n\nolder text"
    assert fold(f"Thanks\n\n{history}").quoted == history


_LINES = st.sampled_from(
    ["hello", "> quoted", "", "On 3 Mar 2025 x wrote:", "-- ", "Kind regards,", "From: a", "To: b 10:10", "why?", "--"]
)


@settings(deadline=None)
@given(st.lists(_LINES, max_size=25).map("\n".join))
def test_no_line_is_lost_and_a_text_is_never_empty(text: str) -> None:
    folded = fold(text.strip())
    kept = {line.strip() for line in (folded.text + "\n" + folded.quoted).split("\n")}
    assert {line.strip() for line in text.split("\n")} - {""} <= kept
    assert bool(folded.text) == bool(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "On " * 100_000,
        ("On " * 60 + "\n") * 2_000,
        ("Am " + "schrieb " * 15 + "\n") * 2_000,
        ("From: a 10:10\n" * 20_000),
        ">" * 250_000,
        "> \n" * 80_000,
        (":\n" * 125_000),
        ("El " + "a " * 5_000 + "\n") * 20,
    ],
)
def test_text_made_to_keep_us_busy_is_folded_quickly(text: str) -> None:
    began = time.process_time()
    fold(text)
    assert time.process_time() - began < 2
