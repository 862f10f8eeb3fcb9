import { expect, it } from 'vitest';
import { rowsWithin } from '../../src/cli/rows-within.js';

it.each([
  [0, Number.POSITIVE_INFINITY, 10, 10],
  [3, Number.POSITIVE_INFINITY, 10, 7],
  [3, 5, 10, 5],
  [8, 5, 10, 2],
  [12, 5, 10, 0],
  [3, 5, null, null],
])('with --skip %d and --limit %d, of %s rows: %s', (skip, limit, all, rows) => {
  expect(rowsWithin({ skip, limit }, all)).toBe(rows);
});
