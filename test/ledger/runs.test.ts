import { expect, it } from 'vitest';
import { StorageError } from '../../src/errors.js';
import { call, end, ledgerWithRun, outcome, start } from './support.js';

it('gives a run back as it began, without an end while it goes on', async () => {
  const ledger = await ledgerWithRun({ durable: true, dryRun: true, columns: ['mobile', 'a\0b', '"'] });
  expect(await ledger.run('r')).toEqual({
    ...start({ durable: true, dryRun: true, columns: ['mobile', 'a\0b', '"'] }),
    end: null,
  });
});

it('gives a run back as it ended', async () => {
  const ledger = await ledgerWithRun();
  const stopped = end({ status: 'stopped', stop: 'credentials', reason: 'Octopush refused the API key.', exit: 4 });
  await ledger.end('r', stopped);
  expect(await ledger.run('r')).toEqual({ ...start(), end: stopped });
});

it('lets a later end replace the earlier one', async () => {
  const ledger = await ledgerWithRun();
  await ledger.end('r', end({ status: 'interrupted', stop: 'signal', exit: 130, report: null }));
  await ledger.end('r', end());
  expect((await ledger.run('r'))?.end).toEqual(end());
});

it('lists runs newest first, whatever the clock said', async () => {
  const ledger = await ledgerWithRun();
  await ledger.begin(start({ id: 's', startedAt: 1 }));
  expect((await ledger.runs()).map((run) => run.id)).toEqual(['s', 'r']);
});

it('knows a run by its exact id alone', async () => {
  const ledger = await ledgerWithRun({ id: '2026-01-01-a' });
  expect(await ledger.run('2026-01-01')).toBeUndefined();
  expect(await ledger.run('2026-01-01-A')).toBeUndefined();
  expect(await ledger.run('2026-01-01-a')).toBeDefined();
});

it('refuses to begin a run twice, and keeps the first', async () => {
  const ledger = await ledgerWithRun();
  await expect(ledger.begin(start({ input: 'other.csv' }))).rejects.toThrow(StorageError);
  expect((await ledger.run('r'))?.input).toBe('contacts.csv');
});

it('says so when asked to settle, end or read a run that never began', async () => {
  const ledger = await ledgerWithRun();
  await expect(ledger.settle('x', [])).rejects.toThrow('the ledger has no run x');
  await expect(ledger.end('x', end())).rejects.toThrow('the ledger has no run x');
  await expect(ledger.counts('x')).rejects.toThrow('the ledger has no run x');
});

it('forgets the runs that ended before a time, with their rows, and no others', async () => {
  const ledger = await ledgerWithRun();
  await ledger.begin(start({ id: 's' }));
  await ledger.begin(start({ id: 'crashed', startedAt: 5 }));
  for (const id of ['r', 's']) await ledger.settle(id, [outcome(1)], [call([1])]);
  await ledger.end('r', end({ endedAt: 1000 }));
  await ledger.end('s', end({ endedAt: 2000 }));
  expect(await ledger.prune(2000)).toBe(2);
  expect((await ledger.runs()).map((run) => run.id)).toEqual(['s']);
  expect((await ledger.counts('s')).counts.failed).toBe(1);
  expect(await ledger.prune(2000)).toBe(0);
});

it('does not forget a run without an end of which a call was heard since', async () => {
  const ledger = await ledgerWithRun({ startedAt: 1000 });
  await ledger.settle('r', [outcome(1)], [call([1], { startedAt: 5000, durationMs: 500 })]);
  expect(await ledger.prune(5400)).toBe(0);
  expect(await ledger.prune(5600)).toBe(1);
});
