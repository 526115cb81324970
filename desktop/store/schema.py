"""The tables. Facts, intentions and the projection that the inbox reads are different tables.

TABLES are those of the first version; what came later is in the migrations. The projection is always today's: it is
rebuilt after every migration.

Facts (engine): account_health, sync_cursor, spending, identity, customer, cases, thread, message and what hangs on it,
impostor_sighting, hour_count, hour_dirty, surge.
Intentions (window): account, case_intent, note, case_tag, customer_note, customer_tag, draft, setting, canned,
known_face, abuse_mark, hush, presence, draft_aside, crisis_mode,
crisis_tick, playbook_tick.
Both: delivery and moderation (the window makes and takes back, the engine reports; one function changes a state) and
journal.
Projection: case_row, refreshed from the view case_projection by whoever changed a fact or an intention.

Times are milliseconds since 1970, UTC. `message.id` is its time shifted left by 12 bits plus a hash of its remote
id: keys sort by time, so timelines and search results come newest or oldest first straight from the index.
"""

from __future__ import annotations

TABLES = """
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    network TEXT NOT NULL,
    name TEXT NOT NULL,
    handle TEXT NOT NULL,
    role TEXT NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE TABLE account_health (
    account_id INTEGER PRIMARY KEY REFERENCES account(id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    since INTEGER,
    last_sync_at INTEGER,
    retry_at INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    limits TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE sync_cursor (
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    since_at INTEGER NOT NULL
) STRICT;

CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer(id),
    network TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    followers INTEGER,
    verified INTEGER NOT NULL DEFAULT 0,
    avatar_url TEXT,
    first_seen_at INTEGER NOT NULL,
    link_reason TEXT NOT NULL,
    incoming INTEGER NOT NULL DEFAULT 0,
    UNIQUE (network, remote_id)
) STRICT;
CREATE INDEX identity_customer ON identity(customer_id);

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customer(id),
    identity_id INTEGER NOT NULL REFERENCES identity(id),
    network TEXT NOT NULL,
    thread_kind TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_in_at INTEGER,
    last_out_at INTEGER,
    snippet TEXT NOT NULL DEFAULT '',
    snippet_ours INTEGER NOT NULL DEFAULT 0,
    messages INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT 'unknown',
    message_class TEXT,
    priority INTEGER NOT NULL DEFAULT 0,
    reasons TEXT NOT NULL DEFAULT '[]',
    factors TEXT NOT NULL DEFAULT '[]',
    awaiting_since INTEGER,
    due_at INTEGER,
    reopened_at INTEGER NOT NULL DEFAULT 0,
    woken_at INTEGER NOT NULL DEFAULT 0,
    merged_into INTEGER REFERENCES cases(id)
) STRICT;
CREATE INDEX cases_customer ON cases(customer_id);

CREATE TABLE case_intent (
    case_id INTEGER PRIMARY KEY REFERENCES cases(id) ON DELETE CASCADE,
    status TEXT,
    status_at INTEGER NOT NULL DEFAULT 0,
    assignee TEXT,
    snoozed_until INTEGER,
    read_at INTEGER NOT NULL DEFAULT 0,
    priority INTEGER
) STRICT;

CREATE TABLE thread (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id),
    home_case_id INTEGER NOT NULL REFERENCES cases(id),
    account_id INTEGER NOT NULL REFERENCES account(id),
    identity_id INTEGER NOT NULL REFERENCES identity(id),
    kind TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    subject_key TEXT NOT NULL DEFAULT '',
    last_at INTEGER NOT NULL,
    UNIQUE (account_id, remote_id)
) STRICT;
CREATE INDEX thread_case ON thread(case_id);
CREATE INDEX thread_identity ON thread(identity_id);

CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account(id),
    remote_id TEXT NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases(id),
    thread_id INTEGER NOT NULL REFERENCES thread(id),
    identity_id INTEGER REFERENCES identity(id),
    direction TEXT NOT NULL,
    visibility TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    text TEXT NOT NULL,
    language TEXT,
    message_class TEXT,
    in_reply_to TEXT,
    permalink TEXT,
    engagement TEXT,
    mechanical TEXT,
    agent TEXT,
    edited_at INTEGER,
    deleted_at INTEGER,
    has_parts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, remote_id)
) STRICT;
CREATE INDEX message_case ON message(case_id, id);

CREATE TABLE message_part (
    message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
    subject TEXT NOT NULL DEFAULT '',
    quoted TEXT NOT NULL DEFAULT '',
    html TEXT,
    refs TEXT NOT NULL DEFAULT '[]',
    repairs TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    message_id INTEGER REFERENCES message(id) ON DELETE CASCADE,
    delivery_id INTEGER REFERENCES delivery(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content_id TEXT,
    inline INTEGER NOT NULL DEFAULT 0,
    dangerous INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attachment_message ON attachment(message_id) WHERE message_id IS NOT NULL;
CREATE INDEX attachment_delivery ON attachment(delivery_id) WHERE delivery_id IS NOT NULL;

CREATE TABLE attachment_content (
    attachment_id INTEGER PRIMARY KEY REFERENCES attachment(id) ON DELETE CASCADE,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    case_id INTEGER NOT NULL REFERENCES cases(id),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX note_case ON note(case_id);

CREATE TABLE case_tag (
    case_id INTEGER NOT NULL REFERENCES cases(id),
    tag TEXT NOT NULL,
    PRIMARY KEY (case_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_note (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customer(id),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_note_customer ON customer_note(customer_id);

CREATE TABLE customer_tag (
    customer_id INTEGER NOT NULL REFERENCES customer(id),
    tag TEXT NOT NULL,
    PRIMARY KEY (customer_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    case_id INTEGER PRIMARY KEY REFERENCES cases(id),
    uid TEXT NOT NULL UNIQUE,
    mode TEXT NOT NULL,
    text TEXT NOT NULL,
    thread_id INTEGER REFERENCES thread(id),
    account_id INTEGER REFERENCES account(id),
    attachments TEXT NOT NULL DEFAULT '[]',
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    case_id INTEGER NOT NULL REFERENCES cases(id),
    thread_id INTEGER NOT NULL REFERENCES thread(id),
    account_id INTEGER NOT NULL REFERENCES account(id),
    visibility TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    in_reply_to TEXT,
    recipient TEXT NOT NULL DEFAULT '',
    refs TEXT NOT NULL DEFAULT '[]',
    created_at INTEGER NOT NULL,
    hold_reason TEXT,
    not_before INTEGER,
    override_reason TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    committing INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER,
    error TEXT NOT NULL DEFAULT '',
    message_id INTEGER REFERENCES message(id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_case ON delivery(case_id);
CREATE INDEX delivery_open ON delivery(state, account_id) WHERE state NOT IN ('sent', 'cancelled');

CREATE TABLE canned (
    uid TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    case_id INTEGER,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX journal_case ON journal(case_id, id) WHERE case_id IS NOT NULL;

CREATE VIRTUAL TABLE message_fts USING fts5(
    text, subject, author,
    content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE customer_fts USING fts5(
    name, handles,
    content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
"""

