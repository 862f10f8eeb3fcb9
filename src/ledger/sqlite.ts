import { chmod, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Sqlite from 'libsql';
import { ConfigError } from '../errors.js';
import { type Outcome, STATUSES, type Status } from '../model.js';
import { Audiences } from './audiences.js';
import { CLOSE_OPEN_CALLS, INTERRUPTED_CALLS } from './call.js';
import { clean } from './clean.js';
import { Database, reason } from './database.js';
import { ADD_SESSION, readSession, SESSIONS } from './end.js';
import { Group } from './group.js';
import type {
  Again,
  Counts,
  Fate,
  Holder,
  Ledger,
  Lock,
  Owner,
  Person,
  RunRecord,
  RunStart,
  Sent,
  Session,
  SessionRecord,
} from './ledger.js';
import { held, Locks, takenOver } from './lock.js';
import { integer, oneOf, row, text } from './narrow.js';
import { readFate, readOutcome } from './outcome.js';
import { rowsIn } from './ranges.js';
import { ADD_RUN, againValues, REOPEN_RUN, RUNS, readRun, runValues } from './run.js';
import { Sendings } from './sent.js';
import { Desk, SqliteSession } from './session.js';
import { type RunKey, Writer } from './writer.js';

const PAGE = 200; // rows read at a time: larger pages outlive the young generation, and the heap grows by half

// A run without an end may be going on: its last call tells. One without sessions was being forgotten when that broke off.
const FORGETTABLE = `
  SELECT key FROM runs
  WHERE key NOT IN (SELECT run FROM sessions)
    OR (SELECT max(started_at) FROM sessions WHERE sessions.run = runs.key) < ?
    AND coalesce((SELECT ended_at FROM sessions WHERE sessions.run = runs.key ORDER BY number DESC LIMIT 1),
      (SELECT max(calls.started_at + coalesce(duration_ms, 0)) FROM calls WHERE calls.run = runs.key), 0) < ?
    AND id NOT IN (SELECT value FROM json_each(?))`;
const FORGET_OUTCOMES = `
  DELETE FROM outcomes WHERE run = ?1 AND row <= (
    SELECT max(row) FROM (SELECT row FROM outcomes WHERE run = ?1 ORDER BY row LIMIT 10000))`;
const FORGET_CALLS = 'DELETE FROM calls WHERE key IN (SELECT key FROM calls WHERE run = ?1 LIMIT 10000)';

/**
 * Opens the ledger in `folder`, and makes both when they are not there: the folder with mode 0700, `ledger.db` with
 * 0600, whatever the umask. Throws a ConfigError when it cannot be opened or written, is no database, or was made by
 * a newer program. Once it is open, whatever cannot be written or read is a StorageError.
 */
export async function openLedger(folder: string): Promise<Ledger> {
  const path = join(folder, 'ledger.db');
  try {
    await makePrivate(folder, path);
    const db = new Database(path);
    try {
      return new SqliteLedger(db);
    } catch (error) {
      db.close();
      throw error;
    }
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

class SqliteLedger implements Ledger {
  readonly #db: Database;
  readonly #locks: Locks;
  readonly #group: Group;
  readonly #audiences: Audiences;
  readonly #sendings: Sendings;
  readonly #desk: Desk;
  readonly #addRun: Sqlite.Statement;
  readonly #addSession: Sqlite.Statement;
  readonly #reopenRun: Sqlite.Statement;
  readonly #closeOpenCalls: Sqlite.Statement;
  readonly #interruptedCalls: Sqlite.Statement;
  readonly #findRun: Sqlite.Statement;
  readonly #outcomes: Sqlite.Statement;
  readonly #fates: Sqlite.Statement;
  readonly #counts: Sqlite.Statement;
  readonly #sessions: Sqlite.Statement;
  readonly #runs: Sqlite.Statement;
  readonly #run: Sqlite.Statement;
  readonly #forgettable: Sqlite.Statement;
  readonly #forgetSessions: Sqlite.Statement;
  readonly #forgetOutcomes: Sqlite.Statement;
  readonly #forgetCalls: Sqlite.Statement;
  readonly #forget: Sqlite.Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#locks = new Locks(db);
    this.#group = new Group(db, this.#locks);
    this.#audiences = new Audiences(db);
    this.#sendings = new Sendings(db);
    this.#desk = new Desk(db, this.#locks, this.#group, new Writer(db, this.#audiences));
    this.#addRun = db.prepare(ADD_RUN);
    this.#addSession = db.prepare(ADD_SESSION);
    this.#reopenRun = db.prepare(REOPEN_RUN);
    this.#closeOpenCalls = db.prepare(CLOSE_OPEN_CALLS);
    this.#interruptedCalls = db.prepare(INTERRUPTED_CALLS);
    this.#findRun = db.prepare(`
      SELECT key, durable, account, (SELECT max(number) FROM sessions WHERE run = key) AS sessions
      FROM runs WHERE id = ?`);
    this.#outcomes = db.prepare(`
      SELECT * FROM outcomes WHERE run = ? AND row > ? AND status IN (SELECT value FROM json_each(?))
      ORDER BY row LIMIT ${PAGE}`);
    this.#fates = db.prepare(`
      SELECT row, line, phone, status, code, attempts, http_status, sent_at FROM outcomes WHERE run = ? AND row > ? ORDER BY row LIMIT ${PAGE}`);
    this.#counts = db.prepare(`
      SELECT status, result, count(*) AS n FROM outcomes WHERE run = ? GROUP BY status, result`);
    this.#sessions = db.prepare(SESSIONS);
    this.#runs = db.prepare(`${RUNS} ORDER BY runs.key DESC`);
    this.#run = db.prepare(`${RUNS} WHERE runs.id = ?`);
    this.#forgettable = db.prepare(FORGETTABLE);
    this.#forgetSessions = db.prepare('DELETE FROM sessions WHERE run = ?');
    this.#forgetOutcomes = db.prepare(FORGET_OUTCOMES);
    this.#forgetCalls = db.prepare(FORGET_CALLS);
    this.#forget = db.prepare('DELETE FROM runs WHERE key = ?');
  }

  async lock(account: string, owner: Owner, now: number): Promise<Lock | Holder> {
    return this.#locks.take(account, owner, now);
  }

  async begin(run: RunStart, lock: Lock | null): Promise<Session> {
    const own = held(lock);
    this.#group.flush();
    return this.#db.commit(run.durable, () => {
      if (!this.#locks.holds(own)) throw takenOver(run.id);
      const [added] = this.#addRun.all(runValues(run));
      const key = integer(row(added)['key']);
      this.#addSession.run([key, 1, 'import', Math.round(run.startedAt)]);
      return new SqliteSession(this.#desk, run.id, { key, durable: run.durable }, 1, own);
    });
  }

  async reopen(id: string, again: Again, lock: Lock | null): Promise<Session> {
    const own = held(lock);
    const { durable } = this.#find(id);
    this.#group.flush();
    return this.#db.commit(durable, () => {
      if (!this.#locks.holds(own)) throw takenOver(id);
      this.#locks.claim(id, own, again.startedAt);
      const run = this.#find(id);
      const number = run.sessions + 1;
      this.#closeOpenCalls.run([run.key]);
      if (clean(again.account) !== run.account) this.#audiences.move(run.key, again.account);
      this.#reopenRun.run(againValues(run.key, again));
      this.#addSession.run([run.key, number, again.kind, Math.round(again.startedAt)]);
      return new SqliteSession(this.#desk, id, run, number, own);
    });
  }

  async sentBefore(account: string, run: string, people: readonly Person[]): Promise<readonly (Sent | undefined)[]> {
    return this.#sendings.before(account, run, people);
  }

  async counts(id: string): Promise<Counts> {
    const { key } = this.#find(id);
    const counts = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
    const results: Record<string, number> = {};
    for (const found of this.#db.read(() => this.#counts.all([key]).map(row))) {
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
    const { key } = this.#find(id);
    const wanted = JSON.stringify(statuses);
    yield* this.#pages((after) => this.#outcomes.all([key, after, wanted]).map(readOutcome));
  }

  /** Read as outcomes are. */
  async *fates(id: string): AsyncGenerator<readonly Fate[]> {
    const { key } = this.#find(id);
    yield* this.#pages((after) => this.#fates.all([key, after]).map(readFate));
  }

  async interrupted(id: string): Promise<ReadonlyMap<number, number>> {
    const { key } = this.#find(id);
    const startedAt = new Map<number, number>();
    for (const call of this.#db.read(() => this.#interruptedCalls.all([key]).map(row))) {
      for (const each of rowsIn(text(call['rows']))) startedAt.set(each, integer(call['started_at']));
    }
    return startedAt;
  }

  async sessions(id: string): Promise<readonly SessionRecord[]> {
    const { key } = this.#find(id);
    return this.#db.read(() => this.#sessions.all([key]).map(readSession));
  }

  async runs(): Promise<readonly RunRecord[]> {
    return this.#db.read(() => this.#runs.all([]).map(readRun));
  }

  async run(id: string): Promise<RunRecord | undefined> {
    return this.#db.read(() => this.#run.all([id]).map(readRun)[0]);
  }

  async prune(time: number): Promise<number> {
    this.#group.flush();
    const keys = this.#db.commit(true, () => {
      const live = this.#locks.sweep(time);
      const found = this.#forgettable.all([time, time, JSON.stringify(live)]).map((each) => integer(row(each)['key']));
      // From here on nobody can find them.
      for (const key of found) this.#forgetSessions.run([key]);
      return found;
    });
    for (const key of keys) {
      // Piece by piece, so that a run which goes on meanwhile can keep its rows in between.
      while (this.#db.commit(true, () => this.#forgetOutcomes.run([key]).changes) > 0) await nextTurn();
      while (this.#db.commit(true, () => this.#forgetCalls.run([key]).changes) > 0) await nextTurn();
      this.#db.commit(true, () => this.#forget.run([key]));
    }
    this.#db.commit(true, () => this.#audiences.sweep());
    return keys.length;
  }

  /** Commits what waits. May be called twice. */
  async close(): Promise<void> {
    if (!this.#db.open) return;
    this.#group.flush();
    this.#db.close();
  }

  /** Pages in row order, each read after the last row of the one before. */
  *#pages<T extends { readonly row: number }>(read: (after: number) => readonly T[]): Generator<readonly T[]> {
    let after = 0;
    for (;;) {
      const page = this.#db.read(() => read(after));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.row;
    }
  }

  #find(id: string): RunKey & { readonly account: string; readonly sessions: number } {
    const [found] = this.#db.read(() => this.#findRun.all([id]).map(row));
    if (found === undefined) throw new Error(`the ledger has no run ${id}`);
    return {
      key: integer(found['key']),
      durable: integer(found['durable']) === 1,
      account: text(found['account']),
      sessions: integer(found['sessions']),
    };
  }
}
