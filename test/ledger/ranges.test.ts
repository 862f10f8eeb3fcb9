import { expect, it } from 'vitest';
import { ranges } from '../../src/ledger/ranges.js';

it.each([
  { rows: [], text: '' },
  { rows: [7], text: '7' },
  { rows: [1, 2], text: '1-2' },
  { rows: [1, 2, 3, 7, 9, 10], text: '1-3,7,9-10' },
  { rows: [3, 2, 1, 2], text: '3,2,1-2' },
])('writes rows $rows as "$text", in the order they came', ({ rows, text }) => {
  expect(ranges(rows)).toBe(text);
});
