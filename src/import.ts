/**
 * The road of a row:
 *
 *   bytes ─ input ─► Row ─ sources (contact) ─► Contact ─ delivery/batches ─► Batch ─ provider.encode ─► HttpRequest
 *   HttpRequest ─ delivery (pace, p-limit, retry, http) ─► HttpReply ─ provider.interpret ─► Verdict
 *   Verdict ─ delivery/settle ─► Outcome per row ─► ledger ─► report, rejects, summary, exit status
 *
 * Rows that are not sent (invalid, duplicate) go from sources straight to the ledger. A run may take several sessions:
 * its import and each resume read the input, a retry and a reconcile take their rows from the ledger.
 */

import type { ReadingRules } from './contact/read.js';
import { batches } from './delivery/batches.js';
import { Course, type Ending } from './delivery/course.js';
import { deliver } from './delivery/deliver.js';
import type { MaxErrors } from './delivery/errors-limit.js';
import type { Heard, PaceChange, Wait } from './delivery/heard.js';
import type { Means, Tally } from './delivery/means.js';
import { NEVER_SENT, outcome } from './delivery/settle.js';
import type { Tempo } from './delivery/tempo.js';
import { InputError } from './errors.js';
import type { Input } from './input/index.js';
import type { Counts, Ledger, RunStart, Session } from './ledger/ledger.js';
import {
  type Batch,
  type CallEnd,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type NoReply,
  type Outcome,
  STATUSES,
  type Status,
} from './model.js';
import type { Wire } from './providers/provider.js';
import { Reconciling } from './reconcile.js';
import { passBeginning } from './sources/beginning.js';
import { Earlier } from './sources/earlier.js';
import { gateOf, openGate } from './sources/gate.js';
import { InputSource } from './sources/input.js';
import { recordedContacts } from './sources/ledger.js';
import { type Planned, planCalls } from './survey.js';

/** What is to be sent, and how. */
export interface Job {
  readonly run: RunStart;
  readonly reading: ReadingRules;
  readonly wire: Wire;
  readonly repeatable: boolean;
  /** Whether contacts go out although an earlier run may have sent them, where a repeat may harm. */
  readonly again: boolean;
  readonly batchSize: number;
  readonly concurrency: number;
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  readonly maxRetries: number;
  readonly maxWaitMs: number;
  readonly maxErrors: MaxErrors;
}

/** The rows of an input, and which of them are the run's. */
export interface InputJob extends Job {
  readonly input: Input;
  /** Rows of the file before the first one of the run. */
  readonly skip: number;
  /** Rows of the run at the most; Infinity for all. */
  readonly limit: number;
}

/** The world as a session of a run sees it. */
export interface World {
  readonly ledger: Ledger;
  readonly session: Session;
  /** Calls `onLeave` when the request leaves this machine. */
  readonly send: (request: HttpRequest, onLeave?: () => void) => Promise<HttpReply | NoReply>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly redact: (text: string) => string;
  /** Hears, in a sentence, of what a person who waits would want to know. */
  readonly say: (sentence: string, facts?: Wait | PaceChange) => void;
  /** Hears of every call when it ends, and of waits that are not said. */
  readonly heard?: ((heard: Heard) => void) | undefined;
  /** Kept up to date while the session goes on. */
  readonly progress: Progress;
  /** Ends the session when it aborts: nothing new starts, calls in flight are awaited. The reason is for people. */
  readonly interrupt?: AbortSignal;
}

/** How far a run is. */
export interface Progress extends Tally {
  rows: number;
  /** Rows of the whole run by fate. */
  readonly settled: Record<Status, number>;
  /** Rows in calls that may have left, and of which nothing is kept yet but that. */
  inFlight: number;
  /** How fast calls go at the moment; undefined as long as none can. */
  tempo: () => Tempo | undefined;
}

/** How a session went, and the run by then; the fates themselves are in the ledger. */
export interface Result extends Counts {
  /** Rows of the run. */
  readonly rows: number;
  /** Why it stopped; undefined when it finished. */
  readonly ending: Ending | undefined;
  /** Set when the input broke while it was being sent; the rows before have their fates. */
  readonly broken: InputError | undefined;
  /** In a dry run, what would go out. */
  readonly planned: Planned | undefined;
}

