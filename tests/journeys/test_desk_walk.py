"""A day at the desk, walked with keys and mouse in the real window, with the real engine, on every network at once.

All walks share one window; each has a customer of its own, so that they may come in any order.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import CaseStatus, Lane, Network
from desktop.system.clock import utc_now
from tests.journeys.demowindow import DemoWindow, demo_window
from tests.journeys.hands import (
    CONTROL,
    SHIFTED,
    answering,
    button,
    by_name,
    case_with,
    choose,
    choosing,
    click,
    detail_of,
    dialog,
    found,
    front,
    give_reason,
    has_gone,
    hit,
    in_lane,
    key,
    open_case,
    rows_of,
    send,
    settings,
    shown,
    stops,
    timeline,
    waiting,
    words_of,
    write,
)
from tests.journeys.windowed import Windowed
from ui.playbooks.step_list import StepList
from ui.settings.preferences import keep_undo_seconds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoWindow]:
    with demo_window(QtBot(request), qapp, tmp_path_factory.mktemp("demo")) as opened:
        yield opened


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program gives to the browser."""
    pages: list[str] = []

    def open_url(url: QUrl) -> bool:
        pages.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return pages


def bell(at: Windowed) -> str:
    """Return the lines of the bell's menu."""
    return "\n".join(one.text() for one in found(at.part("top_bar"), QMenu, "notices_menu").actions())


def test_a_post_that_does_not_name_us_says_why_it_takes_no_answer_and_keeps_the_one_given_there(
    desk: DemoWindow, browsed: list[str]
) -> None:
    at = desk.at
    desk.lets_say("priya", Network.X, "Aurora Energia, the third power cut of the week", names_us=False)
    case_id = open_case(at, "third power cut of the week")
    assert in_lane(at, Lane.LISTENING, case_id)
    write(at, "Thank you, we look into it")
    stops(at, "X allows a reply only where the account was mentioned")
    click(at.composer.strip, "guard_open_in_browser")
    assert [page.startswith("https://x.com/priyanambiar/status/") for page in browsed] == [True]
    click(at.composer.strip, "guard_record")
    answer = found(at.composer.strip, QPlainTextEdit, "guard_answer")
    QTest.keyClicks(answer, "We are on it: the power is back at six.")
    at.press(answer, Qt.Key.Key_Return, CONTROL)
    at.until(lambda: any("back at six" in item.text for item in timeline(at, case_id)))
    assert detail_of(at, case_id).row.status is CaseStatus.WAITING
    assert desk.heard("back at six") == []


def test_a_priority_names_the_words_that_earned_it_and_thanks_stay_below(desk: DemoWindow) -> None:
    at = desk.at
    gas = open_case(at, "odore forte di gas")
    by_name(at, "Why this priority…")
    card = at.part("priority_card")
    at.until(card.isVisible)
    said = words_of(card)
    card.close()
    assert "What is at stake" in said
    assert "“odore forte di gas”" in said
    thanks = open_case(at, "Grazie mille, veloci")
    assert detail_of(at, gas).row.priority > detail_of(at, thanks).row.priority


def test_a_question_asked_before_and_not_answered_is_shown_with_the_earlier_post(desk: DemoWindow) -> None:
    at = desk.at
    case_id = open_case(at, "ripeto la domanda della settimana scorsa")
    assert in_lane(at, Lane.REPEAT, case_id)
    profile = at.part("profile")
    at.until(lambda: "Asked the same 8 days ago on Facebook, unanswered" in words_of(profile))
    assert "2 interactions" in words_of(profile)
    click(profile, "Show post")
    at.until(lambda: "si rinnova in automatico" in rows_of(at))


def test_a_public_reply_is_stopped_when_it_asks_for_personal_data_and_goes_on_in_private(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "la SECONDA volta che lo scrivo")
    key(at, Qt.Key.Key_P, SHIFTED)
    write(at, "Ci mandi il codice fiscale e il numero della carta")
    stops(at, "This public reply asks for personal data")
    at.press(at.composer.editor, Qt.Key.Key_Return, CONTROL)
    assert waiting(at, "codice fiscale") is None
    click(at.composer.strip, "guard_move_to_direct")
    at.until(lambda: "Direct message" in at.composer.editor.accessibleName())
    write(at, "Il doppio addebito torna sul conto entro venerdi")
    at.until(at.composer.strip.isHidden)
    send(at)
    at.until(lambda: [one.direct for one in desk.heard("torna sul conto entro venerdi")] == [True])


