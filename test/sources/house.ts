import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { mapColumns } from '../../src/contact/columns.js';
import {
  type InputJob,
  importContacts,
  type Job,
  newProgress,
  type Progress,
  type Result,
  reconcileUnknown,
  retryFailed,
  type World,
} from '../../src/import.js';
import { type Input, openInput } from '../../src/input/index.js';
import type { Ledger, RunStart, Session, SessionKind } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/sqlite.js';
import type { HttpRequest, Outcome } from '../../src/model.js';
import { findProvider } from '../../src/providers/index.js';
import { fakeClock } from '../support/fakeClock.js';
import { type Scripted, scripted } from '../support/scripted.js';

export const START = Date.UTC(2026, 0, 31, 9, 45);
const HOUR = 3_600_000;

type Numbers = 'batchSize' | 'concurrency' | 'perSecond' | 'maxRetries' | 'maxWaitMs' | 'maxErrors' | 'again';

export interface Visit extends Partial<Pick<InputJob, Numbers | 'skip' | 'limit'>> {
  readonly kind?: SessionKind;
  /** Of the run; `r` unless given. */
  readonly id?: string;
  readonly account?: string;
  /** Path of the input, or the chunks of standard input; needed by an import and a resume. */
  readonly input?: string | AsyncIterable<Uint8Array>;
  readonly script?: readonly Scripted[];
  readonly dryRun?: boolean;
  /** An import does not take note of what its file holds: a later session reads every row again. */
  readonly blind?: boolean;
  /** Stands between the program and its session in the ledger. */
  readonly tamper?: (session: Session) => Partial<Session>;
  /** Stands between the program and the wire. */
  readonly send?: (send: World['send']) => World['send'];
  readonly interrupt?: AbortSignal;
  /** When this resolves, the session is left as it is: its process is dead. */
  readonly death?: Promise<void>;
}

export interface Held {
  /** Undefined after a death or a fault. */
  readonly result: Result | undefined;
  readonly fault: unknown;
  /** Of all rows of the run, by then. */
  readonly outcomes: readonly Outcome[];
  readonly sent: readonly HttpRequest[];
  readonly said: readonly string[];
  readonly progress: Progress;
}

export interface House {
  readonly ledger: Ledger;
  /** Writes a file, and gives its path. */
  file(text: string | Buffer, name?: string): Promise<string>;
  /** Holds a session of a run, an hour after the one before, with scripted replies and no real time. */
  hold(visit: Visit): Promise<Held>;
}

