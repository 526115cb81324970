"""The one name of a page, what is left of its address, and what its HTML says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.listening.client import Document, may_follow
from desktop.channels.listening.discovery import feeds_named_in
from desktop.channels.listening.links import clean_link, host_of, name_of
from desktop.channels.listening.settings import is_safe
from desktop.channels.listening.text import one_line, plain_text


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://Paper.example/a?utm_source=rss&id=5&fbclid=Z", "https://paper.example/a?id=5"),
        ("https://paper.example:443/a#xtor=RSS-5", "https://paper.example/a"),
        ("https://paper.example/topic/9#post-17", "https://paper.example/topic/9#post-17"),
        ("/articolo/5?b=2&a=1", "https://feed.example/articolo/5?b=2&a=1"),
        (" https://paper.example/a b ", "https://paper.example/a%20b"),
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://paper.example/a%3Fx%3D1&ct=ga",
            "https://paper.example/a?x=1",
        ),
        ("https://www.google.com/search?q=x", "https://www.google.com/search?q=x"),
        ("javascript:alert(1)", ""),
        ("ftp://paper.example/a", ""),
        ("https://[::1", ""),
        ("https://paper.example:99999/a", ""),
        ("https://paper.example/" + "a" * 2_000, ""),
        ("https://paper.example/a\nb", "https://paper.example/ab"),
    ],
)
def test_an_address_is_whole_and_says_nothing_of_its_readers(address: str, clean: str) -> None:
    assert clean_link(address, "https://feed.example/rss") == clean


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.A.example:80/x/?utm_medium=rss", True),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2&gclid=Z", True),
        ("https://a.example/x#post-1", "https://a.example/x#post-2", False),
        ("https://a.example/x?page=1", "https://a.example/x?page=2", False),
        ("https://a.example/X", "https://a.example/x", False),
        ("https://a.example:8443/x", "https://a.example/x", False),
    ],
)
def test_a_page_has_one_name_whichever_feed_links_it(one: str, other: str, same: bool) -> None:
    assert (name_of(clean_link(one)) == name_of(clean_link(other))) is same


@given(st.text(max_size=80))
def test_no_address_is_too_odd_to_be_cleaned(address: str) -> None:
    clean = clean_link(address, "https://feed.example/")
    assert clean == "" or clean.startswith(("https://", "http://"))
    assert clean_link(clean) == clean or not clean
    assert name_of(clean) == name_of(clean)
    assert "." not in host_of("")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Uno</p><p>due<br>tre</p>", "Uno\n\ndue\ntre"),
        ("<ul><li>a</li><li>b</li></ul>", "• a\n• b"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("<script>alert(1)</script>ciao<style>p{}</style>", "ciao"),
        ('<img src=x onerror="alert(1)">ciao <a href="https://x.example">qui</a>', "ciao qui"),
        ("riga\ndue", "riga\ndue"),
        ("<b>a</b>\n<i>b</i>", "a b"),
        ("\u200bciao\x00\ufeff", "ciao"),
        ("ciao <p", "ciao"),
    ],
)
def test_html_becomes_what_it_says(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@given(st.text(st.sampled_from("<>&;/#abp \"'="), max_size=60))
def test_no_markup_survives_that_a_browser_would_obey(markup: str) -> None:
    assert plain_text(plain_text(markup)) is not None
    assert "\n" not in one_line(markup)


@pytest.mark.parametrize(
    ("address", "here", "allowed"),
    [
        ("https://elsewhere.example/feed", False, True),
        ("http://elsewhere.example/feed", False, False),
        ("http://127.0.0.1/feed", False, False),
        ("https://localhost/feed", False, False),
        ("https://10.0.0.7/feed", False, False),
        ("https://169.254.169.254/latest", False, False),
        ("https://[fe80::1]/feed", False, False),
        ("http://127.0.0.1/feed", True, True),
        ("https://elsewhere.example/feed", True, True),
        ("http://elsewhere.example/feed", True, False),
        ("file:///etc/passwd", False, False),
    ],
)
def test_a_redirect_leads_only_where_nobody_is_spied_on(address: str, here: bool, allowed: bool) -> None:
    assert may_follow(address, here=here) is allowed


@given(st.text(max_size=40))
def test_no_address_is_too_odd_to_be_judged(address: str) -> None:
    assert is_safe(address) in {True, False}


def test_a_page_names_its_feeds() -> None:
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/feed?utm_source=x">
    <link rel='Alternate stylesheet' type=text/css href=a.css><LINK REL=alternate TYPE="application/atom+xml" HREF=atom.xml>
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"></head><body>\xff"""
    document = Document(page, "text/html", "https://paper.example/notizie/", "", "")
    assert feeds_named_in(document) == ("https://paper.example/feed", "https://paper.example/notizie/atom.xml")
