import type { Stop } from '../model.js';
import { clean } from './clean.js';
import type { RunEnd, SessionKind, SessionRecord } from './ledger.js';
import { integer, nullable, oneOf, parsed, row, text, texts } from './narrow.js';

/** Takes the run, its number, its kind, when it began, and what was said before it, as JSON. */
export const ADD_SESSION = 'INSERT INTO sessions (run, number, kind, started_at, notices) VALUES (?, ?, ?, ?, ?)';

/** Takes `endValues`. */
export const END_SESSION = `
  UPDATE sessions SET end_status = ?, stop = ?, reason = ?, exit = ?, rows = ?, rows_left = ?, calls = ?, retries = ?,
    throttled = ?, ended_at = ?, report_written = ?, rejects_written = ?, counts = ?
  WHERE run = ? AND number = ?`;

/** Takes a run. Gives what `readSession` reads, in the order in which they began. */
export const SESSIONS = 'SELECT * FROM sessions WHERE run = ? ORDER BY number';

const KINDS = ['import', 'resume', 'retry', 'reconcile'] as const satisfies readonly SessionKind[];
const ENDS = ['finished', 'stopped', 'interrupted'] as const satisfies readonly RunEnd['status'][];
// An object, so that the compiler misses a word that is forgotten here.
const STOPS: Readonly<Record<Stop, Stop>> = {
  credentials: 'credentials',
  account: 'account',
  settings: 'settings',
  errors: 'errors',
  outage: 'outage',
  signal: 'signal',
  ledger: 'ledger',
  input: 'input',
};

/** `counts` is what the run has come to, as text. */
export function endValues(run: number, session: number, end: RunEnd, counts: string): unknown[] {
  return [
    end.status,
    end.stop,
    clean(end.reason),
    end.exit,
    end.rows,
    end.left,
    end.calls,
    end.retries,
    end.throttled,
    Math.round(end.endedAt),
    end.report,
    end.rejects,
    counts,
    run,
    session,
  ];
}

export function readSession(value: unknown): SessionRecord {
  const found = row(value);
  return {
    number: integer(found['number']),
    kind: oneOf(KINDS, found['kind']),
    startedAt: integer(found['started_at']),
    notices: texts(parsed(found['notices'])),
    end: readEnd(found),
  };
}

/** null while the session goes on, and after a crash. */
export function readEnd(found: Readonly<Record<string, unknown>>): RunEnd | null {
  if (found['end_status'] === null) return null;
  return {
    status: oneOf(ENDS, found['end_status']),
    stop: nullable(found['stop'], (value) => oneOf(Object.values(STOPS), value)),
    reason: text(found['reason']),
    exit: integer(found['exit']),
    rows: integer(found['rows']),
    left: integer(found['rows_left']),
    calls: integer(found['calls']),
    retries: integer(found['retries']),
    throttled: integer(found['throttled']),
    endedAt: integer(found['ended_at']),
    report: nullable(found['report_written'], text),
    rejects: nullable(found['rejects_written'], text),
  };
}
