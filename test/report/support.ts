import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Outcome } from '../../src/model.js';
import type { CallFacts, RenderOptions, RunFacts, RunView } from '../../src/report/format.js';
import type { RejectsInput } from '../../src/report/rejects.js';

/** An empty folder that is gone after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'contact-push-report-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

export function fixture(name: string): Promise<string> {
  return readFile(new URL(`../../fixtures/reports/${name}`, import.meta.url), 'utf8');
}

export async function* pages(...pages: readonly (readonly Outcome[])[]): AsyncGenerator<readonly Outcome[]> {
  yield* pages;
}

/** A run with these rows, as formats see it. */
export function view(
  rows: readonly Outcome[] | (() => AsyncIterable<readonly Outcome[]>),
  more: { readonly facts?: Partial<RunFacts>; readonly calls?: readonly CallFacts[] } = {},
): RunView {
  return {
    async *outcomes(statuses) {
      const found = typeof rows === 'function' ? rows() : pages(rows);
      for await (const page of found) {
        yield statuses === undefined ? page : page.filter(({ status }) => statuses.includes(status));
      }
    },
    async *calls() {
      yield more.calls ?? [];
    },
    facts: async () => facts(more.facts),
  };
}

/** What is known of a run that has nothing special. */
export function facts(more: Partial<RunFacts> = {}): RunFacts {
  return {
    id: '20260101-000000-abc',
    provider: 'Octopush',
    origin: 'https://api.octopush.com',
    input: 'contacts.csv',
    bytes: 1234,
    format: 'csv',
    delimiter: ';',
    encoding: 'utf-8',
    columns: ['mobile', 'name', 'rank'],
    phoneField: 'phone_number',
    dryRun: false,
    settings: { fields: { phone_number: 'mobile', first_name: 'name' }, set: ['list_name=May'], country: 'FR' },
    sessions: [session()],
    counts: { ok: 1, duplicate: 1, invalid: 2, rejected: 1, failed: 1, unknown: 1, not_sent: 1 },
    results: { added: 1 },
    next: { line: 'contact-push resume 20260101-000000-abc', hint: 'when the provider is back' },
    allRows: 'contact-push report 20260101-000000-abc --as csv --out 20260101-000000-abc.csv',
    ...more,
  };
}

export const BEGAN = 1_767_225_600_000;

export function session(more: Partial<RunFacts['sessions'][number]> = {}): RunFacts['sessions'][number] {
  return {
    number: 1,
    kind: 'import',
    startedAt: BEGAN,
    notices: ['phone_number ← mobile'],
    end: {
      ...{ status: 'stopped', stop: 'outage', reason: 'the provider stayed away', exit: 5, rows: 8 },
      ...{ calls: 9, retries: 2, throttled: 1, endedAt: BEGAN + 10_000 },
      ...{ report: '/home/someone/run.html', rejects: '/home/someone/contacts.rejects.csv' },
    },
    ...more,
  };
}

/** A call of session 1 that was well. */
export function call(atMs: number, more: Partial<CallFacts> = {}): CallFacts {
  return {
    ...{ session: 1, rows: [1], startedAt: BEGAN + atMs, durationMs: 80, httpStatus: 200 },
    ...{ verdict: 'answered', code: '' },
    ...more,
  };
}

/** As formats are asked; a page has next to no style and script. */
export const OPTIONS: RenderOptions = {
  defuse: true,
  showNumbers: false,
  page: async () => ({ style: 'p{}', script: 'start();' }),
};

export async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

export function outcome(row: number, fate: Partial<Outcome> = {}): Outcome {
  return {
    row,
    line: row + 1,
    status: 'invalid',
    result: '',
    phone: '06 39',
    code: 'phone_too_short',
    field: 'phone_number',
    message: 'too short',
    attempts: 0,
    httpStatus: null,
    providerId: '',
    sentAt: null,
    record: null,
    ...fate,
  };
}

/** One outcome of every kind, and text that is hard to write: what the files in `fixtures/reports` show. */
export const OUTCOMES: readonly Outcome[] = [
  outcome(1, {
    status: 'ok',
    result: 'added',
    phone: '+33639980001',
    code: '',
    field: '',
    message: '',
    attempts: 1,
    httpStatus: 200,
    providerId: '0',
    sentAt: 1_767_225_600_007,
  }),
  outcome(2, {
    status: 'duplicate',
    phone: '+33639980001',
    code: 'duplicate_row',
    message: 'the same number as row 1',
  }),
  outcome(3, {
    line: 6,
    phone: '=HYPERLINK("http://example.com";"call me")',
    code: 'phone_letters; too_long',
    field: 'phone_number; first_name',
    message: 'not a phone number; 31 characters, at most 30',
    record: ['=HYPERLINK("http://example.com";"call me")', 'Zoé, or\n"Zo"', '-1'],
  }),
  outcome(4, {
    line: 8,
    phone: '۰۹۱۲',
    message: 'شماره کوتاه است',
    record: ['۰۹۱۲', 'مریم', '+5', 'surplus;'],
  }),
  outcome(5, {
    line: 9,
    status: 'rejected',
    phone: '+33639980003',
    code: '-422',
    field: '',
    message: '@provider said:\n"no"',
    attempts: 2,
    httpStatus: 422,
    providerId: '-17',
    sentAt: 1_767_225_601_000,
    record: ['0639980003', ' "Ann" ', ''],
  }),
  outcome(6, {
    line: 10,
    status: 'unknown',
    phone: '+33639980004',
    code: 'timeout_after_send',
    field: '',
    message: 'no answer within 30 s',
    attempts: 1,
    sentAt: 1_767_225_602_000,
    record: ['0639980004', 'Bea', ''],
  }),
  outcome(7, {
    line: 11,
    status: 'failed',
    phone: '+33639980005',
    code: 'connection_refused',
    field: '',
    message: 'connection refused',
    attempts: 5,
    record: ['0639980005', 'Cléo', ''],
  }),
  outcome(8, {
    line: 12,
    status: 'not_sent',
    phone: '+33639980006',
    code: '',
    field: '',
    message: '',
    record: ['0639980006', 'Dan', ''],
  }),
];

/** An input as most are. */
export const PLAIN: RejectsInput = {
  format: 'csv',
  delimiter: ',',
  encoding: 'utf-8',
  bom: false,
  quoting: 'minimal',
  lineEnd: 'lf',
  columns: [],
};
