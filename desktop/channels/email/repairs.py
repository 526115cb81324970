"""What can be wrong with a mail and still be mended: the stable codes that an arrival carries in `repairs`."""

from __future__ import annotations

from enum import StrEnum


class Repair(StrEnum):
    """One kind of damage. The value is stored with the message and counted by an import."""

    BAD_HEADER = "bad_header"  # a line among the headers that is none, or an encoded word that can't be decoded
    BARE_CR = "bare_cr"  # line ends that are neither LF nor CRLF
    BROKEN_MULTIPART = "broken_multipart"  # parts announced, but no delimiter found
    CHARSET = "charset"  # the bytes are not in the announced character set
    DATE = "date"  # no usable Date header: the time of arrival stands in
    LONG_HEADER = "long_header"  # headers beyond the limit were cut
    LONG_TEXT = "long_text"  # the text was cut, the whole is attached
    MOJIBAKE = "mojibake"  # UTF-8 that somebody had read as windows-1252 and saved
    NO_AUTHOR = "no_author"  # no address of a sender anywhere
    NO_ID = "no_id"  # no Message-ID: a digest of the bytes stands in
    NUL = "nul"  # NUL bytes in text
    TANGLED_HTML = "tangled_html"  # HTML that no sanitiser should be given; only its text is kept
    TOO_DEEP = "too_deep"  # parts within parts beyond the limit stay closed, as attachments
    TOO_MANY_PARTS = "too_many_parts"  # the last part swallowed the rest
    TRANSFER_ENCODING = "transfer_encoding"  # broken or unknown Content-Transfer-Encoding
    TRUNCATED_MULTIPART = "truncated_multipart"  # the closing delimiter is missing


Repairs = set[Repair]
"""Filled while one mail is read; whoever mends something adds its code."""
