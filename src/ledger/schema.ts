import type Database from 'libsql';
import { ConfigError } from '../errors.js';
import { integer, row } from './narrow.js';
import { transaction } from './transaction.js';

/**
 * The steps from an empty file to today's ledger; `user_version` counts those taken. A step that has been released
 * is never changed: a new one is added below it. Times are milliseconds since 1970.
 */
export const MIGRATIONS: readonly string[] = [
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
  // Sessions, locks, and who was sent to. How a run ended is now how its last session did.
  `
  CREATE TABLE sessions (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    -- how it ended: all null while it goes on, and after a crash
    end_status TEXT,
    stop TEXT,
    reason TEXT,
    exit INTEGER,
    rows INTEGER,
    rows_left INTEGER,
    calls INTEGER,
    retries INTEGER,
    throttled INTEGER,
    ended_at INTEGER,
    report_written TEXT, -- null when there is none
    rejects_written TEXT,
    PRIMARY KEY (run, number)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO sessions
    SELECT key, 1, 'import', started_at, end_status, stop, reason, exit, rows,
      CASE WHEN end_status IS NOT NULL
        THEN (SELECT count(*) FROM outcomes WHERE outcomes.run = runs.key AND status = 'not_sent') END,
      calls, retries, throttled, ended_at, report, rejects
    FROM runs;

  ALTER TABLE runs DROP COLUMN end_status;
  ALTER TABLE runs DROP COLUMN stop;
  ALTER TABLE runs DROP COLUMN reason;
  ALTER TABLE runs DROP COLUMN exit;
  ALTER TABLE runs DROP COLUMN rows;
  ALTER TABLE runs DROP COLUMN calls;
  ALTER TABLE runs DROP COLUMN retries;
  ALTER TABLE runs DROP COLUMN throttled;
  ALTER TABLE runs DROP COLUMN ended_at;
  -- From here on report and rejects of a run are where they go, written or not.
  UPDATE runs SET report = coalesce(report, ''), rejects = coalesce(rejects, '');
  ALTER TABLE runs ADD COLUMN defuse INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE runs ADD COLUMN input_path TEXT; -- null: standard input, or not known
  ALTER TABLE runs ADD COLUMN content TEXT; -- SHA-256 in hex
  ALTER TABLE runs ADD COLUMN bytes INTEGER;
  ALTER TABLE runs ADD COLUMN rows_expected INTEGER;
  CREATE INDEX runs_by_account ON runs (account);

  ALTER TABLE calls ADD COLUMN session INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX calls_interrupted ON calls (run) WHERE code = 'interrupted';

  -- The right to send for an account. The token is of the one owner, the run is named before it begins.
  CREATE TABLE locks (
    account TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    run TEXT NOT NULL,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    since INTEGER NOT NULL,
    beat_at INTEGER NOT NULL
  ) STRICT;

  -- An account and the call fields that numbers were sent with: a number that was sent to one of them knows its key.
  CREATE TABLE audiences (
    key INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    call TEXT NOT NULL,
    UNIQUE (account, call)
  ) STRICT;
  -- Both null unless a repeat may harm.
  ALTER TABLE outcomes ADD COLUMN audience INTEGER;
  ALTER TABLE outcomes ADD COLUMN digits INTEGER; -- E.164
  CREATE INDEX outcomes_sent ON outcomes (audience, digits)
    WHERE audience IS NOT NULL AND status IN ('ok', 'unknown');
  `,
  // What a run had come to when a session of it ended, so that a list of runs need not count their rows.
  `
  ALTER TABLE sessions ADD COLUMN counts TEXT; -- JSON: [status, result, rows], …; null: the rows are to be counted
  UPDATE sessions SET counts = (
    SELECT json_group_array(json_array(status, result, n)) FROM (
      SELECT status, result, count(*) AS n FROM outcomes WHERE outcomes.run = sessions.run GROUP BY status, result))
  WHERE end_status IS NOT NULL
    AND number = (SELECT max(number) FROM sessions AS later WHERE later.run = sessions.run);
  `,
  // What was said before a session began: mapping, settings, cautions.
  `
  ALTER TABLE sessions ADD COLUMN notices TEXT NOT NULL DEFAULT '[]'; -- JSON array
  `,
  // What has happened and does not stand in the tables yet, in the order in which it did.
  `
  CREATE TABLE journal (
    key INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    entries TEXT NOT NULL -- JSON: [kind, key, values …], …
  ) STRICT;
  CREATE INDEX journal_by_run ON journal (run);
  `,
];

/**
 * Brings an open database to today's schema, in one transaction, and proves on the way that it can be written.
 * A schema of a later program is a ConfigError, and is left as it is.
 */
export function migrate(db: Database.Database, path: string): void {
  transaction(db, () => {
    const version = versionOf(db, path);
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** Throws a ConfigError unless a database that may only be read has today's schema. */
export function requireToday(db: Database.Database, path: string): void {
  const version = versionOf(db, path);
  if (version === MIGRATIONS.length) return;
  throw new ConfigError(
    `${path} was made by an older contact-push (its schema is version ${version}, this program has ${MIGRATIONS.length}), and may not be written here. Where it may, contact-push runs brings it up to date.`,
  );
}

function versionOf(db: Database.Database, path: string): number {
  const [found] = db.prepare('PRAGMA user_version').all();
  const version = integer(row(found)['user_version']);
  if (version <= MIGRATIONS.length) return version;
  throw new ConfigError(
    `${path} was made by a newer contact-push (its schema is version ${version}, this program knows ${MIGRATIONS.length}). Update contact-push, or name another folder with --state-dir.`,
  );
}
