import type { SettledRows } from './ledger.js';
import { integer, nullable, row, text } from './narrow.js';

/**
 * What `readSettled` reads of the next rows with a fate. Takes the run, the row to begin after, whether a row in doubt is
 * sent again, and the most rows. A phone that begins with + is E.164, however it was sent; where the number of a contact
 * cannot be told, the row is as if it had no fate.
 */
export const SETTLED = `
  SELECT count(*) AS rows, min(row) AS first, max(row) AS last, max(is_open) AS is_open,
    group_concat(iif(is_contact, number, '')) AS numbers
  FROM (
    SELECT row, is_contact, number, status = 'not_sent' OR (is_contact AND number IS NULL)
      OR (?3 AND status = 'unknown' AND code = 'interrupted') AS is_open
    FROM (
      SELECT row, status, code,
        status <> 'invalid' AND NOT (status = 'duplicate' AND code IN ('duplicate', 'duplicate_other_group')) AS is_contact,
        CASE WHEN digits IS NOT NULL THEN digits WHEN phone GLOB '+[1-9]*' THEN substr(phone, 2) END AS number
      FROM outcomes WHERE run = ?1 AND row > ?2 ORDER BY row LIMIT ?4))`;

/** The rows of such a line, or undefined unless they all follow `after` and have fates that stay. */
export function readSettled(value: unknown, after: number): SettledRows | undefined {
  const found = row(value);
  const rows = integer(found['rows']);
  if (rows === 0 || integer(found['is_open']) !== 0) return undefined;
  // As many rows as there are numbers from the first to the last.
  if (nullable(found['first'], integer) !== after + 1 || nullable(found['last'], integer) !== after + rows)
    return undefined;
  return { first: after + 1, rows, numbers: text(found['numbers']) };
}
