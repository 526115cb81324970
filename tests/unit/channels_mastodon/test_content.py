"""Posts as HTML become the text that their authors typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mastodon.content import plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ciao</p>", "Ciao"),
        ("<p>Uno<br />due<br>tre</p>", "Uno\ndue\ntre"),
        ("<p>Primo</p><p>Secondo</p>", "Primo\n\nSecondo"),
        ("<p>a &amp; b &lt;c&gt; &quot;d&quot; l&#39;e</p>", 'a & b <c> "d" l\'e'),
        ("<p>due   spazi\n e a capo</p>", "due spazi e a capo"),
        ('<p>:blobcat: e <img alt=":party:" src="x.png"></p>', ":blobcat: e :party:"),
        ("<ul><li>uno</li><li>due</li></ul>", "• uno\n• due"),
        ("<blockquote>citato</blockquote><p>detto</p>", "citato\n\ndetto"),
        ("solo testo", "solo testo"),
        ("", ""),
        ("<p></p>", ""),
        ("<p>mai <b>chiuso", "mai chiuso"),
        ("<script>alert(1)</script><p>resta</p>", "resta"),
        ("<style>p{}</style>resta", "resta"),
        ("<!-- nascosto --><p>visto</p>", "visto"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_a_long_link_is_told_whole() -> None:
    markup = (
        '<p>qui <a href="https://aiuto.example/bollette/come-leggere-la-bolletta" rel="nofollow">'
        '<span class="invisible">https://</span><span class="ellipsis">aiuto.example/bollette/come-le</span>'
        '<span class="invisible">ggere-la-bolletta</span></a></p>'
    )
    assert plain_text(markup) == "qui https://aiuto.example/bollette/come-leggere-la-bolletta"


@pytest.mark.parametrize(
    ("href", "words", "text"),
    [
        ("https://vero.example/", "clicca qui", "clicca qui (https://vero.example/)"),
        ("https://vero.example/a/b/c", "vero.example/a/…", "https://vero.example/a/b/c"),
        ("https://www.vero.example/", "vero.example", "vero.example"),
        ("https://vero.example/x", "", "https://vero.example/x"),
        ("https://truffa.example/", "https://banca.example/", "https://banca.example/ (https://truffa.example/)"),
    ],
)
def test_a_link_that_calls_itself_otherwise_says_where_it_leads(href: str, words: str, text: str) -> None:
    assert plain_text(f'<p><a href="{href}">{words}</a></p>') == text


def test_mentions_and_hashtags_are_what_was_typed() -> None:
    markup = (
        '<p><span class="h-card"><a href="https://portici.example/@nora" class="u-url mention">@<span>nora</span></a>'
        '</span> vedi <a href="https://agora.example/tags/luce" class="mention hashtag" rel="tag">#<span>luce</span></a>'
        "</p>"
    )
    assert plain_text(markup) == "@nora vedi #luce"


@pytest.mark.parametrize("deep", ["<p>" * 5000, "<a href='x'>" * 5000, "<" * 50_000, "<!" * 20_000, "&" * 50_000])
def test_hostile_markup_is_read_in_good_time(deep: str) -> None:
    assert len(plain_text(deep)) <= len(deep)


@given(st.text(max_size=300))
def test_anything_is_survived(markup: str) -> None:
    assert isinstance(plain_text(markup), str)


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=80)
)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain_text(f"<p>{escaped}</p>") == text.strip()
