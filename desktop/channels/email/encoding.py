"""How a mail's bytes become text: transfer encodings, character sets that lie, and text that was garbled before.

Nothing here raises: what can't be decoded as announced is decoded as it most probably was meant, and the repair
is noted.
"""

from __future__ import annotations

import binascii
import codecs
import re

from desktop.channels.email.repairs import Repair, Repairs

# Labels whose texts are, in practice, a larger set than the label says (WHATWG Encoding Standard, "labels").
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ALIASES = {
    "cp-850": "cp850",
    "iso-8859-8-i": "iso8859-8",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
}
_COMMON = {
    "utf-8": "utf-8",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-15": "iso8859-15",
    "windows-1252": "cp1252",
}
# Codecs that are no character set of a mail, or whose decoding takes quadratic time.
_NOT_FOR_MAIL = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_SEVEN_BIT = frozenset({"utf-7", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_LONGEST_LABEL = 40

_BASE64_AND_BLANKS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_JUNK_LINE = re.compile(rb"^.*[^A-Za-z0-9+/=\s].*$\n?", re.MULTILINE)
_PADDING_ENDS = re.compile(rb"=[ \t]*\r?\n")
_BLANK_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)

# What byte 0x80 + i looks like when somebody reads it as windows-1252.
_AS_CP1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ" + "".join(map(chr, range(0xA0, 0x100)))
_BYTE_OF = {ord(character): 0x80 + index for index, character in enumerate(_AS_CP1252)}
_FOLLOWING = "[" + re.escape(_AS_CP1252[:0x40]) + "]"
# What the mails at a counter hold: accented letters, typographic signs, emoji, the byte order mark, and what these
# become when it happens twice.
_GARBLED = re.compile(f"(?:[ÂÃ]{_FOLLOWING}|Å[’“¡¸½¾]|Æ’|Ë[†œ]|[âï]{_FOLLOWING}{{2}}|ð{_FOLLOWING}{{3}})+")
_GARBLED_BEGINS = "ÂÃÅÆËâïð"  # without one of these there is nothing to mend, and to look for it is far cheaper
_MOST_TIMES_GARBLED = 2

_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_ASCII_LINE_ENDS = bytes.maketrans(b"\r\x0b\x0c", b"\n\n\n")
_ASCII_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
# Marks that turn reading order around, so that a name or a file name shows as another one (UAX #9).
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def decode_transfer(body: bytes, encoding: str, repairs: Repairs) -> bytes:
    """Undo a Content-Transfer-Encoding (RFC 2045 section 6). An unknown one changes nothing and is noted."""
    name = encoding.strip().rstrip(";").lower()
    if name in ("", "7bit", "8bit", "binary"):
        return body
    if name == "base64":
        return _base64(body, repairs)
    if name == "quoted-printable":
        return binascii.a2b_qp(_BLANK_SOFT_BREAK.sub(b"=", body) if b"= " in body or b"=\t" in body else body)
    repairs.add(Repair.TRANSFER_ENCODING)
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uuencoded(body)
    return body


def _base64(body: bytes, repairs: Repairs) -> bytes:
    if body.translate(None, _BASE64_AND_BLANKS):
        repairs.add(Repair.TRANSFER_ENCODING)
        ended = _PADDING_ENDS.search(body)
        letters = _JUNK_LINE.sub(b"", body[: ended.end()] if ended else body)
        # Nothing but other lines: the announcement is wrong, the text is not.
        return _forced_base64(letters, repairs) if letters.strip() else body
    return _forced_base64(body, repairs)


def _forced_base64(body: bytes, repairs: Repairs) -> bytes:
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        repairs.add(Repair.TRANSFER_ENCODING)
    letters = b"".join(body.replace(b"=", b"").split())
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uuencoded(body: bytes) -> bytes:
    begin = _UU_BEGIN.search(body)
    if begin is None:
        return body
    decoded = []
    for line in body[begin.end() :].splitlines():
        if line.strip() == b"end":
            break
        if not line:
            continue
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some writers pad a line too long: the first byte says how much of it counts.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            decoded.append(_uu_line(line[:wanted]))
    return b"".join(decoded)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""


def codec_of(label: str) -> str | None:
    """Return Python's name of the codec for a charset label, None if it is no character set we know."""
    name = label.strip("\"' \t\r\n").lower()
    if name in _COMMON:
        return _COMMON[name]
    if not name or len(name) > _LONGEST_LABEL or not name.isascii() or "\0" in name:
        return None
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
    except LookupError:
        return None
    return None if found in _NOT_FOR_MAIL else _WIDER.get(found, found)


def decode_charset(data: bytes, label: str | None, repairs: Repairs) -> str:
    """Decode text by its announced charset, or as what it really is where the announcement is wrong or missing."""
    codec = codec_of(label) if label else "cp1252"
    if data.isascii() and codec not in _SEVEN_BIT and b"\x1b" not in data:
        return data.decode("ascii")
    if data[:3] == codecs.BOM_UTF8:
        return data[3:].decode("utf-8", "replace")
    if codec in (None, "cp1252", "utf-8"):
        return _western(data, codec, label, repairs)
    assert codec is not None
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        repairs.add(Repair.CHARSET)
        return data.decode(codec, "replace")
    except LookupError:  # a codec of bytes to bytes, such as "zlib"
        return _western(data, None, label, repairs)


def _western(data: bytes, codec: str | None, label: str | None, repairs: Repairs) -> str:
    """Decode what is announced as UTF-8, ASCII, Latin-1 or nothing: valid UTF-8 is never anything else."""
    if b"\x1b$" in data:
        repairs.add(Repair.CHARSET)
        return data.decode("iso2022_jp", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if codec != "utf-8" and label and not data.isascii():
            repairs.add(Repair.CHARSET)
        return text
    if codec != "cp1252" or label is None or label.lower() in ("us-ascii", "ascii"):
        repairs.add(Repair.CHARSET)
    if codec == "utf-8":
        mended = data.decode("utf-8", "replace")
        broken = mended.count("\ufffd")
        if broken <= sum(character > "\x7f" for character in mended) - broken:
            return mended
    return data.decode("cp1252", "replace")


def mend_mojibake(text: str, repairs: Repairs) -> str:
    """Return text with "perchÃ©" read as "perché" again; other text comes back as it is."""
    if text.isascii() or not any(map(text.__contains__, _GARBLED_BEGINS)):
        return text
    for _ in range(_MOST_TIMES_GARBLED):
        mended = _GARBLED.sub(_ungarbled, text)
        if mended == text:
            return text
        repairs.add(Repair.MOJIBAKE)
        text = mended
    return text


def _ungarbled(garbled: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[ord(character)] for character in garbled[0]).decode("utf-8")
    except UnicodeDecodeError:
        return garbled[0]


def clean_text(text: str, repairs: Repairs) -> str:
    """Return text with LF line ends only, no control characters, no lone surrogates, no blank edge."""
    text = text.replace("\r\n", "\n")
    if "\0" in text:
        repairs.add(Repair.NUL)
    if text.isascii():
        text = text.encode("ascii").translate(_ASCII_LINE_ENDS, _ASCII_CONTROLS).decode("ascii")
    else:
        text = _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
    return text.strip()


def clean_line(text: str, longest: int) -> str:
    """Return a name or subject as one line without control characters and without marks that reorder it."""
    if not text.isprintable():
        text = _TURNING.sub("", _UNPRINTABLE.sub("", _LINE_ENDS.sub(" ", text)))
    return " ".join(text.split())[:longest]