/** A ledger of its own, and sessions of runs of one provider. */
export async function house(name: string, set: readonly string[] = []): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-'));
  const ledger = await openLedger(folder);
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  const provider = findProvider(name) ?? fail(`no provider ${name}`);
  const { repeatable } = provider.limits;
  const starts = new Map<string, RunStart>();
  let sessions = 0;

  const begin = async (visit: Visit, input: Input | undefined): Promise<[RunStart, Session]> => {
    const { kind = 'import', id = 'r', account = 'a', dryRun = false } = visit;
    const startedAt = START + HOUR * sessions;
    if (kind !== 'import') {
      const run = starts.get(id) ?? fail(`no run ${id}`);
      const { report, rejects, defuse } = run;
      return [run, await ledger.reopen(id, { kind, startedAt, account, report, rejects, defuse }, null)];
    }
    if (input === undefined) return fail('an import without an input');
    const { format, delimiter, encoding, bom, quoting, lineEnd, columns } = input;
    const run: RunStart = {
      ...{ id, provider: name, account, dryRun, settings: {}, startedAt, durable: !repeatable },
      ...{
        input: input.name,
        inputPath: null,
        content: visit.blind ? null : input.content(),
        bytes: null,
        rowsExpected: input.rowsTotal(),
      },
      ...{ format, delimiter, encoding, bom, quoting, lineEnd, columns },
      ...{ report: `${id}.report.csv`, rejects: `${id}.rejects.csv`, defuse: true },
    };
    starts.set(id, run);
    return [run, await ledger.begin(run, null)];
  };

  return {
    ledger,
    async file(text, fileName = 'contacts.csv') {
      const path = join(folder, fileName);
      await writeFile(path, text);
      return path;
    },
    async hold(visit) {
      const { kind = 'import', input: from } = visit;
      const input = from === undefined ? undefined : await openFrom(from);
      const [run, session] = await begin(visit, input);
      const clock = fakeClock(START + HOUR * sessions);
      sessions += 1;
      const http = scripted(clock, visit.script ?? [], 50);
      const progress = newProgress(await ledger.counts(run.id));
      const said: string[] = [];
      const job: Job = {
        run,
        reading: {
          fields: provider.fields,
          form: provider.phone,
          mapping: mapColumns('contacts', run.columns, provider.fields, { map: [], set }),
          phone: { country: undefined, check: 'shape' },
          dates: { calendar: 'gregorian' },
        },
        wire: provider.connect((env) => (env.endsWith('BASE_URL') ? 'https://provider.example' : 'secret')),
        ...{ repeatable, again: false, batchSize: provider.limits.batchSize, concurrency: 1, maxRetries: 4 },
        ...{ perSecond: Number.POSITIVE_INFINITY, maxWaitMs: 600_000, maxErrors: undefined },
        ...visit,
      };
      const world: World = {
        ...{ ledger, clock, progress, random: () => 0.5, redact: (text) => text, say: (text) => said.push(text) },
        send: visit.send?.(http.send) ?? http.send,
        session: {
          run: session.run,
          number: session.number,
          intend: (intent) => session.intend(intent),
          settle: (outcomes, calls) => session.settle(outcomes, calls),
          end: (end) => session.end(end),
          ...visit.tamper?.(session),
        },
        ...(visit.interrupt && { interrupt: visit.interrupt }),
      };
      const work = (): Promise<Result> => {
        if (kind === 'retry') return retryFailed(job, world);
        if (kind === 'reconcile') return reconcileUnknown(job, world);
        if (input === undefined) return fail('a session without an input');
        return importContacts({ ...job, input, skip: visit.skip ?? 0, limit: visit.limit ?? Infinity }, world);
      };
      const ended = work().then(
        (result) => ({ result, fault: undefined }),
        (fault: unknown) => ({ result: undefined, fault }),
      );
      const died = visit.death?.then(() => ({ result: undefined, fault: undefined }));
      const end = await (died === undefined ? ended : Promise.race([ended, died]));
      await input?.close();
      const outcomes: Outcome[] = [];
      for await (const page of ledger.outcomes(run.id)) outcomes.push(...page);
      return { ...end, outcomes, sent: http.log.map(({ request }) => request), said, progress };
    },
  };
}

async function openFrom(from: string | AsyncIterable<Uint8Array>): Promise<Input> {
  if (typeof from !== 'string') return openInput('-', { stdin: from });
  const input = await openInput(from);
  await input.readThrough();
  return input;
}

/** Fates as words, in the order of rows. */
export function fates({ outcomes }: Held): readonly string[] {
  return outcomes.map(({ status, code }) => `${status} ${code}`.trim());
}

/** Numbers that are allowed for fiction, one for each row. */
export function numberOf(row: number): string {
  return `+98912000${String(row).padStart(4, '0')}`;
}

/** CSV text with one number a row. */
export function csv(rows: readonly number[]): string {
  return `phone\n${rows.map(numberOf).join('\n')}\n`;
}

export function rowsTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** The numbers of a request as rows, whichever provider it is for. */
export function rowsIn({ body = '', url }: HttpRequest): readonly number[] {
  const text = body === '' ? decodeURIComponent(url) : decodeURIComponent(body);
  return [...text.matchAll(/912000(\d{4})/g)].map(([, row]) => Number(row));
}

/** Takes what octopush or amoot is sent, and answers as they do. */
export const take: Scripted = (request) => {
  if (request.url.includes('/rest/')) return { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' };
  const items = rowsIn(request).map((row) => ({ phone_number: numberOf(row), status: 'added' }));
  return { status: 201, body: JSON.stringify({ items }) };
};

function fail(message: string): never {
  throw new Error(message);
}
