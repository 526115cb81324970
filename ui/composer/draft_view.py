"""A draft and its surroundings, worked out for one case: thread, account, permission, verdict, what is left to write.

Pure but for reading the store; the controller asks again after every change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.accounts.own_values import own_values
from desktop.composer import byte_limit_of, counting_of, with_signature
from desktop.composer.addressing import as_sent
from desktop.composer.canned_book import said_lately
from desktop.composer.parts import Room
from desktop.guardrails import DraftFacts, Guardrails, closed_way, permission_in
from desktop.model import (
    NO_FILES,
    Account,
    AccountHealth,
    AccountId,
    AccountRole,
    CaseDetail,
    Decision,
    DraftFile,
    DraftMode,
    FileRules,
    Fix,
    HealthState,
    Permission,
    ThreadKind,
    ThreadView,
    Verdict,
    Visibility,
    traits_of,
    verdict_of,
)
from ui.session import Session


@dataclass(frozen=True, slots=True)
class DraftView:
    """Where a draft would go and as whom, and what the rules say of that."""

    case: CaseDetail
    mode: DraftMode
    thread: ThreadView
    account: Account
    permission: Permission
    said_lately: tuple[str, ...] = ()
    followers: int | None = None  # of whom it would answer, where they see it too

    @property
    def visibility(self) -> Visibility:
        """Who would read it."""
        if self.mode is DraftMode.NOTE:
            return Visibility.INTERNAL
        return Visibility.PUBLIC if self.mode is DraftMode.PUBLIC else Visibility.DIRECT


def default_mode(case: CaseDetail) -> DraftMode:
    """Return the side on which a case was last heard of: it never changes from public to private by itself."""
    if not case.threads:
        return DraftMode.NOTE
    newest = max(case.threads, key=lambda thread: _recency(thread, case))
    public = newest.kind is ThreadKind.PUBLIC and not _is_chosen(newest, case)
    return DraftMode.PUBLIC if public else DraftMode.DIRECT


def view_of(
    session: Session, case: CaseDetail, mode: DraftMode, chosen_account: AccountId | None = None
) -> DraftView | None:
    """Return where a draft of this mode would go, None for a case without a thread or an account."""
    thread = _thread(case, mode)
    if thread is None:
        return None
    account = session.store.accounts.get(chosen_account or _care_account(session, thread))
    if account is None:
        return None
    now = session.clock()
    last = session.store.timeline.newest_mechanical(case.row.id)
    health = account.health
    if health.state in (HealthState.OFFLINE, HealthState.CONNECTING):
        health = AccountHealth(HealthState.CONNECTED)
    allowed = permission_in(thread, account, now=now, mechanical_last=last is not None, health=health)
    other = _thread(case, DraftMode.DIRECT if thread.kind is ThreadKind.PUBLIC else DraftMode.PUBLIC)
    speaks = _speaker_of(session, other, thread, account)
    if other is not None and speaks is not None:
        there = permission_in(other, speaks, now=now, mechanical_last=last is not None, health=health)
        allowed = _with_other_way(allowed, there, thread.kind)
    said = () if mode is DraftMode.NOTE else said_lately(session.store, account, now)
    public = mode is DraftMode.PUBLIC and thread.kind is ThreadKind.PUBLIC
    followers = session.store.people.followers_of(case.row.id) if public else None
    return DraftView(case, mode, thread, account, allowed, said, followers)


def _speaker_of(session: Session, other: ThreadView | None, thread: ThreadView, account: Account) -> Account | None:
    """Return who would write in the case's other thread, None if there is no other or another account left."""
    if other is None or other.id == thread.id:
        return None
    return account if other.account_id == thread.account_id else session.store.accounts.get(other.account_id)


def _with_other_way(allowed: Permission, there: Permission, kind: ThreadKind) -> Permission:
    """Return a thread's permission with the other way judged in the thread where it would be written."""
    if kind is ThreadKind.PUBLIC:
        return replace(allowed, may_direct=there.may_direct, why_not_direct=there.why_not_direct)
    return replace(allowed, may_public=there.may_public, why_not_public=there.why_not_public)


def signed(session: Session, view: DraftView, text: str) -> str:
    """Return the text as it would leave, with the agent's signature."""
    if view.mode is DraftMode.NOTE or not text.strip():
        return text
    name = session.agent.name if view.thread.kind is ThreadKind.EMAIL else ""
    return with_signature(text, session.agent.signature_on(view.account.network), view.visibility, direct_name=name)


def public_signature(session: Session, view: DraftView) -> str:
    """Return what a public reply ends with, "" for none and for anything that is not public."""
    return session.agent.signature_on(view.account.network) if view.visibility is Visibility.PUBLIC else ""


