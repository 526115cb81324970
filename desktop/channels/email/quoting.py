"""What the person wrote now, and what is only history or signature below (or above, or around) it.

mail-parser-reply knows the headers that a dozen mail programs put over a quotation, but it takes time in the square of
the text, misses Spanish and Catalan, and takes "- item" and "Thank you, but where is it?" for signatures. So a cheap
scan of lines comes first, the library gets short texts that look quoted and that the scan could not cut, and
signatures have rules of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# What the library is given at a time, and how often.
_LINES_BEFORE = 2
_LINES_AFTER = 8
_LONGEST_LINE_FOR_LIBRARY = 160
_MOST_QUESTIONS = 5
_LONGEST_ATTRIBUTION = 300  # characters, over at most three lines
_MOST_ABOVE_QUOTATION = 4  # lines: "On ..., ... wrote:" wrapped, and a blank one
_MOST_SIGNATURE_LINES = 12
_MOST_SIGNATURE = 700  # characters

# Without any of these there is no history to find.
_HINTS = (">", ":", "--", "__")

_ATTRIBUTION_BEGINS = re.compile(
    r"[ \t>*]*(?:On|Il|Lo scorso|In data|El|Am|Le|Em|Op|Den|W dniu|Missatge|Mensaje)\b", re.IGNORECASE
)
_ATTRIBUTION = re.compile(
    r"[ \t>*]*(?:"
    r"On\b.{4,280}\bwrote|"
    r"(?:Il|Lo scorso|In data)\b.{4,280}\b(?:ha|hai) scritto(?: quanto segue)?|"
    r"El\b.{4,280}\b(?:escribi[óo]|ha escrito|va escriure|ha escrit|vas escriure)|"
    r"(?:Missatge|Mensaje) (?:de|original)\b.{4,280}|"
    r"Am\b.{4,280}\bschrieb\b.{0,120}|"
    r"Le\b.{4,280}\ba [ée]crit|"
    r"Em\b.{4,280}\bescreveu|"
    r"Op\b.{4,280}\bschreef\b.{0,120}|"
    r"Den\b.{4,280}\bskrev\b.{0,120}"
    r")[ \t\xa0*]*:[ \t*]*",
    re.IGNORECASE,
)
_TELLS_WHEN = re.compile(r"\d|@")
_TELLS_TIME = re.compile(r"\d[:.h]\d\d|\d{4}")

_DIVIDER = re.compile(
    r"[ \t>]*(?:-{2,}|_{2,}|={2,}|\*{2,})[ \t]*(?:original(?: message| appointment)?|messaggio (?:originale|inoltrato)|"
    r"mensaje (?:original|reenviado)|missatge (?:original|reenviat)|"
    r"(?:begin )?forwarded (?:message|text|mail|by\b.{0,80})|"
    r"urspr[üu]ngliche nachricht|weitergeleitete nachricht|message (?:d'origine|transf[ée]r[ée])|"
    r"mensagem (?:original|encaminhada)|oorspronkelijk bericht|reply message|inizio messaggio inoltrato)"
    r"[ \t]*(?:-{2,}|_{2,}|={2,}|\*{2,})?[ \t]*|"
    r"[ \t>]*(?:begin forwarded message|inizio messaggio inoltrato|inicio del mensaje reenviado|"
    r"inici del missatge reenviat)[ \t]*:[ \t]*|"
    r"[ \t]*[_-]{32}[_-]*[ \t]*",
    re.IGNORECASE,
)
_FROM_LINE = re.compile(r"[ \t>*]*(?:From|Da|De|Von|Van|Fra)[ \t*\xa0]*:[ \t*].*\S", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"[ \t>*]*(?:Sent|Date|To|Cc|Subject|Inviato|Data|Ora|A|Oggetto|Enviado(?: el)?|Enviat(?: el)?|Fecha|Para|Per a|"
    r"Asunto|Assumpte|Tema|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Verzonden|Aan|Onderwerp|Assunto|Enviada em|"
    r"Reply-To|Importance|Priorità)[ \t*\xa0]*:",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[ \t]{0,3}>")
_FIELD_LINE = re.compile(r"[ \t>*]*\w{1,14}[ \t*]{0,2}:[ \t*].*\w")

# A line that begins a signature: the marks of RFC 3676 and of lists, "Sent from my phone", a farewell of its own.
_SIGNATURE = re.compile(
    r"--|—|[-_=*]{5,}|"
    r"(?:Sent (?:from|with|via)|Get Outlook for|Inviat[oa] (?:da|dal|con|tramite)|Scarica Outlook|Enviad[oa] "
    r"(?:desde|con|do)|Enviat (?:des de|des del|amb)|Obt(?:ener|én|eniu) Outlook|Descarga Outlook|Gesendet (?:von|mit)|"
    r"Envoyé (?:de|depuis|à partir))\b.{0,120}|"
    r"(?:(?:i )?(?:pi[uù] )?(?:cordiali|distinti|migliori)(?: saluti)?|(?:tanti |un )?salut[io]|cordialmente|in fede|"
    r"(?:(?:with )?(?:kind|best|warm|many) )?regards|all the best|best wishes|yours (?:sincerely|faithfully|truly)|"
    r"sincerely(?: yours)?|cheers|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|atte|"
    r"(?:molt )?cordialment|(?:molt )?atentament|(?:ben )?salutacions(?: cordials)?|(?:una )?(?:cordial )?salutació"
    r"(?: cordial)?|mit freundlichen gr[üu](?:ß|ss)en|(?:viele|beste|liebe) gr[üu](?:ß|ss)e|mfg|(?:bien )?"
    r"cordialement)[ \t]*[,.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in two: what was written now, and the history and signature that the window folds away."""

    text: str
    quoted: str


