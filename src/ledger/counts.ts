import type Sqlite from 'libsql';
import { STATUSES } from '../model.js';
import type { Database } from './database.js';
import type { Counts } from './ledger.js';
import { integer, oneOf, parsed, row, text } from './narrow.js';

/** Reads all rows of a run, and gives in `counts` what `readCounts` reads. Takes the run. */
const COUNT = `
  SELECT json_group_array(json_array(status, result, n)) AS counts FROM (
    SELECT status, result, count(*) AS n FROM outcomes WHERE outcomes.run = ? GROUP BY status, result)`;

/** What was counted when the last session ended: no line while one goes on, after a crash, and where that may no longer hold. Takes the run. */
const COUNTED = `
  SELECT counts FROM sessions
  WHERE run = ?1 AND number = (SELECT max(number) FROM sessions WHERE run = ?1)
    AND end_status IS NOT NULL AND counts IS NOT NULL`;

/** Makes nobody believe in what was counted before. Takes the run. */
export const UNCOUNT = 'UPDATE sessions SET counts = NULL WHERE run = ? AND counts IS NOT NULL';

const FEW = 12;

// Grouping sorts the rows, and all of them in memory: it is better to look which words there are, and then to count those.
const WORDS = `
  SELECT * FROM (SELECT DISTINCT status, result FROM outcomes WHERE run = ? LIMIT ${FEW + 1}) ORDER BY status, result`;
const sumsOf = (words: number): string => `
  SELECT count(*) AS rows, ${Array.from({ length: words }, (_, i) => `sum(status = ?${2 * i + 2} AND result = ?${2 * i + 3}) AS n${i}`).join(', ')}
  FROM outcomes WHERE run = ?1`;

/** Counts the rows of runs by what became of them. */
export class Counting {
  readonly #db: Database;
  readonly #counted: Sqlite.Statement;
  readonly #count: Sqlite.Statement;
  readonly #words: Sqlite.Statement;
  /** By how many words they count. */
  readonly #sums = new Map<number, Sqlite.Statement>();

  constructor(db: Database) {
    this.#db = db;
    this.#counted = db.prepare(COUNTED);
    this.#count = db.prepare(COUNT);
    this.#words = db.prepare(WORDS);
  }

  /** Of the run with that key, as they were counted when it ended, or by its rows. */
  of(run: number): Counts {
    const [counted] = this.#counted.all([run]);
    if (counted !== undefined) return readCounts(parsed(row(counted)['counts']));
    return readCounts(this.#entriesOf(run));
  }

  /** The same, by the rows, as it is kept when a session ends. */
  text(run: number): string {
    return JSON.stringify(this.#entriesOf(run));
  }

  #entriesOf(run: number): unknown {
    return this.#summed(run) ?? parsed(row(this.#count.all([run])[0])['counts']);
  }

  /** Undefined where there are many words, or another came while they were counted. */
  #summed(run: number): unknown[] | undefined {
    const words = this.#words
      .all([run])
      .map((value) => [text(row(value)['status']), text(row(value)['result'])] as const);
    if (words.length === 0) return [];
    if (words.length > FEW) return undefined;
    const sums = this.#sums.get(words.length) ?? this.#db.prepare(sumsOf(words.length));
    this.#sums.set(words.length, sums);
    const found = row(sums.all([run, ...words.flat()])[0]);
    const entries = words.map(([status, result], index) => [status, result, integer(found[`n${index}`])] as const);
    return entries.reduce((sum, [, , n]) => sum + n, 0) === integer(found['rows']) ? entries : undefined;
  }
}

/** Reads entries of status, result and rows. */
function readCounts(entries: unknown): Counts {
  const counts = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  const results: Record<string, number> = {};
  for (const entry of Array.isArray(entries) ? entries : []) {
    const [status, result, rows]: unknown[] = Array.isArray(entry) ? entry : [];
    const [word, n] = [oneOf(STATUSES, status), integer(rows)];
    counts[word] += n;
    if (word === 'ok' && result !== '') results[text(result)] = n;
  }
  return { counts, results };
}
