"""The page of a person's data: one HTML file that opens anywhere, loads nothing and says who said what when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from html import escape

from desktop.model import Network, traits_of
from desktop.store import HeldAttachment, HeldConversation, HeldMessage, HeldPerson

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#191d26;background:#fff}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .4rem;border-bottom:1px solid #e2e5eb}
h3{font-size:1rem;margin:1.6rem 0 .2rem}p,dl,ul{margin:.3rem 0}dt{float:left;clear:left;width:11rem;color:#525a69}
dd{margin-left:11.5rem}.m{border-left:3px solid #c6ccd6;padding:.1rem 0 .1rem .8rem;margin:.7rem 0}
.m.outgoing{border-color:#2f57d0}.w{color:#525a69;font-size:.85rem}.t{white-space:pre-wrap;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{color:#e8eaef;background:#1b1e24}dt,.w{color:#b0b7c4}a{color:#9db7ff}}
""".strip()


@dataclass(frozen=True, slots=True)
class PageWords:
    """The page's words. `{…}` are filled in; `codes` gives words for statuses, classes and reasons by their codes."""

    language: str = "en"
    title: str = "Data held about {name}"
    made: str = "Made on {moment} with Sportello. data.json holds the same and the history for programs to read."
    person: str = "Person"
    since: str = "Known since"
    tags: str = "Tags"
    identities: str = "Identities"
    followers: str = "{count} followers"
    verified: str = "verified by the network"
    rating: str = "Rating given"
    consent: str = "Consent"
    agreed: str = "agreed"
    refused: str = "refused or taken back"
    notes: str = "Notes about the person"
    conversations: str = "Conversations"
    status: str = "Status"
    found: str = "What was found"
    priority: str = "Priority"
    internal_notes: str = "Internal notes"
    draft: str = "Unsent draft"
    unsent: str = "Not yet sent"
    quoted: str = "Quoted"
    deleted: str = "Deleted on the network"
    absent: str = "{name} was never fetched from the network; it is not in this copy."
    public: str = "public"
    private: str = "private"
    others: str = "{count} messages of other people in this conversation are theirs and left out."
    elsewhere: str = "In other people's conversations"
    nothing: str = "Nothing."
    codes: Mapping[str, str] = field(default_factory=dict)

    def code(self, code: str | None) -> str:
        """Return the words of a code, the code itself in plain letters if there are none."""
        return self.codes.get(code or "", (code or "").replace("_", " "))


