import { BusyError, StorageError } from '../errors.js';
import type { Progress } from '../import.js';
import type { RunEnd, RunStart, SessionKind } from '../ledger/ledger.js';
import { STATUSES, type Status } from '../model.js';
import { writeMetrics } from './metrics.js';
import { againLine, reportLine } from './next.js';
import type { Output } from './output.js';
import { countsText, document, type Stretch } from './summary.js';

/** The rows that a session settles anew. */
export const ANEW: Readonly<Record<SessionKind, Status | undefined>> = {
  import: undefined,
  resume: 'not_sent',
  retry: 'failed',
  reconcile: 'unknown',
};

export interface Abandoned {
  readonly run: RunStart;
  readonly kind: SessionKind;
  readonly progress: Progress;
  readonly stretch: Stretch;
  /** Where Prometheus finds how it went. */
  readonly metrics: string | undefined;
  readonly argv: readonly string[];
  readonly json: boolean;
  readonly output: Output;
  readonly endedAt: number;
}

/**
 * Says how far a run had come when its ledger could no longer be kept, when it was taken over, or when the program itself
 * failed. The ledger has what was settled until then. Gives the exit status.
 */
export function abandon(abandoned: Abandoned, error: unknown): number {
  const { run, argv, output, progress } = abandoned;
  const reason = error instanceof Error ? error.message : String(error);
  const exit = error instanceof BusyError ? 7 : 1;
  const next = exit === 7 ? null : goOnLine(abandoned);
  const known = reportLine(run.id, argv);
  const rows = printUnfinished(abandoned, { status: 'stopped', stop: 'ledger', reason, exit }, next);
  const isOurs = error instanceof StorageError || error instanceof BusyError;
  const bug = error instanceof Error && !isOurs;
  output.error(
    [
      bug ? `this is a fault of contact-push itself: ${error.stack ?? reason}` : reason,
      `run ${run.id} stopped after ${progress.calls} ${progress.calls === 1 ? 'call' : 'calls'}; ${rows}`,
      next === null
        ? 'what is known of its rows, and more when the other process is done:'
        : `what is known of its rows: ${known}`,
    ].join('\n'),
    next ?? known,
  );
  return exit;
}

/** Says how far a run had come when it was left at once. */
export function leave(abandoned: Abandoned, exit: number): void {
  const { run, output } = abandoned;
  const next = goOnLine(abandoned);
  const rows = printUnfinished(abandoned, { status: 'interrupted', stop: 'signal', reason: '', exit }, next);
  output.error(`left at once; ${rows}\nrun ${run.id} can go on:`, next);
}

/** What goes on where a session broke off. */
function goOnLine({ run, kind, argv }: Abandoned): string {
  return againLine(kind, run.id, run.inputPath !== null, argv);
}

/** Says what is known so far to those who read it with a program. Gives the counts for people. */
function printUnfinished(
  { run, kind, progress, stretch, endedAt, metrics, json, output }: Abandoned,
  end: Pick<RunEnd, 'status' | 'stop' | 'reason' | 'exit'>,
  next: string | null,
): string {
  const { settled, inFlight, calls, retries, throttled } = progress;
  const known = STATUSES.reduce((sum, status) => sum + settled[status], 0);
  // A run that goes on knows rows which this session has not read again.
  const rows = Math.max(progress.rows, known + inFlight);
  // What had left may be stored; what had not is as it was: of rows that were never sent before, that is certain.
  const counts = { ...settled, unknown: settled.unknown + inFlight };
  counts[ANEW[kind] ?? 'not_sent'] += Math.max(0, rows - known - inFlight);
  const unwritten = { report: null, rejects: null };
  const done = { ...end, rows, left: counts.not_sent, calls, retries, throttled, endedAt, ...unwritten };
  if (metrics !== undefined && !run.dryRun) {
    const { id, provider, input } = run;
    const did = { counts, calls, retries, throttled, durationMs: Math.max(0, endedAt - stretch.startedAt) };
    writeMetrics(metrics, { ...end, run: id, provider, input, session: kind, endedAt, did }, output);
  }
  if (json) output.print(JSON.stringify(document(run, done, { counts, results: {} }, stretch, next)));
  return countsText(rows, counts);
}
