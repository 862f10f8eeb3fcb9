import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defused } from '../../src/report/defuse.js';

it.each([
  ['=1+1', "'=1+1"],
  ['+1+1', "'+1+1"],
  ['-1+1', "'-1+1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\tx', "'\tx"],
  ['\rx', "'\rx"],
  ['  =1', "'  =1"],
  ['\n=1', "'\n'=1"],
  ['\u00a0=1', "'\u00a0=1"],
  ['\u200b\ufeff=1', "'\u200b\ufeff=1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠x', "'＠x"],
  ['+', "'+"],
  ['-5', "'-5"],
  ['+33 6 39 98', "'+33 6 39 98"],
  ['+336=1', "'+336=1"],
  ['+336\n', "'+336\n"],
  ['a;=1', "a;'=1"],
  ['a, @x', "a,' @x"],
  ['a\n-b', "a\n'-b"],
])('defuses %j', (cell, safe) => {
  expect(defused(cell)).toBe(safe);
});

it.each(['', '+33639980001', '06 39-98', 'a=b', 'x@example.com', 'Zoé; Ann', "'=1", 'مریم', '«=»'])(
  'leaves %j alone',
  (cell) => {
    expect(defused(cell)).toBe(cell);
  },
);

const nasty = fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠ \t\r\n,;|\'"a1\u00a0') });

it('leaves no cell that begins like a formula, wherever a spreadsheet splits', () => {
  fc.assert(
    fc.property(nasty, fc.constantFrom(',', ';', '|', '\t', '\n', '\r', /\r?\n/), (cell, separator) => {
      const safe = defused(cell);
      expect(safe === cell ? safe.replace(/^\+[0-9]+$/, '') : safe).not.toMatch(/^(?:[\t\r]|\s*[=+\-@＝＋－＠])/);
      for (const piece of safe.split(separator).slice(1)) expect(piece).not.toMatch(/^[^\S\t\r\n]*[=+\-@＝＋－＠]/);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

it('only ever adds apostrophes', () => {
  fc.assert(
    fc.property(nasty, (cell) => {
      expect(defused(cell).replaceAll("'", '')).toBe(cell.replaceAll("'", ''));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

it.each([' ', '\t', '\n', '; '])('takes no longer for each character of a long cell of %j', (unit) => {
  const cell = unit.repeat(1024 * 1024);
  expect(defused(cell).length).toBeGreaterThanOrEqual(cell.length);
});
