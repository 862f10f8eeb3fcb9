import type Sqlite from 'libsql';
import { ConfigError, StorageError } from '../errors.js';
import type { Database } from './database.js';
import { integer, parsed, row, text } from './narrow.js';
import type { Entry, Writer } from './writer.js';

/** Takes the run and what is to stand in the tables one day, as JSON. */
const ADD = 'INSERT INTO journal (run, entries) VALUES (?, ?)';
/** Gives it in the order in which it came. Takes the run. */
const READ = 'SELECT key, entries FROM journal WHERE run = ? ORDER BY key';
const CLEAR = 'DELETE FROM journal WHERE run = ? AND key <= ?';
const HAS = 'SELECT 1 FROM journal WHERE run = ? LIMIT 1';
const RUNS = 'SELECT DISTINCT run FROM journal';
/** Takes an account and the id of a run of it. */
const OF_ACCOUNT = `
  SELECT DISTINCT run FROM journal WHERE run IN (SELECT key FROM runs WHERE account = ? AND id <> ?)`;

// What waits at the most, of what this process noted: folding it takes some milliseconds.
const MOST_ENTRIES = 1000;
const MOST_CHARACTERS = 1024 * 1024;
const MANY = 64; // so many entries of one group are not worth the detour

/**
 * Keeps what happens as it comes, at the end of one table: a call of one contact that was written straight into the
 * tables would change half a dozen pages of the file each time it is heard of. From there it is folded into the tables,
 * many entries at once. What was noted is as safe as what was folded, and whoever reads a run folds first.
 */
export class Journal {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #add: Sqlite.Statement;
  readonly #read: Sqlite.Statement;
  readonly #clear: Sqlite.Statement;
  readonly #has: Sqlite.Statement;
  readonly #runs: Sqlite.Statement;
  readonly #ofAccount: Sqlite.Statement;
  #noted = new Map<number, Entry[]>();
  /** How much this process has noted since it folded, by run. */
  readonly #waiting = new Map<number, { readonly entries: number; readonly characters: number }>();

  constructor(db: Database, writer: Writer) {
    this.#db = db;
    this.#writer = writer;
    this.#add = db.prepare(ADD);
    this.#read = db.prepare(READ);
    this.#clear = db.prepare(CLEAR);
    this.#has = db.prepare(HAS);
    this.#runs = db.prepare(RUNS);
    this.#ofAccount = db.prepare(OF_ACCOUNT);
  }

  /** Takes note of what has happened in a run; `write` keeps it. */
  note(run: number, entry: Entry): void {
    const noted = this.#noted.get(run);
    if (noted === undefined) this.#noted.set(run, [entry]);
    else noted.push(entry);
  }

  /** Keeps all that was noted. Inside a transaction. */
  write(): void {
    const noted = this.#noted;
    this.#noted = new Map();
    for (const [run, entries] of noted) {
      const text = entries.length < MANY ? JSON.stringify(entries) : undefined;
      const before = this.#waiting.get(run) ?? { entries: 0, characters: 0 };
      const waiting = {
        entries: before.entries + entries.length,
        characters: before.characters + (text?.length ?? 0),
      };
      if (text !== undefined && waiting.entries < MOST_ENTRIES && waiting.characters < MOST_CHARACTERS) {
        this.#add.run([run, text]);
        this.#waiting.set(run, waiting);
      } else {
        this.foldRun(run);
        this.#writer.write(run, entries);
      }
    }
  }

  /** Nothing of what was noted is kept: the transaction it was to be kept in was rolled back. */
  forget(): void {
    this.#noted = new Map();
    this.#writer.forget();
  }

  /** Brings what was kept of a run into the tables. Inside a transaction. */
  foldRun(run: number): void {
    const kept = this.#read.all([run]).map(row);
    const last = kept.at(-1);
    this.#waiting.delete(run);
    if (last === undefined) return;
    this.#writer.write(
      run,
      kept.flatMap(({ entries }) => entriesOf(parsed(entries))),
    );
    this.#clear.run([run, integer(last['key'])]);
  }

  /**
   * The same in a transaction of its own, where there is anything; a file that may only be read stays as it is. Where
   * the disk has no room for it, what is read here is as if it were done.
   */
  fold(run: number): void {
    if (this.#db.mode === 'read' || this.#db.read(() => this.#has.all([run])).length === 0) return;
    try {
      this.#db.commit(true, () => this.foldRun(run));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      try {
        this.#db.pretend(() => this.foldRun(run));
      } catch {
        throw error;
      }
    }
  }

  /** The same for all runs of which this process has noted something. */
  foldOwn(): void {
    for (const run of [...this.#waiting.keys()]) this.fold(run);
  }

  /** The same for the runs of an account but the one with the id `own`. */
  foldAccount(account: string, own: string): void {
    for (const run of this.#db.read(() => this.#ofAccount.all([account, own]))) this.fold(integer(row(run)['run']));
  }

  /** The same for all runs. One that cannot be folded is left: whoever reads it is told. */
  foldAll(): void {
    for (const run of this.#db.read(() => this.#runs.all([]))) {
      try {
        this.fold(integer(row(run)['run']));
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
      }
    }
  }
}

/**
 * Throws a ConfigError, for whoever may only read the file, where a process has died that noted something: `live` are the
 * runs that somebody is at work on. Dry runs, which nobody is known to work on, are left out: they have sent nothing.
 */
export function requireFolded(db: Database, path: string, live: ReadonlySet<string>): void {
  const noted = db.prepare('SELECT DISTINCT id FROM journal JOIN runs ON runs.key = journal.run WHERE dry_run = 0');
  const ids = db.read(() => noted.all([])).map((each) => text(row(each)['id']));
  const dead = ids.find((id) => !live.has(id));
  if (dead === undefined) return;
  db.close();
  throw new ConfigError(
    `${path}: the work on run ${dead} was cut short, and what it did last is to be put in its place first, for which one must be allowed to write there. Whoever is types: contact-push runs`,
  );
}

function entriesOf(value: unknown): readonly Entry[] {
  if (!Array.isArray(value)) throw new Error('expected entries in the journal, found something else');
  return value;
}
