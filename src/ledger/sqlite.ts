import { access, chmod, constants, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Sqlite from 'libsql';
import { ConfigError } from '../errors.js';
import { type Outcome, STATUSES, type Status } from '../model.js';
import { Audiences } from './audiences.js';
import {
  CALLS,
  CALLS_WITH,
  CLOSE_OPEN_CALLS,
  callWith,
  firstKey,
  INTERRUPTED_CALLS,
  LAST_CALL,
  readCall,
} from './call.js';
import { clean } from './clean.js';
import { Counting } from './counts.js';
import { Database, reason } from './database.js';
import { ADD_SESSION, readSession, SESSIONS } from './end.js';
import { Group } from './group.js';
import { Journal, requireFolded } from './journal.js';
import type {
  Again,
  CallRecord,
  Counts,
  Fate,
  History,
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
  SettledRows,
} from './ledger.js';
import { held, Locks, takenOver } from './lock.js';
import { integer, nullable, row, text } from './narrow.js';
import { outcomesAsText, readFate, readOutcomes } from './outcome.js';
import { rowsIn } from './ranges.js';
import { ADD_RUN, againValues, REOPEN_RUN, RUNS, readRun, runValues } from './run.js';
import { Sendings } from './sent.js';
import { Desk, SqliteSession } from './session.js';
import { readSettled, SETTLED } from './settled.js';
import { type RunKey, Writer } from './writer.js';

const PAGE = 200; // rows read at a time: larger pages outlive the young generation, and the heap grows by half
const LARGE_PAGE = 5000; // rows that are read as one text

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
  return opened(path, async () => {
    await makePrivate(folder, path);
    return new Database(path);
  });
}