def test_personal_data_that_a_customer_posted_is_covered_until_shown_and_hidden_on_the_network(
    desk: DemoWindow,
) -> None:
    at = desk.at
    case_id = open_case(at, "IT60X0542811101000000123456")
    at.until(lambda: "Personal data (bank account), covered here" in rows_of(at))
    assert "0542811101000000123456" not in rows_of(at)
    hit(at, "Show")
    at.until(lambda: "IT60X0542811101000000123456" in rows_of(at))
    hit(at, "Ask to go on in private")
    at.until(lambda: at.composer.text() != "" and at.composer.strip.isHidden())
    hit(at, "Hide on Facebook")
    at.until(lambda: any(item.hidden for item in timeline(at, case_id)))
    send(at)
    at.until(lambda: len([one for one in desk.heard("privat") if one.network is Network.FACEBOOK]) == 1)


def test_the_clock_of_a_complaint_counts_down_and_names_its_rule(desk: DemoWindow) -> None:
    at = desk.at
    case_id = open_case(at, "Altro che domani: in via Cibrario 54")
    assert in_lane(at, Lane.AT_RISK, case_id)
    by_name(at, "How the clock is reckoned")
    card = at.part("clock_card")
    at.until(card.isVisible)
    assert "First reply" in words_of(card)
    assert "Target 1 h of opening time, by the rule for every message" in words_of(card)
    card.close()


def test_a_long_answer_leaves_as_a_numbered_thread(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "Torino nord dalle prime ore")
    assert at.composer.reach.text == "Seen by about 120k"
    lines = (f"Squadra {number} al lavoro in via Cibrario, luce entro le dodici." for number in range(6))
    write(at, " ".join(lines))
    stops(at, "characters over the limit for X")
    click(at.composer.strip, "guard_cut")
    at.until(at.composer.strip.isHidden)
    send(at)
    at.until(lambda: bool(desk.heard("Squadra 0")) and bool(desk.heard("Squadra 5")))
    (first,), (last,) = desk.heard("Squadra 0"), desk.heard("Squadra 5")
    assert (first.text[:3], last.text[:3], last.text[-3:]) == ("1/2", "2/2", "^LB")
    assert last.answers == first.remote_id
    assert all(len(one.text) <= 280 for one in (first, last))


def test_a_reply_is_taken_back_in_time_and_leaves_once_when_it_is_sent_again(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "due mesi per un rimborso")
    keep_undo_seconds(at.session.store, 15, utc_now())
    write(at, "Il rimborso parte domani")
    send(at)
    at.until(lambda: waiting(at, "Il rimborso parte domani") is not None)
    key(at, Qt.Key.Key_Z, CONTROL)
    at.until(lambda: waiting(at, "Il rimborso parte domani") is None)
    assert desk.heard("Il rimborso parte domani") == []
    assert at.composer.text().startswith("Il rimborso parte domani")
    keep_undo_seconds(at.session.store, 0, utc_now())
    send(at)
    at.until(lambda: bool(desk.heard("Il rimborso parte domani")))
    (sent,) = desk.heard("Il rimborso parte domani")
    assert sent.text.count("^LB") == 1


def test_an_impostor_is_shown_with_the_evidence_and_answered_in_public(desk: DemoWindow) -> None:
    at = desk.at
    case_id = open_case(at, "Anche ieri sera, alle undici")
    assert in_lane(at, Lane.IMPOSTORS, case_id)
    card = at.part("likeness_card")
    at.until(card.isVisible)
    assert "@aurora.energla looks like your account @aurora.energia" in words_of(card)
    assert "Scrivici in privato il tuo codice fiscale" in words_of(card)
    click(card, "likeness_warn")
    at.until(lambda: "Rispondiamo solo da @aurora.energia" in at.composer.text())
    send(at)
    at.until(lambda: [one.direct for one in desk.heard("Rispondiamo solo da @aurora.energia")] == [False])


