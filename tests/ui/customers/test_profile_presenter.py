"""What the profile says, without a window: facts, words of time, why an identity is tied, the repeated question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desktop.customers import CustomerDone
from desktop.model import CaseId, CustomerNote, Deed, LinkReason, Network, Visibility
from tests.ui.conversation import NOW, TZ, case
from tests.ui.customers.conftest import MOMENT, days, earlier, identity, past, profile, repeat_row
from ui.customers import done_words, present_profile, present_repeat
from ui.customers.presenter import present_stranger
from ui.customers.wording import ago_words, figure, follower_words, past_date, since_words, span_words


def test_what_was_posted_by_mistake_is_covered_wherever_the_profile_quotes_it() -> None:
    posted = "il mio IBAN è IT60X0542811101000000123456"
    card = present_repeat(repeat_row(), MOMENT, earlier(text=posted))
    assert card is not None
    assert card.quote == f"«il mio IBAN è {'•' * 27}»"
    private = present_repeat(repeat_row(), MOMENT, earlier(text=posted, visibility=Visibility.DIRECT))
    assert private is not None
    assert private.quote == f"«{posted}»"


def test_the_facts_are_followers_interactions_and_since_when() -> None:
    facts = present_profile(profile(), None, MOMENT).facts
    assert [(fact.value, fact.label) for fact in facts] == [
        ("1,204", "followers"),
        ("47", "interactions"),
        ("2017", "customer since"),
    ]
    assert [fact.spoken for fact in facts] == [
        "1,204 followers",
        "47 interactions, 131 messages",
        "Customer since 4 May 2017",
    ]


def test_a_figure_that_no_network_tells_is_left_out() -> None:
    facts = present_profile(profile(followers=None), None, MOMENT).facts
    assert [fact.label for fact in facts] == ["interactions", "customer since"]


def test_one_of_something_is_said_in_the_singular() -> None:
    facts = present_profile(profile(followers=1, cases_total=1, interactions=1), None, MOMENT).facts
    assert [fact.spoken for fact in facts[:2]] == ["1 follower", "1 interaction, 1 message"]


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (("it",), "Writes in Italian"),
        (("it", "ca", "es"), "Writes in Italian and Catalan"),
        (("xx",), "Writes in xx"),
        ((), "On X, Facebook, E-mail"),
    ],
)
def test_the_second_line_says_the_language_or_where(languages: tuple[str, ...], said: str) -> None:
    assert present_profile(profile(languages=languages), None, MOMENT).place == said


def test_who_only_sends_mail_is_said_to_write_by_mail() -> None:
    mail = profile(languages=(), identities=(identity(network=Network.EMAIL, handle="a@example.org"),))
    assert present_profile(mail, None, MOMENT).place == "By e-mail"


@pytest.mark.parametrize(("share", "said"), [(None, ""), (1, "Top 1 % most active customers")])
def test_activity_is_said_only_when_true(share: int | None, said: str) -> None:
    assert present_profile(profile(top_share=share), None, MOMENT).activity == said


def test_identities_say_followers_or_verified_and_why_they_were_tied() -> None:
    state = present_profile(profile(), None, MOMENT)
    assert [(one.handle, one.aside, one.because, one.is_tied) for one in state.identities] == [
        ("@irene_v", "1,204 followers", "", False),
        ("Irene Valsecchi", "", "", False),
        ("i.valsecchi@example.org", "Verified", "Merged by an agent", True),
    ]
    assert state.identities[2].spoken == "E-mail, i.valsecchi@example.org, Verified, Merged by an agent"
    assert state.identities[0].tooltip == "@irene_v\nIrene Valsecchi\nFirst seen 24 September 2023"


def test_a_verified_identity_with_followers_has_a_badge_and_says_so() -> None:
    one = identity(followers=3, verified=True, reason=LinkReason.SAME_EMAIL)
    line = present_profile(profile(identities=(one,)), None, MOMENT).identities[0]
    assert (line.is_verified, line.aside) == (True, "3 followers")
    assert line.spoken == "X, @irene_v, 3 followers, Verified, Gave this address in a message"


def test_past_interactions_leave_out_the_one_in_front_and_offer_all() -> None:
    state = present_profile(profile(), case().row, MOMENT)
    assert [(line.subject, line.outcome, line.when) for line in state.past] == [
        ("Lampioni spenti in via Larga", "Unanswered", "Tue"),
        ("Voltura contratto luce", "Solved in 3 h", "22 Jan"),
        ("Bolletta stimata alta", "Solved in 1 day", "4 Nov"),
    ]
    assert state.all_past == "All 47"
    assert state.past[0].spoken == "Lampioni spenti in via Larga, X, Unanswered, 10 March 2026"


def test_there_is_no_link_to_all_where_all_are_shown() -> None:
    few = profile(interactions_shown=(past(1), past(2), past(3)), cases_total=3)
    assert present_profile(few, case().row, MOMENT).all_past == ""


def test_an_interaction_without_words_still_has_a_line() -> None:
    state = present_profile(profile(interactions_shown=(past(2, ""),)), None, MOMENT)
    assert state.past[0].subject == "Without words"


def test_a_note_says_who_wrote_it_when() -> None:
    notes = (CustomerNote("a", "Giulia Neri", "x", days(1)), CustomerNote("b", "", "y", days(500)))
    assert [note.byline for note in present_profile(profile(notes=notes), None, MOMENT).notes] == [
        "Giulia Neri, Wed",
        "Oct 2024",
    ]


def test_a_repeated_question_shows_what_was_asked_when_and_where() -> None:
    card = present_repeat(repeat_row(), MOMENT, earlier())
    assert card is not None
    assert card.title == "Asked the same 2 days ago on X, unanswered"
    assert card.quote.startswith("«i lampioni di via Larga")
    assert (card.action, card.case_id, card.item_key) == ("Show post", CaseId(2), "message-7")


def test_a_private_message_is_not_called_a_post() -> None:
    card = present_repeat(repeat_row(), MOMENT, earlier(visibility=Visibility.DIRECT, at=NOW))
    assert card is not None
    assert (card.title, card.action) == ("Asked the same today on X, unanswered", "Show message")


@pytest.mark.parametrize(
    ("detail", "said"),
    [("1", "Asked before, unanswered"), ("", "Asked before, unanswered"), ("3", "Asked 3 times before, unanswered")],
)
def test_where_only_the_reason_is_known_the_card_says_just_that(detail: str, said: str) -> None:
    card = present_repeat(repeat_row(detail), MOMENT, None)
    assert card is not None
    assert (card.title, card.quote, card.action, card.case_id) == (said, "", "", None)


def test_no_reason_no_card() -> None:
    assert present_repeat(case().row, MOMENT, earlier()) is None
    assert present_repeat(None, MOMENT, earlier()) is None


def test_of_an_unread_profile_the_name_of_the_case_is_shown() -> None:
    state = present_stranger(replace(case().row, name="", handle="@irene@social.example"))
    assert (state.name, state.place, state.facts) == ("@irene@social.example", "On Mastodon", ())


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "1 min"), (61, "2 min"), (3_600, "1 h"), (10_800, "3 h"), (86_400, "1 day"), (86_400 * 12, "12 days")],
)
def test_a_span_is_said_in_its_most_telling_unit(seconds: int, said: str) -> None:
    assert span_words(seconds) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (60, "60 days ago"), (61, "on 10 January 2026"), (-1, "today")],
)
def test_how_long_ago_is_said_in_days_and_then_as_a_date(ago: int, said: str) -> None:
    assert ago_words(days(ago), NOW, TZ) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW - timedelta(hours=2), "08:48"),
        (days(2), "Tue"),
        (days(10), "2 Mar"),
        (days(300), "16 May"),
        (days(400), "Feb 2025"),
    ],
)
def test_a_past_date_is_no_longer_than_it_must_be(at: datetime, said: str) -> None:
    assert past_date(at, NOW, TZ) == said


def test_since_when_is_a_year_or_this_years_day() -> None:
    assert since_words(datetime(2017, 1, 1, tzinfo=TZ), NOW, TZ) == "2017"
    assert since_words(days(20), NOW, TZ) == "20 Feb"


def test_large_figures_are_grouped_and_very_large_ones_shortened() -> None:
    assert figure(1_204_567) == "1,204,567"
    assert follower_words(99_999) == "99,999 followers"
    assert follower_words(1_204_567) == "1.2M followers"


@pytest.mark.parametrize(
    ("deed", "added", "detail", "said"),
    [
        (Deed.CUSTOMER_NOTE, True, "", "Note added"),
        (Deed.CUSTOMER_NOTE, False, "", "Note removed"),
        (Deed.CUSTOMER_TAG, True, "SDD", "Tag “SDD” added"),
        (Deed.CUSTOMER_TAG, False, "SDD", "Tag “SDD” removed"),
        (Deed.CUSTOMER_MERGED, True, "", "Customers merged"),
        (Deed.CUSTOMER_SEPARATED, False, "", "Identity separated"),
    ],
)
def test_the_toast_says_what_was_done(deed: Deed, added: bool, detail: str, said: str) -> None:
    assert done_words(CustomerDone(deed, (), detail, None, added=added)) == said
