/**
 * The road of a row:
 *
 *   bytes ─ input ─► Row ─ contact ─► Contact ─ delivery/batches ─► Batch ─ provider.encode ─► HttpRequest
 *   HttpRequest ─ delivery (pace, p-limit, retry, http) ─► HttpReply ─ provider.interpret ─► Verdict
 *   Verdict ─ delivery/settle ─► Outcome per row ─► ledger ─► report, rejects, summary, exit status
 *
 * Rows that are not sent (invalid, duplicate) go from contact straight to the ledger.
 */

import { contactReader, type ReadingRules } from './contact/read.js';
import { SeenNumbers } from './contact/seen.js';
import type { Tally } from './delivery/attempt.js';
import { batches } from './delivery/batches.js';
import { Course, type Ending } from './delivery/course.js';
import { deliver } from './delivery/deliver.js';
import { NEVER_SENT, outcome } from './delivery/settle.js';
import { InputError } from './errors.js';
import type { Input } from './input/index.js';
import type { Counts, Ledger, RunStart } from './ledger/ledger.js';
import {
  type Batch,
  type Call,
  type Clock,
  type Contact,
  type HttpReply,
  type HttpRequest,
  type Issue,
  type NoReply,
  type Outcome,
  type Row,
  STATUSES,
  type Status,
} from './model.js';
import type { Wire } from './providers/provider.js';

/** What is to be sent, and how. */
export interface Job {
  readonly run: RunStart;
  readonly input: Input;
  readonly reading: ReadingRules;
  readonly wire: Wire;
  readonly repeatable: boolean;
  /** Rows of the file before the first one of the run. */
  readonly skip: number;
  /** Rows of the run at the most; Infinity for all. */
  readonly limit: number;
  readonly batchSize: number;
  readonly concurrency: number;
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  readonly maxRetries: number;
  readonly maxWaitMs: number;
}

/** The world as a run sees it. */
export interface World {
  readonly ledger: Ledger;
  readonly send: (request: HttpRequest) => Promise<HttpReply | NoReply>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly redact: (text: string) => string;
  /** Hears, in a sentence, of what a person who waits would want to know. */
  readonly say: (sentence: string) => void;
  /** Kept up to date while the run goes on. */
  readonly progress: Progress;
}

/** How far a run is. */
export interface Progress extends Tally {
  rows: number;
  readonly settled: Record<Status, number>;
}

/** How a run went; the fates themselves are in the ledger. */
export interface Result extends Counts {
  /** Rows that were read. */
  readonly rows: number;
  /** Why it stopped; undefined when it finished. */
  readonly ending: Ending | undefined;
  /** Set when the input broke while it was being sent; the rows before have their fates. */
  readonly broken: InputError | undefined;
  /** In a dry run, the first batch that would go out. */
  readonly firstBatch: Batch | undefined;
}

export function newProgress(): Progress {
  const settled = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  return { rows: 0, settled, calls: 0, retries: 0, throttled: 0 };
}

/**
 * Sends the contacts of an input and keeps the fate of every row in the ledger. Rejects with an Error when fates can
 * no longer be kept, and when the sum of the fates is not the number of rows read, which is a bug.
 */
export async function importContacts(job: Job, world: World): Promise<Result> {
  const { ledger, progress } = world;
  const { id } = job.run;
  const course = new Course({ ...job, clock: world.clock, say: world.say });
  const settle = async (outcomes: readonly Outcome[], calls: readonly Call[] = []): Promise<void> => {
    await ledger.settle(id, outcomes, calls);
    for (const { status } of outcomes) progress.settled[status] += 1;
  };
  const source = new Source(job, settle, progress);
  // A file is read on after a stop, so that every row gets its fate; a pipe may never say another word.
  if (!job.input.replayable) course.ended.addEventListener('abort', () => void job.input.close());
  job.input.changed.addEventListener('abort', () => {
    course.stop('input', `${job.input.name} changed while it was being sent`);
  });
  const ready = batches(source.contacts(), job.batchSize);

  await ledger.begin(job.run);
  let firstBatch: Batch | undefined;
  if (job.run.dryRun) {
    for await (const batch of ready) {
      firstBatch ??= batch;
      const why = { code: 'dry_run', message: 'would be sent' };
      await settle(batch.contacts.map((contact) => outcome(contact, 'not_sent', why, NEVER_SENT)));
    }
  } else {
    await deliver(ready, job.concurrency, course, { ...job, ...world, settle, tally: progress });
  }
  const counts = await ledger.counts(id);
  const sum = STATUSES.reduce((total, status) => total + counts.counts[status], 0);
  if (sum !== progress.rows) {
    throw new Error(`${progress.rows} rows were read, but ${sum} have a fate: this is a bug. The ledger has run ${id}`);
  }
  return { ...counts, rows: progress.rows, ending: course.ending, broken: source.broken, firstBatch };
}

