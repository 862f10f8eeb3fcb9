import { expect, it } from 'vitest';
import type { Scripted } from '../support/scripted.js';
import { says, statuses, trial } from './trial.js';

/** Takes at most so many contacts a call, and never one of these rows. */
function takes(most: number, ...tooLarge: readonly number[]): Scripted {
  return ({ body = '' }) => {
    const rows = body.split(' ').map(Number);
    return rows.length > most || rows.some((row) => tooLarge.includes(row)) ? says('refused', 413) : says('answered');
  };
}

const tooMany = (size: number, contacts: number): string =>
  `sending at most ${size} contacts a call: ${contacts} are too many for the provider (HTTP 413)`;

it('sends smaller calls for the rest of the run, says so in a line, and loses no row', async () => {
  const told = await trial({ script: [takes(5)], rows: 40, batchSize: 20 });
  expect(new Set(told.fates.map(({ status }) => status))).toEqual(new Set(['ok']));
  expect(told.fates).toHaveLength(40);
  expect(told.said).toEqual([tooMany(10, 20), tooMany(5, 10)]);
  const sizes = told.starts.map(({ rows }) => rows.length);
  expect(sizes).toEqual([20, 10, 5, 5, 10, 5, 5, 10, 5, 5, 5, 5]);
  expect(told.tally.retries).toBe(0);
});

it('cuts again what was cut for larger calls', async () => {
  const told = await trial({
    script: [takes(8)],
    rows: 48,
    batchSize: 16,
    concurrency: 2,
    latencyMs: (call) => 100 + call,
  });
  // Two calls left together; what waited behind them was already cut.
  expect(told.starts.slice(0, 2).map(({ rows }) => rows.length)).toEqual([16, 16]);
  expect(told.starts.slice(2).map(({ rows }) => rows.length)).toEqual([8, 8, 8, 8, 8, 8]);
  expect(told.said).toEqual([tooMany(8, 16)]);
  expect(statuses(told)).toBe(Array(48).fill('ok').join(' '));
});

it('cuts again what waits for its turn while it turns out', async () => {
  const told = await trial({ script: [takes(4)], rows: 24, batchSize: 8, concurrency: 3, perSecond: 2 });
  expect(told.starts.map(({ rows }) => rows.length).filter((size) => size > 4)).toEqual([8]);
  expect(statuses(told)).toBe(Array(24).fill('ok').join(' '));
});

it('rejects a contact that is too large alone, and calls stay as large as they can be', async () => {
  const told = await trial({ script: [takes(100, 2)], rows: 12, batchSize: 4 });
  expect(told.fates.filter(({ status }) => status !== 'ok')).toMatchObject([
    { row: 2, status: 'rejected', httpStatus: 413 },
  ]);
  expect(told.said).toEqual([tooMany(2, 4)]);
  expect(told.starts.slice(-2).map(({ rows }) => rows)).toEqual([
    [9, 10],
    [11, 12],
  ]);
});

it('makes calls no smaller for a contact that was sent alone', async () => {
  const told = await trial({ script: [takes(100, 5)], rows: 5, batchSize: 4 });
  expect(statuses(told)).toBe('ok ok ok ok rejected');
  expect(told.said).toEqual([]);
});
