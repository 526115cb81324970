"""A proposed identity stands in a dashed row with its reason; Merge ties it, Not same is remembered, both are undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.customers import Suggestion
from desktop.model import CustomerId, Deed, IdentityId, LinkReason, Network
from desktop.model.people import BasisKind
from desktop.store import CustomerHit
from tests.ui.customers.test_profile_controller import Desk
from tests.ui.customers.test_profile_controller import desk as desk  # noqa: PLC0414 - a fixture
from ui.customers.merge_dialog import MergeCustomerDialog
from ui.customers.suggestion_row import SuggestionRow, present_suggestions
from ui.theme import Theme

SEEN = Suggestion(
    IdentityId(2), CustomerId(2), Network.MASTODON, "@martas", "Marta", LinkReason.SAME_EMAIL, "m@example.org", 7, None, False
)  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "photo", "words", "whole"),
    [
        (LinkReason.SAME_EMAIL, False, "@martas, same e-mail", "m@example.org was given in a message."),
        (
            LinkReason.SAME_EMAIL,
            True,
            "@martas, same e-mail, same photo",
            "m@example.org was given in a message. Both have the same photo.",
        ),
        (LinkReason.SAME_LINK, False, "@martas, gave the link", "The link of the profile m@example.org was given in a message."),
        (LinkReason.SAME_HANDLE, False, "@martas, same badge", "Both networks verified the handle m@example.org."),
    ],
)  # fmt: skip
def test_a_suggestion_tells_its_reason(reason: LinkReason, photo: bool, words: str, whole: str) -> None:
    (line,) = present_suggestions((replace(SEEN, reason=reason, same_picture=photo),))
    assert (line.words, line.reason) == (words, whole)


def a_suggested_customer(desk: Desk, qtbot: QtBot) -> SuggestionRow:
    desk.write("m.rossi@example.org", "Bolletta", network=Network.EMAIL)
    store = desk.session.store.connection
    store.write("UPDATE identity SET remote_id = 'm.rossi@example.org' WHERE network = 'email'")
    desk.show(desk.write("Marta Rossi", "Scrivete a m.rossi@example.org"))
    qtbot.waitUntil(lambda: bool(desk.pane.identities.findChildren(SuggestionRow)))
    (row,) = desk.pane.identities.findChildren(SuggestionRow)
    return row


def test_merge_ties_the_identity_and_says_why(desk: Desk, qtbot: QtBot) -> None:
    row = a_suggested_customer(desk, qtbot)
    desk.part(f"suggestion_merge_{row.objectName().removeprefix('suggestion_')}").click()
    assert desk.done[0].deed is Deed.CUSTOMER_MERGED
    profile = desk.session.customers.profile(desk.controller.customer)  # type: ignore[arg-type]
    assert profile is not None
    assert {one.reason for one in profile.identities} == {LinkReason.FIRST_SEEN, LinkReason.SAME_EMAIL}
    desk.undo()
    qtbot.waitUntil(lambda: any(one.objectName() for one in desk.pane.identities.findChildren(SuggestionRow)))


def test_not_same_takes_the_row_away_for_good(desk: Desk, qtbot: QtBot) -> None:
    row = a_suggested_customer(desk, qtbot)
    desk.part(f"suggestion_refuse_{row.objectName().removeprefix('suggestion_')}").click()
    assert desk.done[0].deed is Deed.NOT_ONE_PERSON
    qtbot.waitUntil(lambda: desk.jobs.is_idle)
    qtbot.waitUntil(lambda: not any(one.objectName() for one in desk.pane.identities.findChildren(SuggestionRow)))


def test_x_makes_the_dialog_ask_what_allows_the_tie(qtbot: QtBot, light: Theme) -> None:
    hit = CustomerHit(CustomerId(2), "Marta", "@martas")
    dialog = MergeCustomerDialog(light, "Marta", lambda _: (hit,), needs_basis=lambda _: True)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._field.setText("Marta")
    dialog._show_found()
    dialog._why.setText("stesso numero")
    assert not dialog._merge.isEnabled()
    dialog._basis.box.choose(BasisKind.GIVEN)
    assert dialog._merge.isEnabled()
    assert dialog.basis is BasisKind.GIVEN
