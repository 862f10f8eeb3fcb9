import { systemClock } from '../clock.js';
import type { ReadingRules } from '../contact/read.js';
import { oneLine } from '../contact/text.js';
import { openHttp } from '../delivery/http.js';
import { BusyError, InputError } from '../errors.js';
import {
  importContacts,
  type Job,
  newProgress,
  type Progress,
  type Result,
  reconcileUnknown,
  retryFailed,
  type World,
} from '../import.js';
import type { Input } from '../input/index.js';
import type { Counts, Ledger, Lock, RunRecord, RunStart, SessionKind } from '../ledger/ledger.js';
import { STATUSES } from '../model.js';
import { type Abandoned, ANEW, abandon, leave } from './broken-off.js';
import type { Call } from './command.js';
import { confirm } from './confirm.js';
import type { Connection } from './connection.js';
import { dryRunText } from './dry-run.js';
import { spareShortRuns } from './engine.js';
import type { Files } from './files.js';
import { finish } from './finish.js';
import type { Keep } from './keep.js';
import type { Plan } from './plan.js';
import { type Extent, ProgressView } from './progress.js';
import { proxySetting } from './proxy.js';
import { rowsWithin } from './rows-within.js';
import type { Signals } from './signals.js';
import { columnsOf } from './terminal/columns.js';

/** A session of a run, before it begins. */
export interface Venture {
  readonly call: Call;
  readonly plan: Plan;
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly lock: Lock | null;
  readonly signals: Signals;
  readonly kind: SessionKind;
  readonly run: RunStart;
  /** How the session before ended. */
  readonly before: RunRecord['end'];
  /** Of the run so far. */
  readonly counts: Counts | undefined;
  readonly reading: ReadingRules;
  /** For an import and a resume. */
  readonly input: Input | undefined;
  readonly files: Files;
  /** What was said before it, or is told in the plan of a dry run: mapping, settings, cautions. */
  readonly notices: readonly string[];
  readonly keep: Keep;
}

/** Holds a session of a run, from its beginning to the summary. Gives the exit status. */
export async function holdSession(venture: Venture): Promise<number> {
  try {
    return await toTheSummary(venture);
  } finally {
    // All is said: a second signal has nothing to add.
    await venture.signals.close();
  }
}

