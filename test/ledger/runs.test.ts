import { join } from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { StorageError } from '../../src/errors.js';
import { LOCK_STALE_MS } from '../../src/ledger/ledger.js';
import { again, deadPid, end, ended, intent, ledgerWithRun, locked, outcome, owner, start } from './support.js';

it('gives a run back as it began, without an end while it goes on', async () => {
  const run = { durable: true, dryRun: true, defuse: false, columns: ['mobile', 'a\0b', '"'] };
  const { ledger } = await ledgerWithRun(run);
  expect(await ledger.run('r')).toEqual({ ...start(run), sessions: 1, end: null });
});

it('gives a run back of which little was known before its first call', async () => {
  const run = { input: '-', inputPath: null, content: null, bytes: null, rowsExpected: null };
  const { ledger } = await ledgerWithRun(run);
  expect(await ledger.run('r')).toEqual({ ...start(run), sessions: 1, end: null });
});

it('gives a run back as it ended', async () => {
  const { ledger, session } = await ledgerWithRun();
  const stopped = end({ status: 'stopped', stop: 'credentials', reason: 'Octopush refused the API key.', exit: 4 });
  await session.end(stopped);
  expect(await ledger.run('r')).toEqual({ ...start(), sessions: 1, end: stopped });
});

it('lets a later end replace the earlier one', async () => {
  const { ledger, session } = await ledgerWithRun();
  await session.end(end({ status: 'interrupted', stop: 'signal', exit: 130, left: 7, report: null }));
  await session.end(end());
  expect((await ledger.run('r'))?.end).toEqual(end());
});

it('lists runs newest first, whatever the clock said', async () => {
  const { ledger } = await ledgerWithRun();
  await ledger.begin(start({ id: 's', startedAt: 1 }), null);
  expect((await ledger.runs()).map((run) => run.id)).toEqual(['s', 'r']);
});

it('knows a run by its exact id alone', async () => {
  const { ledger } = await ledgerWithRun({ id: '2026-01-01-a' });
  expect(await ledger.run('2026-01-01')).toBeUndefined();
  expect(await ledger.run('2026-01-01-A')).toBeUndefined();
  expect(await ledger.run('2026-01-01-a')).toBeDefined();
});

it('refuses to begin a run twice, and keeps the first', async () => {
  const { ledger } = await ledgerWithRun();
  await expect(ledger.begin(start({ input: 'other.csv' }), null)).rejects.toThrow(StorageError);
  expect((await ledger.run('r'))?.input).toBe('contacts.csv');
  expect(await ledger.sessions('r')).toHaveLength(1);
});

it('says so when asked to go on with or to read a run that never began', async () => {
  const { ledger } = await ledgerWithRun();
  await expect(ledger.reopen('x', again(), null)).rejects.toThrow('the ledger has no run x');
  await expect(ledger.sessions('x')).rejects.toThrow('the ledger has no run x');
  await expect(ledger.counts('x')).rejects.toThrow('the ledger has no run x');
});

it('forgets the runs that ended before a time, with their rows, and no others', async () => {
  const { ledger, session } = await ledgerWithRun({ startedAt: 5 });
  const other = await ledger.begin(start({ id: 's', startedAt: 5 }), null);
  await ledger.begin(start({ id: 'crashed', startedAt: 5 }), null);
  for (const each of [session, other]) await each.settle([outcome(1)]);
  await session.end(end({ endedAt: 1000 }));
  await other.end(end({ endedAt: 2000 }));
  expect(await ledger.prune(2000)).toBe(2);
  expect((await ledger.runs()).map((run) => run.id)).toEqual(['s']);
  expect((await ledger.counts('s')).counts.failed).toBe(1);
  expect(await ledger.prune(2000)).toBe(0);
});

it('does not forget a run without an end of which a call was heard since', async () => {
  const { ledger, session } = await ledgerWithRun({ startedAt: 1000 });
  const call = await session.intend(intent([1], { startedAt: 5000 }));
  expect(await ledger.prune(5000)).toBe(0);
  await session.settle([outcome(1)], [ended(call, { durationMs: 500 })]);
  expect(await ledger.prune(5400)).toBe(0);
  expect(await ledger.prune(5600)).toBe(1);
});

it('does not forget a run with a session that began since', async () => {
  const { ledger, session } = await ledgerWithRun({ startedAt: 1000 });
  await session.end(end({ endedAt: 1500 }));
  await ledger.reopen('r', again({ startedAt: 9000 }), null);
  expect(await ledger.prune(9000)).toBe(0);
  expect(await ledger.prune(9001)).toBe(1);
});

it('does not forget a run that a live lock names, and does when its owner is dead or was long not heard of', async () => {
  const { ledger, session } = await ledgerWithRun({ startedAt: 1000 });
  await session.end(end({ endedAt: 1500 }));
  const lock = await locked(ledger, 'a', owner(), 10_000);
  expect(await ledger.prune(10_000)).toBe(0);
  expect(await ledger.prune(10_000 + LOCK_STALE_MS - 1)).toBe(0);
  expect(await lock.beat(10_000)).toBe(true);
  expect(await ledger.prune(10_000 + LOCK_STALE_MS)).toBe(1);
  expect(await lock.beat(10_000)).toBe(false);

  await ledger.begin(start({ id: 's', startedAt: 1000 }), null);
  await locked(ledger, 'a', owner({ run: 's', pid: await deadPid() }), 10_000);
  expect(await ledger.prune(10_000)).toBe(1);
});

it('forgets a run with many rows and calls whole, and what a broken prune has left', async () => {
  const { ledger, session, state } = await ledgerWithRun({ startedAt: 1000 });
  await session.settle(Array.from({ length: 25_000 }, (_, index) => outcome(index + 1)));
  const calls = await Promise.all([intent([1]), intent([2])].map((each) => session.intend(each)));
  await session.settle(
    [],
    calls.map((key) => ended(key)),
  );
  await session.end(end({ endedAt: 1500 }));
  const db = new Database(join(state, 'ledger.db'));
  // As it is when a prune was killed after its first step.
  db.exec('DELETE FROM sessions');
  expect(await ledger.runs()).toEqual([]);
  expect(await ledger.prune(2000)).toBe(1);
  const left = ['runs', 'outcomes', 'calls'].map((table) => db.prepare(`SELECT count(*) AS n FROM ${table}`).all());
  db.close();
  expect(left.map(([row]) => row)).toMatchObject([{ n: 0 }, { n: 0 }, { n: 0 }]);
});
