"""Asking afterwards: whom, when, once, only where it is allowed, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.follow_up import AccountRule, FollowUpRules, rules_of
from desktop.follow_up.rules import LONGEST_DAYS, LONGEST_PERIOD
from desktop.model import (
    CaseStatus,
    Deed,
    DeliveryState,
    HoldReason,
    Mechanical,
    MessageClass,
    Network,
    Purpose,
    ThreadKind,
    Visibility,
)
from desktop.model.known import Consent, ConsentKind
from desktop.outbox import CrisisDesk, CrisisHold
from desktop.store import Store
from tests.factories import a_store
from tests.unit.follow_up.follow_up_desk import LEADER, TUESDAY, FollowUpDesk
from tests.unit.outbox.scripted_network import Act


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Iterator[FollowUpDesk]:
    made = FollowUpDesk(store)
    yield made
    made.close()


def agreed(desk: FollowUpDesk, *, given: bool) -> None:
    consent = Consent(ConsentKind.SURVEY, given=given, how="phone", agent="LB", at=desk.clock())
    desk.store.consents.add(desk.case().row.customer_id, consent)


def test_two_days_after_solved_the_customer_is_asked_in_their_language_and_channel(desk: FollowUpDesk) -> None:
    desk.solved()
    assert desk.asks(days=1) == ()
    (made,) = desk.asks(days=1)
    assert made.text == (
        "Buongiorno Marta, com’è andata con la nostra risposta? Basta un numero da 1 (male) a 5 (molto bene). "
        "Con STOP non chiediamo più."
    )
    assert (made.purpose, made.visibility, made.language) == (Purpose.SURVEY, Visibility.DIRECT, "it")
    assert [one.outgoing.text for one in desk.network.published] == [made.text]
    assert desk.case().row.status is CaseStatus.SOLVED
    assert desk.case().row.queued == 0


def test_it_is_off_until_it_is_chosen(desk: FollowUpDesk) -> None:
    desk.choose(FollowUpRules())
    assert desk.solved().asks() == ()


def test_only_the_chosen_classes_are_asked(desk: FollowUpDesk) -> None:
    desk.choose(FollowUpRules(((desk.account.uid, AccountRule(((MessageClass.URGENT, 2),))),)))
    assert desk.solved().asks() == ()


def test_nought_days_is_an_hour_after(desk: FollowUpDesk) -> None:
    desk.choose(FollowUpRules(((desk.account.uid, AccountRule(((MessageClass.COMPLAINT, 0),))),)))
    desk.solved()
    assert desk.asks(days=0, hours=0.5) == ()
    assert len(desk.asks(days=0, hours=0.6)) == 1


def test_nobody_is_asked_twice_within_the_period_whatever_else_is_solved(desk: FollowUpDesk) -> None:
    desk.solved()
    assert len(desk.asks()) == 1
    assert desk.asks(days=0) == ()
    desk.writes("Ancora lo stesso addebito", "again")
    desk.solve()
    assert desk.asks() == ()
    desk.clock.now = TUESDAY + timedelta(days=35)
    desk.writes("E di nuovo", "later")
    desk.solve()
    assert len(desk.asks()) == 1


def test_a_closed_desk_asks_when_it_opens(desk: FollowUpDesk) -> None:
    desk.solved()
    desk.clock.now = TUESDAY + timedelta(days=2, hours=12)
    assert desk.asks(days=0) == ()
    desk.clock.now = TUESDAY + timedelta(days=3)
    assert len(desk.asks(days=0)) == 1


def test_what_was_asked_too_late_is_not_asked_any_more(desk: FollowUpDesk) -> None:
    assert desk.solved().asks(days=8) == ()


def test_who_took_the_consent_back_is_left_alone(desk: FollowUpDesk) -> None:
    desk.solved()
    agreed(desk, given=False)
    assert desk.asks() == ()


def test_on_x_only_who_agreed_is_asked(store: Store) -> None:
    desk = FollowUpDesk(store, Network.X)
    desk.solved()
    assert desk.asks() == ()
    agreed(desk, given=True)
    assert len(desk.asks(days=0)) == 1
    assert len(desk.network.published) == 1
    desk.close()


def test_on_facebook_only_within_a_day_of_what_the_customer_wrote(store: Store) -> None:
    desk = FollowUpDesk(store, Network.FACEBOOK)
    assert desk.solved().asks() == ()
    desk.choose(FollowUpRules(((desk.account.uid, AccountRule(((MessageClass.COMPLAINT, 0),))),)))
    desk.clock.now = TUESDAY + timedelta(days=3)
    desk.writes("Doppio addebito", "again")
    desk.solve()
    assert len(desk.asks(days=0, hours=2)) == 1
    desk.close()


def test_what_was_said_in_public_is_never_asked_about_in_public(store: Store) -> None:
    desk = FollowUpDesk(store, Network.MASTODON)
    desk.solved(thread_kind=ThreadKind.PUBLIC, visibility=Visibility.PUBLIC)
    assert desk.asks() == ()
    desk.close()


def test_crisis_mode_asks_nobody_and_holds_what_was_made(desk: FollowUpDesk) -> None:
    crisis = CrisisDesk(desk.store, lambda: "L", desk.clock, CrisisHold(desk.store, desk.clock))
    desk.solved()
    desk.clock.advance(timedelta(days=2, hours=1).total_seconds())
    (made,) = desk.asker.work()
    crisis.switch_on()
    desk.sends()
    held = desk.store.deliveries.get(made.id)
    assert held is not None
    assert (held.state, held.hold_reason) == (DeliveryState.HELD, HoldReason.CRISIS)
    assert desk.asker.work() == ()


def test_a_question_is_held_when_the_desk_closed_before_it_left(desk: FollowUpDesk) -> None:
    desk.solved()
    desk.clock.advance(timedelta(days=2, hours=1).total_seconds())
    (made,) = desk.asker.work()
    desk.clock.advance(timedelta(hours=10).total_seconds())
    desk.sends()
    held = desk.store.deliveries.get(made.id)
    assert held is not None
    assert (held.state, held.hold_reason) == (DeliveryState.HELD, HoldReason.CLOSED)


@pytest.mark.parametrize("what", ["writes", "reopens", "declines"])
def test_a_question_that_is_no_longer_wanted_is_dropped_at_the_door(desk: FollowUpDesk, what: str) -> None:
    desk.solved()
    desk.clock.advance(timedelta(days=2, hours=1).total_seconds())
    (made,) = desk.asker.work()
    if what == "writes":
        desk.clock.advance(60)
        desk.writes("Manca ancora il rimborso")
    elif what == "reopens":
        desk.cases.set_status(desk.case_ids(), CaseStatus.OPEN)
    else:
        agreed(desk, given=False)
    desk.sends()
    left = desk.store.deliveries.get(made.id)
    assert left is not None
    assert left.state is DeliveryState.CANCELLED
    assert desk.network.published == []


def test_a_question_that_the_network_refuses_asks_nobody_to_look_at_it(desk: FollowUpDesk) -> None:
    desk.network.acts = [Act.REFUSES]
    desk.solved()
    (made,) = desk.asks()
    left = desk.store.deliveries.get(made.id)
    assert left is not None
    assert left.state is DeliveryState.CANCELLED
    assert desk.asks(days=0) == ()


# --- answers ------------------------------------------------------------------------------------------------------


def test_an_answer_is_written_down_and_neither_reopens_nor_asks(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    assert desk.answers("tutto ok, grazie 5!") == (int(desk.case().row.id),)
    assert [one.mark for one in desk.marks()] == [5]
    row = desk.case().row
    assert (row.status, row.owed, row.due_at, row.message_class) == (
        CaseStatus.SOLVED,
        False,
        None,
        MessageClass.COMPLAINT,
    )
    assert desk.answerer.work() == ()


@pytest.mark.parametrize(("network", "text"), [(Network.MASTODON, "@aurora 4/5"), (Network.EMAIL, "4")])
def test_an_answer_in_a_new_private_thread_belongs_to_the_case_asked_about(
    store: Store, network: Network, text: str
) -> None:
    desk = FollowUpDesk(store, network)
    try:
        desk.solved(thread_kind=ThreadKind.EMAIL if network is Network.EMAIL else ThreadKind.DIRECT).asks()
        desk.answers(text, thread_remote_id="a thread of its own")
        assert [one.mark for one in desk.marks()] == [4]
        assert desk.case_ids() == [desk.case().row.id]
        assert desk.case().row.status is CaseStatus.SOLVED
        assert [thread.remote_id for thread in desk.case().threads] == ["chat Marta Rossi", "a thread of its own"]
    finally:
        desk.close()


def test_a_low_mark_in_a_new_thread_reopens_the_case_asked_about(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    desk.answers("1", thread_remote_id="a thread of its own")
    assert [one.row.assignee for one in (desk.case(),)] == [LEADER]
    assert len(desk.case_ids()) == 1


def test_a_low_mark_reopens_the_case_for_the_team_leader(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    desk.answers("2")
    row = desk.case().row
    assert (row.status, row.assignee) == (CaseStatus.OPEN, LEADER)
    deeds = [(one.deed, one.actor) for one in desk.store.journal.newest(4)]
    assert (Deed.RATED, "engine") in deeds
    assert (Deed.ASSIGN, "engine") in deeds


def test_without_a_leader_the_case_stays_its_agents(desk: FollowUpDesk) -> None:
    desk.answerer._leader = lambda: ""
    desk.solved().asks()
    desk.answers("1/5")
    assert (desk.case().row.status, desk.case().row.assignee) == (CaseStatus.OPEN, None)


def test_the_leader_of_the_rules_comes_first(desk: FollowUpDesk) -> None:
    desk.choose(replace(desk.rules, leader="RT", low=3))
    desk.solved().asks()
    desk.answers("un tres")
    assert desk.case().row.assignee == "RT"


def test_a_figure_that_nobody_asked_for_is_a_message_like_any_other(desk: FollowUpDesk) -> None:
    desk.writes("5", "first")
    assert desk.answerer.work() == ()
    assert desk.case().row.owed


def test_an_answer_with_a_question_in_it_counts_and_asks(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    desk.answers("4/5, ma quando arriva il rimborso?")
    assert [one.mark for one in desk.marks()] == [4]
    assert desk.case().row.owed


def test_other_words_are_a_question_and_the_mark_may_still_come(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    assert desk.answers("il mio numero è 5") == ()
    assert desk.case().row.owed
    desk.answers("voto 4")
    desk.answers("anzi 1")
    assert [one.mark for one in desk.marks()] == [4]


def test_what_a_machine_answers_is_no_mark(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    assert desk.answers("5", mechanical=Mechanical.AUTO_REPLY) == ()


def test_what_somebody_else_writes_is_no_mark(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    desk.answers("5", who="Anna Neri")
    assert desk.marks() == ()


def test_an_answer_after_two_weeks_is_a_message_like_any_other(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    desk.clock.advance(timedelta(days=15).total_seconds())
    assert desk.answers("5") == ()
    assert desk.case().row.owed


def test_stop_takes_the_consent_back_and_wants_nothing(desk: FollowUpDesk) -> None:
    desk.solved().asks()
    desk.answers("STOP")
    assert desk.store.consents.last_said(desk.case().row.customer_id, ConsentKind.SURVEY) is False
    assert not desk.case().row.owed
    assert desk.marks() == ()


def test_who_said_how_it_went_is_asked_about_channels_the_next_time(store: Store) -> None:
    desk = FollowUpDesk(store, rule=AccountRule(((MessageClass.COMPLAINT, 2),), channels=2))
    (first,) = desk.solved().asks()
    assert "da 1 (male) a 5" in first.text
    desk.clock.now = TUESDAY + timedelta(days=35)
    desk.writes("Ancora io", "later")
    desk.solve()
    (second,) = desk.asks()
    assert "quale canale" in second.text
    desk.answers("e-mail, telegram")
    since, until = TUESDAY, desk.clock.now + timedelta(days=1)
    assert store.follow_ups.channel_figures(since, until) == (("email", "telegram", 1),)
    assert store.follow_ups.channel_figures(until, until + timedelta(days=9)) == ()
    assert not desk.case().row.owed
    desk.clock.now = TUESDAY + timedelta(days=77)
    desk.writes("E di nuovo", "third")
    desk.solve()
    (third,) = desk.asks()
    assert "da 1 (male) a 5" in third.text
    desk.close()


def test_channels_alone_can_be_asked_once_a_year(store: Store) -> None:
    desk = FollowUpDesk(store, rule=AccountRule(channels=1))
    assert len(desk.solved().asks(days=1)) == 1
    assert desk.answers("non saprei proprio dire") == ()
    desk.clock.now = TUESDAY + timedelta(days=60)
    desk.writes("Ancora io", "later")
    desk.solve()
    assert desk.asks(days=1) == ()
    desk.close()


# --- rules --------------------------------------------------------------------------------------------------------

DAYS = st.integers(0, LONGEST_DAYS)
RULE = st.builds(
    lambda days, channels: AccountRule(tuple((one, days[one]) for one in MessageClass if one in days), channels),
    st.dictionaries(st.sampled_from(MessageClass), DAYS),
    st.none() | DAYS,
)


@given(
    st.builds(
        lambda accounts, *rest: FollowUpRules(tuple(accounts.items()), *rest),
        st.dictionaries(st.text(min_size=1, max_size=8), RULE.filter(lambda rule: rule.asks), max_size=3),
        st.integers(1, LONGEST_PERIOD),
        st.integers(0, 4),
        st.sampled_from(["", "LB"]),
    )
)
def test_rules_are_read_as_they_were_written(rules: FollowUpRules) -> None:
    assert FollowUpRules.from_dict(rules.to_dict()) == rules


@pytest.mark.parametrize(
    "value",
    [None, 5, {"accounts": 7}, {"accounts": {"a": 3}}, {"accounts": {"a": {"days": {"complaint": "x", "no": 2}}}}],
)
def test_rules_that_cant_be_read_ask_nobody(value: object, store: Store) -> None:
    assert not FollowUpRules.from_dict(value).asks
    assert not rules_of(store).asks
