"""Moderating from the timeline: what the menu offers, how what was asked stands, undo, and words for every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    CaseId,
    Direction,
    Lane,
    MessageId,
    Moderating,
    Moderation,
    ModerationId,
    ModerationState,
    Network,
)
from tests.factories import NOON, FakeClock, an_account, an_arrival, taken
from tests.ui.conversation import AGENT, NOW, TZ, at, direct, item, picture, reply, show
from tests.ui.sessions import a_session
from ui.cases import ConversationHeader, Timeline, TimelineContext, present_timeline
from ui.cases.controller import CaseController
from ui.cases.moderation_words import cause_words
from ui.cases.timeline_rows import HitKind, MessageRow
from ui.session import Session
from ui.shell.done_words import done_words
from ui.theme import Theme


def moderation(deed: Moderating = Moderating.HIDE, **changed: Any) -> Moderation:
    values: dict[str, Any] = {"state": ModerationState.WAITING}
    key = ModerationId(5)
    return Moderation(key, MessageId(1), CaseId(1), AccountId(1), "m1", deed, "Livia Bruno", NOW, **(values | changed))


def comment(**changed: Any) -> Any:
    return item("c", network=Network.FACEBOOK, message_id=1, **changed)


def row_of(made: Any, *, online: bool = True, may_hide: bool = True, may_delete: bool = False) -> MessageRow:
    context = TimelineContext(
        NOW,
        TZ,
        AGENT,
        online,
        may_hide=frozenset({1}) if may_hide else frozenset(),
        may_delete=frozenset({1}) if may_delete else frozenset(),
    )
    row = present_timeline([made], context)[-1]
    assert isinstance(row, MessageRow)
    return row


def test_a_comment_that_may_be_hidden_offers_it_and_a_hidden_one_says_so_and_offers_to_show_it() -> None:
    assert [hit.label for hit in row_of(comment()).deeds] == ["Hide on Facebook"]
    hidden = row_of(comment(hidden=True))
    assert [remark.text for remark in hidden.remarks] == ["Hidden on Facebook"]
    assert [hit.label for hit in hidden.deeds] == ["Show on Facebook again"]
    assert "Hidden on Facebook" in hidden.spoken
    assert row_of(comment(), may_hide=False).deeds == ()


def test_our_own_answer_offers_to_delete_it_where_the_network_lets_us() -> None:
    ours = reply("r", network=Network.X, message_id=1)
    assert [hit.label for hit in row_of(ours, may_delete=True).deeds] == ["Delete on X"]
    assert row_of(ours).deeds == ()
    gone = reply("r", network=Network.X, message_id=1, deleted=True, text="")
    assert row_of(gone, may_delete=True).deeds == ()


@pytest.mark.parametrize(
    ("given", "online", "words", "undo"),
    [
        (moderation(), True, "Hiding on Facebook…", True),
        (moderation(Moderating.SHOW), True, "Showing on Facebook again…", True),
        (moderation(Moderating.DELETE), True, "Deleting on Facebook…", True),
        (moderation(), False, "Is hidden on Facebook when you are back", True),
        (moderation(state=ModerationState.DOING), True, "Hiding on Facebook…", False),
    ],
)
def test_what_is_under_way_says_how_it_stands_and_can_be_taken_back_while_it_waits(
    given: Moderation, online: bool, words: str, undo: bool
) -> None:
    row = row_of(comment(moderation=given), online=online)
    assert row.remarks[0].text == words
    hits = [remark.hit for remark in row.remarks if remark.hit is not None]
    assert [(hit.kind, hit.value, hit.label) for hit in hits] == ([(HitKind.TAKE_BACK, 5, "Undo")] if undo else [])
    assert row.deeds == (), "one thing at a time"
    assert words in row.spoken


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("timed_out", "Facebook did not answer. It is tried again soon."),
        ("rate_limited", "Facebook asks for a pause."),
        ("page_restricted", "Facebook has restricted the Page for now."),
        ("token_refused", "Sign in to Facebook first."),
        (
            "missing_scope:pages_manage_engagement",
            "The sign-in lacks “pages_manage_engagement”. Sign in again and allow it.",
        ),
    ],
)
def test_what_waits_to_be_tried_again_says_why(code: str, words: str) -> None:
    row = row_of(comment(moderation=moderation(error=code)))
    assert row.strip is not None
    assert (row.strip.title, row.strip.text) == ("Not hidden yet.", words)
    assert [(hit.kind, hit.label) for hit in row.strip.actions] == [(HitKind.TAKE_BACK, "Undo")]
    assert row.deeds == ()
    assert row_of(comment(moderation=moderation(error=code)), online=False).strip is None


def test_a_refusal_says_what_happened_and_offers_two_ways_on() -> None:
    refused = moderation(state=ModerationState.REFUSED, error="not_found")
    strip = row_of(comment(moderation=refused)).strip
    assert strip is not None
    assert f"{strip.title} {strip.text}" == "Not hidden. It is gone from Facebook."
    assert [hit.label for hit in strip.actions] == ["Try again", "Leave it"]


def test_every_code_has_a_sentence_of_its_own() -> None:
    codes = (
        "not_found",
        "not_accepted",
        "cannot_hide",
        "not_deletable",
        "not_possible",
        "forbidden",
        "account_removed",
    )
    sentences = {cause_words(code, "Facebook") for code in codes}
    assert len(sentences) == len(codes)
    assert "Facebook refused it." not in sentences


# --- with a store -------------------------------------------------------------------------------------------------


Desk = tuple[Session, Account, CaseController, Timeline]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Desk]:
    """A conversation below an announcement of ours on Facebook, with an answer of ours."""
    session, _ = a_session(tmp_path, FakeClock(), ())
    account = an_account(session.store, Network.FACEBOOK, "Aurora Energia")
    comments = [
        taken(an_arrival("c1", thread_remote_id="c1", below_ours=True, text="siete dei ladri")),
        taken(an_arrival("r1", thread_remote_id="c1", direction=Direction.OUTGOING, text="Ci dispiace")),
    ]
    session.store.intake.take(account, comments, NOON)
    header, timeline = ConversationHeader(light, session.local_now), Timeline(light)
    for widget in (header, timeline):
        qtbot.addWidget(widget)
    controller = CaseController(session, light, header, timeline, lambda _: None)
    timeline.resize(584, 500)
    timeline.show()
    qtbot.waitExposed(timeline)
    controller.show(session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
    yield session, account, controller, timeline
    session.store.close()


def number_of(timeline: Timeline, words: str) -> int:
    return next(n for n, row in enumerate(timeline.rows) if words in row.text)


def choose(timeline: Timeline, row: str, words: str) -> None:
    menu = timeline.menu_of(number_of(timeline, row))
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.deleteLater()


def offered(timeline: Timeline, row: str) -> list[str]:
    menu = timeline.menu_of(number_of(timeline, row))
    words = [action.text() for action in menu.actions()]
    menu.deleteLater()
    return words


def remarks(timeline: Timeline, words: str) -> list[str]:
    row = timeline.rows[number_of(timeline, words)]
    assert isinstance(row, MessageRow)
    return [remark.text for remark in row.remarks]


def test_hiding_is_asked_for_from_the_menu_and_taken_back_with_a_click(qtbot: QtBot, desk: Desk) -> None:
    session, _, controller, timeline = desk
    told: list[Done] = []
    controller.done.connect(told.append)
    with qtbot.waitSignal(controller.sending_changed):
        choose(timeline, "ladri", "Hide on Facebook")
    assert "Hiding on Facebook…" in remarks(timeline, "ladri")
    assert done_words(told[-1], NOON, TZ) == "Hides the message on its network"
    (waiting,) = session.store.moderations.under_way()
    assert (waiting.remote_id, waiting.deed, waiting.agent) == ("c1", Moderating.HIDE, "Livia Bruno")
    undo = next(
        (number, rect)
        for number in timeline.view.visible_rows()
        for rect, hit in timeline.view.sheet_of(number).hits
        if hit.kind is HitKind.TAKE_BACK
    )
    where: QPoint = undo[1].center() + timeline.view.row_rect(undo[0]).topLeft()
    QTest.mouseClick(timeline.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert session.store.moderations.under_way() == ()
    assert "Hide on Facebook" in offered(timeline, "ladri")


def test_deleting_our_answer_can_be_undone_from_the_toast(desk: Desk) -> None:
    session, _, controller, timeline = desk
    told: list[Done] = []
    controller.done.connect(told.append)
    choose(timeline, "dispiace", "Delete on Facebook")
    (waiting,) = session.store.moderations.under_way()
    assert waiting.next_try_at is not None
    assert waiting.next_try_at > NOON
    assert told[-1].undo is not None
    told[-1].undo()
    assert session.store.moderations.under_way() == ()


def test_what_the_engine_did_is_shown_and_offered_in_reverse(desk: Desk) -> None:
    session, account, controller, timeline = desk
    choose(timeline, "ladri", "Hide on Facebook")
    (waiting,) = session.store.moderations.under_way()
    doing = (ModerationState.WAITING,)
    session.store.moderations.change(waiting.id, doing, ModerationState.DOING, actor="engine", at=NOON)
    session.store.moderations.finish(waiting, account, actor="engine", at=NOON)
    controller.refresh()
    assert "Hidden on Facebook" in remarks(timeline, "ladri")
    assert "Show on Facebook again" in offered(timeline, "ladri")


def test_an_account_that_only_listens_moderates_nothing(desk: Desk) -> None:
    session, account, controller, timeline = desk
    role = AccountRole.MONITORED
    session.store.accounts.change(account, role=role, name="x", settings=account.settings, actor="L", at=NOON)
    controller.refresh()
    assert not [word for row in ("ladri", "dispiace") for word in offered(timeline, row) if "Facebook" in word]


def test_how_moderation_looks(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(584, 620)
    timeline.show()
    qtbot.waitExposed(timeline)
    refused = moderation(state=ModerationState.REFUSED, error="not_found")
    made = [
        item("a", at=at(12, 9, 40), network=Network.FACEBOOK, message_id=2, hidden=True),
        comment(at=at(12, 9, 50), moderation=moderation()),
        item("b", at=at(12, 9, 52), network=Network.FACEBOOK, message_id=3, moderation=refused),
        direct(
            "d",
            at=at(12, 9, 55),
            network=Network.X,
            message_id=4,
            direction=Direction.OUTGOING,
            author_name="Livia Bruno",
            moderation=moderation(Moderating.DELETE, error="rate_limited"),
        ),
    ]
    show(timeline, made)
    image = picture(timeline, tmp_path, "moderation", theme)
    assert not image.isNull()
    assert len(timeline.rows) == 6
