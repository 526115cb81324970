"""What the card of a look-alike says: only that names are alike, where they differ, since when and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import CaseId, IdentityId, LookAlike, MessageId, Network, Sighting, Trait
from tests.ui.conversation import NOW, TZ
from ui.cases.likeness_presenter import Letters, LikenessCard, compared, foreign_letters, present_likeness

SEEN = Sighting(
    message_id=MessageId(1),
    case_id=CaseId(1),
    identity_id=IdentityId(2),
    network=Network.X,
    handle="@AuroraEnergla",
    name="Aurora Energia Aiuto",
    at=NOW,
    text="Ci scriva il numero\ndella carta.",
    permalink="https://x.com/AuroraEnergla/status/1",
    answered="Elena Trovato",
    look_alikes=(LookAlike(Trait.SAME_HANDLE, "@AuroraEnergla", "@AuroraEnergia"),),
    since=NOW - timedelta(hours=1),
    answers=1,
)


def card(*seen: Sighting, has_page: bool = True) -> LikenessCard:
    made = present_likeness(seen or (SEEN,), NOW, TZ, has_page=has_page)
    assert made is not None
    return made


def test_it_says_looks_like_and_accuses_nobody() -> None:
    made = card()
    assert made.title == "@AuroraEnergla looks like your account @AuroraEnergia"
    words = f"{made.title} {made.since} {made.spoken} {made.warn} {made.report}".casefold()
    assert not any(word in words for word in ("fake", "fraud", "scam", "impost", "impersonat"))


def test_the_letters_that_differ_are_marked_on_both_sides() -> None:
    made = card()
    assert made.theirs == (Letters("@AuroraEnerg"), Letters("l", True), Letters("a"))
    assert made.ours == (Letters("@AuroraEnerg"), Letters("i", True), Letters("a"))
    assert "It has l where yours has i" in made.spoken


def test_a_name_is_said_with_the_handle_that_bears_it() -> None:
    alike = LookAlike(Trait.CARE_NAME, "Aurora Energia Aiuto", "Aurora Energia")
    made = card(replace(SEEN, look_alikes=(alike,)))
    assert made.title == "@AuroraEnergla, “Aurora Energia Aiuto”, looks like your name Aurora Energia"
    assert made.theirs[-1] == Letters(" Aiuto", True)


def test_since_when_and_whom_it_answered() -> None:
    assert card().since == "Answered Elena Trovato at 09:48"
    assert card(replace(SEEN, answers=3)).since == "Answered Elena Trovato, 3 answers since 09:48"
    assert card(replace(SEEN, answered="")).since == "Answered a customer at 09:48"


def test_what_it_said_is_quoted_on_one_line_and_cut() -> None:
    assert card().quote == "“Ci scriva il numero della carta.”"
    assert card(replace(SEEN, text="")).quote == ""
    assert len(card(replace(SEEN, text="ladro " * 99)).quote) <= 122


def test_letters_of_another_script_are_named() -> None:
    made = card(replace(SEEN, look_alikes=(LookAlike(Trait.SAME_NAME, "Аurora", "Aurora"),)))
    assert made.foreign == "Letters of another script: А (Cyrillic)"
    assert card().foreign == ""
    assert foreign_letters("Núria ª Çà") == ()


def test_the_button_for_reports_is_there_only_with_a_page_and_others_are_counted() -> None:
    assert card().report == "Report on X"
    assert card(has_page=False).report == ""
    assert card(SEEN, SEEN, SEEN).others == "2 more"


@pytest.mark.parametrize(
    ("answered_case", "words"), [(None, "Warn in public"), (1, "Warn in public"), (7, "Go to Elena Trovato")]
)
def test_who_is_warned_is_warned_in_their_own_conversation(answered_case: int | None, words: str) -> None:
    case_id = CaseId(answered_case) if answered_case is not None else None
    assert card(replace(SEEN, answered_case=case_id)).warn == words


def test_without_a_look_alike_there_is_no_card() -> None:
    assert present_likeness((), NOW, TZ, has_page=True) is None
    assert present_likeness((replace(SEEN, look_alikes=()),), NOW, TZ, has_page=True) is None


@given(theirs=st.text(max_size=30), ours=st.text(max_size=30))
def test_the_pieces_of_a_name_make_the_name_again(theirs: str, ours: str) -> None:
    left, right = compared(theirs, ours)
    assert "".join(piece.text for piece in left) == theirs
    assert "".join(piece.text for piece in right) == ours
    assert [piece.text.casefold() for piece in left if not piece.differs] == [
        piece.text.casefold() for piece in right if not piece.differs
    ]