async function opened(path: string, open: () => Promise<Database>): Promise<Ledger> {
  try {
    const db = await open();
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

/**
 * Opens the ledger in `folder` to read it, or gives undefined where there is none; makes nothing. Where folder and file
 * may be written it is opened as `openLedger` does. Else it is read as it is, without what a process that is at work has
 * noted last: throws a ConfigError when its schema is not today's, and where the process that noted something has died;
 * once another process begins to write one that nobody had open, whatever is read is a StorageError.
 */
export async function openHistory(folder: string): Promise<History | undefined> {
  const path = join(folder, 'ledger.db');
  const may = (what: string, mode: number) => access(what, mode).then(() => true, codeOf);
  const isThere = await may(path, constants.F_OK);
  if (isThere === 'ENOENT' || isThere === 'ENOTDIR') return undefined;
  const isWritable = [await may(folder, constants.W_OK), await may(path, constants.W_OK)];
  if (isWritable.every((each) => each === true)) return openLedger(folder);
  return opened(path, async () => {
    const db = new Database(path, 'read');
    requireFolded(db, path, new Locks(db).working(Date.now()));
    return db;
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * Makes a folder and those above it that are missing; false where it was there. Node's own way tries for ever where the
 * folder above is there and none can be made in it, as in /proc.
 */
async function makeFolder(folder: string): Promise<boolean> {
  const isThere = async (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      (error: unknown) => codeOf(error) !== 'ENOENT',
    );
  if (!(await isThere(dirname(folder)))) await makeFolder(dirname(folder));
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return false;
    throw error;
  }
}

async function makePrivate(folder: string, path: string): Promise<void> {
  if (await makeFolder(resolve(folder))) await chmod(folder, 0o700);
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
  readonly #journal: Journal;
  readonly #sendings: Sendings;
  readonly #counting: Counting;
  readonly #desk: Desk;
  readonly #addRun: Sqlite.Statement;
  readonly #addSession: Sqlite.Statement;
  readonly #reopenRun: Sqlite.Statement;
  readonly #closeOpenCalls: Sqlite.Statement;
  readonly #interruptedCalls: Sqlite.Statement;
  readonly #lastCall: Sqlite.Statement;
  readonly #findRun: Sqlite.Statement;
  readonly #outcomes: Sqlite.Statement;
  readonly #fates: Sqlite.Statement;
  readonly #settled: Sqlite.Statement;
  readonly #outcome: Sqlite.Statement;
  readonly #calls: Sqlite.Statement;
  readonly #callsWith: Sqlite.Statement;
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
    this.#audiences = new Audiences(db);
    const writer = new Writer(db, this.#audiences);
    this.#journal = new Journal(db, writer);
    this.#group = new Group(db, this.#locks, this.#journal);
    this.#sendings = new Sendings(db);
    this.#counting = new Counting(db);
    this.#desk = new Desk(db, this.#locks, this.#group, writer, this.#journal, this.#counting);
    this.#lastCall = db.prepare(LAST_CALL);
    this.#addRun = db.prepare(ADD_RUN);
    this.#addSession = db.prepare(ADD_SESSION);
    this.#reopenRun = db.prepare(REOPEN_RUN);
    this.#closeOpenCalls = db.prepare(CLOSE_OPEN_CALLS);
    this.#interruptedCalls = db.prepare(INTERRUPTED_CALLS);
    this.#findRun = db.prepare(`
      SELECT key, durable, account, (SELECT max(number) FROM sessions WHERE run = key) AS sessions
      FROM runs WHERE id = ?`);
    this.#outcomes = db.prepare(
      outcomesAsText(`run = ? AND row > ? AND status IN (SELECT value FROM json_each(?)) ORDER BY row LIMIT ${PAGE}`),
    );
    this.#fates = db.prepare(`
      SELECT row, line, phone, status, code, attempts, http_status, sent_at FROM outcomes WHERE run = ? AND row > ? ORDER BY row LIMIT ${PAGE}`);
    this.#settled = db.prepare(SETTLED);
    this.#outcome = db.prepare(outcomesAsText('run = ? AND row = ?'));
    this.#calls = db.prepare(`${CALLS} LIMIT ${PAGE}`);
    this.#callsWith = db.prepare(`${CALLS_WITH} LIMIT ${PAGE}`);
    this.#sessions = db.prepare(SESSIONS);
    this.#runs = db.prepare(`${RUNS} ORDER BY runs.key DESC LIMIT ?`);
    this.#run = db.prepare(`${RUNS} WHERE runs.id = ?`);
    this.#forgettable = db.prepare(FORGETTABLE);
    this.#forgetSessions = db.prepare('DELETE FROM sessions WHERE run = ?');
    this.#forgetOutcomes = db.prepare(FORGET_OUTCOMES);
    this.#forgetCalls = db.prepare(FORGET_CALLS);
    this.#forget = db.prepare('DELETE FROM runs WHERE key = ?');
  }

  async lock(account: string, owner: Owner, now: number): Promise<Lock | Holder> {
    // Whoever has it is asked how far it is.
    this.#journal.foldAll();
    return this.#locks.take(account, owner, now);
  }

  async begin(run: RunStart, lock: Lock | null, notices: readonly string[] = []): Promise<Session> {
    const own = held(lock);
    this.#group.flush();
    // A run that was forgotten leaves its key to another.
    this.#audiences.forget();
    return this.#db.commit(run.durable, () => {
      if (!this.#locks.holds(own)) throw takenOver(run.id);
      const [added] = this.#addRun.all(runValues(run));
      const key = integer(row(added)['key']);
      this.#addSession.run([key, 1, 'import', Math.round(run.startedAt), JSON.stringify(notices)]);
      return new SqliteSession(this.#desk, run.id, { key, durable: run.durable }, 1, firstKey(key), own);
    });
  }

  async reopen(id: string, again: Again, lock: Lock | null, notices: readonly string[] = []): Promise<Session> {
    const own = held(lock);
    const { durable } = this.#find(id);
    this.#group.flush();
    return this.#db.commit(durable, () => {
      if (!this.#locks.holds(own)) throw takenOver(id);
      this.#locks.claim(id, own, again.startedAt);
      const run = this.#find(id);
      const number = run.sessions + 1;
      this.#journal.foldRun(run.key);
      this.#closeOpenCalls.run([run.key]);
      if (clean(again.account) !== run.account) this.#audiences.move(run.key, again.account);
      this.#reopenRun.run(againValues(run.key, again));
      this.#addSession.run([run.key, number, again.kind, Math.round(again.startedAt), JSON.stringify(notices)]);
      const lastCall = nullable(row(this.#lastCall.all([run.key])[0])['key'], integer) ?? 0;
      return new SqliteSession(this.#desk, id, run, number, Math.max(lastCall, firstKey(run.key)), own);
    });
  }

  async sentBefore(account: string, run: string, people: readonly Person[]): Promise<readonly (Sent | undefined)[]> {
    this.#journal.foldAccount(clean(account), clean(run));
    return this.#sendings.before(account, run, people);
  }

  async counts(id: string): Promise<Counts> {
    const { key } = this.#folded(id);
    return this.#db.read(() => this.#counting.of(key));
  }

  /** Each page is read when it is asked for: a fate that changes meanwhile is seen if its row is still ahead. */
  async *outcomes(id: string, statuses: readonly Status[] = STATUSES): AsyncGenerator<readonly Outcome[]> {
    const { key } = this.#folded(id);
    const wanted = JSON.stringify(statuses);
    yield* this.#pages(key, (after) => readOutcomes(this.#outcomes.all([key, after, wanted])[0]));
  }

  async outcome(id: string, number: number): Promise<Outcome | undefined> {
    const { key } = this.#folded(id);
    return this.#db.read(() => readOutcomes(this.#outcome.all([key, number])[0])[0]);
  }

  /** Read as outcomes are. */
  async *calls(id: string): AsyncGenerator<readonly CallRecord[]> {
    const { key } = this.#folded(id);
    let after = 0;
    for (;;) {
      this.#journal.fold(key);
      const page = this.#db.read(() => this.#calls.all([key, after]).map(row));
      const last = page.at(-1);
      if (last === undefined) return;
      after = integer(last['key']);
      yield page.map(readCall);
    }
  }

  /** Read as outcomes are. */
  async *callsWith(id: string, number: number): AsyncGenerator<readonly CallRecord[]> {
    const { key } = this.#folded(id);
    let after = 0;
    for (;;) {
      const page = this.#db.read(() => this.#callsWith.all([key, after, String(number)]).map(row));
      const last = page.at(-1);
      if (last === undefined) return;
      after = integer(last['key']);
      const calls = page.flatMap((each) => callWith(each, number) ?? []);
      if (calls.length > 0) yield calls;
      // A reader may read on for long, and others have work to do.
      else await nextTurn();
    }
  }

  async working(now: number): Promise<ReadonlySet<string>> {
    return this.#locks.working(now);
  }

  /** Read as outcomes are. */
  async *fates(id: string, after = 0): AsyncGenerator<readonly Fate[]> {
    const { key } = this.#folded(id);
    yield* this.#pages(key, (last) => this.#fates.all([key, last]).map(readFate), after);
  }

  /** Read as outcomes are. */
  async *settled(id: string, after: number, repeatable: boolean): AsyncGenerator<SettledRows> {
    const { key, durable } = this.#folded(id);
    let last = after;
    for (let most = LARGE_PAGE; most >= 1; ) {
      const [page] = this.#db.read(() => this.#settled.all([key, last, Number(repeatable), Number(durable), most]));
      const found = readSettled(page, last, durable);
      if (found === undefined) {
        // A row is missing, or there are no more.
        most = Math.floor(most / 2);
        continue;
      }
      const { settled, ends } = found;
      if (settled.rows > 0) yield settled;
      if (ends) return;
      last += settled.rows;
      // A large run takes seconds, and signals are to be heard meanwhile.
      await nextTurn();
    }
  }

  async interrupted(id: string): Promise<ReadonlyMap<number, number>> {
    const { key } = this.#folded(id);
    const startedAt = new Map<number, number>();
    for (const call of this.#db.read(() => this.#interruptedCalls.all([key]).map(row))) {
      for (const each of rowsIn(text(call['rows']))) startedAt.set(each, integer(call['started_at']));
    }
    return startedAt;
  }

  async sessions(id: string): Promise<readonly SessionRecord[]> {
    const { key } = this.#folded(id);
    return this.#db.read(() => this.#sessions.all([key]).map(readSession));
  }

  async runs(most = Number.POSITIVE_INFINITY): Promise<readonly RunRecord[]> {
    // To SQLite, a negative limit is none.
    const limit = Number.isFinite(most) ? most : -1;
    return this.#db.read(() => this.#runs.all([limit]).map(readRun));
  }

  async run(id: string): Promise<RunRecord | undefined> {
    return this.#db.read(() => this.#run.all([id]).map(readRun)[0]);
  }

  async prune(time: number): Promise<number> {
    this.#group.flush();
    this.#journal.foldAll();
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
    try {
      this.#journal.foldOwn();
    } catch {
      // Whoever opens it next folds: what was noted is safe.
    }
    this.#db.close();
  }

  /** Pages in row order, each read after the last row of the one before. */
  *#pages<T extends { readonly row: number }>(
    run: number,
    read: (after: number) => readonly T[],
    first = 0,
  ): Generator<readonly T[]> {
    let after = first;
    for (;;) {
      this.#journal.fold(run);
      const page = this.#db.read(() => read(after));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.row;
    }
  }

  /** A run all of which stands in the tables. */
  #folded(id: string): RunKey {
    const run = this.#find(id);
    this.#journal.fold(run.key);
    return run;
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