def fold(text: str) -> Folded:
    """Split a plain text (LF line ends). Nothing is lost; `text` is empty only if the whole text was.

    Answers between quoted lines come back without the quotations, with the whole exchange in `quoted`.
    """
    lines = text.split("\n")
    cut = _history_begins(lines) if any(hint in text for hint in _HINTS) else None
    if cut is None and ":" in text:
        cut = _library_cut(lines)
    written, quoted = (lines, []) if cut is None else (lines[:cut], lines[cut:])
    answers = _answers_within(quoted) if quoted else None
    if answers is not None:
        return _folded([*written, "", *answers], quoted if _is_blank(written) else lines, text)
    end = _signature_begins(written)
    return _folded(written[:end], written[end:] + quoted, text)


def _folded(written: list[str], quoted: list[str], whole: str) -> Folded:
    text = "\n".join(written).strip()
    if not text:
        return Folded(whole, "")
    return Folded(text, "\n".join(quoted).strip("\n"))


def _is_blank(lines: list[str]) -> bool:
    return not any(line.strip() for line in lines)


def _history_begins(lines: list[str]) -> int | None:
    """Return the index of the first line that belongs to an earlier mail, None if none does."""
    for index, line in enumerate(lines):
        if not line:
            continue
        if _QUOTED.match(line):
            return _above_attribution(lines, index)
        if _is_divider(lines, index) or _is_header_block(lines, index) or _is_attribution(lines, index):
            return index
    return None


def _is_attribution(lines: list[str], index: int) -> bool:
    """Return True where "On ... wrote:" begins, in one line or wrapped into up to three."""
    if not _ATTRIBUTION_BEGINS.match(lines[index]):
        return False
    joined = ""
    for line in lines[index : index + 3]:
        if not line.strip():
            return False
        joined = f"{joined} {line.strip()}" if joined else line.rstrip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            return False
        if joined.endswith((":", ": *", ":*")):
            return bool(_ATTRIBUTION.fullmatch(joined) and _TELLS_WHEN.search(joined))
    return False


def _is_divider(lines: list[str], index: int) -> bool:
    line = lines[index]
    if (
        len(line) > _LONGEST_ATTRIBUTION
        or line.lstrip(" \t>")[:1] not in tuple("-_=*bBiI")
        or not _DIVIDER.fullmatch(line)
    ):
        return False
    if line.strip(" \t_-"):
        return True
    following = [other for other in lines[index + 1 : index + 4] if other.strip()]
    return bool(following) and _FROM_LINE.match(following[0]) is not None


