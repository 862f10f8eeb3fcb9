import type Sqlite from 'libsql';
import type { Database } from './database.js';
import type { Value } from './writer.js';

// A statement costs more than the rows in it, and so does each value that is bound. Largest first.
const SIZES = [64, 16, 4, 1];

/** Writes rows of one run into a table, several with each statement. */
export class Rows {
  readonly #db: Database;
  readonly #sql: (rows: number) => string;
  readonly #shared: number;
  readonly #statements = new Map<number, Sqlite.Statement>();

  /**
   * `sql` gives the statement for so many rows that have the first `shared` of their values in common. It takes the run,
   * these, and then what is each row's own.
   */
  constructor(db: Database, sql: (rows: number) => string, shared: number) {
    this.#db = db;
    this.#sql = sql;
    this.#shared = shared;
  }

  /** In their order. Inside a transaction. */
  write(run: number, rows: readonly (readonly Value[])[]): void {
    let at = 0;
    while (at < rows.length) {
      const first = rows[at] ?? [];
      const end = this.#endOfAlike(rows, at);
      const size = SIZES.find((each) => each <= end - at) ?? 1;
      const values: Value[] = [run];
      for (let i = 0; i < this.#shared; i += 1) values.push(first[i] ?? null);
      for (const last = at + size; at < last; at += 1) {
        const row = rows[at] ?? [];
        for (let i = this.#shared; i < row.length; i += 1) values.push(row[i] ?? null);
      }
      this.#statement(size).run(values);
    }
  }

  /** Where the rows end that share what the one at `start` has; no further than one statement goes. */
  #endOfAlike(rows: readonly (readonly Value[])[], start: number): number {
    const first = rows[start] ?? [];
    const most = Math.min(rows.length, start + (SIZES[0] ?? 1));
    let end = start + 1;
    while (end < most && isAlike(first, rows[end] ?? [], this.#shared)) end += 1;
    return end;
  }

  #statement(size: number): Sqlite.Statement {
    let statement = this.#statements.get(size);
    if (statement === undefined) {
      statement = this.#db.prepare(this.#sql(size));
      this.#statements.set(size, statement);
    }
    return statement;
  }
}

function isAlike(one: readonly Value[], other: readonly Value[], shared: number): boolean {
  for (let i = 0; i < shared; i += 1) if (one[i] !== other[i]) return false;
  return true;
}
