import Sqlite from 'libsql';
import { BusyError, StorageError } from '../errors.js';
import { migrate } from './schema.js';
import { transaction } from './transaction.js';

/** The open file. Whatever goes wrong in it is a StorageError, but a BusyError stays one. */
export class Database {
  readonly #path: string;
  readonly #db: Sqlite.Database;
  #synchronous = '';

  /** Brings the file to today's schema. What goes wrong here is thrown as it is. */
  constructor(path: string) {
    this.#path = path;
    this.#db = new Sqlite(path);
    try {
      this.#db.pragma('busy_timeout = 30000');
      this.#db.pragma('foreign_keys = ON');
      migrate(this.#db, path);
      this.#db.pragma('journal_mode = WAL');
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** Nothing finalizes a statement of this binding: each is to be made once. */
  prepare(sql: string): Sqlite.Statement {
    return this.#db.prepare(sql);
  }

  read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new StorageError(`${this.#path}: the ledger cannot be read (${reason(error)})`, { cause: error });
    }
  }

  /** One transaction: all that `write` does, or nothing. `durable` outlives a power cut too, at one sync of the disk. */
  commit<T>(durable: boolean, write: () => T): T {
    try {
      this.#sync(durable ? 'FULL' : 'NORMAL');
      return transaction(this.#db, write);
    } catch (error) {
      if (error instanceof BusyError) throw error;
      throw new StorageError(`${this.#path}: the ledger cannot be written (${reason(error)})`, { cause: error });
    }
  }

  get open(): boolean {
    return this.#db.open;
  }

  close(): void {
    try {
      // Statements stay, so SQLite does not move its log into the file by itself.
      this.#db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // The disk is full, perhaps. What was committed is safe in the log too.
    }
    this.#db.close();
  }

  /** NORMAL outlives a crash of the program, FULL a power cut too. */
  #sync(level: 'FULL' | 'NORMAL'): void {
    if (this.#synchronous === level) return;
    this.#db.pragma(`synchronous = ${level}`);
    this.#synchronous = level;
  }
}

/** One line, as a message ends. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
}
