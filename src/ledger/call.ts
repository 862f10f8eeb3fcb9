import type { CallEnd, Intent } from '../model.js';
import { clean } from './clean.js';
import type { CallRecord } from './ledger.js';
import { integer, nullable, oneOf, row, text } from './narrow.js';
import { hasRow, ranges, rowsIn } from './ranges.js';
import type { Value } from './writer.js';

/**
 * Keeps so many calls. Takes the run, and for each `openValues` and `closeValues`. An older program that is at work on
 * another run takes the key after the last one there is: a call whose key is taken is left out, its rows keep their fates.
 */
export const openCalls = (calls: number): string => `
  INSERT INTO calls (run, key, session, rows, started_at, duration_ms, http_status, verdict, code, excerpt)
  VALUES ${Array(calls).fill('(?1, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
  ON CONFLICT DO NOTHING`;

/** Keeps how a call ended. Takes `closeValues`, its key and the run. */
export const CLOSE_CALL = `
  UPDATE calls SET duration_ms = ?, http_status = ?, verdict = ?, code = ?, excerpt = ? WHERE key = ? AND run = ?`;

/** The latest call of a run. Takes the run. */
export const LAST_CALL = 'SELECT max(key) AS key FROM calls WHERE run = ?';

/** Keys of calls grow within a run, and those of one run are no other's. Holds up to four thousand million calls a run. */
export function firstKey(run: number): number {
  return run * 2 ** 32;
}

/** Closes the calls of which nothing was heard when their process died. Takes the run. */
export const CLOSE_OPEN_CALLS = `
  UPDATE calls SET duration_ms = 0, verdict = 'no_reply', code = 'interrupted' WHERE run = ? AND verdict IS NULL`;

/** The calls that were closed so. Takes the run. */
export const INTERRUPTED_CALLS = `
  SELECT rows, started_at FROM calls WHERE run = ? AND code = 'interrupted' ORDER BY key`;

/**
 * Calls that may hold a row, in the order in which they began: those of several rows are for `callWith` to look into.
 * Takes the run, the key to begin after, and the row as text.
 */
export const CALLS_WITH = `
  SELECT key, session, rows, started_at, duration_ms, http_status, verdict, code, excerpt FROM calls
  WHERE run = ? AND key > ? AND (rows = ? OR instr(rows, '-') OR instr(rows, ',')) ORDER BY key`;

/** All calls of a run, in the order in which they began. Takes the run and the key to begin after. */
export const CALLS = `
  SELECT key, session, rows, started_at, duration_ms, http_status, verdict, code, excerpt FROM calls
  WHERE run = ? AND key > ? ORDER BY key`;

/** The call of such a line, or undefined where the row is not in it. */
export function callWith(value: unknown, number: number): CallRecord | undefined {
  const found = row(value);
  return hasRow(text(found['rows']), number) ? readCall(found) : undefined;
}

/** The call of a line of `CALLS`. */
export function readCall(value: unknown): CallRecord {
  const found = row(value);
  return {
    session: integer(found['session']),
    rows: rowsIn(text(found['rows'])),
    startedAt: integer(found['started_at']),
    durationMs: nullable(found['duration_ms'], integer),
    httpStatus: nullable(found['http_status'], integer),
    verdict: nullable(found['verdict'], (verdict) => oneOf(Object.values(VERDICTS), verdict)),
    code: text(found['code']),
    excerpt: text(found['excerpt']),
  };
}

// An object, so that the compiler misses a word that is forgotten here.
const VERDICTS: { readonly [Kind in CallEnd['verdict']]: Kind } = {
  answered: 'answered',
  refused: 'refused',
  throttled: 'throttled',
  unsure: 'unsure',
  stop: 'stop',
  no_reply: 'no_reply',
};

export function openValues(key: number, session: number, { rows, startedAt }: Intent): Value[] {
  return [key, session, ranges(rows), Math.round(startedAt)];
}

export function closeValues(end: CallEnd): Value[] {
  return [Math.round(end.durationMs), end.httpStatus, end.verdict, clean(end.code), clean(end.excerpt)];
}