def test_an_insult_waits_in_abuse_for_a_decision_with_a_reason(desk: DemoWindow) -> None:
    at = desk.at
    case_id = open_case(at, "siete dei ladri")
    assert in_lane(at, Lane.ABUSE, case_id)
    write(at, "Ci dispiace che la pensi cosi")
    stops(at, "You answer a provocation. Look at it once more.")
    at.press(at.composer.editor, Qt.Key.Key_Return, CONTROL)
    assert waiting(at, "Ci dispiace che la pensi") is None
    with answering(at, "reason_dialog", give_reason("Insults, nothing to answer")):
        click(at.part("abuse_strip"), "abuse_decide")
        choose(at, "Do not answer, solve")
    at.until(lambda: detail_of(at, case_id).row.status is CaseStatus.SOLVED)
    at.until(lambda: "Insults, nothing to answer" in rows_of(at))


def test_whom_we_block_for_an_hour_rings_no_bell_and_waits_in_abuse(desk: DemoWindow) -> None:
    at = desk.at
    desk.lets_say("simone", Network.X, "siete dei ladri, vergogna Gufo66")
    case_id = open_case(at, "Gufo66")
    assert in_lane(at, Lane.ABUSE, case_id)
    with answering(at, "reason_dialog", give_reason("The same insult every day")):
        click(at.part("abuse_strip"), "abuse_decide")
        choose(at, "Block for 1 hour")
    at.until(lambda: "Blocked by Laura Bianchi until" in words_of(at.part("abuse_strip")))
    open_case(at, "Grazie mille, veloci")
    desk.lets_say("simone", Network.X, "e allora, i miei soldi di Gufo67?")
    at.until(lambda: case_with(at, "Gufo67") is not None)
    later = case_with(at, "Gufo67")
    assert later is not None
    assert in_lane(at, Lane.ABUSE, later)
    assert "Gufo67" not in bell(at)
    open_case(at, "Gufo66")
    click(at.part("abuse_strip"), "abuse_plain")
    at.until(lambda: "Blocked by" not in words_of(at.part("abuse_strip")))


def test_the_agents_initials_sign_a_reply_and_its_message_says_who_wrote_it(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "Me hab")
    write(at, "Lo sentimos, Lucia: la luz vuelve hoy antes de las seis")
    send(at)
    at.until(lambda: [one.text[-3:] for one in desk.heard("la luz vuelve hoy")] == ["^LB"])
    at.until(lambda: "Laura Bianchi" in rows_of(at))


def test_a_canned_reply_is_filled_for_the_customer_before_it_leaves(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "in via Tripoli la luce va e viene")
    write(at, "/guasto")
    picker = at.part("canned_picker")
    at.until(picker.isVisible)
    at.press(at.composer.editor, Qt.Key.Key_Return)
    for number, words in enumerate(("via Tripoli", "17")):
        field = found(picker, QLineEdit, f"canned_answer_{number}")
        at.until(field.hasFocus)
        at.type_text(field, words)
        at.press(field, Qt.Key.Key_Return)
    at.until(lambda: "un guasto in zona via Tripoli" in at.composer.text())
    assert "{" not in at.composer.text()
    send(at)
    at.until(lambda: bool(desk.heard("Stefano, confermiamo un guasto in zona via Tripoli")))


def test_the_playbook_of_a_complaint_is_ticked_step_by_step(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "Disdetta del gas")
    front(at)
    at.part("timeline_list").setFocus()
    at.press(at.part("timeline_list"), Qt.Key.Key_B)
    card, steps = at.part("playbook"), at.part("playbook_steps")
    assert isinstance(steps, StepList)
    at.until(lambda: steps.isVisible() and ", 0 of 5" in words_of(card))
    QTest.keyClick(steps.boxes[0], Qt.Key.Key_Space)
    at.until(lambda: ", 1 of 5" in words_of(card))


def test_words_that_shout_are_put_plainly_before_they_leave(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "come si manda l'autolettura")
    write(at, "IN MERITO ALLA SUA RICHIESTA LEI DEVE ATTENDERE LA COMUNICAZIONE DELL'UFFICIO!!!")
    stops(at, "reads as shouting")
    click(at.composer.strip, "guard_say_plainly")
    at.until(lambda: "lei deve attendere" in at.composer.text())
    assert at.composer.text().startswith("In merito alla sua richiesta")


