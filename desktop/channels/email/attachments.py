"""What is attached to a mail: its name made safe to show and to save, its bytes, and whether it can run."""

from __future__ import annotations

import re

from desktop.channels.email.bodies import part_name
from desktop.channels.email.encoding import clean_line, decode_transfer, mend_mojibake
from desktop.channels.email.headers import decode_words
from desktop.channels.email.repairs import Repairs
from desktop.channels.email.structure import Part
from desktop.model import ArrivedAttachment

LONGEST_NAME = 180  # characters; every file system takes 255 bytes
_LONGEST_ENDING = 20

# What the systems that agents sit at would run, install, mount or open with macros (Microsoft's own list of blocked
# attachment types, and its counterparts on macOS and Linux), and pages that run scripts in a browser.
_DANGEROUS_ENDINGS = re.compile(
    r"a(?:de|dp|pk|pp|ppcontent-ms|ppimage|pplication|ppref-ms|ppx|ppxbundle|sp|spx)|b(?:as|ash|at|gi|in|undle)|"
    r"c(?:ab|dxml|er|hm|lass|md|nt|om|ommand|pl|rt|sh)|d(?:com|eb|esktop|iagcab|ll|mg|ocm|otm|ylib)|e(?:lf|xe)|"
    r"f(?:ish|latpak|xp)|g(?:adget|rp)|h(?:lp|pj|ta|tc|tml?|tw)|i(?:mg|n[fs]|pa|qy|s[op]|ts)|j(?:ar|nlp|se?|sp)|ksh|"
    r"l(?:ib|ibrary-ms|nk)|m(?:a[dfgmqrstuvw]|cf|d[abetwz]|ht|html|obileconfig|sc|sh[12]?(?:xml)?|s[ipt]|six|su)|"
    r"o(?:cx|ps|sd|ut)|p(?:af|cd|hp|if|kg|lg?|otm|pam?|psm|ptm|rf|rg|rinterexport|s[12](?:xml)?|sc[12]|sd1|sdm1|sm1|"
    r"st|ub|y[cow]?|yzw?)|r(?:b|eg|pm|un)|s(?:cf|cpt|cr|ct|earch-ms|ettingcontent-ms|h|h[bs]|html|ldm|lk|nap|o|vgz?|"
    r"wf|ys)|t(?:erminal|heme|hmx|mp|ool)|u(?:dl|rl)|v(?:b|be|bp|bs|hdx?|smacros|sw|xd)|"
    r"w(?:ebloc|ebsite|orkflow|s|s[cfhz])|x(?:ap|bap|html|l[ail]|lam|lm|lsb|lsm|ltm|nk|pi)|zsh"
)
_DANGEROUS_TYPES = re.compile(
    r"application/(?:x-|vnd\.)?(?:ms-?(?:dos(?:-program)?|download|installer|application|htmlhelp|shortcut)|"
    r"dosexec|executable|elf|mach-binary|sharedlib|object|sh|shellscript|bat|csh|perl|python(?:-code)?|ruby|php|"
    r"javascript|ecmascript|java(?:-applet|-archive|-jnlp-file)?|hta|shockwave-flash|apple-diskimage|"
    r"debian(?:-package)?|deb|rpm|android\.package-archive|portable-executable|iso9660-image|desktop|"
    r"ms-\w+(?:\.\w+)?\.macroenabled\.12|xhtml\+xml)|text/(?:html|javascript|vbscript|x-(?:sh|python|perl))|"
    r"image/svg\+xml",
)
_MAGIC = (
    b"MZ",  # Windows and DOS programs
    b"\x7fELF",
    b"#!",  # a script for any Unix shell
    b"\xca\xfe\xba\xbe",  # Java classes, universal macOS programs
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02\0",  # Windows shortcut
    b"ITSF",  # compiled HTML help
)
_PAGES = (b"<html", b"<!doctype html", b"<svg", b"<script", b"<?xml-stylesheet")
_OFFICE_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MACROS = (b"vbaProject.bin", b"_\0V\0B\0A\0_\0P\0R\0O\0J\0")
_DISK_IMAGE = slice(0x8001, 0x8006)  # where ISO 9660 says "CD001"
_ARCHIVE_MAGIC = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")

_ENDING_OF = {
    "application/ics": "ics",
    "application/json": "json",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/pgp-signature": "asc",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "application/rtf": "rtf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "txt",
    "text/rfc822-headers": "txt",
    "text/vcard": "vcf",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
_SEPARATORS = re.compile(r"[\\/]")
_UNSAFE = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def attachments_of(parts: tuple[Part, ...], repairs: Repairs) -> tuple[ArrivedAttachment, ...]:
    """Return parts as attachments, decoded, with safe names. Empty nameless parts are left out."""
    arrived = []
    for number, part in enumerate(parts, start=1):
        content = decode_transfer(part.body, part.headers.token("content-transfer-encoding"), repairs)
        given = safe_name(part_name(part), repairs)
        if not content and not given:
            continue
        arrived.append(
            ArrivedAttachment(
                name=given or f"attachment-{number}.{_ENDING_OF.get(part.content_type, 'bin')}",
                content_type=part.content_type,
                size=len(content),
                content=content,
                content_id=part.headers.raw("content-id").strip().strip("<>")[:LONGEST_NAME] or None,
                inline=part.disposition != "attachment" and "content-id" in part.headers,
                dangerous=is_dangerous(given, part.content_type, content),
            )
        )
    return tuple(arrived)


def safe_name(given: str, repairs: Repairs) -> str:
    """Return a file name as one to show and save: decoded, its path and its tricks removed; "" if none is left."""
    name = clean_line(mend_mojibake(decode_words(given, repairs), repairs), 4 * LONGEST_NAME)
    name = _UNSAFE.sub("_", _SEPARATORS.split(name)[-1]).strip(". ")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending


def is_dangerous(name: str, content_type: str, content: bytes) -> bool:
    """Return True for what can run, by its name, its announced type or its own first bytes.

    An archive that hides its name counts too: nobody can tell what opening it would do.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if _DANGEROUS_ENDINGS.fullmatch(ending) or _DANGEROUS_TYPES.fullmatch(content_type):
        return True
    if content.startswith(_MAGIC) or content[_DISK_IMAGE] == b"CD001":
        return True
    if content.startswith(_OFFICE_MAGIC) and any(trace in content for trace in _MACROS):
        return True
    if content[:1024].lstrip().lower().startswith(_PAGES):
        return True
    return not ending and content.startswith(_ARCHIVE_MAGIC)
