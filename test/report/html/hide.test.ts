import { describe, expect, it } from 'vitest';
import { MASKED, SHOWN } from '../../../src/report/html/hide.js';

describe('a value that may not be shown', () => {
  it.each([
    ['+33639980001', '+3363****001'],
    ['06 39 98 00 01', '06 3**** 01'],
    ['40 00 12 34', '40 0**** 34'],
    ['۰۹۱۲۱۲۳۴۵۶۷', '۰۹۱۲****۵۶۷'],
    ['call 0639980001 at noon', 'call 0639****001 at noon'],
    ['="0639980001"', '="06****01"'],
  ])('is a number in any column: %s', (value, shown) => {
    expect(MASKED.cell(value, false)).toBe(shown);
  });

  it.each(['1990-01-31', '31/01/1990', '4.41E+11', 'Zoé', '12', '-1', ''])('is not: %s', (value) => {
    expect(MASKED.cell(value, false)).toBe(value);
  });

  it('is whatever has the digits of one in the column of the number', () => {
    expect(MASKED.cell('call 555 0143!', true)).toBe('call****43!');
  });

  it('is shown on purpose', () => {
    expect(SHOWN.cell('+33639980001', true)).toBe('+33639980001');
    expect(SHOWN.message({ message: 'not +33639980001', phone: '+33639980001' })).toBe('not +33639980001');
  });
});