/** Nothing yet, or how far the run was, without the rows that a session is to settle anew. */
export function newProgress(before?: Counts, anew?: Status): Progress {
  const settled = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  for (const status of STATUSES) if (status !== anew) settled[status] = before?.counts[status] ?? 0;
  return { rows: 0, settled, inFlight: 0, calls: 0, retries: 0, throttled: 0, tempo: () => undefined };
}

/**
 * Sends the contacts of an input and keeps the fate of every row in the ledger. In a later session of the run, rows that
 * have a fate keep it, but for those that are `not_sent`. Rejects with an Error when fates can no longer be kept, with an
 * InputError when the input is not what the run read before and nothing was sent since, and when the sum of the fates is
 * not the number of rows read, which is a bug.
 */
export async function importContacts(job: InputJob, world: World): Promise<Result> {
  const { input, run } = job;
  const { ledger, progress, session } = world;
  const { course, means } = await openRoad(job, world);
  const differs = (reason: string): void => {
    const isFirst = progress.calls === 0;
    // Before all else, so that no call leaves meanwhile.
    course.stop('input', reason);
    if (isFirst) throw new InputError(reason);
  };
  const changed = (): void => course.stop('input', `${input.name} changed while it was being sent`);
  input.changed.addEventListener('abort', changed);
  const beginning = session.number > 1 ? await passBeginning(job, ledger) : undefined;
  const last = beginning === undefined ? 0 : job.skip + beginning.rows;
  const earlier = session.number > 1 ? new Earlier(ledger, run.id, last) : undefined;
  const source = new InputSource({
    ...job,
    beginning,
    counted: progress,
    gate: gateOf(job, ledger),
    ...(earlier && { earlier, interrupted: await ledger.interrupted(run.id) }),
    settle: means.settle,
    differs,
  });
  // A file is read on after a stop, so that every row gets its fate; a pipe may never say another word.
  if (!input.replayable) {
    const close = (): void => void input.close();
    if (course.ended.aborted) close();
    else course.ended.addEventListener('abort', close);
  }
  const ready = batches(source.contacts(), () => course.batchSize);
  const planned = run.dryRun ? await spare(ready, means) : undefined;
  if (!run.dryRun) await deliver(ready, job.concurrency, course, means);
  // Of an input that was not read to its end this time, rows further on may have a fate from before.
  const unread = (await earlier?.countRest()) ?? 0;
  if (unread > 0 && course.ending === undefined && source.broken === undefined) {
    differs(`${input.name} ends before ${unread} more rows that the run read there before`);
  }
  progress.rows += unread;
  return { ...(await proven(run, progress.rows, ledger)), ending: course.ending, broken: source.broken, planned };
}

/** Sends again the `failed` rows of a run, from the records that the ledger keeps of them. Rejects as `importContacts`. */
export async function retryFailed(job: Job, world: World): Promise<Result> {
  const { ledger } = world;
  const rows = await rowsOf(job.run, ledger);
  world.progress.rows = rows;
  const { course, means } = await openRoad(job, world);
  const retrying: Means = {
    ...means,
    settle: (fates, calls) => means.settle(fates.map(stillFailed), calls),
    suspend: (meanwhile, call) => means.suspend(meanwhile.map(stillFailed), call),
    resettle: async () => {},
  };
  const { settle } = retrying;
  const contacts = recordedContacts({ ...job, ledger, status: 'failed', gate: gateOf(job, ledger), settle });
  await deliver(
    batches(contacts, () => course.batchSize),
    job.concurrency,
    course,
    retrying,
  );
  return { ...(await proven(job.run, rows, ledger)), ending: course.ending, broken: undefined, planned: undefined };
}

/**
 * Finds out about the `unknown` rows of a run: by the provider's look-up, or where it has none, by sending them again,
 * which is harmless there. A row about which nothing is found out stays as it is. Rejects as `importContacts`.
 */
