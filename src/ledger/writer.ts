import type Sqlite from 'libsql';
import type { CallEnd, Intent, Outcome } from '../model.js';
import type { Audiences } from './audiences.js';
import { CLOSE_CALL, closeValues, OPEN_CALL, openValues } from './call.js';
import type { Database } from './database.js';
import { integer, row } from './narrow.js';
import { outcomeValues, PUT_OUTCOME } from './outcome.js';

/** A run as its rows name it. */
export interface RunKey {
  readonly key: number;
  readonly durable: boolean;
}

/** Writes what a session says. All of it happens inside a transaction. */
export class Writer {
  readonly #audiences: Audiences;
  readonly #open: Sqlite.Statement;
  readonly #close: Sqlite.Statement;
  readonly #put: Sqlite.Statement;

  constructor(db: Database, audiences: Audiences) {
    this.#audiences = audiences;
    this.#open = db.prepare(OPEN_CALL);
    this.#close = db.prepare(CLOSE_CALL);
    this.#put = db.prepare(PUT_OUTCOME);
  }

  /** Gives the key of the call. */
  open(run: RunKey, session: number, intent: Intent): number {
    const [opened] = this.#open.all(openValues(run.key, session, intent));
    return integer(row(opened)['key']);
  }

  close(run: RunKey, session: number, end: CallEnd): void {
    this.#close.run(closeValues(run.key, session, end));
  }

  put(run: RunKey, outcome: Outcome): void {
    const { person } = outcome;
    const audience = run.durable && person !== undefined ? this.#audiences.of(run.key, person.call) : null;
    this.#put.run(outcomeValues(run.key, outcome, audience));
  }
}
