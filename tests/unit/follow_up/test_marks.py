"""Marks: the figure that an answer gives in four languages, and never one that means something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.follow_up import Choice, read_channels, read_mark
from desktop.follow_up.marks import NOTHING, Reading, wants_no_more

WORDS = {
    1: ("1", "uno", "one", "un", "una", "u"),
    2: ("2", "due", "two", "dos", "dues"),
    3: ("3", "tre", "three", "tres"),
    4: ("4", "quattro", "four", "cuatro", "quatre"),
    5: ("5", "cinque", "five", "cinco", "cinc"),
}
SAID = st.sampled_from([(mark, word) for mark, words in WORDS.items() for word in words])
THANKS = st.sampled_from(["grazie mille", "thanks", "muchas gracias", "moltes gràcies", "tutto ok", "all good", "ciao"])
MEANT = st.sampled_from(
    [
        "il mio numero è {}",
        "my number is {}",
        "mi número es el {}",
        "el meu número és el {}",
        "interno {}",
        "ho {} bollette da pagare",
        "we are {} people",
        "llamé {} veces",
        "vaig trucar {} vegades",
        "ci vediamo alle {}",
        "va bene per le {}",
        "va bene il {}",
        "call me at {}",
        "a las {} en punto",
        "costa {}€",
        "{} %",
        "{}/10",
        "il {}/5 passa il tecnico",
        "on the {}/5 at noon",
        "{},5",
        "2026-{}-1",
        "codice 44{}1",
        "non {}/5",
    ]
)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("4", 4),
        ("4/5", 4),
        ("tutto ok, grazie 5!", 5),
        ("quatre", 4),
        ("un cuatro", 4),
        ("cinque su cinque", 5),
        ("Five out of five, thank you!", 5),
        ("4️⃣", 4),
        ("⭐⭐⭐⭐", 4),
        ("★★★☆☆", 3),
        ("quattro stelle su cinque", 4),
        ("da 1 a 5 direi 4", 4),
        ("Molt bé, un 5", 5),
        ("le doy un cinco", 5),
        ("3\n> Basta un numero da 1 (male) a 5 (molto bene).", 3),
    ],
)
def test_a_mark_is_read_as_people_write_it(text: str, mark: int) -> None:
    assert read_mark(text) == Reading(mark, only=True)


@given(SAID, THANKS, st.sampled_from(["{thanks}, {mark}!", "{mark}. {thanks}", "{mark}\n{thanks}", "{thanks} {mark}"]))
def test_thanks_around_a_figure_change_nothing(said: tuple[int, str], thanks: str, order: str) -> None:
    mark, word = said
    read = read_mark(order.replace("{thanks}", thanks).replace("{mark}", word))
    expected = {Reading(mark, only=True)} | ({NOTHING} if mark == 1 else set())
    assert read in expected  # "un", "una" may be an article; then nobody guesses


@given(SAID)
def test_a_figure_alone_is_the_mark(said: tuple[int, str]) -> None:
    mark, word = said
    for text in (word, f" {word.upper()}!", f"{word}/5", f"{word} su 5", f"{word} out of five", f"{word} de cinco"):
        assert read_mark(text) == Reading(mark, only=True)


@given(SAID, MEANT, st.booleans())
def test_a_figure_that_means_something_else_is_no_mark(said: tuple[int, str], sentence: str, thanked: bool) -> None:
    text = sentence.format(said[0]) + (". Grazie mille" if thanked else "")
    assert read_mark(text).mark is None


@given(st.text(max_size=60))
def test_whatever_is_written_gives_a_mark_on_the_scale_or_none(text: str) -> None:
    read = read_mark(text)
    assert read.mark is None or 1 <= read.mark <= 5
    assert not (read.only and read.mark is None)


@given(st.integers(min_value=6, max_value=10_000))
def test_a_figure_off_the_scale_is_none(figure: int) -> None:
    assert read_mark(str(figure)) == NOTHING
    assert read_mark(f"{figure}/5") == NOTHING


@pytest.mark.parametrize("text", ["4 o 5", "5 5", "3? perché 3?", "0", "-5", "+5", "5.5", "4,5", "6/5", "", "no"])
def test_what_is_not_certain_is_no_mark(text: str) -> None:
    assert read_mark(text) == NOTHING


def test_a_mark_beside_a_question_counts_and_the_question_stays_one() -> None:
    assert read_mark("4/5. Quando arriva il rimborso?") == Reading(4)
    assert read_mark("5/5, ma il contatore nuovo che avete montato ieri non funziona più da stamattina") == Reading(5)


@pytest.mark.parametrize("text", ["STOP", "Basta!", "stop grazie", "non scrivetemi più", "No me pregunten más"])
def test_who_wants_no_more_is_heard(text: str) -> None:
    assert wants_no_more(text)


@pytest.mark.parametrize("text", ["stop alla fornitura", "basta con questi ritardi", "5", ""])
def test_other_words_stop_nothing(text: str) -> None:
    assert not wants_no_more(text)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("e-mail, Telegram", Choice("email", "telegram")),
        ("Uso la mail e preferirei WhatsApp", Choice("email", "whatsapp")),
        ("correo y luego telegram, gracias", Choice("email", "telegram")),
        ("Telegram", Choice("telegram")),
        ("telegram, va bene così", Choice("telegram", "telegram")),
        ("escric per correu, preferiria el telèfon", Choice("email", "phone")),
    ],
)
def test_channels_are_read_in_their_order(text: str, choice: Choice) -> None:
    assert read_channels(text) == choice


@pytest.mark.parametrize(
    "text", ["", "La bolletta via e-mail non arriva", "marta@mail.example", "telegram?", "mail telegram facebook"]
)
def test_what_is_no_choice_of_channels_is_left_to_a_person(text: str) -> None:
    assert read_channels(text) is None


@pytest.mark.parametrize("named", ["@aurora ", "@aurora@town.example:8000 ", "@aurora @desk.example\n"])
def test_whom_an_answer_names_first_is_no_part_of_it(named: str) -> None:
    assert read_mark(f"{named}5") == Reading(5, only=True)
    assert wants_no_more(f"{named}STOP")
    assert read_channels(f"{named}e-mail, Telegram") == Choice("email", "telegram")
