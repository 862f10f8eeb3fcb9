import type Sqlite from 'libsql';
import { clean } from './clean.js';
import type { Database } from './database.js';
import { integer, row } from './narrow.js';

// So that a column with another list in every row does not fill the memory.
const MOST_KNOWN = 1000;

/** Accounts and the call fields that numbers were sent with. All of it happens inside a transaction. */
export class Audiences {
  readonly #add: Sqlite.Statement;
  readonly #find: Sqlite.Statement;
  readonly #copy: Sqlite.Statement;
  readonly #move: Sqlite.Statement;
  readonly #sweep: Sqlite.Statement;
  /** Keys that were found, by run and call fields: rows with the same are asked for one after another. */
  readonly #known = new Map<string, number>();

  constructor(db: Database) {
    this.#add = db.prepare('INSERT OR IGNORE INTO audiences (account, call) SELECT account, ? FROM runs WHERE key = ?');
    this.#find = db.prepare(`
      SELECT key FROM audiences WHERE call = ? AND account = (SELECT account FROM runs WHERE runs.key = ?)`);
    this.#copy = db.prepare(`
      INSERT OR IGNORE INTO audiences (account, call)
      SELECT ?, call FROM audiences WHERE key IN (SELECT audience FROM outcomes WHERE run = ?)`);
    this.#move = db.prepare(`
      UPDATE outcomes SET audience = (
        SELECT there.key FROM audiences AS here JOIN audiences AS there ON there.account = ? AND there.call = here.call
        WHERE here.key = outcomes.audience)
      WHERE run = ? AND audience IS NOT NULL`);
    this.#sweep = db.prepare('DELETE FROM audiences WHERE account NOT IN (SELECT account FROM runs)');
  }

  /** The key of the audience that a run has for its account and these call fields; made when it is not there. */
  of(run: number, call: string): number {
    const name = `${run} ${call}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#add.run([call, run]);
    const [found] = this.#find.all([call, run]);
    const key = integer(row(found)['key']);
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(name, key);
    return key;
  }

  /** Looks everything up anew: what was found may be of a transaction that was rolled back. */
  forget(): void {
    this.#known.clear();
  }

  /** What a run sent counts for another account from now on, with the same call fields. */
  move(run: number, account: string): void {
    this.forget();
    this.#copy.run([clean(account), run]);
    this.#move.run([clean(account), run]);
  }

  /** Forgets those of accounts of which no run is left. */
  sweep(): void {
    this.#sweep.run([]);
  }
}
