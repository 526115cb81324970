"""The draft judged and shown: what the guardrails say of it as it stands, in the composer's state and its strip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop.composer.parts import Part, Room, cut
from desktop.composer.tone import Tone
from desktop.guardrails import TOO_LONG, Guardrails
from desktop.model import DraftMode, Fix, Network, ThreadKind, Verdict, verdict_of
from desktop.system.resources import resource_path
from ui.composer.canned_shelf import CannedShelf
from ui.composer.composer import Composer
from ui.composer.composer_presenter import ComposerFacts, number_text, present_composer
from ui.composer.draft_files import DraftFiles
from ui.composer.draft_view import (
    DraftView,
    elsewhere,
    file_rules_of,
    judge,
    left_to_write,
    private_kind,
    public_signature,
    room_of,
    signed,
)
from ui.composer.file_cards import present_files
from ui.composer.news_words import present_news
from ui.composer.parts_preview import PartState
from ui.composer.writing import Writing
from ui.guardrails import UNCUT, StripState, present_verdict
from ui.inbox import network_name
from ui.inbox.wording import moment_name
from ui.session import Session
from ui.settings.preferences import gives_advice, undo_seconds_of

_PROMISE = "promise."
"""How the rules about promises begin: their strip alone needs the next opening, which a year may lie before."""


class DraftDisplay:
    """Judges what is written and shows the outcome. Window thread only."""

    def __init__(
        self,
        session: Session,
        composer: Composer,
        writing: Writing,
        files: DraftFiles,
        shelf: CannedShelf,
        guardrails: Callable[[], Guardrails],
    ) -> None:
        """`guardrails` loads the rules when they are first needed."""
        self._session = session
        self._composer = composer
        self._writing = writing
        self._files = files
        self._shelf = shelf
        self._guardrails = guardrails
        self._tone: Tone | None = None

    def refresh(self) -> None:
        """Ask the guardrails and show what they say. About a millisecond for 1,000 characters."""
        writing, text = self._writing, self._composer.text()
        view = writing.view
        if view is None or writing.case is None:
            self._composer.set_verdict(None)
            return
        writing.verdict = None
        if text.strip() or self._files.all:
            writing.verdict = judge(
                self._session,
                self._guardrails(),
                view,
                text,
                files=self._files.all,
                past_hours=writing.past_hours,
                looked_again=writing.looked_again,
            )
            writing.verdict = self._advised(view, text, writing.verdict)
        writing.parts = self._parts(view, text) if writing.threaded else ()
        self._show(view, text)

    def _advised(self, view: DraftView, text: str, verdict: Verdict) -> Verdict:
        """Put advice on the words behind what the guardrails say, unless the agent wants none."""
        if view.mode is DraftMode.NOTE or not gives_advice(self._session.store):
            return verdict
        if self._tone is None:
            self._tone = Tone.load(resource_path("tone"))
        return self._tone.with_advice(verdict, text, "" if view.case.language == "unknown" else view.case.language)

    def _parts(self, view: DraftView, text: str) -> tuple[Part, ...]:
        """Cut what is too long, if it can be, and let the verdict say so."""
        writing = self._writing
        verdict, room = writing.verdict, room_of(view, files=bool(self._files.all))
        too_long = next((one for one in verdict.findings if one.rule == TOO_LONG), None) if verdict else None
        if verdict is None or too_long is None or room is None:
            return ()
        parts = cut(signed(self._session, view, text), room)
        others = tuple(one for one in verdict.findings if one is not too_long)
        uncut = () if parts else (replace(too_long, rule=UNCUT, fixes=(Fix.SHORTEN,)),)
        writing.verdict = verdict_of((*uncut, *others))
        return parts

    def _show(self, view: DraftView, text: str) -> None:
        session, writing = self._session, self._writing
        now = session.clock()
        is_open = session.hours.is_open(view.account, now)
        opens_at = None if is_open else session.hours.next_opening(view.account, now)
        opens = moment_name(opens_at, now, session.tz) if opens_at else ""
        has_files = bool(self._files.all)
        left, room = left_to_write(session, view, text, files=has_files), room_of(view, files=has_files)
        self._composer.set_state(
            present_composer(
                ComposerFacts(
                    mode=writing.mode,
                    text=text,
                    permission=view.permission,
                    network=view.account.network,
                    thread_kind=view.thread.kind,
                    verdict=writing.verdict,
                    remaining=left,
                    limit=room.limit if room is not None else None,
                    online=writing.online,
                    is_open=is_open or view.mode is DraftMode.NOTE,
                    opens_text=opens,
                    customer_name=view.case.row.name,
                    account_name=view.account.handle or view.account.name,
                    signature=public_signature(session, view),
                    undo_seconds=undo_seconds_of(session.store),
                    files=len(self._files.all),
                    parts=len(writing.parts),
                    followers=view.followers,
                    has_public=any(one.kind is ThreadKind.PUBLIC for one in view.case.threads),
                    goes_private_by=private_kind(view.case),
                )
            )
        )
        findings = writing.verdict.findings if writing.verdict else ()
        rules = file_rules_of(view)
        self._files.set_limit(rules.largest, network_name(view.account.network))
        cards = present_files(self._files.all, rules, findings) if view.mode is not DraftMode.NOTE else ()
        self._composer.parts.show_parts(self._part_states(room))
        self._composer.tray.show_files(cards, self._files.thumbnail)
        self._composer.set_verdict(self._with_news(self._strip(view, opens, left)), findings, text)

    def _part_states(self, room: Room | None) -> tuple[PartState, ...]:
        if room is None:
            return ()
        return tuple(PartState(part.text, number_text(room.left(part.text))) for part in self._writing.parts)

    def _with_news(self, strip: StripState | None) -> StripState | None:
        """Put what is new before everything else."""
        page = present_news(self._writing.news, self._session.clock())
        if page is None:
            return strip
        return StripState((page, *strip.pages), strip.problems) if strip is not None else StripState((page,))

    def _strip(self, view: DraftView, opens: str, left: int | None) -> StripState | None:
        return present_verdict(
            self._writing.verdict or elsewhere(view),
            visibility=view.visibility,
            network_name=network_name(view.account.network),
            customer_name=view.case.row.name,
            opens_text=opens,
            acknowledgement_preview=self._shelf.acknowledgement(view) if opens else "",
            over=-left if left is not None and left < 0 else None,
            online=self._writing.online,
            only_listens=view.account.network is Network.LISTENING,
            has_page=bool(view.thread.permalink),
            promised_text=self._true_opening(view) if self._promises else "",
        )

    @property
    def _promises(self) -> bool:
        verdict = self._writing.verdict
        return verdict is not None and any(one.rule.startswith(_PROMISE) for one in verdict.findings)

    def _true_opening(self, view: DraftView) -> str:
        """Return when the desk opens next, as a moment; while it is open, after it has closed."""
        now = self._session.clock()
        opens = self._session.hours.true_opening(view.account, now)
        return moment_name(opens, now, self._session.tz) if opens is not None else ""
