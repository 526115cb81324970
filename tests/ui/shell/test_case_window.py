"""A conversation in its own window has what it has in the main one: cards, strips, deeds, dialogs' doors and company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Author, CaseId, Direction, Lane, LookAlike, Network, Trait
from desktop.model.knowledge import FaqEntry
from tests.factories import NOON, an_arrival, taken
from tests.ui.windows import Furnished, a_window
from ui.cases import ContextFact
from ui.knowledge.window import KnowledgeWindow
from ui.shell.case_window import CaseWindow
from ui.shell.conversation import ConversationPane
from ui.theme import Theme

pytestmark = pytest.mark.slow  # a whole window each

LIKE = (LookAlike(Trait.NEAR_HANDLE, "@aurora1@town.example", "@aurora@town.example"),)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, light: Theme) -> Iterator[Furnished]:
    with a_window(tmp_path, qtbot, light) as opened:
        yield opened


def a_case(desk: Furnished) -> CaseId:
    return CaseId(desk.session.inbox.page(Lane.ALL).ids[0])


def an_impostor_answers(desk: Furnished, case: CaseId) -> None:
    account = desk.session.store.accounts.all()[0]
    thread = desk.session.cases.detail(case).threads[0]  # type: ignore[union-attr]
    author = Author(Network.MASTODON, "f", "@aurora1@town.example", "Aurora Energia")
    said = an_arrival("f1", author=author, thread_remote_id=thread.remote_id, in_reply_to=thread.remote_id)
    desk.session.store.intake.take(account, [taken(said, look_alikes=LIKE)], NOON)


def show(desk: Furnished, case: CaseId) -> None:
    """Show a case in the main window with its profile, which is filled a turn of the event loop later."""
    desk.parts.case.show(int(case))
    customer = desk.session.inbox.rows([case])[0].customer_id
    desk.bot.waitUntil(lambda: desk.parts.customer.customer == customer)


def own_window(desk: Furnished, case: CaseId) -> CaseWindow:
    return desk.tools.pop_outs.open(int(case))


def shown_parts(conversation: ConversationPane) -> set[str]:
    """Return the names of all parts of a conversation that are not hidden."""
    pane = conversation.header.parentWidget()
    assert pane is not None
    return {one.objectName() for one in pane.findChildren(QWidget) if one.objectName() and not one.isHidden()}


def test_both_windows_show_the_same_parts_of_a_conversation(desk: Furnished) -> None:
    case = a_case(desk)
    an_impostor_answers(desk, case)
    desk.session.abuse.mark(case, "insults")
    show(desk, case)
    show(desk, case)
    here = shown_parts(desk.parts.conversation)
    own = own_window(desk, case)
    there = shown_parts(own.conversation)
    assert {"likeness_card", "abuse_strip", "playbook"} <= here
    assert here - there == set()


def test_a_step_is_ticked_in_its_own_window_and_undone_there(desk: Furnished) -> None:
    case = a_case(desk)
    own = own_window(desk, case)
    row = desk.session.cases.detail(case).row  # type: ignore[union-attr]
    progress = desk.session.playbooks.of_case(row)
    assert progress is not None
    assert progress.next_step is not None
    own.conversation.playbook.ticked.emit(progress.next_step.uid, True)
    assert desk.session.playbooks.of_case(row).done == 1  # type: ignore[union-attr]
    own.conversation.toast.undo_requested.emit(own.conversation.toast._token)
    assert desk.session.playbooks.of_case(row).done == 0  # type: ignore[union-attr]


def test_abuse_is_decided_in_its_own_window(desk: Furnished) -> None:
    case = a_case(desk)
    own = own_window(desk, case)
    own.rooms.watch._ask = lambda *_: "insults"
    own.conversation.header.abuse_requested.emit()
    assert list(desk.session.store.lanes.ids(Lane.ABUSE, agent="LB", at_risk_before=NOON)) == [int(case)]
    assert not own.conversation.abuse.isHidden()


def test_the_menu_is_the_same_but_for_the_window_itself(desk: Furnished) -> None:
    case = a_case(desk)
    show(desk, case)

    def entries(header: QWidget) -> list[str]:
        menu = header.findChild(QMenu, "conversation_more_menu")
        assert menu is not None
        menu.aboutToShow.emit()
        return [one.text() for one in menu.actions() if one.text()]

    main = entries(desk.parts.conversation.header)
    assert entries(own_window(desk, case).conversation.header) == main[:-1]


def test_an_faq_entry_is_made_in_its_own_window_of_its_own_case(desk: Furnished) -> None:
    one, other = (CaseId(found) for found in desk.session.inbox.page(Lane.ALL).ids[:2])
    thread = desk.session.cases.detail(one).threads[0].remote_id  # type: ignore[union-attr]
    asks = an_arrival("q1", text="Where do I read my meter?", thread_remote_id=thread)
    desk.session.store.intake.take(desk.session.store.accounts.all()[0], [taken(asks)], NOON)
    show(desk, other)
    own = own_window(desk, one)
    newest = [item.message_id for item in desk.session.cases.timeline(one) if item.message_id is not None][-1]
    own.conversation.timeline.entry_requested.emit(newest)
    (window,) = desk.window.findChildren(KnowledgeWindow)
    asked = window.findChild(QLineEdit, "faq_question")
    assert asked is not None
    assert asked.text() == "Where do I read my meter?"
    window.show_entry(FaqEntry("", "", ()))  # leaves what was not saved
    window.close()


def test_what_is_refused_in_its_own_window_is_told_by_the_main_one(desk: Furnished) -> None:
    case = a_case(desk)
    own = own_window(desk, case)
    with desk.bot.waitSignal(desk.window.send_refused) as told:
        own.composing.send_refused.emit(case, None, "words")
    assert told.args == [case, None, "words"]


def test_what_leads_elsewhere_brings_the_main_window_to_the_right_place(desk: Furnished) -> None:
    one, other = (CaseId(found) for found in desk.session.inbox.page(Lane.ALL).ids[:2])
    own = own_window(desk, one)
    own.customer.case_requested.emit(int(other))
    assert desk.parts.case.detail is not None
    assert desk.parts.case.detail.row.id == other
    item = desk.session.cases.timeline(one)[0]
    own.customer.item_requested.emit(int(one), item.key)
    assert own.conversation.timeline.view.currentIndex().isValid()


def test_the_strip_says_what_the_profile_would_while_that_is_hidden(desk: Furnished) -> None:
    own = own_window(desk, a_case(desk))
    own.conversation.set_fact(ContextFact("Asked before"))
    assert own.conversation.strip.isHidden()
    own.conversation.header.profile_toggled.emit(False)
    assert not own.conversation.strip.isHidden()


def test_colleagues_are_named_in_the_header_of_its_own_window(desk: Furnished) -> None:
    case, presence, now = a_case(desk), desk.session.store.presence, desk.session.clock()
    own = own_window(desk, case)
    chip = own.findChild(QWidget, "conversation_company")
    assert chip is not None
    assert chip.isHidden()
    presence.note("one", case, "Giulia Rossi", "GR", at=now)
    presence.note("two", case, "Carlo Bo", "CB", at=now)
    own.company.look()
    assert not chip.isHidden()
    assert {"Giulia", "Carlo"} <= set(chip.accessibleName().replace(",", "").split())


def test_an_answer_of_somebody_else_stops_the_send_in_its_own_window(desk: Furnished) -> None:
    case = a_case(desk)
    own = own_window(desk, case)
    own.conversation.composer.set_text("Good morning, we are looking into it.")
    account = desk.session.store.accounts.all()[0]
    thread = desk.session.cases.detail(case).threads[0]  # type: ignore[union-attr]
    out = {"direction": Direction.OUTGOING, "sent_at": NOON + timedelta(seconds=5), "text": "Done."}
    said = an_arrival("o1", thread_remote_id=thread.remote_id, in_reply_to=thread.remote_id, **out)
    desk.session.store.intake.take(account, [taken(said)], NOON)
    own.look_again_at([int(case)])
    own.conversation.composer.send()
    page = own.conversation.composer.strip.page
    assert page is not None
    assert page.preview.endswith("Done.")
    assert desk.session.outbox.listing().entries == ()


# --- its draft in the drafts' lane ------------------------------------------------------------------------------


def drafts_shown(desk: Furnished) -> list[str]:
    desk.parts.drafts.show()
    return [row.text for row in desk.parts.drafts_pane.model.rows]


def test_a_draft_of_its_own_window_is_counted_at_once(desk: Furnished) -> None:
    own = own_window(desk, a_case(desk))
    own.conversation.composer.set_text("Half a reply")
    own.composing.save()
    desk.bot.waitUntil(lambda: desk.window._first.inbox.counts.get(Lane.DRAFTS) == 1)
    assert drafts_shown(desk) == ["Half a reply"]
    own.conversation.composer.set_text("")
    own.composing.save()
    desk.bot.waitUntil(lambda: desk.window._first.inbox.counts.get(Lane.DRAFTS) == 0)


def test_a_draft_that_is_nothing_but_a_file_is_listed_and_counted(desk: Furnished, tmp_path: Path) -> None:
    case = a_case(desk)
    show(desk, case)
    (tmp_path / "bill.pdf").write_bytes(b"%PDF")
    desk.parts.composing._files.add([str(tmp_path / "bill.pdf")])
    desk.bot.waitUntil(lambda: not desk.parts.composing.is_attaching)
    desk.parts.composing.save()
    desk.bot.waitUntil(lambda: desk.window._first.inbox.counts.get(Lane.DRAFTS) == 1)
    assert drafts_shown(desk) == ["bill.pdf"]


def test_a_file_that_joins_after_the_agent_went_on_is_listed_too(desk: Furnished, tmp_path: Path) -> None:
    one, other = (CaseId(found) for found in desk.session.inbox.page(Lane.ALL).ids[:2])
    show(desk, one)
    (tmp_path / "bill.pdf").write_bytes(b"%PDF")
    desk.parts.composing._files.add([str(tmp_path / "bill.pdf")])
    show(desk, other)
    desk.bot.waitUntil(lambda: not desk.parts.composing.is_attaching)
    assert drafts_shown(desk) == ["bill.pdf"]
    assert desk.session.drafts.of(one) is not None


def test_going_on_with_a_draft_leads_to_the_window_that_has_it(desk: Furnished) -> None:
    case = a_case(desk)
    own = own_window(desk, case)
    own.conversation.composer.set_text("Half a reply")
    own.composing.save()
    before = desk.parts.case.detail
    desk.parts.drafts.write_requested.emit(int(case))
    assert desk.parts.case.detail == before


def test_what_is_thrown_away_in_the_lane_is_gone_from_its_own_window_until_undone(desk: Furnished) -> None:
    case = a_case(desk)
    own = own_window(desk, case)
    own.conversation.composer.set_text("Half a reply")
    own.composing.save()
    done = desk.session.drafts.throw_away(case, desk.session.agent.name)
    desk.parts.drafts.discarded.emit(int(case))
    assert own.conversation.composer.text() == ""
    desk.parts.after.undo(done)
    assert own.conversation.composer.text() == "Half a reply"
