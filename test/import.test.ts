import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mapColumns } from '../src/contact/columns.js';
import { StorageError } from '../src/errors.js';
import { type InputJob, importContacts, newProgress } from '../src/import.js';
import { openInput } from '../src/input/index.js';
import type { RunStart, Session } from '../src/ledger/ledger.js';
import { openLedger } from '../src/ledger/sqlite.js';
import { type HttpRequest, type Outcome, STATUSES } from '../src/model.js';
import { findProvider } from '../src/providers/index.js';
import { fakeClock } from './support/fakeClock.js';
import { refusedConnection, type Scripted, scripted, silence } from './support/scripted.js';

interface Options
  extends Partial<
    Pick<InputJob, 'batchSize' | 'concurrency' | 'perSecond' | 'maxRetries' | 'maxWaitMs' | 'skip' | 'limit'>
  > {
  readonly provider?: string;
  readonly set?: readonly string[];
  readonly script: readonly Scripted[];
  /** Stands between the program and its session in the ledger. */
  readonly tamper?: (session: Session) => Partial<Session>;
}

/** Imports CSV text from a pipe, through the whole program but its command line, with scripted replies and no real time. */
async function runImport(csv: string, options: Options) {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-'));
  const provider = findProvider(options.provider ?? 'octopush');
  if (provider === undefined) throw new Error('no such provider');
  const ledger = await openLedger(folder);
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  const input = await openInput('-', { stdin: chunksOf(csv) });
  const clock = fakeClock();
  const http = scripted(clock, options.script, 50);
  const progress = newProgress();
  const run: RunStart = {
    id: 'r',
    provider: provider.name,
    account: 'a',
    input: '-',
    format: input.format,
    delimiter: input.delimiter,
    encoding: input.encoding,
    bom: input.bom,
    quoting: input.quoting,
    lineEnd: input.lineEnd,
    columns: input.columns,
    dryRun: false,
    settings: {},
    startedAt: clock.now(),
    durable: false,
    inputPath: null,
    content: null,
    bytes: null,
    rowsExpected: null,
    report: 'r.report.csv',
    rejects: 'r.rejects.csv',
    defuse: true,
  };
  const session = await ledger.begin(run, null);
  const kept: Session = {
    run: session.run,
    number: session.number,
    intend: (intent) => session.intend(intent),
    settle: (outcomes, calls) => session.settle(outcomes, calls),
    end: (end) => session.end(end),
    ...options.tamper?.(session),
  };
  const result = await importContacts(
    {
      run,
      input,
      reading: {
        fields: provider.fields,
        form: provider.phone,
        mapping: mapColumns('stdin', input.columns, provider.fields, { map: [], set: options.set ?? [] }),
        phone: { country: undefined, check: 'possible' },
        dates: { calendar: 'gregorian' },
      },
      wire: provider.connect((env) => (env.endsWith('BASE_URL') ? 'https://provider.example' : 'secret')),
      repeatable: provider.limits.repeatable,
      skip: 0,
      limit: Number.POSITIVE_INFINITY,
      batchSize: provider.limits.batchSize,
      concurrency: 2,
      perSecond: Number.POSITIVE_INFINITY,
      maxRetries: 4,
      maxWaitMs: 600_000,
      maxErrors: undefined,
      again: false,
      ...options,
    },
    {
      ledger,
      session: kept,
      send: http.send,
      clock,
      random: () => 0.5,
      redact: (text) => text,
      say: () => {},
      progress,
    },
  );
  const outcomes: Outcome[] = [];
  for await (const page of ledger.outcomes('r')) outcomes.push(...page);
  return { result, outcomes, log: http.log, clock, progress };
}

async function* chunksOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

const numbers = (count: number): string => Array.from({ length: count }, (_, i) => `+336399${80_000 + i}`).join('\n');
const fates = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map(({ status, code }) => `${status} ${code}`.trim());

