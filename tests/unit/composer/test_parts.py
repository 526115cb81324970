"""A text cut into a numbered thread: nothing is lost, nothing is too long, nothing that belongs together is cut."""

from __future__ import annotations

import pytest
import regex  # type: ignore[import-untyped, unused-ignore]
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.composer import byte_limit_of, counting_of
from desktop.composer.parts import MOST_PARTS, Room, cut, joined
from desktop.model import Counting, Network, Visibility, traits_of

SENTENCES = (
    "Good morning Irene. ",
    "We are sorry that the heating failed again! ",
    "Has the technician, whom we sent at 9.30, already called you? ",
    "Il sig. Rossi arriva alle 14:30; porta con sé il contatore nuovo. ",
    "Vegeu https://example.org/ajuda/avaries?zona=nord per a més detalls… ",
    "Escriba a @lumeservizi o a @marta@social.example. ",
    "👩‍👩‍👧‍👧 gràcies 🇮🇹 per la paciència 👍🏽.\n\n",
)
ROOMS = [
    Room(limit, counting_of(network, way), traits_of(network).url_weight, byte_limit_of(network, way))
    for network in Network
    for way, limit in (
        (Visibility.PUBLIC, traits_of(network).public_limit),
        (Visibility.DIRECT, traits_of(network).direct_limit),
    )
    if limit is not None and limit <= 2_200
]
SMALL = [Room(limit, counting, 23) for counting in Counting for limit in (60, 90)]
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=40).map("".join)
wild = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from(" \n.!?。e\u0301\u200d👩字"), max_size=400
)


def of_part(text: str, room: Room) -> list[str]:
    return [part.text for part in cut(text, room)]


def test_a_text_that_fits_is_not_cut() -> None:
    assert cut("Good morning Irene.", Room(280, Counting.WEIGHTED, 23)) == ()


def test_parts_end_where_sentences_end_and_carry_their_number() -> None:
    text = "The crew is on its way. It comes at nine o'clock. Keep the meter free, and have the bill at hand. ^LB"
    assert of_part(text, Room(60, Counting.CHARACTERS)) == [
        "1/2 The crew is on its way. It comes at nine o'clock.",
        "2/2 Keep the meter free, and have the bill at hand. ^LB",
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Le confermiamo che domani mattina passa da lei il sig. Rossi del servizio tecnico."
    assert of_part(text, Room(62, Counting.CHARACTERS))[0].split()[-1] != "sig."


def test_a_link_longer_than_a_message_is_not_cut() -> None:
    link = "https://example.org/" + "a" * 300
    assert cut(f"See {link} now, and then some more words.", Room(100, Counting.CHARACTERS)) == ()


def test_a_text_that_needs_too_many_parts_is_not_offered() -> None:
    assert cut("word " * 2_000, Room(60, Counting.CHARACTERS)) == ()


def test_ten_parts_leave_room_for_two_figures() -> None:
    room = Room(60, Counting.CHARACTERS)
    parts = cut("Every word counts here, really. " * 17, room)
    assert 10 <= len(parts) <= MOST_PARTS
    assert all(room.holds(part.text) for part in parts)


def test_what_has_no_spaces_is_cut_between_user_perceived_characters() -> None:
    family = "👩‍👩‍👧‍👧"
    parts = cut(family * 60, Room(50, Counting.WEIGHTED, 23))
    assert joined(parts) == family * 60
    assert all(part.words == family * (len(part.words) // len(family)) for part in parts)


@pytest.mark.parametrize("room", [*ROOMS, *SMALL], ids=str)
@given(text=texts)
def test_the_parts_of_sentences_give_the_text_back_and_each_fits(room: Room, text: str) -> None:
    parts = cut(text, room)
    assert all(room.holds(part.text) for part in parts)
    if parts:
        assert joined(parts) == text.strip()
        assert [part.number for part in parts] == list(range(1, len(parts) + 1))
        assert {part.total for part in parts} == {len(parts)}
        words = [word for part in parts for word in part.words.split()]
        assert words == text.split()  # no word, link or name was cut


@given(text=wild, room=st.sampled_from(SMALL))
@example(text="é" * 100, room=SMALL[0])
@example(text="a" + "\u0301" * 200, room=SMALL[-1])
def test_any_text_comes_back_whole_and_no_character_is_cut(text: str, room: Room) -> None:
    parts = cut(text, room)
    assert all(room.holds(part.text) for part in parts)
    if parts:
        whole = text.strip()
        assert joined(parts) == whole
        ends, position = set(), 0
        for match in regex.finditer(r"\X", whole):
            ends.add(match.end())
        for part in parts:
            position += len(part.words + part.gap)
            assert position in ends


@given(text=texts, room=st.sampled_from(SMALL))
def test_cutting_again_gives_the_same_parts(text: str, room: Room) -> None:
    parts = cut(text, room)
    assert cut(joined(parts) or text, room) == parts
