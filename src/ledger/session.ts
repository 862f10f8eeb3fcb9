import type Sqlite from 'libsql';
import type { CallEnd, Intent, Outcome } from '../model.js';
import { type Counting, UNCOUNT } from './counts.js';
import type { Database } from './database.js';
import { END_SESSION, endValues } from './end.js';
import type { Group } from './group.js';
import type { Journal } from './journal.js';
import type { RunEnd, Session } from './ledger.js';
import { type HeldLock, type Locks, takenOver } from './lock.js';
import type { RunKey, Writer } from './writer.js';

/** What all sessions of a ledger write with. */
export class Desk {
  readonly db: Database;
  readonly locks: Locks;
  readonly group: Group;
  readonly writer: Writer;
  readonly journal: Journal;
  readonly counting: Counting;
  readonly endSession: Sqlite.Statement;
  readonly uncount: Sqlite.Statement;

  constructor(db: Database, locks: Locks, group: Group, writer: Writer, journal: Journal, counting: Counting) {
    this.db = db;
    this.locks = locks;
    this.group = group;
    this.writer = writer;
    this.journal = journal;
    this.counting = counting;
    this.endSession = db.prepare(END_SESSION);
    this.uncount = db.prepare(UNCOUNT);
  }
}

export class SqliteSession implements Session {
  readonly run: string;
  readonly number: number;
  readonly #key: RunKey;
  readonly #lock: HeldLock | null;
  readonly #desk: Desk;
  #lastCall: number;
  #ended = false;

  /** `lastCall` is the key of the run's latest call. */
  constructor(desk: Desk, run: string, key: RunKey, number: number, lastCall: number, lock: HeldLock | null) {
    this.run = run;
    this.number = number;
    this.#key = key;
    this.#lastCall = lastCall;
    this.#lock = lock;
    this.#desk = desk;
  }

  async intend(intent: Intent): Promise<number> {
    const { writer, journal, group } = this.#desk;
    return new Promise<number>((resolve, reject) => {
      group.add({
        durable: this.#key.durable,
        lock: this.#lock,
        write: (held) => {
          if (!held) return () => reject(takenOver(this.run));
          this.#lastCall += 1;
          const call = this.#lastCall;
          journal.note(this.#key.key, writer.call(call, this.number, intent));
          for (const outcome of intent.outcomes) journal.note(this.#key.key, writer.outcome(this.#key, outcome));
          return () => resolve(call);
        },
        reject,
      });
    });
  }

  async settle(outcomes: readonly Outcome[], calls: readonly CallEnd[] = []): Promise<void> {
    const { writer, journal, group, uncount } = this.#desk;
    await new Promise<void>((resolve, reject) => {
      group.add({
        durable: this.#key.durable && (calls.length > 0 || outcomes.some(wasSent)),
        lock: this.#lock,
        write: (held) => {
          // Fates that come after an end, this session's or that of whoever took the run over, were not counted there.
          if (outcomes.length > 0 && (!held || this.#ended)) uncount.run([this.#key.key]);
          // Whoever has the run now may have moved it to another account.
          if (!held) writer.forget();
          for (const call of calls) journal.note(this.#key.key, writer.end(call));
          for (const outcome of outcomes) {
            if (held || outcome.status === 'ok') journal.note(this.#key.key, writer.outcome(this.#key, outcome));
          }
          return resolve;
        },
        reject,
      });
    });
  }

  async end(end: RunEnd): Promise<void> {
    const { db, group, journal, locks, counting, endSession } = this.#desk;
    group.flush();
    db.commit(this.#key.durable, () => {
      if (!locks.holds(this.#lock)) throw takenOver(this.run);
      journal.foldRun(this.#key.key);
      endSession.run(endValues(this.#key.key, this.number, end, counting.text(this.#key.key)));
    });
    this.#ended = true;
  }
}

/** What never left needs no sync of its own: sent later, it is sent for the first time. */
function wasSent({ attempts }: Outcome): boolean {
  return attempts > 0;
}
