import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedMessage } from '../../src/report/masked.js';

describe('masks in a message', () => {
  it.each([
    ['found "+33 6 39 98 0O 01"', '+33 6 39 98 0O 01', 'found "+33 6**** 01"'],
    ['the number 33639980001 is blocked', '+33639980001', 'the number 3363****001 is blocked'],
    ['expected a phone number such as +33612345678, found "x"', 'x', undefined],
    ['"4.41E+11" is scientific notation', '4.41E+11', undefined],
    ['two\nlines\u2028here', '', 'two lines here'],
  ])('%j', (message, phone, shown) => {
    expect(maskedMessage(message, phone)).toBe(shown ?? message);
  });

  it('the whole number of the row, wherever it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{8,13}$/), fc.string(), fc.string(), (phone, before, after) => {
        expect(maskedMessage(`${before} ${phone} ${after}`, phone)).not.toContain(phone);
      }),
    );
  });
});
