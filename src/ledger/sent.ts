import type Sqlite from 'libsql';
import { clean } from './clean.js';
import type { Database } from './database.js';
import type { Person, Sent } from './ledger.js';
import { integer, oneOf, row, text } from './narrow.js';

const SENT = ['ok', 'unknown'] as const satisfies readonly Sent['status'][];

/** What other runs of an account sent. */
export class Sendings {
  readonly #db: Database;
  readonly #others: Sqlite.Statement;
  readonly #latest: Sqlite.Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#others = db.prepare(`
      SELECT 1 FROM runs WHERE account = ? AND id <> ? AND durable = 1 AND dry_run = 0 LIMIT 1`);
    this.#latest = db.prepare(`
      SELECT runs.id AS run, row, status FROM outcomes INDEXED BY outcomes_sent JOIN runs ON runs.key = outcomes.run
      WHERE audience = (SELECT key FROM audiences WHERE audiences.account = ? AND call = ?) AND digits = ?
        AND status IN ('ok', 'unknown') AND runs.id <> ?
      ORDER BY sent_at DESC, outcomes.run DESC, row DESC LIMIT 1`);
  }

  before(account: string, run: string, people: readonly Person[]): readonly (Sent | undefined)[] {
    const [payer, own] = [clean(account), clean(run)];
    return this.#db.read(() => {
      if (this.#others.all([payer, own]).length === 0) return people.map(() => undefined);
      return people.map(({ digits, call }) => this.#latest.all([payer, call, Number(digits), own]).map(readSent)[0]);
    });
  }
}

function readSent(value: unknown): Sent {
  const found = row(value);
  return { run: text(found['run']), row: integer(found['row']), status: oneOf(SENT, found['status']) };
}
