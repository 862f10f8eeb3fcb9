import { expect, it } from 'vitest';
import { whereWords } from '../../src/cli/reason-lines.js';

it.each([
  { lines: [], count: 2, exact: true, words: '' },
  { lines: [7], count: 1, exact: true, words: 'line 7' },
  { lines: [7, 12], count: 2, exact: true, words: 'lines 7 and 12' },
  { lines: [7, 12, 31, 40], count: 15, exact: true, words: 'lines 7, 12, 31 and 12 more' },
  { lines: [7], count: 1, exact: false, words: 'line 7 and perhaps more' },
  { lines: [7, 12], count: 2, exact: false, words: 'lines 7, 12 and perhaps more' },
])('names the first lines of $count rows: $words', ({ words, ...where }) => {
  expect(whereWords({ ...where, status: 'invalid', code: 'required', field: '', example: '' })).toBe(words);
});
