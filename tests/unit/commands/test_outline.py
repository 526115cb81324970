"""Which conversation a table's rows belong to, in whatever order and however their ids were damaged."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from desktop.commands.outline import Outline
from desktop.commands.rows import Place, Values


def row(remote_id: str, answers: str = "", author: str = "marta", *, ours: bool = False) -> Values:
    return Values(remote_id, "care" if ours else author, answers, not ours, ())


def place(rows: list[Values], remote_id: str) -> Place:
    mixed = rows.copy()
    random.Random(len(rows)).shuffle(mixed)
    return Outline(mixed).place_of(next(one for one in rows if one.id == remote_id))


def test_a_chain_is_one_conversation_named_after_its_first_message() -> None:
    rows = [row("1"), row("2", "1", ours=True), row("3", "2"), row("4", "3", ours=True)]
    assert [place(rows, one).thread for one in "1234"] == ["1", "1", "1", "1"]


def test_several_answers_to_one_message_stay_together() -> None:
    rows = [row("1"), row("2", "1", ours=True), row("3", "1", ours=True), row("4", "1", author="luca")]
    assert {place(rows, one).thread for one in "1234"} == {"1"}
    assert place(rows, "3").answered_author == "marta"


def test_a_reply_in_two_parts_is_two_messages_of_one_conversation() -> None:
    rows = [row("1"), row("2", "1", ours=True), row("3", "2", ours=True)]
    assert [place(rows, one) for one in "23"] == [Place("1", "1", "marta"), Place("1", "2", "marta")]


def test_answers_to_an_announcement_are_a_conversation_each() -> None:
    rows = [row("1", ours=True), row("2", "1"), row("3", "1", author="luca"), row("4", "3", ours=True)]
    assert [place(rows, one).thread for one in "1234"] == ["1", "2", "3", "3"]
    assert place(rows, "4").answered_author == "luca"
    assert place(rows, "1").answered_author == ""


def test_an_answer_to_a_message_that_is_not_in_the_file_is_named_after_that_message() -> None:
    rows = [row("2", "1"), row("3", "2", ours=True), row("4", "1", author="luca")]
    assert {place(rows, one).thread for one in "234"} == {"1"}


def test_a_list_of_answered_messages_gives_the_first_that_is_in_the_file() -> None:
    rows = [row("571566"), row("571564", "99, 571566", ours=True)]
    assert place(rows, "571564") == Place("571566", "571566", "marta", ("id_list",))


def test_a_list_that_a_spreadsheet_took_for_a_number_is_told_from_one_long_id() -> None:
    rows = [row("571566"), row("571564"), row("9", "571,566,571,564", ours=True)]
    assert place(rows, "9") == Place("571566", "571566", "marta", ("id_grouped",))
    rows = [row("571566571564"), row("9", "571,566,571,564", ours=True)]
    assert place(rows, "9") == Place("571566571564", "571566571564", "marta", ("id_grouped",))


def test_an_answered_id_gets_its_lost_digits_back_from_the_only_row_that_fits() -> None:
    rows = [row("1093195590979280943"), row("9", "1.0931955909792809e+18", ours=True)]
    assert place(rows, "9") == Place("1093195590979280943", "1093195590979280943", "marta", ("answered_id_rounded",))
    rows.append(row("1093195590979280944"))
    assert place(rows, "9") == Place("9", "", "", ("answered_id_lost",))


def test_messages_that_answer_themselves_or_each_other_end_somewhere() -> None:
    assert place([row("1", "1")], "1").thread == "1"
    rows = [row("1", "2"), row("2", "1")]
    assert place(rows, "1").thread == place(rows, "2").thread


def test_a_very_long_chain_is_followed_to_its_start() -> None:
    rows = [row(str(number), str(number - 1) if number else "") for number in range(20_000)]
    assert Outline(rows).place_of(rows[-1]).thread == "0"


ids = st.sampled_from([str(number) for number in range(8)])
drawn = st.builds(row, ids, st.one_of(st.just(""), ids, st.sampled_from(["1,2", "1e3", "7.0", "a", "x" * 2_000])))


@given(st.lists(drawn, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_moves_a_message_to_another_conversation(
    rows: list[Values], chance: random.Random
) -> None:
    unique = list({one.id: one for one in rows}.values())
    outline = Outline(unique)
    expected = {one.id: outline.place_of(one) for one in unique}
    chance.shuffle(unique)
    again = Outline(unique)
    assert {one.id: again.place_of(one) for one in unique} == expected