async function toTheSummary(venture: Venture): Promise<number> {
  const { call, plan, connection, ledger, kind, input, files, keep, signals } = venture;
  const { output, argv } = call;
  const { provider, limits, json } = plan;
  const { repeatable } = provider.limits;
  spareShortRuns();
  const http = keep(
    openHttp({
      origin: connection.origin,
      concurrency: limits.concurrency,
      timeoutMs: limits.timeoutMs,
      repeatable,
      // What goes to a loopback host goes there itself, in the clear or not.
      proxied: connection.origin.startsWith('https:') && proxySetting() !== undefined,
      clock: systemClock,
    }),
  );
  const wire = provider.connect(connection.read);
  await confirm(venture);
  // Whoever was asked may have thought about it for long.
  const startedAt = systemClock.now();
  const run = kind === 'import' ? { ...venture.run, startedAt } : venture.run;
  const progress = newProgress(venture.counts, ANEW[kind]);
  const settledBefore = doneOf(progress, run.dryRun);
  const stretch = () => ({ startedAt, rows: doneOf(progress, run.dryRun) - settledBefore });
  const state = (): Abandoned => ({
    run,
    kind,
    progress,
    stretch: stretch(),
    metrics: files.metrics,
    argv,
    json,
    output,
    endedAt: systemClock.now(),
  });

  const { report, rejects, defuse } = run;
  const again = { kind, startedAt, account: run.account, report, rejects, defuse };
  const notices = venture.notices.map(output.redact);
  const session =
    kind === 'import'
      ? await ledger.begin(run, venture.lock, notices)
      : await ledger.reopen(run.id, again, venture.lock, notices);
  // A dry run sends nothing that would have to be awaited.
  if (!run.dryRun) signals.begin((exit) => leave(state(), exit));
  const view = new ProgressView(output, progress, () => extentOf(venture), plan.progressIntervalMs, systemClock);
  view.start();
  const job: Job = { ...limits, run, wire, reading: venture.reading, repeatable, again: plan.again };
  const world: World = {
    ledger,
    session,
    send: http.send,
    clock: systemClock,
    random: Math.random,
    redact: output.redact,
    say: (text, facts) => view.say(text, facts),
    heard: output.verbose ? (heard) => view.heard(heard) : undefined,
    progress,
    interrupt: signals.interrupt,
  };
  // Whatever else went wrong: what another process does to the run is why.
  const causeOf = async (error: unknown): Promise<unknown> => {
    const isOurs = venture.lock === null || (await venture.lock.beat(Date.now()).catch(() => true));
    return isOurs ? error : new BusyError(`run ${run.id}: another process took it over, and this one sends no more`);
  };
  let result: Result;
  try {
    result = await work(venture, job, world);
  } catch (error) {
    // Before the first row, or where an input is not the run's, nothing has happened that would need to be told.
    const refused = kind === 'resume' && progress.calls === 0 && error instanceof InputError;
    if (progress.rows === 0 || refused) {
      // What the session before said of the run still holds.
      if (venture.before !== null) await session.end({ ...venture.before, calls: 0, retries: 0, throttled: 0 });
      throw error;
    }
    return abandon(state(), await causeOf(error));
  } finally {
    view.stop();
  }

  const late = input?.lateColumns() ?? [];
  if (late.length > 0) output.notice(`not read, since they first appear late: ${late.map(oneLine).join(', ')}`);
  const { calls, retries, throttled } = progress;
  try {
    return await finish({
      run,
      kind,
      before: venture.before,
      session,
      result,
      calls: { calls, retries, throttled },
      stretch: stretch(),
      files,
      ledger,
      provider,
      endedAt: systemClock.now(),
      skip: plan.skip,
      argv,
      json,
      appendix: appendixOf(venture, result),
      output,
    });
  } catch (error) {
    return abandon(state(), await causeOf(error));
  }
}

function work({ kind, input, plan }: Venture, job: Job, world: World): Promise<Result> {
  if (kind === 'retry') return retryFailed(job, world);
  if (kind === 'reconcile') return reconcileUnknown(job, world);
  if (input === undefined) throw new Error(`a session of kind ${kind} without an input`);
  return importContacts({ ...job, input, skip: plan.skip, limit: plan.limit }, world);
}

/** What a dry run has to say beside the summary. */
function appendixOf({ plan, connection, notices }: Venture, { planned }: Result): string {
  if (planned === undefined) return '';
  const wire = plan.provider.connect(connection.read);
  const journey = { ...plan.limits, ...planned, startsAt: systemClock.now() };
  return dryRunText(
    journey,
    notices,
    (batch) => wire.encode(batch),
    columnsOf(process.stdout, Number.POSITIVE_INFINITY),
  );
}

/** Rows that something came of; a dry run sends none. */
function doneOf({ settled }: Progress, dryRun: boolean): number {
  return STATUSES.reduce((sum, status) => (status === 'not_sent' && !dryRun ? sum : sum + settled[status]), 0);
}

function extentOf({ input, run, counts, plan }: Venture): Extent {
  if (input === undefined) {
    const all = counts === undefined ? undefined : STATUSES.reduce((sum, status) => sum + counts.counts[status], 0);
    return { rows: all ?? run.rowsExpected ?? undefined, percent: undefined };
  }
  return {
    rows: rowsWithin(plan, input.rowsTotal()) ?? undefined,
    percent: input.bytesTotal ? Math.floor((100 * input.bytesRead()) / input.bytesTotal) : undefined,
  };
}
