import { isObject, readJson } from './json.js';
import type { ServiceStats } from './stats.js';

export type Fields = Readonly<Record<string, unknown>>;

/** A contact that a service holds. */
export interface Held {
  /** From 1, in the order in which they came. */
  readonly id: number;
  /** International digits. */
  readonly number: string;
  /** As received. */
  readonly fields: Fields;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface Row {
  readonly id: number;
  readonly number: string;
  // Text, not an object: compact, and without a hold on the request body that its parts were cut from.
  text: string;
  readonly createdAt: number;
  updatedAt: number;
  /** In how many accepted creates the number has come. */
  times: number;
  /** The record of the same number before this one. */
  readonly older: Row | undefined;
}

/** What a service reads and writes of what it holds. */
export type Books = Pick<Store, 'get' | 'all' | 'add' | 'put' | 'skip' | 'unknownKeys' | 'textMessages'>;

/** What one service holds, and what it was asked. */
export class Store {
  calls = 0;
  throttled = 0;
  /** Keys that no page documents, and that were ignored. */
  unknownKeys = 0;
  textMessages = 0;
  readonly #rows: Row[] = [];
  readonly #latest = new Map<string, Row>();
  readonly #faults = new Map<string, number>();
  #repeated = 0;

  /** In how many accepted creates the number came. */
  times(number: string): number {
    return this.#latest.get(number)?.times ?? 0;
  }

  /** The latest record of a number. */
  get(number: string): Held | undefined {
    const row = this.#latest.get(number);
    return row && held(row);
  }

  /** Every record of a number, the latest first. */
  all(number: string): readonly Held[] {
    const found: Held[] = [];
    for (let row = this.#latest.get(number); row; row = row.older) found.push(held(row));
    return found;
  }

  /** Holds one more record, whether or not the number has one already. */
  add(number: string, fields: Fields, now: number): Held {
    const older = this.#latest.get(number);
    const id = this.#rows.length + 1;
    const text = JSON.stringify(fields);
    const row: Row = { id, number, text, createdAt: now, updatedAt: now, times: older?.times ?? 0, older };
    this.#rows.push(row);
    this.#latest.set(number, row);
    this.#count(row);
    return held(row, fields);
  }

  /** Replaces the fields of the number's record, or holds a first one. */
  put(number: string, fields: Fields, now: number): Held {
    const row = this.#latest.get(number);
    if (!row) return this.add(number, fields, now);
    row.text = JSON.stringify(fields);
    row.updatedAt = now;
    this.#count(row);
    return held(row, fields);
  }

  /** Leaves the number's record as it is; the number came all the same. */
  skip(number: string): void {
    const row = this.#latest.get(number);
    if (row) this.#count(row);
  }

  countFault(name: string): void {
    this.#faults.set(name, (this.#faults.get(name) ?? 0) + 1);
  }

  /** Every record, in the order in which they came. */
  *contacts(): Generator<Held> {
    for (const row of this.#rows) yield held(row);
  }

  stats(): ServiceStats {
    return {
      contacts: this.#rows.length,
      calls: this.calls,
      throttled: this.throttled,
      repeated: this.#repeated,
      unknownKeys: this.unknownKeys,
      textMessages: this.textMessages,
      faults: Object.fromEntries(this.#faults),
    };
  }

  #count(row: Row): void {
    row.times += 1;
    if (row.times === 2) this.#repeated += 1;
  }
}

function held({ id, number, text, createdAt, updatedAt }: Row, fields: Fields = readFields(text)): Held {
  return { id, number, fields, createdAt, updatedAt };
}

function readFields(text: string): Fields {
  const fields = readJson(text);
  return isObject(fields) ? fields : {};
}
