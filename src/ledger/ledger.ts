import type { CallEnd, Intent, Outcome, Status, Stop } from '../model.js';

/** What is known of a run when it begins. */
export interface RunStart {
  /** As people type it. */
  readonly id: string;
  readonly provider: string;
  /** Provider, origin, and who pays: one value for one account. Holds no secret. */
  readonly account: string;
  /** Name of the input as it was given; `-` for standard input. */
  readonly input: string;
  /** Absolute path of the input, or null for standard input. */
  readonly inputPath: string | null;
  /** SHA-256 of the input's bytes in hex; null where they were not read through before the first call. */
  readonly content: string | null;
  /** Size of the input in bytes; null where it is not known. */
  readonly bytes: number | null;
  /** Rows of the run; null where they were not counted before the first call. */
  readonly rowsExpected: number | null;
  readonly format: 'csv' | 'tsv' | 'json' | 'ndjson';
  /** Between cells; empty for JSON. */
  readonly delimiter: string;
  /** How the input's bytes were read, as `Input` has it: rejects are written so too. */
  readonly encoding: string;
  readonly bom: boolean;
  readonly quoting: 'minimal' | 'all';
  readonly lineEnd: 'lf' | 'crlf';
  /** The input's columns, in order. */
  readonly columns: readonly string[];
  readonly dryRun: boolean;
  /** All that decides what is sent, by name: mapping, fixed values, country … No secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** True when a repeat may harm: then what is settled outlives a power cut too. */
  readonly durable: boolean;
  /** Where the report and the rejects go, and whether formulas in them are defused: a later session writes them there again. */
  readonly report: string;
  readonly rejects: string;
  readonly defuse: boolean;
}

/** What a later session of a run has of its own. */
export interface Again {
  readonly kind: SessionKind;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Another than the run's moves the run: its numbers count for this one from then on. */
  readonly account: string;
  readonly report: string;
  readonly rejects: string;
  readonly defuse: boolean;
}

/** How a session of a run ended: calls, retries and throttled are its own, the rest is the run's. */
export interface RunEnd {
  readonly status: 'finished' | 'stopped' | 'interrupted';
  readonly stop: Stop | null;
  /** Why it stopped, for people; empty when it finished. */
  readonly reason: string;
  readonly exit: number;
  readonly rows: number;
  /** Rows that a resume would send, as far as is known: those that are `not_sent`, and at least one where not all was read. */
  readonly left: number;
  readonly calls: number;
  readonly retries: number;
  readonly throttled: number;
  readonly endedAt: number;
  /** Absolute path, or null when there is none. */
  readonly report: string | null;
  readonly rejects: string | null;
}

/** A run as the ledger has it. */
export interface RunRecord extends RunStart {
  /**
   * How the last session ended; null while one goes on, and after a crash. calls, retries and throttled are sums over
   * all sessions that ended.
   */
  readonly end: RunEnd | null;
  /** Sessions so far, at least 1. */
  readonly sessions: number;
}

export type SessionKind = 'import' | 'resume' | 'retry' | 'reconcile';

/** A session as the ledger has it; `end` is null while it goes on, and after a crash. */
export interface SessionRecord {
  /** From 1. */
  readonly number: number;
  readonly kind: SessionKind;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What was said before it began: mapping, settings, cautions. Of sessions of earlier versions, nothing was kept. */
  readonly notices: readonly string[];
  readonly end: RunEnd | null;
}

