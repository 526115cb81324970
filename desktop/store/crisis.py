"""Crisis: how many wrote in each hour, the surges that were seen, and when crisis mode was on and by whose word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from desktop.model import AccountId, CrisisMode, Deed, HoldReason, HourCount, SeenSurge, Surge, Surging, Tick, Voice
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms, from_ms_or_none, to_ms

_HOUR_MS = 3_600_000
_SLOTS = 4096  # message keys are their time in milliseconds times this
_ANGRY = "m.message_class IN ('complaint', 'abuse')"
_WROTE = (
    "m.direction = 'incoming' AND m.deleted_at IS NULL AND m.mechanical IS NULL AND m.identity_id IS NOT NULL "
    "AND coalesce(m.message_class, '') <> 'noise'"
)
_COUNT_HOUR = (
    "INSERT INTO hour_count (account_id, hour, people, angry) "  # noqa: S608
    f"SELECT m.account_id, m.sent_at / {_HOUR_MS}, count(DISTINCT m.identity_id), "
    f"count(DISTINCT CASE WHEN {_ANGRY} THEN m.identity_id END) FROM message m "
    f"WHERE m.id >= ? AND m.id < ? AND {_WROTE} GROUP BY 1, 2 "
    "ON CONFLICT (account_id, hour) DO UPDATE SET people = max(people, excluded.people), "
    "angry = max(angry, excluded.angry)"
)
_SURGE = "id, account_id, kind, began_at, last_at, people, expected, saying, share, ended_at, muted_until"
_SNIPPET = 400  # code points


def mark_hours(db: Connection, moments: Iterable[int]) -> None:
    """Have the hours of some moments (milliseconds) counted, inside the transaction that stored what came in them."""
    hours = sorted({at // _HOUR_MS for at in moments})
    db.write_many("INSERT OR IGNORE INTO hour_dirty (hour) VALUES (?)", [(hour,) for hour in hours])


class Crisis:
    """Reads and writes of surges and of crisis mode on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    # --- counts -----------------------------------------------------------------------------------------------

    def count(self, account_id: AccountId, since: datetime, until: datetime) -> tuple[int, int]:
        """Return how many people wrote to an account from `since` until before `until`, and how many angrily.

        Angry is who wrote a complaint or an insult. Spam and machines don't count.
        """
        row = self._db.read_one(
            f"SELECT count(DISTINCT m.identity_id), count(DISTINCT CASE WHEN {_ANGRY} THEN m.identity_id END) "  # noqa: S608
            f"FROM message m WHERE m.id >= ? AND m.id < ? AND +m.account_id = ? AND {_WROTE}",
            (to_ms(since) * _SLOTS, to_ms(until) * _SLOTS, account_id),
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def count_hours(self, since: datetime, until: datetime, limit: int) -> int:
        """Count of the whole hours from `since` until before `until` at most `limit` in which something came.

        Newest first, in one transaction; return how many there were. Intake marks an hour when it stores a message of
        it, however old, so that an hour is counted when it is over and again when more of it came. A kept count never
        shrinks: what was erased or cleaned away since did come.
        """
        hours = self._db.read_column(
            "SELECT hour FROM hour_dirty WHERE hour >= ? AND hour < ? ORDER BY hour DESC LIMIT ?",
            (to_ms(since) // _HOUR_MS, to_ms(until) // _HOUR_MS, limit),
        )
        if hours:
            spans = [(hour * _HOUR_MS * _SLOTS, (hour + 1) * _HOUR_MS * _SLOTS) for hour in hours]
            with self._db.writing():
                self._db.write_many(_COUNT_HOUR, spans)
                self._db.write_many("DELETE FROM hour_dirty WHERE hour = ?", [(hour,) for hour in hours])
        return len(hours)

    def keep_hours(self, account_id: AccountId, hours: Iterable[HourCount]) -> None:
        """Keep counts that were made elsewhere; like those made here they only grow."""
        with self._db.writing():
            self._db.write_many(
                "INSERT INTO hour_count (account_id, hour, people, angry) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account_id, hour) DO UPDATE SET people = max(people, excluded.people), "
                "angry = max(angry, excluded.angry)",
                [(account_id, to_ms(one.start) // _HOUR_MS, one.people, one.angry) for one in hours],
            )

    def hours(self, account_id: AccountId, since: datetime) -> tuple[HourCount, ...]:
        """Return the kept hours of an account from `since` on, oldest first; silent ones are left out."""
        rows = self._db.read(
            "SELECT hour, people, angry FROM hour_count WHERE account_id = ? AND hour >= ? ORDER BY hour",
            (account_id, -(-to_ms(since) // _HOUR_MS)),
        )
        return tuple(HourCount(from_ms(hour * _HOUR_MS), people, angry) for hour, people, angry in rows)

    def forget_hours(self, before: datetime) -> None:
        """Forget the counts of hours that began before a moment, and that any of them are to be counted."""
        with self._db.writing():
            for table in ("hour_count", "hour_dirty"):
                self._db.write(f"DELETE FROM {table} WHERE hour < ?", (to_ms(before) // _HOUR_MS,))  # noqa: S608

    def voices(
        self, account_id: AccountId, since: datetime, until: datetime, limit: int, *, angry: bool = False
    ) -> tuple[Voice, ...]:
        """Return who wrote to an account in that time, newest first, each with what they wrote last then.

        `angry`: only who wrote a complaint or an insult. At most `limit` people; of each at most 400 code points.
        """
        mood = f"AND {_ANGRY}" if angry else ""
        rows = self._db.read(
            f"SELECT m.case_id, i.name, i.handle, substr(m.text, 1, {_SNIPPET}), m.sent_at, sum({_ANGRY}), max(m.id) "  # noqa: S608
            "FROM message m JOIN identity i ON i.id = m.identity_id "
            f"WHERE m.id >= ? AND m.id < ? AND +m.account_id = ? AND {_WROTE} {mood} GROUP BY m.identity_id "
            "ORDER BY max(m.id) DESC LIMIT ?",
            (to_ms(since) * _SLOTS, to_ms(until) * _SLOTS, account_id, limit),
        )
        return tuple(Voice(row[0], row[1], row[2], row[3], from_ms(row[4]), bool(row[5])) for row in rows)

    def texts(self, account_id: AccountId, since: datetime, until: datetime, limit: int) -> tuple[str, ...]:
        """Return the newest texts that were written to an account in that time, one a person."""
        return tuple(one.text for one in self.voices(account_id, since, until, limit))

    # --- surges -----------------------------------------------------------------------------------------------

    def surges(self, limit: int = 20) -> tuple[SeenSurge, ...]:
        """Return the surges that are going on, then those that are over, each newest first."""
        rows = self._db.read(
            f"SELECT {_SURGE} FROM surge ORDER BY ended_at IS NOT NULL, began_at DESC, id DESC LIMIT ?",  # noqa: S608
            (limit,),
        )
        return tuple(_surge(row) for row in rows)

    def going_on(self) -> tuple[SeenSurge, ...]:
        """Return the surges that are going on, newest first. One short read."""
        return tuple(one for one in self.surges() if one.ended_at is None)

    def surge(self, surge_id: int) -> SeenSurge | None:
        """Return a surge, None if there is none."""
        row = self._db.read_one(f"SELECT {_SURGE} FROM surge WHERE id = ?", (surge_id,))  # noqa: S608
        return _surge(row) if row else None

    def see(self, account_id: AccountId, surge: Surge, *, saying: str, share: int, at: datetime) -> tuple[int, bool]:
        """Keep what was just seen of a surge; return its id and whether it has begun with this.

        A surge of the same kind that goes on at the same account takes the new figures.
        """
        with self._db.writing():
            row = self._db.read_one(
                "SELECT id FROM surge WHERE account_id = ? AND kind = ? AND ended_at IS NULL",
                (account_id, surge.of.value),
            )
            if row is None:
                key = self._db.insert(
                    "INSERT INTO surge (account_id, kind, began_at, last_at, people, expected, saying, share) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        account_id,
                        surge.of.value,
                        to_ms(at),
                        to_ms(at),
                        surge.people,
                        surge.expected,
                        saying,
                        share,
                    ),
                )
                return key, True
            self._db.write(
                "UPDATE surge SET last_at = ?, people = ?, expected = ?, saying = ?, share = ? WHERE id = ?",
                (to_ms(at), surge.people, surge.expected, saying, share, row[0]),
            )
        return int(row[0]), False

    def end_quiet(self, quiet: timedelta, at: datetime) -> tuple[int, ...]:
        """End the surges that were not seen for as long as `quiet`; return their ids."""
        before = to_ms(at - quiet)
        with self._db.writing():
            ids = self._db.read_column("SELECT id FROM surge WHERE ended_at IS NULL AND last_at < ?", (before,))
            self._db.write("UPDATE surge SET ended_at = ? WHERE ended_at IS NULL AND last_at < ?", (to_ms(at), before))
        return tuple(ids)

    def mute(self, surge_ids: Iterable[int], until: datetime | None, *, actor: str, at: datetime) -> None:
        """Let no banner tell of surges until a moment (None: let it again), and journal who said so."""
        with self._db.writing():
            for surge_id in surge_ids:
                self._db.write(
                    "UPDATE surge SET muted_until = ? WHERE id = ?", (to_ms(until) if until else None, surge_id)
                )
                after = ["muted", surge_id, until.isoformat() if until else None]
                self._journal.record(Deed.CRISIS, actor=actor, at=at, after=after)

    # --- crisis mode ------------------------------------------------------------------------------------------

    def mode(self) -> CrisisMode | None:
        """Return crisis mode if it is on, else None. One short read."""
        row = self._db.read_one("SELECT id, on_at, on_by, off_at, off_by FROM crisis_mode WHERE off_at IS NULL")
        return _mode(row) if row else None

    def modes(self, limit: int = 20) -> tuple[CrisisMode, ...]:
        """Return when crisis mode was on and by whose word, newest first."""
        rows = self._db.read(
            "SELECT id, on_at, on_by, off_at, off_by FROM crisis_mode ORDER BY id DESC LIMIT ?", (limit,)
        )
        return tuple(_mode(row) for row in rows)

    def switch_on(self, *, actor: str, at: datetime) -> CrisisMode:
        """Switch crisis mode on by a person's word and journal it; what is on already stays as it is."""
        with self._db.writing():
            on = self.mode()
            if on is None:
                self._db.insert("INSERT INTO crisis_mode (on_at, on_by) VALUES (?, ?)", (to_ms(at), actor))
                self._journal.record(Deed.CRISIS, actor=actor, at=at, before="off", after="on")
                on = self.mode()
        assert on is not None
        return on

    def switch_off(self, *, actor: str, at: datetime) -> CrisisMode | None:
        """Switch crisis mode off by a person's word and journal it; return what was on, None if nothing was."""
        with self._db.writing():
            on = self.mode()
            if on is not None:
                self._db.write("UPDATE crisis_mode SET off_at = ?, off_by = ? WHERE id = ?", (to_ms(at), actor, on.id))
                self._journal.record(Deed.CRISIS, actor=actor, at=at, before="on", after="off")
        return on

    def held(self) -> int:
        """Return how many texts crisis mode holds; one in several parts is one."""
        row = self._db.read_one(
            "SELECT count(DISTINCT CASE series WHEN '' THEN uid ELSE series END) FROM delivery "
            "WHERE state NOT IN ('sent', 'cancelled') AND state = 'held' AND hold_reason = ?",  # for its index
            (HoldReason.CRISIS.value,),
        )
        return int(row[0]) if row else 0

    # --- the playbook of a crisis -----------------------------------------------------------------------------

    def ticks(self, mode_id: int) -> tuple[Tick, ...]:
        """Return the steps that were done while crisis mode was on that time, in the order of doing."""
        rows = self._db.read("SELECT step, agent, at FROM crisis_tick WHERE mode_id = ? ORDER BY at, step", (mode_id,))
        return tuple(Tick(step, agent, from_ms(at)) for step, agent, at in rows)

    def set_tick(self, mode_id: int, step: str, *, done: bool, actor: str, at: datetime) -> bool:
        """Note that a step was done, or was not after all, and journal it; False if it stood so already."""
        with self._db.writing():
            before = self._db.read_one("SELECT 1 FROM crisis_tick WHERE mode_id = ? AND step = ?", (mode_id, step))
            if done == (before is not None):
                return False
            if done:
                self._db.write(
                    "INSERT INTO crisis_tick (mode_id, step, agent, at) VALUES (?, ?, ?, ?)",
                    (mode_id, step, actor, to_ms(at)),
                )
            else:
                self._db.write("DELETE FROM crisis_tick WHERE mode_id = ? AND step = ?", (mode_id, step))
            self._journal.record(Deed.PLAYBOOK, actor=actor, at=at, before=not done, after=[step, done])
        return True


def _surge(row: Sequence[Any]) -> SeenSurge:
    return SeenSurge(
        id=row[0],
        account_id=AccountId(row[1]),
        of=Surging(row[2]),
        began_at=from_ms(row[3]),
        last_at=from_ms(row[4]),
        people=row[5],
        expected=row[6],
        saying=row[7],
        share=row[8],
        ended_at=from_ms_or_none(row[9]),
        muted_until=from_ms_or_none(row[10]),
    )


def _mode(row: Sequence[Any]) -> CrisisMode:
    return CrisisMode(row[0], from_ms(row[1]), row[2], from_ms_or_none(row[3]), row[4])
