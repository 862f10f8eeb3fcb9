import type { Call, Outcome, Status, Stop } from '../model.js';

/** What is known of a run when it begins. */
export interface RunStart {
  /** As people type it. */
  readonly id: string;
  readonly provider: string;
  /** Provider, origin, and who pays: one value for one account. Holds no secret. */
  readonly account: string;
  /** Name of the input as it was given; `-` for standard input. */
  readonly input: string;
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
}

/** How a run ended. */
export interface RunEnd {
  readonly status: 'finished' | 'stopped' | 'interrupted';
  readonly stop: Stop | null;
  /** Why it stopped, for people; empty when it finished. */
  readonly reason: string;
  readonly exit: number;
  readonly rows: number;
  readonly calls: number;
  readonly retries: number;
  readonly throttled: number;
  readonly endedAt: number;
  /** Absolute path, or null when there is none. */
  readonly report: string | null;
  readonly rejects: string | null;
}

/** A run as the ledger has it; `end` is null while it goes on, and after a crash. */
export interface RunRecord extends RunStart {
  readonly end: RunEnd | null;
}

export interface Counts {
  readonly counts: Readonly<Record<Status, number>>;
  /** The provider's words of the `ok` rows, and how many rows have each. */
  readonly results: Readonly<Record<string, number>>;
}

/** What happened to every row, durably. The one truth that reports and summaries are read from. */
export interface Ledger {
  begin(run: RunStart): Promise<void>;
  /**
   * Keeps calls and the fates of rows. Resolves when they are committed, in the order they were given; what comes
   * in the same moment is committed together. A later fate of a row replaces the earlier one.
   */
  settle(id: string, outcomes: readonly Outcome[], calls?: readonly Call[]): Promise<void>;
  end(id: string, end: RunEnd): Promise<void>;
  /** Counts over all rows settled so far. */
  counts(id: string): Promise<Counts>;
  /** Outcomes in row order, a page at a time; all of them, or those with one of `statuses`. */
  outcomes(id: string, statuses?: readonly Status[]): AsyncIterable<readonly Outcome[]>;
  /** Newest first. */
  runs(): Promise<readonly RunRecord[]>;
  run(id: string): Promise<RunRecord | undefined>;
  /** Forgets runs that ended (or, without an end, were last heard of) before `time`, in milliseconds since 1970. Gives how many. */
  prune(time: number): Promise<number>;
  close(): Promise<void>;
}
