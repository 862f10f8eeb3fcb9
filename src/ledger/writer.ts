import type Sqlite from 'libsql';
import type { CallEnd, Intent, Outcome } from '../model.js';
import type { Audiences } from './audiences.js';
import { CLOSE_CALL, closeValues, openCalls, openValues } from './call.js';
import type { Database } from './database.js';
import { outcomeValues, putOutcomes } from './outcome.js';

/** A run as its rows name it. */
export interface RunKey {
  readonly key: number;
  readonly durable: boolean;
}

/** Something that happened in a run, as values of its table: what can be written as JSON and bound. */
export type Entry =
  | readonly ['outcome', row: number, ...values: Value[]]
  | readonly ['call', key: number, ...values: Value[]]
  | readonly ['end', key: number, ...values: Value[]];

export type Value = string | number | null;

const TOGETHER = 16; // rows a statement: one costs much more than a row in it

/** Writes what happened into the tables. All of it happens inside a transaction. */
export class Writer {
  readonly #audiences: Audiences;
  readonly #put: Rows;
  readonly #open: Rows;
  readonly #close: Sqlite.Statement;

  constructor(db: Database, audiences: Audiences) {
    this.#audiences = audiences;
    this.#put = new Rows(db, putOutcomes);
    this.#open = new Rows(db, openCalls);
    this.#close = db.prepare(CLOSE_CALL);
  }

  call(key: number, session: number, intent: Intent): Entry {
    return ['call', key, ...openValues(session, intent)];
  }

  end(end: CallEnd): Entry {
    return ['end', end.key, ...closeValues(end)];
  }

  outcome(run: RunKey, outcome: Outcome): Entry {
    const { person } = outcome;
    const audience = run.durable && person !== undefined ? this.#audiences.of(run.key, person.call) : null;
    return ['outcome', outcome.row, ...outcomeValues(outcome, audience)];
  }

  /** In the order in which it happened. */
  write(run: number, entries: readonly Entry[]): void {
    const outcomes = new Map<number, readonly Value[]>();
    const calls = new Map<number, readonly Value[]>();
    const ends = new Map<number, readonly Value[]>();
    for (const [kind, key, ...values] of entries) {
      if (kind === 'outcome') outcomes.set(key, [run, key, ...stillFor(outcomes.get(key), values)]);
      else if (kind === 'call') calls.set(key, values);
      else ends.set(key, values);
    }
    const opened: (readonly Value[])[] = [];
    for (const [key, values] of calls) {
      opened.push([key, run, ...values, ...(ends.get(key) ?? NOT_ENDED)]);
      ends.delete(key);
    }
    this.#open.write(opened);
    for (const [key, values] of ends) this.#close.run([...values, key, run]);
    this.#put.write([...outcomes.values()]);
  }

  /** What was written last is not there: its transaction was rolled back. */
  forget(): void {
    this.#audiences.forget();
  }
}

const NOT_ENDED: readonly Value[] = [null, null, null, '', ''];

/** The values of a fate; for whom its row is, is not forgotten with the fate before. */
function stillFor(before: readonly Value[] | undefined, values: readonly Value[]): readonly Value[] {
  const [audience, digits] = values.slice(-2);
  if (before === undefined || (audience !== null && audience !== undefined)) return values;
  return [...values.slice(0, -2), before.at(-2) ?? null, before.at(-1) ?? digits ?? null];
}

/** A statement that writes rows, several at a time. */
class Rows {
  readonly #several: Sqlite.Statement;
  readonly #one: Sqlite.Statement;

  constructor(db: Database, sql: (rows: number) => string) {
    this.#several = db.prepare(sql(TOGETHER));
    this.#one = db.prepare(sql(1));
  }

  write(rows: readonly (readonly Value[])[]): void {
    let at = 0;
    for (; at + TOGETHER <= rows.length; at += TOGETHER) this.#several.run(rows.slice(at, at + TOGETHER).flat());
    for (const one of rows.slice(at)) this.#one.run([...one]);
  }
}
