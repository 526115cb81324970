"""Pictures of the timeline: the places and colours that the visual specification gives, in both themes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from desktop.model import DeliveryState, Engagement, Network
from tests.ui.conversation import (
    NOW,
    at,
    colour_at,
    delivery,
    direct,
    email,
    event,
    file,
    item,
    moved_conversation,
    note,
    picture,
    reply,
    show,
)
from ui.cases import Timeline
from ui.theme import Theme


def made(qtbot: QtBot, theme: Theme, width: int, height: int) -> Timeline:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(width, height)
    timeline.show()
    qtbot.waitExposed(timeline)
    return timeline


def rects(timeline: Timeline) -> list[QRect]:
    return [timeline.view.row_rect(number) for number in range(len(timeline.rows))]


def test_a_complaint_that_went_private_looks_like_picture_01(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    timeline = made(qtbot, theme, 584, 616)
    show(timeline, moved_conversation())
    image = picture(timeline, tmp_path, "timeline-01", theme)
    places = rects(timeline)
    assert [place.height() for place in places] == [20, 95, 20, 95, 95, 20, 109, 55]
    card, ours, bubble, noted = places[1], places[4], places[6], places[7]
    assert noted.bottom() + 1 <= 616
    assert colour_at(image, 62, card.top() + 40) == theme.hex("line.strong")
    assert colour_at(image, 521, card.top() + 40) == theme.hex("line.strong")
    assert colour_at(image, 300, card.top() + 5) == theme.hex("bg.surface")
    assert colour_at(image, 62, ours.top() + 40) == theme.hex("accent.line")
    assert colour_at(image, 300, ours.top() + 5) == theme.hex("accent.tint")
    assert colour_at(image, 66, bubble.top() + 30) == theme.hex("bg.sunken")
    assert colour_at(image, 20, noted.top() + 27) == theme.hex("note.line")
    assert colour_at(image, 563, noted.top() + 27) == theme.hex("note.line")
    assert colour_at(image, 24, noted.top() + 27) == theme.hex("note.bg")
    avatar, _ = theme.avatar_colours("irene")
    assert colour_at(image, 23, card.top() + 16) == avatar.name().upper()
    our_avatar, _ = theme.avatar_colours("livia")
    assert colour_at(image, 584 - 52 + 3, ours.top() + 16) == our_avatar.name().upper()
    badge = theme.channel_colour(Network.MASTODON).name().upper()
    assert colour_at(image, 20 + 20 + 2, card.top() + 19 + 8) == badge
    assert colour_at(image, 30, places[2].top() + 10) == theme.hex("line.hair")


def test_private_replies_that_failed_or_wait_look_like_picture_10(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    timeline = made(qtbot, theme, 664, 412)
    until = NOW + timedelta(seconds=7)
    show(
        timeline,
        [
            reply("a", at=at(12, 10, 20), text="Good morning Irene, please send the lamp number in private. ^LB"),
            direct("b", at=at(12, 10, 31), text="Lamps 4471 and 4472, via Larga."),
            delivery(
                "c",
                at=at(12, 10, 40),
                text="Thank you Irene.",
                delivery_state=DeliveryState.REFUSED,
                delivery_reason="social.example did not answer after 3 tries",
            ),
            delivery(
                "d",
                at=at(12, 10, 48),
                text="The crew is on its way and the lamps will be on again before this evening, I hope.",
                delivery_state=DeliveryState.HELD,
                delivery_reason="undo",
                undo_until=until,
                not_before=until,
            ),
        ],
    )
    image = picture(timeline, tmp_path, "timeline-10", theme)
    failed, waits = rects(timeline)[-2:]
    assert (failed.height(), waits.height()) == (36 + 4 + 28, 56 + 3 + 16)
    assert colour_at(image, 601, failed.top() + 54) == theme.hex("red.line")
    assert colour_at(image, 598, failed.top() + 54) == theme.hex("red.tint")
    assert colour_at(image, 598, failed.top() + 18) == theme.hex("accent.tint.strong")
    assert colour_at(image, 602 - 456 + 4, waits.top() + 28) == theme.hex("accent.tint.strong")
    assert colour_at(image, 602 - 456 - 4, waits.top() + 28) == theme.hex("bg.surface")


def test_a_letter_a_comment_and_a_merge_look_like_picture_02(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    timeline = made(qtbot, theme, 584, 500)
    show(
        timeline,
        [
            email(
                "a",
                at=at(14, 16, 20, month=1),
                quoted="> earlier",
                text="Both lamps at number 12 are dark since the storm of last week, please look.",
            ),
            item(
                "b",
                at=at(3, 17, 5),
                network=Network.FACEBOOK,
                author_handle="",
                engagement=Engagement(4, 0, 9),
            ),
            item("c", at=at(12, 9, 42), engagement=Engagement(8, 11, 52)),
            event("merge", "4", key="d", at=at(12, 9, 50)),
            note("e", at=at(12, 10, 12), text="The crew waits for the key."),
        ],
        unanswered=frozenset({"b"}),
    )
    picture(timeline, tmp_path, "timeline-02", theme)
    places = rects(timeline)
    assert places[1].height() == 95 + 20
    assert [place.height() for place in places[-2:]] == [16, 55]
    gaps = [below.top() - above.bottom() - 1 for above, below in zip(places, places[1:], strict=False)]
    assert set(gaps) == {12}


def test_every_state_of_a_delivery_is_drawn(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    timeline = made(qtbot, theme, 584, 900)
    states = [state for state in DeliveryState if state is not DeliveryState.SENT]
    items = [delivery(str(n), at=NOW + timedelta(minutes=n), delivery_state=state) for n, state in enumerate(states)]
    items.append(direct("x", at=NOW + timedelta(hours=1), attachments=(file("invoice.exe", dangerous=True),)))
    show(timeline, items)
    image = picture(timeline, tmp_path, "timeline-11", theme)
    last = rects(timeline)[-1]
    sheet = timeline.view.sheet_of(len(timeline.rows) - 1)
    attachment = sheet.hits[0][0].translated(last.topLeft())
    assert attachment.height() == 28
    assert colour_at(image, attachment.x() + 20, attachment.y()) == theme.hex("red.line")


def test_nothing_overlaps_at_large_text(qtbot: QtBot, large: Theme, tmp_path: Path) -> None:
    timeline = made(qtbot, large, 480, 700)
    show(timeline, moved_conversation())
    picture(timeline, tmp_path, "timeline-large", large)
    places = rects(timeline)
    assert all(above.bottom() < below.top() for above, below in zip(places, places[1:], strict=False))


def test_the_day_stays_at_the_top_while_its_messages_are_read(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    timeline = made(qtbot, theme, 584, 300)
    show(timeline, moved_conversation())
    timeline.view.verticalScrollBar().setValue(60)
    image = picture(timeline, tmp_path, "timeline-sticky", theme)
    assert colour_at(image, 30, 14) == theme.hex("line.hair")
    assert colour_at(image, 66, 20) == theme.hex("bg.surface")
