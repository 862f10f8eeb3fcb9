import { expect, it } from 'vitest';
import { hasRow, ranges, rowsIn } from '../../src/ledger/ranges.js';

it.each([
  { rows: [], text: '' },
  { rows: [7], text: '7' },
  { rows: [1, 2], text: '1-2' },
  { rows: [1, 2, 3, 7, 9, 10], text: '1-3,7,9-10' },
  { rows: [3, 2, 1, 2], text: '3,2,1-2' },
])('writes rows $rows as "$text", in the order they came', ({ rows, text }) => {
  expect(ranges(rows)).toBe(text);
});

it.each(['', '7', '1-2', '1-3,7,9-10', '3,2,1-2', '10-19'])(
  'finds in "%s" the rows that are there, and no other',
  (text) => {
    const found = Array.from({ length: 25 }, (_, row) => row).filter((row) => hasRow(text, row));
    expect(found).toEqual([...new Set(rowsIn(text))].sort((a, b) => a - b));
  },
);
