import type Database from 'libsql';
import { ConfigError } from '../errors.js';
import { integer, row } from './narrow.js';
import { transaction } from './transaction.js';

/**
 * The steps from an empty file to today's ledger; `user_version` counts those taken. A step that has been released
 * is never changed: a new one is added below it. Times are milliseconds since 1970.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE runs (
    key INTEGER PRIMARY KEY, -- grows with every run: the order in which they began
    id TEXT NOT NULL UNIQUE, -- as people type it
    provider TEXT NOT NULL,
    account TEXT NOT NULL,
    input TEXT NOT NULL,
    format TEXT NOT NULL,
    delimiter TEXT NOT NULL,
    columns TEXT NOT NULL, -- JSON array
    dry_run INTEGER NOT NULL,
    settings TEXT NOT NULL, -- JSON object
    started_at INTEGER NOT NULL,
    durable INTEGER NOT NULL,
    -- how it ended: all null while it goes on, and after a crash
    end_status TEXT,
    stop TEXT,
    reason TEXT,
    exit INTEGER,
    rows INTEGER,
    calls INTEGER,
    retries INTEGER,
    throttled INTEGER,
    ended_at INTEGER,
    report TEXT,
    rejects TEXT
  ) STRICT;

  -- A call that has left and of which nothing is known yet has no duration and no verdict.
  CREATE TABLE calls (
    key INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    rows TEXT NOT NULL, -- '1-100,103', in the order in which they were sent
    started_at INTEGER NOT NULL,
    duration_ms INTEGER,
    http_status INTEGER,
    verdict TEXT,
    code TEXT NOT NULL,
    excerpt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX calls_by_run ON calls (run);

  -- The latest fate of every row.
  CREATE TABLE outcomes (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    row INTEGER NOT NULL CHECK (row > 0),
    line INTEGER NOT NULL,
    status TEXT NOT NULL,
    result TEXT NOT NULL,
    phone TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    http_status INTEGER,
    provider_id TEXT NOT NULL,
    sent_at INTEGER,
    record TEXT, -- JSON: an array of cells (CSV), or a string that holds the text of the record (JSON)
    PRIMARY KEY (run, row)
  ) STRICT, WITHOUT ROWID;
  `,
  // How the input was written, so that rejects are written so too.
  `
  ALTER TABLE runs ADD COLUMN encoding TEXT NOT NULL DEFAULT 'utf-8';
  ALTER TABLE runs ADD COLUMN bom INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN quoting TEXT NOT NULL DEFAULT 'minimal';
  ALTER TABLE runs ADD COLUMN line_end TEXT NOT NULL DEFAULT 'lf';
  `,
];

/**
 * Brings an open database to today's schema, in one transaction, and proves on the way that it can be written.
 * A schema of a later program is a ConfigError, and is left as it is.
 */
export function migrate(db: Database.Database, path: string): void {
  transaction(db, () => {
    const [found] = db.prepare('PRAGMA user_version').all();
    const version = integer(row(found)['user_version']);
    if (version > MIGRATIONS.length) {
      throw new ConfigError(
        `${path} was made by a newer contact-push (its schema is version ${version}, this program knows ${MIGRATIONS.length}). Update contact-push, or name another folder with --state-dir.`,
      );
    }
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
