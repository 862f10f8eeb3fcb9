import { chmod, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { ConfigError, StorageError } from '../errors.js';
import { type Call, type Outcome, STATUSES, type Status } from '../model.js';
import { ADD_CALL, callValues } from './call.js';
import type { Counts, Ledger, RunEnd, RunRecord, RunStart } from './ledger.js';
import { integer, oneOf, row, text } from './narrow.js';
import { outcomeValues, PUT_OUTCOME, readOutcome } from './outcome.js';
import { ADD_RUN, END_RUN, endValues, readRun, runValues } from './run.js';
import { migrate } from './schema.js';
import { transaction } from './transaction.js';

const PAGE = 200; // rows read at a time: larger pages outlive the young generation, and the heap grows by half

/**
 * Opens the ledger in `folder`, and makes both when they are not there: the folder with mode 0700, `ledger.db` with
 * 0600, whatever the umask. Throws a ConfigError when it cannot be opened or written, is no database, or was made by
 * a newer program. Once it is open, whatever cannot be written or read is a StorageError.
 */
export async function openLedger(folder: string): Promise<Ledger> {
  const path = join(folder, 'ledger.db');
  try {
    await makePrivate(folder, path);
    return new SqliteLedger(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${path}: the ledger cannot be opened (${reason(error)})`, { cause: error });
  }
}

async function makePrivate(folder: string, path: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await chmod(folder, 0o700);
  try {
    // Only a new file is opened here: closing one that SQLite has open would drop its locks.
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  // SQLite gives its `-wal` and `-shm` files the mode of the database.
  await chmod(path, 0o600);
}

/** What waits for the next commit. */
interface Settlement {
  readonly run: RunKey;
  readonly outcomes: readonly Outcome[];
  readonly calls: readonly Call[];
  resolve(): void;
  reject(error: unknown): void;
}

interface RunKey {
  readonly key: number;
  readonly durable: boolean;
}

class SqliteLedger implements Ledger {
  readonly #path: string;
  readonly #db: Database.Database;
  readonly #putOutcome: Database.Statement;
  readonly #addCall: Database.Statement;
  readonly #findRun: Database.Statement;
  readonly #page: Database.Statement;
  #waiting: Settlement[] = [];
  #synchronous = '';

  constructor(path: string) {
    this.#path = path;
    this.#db = new Database(path);
    try {
      this.#db.pragma('busy_timeout = 5000');
      this.#db.pragma('foreign_keys = ON');
      migrate(this.#db, path);
      this.#db.pragma('journal_mode = WAL');
      this.#putOutcome = this.#db.prepare(PUT_OUTCOME);
      this.#addCall = this.#db.prepare(ADD_CALL);
      this.#findRun = this.#db.prepare('SELECT key, durable FROM runs WHERE id = ?');
      this.#page = this.#db.prepare(`
        SELECT * FROM outcomes WHERE run = ? AND row > ? AND status IN (SELECT value FROM json_each(?))
        ORDER BY row LIMIT ${PAGE}`);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  async begin(run: RunStart): Promise<void> {
    this.#flush();
    this.#commit(run.durable, () => this.#db.prepare(ADD_RUN).run(runValues(run)));
  }

  async settle(id: string, outcomes: readonly Outcome[], calls: readonly Call[] = []): Promise<void> {
    const run = this.#keyOf(id);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ run, outcomes, calls, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  async end(id: string, end: RunEnd): Promise<void> {
    const { key, durable } = this.#keyOf(id);
    this.#flush();
    this.#commit(durable, () => this.#db.prepare(END_RUN).run(endValues(key, end)));
  }

  async counts(id: string): Promise<Counts> {
    const { key } = this.#keyOf(id);
    const counts = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
    const results: Record<string, number> = {};
    for (const found of this.#read(() =>
      this.#db
        .prepare('SELECT status, result, count(*) AS n FROM outcomes WHERE run = ? GROUP BY status, result')
        .all([key])
        .map(row),
    )) {
      const status = oneOf(STATUSES, found['status']);
      const result = text(found['result']);
      const n = integer(found['n']);
      counts[status] += n;
      if (status === 'ok' && result !== '') results[result] = n;
    }
    return { counts, results };
  }

  /** Each page is read when it is asked for: a fate that changes meanwhile is seen if its row is still ahead. */
  async *outcomes(id: string, statuses: readonly Status[] = STATUSES): AsyncGenerator<readonly Outcome[]> {
    const { key } = this.#keyOf(id);
    const wanted = JSON.stringify(statuses);
    let after = 0;
    for (;;) {
      const page = this.#read(() => this.#page.all([key, after, wanted]).map(readOutcome));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.row;
    }
  }

  async runs(): Promise<readonly RunRecord[]> {
    return this.#read(() => this.#db.prepare('SELECT * FROM runs ORDER BY key DESC').all().map(readRun));
  }

  async run(id: string): Promise<RunRecord | undefined> {
    return this.#read(() => this.#db.prepare('SELECT * FROM runs WHERE id = ?').all([id]).map(readRun)[0]);
  }

  async prune(time: number): Promise<number> {
    this.#flush();
    // Their calls and outcomes go with them. A run without an end may be going on: its last call tells.
    const forget = `DELETE FROM runs WHERE coalesce(ended_at,
      (SELECT max(calls.started_at + coalesce(duration_ms, 0)) FROM calls WHERE calls.run = runs.key), started_at) < ?`;
    let forgotten = 0;
    this.#commit(true, () => {
      forgotten = this.#db.prepare(forget).run([time]).changes;
    });
    return forgotten;
  }

  /** Commits what waits. May be called twice. */
  async close(): Promise<void> {
    if (!this.#db.open) return;
    this.#flush();
    try {
      // Nothing finalizes a statement of this binding, so SQLite does not move its log into the file by itself.
      this.#db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // The disk is full, perhaps. What was committed is safe in the log too.
    }
    this.#db.close();
  }

  #keyOf(id: string): RunKey {
    const [found] = this.#read(() => this.#findRun.all([id]).map(row));
    if (found === undefined) throw new Error(`the ledger has no run ${id}`);
    return { key: integer(found['key']), durable: integer(found['durable']) === 1 };
  }

  #flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    try {
      this.#commit(
        group.some(({ run, calls, outcomes }) => run.durable && (calls.length > 0 || outcomes.some(wasSent))),
        () => {
          for (const { run, outcomes, calls } of group) {
            for (const call of calls) this.#addCall.run(callValues(run.key, call));
            for (const outcome of outcomes) this.#putOutcome.run(outcomeValues(run.key, outcome));
          }
        },
      );
    } catch (error) {
      for (const settlement of group) settlement.reject(error);
      return;
    }
    for (const settlement of group) settlement.resolve();
  }

  #commit(durable: boolean, write: () => void): void {
    try {
      this.#sync(durable ? 'FULL' : 'NORMAL');
      transaction(this.#db, write);
    } catch (error) {
      throw new StorageError(`${this.#path}: the ledger cannot be written (${reason(error)})`, { cause: error });
    }
  }

  /** NORMAL outlives a crash of the program, FULL a power cut too, at one sync of the disk a commit. */
  #sync(level: 'FULL' | 'NORMAL'): void {
    if (this.#synchronous === level) return;
    this.#db.pragma(`synchronous = ${level}`);
    this.#synchronous = level;
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new StorageError(`${this.#path}: the ledger cannot be read (${reason(error)})`, { cause: error });
    }
  }
}

/** What never left needs no sync of its own: sent later, it is sent for the first time. */
function wasSent({ attempts }: Outcome): boolean {
  return attempts > 0;
}

/** One line, as a message ends. */
function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
}
