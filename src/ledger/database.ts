import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Sqlite from 'libsql';
import { BusyError, StorageError } from '../errors.js';
import { migrate, requireToday } from './schema.js';
import { transaction } from './transaction.js';

/** The open file. Whatever goes wrong in it is a StorageError, but a BusyError stays one. */
export class Database {
  /** A file that may only be read is never changed. */
  readonly mode: 'write' | 'read';
  readonly #path: string;
  readonly #db: Sqlite.Database;
  /** Whether nobody had it open: without its log, SQLite reads it in a folder that may not be written only if told so. */
  readonly #isStill: boolean;
  #synchronous = '';
  /** Whether something is done that this connection alone sees. */
  #pretends = false;

  /**
   * Brings the file to today's schema, or, with `mode` read, makes sure that it has that and touches nothing. What goes
   * wrong here is thrown as it is.
   */
  constructor(path: string, mode: 'write' | 'read' = 'write') {
    this.mode = mode;
    this.#path = path;
    this.#isStill = mode === 'read' && !existsSync(`${path}-wal`);
    this.#db = new Sqlite(mode === 'write' ? path : readOnly(path, this.#isStill));
    try {
      this.#db.pragma('busy_timeout = 30000');
      if (mode === 'read') {
        requireToday(this.#db, path);
        return;
      }
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
      const found = read();
      // Who writes makes the log first, and changes the file later.
      if (this.#isStill && existsSync(`${this.#path}-wal`))
        throw new Error('another process began to write it; try again');
      return found;
    } catch (error) {
      throw new StorageError(`${this.#path}: the ledger cannot be read (${reason(error)})`, { cause: error });
    }
  }

  /** One transaction: all that `write` does, or nothing. `durable` outlives a power cut too, at one sync of the disk. */
  commit<T>(durable: boolean, write: () => T): T {
    try {
      this.#unpretend();
      this.#sync(durable ? 'FULL' : 'NORMAL');
      return transaction(this.#db, write);
    } catch (error) {
      if (error instanceof BusyError) throw error;
      throw new StorageError(`${this.#path}: the ledger cannot be written (${reason(error)})`, { cause: error });
    }
  }

  /**
   * Does what `write` does for the eyes of this connection alone, in memory, until its next commit or its end: for a
   * disk without room. Nobody else can write meanwhile.
   */
  pretend(write: () => void): void {
    this.#unpretend();
    this.#db.pragma('cache_spill = OFF');
    this.#db.exec('BEGIN IMMEDIATE');
    this.#pretends = true;
    write();
  }

  get open(): boolean {
    return this.#db.open;
  }

  close(): void {
    try {
      this.#unpretend();
      // Statements stay, so SQLite does not move its log into the file by itself.
      this.#db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // The disk is full, perhaps. What was committed is safe in the log too.
    }
    this.#db.close();
  }

  #unpretend(): void {
    if (!this.#pretends) return;
    this.#pretends = false;
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
  }

  /** NORMAL outlives a crash of the program, FULL a power cut too. */
  #sync(level: 'FULL' | 'NORMAL'): void {
    if (this.#synchronous === level) return;
    this.#db.pragma(`synchronous = ${level}`);
    this.#synchronous = level;
  }
}

/**
 * The name by which SQLite opens a file to read it alone, and makes none that is not there: the binding has no option for
 * that. `isStill` where nobody else has it open.
 */
export function readOnly(path: string, isStill: boolean): string {
  return `${pathToFileURL(path).href}?mode=ro${isStill ? '&immutable=1' : ''}`;
}

/** One line, as a message ends. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
}
