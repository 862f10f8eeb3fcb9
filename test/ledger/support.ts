import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ledger, RunEnd, RunStart } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/sqlite.js';
import type { Call, Outcome } from '../../src/model.js';

/** An empty folder that is gone after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'contact-push-ledger-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A ledger that is closed after the test. */
export async function ledgerIn(path: string): Promise<Ledger> {
  const ledger = await openLedger(path);
  onTestFinished(() => ledger.close());
  return ledger;
}

/** A ledger with a run `r` that has begun. */
export async function ledgerWithRun(run: Partial<RunStart> = {}): Promise<Ledger> {
  const ledger = await ledgerIn(await folder());
  await ledger.begin(start(run));
  return ledger;
}

export function start(run: Partial<RunStart> = {}): RunStart {
  return {
    id: 'r',
    provider: 'octopush',
    account: 'octopush https://api.octopush.com someone@example.com',
    input: 'contacts.csv',
    format: 'csv',
    delimiter: ';',
    encoding: 'windows-1252',
    bom: true,
    quoting: 'all',
    lineEnd: 'crlf',
    columns: ['mobile', 'name'],
    dryRun: false,
    settings: { country: 'FR', set: { list_name: 'May' } },
    startedAt: 1_767_225_600_000,
    durable: false,
    ...run,
  };
}

export function end(run: Partial<RunEnd> = {}): RunEnd {
  return {
    status: 'finished',
    stop: null,
    reason: '',
    exit: 0,
    rows: 2,
    calls: 1,
    retries: 0,
    throttled: 0,
    endedAt: 1_767_225_601_000,
    report: '/home/someone/contacts.report.csv',
    rejects: null,
    ...run,
  };
}

export function outcome(row: number, fate: Partial<Outcome> = {}): Outcome {
  return {
    row,
    line: row + 1,
    status: 'failed',
    result: '',
    phone: '+33639980001',
    code: 'connection_refused',
    field: '',
    message: 'connection refused',
    attempts: 5,
    httpStatus: null,
    providerId: '',
    sentAt: null,
    record: ['06 39 98 00 01', 'Zoé'],
    ...fate,
  };
}

export function call(rows: readonly number[], more: Partial<Call> = {}): Call {
  return {
    rows,
    startedAt: 1_767_225_600_500,
    durationMs: 41.6,
    httpStatus: 200,
    verdict: 'answered',
    code: '',
    excerpt: '',
    ...more,
  };
}

export async function all(pages: AsyncIterable<readonly Outcome[]>): Promise<readonly Outcome[]> {
  const found: Outcome[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
