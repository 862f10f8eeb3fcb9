import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLeft, cutRight } from '../../../src/cli/terminal/cut.js';
import { widthOf } from '../../../src/cli/terminal/width.js';

describe('a text that is cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['contacts.csv', 12, 'contacts.csv'],
    ['contacts.csv', 11, 'contacts.c…'],
    ['contacts.csv', 8, 'contact…'],
    ['电话号码', 5, '电话…'],
    ['联系人名单.csv', 8, '联系人…'],
    ['联系人名单.csv', 1, '…'],
    ['contacts.csv', 0, ''],
  ])('%s in %d columns: %s', (text, columns, expected) => {
    expect(cutRight(text, columns)).toBe(expected);
  });

  it.each([
    ['exports/contacts.csv', 8, '…cts.csv'],
    ['contacts', 8, 'contacts'],
    ['名单/联系人', 7, '…联系人'],
    ['contacts', 0, ''],
  ])('keeps its end, where that tells most: %s in %d columns: %s', (text, columns, expected) => {
    expect(cutLeft(text, columns)).toBe(expected);
  });

  it('ends with the sign that is asked for', () => {
    expect(cutRight('contacts.csv', 8, '..')).toBe('contac..');
  });

  it('keeps a letter and its marks together, and a picture whole', () => {
    expect(cutRight('Zoe\u0301e\u0301', 3)).toBe('Zo…');
    expect(cutRight('Zoe\u0301ee', 4)).toBe('Zoe\u0301…');
    expect(cutLeft('abcde\u0301', 2)).toBe('…e\u0301');
    expect(cutRight('👨\u200d👩\u200d👧 and more', 4)).toBe('👨\u200d👩\u200d👧 …');
  });

  it('stays within the columns, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat({ max: 40 }), (text, columns) => {
        for (const cut of [cutRight, cutLeft]) expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
