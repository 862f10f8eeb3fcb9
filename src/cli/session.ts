import { systemClock } from '../clock.js';
import type { ReadingRules } from '../contact/read.js';
import { oneLine } from '../contact/text.js';
import { openHttp } from '../delivery/http.js';
import { BusyError, ConfigError, InputError } from '../errors.js';
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
import type { Connection } from './connection.js';
import type { Files } from './files.js';
import { finish } from './finish.js';
import { firstRequestText } from './first-request.js';
import type { Keep } from './keep.js';
import type { Plan } from './plan.js';
import { type Extent, ProgressView } from './progress.js';
import type { Signals } from './signals.js';

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
  const { call, plan, connection, ledger, kind, run, input, files, keep, signals } = venture;
  const { output, argv } = call;
  const { provider, limits, json } = plan;
  const { repeatable } = provider.limits;
  const http = keep(
    openHttp({
      origin: connection.origin,
      concurrency: limits.concurrency,
      timeoutMs: limits.timeoutMs,
      repeatable,
      // What goes to a loopback host goes there itself, in the clear or not.
      proxied: connection.origin.startsWith('https:') && hasProxy(),
      clock: systemClock,
    }),
  );
  const wire = provider.connect(connection.read);
  const startedAt = kind === 'import' ? run.startedAt : systemClock.now();
  const progress = newProgress(venture.counts, ANEW[kind]);
  const settledBefore = doneOf(progress, run.dryRun);
  const stretch = () => ({ startedAt, rows: doneOf(progress, run.dryRun) - settledBefore });
  const state = (): Abandoned => ({
    run,
    kind,
    progress,
    stretch: stretch(),
    argv,
    json,
    output,
    endedAt: systemClock.now(),
  });

  const { report, rejects, defuse } = run;
  const again = { kind, startedAt, account: run.account, report, rejects, defuse };
  const session =
    kind === 'import' ? await ledger.begin(run, venture.lock) : await ledger.reopen(run.id, again, venture.lock);
  // A dry run sends nothing that would have to be awaited.
  if (!run.dryRun) signals.begin((exit) => leave(state(), exit));
  const view = new ProgressView(output, progress, () => extentOf(venture), plan.progressIntervalMs);
  await view.start();
  const job: Job = { ...limits, run, wire, reading: venture.reading, repeatable, again: plan.again };
  const world: World = {
    ledger,
    session,
    send: http.send,
    clock: systemClock,
    random: Math.random,
    redact: output.redact,
    say: (text) => view.say(text),
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
  const { firstBatch } = result;
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
      appendix: firstBatch === undefined ? '' : firstRequestText(wire.encode(firstBatch), firstBatch),
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

/** Rows that something came of; a dry run sends none. */
function doneOf({ settled }: Progress, dryRun: boolean): number {
  return STATUSES.reduce((sum, status) => (status === 'not_sent' && !dryRun ? sum : sum + settled[status]), 0);
}

function extentOf({ input, run, counts, plan: { skip, limit } }: Venture): Extent {
  if (input === undefined) {
    const all = counts === undefined ? undefined : STATUSES.reduce((sum, status) => sum + counts.counts[status], 0);
    return { rows: all ?? run.rowsExpected ?? undefined, percent: undefined };
  }
  const rows = input.rowsTotal();
  return {
    rows: rows === null ? undefined : Math.min(limit, Math.max(0, rows - skip)),
    percent: input.bytesTotal ? Math.floor((100 * input.bytesRead()) / input.bytesTotal) : undefined,
  };
}

function hasProxy(): boolean {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((each) => (process.env[each] ?? '') !== '');
  if (name === undefined) return false;
  const proxy = process.env[name] ?? '';
  if (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)) return true;
  throw new ConfigError(`${name}: expected the URL of a proxy such as http://proxy.example:3128`);
}