@dataclass(frozen=True, slots=True)
class PageMaker:
    """Writes the page piece by piece; times are local to `tz`."""

    words: PageWords
    tz: tzinfo

    def head(self, person: HeldPerson, made_at: datetime) -> Iterator[str]:
        """Yield everything that comes before the conversations."""
        words = self.words
        title = escape(words.title.replace("{name}", person.name))
        yield f'<!doctype html>\n<html lang="{escape(words.language)}"><head><meta charset="utf-8">\n'
        policy = escape("default-src 'none'; style-src 'unsafe-inline'")
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        yield '<meta name="viewport" content="width=device-width">'
        yield f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        yield f'<p class="w">{escape(words.made.replace("{moment}", self._moment(made_at)))}</p>\n'
        yield f"<h2>{escape(words.person)}</h2><dl>"
        yield self._pair(words.since, self._moment(person.since))
        yield self._pair(words.tags, ", ".join(person.tags)) if person.tags else ""
        for value in person.details:
            yield self._pair(value.name, value.value)
        for rating in person.ratings:
            yield self._pair(words.rating, f"{rating.mark} / 5, {self._moment(rating.at)}")
        for consent in person.consents:
            said = words.agreed if consent.given else words.refused
            told = f"{words.code(consent.kind)}: {said}, {consent.how}, {self._moment(consent.at)}"
            yield self._pair(words.consent, told)
        yield f"</dl>\n<h2>{escape(words.identities)}</h2><ul>"
        for one in person.identities:
            parts = [one.handle, one.name if one.name != one.handle else ""]
            parts.append(words.followers.replace("{count}", str(one.followers)) if one.followers is not None else "")
            parts.append(words.verified if one.verified else "")
            yield f"<li>{escape(_network(one.network))}: {escape(', '.join(part for part in parts if part))}</li>"
        yield f"</ul>\n<h2>{escape(words.notes)}</h2>"
        for note in person.notes:
            yield self._paragraph(f"{note.author}, {self._moment(note.at)}", note.text)
        yield "" if person.notes else f"<p>{escape(words.nothing)}</p>"
        yield f"\n<h2>{escape(words.conversations)}</h2>\n"

    def conversation(self, held: HeldConversation, messages: Iterable[HeldMessage]) -> Iterator[str]:
        """Yield one conversation with its messages."""
        words = self.words
        heading = f"{_network(held.network)}, {self._moment(held.first_at)}"
        yield f"<h3>{escape(f'{heading}: {held.subject}' if held.subject else heading)}</h3><dl>"
        yield self._pair(words.status, words.code(held.status))
        codes = [held.message_class, *(reason[0] for reason in held.reasons or ())]
        yield self._pair(words.found, ", ".join(words.code(code) for code in codes if code)) if any(codes) else ""
        yield self._pair(words.priority, str(held.priority))
        yield self._pair(words.tags, ", ".join(held.tags)) if held.tags else ""
        yield "</dl>\n"
        yield from (self.message(message) for message in messages)
        if held.others_messages:
            yield f'<p class="w">{escape(words.others.replace("{count}", str(held.others_messages)))}</p>'
        for note in held.notes:
            yield self._paragraph(f"{words.internal_notes}: {note.author}, {self._moment(note.at)}", note.text)
        yield self._paragraph(words.draft, held.draft) if held.draft else ""
        yield from (self._paragraph(words.unsent, text) for text in held.unsent)

    def elsewhere(self, messages: Iterable[HeldMessage]) -> Iterator[str]:
        """Yield what was said in other people's conversations, nothing if there is nothing."""
        for number, message in enumerate(messages):
            yield "" if number else f"<h2>{escape(self.words.elsewhere)}</h2>"
            yield self.message(message)

    def message(self, held: HeldMessage) -> str:
        """Return one message."""
        words = self.words
        place = words.public if held.visibility == "public" else words.private
        said = f"{held.author}, {self._moment(held.sent_at)}, {place}"
        parts = [f'<div class="m {escape(held.direction)}"><p class="w">{escape(said)}</p>']
        if held.deleted_at is not None:
            parts.append(f'<p class="w">{escape(words.deleted)}: {self._moment(held.deleted_at)}</p>')
        if held.subject:
            parts.append(f"<p><b>{escape(held.subject)}</b></p>")
        parts.append(f'<p class="t">{escape(held.text)}</p>')
        if held.quoted:
            parts.append(f'<p class="w">{escape(words.quoted)}</p><p class="t w">{escape(held.quoted)}</p>')
        parts.extend(f'<p class="w">{self._file(one)}</p>' for one in held.attachments)
        return "".join([*parts, "</div>\n"])

    @staticmethod
    def tail() -> str:
        """Return the page's end."""
        return "</body></html>\n"

    def _file(self, one: HeldAttachment) -> str:
        if not one.is_here:
            return escape(self.words.absent.replace("{name}", one.name))
        return f'<a href="{escape(file_place(one.id, one.name))}">{escape(one.name)}</a>'

    def _paragraph(self, who: str, text: str) -> str:
        return f'<div class="m"><p class="w">{escape(who)}</p><p class="t">{escape(text)}</p></div>\n'

    @staticmethod
    def _pair(name: str, value: str) -> str:
        return f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"

    def _moment(self, moment: datetime) -> str:
        return moment.astimezone(self.tz).strftime("%Y-%m-%d %H:%M")


def file_place(number: int, name: str) -> str:
    """Return where a file lies beside the page: its number and the harmless part of its name."""
    stem = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)[-80:].lstrip("._")
    return f"files/{number}-{stem or 'file'}"


def _network(code: str) -> str:
    return traits_of(Network(code)).display_name