def test_a_conversation_is_handed_over_to_private_with_a_reason_and_a_public_line(desk: DemoWindow) -> None:
    at = desk.at
    case_id = open_case(at, "Bon dia, torno a preguntar")
    key(at, Qt.Key.Key_H, SHIFTED)
    asking = dialog(at, "hand_over_dialog")
    at.type_text(found(asking, QLineEdit, "hand_over_reason"), "The address is private")
    click(asking, "hand_over_accept")
    at.until(lambda: has_gone(asking))
    at.until(lambda: at.composer.editor.accessibleName().startswith("Direct message"))
    assert "Laura Bianchi handed this over: The address is private" in rows_of(at)
    write(at, "Nuria, el tecnic passa dema a les deu")
    send(at)
    at.until(lambda: [one.direct for one in desk.heard("el tecnic passa dema")] == [True])
    assert open_case(at, "torno a preguntar") == case_id, "it stays one conversation"


def test_an_answer_becomes_an_entry_of_the_knowledge_and_is_offered_while_writing(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "scaricato, perfetto")
    by_name(at, "Make an FAQ entry…")
    window = dialog(at, "knowledge_window")
    assert "Taken out:" in words_of(window)
    click(window, "faq_save")
    at.until(lambda: "Saved. It is offered among the canned replies." in words_of(window))
    window.close()
    open_case(at, "buongiorno, cambio casa il 15")
    write(at, "/duplicato")
    picker = at.part("canned_picker")
    at.until(picker.isVisible)
    at.press(at.composer.editor, Qt.Key.Key_Return)
    at.until(lambda: "lo abbiamo rigenerato" in at.composer.text())


def test_a_new_message_rings_and_the_bell_leads_to_it(desk: DemoWindow) -> None:
    at = desk.at
    open_case(at, "Grazie mille, veloci")
    desk.lets_say("rocio", Network.TELEGRAM, "Hola, sigo sin poder entrar en la app", direct=True)
    at.until(lambda: "direct message from Roc" in bell(at))
    line = next(one for one in bell(at).splitlines() if "direct message from Roc" in one)
    front(at)
    with choosing(at, line):
        click(at.part("top_bar"), "bell")
    at.until(lambda: shown(at) == case_with(at, "sigo sin poder entrar en la app"))


def test_two_customers_with_the_same_trouble_get_one_reply_each(desk: DemoWindow) -> None:
    at = desk.at
    for who in ("callum", "dmitri"):
        desk.lets_say(who, Network.X, f"the app shows error Zebra42 since noon, {who} here")
    at.until(lambda: case_with(at, "callum here") is not None and case_with(at, "dmitri here") is not None)
    key(at, Qt.Key.Key_F, CONTROL)
    at.type_text(at.part("search"), "Zebra42")
    at.until(lambda: at.list_pane.list_view.model().rowCount() == 2)
    by_name(at, "Select all")
    by_name(at, "Reply to all selected…")
    asking = dialog(at, "bulk_reply_dialog")
    words = "Hello {customer}, the app works again[[ since one.| from one on.]]"
    at.type_text(found(asking, QPlainTextEdit, "bulk_text"), words)
    at.until(lambda: button(asking, "bulk_send").isEnabled())
    click(asking, "bulk_send")
    at.until(lambda: len(desk.heard("the app works again")) == 2)
    heard = desk.heard("the app works again")
    assert {one.text.split(",")[0] for one in heard} == {"Hello Callum", "Hello Dmitri"}
    assert {"since one" in one.text for one in heard} == {True, False}, "nobody gets the same words, as X wants it"


def test_weights_are_tried_on_the_open_cases_before_they_are_kept(desk: DemoWindow) -> None:
    at = desk.at
    desk.lets_say("nadia", Network.X, "sono delusa: la bolletta Picchio88 è sbagliata per la seconda volta, vergogna")
    case_id = open_case(at, "Picchio88")
    before = detail_of(at, case_id).row.priority
    asking = settings(at, "priority")
    weight = found(asking, QDoubleSpinBox, "weight_urgency_complaint")
    at.until(weight.isVisible)
    weight.setValue(weight.value() + 12)
    click(asking, "try_priority")
    said = found(asking, QWidget, "priority_trial")
    at.until(lambda: f"Nadia Benmoussa, {before} → " in words_of(said))
    assert detail_of(at, case_id).row.priority == before, "nothing is kept by trying"
    click(asking, "save")
    at.until(lambda: detail_of(at, case_id).row.priority > before)