PROJECTION = """
CREATE TABLE case_row (
    case_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    customer_uid TEXT NOT NULL,
    name TEXT NOT NULL,
    handle TEXT NOT NULL,
    network TEXT NOT NULL,
    thread_kind TEXT NOT NULL,
    snippet TEXT NOT NULL,
    snippet_ours INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    status TEXT NOT NULL,
    assignee TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    message_class TEXT,
    priority INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    due_at INTEGER,
    urgency INTEGER NOT NULL,
    snoozed_until INTEGER,
    queued INTEGER NOT NULL,
    listening INTEGER NOT NULL,
    account_id INTEGER,
    impostor INTEGER NOT NULL,
    abuse INTEGER NOT NULL,
    at_risk_at INTEGER,
    clock TEXT,
    all_hours INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    reach INTEGER NOT NULL
) STRICT;
CREATE INDEX case_row_urgency ON case_row(stage, assignee, listening, urgency, case_id);
CREATE INDEX case_row_newest ON case_row(stage, last_at);
CREATE INDEX case_row_newest_active ON case_row(assignee, listening, last_at) WHERE stage = 0;
CREATE INDEX case_row_reach ON case_row(stage, reach, last_at, case_id);
CREATE INDEX case_row_reach_active ON case_row(assignee, listening, reach, last_at, case_id) WHERE stage = 0;
CREATE INDEX case_row_due ON case_row(due_at, at_risk_at, case_id)
    WHERE stage = 0 AND due_at IS NOT NULL AND listening = 0;
CREATE INDEX case_row_risk ON case_row(at_risk_at) WHERE stage = 0 AND due_at IS NOT NULL AND listening = 0;
CREATE INDEX case_row_wall ON case_row(urgency, case_id) WHERE stage = 0 AND all_hours = 1;
CREATE INDEX case_row_repeat ON case_row(urgency, case_id)
    WHERE stage = 0 AND listening = 0 AND instr(reasons, '"asked_before"') > 0;
CREATE INDEX case_row_snoozed ON case_row(snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX case_row_impostors ON case_row(urgency, case_id) WHERE impostor = 1 AND stage < 4;
CREATE INDEX case_row_abuse ON case_row(urgency, case_id) WHERE abuse = 1 AND stage < 4;
"""