/** A call as the ledger has it. */
export interface CallRecord {
  /** The number of its session. */
  readonly session: number;
  /** In the order in which they were sent. */
  readonly rows: readonly number[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** null, and no verdict, where nothing is known of it: it is under way, or its process died. */
  readonly durationMs: number | null;
  readonly httpStatus: number | null;
  readonly verdict: CallEnd['verdict'] | null;
  /** `interrupted` where its process died: then the duration is 0. */
  readonly code: string;
  /** What came back, redacted, at most 2 KiB; empty when all is well. */
  readonly excerpt: string;
}

/** One row as resuming needs it. */
export interface Fate {
  readonly row: number;
  readonly line: number;
  readonly phone: string;
  readonly status: Status;
  readonly code: string;
  /** How its calls went. */
  readonly attempts: number;
  readonly httpStatus: number | null;
  readonly sentAt: number | null;
}

/** Rows that follow one another, each with a fate that stays. */
export interface SettledRows {
  readonly first: number;
  readonly rows: number;
  /**
   * For each row, in order, the E.164 number of the contact that it was, with + or without, or nothing where it was none:
   * invalid, or the same number as another row of the run. Parted by commas: as one text they cost a fraction of what
   * rows would.
   */
  readonly numbers: string;
}

/**
 * One stretch of work on a run. What comes in the same turn of the event loop is committed together, in the order it
 * was given; where a repeat may harm, what has left or is about to outlives a power cut.
 */
export interface Session {
  readonly run: string;
  /** From 1. */
  readonly number: number;
  /**
   * Writes that a call is about to leave, with the outcomes of its rows. Resolves with its key when that is committed.
   * Rejects with a BusyError, and writes nothing, when the lock of the session is not its own any more.
   */
  intend(intent: Intent): Promise<number>;
  /**
   * Keeps the fates of rows and the ends of calls, and resolves when they are committed. A later fate of a row replaces
   * the earlier one. Where the lock is lost, of the outcomes only those with status `ok` are kept, so that what another
   * process found out meanwhile is not overwritten by less; it does not reject for that.
   */
  settle(outcomes: readonly Outcome[], calls?: readonly CallEnd[]): Promise<void>;
  /** Commits what waits, and ends the session; a later end replaces the earlier one. Rejects with a BusyError when the lock is lost. */
  end(end: RunEnd): Promise<void>;
}

/** A lock that was not heard of for so long is free. Beats come much more often. */
export const LOCK_STALE_MS = 60_000;

/** A process that works on a run. */
export interface Owner {
  readonly run: string;
  readonly pid: number;
  readonly host: string;
}

/** Who holds an account. */
export interface Holder extends Owner {
  /** Since when, and when it was last heard of: milliseconds since 1970. */
  readonly since: number;
  readonly beatAt: number;
  /** Rows of its run that have a fate other than `not_sent`, and how many there are; null where that is not known. */
  readonly settled: number;
  readonly expected: number | null;
}

/** The right to send for an account. */
export interface Lock {
  readonly account: string;
  /** Says that the owner lives; false when the lock is another's by now. */
  beat(now: number): Promise<boolean>;
  /** Gives it back; nothing happens when it is another's by now. */
  release(): Promise<void>;
}

/** A row of another run that was sent to a person, or may have been. */
export interface Sent {
  readonly run: string;
  readonly row: number;
  readonly status: 'ok' | 'unknown';
}

/** Whom a row is for, and with which call fields. */
export interface Person {
  /** E.164 without `+`. */
  readonly digits: string;
  /** The key of CallFields. */
  readonly call: string;
}

export interface Counts {
  readonly counts: Readonly<Record<Status, number>>;
  /** The provider's words of the `ok` rows, and how many rows have each. */
  readonly results: Readonly<Record<string, number>>;
}

/** What can be read of a ledger; reading needs no lock. */
export interface History {
  /** Newest first; at most `most` of them where that is given. */
  runs(most?: number): Promise<readonly RunRecord[]>;
  run(id: string): Promise<RunRecord | undefined>;
  /** In the order in which they began. */
  sessions(id: string): Promise<readonly SessionRecord[]>;
  /** The runs that somebody is at work on: those that a live lock names at `now`, in milliseconds since 1970. */
  working(now: number): Promise<ReadonlySet<string>>;
  /**
   * Counts over all rows settled so far. Of a run that has ended they were counted then; else all its rows are read,
   * about a quarter of a second for each million.
   */
  counts(id: string): Promise<Counts>;
  /** Outcomes in row order, a page at a time; all of them, or those with one of `statuses`. */
  outcomes(id: string, statuses?: readonly Status[]): AsyncIterable<readonly Outcome[]>;
  /** The fate of one row, or undefined when it has none. One look. */
  outcome(id: string, row: number): Promise<Outcome | undefined>;
  /**
   * All calls of a run, in the order in which they began, a page at a time, none of them empty. Holds one page; a
   * million takes about five seconds, or fifteen where each has a hundred rows.
   */
  calls(id: string): AsyncIterable<readonly CallRecord[]>;
  /**
   * The calls that a row was in, in the order in which they began, a page at a time, none of them empty. Reads all calls
   * of the run, a bounded number at once: about a second for each million.
   */
  callsWith(id: string, row: number): AsyncIterable<readonly CallRecord[]>;
  close(): Promise<void>;
}

/**
 * What happened to every row, durably. The one truth that reports and summaries are read from. Several processes may
 * have it open.
 */
export interface Ledger extends History {
  /**
   * The lock of an account, or who holds it (`'beat' in` the answer tells). It is free when nobody has it, when its
   * owner is dead (the same host, and no such process), or when it was not heard of for LOCK_STALE_MS; a beat that
   * lies ahead of `now` counts for as long. Milliseconds since 1970.
   */
  lock(account: string, owner: Owner, now: number): Promise<Lock | Holder>;
  /**
   * Begins a run with its first session, of kind `import`, and keeps what was said before it. Rejects with a BusyError
   * when `lock` is lost.
   */
  begin(run: RunStart, lock: Lock | null, notices?: readonly string[]): Promise<Session>;
  /**
   * Goes on with a run. Calls in flight when its last session died are closed: no reply, `interrupted`, no duration.
   * Rejects with a BusyError, and changes nothing, when `lock` is lost or another live process holds a lock for the
   * run, be it for another account.
   */
  reopen(id: string, again: Again, lock: Lock | null, notices?: readonly string[]): Promise<Session>;
  /**
   * For each person, in order, how another run than `run` sent to that number for the same account with the same call
   * fields, where a repeat may harm: the row that was sent last, if there is one. A call in flight counts as `unknown`.
   */
  sentBefore(account: string, run: string, people: readonly Person[]): Promise<readonly (Sent | undefined)[]>;
  /**
   * The rows of calls of which nothing was heard when their process died, and when those began, in milliseconds since
   * 1970; whatever has become of the rows since. Known from the next session on.
   */
  interrupted(id: string): Promise<ReadonlyMap<number, number>>;
  /** Every row after `after` that has a fate, in row order, a page at a time. */
  fates(id: string, after?: number): AsyncIterable<readonly Fate[]>;
  /**
   * The rows after `after`, as far as one follows the other and each has a fate that stays, a page at a time: it is
   * neither `not_sent` nor, where `repeatable`, in doubt. Ends before a contact whose number the ledger cannot tell, too.
   * A million takes about a fifth of a second.
   */
  settled(id: string, after: number, repeatable: boolean): AsyncIterable<SettledRows>;
  /**
   * Forgets runs that ended (or, without an end, were last heard of) before `time`, in milliseconds since 1970, but
   * none with a session that began since, and none that a live lock names. Gives how many.
   */
  prune(time: number): Promise<number>;
}