export async function reconcileUnknown(job: Job, world: World): Promise<Result> {
  const { ledger } = world;
  const rows = await rowsOf(job.run, ledger);
  world.progress.rows = rows;
  const reconciling = new Reconciling(job.wire);
  const settlesLeftOut = job.wire.find === undefined;
  // A look-up may be repeated, whatever a create may not, and is about one contact; a row that stays unknown is no new error.
  const batchSize = settlesLeftOut ? job.batchSize : 1;
  const asked: Job = { ...job, wire: reconciling.wire, repeatable: true, batchSize, maxErrors: undefined };
  const { course, means } = await openRoad(asked, world);
  const settle: Means['settle'] = (fates, calls) => means.settle(reconciling.settle(fates), calls);
  const contacts = recordedContacts({
    ...job,
    ledger,
    status: 'unknown',
    begin: (row) => reconciling.begin(row),
    gate: openGate,
    settle,
  });
  await deliver(
    batches(contacts, () => course.batchSize),
    job.concurrency,
    course,
    { ...means, settle, settlesLeftOut, keepsFates: true, resettle: async () => {} },
  );
  return { ...(await proven(job.run, rows, ledger)), ending: course.ending, broken: undefined, planned: undefined };
}

/** The course of a session, and the means to send and to keep what becomes of it. */
async function openRoad(job: Job, world: World): Promise<{ readonly course: Course; readonly means: Means }> {
  const { session, progress, interrupt } = world;
  const course = new Course({
    ...job,
    clock: world.clock,
    say: world.say,
    heard: world.heard,
    confirmed: progress.settled.ok > 0,
  });
  if (!job.run.dryRun) progress.tempo = () => course.tempo;
  const halt = (): void => course.stop('signal', String(interrupt?.reason));
  interrupt?.addEventListener('abort', halt);
  if (interrupt?.aborted) halt();
  const rowsOfCall = new Map<number, number>();
  const ended = (key: number): void => {
    progress.inFlight -= rowsOfCall.get(key) ?? 0;
    rowsOfCall.delete(key);
  };
  const means: Means = {
    ...job,
    ...world,
    settlesLeftOut: false,
    keepsFates: false,
    async intend(intent) {
      const key = await session.intend(intent);
      rowsOfCall.set(key, intent.rows.length);
      progress.inFlight += intent.rows.length;
      return key;
    },
    async settle(fates: readonly Outcome[], calls: readonly CallEnd[] = []) {
      await session.settle(fates, calls);
      for (const { status } of fates) progress.settled[status] += 1;
      for (const { key } of calls) ended(key);
    },
    async suspend(meanwhile, call) {
      await session.settle(meanwhile, [call]);
      ended(call.key);
    },
    async resettle(fates) {
      await session.settle(fates);
      for (const { status } of fates) {
        progress.settled.failed -= 1;
        progress.settled[status] += 1;
      }
    },
    tally: progress,
  };
  return { course, means };
}

/** A row that a retry did not come to is as it was: another retry takes it, and needs no input for that. */
function stillFailed(fate: Outcome): Outcome {
  return fate.status === 'not_sent' ? { ...fate, status: 'failed' } : fate;
}

/** Settles what a dry run would send. */
function spare(ready: AsyncIterable<Batch>, means: Means): Promise<Planned> {
  const why = { code: 'dry_run', message: 'would be sent' };
  return planCalls(ready, ({ contacts }) =>
    means.settle(contacts.map((contact) => outcome(contact, 'not_sent', why, NEVER_SENT))),
  );
}

async function rowsOf({ id }: RunStart, ledger: Ledger): Promise<number> {
  return sumOf(await ledger.counts(id));
}

/** The counts of a run, once it is proven that every row has one fate. */
async function proven({ id }: RunStart, rows: number, ledger: Ledger): Promise<Counts & { readonly rows: number }> {
  const counts = await ledger.counts(id);
  const sum = sumOf(counts);
  if (sum !== rows) {
    throw new Error(`${rows} rows were read, but ${sum} have a fate: this is a bug. The ledger has run ${id}`);
  }
  return { ...counts, rows };
}

function sumOf({ counts }: Counts): number {
  return STATUSES.reduce((total, status) => total + counts[status], 0);
}