STAGE_ACTIVE, STAGE_WAITING, STAGE_SNOOZED, STAGE_HUSHED, STAGE_SOLVED, STAGE_MERGED = range(6)
"""Hushed is what an agent does not want to hear from now. A partial index names its stage in words."""
LISTED_DRAFTS = (
    "mode <> 'note' AND (text <> '' OR case_id IN (SELECT case_id FROM draft_file WHERE laid_aside IS NULL))"
)
"""The drafts that the drafts' lane holds: of answers, with a text or a file. A condition on `draft`."""
LISTED_ASIDE = "mode <> 'note' AND text <> ''"
"""The drafts beside a colleague's that the lane holds. A condition on `draft_aside`."""

NOTHING_DUE = 9_000_000_000_000_000
"""The urgency of a case that owes nothing, before its priority is taken off: after every due time."""
USUAL_RISK = 900_000
"""Milliseconds before its end from which a clock is at risk whose own moment is not worked out yet."""

PROJECTION_VIEW = f"""
CREATE VIEW case_projection AS
WITH joined AS (
    SELECT c.*, i.status AS wish, coalesce(i.status_at, 0) AS wish_at, coalesce(i.assignee, '') AS assignee,
        i.snoozed_until AS wish_until, coalesce(i.read_at, 0) AS read_at, coalesce(i.priority, c.priority) AS rank,
        p.uid AS customer_uid, p.name AS customer_name, n.handle AS handle,
        coalesce(n.followers, 0) AS reach, h.identity_id IS NOT NULL AS is_hushed,
        coalesce(b.abusive, c.message_class = 'abuse') AS is_abuse,
        EXISTS (SELECT 1 FROM thread t JOIN impostor_sighting g ON g.answered_thread_id = t.id
            JOIN identity f ON f.id = g.identity_id WHERE t.case_id = c.id AND NOT EXISTS (
            SELECT 1 FROM known_face k WHERE k.network = f.network
                AND k.handle = coalesce(nullif(ltrim(f.handle, '@'), ''), f.name))) AS impostor,
        (SELECT count(*) FROM delivery d WHERE d.case_id = c.id
            AND d.purpose = 'answer' AND d.state IN ('held', 'waiting', 'sending', 'unsure')) AS queued,
        (SELECT t.account_id FROM thread t WHERE t.case_id = c.id ORDER BY t.last_at DESC LIMIT 1) AS account_id
    FROM cases c
    JOIN customer p ON p.id = c.customer_id
    JOIN identity n ON n.id = c.identity_id
    LEFT JOIN case_intent i ON i.case_id = c.id
    LEFT JOIN abuse_mark b ON b.case_id = c.id
    LEFT JOIN hush h ON h.identity_id = c.identity_id
), staged AS (
    SELECT *, CASE
        WHEN merged_into IS NOT NULL THEN {STAGE_MERGED}
        WHEN wish = 'solved' AND reopened_at <= wish_at THEN {STAGE_SOLVED}
        WHEN is_hushed THEN {STAGE_HUSHED}
        WHEN wish_until IS NOT NULL AND reopened_at <= wish_at AND woken_at < wish_until THEN {STAGE_SNOOZED}
        WHEN wish = 'waiting' AND reopened_at <= wish_at THEN {STAGE_WAITING}
        WHEN awaiting_since IS NULL AND last_out_at IS NOT NULL
            AND NOT (coalesce(wish, '') = 'open' AND wish_at > last_out_at) THEN {STAGE_WAITING}
        ELSE {STAGE_ACTIVE} END AS stage
    FROM joined
), timed AS (
    SELECT *, CASE WHEN stage <> {STAGE_ACTIVE} THEN NULL
        WHEN solve_due_at IS NULL OR due_at <= solve_due_at THEN iif(due_at IS NULL, NULL,
            iif(last_out_at IS NULL, 'first_reply', 'next_reply'))
        ELSE 'resolution' END AS clock
    FROM staged
)
SELECT id AS case_id, customer_id, customer_uid, customer_name AS name, handle, network, thread_kind, snippet,
    snippet_ours,
    coalesce(last_in_at > read_at, 0) AS unread,
    stage,
    CASE stage WHEN {STAGE_MERGED} THEN 'merged' WHEN {STAGE_SOLVED} THEN 'solved' WHEN {STAGE_SNOOZED} THEN 'snoozed'
        WHEN {STAGE_WAITING} THEN 'waiting'
        ELSE CASE WHEN wish IS NULL AND assignee = '' AND last_out_at IS NULL THEN 'new' ELSE 'open' END END AS status,
    assignee, last_at, message_class, rank AS priority, reasons,
    CASE clock WHEN 'resolution' THEN solve_due_at ELSE iif(clock IS NULL, NULL, due_at) END AS due_at,
    CASE clock WHEN 'resolution' THEN solve_due_at ELSE iif(clock IS NULL, {NOTHING_DUE} - rank, due_at) END AS urgency,
    CASE WHEN stage = {STAGE_SNOOZED} THEN wish_until END AS snoozed_until,
    queued,
    (listening AND assignee = '') AS listening,
    account_id,
    impostor,
    coalesce(is_abuse, 0) OR is_hushed AS abuse,
    CASE clock WHEN 'resolution' THEN coalesce(solve_risk_at, solve_due_at - {USUAL_RISK})
        ELSE iif(clock IS NULL, NULL, coalesce(risk_at, due_at - {USUAL_RISK})) END AS at_risk_at,
    clock,
    CASE clock WHEN 'resolution' THEN solve_all_hours ELSE iif(clock IS NULL, 0, all_hours) END AS all_hours,
    (stage = {STAGE_ACTIVE} AND awaiting_since IS NOT NULL) AS owed,
    reach
FROM timed
"""

PROJECTION_COLUMNS = (
    "case_id, customer_id, customer_uid, name, handle, network, thread_kind, snippet, snippet_ours, unread, stage, "
    "status, assignee, last_at, message_class, priority, reasons, due_at, urgency, snoozed_until, queued, listening, "
    "account_id, impostor, abuse, at_risk_at, clock, all_hours, owed, reach"
)
