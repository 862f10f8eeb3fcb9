import { STATUSES } from '../model.js';
import type { Counts } from './ledger.js';
import { integer, oneOf, parsed, text } from './narrow.js';

/** Reads all rows of a run, whose key is `run`, and gives in `counts` what `readCounts` reads. */
export const countOf = (run: string): string => `
  SELECT json_group_array(json_array(status, result, n)) AS counts FROM (
    SELECT status, result, count(*) AS n FROM outcomes WHERE outcomes.run = ${run} GROUP BY status, result)`;

/** What was counted when the last session ended: no line while one goes on, after a crash, and where that may no longer hold. Takes the run. */
export const COUNTED = `
  SELECT counts FROM sessions
  WHERE run = ?1 AND number = (SELECT max(number) FROM sessions WHERE run = ?1)
    AND end_status IS NOT NULL AND counts IS NOT NULL`;

/** Makes nobody believe in what was counted before. Takes the run. */
export const UNCOUNT = 'UPDATE sessions SET counts = NULL WHERE run = ? AND counts IS NOT NULL';

/** Reads what `countOf` and `COUNTED` give. */
export function readCounts(value: unknown): Counts {
  const counts = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  const results: Record<string, number> = {};
  const entries = parsed(value);
  for (const entry of Array.isArray(entries) ? entries : []) {
    const [status, result, rows]: unknown[] = Array.isArray(entry) ? entry : [];
    const [word, n] = [oneOf(STATUSES, status), integer(rows)];
    counts[word] += n;
    if (word === 'ok' && result !== '') results[text(result)] = n;
  }
  return { counts, results };
}
