import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type Sqlite from 'libsql';
import { BusyError } from '../errors.js';
import { isAlive } from './alive.js';
import { clean } from './clean.js';
import type { Database } from './database.js';
import { type Holder, LOCK_STALE_MS, type Lock, type Owner } from './ledger.js';
import { integer, nullable, row, text } from './narrow.js';

const PROGRESS = `
  SELECT rows_expected AS expected,
    (SELECT count(*) FROM outcomes WHERE outcomes.run = runs.key AND status <> 'not_sent') AS settled
  FROM runs WHERE id = ?`;

/** The locks of all accounts. */
export class Locks {
  readonly #db: Database;
  readonly #find: Sqlite.Statement;
  readonly #progress: Sqlite.Statement;
  readonly #put: Sqlite.Statement;
  readonly #beat: Sqlite.Statement;
  readonly #delete: Sqlite.Statement;
  readonly #holds: Sqlite.Statement;
  readonly #all: Sqlite.Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#find = db.prepare('SELECT * FROM locks WHERE account = ?');
    this.#progress = db.prepare(PROGRESS);
    this.#put = db.prepare(`
      INSERT OR REPLACE INTO locks (account, token, run, pid, host, since, beat_at) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#beat = db.prepare('UPDATE locks SET beat_at = ? WHERE account = ? AND token = ? RETURNING account');
    this.#delete = db.prepare('DELETE FROM locks WHERE account = ? AND token = ?');
    this.#holds = db.prepare('SELECT 1 FROM locks WHERE account = ? AND token = ?');
    this.#all = db.prepare('SELECT * FROM locks');
  }

  /** The lock, or who holds it. */
  take(account: string, owner: Owner, now: number): Lock | Holder {
    const moment = Math.round(now);
    const taken = this.#db.commit(false, () => {
      const [holder] = this.#find.all([clean(account)]).map(readEntry);
      if (holder !== undefined && isFresh(holder, moment) && !isDead(holder, owner.host)) return holder;
      const token = randomBytes(16).toString('hex');
      this.#put.run([clean(account), token, clean(owner.run), owner.pid, clean(owner.host), moment, moment]);
      return new HeldLock(this, account, token, owner.host);
    });
    if (taken instanceof HeldLock) return taken;
    // Counting may take a while, in which the holder has rows to keep.
    const [found] = this.#db.read(() => this.#progress.all([taken.run]).map(row));
    const { run, pid, host, since, beatAt } = taken;
    const settled = found === undefined ? 0 : integer(found['settled']);
    return { run, pid, host, since, beatAt, settled, expected: nullable(found?.['expected'] ?? null, integer) };
  }

  /** Whether a lock is its owner's still; yes where none is needed. One look, inside a transaction. */
  holds(lock: HeldLock | null): boolean {
    return lock === null || this.#holds.all([clean(lock.account), lock.token]).length > 0;
  }

  /**
   * Makes sure, inside a transaction, that nobody but the owner of `lock` works on a run: throws a BusyError when
   * another does, whatever the account, and takes the lock from one that was not heard of, should it wake.
   */
  claim(run: string, lock: HeldLock | null, now: number): void {
    const host = lock?.host ?? hostname();
    for (const entry of this.#all.all([]).map(readEntry)) {
      if (entry.run !== run || entry.token === lock?.token) continue;
      if (isFresh(entry, now) && !isDead(entry, host)) {
        throw new BusyError(`run ${run}: another process took it over (${entry.pid} on ${entry.host})`);
      }
      this.#delete.run([entry.account, entry.token]);
    }
  }

  /** The runs that were worked on at `time` or are since; forgets the locks of the dead. Inside a transaction. */
  sweep(time: number): readonly string[] {
    const live: string[] = [];
    for (const entry of this.#all.all([]).map(readEntry)) {
      if (entry.beatAt + LOCK_STALE_MS > time && !isDead(entry, hostname())) live.push(entry.run);
      else this.#delete.run([entry.account, entry.token]);
    }
    return live;
  }

  /** The runs that live locks name. */
  working(now: number): ReadonlySet<string> {
    const entries = this.#db.read(() => this.#all.all([]).map(readEntry));
    const live = entries.filter((entry) => isFresh(entry, now) && !isDead(entry, hostname()));
    return new Set(live.map(({ run }) => run));
  }

  beat({ account, token }: HeldLock, now: number): boolean {
    return this.#db.commit(false, () => this.#beat.all([Math.round(now), clean(account), token]).length > 0);
  }

  release({ account, token }: HeldLock): void {
    this.#db.commit(false, () => this.#delete.run([clean(account), token]));
  }
}

/** A lock with the token that tells its owner from all others. */
export class HeldLock implements Lock {
  readonly account: string;
  readonly token: string;
  readonly host: string;
  readonly #locks: Locks;

  constructor(locks: Locks, account: string, token: string, host: string) {
    this.#locks = locks;
    this.account = account;
    this.token = token;
    this.host = host;
  }

  async beat(now: number): Promise<boolean> {
    return this.#locks.beat(this, now);
  }

  async release(): Promise<void> {
    this.#locks.release(this);
  }
}

/** The same lock, which knows its token. */
export function held(lock: Lock | null): HeldLock | null {
  if (lock === null || lock instanceof HeldLock) return lock;
  throw new Error(`the lock of ${lock.account} is not of a ledger`);
}

/** What a process is told whose lock is another's by now. */
export function takenOver(run: string): BusyError {
  return new BusyError(`run ${run}: another process took it over, and this one sends no more`);
}

interface Entry {
  readonly account: string;
  readonly token: string;
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  readonly beatAt: number;
}

/** A beat of later than now comes of a clock that was set back. */
function isFresh({ beatAt }: Pick<Entry, 'beatAt'>, now: number): boolean {
  return now - beatAt < LOCK_STALE_MS && beatAt - now <= LOCK_STALE_MS;
}

function isDead({ pid, host }: Pick<Entry, 'pid' | 'host'>, here: string): boolean {
  return host === here && !isAlive(pid);
}

function readEntry(value: unknown): Entry {
  const found = row(value);
  return {
    account: text(found['account']),
    token: text(found['token']),
    run: text(found['run']),
    pid: integer(found['pid']),
    host: text(found['host']),
    since: integer(found['since']),
    beatAt: integer(found['beat_at']),
  };
}
