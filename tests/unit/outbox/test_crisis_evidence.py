"""What a crisis looks like: the last hour of each account beside its usual one, who wrote, and who awaits an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.accounts.hours_book import HoursBook
from desktop.model import MessageClass, ReadyMade
from desktop.outbox import CrisisDesk, CrisisHold
from desktop.outbox.crisis import MUTE
from desktop.outbox.crisis_evidence import Evidence, read_evidence
from tests.factories import a_store, an_account
from tests.unit.outbox.outbox_town import CANNED
from tests.unit.sync.test_surge_watch import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_store(tmp_path) as store:
        yield Place(store)


def evidence(place: Place, *, angry: bool = False) -> Evidence:
    return read_evidence(place.store, HoursBook(place.store), place.clock(), angry=angry)


def desk_of(place: Place) -> CrisisDesk:
    return CrisisDesk(place.store, lambda: "Laura", place.clock, CrisisHold(place.store, place.clock))


def test_nothing_is_shown_where_nobody_wrote(place: Place) -> None:
    seen = evidence(place)
    assert (seen.figures, seen.surges, seen.shown, seen.voices) == ((), (), None, ())


def test_an_hour_stands_beside_what_it_usually_brings_and_an_account_too_young_has_no_usual(place: Place) -> None:
    young = an_account(place.store, handle="@new@town.example")
    place.come(4)
    place.come(6, account=young)
    fresh, known = evidence(place).figures
    assert (fresh.account.id, fresh.people, fresh.usual_people, fresh.usual_angry) == (young.id, 6, None, None)
    assert (known.account.id, known.people, known.angry) == (place.account.id, 4, 0)
    assert known.usual_people == pytest.approx(3.5, abs=0.5)


def test_an_account_with_a_surge_comes_before_a_busier_one_and_its_voices_are_shown(place: Place) -> None:
    busy = an_account(place.store, handle="@busy@town.example")
    place.come(30)
    place.watch.look()
    place.come(40, account=busy)
    seen = evidence(place)
    assert [one.account.id for one in seen.figures] == [place.account.id, busy.id]
    assert seen.shown == place.account.id
    assert len(seen.voices) == 30
    (surge,) = seen.figures[0].surges
    assert seen.surges == (surge,)


def test_only_the_angry_are_shown_on_request(place: Place) -> None:
    place.come(3)
    place.come(2, "Una vergogna", of=MessageClass.COMPLAINT)
    assert len(evidence(place).voices) == 5
    assert {one.text for one in evidence(place, angry=True).voices} == {"Una vergogna"}


def test_those_who_wrote_in_a_surge_and_await_an_answer_are_asking_and_a_banner_can_rest(place: Place) -> None:
    desk = desk_of(place)
    place.come(30)
    place.watch.look()
    (surge,) = desk.surges()
    asking = desk.asking([surge])
    assert len(asking) == 30
    desk.mute([surge.id])
    (muted,) = desk.surges()
    assert muted.muted_until == place.clock() + MUTE
    assert desk.asking([]) == ()


def test_the_window_is_told_as_what_a_text_would_be_held(place: Place) -> None:
    desk = desk_of(place)
    assert desk.mode() is None
    assert desk.held_as(CANNED) is None
    place.clock.advance(timedelta(minutes=1).total_seconds())
    mode = desk.switch_on()
    assert desk.mode() == mode
    assert desk.held_as(CANNED) is ReadyMade.CANNED
    assert desk.held_as("Il tecnico arriva alle sei.") is None
