"""How bytes become text, also where the mail says something untrue about them."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from desktop.channels.email.encoding import clean_line, decode_charset, decode_transfer, mend_mojibake
from desktop.channels.email.repairs import Repair, Repairs
from desktop.model import Arrival

Read = Callable[..., Arrival]


@pytest.mark.parametrize(
    ("text", "label", "codec"),
    [
        ("perché no", "utf-8", "utf-8"),
        ("perché no", "iso-8859-1", "latin-1"),
        ("10 € “now”", "iso-8859-1", "cp1252"),
        ("荷物が届きません", "iso-2022-jp", "iso2022_jp"),
        ("包裹没有到", "gb2312", "gb18030"),
        ("Где моя посылка", "koi8-r", "koi8_r"),
        ("где же она", "utf-16", "utf-16"),
        ("già fatto", "utf-7", "utf-7"),
    ],
)
def test_text_in_its_announced_charset_needs_no_repair(text: str, label: str, codec: str) -> None:
    repairs: Repairs = set()
    assert decode_charset(text.encode(codec), label, repairs) == text
    assert not repairs


@pytest.mark.parametrize(
    ("data", "label"),
    [
        ("perché".encode(), "us-ascii"),
        ("perché".encode(), "iso-8859-1"),
        ("perché".encode("cp1252"), "utf-8"),
        ("perché".encode("cp1252"), "us-ascii"),
        ("perché".encode("cp1252"), "x-no-such-charset"),
        ("perché".encode("cp1252"), None),
        ("perché".encode(), "zlib"),
    ],
)
def test_a_charset_that_lies_is_seen_through_and_noted(data: bytes, label: str | None) -> None:
    repairs: Repairs = set()
    assert decode_charset(data, label, repairs) == "perché"
    assert repairs == {Repair.CHARSET}


def test_a_few_bad_bytes_do_not_make_utf8_another_charset() -> None:
    repairs: Repairs = set()
    assert decode_charset("è già più\xff".encode("latin-1").replace(b"\xe8", "è".encode()), "latin-1", repairs)
    assert decode_charset("è già più".encode() + b"\xff", "utf-8", repairs) == "è già più\ufffd"


@pytest.mark.parametrize("label", ["idna", "punycode", "unicode_escape", "rot13", "a" * 500, "ut\0f", "é", ""])
def test_a_label_that_is_no_charset_of_a_mail_is_never_tried(label: str) -> None:
    assert decode_charset(b"caf\xe9", label, set()) == "café"


@pytest.mark.parametrize("encoding", ["base64", "BASE64 ", "base64;"])
def test_base64_is_decoded_however_it_is_announced(encoding: str) -> None:
    assert decode_transfer(b"Y2lhbw==\r\n", encoding, set()) == b"ciao"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"Y2lhbw", b"ciao"),  # without its padding
        (b"Y2lhb", b"cia"),  # cut within a quantum
        (b"Y2lh\r\nbw==\r\n_____\r\nour list: join us\r\n", b"ciao"),  # a list's footer below
        (b"... not base64 at all ...", b"... not base64 at all ..."),
    ],
)
def test_broken_base64_gives_what_is_in_it(body: bytes, text: bytes) -> None:
    repairs: Repairs = set()
    assert decode_transfer(body, "base64", repairs) == text
    assert repairs == {Repair.TRANSFER_ENCODING}


def test_quoted_printable_ignores_blanks_behind_a_soft_break() -> None:
    assert decode_transfer(b"perch=C3=A9 =  \r\nno", "quoted-printable", set()) == "perché no".encode()


def test_uuencoded_text_is_decoded() -> None:
    repairs: Repairs = set()
    assert decode_transfer(b"begin 644 note.txt\n$8VEA;P``\n`\nend\n", "x-uuencode", repairs).startswith(b"ciao")


@pytest.mark.parametrize(
    "text", ["perché", "It’s “fine” – really…", "l’ordine è già lì", "€ 10", "🙂 gràcies", "Niño àèìòù ÀÈÌÒÙ ç·l"]
)
def test_garbled_text_is_mended_once_and_twice(text: str) -> None:
    once = "".join(_as_cp1252(byte) for byte in text.encode())
    twice = "".join(_as_cp1252(byte) for byte in once.encode())
    repairs: Repairs = set()
    assert mend_mojibake(once, repairs) == text
    assert mend_mojibake(twice, repairs) == text
    assert repairs == {Repair.MOJIBAKE}


@pytest.mark.parametrize("text", ["CAFÈ À LA CARTE", "São Paulo é ótimo", "Âge d’or", "â la Ruß", "ÇA VA «BIEN»"])
def test_text_that_is_fine_is_left_alone(text: str) -> None:
    repairs: Repairs = set()
    assert mend_mojibake(text, repairs) == text
    assert not repairs


def _as_cp1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def test_a_line_has_no_breaks_controls_or_surrogates() -> None:
    assert clean_line("a\r\n b\0\x1b\t c\ud800 ", 100) == "a b c"


def test_mojibake_is_mended_in_body_and_subject(read: Read) -> None:
    arrival = read("Il pacco non Ã¨ arrivato", subject="PerchÃ©?", content_type="text/plain; charset=utf-8")
    assert (arrival.text, arrival.subject) == ("Il pacco non è arrivato", "Perché?")
    assert "mojibake" in arrival.repairs


def test_raw_eight_bit_headers_are_read_in_the_charset_of_the_body(read: Read, write: Callable[..., bytes]) -> None:
    raw = write(subject="Где посылка".encode("koi8-r"), content_type="text/plain; charset=koi8-r")
    assert read(raw=raw).subject == "Где посылка"


def test_a_character_cut_in_two_encoded_words_is_whole_again(read: Read) -> None:
    first, second = (base64.b64encode(half).decode() for half in ("perché".encode()[:-1], "perché".encode()[-1:]))
    assert read(subject=f"=?utf-8?b?{first}?= =?utf-8?b?{second}?=").subject == "perché"


def test_flowed_paragraphs_are_one_line_again(read: Read) -> None:
    arrival = read("A paragraph that \r\nwas wrapped.\r\n\r\nNext.", content_type="text/plain; format=flowed")
    assert arrival.text == "A paragraph that was wrapped.\n\nNext."
