import type { CallEnd, Intent } from '../model.js';
import { clean } from './clean.js';
import { ranges } from './ranges.js';

/** Keeps a call that is about to leave, and gives its key. Takes `openValues`. */
export const OPEN_CALL = `
  INSERT INTO calls (run, session, rows, started_at, code, excerpt) VALUES (?, ?, ?, ?, '', '') RETURNING key`;

/** Keeps how it ended. Takes `closeValues`. */
export const CLOSE_CALL = `
  UPDATE calls SET duration_ms = ?, http_status = ?, verdict = ?, code = ?, excerpt = ?
  WHERE key = ? AND run = ? AND session = ?`;

/** Closes the calls of which nothing was heard when their process died. Takes the run. */
export const CLOSE_OPEN_CALLS = `
  UPDATE calls SET duration_ms = 0, verdict = 'no_reply', code = 'interrupted' WHERE run = ? AND verdict IS NULL`;

/** The calls that were closed so. Takes the run. */
export const INTERRUPTED_CALLS = `
  SELECT rows, started_at FROM calls WHERE run = ? AND code = 'interrupted' ORDER BY key`;

export function openValues(run: number, session: number, { rows, startedAt }: Intent): unknown[] {
  return [run, session, ranges(rows), Math.round(startedAt)];
}

export function closeValues(run: number, session: number, end: CallEnd): unknown[] {
  return [
    Math.round(end.durationMs),
    end.httpStatus,
    end.verdict,
    clean(end.code),
    clean(end.excerpt),
    end.key,
    run,
    session,
  ];
}