/** Octopush as it should be: every number of the call is added. */
const addAll: Scripted = ({ body = '' }: HttpRequest) => {
  const { contacts }: { contacts: { phone_number: string }[] } = JSON.parse(body);
  const items = contacts.map(({ phone_number }) => ({ phone_number, status: 'added' }));
  return { status: 201, body: JSON.stringify({ items }) };
};
/** Whatever the provider: it is well. */
const accept: Scripted = (request) => {
  if (request.url.includes('/contact/create')) return addAll;
  return request.url.includes('/rest/')
    ? { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' }
    : { status: 201, body: '{"message":"Confirmation message successfully sent"}' };
};
const serverError: Scripted = { status: 500, body: '<html>' };

it('sends again what may be repeated, and reports the answer that came in the end', async () => {
  const { outcomes, log } = await runImport(`phone\n${numbers(2)}`, {
    script: [silence, serverError, refusedConnection, addAll],
  });
  expect(outcomes.map(({ status, attempts, httpStatus }) => [status, attempts, httpStatus])).toEqual([
    ['ok', 4, 201],
    ['ok', 4, 201],
  ]);
  expect(new Set(log.map(({ request }) => request.body)).size).toBe(1);
});

it('does not send again what may have texted a person', async () => {
  const options = {
    provider: 'protexting',
    set: ['GroupIds=1'],
    script: [silence, { status: 201, body: '{"message":"ok"}' }],
  };
  const { outcomes, log } = await runImport('phone\n+16465550101\n+16465550102', options);
  expect(fates(outcomes)).toEqual(['unknown timeout_after_send', 'ok']);
  expect(log).toHaveLength(2);
});

it('waits as long as the provider says, then sends the same request again', async () => {
  const { outcomes, log } = await runImport(`phone\n${numbers(1)}`, {
    script: [{ status: 429, headers: { 'retry-after': '120' } }, addAll],
  });
  expect(fates(outcomes)).toEqual(['ok']);
  expect((log[1]?.at ?? 0) - (log[0]?.at ?? 0)).toBeGreaterThanOrEqual(120_000);
  expect(log[1]?.request).toEqual(log[0]?.request);
});

it('leaves a contact that the reply does not mention unknown, wherever it stood', async () => {
  const allButSecond: Scripted = ({ body = '' }) => {
    const { contacts }: { contacts: { phone_number: string }[] } = JSON.parse(body);
    const [first, , ...rest] = contacts.map(({ phone_number }) => ({ phone_number, status: 'updated' }));
    return { status: 201, body: JSON.stringify({ items: [...rest.reverse(), first] }) };
  };
  const { outcomes } = await runImport(`phone\n${numbers(4)}`, { script: [allButSecond] });
  expect(fates(outcomes)).toEqual(['ok', 'unknown no_answer', 'ok', 'ok']);
});

it('sends the halves of a refused batch until the bad number stands alone, and goes on', async () => {
  const refuseThird: Scripted = (request) =>
    request.body?.includes(numbers(3).slice(-12)) ? { status: 400, body: '{"code":117,"message":"no"}' } : addAll;
  const { outcomes, result, log } = await runImport(`phone\n${numbers(5)}`, {
    batchSize: 2,
    concurrency: 1,
    script: [refuseThird],
  });
  expect(fates(outcomes)).toEqual(['ok', 'ok', 'rejected provider_117', 'ok', 'ok']);
  expect(outcomes.map(({ attempts }) => attempts)).toEqual([1, 1, 2, 2, 1]);
  expect(log).toHaveLength(5);
  expect(result.ending).toBeUndefined();
});

it('stops reading standard input after a stop, so that a pipe that never ends does not hold it up', async () => {
  const csv = `phone\n${numbers(5000)}`;
  const { result, outcomes } = await runImport(csv, { batchSize: 1, script: [{ status: 401, body: '' }] });
  expect(result.ending?.stop).toBe('credentials');
  expect(result.rows).toBeLessThan(5000);
  expect(outcomes).toHaveLength(result.rows);
  expect(new Set(fates(outcomes))).toEqual(new Set(['not_sent stopped_credentials']));
});

it('never runs more calls at once, or faster, than it was told', async () => {
  const { log } = await runImport(`phone\n${numbers(60)}`, {
    batchSize: 1,
    concurrency: 4,
    perSecond: 10,
    script: [addAll],
  });
  const starts = log.map(({ at }) => at);
  for (const [i, at] of starts.entries()) {
    expect(starts.filter((other) => other >= at && other < at + 1000).length, `from call ${i}`).toBeLessThanOrEqual(10);
  }
  expect(Math.max(...starts)).toBeLessThan(6500);
});

it('says so when a row lost its fate, and does not call that a result', async () => {
  const tamper = (session: Session): Partial<Session> => ({
    settle: (outcomes, calls) =>
      session.settle(
        outcomes.filter(({ row }) => row !== 2),
        calls,
      ),
  });
  await expect(runImport(`phone\n${numbers(3)}`, { script: [addAll], tamper })).rejects.toThrow(
    '3 rows were read, but 2 have a fate: this is a bug',
  );
});

it('starts no call once a fate could not be kept', async () => {
  let sent = 0;
  const script: Scripted[] = [
    (request) => {
      sent += 1;
      return typeof addAll === 'function' ? addAll(request) : addAll;
    },
  ];
  const tamper = (): Partial<Session> => ({
    settle: async () => {
      throw new StorageError('the disk is full');
    },
  });
  const csv = `phone\n${numbers(5)}\nx\n${numbers(40)}`;
  await expect(runImport(csv, { batchSize: 1, concurrency: 1, script, tamper })).rejects.toThrow('the disk is full');
  expect(sent).toBeLessThanOrEqual(1);
});

describe('every row has exactly one fate', () => {
  const step = fc.constantFrom<Scripted>(
    accept,
    accept,
    serverError,
    silence,
    refusedConnection,
    { status: 429, headers: { 'retry-after': '3' } },
    { status: 429 },
    { status: 503, headers: { 'retry-after': '2' } },
    { status: 400, body: '{"code":117,"message":"no"}' },
    { status: 201, body: '{"items":[]}' },
    { status: 201, body: 'not json' },
    { status: 401, body: '' },
    { status: 302, headers: { location: 'https://elsewhere.example' } },
  );
  const cell = fc.constantFrom(
    '+33639980001',
    '+33639980002',
    '+33639980003',
    '0033639980004',
    'x',
    '',
    '4.4E+11',
    '+33639980001;+33639980002',
  );

  it.each(['octopush', 'protexting', 'amoot'])(
    'under any script of faults: %s',
    async (provider) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(cell, { maxLength: 30 }),
          fc.array(step, { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 5 }),
          async (cells, script, concurrency, batchSize) => {
            const set = provider === 'protexting' ? ['GroupIds=1'] : [];
            const size = provider === 'octopush' ? batchSize : 1;
            const csv = `phone,other\n${cells.map((text) => `${text},-`).join('\n')}`;
            const { result, outcomes, log, progress } = await runImport(csv, {
              provider,
              set,
              script,
              concurrency,
              batchSize: size,
            });
            expect(outcomes.map(({ row }) => row)).toEqual(Array.from({ length: result.rows }, (_, i) => i + 1));
            expect(STATUSES.reduce((sum, status) => sum + result.counts[status], 0)).toBe(result.rows);
            if (result.ending === undefined) expect(result.rows).toBe(cells.length);
            expect(progress.calls).toBe(log.length);
            for (const { status, attempts, sentAt, record } of outcomes) {
              if (attempts === 0) expect(sentAt).toBeNull();
              if (status === 'ok' || status === 'rejected') expect(sentAt).not.toBeNull();
              expect(record === null).toBe(status === 'ok' || status === 'duplicate');
              if (status === 'unknown' || status === 'ok' || status === 'rejected') expect(attempts).toBeGreaterThan(0);
            }
          },
        ),
        { seed: 20_260_131, numRuns: 60 },
      );
    },
    60_000,
  );
});
