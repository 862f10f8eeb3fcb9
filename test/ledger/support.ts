import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished } from 'vitest';
import type { Again, Holder, Ledger, Lock, Owner, RunEnd, RunStart, Session } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/sqlite.js';
import type { CallEnd, Intent, Outcome } from '../../src/model.js';

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

/** A ledger with a run `r` that has begun without a lock. */
export async function ledgerWithRun(run: Partial<RunStart> = {}): Promise<Begun> {
  const state = await folder();
  const ledger = await ledgerIn(state);
  return { state, ledger, session: await ledger.begin(start(run), null) };
}

export interface Begun {
  readonly state: string;
  readonly ledger: Ledger;
  readonly session: Session;
}

/** This process, at work on run `r`. */
export function owner(more: Partial<Owner> = {}): Owner {
  return { run: 'r', pid: process.pid, host: hostname(), ...more };
}

/** The lock of an account that must be free. */
export async function locked(ledger: Ledger, account = ACCOUNT, by = owner(), now = NOW): Promise<Lock> {
  const lock = await ledger.lock(account, by, now);
  if ('beat' in lock) return lock;
  throw new Error(`the account is held by run ${lock.run}`);
}

/** Who holds an account that must not be free. */
export async function holder(ledger: Ledger, account = ACCOUNT, by = owner(), now = NOW): Promise<Holder> {
  const found = await ledger.lock(account, by, now);
  if (!('beat' in found)) return found;
  throw new Error('the account is free');
}

/** The id of a process that has been. */
export async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? expect.fail('no process');
}

/** The file of a ledger, to look behind it. */
export function fileIn(state: string): Database.Database {
  const db = new Database(join(state, 'ledger.db'));
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** The same, once all that is known of its runs stands in its tables. */
export async function foldedIn(state: string): Promise<Database.Database> {
  const ledger = await openLedger(state);
  await ledger.prune(0);
  await ledger.close();
  return fileIn(state);
}

export const ACCOUNT = 'octopush https://api.octopush.com someone@example.com';
export const NOW = 1_767_225_600_000;

export function start(run: Partial<RunStart> = {}): RunStart {
  return {
    id: 'r',
    provider: 'octopush',
    account: ACCOUNT,
    input: 'contacts.csv',
    inputPath: '/home/someone/contacts.csv',
    content: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    bytes: 4_294_967_296,
    rowsExpected: 2,
    format: 'csv',
    delimiter: ';',
    encoding: 'windows-1252',
    bom: true,
    quoting: 'all',
    lineEnd: 'crlf',
    columns: ['mobile', 'name'],
    dryRun: false,
    settings: { country: 'FR', set: { list_name: 'May' } },
    startedAt: NOW,
    durable: false,
    report: 'contacts.report.csv',
    rejects: 'contacts.rejects.csv',
    defuse: true,
    ...run,
  };
}

/** A resume of the run by the same account. */
export function again(more: Partial<Again> = {}): Again {
  const { account, report, rejects, defuse } = start();
  return { kind: 'resume', startedAt: NOW + 60_000, account, report, rejects, defuse, ...more };
}

export function end(run: Partial<RunEnd> = {}): RunEnd {
  return {
    status: 'finished',
    stop: null,
    reason: '',
    exit: 0,
    rows: 2,
    left: 0,
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

/** A row of which nothing was heard since its call left, at the moment `startedAt`. */
export function inDoubt(row: number, fate: Partial<Outcome> = {}): Outcome {
  return outcome(row, {
    status: 'unknown',
    code: 'interrupted',
    message: 'no answer was heard',
    attempts: 1,
    sentAt: NOW + 500,
    ...fate,
  });
}

export function intent(rows: readonly number[], more: Partial<Intent> = {}): Intent {
  return { rows, startedAt: NOW + 500, outcomes: rows.map((row) => inDoubt(row)), ...more };
}

export function ended(key: number, more: Partial<CallEnd> = {}): CallEnd {
  return { key, durationMs: 41.6, httpStatus: 200, verdict: 'answered', code: '', excerpt: '', ...more };
}

export async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
