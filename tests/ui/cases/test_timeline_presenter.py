"""What the timeline shows of a case's items, without a window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desktop.model import Deed, Direction, Engagement, Mechanical, Network, ThreadKind, TimelineItem, Visibility
from tests.ui.conversation import AGENT, NOW, TZ, at, delivery, direct, email, event, file, item, note, reply
from ui.cases import TimelineContext, present_timeline
from ui.cases.timeline_rows import MarkerKind, MarkerRow, MessageRow, NoteRow, Shape, TimelineRow

CONTEXT = TimelineContext(NOW, TZ, AGENT)


def rows(*items: TimelineItem) -> tuple[TimelineRow, ...]:
    return present_timeline(items, CONTEXT)


def markers(*items: TimelineItem) -> list[str]:
    return [row.text for row in rows(*items) if isinstance(row, MarkerRow)]


def message(**changed: Any) -> MessageRow:
    row = rows(item(**changed))[-1]
    assert isinstance(row, MessageRow)
    return row


def test_each_day_begins_with_its_name() -> None:
    assert markers(item("a", at=at(10, 9, 0)), item("b", at=at(12, 9, 0)), item("c", at=at(12, 9, 5))) == [
        "Tuesday 10 March",
        "Today, Thursday 12 March",
    ]


def test_days_are_those_of_the_desk_not_of_utc() -> None:
    late = at(11, 0, 30)  # 23:30 of the tenth in UTC
    assert markers(item("a", at=late)) == ["Yesterday, Wednesday 11 March"]


def test_a_move_to_private_is_marked_with_its_time() -> None:
    assert markers(item("a"), direct("b", at=at(12, 10, 1)))[1:] == ["Moved to direct message at 10:01"]


def test_a_move_back_to_public_and_to_mail_is_marked_too() -> None:
    said = markers(direct("a"), item("b", at=at(12, 10, 1)), email("c", at=at(12, 10, 2)))
    assert said[1:] == ["Moved to public at 10:01", "Moved to e-mail at 10:02"]


def test_a_note_between_two_posts_is_no_move() -> None:
    assert len(markers(item("a"), note("b"), item("c"))) == 1


def test_a_new_thread_elsewhere_on_another_day_is_no_move() -> None:
    assert len(markers(email("a", at=at(10, 9, 0)), item("b", at=at(12, 9, 0)))) == 2


def test_posts_and_mails_are_cards_and_direct_messages_bubbles() -> None:
    shapes = [row.shape for row in rows(item("a"), direct("b"), email("c")) if isinstance(row, MessageRow)]
    assert shapes == [Shape.CARD, Shape.BUBBLE, Shape.CARD]


@pytest.mark.parametrize(
    ("changed", "icon", "words"),
    [
        ({}, "globe-simple", "Public post"),
        ({"network": Network.FACEBOOK}, "globe-simple", "Public comment"),
        ({"direction": Direction.OUTGOING}, "globe-simple", "Public reply"),
        ({"visibility": Visibility.DIRECT, "thread_kind": ThreadKind.DIRECT}, "lock-key", "Direct message"),
        ({"visibility": Visibility.DIRECT, "thread_kind": ThreadKind.EMAIL}, "envelope-simple", "E-mail"),
    ],
)
def test_each_message_says_who_can_read_it(changed: dict[str, Any], icon: str, words: str) -> None:
    row = message(**changed)
    assert (row.visibility_icon, row.visibility_text) == (icon, words)


def test_an_author_without_a_handle_is_placed_on_the_network() -> None:
    assert message(author_handle="", network=Network.FACEBOOK).by_line == "on Facebook"


def test_our_replies_say_for_which_account() -> None:
    row = rows(reply())[-1]
    assert isinstance(row, MessageRow)
    assert (row.name, row.by_line, row.network) == ("Livia Bruno", "for @lumeservizi", None)


def test_what_was_sent_elsewhere_goes_by_the_account() -> None:
    row = rows(reply(author_name=""))[-1]
    assert isinstance(row, MessageRow)
    assert (row.name, row.by_line) == ("@lumeservizi", "")


def test_our_messages_within_two_minutes_share_one_avatar() -> None:
    shown = rows(
        reply("a", at=at(12, 9, 0)),
        reply("b", at=at(12, 9, 2)),
        reply("c", at=at(12, 9, 5)),
        item("d", at=at(12, 9, 5)),
    )
    assert [row.shows_avatar for row in shown if isinstance(row, MessageRow)] == [True, False, True, True]


def test_a_customer_keeps_the_avatar_on_every_message() -> None:
    shown = rows(item("a"), item("b"))
    assert all(row.shows_avatar for row in shown if isinstance(row, MessageRow))


def test_counts_belong_to_public_posts_only() -> None:
    counted = Engagement(2, 1, 3)
    assert [count.text for count in message(engagement=counted).counts] == ["2", "1", "3"]
    row = rows(direct(engagement=counted))[-1]
    assert isinstance(row, MessageRow)
    assert row.counts == ()


def test_marks_name_what_happened_to_a_message() -> None:
    marked = TimelineContext(NOW, TZ, AGENT, never_answered=frozenset({"m"}))
    (*_, row) = present_timeline([item(edited=True)], marked)
    assert isinstance(row, MessageRow)
    assert [remark.text for remark in row.remarks] == ["Edited", "Never answered"]
    gone = message(deleted=True, edited=True)
    assert [remark.text for remark in gone.remarks] == ["Deleted by its author"]
    assert gone.faded


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Mechanical.BOUNCE, "Delivery failure notice"),
        (Mechanical.AUTO_REPLY, "Automatic reply"),
        (Mechanical.CALENDAR, "Calendar message"),
        (Mechanical.LIST, "Mailing list"),
    ],
)
def test_what_no_person_wrote_is_labelled(kind: Mechanical, words: str) -> None:
    (remark,) = message(mechanical=kind).remarks
    assert remark.text == words
    assert remark.icon


def test_a_dangerous_attachment_is_named_a_program() -> None:
    (safe,) = message(attachments=(file(),)).files
    (bad,) = message(attachments=(file("invoice.exe", dangerous=True),)).files
    assert (safe.warning, safe.size_text) == ("", "184 kB")
    assert bad.warning == "Program, not opened"
    assert bad.icon != safe.icon


def test_only_web_addresses_are_permalinks() -> None:
    assert message(permalink="https://social.example/1").permalink is not None
    assert message(permalink="file:///etc/passwd").permalink is None


def test_the_formatted_version_can_be_asked_for_where_there_is_one() -> None:
    row = rows(email(html=""))[-1]
    assert isinstance(row, MessageRow)
    assert row.html is not None
    assert row.html.value == 31


def test_a_screen_reader_hears_visibility_name_time_state_and_text() -> None:
    sent = rows(reply(at=at(12, 9, 47)))[-1]
    assert sent.spoken == "Public reply, Livia Bruno, 09:47, Sent. Thank you, a crew is on its way. ^LB"
    noted = rows(note(at=at(12, 10, 22), text="Burnt fuse."))[-1]
    assert isinstance(noted, NoteRow)
    assert noted.spoken == "Internal note, Dario Conti, 10:22. Burnt fuse."
    mail = rows(email(attachments=(file("a.exe", dangerous=True),)))[-1]
    assert mail.spoken.endswith("Attachment a.exe, program, not opened")
    assert "Lamps off in via Larga" in mail.spoken


def test_braces_in_a_text_are_left_as_they_are() -> None:
    assert "{name}" in rows(note(text="{name} {text}"))[-1].spoken


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        (Deed.STATUS, '["solved", null, null, null]', "Dario Conti set this to Solved"),
        (Deed.STATUS, "waiting", "Dario Conti set this to Waiting"),
        (Deed.ASSIGN, '["open", "LB", null, null]', "Dario Conti assigned this to LB"),
        (Deed.ASSIGN, '["open", null, null, null]', "Dario Conti unassigned this"),
        (Deed.SNOOZE, '["open", null, "2026-03-16T08:00:00+00:00", null]', "Dario Conti snoozed this until Mon 09:00"),
        (Deed.SNOOZE, '"woken"', "The snooze is over"),
        (Deed.MERGE, "4", "Dario Conti merged another conversation into this one"),
        (Deed.UNMERGE, "null", "Dario Conti separated a conversation from this one"),
        (Deed.REOPENED, "null", "Reopened, the customer wrote again"),
        (Deed.OVERRIDE, '"she asked for it"', "Dario Conti sent against the advice: she asked for it"),
        (
            Deed.OVERRIDE,
            '{"reason": "she asked for it", "findings": [["privacy.value", "customer_number"]]}',
            "Dario Conti sent against the advice: she asked for it",
        ),
    ],
)
def test_system_lines_are_sentences(code: Deed, detail: str, words: str) -> None:
    row = rows(event(code, detail))[-1]
    assert isinstance(row, MarkerRow)
    assert (row.kind, row.text) == (MarkerKind.EVENT, words)


def test_the_engine_is_not_named_as_a_person() -> None:
    assert rows(event(Deed.STATUS, "waiting", author_name="engine"))[-1].text == "Set to Waiting"


def test_an_unknown_code_is_still_shown() -> None:
    assert rows(event("moon_phase", "full"))[-1].text == "moon phase full"


@pytest.mark.parametrize("detail", ["", "{", "[1, [2], {}]", '{"a": 1}', "[]"])
@pytest.mark.parametrize("code", list(Deed))
def test_no_event_is_too_odd_to_show(code: Deed, detail: str) -> None:
    assert rows(event(code, detail))[-1].text


def test_keys_are_unique_even_where_days_come_back() -> None:
    items = [item(str(n), at=at(12, 9, 0) - timedelta(days=n % 2)) for n in range(6)]
    keys = [row.key for row in rows(*items)]
    assert len(keys) == len(set(keys))


def test_a_queued_reply_speaks_of_the_way_back_only_when_offline() -> None:
    offline = present_timeline([delivery()], TimelineContext(NOW, TZ, AGENT, online=False))[-1]
    assert isinstance(offline, MessageRow)
    assert offline.delivery is not None
    assert offline.delivery.text == "Queued, goes out when you are back"
