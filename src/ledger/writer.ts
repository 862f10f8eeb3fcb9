import type Sqlite from 'libsql';
import type { CallEnd, Intent, Outcome } from '../model.js';
import type { Audiences } from './audiences.js';
import { CLOSE_CALL, closeValues, openCalls, openValues } from './call.js';
import type { Database } from './database.js';
import { AUDIENCE, DIGITS, OUTCOME_FORMS, outcomeValues, putOutcomes } from './outcome.js';
import { Rows } from './rows.js';

/** A run as its rows name it. */
export interface RunKey {
  readonly key: number;
  readonly durable: boolean;
}

/** What a column holds. */
export type Value = string | number | null;

/** Something that happened in a run, as values for its table: what can be written as JSON, and bound. */
export type Entry =
  /** The fate of a row. */
  | readonly ['outcome', row: number, values: readonly Value[]]
  /** A call that is about to leave. */
  | readonly ['call', key: number, values: readonly Value[]]
  /** How it ended. */
  | readonly ['end', key: number, values: readonly Value[]];

/** Writes what happened into the tables. All of it happens inside a transaction. */
export class Writer {
  readonly #audiences: Audiences;
  readonly #outcomes: Rows;
  readonly #calls: Rows;
  readonly #close: Sqlite.Statement;

  constructor(db: Database, audiences: Audiences) {
    this.#audiences = audiences;
    this.#outcomes = new Rows(db, putOutcomes, OUTCOME_FORMS);
    this.#calls = new Rows(db, openCalls, [0]);
    this.#close = db.prepare(CLOSE_CALL);
  }

  call(key: number, session: number, intent: Intent): Entry {
    return ['call', key, openValues(key, session, intent)];
  }

  end(end: CallEnd): Entry {
    return ['end', end.key, closeValues(end)];
  }

  outcome(run: RunKey, outcome: Outcome): Entry {
    const { person } = outcome;
    const audience = run.durable && person !== undefined ? this.#audiences.of(run.key, person.call) : null;
    return ['outcome', outcome.row, outcomeValues(outcome, audience)];
  }

  /** In the order in which it happened. */
  write(run: number, entries: readonly Entry[]): void {
    const outcomes = new Map<number, readonly Value[]>();
    const calls = new Map<number, readonly Value[]>();
    const ends = new Map<number, readonly Value[]>();
    for (const [kind, key, values] of entries) {
      if (kind === 'outcome') outcomes.set(key, stillFor(outcomes.get(key), values));
      else if (kind === 'call') calls.set(key, values);
      else ends.set(key, values);
    }
    const opened: (readonly Value[])[] = [];
    for (const [key, values] of calls) {
      opened.push([...values, ...(ends.get(key) ?? NOT_ENDED)]);
      ends.delete(key);
    }
    this.#calls.write(run, opened);
    for (const [key, values] of ends) this.#close.run([...values, key, run]);
    this.#outcomes.write(run, [...outcomes.values()]);
  }

  /** What was written last is not there: its transaction was rolled back. */
  forget(): void {
    this.#audiences.forget();
  }
}

const NOT_ENDED: readonly Value[] = [null, null, null, '', ''];

/** The values of a fate; for whom its row is, is not forgotten with the fate before. */
function stillFor(before: readonly Value[] | undefined, values: readonly Value[]): readonly Value[] {
  if (before === undefined || values[AUDIENCE] !== null || before[AUDIENCE] === null) return values;
  return values.map((value, index) => (index === AUDIENCE || index === DIGITS ? (before[index] ?? null) : value));
}
