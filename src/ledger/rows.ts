import type Sqlite from 'libsql';
import type { Database } from './database.js';
import type { Value } from './writer.js';

// A statement costs more than the rows in it, and so does each value that is bound. Largest first.
const SIZES = [64, 16, 4, 1];
const FEW = 4; // rows that are alike, for which another statement is not worth its while

/** Writes rows of one run into a table, several with each statement. */
export class Rows {
  readonly #db: Database;
  readonly #sql: (rows: number, shared: number) => string;
  readonly #forms: readonly number[];
  readonly #statements = new Map<string, Sqlite.Statement>();

  /**
   * `sql` gives the statement for so many rows that have the first `shared` of their values in common. It takes the run,
   * these, and then what is each row's own. `forms` are the numbers of shared values that there is one for, the largest first.
   */
  constructor(db: Database, sql: (rows: number, shared: number) => string, forms: readonly number[]) {
    this.#db = db;
    this.#sql = sql;
    this.#forms = forms;
  }

  /** In their order. Inside a transaction. */
  write(run: number, rows: readonly (readonly Value[])[]): void {
    let at = 0;
    while (at < rows.length) {
      const first = rows[at] ?? [];
      const { shared, end } = this.#alike(rows, at);
      const size = SIZES.find((each) => each <= end - at) ?? 1;
      const values: Value[] = [run];
      for (let i = 0; i < shared; i += 1) values.push(first[i] ?? null);
      for (const last = at + size; at < last; at += 1) {
        const row = rows[at] ?? [];
        for (let i = shared; i < row.length; i += 1) values.push(row[i] ?? null);
      }
      this.#statement(size, shared).run(values);
    }
  }

  /** How much the row at `start` shares with those after it, and where these end; no further than one statement goes. */
  #alike(rows: readonly (readonly Value[])[], start: number): { readonly shared: number; readonly end: number } {
    const first = rows[start] ?? [];
    const most = Math.min(rows.length, start + (SIZES[0] ?? 1));
    let found = { shared: 0, end: start };
    for (const shared of this.#forms) {
      let end = start + 1;
      while (end < most && isAlike(first, rows[end] ?? [], shared)) end += 1;
      found = { shared, end };
      if (end - start > FEW) break;
    }
    return found;
  }

  #statement(size: number, shared: number): Sqlite.Statement {
    const name = `${size} ${shared}`;
    let statement = this.#statements.get(name);
    if (statement === undefined) {
      statement = this.#db.prepare(this.#sql(size, shared));
      this.#statements.set(name, statement);
    }
    return statement;
  }
}

function isAlike(one: readonly Value[], other: readonly Value[], shared: number): boolean {
  for (let i = 0; i < shared; i += 1) if (one[i] !== other[i]) return false;
  return true;
}
