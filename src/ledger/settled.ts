import type { SettledRows } from './ledger.js';
import { integer, row, text } from './narrow.js';

/**
 * What `readSettled` reads of the next rows with a fate. Takes the run, the row to begin after, whether a row in doubt is
 * sent again, whether the run keeps digits, and the most rows. One text, since what crosses the binding costs by the value.
 */
export const SETTLED = `
  SELECT count(*) AS rows, max(row) AS last, group_concat(number) AS numbers FROM (
    SELECT row, CASE status
      WHEN 'not_sent' THEN '!'
      WHEN 'invalid' THEN ''
      WHEN 'unknown' THEN iif(?3 AND code = 'interrupted', '!', coalesce(digits, iif(?4 OR phone = '', '!', phone)))
      WHEN 'duplicate' THEN
        iif(code IN ('duplicate', 'duplicate_other_group'), '', coalesce(digits, iif(?4 OR phone = '', '!', phone)))
      ELSE coalesce(digits, iif(?4 OR phone = '', '!', phone)) END || '' AS number
    FROM outcomes WHERE run = ?1 AND row > ?2 ORDER BY row LIMIT ?5)`;

// Where digits are not kept, a phone that begins with + tells them.
const NO_DIGITS = /(?:^|,)(?![1-9]|,|$)/;
const NO_E164 = /(?:^|,)(?!\+[1-9]|,|$)/;

/**
 * The rows of such a line up to the first whose fate may change, or whose number is not known; `ends` where there is one.
 * Undefined unless they all follow `after`, and each other.
 */
export function readSettled(
  value: unknown,
  after: number,
  keepsDigits: boolean,
): { readonly settled: SettledRows; readonly ends: boolean } | undefined {
  const found = row(value);
  const rows = integer(found['rows']);
  if (rows === 0 || integer(found['last']) !== after + rows) return undefined;
  const numbers = text(found['numbers']);
  const end = numbers.search(keepsDigits ? NO_DIGITS : NO_E164);
  if (end < 0) return { settled: { first: after + 1, rows, numbers }, ends: false };
  const before = numbers.slice(0, end);
  const left = numbers[end] === ',' ? before.split(',').length : 0;
  return { settled: { first: after + 1, rows: left, numbers: before }, ends: true };
}
