"""The palette's controller: what is listed at once, what the store is asked for meanwhile, what choosing leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.model import CaseId, CustomerId
from desktop.store import Store, StoreError
from ui.bridge import JobRunner
from ui.session import Session
from ui.shell.palette import CommandPalette
from ui.shell.palette_actions import ActionRegistry
from ui.shell.palette_found import Front, PaletteContext
from ui.shell.palette_presenter import Query, present_palette, query_of
from ui.shell.palette_rows import Found, FoundCase, FoundCustomer, FoundTicket, OfferedReply, PaletteRow, RowKind

_SLOT = "palette"
_PAUSE_MS = 60
_CASES, _CUSTOMERS, _TICKETS, _FEW_TICKETS = 12, 6, 30, 4
_SHORTEST = 2  # letters from which tickets and tags are looked for without a mark
_HITS = 60
_RECENT = "palette.recent"


class PaletteController(QObject):
    """Fills the palette and carries out what is chosen. Window thread; the store is searched by the job runner."""

    case_requested = Signal(int)
    """A conversation is to be shown."""
    reply_requested = Signal(str)
    """The shortcut of a canned reply, without its stroke, that is to be put into the draft."""
    tag_requested = Signal(str)
    """A tag that the conversation in front is to carry."""
    search_requested = Signal(str)
    """Words that the list is to be searched for."""

    def __init__(
        self,
        session: Session,
        palette: CommandPalette,
        jobs: JobRunner,
        actions: ActionRegistry,
        replies: Callable[[], Sequence[OfferedReply]],
        front: Callable[[], Front] = Front,
    ) -> None:
        """`replies` returns the canned replies of the desk, `front` what is in front, whenever the palette opens."""
        super().__init__(palette)
        self._session = session
        self._palette = palette
        self._jobs = jobs
        self._actions = actions
        self._replies = replies
        self._front = front
        self._offered: Sequence[OfferedReply] = ()
        self._query = Query("")
        self._found = Found()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        palette.typed.connect(self._on_palette_typed)
        palette.row_chosen.connect(self._on_palette_row_chosen)
        palette.closed.connect(self._on_palette_closed)

    def open(self, typed: str = "") -> None:
        """Open the palette, or close it if it is open and nothing is asked for."""
        if not self._palette.isHidden() and not typed:
            self._palette.dismiss()
            return
        self._offered = tuple(self._replies())
        self._found = Found()
        self._palette.open(typed)

    def _on_palette_typed(self, typed: str) -> None:
        self._query = query_of(typed)
        only = self._query.only
        if only is RowKind.TICKET or (self._query.text and only in {None, RowKind.CUSTOMER}):
            self._pause.start()
        else:
            self._pause.stop()
            self._jobs.cancel(_SLOT)
            self._found = Found()
        self._show()

    def _search(self) -> None:
        query = self._query

        def show(found: Found) -> None:
            if query == self._query and not self._palette.isHidden():
                self._found = found
                self._show()

        self._jobs.run(_SLOT, lambda store: search_store(store, query), show, self._on_search_failed)

    def _on_search_failed(self, _error: StoreError) -> None:
        """Leave actions, views and replies: they need no store."""
        self._found = Found()
        self._show()

    def _show(self) -> None:
        session = self._session
        now = session.clock()
        context = PaletteContext(now, session.tz, session.hours.is_open(None, now), self._front())
        actions = self._actions
        items = present_palette(self._query, actions.all(), actions.recent, self._offered, self._found, context)
        self._palette.show_items(items)

    def _on_palette_row_chosen(self, row: PaletteRow) -> None:
        if row.kind is RowKind.ACTION:
            self._actions.run(str(row.key), by_name=True)
        elif row.kind is RowKind.REPLY:
            self.reply_requested.emit(str(row.key))
        elif row.kind is RowKind.TAG:
            self.tag_requested.emit(str(row.key))
        elif row.kind is RowKind.SEARCH:
            self.search_requested.emit(str(row.key))
        else:
            self.case_requested.emit(int(row.key))

    def _on_palette_closed(self) -> None:
        self._pause.stop()
        self._jobs.cancel(_SLOT)


def search_store(store: Store, query: Query) -> Found:
    """Return what matches: conversations with the newest messages, people, tickets, tags. In the job runner's thread.

    Nothing typed after the mark of tickets: those that are open.
    """
    text = query.text
    if query.only is RowKind.TICKET:
        return Found(tickets=_tickets(store, text, _TICKETS))
    texts: dict[int, str] = {}
    for hit in store.search.messages(text, _HITS):
        texts.setdefault(int(hit.case_id), hit.text)
    rows = store.lanes.rows(list(texts)[:_CASES])
    cases = [FoundCase(row, texts[int(row.id)]) for row in rows]
    customers = []
    for person in store.search.customers(text, _CUSTOMERS):
        found = _customer(store, person.customer_id)
        if found is not None:
            customers.append(found)
    if len(text) < _SHORTEST:
        return Found(tuple(cases), tuple(customers))
    return Found(tuple(cases), tuple(customers), _tickets(store, text, _FEW_TICKETS), store.cases.tags_in_use(text))


def remembered_actions(session: Session) -> ActionRegistry:
    """Return a registry that knows and keeps which actions were used last."""

    def remember(recent: Sequence[str]) -> None:
        try:
            session.store.settings.set(_RECENT, list(recent), session.clock())
        except StoreError:
            return  # an order of rows is worth no error message

    kept = session.store.settings.get(_RECENT)
    recent = [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []
    return ActionRegistry(recent, remember)


def _customer(store: Store, customer_id: CustomerId) -> FoundCustomer | None:
    profile = store.people.profile(customer_id)
    if profile is None or not profile.interactions_shown:
        return None
    newest = max(profile.interactions_shown, key=lambda one: one.last_at)
    case = next(iter(store.lanes.rows([CaseId(newest.case_id)])), None)
    handle = profile.identities[0].handle if profile.identities else ""
    networks = tuple(dict.fromkeys(one.network for one in profile.identities))
    uid = case.customer_uid if case is not None else ""
    return FoundCustomer(newest.case_id, uid, profile.name, handle, networks, profile.interactions)


def _tickets(store: Store, text: str, limit: int) -> tuple[FoundTicket, ...]:
    tickets = store.tickets.found(text, limit)
    names = {int(row.id): row.name for row in store.lanes.rows([one.case_id for one in tickets])}
    return tuple(
        FoundTicket(int(one.case_id), one.label, one.title, names.get(int(one.case_id), ""), one.state, one.state_name)
        for one in tickets
    )