def _is_header_block(lines: list[str], index: int) -> bool:
    """Return True where the copied headers of an earlier mail begin: From, and two others close below."""
    if ":" not in lines[index][:20] or not _FROM_LINE.match(lines[index][:_LONGEST_ATTRIBUTION]):
        return False
    following = [line for line in lines[index + 1 : index + 9] if line.strip()][:5]
    copied = [line for line in following if _HEADER_LINE.match(line)]
    return len(copied) > 1 and any(map(_TELLS_TIME.search, copied))


def _above_attribution(lines: list[str], index: int) -> int:
    """Return where the line that introduces a quotation begins ("Marta wrote:"), or the quotation itself."""
    above = index - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above < 0 or index - above > 2 or not lines[above].rstrip().endswith(":"):  # noqa: PLR2004 - one blank line
        return index
    introduction = lines[above]
    if len(introduction) > _LONGEST_ATTRIBUTION or not _TELLS_WHEN.search(introduction):
        return index
    return above


def _answers_within(quoted: list[str]) -> list[str] | None:
    """Return what was written below or between quoted lines, None if the history ends the mail.

    Only a history of marked lines can be answered within: below copied headers all is old.
    """
    marked = [index for index, line in enumerate(quoted) if _QUOTED.match(line)]
    if not marked or marked[0] > _MOST_ABOVE_QUOTATION or _is_divider(quoted, 0) or _is_header_block(quoted, 0):
        return None
    rest = [line for line in quoted[marked[0] :] if not _QUOTED.match(line)]
    answers = rest[: _signature_begins(rest)]
    older = (i for i in range(len(answers)) if _is_divider(answers, i) or _is_header_block(answers, i))
    answers = answers[: next(older, len(answers))]
    return None if _is_blank(answers) else answers


def _library_cut(lines: list[str]) -> int | None:
    """Ask mail-parser-reply where the first earlier mail begins; None if it sees none.

    It is asked about the few lines around each place that may be one, not about the whole text.
    """
    asked = 0
    for index, line in enumerate(lines):
        if not _may_introduce(line, lines[index + 1] if index + 1 < len(lines) else ""):
            continue
        begins = max(0, index - _LINES_BEFORE)
        given = [other.strip()[:_LONGEST_LINE_FOR_LIBRARY] for other in lines[begins : index + _LINES_AFTER]]
        found = _header_pattern().search("\n".join(given))
        if found is not None and _TELLS_TIME.search(found[0]):
            blank = len(found[0]) - len(found[0].lstrip())
            return begins + "\n".join(given)[: found.start() + blank].count("\n")
        asked += 1
        if asked == _MOST_QUESTIONS:
            break
    return None


def _may_introduce(line: str, following: str) -> bool:
    """Return True for a line that ends in a colon and tells when, or that looks like one of several headers."""
    if ":" not in line or len(line) > _LONGEST_ATTRIBUTION:
        return False
    if line.rstrip()[-1:] == ":":
        return _TELLS_TIME.search(line) is not None
    return _FIELD_LINE.match(line) is not None and _FIELD_LINE.match(following) is not None


@cache
def _header_pattern() -> re.Pattern[str]:
    from mailparser_reply.constants import MAIL_LANGUAGES
    from mailparser_reply.parser import EmailMessage

    pattern: re.Pattern[str] = EmailMessage(text="", languages=list(MAIL_LANGUAGES)).HEADER_REGEX
    return pattern


def _signature_begins(lines: list[str]) -> int:
    """Return the index of the first line of the signature, `len(lines)` if there is none.

    A signature is short and asks nothing; a greeting alone ("Best regards,") counts only as a line of its own.
    """
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    begins = end
    for index in range(max(0, end - _MOST_SIGNATURE_LINES), end):
        if _SIGNATURE.fullmatch(lines[index].strip()):
            begins = index
            break
    below = "\n".join(lines[begins:end])
    if len(below) > _MOST_SIGNATURE or "?" in below:
        return len(lines)
    return begins if begins < end else len(lines)
