"""What a block of header lines says: its fields, their unfolded and decoded text, Message-IDs and parameters.

Lenient where RFC 5322 is strict, because mail that a customer sent must be readable: a line that is no header is
skipped and noted, raw 8-bit text is decoded as what it most probably is.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from desktop.channels.email.encoding import clean_line, decode_charset, decode_transfer, mend_mojibake
from desktop.channels.email.repairs import Repair, Repairs

LONGEST_VALUE = 64 * 1024  # characters of one field that are looked at
LONGEST_PARAMETERS = 16 * 1024  # characters of a field with parameters that are looked at
LONGEST_LINE = 2_000  # characters of a subject or name that are kept
MOST_IDS = 100
_COMMON_VALUE, _COMMON_VALUES = 60, 128  # characters of a field that is read once, and how many are remembered

_FIELD = re.compile(r"^([!-9;-~]{1,100})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_FOLD = re.compile(r"\r?\n[ \t]+")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_ID = re.compile(r"<([^<>]{1,998})>")
_NOT_IN_ID = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SPACE = re.compile(r"\s+")
_LEADING = re.compile(r"\s?([^\s;=/]+(?:\s?/\s?[^\s;=]*)?)")
_PARAMETER = re.compile(r'([^\s=;"]{1,80})\s?=\s?("(?:[^"\\]|\\.)*"?|[^;\n]*)', re.DOTALL)
_PIECE = re.compile(r"([^*]+)\*(?:(\d{1,4})\*?)?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMMENT = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one header block: raw values by lower-cased name, in order of appearance."""

    fields: dict[str, list[str]]
    charset: str | None = None  # of raw 8-bit text, where the body announces one

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def raw(self, name: str) -> str:
        """Return the first value as it stands, still folded and encoded; "" where there is none."""
        values = self.fields.get(name)
        return values[0] if values else ""

    def last(self, name: str) -> str:
        """Return the last value as it stands: where a field is repeated against the rules, the writer's own."""
        values = self.fields.get(name)
        return values[-1] if values else ""

    def token(self, name: str) -> str:
        """Return the first value in lower case without comments and parameters: "auto-replied"."""
        value = self.raw(name)[:LONGEST_LINE]
        if "(" in value:
            value = _COMMENT.sub("", value)
        return value.partition(";")[0].strip().lower()

    def text(self, name: str, repairs: Repairs) -> str:
        """Return the first value as a person reads it: decoded, on one line."""
        return self.readable(self.raw(name), repairs)

    def readable(self, value: str, repairs: Repairs) -> str:
        """Return any raw value as a person reads it: decoded, on one line."""
        return as_line(self.unescaped(value[:LONGEST_VALUE], repairs), repairs)

    def unescaped(self, value: str, repairs: Repairs) -> str:
        """Return a raw value with its 8-bit bytes decoded; encoded words stay encoded."""
        if value.isascii():
            return value
        return decode_charset(value.encode("latin-1", "replace"), self.charset, repairs)

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the Message-IDs of a field without their angle brackets, in order, none twice."""
        values = self.fields.get(name)
        return ids_in(" ".join(values)) if values else ()


def parse_headers(block: bytes, repairs: Repairs, charset: str | None = None) -> Headers:
    """Return the fields of a header block (without its closing blank line). Never raises."""
    text = block.decode("latin-1")
    fields: dict[str, list[str]] = {}
    read = 0
    for field in _FIELD.finditer(text):
        name, value = field.groups()
        fields.setdefault(name.lower(), []).append(value.strip())
        read += field.end() - field.start() + 1
    if read < len(text.rstrip("\r\n")):
        repairs.add(Repair.BAD_HEADER)
    return Headers(fields, charset)


def decode_words(value: str, repairs: Repairs) -> str:
    """Return a value with its encoded words decoded (RFC 2047), also where they are broken by a fold or a space.

    Neighbours in one charset are joined before they are decoded: some writers cut within a character.
    """
    if "=?" not in value:
        return value
    pieces: list[str] = []
    run: list[bytes] = []
    run_charset = ""
    end = 0
    for word in _WORD.finditer(value):
        charset = word[1].partition("*")[0].lower()
        between = value[end : word.start()]
        if run and (between.strip() or charset != run_charset):
            pieces.append(decode_charset(b"".join(run), run_charset, repairs))
            run = []
        if between.strip() or not end:
            pieces.append(between)
        run.append(_word_bytes(word, repairs))
        run_charset, end = charset, word.end()
    if run:
        pieces.append(decode_charset(b"".join(run), run_charset, repairs))
    pieces.append(value[end:])
    return "".join(pieces)


def _word_bytes(word: re.Match[str], repairs: Repairs) -> bytes:
    payload = _FOLD.sub("", word[3]).encode("utf-8", "replace")
    if word[2] in "bB":
        return decode_transfer(payload, "base64", repairs)
    return binascii.a2b_qp(payload, header=True)


def as_line(value: str, repairs: Repairs) -> str:
    """Return a value without raw 8-bit bytes as a person reads it: words decoded, mended, on one line."""
    return clean_line(mend_mojibake(decode_words(value, repairs), repairs), LONGEST_LINE)


def ids_in(value: str) -> tuple[str, ...]:
    """Return the Message-IDs in a value, in order, none twice, at most MOST_IDS: the first and the latest."""
    value = value[:LONGEST_VALUE]
    bracketed = [_NOT_IN_ID.sub("", found) for found in _ID.findall(value)]
    if not bracketed and "<" not in value:
        bracketed = [_NOT_IN_ID.sub("", word.strip(",;\"'")) for word in value.split() if "@" in word]
    ids = tuple(dict.fromkeys(found for found in bracketed if found))
    return ids if len(ids) <= MOST_IDS else (ids[0], *ids[1 - MOST_IDS :])


def parse_parameters(value: str, repairs: Repairs, charset: str | None = None) -> tuple[str, dict[str, str]]:
    """Return a field's leading token and its parameters: ("text/plain", {"charset": "utf-8"}), names lower case.

    RFC 2045 section 5.1, continuations and charsets of RFC 2231, and the RFC 2047 words that many writers put there.
    `charset` is of raw 8-bit text.
    """
    if len(value) > _COMMON_VALUE or not value.isascii() or "boundary" in value:  # which is another one each time
        return _parameters(value, repairs, charset)
    token, found, noted = _common_parameters(value)
    repairs.update(noted)
    return token, dict(found)


@lru_cache(maxsize=_COMMON_VALUES)
def _common_parameters(value: str) -> tuple[str, dict[str, str], Repairs]:
    """Return what a short value says, and what had to be mended: few values are on most parts of all mails."""
    noted: Repairs = set()
    return *_parameters(value, noted, None), noted


def _parameters(value: str, repairs: Repairs, charset: str | None) -> tuple[str, dict[str, str]]:
    value = value[:LONGEST_PARAMETERS]
    if not value.isascii():
        value = decode_charset(value.encode("latin-1", "replace"), charset, repairs)
    if "(" in value:
        value = _without_comments(value)
    value = _SPACE.sub(_one_space, value)
    leading = _LEADING.match(value)
    if leading is None:
        return "", {}
    token = leading[1].replace(" ", "").replace("\n", "").lower()
    pairs = [(name.lower(), _unquoted(given)) for name, given in _PARAMETER.findall(value, leading.end())]
    if any("*" in name for name, _ in pairs):
        pairs = _continued(pairs, repairs)
    found: dict[str, str] = {}
    for name, given in pairs:
        if given:
            found.setdefault(name, decode_words(given, repairs))
    return token, found


def _one_space(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


def _without_comments(value: str) -> str:
    """Drop comments outside of quoted strings."""
    pieces = value.split('"')
    pieces[::2] = [_COMMENT.sub(" ", piece) for piece in pieces[::2]]
    return '"'.join(pieces)


def _unquoted(given: str) -> str:
    if not given.startswith('"'):
        return given.strip()
    inner = given[1:-1] if len(given) > 1 and given.endswith('"') else given[1:]
    return _ESCAPED.sub(r"\1", inner.replace("\n", " "))


def _continued(pairs: list[tuple[str, str]], repairs: Repairs) -> list[tuple[str, str]]:
    """Join and decode the pieces of RFC 2231 parameters: name*0*=utf-8''%41, name*1=b."""
    plain: list[tuple[str, str]] = []
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, given in pairs:
        piece = _PIECE.fullmatch(name)
        if piece is None:
            plain.append((name, given))
        else:
            pieces.setdefault(piece[1], []).append((int(piece[2] or 0), name.endswith("*"), given))
    # The encoded form is the better one where a writer gives both, so it comes first.
    return [(name, _joined(sorted(found), repairs)) for name, found in pieces.items()] + plain


def _joined(pieces: list[tuple[int, bool, str]], repairs: Repairs) -> str:
    charset = ""
    data = []
    for index, (_, encoded, given) in enumerate(pieces):
        text = given
        if index == 0 and encoded and text.count("'") > 1:
            charset, _, text = text.split("'", 2)
        data.append(unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace"))
    return decode_charset(b"".join(data), charset or "utf-8", repairs)
