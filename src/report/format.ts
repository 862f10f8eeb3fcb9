import type { Outcome, Status, Stop } from '../model.js';

export interface RenderOptions {
  /** Makes cells harmless that a spreadsheet would take for formulas, where the format is one that spreadsheets open. */
  readonly defuse: boolean;
  /** Shows phone numbers whole where a format would mask them. */
  readonly showNumbers: boolean;
  /** The style and the script of a page, for a format that is one. */
  page(): Promise<PageParts>;
}

/** What a page brings along. Neither holds `</style` or `</script`. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
}

/** A run as a report may show it. Whatever is not asked for is not read. */
export interface RunView {
  /** Rows in row order, a page at a time: all of them, or those with one of `statuses`. May be read more than once. */
  outcomes(statuses?: readonly Status[]): AsyncIterable<readonly Outcome[]>;
  /** All calls in the order in which they began, a page at a time. May be read more than once. */
  calls(): AsyncIterable<readonly CallFacts[]>;
  facts(): Promise<RunFacts>;
}

/** What is known of a run as a whole. Times are milliseconds since 1970. */
export interface RunFacts {
  readonly id: string;
  /** The provider as people write it. */
  readonly provider: string;
  /** Scheme and host of the provider. */
  readonly origin: string;
  /** As it was given. */
  readonly input: string;
  /** null where it is not known. */
  readonly bytes: number | null;
  readonly format: string;
  readonly delimiter: string;
  readonly encoding: string;
  readonly columns: readonly string[];
  /** The wire name of the field that holds the number. */
  readonly phoneField: string;
  readonly dryRun: boolean;
  /** All that decided what was sent, by name; no secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** In the order in which they began, at least one. */
  readonly sessions: readonly SessionFacts[];
  readonly counts: Readonly<Record<Status, number>>;
  /** The provider's words of the `ok` rows, and how many rows have each. */
  readonly results: Readonly<Record<string, number>>;
  /** The line to type now, or null, and a word about it. */
  readonly next: { readonly line: string | null; readonly hint: string };
  /** The line that writes all rows as CSV. */
  readonly allRows: string;
}

/** A session of a run: its import, or what went on with it. Times are milliseconds since 1970. */
export interface SessionFacts {
  /** From 1. */
  readonly number: number;
  readonly kind: string;
  readonly startedAt: number;
  /** What was said before it began. */
  readonly notices: readonly string[];
  /** null while it goes on, and where it broke off. */
  readonly end: SessionEnd | null;
}

/** How a session ended. */
export interface SessionEnd {
  readonly status: 'finished' | 'stopped' | 'interrupted';
  readonly stop: Stop | null;
  /** Why it stopped, for people; empty when it finished. */
  readonly reason: string;
  readonly exit: number;
  /** Of the run, so far. */
  readonly rows: number;
  readonly calls: number;
  readonly retries: number;
  readonly throttled: number;
  readonly endedAt: number;
  readonly report: string | null;
  readonly rejects: string | null;
}

/** One call, as the ledger has it. */
export interface CallFacts {
  /** The number of its session. */
  readonly session: number;
  readonly rows: readonly number[];
  readonly startedAt: number;
  /** null where nothing is known of it. */
  readonly durationMs: number | null;
  readonly httpStatus: number | null;
  readonly verdict: string | null;
  readonly code: string;
}

/** A way to write a run as text. Pure: the same run gives the same text. */
export interface ReportFormat {
  /** As in `--as`. */
  readonly name: string;
  /** With its dot, in lower case. */
  readonly extension: string;
  /** Text of the whole report, about a piece a page of rows. Holds one page at a time. */
  render(run: RunView, options: RenderOptions): AsyncIterable<string>;
}

/** An outcome as every format shows it: names and order are public. */
export function reportLine(outcome: Outcome) {
  return {
    row: outcome.row,
    line: outcome.line,
    status: outcome.status,
    result: outcome.result,
    phone: outcome.phone,
    code: outcome.code,
    field: outcome.field,
    message: outcome.message,
    attempts: outcome.attempts,
    http_status: outcome.httpStatus,
    provider_id: outcome.providerId,
    sent_at: outcome.sentAt === null ? null : new Date(outcome.sentAt).toISOString(),
  };
}
