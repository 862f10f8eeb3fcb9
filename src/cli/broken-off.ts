import { BusyError, StorageError } from '../errors.js';
import type { Progress } from '../import.js';
import type { RunEnd, RunStart, SessionKind } from '../ledger/ledger.js';
import { STATUSES, type Status } from '../model.js';
import { laterLine, resumeLine } from './next.js';
import type { Output } from './output.js';
import { document, type Stretch } from './summary.js';

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
  const { run, output } = abandoned;
  const reason = error instanceof Error ? error.message : String(error);
  const exit = error instanceof BusyError ? 7 : 1;
  const next = exit === 7 ? null : againLine(abandoned);
  printUnfinished(abandoned, { status: 'stopped', stop: 'ledger', reason, exit }, next);
  const known = error instanceof StorageError || error instanceof BusyError;
  const bug = error instanceof Error && !known;
  output.error(bug ? `this is a fault of contact-push itself: ${error.stack ?? reason}` : reason);
  output.error(
    `run ${run.id} stopped after ${abandoned.progress.calls} calls; what is known of its rows: contact-push report ${run.id}`,
  );
  if (next !== null) output.error(`next: ${next}`);
  return exit;
}

/** Says how far a run had come when it was left at once. */
export function leave(abandoned: Abandoned, exit: number): void {
  const { run, output } = abandoned;
  const next = againLine(abandoned);
  printUnfinished(abandoned, { status: 'interrupted', stop: 'signal', reason: '', exit }, next);
  output.error(`left at once; run ${run.id} can go on: ${next}`);
}

/** What goes on where a session broke off. */
function againLine({ run, kind, argv }: Abandoned): string {
  return kind === 'retry' || kind === 'reconcile'
    ? laterLine(kind, run.id, argv)
    : resumeLine(run.id, run.inputPath !== null, argv);
}

function printUnfinished(
  { run, kind, progress, stretch, endedAt, json, output }: Abandoned,
  end: Pick<RunEnd, 'status' | 'stop' | 'reason' | 'exit'>,
  next: string | null,
): void {
  if (!json) return;
  const { settled, inFlight, calls, retries, throttled } = progress;
  const known = STATUSES.reduce((sum, status) => sum + settled[status], 0);
  // A run that goes on knows rows which this session has not read again.
  const rows = Math.max(progress.rows, known + inFlight);
  // What had left may be stored; what had not is as it was: of rows that were never sent before, that is certain.
  const counts = { ...settled, unknown: settled.unknown + inFlight };
  counts[ANEW[kind] ?? 'not_sent'] += Math.max(0, rows - known - inFlight);
  const unwritten = { report: null, rejects: null };
  const done = { ...end, rows, left: counts.not_sent, calls, retries, throttled, endedAt, ...unwritten };
  output.print(JSON.stringify(document(run, done, { counts, results: {} }, stretch, next)));
}