def judge(
    session: Session,
    guardrails: Guardrails,
    view: DraftView,
    text: str,
    *,
    files: Sequence[DraftFile] = (),
    past_hours: bool = False,
    looked_again: bool = False,
) -> Verdict:
    """Return what the guardrails say of a draft now; with `past_hours` it is to go although the desk is closed.

    `looked_again`: the agent read this answer to abuse once more.
    """
    is_note = view.mode is DraftMode.NOTE
    return guardrails.judge(
        DraftFacts(
            text=signed(session, view, text),
            visibility=view.visibility,
            network=view.account.network,
            language=_known(view.case.language),
            thread_kind=view.thread.kind,
            account_role=None if is_note else view.account.role,
            account_id=None if is_note else view.account.id,
            thread_account_id=None if is_note else view.thread.account_id,
            has_care_account=_has_care(session, view.account),
            permission=None if is_note else view.permission,
            hours=None if is_note else session.hours.of(view.account),
            now=session.clock(),
            when_closed=session.hours.rules(view.account).replies,
            past_hours=past_hours,
            acknowledged=not is_note and session.hours.was_told(view.account, view.thread.id, session.clock()),
            own_values=own_values(session.store),
            own_handle=view.account.handle,
            customer_handle=view.thread.customer_handle,
            files=tuple(files),
            held_as=None if is_note else session.crisis.held_as(text),
            budget_left_micros=session.store.spending.left(view.account, session.clock()),
            said_lately=view.said_lately,
            answers_abuse=view.case.row.is_abuse,
            looked_again=looked_again,
        )
    )


def elsewhere(view: DraftView) -> Verdict | None:
    """Return what is to be said before anything is written where only the browser can answer, None elsewhere."""
    found = None if view.mode is DraftMode.NOTE else closed_way(view.permission, view.visibility)
    if found is None or Fix.OPEN_IN_BROWSER not in found.fixes:
        return None
    return verdict_of((replace(found, decision=Decision.ADVISE),))


def room_of(view: DraftView, *, files: bool = False) -> Room | None:
    """Return what one message holds in the draft's way of answering, None where there is no limit."""
    if view.mode is DraftMode.NOTE:
        return None
    network, visibility = view.account.network, view.visibility
    limit = view.permission.public_limit if visibility is Visibility.PUBLIC else view.permission.direct_limit
    if files:
        limit = file_rules_of(view).text_limit or limit
    if limit is None:
        return None
    url_weight = view.account.limits.url_weight or traits_of(network).url_weight
    recipient, own = view.thread.customer_handle, view.account.handle
    return Room(
        limit,
        counting_of(network, visibility),
        url_weight,
        byte_limit_of(network, visibility),
        lambda text: as_sent(text, network, recipient, own),
    )


def file_rules_of(view: DraftView) -> FileRules:
    """Return what files the draft's way of answering takes."""
    if view.mode is DraftMode.NOTE:
        return NO_FILES
    return view.permission.public_files if view.visibility is Visibility.PUBLIC else view.permission.direct_files


def left_to_write(session: Session, view: DraftView, text: str, *, files: bool = False) -> int | None:
    """Return how much may still be written in the network's unit, negative if over, None where there is no limit."""
    room = room_of(view, files=files)
    if room is None:
        return None
    return room.left(signed(session, view, text) if text.strip() else _signature_alone(session, view))


def speakers(session: Session, view: DraftView) -> Sequence[Account]:
    """Return the accounts that could speak in this conversation: those of its network that may answer."""
    return [
        account
        for account in session.store.accounts.all()
        if account.network is view.account.network and account.role is not AccountRole.MONITORED
    ]


def _signature_alone(session: Session, view: DraftView) -> str:
    """Return what the signature takes up in an empty reply."""
    signature = public_signature(session, view)
    return f" {signature}" if signature else ""


def private_kind(case: CaseDetail) -> ThreadKind | None:
    """Return the kind of the thread in which a private answer goes on, None while there is a public one alone."""
    thread = _thread(case, DraftMode.DIRECT)
    return thread.kind if thread is not None and thread.kind is not ThreadKind.PUBLIC else None


def _recency(thread: ThreadView, case: CaseDetail) -> datetime:
    """Return when a thread was last heard in or chosen to go on in; one that we began counts from then."""
    heard = thread.last_incoming_at or thread.last_at or case.first_at
    return heard if thread.chosen_at is None else max(heard, thread.chosen_at)


def _is_chosen(thread: ThreadView, case: CaseDetail) -> bool:
    """Tell whether an agent chose a thread to go on in private and nobody has written in it since."""
    return thread.chosen_at is not None and thread.chosen_at == _recency(thread, case)


def _thread(case: CaseDetail, mode: DraftMode) -> ThreadView | None:
    """Return the thread a mode writes in: the newest of its kind, else the newest of all."""
    newest_first = sorted(case.threads, key=lambda thread: _recency(thread, case), reverse=True)
    if mode is DraftMode.PUBLIC:
        wanted = [thread for thread in newest_first if thread.kind is ThreadKind.PUBLIC]
    else:
        wanted = [one for one in newest_first if one.kind is not ThreadKind.PUBLIC or _is_chosen(one, case)]
    return next(iter(wanted or newest_first), None)


def _care_account(session: Session, thread: ThreadView) -> AccountId:
    """Return the account that answers: the thread's own, or the network's care account for a brand's thread."""
    own = session.store.accounts.get(thread.account_id)
    if own is None or own.role is AccountRole.CARE:
        return thread.account_id
    care = [one for one in session.store.accounts.all() if one.network is own.network and one.role is AccountRole.CARE]
    return care[0].id if care else thread.account_id


def _has_care(session: Session, account: Account) -> bool:
    return any(one.role is AccountRole.CARE and one.network is account.network for one in session.store.accounts.all())


def _known(language: str) -> str | None:
    return None if language == "unknown" else language
