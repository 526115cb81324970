"""Ready-made: a canned reply is known by its words, whatever was filled in; a person's own words are not one."""

from __future__ import annotations

import pytest

from desktop.composer import CannedReply, CannedText, fill, starter_replies, vary
from desktop.composer.ready_made import ReadyMade
from desktop.system.resources import resource_path

STARTER = starter_replies(resource_path("canned"))
KNOWN = ReadyMade(STARTER)
VALUES = {"customer": "Marta", "customer.first_name": "Marta", "account.handle": "@aurora", "agent": "Laura"}


@pytest.mark.parametrize("variation", [0, 1, 5])
def test_every_starter_reply_is_known_in_every_language_and_variation(variation: int) -> None:
    for reply in STARTER:
        for text in reply.texts:
            said = f"@marta {fill(vary(text.body, variation), VALUES).text} ^LB"
            assert reply.uid in KNOWN.uids_in(said), f"{reply.shortcut} {text.language}"


def test_a_persons_own_words_are_no_canned_reply() -> None:
    own = "Signora Rossi, ho parlato ora con la squadra: in via Cibrario manca ancora un cavo, la chiamo io alle sei."
    assert KNOWN.uids_in(own) == set()
    assert KNOWN.uids_in("") == set()


def test_a_ready_greeting_before_a_persons_own_words_makes_none() -> None:
    greeting = next(one for one in STARTER if one.shortcut == "saluto").texts[0]
    own = (
        "Ho letto della caldaia e del contatore nuovo: il tecnico di zona passa domattina tra le otto e le dieci, porta "
        "lui il pezzo che mancava e le lascia il modulo firmato. Se preferisce il pomeriggio mi basta saperlo entro le "
        "sette di stasera, così sposto un altro intervento che è qui vicino e non le faccio perdere la giornata."
    )
    filled = fill(vary(greeting.body, 0), VALUES).text
    assert KNOWN.uids_in(filled) != set()
    assert KNOWN.uids_in(f"{filled} {own}") == set()


def test_a_reply_that_was_cut_down_to_less_than_half_is_none_any_more() -> None:
    body = "Il guasto in via Roma sarà riparato entro le sei di questa sera dalla nostra squadra."
    known = ReadyMade([CannedReply("r", "r", "", (CannedText("it", "Guasto", body, ""),))])
    assert known.uids_in(f"{body} Mi scusi.") == {"r"}
    assert known.uids_in("Il guasto in via Roma, ecco: ne so poco anch'io.") == set()


def test_what_is_shorter_than_a_sentence_anybody_may_say() -> None:
    known = ReadyMade([CannedReply("r", "r", "", (CannedText("it", "Grazie", "Grazie mille a lei", ""),))])
    assert known.uids_in("Grazie mille a lei") == set()
