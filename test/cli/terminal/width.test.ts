import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { linesOf, padded, widthOf } from '../../../src/cli/terminal/width.js';

describe('the columns that a text takes', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['Zoé 1/2', 7],
    ['Zoe\u0301', 3],
    ['e\u0301', 1],
    ['联系人.csv', 10],
    ['電話', 4],
    ['ひらがなｶﾀｶﾅ', 12],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['ＡＢ', 4],
    ['نام\u200cها', 5],
    ['می\u200cخواهم', 7],
    ['سلام\u200c', 4],
    ['⠹ █░ …', 6],
    ['😀', 2],
    ['👨\u200d👩\u200d👧', 2],
    ['1\ufe0f\u20e3', 2],
    ['\x1b[32mok\x1b[39m', 2],
  ])('%s: %d', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('are those of the table, by the short way too', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'a1#·…█░⠹\u0301\ufe0f\u20e3\u200d\x1b[m電é🇫🇷'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        const text = parts.join('');
        expect(widthOf(text)).toBe(stringWidth(text));
      }),
      { numRuns: 1000 },
    );
  });
});

it('fills up to a width, and counts no column for marks and signs that are not seen', () => {
  expect(padded('abc', 5)).toBe('abc  ');
  expect(padded('abc', 2)).toBe('abc');
  expect(padded('می\u200cخواهم', 8)).toHaveLength(9);
});

it('counts the lines of a text with colours by what is seen of it', () => {
  expect(linesOf(`\x1b[32m${'a'.repeat(80)}\x1b[39m`, 80)).toBe(1);
  expect(linesOf('a'.repeat(81), 80)).toBe(2);
  expect(linesOf('', 80)).toBe(1);
});