/** Rows on their way to being contacts; those that are not to be sent get their fate here. */
class Source {
  /** Set when the input broke. */
  broken: InputError | undefined;
  readonly #job: Job;
  readonly #settle: (outcomes: readonly Outcome[]) => Promise<void>;
  readonly #progress: Progress;
  readonly #read: ReturnType<typeof contactReader>;
  readonly #seen: SeenNumbers;

  constructor(job: Job, settle: (outcomes: readonly Outcome[]) => Promise<void>, progress: Progress) {
    this.#job = job;
    this.#settle = settle;
    this.#progress = progress;
    this.#read = contactReader(job.reading);
    this.#seen = new SeenNumbers(job.repeatable);
  }

  /** Contacts to send, in the order of the input. Ends where the input breaks. */
  async *contacts(): AsyncGenerator<Contact> {
    const { input, skip, limit } = this.#job;
    try {
      for await (const page of input.pages) {
        const unsent: Outcome[] = [];
        for (const row of page) {
          if (row.row <= skip) continue;
          if (this.#progress.rows >= limit) break;
          this.#progress.rows += 1;
          const taken = input.changed.aborted ? unseen(input.name, row) : this.#take(row);
          if ('digits' in taken) yield taken;
          else unsent.push(taken);
        }
        if (unsent.length > 0) await this.#settle(unsent);
        if (this.#progress.rows >= limit) return;
      }
      if (input.changed.aborted) await this.#settleMissing();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.broken = error;
    }
  }

  /** Rows that were there when the file was read through, and can no longer be read. */
  async #settleMissing(): Promise<void> {
    const { input, skip, limit } = this.#job;
    const last = Math.min(input.rowsTotal() ?? 0, skip + limit);
    for (let from = skip + this.#progress.rows + 1; from <= last; from += MISSING_PAGE) {
      const count = Math.min(MISSING_PAGE, last - from + 1);
      this.#progress.rows += count;
      await this.#settle(
        Array.from({ length: count }, (_, i) => unseen(input.name, { row: from + i, line: 0, record: '' })),
      );
    }
  }

  #take(row: Row): Contact | Outcome {
    const read = this.#read(row);
    if ('issues' in read) return invalid(row, read.phone, read.issues);
    const { contact } = read;
    const first = this.#seen.enter(contact.digits, contact.call.key, contact.row);
    if (first === undefined) return contact;
    const why = first.sameGroup
      ? { code: 'duplicate', message: `the same number as row ${first.row}` }
      : { code: 'duplicate_other_group', message: `the same number as row ${first.row}, there with other call fields` };
    return outcome(contact, 'duplicate', why, NEVER_SENT);
  }
}

const MISSING_PAGE = 1000;

/** The fate of a row of a file that has changed: what stands there now, if anything, is not what was to be sent. */
function unseen(name: string, { row, line, record }: Pick<Row, 'row' | 'line' | 'record'>): Outcome {
  const why = { code: 'stopped_input', message: `the run stopped: ${name} changed while it was being sent` };
  return outcome({ row, line, phone: '', notes: [], record }, 'not_sent', why, NEVER_SENT);
}

function invalid({ row, line, record }: Row, phone: string, issues: readonly Issue[]): Outcome {
  const joined = (part: (issue: Issue) => string): string => issues.map(part).join('; ');
  const why = {
    code: joined(({ code }) => code),
    field: joined(({ field }) => field),
    message: joined(({ field, message }) => (field === '' ? message : `${field}: ${message}`)),
  };
  return outcome({ row, line, phone, notes: [], record }, 'invalid', why, NEVER_SENT);
}
