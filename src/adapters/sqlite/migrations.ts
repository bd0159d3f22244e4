/**
 * The file's layout, by number. Enters: an open database. Leaves: the same, at the newest layout.
 * A migration that was released is never edited; a change is the next number. A file newer than the code is refused, never touched.
 *
 * Large rows (activities, deliveries) are written twice in their lives: when they come and when they are finished. What moves in
 * between (who waits, who has the ticket, until when) lives in the narrow tables `waiting` and `open_deliveries`, which hold only
 * what is unfinished: marking, claiming and counting cost a few bytes a row, and nothing as the finished pile up. Bodies of requests lie apart, each once
 * for all the destinations that get it: a delivery is small, and moving it rewrites no body.
 */
import type { Database } from 'better-sqlite3';

const migrations: readonly string[] = [
  `
  CREATE TABLE activities (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    app TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    event TEXT,
    transaction_id TEXT,
    received_at INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    caused_by TEXT,
    body TEXT NOT NULL,
    state INTEGER NOT NULL,
    planned INTEGER,
    moved_at INTEGER,
    device TEXT,
    partner TEXT,
    attribution TEXT,
    rejected TEXT NOT NULL,
    reason TEXT
  ) STRICT;
  CREATE UNIQUE INDEX activities_id ON activities (app, id);
  CREATE UNIQUE INDEX activities_transaction ON activities (app, transaction_id, event)
    WHERE event IS NOT NULL AND transaction_id IS NOT NULL AND caused_by IS NULL;
  CREATE INDEX activities_app ON activities (app);
  CREATE INDEX activities_received ON activities (received_at);
  CREATE INDEX activities_partner ON activities (partner) WHERE partner IS NOT NULL;
  CREATE INDEX activities_kind ON activities (app, kind) WHERE kind NOT IN ('session', 'event', 'ad_revenue');
  CREATE INDEX activities_caused_by ON activities (app, caused_by) WHERE caused_by IS NOT NULL;
  CREATE INDEX activities_quarantined ON activities (state) WHERE state = 2;

  CREATE TABLE waiting (
    partition INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    queued_until INTEGER NOT NULL,
    PRIMARY KEY (partition, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX waiting_due ON waiting (partition, queued_until);
  CREATE TABLE takers (
    partition INTEGER PRIMARY KEY,
    taker TEXT,
    first_seq INTEGER NOT NULL,
    deaths INTEGER NOT NULL,
    split_to INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE parked (
    seq INTEGER PRIMARY KEY,
    partition INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX parked_until ON parked (until);

  CREATE TABLE activity_keys (
    app TEXT NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (app, key, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE touches (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    app TEXT NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE touch_keys (
    app TEXT NOT NULL,
    key TEXT NOT NULL,
    time INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (app, key, time, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX touch_keys_address ON touch_keys (time) WHERE key GLOB 'ip:*';

  CREATE TABLE source_hours (
    app TEXT NOT NULL,
    partner TEXT NOT NULL,
    sub TEXT NOT NULL,
    hour INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    conversions INTEGER NOT NULL,
    PRIMARY KEY (app, partner, sub, hour)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX source_hours_hour ON source_hours (hour);

  CREATE TABLE refusals (
    app TEXT NOT NULL,
    hour INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (app, hour, field, value)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX refusals_hour ON refusals (hour);

  CREATE TABLE costs (
    app TEXT NOT NULL,
    day TEXT NOT NULL,
    partner TEXT NOT NULL,
    link TEXT NOT NULL,
    campaign TEXT NOT NULL,
    adgroup TEXT NOT NULL,
    creative TEXT NOT NULL,
    source TEXT NOT NULL,
    model TEXT NOT NULL,
    currency TEXT NOT NULL,
    micros INTEGER,
    touches INTEGER,
    amount TEXT,
    posted_currency TEXT,
    posted_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX costs_place ON costs (app, day, partner, link, campaign, adgroup, creative, source, model, currency);
  CREATE INDEX costs_day ON costs (day);

  CREATE TABLE devices (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    app TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    UNIQUE (app, id)
  ) STRICT;
  CREATE TABLE device_keys (
    app TEXT NOT NULL,
    key TEXT NOT NULL,
    device INTEGER NOT NULL,
    PRIMARY KEY (app, key, device)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    app TEXT NOT NULL,
    activity TEXT NOT NULL,
    revision INTEGER NOT NULL,
    partner TEXT,
    callback TEXT,
    postback TEXT NOT NULL,
    request TEXT,
    body INTEGER,
    created_at INTEGER NOT NULL,
    template_version TEXT,
    settings_version TEXT,
    visible_to_partner INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    tries INTEGER NOT NULL,
    next_attempt_at INTEGER,
    attempts TEXT NOT NULL,
    test INTEGER
  ) STRICT;
  CREATE INDEX deliveries_created ON deliveries (created_at);
  CREATE INDEX deliveries_app ON deliveries (app, created_at);
  CREATE INDEX deliveries_partner ON deliveries (partner, created_at) WHERE partner IS NOT NULL;
  CREATE INDEX deliveries_callback ON deliveries (callback, created_at) WHERE callback IS NOT NULL;
  CREATE INDEX deliveries_activity ON deliveries (activity, created_at);
  CREATE INDEX deliveries_unsent ON deliveries (status, created_at) WHERE status IN ('retrying', 'failed');

  CREATE TABLE bodies (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;

  CREATE TABLE open_deliveries (
    delivery INTEGER PRIMARY KEY,
    destination INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    queued_until INTEGER NOT NULL,
    held INTEGER NOT NULL,
    ticket TEXT,
    claim INTEGER NOT NULL DEFAULT 0,
    delay_ms INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX open_deliveries_due ON open_deliveries (destination, due_at, held, queued_until);
  CREATE INDEX open_deliveries_free ON open_deliveries (destination, held, queued_until, due_at) WHERE held < 2;
  CREATE INDEX open_deliveries_ticket ON open_deliveries (ticket) WHERE ticket IS NOT NULL;
  CREATE INDEX open_deliveries_lost ON open_deliveries (due_at) WHERE lost >= 2;

  CREATE TABLE opt_outs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    app TEXT NOT NULL,
    environment TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    reason TEXT,
    forgotten INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX opt_outs_app ON opt_outs (app, seq);
  CREATE TABLE opt_out_keys (
    app TEXT NOT NULL,
    hash TEXT NOT NULL,
    opt_out INTEGER NOT NULL,
    PRIMARY KEY (app, hash, opt_out)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX opt_out_keys_opt_out ON opt_out_keys (opt_out);
  CREATE TABLE forgetting (
    seq INTEGER PRIMARY KEY,
    app TEXT NOT NULL,
    what TEXT NOT NULL,
    key TEXT NOT NULL,
    device TEXT,
    after INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE records (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    app TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX records_created ON records (kind, created_at, id);
  CREATE INDEX records_app ON records (kind, app, created_at, id) WHERE app IS NOT NULL;

  CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX answers_at ON answers (at);

  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO counters VALUES ('records', 0), ('opt_outs', 0), ('traces', 0);
  `,
];

/** The layout this code writes. */
export const layoutNewest = migrations.length;

function layoutOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Throws a plain Error that says so where the file is newer. Each number in a transaction of its own; a racing opener waits. */
export function migrate(db: Database, exclusively: (work: () => void) => void): void {
  const found = layoutOf(db);
  if (found > layoutNewest) {
    throw new Error(
      `The store's file has layout ${found}, this version knows ${layoutNewest}: it was written by a newer version.`,
    );
  }
  migrations.forEach((sql, index) => {
    const number = index + 1;
    if (layoutOf(db) >= number) return;
    exclusively(() => {
      if (layoutOf(db) >= number) return;
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    });
  });
}
