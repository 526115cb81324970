"""An empty lane says what it collects and what comes next, each in its own words."""

from __future__ import annotations

from dataclasses import replace

from desktop.model import Account, AccountId, AccountRole, Lane, Listening, Network
from ui.inbox.empty_words import empty_words, hears


def test_each_lane_has_its_own_title_and_its_own_fact() -> None:
    words = [empty_words(lane) for lane in Lane]
    assert len({one.title for one in words}) == len(Lane)
    assert len({one.fact for one in words}) == len(Lane)
    assert all(one.fact.endswith(".") and not one.title.endswith(".") for one in words)


def test_the_listening_lane_says_what_it_collects_and_how_to_begin() -> None:
    before, after = empty_words(Lane.LISTENING), empty_words(Lane.LISTENING, listens=True)
    assert "without addressing it" in before.fact
    assert (before.action, after.action) == ("Choose what to listen for", "Change what to listen for")
    assert before.title != after.title


def test_a_filter_is_named_as_the_reason() -> None:
    assert empty_words(Lane.MY_OPEN, narrowed=True).title == "Nothing matches the filter"


def test_an_account_hears_if_it_has_words_or_is_web_listening() -> None:
    account = Account(AccountId(1), "a", Network.X, "Aurora", "@aurora", AccountRole.CARE)
    assert not hears(account)
    assert hears(replace(account, network=Network.LISTENING))
    assert hears(replace(account, settings=dict(Listening(("Aurora",)).settings())))
