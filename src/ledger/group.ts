import type { Database } from './database.js';
import type { Journal } from './journal.js';
import type { HeldLock, Locks } from './lock.js';

/** What waits for the next commit. */
export interface Write {
  /** Whether it is to outlive a power cut. */
  readonly durable: boolean;
  readonly lock: HeldLock | null;
  /** Writes it, and gives what is to be said once it is committed. `held`: whether the lock is its owner's still. */
  write(held: boolean): () => void;
  reject(error: unknown): void;
}

/** Commits together what comes in the same turn of the event loop, in the order it came; all of it or nothing. */
export class Group {
  readonly #db: Database;
  readonly #locks: Locks;
  readonly #journal: Journal;
  #waiting: Write[] = [];

  constructor(db: Database, locks: Locks, journal: Journal) {
    this.#db = db;
    this.#locks = locks;
    this.#journal = journal;
  }

  add(write: Write): void {
    this.#waiting.push(write);
    if (this.#waiting.length === 1) setImmediate(() => this.flush());
  }

  /** Commits what waits now. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const looked = new Map<HeldLock | null, boolean>();
    const holds = (lock: HeldLock | null): boolean => {
      const known = looked.get(lock) ?? this.#locks.holds(lock);
      looked.set(lock, known);
      return known;
    };
    let said: readonly (() => void)[];
    try {
      said = this.#db.commit(
        group.some(({ durable }) => durable),
        () => {
          const all = group.map((one) => one.write(holds(one.lock)));
          this.#journal.write();
          return all;
        },
      );
    } catch (error) {
      this.#journal.forget();
      for (const one of group) one.reject(error);
      return;
    }
    for (const say of said) say();
  }
}
