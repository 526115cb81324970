"""What feeds of every kind say: names, dates, authors, languages, and whatever broken ones still hold."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.channels.listening.cursor import Cursor, Known, Place, decoded, digest
from desktop.channels.listening.mapping import Unreadable, arrival_of, feed_of
from desktop.model import Direction, Visibility
from tests.effort import examples
from tests.unit.channels_listening.feeds_written import ADDRESS, NOW, document, only, read, rss, values

ITEM = "<title>Aurora</title><link>https://paper.example/1</link>"


def test_an_item_of_rss_says_all_it_has() -> None:
    item = only(
        rss(
            "<title>Aurora &amp; i prezzi</title><link>https://www.paper.example/1/?utm_source=rss</link>"
            "<dc:creator>Marta Bellini</dc:creator><pubDate>Tue, 12 May 2026 11:00:00 +0200</pubDate>"
            "<category>Energia</category><category>Torino</category>"
            "<description>&lt;p&gt;Da luglio &lt;b&gt;aumenta&lt;/b&gt;&lt;/p&gt;</description>"
            '<enclosure url="https://paper.example/foto.jpg?x=1" length="2048" type="image/jpeg"/>',
            head="<title>La Gazzetta</title><language>it-IT</language>",
            opens='xmlns:dc="http://purl.org/dc/elements/1.1/"',
        )
    )
    assert values(item, "name", "title", "text", "author") == (
        "https://paper.example/1",
        "Aurora & i prezzi",
        "Da luglio aumenta",
        "Marta Bellini",
    )
    assert values(item, "at", "language", "tags") == (datetime(2026, 5, 12, 9, tzinfo=UTC), "it", ("Energia", "Torino"))
    assert values(item, "site", "site_name") == ("paper.example", "La Gazzetta")
    (file,) = item.files
    assert (file.name, file.content_type, file.size, file.content) == ("foto.jpg", "image/jpeg", 2048, None)


def test_an_entry_of_atom_says_all_it_has() -> None:
    item = only(
        document(
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ca"><title>El Diari</title><entry>'
            '<title type="html">L&amp;#39;aurora</title><id>tag:diari.example,2026:1</id>'
            '<link rel="alternate" href="/noticia/1"/><author><name>Oscar Vidal</name></author>'
            "<published>2026-05-11T10:00:00Z</published><updated>2026-05-12T08:00:00Z</updated>"
            "<summary>curt</summary><content type='html'>&lt;p&gt;el text sencer&lt;/p&gt;</content></entry></feed>"
        )
    )
    assert values(item, "title", "text", "author", "language") == ("L'aurora", "el text sencer", "Oscar Vidal", "ca")
    assert values(item, "name", "updated") == ("https://paper.example/noticia/1", datetime(2026, 5, 12, 8, tzinfo=UTC))


def test_an_older_kind_of_feed_is_read_too() -> None:
    item = only(
        document(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Vecchio</title></channel>'
            "<item><title>Aurora</title><link>https://vecchio.example/9</link>"
            "<dc:date>2026-05-10T09:00:00+02:00</dc:date></item></rdf:RDF>"
        )
    )
    assert values(item, "name", "updated") == ("https://vecchio.example/9", datetime(2026, 5, 10, 7, tzinfo=UTC))


def test_an_aggregated_item_is_its_own_papers() -> None:
    item = only(rss(f'{ITEM}<source url="https://www.altro.example/feed">L\'Altro</source>'))
    assert values(item, "site", "site_name") == ("altro.example", "L'Altro")


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("<title>a</title><guid>https://paper.example/7?utm_campaign=x</guid>", "https://paper.example/7"),
        ("<title>a</title><link>javascript:alert(1)</link><guid isPermaLink='false'>urn:x:7</guid>", "item:"),
        ("<title>a</title>", "item:"),
    ],
)
def test_an_item_without_a_page_has_a_name_all_the_same(inside: str, name: str) -> None:
    first, again = only(rss(inside)), only(rss(inside))
    assert first.name == again.name
    assert first.name.startswith(name)


def test_ids_of_two_feeds_are_two_and_a_worldwide_one_is_one() -> None:
    def named(identity: str, address: str) -> str:
        body = f"<rss version='2.0'><channel><item><title>a</title><guid isPermaLink='false'>{identity}</guid></item></channel></rss>"
        return only(document(body, address=address)).name

    assert named("7", "https://a.example/f") != named("7", "https://b.example/f")
    assert named("tag:x,2026:7", "https://a.example/f") == named("tag:x,2026:7", "https://b.example/f")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("<pubDate>Mon, 11 May 2026 10:00:00 GMT</pubDate>", datetime(2026, 5, 11, 10, tzinfo=UTC)),
        ("<pubDate>2026-05-11T10:00:00Z</pubDate>", datetime(2026, 5, 11, 10, tzinfo=UTC)),
        ("<pubDate>ieri</pubDate>", NOW),
        ("<pubDate>Mon, 11 May 1970 10:00:00 GMT</pubDate>", NOW),
        ("<pubDate>Mon, 11 May 2099 10:00:00 GMT</pubDate>", NOW),
        ("<pubDate>Tue, 12 May 2026 12:00:00 GMT</pubDate>", NOW),
        ("<pubDate>9999999999999999</pubDate>", NOW),
        ("", NOW),
    ],
)
def test_a_date_is_believed_if_it_can_be_meant(dates: str, expected: datetime) -> None:
    assert arrival_of(only(rss(f"{ITEM}{dates}")), NOW, edited=False).sent_at == expected


def test_an_item_arrives_as_a_public_post_of_its_author_or_site() -> None:
    signed = arrival_of(only(rss(f"{ITEM}<author>marta@paper.example (Marta Bellini)</author>")), NOW, edited=False)
    unsigned = arrival_of(only(rss(f"{ITEM}<author>marta@paper.example</author>")), NOW, edited=True)
    assert (signed.author.name, signed.author.handle) == ("Marta Bellini", "paper.example")
    assert (unsigned.author.name, unsigned.author.remote_id) == ("La Gazzetta", "paper.example")
    assert (signed.visibility, signed.direction) == (Visibility.PUBLIC, Direction.INCOMING)
    assert not signed.mentions_us
    assert (signed.text, signed.subject, signed.permalink) == ("Aurora", "Aurora", "https://paper.example/1")
    assert (signed.edited_at, unsigned.edited_at) == (None, NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 100,
        b"<html><head><title>404</title></head><body><p>no</p></body></html>",
        b'{"version": "https://jsonfeed.org/version/1"}',
        b"%PDF-1.7",
        b"/etc/passwd",
        b"file:///etc/passwd",
        b"\xff\xfe",
        b"<",
    ],
)
def test_what_is_no_feed_is_called_so(body: bytes) -> None:
    with pytest.raises(Unreadable, match="not_a_feed"):
        feed_of(document(body), NOW)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()) == []


def test_an_item_without_any_words_is_counted_and_the_rest_is_read() -> None:
    feed = feed_of(rss("<link>https://paper.example/0</link>", ITEM), NOW)
    assert ([item.title for item in feed.items], feed.refused) == (["Aurora"], ("no_text",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_is_declared_is_believed(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item><title>però</title></item></channel></rss>'
    assert only(document(body.encode(encoding))).title == "però"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            b'<?xml version="1.0" encoding="utf-8"?>'
            + "<rss version='2.0'><channel><item><title>però</title></item></channel></rss>".encode("latin-1"),
            "application/xml",
        ),
        ("<rss version='2.0'><channel><item><title>però</title></item></channel></rss>".encode("latin-1"), "text/xml"),
        (
            "<rss version='2.0'><channel><item><title>però</title></item></channel></rss>".encode(),
            "text/xml; charset=us-ascii",
        ),
        (
            '<?xml version="1.0" encoding="klingon"?><rss version="2.0"><channel><item><title>però</title></item></channel></rss>'.encode(),
            "",
        ),
    ],
)
def test_a_wrong_encoding_still_gives_an_item(body: bytes, kind: str) -> None:
    assert only(document(body, kind)).title.startswith("per")


def test_a_truncated_feed_gives_what_came() -> None:
    whole = rss(*(f"<title>Aurora {n}</title><link>https://paper.example/{n}</link>" for n in range(20))).body
    assert 5 <= len(read(document(whole[: len(whole) // 2]))) <= 11


def test_entities_are_neither_multiplied_nor_fetched() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(9))
    for doctype in (f"<!DOCTYPE r [{laughs}]>", '<!DOCTYPE r [<!ENTITY l8 SYSTEM "file:///etc/passwd">]>'):
        body = f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><item><title>Aurora &l8;</title></item></channel></rss>'
        item = only(document(body))
        assert len(item.title) < 100
        assert "root:" not in item.title


def test_scripts_in_a_title_are_words_at_most() -> None:
    item = only(rss("<title>&lt;img src=x onerror=alert(1)&gt;Aurora&lt;script&gt;x()&lt;/script&gt;</title>"))
    assert item.title == "Aurora"


GOOD = rss(
    *(
        f"<title>Aurora {n}</title><link>https://paper.example/{n}</link><description>&lt;p&gt;testo&lt;/p&gt;</description>"
        for n in range(3)
    )
).body


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.binary(max_size=120),
        st.builds(lambda at, junk: GOOD[:at] + junk + GOOD[at:], st.integers(0, len(GOOD)), st.binary(max_size=12)),
        st.builds(lambda at, size: GOOD[:at] + GOOD[at + size :], st.integers(0, len(GOOD)), st.integers(1, 40)),
        st.builds(lambda: gzip.compress(GOOD)),
        st.builds(lambda: zlib.compress(GOOD)),
        st.text(st.sampled_from("<>/!?[]&;'\"=x rsitem-"), max_size=80).map(
            lambda text: b"<rss><channel><item>" + text.encode()
        ),
    )
)
def test_no_feed_is_too_broken_to_be_judged(body: bytes) -> None:
    try:
        feed = feed_of(document(body), NOW)
    except Unreadable as fault:
        assert str(fault) == "not_a_feed"
        return
    for item in feed.items:
        arrival = arrival_of(item, NOW, edited=True)
        assert arrival.remote_id
        assert arrival.text
        arrival.text.encode()
        assert arrival.sent_at <= NOW


# ---- the cursor


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(
        {digest(ADDRESS): Place('"e"', "Tue, 12 May 2026 09:00:00 GMT", 1_778_579_280, 2)},
        {digest("item"): Known(digest(ADDRESS), digest("words"), 20_585)},
        "abc",
    )
    assert decoded(cursor.encoded()) == cursor


def test_a_cursor_forgets_what_was_seen_longest_ago() -> None:
    known = {digest(str(n)): Known(digest("f"), digest("m"), n) for n in range(4_100)}
    kept = decoded(Cursor({}, known).encoded()).known
    assert len(kept) == 4_000
    assert min(one.day for one in kept.values()) == 100


@settings(max_examples=examples(30), deadline=None)
@given(st.text(max_size=60) | st.builds(str, st.lists(st.none() | st.integers(), max_size=3)))
def test_a_damaged_cursor_begins_anew(text: str) -> None:
    assert decoded(text) == Cursor()
    assert decoded('{"v":1,"feeds":{"a":[1]},"known":{},"listens":""}') == Cursor()
