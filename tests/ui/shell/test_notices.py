"""Which happenings are told, in which words, how a burst is gathered, and what the bell keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import Network
from tests.ui.happenings import NOW, happening
from ui.shell.notices import (
    WINDOW,
    Gathering,
    Happening,
    NoticeContext,
    NoticeKind,
    counted,
    is_news,
    is_told,
)
from ui.shell.notices_bell import KEPT_FOR, MOST, MOST_TOLD, Bell
from ui.shell.notices_choice import QuietHours
from ui.shell.notices_words import bell_line, present_notice, present_summary, short_name

CONTEXT = NoticeContext(NOW, "Livia Bruno")


def test_own_actions_are_no_news() -> None:
    assert not is_news(happening(NoticeKind.ASSIGNED, actor="Livia Bruno"), CONTEXT)
    assert is_news(happening(NoticeKind.ASSIGNED, actor="Giulia Neri"), CONTEXT)
    assert is_news(happening(NoticeKind.NOT_SENT, actor="Livia Bruno"), CONTEXT)


def test_what_is_in_front_is_no_news() -> None:
    assert not is_news(happening(), replace(CONTEXT, front_case=7))
    assert is_news(happening(), replace(CONTEXT, front_case=8))
    assert is_news(happening(NoticeKind.SIGN_IN, case_id=None), replace(CONTEXT, front_case=7))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_outside_the_hours_only_an_expired_sign_in_and_a_crisis_are_told(kind: NoticeKind) -> None:
    closed = replace(CONTEXT, hours_open=False)
    assert is_told(happening(kind), closed) == (kind in {NoticeKind.SIGN_IN, NoticeKind.CRISIS})
    assert is_told(happening(kind), replace(closed, tells_outside_hours=True))
    assert is_told(happening(kind), CONTEXT)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_kind_that_is_switched_off_is_news_but_not_shown(kind: NoticeKind) -> None:
    context = replace(CONTEXT, off=frozenset({kind}))
    assert is_news(happening(kind), context)
    assert not is_told(happening(kind), context)
    assert all(is_told(happening(other), context) for other in NoticeKind if other is not kind)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_in_quiet_hours_only_a_surge_is_shown(kind: NoticeKind) -> None:
    quiet = replace(CONTEXT, is_quiet=True, tells_outside_hours=True)
    assert is_told(happening(kind), quiet) == (kind is NoticeKind.CRISIS)


@given(st.integers(0, 1_439), st.integers(0, 1_439), st.integers(0, 1_439))
def test_quiet_hours_may_pass_midnight(start: int, end: int, minute: int) -> None:
    at = datetime(2026, 3, 12, minute // 60, minute % 60, tzinfo=UTC)
    inside = start <= minute < end if start < end else minute >= start or minute < end
    assert QuietHours(start, end).covers(at) == inside


def test_an_escalation_says_which_step_it_is() -> None:
    notice = present_notice(happening(NoticeKind.ESCALATED, detail="first_reply -15"), CONTEXT)
    assert (notice.title, notice.text) == ("Escalated: Marta S. on X", "First reply, 15 min before")
    odd = present_notice(happening(NoticeKind.ESCALATED, detail="moon x"), CONTEXT)
    assert odd.text == ""


def test_a_direct_messages_text_is_hidden_unless_the_agent_wants_it() -> None:
    direct = happening(is_direct=True, text="my number is 4471")
    shown = present_notice(direct, CONTEXT)
    assert (shown.title, shown.text) == ("New direct message from Marta S. on X", "")
    assert present_notice(direct, replace(CONTEXT, shows_direct_text=True)).text == "my number is 4471"


@pytest.mark.parametrize(
    ("given_happening", "title", "text"),
    [
        (happening(text="the lamps\nare off"), "New message from Marta S. on X", "the lamps are off"),
        (
            happening(text="il mio IBAN è IT60X0542811101000000123456"),
            "New message from Marta S. on X",
            f"il mio IBAN è {'•' * 27}",
        ),
        (happening(network=Network.EMAIL, is_direct=True), "New e-mail from Marta S.", ""),
        (happening(NoticeKind.ASSIGNED, actor="Giulia"), "Assigned to you", "Giulia gave you Marta S. on X"),
        (happening(NoticeKind.ASSIGNED), "Assigned to you", "Marta S. on X"),
        (
            happening(NoticeKind.MENTION, actor="Giulia"),
            "Giulia mentioned you",
            "In the conversation with Marta S. on X",
        ),
        (happening(NoticeKind.AT_RISK, detail="13"), "13 min left", "Marta S. on X waits for an answer"),
        (happening(NoticeKind.BREACHED), "Answer overdue", "Marta S. on X still waits"),
        (happening(NoticeKind.NOT_SENT), "Not sent to Marta S. on X", "Your text is safe in the outbox"),
        (
            happening(NoticeKind.SIGN_IN, network=Network.FACEBOOK),
            "Facebook sign-in expired",
            "New comments are not arriving",
        ),
        (happening(name="{actor}", actor="Giulia"), "New message from {actor} on X", ""),
        (happening(name="", network=None), "New message from a customer", ""),
    ],
)
def test_each_kind_has_its_words(given_happening: Happening, title: str, text: str) -> None:
    notice = present_notice(given_happening, CONTEXT)
    assert (notice.title, notice.text) == (title, text)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_only_what_is_overdue_or_a_crisis_alarms(kind: NoticeKind) -> None:
    assert present_notice(happening(kind), CONTEXT).alarming == (kind in {NoticeKind.BREACHED, NoticeKind.CRISIS})


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Marta Sanguineti", "Marta S."),
        ("Madonna", "Madonna"),
        ("@marta sang", "@marta sang"),
        ("Ana María Gil", "Ana G."),
    ],
)
def test_a_name_is_shortened_for_a_locked_screen(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_summary_counts_by_kind() -> None:
    burst = [happening(key="1"), happening(key="2"), happening(NoticeKind.NOT_SENT, key="3")]
    notice = present_summary(burst)
    assert (notice.title, notice.text) == ("3 new notifications", "2 new messages, 1 not sent")
    assert notice.covers == ("1", "2", "3")
    assert present_summary([happening(kind, key=kind.value) for kind in NoticeKind]).alarming


def test_a_line_of_the_bell_has_its_time_and_never_a_text() -> None:
    line = bell_line(happening(is_direct=False, text="secret words"), NOW, UTC)
    assert line == "10:48   New message from Marta S. on X"


# --- gathering ------------------------------------------------------------------------------------------------


def test_two_are_told_singly_and_the_third_within_a_minute_makes_a_summary() -> None:
    gathering = Gathering()
    one, two, three = (happening(key=str(n)) for n in range(3))
    assert gathering.take(one, NOW) == (one,)
    assert gathering.take(two, NOW + timedelta(seconds=20)) == (two,)
    assert gathering.take(three, NOW + timedelta(seconds=59)) == (one, two, three)


def test_what_comes_after_a_summary_waits_a_minute() -> None:
    gathering = Gathering()
    for number in range(3):
        gathering.take(happening(key=str(number)), NOW)
    late = [happening(key="late 1"), happening(key="late 2")]
    assert [gathering.take(one, NOW + timedelta(seconds=10)) for one in late] == [(), ()]
    assert gathering.due_at == NOW + WINDOW
    assert gathering.flush(NOW + timedelta(seconds=59)) == ()
    assert gathering.flush(NOW + WINDOW) == tuple(late)
    assert gathering.due_at is None


def test_slow_happenings_are_never_gathered() -> None:
    gathering = Gathering()
    for number in range(6):
        one = happening(key=str(number))
        assert gathering.take(one, NOW + number * timedelta(seconds=31)) == (one,)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=40))
def test_nobody_is_told_more_than_three_times_a_minute_and_nothing_is_lost(gaps: list[int]) -> None:
    gathering, now = Gathering(), NOW
    told: list[tuple[datetime, tuple[str, ...]]] = []
    for number, gap in enumerate(gaps):
        target = now + timedelta(seconds=gap)
        while (due := gathering.due_at) is not None and due <= target:
            told.append((due, tuple(one.key for one in gathering.flush(due))))
        now = target
        told.append((now, tuple(one.key for one in gathering.take(happening(key=str(number)), now))))
    while (due := gathering.due_at) is not None:
        told.append((due, tuple(one.key for one in gathering.flush(due))))
    moments = [moment for moment, keys in told if keys]
    assert all(sum(1 for other in moments if timedelta(0) <= other - moment < WINDOW) <= 3 for moment in moments)
    assert {key for _, keys in told for key in keys} == {str(number) for number in range(len(gaps))}


def test_kinds_are_counted_in_their_own_order() -> None:
    burst = [happening(NoticeKind.CRISIS), happening(NoticeKind.MESSAGE), happening(NoticeKind.CRISIS)]
    assert counted(burst) == ((NoticeKind.MESSAGE, 1), (NoticeKind.CRISIS, 2))


# --- the bell -------------------------------------------------------------------------------------------------


def test_the_bell_tells_each_thing_once_and_counts_what_nobody_looked_at() -> None:
    bell = Bell()
    assert bell.add(happening(), NOW)
    assert not bell.add(happening(), NOW + timedelta(hours=1))
    assert bell.unseen == 1
    assert bell.mark_seen(NOW)
    assert bell.unseen == 0
    assert not bell.mark_seen(NOW)


def test_the_bell_keeps_seven_days_and_a_hundred_lines() -> None:
    bell = Bell()
    for number in range(MOST + 20):
        bell.add(happening(key=str(number)), NOW + timedelta(seconds=number))
    assert len(bell.happenings) == MOST
    assert bell.happenings[0].key == str(MOST + 19)
    assert not bell.add(happening(key="0"), NOW)  # forgotten by the menu, yet told
    bell.prune(NOW + KEPT_FOR + timedelta(hours=1))
    assert bell.happenings == ()
    assert bell.keys == frozenset()


def test_the_bell_remembers_a_bounded_number_of_keys() -> None:
    bell = Bell()
    for number in range(MOST_TOLD + 50):
        bell.remember(str(number), NOW + timedelta(seconds=number))
    assert len(bell.keys) == MOST_TOLD
    assert str(MOST_TOLD + 49) in bell.keys


def test_the_bell_keeps_no_name_and_no_text() -> None:
    bell = Bell()
    bell.add(happening(text="my number is 4471", actor="Giulia"), NOW)
    kept = json.dumps(bell.to_json())
    assert "Marta" not in kept
    assert "4471" not in kept
    assert "Giulia" not in kept


def test_the_bell_comes_back_as_it_was() -> None:
    bell = Bell()
    bell.add(happening(NoticeKind.AT_RISK, key="a", detail="12"), NOW)
    bell.mark_seen(NOW)
    bell.add(happening(NoticeKind.SIGN_IN, key="b", case_id=None, account_id=3), NOW + timedelta(minutes=1))
    bell.journal_id = 42
    again = Bell(json.loads(json.dumps(bell.to_json())))
    assert again.to_json() == bell.to_json()
    assert (again.unseen, again.journal_id, set(again.keys)) == (1, 42, {"a", "b"})


def test_erased_conversations_leave_the_bell() -> None:
    bell = Bell()
    bell.add(happening(key="a", case_id=1), NOW)
    bell.add(happening(key="b", case_id=2), NOW)
    bell.forget_cases([1])
    assert [one.key for one in bell.happenings] == ["b"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["happenings", "told", "seen_at", "journal", "kind", "at", "case"]), inner, max_size=5
            )
        ),
        max_leaves=12,
    )
)
def test_a_bell_that_can_not_be_read_begins_anew(kept: object) -> None:
    bell = Bell(kept)
    bell.prune(NOW)
    assert bell.add(happening(key="fresh"), NOW) or "fresh" in bell.keys
